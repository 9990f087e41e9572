"""The commands about one case: advise, cases, new-case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.common import (
    advice_on,
    format_option,
    load_base,
    print_utf8,
    rules_option,
    style,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("case")
@format_option("text", "json", "mermaid", "dot")
@rules_option
def advise(case: str, form: str, folder: str | None) -> None:
    """
    Advise on CASE: a file, @NAME for a shipped case, or - for standard input.

    Warning signs are looked at first. Exit code 0 also when the advice is to see a doctor; 1 when
    the case is invalid, 2 when there is no such case. The formats mermaid and dot draw the
    reasoning, from what was told to what it comes to.
    """
    advice = advice_on(case, folder)
    if form == "json":
        from advisor.report.data import advice_json

        print_utf8(advice_json(advice))
    elif form in ("mermaid", "dot"):
        from advisor.report import graphs

        print_utf8((graphs.mermaid if form == "mermaid" else graphs.dot)(advice))
    else:
        from advisor.report.text import advice_text

        click.echo(advice_text(advice, **style()), nl=False)


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
