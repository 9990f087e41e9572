"""What the commands share: the knowledge base to use, and the shape of the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from advisor.diagnostics import Diagnostic
    from advisor.knowledge import KnowledgeBase

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
    """Load the knowledge base. Raises `KnowledgeError`."""
    from advisor.knowledge import load

    return load(folder)


def show_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to standard error."""
    from advisor.report.results import diagnostic_lines

    for diagnostic in diagnostics:
        for line in diagnostic_lines(diagnostic):
            click.echo(line, err=True)


def print_json(text: str) -> None:
    """Print JSON: UTF-8 everywhere, whatever the terminal speaks."""
    click.echo(text.encode(errors="backslashreplace"), nl=False)


def style() -> Style:
    """Fit the terminal where there is one; elsewhere always the same bytes."""
    from advisor.report.page import WIDTH

    if not sys.stdout.isatty():
        return {"width": WIDTH, "color": False}
    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": min(WIDTH, shutil.get_terminal_size().columns), "color": color}
