"""The rich interface: every key does what the screen says, on any screen, and nothing is lost."""

from __future__ import annotations

import dataclasses
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor.cases import Place
from advisor.cli.asking.choosing import Choosing
from advisor.cli.asking.entries import number
from advisor.cli.asking.interface import Back, Given, Leave, Reply, Screen, Stop
from advisor.cli.asking.layout import Layout
from advisor.cli.asking.rich import RichInterface
from advisor.cli.asking.words import in_ascii, said
from advisor.cli.asking.wrapping import wrapped
from advisor.interview import Field, Interview, Option, Prompt
from advisor.knowledge import KnowledgeBase
from tests.terminal import Terminal

UP, DOWN, ENTER, TAB, SPACE, BACKSPACE = "\x1b[A", "\x1b[B", "\r", "\t", " ", "\x7f"
UNSURE, WHY, BACK, LEAVE, INTERRUPT, END = "\x15", "\x19", "\x02", "\x18", "\x03", "\x04"
NOW = "\x0e"
PASTED = "\x1b[200~{}\x1b[201~"

AGE: Place = ("runner", "runner", "age")
KM: Place = ("runner", "runner", "latest_long_run_km")
SIDE: Place = ("symptom", "wobbly", "side")
AREAS: Place = ("area", "", "")
WEEK: Place = ("exercise", "", "")


def check(name: str, **more: Any) -> Field:
    return Field(("screening", name, "answer"), "yes-no", name, f"Do you have {name}?", **more)


FEVER, LIMP, RASH = (check(name) for name in ("fever", "a limp", "a rash"))
CHECKS = Prompt("general health", "", (FEVER, LIMP, RASH), checklist=True)
age = Field(AGE, "number", "age", "How old are you?", minimum=5, maximum=110)
distance = Field(KM, "number", "run", "How long?", maximum=250, whole=False, unit="km")
weeks = Field(("symptom", "wobbly", "duration_weeks"), "number", "so far", "", maximum=1040)
side = Field(
    SIDE, "one", "side", "Which side?", options=(Option("left", "Left"), Option("right", "Right"))
)
areas = Field(
    AREAS,
    "several",
    "where",
    "Where?",
    options=(Option("knee", "knee", "The kneecap."), Option("foot", "foot")),
    unsure=False,
)
EXERCISES = (
    Option("clamshell", "clamshells", "On your side.", ("clam", "banded clams")),
    Option("side-step", "side-steps", "", ("crab walk", "band walk")),
    *(Option(f"move-{number}", f"move {number}") for number in range(3, 15)),
)
week = Field(WEEK, "several", "what you train", "What do you train?", options=EXERCISES)


def screen(*fields: Field, before: Given | None = None, first: bool = False) -> Screen:
    prompt = CHECKS if fields == CHECKS.fields else Prompt("your week", "", fields)
    return Screen(prompt, "3 of 9", before or {}, lambda one: f"Because of {one.label}.", first)


def screen_of_signs(count: int) -> Screen:
    signs = tuple(check(f"sign {number}") for number in range(1, count + 1))
    return Screen(Prompt("signs", "", signs, True), "", {}, lambda _: "")


@contextmanager
def with_keys(keys: str) -> Iterator[RichInterface]:
    """Give an interface to which some keys are typed; Ctrl-C follows, should they not be enough."""
    with create_pipe_input() as typed:
        typed.send_text(keys + INTERRUPT)
        yield RichInterface(True, False, keys=typed, output=DummyOutput())


def answered(asked: Screen, keys: str) -> Reply:
    """Give what a screen gives back for some keys."""
    with with_keys(keys) as interface:
        return interface.ask(asked)


def is_open(asked: Screen, keys: str) -> bool:
    """Whether a screen still waits after some keys."""
    with pytest.raises(KeyboardInterrupt):
        answered(asked, keys)
    return True


def drawn(asked: Choosing, columns: int = 80, height: int = 24, *, ascii_only: bool = True) -> str:
    laid = Layout(asked, in_ascii if ascii_only else str, ascii_only=ascii_only)
    return "\n".join(line.text for line in laid.lines(columns, height))


def no_to_all(**but: str) -> dict[Place, str]:
    given = {one.place: "no" for one in CHECKS.fields}
    return given | {("screening", name.replace("_", " "), "answer"): to for name, to in but.items()}


# checklists


