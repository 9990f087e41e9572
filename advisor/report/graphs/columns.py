"""The reasoning laid out in columns: where each box stands, and which way each arrow goes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from advisor.advice import SILENT, Advice
from advisor.report.graphs.drawing import Arrow, Box, Drawing, Head, draw
from advisor.report.graphs.fitting import fitted
from advisor.report.graphs.in_words import in_words
from advisor.report.graphs.layers import Placing, ordered
from advisor.report.graphs.placed import (
    APART,
    BROADEST,
    GUTTER,
    HEAD,
    INSIDE,
    LANE,
    LINE,
    TEXT,
    WIDE,
    Heading,
    Map,
    Place,
)
from advisor.report.graphs.ways import Ways
from advisor.report.graphs.words import TITLES

_KEPT: Final = (TITLES["key"], TITLES["drill"])
"""The columns whose order says something."""


def reasoning_map(advice: Advice) -> Map | None:
    """Lay out the reasoning behind an advice; nothing where it says one thing only."""
    if advice.outcome in SILENT:
        return None
    return _Layout(_together(_trimmed(draw(advice)))).map()


def _trimmed(drawing: Drawing) -> Drawing:
    """Leave out the outcome where the drills say it, and then what leads to nothing else."""
    columns = dict(drawing.columns)
    if TITLES["drill"] not in columns:
        return drawing
    gone = {box.id for box in columns.pop(TITLES["outcome"], ())}
    arrows = tuple(one for one in drawing.arrows if one.end not in gone)
    used = {end for one in arrows for end in (one.start, one.end)}
    left = tuple(
        (title, tuple(box for box in boxes if box.id in used)) for title, boxes in columns.items()
    )
    return replace(drawing, columns=tuple(one for one in left if one[1]), arrows=arrows)


def _together(drawing: Drawing) -> Drawing:
    """Put what was told and leads to the very same places into one box."""
    leads: dict[str, list[tuple[str, Head]]] = {}
    for arrow in drawing.arrows:
        leads.setdefault(arrow.start, []).append((arrow.end, arrow.head))
    ends = {arrow.end for arrow in drawing.arrows}
    alike: dict[object, list[Box]] = {}
    for title, boxes in drawing.columns:
        for box in boxes:
            lead, _, _ = box.text.partition(": ")
            told = title == TITLES["told"] and box.id not in ends
            same = (lead, box.look, tuple(leads[box.id])) if told else box.id
            alike.setdefault(same, []).append(box)
    kept = {boxes[0].id: replace(boxes[0], text=_joined(boxes)) for boxes in alike.values()}
    columns = (
        (title, tuple(kept[box.id] for box in boxes if box.id in kept))
        for title, boxes in drawing.columns
    )
    arrows = (one for one in drawing.arrows if one.start in kept)
    return replace(drawing, columns=tuple(columns), arrows=tuple(arrows))


def _joined(boxes: list[Box]) -> str:
    """Give the text of boxes that begin alike as one."""
    lead, mark, _ = boxes[0].text.partition(": ")
    said = (box.text.removeprefix(lead + mark) for box in boxes)
    return boxes[0].text if len(boxes) == 1 else f"{lead}{mark}{'; '.join(said)}"


class _Layout:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        count = len(drawing.columns)
        self._width = min(BROADEST, (WIDE - GUTTER * (count - 1)) / count)
        self._lefts = [number * (self._width + GUTTER) for number in range(count)]
        self._column = {
            box.id: number for number, (_, boxes) in enumerate(drawing.columns) for box in boxes
        }
        ems = (self._width - 2 * INSIDE) / TEXT
        self._lines = {
            box.id: fitted(box.text, ems) for _, boxes in drawing.columns for box in boxes
        }
        self._lanes = {one: self._passed(one) for one in drawing.arrows}

    def _passed(self, arrow: Arrow) -> tuple[str, ...]:
        """Name the lanes by which an arrow passes columns; those alike to one box share them."""
        start, end = self._column[arrow.start], self._column[arrow.end]
        look = f"{arrow.head}{'-' if arrow.dashed else ''}"
        return tuple(f"{arrow.end}/{look}/{number}" for number in range(start + 1, end))

    def map(self) -> Map:
        """Give the places of boxes and the ways of arrows."""
        drawing, tops = self._drawing, self._tops()
        places = {
            box.id: Place(
                box,
                round(self._lefts[self._column[box.id]], 1),
                round(tops[box.id], 1),
                round(self._width, 1),
                self._height(box.id),
                self._lines[box.id],
            )
            for _, boxes in drawing.columns
            for box in boxes
        }
        return Map(
            width=round(self._lefts[-1] + self._width + (GUTTER if self._turns() else 0), 1),
            height=round(max(one.y + one.height for one in places.values()) + 2, 1),
            headings=tuple(
                Heading(title, round(left, 1), round(self._width, 1))
                for (title, _), left in zip(drawing.columns, self._lefts, strict=True)
            ),
            places=tuple(places.values()),
            ways=tuple(Ways(self._lanes, places, tops, self._lefts, self._width).all()),
            legend=drawing.legend,
            words=tuple(in_words(drawing)),
        )

    def _tops(self) -> dict[str, float]:
        """Give the top of each box and lane."""
        columns = [[box.id for box in boxes] for _, boxes in self._drawing.columns]
        for lane in dict.fromkeys(lane for lanes in self._lanes.values() for lane in lanes):
            columns[int(lane.rpartition("/")[2])].append(lane)
        kept = [
            [box.id for box in boxes] if title in _KEPT else ()
            for title, boxes in self._drawing.columns
        ]
        names = [name for column in columns for name in column]
        heights = {name: self._height(name) for name in names}
        gaps = {name: APART if name in self._lines else LANE for name in names}
        order = ordered(columns, self._links(within=True), kept)
        tops = Placing(order, heights, gaps, self._links(within=False)).tops()
        return {name: top + HEAD for name, top in tops.items()}

    def _height(self, name: str) -> float:
        """Give the height of a box; a lane has none."""
        return len(self._lines[name]) * LINE + 2 * INSIDE - 3 if name in self._lines else 0.0

    def _turns(self) -> bool:
        """Whether some arrow turns back within the last column."""
        last = len(self._lefts) - 1
        return any(self._column[one.start] == self._column[one.end] == last for one in self._lanes)

    def _links(self, *, within: bool) -> dict[str, list[str]]:
        """Give what each box or lane is linked with beside it, and perhaps in its own column."""
        links: dict[str, list[str]] = {}
        for arrow, lanes in self._lanes.items():
            stops = (arrow.start, *lanes, arrow.end)
            if within or self._column[arrow.start] != self._column[arrow.end]:
                for one, other in pairwise(stops):
                    links.setdefault(one, []).append(other)
                    links.setdefault(other, []).append(one)
        return {name: list(dict.fromkeys(found)) for name, found in links.items()}
