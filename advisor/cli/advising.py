"""The commands about one case: advise, cases, new-case."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from advisor.cli.common import (
    advice_on,
    file_and_line,
    format_option,
    load_base,
    print_utf8,
    rules_option,
    style,
)
from advisor.cli.private import write_private

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.advice import Advice


@click.command()
@click.argument("case")
@format_option("text", "json", "markdown", "html", "mermaid", "dot")
@click.option(
    "--for",
    "reader",
    type=click.Choice(["runner", "clinician"]),
    default="runner",
    show_default=True,
    help="Whom it is for. For a clinician it comes as html or markdown.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Write to FILE, which only you can read.",
)
@rules_option
def advise(case: str, form: str, reader: str, output: str | None, folder: str | None) -> None:
    """
    Advise on CASE: a file, @NAME for a shipped case, or - for standard input.

    Warning signs are looked at first. Exit code 0 also when the advice is to see a doctor; 1 when
    the case is invalid, 2 when there is no such case. As html it is a page to print, or to read on
    a phone. With --for clinician it is a page to hand over. As mermaid or dot it is a drawing of
    the reasoning.
    """
    if reader == "clinician" and form not in ("html", "markdown"):
        message = f"for a clinician there are the formats html and markdown, not {form}"
        raise click.UsageError(message)
    if output is not None and os.path.realpath(output) == os.path.realpath(file_and_line(case)[0]):
        raise click.UsageError(f"{output} holds the case: the advice would take its place")
    advice = advice_on(case, folder)
    if output is not None:
        write_private(output, _written(advice, form, reader))
    elif form == "text":
        from advisor.report.text import advice_text

        click.echo(advice_text(advice, **style()), nl=False)
    else:
        print_utf8(_written(advice, form, reader))


def _written(advice: Advice, form: str, reader: str) -> str:
    """Write an advice in a form, for a reader."""
    if form == "html":
        if reader == "clinician":
            from advisor.report.markup.clinician import clinician_page as write
        else:
            from advisor.report.markup.runner import runner_page as write
    elif form == "json":
        from advisor.report.data import advice_json as write
    elif form == "markdown":
        if reader == "clinician":
            from advisor.report.handover import handover_markdown as write
        else:
            from advisor.report.text import advice_markdown as write
    elif form == "text":
        from advisor.report.text import advice_text as write
    elif form == "mermaid":
        from advisor.report.graphs import mermaid as write
    else:
        from advisor.report.graphs import dot as write
    return write(advice)


@click.command()
@click.argument("folder", required=False)
def cases(folder: str | None) -> None:
    """List the shipped cases by folder, each with what it is about; with FOLDER only its cases."""
    from advisor.reasoner import shipped_cases
    from advisor.shipped import shipped

    root = shipped("cases")
    folders: dict[str, list[tuple[str, Path]]] = {}
    for name, path in shipped_cases().items():
        within = path.parent.relative_to(root).as_posix()
        folders.setdefault("stories" if within == "." else within, []).append((name, path))
    if folder is not None and folder not in folders:
        message = f"no folder {folder!r} of shipped cases; there are {', '.join(sorted(folders))}"
        raise click.UsageError(message)
    for group in sorted(folders, key=lambda one: (one != "stories", one)):
        if folder in (None, group):
            click.echo(f"{group} ({len(folders[group])})")
            for name, path in folders[group]:
                click.echo(f"  @{name}")
                click.echo(f"      {_title(path)}")


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
