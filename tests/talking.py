"""A runner who answers the questionnaire: what they would type, or say, for a case of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.cases import Place
from advisor.interview import MILES, UNSURE, Field, Interview, Prompt
from advisor.interview.answers import Answers
from advisor.knowledge import KnowledgeBase


class Teller:
    """Answers truthfully from the data of a case; what it does not say is "not sure"."""

    def __init__(self, base: KnowledgeBase, data: Mapping[str, Any]) -> None:
        self._case = Answers(base, data)

    def answer(self, field: Field) -> Any:
        """Give what a case would hold."""
        told = self._case.answer(field.place)
        return UNSURE if told is None else told

    def answers(self, prompt: Prompt) -> dict[Place, Any]:
        """Answer all that is asked together."""
        return {field.place: self.answer(field) for field in prompt.fields}

    def prompts(self, interview: Interview) -> Iterator[tuple[Prompt, Interview]]:
        """Answer one prompt after the other; give each with the interview after it."""
        while (prompt := interview.prompt) is not None:
            interview = interview.answer(self.answers(prompt))
            yield prompt, interview

    def lines(self, prompt: Prompt) -> Iterator[str]:
        """Give the lines typed for a prompt in the plain interface."""
        told = [self.answer(field) for field in prompt.fields]
        if prompt.checklist and len(told) > 1:
            marks = [
                f"{count}{'?' if one == UNSURE else ''}"
                for count, one in enumerate(told, 1)
                if one != "no"
            ]
            yield " ".join(marks) or "none"
            return
        for field, one in zip(prompt.fields, told, strict=True):
            yield typed(field, one)


def typed(field: Field, answer: Any) -> str:
    """Give what is typed for an answer in the plain interface."""
    if answer == UNSURE:
        return "?"
    if isinstance(answer, dict):
        return f"{answer[MILES]} mi"
    values = [option.value for option in field.options]
    if field.kind == "several":
        return " ".join(str(values.index(one) + 1) for one in answer) or "none"
    return str(values.index(answer) + 1) if field.kind == "one" else str(answer)


class Said(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def environment(state: Path, **more: str) -> dict[str, str]:
    """Give an environment in which answers are kept in a folder of the test."""
    kept = {name: value for name, value in os.environ.items() if name != "ADVISOR_RULES"}
    return kept | {"XDG_STATE_HOME": str(state), "PYTHONUTF8": "1"} | more


def talk(lines: list[str], state: Path, *arguments: str, **more: str) -> Said:
    """Run `advisor ask` with lines typed into a pipe."""
    ran = subprocess.run(
        [sys.executable, "-m", "advisor", "ask", *arguments],
        input="".join(f"{line}\n" for line in lines),
        env=environment(state, **more),
        cwd=state,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)
