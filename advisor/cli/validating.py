"""The command about many cases: validate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.common import format_option, load_base, print_utf8, rules_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.batch import CaseResult

NO_CASE, INTERNAL, INVALID, FAILED = 2, 4, 1, 3


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@format_option("text", "json")
@rules_option
def validate(paths: tuple[str, ...], form: str, folder: str | None) -> None:
    """
    Check the case files in each PATH, and what they expect against the advice.

    A PATH is a file, or a folder that is searched for .yaml, .yml and .json files; names that start
    with a dot are left out. One bad file never stops the rest.

    Exit code 0 when all is fine; 3 when an expectation failed; 1 when a case is invalid or
    unreadable; 4 when the program failed; 2 when there is no case.
    """
    from advisor.batch import validate as judge
    from advisor.report.results import results_json, results_text

    base = load_base(folder)
    tally = _Tally(paths)
    write = results_json if form == "json" else results_text
    for text in write(base, tally.count(judge(paths, base))):
        if form == "json":
            print_utf8(text)
        else:
            click.echo(text, nl=False)
    if not tally.seen:
        click.echo("Error: no case found; a case is a .yaml, .yml or .json file", err=True)
    raise click.exceptions.Exit(tally.exit_code())


class _Tally:
    """Counts what an exit code needs to know, as the results go by."""

    def __init__(self, named: tuple[str, ...]) -> None:
        self.seen: set[str] = set()
        self._named = frozenset(named)
        self._missing = False

    def count(self, results: Iterable[CaseResult]) -> Iterator[CaseResult]:
        for result in results:
            self.seen.add(result.status)
            self._missing |= result.file in self._named and any(
                one.code == "file-missing" for one in result.diagnostics
            )
            yield result

    def exit_code(self) -> int:
        if self._missing or not self.seen:
            return NO_CASE
        codes = {"error": INTERNAL, "invalid": INVALID, "failed": FAILED}
        return next((code for status, code in codes.items() if status in self.seen), 0)
