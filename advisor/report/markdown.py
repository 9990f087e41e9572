"""A page of Markdown, as repository hosts show it: headings, paragraphs, items, tables, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from advisor.diagnostics import printable
from advisor.report.sheet import Link, Words, parts, plain

Resolve = Callable[[Link], str]
"""Gives where a link leads, seen from the page; empty where there is nothing to lead to."""

_SPECIAL: Final = re.compile(r"([\\`*_\[<|~]|&(?=#|\w+;))")
_LEADING: Final = re.compile(r"\A(\d+(?=[.)])|(?=[-+=#>]))")
"""What begins a list, a heading or a quotation where it stands first in a line."""
_CLOSING: Final = re.compile(r"(\])")
_ESCAPE: Final = r"\\\1"
_LONG: Final = 12
"""A list with more items than this is folded away."""


class MarkdownPage:
    """Gathers lines; text is escaped, so that what is written shows as it stands."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._blocks: list[str] = []
        self._in_list = False

    def comment(self, text: str) -> None:
        """Add what only those see who read the file as it stands."""
        self._block(f"<!-- {text} -->")

    def title(self, text: str, level: int = 1) -> None:
        """Add a heading with an anchor; `level` 1 is the highest."""
        self._block(f"{'#' * level} {escaped(text)}")

    def heading(self, text: str) -> None:
        """Begin a section of an entry; it has no anchor."""
        self._block(f"**{escaped(text)}**")

    def text(self, text: Words, indent: int = 0) -> None:
        """Add a paragraph; with an indent, in a list, it is an item of it."""
        if indent and self._in_list:
            self.item(text, indent)
        else:
            self._block(self._line(text))

    def item(self, text: Words, indent: int = 0, bullet: str = "-") -> None:
        """Add one item of a list; `indent` is two for each list it stands in."""
        line = f"{' ' * indent}{bullet} {self._line(text)}"
        if self._in_list:
            self._blocks[-1] += f"\n{line}"
        else:
            self._block(line)
            self._in_list = True

    def items(self, texts: Iterable[Words], indent: int = 0) -> None:
        """Add a list; a long one is folded away."""
        found = list(texts)
        fold = len(found) > _LONG and not self._in_list
        if fold:
            self._block(f"<details><summary>All {len(found)}</summary>")
        for text in found:
            self.item(text, indent)
        if fold:
            self._block("</details>")

    def gap(self) -> None:
        """Set what follows apart: here by ending a list."""
        self._in_list = False

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[Words]]) -> None:
        """Add a table."""
        lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        lines += [f"| {' | '.join(self._line(cell) for cell in row)} |" for row in rows]
        self._block("\n".join(lines))

    def __str__(self) -> str:
        return "\n\n".join(self._blocks) + "\n"

    def _block(self, text: str) -> None:
        self._blocks.append(text)
        self._in_list = False

    def _line(self, words: Words) -> str:
        line = "".join(
            self._link(part) if isinstance(part, Link) else _inside(part) for part in parts(words)
        )
        return _LEADING.sub(r"\1\\", line.strip())

    def _link(self, link: Link) -> str:
        target = self._resolve(link)
        words = _inside(link.words)
        return f"[{_CLOSING.sub(_ESCAPE, words)}]({target})" if target else words


def escaped(words: Words) -> str:
    """Give words as text that Markdown shows as it stands."""
    return _LEADING.sub(r"\1\\", _inside(plain(words)).strip())


def _inside(text: str) -> str:
    return _SPECIAL.sub(_ESCAPE, printable(re.sub(r"\s+", " ", text)))


def anchor(heading: str, taken: set[str]) -> str:
    """
    Give the anchor that repository hosts give a heading, and take it.

    Small letters, digits, hyphens and underscores stay, spaces become hyphens; of equal ones all
    but the first are numbered.
    """
    slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    name, number = slug, 0
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    taken.add(name)
    return name
