"""The rule language: what a condition means when much is not known."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.facts import UNKNOWN, AttributeValue, Fact
from advisor.language import (
    Among,
    AtLeast,
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Test,
    Truth,
    Within,
    holds,
    judge,
    open_patterns,
    sure_labels,
    uses,
)

QUICK = settings(deadline=None, max_examples=300, derandomize=True)
TRUTHS: tuple[Truth, ...] = (True, False, None)


def leaf(name: str, label: str | None = None) -> Pattern:
    """Give a pattern unlike any with another name."""
    return Pattern("symptom", (Among("id", frozenset((name,)), name),), label)


A, B, C = leaf("a"), leaf("b"), leaf("c")


def all_of(*parts: Condition) -> AtLeast:
    return AtLeast(len(parts), parts, "all")


def any_of(*parts: Condition) -> AtLeast:
    return AtLeast(1, parts, "any")


def at_least(count: int, *parts: Condition) -> AtLeast:
    return AtLeast(count, parts, "at_least")


def given_truths(truths: Mapping[Pattern, Truth]) -> Callable[[Pattern], Truth]:
    return truths.__getitem__


def truth_of_parts(truths: Mapping[Pattern, Truth]) -> Callable[[Condition], Truth]:
    """Give the truth of any condition, from that of its patterns."""
    return lambda condition: judge(condition, given_truths(truths))


def truth(condition: Condition, *truths: Truth) -> Truth:
    """Judge a condition over A, B and C, given their truths in this order."""
    return judge(condition, given_truths(dict(zip((A, B, C), truths, strict=False))))


# The truth tables


@pytest.mark.parametrize(
    ("one", "two", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_all_and_any_are_kleenes(one: Truth, two: Truth, both: Truth, either: Truth) -> None:
    assert truth(all_of(A, B), one, two) is both
    assert truth(any_of(A, B), one, two) is either


@pytest.mark.parametrize(("part", "whole"), [(True, False), (False, True), (None, None)])
def test_not_turns_what_is_known(part: Truth, whole: Truth) -> None:
    assert truth(Not(A), part) is whole


@pytest.mark.parametrize(("part", "whole"), [(True, False), (False, False), (None, True)])
def test_unknown_is_itself_always_known(part: Truth, whole: Truth) -> None:
    assert truth(IsUnknown(A), part) is whole
    assert truth(Not(IsUnknown(A)), part) is not whole


@pytest.mark.parametrize(
    ("truths", "whole"),
    [
        ((True, True, True), True),
        ((True, True, False), True),
        ((True, None, True), True),
        ((True, False, False), False),
        ((False, None, False), False),
        ((None, False, False), False),
        ((True, None, False), None),
        ((None, None, False), None),
        ((True, None, None), None),
        ((None, None, None), None),
    ],
)
def test_two_of_three(truths: tuple[Truth, ...], whole: Truth) -> None:
    for order in itertools.permutations(truths):
        assert truth(at_least(2, A, B, C), *order) is whole


def test_at_least_one_is_any_and_at_least_as_many_as_there_are_is_all() -> None:
    for truths in itertools.product(TRUTHS, repeat=3):
        assert truth(at_least(1, A, B, C), *truths) is truth(any_of(A, B, C), *truths)
        assert truth(at_least(3, A, B, C), *truths) is truth(all_of(A, B, C), *truths)


def test_conditions_nest() -> None:
    condition = all_of(any_of(A, Not(B)), IsUnknown(any_of(B, C)))
    assert truth(condition, True, False, None) is True
    assert truth(condition, None, None, None) is None
    assert truth(condition, False, None, False) is None
    assert truth(condition, True, True, None) is False


# A test on one fact


def fact(**attributes: AttributeValue) -> Fact:
    return Fact("symptom", "kneecap-ache", attributes)


def among(*values: str | int) -> Among:
    return Among("x", frozenset(values), "x")


def within(
    low: float | None = None,
    high: float | None = None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Within:
    return Within("x", low, high, low_open, high_open, "x")


@pytest.mark.parametrize("test", [among("knee", 3), within(2, 4)])
def test_what_was_not_said_is_unknown_and_what_cannot_be_fails(test: Test) -> None:
    assert holds(test, fact(x=UNKNOWN)) is None
    assert holds(test, fact(y=3)) is False
    assert holds(test, fact(x=3)) is True


@pytest.mark.parametrize(
    ("value", "passes"),
    [
        ("knee", True),
        ("hip", False),
        (("ankle", "knee"), True),
        (("ankle", "hip"), False),
        ((), False),
    ],
)
def test_a_list_passes_if_some_element_does(value: AttributeValue, passes: bool) -> None:
    assert holds(among("knee", "foot"), fact(x=value)) is passes


@pytest.mark.parametrize(
    ("test", "passing", "failing"),
    [
        (within(2, 4), (2, 2.5, 4), (1.999, 4.001, -3)),
        (within(2, 4, low_open=True), (2.001, 4), (2, 4.5)),
        (within(2, 4, high_open=True), (2, 3.999), (4, 1)),
        (within(2, 4, low_open=True, high_open=True), (3,), (2, 4)),
        (within(2), (2, 10**9), (1.999, -(10**9))),
        (within(2, low_open=True), (2.001,), (2, 0)),
        (within(high=4), (4, 0, -(10**9)), (4.001,)),
        (within(high=4, high_open=True), (3.999,), (4,)),
        (within(0, 0), (0, 0.0), (-1, 0.5)),
    ],
)
def test_a_range_holds_its_ends_unless_they_are_open(
    test: Within, passing: Sequence[float], failing: Sequence[float]
) -> None:
    for number in passing:
        assert holds(test, fact(x=number)) is True, number
    for number in failing:
        assert holds(test, fact(x=number)) is False, number
    assert holds(test, fact(x=tuple(failing))) is False
    assert holds(test, fact(x=(*failing, passing[0]))) is True


def test_a_word_lies_in_no_range() -> None:
    assert holds(within(0, 10), fact(x="3")) is False


def test_a_pattern_passes_a_fact_that_passes_every_test() -> None:
    pattern = Pattern("symptom", (among("knee"), Within("worst", 3, None, False, False, "worst")))
    assert pattern.judge(fact(x="knee", worst=3)) is True
    assert pattern.judge(fact(x="knee", worst=2)) is False
    assert pattern.judge(fact(x="knee", worst=UNKNOWN)) is None
    # one failed test decides, whatever else is not known
    assert pattern.judge(fact(x="hip", worst=UNKNOWN)) is False
    assert pattern.judge(fact(x=UNKNOWN, worst=2)) is False
    assert Pattern("symptom", ()).judge(fact()) is True


# What a condition says of its patterns


def test_uses_turn_with_every_not_and_stay_open_under_unknown() -> None:
    condition = all_of(
        A,
        Not(B),
        Not(Not(C)),
        Not(any_of(leaf("d"), Not(leaf("e")))),
        IsUnknown(leaf("f")),
        Not(IsUnknown(Not(leaf("g")))),
        at_least(1, leaf("h"), Not(leaf("i"))),
    )
    assert [(pattern.tests[0].said, use) for pattern, use in uses(condition)] == [
        ("a", "support"),
        ("b", "absence"),
        ("c", "support"),
        ("d", "absence"),
        ("e", "support"),
        ("f", "open"),
        ("g", "open"),
        ("h", "support"),
        ("i", "absence"),
    ]


def test_the_open_patterns_are_those_that_could_still_decide() -> None:
    d, e = leaf("d"), leaf("e")
    truths: dict[Pattern, Truth] = {A: None, B: True, C: False, d: None, e: None}

    def still_open(condition: Condition) -> list[Pattern]:
        return list(open_patterns(condition, truth_of_parts(truths)))

    assert still_open(A) == [A]
    assert still_open(Not(A)) == [A]
    assert still_open(B) == []
    assert still_open(all_of(A, B, d)) == [A, d]
    assert still_open(any_of(C, Not(any_of(A, C)))) == [A]
    # decided without them
    assert still_open(all_of(A, C)) == []
    assert still_open(any_of(A, B)) == []
    assert still_open(IsUnknown(A)) == []
    # the part that is decided no longer matters to the whole that is not
    assert still_open(all_of(any_of(B, d), any_of(A, C), Not(all_of(C, e)))) == [A]


# Sure labels


@pytest.mark.parametrize(
    ("condition", "labels"),
    [
        (leaf("a", "x"), {"x"}),
        (leaf("a"), set()),
        (all_of(leaf("a", "x"), leaf("b", "y"), leaf("c")), {"x", "y"}),
        (any_of(leaf("a", "x"), leaf("b", "y")), set()),
        (any_of(leaf("a", "x"), leaf("b", "x")), {"x"}),
        (any_of(leaf("a", "x"), leaf("b")), set()),
        (at_least(2, leaf("a", "x"), leaf("b", "x"), leaf("c")), {"x"}),
        (at_least(2, leaf("a", "x"), leaf("b"), leaf("c")), set()),
        (at_least(2, leaf("a", "x"), leaf("b", "y"), leaf("c", "x")), {"x"}),
        (any_of(all_of(leaf("a", "x"), leaf("b", "y")), all_of(leaf("c", "x"), A)), {"x"}),
        # an absence, or what nobody said, names no fact
        (Not(leaf("a", "x")), set()),
        (Not(Not(leaf("a", "x"))), set()),
        (IsUnknown(leaf("a", "x")), set()),
        (all_of(leaf("a", "x"), Not(leaf("b", "y"))), {"x"}),
    ],
)
def test_a_label_is_sure_when_every_way_to_be_true_meets_it(
    condition: Condition, labels: set[str]
) -> None:
    assert sure_labels(condition) == labels


# Properties


def patterns_of(condition: Condition) -> list[Pattern]:
    return list(dict.fromkeys(pattern for pattern, _ in uses(condition)))


def joined(parts: Sequence[Condition], count: int) -> AtLeast:
    return at_least(1 + count % len(parts), *parts)


def conditions(
    leaves: st.SearchStrategy[Condition], *, negation: bool
) -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=1, max_size=4)
        several: st.SearchStrategy[Condition] = st.builds(joined, parts, st.integers(0, 11))
        return st.one_of(several, st.builds(Not, inner)) if negation else several

    return st.recursive(leaves, grow, max_leaves=8)


NAMED: st.SearchStrategy[Condition] = st.sampled_from("abcde").map(leaf)


@QUICK
@given(conditions(NAMED, negation=True), st.data())
def test_what_is_decided_stays_decided_when_more_is_told(
    condition: Condition, data: st.DataObject
) -> None:
    names = patterns_of(condition)
    before = {one: data.draw(st.sampled_from(TRUTHS)) for one in names}
    after = {
        one: data.draw(st.booleans()) if known is None else known for one, known in before.items()
    }
    decided = judge(condition, given_truths(before))
    if decided is not None:
        assert judge(condition, given_truths(after)) is decided
    assert judge(condition, given_truths(after)) is not None


@QUICK
@given(conditions(NAMED, negation=True), st.data())
def test_answering_the_open_patterns_decides(condition: Condition, data: st.DataObject) -> None:
    truths: dict[Pattern, Truth] = {
        one: data.draw(st.sampled_from(TRUTHS)) for one in patterns_of(condition)
    }
    waiting = list(open_patterns(condition, truth_of_parts(truths)))
    assert bool(waiting) == (judge(condition, given_truths(truths)) is None)
    assert all(truths[one] is None for one in waiting)
    answered = {one: data.draw(st.booleans()) for one in dict.fromkeys(waiting)}
    assert judge(condition, given_truths({**truths, **answered})) is not None


def labelled(
    condition: Condition, labels: Iterator[str | None], number: Iterator[int]
) -> Condition:
    """Make every pattern of a condition one of its own, with the next of the labels."""
    if isinstance(condition, Pattern):
        return leaf(f"p{next(number)}", next(labels))
    assert isinstance(condition, AtLeast)
    parts = tuple(labelled(part, labels, number) for part in condition.parts)
    return AtLeast(condition.count, parts, condition.word)


@QUICK
@given(conditions(NAMED, negation=False), st.lists(st.sampled_from(["x", "y", None]), min_size=8))
def test_sure_labels_are_those_met_in_every_true_assignment(
    shape: Condition, labels: list[str | None]
) -> None:
    condition = labelled(shape, itertools.cycle(labels), itertools.count())
    patterns = patterns_of(condition)
    met: list[set[str]] = []
    for truths in itertools.product((True, False), repeat=len(patterns)):
        assignment: dict[Pattern, Truth] = dict(zip(patterns, truths, strict=True))
        if judge(condition, given_truths(assignment)):
            met.append({one.label for one in patterns if one.label and assignment[one]})
    assert met, "with every pattern true, a condition without 'not' is true"
    assert sure_labels(condition) == set.intersection(*met)


@QUICK
@given(conditions(NAMED, negation=True))
def test_a_double_not_changes_no_use(condition: Condition) -> None:
    assert list(uses(Not(Not(condition)))) == list(uses(condition))
    turned = {"support": "absence", "absence": "support"}
    assert [use for _, use in uses(Not(condition))] == [turned[use] for _, use in uses(condition)]
    assert {use for _, use in uses(IsUnknown(condition))} == {"open"}
