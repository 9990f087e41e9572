"""The questionnaire as a person at a terminal meets it, in both interfaces."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from advisor.cases import Case
from advisor.documents import read
from advisor.interview import Interview
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from tests.talking import Teller
from tests.terminal import (
    BACK,
    END,
    ENTER,
    INTERRUPT,
    LEAVE,
    NOW,
    TAB,
    WHY,
    Terminal,
    keys_for,
    split,
)
from tests.test_ask import STORY, kept_in, lines_of, shipped, up_to_the_push_off

YES, NO = "1", "2"


class Asking:
    """Runs `advisor ask` in terminals, with its answers kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.terminals: list[Terminal] = []

    def __call__(
        self, *arguments: str, columns: int = 80, lines: int = 45, **more: str
    ) -> Terminal:
        command = [sys.executable, "-m", "advisor", "ask", *arguments]
        kept = {"XDG_STATE_HOME": str(self.folder)}
        self.terminals.append(Terminal(command, columns, lines, self.folder, **kept, **more))
        return self.terminals[-1]


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asking]:
    asking = Asking(tmp_path)
    yield asking
    for one in asking.terminals:
        one.child.close(force=True)


def on_screen(step: str, text: str) -> bool:
    return step in text or "The last step" in text


def tell(terminal: Terminal, base: KnowledgeBase, case: Case, most: int = 1000) -> Interview:
    """Answer the prompts of a case, as they come on the screen."""
    value: Any = case.document.value
    teller, interview = Teller(base, value), Interview(base)
    for count, (prompt, after) in enumerate(teller.prompts(interview)):
        if count == most:
            break
        step = f"Step {count + 1},"
        terminal.until(partial(on_screen, step))
        for key in split(keys_for(teller, prompt)):
            terminal.child.send(key)
        interview = after
    return interview


def read_on(terminal: Terminal, end: str) -> list[str]:
    """Read the advice screen by screen up to the question after it; give what was seen."""
    seen: list[str] = []

    def turned(text: str) -> bool:
        there = end in text and "2. No" in text
        return there or ("Enter: next. E: all." in text and text not in seen)

    while not seen or end not in seen[-1]:
        if seen:
            terminal.child.send(ENTER)
        seen.append(terminal.until(turned))
    return seen


@pytest.mark.parametrize("shape", [(80, 45), (40, 60)])
def test_a_story_told_with_keys_ends_in_the_advice_of_its_case(
    base: KnowledgeBase,
    reasoner: Reasoner,
    asked: Asking,
    shape: tuple[int, int],
) -> None:
    columns, lines = shape
    case = shipped(reasoner, STORY)
    terminal = asked("--save", "mine.yaml", columns=columns, lines=lines)
    terminal.until(lambda text: "May your answers be kept" in text and "2. No" in text)
    terminal.child.send(YES)
    tell(terminal, base, case)
    read_on(terminal, "Save the advice as a page")
    assert "not needed" in terminal.text
    terminal.child.send(YES)
    terminal.until(lambda text: "File for the page" in text)
    terminal.child.send(ENTER)
    terminal.until(lambda text: "Saved in my-advice.html" in text)
    assert terminal.ended() == 0
    mine = reasoner.check(read(asked.folder / "mine.yaml"))
    assert isinstance(mine, Case)
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision
    assert stat.S_IMODE((asked.folder / "my-advice.html").stat().st_mode) == 0o600
    assert not kept_in(asked.folder).exists()


def test_advice_can_be_had_once_only_checks_are_left(
    base: KnowledgeBase, reasoner: Reasoner, asked: Asking
) -> None:
    terminal = asked("--save", "mine.yaml")
    terminal.until(lambda text: "2. No" in text)
    terminal.child.send(YES)
    case = shipped(reasoner, STORY)
    terminal.until(lambda text: "How old are you?" in text)
    assert "Advice now" not in terminal.text
    terminal.child.send(NOW)
    terminal.until(lambda text: "once only checks of your own are left" in text)
    steps = up_to_the_push_off(base, case)
    tell(terminal, base, case, steps)
    terminal.until(lambda text: f"Step {steps + 1}," in text and "Advice now (Ctrl-N)" in text)
    terminal.child.send(NOW)
    read_on(terminal, "Save the advice as a page")
    assert "You stopped here:" in terminal.text
    terminal.child.send(NO)
    assert terminal.ended() == 0
    mine = reasoner.check(read(asked.folder / "mine.yaml"))
    assert isinstance(mine, Case)
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision
    assert not kept_in(asked.folder).exists()