def test_enter_on_a_row_of_a_checklist_says_yes_and_go_on_says_no_to_the_others() -> None:
    assert answered(screen(*CHECKS.fields), DOWN + ENTER + TAB + ENTER) == no_to_all(a_limp="yes")


def test_space_marks_as_enter_does_and_a_second_time_says_not_sure() -> None:
    keys = SPACE + SPACE + TAB + ENTER
    assert answered(screen(*CHECKS.fields), keys) == no_to_all(fever="unsure")


def test_a_third_time_takes_the_mark_away() -> None:
    asked = screen(*CHECKS.fields)
    assert answered(asked, ENTER * 3 + DOWN + ENTER + TAB + ENTER) == no_to_all(a_limp="yes")


def test_none_of_these_says_no_to_all() -> None:
    assert answered(screen(*CHECKS.fields), DOWN * 3 + ENTER) == no_to_all()


def test_with_nothing_marked_going_on_does_not_mean_none() -> None:
    assert is_open(screen(*CHECKS.fields), DOWN * 5 + ENTER)
    asked = Choosing(screen(*CHECKS.fields))
    asked.move(5)
    assert asked.press() is None
    assert "Nothing is marked" in drawn(asked)


def test_none_of_these_is_refused_beside_a_mark() -> None:
    assert is_open(screen(*CHECKS.fields), ENTER + DOWN * 3 + ENTER)


def test_none_of_a_list_that_goes_on_turns_it_like_a_page() -> None:
    asked = Choosing(screen_of_signs(30))
    laid = Layout(asked, str, ascii_only=True)
    pages = []
    reply = None
    while reply is None:
        shown = [line.text for line in laid.lines(80, 20) if ". sign" in line.text]
        pages.append(shown)
        asked.to_end()
        reply = asked.press()
    assert len(pages) <= 3
    assert reply == {one.place: "no" for one in asked.fields}


def test_not_sure_of_what_is_blank_leaves_what_is_marked_and_goes_on() -> None:
    expected = no_to_all(fever="yes", a_limp="unsure", a_rash="unsure")
    assert answered(screen(*CHECKS.fields), ENTER + DOWN * 4 + ENTER) == expected
    expected = no_to_all(fever="unsure", a_limp="unsure", a_rash="unsure")
    assert answered(screen(*CHECKS.fields), DOWN * 4 + ENTER) == expected


def test_ctrl_u_marks_the_row_under_the_cursor_as_not_sure() -> None:
    keys = DOWN + UNSURE + TAB + ENTER
    assert answered(screen(*CHECKS.fields), keys) == no_to_all(a_limp="unsure")


def test_ctrl_u_changes_nothing_below_the_list() -> None:
    asked = screen(*CHECKS.fields)
    assert answered(asked, ENTER + TAB + UNSURE + ENTER) == no_to_all(fever="yes")


def test_a_digit_marks_where_one_is_enough() -> None:
    given = answered(screen(*CHECKS.fields), "131" + TAB + ENTER)
    assert given == no_to_all(fever="unsure", a_rash="yes")
    assert answered(screen(areas), "2" + TAB + ENTER) == {AREAS: ["foot"]}


def test_a_number_moves_in_a_long_checklist_and_marks_nothing() -> None:
    """For 1 and then 2 may be 12, and no mark is to be lost that way."""
    asked = Choosing(screen_of_signs(12))
    asked.type("1")
    asked.type("2")
    assert "> [ ] 12. sign 12" in drawn(asked)
    assert "On number 12. Enter marks it." in drawn(asked)
    asked.press()
    assert list(asked.marks) == [check("sign 12").place]


def test_letters_are_no_command_in_a_checklist() -> None:
    asked = screen(*CHECKS.fields)
    assert answered(asked, "qynbx?<" + ENTER + TAB + ENTER) == no_to_all(fever="yes")


def test_a_checklist_shows_the_question_of_the_row_in_full() -> None:
    asked = Choosing(screen(*CHECKS.fields))
    assert "| Do you have fever?" in drawn(asked)
    asked.move(1)
    assert "| Do you have a limp?" in drawn(asked)
    assert "| Do you have fever?" not in drawn(asked)


