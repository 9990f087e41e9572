"""The plain interface: line by line, for pipes, simple terminals and screen readers."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

from advisor.cases import Place
from advisor.cli.asking.entries import Unclear, marks, number, search
from advisor.cli.asking.interface import Back, Given, Leave, Reply, Screen, Stop
from advisor.cli.asking.words import (
    checklist_words,
    how_to,
    is_checklist,
    is_in_weeks,
    lead,
    none_words,
    range_words,
    unsure_words,
)
from advisor.interview import UNSURE, Field, Option
from advisor.report.asking.stakes import answer_words, headline
from advisor.report.wording import capital

_WHY, _BACK, _UNSURE, _SAVE, _HELP = "/why", "/back", "?", "/save", "/help"
_ADVICE, _LIST = "/advice", "/list"
_LONG: Final = 12
"""Lists longer than this say that they can be searched."""


class PlainInterface:
    """Asks by printing lines and reading one line for each answer."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._nothing_before = True
        self._listed: set[tuple[Option, ...]] = set()
        self._told: dict[Place, Any] = {}

    def tell(self, text: str) -> None:
        """Show a text, and go on."""
        for line in text.splitlines():
            indent = " " * (len(line) - len(line.lstrip(" -")))
            click.echo(textwrap.fill(line, self._width, subsequent_indent=indent) or "")

    def ask(self, screen: Screen) -> Reply:
        """Ask a prompt. Raises `KeyboardInterrupt`, and `EOFError` where nothing more can come."""
        self.tell(f"\n{screen.progress}\n{capital(screen.prompt.title)}")
        if is_checklist(screen.prompt):
            self.tell(lead(screen.prompt))
        self._nothing_before = screen.first
        self._told = {}
        try:
            if is_checklist(screen.prompt):
                return self._checklist(screen)
            return self._form(screen)
        except _Turned:
            return Back(self._told)
        except _Left:
            return Leave(self._told)
        except _Stopped:
            return Stop(self._told)

    def show(self, text: str) -> None:
        """Show a text as it is, all at once."""
        click.echo(f"\n{text}", nl=False)

    def pick(self, question: str, answers: Mapping[str, str]) -> str:
        """Have one of a few answers chosen, by key; raises as `ask` does."""
        self.tell(f"\n{question}")
        options = [Option(key, label) for key, label in answers.items()]
        self._options(options)
        while True:
            try:
                chosen = search(self._line("Number or word: "), options)
            except Unclear as unclear:
                self.tell(str(unclear))
                continue
            if len(chosen) == 1:
                return chosen[0]
            self.tell("Choose one of them, by its number.")

    def name(self, question: str, proposal: str) -> str | None:
        """Have a name typed, the proposal where nothing is, None for none; raises as `ask` does."""
        typed = self._line(f"{question} (Enter alone takes {proposal}, {_BACK} none): ")
        return None if typed == _BACK else typed or proposal

    # A field

    def _form(self, screen: Screen) -> Given:
        """Ask one field after the other; back leads to the one before."""
        given = self._told
        place = 0
        while place < len(screen.prompt.fields):
            field = screen.prompt.fields[place]
            self._nothing_before = screen.first and place == 0
            try:
                given[field.place] = self._field(screen, field, {**screen.before, **given})
                place += 1
            except _Turned:
                if place == 0:
                    raise
                place -= 1
        return given

    def _field(self, screen: Screen, field: Field, before: Given) -> Any:
        self.tell(f"\n{headline(field)}")
        self._how(field)
        self._list(field)
        if field.place in before:
            self.tell(f"(So far: {answer_words(field, before[field.place])}. Enter keeps it.)")
        self.tell(self._hint(screen, field))
        while True:
            line = self._line("> ")
            if self._meta(screen, [field], line):
                continue
            if line == _LIST and field.options:
                self._options(field.options)
                continue
            if line == _UNSURE and field.unsure:
                return UNSURE
            if not line and field.place in before:
                return before[field.place]
            try:
                answer = self._read(field, line)
            except Unclear as unclear:
                self.tell(str(unclear))
                continue
            if field.options:
                self.tell(f"= {answer_words(field, answer)}")
            return answer

    def _list(self, field: Field) -> None:
        """Show what can be chosen; a long list in full only the first time."""
        count = len(field.options)
        if count > _LONG and field.options in self._listed:
            self.tell(f"The {count} to choose from are as above; {_LIST} shows them again.")
            return
        self._listed.add(field.options)
        self._options(field.options)

    def _read(self, field: Field, line: str) -> Any:
        """Read an answer. Raises `Unclear`."""
        if not line:
            raise Unclear(f"Nothing is taken as an answer by itself. {_HELP} says what you can do.")
        if line.startswith("/"):
            raise Unclear(f"{line} means nothing here. {_HELP} says what you can do.")
        if field.kind == "number":
            return number(field, line)
        if field.kind == "yes-no":
            words = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}
            if line.lower() not in words:
                raise Unclear(f"Type yes or no, or {_UNSURE}.")
            return words[line.lower()]
        if field.kind == "several" and line.lower() == "none":
            return []
        chosen = search(line, field.options)
        if field.kind == "several":
            return chosen
        if len(chosen) > 1:
            raise Unclear("Only one fits here. Choose one.")
        return chosen[0]

    def _checklist(self, screen: Screen) -> Given:
        """Ask "any of these?": the numbers of those that are so, none, or not sure."""
        fields = screen.prompt.fields
        for count, field in enumerate(fields, 1):
            self.tell(f"\n{count}. {field.text}")
            self._how(field)
        self.tell(
            f"\nType the numbers of all that are so, with spaces between: 1 3. A ? behind a number"
            f" means not sure: 4?. Type none for none of these, or {_UNSURE} for not sure of any."
            f" {self._commands(screen)}"
        )
        if all(field.place in screen.before for field in fields):
            self.tell("(Enter alone keeps what you answered before.)")
        while True:
            line = self._line("> ")
            if self._meta(screen, fields, line):
                continue
            if not line and all(field.place in screen.before for field in fields):
                return {field.place: screen.before[field.place] for field in fields}
            try:
                given = (
                    dict.fromkeys((field.place for field in fields), UNSURE)
                    if line == _UNSURE
                    else marks(fields, line)
                )
            except Unclear as unclear:
                self.tell(str(unclear))
                continue
            self.tell(f"= {checklist_words(screen.prompt, given)}")
            return given

    # What is the same everywhere

    def _meta(self, screen: Screen, fields: Sequence[Field], line: str) -> bool:
        """Do what a command asks for; whether it was one that leaves the question standing."""
        command, _, rest = line.partition(" ")
        if command == _BACK:
            if self._nothing_before:
                self.tell("This is the first question.")
                return True
            raise _Turned
        if command == _SAVE:
            raise _Left
        if command == _ADVICE and screen.may_stop:
            raise _Stopped
        if command == _WHY:
            count = int(rest) if rest.isdecimal() and 1 <= int(rest) <= len(fields) else 1
            if len(fields) > 1 and not rest:
                self.tell(f"Of number 1; type {_WHY} 2 for the next.")
            self.tell(screen.why(fields[count - 1]))
            return True
        if command == _HELP:
            self.tell(self._hint(screen, fields[0]) if len(fields) == 1 else self._commands(screen))
            return True
        return False

    def _hint(self, screen: Screen, field: Field) -> str:
        if field.kind == "number":
            miles = " (write mi behind it for miles)" if field.unit else ""
            months = " (or months: 3 months)" if is_in_weeks(field) else ""
            own = f"Type a number from {range_words(field)}{miles}{months}."
        elif field.kind == "yes-no":
            own = "Type yes or no."
        elif field.kind == "one":
            own = "Type a number."
        else:
            own = f"Type numbers with spaces between, or none for: {none_words(field)}."
        if len(field.options) > _LONG:
            own += " Or type a part of a name to find it."
        unsure = f" {_UNSURE} means: {unsure_words(field).lower()}." if field.unsure else ""
        return f"{own}{unsure} {self._commands(screen)}"

    def _commands(self, screen: Screen) -> str:
        back = "" if screen.first else f" {_BACK}: the question before."
        now = f" {_ADVICE}: advice now, on what is told so far." if screen.may_stop else ""
        return f"{_WHY}: why this is asked.{back}{now} {_SAVE}: stop here and go on later."

    def _how(self, field: Field) -> None:
        for text in how_to(field):
            self.tell(f"   {text}")

    def _options(self, options: Iterable[Option]) -> None:
        for count, option in enumerate(options, 1):
            self.tell(f"{count:3}. {option.label}")

    def _line(self, prompt: str) -> str:
        click.echo(prompt, nl=False)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()


class _Turned(Exception):
    """The runner goes back."""


class _Left(Exception):
    """The runner leaves here, to go on later."""


class _Stopped(Exception):
    """The runner wants the advice now."""
