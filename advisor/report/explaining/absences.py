"""Why something was not concluded: each rule that could have, its condition part by part."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from advisor.advice import Advice
from advisor.explanation.nearness import Candidate, Part
from advisor.language import AtLeast, IsUnknown, Not, Pattern, Rule
from advisor.report.explaining.words import actual, is_concluded, met, unsaid
from advisor.report.rule_words import pattern_words
from advisor.report.sheet import Sheet
from advisor.report.wording import capital, grounds

_STATES: Final = {"held": "Held", "failed": "Failed", "unknown": "Unknown"}
_UNWANTED_STATES: Final = {
    "held": "Held, since it must not be so",
    "failed": "Failed, since it must not be so",
    "unknown": "Unknown, and it must not be so",
}
"""What is said of a pattern under a `not`."""
_WANTED: Final = {"all": "all of these", "any": "any of these"}
_UNWANTED: Final = {"all": "not all of these together", "any": "none of these"}


class AbsenceWriter:
    """Writes the rules that could have concluded something onto a sheet."""

    def __init__(self, advice: Advice, sheet: Sheet) -> None:
        self._base = advice.base
        self._sheet = sheet
        self.rules: list[Rule] = []
        """Every rule that was told of."""

    def candidates(self, candidates: Iterable[Candidate]) -> None:
        """Write rules, each with its condition."""
        for candidate in candidates:
            self._candidate(candidate, 0)

    def _candidate(self, candidate: Candidate, indent: int, lead: str = "") -> None:
        rule = candidate.rule
        if rule in self.rules and lead:
            self._sheet.item(f"{lead}{capital(rule.title)}, as above.", indent)
            return
        self.rules.append(rule)
        ground = grounds(rule.grade, rule.sources)
        fired = " It fired." if candidate.fired else ""
        self._sheet.item(f"{lead}{capital(rule.title)} [{ground}].{fired}", indent)
        self._whole(candidate.part, indent + 2)

    def _whole(self, part: Part, indent: int) -> None:
        """Write the condition of a rule; of one that wants all its parts, just these."""
        if isinstance(part.condition, AtLeast) and part.condition.word == "all":
            for one in part.parts:
                self._part(one, indent)
        else:
            self._part(part, indent)

    def _part(self, part: Part, indent: int) -> None:
        condition = part.condition
        if isinstance(condition, Pattern):
            self._pattern(part, condition, indent)
        elif isinstance(condition, Not):
            self._part(part.parts[0], indent)
        elif isinstance(condition, IsUnknown):
            said = "nobody has said" if part.truth else "it is known"
            self._sheet.item(f"{_STATES[part.state]}: {said} whether this is so:", indent)
            self._part(part.parts[0], indent + 2)
        else:
            self._sheet.item(f"{_STATES[part.state]}: {_head(condition, part.wanted)}:", indent)
            for alike in _alike(part.parts):
                if len(alike) > 1:
                    self._missing(alike, indent + 2)
                else:
                    self._part(alike[0], indent + 2)

    def _missing(self, alike: Sequence[Part], indent: int) -> None:
        """Write several things of a type of which there is none, in one line."""
        patterns = [one.condition for one in alike if isinstance(one.condition, Pattern)]
        named = "; ".join(pattern_words(self._base, one) for one in patterns)
        none = actual(self._base, patterns[0], (), ())
        self._sheet.item(f"{_state(alike[0], patterns[0])}: {named}. {none}", indent)

    def _pattern(self, part: Part, pattern: Pattern, indent: int) -> None:
        self._sheet.item(f"{_state(part, pattern)}: {self._said(part, pattern)}", indent)
        nearest, *others = part.rules or (None,)
        if nearest is not None:
            self._candidate(nearest, indent + 2, "Nearest to it: ")
        for fired, said in ((True, "concluded it too"), (False, "could conclude it, and did not")):
            count = sum(one.fired is fired for one in others)
            if count:
                rules = "1 other rule" if count == 1 else f"{count} other rules"
                self._sheet.item(f"{rules} {said}.", indent + 2)

    def _said(self, part: Part, pattern: Pattern) -> str:
        """Say what is needed, and what was told or concluded."""
        facts = [one.fact for one in part.near]
        if part.truth is True:
            return f"{met(self._base, pattern, facts)}."
        needed = f"{pattern_words(self._base, pattern)}."
        if part.truth is False:
            tests = [test for near in part.near for test in near.tests]
            failing = [one.test.attribute for one in tests if not one.truth]
            if not facts and any(one.fired for one in part.rules):
                return f"{needed} Concluded, and held back."
            return f"{needed} {actual(self._base, pattern, facts, failing)}"
        return " ".join(filter(None, (needed, unsaid(self._base, pattern, part))))


def _alike(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Put together what stands side by side and is missing in the same way."""
    for key, group in itertools.groupby(parts, _kind_missing):
        found = list(group)
        yield from [found] if key else ([one] for one in found)


def _kind_missing(part: Part) -> str:
    """Give the type of fact of which there is none that comes near; empty where there is one."""
    condition = part.condition
    if not isinstance(condition, Pattern) or not part.wanted or part.truth is not False:
        return ""
    return "" if part.near or part.rules else condition.type


def _state(part: Part, pattern: Pattern) -> str:
    if part.truth is None and is_concluded(pattern.type):
        return "Not looked at" if part.wanted else "Not looked at, and it must not be so"
    return (_STATES if part.wanted else _UNWANTED_STATES)[part.state]


def _head(condition: AtLeast, wanted: bool) -> str:
    heads = _WANTED if wanted else _UNWANTED
    count = f"at least {condition.count}" if wanted else f"fewer than {condition.count}"
    return heads.get(condition.word, f"{count} of these")
