"""What the commands share: the knowledge base to use, and the shape of the terminal."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from advisor.cli.exit_codes import INVALID, USAGE

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.advice import Advice
    from advisor.cases import Case
    from advisor.diagnostics import Diagnostic
    from advisor.documents import Document
    from advisor.knowledge import KnowledgeBase
    from advisor.reasoner import Reasoner

Writer = Callable[[Any], str]
Command = TypeVar("Command", bound=Callable[..., Any])


class Style(TypedDict):
    """How a report is laid out."""

    width: int
    color: bool


def rules_option(command: Command) -> Command:
    """Add `--rules DIR`."""
    return click.option(
        "--rules",
        "folder",
        envvar="ADVISOR_RULES",
        type=click.Path(exists=True, file_okay=False),
        metavar="DIR",
        help="Use the knowledge base in DIR instead of the shipped one [env: ADVISOR_RULES].",
    )(command)


def rules_folder(folder: str | None) -> Path:
    """Give the folder of the knowledge base that a command uses."""
    from pathlib import Path

    from advisor.shipped import shipped

    return (Path(folder) if folder is not None else shipped("rules")).resolve()


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Add `--format`, the first of the formats as default."""

    def add(command: Command) -> Command:
        return click.option(
            "--format",
            "form",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            help="How to print the result.",
        )(command)

    return add


def load_base(folder: str | None) -> KnowledgeBase:
    """
    Load the knowledge base. Raises `KnowledgeError`.

    It stays for as long as the program runs: time spent on looking for garbage in it is lost.
    """
    from advisor.knowledge import load

    gc.disable()
    try:
        return load(folder)
    finally:
        _spare_once()
        gc.enable()


@functools.cache
def _spare_once() -> None:
    """Spare what there is from the search; each time, and a process of many runs would grow."""
    gc.freeze()


def checked_case(reasoner: Reasoner, name: str) -> Case:
    """
    Give the case in a file, of @NAME or on standard input.

    Ends the command where there is none (2) or it is invalid (1), with all that is wrong on
    standard error and its warning signs first.
    """
    from advisor.reasoner import shipped_cases

    document = _document(name)
    found = reasoner.check(document)
    if not isinstance(found, tuple):
        return found
    for alarm in reasoner.alarms(document):
        click.echo(alarm, err=True)
    show_diagnostics(found)
    if name in shipped_cases():
        click.echo(f"    did you mean @{name}?", err=True)
    missing = any(one.code == "file-missing" for one in found)
    raise click.exceptions.Exit(USAGE if missing else INVALID)


def advice_on(name: str, folder: str | None) -> Advice:
    """Give the advice on a case, by the shipped knowledge base or the one in a folder."""
    from advisor.reasoner import reasoner_of

    reasoner = reasoner_of(load_base(folder))
    return reasoner.advise(checked_case(reasoner, name))


def _document(name: str) -> Document | Diagnostic:
    from pathlib import Path

    from advisor.documents import MAX_BYTES, read, read_numbered, read_text
    from advisor.reasoner import shipped_case

    if name == "-":
        return read_text(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>")
    if name.startswith("@"):
        return read(shipped_case(name[1:]), name)
    file, line = file_and_line(name)
    return read_numbered(Path(file), line, file) if line else read(Path(file), file)


def file_and_line(name: str) -> tuple[str, int]:
    """Take the name of a case apart: its file, and the line where it is one of JSONL, else 0."""
    from advisor.documents import holds_lines

    file, _, line = name.rpartition(":")
    if line.isdecimal() and holds_lines(file):
        return file, int(line)
    return name, 0


def show_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to standard error."""
    from advisor.report.diagnosed import diagnostic_lines

    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)


def print_answer(
    found: Any, form: str, text: Callable[..., str], json: Writer, markdown: Writer
) -> None:
    """Print an answer in a form: by one of three writers of it, of which text fits the terminal."""
    if form == "json":
        print_utf8(json(found))
    elif form == "markdown":
        print_utf8(markdown(found))
    else:
        click.echo(text(found, **style()), nl=False)


def print_utf8(text: str) -> None:
    """Print what programs read: UTF-8 everywhere, whatever the terminal speaks."""
    click.echo(text.encode(errors="backslashreplace"), nl=False)


def style() -> Style:
    """Fit the terminal where there is one; elsewhere always the same bytes."""
    from advisor.report.page import WIDTH

    if not sys.stdout.isatty():
        return {"width": WIDTH, "color": False}
    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": min(WIDTH, shutil.get_terminal_size().columns), "color": color}