def test_advice_now_and_save_and_leave_keep_what_is_marked_on_the_screen(
    base: KnowledgeBase, reasoner: Reasoner, asked: Asking
) -> None:
    """V02 hangs on what is felt in the hinge and seen in the push-off."""
    case = shipped(reasoner, STORY)
    steps = up_to_the_push_off(base, case)
    terminal = asked()
    terminal.until(lambda text: "2. No" in text)
    terminal.child.send(YES)
    tell(terminal, base, case, steps - 1)
    terminal.until(lambda text: f"Step {steps}," in text)
    terminal.child.send("1" + LEAVE)
    terminal.until(lambda text: "Go on with: advisor ask --resume" in text)
    assert terminal.ended() == 0
    again = asked("--resume", "--save", "mine.yaml")
    again.until(lambda text: "the low back arches" in text)
    assert "you feel a hip hinge" not in again.text  # for it is answered
    again.child.send("2" + NOW)
    read_on(again, "Save the advice as a page")
    again.child.send(NO)
    assert again.ended() == 0
    mine = reasoner.check(read(asked.folder / "mine.yaml"))
    assert isinstance(mine, Case)
    value: Any = mine.document.value
    told = {name for name, answer in value["observations"].items() if answer == "yes"}
    assert told == {"hinge-felt-in-low-back", "back-arches-at-push-off"}
    assert "knee-straightens-first" not in value["observations"]  # blank, and no "no"
    assert reasoner.advise(mine).decision == reasoner.advise(case).decision


def test_why_back_and_another_size_lose_nothing(
    base: KnowledgeBase, reasoner: Reasoner, asked: Asking
) -> None:
    terminal = asked(lines=24)
    terminal.until(lambda text: "2. No" in text)
    terminal.child.send(YES)
    terminal.until(lambda text: "> Age" in text)
    terminal.child.send("41" + WHY)
    terminal.until(lambda text: "What each answer would do by itself" in text)
    terminal.resize(40, 20)
    terminal.until(lambda text: "goes back" in text)
    terminal.child.send("x")
    terminal.until(lambda text: "> Age: 41_" in text)
    terminal.resize(80, 24)
    terminal.child.send(ENTER + "knee" + ENTER + TAB + ENTER)
    terminal.until(lambda text: "Step 2," in text)
    terminal.child.send(BACK)
    terminal.until(lambda text: "Step 1," in text and "1 chosen: knee" in text)
    terminal.child.send(LEAVE)
    terminal.until(lambda text: "Go on with: advisor ask --resume" in text)
    assert terminal.ended() == 0
    kept = json.loads(kept_in(asked.folder).read_text(encoding="utf-8"))
    assert {row["place"]: row["answer"] for row in kept["answers"]} == {
        "runner.age": 41,
        "areas": ["knee"],
    }


def test_nothing_stands_for_none_that_was_not_on_the_screen(asked: Asking) -> None:
    terminal = asked(lines=20)
    terminal.until(lambda text: "2. No" in text)
    terminal.child.send(NO)
    terminal.until(lambda text: "> Age" in text)
    terminal.child.send("41" + ENTER + "knee" + ENTER + TAB + ENTER)
    terminal.until(lambda text: "more below" in text and "None of these" in text)
    terminal.child.send(TAB + ENTER)
    terminal.until(lambda text: "There is more in this list. Look at it first." in text)
    assert "Step 2," in terminal.text
    terminal.child.send(TAB + ENTER)
    terminal.until(lambda text: "Step 3," in text)


@pytest.mark.parametrize("key", [INTERRUPT, END])
@pytest.mark.parametrize("plain", [True, False])
def test_what_breaks_it_off_is_quiet_and_the_rest_can_be_told_later(
    base: KnowledgeBase, reasoner: Reasoner, asked: Asking, plain: bool, key: str
) -> None:
    case = shipped(reasoner, "v14-back-pain-and-numbness")
    how = ["--plain"] if plain else []
    terminal = asked(*how, lines=60)
    terminal.until(lambda text: "2. No" in text and (not plain or "Number or word:" in text))
    lines = lines_of(base, case)
    if plain:
        terminal.child.send("1\n")
        for line in lines[:2]:
            terminal.child.send(f"{line}\n")
        terminal.until(lambda text: "Type none for none of these" in text)
    else:
        terminal.child.send(YES)
        tell(terminal, base, case, 1)
        terminal.until(lambda text: "Step 2," in text)
    terminal.rest()  # a Ctrl-C between the last line and the wait for a key would wait for one, too
    terminal.child.send(key)
    terminal.until(lambda text: "Go on with: advisor ask --resume" in text)
    assert "Traceback" not in terminal.text
    assert terminal.ended() == 130
    assert kept_in(asked.folder).exists()
    again = asked(*how, "--resume", lines=60)
    again.until(lambda text: "General health" in text)
    assert "How old are you?" not in again.text


def test_a_terminal_that_is_closed_loses_nothing(
    base: KnowledgeBase, reasoner: Reasoner, asked: Asking
) -> None:
    terminal = asked()
    terminal.until(lambda text: "2. No" in text)
    terminal.child.send(YES)
    tell(terminal, base, shipped(reasoner, STORY), 3)
    terminal.until(lambda text: "Step 4," in text)
    terminal.child.close(force=True)
    kept = json.loads(kept_in(asked.folder).read_text(encoding="utf-8"))
    assert len(kept["answers"]) > 20


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_simple_terminal_is_asked_line_by_line(asked: Asking, name: str) -> None:
    terminal = asked(TERM=name, columns=40)
    text = terminal.until(lambda text: "Number or word:" in text)
    assert max(len(line) for line in text.splitlines()) <= 40
    terminal.child.send("2\n")
    terminal.until(lambda text: "/why" in text)
