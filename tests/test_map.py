"""The map on the page: all that is drawn is there, nothing runs over anything else, all fits."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest

from advisor.advice import SILENT, Advice
from advisor.reasoner import shipped_cases
from advisor.report.graphs.columns import reasoning_map
from advisor.report.graphs.drawing import draw
from advisor.report.graphs.fitting import fitted, width_of
from advisor.report.graphs.placed import INSIDE, LINE, TEXT, WIDE, Map, Place, Point, Way
from advisor.report.markup.runner import runner_page
from tests.markup import read_page
from tests.told import Told

STEPS = 24
"""At how many points a stretch of an arrow is looked at."""


@pytest.fixture(scope="module")
def maps(told: list[Told]) -> list[tuple[Advice, Map]]:
    found = [(one.advice, reasoning_map(one.advice)) for one in told]
    return [(advice, one) for advice, one in found if one is not None]


def curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    for step in range(STEPS + 1):
        t = step / STEPS
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        yield (
            a * start[0] + b * first[0] + c * second[0] + d * end[0],
            a * start[1] + b * first[1] + c * second[1] + d * end[1],
        )


def passes(way: Way) -> Iterator[Point]:
    """Give points on an arrow, as the template draws it."""
    for stroke in way.strokes:
        if stroke.straight:
            yield from (stroke.start, stroke.end)
        else:
            yield from curve(stroke.start, *stroke.bends, stroke.end)


def holds(place: Place, point: Point, margin: float = 0.0) -> bool:
    x, y = point
    return (
        place.x - margin < x < place.x + place.width + margin
        and place.y - margin < y < place.y + place.height + margin
    )


def test_only_where_one_thing_is_said_there_is_no_map(told: list[Told]) -> None:
    for one in told:
        assert (reasoning_map(one.advice) is None) == (one.advice.outcome in SILENT), one.where


def test_no_box_stands_over_another_and_all_are_within(maps: list[tuple[Advice, Map]]) -> None:
    for advice, drawn in maps:
        for one, other in itertools.combinations(drawn.places, 2):
            apart = (
                one.x != other.x
                or one.y >= other.y + other.height
                or (other.y >= one.y + one.height)
            )
            assert apart, (advice.case.name, one.box.text, other.box.text)
        for one in drawn.places:
            assert one.y >= 0
            assert one.x + one.width <= drawn.width <= WIDE + 60
            assert one.y + one.height <= drawn.height


def test_no_arrow_runs_through_a_box(maps: list[tuple[Advice, Map]]) -> None:
    for advice, drawn in maps:
        for way in drawn.ways:
            for point in passes(way):
                through = [one.box.text for one in drawn.places if holds(one, point, -0.5)]
                assert through == [], (advice.case.name, way.arrow)


def test_an_arrow_leaves_its_box_and_comes_to_the_other(maps: list[tuple[Advice, Map]]) -> None:
    for _, drawn in maps:
        places = {one.box.id: one for one in drawn.places}
        for way in drawn.ways:
            start, end = places[way.arrow.start], places[way.arrow.end]
            assert math.isclose(way.points[0][0], start.x + start.width, abs_tol=0.2)
            assert start.y < way.points[0][1] < start.y + start.height
            edge = end.x + end.width if way.back else end.x
            assert abs(way.points[-1][0] - edge) < 8
            assert end.y < way.points[-1][1] < end.y + end.height


def test_the_map_has_every_arrow_that_leads_to_what_is_said(told: list[Told]) -> None:
    """A conclusion has as many kinds of arrows on the map as in the other drawings."""
    for one in told[::4]:
        drawn = reasoning_map(one.advice)
        if drawn is None:
            continue
        drawing = draw(one.advice)
        texts = {box.id: box.text for _, boxes in drawing.columns for box in boxes}
        shown = {place.box.id: place.box.text for place in drawn.places}
        ends = {(shown[way.arrow.end], way.arrow.head) for way in drawn.ways}
        outcome = {
            box.text for title, boxes in drawing.columns for box in boxes if "comes" in title
        }
        whole = {(texts[arrow.end], arrow.head) for arrow in drawing.arrows}
        assert ends == whole or ends == {pair for pair in whole if pair[0] not in outcome}
        for start in {arrow.start for arrow in drawing.arrows}:
            said = texts[start].partition(": ")[2] or texts[start]
            given = any(said in text for text in shown.values())
            assert given or {texts[a.end] for a in drawing.arrows if a.start == start} <= outcome


def test_text_fits_its_box_and_none_is_lost(maps: list[tuple[Advice, Map]]) -> None:
    for _, drawn in maps:
        for place in drawn.places:
            assert all(
                width_of(line) * TEXT <= place.width - 2 * INSIDE + 0.1 for line in place.lines
            )
            assert len(place.lines) * LINE < place.height
            assert "".join(place.lines).replace(" ", "") == place.box.text.replace(" ", "")


def test_a_word_too_long_for_a_line_is_broken() -> None:
    lines = fitted(f"short {'m' * 90} end", 12)
    assert max(map(width_of, lines)) <= 12
    assert "".join(lines).replace(" ", "") == f"short{'m' * 90}end"


def test_drills_and_keys_stand_in_their_order(maps: list[tuple[Advice, Map]]) -> None:
    drills = 0
    for advice, drawn in maps:
        for kind in ("drill", "key"):
            labels = [advice.base.entry(kind, one.identity).label for one in advice.facts(kind)]
            title = {"drill": "The drill", "key": "The key that is open"}[kind]
            left = next((one.x for one in drawn.headings if one.text == title), None)
            column = sorted((one for one in drawn.places if one.x == left), key=lambda one: one.y)
            said = [one.box.text.lower() for one in column]
            found = [
                next(number for number, text in enumerate(said) if text.startswith(label.lower()))
                for label in labels
            ]
            assert found == sorted(found), advice.case.name
            drills += len(found)
    assert drills > 200


def test_the_largest_map_prints_large_enough_to_read(maps: list[tuple[Advice, Map]]) -> None:
    for advice, drawn in maps:
        room = (1030, 595) if drawn.lying else (688, 860)
        scale = min(1.0, room[0] / drawn.width, room[1] / drawn.height)
        least = 6.5 if advice.case.name in shipped_cases() else 5.5
        assert scale * TEXT * 0.75 >= least, (advice.case.name, drawn.width, drawn.height)


def test_the_words_below_name_every_box_that_rests_on_another(
    maps: list[tuple[Advice, Map]],
) -> None:
    for advice, drawn in maps[::3]:
        said = " ".join(line for _, lines in drawn.words for line in lines)
        for place in drawn.places:
            assert place.box.text in said, (advice.case.name, place.box.text)


def test_every_box_can_be_read_on_the_page(told: list[Told]) -> None:
    for one in told[::10]:
        drawn = reasoning_map(one.advice)
        if drawn is not None and one.advice.outcome != "see-clinician":
            text = read_page(runner_page(one.advice)).text
            for place in drawn.places:
                assert " ".join(place.lines) in text, one.where
