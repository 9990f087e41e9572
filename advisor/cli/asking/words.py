"""The words that both interfaces say around a question, and what was answered to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from advisor.cli.asking.interface import Given
from advisor.diagnostics import printable
from advisor.interview import UNSURE, Field, Prompt
from advisor.interview.answers import AGE
from advisor.report.asking.stakes import answer_words
from advisor.report.wording import capital

_DO_NOT_TRY: Final = (
    "Do not try this now. Answer only from what you know already; else choose not sure."
)
_NOT_SURE: Final = "not sure"
_IN_ASCII: Final = str.maketrans(
    "\u2018\u2019\u201c\u201d\u2013\u2014\u2212\u00d7", "''\"\"---x", "\u00b0"
)


def is_checklist(prompt: Prompt) -> bool:
    """Whether a prompt is asked as "any of these?"."""
    return prompt.checklist and len(prompt.fields) > 1


def lead(prompt: Prompt) -> str:
    """Give what a checklist asks."""
    seen = prompt.fields[0].place[0] == "observation"
    return "Did you see or feel any of these?" if seen else "Is any of these so?"


def none_words(field: Field) -> str:
    """Say that no option of a field fits."""
    return "Nothing bothers me" if field.place[0] == "area" else "None of these"


def unsure_words(field: Field) -> str:
    """Say that a field is left open."""
    return "Rather not say" if field.place == AGE else "Not sure"


def range_words(field: Field) -> str:
    """Say which numbers a field takes."""
    return f"{field.minimum:g} to {field.maximum:g} {field.unit}".strip()


def is_in_weeks(field: Field) -> bool:
    """Whether a field takes a number of weeks, which may be given in months too."""
    return field.name.endswith("_weeks")


def how_to(field: Field) -> Iterator[str]:
    """Say how to find out, or that it is not to be tried now, and how far it can be trusted."""
    how = _DO_NOT_TRY if field.hands_off else field.how
    if how:
        yield how
    if field.honesty:
        yield f"How far to trust it: {field.honesty}"


def said(prompt: Prompt, given: Given) -> str:
    """Say what was answered to a prompt, after its title or the names of its questions."""
    if is_checklist(prompt):
        return f"{capital(prompt.title)}: {checklist_words(prompt, given)}"
    words = _form_words(prompt.fields, given)
    about = {one.about for one in prompt.fields} == {prompt.title}
    if len(prompt.fields) > 1 and not about and words != _NOT_SURE:
        return capital(words)
    return f"{capital(prompt.title)}: {words}"


def _form_words(fields: Sequence[Field], given: Given) -> str:
    if len(fields) == 1:
        return answer_words(fields[0], given[fields[0].place])
    sure = [one for one in fields if given[one.place] != UNSURE]
    parts = [f"{one.label}: {answer_words(one, given[one.place])}" for one in sure]
    if len(sure) < len(fields):
        parts.append(f"{_NOT_SURE} of the rest" if sure else _NOT_SURE)
    return "; ".join(parts)


def checklist_words(prompt: Prompt, given: Given) -> str:
    """Say what was answered yes or not sure in a checklist."""
    by_answer: dict[str, list[str]] = {"yes": [], UNSURE: []}
    for one in prompt.fields:
        by_answer.setdefault(given[one.place], []).append(one.label)
    heads = (("yes", "yes"), (UNSURE, "not sure"))
    parts = [f"{head}: {'; '.join(by_answer[one])}" for one, head in heads if by_answer[one]]
    return ". ".join(parts) or "none of these"


def in_ascii(text: str) -> str:
    """Give a text for a terminal that knows ASCII alone; what it cannot show becomes "?"."""
    plain = unicodedata.normalize("NFKD", printable(text).translate(_IN_ASCII))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode()
