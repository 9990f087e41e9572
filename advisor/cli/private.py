"""Files about a person: nobody but their owner can read them, and none is left half-written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click


def write_private(name: str, text: str) -> None:
    """
    Write a file as UTF-8, whole or not at all, readable by its owner only.

    What is no regular file (a device, a pipe) is written to as it is. Ends the command (2) where a
    file cannot be written.
    """
    with private_file(name) as file:
        file.write(text.encode(errors="backslashreplace"))


@contextlib.contextmanager
def private_file(name: str) -> Iterator[IO[bytes]]:
    """
    Open a file that is there when all is written to it, and not before; else as `write_private`.

    What went wrong leaves whatever was there before.
    """
    path = Path(os.path.realpath(name))
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
        else:
            with _beside(path) as file:
                yield file
    except OSError as error:
        raise click.UsageError(f"cannot write {name}: {error.strerror}") from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    import tempfile

    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for its owner
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink()
        raise
