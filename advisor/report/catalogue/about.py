"""What an entry or a rule says, written onto any sheet."""

from __future__ import annotations

from advisor.audit import Exercised, Links
from advisor.knowledge import Entry, KnowledgeBase
from advisor.language import Rule
from advisor.report.catalogue.entry import tell_entry
from advisor.report.catalogue.rule import tell_rule
from advisor.report.catalogue.shared import Known
from advisor.report.sheet import Sheet


class About:
    """
    Tells of the entries and rules of one knowledge base.

    Without `exercised` nothing is said of cases; with `brief` nothing of how to read a rule.
    """

    def __init__(
        self, base: KnowledgeBase, exercised: Exercised | None = None, *, brief: bool = False
    ) -> None:
        self._known = Known(base, Links(base), exercised, brief)

    def tell(self, one: Entry | Rule, sheet: Sheet) -> None:
        """Write all there is to say of an entry or a rule, below its title."""
        if isinstance(one, Rule):
            tell_rule(self._known, one, sheet)
        else:
            tell_entry(self._known, one, sheet)
