"""A drawing of the reasoning in words: what each box rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.report.graphs.drawing import Drawing, Head

_LEADS: Final[dict[Head, str]] = {
    "arrow": "Rests on",
    "weak": "A further reason, which alone would say less",
    "cross": "Not given because of",
}


def in_words(drawing: Drawing) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give, under the title of its column, a line for each box to which an arrow leads."""
    text = {box.id: box.text for _, boxes in drawing.columns for box in boxes}
    for title, boxes in drawing.columns:
        lines = []
        for box in boxes:
            said = [box.text]
            for head, lead in _LEADS.items():
                found = [
                    text[one.start]
                    for one in drawing.arrows
                    if one.end == box.id and one.head == head
                ]
                if found:
                    said.append(f"{lead}: {'; '.join(found)}")
            if len(said) > 1:
                lines.append(f"{'. '.join(said)}.")
        if lines:
            yield title, tuple(lines)