def test_a_check_not_to_be_tried_does_not_say_how() -> None:
    tried, other = (
        Field(("observation", name, "answer"), "yes-no", name, "Does it?", how=f"Hop {name}.")
        for name in ("high", "low")
    )
    barred = Field(
        ("observation", "far", "answer"), "yes-no", "far", "Is it?", how="Leap.", hands_off=True
    )
    shown = Choosing(Screen(Prompt("", "", (tried, barred, other), True), "", {}, lambda _: ""))
    assert "Hop high." in drawn(shown)
    assert "Did you see or feel any of these?" in drawn(shown)
    shown.move(1)
    assert "Do not try this now." in drawn(shown)
    assert "Leap" not in drawn(shown)


@pytest.mark.parametrize(("key", "answer"), [("1", "yes"), ("2", "no"), ("3", "unsure")])
def test_a_single_check_is_asked_as_a_question_and_a_digit_answers_it(
    key: str, answer: str
) -> None:
    asked = Screen(Prompt("fever", "", (FEVER,), True), "", {}, lambda _: "")
    assert answered(asked, key) == {FEVER.place: answer}
    assert "Do you have fever?\n" in drawn(Choosing(asked))


# one of a few, several, and forms


def test_one_answer_is_chosen_by_arrow_or_digit() -> None:
    assert answered(screen(side), DOWN + ENTER) == {SIDE: "right"}
    assert answered(screen(side), "1") == {SIDE: "left"}
    assert answered(screen(side), "3") == {SIDE: "unsure"}
    assert answered(screen(side), UNSURE) == {SIDE: "unsure"}
    assert is_open(screen(side), "7")


def test_several_answers_are_given_in_the_order_of_the_list() -> None:
    assert answered(screen(areas), DOWN + ENTER + UP + SPACE + TAB + ENTER) == {
        AREAS: ["knee", "foot"]
    }


def test_a_mark_can_be_taken_away_and_then_nothing_is_answered() -> None:
    assert is_open(screen(areas), ENTER + ENTER + DOWN * 3 + ENTER)


def test_nothing_bothers_me_is_an_answer_of_its_own() -> None:
    assert "Nothing bothers me" in drawn(Choosing(screen(areas)))
    assert answered(screen(areas), DOWN * 2 + ENTER) == {AREAS: []}


def test_not_sure_is_offered_only_where_it_is_an_answer() -> None:
    assert "Not sure" not in drawn(Choosing(screen(areas)))
    assert is_open(screen(areas), UNSURE)
    assert answered(screen(week), UNSURE) == {WEEK: "unsure"}


def test_two_quick_digits_are_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(screen(week), "12" + ENTER + TAB + ENTER) == {WEEK: ["move-12"]}
    seconds = iter([10.0, 12.0])
    monkeypatch.setattr("time.monotonic", lambda: next(seconds))
    slowly = Choosing(screen(week))
    slowly.type("1")
    slowly.type("2")
    assert slowly.cursor.value == "side-step"


def test_answering_a_field_of_a_form_moves_to_the_next_one() -> None:
    keys = "41" + ENTER + "2" + ENTER + TAB + ENTER
    assert answered(screen(age, side, areas), keys) == {
        AGE: 41,
        SIDE: "right",
        AREAS: ["knee"],
    }


def test_a_form_goes_on_only_when_all_is_answered_and_says_what_is_open() -> None:
    asked = Choosing(screen(age, areas))
    asked.tab()
    asked.press()
    asked.tab()
    assert asked.press() is None
    assert "Still open: How old are you?" in drawn(asked)
    asked.type("41")
    assert asked.press() is None  # on to what goes on, with the areas kept
    assert asked.press() == {AGE: 41, AREAS: ["knee"]}


def test_a_form_goes_on_by_itself_once_its_last_question_is_answered() -> None:
    assert answered(screen(age, side), "41" + ENTER + "2") == {AGE: 41, SIDE: "right"}
    assert answered(screen(side, age), "2" + "41" + ENTER) == {AGE: 41, SIDE: "right"}
    assert is_open(screen(age, side), DOWN * 2 + "2")  # the first one is open
    again = screen(side, age, before={AGE: 41, SIDE: "left"})
    assert is_open(again, "2")  # the next one may be changed too
    assert answered(again, "2" + ENTER) == {AGE: 41, SIDE: "right"}


def test_what_is_blank_in_a_form_can_be_left_as_not_sure_at_once() -> None:
    asked = Choosing(screen(age, side, week))
    asked.tab()
    asked.type("2")
    asked.to(next(row for row in asked.rows if row.kind == "rest"))
    assert asked.press() == {AGE: "unsure", SIDE: "right", WEEK: "unsure"}


