"""A page of text for the terminal: headings, paragraphs and items, wrapped; colour on request."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from advisor.diagnostics import printable
from advisor.report.sheet import Words, plain

WIDTH = 76
NARROW = 40


class Page:
    """Gathers lines. `width` is in columns; with `color` headings are bold."""

    def __init__(self, width: int = WIDTH, *, color: bool = False) -> None:
        self._width = max(NARROW, width)
        self._color = color
        self._lines: list[str] = []

    def title(self, text: str) -> None:
        """Add the headline of the page."""
        self._head(text, "1;4")

    def heading(self, text: str) -> None:
        """Add a heading, with an empty line before it."""
        self.gap()
        self._head(text, "1")

    def text(self, text: Words, indent: int = 0) -> None:
        """Add a paragraph."""
        self._wrap(text, " " * indent, " " * indent)

    def item(self, text: Words, indent: int = 0, bullet: str = "-") -> None:
        """Add one item of a list."""
        first = f"{' ' * indent}{bullet} "
        self._wrap(text, first, " " * len(first))

    def items(self, texts: Iterable[Words], indent: int = 0) -> None:
        """Add a list."""
        for text in texts:
            self.item(text, indent)

    def gap(self) -> None:
        """Set what follows apart by an empty line, unless there is one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _head(self, text: str, style: str) -> None:
        for line in textwrap.wrap(printable(text), self._width, break_on_hyphens=False):
            self._lines.append(f"\x1b[{style}m{line}\x1b[0m" if self._color else line)

    def _wrap(self, text: Words, first: str, rest: str) -> None:
        self._lines += textwrap.wrap(
            printable(" ".join(plain(text).split())),
            self._width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
