"""Which entries and rules of a base are about a row of the domain notes."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.knowledge import Entry, KnowledgeBase
from advisor.language import Rule


def about(base: KnowledgeBase, kinds: Iterable[str], row: str) -> list[Entry]:
    """Give the entries of some kinds that cite a row."""
    return [one for kind in kinds for one in base.entries[kind].values() if row in one.words("ref")]


def citing(base: KnowledgeBase, row: str, kind: str) -> list[Rule]:
    """Give the rules that an author wrote, that cite a row and conclude facts of a type."""
    written = (rule for rule in base.rules if not rule.built_in and row in rule.ref)
    return [rule for rule in written if rule.conclude[0].type == kind]
