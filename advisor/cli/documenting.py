"""The command that writes the knowledge base as pages: rules docs."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from advisor.cli.common import load_base, rules_folder, rules_option
from advisor.cli.exit_codes import USAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from advisor.knowledge import KnowledgeBase

STALE = 3


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 3 if a page is stale or missing.")
@rules_option
def docs(check: bool, folder: str | None) -> None:
    """
    Write the knowledge base as pages of Markdown, beside its YAML.

    The index is README.md in the folder of the rules. Where a folder "cases" stands beside that
    one, the pages name its cases, and its .schema.json is written anew, too. Exit code 3 with
    --check if a file is stale, missing or left over.
    """
    base = load_base(folder)
    rules = rules_folder(folder)
    files = _files(base, rules)
    left_over = sorted(path for path in rules.rglob("*.md") if path not in files and _ours(path))
    if check:
        _check(files, left_over, folder)
    else:
        _write(files, left_over)


def _files(base: KnowledgeBase, rules: Path) -> dict[Path, bytes]:
    """Give what every file has to hold."""
    from advisor.audit import cases_beside, exercised, valid_cases
    from advisor.cases import case_schema
    from advisor.reasoner import Reasoner
    from advisor.report.catalogue.pages import pages
    from advisor.report.data import dump

    reasoner = Reasoner(base)
    cases = rules.parent / "cases"
    paths = cases_beside(rules)
    index = exercised(reasoner, valid_cases(reasoner, paths))
    texts = pages(base, index, dict(_linked(cases, paths)))
    files = {rules / name: text.encode() for name, text in texts.items()}
    if cases.is_dir():
        files[cases / ".schema.json"] = f"{dump(case_schema(base))}\n".encode()
    return files


def _linked(cases: Path, paths: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """Give, by name, where the cases stand that stand beside the rules."""
    for name, path in paths.items():
        if path.is_relative_to(cases):
            yield name, f"cases/{path.relative_to(cases).as_posix()}"


def _check(files: dict[Path, bytes], left_over: list[Path], folder: str | None) -> None:
    wrong = [
        f"{'stale' if path.exists() else 'missing'}: {_shown(path)}"
        for path, content in files.items()
        if _differs(path, content)
    ]
    wrong += [f"left over: {_shown(path)}" for path in left_over]
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        option = f" --rules {shlex.quote(folder)}" if folder is not None else ""
        click.echo(f"Write them anew with: advisor rules docs{option}", err=True)
        raise click.exceptions.Exit(STALE)


def _write(files: dict[Path, bytes], left_over: list[Path]) -> None:
    for path in files:
        if path.suffix == ".md" and path.exists() and not _ours(path):
            raise _UnwritableError(path, "it was not written by this command; move it away first")
    changed = {path: content for path, content in files.items() if _differs(path, content)}
    for path, content in changed.items():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise _UnwritableError(path, (error.strerror or str(error)).lower()) from error
        click.echo(f"wrote {_shown(path)}")
    for path in left_over:
        try:
            path.unlink()
        except OSError as error:
            raise _UnwritableError(path, (error.strerror or str(error)).lower()) from error
        click.echo(f"removed {_shown(path)}")
    if not (changed or left_over):
        click.echo("Every page is as it should be.")


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except OSError:
        return True


def _shown(path: Path) -> Path:
    """Give a path as seen from here, where it is below."""
    here = type(path).cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _ours(path: Path) -> bool:
    """Whether a page says in its first line that this command wrote it."""
    from advisor.report.catalogue.pages import GENERATED

    opening = f"<!-- {GENERATED}".encode()
    try:
        with path.open("rb") as stream:
            return stream.read(len(opening)) == opening
    except OSError:
        return False


class _UnwritableError(click.ClickException):
    """A file that cannot be written."""

    exit_code = USAGE

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot write {_shown(path)}: {reason}")
