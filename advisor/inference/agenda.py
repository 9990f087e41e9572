"""Which rule fires next: a total order, one stratum at a time."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.inference._experta import Activation, Agenda, Strategy


class RuleOrder(Strategy):
    """
    A total order: the rules of a lower stratum first, then as they stand in the knowledge base.

    The next activation is the last of the list, and a removed one is removed exactly. experta's own
    strategy looks only next to where bisection puts it, and misses it among ties.
    """

    def _update_agenda(
        self, agenda: Agenda, added: Sequence[Activation], removed: Sequence[Activation]
    ) -> None:
        if not (added or removed):  # experta asks before each firing
            return
        kept = list(agenda.activations)
        for gone in removed:  # by what they are: experta's own matcher makes a removed one anew
            kept = [one for one in kept if not _same(one, gone)]
        kept += added
        kept.sort(key=lambda activation: -activation.rule.rule.order)
        agenda.activations = kept


def _same(one: Activation, other: Activation) -> bool:
    return one.rule is other.rule and one.facts == other.facts and one.context == other.context


class StratumAgenda(Agenda):
    """
    An agenda that gives the activations of one stratum.

    Rules above it wait their turn. Rules below it that were not fired belong to a stratum that did
    not run, and never fire.
    """

    def __init__(self, stratum: int = 0) -> None:
        super().__init__()
        self.stratum = stratum

    def get_next(self) -> Activation | None:
        """Give and remove the next activation of the stratum, None when there is none left."""
        while self.activations and self.activations[-1].rule.rule.stratum <= self.stratum:
            activation = super().get_next()
            if activation.rule.rule.stratum == self.stratum:
                return activation
        return None
