"""`rules/` read, checked and linked into one immutable `KnowledgeBase`."""

from __future__ import annotations

from pathlib import Path

from advisor.knowledge.base import Attribute, Entry, KnowledgeBase, LeftOut, kind_of
from advisor.knowledge.built_in import is_need
from advisor.knowledge.names import meanings
from advisor.knowledge.reading import read_folder
from advisor.knowledge.rule_shape import REASONING as RULES_SCHEMA
from advisor.shipped import shipped

__all__ = [
    "RULES_SCHEMA",
    "Attribute",
    "Entry",
    "KnowledgeBase",
    "LeftOut",
    "is_need",
    "kind_of",
    "load",
    "meanings",
]


def load(folder: str | Path | None = None) -> KnowledgeBase:
    """
    Read the knowledge base in a folder, or the shipped one.

    Raises `KnowledgeError`, which holds a diagnostic with file, line and column for each fault.
    """
    return read_folder(Path(folder) if folder is not None else shipped("rules"))
