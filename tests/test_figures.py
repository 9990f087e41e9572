"""The drawings: bodies that could stand so, and poses that show what the article says."""

from __future__ import annotations

import itertools
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
from advisor.report.markup.figures.body import (
    FOREARM,
    NECK,
    SHIN,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Runner,
)
from advisor.report.markup.figures.outline import Outline
from advisor.report.markup.figures.sideways import breastbone
from advisor.report.markup.figures.space import Point
from advisor.report.markup.runner import runner_page
from tests.markup import read_page
from tests.told import Told

SIDEWAYS = {
    "heel rocker": heel_rocker.POSES,
    "hinge": hinge.POSES,
    "co-contraction": box_drill.POSES,
    "stride": stride.POSES,
}
ALL = [(name, pose) for name, poses in SIDEWAYS.items() for pose in poses]


def apart(one: Point, other: Point) -> float:
    return (one - other).length


def lean(low: Point, high: Point) -> float:
    """Give how far a bone leans to the right of upright, in degrees."""
    return math.degrees(math.atan2(high.x - low.x, high.y - low.y))


def knee_bend(runner: Runner) -> float:
    leg = runner.near
    return lean(leg.foot.ankle, leg.knee) - lean(leg.knee, leg.hip)


def hip_bend(runner: Runner) -> float:
    return lean(runner.near.hip, runner.shoulder) - lean(runner.near.knee, runner.near.hip)


@pytest.mark.parametrize(("name", "pose"), ALL)
def test_bones_keep_their_length(name: str, pose: Runner) -> None:
    for leg in (pose.near, pose.far):
        assert apart(leg.hip, leg.knee) == pytest.approx(THIGH)
        assert apart(leg.knee, leg.foot.ankle) == pytest.approx(SHIN)
        assert leg.hip == pose.near.hip
    assert apart(pose.near.hip, pose.shoulder) == pytest.approx(TRUNK)
    assert apart(pose.shoulder, pose.head) == pytest.approx(NECK)
    for arm in (pose.near_arm, pose.far_arm):
        assert apart(arm.shoulder, arm.elbow) == pytest.approx(UPPER_ARM)
        assert apart(arm.elbow, arm.hand) == pytest.approx(FOREARM)


@pytest.mark.parametrize(("name", "pose"), ALL)
def test_one_foot_is_on_the_ground_and_nothing_below_it(name: str, pose: Runner) -> None:
    lows = [leg.foot.lowest for leg in (pose.near, pose.far)]
    assert min(lows) == pytest.approx(0, abs=0.05)
    assert pose.near.foot.lowest == pytest.approx(0, abs=0.05)
    for leg in (pose.near, pose.far):
        assert min(leg.knee.y, leg.foot.ankle.y) > 0


@pytest.mark.parametrize(("name", "pose"), ALL)
def test_knees_bend_forward_and_not_too_far(name: str, pose: Runner) -> None:
    for leg in (pose.near, pose.far):
        bend = lean(leg.foot.ankle, leg.knee) - lean(leg.knee, leg.hip)
        assert -0.5 <= bend < 110, name
        assert leg.foot.toe_bend >= 0


@pytest.mark.parametrize("name", ["hinge", "co-contraction"])
def test_drills_on_one_leg_keep_the_weight_over_the_foot(name: str) -> None:
    for pose in SIDEWAYS[name]:
        heavy = (pose.near.hip * 0.55 + pose.shoulder * 0.45).x
        assert pose.near.foot.heel.x - 12 < heavy < pose.near.foot.tip.x + 3, name


def test_at_mid_stance_the_body_is_over_the_flat_foot_and_the_knee_is_bent() -> None:
    pose = stride.POSES[stride.MOMENTS.index("mid-stance")]
    foot = pose.near.foot
    assert foot.pitch == 0
    assert foot.heel.x < pose.near.hip.x < foot.tip.x
    assert foot.heel.x < pose.shoulder.x < foot.tip.x
    assert knee_bend(pose) > 15
    assert pose.far.foot.lowest > 5, "the other side is off the ground"


def test_landing_is_with_the_foot_ahead_and_the_body_moves_over_it() -> None:
    ahead = [pose.near.hip.x - pose.near.foot.ankle.x for pose in stride.POSES]
    assert ahead[0] < 0
    assert ahead == sorted(ahead)


