"""A program in a terminal, and what a person sees of it and types."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pexpect
import pyte

from advisor.cli.asking.rows import SHORT_LIST
from advisor.interview import MILES, UNSURE, Field, Prompt
from tests.conftest import ROOT
from tests.talking import Teller

UP, DOWN, ENTER, TAB, SPACE, BACKSPACE = "\x1b[A", "\x1b[B", "\r", "\t", " ", "\x7f"
NOT_SURE, WHY, BACK, LEAVE, INTERRUPT, END = "\x15", "\x19", "\x02", "\x18", "\x03", "\x04"
NOW = "\x0e"


@contextlib.contextmanager
def heeding_signals() -> Iterator[None]:
    """
    Let a program that is started here heed the signals that end one.

    Where the tests run in the background some are ignored, and whatever they start inherits that.
    """
    caught = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, signal.default_int_handler) for one in caught]
    try:
        yield
    finally:
        for one, handler in zip(caught, before, strict=True):
            signal.signal(one, handler)


class Terminal:
    """A program in a terminal of some columns and lines; `log` is all that it wrote."""

    def __init__(
        self, command: Sequence[str], columns: int, lines: int, folder: Path = ROOT, **more: str
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, lines, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self.log = ""
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        with heeding_signals():
            self.child = pexpect.spawn(
                command[0],
                list(command[1:]),
                dimensions=(lines, columns),
                env=environment | {"PYTHONPATH": str(ROOT)} | more,
                cwd=str(folder),
                timeout=20,
            )

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def until(self, seen: Callable[[str], Any]) -> str:
        """Read until what is on the screen is as told; the test fails where it never is."""
        for _ in range(300):
            if seen(self.text):
                return self.text
            try:
                self._read(0.1)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                break
        assert seen(self.text), self.text
        return self.text

    def rest(self) -> None:
        """Wait as a person would until nothing moves, so that the program waits for a key."""
        with contextlib.suppress(pexpect.TIMEOUT):
            while True:
                self._read(0.5)

    def _read(self, seconds: float) -> None:
        found = self.child.read_nonblocking(65536, seconds)
        self.log += found.decode(errors="replace")
        self._stream.feed(found)

    def ended(self) -> int:
        """Read to the end, and give the exit code."""
        with contextlib.suppress(pexpect.EOF):
            while True:
                self._read(20)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, as by dragging its corner."""
        self.screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)


def split(keys: str) -> Iterator[str]:
    """Give keys one by one, those that are sent as several characters whole."""
    while keys:
        size = 3 if keys.startswith("\x1b") else 1
        yield keys[:size]
        keys = keys[size:]


def keys_for(teller: Teller, prompt: Prompt) -> str:
    """Give the keys of someone who answers a prompt in the rich interface."""
    if prompt.checklist and len(prompt.fields) > 1:
        return _marks([teller.answer(one) for one in prompt.fields])
    keys = "".join("".join(_keys(one, teller.answer(one))) for one in prompt.fields)
    last = prompt.fields[-1]
    return keys + ENTER if last.kind == "several" and keys.endswith(TAB) else keys


def _marks(answers: list[Any]) -> str:
    """Give the keys for a checklist: "not sure of what is blank" where nothing is left for a no."""
    if set(answers) == {UNSURE}:
        return TAB + DOWN + ENTER
    keys, at = "", 0
    for place, answer in enumerate(answers):
        if answer != "no":
            keys += DOWN * (place - at) + (ENTER if answer == "yes" else NOT_SURE)
            at = place
    return keys + TAB + ENTER


def _mark(place: int, at: int, count: int) -> str:
    """Give the keys that mark an option below another: its number where that is shorter."""
    number = str(place + 1) if count <= SHORT_LIST else f"{place + 1}{ENTER}"
    return min(DOWN * (place - at) + ENTER, number, key=lambda keys: sum(1 for _ in split(keys)))


def _keys(field: Field, answer: Any) -> Iterator[str]:
    if answer == UNSURE:
        yield NOT_SURE
        return
    if field.kind == "number":
        yield f"{answer[MILES]} mi" if isinstance(answer, dict) else str(answer)
        yield ENTER
        return
    values = [one.value for one in field.options] or ["yes", "no"]
    if field.kind != "several":
        yield str(values.index(answer) + 1)
        return
    if not answer:
        yield DOWN * len(values) + ENTER
        return
    at = 0
    for one in answer:
        yield _mark(values.index(one), at, len(values))
        at = values.index(one)
    yield TAB
