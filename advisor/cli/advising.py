"""The commands about one case: advise, cases, new-case."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from advisor.cli.common import (
    format_option,
    load_base,
    print_json,
    rules_option,
    show_diagnostics,
    style,
)

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.diagnostics import Diagnostic
    from advisor.documents import Document

INVALID = 1


@click.command()
@click.argument("case")
@format_option("text", "json")
@rules_option
def advise(case: str, form: str, folder: str | None) -> None:
    """
    Advise on CASE: a file, @NAME for a shipped case, or - for standard input.

    Warning signs are looked at first. Exit code 0 also when the advice is to see a doctor; 1 when
    the case is invalid, 2 when there is no such case.
    """
    from advisor.reasoner import Reasoner, shipped_cases

    document = _read(case)
    reasoner = Reasoner(load_base(folder))
    found = reasoner.check(document)
    if isinstance(found, tuple):
        for alarm in reasoner.alarms(document):
            click.echo(alarm, err=True)
        show_diagnostics(found)
        if case in shipped_cases():
            click.echo(f"    did you mean @{case}?", err=True)
        missing = any(one.code == "file-missing" for one in found)
        raise click.exceptions.Exit(2 if missing else INVALID)
    advice = reasoner.advise(found)
    if form == "json":
        from advisor.report.data import advice_json

        print_json(advice_json(advice))
    else:
        from advisor.report.text import advice_text

        click.echo(advice_text(advice, **style()), nl=False)


def _read(case: str) -> Document | Diagnostic:
    from pathlib import Path as FilePath

    from advisor.documents import MAX_BYTES, read, read_text
    from advisor.reasoner import shipped_case

    if case == "-":
        return read_text(sys.stdin.buffer.read(MAX_BYTES + 1), "<stdin>")
    if case.startswith("@"):
        return read(shipped_case(case[1:]), case)
    return read(FilePath(case), case)


@click.command()
def cases() -> None:
    """List the shipped cases, each with what it is about."""
    from advisor.reasoner import shipped_cases

    for name, path in shipped_cases().items():
        click.echo(f"@{name}")
        click.echo(f"    {_title(path)}")


def _title(path: Path) -> str:
    from advisor.documents import Document, read

    document = read(path)
    value = document.value if isinstance(document, Document) else None
    return str(value.get("title", "")) if isinstance(value, dict) else ""


@click.command("new-case")
@click.argument("areas", nargs=-1, metavar="[AREA]...")
@rules_option
def new_case(areas: tuple[str, ...], folder: str | None) -> None:
    """
    Print a commented case to fill in, with the questions that apply to each AREA named.

    Without an area, every question. Save it with: advisor new-case knee > me.yaml
    """
    from advisor.cases import new_case as write

    click.echo(write(load_base(folder), areas), nl=False)
