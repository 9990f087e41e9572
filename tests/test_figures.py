"""The drawings say what the article and the working text say, and no body in them is impossible."""

from __future__ import annotations

import math
import re

import pytest

from advisor.knowledge import KnowledgeBase
from advisor.report.markup.figures import (
    box_drill,
    drill_picture,
    heel_rocker,
    hinge,
    hip_shift,
    key_picture,
    stride,
    stride_picture,
)
from advisor.report.markup.figures import (
    drills as drawn,
)
from advisor.report.markup.figures.body import Foot, Leg, Runner
from advisor.report.markup.figures.outline import Disc, Outline, hull
from advisor.report.markup.figures.picture import Box, Frame, Picture, Stride
from advisor.report.markup.figures.sideways import breastbone
from advisor.report.markup.figures.space import Point, joint
from advisor.report.markup.rendering import _environment, render
from advisor.report.markup.runner import runner_page
from tests.markup import read_page
from tests.told import Told

RUNNERS = (*heel_rocker.POSES, *hinge.POSES, *box_drill.POSES, *stride.POSES)
MID_STANCE = stride.POSES[stride.MOMENTS.index("mid-stance")]
TOE_OFF = stride.POSES[stride.MOMENTS.index("toe-off")]


def apart(a: Point, b: Point) -> float:
    return (a - b).length


def lean(low: Point, high: Point) -> float:
    """Give how far a bone leans forward from upright, in degrees."""
    return math.degrees(math.atan2(high.x - low.x, high.y - low.y))


def knee_bend(leg: Leg) -> float:
    return lean(leg.foot.ankle, leg.knee) - lean(leg.knee, leg.hip)


def hip_bend(runner: Runner) -> float:
    """Give how far the near hip is bent; less than nothing when it is behind straight."""
    leg = runner.near
    return lean(leg.hip, runner.shoulder) - lean(leg.knee, leg.hip)


def balance(runner: Runner) -> float:
    """Give roughly how far forward the weight of the body is: half in the trunk and head."""
    middle = [runner.shoulder.x, runner.near.hip.x]
    legs = [(leg.hip.x + leg.knee.x + leg.foot.ankle.x) / 3 for leg in (runner.near, runner.far)]
    return 0.6 * sum(middle) / 2 + 0.4 * sum(legs) / 2


def under(foot: Foot) -> tuple[float, float]:
    """Give from where to where a foot is on the ground."""
    return (foot.ball if foot.pitch > 0 else foot.heel).x - 4, foot.tip.x + 4


@pytest.mark.parametrize("runner", RUNNERS)
def test_bones_are_as_long_in_every_pose(runner: Runner) -> None:
    model = RUNNERS[0]
    for name in ("near", "far"):
        ours, theirs = getattr(runner, name), getattr(model, name)
        assert apart(ours.hip, ours.knee) == pytest.approx(apart(theirs.hip, theirs.knee))
        assert apart(ours.knee, ours.foot.ankle) == pytest.approx(
            apart(theirs.knee, theirs.foot.ankle)
        )
        assert apart(ours.foot.heel, ours.foot.ball) == pytest.approx(
            apart(theirs.foot.heel, theirs.foot.ball)
        )
    for arm in (runner.near_arm, runner.far_arm):
        assert apart(arm.shoulder, arm.elbow) == pytest.approx(28)
        assert apart(arm.elbow, arm.hand) == pytest.approx(27)
    assert apart(runner.near.hip, runner.shoulder) == pytest.approx(
        apart(model.near.hip, model.shoulder)
    )


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_near_foot_stands_and_nothing_sinks_into_the_ground(runner: Runner) -> None:
    assert runner.near.foot.lowest == pytest.approx(0, abs=0.5)
    assert runner.far.foot.lowest > -0.5
    assert min(runner.near.knee.y, runner.far.knee.y, runner.near.hip.y) > 20


@pytest.mark.parametrize("runner", RUNNERS)
def test_knees_and_elbows_bend_the_right_way(runner: Runner) -> None:
    for leg in (runner.near, runner.far):
        assert 0 <= knee_bend(leg) < 130
    for arm in (runner.near_arm, runner.far_arm):
        upper, fore = lean(arm.elbow, arm.shoulder), lean(arm.hand, arm.elbow)
        assert 0 <= upper - fore < 130
    assert 0 <= runner.near.foot.toe_bend <= 60