def test_a_number_that_is_wrong_is_not_left_as_not_sure() -> None:
    asked = Choosing(screen(age, side))
    asked.type("400")
    asked.to(next(row for row in asked.rows if row.kind == "rest"))
    assert asked.press() is None
    assert "from 5 to 110" in drawn(asked)


def test_where_something_must_be_said_nothing_is_left_as_not_sure_in_one_go() -> None:
    assert "Not sure of what is blank" in drawn(Choosing(screen(age, side)))
    assert "Not sure of what is blank" not in drawn(Choosing(screen(age, areas)))


def test_the_question_stays_above_a_list_that_is_scrolled() -> None:
    told = dataclasses.replace(week, text="What else?", about="a wobble")
    asked = Choosing(screen(side, told))
    laid = Layout(asked, in_ascii, ascii_only=True)
    asked.to_field(told)
    for _ in told.options:
        lines = [line.text for line in laid.lines(80, 16)]
        assert "A wobble: What else?" in lines
        assert sum(line.startswith("> ") for line in lines) == 1
        asked.move(1)


def test_a_question_asked_of_two_complaints_is_put_in_short_the_second_time() -> None:
    asks = "Which side is it on, if on one?"
    one, other = (dataclasses.replace(side, text=asks, about=about) for about in ("knee", "back"))
    other = dataclasses.replace(other, place=("symptom", "back", "side"))
    text = drawn(Choosing(screen(one, other)))
    assert f"Knee: {asks}" in text
    assert "Back: side\n" in text
    assert text.count(asks) == 1


def test_the_number_of_an_option_begins_anew_after_a_choice() -> None:
    assert answered(screen(week), "1" + ENTER + "2" + ENTER + TAB + ENTER) == {
        WEEK: ["clamshell", "side-step"]
    }


def test_a_long_list_in_a_form_stands_in_a_window_that_follows_the_cursor() -> None:
    moves = tuple(Option(f"move-{number}", f"move {number}") for number in range(1, 45))
    eased = Field(("symptom", "wobbly", "eased_by"), "several", "eased", "Eased?", options=moves)
    asked = Choosing(screen(eased, side))
    assert "Type to search these 44." in drawn(asked)
    assert "move 6" in drawn(asked)
    assert "move 7" not in drawn(asked)
    assert "Which side?" in drawn(asked)
    asked.move(20)
    assert "> [ ] 21. move 21" in drawn(asked)
    assert "move 6\n" not in drawn(asked)
    asked.type("44")
    assert "> [ ] 44. move 44" in drawn(asked)
    alone = drawn(Choosing(screen(eased)), height=60)
    assert "move 44" in alone


def test_the_age_may_be_kept_back() -> None:
    assert "Rather not say" in drawn(Choosing(screen(age)))
    assert answered(screen(age), DOWN + ENTER) == {AGE: "unsure"}


def test_what_was_answered_before_is_chosen_already() -> None:
    before = {AGE: 41, SIDE: "right", AREAS: ["foot"]}
    assert answered(screen(age, side, areas, before=before), TAB * 3 + ENTER) == before
    assert answered(screen(side, before={SIDE: "right"}), ENTER) == {SIDE: "right"}
    checks = screen(*CHECKS.fields, before=no_to_all(fever="yes", a_limp="unsure"))
    assert answered(checks, TAB + ENTER) == checks.before
    assert answered(screen(*CHECKS.fields, before=no_to_all()), ENTER) == no_to_all()


# numbers


@pytest.mark.parametrize(
    ("typed", "value"), [("12", 12), ("12.5", 12.5), ("12,5", 12.5), ("12 km", 12), ("0", 0)]
)
def test_a_number_may_have_a_point_or_a_comma(typed: str, value: float) -> None:
    assert answered(screen(distance), typed + ENTER) == {KM: value}


@pytest.mark.parametrize("typed", ["5 mi", "5mi", "5 miles", "5,0 Miles"])
def test_miles_are_understood(typed: str) -> None:
    assert answered(screen(distance), typed + ENTER) == {KM: {"miles": 5}}


