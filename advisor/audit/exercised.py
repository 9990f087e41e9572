"""What cases make of a knowledge base: which entries and rules they exercise, and which nearly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from advisor.advice import Advice
from advisor.cases import Case
from advisor.documents import read
from advisor.explanation.situation import Situation
from advisor.facts import UNKNOWN, Fact
from advisor.language import Condition, Pattern, Rule, holds, judge, uses
from advisor.reasoner import Reasoner, shipped_cases

Names = tuple[str, ...]
Places = Mapping[tuple[str, str], Names]
"""By kind and id of an entry, the names of cases."""


class Exercised:
    """
    An index of cases by what they exercise.

    `entries` gives, by kind and id, the cases that report or conclude an entry; `withheld` those in
    which a drill or exercise is held back; `fired`, by rule id, those in which a rule fires; `runs`
    are the cases themselves. All keep the order in which the cases were given.
    """

    def __init__(self, advices: Mapping[str, Advice]) -> None:
        self.runs = tuple(Run(name, one) for name, one in advices.items())
        self.entries = _places((one.name, place) for one in self.runs for place in _met(one))
        self.withheld = _places((one.name, place) for one in self.runs for place in _held(one))
        fired = _places((one.name, ("rule", name)) for one in self.runs for name in one.fired)
        self.fired: Mapping[str, Names] = {name: names for (_, name), names in fired.items()}

    def nearly(self, rule: Rule) -> Names:
        """
        Give the cases in which a rule is one condition away from firing.

        There its stratum was judged and it did not fire, but would if one pattern of its condition
        were otherwise: true, false or unknown. One that is to become true must be close itself: if
        it has several tests, some fact of the case passes all but one of them.
        """
        return tuple(
            run.name
            for run in self.runs
            if rule.stratum in run.strata and rule.id not in run.fired and _near(rule.when, run)
        )


def exercised(reasoner: Reasoner, cases: Mapping[str, Case]) -> Exercised:
    """Reason over each case once, and index them, by name, by what they exercise."""
    return Exercised({name: reasoner.advise(case) for name, case in cases.items()})


def cases_beside(rules: Path) -> dict[str, Path]:
    """Give, by name, the cases in the folder `cases` beside a folder of rules, or the shipped."""
    beside = rules.parent / "cases"
    if not beside.is_dir():
        return shipped_cases()
    return {path.stem: path for path in sorted(beside.rglob("*.yaml"), key=lambda one: one.stem)}


def valid_cases(reasoner: Reasoner, paths: Mapping[str, Path]) -> dict[str, Case]:
    """Read those of some cases that are valid for a knowledge base."""
    found = {name: reasoner.check(read(path, name)) for name, path in paths.items()}
    return {name: case for name, case in found.items() if isinstance(case, Case)}


class Run:
    """One case that was reasoned over: the strata that were judged, and the rules that fired."""

    def __init__(self, name: str, advice: Advice) -> None:
        record = advice.record
        self.name = name
        self.outcome = advice.outcome
        self.reported, self.standing = record.reported, record.standing
        self.strata = record.ran
        self.fired = dict.fromkeys(firing.rule.id for firing in record.firings)
        self.situation = Situation(advice.base, record, advice.case.open)

    def lacks_one_test(self, pattern: Pattern) -> bool:
        """Whether some fact passes all tests of a pattern but one."""
        return any(
            sum(holds(test, fact) is not True for test in pattern.tests) == 1
            for fact in self.situation.facts(pattern.type)
        )


def _near(condition: Condition, run: Run) -> bool:
    truths = {pattern: run.situation.truth(pattern) for pattern, _ in uses(condition)}
    for pattern, truth in truths.items():
        for other in (True, False, None):
            turned = {**truths, pattern: other}
            if other is truth or judge(condition, turned.__getitem__) is not True:
                continue
            if other is not True or len(pattern.tests) < 2 or run.lacks_one_test(pattern):
                return True
    return False


def _met(run: Run) -> Iterator[tuple[str, str]]:
    """Give kind and id of each entry that a case reports, or that is concluded of it."""
    yield "outcome", run.outcome
    for fact in run.reported:
        if _was_said(fact):
            yield ("drill" if fact.type == "tried" else fact.type), fact.identity
    for fact in run.standing:
        yield fact.type, fact.identity


def _was_said(fact: Fact) -> bool:
    """Whether a fact is something a runner told: an answer given, and of screening only a yes."""
    if fact.type == "screening":
        return fact.get("answer") == "yes"
    return fact.type != "observation" or fact.get("answer") is not UNKNOWN


def _held(run: Run) -> Iterator[tuple[str, str]]:
    for fact in run.standing:
        if fact.type == "withheld":
            yield next(
                (kind, fact.identity) for kind in ("drill", "exercise", "cue") if fact.get(kind)
            )


def _places(found: Iterator[tuple[str, tuple[str, str]]]) -> Places:
    places: dict[tuple[str, str], dict[str, None]] = {}
    for name, place in found:
        places.setdefault(place, {})[name] = None
    return {place: tuple(names) for place, names in places.items()}
