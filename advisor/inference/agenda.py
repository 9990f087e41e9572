"""Which rule fires next: a total order, one stratum at a time."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.facts import REPORTED
from advisor.inference._experta import Activation, Agenda, Strategy


class RuleOrder(Strategy):
    """
    A total order: the rules of a lower stratum first, then as they stand in the knowledge base.

    The next activation is the last of the list. A rule has one activation at most, and one that is
    removed is found by its rule; experta's own strategy looks only next to where bisection puts it,
    and misses it among ties.
    """

    def _update_agenda(
        self, agenda: Agenda, added: Sequence[Activation], removed: Sequence[Activation]
    ) -> None:
        if not (added or removed):  # experta asks before each firing
            return
        gone = {activation.rule.rule.order for activation in removed}
        kept = [one for one in agenda.activations if one.rule.rule.order not in gone]
        kept += added
        kept.sort(key=lambda activation: -activation.rule.rule.order)
        agenda.activations = kept


class StratumAgenda(Agenda):
    """
    An agenda that gives the activations of one stratum.

    Rules above it wait their turn. Rules below it that were not fired belong to a stratum that did
    not run, and never fire.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stratum = REPORTED

    @property
    def has_next(self) -> bool:
        """Whether there are activations of the stratum, or of one below it."""
        return bool(self.activations) and self.activations[-1].rule.rule.stratum <= self.stratum

    def get_next(self) -> Activation | None:
        """Give and remove the next activation of the stratum, None when there is none left."""
        while self.has_next:
            activation = super().get_next()
            if activation.rule.rule.stratum == self.stratum:
                return activation
        return None
