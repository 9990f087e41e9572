"""A commented case to fill in, with the questions that apply to the areas named."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from advisor.diagnostics import UnknownIdError
from advisor.knowledge import Attribute, Entry, KnowledgeBase

_WIDTH = 88


def new_case(base: KnowledgeBase, areas: Sequence[str]) -> str:
    """
    Write a case file that says nothing yet: valid as it stands, and every question as a comment.

    Help starts with `## `; a line that starts with `# ` becomes part of the case when that is taken
    away. Raises `UnknownIdError` for an area that does not exist.
    """
    for area in areas:
        if area not in base.entries["area"]:
            raise UnknownIdError("area", area, base.entries["area"])
    chosen = [area for area in base.entries["area"] if area in areas]
    return "\n".join(_lines(base, chosen)) + "\n"


def _lines(base: KnowledgeBase, areas: Sequence[str]) -> Iterator[str]:
    yield from _help(f"A case for {base.title}, version {base.version}.")
    yield from _help(
        "To answer, take away the '# ' at the start of a line (of the line above its section too)"
        " and fill it in. What you leave out stays unknown: silence is not a no."
    )
    yield "# title: in your own words (never read by the rules)"
    yield ""
    yield from _help("About you. Without an age nothing can be cleared.")
    yield "runner:"
    yield from _attributes(base.attributes["runner"].values(), 2)
    yield ""
    yield from _help("Where it bothers you: all of it; [] says nowhere.")
    yield from _help(f"Any of: {', '.join(base.entries['area'])}.")
    yield f"areas: [{', '.join(areas)}]" if areas else "# areas: []"
    yield ""
    yield from _help("Warning signs come first. Answer every one with yes, no or unsure.")
    yield "screening:"
    for checklist, questions in base.checklists():
        asked = [question for question in questions if _applies(question, areas)]
        if asked:
            yield ""
            yield from _help(f"Checklist: {checklist.label}. {checklist.text('plain')}")
        for question in asked:
            yield from _help(question.text("question"))
            yield f"  {question.id}: unsure"
    yield ""
    yield from _section("symptoms", "What bothers you; symptoms: {} says nothing does.")
    for entry in base.entries["symptom"].values():
        if not areas or entry.text("area") in areas:
            yield f"#   {entry.id}:  # {entry.text('says')}"
    yield from _help(
        "These lines belong to the complaint right above them: copy them under each one you name."
    )
    yield from _attributes(base.attributes["symptom"].values(), 4)
    yield ""
    yield from _section("routine", "What you train in a usual week; routine: {} says nothing.")
    yield from _inside_braces(base, "exercise")
    for entry in base.entries["exercise"].values():
        yield f"#   {entry.id}: {{}}  # {entry.label}"
    yield ""
    yield from _section("observations", "Simple checks, with a wall in reach. Stop if it hurts.")
    for entry in base.entries["observation"].values():
        yield from _help(f"{entry.text('question')} {entry.text('how')}")
        yield f"#   {entry.id}: unsure"
    yield ""
    yield from _section("tried", "Drills you have tried already; tried: {} says none.")
    yield from _inside_braces(base, "tried")
    for entry in base.entries["drill"].values():
        yield f"#   {entry.id}: {{}}"


def _applies(question: Entry, areas: Sequence[str]) -> bool:
    """Whether a screening question is asked of everybody, or of one of these areas."""
    asked_of = question.words("areas")
    return not areas or not asked_of or bool(set(asked_of) & set(areas))


def _section(name: str, words: str) -> Iterator[str]:
    yield from _help(words)
    yield f"# {name}:"


def _inside_braces(base: KnowledgeBase, kind: str) -> Iterator[str]:
    yield from _help("Inside the braces you may say, with commas between:")
    for one in base.attributes[kind].values():
        if one.reported:
            default = one.default
            assumed = f" Taken as {default} if you do not say." if default is not None else ""
            yield from _help(f"{one.name}: {one.question or one.label} {_answers(one)}{assumed}")


def _attributes(attributes: Iterable[Attribute], indent: int) -> Iterator[str]:
    for one in attributes:
        if one.reported and not one.derived:
            yield from _help(f"{one.question or one.label} {_answers(one)}")
            yield f"# {' ' * indent}{one.name}: {'[]' if one.many else ''}".rstrip()
            if one.in_miles:
                yield f"# {' ' * indent}{one.in_miles}:  # instead, in miles"


def _answers(attribute: Attribute) -> str:
    """Say what may be answered."""
    if attribute.refers_to:
        return f"Ids of {attribute.refers_to}s."
    words = ", ".join(attribute.values)
    if words:
        return f"{'Any' if attribute.many else 'One'} of: {words}."
    unit = f" {attribute.unit}" if attribute.unit else ""
    return f"From {attribute.minimum:g} to {attribute.maximum:g}{unit}."


def _help(text: str) -> Iterator[str]:
    for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False):
        yield f"## {line}"
