"""Where a prompt on the screen stands: what is marked and typed so far, and the cursor."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from advisor.cases import Place
from advisor.cli.asking.entries import number, typed_as
from advisor.cli.asking.interface import Given, Screen
from advisor.cli.asking.rows import Key, Row, rows_of
from advisor.cli.asking.words import is_checklist
from advisor.interview import UNSURE, Field


class Standing:
    """
    The state of one prompt on the screen, and the keys that move the cursor.

    `marks` and `typed` hold the answers so far by place, as they are marked and as they are typed.
    `message` is what to tell the runner after the last key, `reading` the text that covers the
    screen while why something is asked is read, and `search` what was typed to find an option.
    `seen` are the rows that have stood on the screen; `turned` puts the row of the cursor first, as
    on a page that was turned.
    """

    def __init__(self, screen: Screen, actions: Collection[str]) -> None:
        self.screen = screen
        self.fields = screen.prompt.fields
        self.checklist = is_checklist(screen.prompt)
        barred = {"back": screen.first, "stop": not screen.may_stop}
        self.actions = [one for one in actions if not barred.get(one)]
        self.marks: dict[Place, Any] = {}
        self.typed: dict[Place, str] = {}
        self.search = ""
        self.message = ""
        self.seen: set[Key] = set()
        self.turned = False
        self.reading = ""
        self.field = self.fields[0]
        self.digits = ""
        self._take(screen.before)
        self.cursor = self.rows[0]
        self._start(screen.before)

    def _take(self, before: Given) -> None:
        """Show as chosen what was answered earlier."""
        for one in self.fields:
            value = before.get(one.place)
            if one.kind == "number" and value not in (None, UNSURE):
                self.typed[one.place] = typed_as(value)
            elif value is not None and not (self.checklist and value == "no"):
                self.marks[one.place] = list(value) if isinstance(value, (list, tuple)) else value

    def _start(self, before: Given) -> None:
        if not self.checklist:
            self.next_open()
        elif not self.marks and all(before.get(one.place) == "no" for one in self.fields):
            self.to(next(row for row in self.rows if row.kind == "none"))
        if len(self.fields) == 1 or self.cursor.kind == "go":
            self.to_field(self.fields[0])

    @property
    def rows(self) -> list[Row]:
        """The rows as they are now, from the top."""
        return rows_of(self.screen.prompt, self.search, self.field.place, self.actions)

    def marked(self, row: Row) -> Any:
        """Give what a row is marked with: "yes", "unsure", or nothing."""
        mark = self.marks.get(row.field.place) if row.field else None
        if row.kind == "check":
            return mark
        if row.kind == "option":
            chosen = mark if isinstance(mark, list) else [mark]
            return "yes" if row.value in chosen else None
        is_so = mark == UNSURE if row.kind == "unsure" else row.kind == "none" and mark == []
        return "yes" if is_so else None

    def value(self, one: Field) -> Any:
        """Give the answer so far, None for none. Raises `ValueError` on a number that is wrong."""
        if self.typed.get(one.place):
            return number(one, self.typed[one.place])
        return self.marks.get(one.place)

    @property
    def told(self) -> Given:
        """What is answered so far, wrong numbers left out."""
        found = ((one.place, self.value(one)) for one in self.fields if not self.lacks(one))
        return dict(found)

    def to(self, row: Row) -> None:
        if row.field is not None and row.field is not self.field:
            self.search = ""
            self.field = row.field
        self.cursor = row
        self.digits = ""
        self.turned = False

    def to_field(self, one: Field) -> None:
        self.search = "" if one is not self.field else self.search
        self.field = one
        rows = [row for row in self.rows if row.field is one]
        self.to(next((row for row in rows if self.marked(row)), rows[0]))

    def next_open(self) -> None:
        """Go to the next field without an answer, from here on and then from the top."""
        here = self.fields.index(self.field)
        for one in (*self.fields[here:], *self.fields[:here]):
            if self.lacks(one):
                self.to_field(one)
                return
        self.to_end()

    def lacks(self, one: Field) -> bool:
        try:
            return self.value(one) is None
        except ValueError:
            return True

    def to_end(self) -> None:
        rows = self.rows
        last = next((row for row in rows if row.kind == "go"), self.cursor)
        form = len(self.fields) > 1 and not self.checklist
        if not self.marks and not form:
            last = next((row for row in rows if row.kind == "none"), last)
        self.to(last)

    def move(self, by: int, *, around: bool = True) -> None:
        """Move the cursor by rows: round at the ends, or no further than them."""
        rows = self.rows
        here = rows.index(self.cursor) + by
        self.to(rows[here % len(rows) if around else max(0, min(here, len(rows) - 1))])

    def tab(self, by: int = 1) -> None:
        """Move to the next field, and after the last to what goes on."""
        if self.checklist or self.cursor.field is None:
            self.to_end() if by > 0 else self.to_field(self.fields[-1])
            return
        there = self.fields.index(self.field) + by
        if there < len(self.fields):
            self.to_field(self.fields[max(0, there)])
        else:
            self.to_end()
