"""What is asked together, and in what order: red flags first, then what settles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from advisor.cases import Place
from advisor.facts import FACT_TYPES, KEYS
from advisor.interview.answers import AGE, AREAS, SYMPTOMS, Answers
from advisor.knowledge import KnowledgeBase
from advisor.language import Rule, uses

Bearing = Mapping[Place, Sequence[Rule]]
"""By open place, the rules that its answer bears on."""

MOST_LINES: Final = 24
"""How many lines the answers of a prompt may take: those of a usual terminal (our own choice)."""
LONGEST_CHECKLIST: Final = 12
"""How many questions stand in one checklist (our own choice)."""
LISTED_BY: Final = {"screening": "checklist", "observation": "stance"}
"""By kind of question, the field of its entry that names what it is asked with."""
_ROUTINE, _TRIED = ("exercise", "", ""), ("tried", "", "")


def groups(answers: Answers, bearing: Bearing) -> list[list[Place]]:
    """Give all open places in the groups in which they would be asked as things stand."""
    base = answers.base
    open_places = list(bearing)
    late = [place for place in open_places if _comes_late(bearing[place])]
    early = [place for place in open_places if place not in late]

    def of(*kinds: str) -> list[Place]:
        return [place for place in early if place[0] in kinds and place[1]]

    found: list[list[Place]] = [[place for place in (AGE, AREAS) if place in bearing]]
    found += _checklists(base, of("screening"), bearing)
    found.append([SYMPTOMS] if SYMPTOMS in bearing else [])
    details = [place for place in of("symptom") if not _waits(answers, place, bearing)]
    for name in dict.fromkeys(place[1] for place in details):
        found += _packed(base, [place for place in details if place[1] == name])
    found.append([_ROUTINE] if _ROUTINE in bearing else [])
    rest = [place for place in of("exercise", "runner", "tried") if place != AGE]
    found += _packed(base, [*rest, *([_TRIED] if _TRIED in bearing else [])])
    found += _checks(base, of("observation"), bearing)
    found += _packed(base, late)
    return [group for group in found if group]


def _comes_late(rules: Sequence[Rule]) -> bool:
    """Whether an answer bears on drills and notes alone, which other answers may settle first."""
    return bool(rules) and all(rule.stratum > KEYS for rule in rules)


def _waits(answers: Answers, place: Place, bearing: Bearing) -> bool:
    """Whether a detail only matters beside another one that is asked first."""
    kind, identity, attribute = place
    before = list(answers.base.attributes[kind])
    before = before[: before.index(attribute)]
    for rule in bearing[place]:
        for pattern, _ in uses(rule.when):
            tested = [test.attribute for test in pattern.tests]
            if pattern.type == kind and attribute in tested:
                first = [(kind, identity, name) for name in tested if name in before]
                if not any(one in bearing for one in first):
                    return False
    return bool(bearing[place])


def _checklists(
    base: KnowledgeBase, places: Sequence[Place], bearing: Bearing
) -> list[list[Place]]:
    """Give screening questions by checklist, severe ones first, short lists joined."""
    lists = _listed(base, "screening", places)
    levels = ("", *FACT_TYPES["referral"].orders["level"])

    def severity(group: Sequence[Place]) -> int:
        read_by = [rule for place in group for rule in bearing[place]]
        return max((levels.index(rule.referral_level or "") for rule in read_by), default=0)

    found: list[list[Place]] = []
    for group in sorted(lists, key=severity, reverse=True):
        if found and len(found[-1]) + len(group) <= LONGEST_CHECKLIST:
            found[-1] += group
        else:
            found.append(list(group))
    return found


def _checks(base: KnowledgeBase, places: Sequence[Place], bearing: Bearing) -> list[list[Place]]:
    """Give self-checks by stance, first the one that bears on most rules."""

    def weight(group: Sequence[Place]) -> int:
        return len({rule for place in group for rule in bearing[place]})

    return sorted(_listed(base, "observation", places), key=weight, reverse=True)


def _listed(base: KnowledgeBase, kind: str, places: Sequence[Place]) -> list[list[Place]]:
    """Give places by the checklist or stance of their entry; one without stands alone."""
    lists: dict[str, list[Place]] = {}
    for place in places:
        entry = base.entry(kind, place[1])
        lists.setdefault(entry.text(LISTED_BY[kind]) or entry.id, []).append(place)
    return list(lists.values())


def _packed(base: KnowledgeBase, places: Iterable[Place]) -> list[list[Place]]:
    """Put places into as few prompts as fit a screen, each into the first with room."""
    found: list[tuple[list[Place], list[int]]] = []
    for place in places:
        lines = _lines(base, place)
        for group, taken in found:
            if sum(taken) + lines <= MOST_LINES:
                group.append(place)
                taken.append(lines)
                break
        else:
            found.append(([place], [lines]))
    return [group for group, _ in found]


def _lines(base: KnowledgeBase, place: Place) -> int:
    """Give how many lines a question and its answers take."""
    kind, _, attribute = place
    if not attribute:
        return 1 + len(base.entries["drill" if kind == "tried" else kind])
    return 1 + (len(base.attributes[kind][attribute].values) or 1)
