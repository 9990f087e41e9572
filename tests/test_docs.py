"""What the pages say is so."""

from __future__ import annotations

import doctest
import re
from typing import Any

import click
import pytest

import advisor as public
from advisor.cli import advisor
from advisor.diagnostics import CODES, Diagnostic
from advisor.documents import Document, read_text
from tests.conftest import ROOT, RULES

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


EXPLAINING = {"why", "why_not", "what_if", "counterfactual"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def test_the_readme_opens_with_the_two_commands() -> None:
    assert blocks("sh") == [
        "python3 -m venv .venv && .venv/bin/pip install . && "
        ".venv/bin/advisor advise @clamshells-then-low-back\n",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && "
        ".venv/bin/python -m pytest -n auto\n",
    ]


def test_every_command_the_readme_names_exists() -> None:
    context = click.Context(advisor)
    named = re.findall(
        r"^\$ advisor ([a-z-]+)(?: ([a-z-]+)\b)?", "\n".join(blocks("console")), re.M
    )
    assert len(named) >= 8
    for name, second in named:
        command = advisor.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            assert command.get_command(context, second) is not None, (name, second)


def test_the_examples_of_the_public_functions_hold() -> None:
    """Each that explains shows by an example what it gives."""
    for name in sorted(EXPLAINING):
        examples = doctest.DocTestFinder().find(getattr(public, name), name, globs={})
        runner = doctest.DocTestRunner()
        for example in examples:
            runner.run(example)
        assert runner.tries > 2, name
        assert runner.failures == 0, name


def test_the_rule_in_the_readme_is_the_one_that_ships() -> None:
    document = read_text(blocks("yaml")[0].encode(), "README.md", json=False)
    shipped = read_text((RULES / "reasoning" / "50-patterns.yaml").read_bytes(), "50", json=False)
    assert isinstance(document, Document)
    assert isinstance(shipped, Document)
    shown: Any = document.value
    rules: Any = shipped.value
    written = {rule["id"]: rule for rule in rules["rules"]}
    assert shown[0] == written[shown[0]["id"]], "show the rule in README.md as it is now"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        file = ROOT / path if path else ROOT / page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.M)
            slugs = [re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in headings]
            assert anchor in slugs, target


def test_contributing_names_every_part() -> None:
    parts = {path.stem for path in (ROOT / "advisor").iterdir() if not path.name.startswith("_")}
    named = set(re.findall(r"^\| `([a-z_]+)(?:/|\.py)` \|", CONTRIBUTING, re.M))
    assert named - {"__init__"} == parts - {"py"}


def test_every_code_of_a_diagnostic_is_listed_and_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "advisor").rglob("*.py"))
    body = source.replace((ROOT / "advisor/diagnostics.py").read_text(encoding="utf-8"), "")
    assert [code for code in CODES if f'"{code}"' not in body] == []
    with pytest.raises(ValueError, match="unlisted"):
        Diagnostic("no-such-code", "error", "x", 0, 0, "", "")