@pytest.mark.parametrize(
    "typed", ["4", "111", "41.5", "-41", "41 mi", "old", "4e1", "1_0", "٤١", "9" * 20]
)
def test_a_wrong_number_is_kept_with_a_word_on_the_range(typed: str) -> None:
    assert is_open(screen(age), typed + ENTER)
    asked = Choosing(screen(age))
    asked.type(typed)
    asked.press()
    assert "Type a number from 5 to 110." in drawn(asked, ascii_only=False)
    assert typed in drawn(asked, ascii_only=False)
    with pytest.raises(ValueError, match="from 5 to 110"):
        number(age, typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("6", 6), ("4 months", 17), ("1 month", 4), ("3 month", 13), ("1,5 years", 78), ("2w", 2)],
)
def test_weeks_may_be_told_as_months_and_years(typed: str, value: int) -> None:
    assert answered(screen(weeks), typed + ENTER) == {weeks.place: value}
    assert "Or: 3 months." in drawn(Choosing(screen(weeks)))


def test_what_is_too_long_or_no_time_is_no_number_of_weeks() -> None:
    for typed in ("21 years", "3 km", "3 days"):
        assert is_open(screen(weeks), typed + ENTER)
    assert is_open(screen(age), "3 months" + ENTER)


def test_backspace_mends_a_number() -> None:
    assert answered(screen(age), "411" + BACKSPACE + ENTER) == {AGE: 41}


def test_enter_without_a_number_is_no_answer() -> None:
    assert is_open(screen(age), ENTER)


def test_a_wrong_number_elsewhere_in_a_form_stops_it() -> None:
    asked = Choosing(screen(age, areas))
    asked.type("400")
    asked.move(2)
    asked.press()
    asked.tab()
    assert asked.press() is None
    assert "from 5 to 110" in drawn(asked)
    assert asked.field is age


# search


def test_typing_searches_names_whatever_their_hyphens_and_case() -> None:
    for typed in ("crab", "CRAB walk", "sidestep", "side-step", "walk band"):
        assert answered(screen(week), typed + ENTER + TAB + ENTER) == {WEEK: ["side-step"]}


def test_what_is_marked_stays_marked_under_another_search() -> None:
    keys = "crab" + ENTER + "clam" + ENTER + TAB + ENTER
    assert answered(screen(week), keys) == {WEEK: ["clamshell", "side-step"]}


def test_a_search_counts_what_is_chosen_and_looks_first_at_what_is_not() -> None:
    asked = Choosing(screen(week))
    asked.type("clam")
    asked.press()
    asked.type("band")
    assert "Search: band_  1 chosen: clamshells" in drawn(asked)
    assert asked.cursor.value == "side-step"


def test_every_other_character_is_text_in_a_search() -> None:
    for typed in ("?", "<", "q", "crab ?"):
        asked = Choosing(screen(week))
        asked.type(typed)
        assert f'Nothing found for "{typed}"' in drawn(asked)
        assert asked.press() is None


def test_digits_and_spaces_belong_to_a_search_that_has_begun() -> None:
    assert answered(screen(week), "move 12" + ENTER + TAB + ENTER) == {WEEK: ["move-12"]}


def test_backspace_and_escape_give_the_list_back() -> None:
    asked = Choosing(screen(week))
    asked.type("crabs")
    assert "Nothing found" in drawn(asked)
    asked.backspace()
    assert "side-steps" in drawn(asked)
    assert "clamshells" not in drawn(asked)
    asked.escape()
    assert "clamshells" in drawn(asked)


def test_none_of_these_is_not_offered_of_what_was_searched() -> None:
    asked = Choosing(screen(week))
    assert "None of these" in drawn(asked)
    asked.type("crab")
    assert "None of these" not in drawn(asked)


# at every question


def test_back_and_leave_have_a_key_and_a_row() -> None:
    for asked in (screen(side), screen(age, areas), screen(*CHECKS.fields), screen(week)):
        assert isinstance(answered(asked, BACK), Back)
        assert isinstance(answered(asked, LEAVE), Leave)
        assert isinstance(answered(asked, UP + ENTER), Leave)
        assert isinstance(answered(asked, UP * 2 + ENTER), Back)


def test_advice_now_is_offered_where_nothing_that_has_to_be_asked_is_open() -> None:
    def late(*fields: Field) -> Screen:
        return dataclasses.replace(screen(*fields), may_stop=True)

    for fields in ((side,), (age, areas), CHECKS.fields):
        assert isinstance(answered(late(*fields), NOW), Stop)
        assert isinstance(answered(late(*fields), UP * 3 + ENTER), Stop)
        assert "Advice now (Ctrl-N)" in drawn(Choosing(late(*fields)))
        assert max(map(len, drawn(Choosing(late(*fields))).splitlines())) <= 80
    assert is_open(screen(side), NOW)
    assert "Advice now" not in drawn(Choosing(screen(side)))
    asked = Choosing(screen(side))
    assert asked.act("stop") is None
    assert "once only checks of your own are left" in drawn(asked)


