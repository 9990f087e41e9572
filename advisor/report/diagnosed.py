"""A diagnostic as lines of text: what is wrong, the line it is in, and how to mend it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from advisor.diagnostics import Diagnostic, printable

_INDENT = "    "


def diagnostic_lines(diagnostic: Diagnostic) -> Iterator[str]:
    """Write a diagnostic, under it the line it is in with a mark, and how to mend it."""
    yield str(diagnostic)
    excerpt = diagnostic.excerpt
    if excerpt is not None:
        yield f"{_INDENT}| {printable(excerpt.text.replace(chr(9), ' '))}"
        yield f"{_INDENT}| {' ' * (excerpt.column - 1)}^"
    if diagnostic.hint:
        hint = printable(diagnostic.hint)
        yield from textwrap.wrap(
            hint, 96, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False
        )