@pytest.mark.parametrize("runner", [*hinge.POSES, *box_drill.POSES, MID_STANCE])
def test_the_weight_is_over_the_foot_that_carries_it(runner: Runner) -> None:
    back, front = under(runner.near.foot)
    assert back < balance(runner) < front


def test_the_heel_rocker_goes_from_the_heel_to_the_whole_foot_to_the_shin_over_it() -> None:
    start, middle, end = (pose.near for pose in heel_rocker.POSES)
    assert start.foot.tip.y > 5 > start.foot.heel.y
    assert middle.foot.pitch == end.foot.pitch == 0
    shins = [lean(leg.foot.ankle, leg.knee) for leg in (start, middle, end)]
    assert shins == sorted(shins)
    assert end.foot.ankle.x < end.knee.x < end.foot.tip.x


def test_the_hands_stay_on_the_support() -> None:
    assert len({pose.near_arm.hand for pose in heel_rocker.POSES}) == 1


def test_the_arch_lowers_while_the_mound_of_the_big_toe_is_down() -> None:
    on_heel, flat, loaded = heel_rocker.FEET
    mound = Point(27, 7)
    assert on_heel.on_ground(mound).y > flat.on_ground(mound).y == loaded.on_ground(mound).y
    assert 0 < loaded.arch < flat.arch == on_heel.arch


def test_the_small_runner_and_the_foot_close_up_do_the_same() -> None:
    for runner, foot in zip(heel_rocker.POSES, heel_rocker.FEET, strict=True):
        assert runner.near.foot.pitch == foot.pitch
        shin = lean(runner.near.foot.ankle, runner.near.knee)
        assert shin == pytest.approx(foot.shin, abs=4)


def test_the_hip_shift_ends_with_breastbone_over_knee_over_toes() -> None:
    end = hip_shift.POSES[-1]
    assert end.chest.x == pytest.approx(end.knee(1).x, abs=3)
    assert end.knee(1).x == pytest.approx(end.stepped.x, abs=3)
    assert end.knee(1).z > end.stepped.ankle.z


def test_the_pelvis_moves_over_the_foot_and_turns_toward_it_only_at_the_end() -> None:
    away = [abs(pose.pelvis.x - pose.stepped.x) for pose in hip_shift.POSES[1:]]
    assert away[1] < away[0] / 2
    assert [pose.turn > 0 for pose in hip_shift.POSES] == [False, False, True]
    end = hip_shift.POSES[-1]
    assert end.middle.x > end.pelvis.x


def test_the_pelvis_stays_level_and_the_other_foot_goes_light() -> None:
    for pose in hip_shift.POSES:
        assert pose.hip(1).y == pose.hip(-1).y
        for side in (1, -1):
            foot = pose.stepped if side > 0 else pose.other
            assert apart(pose.hip(side), pose.knee(side)) == pytest.approx(42)
            assert apart(pose.knee(side), foot.ankle) == pytest.approx(42)
    lifts = [pose.other.lift for pose in hip_shift.POSES]
    assert lifts == sorted(lifts)
    assert {pose.stepped.lift for pose in hip_shift.POSES} == {0}


def test_the_hinge_folds_at_the_hip_while_the_knee_stays_over_the_toes() -> None:
    bends = [hip_bend(pose) for pose in hinge.POSES]
    assert bends[0] < 10 < bends[1] < 60 < bends[2]
    backward = [pose.near.hip.x for pose in hinge.POSES]
    assert backward == sorted(backward, reverse=True)
    for pose in hinge.POSES:
        assert pose.near.foot.ankle.x < pose.near.knee.x < pose.near.foot.tip.x
        assert pose.near.foot.pitch == 0
        assert pose.far.foot.tip.x < pose.near.foot.heel.x


def test_the_hinge_ends_with_the_breastbone_over_the_knee() -> None:
    end = hinge.POSES[-1]
    assert breastbone(end).x == pytest.approx(end.near.knee.x, abs=8)


