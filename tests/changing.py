"""A case file changed by hand, one thing at a time: another way to what a counterfactual says."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from advisor.explanation.counterfactual import Counterfactual
from advisor.explanation.target import Target
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests.random_features import numbers
from tests.readings import advise

Mapping = dict[str, Any]


class Edit(NamedTuple):
    """What is written of one thing: how often an exercise is done, or the answer to a check."""

    section: str
    name: str
    said: int | str | None

    def __str__(self) -> str:
        return f"{self.section}.{self.name}={self.said}"


NOTHING = Edit("routine", "", None)
"""A routine that is told to be empty."""
Edits = frozenset[Edit]


def edited(case: Mapping, edits: Iterable[Edit]) -> Mapping:
    changed = copy.deepcopy(case)
    for section, name, said in edits:
        entries = changed.setdefault(section, {})
        if section == "observations":
            before = entries.get(name)
            entries[name] = {**before, "answer": said} if isinstance(before, dict) else said
        elif said is not None:
            entries[name] = {**(entries.get(name) or {}), "times_per_week": said}
        elif name:
            del entries[name]
    return changed


def all_edits(base: KnowledgeBase, case: Mapping, times: Sequence[int]) -> list[list[Edit]]:
    """Every edit, those of one thing together."""
    routine = case.get("routine")
    found = [] if routine is not None else [[NOTHING]]
    for name in base.entries["exercise"]:
        gone: list[int | None] = [None] if name in (routine or {}) else []
        found.append([Edit("routine", name, said) for said in (*times, *gone)])
    for name in base.entries["observation"]:
        before = case.get("observations", {}).get(name, "unsure")
        if (before["answer"] if isinstance(before, dict) else before) == "unsure":
            found.append([Edit("observations", name, answer) for answer in ("yes", "no")])
    return found


def sets_of(edits: Sequence[Sequence[Edit]], size: int) -> Iterator[Edits]:
    for things in itertools.combinations(edits, size):
        for one in itertools.product(*things):
            if NOTHING not in one or all(edit.section != "routine" for edit in one[1:]):
                yield frozenset(one)


def telling_apart(documents: Mapping) -> list[int]:
    """A number of times a week of each kind that some rule tells apart."""
    compared = {
        number
        for kind, attribute, number in numbers(documents)
        if (kind, attribute) == ("exercise", "times_per_week")
    }
    starts = {1} | {number for one in compared for number in (int(one), int(one) + 1)}
    return sorted(number for number in starts if 1 <= number <= 14)


def said_sets(found: Counterfactual, times: Sequence[int]) -> set[Edits]:
    """Every set of edits that a counterfactual says would do it, frequencies being among some."""
    sets: set[Edits] = set()
    for solution in found.solutions:
        parts: list[list[Edit]] = []
        for part in solution.parts:
            parts.append([])
            for one in part:
                if one.kind == "observation":
                    parts[-1].append(Edit("observations", one.identity, one.answer))
                elif one.times is None:
                    parts[-1].append(Edit("routine", one.identity, None))
                else:
                    often = [
                        number for number in times if one.times.low <= number <= one.times.high
                    ]
                    parts[-1] += [Edit("routine", one.identity, number) for number in often]
        for chosen in itertools.product(*parts):
            if len({edit[:2] for edit in chosen}) == len(chosen):
                sets.add(frozenset(chosen))
    return sets


class ByHand:
    """Every case that up to `limit` edits make of one, and the smallest sets that flip a target."""

    def __init__(
        self,
        reasoner: Reasoner,
        case: Mapping,
        edits: Sequence[Sequence[Edit]],
        targets: Sequence[Target],
        limit: int,
    ) -> None:
        before = advise(reasoner, case)
        self.smallest: dict[Target, set[Edits]] = {target: set() for target in targets}
        for size in range(1, limit + 1):
            left = [target for target in targets if not self.smallest[target]]
            for chosen in sets_of(edits, size):
                after = advise(reasoner, edited(case, chosen))
                for target in left:
                    if target.holds(after) is not target.holds(before):
                        self.smallest[target].add(chosen)


def all_targets(base: KnowledgeBase) -> list[Target]:
    """Everything that some rule concludes, each rule, and each outcome."""
    concluded = [Target(one.type, one.identity) for rule in base.rules for one in rule.conclude] + [
        Target("note", note) for rule in base.rules for note in rule.notes
    ]
    outcomes = [Target("outcome", name) for name in base.entries["outcome"]]
    rules = [Target("rule", rule.id) for rule in base.rules]
    return list(dict.fromkeys([*concluded, *outcomes, *rules]))
