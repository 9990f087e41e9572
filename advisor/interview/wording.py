"""Prompts put into the runner's words, all of them taken from the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from advisor.cases import Place
from advisor.interview.answers import AGE, AREAS, Answers
from advisor.interview.grouping import LISTED_BY
from advisor.interview.prompt import Field, FieldKind, Option, Prompt
from advisor.knowledge import Attribute, Entry, KnowledgeBase

_SECTIONS: Final = {
    "area": (
        "where it bothers you",
        "Where does it bother you? Choose every place, or none.",
        "The warning signs that are asked next hang on the place.",
    ),
    "symptom": (
        "what bothers you",
        "Which of these do you have? Choose all that apply.",
        "What a complaint is called here decides what is asked of it, and which drills are safe.",
    ),
    "exercise": (
        "what you train",
        "What do you train in a usual week, beside running?",
        "What a drill could add hangs on what your week holds already.",
    ),
    "tried": (
        "drills you have tried",
        "Which of these drills have you tried?",
        "A drill that went badly is held back.",
    ),
}
"""By type of fact, how a section is called, asked for, and why."""


def prompt_of(answers: Answers, places: Sequence[Place], *, hands_off: bool) -> Prompt:
    """
    Put places that are asked together into words.

    With `hands_off` no self-check is to be tried, and only what is known already counts.
    """
    fields = tuple(_field(answers, place, hands_off) for place in places)
    checklist = all(one.kind == "yes-no" for one in fields)
    lists = _checklists(answers.base, places) if checklist else []
    if lists:
        title = "; ".join(one.label for one in lists)
        return Prompt(title, " ".join(one.text("plain") for one in lists), fields, checklist)
    return Prompt(_title(fields), _plain(answers.base, fields), fields, checklist)


def _checklists(base: KnowledgeBase, places: Iterable[Place]) -> list[Entry]:
    names = dict.fromkeys(
        (LISTED_BY[kind], base.entry(kind, name).text(LISTED_BY[kind])) for kind, name, _ in places
    )
    return [base.entry(kind, name) for kind, name in names if name]


def _title(fields: Sequence[Field]) -> str:
    if fields[0].place in (AGE, AREAS):
        return "you, and where it bothers you"
    about = list(dict.fromkeys(one.about for one in fields))
    if len(about) == 1 and about[0]:
        return about[0]
    if all(one.place[0] == "symptom" and one.about for one in fields):
        return "more about what bothers you"
    if all(one.place[0] == "observation" and one.about for one in fields):
        return "more about what you found"
    return "you and your week" if len(fields) > 1 else fields[0].label


def _plain(base: KnowledgeBase, fields: Sequence[Field]) -> str:
    plains = []
    for one in fields:
        kind, identity, attribute = one.place
        if not identity:
            plains.append(_SECTIONS[kind][2])
        elif attribute == "answer":
            plains.append(base.entry(kind, identity).text("plain"))
    if AGE in [one.place for one in fields]:
        plains.insert(0, "Some warning signs hang on the age, and without it nothing is cleared.")
    return " ".join(plains)


def _field(answers: Answers, place: Place, hands_off: bool) -> Field:
    base = answers.base
    kind, identity, attribute = place
    if not identity:
        return _section(answers, place)
    if attribute == "answer":
        return _question(answers, place, base.entry(kind, identity), hands_off)
    declared = base.attributes[kind][attribute]
    about = ""
    if kind != "runner":
        about = _said(base.entry("drill" if kind == "tried" else kind, identity))
    return Field(
        place=place,
        kind=_kind(declared),
        label=declared.label,
        text=declared.question or declared.label,
        about=about,
        options=tuple(_options(base, declared)),
        minimum=declared.minimum or 0,
        maximum=declared.maximum or 0,
        whole=declared.type == "integer",
        unit=declared.unit,
    )


def _kind(declared: Attribute) -> FieldKind:
    if declared.type != "choice":
        return "number"
    return "several" if declared.many else "one"


def _options(base: KnowledgeBase, declared: Attribute) -> Iterable[Option]:
    for value, label in declared.values.items():
        if declared.refers_to:
            yield _option(base.entry(declared.refers_to, value))
        else:
            yield Option(value, label)


def _option(entry: Entry) -> Option:
    return Option(entry.id, _said(entry), entry.text("plain"), (entry.id, *entry.names))


def _said(entry: Entry) -> str:
    """Give what a runner calls something, as it is chosen from a list."""
    return entry.text("says") or entry.label


def _section(answers: Answers, place: Place) -> Field:
    kind = place[0]
    label, text, _ = _SECTIONS[kind]
    entries = answers.base.entries["drill" if kind == "tried" else kind]
    options = tuple(_option(entries[name]) for name in answers.options(place))
    return Field(place, "several", label, text, options=options, unsure=kind != "area")


def _question(answers: Answers, place: Place, entry: Entry, hands_off: bool) -> Field:
    told = {fact.identity for fact in answers.facts if fact.type == "symptom"}
    check = place[0] == "observation" and bool(entry.text("how"))
    return Field(
        place=place,
        kind="yes-no",
        label=entry.label,
        text=entry.text("question"),
        how=entry.text("how"),
        honesty=entry.text("honesty"),
        hands_off=check and (hands_off or bool(told & set(entry.words("not_with")))),
    )
