"""What a description is written onto: a page for the terminal, or one of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeAlias


class Link(NamedTuple):
    """Words that lead somewhere: to an entry (by its kind), to a rule, to a case or to a file."""

    words: str
    kind: str
    id: str


Words: TypeAlias = str | Link | tuple[str | Link, ...]
"""What a line says; where there are no links to follow, just its words."""


def plain(words: Words) -> str:
    """Give the words alone."""
    return "".join(one if isinstance(one, str) else one.words for one in parts(words))


def parts(words: Words) -> tuple[str | Link, ...]:
    """Give the texts and the links of which words are made."""
    return (words,) if isinstance(words, (str, Link)) else words


def joined(*pieces: Words) -> Words:
    """Put words one behind the other."""
    return tuple(part for piece in pieces for part in parts(piece))


def listed(all_words: Iterable[Words], last: str = " and ") -> Words:
    """Join words as a sentence does: "a, b and c"."""
    found = list(dict.fromkeys(all_words))
    if len(found) < 2:
        return found[0] if found else ""
    return joined(found[0], *_led(found[1:-1], ", "), last, found[-1])


def _led(all_words: Iterable[Words], by: str) -> Iterator[Words]:
    for words in all_words:
        yield by
        yield words


class Sheet(Protocol):
    """Takes what an entry or a rule says, line by line."""

    def title(self, text: str) -> None:
        """Begin the whole."""

    def heading(self, text: str) -> None:
        """Begin a section."""

    def text(self, text: Words, indent: int = 0) -> None:
        """Add a paragraph."""

    def item(self, text: Words, indent: int = 0, bullet: str = "-") -> None:
        """Add one item of a list; `indent` is two for each list it stands in."""

    def items(self, texts: Iterable[Words], indent: int = 0) -> None:
        """Add a list."""

    def gap(self) -> None:
        """Set what follows apart."""
