"""A program in a terminal, and what a person sees of it and types."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pexpect
import pyte

from advisor.interview import MILES, UNSURE, Field, Prompt
from tests.conftest import ROOT
from tests.talking import Teller

UP, DOWN, ENTER, TAB, SPACE, BACKSPACE = "\x1b[A", "\x1b[B", "\r", "\t", " ", "\x7f"
NOT_SURE, WHY, BACK, LEAVE, INTERRUPT, END = "\x15", "\x19", "\x02", "\x18", "\x03", "\x04"


class Terminal:
    """A program in a terminal of some columns and lines; `log` is all that it wrote."""

    def __init__(
        self, command: Sequence[str], columns: int, lines: int, folder: Path = ROOT, **more: str
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, lines, history=2000)
        self._stream = pyte.ByteStream(self.screen)
        self.log = ""
        environment = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"}
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


def keys_for(teller: Teller, prompt: Prompt) -> str:
    """Give the keys of someone who answers a prompt in the rich interface."""
    if prompt.checklist and len(prompt.fields) > 1:
        turns = {"yes": ENTER, UNSURE: ENTER * 2, "no": ""}
        return "".join(turns[teller.answer(one)] + DOWN for one in prompt.fields[:-1]) + (
            turns[teller.answer(prompt.fields[-1])] + TAB + ENTER
        )
    alone = len(prompt.fields) == 1
    keys = "".join("".join(_keys(one, teller.answer(one), alone)) for one in prompt.fields)
    return keys if alone else keys + ENTER


def _keys(field: Field, answer: Any, alone: bool) -> Iterator[str]:
    if answer == UNSURE:
        yield NOT_SURE
        return
    if field.kind == "number":
        yield f"{answer[MILES]} mi" if isinstance(answer, dict) else str(answer)
        yield ENTER
        return
    values = [one.value for one in field.options] or ["yes", "no"]
    if field.kind != "several":
        yield DOWN * values.index(answer) + ENTER
        return
    if not answer:
        yield DOWN * len(values) + ENTER
        return
    at = 0
    for one in answer:
        yield DOWN * (values.index(one) - at) + ENTER
        at = values.index(one)
    yield TAB + (ENTER if alone else "")