def test_what_is_marked_and_typed_goes_with_whoever_leaves_a_question() -> None:
    marked = screen(*CHECKS.fields)
    yes = {FEVER.place: "yes"}
    for keys, ending in ((BACK, Back), (LEAVE, Leave)):
        reply = answered(marked, ENTER + keys)
        assert isinstance(reply, ending)
        assert reply.given == yes  # and no "no" to what is blank
    asked = Choosing(screen(age, side, distance))
    asked.type("41")
    asked.press()
    asked.type("2")
    asked.type("far")
    left = asked.act("leave")
    assert isinstance(left, Leave)
    assert left.given == {AGE: 41, SIDE: "right"}


def test_a_question_passed_over_is_named_when_the_cursor_goes_back_to_it() -> None:
    asked = Choosing(screen(age, side))
    asked.tab()
    asked.type("2")
    assert asked.field is age
    assert "Still open: How old are you?" in drawn(asked)


def test_there_is_no_way_back_from_the_first_question() -> None:
    assert "Back" not in drawn(Choosing(screen(side, first=True)))
    assert answered(screen(side, first=True), BACK + ENTER) == {SIDE: "left"}


def test_why_is_shown_and_any_key_comes_back_with_nothing_lost() -> None:
    asked = Choosing(screen(age, areas))
    asked.type("41")
    asked.act("why")
    assert "Because of age." in drawn(asked)
    assert answered(screen(age, areas), "41" + WHY + "x" + ENTER * 2 + TAB + ENTER) == {
        AGE: 41,
        AREAS: ["knee"],
    }


def test_the_row_why_tells_of_every_field() -> None:
    asked = Choosing(screen(*CHECKS.fields))
    asked.move(-3)
    asked.press()
    assert all(f"Because of {one.label}." in drawn(asked) for one in CHECKS.fields)


def test_ctrl_c_interrupts_and_ctrl_d_ends() -> None:
    with pytest.raises(KeyboardInterrupt):
        answered(screen(side), INTERRUPT)
    with pytest.raises(EOFError):
        answered(screen(side), END)
    with pytest.raises(EOFError):
        answered(screen(side), WHY + END)


def test_pasted_text_chooses_nothing() -> None:
    pasted = PASTED.format("1\n2\r\n\x18 \x02")
    assert is_open(screen(side), pasted)
    assert is_open(screen(*CHECKS.fields), pasted)
    assert answered(screen(age), PASTED.format("4\n1\n") + ENTER) == {AGE: 41}


def test_the_mouse_and_unknown_keys_do_no_harm() -> None:
    keys = "\x1b[<0;3;4M\x1b[<64;3;4M\x1bOP\x1b[15~\x1b[2~\x00\x0e"
    assert answered(screen(side), keys + ENTER) == {SIDE: "left"}
    assert answered(screen(age), keys + "41" + ENTER) == {AGE: 41}


def test_a_small_list_and_a_name_are_asked_for_too() -> None:
    with with_keys(DOWN + ENTER) as interface:
        assert interface.pick("Go on?", {"yes": "Yes", "no": "Not now"}) == "no"
    with with_keys(LEAVE + BACK + UNSURE + WHY + "1") as interface:
        assert interface.pick("Go on?", {"yes": "Yes", "no": "Not now"}) == "yes"
    with with_keys(ENTER) as interface:
        assert interface.name("Name?", "mine") == "mine"
    with with_keys(BACKSPACE * 4 + "knee" + ENTER) as interface:
        assert interface.name("Name?", "mine") == "knee"
    with with_keys(BACKSPACE * 4 + ENTER) as interface:
        assert interface.name("Name?", "mine") == "mine"
    with with_keys(BACK) as interface:
        assert interface.name("Name?", "mine") is None
    with with_keys(END) as interface, pytest.raises(EOFError):
        interface.name("Name?", "mine")


# a text longer than the screen


