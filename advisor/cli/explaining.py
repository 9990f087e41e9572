"""The commands that question an advice: why, why-not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from advisor.cli.common import (
    advice_on,
    format_option,
    print_answer,
    print_utf8,
    rules_option,
)

if TYPE_CHECKING:
    from advisor.explanation import Answer

_FORMATS = ("text", "json", "markdown")
_GRAPHS = ("mermaid", "dot")
_WHY_EXAMPLES = """\b
advisor why @clamshells-then-low-back kickstand-hinge
advisor why @clamshells-then-low-back outcome:drills
advisor why @v08-sore-outer-hip withheld:kickstand-hinge
"""
_WHY_NOT_EXAMPLES = """\b
advisor why-not @v08-sore-outer-hip kickstand-hinge
advisor why-not @clamshells-then-low-back pattern:foot-not-loaded
"""


@click.command(epilog=_WHY_EXAMPLES)
@click.argument("case")
@click.argument("name", metavar="ID")
@format_option(*_FORMATS, *_GRAPHS)
@rules_option
def why(case: str, name: str, form: str, folder: str | None) -> None:
    """
    Explain why the advice on CASE says ID, down to what the runner told.

    ID is a drill, key, pattern, referral, caution, note or outcome, by its id or by what people
    call it; a rule (rule:ID); or what is held back (withheld:ID). With =STRENGTH behind it only at
    that strength, as in kickstand-hinge=now. Of what the advice does not say, it tells why not. The
    formats mermaid and dot draw what leads to it.
    """
    from advisor.explanation import why as ask

    answer = ask(advice_on(case, folder), name)
    if form in _GRAPHS:
        _draw(answer, form)
    else:
        _show(answer, form)


@click.command("why-not", epilog=_WHY_NOT_EXAMPLES)
@click.argument("case")
@click.argument("name", metavar="ID")
@format_option(*_FORMATS)
@rules_option
def why_not(case: str, name: str, form: str, folder: str | None) -> None:
    """
    Explain why the advice on CASE does not say ID: each rule that could have, the nearest first.

    Each condition is told as held, failed or unknown, with what was told and what is needed. ID is
    written as for why. Of what the advice does say, it tells why.
    """
    from advisor.explanation import why_not as ask

    _show(ask(advice_on(case, folder), name), form)


def _draw(answer: Answer, form: str) -> None:
    """Draw what leads to something. Ends the command where nothing does."""
    from advisor.explanation import Told, WhyNot, WhyNotOutcome
    from advisor.report import graphs

    if isinstance(answer, (Told, WhyNot, WhyNotOutcome)):
        told = "was told by the runner" if isinstance(answer, Told) else "is not in the advice"
        message = f"{answer.target.name} {told}, so there is nothing to draw"
        raise click.UsageError(f"{message}; leave out --format to read about it")
    print_utf8((graphs.mermaid if form == "mermaid" else graphs.dot)(answer.advice, answer.target))


def _show(answer: Answer, form: str) -> None:
    from advisor.report.explaining.answers import answer_markdown, answer_text
    from advisor.report.explaining.data import answer_json

    print_answer(answer, form, answer_text, answer_json, answer_markdown)
