"""The command `validate` as a clinic or a CI job drives it: options, exit codes, files, streams."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import signal
import stat
import sys
from pathlib import Path

import pytest

from advisor.advice import Advice
from advisor.cases import Case
from advisor.reasoner import Reasoner
from tests.conftest import CASES
from tests.terminal import Terminal
from tests.test_cli import BROKEN, FAILING, FINE, Quick, quick, run

__all__ = ["quick"]

LINE = json.dumps({"runner": {"age": 52}, "areas": ["low-back"]}) + "\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Give a folder of 30 cases, of which 5 are not fine."""
    folder = tmp_path / "cases"
    folder.mkdir()
    for number in range(30):
        text = {4: BROKEN, 9: FAILING, 14: BROKEN, 20: FAILING, 29: BROKEN}.get(number, FINE)
        (folder / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_any_number_of_jobs_gives_the_same_bytes(mixed: Path, form: str) -> None:
    (mixed / "many.jsonl").write_text(LINE * 200 + "{\n" + LINE * 70, encoding="utf-8")
    alone, *others = [
        run("validate", str(mixed), "--format", form, "--jobs", str(jobs)) for jobs in (1, 2, 5)
    ]
    assert alone.code == 1
    assert alone.out.count("expectation-failed") + alone.out.count('"status"') > 1
    assert others == [alone] * 2


def test_several_outputs_are_written_beside_what_is_printed(mixed: Path, tmp_path: Path) -> None:
    wanted = {form: tmp_path / f"out.{form}" for form in ("text", "json", "jsonl")}
    outputs = [word for form, file in wanted.items() for word in ("--output", f"{form}={file}")]
    printed = run("validate", str(mixed), *outputs)
    for form, file in wanted.items():
        alone = run("validate", str(mixed), "--format", form)
        assert file.read_text(encoding="utf-8") == alone.out, form
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, "of health, so for its owner only"
    assert printed.out == wanted["text"].read_text(encoding="utf-8")


def test_an_output_that_cannot_be_written_is_told_before_anything_is_judged(
    quick: Quick, mixed: Path
) -> None:
    ran = quick("validate", str(mixed), "--output", f"json={mixed}/no/folder.json")
    assert (ran.code, ran.out) == (2, "")
    assert "no/folder.json" in ran.err


def test_two_outputs_to_one_file_are_refused(quick: Quick, mixed: Path, tmp_path: Path) -> None:
    outputs = ("--output", f"junit={tmp_path}/a", "--output", f"sarif={tmp_path}/./a")
    ran = quick("validate", str(mixed), *outputs)
    assert (ran.code, ran.out) == (2, "")
    assert "two --output to" in ran.err
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("named", ["{0}", "{0}/04.yaml", "{0}/*.yaml"])
def test_a_case_is_not_replaced_by_what_is_said_of_it(
    quick: Quick, mixed: Path, named: str
) -> None:
    case = mixed / "04.yaml"
    path, output = named.format(mixed), f"json={mixed}/../{mixed.name}/04.yaml"
    ran = quick("validate", path, "--output", output)
    assert (ran.code, ran.out) == (2, "")
    assert "is among the cases" in ran.err
    assert case.read_text(encoding="utf-8") == BROKEN


def test_a_report_in_the_folder_of_the_cases_is_written_again_if_it_is_left_out(
    quick: Quick, mixed: Path
) -> None:
    words = ("validate", str(mixed), "--output", f"json={mixed}/r.json")
    assert quick(*words).code == 1
    assert quick(*words).code == 2
    assert quick(*words, "--exclude", "r.json").code == 1


@pytest.mark.parametrize("value", ["out.json", "xml=out", "json=", "=out"])
def test_an_output_of_no_format_says_what_is_needed(quick: Quick, mixed: Path, value: str) -> None:
    ran = quick("validate", str(mixed), "--output", value)
    assert (ran.code, ran.out) == (2, "")
    assert "FORMAT=FILE" in ran.err


def test_what_was_there_stays_whole_when_a_run_is_broken_off(
    quick: Quick, mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.json"
    out.write_text("before", encoding="utf-8")

    def interrupted(self: Reasoner, case: Case) -> Advice:
        raise KeyboardInterrupt

    monkeypatch.setattr(Reasoner, "advise", interrupted)
    ran = quick("validate", str(mixed), "--jobs", "1", "--output", f"json={out}")
    assert ran.code == 130
    assert out.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["out.json"]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("told", "seen", "bad"),
    [("--fail-fast", 5, 1), ("--max-errors 1", 5, 1), ("--max-errors 3", 15, 3), ("", 30, 5)],
)
def test_a_run_stops_where_it_was_told_to(
    mixed: Path, jobs: str, told: str, seen: int, bad: int
) -> None:
    ran = run("validate", str(mixed), "--format", "json", "--jobs", jobs, *told.split())
    summary = ran.data["summary"]
    assert (summary["cases"], summary["cases"] - summary["ok"]) == (seen, bad)
    assert summary["stopped"] == told
    assert ran.code == 1


def test_only_and_exclude_leave_cases_out(quick: Quick, mixed: Path) -> None:
    words = ("validate", str(mixed), "--jobs", "1", "--format", "json")
    ran = quick(*words, "--only", "0?.yaml", "--exclude", "04.yaml", "--exclude", "09.yaml")
    assert [Path(one["file"]).name for one in ran.data["results"]] == [
        f"0{number}.yaml" for number in (0, 1, 2, 3, 5, 6, 7, 8)
    ]
    assert ran.code == 0
    ran = quick("validate", str(mixed), "--only", "*.json")
    assert ran.code == 2
    assert "--only" in ran.err


def test_a_case_that_kills_its_worker_is_named_and_the_rest_goes_on(
    quick: Quick, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    advise = Reasoner.advise

    def deadly(self: Reasoner, case: Case) -> Advice:
        if case.name == "17" and multiprocessing.parent_process() is not None:
            os.kill(os.getpid(), signal.SIGKILL)
        return advise(self, case)

    monkeypatch.setattr(Reasoner, "advise", deadly)
    ran = quick("validate", str(mixed), "--jobs", "2", "--format", "json")
    assert ran.code == 4
    states = {Path(one["file"]).stem: one["status"] for one in ran.data["results"]}
    assert len(ran.data["results"]) == len(states) == 30
    assert [name for name, status in states.items() if status == "error"] == ["17"]
    assert sum(status == "ok" for status in states.values()) == 24
    (lost,) = next(one for one in ran.data["results"] if one["status"] == "error")["diagnostics"]
    assert lost["code"] == "worker-lost"
    assert "SIGKILL" in lost["message"]


def test_a_failed_expectation_says_why_and_how_to_ask_further(quick: Quick, tmp_path: Path) -> None:
    text = (CASES / "v02-low-back-after-knee.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    changed = text.replace("withheld: []", "withheld: [kickstand-hinge]").replace(
        "{rotation-only-routine: likely, ", "{"
    )
    file.write_text(changed, encoding="utf-8")
    ran = quick("validate", str(file))
    assert ran.code == 3
    missing = ran.out.index(f"advisor why-not {file} withheld:kickstand-hinge")
    surplus = ran.out.index(f"advisor why {file} pattern:rotation-only-routine=likely")
    assert surplus < missing
    assert "You train: clamshells and lateral band walks" in ran.out[:surplus]
    for command, target in (
        ("why-not", "withheld:kickstand-hinge"),
        ("why", "pattern:rotation-only-routine=likely"),
    ):
        assert quick(command, str(file), target).code == 0, "what it says to run can be run"


def test_only_does_not_hide_a_path_that_is_not_there(quick: Quick, mixed: Path) -> None:
    for gone in ("gone.yaml", "gone.jsonl", "gone-*.yaml"):
        missing = str(mixed / gone)
        ran = quick("validate", str(mixed), missing, "--only", "00.yaml")
        assert (ran.code, "file-missing" in ran.out) == (2, True), gone
        assert gone in ran.out
        left_out = quick("validate", str(mixed), missing, "--only", "00.yaml", "--exclude", gone)
        assert "file-missing" not in left_out.out


def test_only_the_order_of_drills_can_be_what_is_wrong(quick: Quick, tmp_path: Path) -> None:
    text = (CASES / "v02-low-back-after-knee.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(
        text.replace(
            "drills: [heel-rocker-pronation, step-to-lateral-hip-shift,",
            "drills: [step-to-lateral-hip-shift, heel-rocker-pronation,",
        ),
        encoding="utf-8",
    )
    ran = quick("validate", str(file), "--format", "json")
    (mismatch,) = ran.data["results"][0]["mismatches"]
    assert mismatch["expectation"] == "drills"
    assert (mismatch["missing"], mismatch["surplus"]) == ([], [])


def test_standard_input_is_judged_line_by_line() -> None:
    ran = run("validate", "-", "--format", "jsonl", stdin=LINE * 3 + "{\n")
    start, *cases, end = map(json.loads, ran.out.splitlines())
    assert (start["type"], end["type"]) == ("run", "summary")
    assert [(one["line"], one["status"]) for one in cases] == [
        (1, "ok"),
        (2, "ok"),
        (3, "ok"),
        (4, "invalid"),
    ]
    assert ran.code == 1


def test_one_line_of_many_can_be_asked_about_by_its_number(quick: Quick, tmp_path: Path) -> None:
    emergency = json.dumps(
        {
            "runner": {"age": 52},
            "areas": ["low-back"],
            "screening": {"saddle-numbness": "yes"},
            "expect": {"outcome": "drills"},
        }
    )
    file = tmp_path / "my cases.jsonl"
    file.write_text(LINE + emergency + "\n", encoding="utf-8")
    ran = quick("validate", str(file))
    assert f"in full: advisor why-not '{file}:2' outcome:drills" in ran.out
    told = quick("why-not", f"{file}:2", "outcome:drills")
    assert told.code == 0
    assert told.out.startswith("Get emergency help now")
    assert quick("advise", f"{file}:3").code == 2
    assert "no case in line 3" in quick("advise", f"{file}:3").err


@pytest.mark.parametrize(("lines", "shown"), [(0, r"\[-{24}\] 1 of 30 cases"), (900, "1 cases")])
def test_a_terminal_shows_how_far_it_is_and_is_left_clean(
    mixed: Path, lines: int, shown: str
) -> None:
    if lines:
        (mixed / "many.jsonl").write_text(LINE * lines, encoding="utf-8")
    terminal = Terminal([sys.executable, "-m", "advisor", "validate", str(mixed)], 100, 50)
    assert terminal.ended() == 1
    assert re.search(shown, terminal.log)
    assert "not fine" not in terminal.text, "the line of progress is gone"
    assert f"{30 + lines} cases: {25 + lines} ok, 2 failed, 3 invalid" in terminal.text
