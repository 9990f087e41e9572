"""In what two advices differ, and why, in a runner's words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from advisor.explanation.difference import PARTS, Broken, Closure, Difference, Lost
from advisor.explanation.what_if import WhatIf
from advisor.facts import Fact
from advisor.knowledge import KnowledgeBase
from advisor.report.rule_words import pattern_words
from advisor.report.said import reason_lines
from advisor.report.wording import (
    ANSWERED,
    STRENGTH_WORDS,
    band,
    capital,
    held_label,
    listed_apart,
    listing,
    name_fact,
)

_NOUNS: Final = {
    "referrals": ("referral", "referrals"),
    "cautions": ("caution", "cautions"),
    "load": ("finding on training load", "findings on training load"),
    "patterns": ("pattern", "patterns"),
    "keys": ("open key", "open keys"),
    "drills": ("drill", "drills"),
    "notes": ("note", "notes"),
}
BARRIERS: Final = {
    "gate": "safety answers are missing",
    "referral": "a clinician should look first",
    "scope": "all that bothers you is outside this method",
    "withheld": "it is held back",
}
"""By kind of barrier, what stands in the way, as a clause."""
_STANDING: Final = ("not-cleared", "see-clinician")
"""The outcomes that only an answer that is so can take back."""
_NOW: Final = {
    ("support", False): "No longer so",
    ("support", None): "No longer known",
    ("absence", True): "Now so",
    ("absence", None): "No longer known not to be so",
    ("open", True): "Now known to be so",
    ("open", False): "Now known not to be so",
    ("open", None): "No longer known",
}
"""How a premise is otherwise now, by how it was relied on and its truth now."""
"""What is answered yes or no, so that what is said instead goes without saying."""
_BEHIND: Final = ("coverage", "sign")
"""What a decision does not tell, so that its reason is told with it."""

Line = tuple[str, list[str]]
"""What is different, and the reasons for it."""


_NOTES: Final = "A note stands beside what it bears on, and comes and goes with it."


def told_differences(found: WhatIf) -> Iterator[Line]:
    """Give all that is different; what has the same reasons is said together."""
    by_reasons: dict[tuple[str, ...], list[Difference]] = {}
    notes = [one for one in found.differences if one.part == "notes"]
    held = {one.identity for one in found.differences if _is_held(one)}
    for one in found.differences:
        if one.part == "notes" or (one.part == "drills" and one.identity in held):
            continue
        # what a new outcome rests on is told with what else is different, if anything is
        led = one.part != "outcome" or len(found.differences) == 1 + len(notes)
        lines = _lifted(found) if one.part == "outcome" else []
        lines += _reasons(found, one) if led else []
        by_reasons.setdefault(tuple(lines), []).append(one)
    for reasons, alike in by_reasons.items():
        yield " ".join(_headlines(found, alike)), list(reasons)
    if notes:
        yield " ".join(_headlines(found, notes)), [_NOTES]


def _is_held(one: Difference) -> bool:
    return (one.part, one.way) == ("withheld", "came")


def _lifted(found: WhatIf) -> list[str]:
    """Say what stood in the way as told, and does no more."""
    barriers = (gained.barrier for one in found.differences for gained in one.gained)
    kinds = dict.fromkeys(one.kind for one in barriers if one is not None)
    lines = [
        f"As told, nothing more is named, because {BARRIERS[kind]}."
        for kind in kinds
        if kind != "withheld"
    ]
    if found.before.outcome in _STANDING:
        lines.append("What you told still comes to that: a comparison takes nothing back.")
    return lines


def _headlines(found: WhatIf, differences: Iterable[Difference]) -> Iterator[str]:
    def kind(one: Difference) -> tuple[str, str]:
        return one.part, one.way

    for _, alike in itertools.groupby(sorted(differences, key=_place), key=kind):
        yield from _headline(found, list(alike))


def _place(one: Difference) -> tuple[int, int]:
    """Order differences as a decision does, of each part first what came."""
    return list(PARTS).index(one.part), ["came", "changed", "went"].index(one.way)


def _headline(found: WhatIf, alike: Sequence[Difference]) -> Iterator[str]:
    """Say one kind of difference in a sentence, or in one for each."""
    base, first = found.base, alike[0]
    if first.part == "outcome":
        before, after = (_outcome(base, name) for name in (first.before, first.after))
        yield f"It would come to {after} instead of {before}."
        return
    if first.way == "changed" or first.part == "ranges":
        for one in alike:
            label = capital(difference_label(found, one))
            was, now = (_strength(base, one, value) for value in (one.before, one.after))
            yield f"{label}: {now} instead of {was}."
        return
    if first.part == "withheld":
        yield from _withheld(found, alike)
        return
    names = listed_apart([_name(found, one) for one in alike])
    noun = _NOUNS[first.part][len(alike) > 1]
    yield f"New {noun}: {names}." if first.way == "came" else f"{capital(noun)} gone: {names}."


def _withheld(found: WhatIf, alike: Sequence[Difference]) -> Iterator[str]:
    """Say what is held back, and what of it was given, or what is held back no longer."""
    if any(lost.barrier is not None for one in alike for lost in one.lost):
        names = [_name(found, one) for one in alike]
        yield f"Not judged then: what is held back ({listed_apart(names)})."
        return
    given = {drill for drill, _ in found.before.decision.drills}
    words = {True: "Held back then, and no longer given", False: "Held back then"}
    for gone in (True, False):
        names = [_name(found, one) for one in alike if (one.identity in given) is gone]
        if names:
            lead = words[gone] if alike[0].way == "came" else "No longer held back"
            yield f"{lead}: {listed_apart(names)}."


def _outcome(base: KnowledgeBase, name: str | None) -> str:
    return f"“{base.entry('outcome', str(name)).label}”"


def difference_label(found: WhatIf, one: Difference) -> str:
    """Name what a difference is about."""
    base = found.base
    if one.part == "outcome":
        return base.entry("outcome", str(one.after)).label
    if one.part != "withheld":
        return base.entry(one.kind, one.identity).label
    return held_label(base, one.identity)


def _name(found: WhatIf, one: Difference) -> str:
    strength = _strength(found.base, one, one.after if one.way == "came" else one.before)
    label = difference_label(found, one)
    return f"{label} ({strength})" if strength and one.way == "came" else label


def _strength(base: KnowledgeBase, one: Difference, value: str | None) -> str:
    """Say how strongly something stands, empty where there is nothing to say of it."""
    if one.part == "ranges":
        return f"in a {value} range" if value else "in any range"
    if value is None:
        return ""
    if one.kind in STRENGTH_WORDS and one.part != "ranges":
        return str(base.wordings[STRENGTH_WORDS[one.kind]][value])
    return band(base.entry("load", one.identity), value)["label"] if one.part == "load" else ""


def _reasons(found: WhatIf, one: Difference) -> list[str]:
    """Give what decides it now, and what no longer does."""
    base = found.base
    lines = reason_lines(base, (gained.firing for gained in one.gained))
    shut = [one.barrier] if one.barrier is not None else []
    shut += [lost.barrier for lost in one.lost if lost.barrier is not None]
    for barrier in shut:
        lines += barrier_lines(base, barrier)
    for lost in one.lost:
        lines += _lost_lines(found, lost)
    return list(dict.fromkeys(lines))


def barrier_lines(base: KnowledgeBase, barrier: Closure) -> list[str]:
    """Say what is in the way after a change."""
    if barrier.kind == "withheld":
        return reason_lines(base, barrier.firings)
    return [f"Not named, because {BARRIERS[barrier.kind]} then."]


def _lost_lines(found: WhatIf, lost: Lost) -> Iterator[str]:
    """Say what a firing relied on and no longer can, alike things together."""
    by_words: dict[str, list[str]] = {}
    for premise in lost.premises:
        words = _NOW[premise.use, premise.truth]
        by_words.setdefault(words, []).extend(_premise(found, premise))
    for words, said in by_words.items():
        line = f"{words}: {'; '.join(dict.fromkeys(said))}"
        yield line if line.endswith("]") else f"{line}."


def _premise(found: WhatIf, premise: Broken) -> Iterator[str]:
    base = found.base
    if premise.use == "absence" and premise.truth:
        yield listing(name_fact(base, fact, [premise.pattern]) for fact in premise.facts)
        return
    words = pattern_words(base, premise.pattern)
    now = [
        f"{words}; instead: {name}{_behind(found, fact)}"
        for fact in premise.now
        if fact.type not in ANSWERED and (name := name_fact(base, fact, [premise.pattern]))
    ]
    yield from now or [f"{words}{_behind_lost(found, premise)}"]


def _behind(found: WhatIf, fact: Fact) -> str:
    """Give the reason of what a decision does not tell."""
    if fact.type not in _BEHIND:
        return ""
    lines = reason_lines(found.base, found.after.record.deciding(fact))
    return f". {' '.join(lines)}" if lines else ""


def _behind_lost(found: WhatIf, premise: Broken) -> str:
    """Give why that no longer stands which a decision does not tell."""
    names = {fact.name for fact in premise.facts if fact.type in _BEHIND}
    lines = [
        line
        for lost in found.ceased
        if names & {fact.name for fact in lost.firing.conclusions}
        for line in _lost_lines(found, lost)
    ]
    return f". {' '.join(dict.fromkeys(lines))}".removesuffix(".") if lines else ""
