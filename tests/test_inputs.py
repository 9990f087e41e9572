"""What a run takes in: paths of every kind, compressed or not, and what can be wrong with them."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.batch import CaseResult, Choice, Run, tasks
from advisor.diagnostics import Diagnostic
from advisor.documents import MAX_BYTES, Line, read_line
from advisor.knowledge import KnowledgeBase

zstd: Any
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CASE = b'{"runner": {"age": 41}, "areas": ["knee"]}\n'
NAMED = b'{"case": "anna", "runner": {"age": 41}, "areas": ["knee"]}\n'
WRONG = b'{"runner": {"age": "old"}, "areas": ["knee"]}\n'


def run(base: KnowledgeBase, *paths: Path | str, **options: Any) -> list[CaseResult]:
    return list(Run(base, **options).results([str(path) for path in paths]))


def codes(results: list[CaseResult]) -> list[tuple[int, list[str]]]:
    """Give the codes of each result, by line."""
    return [(one.line, [found.code for found in one.diagnostics]) for one in results]


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# Which files


def found(*paths: Path | str) -> list[str]:
    return [one.name for one in tasks([str(path) for path in paths])]


def test_a_folder_gives_every_kind_of_case_file_packed_or_not(tmp_path: Path) -> None:
    names = ["a.yaml", "b.yml", "c.json", "d.yaml.gz", "e.json.zst", "F.YAML"]
    for name in (*names, "notes.md", "g.gz", ".h.yaml", ".git/i.yaml"):
        put(tmp_path / name, b"")
    assert sorted(Path(one).name for one in found(tmp_path)) == sorted(names)


def test_a_pattern_is_expanded_where_no_shell_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.yaml", "b/c.yaml", "b/d/e.json", "b/.f.yaml", "b/notes.md", "z[1].yaml"):
        put(tmp_path / name, CASE)
    monkeypatch.chdir(tmp_path)
    assert found("*.yaml") == ["a.yaml", "z[1].yaml"]
    assert found("b/**") == found("b") == ["b/c.yaml", "b/d/e.json"]
    assert found("**/*.json") == ["b/d/e.json"]
    assert found("?.yaml", str(tmp_path / "*.yaml")) == ["a.yaml", str(tmp_path / "z[1].yaml")]
    assert found("z[1].yaml") == ["z[1].yaml"], "a file of that very name is meant"


def test_a_pattern_that_matches_nothing_says_so(base: KnowledgeBase, tmp_path: Path) -> None:
    assert codes(run(base, tmp_path / "*.yaml")) == [(0, ["file-missing"])]


def test_a_file_that_is_met_twice_is_judged_once(tmp_path: Path) -> None:
    file = put(tmp_path / "cases" / "a.yaml", CASE)
    (tmp_path / "link.yaml").symlink_to(file)
    assert found(file.parent, file, tmp_path / "link.yaml", tmp_path / "*.yaml") == [str(file)]


def test_links_to_folders_are_told_of_and_not_followed(base: KnowledgeBase, tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.yaml", CASE)
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    put(tmp_path / "other" / "b.yaml", CASE)
    (tmp_path / "in" / "other").symlink_to(tmp_path / "other")
    results = run(base, tmp_path / "in")
    told = {Path(one.file).name: [found.code for found in one.diagnostics] for one in results}
    assert told == {"again": ["folder-linked"], "other": ["folder-linked"], "a.yaml": []}
    assert [one.status for one in results if one.is_case] == ["ok"]
    assert found(tmp_path / "in" / "other") == [str(tmp_path / "in" / "other" / "b.yaml")]


def test_a_link_that_leads_to_itself_is_a_file_that_cannot_be_read(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert codes(run(base, tmp_path)) == [(0, ["file-unreadable"])] * 2


@pytest.mark.parametrize("pattern", ["v**.yaml", "**1.yaml", "v0***", "**/v0*.yaml"])
def test_stars_beside_letters_are_one_star(
    base: KnowledgeBase, tmp_path: Path, pattern: str
) -> None:
    """To some versions of Python they are an error, and to some they search folders in folders."""
    for name in ("v01.yaml", "deeper/v01.yaml", "w02.yaml"):
        put(tmp_path / name, CASE)
    found = [Path(one.file) for one in run(base, tmp_path / pattern)]
    expected = [tmp_path / "v01.yaml"]
    if "/" in pattern:
        expected.insert(0, tmp_path / "deeper" / "v01.yaml")
    assert found == expected


def test_a_file_that_vanishes_after_it_was_found_is_missing(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        put(tmp_path / name, CASE)
    results = Run(base).results([str(tmp_path)])
    states = [next(results).status]
    (tmp_path / "b.yaml").unlink()
    states += [one.status for one in results]
    assert states == ["ok", "invalid", "ok"]


def test_a_file_that_may_not_be_read_is_told_and_the_rest_goes_on(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.jsonl", "b.yaml", "c.yaml"):
        put(tmp_path / name, CASE)
    opened = Path.open

    def denying(self: Path, *given: Any, **named: Any) -> Any:
        if self.name != "c.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(self, *given, **named)

    monkeypatch.setattr(Path, "open", denying)
    results = run(base, tmp_path)
    assert codes(results) == [(0, ["file-unreadable"])] * 2 + [(0, [])]


def test_only_and_exclude_choose_by_path_by_name_and_by_line(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    put(tmp_path / "knee" / "a.yaml", CASE)
    put(tmp_path / "back" / "a.yaml", CASE)
    put(tmp_path / "back" / "many.jsonl", CASE * 4)

    def places(only: tuple[str, ...], exclude: tuple[str, ...] = ()) -> list[str]:
        results = run(base, tmp_path, choice=Choice(only, exclude))
        return [one.place.removeprefix(f"{tmp_path}{os.sep}") for one in results]

    assert places(("*/knee/*",)) == ["knee/a.yaml"]
    assert places(("a.yaml",)) == ["back/a.yaml", "knee/a.yaml"]
    assert places(("many.jsonl:3", "many.jsonl:4")) == ["back/many.jsonl:3", "back/many.jsonl:4"]
    assert places(("*:*",), ("*:[12]",)) == ["back/many.jsonl:3", "back/many.jsonl:4"]
    assert places((), ("many.jsonl", "*/knee/*")) == ["back/a.yaml"]


# Lines


def test_each_line_is_a_case_of_its_own_and_a_bad_one_stops_no_other(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    bad = b'{"runner": {"age": 41}, "areas": ["caf\xe9"]}\n'
    lines = [CASE, b"\n", WRONG, b"no json\n", bad, b'{"a": "\0"}\n', CASE]
    file = put(tmp_path / "cases.jsonl", b"".join(lines))
    assert codes(run(base, file)) == [
        (1, []),
        (3, ["wrong-type"]),
        (4, ["json-syntax"]),
        (5, ["not-utf8"]),
        (6, ["nul-character"]),
        (7, []),
    ]


def test_a_problem_in_a_line_is_told_with_line_column_and_what_stands_there(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    file = put(tmp_path / "cases.jsonl", CASE * 2 + WRONG)
    (problem,) = run(base, file)[2].diagnostics
    assert (problem.line, problem.column) == (3, WRONG.index(b'"old"') + 1)
    assert problem.excerpt is not None
    assert problem.excerpt.text[problem.excerpt.column - 1 :].startswith('"old"')


def test_a_long_line_is_cut_around_the_place_that_is_meant(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    line = {"title": "x" * 300, "runner": {"age": "old"}, "areas": ["knee"]}
    file = put(tmp_path / "cases.jsonl", json.dumps(line).encode())
    (problem,) = run(base, file)[0].diagnostics
    assert problem.excerpt is not None
    assert len(problem.excerpt.text) < 100
    assert problem.excerpt.text[problem.excerpt.column - 1 :].startswith('"old"')


@pytest.mark.parametrize("cut", [1, 20, len(CASE) - 2])
def test_a_last_line_that_was_not_written_to_its_end_is_told(
    base: KnowledgeBase, tmp_path: Path, cut: int
) -> None:
    file = put(tmp_path / "cases.jsonl", CASE + CASE[:cut])
    assert codes(run(base, file)) == [(1, []), (2, ["line-unfinished"])]


def test_a_last_line_without_an_end_is_a_case_if_it_is_whole(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    file = put(tmp_path / "cases.ndjson", CASE + CASE.rstrip())
    assert codes(run(base, file)) == [(1, []), (2, [])]


def test_line_ends_of_windows_and_a_mark_of_utf8_are_no_problem(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    windows = CASE.replace(b"\n", b"\r\n")
    file = put(tmp_path / "cases.jsonl", b"\xef\xbb\xbf" + windows + b"\r\n" + windows)
    assert codes(run(base, file)) == [(1, []), (3, [])]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_another_encoding_is_one_problem_and_not_one_a_line(
    base: KnowledgeBase, tmp_path: Path, encoding: str
) -> None:
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" if encoding == "utf-16-be" else ""
    file = put(tmp_path / "cases.jsonl", (text + (CASE * 9).decode()).encode(encoding))
    (result,) = run(base, file)
    assert [one.code for one in result.diagnostics] == ["not-utf8"]
    assert "UTF-16" in result.diagnostics[0].hint


@pytest.mark.parametrize("raw", [b"", b"\xef\xbb\xbf \n", b"x" * (MAX_BYTES + 1)])
def test_what_is_wrong_with_all_of_a_line_is_told_of_that_line(raw: bytes) -> None:
    told = read_line(Line(7, raw, ended=True), "cases.jsonl")
    assert isinstance(told, Diagnostic)
    assert (told.line, told.column) == (7, 1)


def test_a_line_longer_than_any_case_is_passed_over(base: KnowledgeBase, tmp_path: Path) -> None:
    long = b'{"title": "' + b"x" * (3 * MAX_BYTES) + b'"}\n'
    file = put(tmp_path / "cases.jsonl", CASE + long + CASE)
    assert codes(run(base, file)) == [(1, []), (2, ["file-too-large"]), (3, [])]


def test_an_empty_file_of_lines_is_no_good_run(base: KnowledgeBase, tmp_path: Path) -> None:
    assert codes(run(base, put(tmp_path / "cases.jsonl", b""))) == [(0, ["file-empty"])]


# Compressed

PACKERS = {".gz": gzip.compress, ".zst": zstd.compress}


@pytest.mark.parametrize("suffix", PACKERS)
def test_what_is_compressed_is_read_as_if_it_were_not(
    base: KnowledgeBase, tmp_path: Path, suffix: str
) -> None:
    pack = PACKERS[suffix]
    put(tmp_path / f"a.yaml{suffix}", pack(b"runner: {age: 41}\nareas: [knee]\n"))
    put(tmp_path / f"b.json{suffix}", pack(WRONG))
    put(tmp_path / f"c.jsonl{suffix}", pack(CASE + WRONG) + pack(CASE))
    put(tmp_path / "d.jsonl", pack(CASE))  # known by its first bytes, whatever it is called
    assert codes(run(base, tmp_path)) == [
        (0, []),
        (0, ["wrong-type"]),
        (1, []),
        (2, ["wrong-type"]),
        (3, []),
        (1, []),
    ]
    names = ["a", "b", "c", "c", "c", "d"]
    assert [one.case for one in run(base, tmp_path)] == names, "whether they are cases or not"


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("damage", ["cut", "rubbish behind", "rubbish within"])
def test_what_could_be_unpacked_of_a_damaged_file_is_judged_and_the_rest_told(
    base: KnowledgeBase, tmp_path: Path, suffix: str, damage: str
) -> None:
    noise = random.Random(0).randbytes
    titled = CASE.replace(b"{", b'{"title": "%s", ', 1)
    lines = b"".join(titled % noise(60).hex().encode() for _ in range(4000))
    packed = PACKERS[suffix](lines)
    middle = len(packed) // 2
    damaged = {
        "cut": packed[:middle],
        "rubbish behind": packed + b"rubbish",
        "rubbish within": packed[:middle] + noise(400) + packed[middle + 400 :],
    }[damage]
    file = put(tmp_path / f"a.jsonl{suffix}", damaged)
    *good, last = tasks([str(file)])
    assert getattr(last.content, "code", "") == "packed-broken"
    assert last.line == len(good) + 1
    assert len(good) == 4000 if damage == "rubbish behind" else 400 < len(good) < 4000
    (alone,) = run(base, put(tmp_path / f"b.yaml{suffix}", PACKERS[suffix](CASE)[:-6]))
    assert [one.code for one in alone.diagnostics] == ["packed-broken"]


def test_zstd_that_nothing_can_read_says_what_to_install(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "backports", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    results = run(base, put(tmp_path / "a.jsonl.zst", zstd.compress(CASE)))
    assert codes(results) == [(0, ["zstd-missing"])]
    assert "[zstd]" in results[0].diagnostics[0].hint


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_and_fills_no_memory(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    for name in ("a.yaml.gz", "b.jsonl.gz"):
        put(tmp_path / name, gzip.compress(b"x" * (200 * MAX_BYTES), 1))
    assert codes(run(base, tmp_path)) == [(0, ["file-too-large"]), (1, ["file-too-large"])]


# Standard input


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (CASE, [1]),
        (CASE * 3, [1, 2, 3]),
        (b"\xef\xbb\xbf" + CASE + CASE, [1, 2]),
        (gzip.compress(CASE * 2), [1, 2]),
        (zstd.compress(CASE * 2), [1, 2]),
        (b"\n \n" + CASE + b"\n" + CASE, [3, 5]),
        (b"\n" + CASE, [2]),
        (b"runner: {age: 41}\nareas: [knee]\n", [0]),
        (b"\nrunner: {age: 41}\n\nareas: [knee]\n", [0]),
        (b"{runner: {age: 41}, areas: [knee]}\n", [0]),
        (b'{\n  "runner": {"age": 41},\n  "areas": ["knee"]\n}\n', [0]),
    ],
    ids=[
        "one",
        "three",
        "marked",
        "gzip",
        "zstd",
        "spaced",
        "late",
        "yaml",
        "airy",
        "flow",
        "pretty",
    ],
)
def test_standard_input_is_one_document_or_a_case_a_line(
    base: KnowledgeBase, content: bytes, lines: list[int]
) -> None:
    stream = io.BufferedReader(io.BytesIO(content))
    results = list(Run(base).results(["-"], stream))
    assert [(one.file, one.line, one.status) for one in results] == [
        ("<stdin>", line, "ok") for line in lines
    ]


def test_a_broken_first_line_of_standard_input_stops_no_other(base: KnowledgeBase) -> None:
    stream = io.BytesIO(b'{"runner": \n' + CASE)
    assert codes(list(Run(base).results(["-"], stream))) == [(1, ["json-syntax"]), (2, [])]


@pytest.mark.parametrize("content", [b"", b"\n", b"\n \n\r\n", b"\xef\xbb\xbf\n"])
def test_lines_without_a_case_are_an_empty_file(
    base: KnowledgeBase, tmp_path: Path, content: bytes
) -> None:
    assert codes(run(base, put(tmp_path / "a.jsonl", content))) == [(0, ["file-empty"])]


def test_empty_lines_without_end_are_not_all_kept(base: KnowledgeBase) -> None:
    stream = io.BytesIO(b"\n" * (8 * MAX_BYTES) + CASE)
    assert codes(list(Run(base).results(["-"], stream))) == [(0, ["file-too-large"])]
    assert stream.tell() < 4 * MAX_BYTES


# Names


def test_a_second_case_of_a_name_is_warned_of_and_judged(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    first = put(tmp_path / "a.jsonl", NAMED + CASE + NAMED)
    put(tmp_path / "b.yaml", b"case: anna\nrunner: {age: 41}\nareas: [knee]\n")
    put(tmp_path / "c" / "b.yaml", b"runner: {age: 41}\nareas: [knee]\n")
    results = run(base, tmp_path)
    assert codes(results) == [
        (1, []),
        (2, []),
        (3, ["same-case"]),
        (0, ["same-case"]),
        (0, []),
    ], "a name that a case does not give itself is not its own"
    assert {one.status for one in results} == {"ok"}
    assert f"{first}:1" in results[2].diagnostics[0].message
