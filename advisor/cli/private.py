"""Files about a person: nobody but their owner can read them, and none is left half-written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click


def write_private(name: str, text: str) -> None:
    """
    Write a file as UTF-8, whole or not at all, readable by its owner only.

    What is no regular file (a device, a pipe) is written to as it is. Ends the command (2) where a
    file cannot be written.
    """
    path = Path(os.path.realpath(name))
    data = text.encode(errors="backslashreplace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path, data)
    except OSError as error:
        raise click.UsageError(f"cannot write {name}: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for its owner
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink()
        raise
