"""The commands about the knowledge base: rules, schema."""

from __future__ import annotations

import click

from advisor.cli.common import (
    checked_case,
    load_base,
    print_utf8,
    rules_folder,
    rules_option,
    style,
)
from advisor.cli.documenting import docs


@click.group()
def rules() -> None:
    """Look into the knowledge base."""


rules.add_command(docs)


@rules.command("list")
@click.argument("kind", required=False)
@rules_option
def list_rules(kind: str | None, folder: str | None) -> None:
    """
    List every entry and every rule, a line each.

    With KIND only these: symptom, exercise, drill, source, rule and so on.
    """
    from advisor.report.catalogue.kinds import KINDS, RULE
    from advisor.report.catalogue.terminal import list_text

    if kind not in (None, *KINDS, RULE):
        kinds = f"{', '.join(KINDS)} or {RULE}"
        raise click.BadParameter(f"{kind!r} is no kind; write {kinds}", param_hint="KIND")
    click.echo(list_text(load_base(folder), **style(), kind=kind), nl=False)


@rules.command("show")
@click.argument("name", metavar="ID")
@rules_option
def show_rule(name: str, folder: str | None) -> None:
    """
    Explain the entry or rule ID in full.

    Its words, conditions, grade and sources, what it feeds and what feeds it, and the shipped cases
    that exercise it. ID may also be what people call an entry, as in "runner's knee". Where several
    are called so, write KIND:ID, as in pattern:rotation-only-routine.
    """
    from advisor.audit import cases_beside, exercised, valid_cases
    from advisor.knowledge import kind_of
    from advisor.reasoner import Reasoner
    from advisor.report.catalogue.terminal import show_text

    base = load_base(folder)
    found = base.find_one(name)
    cases = None
    if kind_of(found) != "source":  # no case exercises one, and reading them all takes a while
        reasoner = Reasoner(base)
        paths = cases_beside(rules_folder(folder))
        cases = exercised(reasoner, valid_cases(reasoner, paths))
    click.echo(show_text(base, found, **style(), exercised=cases), nl=False)


@rules.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["clips"]),
    default="clips",
    show_default=True,
    help="The engine to write for.",
)
@click.option("--case", metavar="CASE", help="Add the facts of a case: a file, @NAME or -.")
@rules_option
def export(form: str, case: str | None, folder: str | None) -> None:
    """
    Print the rules as a program for another engine.

    clips: for CLIPS 6.4, a second engine to check this one with. With --case it runs as it stands;
    how, and how to see the outcome and the rules that fired, is said at its top.
    """
    from advisor.reasoner import Reasoner
    from advisor.report.clips import clips_text

    writers = {"clips": clips_text}
    base = load_base(folder)
    found = checked_case(Reasoner(base), case) if case is not None else None
    print_utf8(writers[form](base, found))


@click.command()
@click.argument(
    "name", type=click.Choice(["case", "rules", "advice", "result", "explanation", "question"])
)
@rules_option
def schema(name: str, folder: str | None) -> None:
    """
    Print the JSON Schema of NAME.

    A case, a file of rules, an advice, the results of a batch, what a question about an advice is
    answered with (explanation), or what 'advisor next' prints (question).
    """
    from advisor.cases import case_schema
    from advisor.knowledge import RULES_SCHEMA
    from advisor.report.asking.data import question_schema
    from advisor.report.data import dump
    from advisor.report.explaining.schema import explanation_schema
    from advisor.report.schemas import advice_schema, result_schema

    makers = {
        "case": case_schema,
        "advice": advice_schema,
        "result": result_schema,
        "explanation": explanation_schema,
        "question": question_schema,
    }
    made = makers[name](load_base(folder)) if name in makers else RULES_SCHEMA
    print_utf8(f"{dump(made)}\n")
