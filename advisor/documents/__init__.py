"""
The only reader of YAML and JSON: a value, and the line and column of every node in it.

A file that cannot be read is a `Diagnostic`, never an exception, so that one bad file cannot stop
a batch. YAML is read as the YAML 1.2 core schema (`yes` and `no` are words), without anchors, tags,
merge keys or second documents: what two people could read in two ways is refused.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics import Diagnostic, Excerpt, Path, pointer, shortened
from advisor.documents import _json, _yaml
from advisor.documents._files import (
    BOM,
    MAX_BYTES,
    UTF_16,
    Line,
    case_name,
    holds_lines,
    plain_name,
    read_lines,
    read_raw,
    read_stream,
    whole,
)
from advisor.documents._marks import Mark, Marks, Problem, Value, mark_at, position

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as FilePath

__all__ = [
    "MAX_BYTES",
    "Document",
    "Line",
    "Value",
    "case_name",
    "holds_lines",
    "plain_name",
    "read",
    "read_line",
    "read_lines",
    "read_numbered",
    "read_raw",
    "read_stream",
    "read_text",
]


_SPACE = " \t\r\n"
"""What JSON and YAML both pass over; they do not agree on rarer spaces."""


@dataclass(frozen=True, slots=True)
class Document:
    """
    A file's value, and where each node of it stands.

    `text` is what was read, for showing the line a problem is in; `line` the line it is, where it
    is one of many in a file, else 0.
    """

    file: str
    value: Value
    _find_marks: Callable[[], Marks | Mark] = field(repr=False)
    text: str = field(default="", repr=False, kw_only=True)
    line: int = field(default=0, kw_only=True)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """
        Give line and column of the node at `path`, or with `key` of the key that leads to it.

        Where the path leaves the document, the position of the last node on it is given.
        """
        line, column = position(self._find_marks(), path, key=key)
        return _in_file(line, self.line), column

    def problem(
        self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Diagnostic:
        """Make a diagnostic of the node at `path`."""
        line, column = self.locate(path, key=key)
        excerpt = Excerpt.of(self.text, 1 if self.line else line, column)
        where, message = shortened(pointer(path)), shortened(message)
        return Diagnostic(code, "error", self.file, line, column, where, message, hint, excerpt)


def read(path: FilePath, name: str | None = None) -> Document | Diagnostic:
    """
    Read a `.json` file as JSON and any other as YAML; `name` is what diagnostics call it.

    A file compressed by gzip or zstd is unpacked.
    """
    file = name if name is not None else str(path)
    raw = read_raw(path, file)
    if isinstance(raw, Diagnostic):
        return raw
    return read_text(raw, file, json=plain_name(path.name).endswith(".json"))


def read_line(line: Line, file: str) -> Document | Diagnostic:
    """Read a line of a JSONL file."""
    found = read_text(line.raw.rstrip(b"\r\n"), file, json=True, line=line.number)
    if not isinstance(found, Diagnostic):
        return found
    if not found.line:  # what is wrong with all of a document is wrong with this line of the file
        found = dataclasses.replace(found, line=line.number, column=1)
    if not line.ended and found.code == "json-syntax":
        message = "the file stops in the middle of this line"
        hint = "let whatever writes it finish; if it has, the end is lost"
        return dataclasses.replace(found, code="line-unfinished", message=message, hint=hint)
    return found


def read_numbered(path: FilePath, number: int, name: str) -> Document | Diagnostic:
    """Read the line of a JSONL file that has a number, from 1; `name` is the file's."""
    for one in read_lines(path, name):
        if isinstance(one, Line) and one.number == number:
            return read_line(one, name)
        if isinstance(one, Diagnostic) and one.line in (0, number):
            return one
    return whole(name, "file-missing", f"there is no case in line {number}")


def read_text(
    raw: bytes, file: str, *, json: bool | None = None, line: int = 0
) -> Document | Diagnostic:
    """
    Read bytes as JSON or YAML; with `json` unset, JSON is tried for what opens a bracket.

    `line` is their line, where they are one of many in a file, else 0.
    """
    if len(raw) > MAX_BYTES:
        hint = "one case a file; split what holds several"
        return whole(file, "file-too-large", f"more than {MAX_BYTES // 1024} KiB", hint)
    try:
        text = raw.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        problem = _not_utf8(raw, error)
        text = raw.decode("utf-8", errors="replace")
    else:
        try:
            return _parse(text, file, json, line)
        except Problem as found:
            problem = found
    at, column = problem.mark
    excerpt = Excerpt.of(text, at, column)
    message, hint = shortened(problem.message), shortened(problem.hint)
    return Diagnostic(
        problem.code, "error", file, _in_file(at, line), column, "", message, hint, excerpt
    )


def _in_file(line: int, first: int) -> int:
    """Give the line in a file of a line in a document that starts in line `first` of it."""
    return line + first - 1 if line and first else line


def _not_utf8(raw: bytes, error: UnicodeDecodeError) -> Problem:
    before = error.object[: error.start].decode("utf-8")
    hint = "save the file as UTF-8"
    if raw.startswith(UTF_16):
        hint += "; this looks like UTF-16, as PowerShell writes with >"
    message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
    return Problem("not-utf8", mark_at(before, len(before)), message, hint)


def _parse(text: str, file: str, json: bool | None, line: int) -> Document:
    if "\0" in text:
        mark = mark_at(text, text.index("\0"))
        raise Problem("nul-character", mark, "a NUL character", "is this a text file?")
    start = text.lstrip(_SPACE)[:1]
    if not start:
        hint = "write something into it, or delete it"
        raise Problem("file-empty", (0, 0), "the file is empty", hint)
    if json or (json is None and start in "{["):
        try:
            value = _json.load(text)
            marks = functools.cache(lambda: _json.marks(text))
            return Document(file, value, marks, text=text, line=line)
        except Problem as problem:
            if json or problem.code != "json-syntax":
                raise  # else it may be YAML that starts with a bracket
    value, marks = _yaml.load(text), functools.cache(lambda: _yaml.marks(text))
    return Document(file, value, marks, text=text, line=line)