def test_the_hip_opens_before_the_knee_in_the_box_drill() -> None:
    hips = [hip_bend(pose) for pose in box_drill.POSES]
    knees = [knee_bend(pose.near) for pose in box_drill.POSES]
    opened_hip = (hips[0] - hips[1]) / (hips[0] - hips[2])
    opened_knee = (knees[0] - knees[1]) / (knees[0] - knees[2])
    assert opened_hip > 0.75
    assert opened_knee < 0.5
    assert knees[2] < 10


def test_the_box_drill_is_on_one_leg_and_ends_on_a_bent_big_toe() -> None:
    assert all(pose.far.foot.lowest > 5 for pose in box_drill.POSES)
    bends = [pose.near.foot.toe_bend for pose in box_drill.POSES]
    assert bends[0] == 0
    assert bends[2] > 30


def test_nobody_touches_the_box() -> None:
    front = max(pose.near.foot.tip.x for pose in box_drill.POSES)
    hands = max(arm.hand.x for one in box_drill.POSES for arm in (one.near_arm, one.far_arm))
    assert max(front, hands) < 40


def test_the_stride_lands_ahead_passes_over_the_foot_and_leaves_it_behind() -> None:
    ahead = [pose.near.foot.ankle.x - pose.near.hip.x for pose in stride.POSES]
    assert ahead == sorted(ahead, reverse=True)
    assert 10 < ahead[0] < 30
    assert ahead[3] < -30


def test_mid_stance_is_one_flat_foot_under_the_body_with_the_knee_bent() -> None:
    foot = MID_STANCE.near.foot
    assert foot.pitch == 0
    back, front = under(foot)
    assert back < MID_STANCE.near.hip.x < MID_STANCE.shoulder.x < front
    assert knee_bend(MID_STANCE.near) > 25
    assert MID_STANCE.far.foot.lowest > 10


def test_toe_off_is_an_extended_hip_and_a_bent_big_toe_with_the_other_knee_forward() -> None:
    assert hip_bend(TOE_OFF) < -10
    assert knee_bend(TOE_OFF.near) < knee_bend(MID_STANCE.near)
    assert TOE_OFF.near.foot.toe_bend > 40
    assert TOE_OFF.far.knee.x > TOE_OFF.near.hip.x + 20


def test_the_hip_opens_before_the_knee_in_the_stride() -> None:
    _, middle, late, off = stride.POSES
    hips, knees = (
        [bend(one) for one in (middle, late, off)]
        for bend in (hip_bend, lambda one: knee_bend(one.near))
    )
    assert (hips[0] - hips[1]) / (hips[0] - hips[2]) > (knees[0] - knees[1]) / (knees[0] - knees[2])


def test_bones_that_cannot_reach_say_so() -> None:
    with pytest.raises(ValueError, match="cannot span"):
        joint(Point(0, 0), Point(100, 0), (42, 42), Point(0, 1))


def test_every_drill_of_the_shipped_base_is_drawn_in_three_frames(base: KnowledgeBase) -> None:
    for drill in base.entries["drill"]:
        picture = drill_picture(drill)
        assert picture is not None, drill
        assert len(picture.frames) == 3
        assert all(frame.caption and frame.shows for frame in picture.frames)
        assert picture.note.startswith("Our own drawing")


def test_every_key_of_the_shipped_base_has_its_place_in_the_stride(base: KnowledgeBase) -> None:
    marked = {}
    for key in base.entries["key"]:
        picture = key_picture(key)
        assert picture is not None, key
        marked[key] = [moment.name for moment in picture.moments if moment.marked]
    assert marked == {
        "load-the-foot": ["landing", "mid-stance"],
        "length-with-internal-rotation": ["mid-stance"],
        "hip-before-knee": ["mid-stance", "late stance", "toe-off"],
    }


def test_the_stride_names_mid_stance_and_toe_off() -> None:
    assert [one.name for one in stride_picture().moments if one.marked] == ["mid-stance", "toe-off"]


def test_what_has_no_drawing_has_none() -> None:
    assert drill_picture("a-drill-of-somebody-else") is None
    assert key_picture("a-key-of-somebody-else") is None


def fill(macro: str, picture: Picture | Stride | None) -> str:
    """Give a figure as the template writes it."""
    page = _environment().get_template("figures.html.j2").module
    return str(getattr(page, macro)(picture))


