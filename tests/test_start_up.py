"""What the command line does before it does anything: little is imported, and nothing is lost."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from advisor.cli import COMMANDS, advisor
from advisor.cli.common import load_base
from advisor.cli.lazy import LazyGroup, Promise, Promised
from tests.conftest import ROOT


def imported_by(*arguments: str, code: int = 0) -> set[str]:
    """Give the modules that a command has imported when it ends."""
    program = (
        "import sys\n"
        "from advisor.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print('\\nMODULES', *sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == code, done.stderr
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_help_imports_no_command() -> None:
    imported = imported_by("--help")
    ours = {name for name in imported if name.startswith("advisor.")}
    assert ours == {"advisor.cli", "advisor.cli.exit_codes", "advisor.cli.lazy"}


def test_a_command_imports_no_other() -> None:
    imported = imported_by("schema", "--help")
    assert "advisor.cli.knowledge" in imported
    assert not {"advisor.cli.advising", "advisor.cli.interviewing"} & imported


def test_advice_on_a_valid_case_does_without_a_slow_library() -> None:
    imported = imported_by("advise", "@clamshells-then-low-back")
    assert not {"jsonschema", "jinja2", "prompt_toolkit", "tempfile"} & imported


def test_an_invalid_case_is_explained_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("runner: {age: old}\n", encoding="utf-8")
    assert "jsonschema" in imported_by("advise", str(file), code=1)


@pytest.mark.parametrize("room", [20, 33, 45, 62, 80, 400])
def test_help_says_of_a_command_what_the_command_says_of_itself(room: int) -> None:
    shown = {name: one.get_short_help_str(room) for name, one in COMMANDS.in_brief().items()}
    assert shown == {name: one.get_short_help_str(room) for name, one in COMMANDS.items()}
    assert not any(one.hidden for one in COMMANDS.values())


def test_every_command_goes_by_the_name_it_is_called_by() -> None:
    assert [one.name for one in COMMANDS.values()] == list(COMMANDS)


def test_a_mistyped_command_is_an_error_and_imports_nothing() -> None:
    ours = {name for name in imported_by("advize", code=2) if name.startswith("advisor.")}
    assert ours == {"advisor.cli", "advisor.cli.exit_codes", "advisor.cli.lazy"}


def test_commands_can_be_added_to_those_promised_and_taken_away() -> None:
    group = LazyGroup("more", commands=Promised(far=Promise("nowhere:far", "Go far.")))
    group.add_command(click.Command("near", help="Go near. Or not."))
    listed = group.get_help(click.Context(group))
    assert re.search(r"^  far +Go far\.\n  near +Go near\.$", listed, re.MULTILINE)
    del group.commands["far"]
    assert "far" not in group.get_help(click.Context(group))
    assert list(group.commands) == ["near"]


def test_many_commands_in_one_process_keep_nothing_for_good() -> None:
    load_base(None)
    kept = gc.get_freeze_count()
    load_base(None)
    assert gc.get_freeze_count() <= kept
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("words", "incomplete", "found"),
    [
        ([], "wh", ["what-if", "why", "why-not"]),
        (["rules"], "", ["docs", "export", "list", "show"]),
        (["advise"], "--f", ["--format", "--for"]),
    ],
)
def test_commands_and_options_are_completed(
    words: list[str], incomplete: str, found: list[str]
) -> None:
    completion = ShellComplete(advisor, {}, "advisor", "_ADVISOR_COMPLETE")
    assert [one.value for one in completion.get_completions(words, incomplete)] == found
