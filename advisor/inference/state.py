"""Where the network stands with the facts of one case, and what a rule rests on there."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.facts import Fact
from advisor.inference.memory import Element
from advisor.inference.network import Network
from advisor.inference.record import Grounds, Met
from advisor.language import Condition, Pattern, Rule, Truth, open_patterns, relied_on


class State:
    """
    What each node counts, and the facts by which it does, in the order they came.

    A rule reads strata that are settled before it is judged, so what it rests on can be looked up
    when all strata have been judged, too: what came later is none of it.
    """

    def __init__(self, network: Network, counts: Iterable[int]) -> None:
        """Begin with what each node counts before any fact is taken."""
        self.network = network
        self.counts = list(counts)
        self.elements: list[Element] = []

    def truth_of(self, condition: Condition) -> Truth:
        """Give the truth of a condition of the rules, or of a part of one."""
        return self.network.truth_of(self.network.term(condition))(self.counts)

    def facts_meeting(self, pattern: Pattern) -> tuple[Fact, ...]:
        """Give the facts that surely pass a pattern of the rules, in the order they came."""
        node = self.network.term(pattern).surely.node
        return tuple([one.content for one in self.elements if node in one.passes.surely])

    def grounds(self, rule: Rule) -> Grounds:
        """Give all that a rule which is true rests on."""
        met: dict[tuple[Pattern, str | None], Met] = {}
        others: dict[str, dict[Pattern, None]] = {"absence": {}, "open": {}}
        for pattern, use in relied_on(rule.when, self.truth_of):
            if use == "support":
                # equal patterns under different labels are named apart
                met[pattern, pattern.label] = Met(pattern, self.facts_meeting(pattern))
            elif use in others:
                others[use][pattern] = None
        return Grounds(tuple(met.values()), tuple(others["absence"]), tuple(others["open"]))

    def open_in(self, rule: Rule) -> tuple[Pattern, ...]:
        """Give the patterns nobody has answered yet on which it depends that a rule is unknown."""
        return tuple(dict.fromkeys(open_patterns(rule.when, self.truth_of)))
