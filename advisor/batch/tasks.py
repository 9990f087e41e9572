"""What there is to judge: files named, in folders, by patterns, and the lines of JSONL files."""

from __future__ import annotations

import fnmatch
import itertools
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from advisor.diagnostics import Diagnostic
from advisor.documents import Line, holds_lines, plain_name, read, read_lines, read_stream

STDIN = "-"
SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
"""How the names of case files end, perhaps with .gz or .zst behind."""
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Task:
    """
    One case to judge: a file, a line of one, the text of standard input, or what went wrong there.

    Of a file only the name is held; whoever judges it reads it.
    """

    file: str
    content: Line | bytes | Diagnostic | None = None

    @property
    def line(self) -> int:
        """The line of a JSONL file, 0 for a whole file."""
        if isinstance(self.content, Diagnostic):
            return self.content.line
        return self.content.number if isinstance(self.content, Line) else 0

    @property
    def fails(self) -> bool:
        """Whether there is no case here but an error, of a file or folder as a whole."""
        found = self.content
        return isinstance(found, Diagnostic) and not found.line and found.severity == "error"

    @property
    def name(self) -> str:
        """What the case is called in a run: its file, with the line where it is one."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Which cases of a run are judged: those that match a pattern of `only`, and none of `exclude`.

    A pattern (`*`, `?`, `[...]`) is compared with the file as it is printed, with its last part,
    and with both followed by `:LINE` for a line of a JSONL file. What is no case at all, such as a
    path that is not there, `only` does not hide.
    """

    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def allows(self, task: Task) -> bool:
        """Whether a case is to be judged."""
        found = (task.file, task.name)
        names = (*found, *(one.replace(os.sep, "/").rpartition("/")[2] for one in found))

        def matches(patterns: tuple[str, ...]) -> bool:
            return any(fnmatch.fnmatchcase(one, two) for one in names for two in patterns)

        return (not self.only or task.fails or matches(self.only)) and not matches(self.exclude)


def tasks(paths: Iterable[str], stdin: IO[bytes] | None = None) -> Iterator[Task]:
    """
    Give every case there is, in the order of the paths, and by name within a folder.

    A path is a file, a folder to be searched, a pattern with `**` for folders in folders, or `-`
    for `stdin`. A file that is met twice is given once. What cannot be looked into is a task with
    its diagnostic. Files of one case are not read here; those with a case a line are, line by line.
    """
    named = list(paths)
    met: set[str] = set()
    once = len(named) == 1 and not _is_pattern(named[0])  # then no file can be met twice
    for found in itertools.chain.from_iterable(map(_found, named)):
        if isinstance(found, Diagnostic):
            yield Task(found.file, found)
            continue
        real = found if once or found == STDIN else _real(found)
        if real not in met:
            yield from _in_file(found, stdin)
            if not once:
                met.add(real)


def is_among(file: str, paths: Iterable[str], choice: Choice) -> bool:
    """Whether a file is one of those that the paths mean, and that are to be judged."""
    real = _real(file)
    return any(
        isinstance(one, str) and one != STDIN and _real(one) == real and choice.allows(Task(one))
        for one in itertools.chain.from_iterable(map(_found, paths))
    )


def count(paths: Iterable[str]) -> int | None:
    """Tell how many cases there are, as far as that shows without reading any; else None."""
    number = 0
    for found in itertools.chain.from_iterable(map(_found, paths)):
        if isinstance(found, str) and (found == STDIN or holds_lines(found)):
            return None
        number += isinstance(found, str)
    return number


def _in_file(path: str, stdin: IO[bytes] | None) -> Iterator[Task]:
    if path == STDIN and stdin is not None:
        yield from (Task("<stdin>", one) for one in read_stream(stdin, "<stdin>"))
    elif holds_lines(path):
        yield from (Task(path, one) for one in read_lines(Path(path), path))
    else:
        yield Task(path)


def _found(path: str) -> Iterator[str | Diagnostic]:
    """Give the files that a path means."""
    if _is_pattern(path):
        yield from _by_pattern(path)
    elif path != STDIN and _is_folder(path):
        yield from _in_folder(path)
    else:
        there = path == STDIN or os.path.lexists(path)
        found = None if there else read(Path(path), path)  # which tells what is wrong
        yield found if isinstance(found, Diagnostic) else path


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # no path at all, as whoever reads it tells
        return path


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # such as a name that is too long
        return False


def _is_pattern(path: str) -> bool:
    return bool(_MAGIC.intersection(path)) and not os.path.lexists(path)


def _by_pattern(pattern: str) -> Iterator[str | Diagnostic]:
    """Give the case files that a pattern matches, and those in folders that it matches."""
    parts = Path(pattern).parts
    magic = next(at for at, part in enumerate(parts) if _MAGIC.intersection(part))
    # beside other letters ** is an error to some versions of Python, and * to others
    rest = [one if one == "**" else re.sub(r"\*+", "*", one) for one in parts[magic:]]
    top = Path(*parts[:magic])
    if rest[-1] == "**":
        rest.append("*")  # what "**" matches at the end differs between versions of Python
    found = [
        one
        for one in top.glob("/".join(rest))
        if not any(part.startswith(".") for part in one.relative_to(top).parts)
    ]
    if not found:
        hint = "in quotes, * stands for any part of a name, and ** for folders in folders"
        yield Diagnostic("file-missing", "error", pattern, 0, 0, "", "nothing matches this", hint)
    for one in sorted(found):
        if one.is_dir():
            yield from _in_folder(str(one))
        elif _is_case_file(one.name):
            yield str(one)


def _is_case_file(name: str) -> bool:
    return plain_name(name).endswith(SUFFIXES) and not name.startswith(".")


def _in_folder(folder: str) -> Iterator[str | Diagnostic]:
    """Give the case files in a folder and in its folders, without what starts with a dot."""
    denied: list[OSError] = []
    for top, folders, files in os.walk(folder, onerror=denied.append):
        yield from (_unreadable(error) for error in denied)
        denied.clear()
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        linked = [Path(top, one) for one in folders]
        yield from (_linked(str(one)) for one in linked if one.is_symlink())
        start = str(Path(top, "x")).removesuffix("x")  # as a path writes it, without the work
        yield from (start + one for one in sorted(files) if _is_case_file(one))
    yield from (_unreadable(error) for error in denied)


def _unreadable(error: OSError) -> Diagnostic:
    message = f"this folder cannot be read: {(error.strerror or str(error)).lower()}"
    return Diagnostic("file-unreadable", "error", str(error.filename), 0, 0, "", message)


def _linked(path: str) -> Diagnostic:
    message = "a link to a folder, which is not followed"
    hint = "name it, or the folder it leads to, if its cases are meant"
    return Diagnostic("folder-linked", "warning", path, 0, 0, "", message, hint)
