"""
Every text of a knowledge base that a person can be shown, with its grade and its sources.

    python -m tests.shown_texts [GRADE]    the texts above a reading grade, hardest first
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import click
from click.testing import CliRunner

from advisor.cli import advisor
from advisor.knowledge.entries import SECTIONS
from tests.reading_level import grade, sentences, words

LONGEST_SENTENCE: Final = 35
"""In words."""
HARDEST: Final = 10.0
"""The highest grade of a text that has more words than a grade can be told from."""
SHORT: Final = 30
_NOT_SHOWN: Final = frozenset(
    (
        *("id", "ref", "sources", "grade", "aliases"),
        *("kind", "area", "areas", "spot", "scope", "tissue", "withholds", "blocks", "tags"),
        *("key", "needs", "level", "checklist", "when", "conclude", "notes"),
        *("citation", "mark", "type", "status", "derived", "unit"),
        *("name", "version", "language", "left_out"),
    )
)
"""Fields that hold ids, values and lists, no text; a field not named here is a text."""


@dataclass(frozen=True)
class Text:
    """
    One text: of which entry, rule, attribute or list of words, in which field.

    `kind` is that of the entry, else `rule`, `attribute`, `wording` or `base`. A text without a
    grade of its own has that of its entry, and the sources.
    """

    kind: str
    name: str
    field: str
    words: str
    grade: str = ""
    sources: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        return f"{self.kind} {self.name}: {self.field}"

    @property
    def plain(self) -> str:
        """The text in one line, a word in place of what is filled in."""
        return " ".join(re.sub(r"\{\w+\}", "this", self.words).split())

    @property
    def is_prose(self) -> bool:
        """Whether it is made of sentences, and is no label or headline."""
        return self.plain.endswith((".", "?", "!"))


def texts(documents: Mapping[str, Any]) -> list[Text]:
    """Give every text of the files of a base, by their paths in its folder."""
    return [
        text
        for file, content in documents.items()
        if file != "retired.yaml"
        for text in _file(file, content)
    ]


def _file(file: str, content: Mapping[str, Any]) -> Iterator[Text]:
    if file == "knowledge.yaml":
        yield from _walk(content, "base", "knowledge", "", ("", ()))
        return
    for section, node in content.items():
        if isinstance(node, list):
            kind = SECTIONS.get(file, {}).get(section, "rule")
            for entry in node:
                yield from _walk(entry, kind, entry["id"], "", ("", ()))
        elif "text" in node:
            yield from _walk(node, "wording", section, "", ("", ()))
        else:
            kind = "attribute" if section in ("attributes", "tried") else "wording"
            for name, child in node.items():
                yield from _walk(child, kind, f"{section} {name}", "", ("", ()))


def _walk(
    node: Any, kind: str, name: str, field: str, ground: tuple[str, tuple[str, ...]]
) -> Iterator[Text]:
    if isinstance(node, dict):
        if "grade" in node:
            ground = node["grade"], tuple(node.get("sources", ()))
        for key, child in node.items():
            is_id = key == "of" and isinstance(child, str)  # the kind of what an attribute names
            if key not in _NOT_SHOWN and not is_id:
                yield from _walk(child, kind, name, f"{field}.{key}".strip("."), ground)
    elif isinstance(node, list):
        for number, child in enumerate(node, 1):
            yield from _walk(child, kind, name, f"{field} {number}", ground)
    elif isinstance(node, str):
        yield Text(kind, name, field, node, *ground)


def commands(group: click.Group = advisor, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Give every command with the help it prints."""
    for name in ("", *group.commands):
        words = (*path, name) if name else path
        command = group.commands.get(name)
        if isinstance(command, click.Group):
            yield from commands(command, words)
        else:
            # asked for as a user does: click remembers how a command was asked for help first
            printed = CliRunner().invoke(advisor, [*words, "--help"]).output
            yield " ".join(("advisor", *words)), printed


def hard_sentences(text: Text, longest: int = LONGEST_SENTENCE) -> list[str]:
    """Give the sentences of a text that are longer than they may be."""
    return [one for one in sentences(text.plain) if len(words(one)) > longest]


def is_hard(text: Text, hardest: float = HARDEST) -> bool:
    """Whether a text that is long enough to tell is above a grade."""
    return len(words(text.plain)) > SHORT and grade(text.plain) > hardest


def main(hardest: float) -> None:
    from tests.conftest import rule_documents

    found = [one for one in texts(rule_documents()) if one.field != "term" and words(one.plain)]
    hard = [one for one in found if is_hard(one, hardest) or hard_sentences(one)]
    for text in sorted(hard, key=lambda one: -grade(one.plain)):
        longest = max(len(words(one)) for one in sentences(text.plain))
        sys.stdout.write(f"{grade(text.plain):5.1f} {longest:3} {text.where}\n      {text.plain}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else HARDEST)
