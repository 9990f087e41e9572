"""The ways of arrows between boxes in columns, through lanes beside the boxes they pass."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.graphs.drawing import Arrow
from advisor.report.graphs.placed import PORT, TIP, Place, Point, Way


class Ways:
    """The ways of all arrows, each box met by them at ports of its own."""

    def __init__(
        self,
        lanes: dict[Arrow, tuple[str, ...]],
        places: dict[str, Place],
        levels: dict[str, float],
        lefts: list[float],
        width: float,
    ) -> None:
        self._lanes = lanes
        self._places = places
        self._levels = levels
        self._lefts = lefts
        self._width = width

    def all(self) -> Iterable[Way]:
        """Give the way of each arrow."""
        leaving: dict[str, list[tuple[float, str]]] = {}
        coming: dict[str, list[tuple[float, str]]] = {}
        for arrow, lanes in self._lanes.items():
            stops = (arrow.start, *lanes, arrow.end)
            side = leaving if self._within(arrow) else coming
            leaving.setdefault(arrow.start, []).append((self._middle(stops[1]), stops[1]))
            side.setdefault(arrow.end, []).append((self._middle(stops[-2]), stops[-2]))
        starts = {name: self._ports(name, found) for name, found in leaving.items()}
        ends = {name: self._ports(name, found) for name, found in coming.items()}
        for arrow, lanes in self._lanes.items():
            stops = (arrow.start, *lanes, arrow.end)
            start = (self._right(arrow.start), starts[arrow.start][stops[1]])
            if self._within(arrow):
                end = (self._right(arrow.end) + TIP, starts[arrow.end][stops[-2]])
                yield Way(arrow, (start, end), back=True)
                continue
            through: list[Point] = []
            for lane in lanes:
                left = self._lefts[int(lane.rpartition("/")[2])]
                level = round(self._levels[lane], 1)
                through += [(round(left, 1), level), (round(left + self._width, 1), level)]
            end = (round(self._places[arrow.end].x - TIP, 1), ends[arrow.end][stops[-2]])
            yield Way(arrow, (start, *through, end), back=False)

    def _within(self, arrow: Arrow) -> bool:
        return self._places[arrow.start].x == self._places[arrow.end].x

    def _middle(self, name: str) -> float:
        place = self._places.get(name)
        return self._levels[name] if place is None else place.y + place.height / 2

    def _right(self, name: str) -> float:
        return round(self._places[name].x + self._places[name].width, 1)

    def _ports(self, name: str, found: list[tuple[float, str]]) -> dict[str, float]:
        """Give the height at which each neighbour meets a box, in the order in which they stand."""
        place = self._places[name]
        others = list(dict.fromkeys(other for _, other in sorted(found, key=lambda one: one[0])))
        step = min(PORT, (place.height - 8) / max(1, len(others) - 1))
        first = place.y + place.height / 2 - step * (len(others) - 1) / 2
        return {other: round(first + step * number, 1) for number, other in enumerate(others)}
