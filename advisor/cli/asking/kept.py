"""Answers kept on disk while the questions go on, for their owner alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from advisor.cli.private import write_private
from advisor.interview import Field

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was kept: its place, what was asked then, and what was answered."""

    place: str
    seen: str
    label: str
    answer: Any


def kept_file() -> Path:
    """Give the file that holds the answers, in the platform's folder for state."""
    from platformdirs import user_state_path

    return user_state_path("injury-pattern-advisor", appauthor=False) / "interview.json"


def seen(field: Field) -> str:
    """Give what tells whether a question still asks the same, in the same words."""
    asked = (
        field.kind,
        field.text,
        field.how,
        [(one.value, one.label) for one in field.options],
        (field.minimum, field.maximum, field.unit),
    )
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def keep(file: Path, stamp: str, answers: list[Kept]) -> None:
    """
    Write all answers so far, whole or not at all.

    Raises `click.UsageError` where they cannot be written.
    """
    rows = [
        {"place": one.place, "seen": one.seen, "label": one.label, "answer": one.answer}
        for one in answers
    ]
    data = {"format": _FORMAT, "base": stamp, "answers": rows}
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise click.UsageError(f"cannot make {file.parent}: {error.strerror}") from error
    write_private(str(file), json.dumps(data, indent=1) + "\n")


def read_kept(file: Path) -> tuple[str, list[Kept]]:
    """
    Give the knowledge base that answers were given to, and the answers, in their order.

    Raises `click.UsageError` where the file cannot be read.
    """
    try:
        data = json.loads(file.read_bytes())
        if data["format"] != _FORMAT:
            raise ValueError
        answers = [
            Kept(str(row["place"]), str(row["seen"]), str(row["label"]), row["answer"])
            for row in data["answers"]
        ]
        return str(data["base"]), answers
    except FileNotFoundError:
        raise click.UsageError("there are no kept answers to go on with") from None
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError):
        message = f"{file} is damaged; 'advisor ask --forget' removes it"
        raise click.UsageError(message) from None


def forget(file: Path) -> bool:
    """Remove the kept answers; whether there were any."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise click.UsageError(f"cannot remove {file}: {error.strerror}") from error
    return True
