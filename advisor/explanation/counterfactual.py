"""What would have to be different for an advice to say something, or not to say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from advisor.advice import SILENT, Advice, Question
from advisor.explanation.answers import is_reported
from advisor.explanation.cone import Cone, Lack, lacking
from advisor.explanation.influence import CHANGEABLE, Influence
from advisor.explanation.search import Flip, Search
from advisor.explanation.target import NotConcludedError, Target, find_target
from advisor.explanation.unit_changes import UnitChange, changed_fact, side_by_side, unit_changes
from advisor.facts import REASONING, Fact
from advisor.inference import Firing, Record
from advisor.knowledge import is_need

LIMIT: Final = 3
"""Sets of up to this many unit changes are tried, all of them."""
BARRING: Final = (*SILENT, "not-cleared", "see-clinician")
"""The outcomes with which nothing is looked for: something must be answered or seen first."""


Alternatives: TypeAlias = tuple[UnitChange, ...]
"""Unit changes any of which has the same effect."""


@dataclass(frozen=True, slots=True)
class Solution:
    """
    Changes that together do it, one out of each of `parts`, each at a place of its own.

    `refers` says that the advice would then be to see somebody, and name nothing else.
    """

    parts: tuple[Alternatives, ...]
    refers: bool

    @property
    def drops(self) -> bool:
        """Whether something is left out in it."""
        return any(one.action == "drop" for part in self.parts for one in part)

    @property
    def apart(self) -> bool:
        """Whether two of its parts hold changes at one place, of which only one can be made."""
        places = [{one.place for one in part} for part in self.parts]
        return sum(map(len, places)) > len({place for part in places for place in part})


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What stands in the way and neither training nor a check can change.

    `firings` hold it back, or with a goal of it going say it, whatever is done; `lacks` are things
    reported or not; `out_of_scope` that all complaints are outside the method.
    """

    firings: tuple[Firing, ...] = ()
    lacks: tuple[Lack, ...] = ()
    out_of_scope: bool = False

    def __bool__(self) -> bool:
        return bool(self.firings or self.lacks or self.out_of_scope)


@dataclass(frozen=True, eq=False)
class Counterfactual:
    """
    What would have to be different.

    With `wanted` the goal is that the advice say the target, otherwise that it do not. `solutions`
    are all the smallest sets of unit changes that reach it; without one, no set of `LIMIT` or fewer
    does. Where `barred`, nothing was looked for: `questions` must be answered, or `referrals` seen.
    """

    advice: Advice = field(repr=False)
    target: Target
    wanted: bool
    barred: bool
    questions: tuple[Question, ...] = ()
    referrals: tuple[Fact, ...] = ()
    solutions: tuple[Solution, ...] = ()
    standing: Standing = Standing()

    @property
    def size(self) -> int:
        """How many things have to be different at least; 0 where nothing was found."""
        return len(self.solutions[0].parts) if self.solutions else 0

    @property
    def held_back(self) -> bool:
        """Whether it is a drill that is held back now."""
        held = (fact.get("drill") for fact in self.advice.facts("withheld"))
        return self.wanted and self.target.kind == "drill" and self.target.identity in held


def counterfactual(advice: Advice, name: str) -> Counterfactual:
    """
    Find the smallest changes to training, or answers to checks, that would change what is said.

    `name` is an id, KIND:ID or a name of something that can be concluded, perhaps with =STRENGTH.
    What is found explains the rules and advises nothing. Raises `UnknownIdError`,
    `AmbiguousNameError` and, also for something that is reported, `NotConcludedError`.

    >>> import advisor
    >>> advice = advisor.advise(advisor.read_case("@v29-paper-says-covered"))
    >>> found = advisor.counterfactual(advice, "heel-rocker-pronation")
    >>> found.wanted, found.size
    (True, 1)
    >>> [(one.action, one.identity, one.answer) for one in found.solutions[0].parts[0]]
    [('answer', 'weight-on-outer-edge', 'yes')]
    """
    target = find_target(advice.base, name)
    if is_reported(target):
        raise NotConcludedError(
            f"{target.name} is something a case reports; "
            "ask about what the advice concludes, such as a drill or a key"
        )
    wanted = not target.holds(advice)
    if advice.outcome in BARRING:
        referrals = tuple(
            fact
            for fact in advice.facts("referral")
            if advice.outcome not in SILENT or fact.get("level") == advice.outcome
        )
        return Counterfactual(advice, target, wanted, True, advice.settling, referrals)
    return _found(advice, target, wanted)


