"""The command about what would have to be different: counterfactual."""

from __future__ import annotations

import click

from advisor.cli.common import (
    advice_on,
    format_option,
    print_answer,
    rules_option,
)


@click.command()
@click.argument("case")
@click.argument("name", metavar="ID")
@format_option("text", "json", "markdown")
@rules_option
def counterfactual(case: str, name: str, form: str, folder: str | None) -> None:
    """
    Show the smallest changes that would make advice on CASE say ID, or no longer say it.

    CASE is a file, @NAME or -; ID something that can be concluded, as in kickstand-hinge,
    drill:kickstand-hinge=now, withheld:kickstand-hinge or outcome:drills. Tried are answers to
    checks and changes to the routine, up to three at once. What is found explains the rules; it is
    no advice.
    """
    from advisor.explanation.counterfactual import counterfactual as find
    from advisor.report.explaining.counterfactual_data import counterfactual_json
    from advisor.report.explaining.counterfactuals import (
        counterfactual_markdown,
        counterfactual_text,
    )

    found = find(advice_on(case, folder), name)
    print_answer(found, form, counterfactual_text, counterfactual_json, counterfactual_markdown)
