"""The command that compares a case with itself changed: what-if."""

from __future__ import annotations

import re
from typing import Final

import click

from advisor.cli.common import (
    advice_on,
    format_option,
    print_answer,
    rules_option,
    show_diagnostics,
)
from advisor.cli.exit_codes import INVALID

_TAKEN_BACK: Final = re.compile(r"-[^\W\d_]{2,}")
"""How a change begins that takes something back; an option has two hyphens, or one letter."""


class _ChangesCommand(click.Command):
    """A command whose arguments may begin with a hyphen: -exercise:clamshell is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the case and the changes behind all options, in the order given."""
        taking = [one for one in self.params if isinstance(one, click.Option) and not one.is_flag]
        names = {name for one in taking for name in one.opts}
        options: list[str] = []
        others: list[str] = []
        end = args.index("--") if "--" in args else len(args)
        for before, one in zip(["", *args], args[:end], strict=False):
            is_option = one.startswith("-") and one != "-" and not _TAKEN_BACK.match(one)
            (options if is_option or before in names else others).append(one)
        return super().parse_args(ctx, [*options, "--", *others, *args[end + 1 :]])


WHAT_IF_EXAMPLES = """\b
advisor what-if me.yaml observations.knee-straightens-first=yes
advisor what-if me.yaml symptoms.low-back-tight.worst=6 runner.age=15
advisor what-if me.yaml +exercise:clamshell -exercise:lateral-band-walk
advisor what-if me.yaml 'areas=[knee, low-back]' -screening.limping -runner.goal
"""


@click.command("what-if", cls=_ChangesCommand, epilog=WHAT_IF_EXAMPLES)
@click.argument("case")
@click.argument("changes", nargs=-1, required=True, metavar="CHANGE...")
@format_option("text", "json", "markdown")
@rules_option
def what_if(case: str, changes: tuple[str, ...], form: str, folder: str | None) -> None:
    """
    Say what would be different if CASE were changed, and why.

    CASE is a file, @NAME for a shipped case, or - for standard input; it stays as it is. A CHANGE
    is SECTION.ID.ATTRIBUTE=VALUE, with fewer names where a section has fewer. The value is written
    as in a case file. +KIND:ID adds an exercise, a symptom, an area or a tried drill. A - before
    any of these places takes back what the case says there.

    Exit code 1 when the case or a change is invalid: then nothing is compared.
    """
    from advisor.explanation.changes import ChangeError
    from advisor.explanation.what_if import what_if as compare
    from advisor.report.explaining.what_if import what_if_markdown, what_if_text
    from advisor.report.explaining.what_if_data import what_if_json

    advice = advice_on(case, folder)
    try:
        found = compare(advice, *changes)
    except ChangeError as error:
        for alarm in error.alarms:
            click.echo(alarm, err=True)
        show_diagnostics(error.diagnostics)
        raise click.exceptions.Exit(INVALID) from None
    print_answer(found, form, what_if_text, what_if_json, what_if_markdown)
