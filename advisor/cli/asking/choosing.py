"""One prompt being answered: what each key does to it."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from string import digits
from typing import Any, Final

from advisor.cases import Place
from advisor.cli.asking.entries import matches
from advisor.cli.asking.interface import Back, Leave, Reply, Screen, Stop
from advisor.cli.asking.rows import ACTION_NAMES, SHORT_LIST, Row, is_searched, is_single
from advisor.cli.asking.standing import Standing
from advisor.cli.asking.words import how_to, none_words, range_words, unsure_words
from advisor.interview import UNSURE, Field, Option

_QUICK: Final = 1.0
"""Seconds within which a second digit belongs to the first."""
_ENDS: Final[Mapping[str, type[Back | Leave | Stop]]] = {"back": Back, "leave": Leave, "stop": Stop}
_BARRED: Final = {
    "back": "There is no question before this one.",
    "stop": "Advice can be had once only checks of your own are left to ask.",
}
_LONGEST: Final = 30
"""How many characters may be typed in one place."""


class Choosing(Standing):
    """
    One prompt being answered; every method is what a key does.

    Those that may answer the prompt give a `Reply` when it is done, and None while it is not.
    """

    def __init__(self, screen: Screen, actions: Collection[str] = ACTION_NAMES) -> None:
        super().__init__(screen, actions)
        self._typed_at = 0.0

    def type(self, text: str) -> Reply | None:
        """Take what was typed or pasted: a number, a search, or the number of an option."""
        one = self.field
        text = "".join(char for char in text if char.isprintable())
        if one.kind == "number" and (self.cursor.field is one or len(self.fields) == 1):
            self.marks.pop(one.place, None)
            self.to_field(one)
            self.typed[one.place] = (self.typed.get(one.place, "") + text).lstrip()[:_LONGEST]
        elif text == " " and not self.search:
            return self.press() if self.cursor.kind in ("check", "option") else None
        elif len(text) == 1 and text in digits and not self.search:
            return self._digit(text)
        elif is_searched(one) and not self.checklist:
            self._find((self.search + text).lstrip()[:_LONGEST])
        else:
            self.message = "Move with the arrow keys, choose with Enter."
        return None

    def _find(self, text: str) -> None:
        """Search, with the cursor on what fits best and is not marked yet."""
        self.search = text
        if not text:
            self.to_field(self.field)
            return
        found = [row for row in self.rows if row.field is self.field]
        self.to(
            min(
                found,
                key=lambda row: (
                    bool(self.marked(row)),
                    not matches(Option("", row.label), text),
                ),
            )
        )

    def _digit(self, text: str) -> Reply | None:
        """Choose by number where one digit is enough; in a longer list go there, and wait."""
        now = time.monotonic()
        before = self.digits if now - self._typed_at < _QUICK else ""
        listed = [
            row for row in self.rows if row.number and (self.checklist or row.field is self.field)
        ]
        for typed in (before + text, text):
            row = next((row for row in listed if row.number == int(typed)), None)
            if row is None:
                continue
            self.to(row)
            if max(row.number for row in listed) <= SHORT_LIST:
                return self.press()
            self.digits, self._typed_at = typed, now
            verb = "chooses" if is_single(self.field) and not self.checklist else "marks"
            self.message = f"On number {typed}. Enter {verb} it."
            return None
        self.message = f"There is no number {text} here."
        return None

    def backspace(self) -> None:
        """Take back the last character that was typed."""
        if self.cursor.kind == "input":
            self.typed[self.field.place] = self.typed.get(self.field.place, "")[:-1]
        elif self.search:
            self._find(self.search[:-1])

    def escape(self) -> None:
        """Show the whole list again."""
        if self.search:
            self._find("")

    def press(self) -> Reply | None:
        """Choose the row under the cursor."""
        row, self.digits = self.cursor, ""
        if row.kind in ACTION_NAMES:
            return self.act(row.kind)
        if row.kind == "go":
            return self._go()
        if row.kind == "rest":
            return self._rest()
        if row.kind == "none":
            return self._none(row)
        if row.kind == "nothing":
            self.message = "Esc shows the whole list again."
            return None
        assert row.field is not None
        if row.kind == "unsure":
            return self._settle(row.field, UNSURE)
        if row.kind == "input":
            return self._enter(row.field)
        if row.kind == "check":
            self._turn(row.field)
            return None
        return self._choose(row.field, row)

    def act(self, action: str) -> Reply | None:
        """Show why, go back, stop or leave, where that is offered."""
        if action not in self.actions:
            self.message = _BARRED.get(action, "")
            return None
        if action in _ENDS:
            return _ENDS[action](self.told)
        here = self.cursor.field
        self.reading = "\n\n".join(
            "\n\n".join((one.text, *how_to(one), self.screen.why(one)))
            for one in ([here] if here else self.fields)
        )
        return None

    def unsure(self) -> Reply | None:
        """Leave the field under the cursor open."""
        one = self.field
        if self.cursor.field is None and len(self.fields) > 1:
            self.message = "Move to the question that you are not sure of."
        elif not one.unsure:
            self.message = "Not sure is no answer here. Please choose what comes closest."
        elif self.checklist:
            self.marks[one.place] = UNSURE
        else:
            return self._settle(one, UNSURE)
        return None

    def _turn(self, one: Field) -> None:
        turns = (None, "yes", UNSURE) if one.unsure else (None, "yes")
        self._mark(one, turns[(turns.index(self.marks.get(one.place)) + 1) % len(turns)])

    def _mark(self, one: Field, value: object) -> None:
        if value is None:
            self.marks.pop(one.place, None)
        else:
            self.marks[one.place] = value

    def _choose(self, one: Field, row: Row) -> Reply | None:
        if is_single(one):
            self.search = ""
            return self._settle(one, row.value)
        before = self.marks.get(one.place)
        chosen = set(before if isinstance(before, list) else []) ^ {row.value}
        self._mark(one, [option.value for option in one.options if option.value in chosen] or None)
        self.search = ""
        self.cursor = next(new for new in self.rows if new.key == row.key)
        return None

    def _settle(self, one: Field, value: object) -> Reply | None:
        """Answer a field as a whole, and go on to what is open."""
        chosen = self.marks.get(one.place)
        if one.kind == "several" and isinstance(chosen, list) and chosen:
            words = unsure_words(one) if value == UNSURE else none_words(one)
            self.message = (
                f"{len(chosen)} marked. Choose Go on, or take the marks away before '{words}'."
            )
            return None
        self.typed.pop(one.place, None)
        self._mark(one, value)
        return self._answered()

    def _answered(self) -> Reply | None:
        """Go to the next open field; after the last, with none left open, go on."""
        if self.field is self.fields[-1] and not any(map(self.lacks, self.fields)):
            return self._go()
        here = self.fields.index(self.field)
        self.next_open()
        if self.cursor.field and self.fields.index(self.field) < here:
            self.message = f"Still open: {self.field.text}"
        return None

    def _enter(self, one: Field) -> Reply | None:
        try:
            value = self.value(one)
        except ValueError as error:
            self.message = str(error)
            return None
        if value is None:
            self.message = (
                f"Please type a number, {range_words(one)}, or choose '{unsure_words(one)}'."
            )
            return None
        return self._answered()

    def _none(self, row: Row) -> Reply | None:
        if row.field is not None:
            return self._settle(row.field, [])
        if self.marks:
            self.message = f"{len(self.marks)} marked. Choose Go on, or take the marks away."
            return None
        return None if self._unseen() else {one.place: "no" for one in self.fields}

    def _unseen(self) -> bool:
        """Go to a question of a checklist that has not stood on the screen yet, if there is one."""
        row = next(
            (row for row in self.rows if row.kind == "check" and row.key not in self.seen), None
        )
        if row is not None:
            self.to(row)
            self.turned = True
            self.message = "There is more in this list. Look at it first."
        return row is not None

    def _rest(self) -> Reply | None:
        if not self.checklist:
            return self._form(rest=UNSURE)
        return {one.place: self.marks.get(one.place, UNSURE) for one in self.fields}

    def _go(self) -> Reply | None:
        if self.checklist:
            if self.marks:
                if self._unseen():
                    return None
                return {one.place: self.marks.get(one.place, "no") for one in self.fields}
            self.message = "Nothing is marked. Mark what fits with Enter, or choose None of these."
            return None
        return self._form()

    def _form(self, rest: object = None) -> Reply | None:
        """Give what is answered, and `rest` for what is not; without it, show what is open."""
        given: dict[Place, Any] = {}
        for one in self.fields:
            try:
                value = self.value(one)
                given[one.place] = rest if value is None else value
                problem = "" if given[one.place] is not None else self._open(one)
            except ValueError as error:
                problem = str(error)
            if problem:
                self.to_field(one)
                self.message = problem
                return None
        return given

    def _open(self, one: Field) -> str:
        if one.kind != "several" or len(self.fields) > 1:
            return f"Still open: {one.text}"
        return f"Nothing is marked. Mark what fits with Enter, or choose '{none_words(one)}'."
