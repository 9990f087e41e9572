"""The command about many cases: validate."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from advisor.cli.common import load_base, print_utf8, rules_option
from advisor.cli.exit_codes import FAILED, INTERNAL, INVALID, USAGE
from advisor.cli.private import is_device, private_file
from advisor.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.batch import CaseResult, Run, Status, Summary
    from advisor.knowledge import KnowledgeBase
    from advisor.report.results.writer import Writer

_FORMATS = ("text", "json", "jsonl", "junit", "sarif", "github")
_EXAMPLES = """\b
advisor validate cases                          a folder, and what its cases expect
advisor validate 'clinic/**/*.yaml' more.jsonl  a pattern, and a case a line
advisor validate - < cases.jsonl                standard input
advisor validate cases --output junit=out.xml --output sarif=out.sarif
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="How to print the results.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=lambda _context, _option, value: [_output(one) for one in value],
    help="Write the results to FILE too, in any of those formats; give it as often as you like.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes judge the cases  [default: one for each core].",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first case that is not fine.")
@click.option(
    "--max-errors",
    type=click.IntRange(min=1),
    metavar="N",
    help="Stop once N cases are not fine.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Judge only files whose path or name matches PATTERN; FILE:LINE for a line.",
)
@click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out those that match PATTERN."
)
@click.option(
    "--coverage", is_flag=True, help="Tell which rules, and which of their conditions, go untested."
)
@rules_option
def validate(paths: tuple[str, ...], folder: str | None, **options: Any) -> None:
    """
    Check the case files in each PATH, and what they expect against the advice.

    A PATH is a file, a pattern, - for standard input, or a folder that is searched; names that
    start with a dot are left out there. Files are .yaml, .yml and .json with one case, .jsonl and
    .ndjson with one a line, and any of them compressed (.gz, .zst). One bad case never stops the
    rest.

    Exit code 0 when all is fine; 3 when an expectation failed; 1 when a case is invalid or
    unreadable; 4 when the program failed; 2 when there is no case.
    """
    from advisor.batch import Summary

    run = _run(load_base(folder), options)
    summary = Summary(run.coverage)
    named_missing = False
    _refuse_loss(paths, options)
    with contextlib.ExitStack() as stack:
        sinks = list(_sinks(stack, run.base, options))
        for write, writer in sinks:
            write(writer.start())
        results = stack.enter_context(contextlib.closing(run.results(paths, _stdin())))
        for result in progress(results, paths):
            summary.add(result)
            named_missing |= result.file in paths and _is_missing(result)
            for write, writer in sinks:
                write(writer.case(result))
            summary.stopped = _reason_to_stop(summary, options)
            if summary.stopped:
                break
        for write, writer in sinks:
            for text in writer.end(summary):
                write(text)
    if not summary.cases:
        click.echo(f"Error: no case found{_hint(options)}", err=True)
    raise click.exceptions.Exit(_exit_code(summary, named_missing))


def _output(value: str) -> tuple[str, str]:
    form, equals, file = value.partition("=")
    if not (equals and file and form in _FORMATS):
        raise click.BadParameter(
            f"{value!r} is not FORMAT=FILE with a FORMAT of {', '.join(_FORMATS)}"
        )
    return form, file


def _run(base: KnowledgeBase, options: Mapping[str, Any]) -> Run:
    from advisor.batch import Choice, Coverage, Run
    from advisor.report.results import explain

    return Run(
        base,
        options["jobs"] or _cores(),
        Choice(options["only"], options["exclude"]),
        explain,
        Coverage(base) if options["coverage"] else None,
    )


def _cores() -> int:
    """Give how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _stdin() -> IO[bytes] | None:
    return getattr(sys.stdin, "buffer", None)


def _refuse_loss(paths: tuple[str, ...], options: Mapping[str, Any]) -> None:
    """End the command where an output would take the place of a case, or of another output."""
    from advisor.batch import Choice, is_among

    choice = Choice(options["only"], options["exclude"])
    written: set[str] = set()
    for _, name in options["outputs"]:
        file = os.path.realpath(name)
        if is_device(Path(file)):
            continue
        if file in written:
            raise click.UsageError(f"two --output to {name}: the second would replace the first")
        written.add(file)
        if Path(file).is_file() and is_among(file, paths, choice):
            hint = "write it elsewhere, or leave that out with --exclude"
            raise click.UsageError(f"{name} is among the cases, and would be replaced; {hint}")


def _sinks(
    stack: contextlib.ExitStack, base: KnowledgeBase, options: Mapping[str, Any]
) -> Iterator[tuple[Callable[[str], object], Writer]]:
    """Give where results are written, each with the writer for it."""
    from advisor.report.results import WRITERS

    form = options["form"]
    yield (_to_terminal if form == "text" else print_utf8), WRITERS[form](base)
    for form, name in options["outputs"]:
        yield stack.enter_context(private_file(name)), WRITERS[form](base)


def _to_terminal(text: str) -> None:
    click.echo(text, nl=False)


def _is_missing(result: CaseResult) -> bool:
    return any(one.code == "file-missing" for one in result.diagnostics)


def _reason_to_stop(summary: Summary, options: Mapping[str, Any]) -> str:
    if options["fail_fast"] and summary.bad:
        return "--fail-fast"
    most = options["max_errors"]
    return f"--max-errors {most}" if most and summary.bad >= most else ""


def _hint(options: Mapping[str, Any]) -> str:
    if options["only"] or options["exclude"]:
        return " that --only and --exclude leave"
    return "; a case is a .yaml, .yml, .json, .jsonl or .ndjson file"


def _exit_code(summary: Summary, named_missing: bool) -> int:
    if named_missing or not summary.cases:
        return USAGE
    codes: dict[Status, int] = {"error": INTERNAL, "invalid": INVALID, "failed": FAILED}
    return next((code for status, code in codes.items() if summary.statuses[status]), 0)
