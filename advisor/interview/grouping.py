"""What is asked together, and in what order: red flags first, then what settles most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from advisor.cases import Place
from advisor.facts import COVERAGE, FACT_TYPES, KEYS, PATTERNS, REPORTED
from advisor.interview.answers import AGE, AREAS, SYMPTOMS, Answers
from advisor.interview.outlook import Outlook
from advisor.interview.truths import TRUE, Matter
from advisor.knowledge import KnowledgeBase
from advisor.language import AtLeast, Condition, Rule, uses

Bearing = Mapping[Place, Sequence[Rule]]
"""By open place, the rules that its answer bears on."""

MOST_LINES: Final = 24
"""How many lines of a prompt there may be to read: those of a usual terminal (our own choice)."""
MOST_QUESTIONS: Final = 12
"""How many questions stand in one prompt (our own choice)."""
LONGEST_LIST: Final = 24
"""How many options are shown as a whole; a longer list is searched (our own choice)."""
WINDOW: Final = 6
"""How many options of a list that is searched stand on the screen (our own choice)."""
LISTED_BY: Final = {"screening": "checklist", "observation": "stance"}
"""By kind of question, the field of its entry that names what it is asked with."""
_FINDING: Final = (COVERAGE, PATTERNS, KEYS)
"""The strata that say what is found; those between them say what is held back."""
_ROUTINE, _TRIED = ("exercise", "", ""), ("tried", "", "")


def groups(outlook: Outlook, bearing: Bearing) -> list[list[Place]]:
    """Give all open places in the groups in which they would be asked as things stand."""
    answers, base = outlook.answers, outlook.answers.base
    late = [place for place in bearing if comes_late(bearing[place])]
    early = [place for place in bearing if place not in late]

    def of(*kinds: str) -> list[Place]:
        return [place for place in early if place[0] in kinds and place[1]]

    found: list[list[Place]] = [[place for place in (AGE, AREAS) if place in bearing]]
    found += _checklists(outlook, of("screening"), bearing)
    found.append([SYMPTOMS] if SYMPTOMS in bearing else [])
    details = [place for place in of("symptom") if not _waits(answers, place, bearing)]
    asked = list(base.attributes["symptom"])
    found += _packed(base, sorted(details, key=lambda place: asked.index(place[2])))
    found.append([_ROUTINE] if _ROUTINE in bearing else [])
    tried = [_TRIED] if _TRIED in bearing else []
    rest = [place for place in of("exercise", "runner", "tried") if place != AGE]
    checks = _checks(base, of("observation"), bearing)
    known = [group for group in checks if _is_known(base, group)]
    found += _packed(base, [*rest, *tried, *(place for group in known for place in group)])
    found += [group for group in checks if group not in known]
    found += _packed(base, late)
    return [group for group in found if group]


def comes_late(rules: Sequence[Rule]) -> bool:
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


def _checklists(outlook: Outlook, places: Sequence[Place], bearing: Bearing) -> list[list[Place]]:
    """Give screening questions by checklist, severe ones first, short lists joined to others."""
    first = sorted(places, key=lambda place: -len(bearing[place]))
    awaited = [place for place in first if not _follows(outlook, place, first, bearing)]
    lists = _listed(outlook.answers.base, "screening", [one for one in places if one in awaited])
    levels = ("", *FACT_TYPES["referral"].orders["level"])

    def severity(group: Sequence[Place]) -> int:
        read_by = [rule for place in group for rule in bearing[place]]
        return max((levels.index(rule.referral_level or "") for rule in read_by), default=0)

    found: list[list[Place]] = []
    for group in sorted(lists, key=severity, reverse=True):
        roomy = [one for one in reversed(found) if len(one) + len(group) <= MOST_QUESTIONS]
        if roomy:
            max(roomy, key=len).extend(group)
        else:
            found.append(list(group))
    return found


def _follows(outlook: Outlook, place: Place, places: Sequence[Place], bearing: Bearing) -> bool:
    """
    Whether a warning sign only counts beside others of these places, which come before it.

    Then a "no" to those spares it.
    """
    before = set(places[: places.index(place)])

    def is_settled_before(part: Condition) -> bool:
        patterns = [pattern for pattern, _ in uses(part)]
        if any(FACT_TYPES[pattern.type].stratum != REPORTED for pattern in patterns):
            return False
        asked = [one for of in patterns for one in outlook.reports.places(of, Matter.HOLDS)]
        return bool(asked) and outlook.truths(part) != TRUE and set(asked) <= before

    return bool(bearing[place]) and all(
        isinstance(rule.when, AtLeast)
        and rule.when.count == len(rule.when.parts)
        and any(is_settled_before(part) for part in rule.when.parts)
        for rule in bearing[place]
    )


def _checks(base: KnowledgeBase, places: Sequence[Place], bearing: Bearing) -> list[list[Place]]:
    """Give self-checks by stance, those first of which each question can find most."""

    def weight(group: Sequence[Place]) -> tuple[float, int]:
        read_by = {rule for place in group for rule in bearing[place]}
        return sum(rule.stratum in _FINDING for rule in read_by) / len(group), len(read_by)

    return sorted(_listed(base, "observation", places), key=weight, reverse=True)


def _is_known(base: KnowledgeBase, group: Sequence[Place]) -> bool:
    """Whether what is asked needs no trying out, so that it comes before the checks that do."""
    return len(group) == 1 and not base.entry(*group[0][:2]).text("how")


def _listed(base: KnowledgeBase, kind: str, places: Sequence[Place]) -> list[list[Place]]:
    """Give places by the checklist or stance of their entry; one without stands alone."""
    lists: dict[str, list[Place]] = {}
    for place in places:
        entry = base.entry(kind, place[1])
        lists.setdefault(entry.text(LISTED_BY[kind]) or entry.id, []).append(place)
    return list(lists.values())


def _packed(base: KnowledgeBase, places: Iterable[Place]) -> list[list[Place]]:
    """Put places into as few prompts as fit a screen, each into the first with room."""
    found: list[list[Place]] = []
    for place in places:
        roomy = (group for group in found if _has_room(base, [*group, place]))
        group = next(roomy, None)
        if group is None:
            found.append([place])
        else:
            group.append(place)
    return found


def _has_room(base: KnowledgeBase, places: Sequence[Place]) -> bool:
    """Whether places can be asked together; what is asked of two things is read only once."""
    asked = {
        (kind, attribute or name): place for place in places for kind, name, attribute in [place]
    }
    lines = sum(_lines(base, place) for place in asked.values()) + len(places) - len(asked)
    return lines <= MOST_LINES and len(places) <= MOST_QUESTIONS


def _lines(base: KnowledgeBase, place: Place) -> int:
    """Give how many lines a question and its answers take."""
    kind, _, attribute = place
    if not attribute:
        return 1 + len(base.entries["drill" if kind == "tried" else kind])
    options = len(base.attributes[kind][attribute].values) or 1
    return 1 + (options if options <= LONGEST_LIST else WINDOW)