def shown(text: str, keys: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Give what is printed of a text by a session whose keys end with a Ctrl-C."""
    with with_keys(keys) as interface, suppress(KeyboardInterrupt):
        interface.show(text)
    return capsys.readouterr().out


def test_a_long_text_is_shown_from_its_start_a_screen_at_a_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = "".join(f"line {number}\n" for number in range(200))
    height = DummyOutput().get_size().rows
    pages = [shown(text, keys, capsys) for keys in ("", ENTER, SPACE + DOWN, "e", ENTER + "E")]
    for page, turned in zip(pages[:3], (1, 2, 3), strict=True):
        assert page == f"\n{text}"[: len(page)]
        assert len(page.splitlines()) <= turned * (height - 1)
        assert len(page.splitlines()) > (turned - 1) * (height - 1)
    assert pages[3:] == [f"\n{text}"] * 2


def test_a_short_text_is_shown_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown("one\ntwo\n", "", capsys) == "\none\ntwo\n"


def test_a_text_can_be_broken_off() -> None:
    text = "line\n" * 100
    with with_keys(END) as interface, pytest.raises(EOFError):
        interface.show(text)


# what is drawn


def test_what_was_answered_is_said_in_words() -> None:
    given = no_to_all(fever="yes", a_limp="unsure")
    assert said(CHECKS, given) == "General health: yes: fever. not sure: a limp"
    assert said(CHECKS, no_to_all()) == "General health: none of these"
    form = Prompt("your week", "", (distance, areas, side))
    told: dict[Place, Any] = {KM: 12.5, AREAS: ["knee", "foot"], SIDE: "unsure"}
    assert said(form, told) == "Run: 12.5 km; where: knee and foot; not sure of the rest"
    assert said(form, dict.fromkeys(told, "unsure")) == "Your week: not sure"
    assert said(Prompt("side", "", (side,)), {SIDE: "left"}) == "Side: Left"
    wobble = tuple(dataclasses.replace(one, about="a wobble") for one in (distance, side))
    told = {KM: 3, SIDE: "left"}
    assert said(Prompt("a wobble", "", wobble), told) == "A wobble: run: 3 km; side: Left"


def test_text_is_wrapped_by_the_width_it_takes() -> None:
    assert wrapped("膝 膝膝 膝", 5) == ["膝", "膝膝", "膝"]
    assert wrapped("kneecapknee", 4) == ["knee", "capk", "nee"]
    assert wrapped("膝", 1) == ["膝"]


def test_ascii_mode_draws_ascii_alone() -> None:
    odd = Field(SIDE, "one", "side", "Which — “é”…", options=(Option("a", "膝 ½", "→ x"),))
    text = drawn(Choosing(screen(odd)))
    assert text.isascii()
    assert 'Which - "e"...' in text


def every_prompt(base: KnowledgeBase) -> Iterator[Prompt]:
    """Give the prompts of an interview with much to tell."""
    interview = Interview(base)
    while interview.prompt is not None:
        yield interview.prompt
        interview = interview.answer({one.place: some(one) for one in interview.prompt.fields})


def some(one: Field) -> Any:
    """Give an answer to a field that leaves much to ask."""
    if one.place == AREAS:
        return ["knee", "low-back"]
    if one.kind == "yes-no":
        return "no"
    if one.kind == "number":
        return 41 if one.place == AGE else int(one.minimum + 1)
    return [one.options[0].value] if one.kind == "several" else one.options[0].value


def each_row(asked: Choosing) -> Iterator[None]:
    for _ in asked.rows:
        yield
        asked.move(1)


@pytest.mark.parametrize(("columns", "height"), [(80, 24), (40, 15), (40, 24), (20, 5), (5, 1)])
def test_every_prompt_fits_every_screen_with_the_cursor_on_it(
    base: KnowledgeBase, columns: int, height: int
) -> None:
    seen = 0
    for prompt in every_prompt(base):
        asked = Choosing(Screen(prompt, "3 of 9", {}, lambda _: "Why."))
        laid = Layout(asked, in_ascii, ascii_only=True)
        for _ in each_row(asked):
            lines = laid.lines(columns, height)
            assert len(lines) <= height
            assert all(len(line.text) <= max(columns, 12) for line in lines)
            assert (
                sum(line.text.lstrip().startswith(">") or " > " in line.text for line in lines) == 1
            )
            seen += 1
    assert seen > 300


def test_a_list_of_warning_signs_fits_an_ordinary_terminal(base: KnowledgeBase) -> None:
    lists = [one for one in every_prompt(base) if one.fields[0].place[0] == "screening"]
    assert len(lists) > 4
    for prompt in lists:
        asked = Choosing(Screen(prompt, "3 of 9", {}, lambda _: "Why."))
        laid = Layout(asked, in_ascii, ascii_only=True)
        assert not [line for line in laid.lines(80, 24) if "more below" in line.text], prompt.title


# through a terminal

SCRIPT = """
import sys
from advisor.cli.asking.interface import Screen
from advisor.cli.asking.rich import RichInterface
from advisor.interview import Interview
from advisor.knowledge import load

interview = Interview(load())
interface = RichInterface(sys.argv[1] == "ascii", sys.argv[1] == "color")
interface.tell("Some questions.")
while interview.prompt is not None:
    screen = Screen(interview.prompt, f"{interview.left} to go", {}, lambda one: "Why.")
    try:
        interview = interview.answer(interface.ask(screen))
    except (KeyboardInterrupt, EOFError) as error:
        print("ended by", type(error).__name__, flush=True)
        break
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Give a way to open a terminal in which the first prompt of an interview is asked."""
    path = tmp_path / "asks.py"
    path.write_text(SCRIPT, encoding="utf-8")
    opened: list[Terminal] = []

    def start(columns: int, lines: int, mode: str = "utf-8") -> Terminal:
        opened.append(Terminal([sys.executable, str(path), mode], columns, lines))
        opened[-1].until(lambda text: "> Age" in text and "Type the number" in text)
        return opened[-1]

    yield start
    for one in opened:
        one.child.close(force=True)


def test_the_first_screen_shows_all_of_it_on_a_usual_terminal(
    terminal: Callable[..., Terminal],
) -> None:
    text = terminal(80, 24).text
    for part in ("to go", "How old are you?", "Rather not say", "knee", "Nothing bothers me"):
        assert part in text
    assert "Save and leave (Ctrl-X)" in text
    assert "Go on" in text


def test_a_narrow_terminal_shows_the_keys_and_scrolls(terminal: Callable[..., Terminal]) -> None:
    opened = terminal(40, 15, "ascii")
    assert opened.text.isascii()
    assert "Save and leave ^X" in opened.text
    assert "v more below" in opened.text
    opened.child.send("41\rcalf")
    opened.until(lambda text: "> [ ]  3. lower leg" in text)


def test_an_answer_stays_as_a_line_and_the_next_prompt_follows(
    terminal: Callable[..., Terminal],
) -> None:
    opened = terminal(80, 40, "color")
    opened.child.send("41\rknee\r\t\r")
    text = opened.until(lambda text: "Is any of these so?" in text)
    assert re.search(r"^Age: 41; where it bothers you: knee$", text, re.MULTILINE)
    assert "How old are you?" not in text


def test_a_terminal_may_be_resized_while_a_prompt_is_open(
    terminal: Callable[..., Terminal],
) -> None:
    opened = terminal(80, 24)
    opened.child.send("41")
    opened.until(lambda text: "> Age: 41_" in text)
    for columns, lines in ((20, 5), (40, 15), (80, 24)):
        opened.resize(columns, lines)
        opened.until(lambda text: "> Age: 41_" in text)
    opened.until(lambda text: "Nothing bothers me" in text)
    opened.child.send("\rlow back\r\t\r")
    opened.until(lambda text: "where it bothers you: low back" in opened.log)


def test_escape_clears_a_search_at_once(terminal: Callable[..., Terminal]) -> None:
    opened = terminal(80, 24)
    opened.child.send("41\rzzz")
    opened.until(lambda text: "Nothing found" in text)
    opened.child.send("\x1b")
    opened.until(lambda text: "Nothing found" not in text and "> [ ]  1. foot" in text)


@pytest.mark.parametrize(("key", "name"), [(INTERRUPT, "KeyboardInterrupt"), (END, "EOFError")])
def test_ctrl_c_and_end_of_file_clear_the_screen(
    terminal: Callable[..., Terminal], key: str, name: str
) -> None:
    opened = terminal(80, 24)
    opened.child.send(key)
    text = opened.until(lambda text: re.search(r"ended by \w+$", text))
    assert text == f"Some questions.\nended by {name}"
    assert not opened.screen.cursor.hidden


def test_an_interrupt_from_outside_is_one_too(terminal: Callable[..., Terminal]) -> None:
    opened = terminal(80, 24)
    opened.child.kill(signal.SIGINT)
    opened.until(lambda text: "ended by KeyboardInterrupt" in text)
