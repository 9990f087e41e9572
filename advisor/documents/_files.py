"""Files opened, unpacked where they are compressed, and read whole or line by line."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, cast

from advisor.diagnostics import Diagnostic

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator

MAX_BYTES = 1024 * 1024
"""The largest file or line read; a case of the size of a book is a mistake (our own choice)."""
_USUAL_BYTES = 64 * 1024
BOM = b"\xef\xbb\xbf"
"""What some editors write at the start of a UTF-8 file."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 starts."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
PACKED = (".gz", ".zst")
"""How the names of compressed files end."""
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, its number from 1; `ended` is false where the file stops within it."""

    number: int
    raw: bytes
    ended: bool


class _Unreadable(Exception):
    """A file that cannot be read, with what is wrong as `code`, message and hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def plain_name(name: str) -> str:
    """Give a file name in small letters without the ending of a compressed file."""
    name = name.lower()
    return next((name.removesuffix(one) for one in PACKED if name.endswith(one)), name)


def holds_lines(name: str) -> bool:
    """Tell by its name whether a file holds a case a line."""
    return plain_name(name).endswith(_LINES)


def case_name(file: str) -> str:
    """Give what a case is called that has no name of its own: its file's name without endings."""
    path = PurePath(file)
    plain = path.with_suffix("") if path.suffix.lower() in PACKED else path
    return plain.stem.strip("@<>")


def whole(file: str, code: str, message: str, hint: str = "") -> Diagnostic:
    """Give a problem of a file as a whole."""
    return Diagnostic(code, "error", file, 0, 0, "", message, hint)


def read_raw(path: Path, file: str) -> bytes | Diagnostic:
    """Read a file, unpacked, up to a byte more than it may hold; `file` is what it is called."""
    try:
        with _opened(path) as stream, _unpacked(stream) as plain, _errors():
            return _all_of(plain)
    except _Unreadable as error:
        return whole(file, error.code, error.message, error.hint)


def _all_of(stream: IO[bytes]) -> bytes:
    """Read on to the end, or a byte beyond what a file may hold."""
    usual = stream.read(_USUAL_BYTES)  # for room for the most takes longer than to read
    return usual if len(usual) < _USUAL_BYTES else usual + stream.read(MAX_BYTES + 1 - _USUAL_BYTES)


def read_lines(path: Path, file: str) -> Iterator[Line | Diagnostic]:
    """
    Read a file line by line, unpacked; empty lines are left out.

    A line that is too long, and a file that cannot be read on, are diagnostics in their place.
    """
    at = _Place(file)
    try:
        with _opened(path) as stream, _unpacked(stream) as plain:
            yield from _lines(plain, at)
    except _Unreadable as error:
        yield at.problem(error)


def read_stream(stream: IO[bytes], file: str) -> Iterator[Line | bytes | Diagnostic]:
    """
    Read what may be one document or a JSONL file, unpacked: the bytes of the one, or each line.

    It is JSONL if its first line is JSON by itself, or its second opens a bracket as the first did.
    """
    at = _Place(file)
    try:
        with _unpacked(stream) as plain:
            head = _head(plain)
            if _looks_like_jsonl([raw for raw in head if raw.strip()]):
                yield from _lines(plain, at, head)
            else:
                with _errors():
                    yield b"".join((*head, _all_of(plain)))
    except _Unreadable as error:
        yield at.problem(error)


def _head(stream: IO[bytes]) -> list[bytes]:
    """Read on to the second line that is not empty, or to more than a file may hold."""
    head, told, held = [], 0, 0
    while told < 2 and held <= MAX_BYTES and (raw := _readline(stream)):
        head.append(raw)
        told += bool(raw.strip())
        held += len(raw)
    return head


def _looks_like_jsonl(head: list[bytes]) -> bool:
    if not head or not head[0].removeprefix(BOM).startswith(b"{"):
        return False
    try:
        json.loads(head[0].removeprefix(BOM))
    except (ValueError, RecursionError):
        return len(head) > 1 and head[1].startswith(b"{")
    return True


@dataclass
class _Place:
    """How far a file was read."""

    file: str
    line: int = 0

    def problem(self, error: _Unreadable) -> Diagnostic:
        """Give what is wrong with the line after the last that could be read."""
        at = (self.line + 1, 1) if self.line else (0, 0)
        return Diagnostic(error.code, "error", self.file, *at, "", error.message, error.hint)


def _lines(
    stream: IO[bytes], at: _Place, head: Iterable[bytes] = ()
) -> Iterator[Line | Diagnostic]:
    told = 0
    for raw in itertools.chain(head, iter(lambda: _readline(stream), b"")):
        at.line += 1
        if at.line == 1 and raw.startswith(UTF_16):
            yield Line(1, raw, ended=True)
            return
        if len(raw) > MAX_BYTES:
            told += 1
            yield _too_long(stream, raw, at)
        elif raw.removeprefix(BOM).strip():
            told += 1
            yield Line(at.line, raw, raw.endswith(b"\n"))
    if not told:
        yield whole(at.file, "file-empty", "the file is empty", "write a case into each line")


def _readline(stream: IO[bytes]) -> bytes:
    with _errors():
        return stream.readline(MAX_BYTES + 1)


def _too_long(stream: IO[bytes], raw: bytes, at: _Place) -> Diagnostic:
    """Pass over the rest of a line."""
    while raw and not raw.endswith(b"\n"):
        raw = _readline(stream)
    message = f"a line of more than {MAX_BYTES // 1024} KiB"
    hint = "one case a line; is this a JSONL file?"
    return Diagnostic("file-too-large", "error", at.file, at.line, 1, "", message, hint)


@contextlib.contextmanager
def _errors() -> Iterator[None]:
    """Turn what reading may raise into one error."""
    try:
        yield
    except FileNotFoundError:
        raise _Unreadable("file-missing", "there is no such file") from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _damaged(error) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"cannot be read: {(reason or str(error)).lower()}"
        raise _Unreadable("file-unreadable", message) from None
    except Exception as error:
        if type(error).__name__ != "ZstdError":  # of a module that may not be there
            raise
        raise _damaged(error) from None


def _damaged(error: Exception) -> _Unreadable:
    if isinstance(error, EOFError):
        message = "the compressed file stops in the middle"
        return _Unreadable("packed-broken", message, "copy or write it again, to its end")
    message = f"the compressed file is damaged: {str(error).lower()}"
    return _Unreadable("packed-broken", message, "copy or write it again")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    with _errors():
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _Unreadable("file-is-folder", "this is a folder, not a file")
        if not stat.S_ISREG(mode):
            raise _Unreadable("file-not-regular", "this is not a regular file")
        stream = path.open("rb")
    with stream:
        yield stream


@contextlib.contextmanager
def _unpacked(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """Give what a stream holds, unpacked where its first bytes say that it is compressed."""
    buffered = cast("io.BufferedReader", stream)
    with _errors():
        start = buffered.peek(4)[:4] if hasattr(buffered, "peek") else b""
    if start.startswith(_GZIP):
        with gzip.GzipFile(fileobj=buffered) as plain:
            yield cast("IO[bytes]", plain)
    elif start == _ZSTD:
        with _zstd().ZstdFile(buffered) as plain:
            yield plain
    else:
        yield stream


def _zstd() -> Any:
    try:
        from compression import zstd  # Python 3.14
    except ImportError:
        try:
            from backports import zstd
        except ImportError:
            hint = "install injury-pattern-advisor[zstd], or unpack the file"
            message = "reading zstd takes a package that is not installed"
            raise _Unreadable("zstd-missing", message, hint) from None
    return zstd