def all_written() -> str:
    """Give all the figures as the templates write them."""
    drills = [drill_picture(name) for name in drawn.DRAWN]
    keys = [key_picture(name) for name in stride.KEYS]
    return "".join(
        [*(fill("drill", one) for one in drills), fill("stride", stride_picture())]
        + [fill("key", one) for one in keys]
    )


def test_every_text_is_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    frame = Frame(hostile, hostile, Box(0, 0, 10, 10), ())
    page = fill("drill", Picture(hostile, hostile, (frame,)))
    assert "<script" not in page
    assert page.count("&lt;script") == 4


def test_a_figure_is_read_aloud_needs_no_id_and_no_colour_of_its_own() -> None:
    page = all_written()
    drawings = re.findall(r"<svg [^>]*>", page)
    assert len(drawings) == 3 * len(drawn.DRAWN) + 1 + len(stride.KEYS)
    assert all('role="img"' in one and re.search(r'aria-label="[A-Z]', one) for one in drawings)
    assert not re.search(r"\bid=|\bstyle=|\bfill=|\bstroke=|#[0-9a-f]{3}|url\(|href", page)
    assert len(page) < 60_000


def test_every_look_has_its_style() -> None:
    looks = set(re.findall(r'class="(fig-[a-z]+)"', all_written()))
    style = render("figures.css")
    assert {look for look in looks if f".{look}" not in style} == set()
    assert not re.search(r"#[0-9a-f]{3}|\brgb|\bhsl", style)


def test_numbers_are_short() -> None:
    numbers = re.findall(r"-?\d*\.\d+", " ".join(re.findall(r' d="([^"]*)"', all_written())))
    assert numbers
    assert {one for one in numbers if len(one.split(".")[1]) > 1} == set()


def test_the_line_round_discs_encloses_them_and_touches_each() -> None:
    big, small = Disc(0, 0, 5), Disc(20, 0, 2)
    corners = corners_of(hull(big, small))
    for disc in (big, small):
        distances = [math.hypot(x - disc.x, y - disc.y) for x, y in corners]
        assert min(distances) == pytest.approx(disc.radius, abs=0.1)
        assert all(distance > disc.radius - 0.1 for distance in distances)


def test_the_order_in_which_discs_are_named_does_not_matter() -> None:
    one, two, three = Disc(0, 0, 5), Disc(20, 0, 2), Disc(10, 10, 3)
    assert set(corners_of(hull(one, two, three))) == set(corners_of(hull(three, two, one)))


def corners_of(outline: Outline) -> list[tuple[float, float]]:
    return [(step.to.x, step.to.y) for step in outline.steps]


def reach(outlines: tuple[Outline, ...]) -> tuple[float, float]:
    places = [spot.x for one in outlines for spot in (one.start, *(step.to for step in one.steps))]
    return min(places), max(places)


def test_nobody_is_cut_off_at_the_edge_of_a_picture(base: KnowledgeBase) -> None:
    pictures = [(stride_picture().box, stride_picture().shapes)]
    for drill in base.entries["drill"]:
        picture = drill_picture(drill)
        assert picture is not None
        pictures += [(frame.box, frame.shapes) for frame in picture.frames]
    for box, shapes in pictures:
        for shape in shapes:
            if shape.look not in ("ground", "skin", "cover"):
                left, right = reach(shape.outlines)
                assert box.left <= left <= right <= box.left + box.width, shape.look


def test_pictures_stand_beside_the_words_and_say_what_they_show(told: list[Told]) -> None:
    shown = 0
    for one in told:
        if one.advice.outcome != "drills":
            continue
        page = runner_page(one.advice)
        read = read_page(page)
        drawings = [found for tag, found in read.tags if tag == "svg"]
        assert all(found["role"] == "img" and found["aria-label"] for found in drawings)
        labels = {found["aria-label"] for found in drawings}
        for drill, _ in one.advice.decision.drills:
            picture = drill_picture(drill)
            assert picture is not None
            assert {frame.shows for frame in picture.frames} <= labels
            shown += 1
        assert not re.search(r"nan|inf\b|e-\d", "".join(read.values("d")))
    assert shown > 100
