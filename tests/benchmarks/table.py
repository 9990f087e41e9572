"""Tables in plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table under its title: the first column to the left, figures to the right."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    text = [title, "=" * len(title)]
    for number, line in enumerate(lines):
        first, *figures = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        text.append("  ".join((first, *figures)).rstrip())
        if not number:
            text.append("  ".join("-" * width for width in widths))
    return "\n".join(text)


def ratio(value: float) -> str:
    """Write a ratio: two digits that count below 1, two after the point above."""
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def micros(value: float) -> str:
    """Write a time in whole microseconds."""
    return f"{value:,.0f}"
