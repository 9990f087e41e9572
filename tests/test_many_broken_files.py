"""A thousand good files and fifty broken in different ways: fifty reports, each at its place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.code_examples import EXAMPLES
from tests.test_cli import FINE, run

TEXT = """\
runner: {age: 41, weekly_km: 30}
areas: [knee, low-back]
screening: {limping: no, knee-locked: no}
symptoms:
  low-back-tight: {worst: 2, triggers: [late-in-run], began_after: [clamshell]}
  knee-unplaced: {trend: improving, eased_by: [clamshell]}
routine:
  clamshell: {times_per_week: 3}
observations: {back-arches-at-push-off: yes}
tried:
  kickstand-hinge: {pain: 1}
"""
# what is changed into what, and the line, column and words that lead to the mend
SLIPS: list[tuple[str, str, int, int, str]] = [
    ("  low-back-tight", "\tlow-back-tight", 5, 1, "tab"),
    ("areas: [", "areas [", 2, 1, "colon"),
    ("[knee, low-back]", "[knee, low-back", 3, 10, "bracket"),
    ("{age: 41", '{age: "41', 1, 15, "quotes"),
    ("age: 41", "age: “41”", 1, 15, "write 41"),
    ("age: 41", "age:", 1, 13, "a space behind the colon"),
    ("age: 41", "aeg: 41", 1, 10, "did you mean 'age'"),
    ("age: 41", "age: 41.5", 1, 15, "whole number"),
    ("weekly_km: 30", "weekly_km: 30 km", 1, 30, "write 30"),
    ("weekly_km: 30", "weekly_km: -3", 1, 30, "less than"),
    ("[knee, low-back]", "[knee, low-back, knee]", 2, 8, "twice"),
    ("[knee, low-back]", "knee", 2, 8, "write [knee]"),
    ("[knee, low-back]", "[kne, low-back]", 2, 9, "did you mean 'knee'"),
    ("limping: no", "limping: maybe", 3, 22, "yes, no, unsure"),
    ("limping: no", "limping: false", 3, 22, "write yes or no"),
    ("limping: no", "limp: no", 3, 13, "did you mean 'limping'"),
    ("knee-locked: no", "tight-leg-at-rest: yes", 3, 45, "where it bothers you"),
    ("limping: no", "limping: no, limping: yes", 3, 26, "keep one of the two"),
    ("worst: 2", "worst: 12", 5, 27, "more than 10"),
    ("worst: 2", "worst: two", 5, 27, "whole number"),
    ("worst: 2", "worst: {now: 2}", 5, 27, "whole number"),
    ("[late-in-run]", "late-in-run", 5, 40, "write [late-in-run]"),
    ("[late-in-run]", "[late-in-runs]", 5, 41, "did you mean 'late-in-run'"),
    ("low-back-tight:", "low-back-tigth:", 5, 3, "did you mean 'low-back-tight'"),
    ("trend: improving", "trend: better", 6, 26, "improving"),
    ("[clamshell]}\nroutine", "[clams]}\nroutine", 6, 48, "did you mean 'clamshell'"),
    ("  clamshell: {times", "  clam shell: {times", 8, 3, "did you mean 'clamshell'"),
    ("times_per_week: 3", "times_per_week: often", 8, 31, "a whole number"),
    ("times_per_week: 3", "per_week: 3", 8, 15, "did you mean 'times_per_week'"),
    ("{times_per_week: 3}", "3", 8, 14, "write {times_per_week: 3}"),
    ("observations: {back", "observation: {back", 9, 1, "did you mean 'observations'"),
    ("kickstand-hinge:", "kick-stand-hinge:", 11, 3, "did you mean 'kickstand-hinge'"),
    ("runner: {", "- runner: {", 2, 1, "indentation"),
]


def broken(folder: Path) -> dict[str, tuple[str, str]]:
    """Write fifty broken files; give by name how the report must begin and what must be in it."""
    expected = {}
    for number, (before, after, line, column, words) in enumerate(SLIPS):
        assert TEXT.count(before) == 1, before
        name = f"slip-{number:02}.yaml"
        (folder / name).write_text(TEXT.replace(before, after), encoding="utf-8")
        expected[name] = (f":{line}:{column}: ", words)
    for code in list(EXAMPLES)[: 50 - len(SLIPS)]:
        example = EXAMPLES[code]
        name = f"{code}.{example.name.partition('.')[2]}"
        (folder / name).write_bytes(example.bad)
        expected[name] = (":", example.mends)
    assert len(expected) == 50
    return expected


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, tuple[str, str]]]:
    """Give what is printed of the folder, and what is expected of it."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(999):
        (folder / f"{number}.yaml").write_text(FINE, encoding="utf-8")
    (folder / "slip.yaml").write_text(TEXT, encoding="utf-8")
    expected = broken(folder)
    ran = run("validate", ".", "--jobs", "2", cwd=folder)
    assert ran.code == 1
    assert ran.err == ""
    return ran.out, expected


def test_a_thousand_are_fine_and_fifty_are_reported(
    report: tuple[str, dict[str, tuple[str, str]]],
) -> None:
    out, expected = report
    told = re.findall(r"^([^\s|:]+\.[a-z.]+)[:0-9]*: [a-z0-9-]+: ", out, re.MULTILINE)
    assert set(told) == set(expected)
    good = 1000 + 1  # the first line of the file that stops in its second is a case too
    assert f"\n{good + 50:,} cases: {good:,} ok, 50 invalid\n" in out


def test_each_report_leads_to_the_place_and_says_how_to_mend_it(
    report: tuple[str, dict[str, tuple[str, str]]],
) -> None:
    out, expected = report
    reports = {block.partition(":")[0]: block for block in out.split("\n\n")}
    astray = {
        name: reports[name]
        for name, (place, words) in expected.items()
        if not reports[name].startswith(f"{name}{place}") or words not in reports[name]
    }
    assert json.dumps(astray, indent=1, ensure_ascii=False) == "{}"
