"""How a session begins and ends: consent, the advice, the case and the page to save."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from advisor.cases import write_case
from advisor.cli.asking.interface import Interface
from advisor.cli.private import write_private
from advisor.interview import Interview

YES_NO: Final = {"yes": "Yes", "no": "No"}
_SAVE: Final = "Save your answers in a file? 'advisor advise' reads it again."


def ask_consent(interface: Interface, file: Path) -> bool:
    """Ask once whether answers may be kept on disk while the questions go on."""
    question = (
        "May your answers be kept on this computer while you go, so that nothing is lost if you"
        f" stop? Only you can read them, in {file}. They are deleted at the end."
    )
    return interface.pick(question, YES_NO) == "yes"


def end(interface: Interface, interview: Interview, save: str | None, text: str) -> None:
    """
    Show the advice, say what was not asked, and offer to save the answers and the page.

    In an emergency that message is all.
    """
    interface.show(text)
    if save is not None:
        try:
            _write(interface, save, _case(interview))
        except click.UsageError as error:
            interface.tell(f"{error.message}. Choose another name.")
            _offer(interface, "File for your answers", "my-case.yaml", _case(interview))
    if interview.advice.outcome == "emergency":
        return
    interface.tell(f"\n{not_needed(interview)}")
    if save is None and interface.pick(_SAVE, YES_NO) == "yes":
        _offer(interface, "File for your answers", "my-case.yaml", _case(interview))
    if interface.pick("Save the advice as a page to print or read on a phone?", YES_NO) == "yes":
        from advisor.report.markup.runner import runner_page

        _offer(interface, "File for the page", "my-advice.html", runner_page(interview.advice))


def not_needed(interview: Interview) -> str:
    """Say how many questions were not asked, and why."""
    count = interview.spared
    left = len(interview.bearing)
    if left:
        questions = "question that was" if left == 1 else "questions that were"
        return (
            f"You stopped here: {left} {questions} left could still change this advice."
            " It is on what is told so far."
        )
    if interview.full and not count:
        return "Every question was asked."
    questions = "question was" if count == 1 else "questions were"
    more = "" if interview.full else " 'advisor ask --full' asks all."
    return f"{count} {questions} not needed: no answer to them could change this advice.{more}"


def _case(interview: Interview) -> str:
    return write_case(interview.base, interview.data, (not_needed(interview),))


def _offer(interface: Interface, question: str, proposal: str, text: str) -> None:
    """Have a file named, and write it, if one is; a name that cannot be written is asked again."""
    while (name := interface.name(question, proposal)) is not None:
        if Path(name).exists():
            replace = f"There is a file {name} already. Put this in its place?"
            if interface.pick(replace, YES_NO) == "no":
                continue
        try:
            _write(interface, name, text)
            return
        except click.UsageError as error:
            interface.tell(f"{error.message}. Choose another name.")


def _write(interface: Interface, name: str, text: str) -> None:
    write_private(name, text)
    interface.tell(f"Saved in {name}, which only you can read.")
