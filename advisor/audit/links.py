"""Who can feed whom in a knowledge base: what can match, whatever a case says."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from advisor.facts import FACT_TYPES, UNKNOWN, Fact
from advisor.knowledge import Entry, KnowledgeBase
from advisor.language import Among, Pattern, Rule, uses

_UNTIL = "until"
"""The attribute of what is withheld that names a check which would lift it."""


class Links:
    """The links between the entries and the rules of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._patterns = {
            rule: tuple(dict.fromkeys(pattern for pattern, _ in uses(rule.when)))
            for rule in base.rules
        }

    def fed_by(self, one: Entry | Rule) -> list[Rule]:
        """
        Give the rules that can read an entry or what a rule concludes.

        A rule reads what a pattern of its condition can match, used in whatever way: also what it
        wants to be absent or not said. Of an entry anything may be reported. One that is named in a
        test on an attribute, as an exercise in `eased_by`, is read too.
        """
        return [rule for rule in self._base.rules if self._reads(rule, one)]

    def read_by(self, rule: Rule) -> tuple[list[Entry], list[Rule]]:
        """Give the entries and the rules that a rule can read."""
        entries = [entry for entry in self._entries() if self._reads(rule, entry)]
        return entries, [one for one in self._base.rules if self._reads(rule, one)]

    def concluding(self, entry: Entry) -> list[Rule]:
        """Give the rules that can conclude what an entry names; of a key its coverage too."""
        return [rule for rule in self._base.rules if self._concludes(rule, entry)]

    def withholding(self, entry: Entry) -> list[Rule]:
        """Give the rules that can withhold the drill or exercise that an entry is."""
        return [
            rule
            for rule in self._base.rules
            for one in rule.conclude
            if one.type == "withheld" and one.get(entry.kind) == entry.id
        ]

    def waiting_for(self, entry: Entry) -> list[Rule]:
        """Give the rules that withhold something until an own check is made."""
        if entry.kind != "observation":
            return []
        return [
            rule
            for rule in self._base.rules
            if any(one.get(_UNTIL) == entry.id for one in rule.conclude)
        ]

    def citing(self, source: Entry) -> list[Entry | Rule]:
        """Give the entries and then the rules that lean on a source."""
        entries = (entry for entry, named in self._sources.items() if source.id in named)
        return [*entries, *(rule for rule in self._base.rules if source.id in rule.sources)]

    @functools.cached_property
    def _sources(self) -> dict[Entry, list[str]]:
        return {entry: sources_of(entry) for entry in self._entries()}

    def _entries(self) -> Iterator[Entry]:
        for entries in self._base.entries.values():
            yield from entries.values()

    def _reads(self, rule: Rule, one: Entry | Rule) -> bool:
        patterns = self._patterns[rule]
        if isinstance(one, Rule):
            facts = [conclusion.fact() for conclusion in one.conclude]
            return any(_can_match(pattern, fact) for pattern in patterns for fact in facts)
        found = [fact for fact in (self._fact_of(one), self._trial_of(one)) if fact is not None]
        return any(
            any(_can_match(pattern, fact) for fact in found) or self._names(pattern, one)
            for pattern in patterns
        )

    def _trial_of(self, entry: Entry) -> Fact | None:
        """Give the fact that a drill was tried, with nothing more known of it."""
        if entry.kind != "drill":
            return None
        said = dict.fromkeys(self._base.attributes["tried"], UNKNOWN)
        return Fact("tried", entry.id, {**said, "drill": entry.id})

    def _fact_of(self, entry: Entry) -> Fact | None:
        """Give the fact that an entry is the name of, with nothing more known of it."""
        fact_type = FACT_TYPES.get(entry.kind)
        if fact_type is None:
            return None
        may_be_said = {
            name: UNKNOWN
            for name, attribute in self._base.attributes[entry.kind].items()
            if attribute.reported or fact_type.stratum
        }
        attributes = {**may_be_said, **entry.facts, fact_type.identity: entry.id}
        return Fact(entry.kind, entry.id, attributes)

    def _concludes(self, rule: Rule, entry: Entry) -> bool:
        if entry.kind == "note" and entry.id in rule.notes:
            return True
        for one in rule.conclude:
            naming = self._base.attributes[one.type].get(FACT_TYPES[one.type].identity)
            if naming is not None and naming.refers_to == entry.kind and one.identity == entry.id:
                return True
        return False

    def _names(self, pattern: Pattern, entry: Entry) -> bool:
        """Whether a pattern of facts of another type names an entry in one of its tests."""
        known = self._base.attributes[pattern.type]
        return pattern.type != entry.kind and any(
            isinstance(test, Among)
            and known[test.attribute].refers_to == entry.kind
            and entry.id in test.values
            for test in pattern.tests
        )


def _can_match(pattern: Pattern, fact: Fact) -> bool:
    return pattern.type == fact.type and pattern.judge(fact) is not False


def sources_of(entry: Entry) -> list[str]:
    """Give every source that an entry or a part of it names, in the order written."""
    return list(dict.fromkeys(_sources(entry.fields)))


def _sources(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (str(one) for one in node.get("sources", ()))
        for name, child in node.items():
            if name != "sources":
                yield from _sources(child)
    elif isinstance(node, list):
        for child in node:
            yield from _sources(child)
