"""The reasoning of one advice as a flowchart in the language of Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from advisor.advice import Advice
from advisor.explanation.target import Target
from advisor.report.graphs.drawing import Arrow, Drawing, Look, draw

_SETTINGS: Final = (
    '%%{init: {"flowchart": {"wrappingWidth": 600, "nodeSpacing": 20, "rankSpacing": 70}}}%%'
)
"""Lines end where they do here, and boxes stand close."""
_SHAPES: Final[dict[Look, tuple[str, str]]] = {
    "told": ("[", "]"),
    "concluded": ("(", ")"),
    "outcome": ("[[", "]]"),
    "unmet": ("[", "]"),
    "held": ("(", ")"),
}
_STYLES: Final = (
    "classDef told stroke-width:1px",
    "classDef concluded stroke-width:1px",
    "classDef outcome stroke-width:3px",
    "classDef unmet stroke-width:1px,stroke-dasharray:6 4",
    "classDef held stroke-width:2px,stroke-dasharray:2 3",
    "classDef about stroke-width:0px",
)
_CODED: Final = re.compile(r"(?!(?<=\w)-(?=\w))[^\w ,.:()'/?“”]|_")
"""What is written as a code: all but letters, digits, hyphens and marks that mean nothing."""
_JOINED: Final = re.compile(r"\$(?=\$)|:(?=\S)")
"""What would begin a formula or name an icon, even as a code."""
_LIST: Final = re.compile(r"\A(\d+)([.)])(?!\S)")
_COLOUR: Final = re.compile(r":(?=\S*#)")
"""After some words Mermaid takes this, with a code behind it, for a colour."""


def mermaid(advice: Advice, about: Target | None = None) -> str:
    """Write the reasoning behind an advice, or what leads to one conclusion, for Mermaid."""
    return "\n".join(_lines(draw(advice, about))) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield _SETTINGS
    yield "flowchart LR"
    for number, (title, boxes) in enumerate(drawing.columns, 1):
        yield f"  subgraph column{number} [{_quoted([title])}]"
        for box in boxes:
            start, end = _SHAPES[box.look]
            yield f"    {box.id}{start}{_quoted(box.lines)}{end}:::{box.look}"
        yield "  end"
    yield from (f"  {arrow.start} {_line(arrow)} {arrow.end}" for arrow in drawing.arrows)
    yield f"  about[{_quoted(drawing.below)}]:::about"
    yield from (f"  {style}" for style in _STYLES)


def _line(arrow: Arrow) -> str:
    head = {"arrow": ">", "weak": "o", "cross": "x"}[arrow.head]
    return f"-.-{head}" if arrow.dashed or arrow.head == "cross" else f"--{head}"


def _quoted(lines: Iterable[str]) -> str:
    """Give lines as one label in which nothing means anything to Mermaid."""
    label = "<br/>".join(map(_escaped, lines))
    return f'"{_COLOUR.sub(_code(":"), label)}"'


def _escaped(line: str) -> str:
    apart = _JOINED.sub("\\g<0>\N{ZERO WIDTH SPACE}", line)
    coded = _CODED.sub(lambda match: _code(match[0]), apart)
    return _LIST.sub(lambda match: f"{match[1]}{_code(match[2])}", coded)


def _code(letter: str) -> str:
    return f"#{ord(letter)};"
