"""Files about a person: nobody but their owner can read them, and none is left half-written."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NoReturn

import click

from advisor.cli.exit_codes import SIGNALLED


def write_private(name: str, text: str) -> None:
    """
    Write a file as UTF-8, whole or not at all, readable by its owner only.

    What is no regular file (a device, a pipe) is written to as it is. Ends the command (2) where a
    file cannot be written.
    """
    with private_file(name) as write:
        write(text)


@contextlib.contextmanager
def private_file(name: str) -> Iterator[Callable[[str], None]]:
    """
    Give what writes to a file that is there when all is written, and not before.

    It writes as `write_private` does. What went wrong, here or elsewhere, leaves whatever was there
    before.
    """
    path = Path(os.path.realpath(name))
    with contextlib.ExitStack() as stack:
        stack.enter_context(_unwound())
        with _blamed(name):
            file = stack.enter_context(_device(path) if is_device(path) else _beside(path))

        def write(text: str) -> None:
            with _blamed(name):
                file.write(text.encode(errors="backslashreplace"))

        yield write
        with _blamed(name):
            stack.close()


def is_device(path: Path) -> bool:
    """Whether what is there is written to as it is, so that nothing takes its place."""
    return path.exists() and not path.is_file()


@contextlib.contextmanager
def _blamed(name: str) -> Iterator[None]:
    """Tell of what goes wrong with this file, and of nothing else."""
    try:
        yield
    except OSError as error:
        raise click.UsageError(f"cannot write {name}: {error.strerror}") from error


@contextlib.contextmanager
def _device(path: Path) -> Iterator[IO[bytes]]:
    file = path.open("wb")
    with _closed(file):
        yield file


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    """Write beside a file, and put it into its place at the end."""
    import tempfile

    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for its owner
    try:
        file = os.fdopen(handle, "wb")
        with _closed(file):
            yield file
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink()
        raise


@contextlib.contextmanager
def _closed(file: IO[bytes]) -> Iterator[None]:
    """Close a file in the end; if something was wrong already, that is what is told."""
    try:
        yield
        file.close()
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()
        raise


@contextlib.contextmanager
def _unwound() -> Iterator[None]:
    """Let a signal that would end this program at once end it as an error does."""
    caught: list[signal.Signals] = []
    if threading.current_thread() is threading.main_thread():
        there = [one for one in signal.Signals if one.name in ("SIGTERM", "SIGHUP")]
        caught = [one for one in there if signal.getsignal(one) == signal.SIG_DFL]
    for one in caught:
        signal.signal(one, _end)
    try:
        yield
    finally:
        for one in caught:
            signal.signal(one, signal.SIG_DFL)


def _end(number: int, _: object) -> NoReturn:
    raise SystemExit(SIGNALLED + number)
