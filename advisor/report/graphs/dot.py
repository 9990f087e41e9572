"""The reasoning of one advice as a graph in the language of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from advisor.advice import Advice
from advisor.explanation.target import Target
from advisor.report.graphs.drawing import Arrow, Box, Drawing, Head, Look, draw

_LOOKS: Final[dict[Look, str]] = {
    "told": "solid",
    "concluded": "rounded",
    "outcome": "bold",
    "unmet": "dashed",
    "held": "rounded,dotted",
}
_HEADS: Final[dict[Head, str]] = {"arrow": "normal", "weak": "odot", "cross": "tee"}
_SPECIAL: Final = re.compile(r'(["\\])')


def dot(advice: Advice, about: Target | None = None) -> str:
    """Write the reasoning behind an advice, or what leads to one conclusion, for `dot`."""
    return "\n".join(_lines(draw(advice, about))) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph reasoning {"
    below = _quoted(drawing.below, r"\l")
    yield "  rankdir=LR; nodesep=0.2; ranksep=0.7; labelloc=b; labeljust=l;"
    yield '  fontname="Helvetica"; fontsize=11;'
    yield f"  label={below};"
    yield '  node [shape=box, fontname="Helvetica", fontsize=11, margin="0.12,0.06"];'
    yield "  edge [arrowsize=0.7];"
    for number, (title, boxes) in enumerate(drawing.columns, 1):
        yield f"  subgraph cluster_{number} {{"
        yield f"    label={_quoted([title])}; labelloc=t; color=gray;"
        yield from (f"    {_box(box)}" for box in boxes)
        yield "  }"
    column = {box.id: title for title, boxes in drawing.columns for box in boxes}
    for arrow in drawing.arrows:
        within = column[arrow.start] == column[arrow.end]
        yield f"  {_arrow(arrow, within)}"
    # columns keep their order where no arrow says it
    firsts = [boxes[0].id for _, boxes in drawing.columns]
    if len(firsts) > 1:
        yield f"  {' -> '.join(firsts)} [style=invis, weight=4];"
    yield "}"


def _box(box: Box) -> str:
    return f'{box.id} [label={_quoted(box.lines)}, style="{_LOOKS[box.look]}"];'


def _arrow(arrow: Arrow, within: bool) -> str:
    """Write an arrow; one `within` a column must not push its boxes apart."""
    style = "dashed" if arrow.dashed else "dotted" if arrow.head == "cross" else "solid"
    constraint = ", constraint=false" if within else ""
    head = _HEADS[arrow.head]
    return f"{arrow.start} -> {arrow.end} [arrowhead={head}, style={style}{constraint}];"


def _quoted(lines: Iterable[str], end: str = "") -> str:
    """Give lines as one label; `end` is what follows each, else they are centred."""
    escaped = (_SPECIAL.sub(r"\\\1", line.replace("&", "&amp;")) for line in lines)
    text = "".join(f"{line}{end}" for line in escaped) if end else r"\n".join(escaped)
    return f'"{text}"'
