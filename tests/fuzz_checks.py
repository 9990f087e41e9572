"""What must hold of every document, whatever is in it; each fault found is told in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from advisor.batch import CaseResult, Summary, verdict
from advisor.batch.judge import Judge
from advisor.batch.tasks import Task
from advisor.diagnostics import CODES, Diagnostic
from advisor.documents import Document, Line, read_line, read_text
from advisor.knowledge import KnowledgeBase
from advisor.report.results import WRITERS
from advisor.report.results.writer import Writer

TEXT_FILE, LINE_FILE, LINE = "case.txt", "cases.jsonl", 7
OURS = ("internal-error", "worker-lost")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_STEERS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may steer a terminal, turn what follows it round, or end a line for some reader."""
_SMALL = 20_000
"""Up to so many bytes of JSON every position in it is looked at."""


def judged(judge: Judge, raw: bytes, form: str) -> CaseResult:
    """Give the result of a document as a text by itself, or as a line of a file of many."""
    if form == "line":
        return judge(Task(LINE_FILE, Line(LINE, raw, raw.endswith(b"\n"))))[0]
    return judge(Task(TEXT_FILE, raw))[0]


def result_faults(result: CaseResult) -> Iterator[str]:
    """Find what no result may be."""
    for one in result.diagnostics:
        if one.code in OURS or one.code not in CODES:
            yield f"{one.code}: {one.message}"
        if (one.line == 0) != (one.column == 0) or min(one.line, one.column) < 0:
            yield f"no place: {one.line}:{one.column}"
        if result.line and one.line != result.line:
            yield f"{one.code} is said to be in line {one.line}, not {result.line}"
        if "\n" in str(one) or not str(one).isprintable():
            yield f"{one.code} is no line of text"
        if len(str(one)) > 2000:
            yield f"{one.code} takes {len(str(one))} characters to tell"
    if result.is_case is (result.decision is None and not result.diagnostics):
        yield "neither a decision nor a reason for having none"


def place_faults(raw: bytes, result: CaseResult) -> Iterator[str]:
    """Find diagnostics of places that the document does not have."""
    text = raw.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    lines = _BREAK.split(text)
    longest = max(map(len, (*lines, *text.split("\n"))))
    for one in result.diagnostics:
        if not result.line and one.line > len(lines) + 1:
            yield f"{one.code} in line {one.line} of {len(lines)}"
        if one.column > longest + 1:
            yield f"{one.code} in column {one.column} of {longest}"
        if one.excerpt and not 1 <= one.excerpt.column <= len(one.excerpt.text) + 1:
            yield f"{one.code} points beside its line"


def reading_faults(raw: bytes, form: str) -> Iterator[str]:
    """Find where our two readings of JSON, or ours and the standard library's, disagree."""
    found = read_line(Line(LINE, raw, ended=True), LINE_FILE)
    try:
        value = json.loads(raw.removeprefix(b"\xef\xbb\xbf").decode())
    except (ValueError, RecursionError):
        if isinstance(found, Document):
            yield "reads what is no JSON"
        return
    if isinstance(found, Document):
        if json.dumps(found.value) != json.dumps(value):
            yield "reads another value than json.loads"
        if len(raw) <= _SMALL:
            yield from _position_faults(found)
    elif found.code == "json-syntax":
        yield "refuses what is JSON"


def _position_faults(document: Document) -> Iterator[str]:
    lines = document.text.split("\n")
    for path, value in _nodes((), document.value):
        line, column = document.locate(path)
        first = lines[line - max(document.line, 1)][column - 1 : column]
        if first not in _starts(value):
            yield f"{path} is said to start with {first!r}"


def _nodes(path: tuple[str | int, ...], value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    inside: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for step, one in inside:
        yield from _nodes((*path, step), one)


def _starts(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return json.dumps(value)[0]
    if isinstance(value, str):
        return '"'
    if isinstance(value, dict):
        return "{"
    return "[" if isinstance(value, list) else "-0123456789"


def again_faults(judge: Judge, raw: bytes, form: str, result: CaseResult) -> Iterator[str]:
    """Find a case that means something else when it is written again, as JSON."""
    if result.decision is None:
        return
    found = (
        read_line(Line(LINE, raw, ended=True), LINE_FILE)
        if form == "line"
        else read_text(raw, TEXT_FILE)
    )
    if isinstance(found, Diagnostic):
        yield f"accepted, and then refused: {found}"
        return
    again = judged(judge, json.dumps(found.value).encode(), "line")
    if again.decision != result.decision:
        yield "written again as JSON it gets another decision"


class Rendered:
    """The results of a run in every form there is, with what is wrong in them."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._writers: dict[str, Writer] = {form: make(base) for form, make in WRITERS.items()}
        self._texts = {form: [writer.start()] for form, writer in self._writers.items()}
        self._summary = Summary()
        self._count = 0

    def add(self, result: CaseResult) -> Iterator[str]:
        """Write a result in every form, and find what is wrong with that."""
        self._summary.add(result)
        self._count += 1
        for form, writer in self._writers.items():
            text = writer.case(result)
            self._texts[form].append(text)
            yield from (f"{form}: {fault}" for fault in written_faults(text))
            if form == "text":
                yield from _forged(text, result)

    def faults(self) -> Iterator[str]:
        """End the run, and find forms that cannot be read."""
        for form, writer in self._writers.items():
            text = "".join((*self._texts[form], *writer.end(self._summary)))
            try:
                _WHOLE.get(form, str)(text)
            except (ValueError, ElementTree.ParseError) as error:
                yield f"{form}: cannot be read: {error}"
        lines = "".join(self._texts["jsonl"]).split("\n")
        if len(lines) != self._count + 2:
            yield f"jsonl: {len(lines) - 2} lines of {self._count} results"


def written_faults(text: str) -> Iterator[str]:
    """Find characters in a text that steer what shows it, or that no file can hold."""
    found = _STEERS.search(text)
    if found:
        yield f"holds U+{ord(found[0]):04X}: ...{text[max(0, found.start() - 40) : found.end()]!a}"


def _forged(text: str, result: CaseResult) -> Iterator[str]:
    """Find lines that look like a diagnostic, and are none."""
    lines = text.split("\n")
    heads = [one for one in lines if not one.startswith("    ") and one]
    under = verdict(result) == "under"
    if len(heads) != len(result.diagnostics) + len(result.mismatches) + under:
        yield f"text: {len(heads)} lines look like something wrong"
    if not all(one.startswith(result.file) for one in heads):
        yield "text: a line does not start with the name of its file"
    if not all(one.isprintable() for one in lines):
        yield "text: a line holds what cannot be shown"


def _each_line(text: str) -> None:
    for line in text.splitlines():
        json.loads(line)


_WHOLE: Mapping[str, Callable[[str], object]] = {
    "json": json.loads,
    "jsonl": _each_line,
    "sarif": json.loads,
    "junit": ElementTree.fromstring,
}
"""By form, what reads it; the others are for people."""
