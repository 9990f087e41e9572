"""A share of the fuzzing, what it would notice, and what it has found so far."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch import validate
from advisor.diagnostics import Diagnostic
from advisor.documents import (
    Document,
    Line,
    read_line,
    read_lines,
    read_raw,
    read_stream,
    read_text,
)
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report import diagnosed
from advisor.report.data import dump
from tests import fuzz
from tests.conftest import ROOT
from tests.fuzz_documents import MAKERS, Documents
from tests.fuzz_trial import Trial
from tests.running import written_as

QUICK = settings(deadline=None, max_examples=200, derandomize=True)


@pytest.fixture(scope="module")
def printed() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "3000", "--seed", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert not done.stderr
    return done.stdout


def test_nothing_breaks_on_a_share_of_the_documents(printed: str) -> None:
    assert "nothing found" in printed
    assert printed.startswith("3,000 documents of seed 2")


def test_the_documents_are_wrong_in_every_way_and_not_all_of_them(printed: str) -> None:
    assert "never met: none" in printed
    for maker in MAKERS[:2]:
        (counts,) = re.findall(f"^{maker}: .*", printed, re.MULTILINE)
        assert re.search(r"[1-9]\d* ok", counts)


def test_a_document_can_be_made_again_from_its_number(base: KnowledgeBase) -> None:
    one, other = Documents(base, 5), Documents(base, 5)
    assert [one(number) for number in range(40)] == [other(number) for number in range(40)]
    assert [one(number).raw for number in range(40)] != [
        Documents(base, 6)(number).raw for number in range(40)
    ]


# What it would notice


def faults(base: KnowledgeBase, count: int = 60) -> str:
    found = Trial(base, 1, lambda _: None)(range(count)).faults
    return "\n".join(fault for _, fault in found)


def test_it_notices_an_exception_that_was_caught(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(base) == ""
    monkeypatch.setattr(Reasoner, "advise", lambda *_: 1 / 0)
    assert "internal-error: this program failed: ZeroDivisionError" in faults(base)


def test_it_notices_a_line_that_a_document_forges(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosed, "printable", str)
    assert "a line holds what cannot be shown" in faults(base, 300)


def test_it_notices_two_readings_that_disagree(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Document, "locate", lambda self, *_: (self.line or 1, 1))
    assert "is said to start with" in faults(base)


def test_it_notices_a_case_that_takes_too_long(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fuzz_trial.LONGEST", 0.0)
    assert "takes 0.0 s" in faults(base, 3)


def die(*_: object) -> None:
    os._exit(7)


def hang(*_: object) -> None:
    time.sleep(100)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process starts without the fault")
@pytest.mark.parametrize(("fault", "code"), [(die, 7), (hang, 1)])
def test_it_names_the_document_on_which_the_process_dies_or_hangs(
    fault: Callable[..., None],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Reasoner, "advise", fault)
    monkeypatch.setattr(fuzz, "HANG", 5)
    assert fuzz.main(["10", "--seed", "1", "--found", str(tmp_path)]) == 1
    found = re.findall(rf"FOUND at (\d+): the process ended with {code}", capfd.readouterr().out)
    assert found
    assert {path.name for path in tmp_path.iterdir()} == {f"1-{number}" for number in found}


# Any bytes at all


@QUICK
@given(st.binary(max_size=60), st.booleans())
def test_no_line_raises_and_all_that_is_wrong_is_in_it(raw: bytes, ended: bool) -> None:
    raw = raw.replace(b"\n", b"") + b"\n" * ended
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        return
    found = read_line(Line(3, raw, ended), "cases.jsonl")
    assert isinstance(found, Document) or found.line == 3


@QUICK
@given(
    st.binary(max_size=400),
    st.sampled_from([lambda raw: gzip.compress(raw, mtime=0), zstd.compress]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=4),
    st.floats(0, 1),
)
def test_no_damaged_archive_raises(
    tmp_path_factory: pytest.TempPathFactory,
    plain: bytes,
    pack: Callable[[bytes], bytes],
    mishaps: list[tuple[float, int]],
    left: float,
) -> None:
    packed = bytearray(pack(plain))
    for where, byte in mishaps:
        packed[int(where * len(packed))] = byte
    damaged = bytes(packed[: round(left * len(packed))])
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(damaged)
    whole = read_raw(path, "damaged")
    lines = list(read_lines(path, "damaged"))
    streamed = list(read_stream(BufferedReader(BytesIO(damaged)), "damaged"))
    assert isinstance(whole, (bytes, Diagnostic))
    if damaged == pack(plain):
        assert whole == plain
        assert (
            b"".join(one.raw for one in lines if isinstance(one, Line))
            == b"".join(one for one in plain.splitlines(keepends=True) if one.strip())
            or b"\r" in plain
        )
    assert all(isinstance(one, (Line, bytes, Diagnostic)) for one in (*lines, *streamed))


# What it has found


def first(results: Any) -> Diagnostic:
    diagnostic: Diagnostic = next(iter(results)).diagnostics[0]
    return diagnostic


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name is text")
def test_a_file_whose_name_is_no_text_is_judged_like_any_other(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    for name in (b"caf\xe9.json", b"caf\xe8.json"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text('{"case": "one"}')
    results = list(validate([tmp_path], base))
    assert [one.status for one in results] == ["ok", "ok"]
    assert [one.code for one in results[1].diagnostics] == ["same-case"]
    for form in ("text", "json", "jsonl"):
        assert written_as(form, base, [tmp_path]).encode()
    told = json.loads(written_as("json", base, [tmp_path]))
    assert [one["file"] for one in told["results"]] == [one.file for one in results]


@pytest.mark.parametrize("path", ["a\0b.yaml", "x" * 5000, "x" * 5000 + ".jsonl"])
def test_a_path_that_no_file_can_have_is_a_result(base: KnowledgeBase, path: str) -> None:
    assert first(validate([path], base)).code in ("file-unreadable", "file-missing")


def test_a_line_that_is_cut_is_told_of_in_its_own_line() -> None:
    found = read_line(Line(3, b'{"areas": \n', ended=True), "cases.jsonl")
    assert isinstance(found, Diagnostic)
    assert (found.line, found.column) == (3, 11)


def test_a_line_of_rare_spaces_is_no_empty_file() -> None:
    found = read_line(Line(3, "\u2028\n".encode(), ended=True), "cases.jsonl")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.line, found.column) == ("json-syntax", 3, 1)
    alone = read_text("\u2028".encode(), "case.yaml")
    assert isinstance(alone, Diagnostic)
    assert alone.code == "file-empty"


def test_no_band_of_another_load_can_be_expected(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("expect: {load: {recent-change: over-30}}\n", encoding="utf-8")
    found = first(validate([path], base))
    assert str(found).endswith("unknown-value: expect.load.recent-change: unknown band 'over-30'")
    assert found.hint == "one of: reported"


def test_json_holds_nothing_that_steers_a_terminal(base: KnowledgeBase, tmp_path: Path) -> None:
    title = "\x9b31m \x7f \u202e \u2028 \u2066 é 😀"
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"title": title}), encoding="utf-8")
    for form in ("json", "jsonl"):
        text = written_as(form, base, [path])
        assert not set(title) & set(text) - set(" 31mé😀")
        assert "é 😀" in text
    assert json.loads(written_as("json", base, [path]))["results"][0]["title"] == title
    assert json.loads(dump("\udce9")) == "\udce9"


@pytest.mark.parametrize(
    "text",
    ['{"KEY": 1, "KEY": 2}', "KEY: 1\n", "a: &KEY 1\n", "a: *KEY\n", "a: !KEY 1\n", "areas: [KEY]"],
)
def test_a_name_of_the_length_of_a_book_is_not_told_in_full(
    base: KnowledgeBase, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(text.replace("KEY", "k" * 900), encoding="utf-8")
    found = first(validate([path], base))
    assert len(str(found)) < 1200 + len(str(path))
    assert len(found.hint) < 600


def test_each_of_many_problems_shows_the_line_it_is_in(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("".join(f"k{number}: 1\n" for number in range(60_000)), encoding="utf-8")
    (result,) = validate([path], base)
    assert len(result.diagnostics) == 200
    assert [one.excerpt.text for one in result.diagnostics[:2] if one.excerpt] == ["k0: 1", "k1: 1"]
