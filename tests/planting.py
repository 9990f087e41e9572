"""Faults planted in a copy of the shipped `rules/`, to show that a test finds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor.documents import Document, read

Change = Callable[[Any], object]


def content_of(path: Path) -> Any:
    """Read a file of the base as plain content."""
    document = read(path)
    assert isinstance(document, Document), document
    return document.value


def contents_of(folder: Path) -> dict[str, Any]:
    """Read every file of a base as plain content, by its path in there."""
    return {
        path.relative_to(folder).as_posix(): content_of(path)
        for path in sorted(folder.rglob("*.yaml"))
    }


def plant(path: Path, change: Change) -> None:
    """Change the content of a file; what is JSON is YAML too."""
    content = content_of(path)
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def entry_of(content: Any, section: str, name: str) -> Any:
    """Give one entry or rule of a file, to be changed."""
    return next(one for one in content[section] if one["id"] == name)
