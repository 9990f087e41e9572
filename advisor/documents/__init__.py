"""
The only reader of YAML and JSON: a value, and the line and column of every node in it.

A file that cannot be read is a `Diagnostic`, never an exception, so that one bad file cannot stop
a batch. YAML is read as the YAML 1.2 core schema (`yes` and `no` are words), without anchors, tags,
merge keys or second documents: what two people could read in two ways is refused.
"""

from __future__ import annotations

import functools
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics import Diagnostic, Path, pointer
from advisor.documents import _json, _yaml
from advisor.documents._marks import Mark, Marks, Problem, Value, mark_at, position

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as FilePath

__all__ = ["MAX_BYTES", "Document", "Value", "read", "read_text"]

MAX_BYTES = 1024 * 1024
"""The largest file read; a case of the size of a book is a mistake (our own choice)."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What some editors write at the start of a UTF-8 file."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's value, and where each node of it stands."""

    file: str
    value: Value
    _find_marks: Callable[[], Marks | Mark] = field(repr=False)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """
        Give line and column of the node at `path`, or with `key` of the key that leads to it.

        Where the path leaves the document, the position of the last node on it is given.
        """
        return position(self._find_marks(), path, key=key)

    def problem(
        self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Diagnostic:
        """Make a diagnostic of the node at `path`."""
        line, column = self.locate(path, key=key)
        return Diagnostic(code, "error", self.file, line, column, pointer(path), message, hint)


def read(path: FilePath, name: str | None = None) -> Document | Diagnostic:
    """Read a `.json` file as JSON and any other as YAML; `name` is what diagnostics call it."""
    file = name if name is not None else str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _whole(file, "file-is-folder", "this is a folder, not a file")
        if not stat.S_ISREG(mode):
            return _whole(file, "file-not-regular", "this is not a regular file")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _whole(file, "file-missing", "there is no such file")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        return _whole(file, "file-unreadable", f"cannot be read: {(reason or str(error)).lower()}")
    return read_text(raw, file, json=path.suffix.lower() == ".json")


def read_text(raw: bytes, file: str, *, json: bool | None = None) -> Document | Diagnostic:
    """Read bytes as JSON or YAML; with `json` unset, JSON is tried for what opens a bracket."""
    if len(raw) > MAX_BYTES:
        return _whole(
            file,
            "file-too-large",
            f"more than {MAX_BYTES // 1024} KiB",
            "one case a file; split what holds several",
        )
    try:
        text = raw.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix(_BOM)
        line, column = mark_at(before, len(before))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        hint = "save the file as UTF-8"
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint += "; this looks like UTF-16, as PowerShell writes with >"
        return Diagnostic("not-utf8", "error", file, line, column, "", message, hint)
    try:
        return _parse(text, file, json)
    except Problem as problem:
        return Diagnostic(
            problem.code,
            "error",
            file,
            problem.mark[0],
            problem.mark[1],
            "",
            problem.message,
            problem.hint,
        )


def _parse(text: str, file: str, json: bool | None) -> Document:
    if "\0" in text:
        mark = mark_at(text, text.index("\0"))
        raise Problem("nul-character", mark, "a NUL character", "is this a text file?")
    if not text.strip():
        raise Problem("file-empty", (0, 0), "the file is empty")
    if json or (json is None and text.lstrip()[0] in "{["):
        try:
            return Document(file, _json.load(text), functools.cache(lambda: _json.marks(text)))
        except Problem as problem:
            if json or problem.code != "json-syntax":
                raise  # else it may be YAML that starts with a bracket
    value, marks = _yaml.load(text)
    return Document(file, value, lambda: marks)


def _whole(file: str, code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(code, "error", file, 0, 0, "", message, hint)