def test_at_toe_off_the_hip_is_behind_upright_the_knee_nearly_straight_and_the_toe_bent() -> None:
    mid, late, off = (
        stride.POSES[stride.MOMENTS.index(name)]
        for name in ("mid-stance", "late stance", "toe-off")
    )
    assert off.near.foot.toe_bend > 40
    assert off.near.foot.heel.y > 10
    assert hip_bend(off) < hip_bend(late) < hip_bend(mid)
    assert knee_bend(off) < knee_bend(late)
    assert off.far.knee.x > off.near.hip.x + 20, "the other knee is in front"


def test_from_mid_stance_on_the_hip_straightens_before_the_knee() -> None:
    mid, late, off = stride.POSES[1:]
    hips, knees = ([bend(one) for one in (mid, late, off)] for bend in (hip_bend, knee_bend))
    assert (hips[0] - hips[1]) / (hips[0] - hips[2]) > (knees[0] - knees[1]) / (knees[0] - knees[2])


def test_the_heel_rocker_goes_from_the_heel_to_the_whole_foot_and_the_shin_over_it() -> None:
    start, middle, end = heel_rocker.POSES
    assert start.near.foot.pitch < -10
    assert middle.near.foot.pitch == end.near.foot.pitch == 0
    shins = [lean(one.near.foot.ankle, one.near.knee) for one in (start, middle, end)]
    assert shins == sorted(shins)
    arches = [foot.arch for foot in heel_rocker.FEET]
    assert arches[0] == arches[1] > arches[2] > 0, "the arch comes down, and under control"
    for pose in heel_rocker.POSES:
        assert apart(pose.near_arm.hand, Point(32, 110)) < 5, "the hands stay on the support"


def test_the_hip_shift_ends_with_the_breastbone_over_the_knee_over_the_toes() -> None:
    start, middle, end = hip_shift.POSES
    assert abs(end.chest.x - end.knee(1).x) < 3
    assert abs(end.knee(1).x - end.stepped.x) < 3
    assert end.turn > 0, "the pelvis is turned toward the leg it stands on"
    assert start.turn == middle.turn == 0
    assert end.pelvis.x > middle.pelvis.x > start.pelvis.x
    assert end.other.lift > 30, "the other foot is light"
    for stance, side in itertools.product(hip_shift.POSES, (1, -1)):
        foot = stance.stepped if side > 0 else stance.other
        assert apart(stance.hip(side), stance.knee(side)) == pytest.approx(THIGH)
        assert apart(stance.knee(side), foot.ankle) == pytest.approx(SHIN)


def test_the_hinge_folds_at_the_hip_with_breastbone_knee_and_toes_in_line() -> None:
    start, middle, end = hinge.POSES
    folds = [hip_bend(one) for one in (start, middle, end)]
    assert folds == sorted(folds)
    assert folds[1] < 0.7 * folds[2], "a small range first"
    for pose in hinge.POSES:
        foot = pose.near.foot
        assert foot.pitch == 0
        assert foot.ankle.x < pose.near.knee.x <= foot.tip.x, "the knee stays over the toes"
        assert pose.far.foot.ankle.x < foot.heel.x
        assert pose.far.foot.toe_bend > 30, "the back foot is a stand, on its toes"
    assert abs(breastbone(end).x - end.near.knee.x) < 14


def test_in_the_co_contraction_the_hip_opens_first_and_the_knee_last() -> None:
    start, middle, end = box_drill.POSES
    assert hip_bend(start) > 60
    assert hip_bend(middle) < 0.35 * hip_bend(start)
    assert knee_bend(middle) > 0.6 * knee_bend(start) > 30
    assert knee_bend(end) < 8
    assert hip_bend(end) < 8
    assert end.near.foot.toe_bend > 30, "the big toe bends"
    assert all(pose.far.foot.lowest > 1 for pose in box_drill.POSES)


def test_every_drill_and_key_has_a_picture_that_says_whose_it_is(base: KnowledgeBase) -> None:
    for drill in base.entries["drill"]:
        picture = drill_picture(drill)
        assert picture is not None
        assert [bool(frame.caption and frame.shows) for frame in picture.frames] == [True] * 3
        assert picture.note.startswith("Our own drawing")
    marked = []
    for key in base.entries["key"]:
        stride_of_key = key_picture(key)
        assert stride_of_key is not None
        assert "Our own drawing" in stride_of_key.note
        marked.append([one.name for one in stride_of_key.moments if one.marked])
    assert marked == [
        ["landing", "mid-stance"],
        ["mid-stance"],
        ["mid-stance", "late stance", "toe-off"],
    ]
    assert [one.name for one in stride_picture().moments if one.marked] == ["mid-stance", "toe-off"]


def test_what_has_no_drawing_is_left_without_one() -> None:
    assert drill_picture("a-drill-of-another-base") is None
    assert key_picture("a-key-of-another-base") is None


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
