"""What a screen says of its keys, and of the rows that end a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.cli.asking.choosing import Choosing
from advisor.cli.asking.rows import RowKind, is_searched, is_single
from advisor.cli.asking.words import is_in_weeks

MEANT: Final[Mapping[RowKind, str]] = {
    "none": "This answers no to all of them, and goes on.",
    "rest": "This answers not sure to every row that is blank, and goes on.",
    "go": "With something marked, every row that is blank is answered no.",
}
"""What the last rows of a checklist do."""


def hint(asked: Choosing, *, wide: bool) -> str:
    """Say what the keys do where the cursor is."""
    one = asked.field
    if asked.checklist:
        words = "Enter: [x] yes, again [?] not sure."
        return f"{words} Ctrl-U: not sure. Tab: to the end." if wide else words
    if one.kind == "number" and asked.cursor.field:
        more = " Miles: 5 mi." if one.unit else " Or: 3 months." if is_in_weeks(one) else ""
        return f"Type the number, then Enter.{more}"
    if is_searched(one):
        verb = "chooses" if is_single(one) else "marks"
        return f"Type to search. Enter {verb}, Tab: next."
    if is_single(one):
        return "Arrows move, Enter chooses, or type its number."
    return "Arrows move, Enter or a number marks, Tab: next."