def _found(advice: Advice, target: Target, wanted: bool) -> Counterfactual:
    changes = [(one, changed_fact(advice, one)) for one in unit_changes(advice)]
    options: dict[str, list[Fact | None]] = {
        fact.name: [fact] for kind in CHANGEABLE for fact in advice.record.facts(kind)
    }
    for change, fact in changes:
        options.setdefault(change.place, [None]).append(fact)
    influence = Influence(advice, options)
    conditions = tuple(Cone(advice.base, influence, target).conditions)
    flips = Search(advice, target, conditions).smallest(changes, LIMIT)
    solutions = _solutions(flips, {change: number for number, (change, _) in enumerate(changes)})
    standing = Standing() if solutions else _standing(advice, target, wanted, influence)
    return Counterfactual(advice, target, wanted, False, solutions=solutions, standing=standing)


def _solutions(flips: Iterable[Flip], order: Mapping[UnitChange, int]) -> tuple[Solution, ...]:
    """Give what was found, said in as few ways as can be, in order."""
    found = [
        Solution(
            tuple(tuple(change for change, _ in effect.changes) for effect in flip.effects),
            flip.refers,
        )
        for flip in flips
    ]
    for part in reversed(range(len(found[0].parts) if found else 0)):
        found = _together(found, part, order)
    told = [Solution(tuple(sorted(map(_told, one.parts), key=_rank)), one.refers) for one in found]
    return tuple(sorted(told, key=_ranks))


def _together(
    solutions: Iterable[Solution], place: int, order: Mapping[UnitChange, int]
) -> list[Solution]:
    """Put solutions together that differ only in which exercise one of their parts adds."""
    found: dict[tuple[object, ...], Solution] = {}
    for number, one in enumerate(solutions):
        parts, part = list(one.parts), one.parts[place]
        others = (*parts[:place], *parts[place + 1 :])
        adds = part[0].action in ("add", "routine")
        key = (others, part[0].action, one.refers, -1 if adds else number)
        if key in found:
            alike = sorted((*found[key].parts[place], *part), key=order.__getitem__)
            parts[place] = tuple(alike)
        found[key] = Solution(tuple(parts), one.refers)
    return list(found.values())


def _told(part: Alternatives) -> Alternatives:
    return tuple(side_by_side(part))


def _rank(part: Alternatives) -> int:
    return part[0].rank


def _ranks(solution: Solution) -> list[int]:
    """Put what is said before what is done, and what is added before what is left out."""
    return sorted(map(_rank, solution.parts), reverse=True)


def _standing(advice: Advice, target: Target, wanted: bool, influence: Influence) -> Standing:
    """Give what stands in the way, read off the record."""
    record = advice.record
    strata = {rule.stratum for rule in advice.base.rules if target.concluded_by(rule)}
    out_of_scope = not record.in_scope and any(one in REASONING for one in strata)
    if wanted:
        held = (fact for fact in advice.facts("withheld") if fact.get(target.kind) is not None)
        facts = [fact for fact in held if fact.identity == target.identity]
    else:
        facts = [fact for fact in record.standing if target.is_met_by(fact)]
    firings = [firing for fact in facts for firing in record.deciding(fact)]
    if target.kind == "rule" and not wanted:
        firings = [one for one in record.firings if one.rule.id == target.identity]
    fixed = _with_needs(record, (one for one in firings if influence.of_rule(one.rule).low is True))
    lacks = lacking(advice.base, influence, target) if wanted and not out_of_scope else ()
    return Standing(fixed, tuple(lacks), out_of_scope)


def _with_needs(record: Record, firings: Iterable[Firing]) -> tuple[Firing, ...]:
    """Give firings, and behind each for a drill held back with what it needs why that is."""
    found: dict[Firing, None] = {}
    waiting = list(firings)
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            if is_need(one.rule):
                needed = (fact for met in one.support for fact in met.facts)
                waiting += [firing for fact in needed for firing in record.deciding(fact)]
    return tuple(found)
