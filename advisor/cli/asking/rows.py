"""The rows of a screen: what can be chosen on it, and where in them the cursor may stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from advisor.cases import Place
from advisor.cli.asking.entries import matches
from advisor.cli.asking.words import is_checklist, none_words, unsure_words
from advisor.interview import UNSURE, Field, Option, Prompt
from advisor.interview.grouping import LONGEST_LIST

RowKind: TypeAlias = Literal[
    "check",
    "option",
    "input",
    "none",
    "unsure",
    "rest",
    "nothing",
    "go",
    "why",
    "stop",
    "back",
    "leave",
]
Key: TypeAlias = tuple[str, "Place | None", str]
"""What tells a row from the others of its screen."""
SHORT_LIST: Final = 9
"""How many options a digit can tell apart; a longer list can be searched."""
_REST: Final = "Not sure of what is blank"
ACTIONS: Final[tuple[tuple[RowKind, str], ...]] = (
    ("why", "Why? (Ctrl-Y)"),
    ("stop", "Advice now (Ctrl-N)"),
    ("back", "Back (Ctrl-B)"),
    ("leave", "Save and leave (Ctrl-X)"),
)
"""What can be done beside answering, with its key."""
ACTION_NAMES: Final = tuple(kind for kind, _ in ACTIONS)


@dataclass(frozen=True)
class Row:
    """
    A place the cursor can stand on.

    `kind` says what choosing it does, `value` is the option it stands for, `number` counts the
    options of a list from 1, and is 0 where there is nothing to count.
    """

    kind: RowKind
    label: str
    field: Field | None = None
    value: str = ""
    number: int = 0
    plain: str = ""

    @property
    def key(self) -> Key:
        """What stays the same while a list is searched."""
        return self.kind, self.field.place if self.field else None, self.value


def is_single(one: Field) -> bool:
    """Whether a field takes one of a few answers."""
    return one.kind in ("one", "yes-no")


def is_searched(one: Field) -> bool:
    """Whether a field has so many options that they can be searched."""
    return len(one.options) > SHORT_LIST


def is_windowed(one: Field) -> bool:
    """Whether a field has so many options that only some stand on the screen at once."""
    return len(one.options) > LONGEST_LIST


def choices(one: Field) -> tuple[Option, ...]:
    """Give what can be chosen, "not sure" included where only one can be."""
    options = one.options
    if one.kind == "yes-no":
        options = (Option("yes", "Yes"), Option("no", "No"))
    if is_single(one) and one.unsure:
        return (*options, Option(UNSURE, unsure_words(one)))
    return options


def rows_of(
    prompt: Prompt, search: str, searched: Place | None, actions: Collection[str]
) -> list[Row]:
    """Give the rows of a prompt from the top, the list at a place reduced to what is searched."""
    rows: list[Row] = []
    if is_checklist(prompt):
        for number, one in enumerate(prompt.fields, 1):
            rows.append(Row("check", one.label, one, number=number))
        rows.append(Row("none", "None of these"))
        rows.append(Row("rest", _REST))
    else:
        for one in prompt.fields:
            rows += _of_field(one, search if one.place == searched else "")
        if len(prompt.fields) > 1 and all(one.unsure for one in prompt.fields):
            rows.append(Row("rest", _REST))
    if _has_end(prompt):
        rows.append(Row("go", "Go on"))
    return rows + [Row(kind, label) for kind, label in ACTIONS if kind in actions]


def _has_end(prompt: Prompt) -> bool:
    return len(prompt.fields) > 1 or prompt.fields[0].kind == "several"


def _of_field(one: Field, search: str) -> Iterator[Row]:
    if one.kind == "number":
        yield Row("input", one.label, one)
    found = [
        Row("option", option.label, one, option.value, number, option.plain)
        for number, option in enumerate(choices(one), 1)
        if matches(option, search)
    ]
    yield from found
    if search and not found:
        yield Row("nothing", f'Nothing found for "{search}". Esc clears it.', one)
    if search or is_single(one):
        return
    if one.kind == "several":
        yield Row("none", none_words(one), one)
    if one.unsure:
        yield Row("unsure", f"{unsure_words(one)} (Ctrl-U)", one)
