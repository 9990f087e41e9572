"""Pages from the command line: whom they are for, where they go, and who can read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.cli import advisor as command_line
from tests.markup import read_page

CASE = "@v01-kneecap-ache-on-clamshells"
ALARM = "@v14-back-pain-and-numbness"


def advise(*arguments: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(command_line, ["advise", *arguments])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


def test_each_reader_gets_a_page_of_their_own() -> None:
    for form in ("html", "markdown"):
        pages = [advise(CASE, "--format", form, "--for", who) for who in ("runner", "clinician")]
        assert [code for code, _, _ in pages] == [0, 0]
        assert pages[0] == advise(CASE, "--format", form)
        runner, clinician = (out for _, out, _ in pages)
        assert "Heel rocker pronation drill" in runner
        assert "Patellofemoral" in clinician
        assert "Patellofemoral" not in runner


@pytest.mark.parametrize("form", ["text", "json", "mermaid", "dot"])
def test_other_formats_are_not_for_a_clinician(form: str) -> None:
    code, out, err = advise(CASE, "--format", form, "--for", "clinician")
    assert (code, out) == (2, "")
    assert f"html and markdown, not {form}" in err


def test_a_page_is_written_as_it_is_printed_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "me.html"
    assert advise(CASE, "--format", "html", "-o", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8") == advise(CASE, "--format", "html")[1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["me.html"]


def test_what_stood_there_before_is_replaced_and_read_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "me.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o644)
    link = tmp_path / "link.html"
    link.symlink_to(path)
    assert advise(ALARM, "--format", "html", "--output", str(link))[0] == 0
    assert link.is_symlink()
    assert read_page(path.read_text(encoding="utf-8")).text.startswith("Get emergency help now")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_format_can_be_written_to_a_file(tmp_path: Path) -> None:
    for form in ("text", "json", "markdown", "html", "mermaid", "dot"):
        path = tmp_path / form
        assert advise(CASE, "--format", form, "--output", str(path)) == (0, "", "")
        assert path.read_text(encoding="utf-8") == advise(CASE, "--format", form)[1]


@pytest.mark.parametrize(("name", "line"), [("me.yaml", ""), ("me.jsonl", ":1")])
def test_the_case_itself_is_not_written_over(tmp_path: Path, name: str, line: str) -> None:
    case = tmp_path / name
    case.write_text('{"runner": {"age": 40}}\n', encoding="utf-8")
    code, out, err = advise(f"{case}{line}", "-o", f"{tmp_path}/./{name}")
    assert (code, out) == (2, "")
    assert "holds the case" in err
    assert case.read_text(encoding="utf-8") == '{"runner": {"age": 40}}\n'


def test_where_nothing_can_be_written_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    gone = tmp_path / "no" / "such" / "me.html"
    code, out, err = advise(CASE, "--format", "html", "-o", str(gone))
    assert (code, out) == (2, "")
    assert f"cannot write {gone}: No such file or directory" in " ".join(err.split())
    code, out, err = advise(CASE, "--format", "html", "-o", str(tmp_path))
    assert (code, out) == (2, "")
    assert "is a directory" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_device_is_written_to_as_it_is() -> None:
    code, _, err = advise(CASE, "--format", "html", "-o", "/dev/full")
    assert code == 2
    assert "No space left" in err
    assert advise(CASE, "--format", "html", "-o", os.devnull)[0] == 0
    assert Path(os.devnull).is_char_device()


def test_an_invalid_case_writes_no_page(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("runner: {age: old}\n", encoding="utf-8")
    page = tmp_path / "me.html"
    code, out, err = advise(str(wrong), "--format", "html", "-o", str(page))
    assert (code, out) == (1, "")
    assert "wrong.yaml:1:15" in err
    assert not page.exists()
