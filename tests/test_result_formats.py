"""The forms in which a run is written for machines: JUnit XML, SARIF and annotations on GitHub."""

from __future__ import annotations

import dataclasses
import gc
import json
import re
import sys
import tracemalloc
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator

from advisor.batch import CaseResult, Summary
from advisor.diagnostics import CODES, Diagnostic
from advisor.knowledge import KnowledgeBase
from advisor.report.results import WRITERS
from tests.conftest import ROOT
from tests.running import written_as
from tests.test_cli import BROKEN, FAILING, FINE

FULL = Path("/dev/full")
NAMED = "case: anna\n" + FINE
LINES = '{"runner": {"age": 41}, "areas": ["knee"]}\n{"runner": \n{"title": 7}\n'
FILES = {
    "a fine, <one> & 'more':\"é%.yaml": FINE,
    "broken, <one> & 'more':\"é%.yaml": BROKEN,
    "failing.yaml": FAILING,
    "forging.yaml": 'runner: {"age\\n::error::forged \\u001b[2J": 4}\n',
    "lines.jsonl": LINES,
    "same-1.yaml": NAMED,
    "same-2.yaml": NAMED,
}
STATES = {"ok": 4, "failed": 1, "invalid": 4}
CODES_FOUND = {
    "wrong-type": 2,
    "expectation-failed": 1,
    "unknown-key": 1,
    "json-syntax": 1,
    "same-case": 1,
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of cases of every state, with names and contents that are full of traps."""
    cases = tmp_path / "my cases"
    cases.mkdir()
    for name, text in FILES.items():
        (cases / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return cases


def written(form: str, base: KnowledgeBase, jobs: int = 1) -> str:
    return written_as(form, base, ["my cases"], jobs)


@pytest.mark.parametrize("form", WRITERS)
def test_no_content_of_a_file_can_forge_a_line_or_steer_a_terminal(
    form: str, folder: Path, base: KnowledgeBase
) -> None:
    text = written(form, base)
    assert "forged" in text
    assert not re.search(r"^::error::forged", text, re.MULTILINE)
    assert all(one.isprintable() or one == "\n" for one in text)


@pytest.mark.parametrize("form", WRITERS)
def test_every_form_is_the_same_for_any_number_of_jobs(
    form: str, folder: Path, base: KnowledgeBase
) -> None:
    (folder / "many.jsonl").write_text(LINES * 40, encoding="utf-8")
    assert written(form, base, 2) == written(form, base, 1)


# JUnit


def test_junit_has_a_test_for_each_case_and_counts_them(folder: Path, base: KnowledgeBase) -> None:
    root = ElementTree.fromstring(written("junit", base))
    (suite,) = root
    cases = suite.findall("testcase")
    assert len(cases) == sum(STATES.values())
    for element in (root, suite):
        assert element.attrib["tests"] == str(len(cases))
        assert element.attrib["failures"] == str(STATES["failed"] + STATES["invalid"])
        assert element.attrib["errors"] == "0"
    failures = [one for case in cases for one in case.findall("failure")]
    assert len(failures) == STATES["failed"] + STATES["invalid"]
    assert {
        name for case in cases if not list(case) for name in [Path(case.attrib["file"]).name]
    } == {
        "a fine, <one> & 'more':\"é%.yaml",
        "lines.jsonl",
        "same-1.yaml",
    }


def test_junit_tells_where_what_and_how_to_mend_it(folder: Path, base: KnowledgeBase) -> None:
    cases = {
        one.attrib["name"]: one
        for one in ElementTree.fromstring(written("junit", base)).iter("testcase")
    }
    failing = cases["my cases/failing.yaml"].find("failure")
    assert failing is not None
    assert failing.attrib == {"message": "outcome", "type": "expectation-failed"}
    assert "expected: nothing-to-add" in str(failing.text)
    line = cases["my cases/lines.jsonl:3"]
    assert line.attrib["line"] == "3"
    wrong = line.find("failure")
    assert wrong is not None
    assert "my cases/lines.jsonl:3:11: wrong-type: title" in str(wrong.text)
    assert "put it in quotes" in str(wrong.text)
    warned = cases["my cases/same-2.yaml"].find("system-out")
    assert warned is not None
    assert "my cases/same-1.yaml" in str(warned.text)


def test_a_fault_of_the_program_is_an_error_in_junit(base: KnowledgeBase) -> None:
    fault = Diagnostic("internal-error", "error", "a.yaml", 0, 0, "", "a bug")
    writer, summary = WRITERS["junit"](base), Summary()
    result = CaseResult("a.yaml", 0, "a", diagnostics=(fault,))
    summary.add(result)
    text = "".join((writer.start(), writer.case(result), *writer.end(summary)))
    (suite,) = ElementTree.fromstring(text)
    assert (suite.attrib["errors"], suite.attrib["failures"]) == ("1", "0")
    assert suite.find("testcase/error") is not None


@pytest.mark.skipif(not FULL.exists(), reason="takes a device that is always full")
def test_a_full_disk_is_told_once(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    monkeypatch.setattr("advisor.report.results.junit._waiting", lambda: FULL.open("w"))
    writer = WRITERS["junit"](base)
    fault = Diagnostic("internal-error", "error", "a.yaml", 0, 0, "", "a bug" * 100_000)
    with pytest.raises(OSError, match="No space left"):
        writer.case(CaseResult("a.yaml", 0, "a", diagnostics=(fault,)))
    del writer
    gc.collect()
    assert told == []


# SARIF


@pytest.fixture(scope="module")
def standard() -> Draft4Validator:
    """Give the schema of the standard itself."""
    text = (ROOT / "tests" / "standards" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text))


def test_sarif_keeps_to_the_standard(
    folder: Path, base: KnowledgeBase, standard: Draft4Validator
) -> None:
    for text in (written("sarif", base), written_as("sarif", base, [])):
        log = json.loads(text)
        assert [one.message for one in standard.iter_errors(log)] == []
    assert [one.message for one in standard.iter_errors({"version": "2.1.0"})] != []


def results_of(base: KnowledgeBase) -> list[dict[str, Any]]:
    (run,) = json.loads(written("sarif", base))["runs"]
    found: list[dict[str, Any]] = run["results"]
    assert run["columnKind"] == "unicodeCodePoints", "as all columns of this program"
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]
    assert rules == list(CODES)
    assert [rules[one["ruleIndex"]] for one in found] == [one["ruleId"] for one in found]
    return found


def test_sarif_tells_the_version_of_the_program_and_not_of_its_rules(base: KnowledgeBase) -> None:
    later = dataclasses.replace(base, version="9.9.9")
    (run,) = json.loads(written_as("sarif", later, []))["runs"]
    assert run["tool"]["driver"]["semanticVersion"] == version("injury-pattern-advisor")


def test_sarif_has_a_result_for_each_problem_at_its_place(
    folder: Path, base: KnowledgeBase
) -> None:
    found = results_of(base)
    assert Counter(one["ruleId"] for one in found) == CODES_FOUND
    assert {one["level"] for one in found if one["ruleId"] == "same-case"} == {"warning"}
    places = [one["locations"][0]["physicalLocation"] for one in found]
    assert places[0]["artifactLocation"]["uri"] == (
        "my%20cases/broken%2C%20%3Cone%3E%20%26%20%27more%27%3A%22%C3%A9%25.yaml"
    )
    assert places[0]["region"] == {
        "startLine": 2,
        "startColumn": 15,
        "snippet": {"text": "runner: {age: old}"},
    }
    (failed,) = (one for one in found if one["ruleId"] == "expectation-failed")
    assert "expected: nothing-to-add" in failed["message"]["text"]
    assert "Why it did not come to this" in failed["message"]["text"]


def test_sarif_names_an_absolute_path_as_a_uri(folder: Path, base: KnowledgeBase) -> None:
    text = written_as("sarif", base, [folder / "failing.yaml"])
    (result,) = json.loads(text)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (folder / "failing.yaml").as_uri()


# GitHub


def test_github_shows_each_problem_at_its_line(folder: Path, base: KnowledgeBase) -> None:
    *lines, notice = written("github", base).splitlines()
    assert len(lines) == sum(CODES_FOUND.values())
    assert Counter(line.partition(" ")[0] for line in lines) == {"::error": 5, "::warning": 1}
    file = "my cases/broken%2C <one> & 'more'%3A\"é%25.yaml"
    assert lines[0].startswith(f"::error file={file},line=2,col=15,title=wrong-type::")
    assert notice.startswith("::notice ")
    assert "9 cases: 4 ok, 1 failed, 4 invalid" in notice
    (failed,) = (line for line in lines if "title=expectation-failed" in line)
    assert "%0Aexpected: nothing-to-add%0A" in failed


# Memory


@pytest.mark.parametrize("form", WRITERS)
def test_a_long_run_is_written_in_memory_that_does_not_grow(form: str, base: KnowledgeBase) -> None:
    fault = Diagnostic("wrong-type", "error", "a.jsonl", 7, 3, "runner.age", "x" * 200, "mend it")
    result = CaseResult("a.jsonl", 7, "a", diagnostics=(fault,))
    writer, summary = WRITERS[form](base), Summary()
    tracemalloc.start()
    try:
        written = len(writer.start())
        for _ in range(20_000):
            summary.add(result)
            written += len(writer.case(result))
        written += sum(map(len, writer.end(summary)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written > 4_000_000
    assert peak < 2_000_000
