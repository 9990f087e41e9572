"""What a rule may say and read: its words, labels and strata, and what keeps the gate settled."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cases import Case
from advisor.documents import read_text
from advisor.facts import UNKNOWN, AttributeValue, Fact
from advisor.knowledge import load
from advisor.knowledge.checks import settled_by_answers
from advisor.language import (
    Among,
    AtLeast,
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Truth,
    Within,
    judge,
)
from advisor.reasoner import Reasoner
from tests.test_knowledge_errors import (
    BROKEN_RULES,
    Fault,
    Refusal,
    add,
    bad_rules,
    refusal,
    refused,
    rule,
)

# Rules that mean nothing

WRITTEN = (
    *bad_rules("""
    when: {symptom: ^kneecap-ake}
        unknown-value / unknown symptom 'kneecap-ake' / did you mean 'kneecap-ache'?
    when: {not: {symptom: {id: ^[wobbly, kneecap-ake]}}}
        unknown-value / did you mean 'kneecap-ache'?
    when: {exercise: ^clamshel}
        unknown-value / did you mean 'clamshell'?
    when: {symptom: {eased_by: ^clamshel}}
        unknown-value / unknown exercise 'clamshel' / did you mean 'clamshell'?
    when: {unknown: {observation: {id: ^knee-drift-in, answer: yes}}}
        unknown-value / unknown observation / did you mean 'knee-drifts-in'?
    when: {any: [{screening: {id: ^saddle-numbnes, answer: yes}}, {symptom: wobbly}]}
        unknown-value / unknown screening / did you mean 'saddle-numbness'?
    when: {area: ^kneee}
        unknown-value / unknown area / did you mean 'knee'?
    when: {coverage: {key: ^hip-before-kne, level: missing}}
        unknown-value / unknown key 'hip-before-kne' / did you mean 'hip-before-knee'?
    when: {tried: {drill: ^kickstand-hing, pain: 3}}
        unknown-value / unknown drill / did you mean 'kickstand-hinge'?
    conclude: {pattern: {name: ^moving-symptm, confidence: likely}}
        unknown-value / unknown pattern / did you mean 'moving-symptom'?
    conclude: {referral: {name: ^heart-sign, level: clinician}}
        unknown-value / unknown referral / did you mean 'heart-signs'?
    conclude: {referral: {name: heart-signs, level: ^urgnt}}
        unknown-value / did you mean 'urgent'?
    conclude: {note: ^load-comes-firs}
        unknown-value / unknown note / did you mean 'load-comes-first'?
    notes: [^load-comes-firs]
        unknown-id / did you mean 'load-comes-first'?
    sources: [S22, ^R31c]
        unknown-id / unknown source 'R31c'; did you mean 'R
    conclude: {withheld: {drill: kickstand-hinge, until: ^knee-drift-in}}
        unknown-value / unknown observation / did you mean 'knee-drifts-in'?
    conclude: {withheld: {cue: ^big-toe-bent}}
        unknown-value / did you mean 'big-toe-bend'?
    conclude: {load: {name: longest-run-jump, band: ^over-11}}
        unknown-value / did you mean 'over-10'?
    conclude: {load: {name: longest-run-jump, band: ^reported}}
        unknown-value / 'longest-run-jump' has no band 'reported' / over-10
    when: {runner: {goal: ^push-of}}
        unknown-value / did you mean 'push-off'?
    when: {symptom: {wurst: ^3}}
        unknown-attribute / symptom has no attribute 'wurst' / did you mean 'worst'?
    when: {runner: {boots: ^44}}
        unknown-attribute / one of:  / longest_run_30d_km
    conclude: {drill: {name: kickstand-hinge, stage: now, speed: ^fast}}
        unknown-attribute / drill has no attribute 'speed' / stage
    when: {observation: {id: knee-drifts-in, answer: ^unsure}}
        tests-unsure / 'unsure' / unknown:
    when: {screening: {id: saddle-numbness, answer: ^[yes, unsure]}}
        tests-unsure / unknown:
    when: {drill: {key: ^load-the-foot}}
        unknown-attribute / drill has no attribute 'key' / write drill: {name: {key: ...}}
    when: {all: [{drill: {stage: now, needs: ^{key: load-the-foot}}}]}
        unknown-attribute / drill has no attribute 'needs' / write drill: {name: {needs: ...}}
    when: {drill: {speed: ^fast}}
        unknown-attribute / drill has no attribute 'speed' / one of: name, range, stage
    conclude: {drill: {name: kickstand-hinge, stage: now, key: ^load-the-foot}}
        unknown-attribute / drill has no attribute 'key' / one of: name, stage, range
    conclude: {drill: {name: kickstand-hinge, stage: now, needs: ^heel-rocker-pronation}}
        unknown-attribute / drill has no attribute 'needs' / one of: name, stage, range
    when: {tried: {drill: {kee: ^load-the-foot}}}
        unknown-attribute / drill has no attribute 'kee' / did you mean 'key'?
    when: {symptom: {worst: ^{atleast: 3}}}
        bad-test / unknown comparison 'atleast' / did you mean 'at_least'?
    when: {coverage: {level: ^{atleast: partly}}}
        bad-test / did you mean 'at_least'?
    when: {symptom: {side: ^{at_least: left}}}
        bad-test / 'side' has no order / left
    when: {symptom: {worst: ^{between: [3]}}}
        bad-test / two numbers / between: [low, high]
    when: {symptom: {worst: ^{between: [few, many]}}}
        bad-test / takes a number
    when: {runner: {age: ^{between: [6, 3]}}}
        bad-test / nothing lies between 6 and 3
    when: {runner: {age: ^{above: 5, at_most: 5}}}
        bad-test / nothing lies between 5 and 5
    when: {symptom: {worst: ^{at_least: 3, above: 4}}}
        bad-test / same side
    when: {symptom: {worst: ^{between: [1, 2], above: 1}}}
        bad-test / between
    when: {symptom: {worst: ^much}}
        bad-test / 'much' is not a number
    when: {coverage: {level: ^{at_least: partl}}}
        unknown-value / did you mean 'partly'?
    when: {coverage: {level: ^{above: covered}}}
        bad-test / covered
    when: {symptom: {eased_by: {times_per_week: ^{at_least: 2}}}}
        bad-test / 'times_per_week' is reported / test it on the exercise facts
    when: {symptom: {eased_by: ^{foot_loading: {above: 2}}}}
        bad-test / no exercise passes
    when: {at_least: {count: ^3, of: [{symptom: wobbly}, {symptom: no-push}]}}
        bad-condition / asks for 3 of 2
    when: {any: [{symptom: wobbly}, {symptom: no-push}], as: ^them}
        bad-condition / only a pattern
    when: ^{symptom: wobbly, area: knee}
        bad-condition / holds 2 conditions / all or any
    when: {all: [{symptom: wobbly}, ^{as: them}]}
        bad-condition / holds 0 conditions
    conclude: ^[{note: load-comes-first}, {caution: sixteen-or-seventeen}]
        mixed-conclusions / caution and note / make it two rules
    conclude: {load: ^{name: longest-run-jump}}
        bad-conclusion / load needs band
    conclude: {drill: ^kickstand-hinge}
        bad-conclusion / drill needs stage
    conclude: {referral: ^{name: heart-signs}}
        bad-conclusion / needs level
    conclude: {pattern: ^{about: routine}}
        bad-conclusion / needs name and confid
    conclude: {withheld: ^{drill: kickstand-hinge, exercise: clamshell}}
        bad-conclusion / withhold one thing
    conclude: {withheld: ^{until: knee-drifts-in}}
        bad-conclusion / a drill, an exercise or a cue
    id: ^longest-run-over-10
        duplicate-id / 10-load.yaml / rename one
    """),
    Fault(
        "duplicate-id",
        BROKEN_RULES,
        rule("told-twice") + rule("^told-twice", title="Again"),
        ("the rule 'told-twice' is defined twice", "90-broken.yaml", "rename one"),
    ),
)
RIGHT = {
    "as-many-as-there-are": "{at_least: {count: 2, of: [{area: knee}, {area: hip}]}}",
    "words-in-order": "{coverage: {level: {between: [missing, partly]}}}",
    "both-ends": "{symptom: {worst: {between: [3, 3]}}}",
    "two-sides": "{runner: {age: {above: 5, below: 7}}}",
    "through-an-entry": "{symptom: {eased_by: {external_rotation: {at_least: 1}}}}",
    "through-a-drill-tried": "{tried: {drill: {key: length-with-internal-rotation}}}",
    "through-a-drill-withheld": "{withheld: {drill: {needs: kickstand-hinge}}}",
    "through-a-drill-concluded": "{drill: {name: {needs: {needs: step-to-lateral-hip-shift}}}}",
}


@pytest.fixture(scope="module")
def miswritten(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    return refusal(tmp_path_factory, WRITTEN)


@pytest.mark.parametrize("fault", WRITTEN, ids=str)
def test_a_rule_that_means_nothing_is_told(miswritten: Refusal, fault: Fault) -> None:
    miswritten.assert_told(fault)


def test_rules_that_mean_nothing_are_told_together(miswritten: Refusal) -> None:
    miswritten.assert_nothing_else()


def test_a_mixed_up_comparison_of_words_is_told(copied: Path) -> None:
    when = "{coverage: {level: {between: [missing, covered], at_least: nonsense}}}"
    add(copied / BROKEN_RULES, rule("mixed-up", when=when))
    (found,) = refused(copied)
    assert (found.file, found.line) == (str(copied / BROKEN_RULES), 4)


def test_the_right_forms_of_these_rules_are_accepted(copied: Path) -> None:
    rules = [rule(name, when=when) for name, when in RIGHT.items()]
    several = "[{note: load-comes-first}, {note: keep-quad-work}]"
    add(copied / BROKEN_RULES, "".join([*rules, rule("two-notes", conclude=several)]))
    assert {*RIGHT, "two-notes"} <= {one.id for one in load(copied).rules}


# What a rule may read, and what its reason may name

SHORT = {
    "URGENT": "conclude: {referral: {name: heart-signs, level: urgent}}",
    "EMERGENCY": "conclude: {referral: {name: heart-signs, level: emergency}}",
    "CLINICIAN": "conclude: {referral: {name: heart-signs, level: clinician}}",
    "PATTERN": "conclude: {pattern: {name: moving-symptom, confidence: likely}}",
    "COVERAGE": "conclude: {coverage: {key: load-the-foot, level: missing}}",
    "LOAD": "conclude: {load: {name: recent-change, band: reported}}",
    "JUMP": "{runner: {load_jump_percent: {above: 10}}}",
    "UNWELL": "{screening: {id: unwell, answer: yes}}",
}


def spelled(table: str) -> str:
    for short, text in SHORT.items():
        table = table.replace(short, text)
    return table


READ = bad_rules(
    spelled("""
    when: {not: {pattern: ^no-strength-base}} | PATTERN
        reads-upward / concludes pattern / cannot read pattern / lower strata
    when: {all: [{area: hip}, {at_least: {count: 1, of: [{drill: ^{}}]}}]} | COVERAGE
        reads-upward / concludes coverage / cannot read drill / what the runner reports
    when: {load: ^recent-change} | LOAD
        reads-upward / cannot read load
    when: {unknown: {coverage: ^{level: missing}}}
        unknown-of-derived / 'unknown' is for what the runner reports / coverage is concluded
    when: {unknown: {any: [{area: hip}, {not: {load: ^{}}}]}}
        unknown-of-derived / load is concluded
    when: {observation: ^knee-drifts-in}
        answer-missing / without its answer / answer: yes
    when: {not: {screening: ^{level: urgent}}}
        answer-missing / without its answer / answer: yes
    when: {symptom: wobbly, as: sore} | because: ^"You said {sors}."
        label-undefined / because names 'sors' / did you mean 'sore'?
    because: ^"You said {what}."
        label-undefined / because names 'what' / as: what
    when: {any: [{symptom: wobbly, as: sore}, {area: hip}]} | because: ^"You said {sore}."
        label-not-met / because names 'sore' / without meeting it / every branch
    when: {all: [{area: hip}, {not: {symptom: wobbly, as: sore}}]} | because: ^"Not {sore}."
        label-not-met / because names 'sore'
    when: {unknown: {symptom: {worst: 3}, as: sore}} | because: ^"You did not say: {sore}."
        label-not-met / because names 'sore'
    when: {at_least: {count: 1, of: [{area: hip, as: a}, {area: foot}]}} | because: ^"Your {a}."
        label-not-met / because names 'a' / without meeting it
    when: {load: ^{}} | CLINICIAN
        referral-reads-derived / a referral rule reads what the runner reports, not load
    when: {symptom: ^{id: no-push, worst: 7}} | URGENT
        gate-reads / symptom ids and screening answers only, not symptom worst / settled by asking
    when: {symptom: ^{area: knee, kind: pain}} | EMERGENCY
        gate-reads / not symptom area, kind / make it a screening question
    when: {any: [UNWELL, {exercise: ^clamshell}]} | URGENT
        gate-reads / not exercise id
    when: {not: {exercise: ^{}}} | EMERGENCY
        gate-reads / not exercise
    when: {observation: ^{id: other-hip-drops, answer: yes}} | URGENT
        gate-reads / not observation answer, id / make it a screening question
    when: {unknown: {tried: ^{pain: {above: 5}}}} | EMERGENCY
        gate-reads / not tried pain
    when: {runner: ^{age: {above: 50}, goal: faster}} | URGENT
        gate-reads / not runner goal
    when: {runner: ^{sex: female}} | EMERGENCY
        gate-reads / not runner sex
    when: {symptom: ^{trend: worsening}} | conclude: [{referral: {name: locked-knee,\
 level: clinician}}, {referral: {name: injured-knee, level: urgent}}]
        gate-reads / not symptom trend
    when: ^JUMP | URGENT
        gate-run-length / can leave this rule open / beside a screening answer that decides
    when: ^{all: [UNWELL, JUMP]} | EMERGENCY
        gate-run-length / can leave this rule open
    when: ^{any: [UNWELL, JUMP]} | URGENT
        gate-run-length / can leave this rule open
    when: ^{all: [{area: hip}, {not: JUMP}]} | EMERGENCY
        gate-run-length / can leave this rule open
    when: ^{any: [{unknown: {runner: {weekly_km: {above: 50}}}}, JUMP]} | URGENT
        gate-run-length / can leave this rule open
    """)
)
# each the mended form of some of the above
READABLE = """
    when: {any: [{symptom: wobbly, as: sore}, {all: [{area: hip}, {area: foot, as: sore}]}]}\
 | because: "You said {sore}."
    when: {all: [{symptom: wobbly, as: sore}, {not: {area: hip, as: else}}]} | because: "{sore}."
    when: {at_least: {count: 2, of: [{area: hip, as: a}, {area: foot, as: a}, {area: knee}]}}\
 | because: "Your {a}."
    when: {unknown: {observation: {id: knee-drifts-in, answer: yes}}}
    when: {load: {}} | conclude: {caution: sixteen-or-seventeen}
    when: {any: [{symptom: {worst: {above: 7}}}, {exercise: {}}, JUMP]} | CLINICIAN
    when: {observation: {id: other-hip-drops, answer: yes}} | CLINICIAN
    when: {all: [{runner: {age: {above: 50}}}, {area: knee}, {symptom: no-push}, UNWELL]} | URGENT
    when: {at_least: {count: 2, of: [{area: hip}, {not: UNWELL}, {symptom: {}}]}} | EMERGENCY
    when: {any: [UNWELL, {all: [{unknown: UNWELL}, JUMP]}]} | URGENT
    when: {all: [UNWELL, {any: [UNWELL, JUMP]}]} | EMERGENCY
"""


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory) -> Refusal:
    return refusal(tmp_path_factory, READ)


@pytest.mark.parametrize("fault", READ, ids=str)
def test_a_rule_that_reads_what_it_must_not_is_told(misread: Refusal, fault: Fault) -> None:
    misread.assert_told(fault)


def test_rules_that_read_what_they_must_not_are_told_together(misread: Refusal) -> None:
    misread.assert_nothing_else()


def test_rules_that_read_what_they_may_are_accepted(copied: Path) -> None:
    lines = [line.strip() for line in spelled(READABLE).strip().splitlines()]
    for number, line in enumerate(lines):
        parts = dict(field.split(": ", 1) for field in line.split(" | "))
        add(copied / BROKEN_RULES, rule(f"right-{number}", **parts))
    found = {one.id for one in load(copied).rules}
    assert {f"right-{number}" for number in range(len(lines))} <= found


@pytest.mark.parametrize("level", ["URGENT", "EMERGENCY"])
def test_a_rule_of_the_gate_that_reads_a_conclusion_is_told(copied: Path, level: str) -> None:
    conclude = SHORT[level].removeprefix("conclude: ")
    add(copied / BROKEN_RULES, rule("odd", when="{load: {}}", conclude=conclude))
    found = refused(copied)
    assert {one.code for one in found} == {"referral-reads-derived", "gate-reads"}
    lines = (copied / BROKEN_RULES).read_text(encoding="utf-8").splitlines()
    assert {lines[one.line - 1].strip() for one in found} == {"when: {load: {}}"}


def test_the_accepted_form_leaves_the_gate_to_the_answers(copied: Path) -> None:
    """Without run lengths, an answer of no is enough; they count when there is no answer."""
    when = spelled("{all: [{area: hip}, {any: [UNWELL, {all: [{unknown: UNWELL}, JUMP]}]}]}")
    conclude = SHORT["URGENT"].removeprefix("conclude: ")
    add(copied / BROKEN_RULES, rule("long-run", when=when, conclude=conclude))
    reasoner = Reasoner(load(copied))

    def state(unwell: str, **lengths: int) -> str:
        data = {
            "runner": {"age": 41, **lengths},
            "areas": ["hip"],
            "screening": {"unwell": unwell, "all_others": "no"},
            "expect": {},
        }
        document = read_text(json.dumps(data).encode(), "case.json", json=True)
        case = reasoner.check(document)
        assert isinstance(case, Case), case
        record = reasoner.advise(case).record
        fired = any(firing.rule.id == "long-run" for firing in record.firings)
        pending = any(one.rule.id == "long-run" for one in record.pending)
        return "fired" if fired else "open" if pending else "settled"

    assert state("no") == "settled"
    assert state("yes") == "fired"
    assert state("unsure") == "open"
    assert state("unsure", longest_run_30d_km=10, latest_long_run_km=13) == "fired"


# Whether answers settle a condition, whatever the run lengths are


def answered(name: str, answer: str) -> Pattern:
    id_test = Among("id", frozenset((name,)), name)
    return Pattern("screening", (id_test, Among("answer", frozenset((answer,)), answer)))


def area(*names: str) -> Pattern:
    return Pattern("area", (Among("id", frozenset(names), " or ".join(names)),))


def runner(attribute: str, above: float) -> Pattern:
    test = Within(attribute, above, None, low_open=True, high_open=False, said=f"above {above}")
    return Pattern("runner", (test,))


def every(*parts: Condition) -> AtLeast:
    return AtLeast(len(parts), parts, "all")


def some(*parts: Condition) -> AtLeast:
    return AtLeast(1, parts, "any")


ILL, FEVER = answered("ill", "yes"), answered("fever", "yes")
FIT = answered("ill", "no")
LONGER, WEEKLY = runner("load_jump_percent", 10), runner("weekly_km", 50)
OLDER = runner("age", 30)
KNEE, LEG = area("knee"), area("knee", "foot")


@pytest.mark.parametrize(
    ("condition", "settled"),
    [
        (ILL, True),
        (every(OLDER, KNEE, Not(FEVER)), True),
        (LONGER, False),
        (Not(LONGER), False),
        (every(ILL, LONGER), False),
        (some(ILL, LONGER), False),
        (some(ILL, every(IsUnknown(ILL), LONGER)), True),
        (some(ILL, every(IsUnknown(FEVER), LONGER)), True),
        (some(ILL, every(Not(IsUnknown(ILL)), LONGER)), False),
        (every(ILL, some(ILL, LONGER)), True),
        (every(ILL, FIT, LONGER), True),  # it cannot be both
        (some(ILL, FIT, LONGER), True),  # it is one of them
        (some(ILL, FEVER, LONGER), False),
        (some(LEG, every(KNEE, LONGER)), True),  # a knee is one of them
        (some(KNEE, every(LEG, LONGER)), False),  # a foot is not a knee
        (AtLeast(2, (ILL, FEVER, LONGER), "at_least"), False),
        (AtLeast(1, (IsUnknown(LONGER), LONGER), "at_least"), True),
        (some(IsUnknown(WEEKLY), LONGER), False),  # one length may be known and the other not
    ],
)
def test_small_conditions(condition: Condition, settled: bool) -> None:
    assert settled_by_answers(condition) is settled


def test_a_condition_with_very_many_answers_is_taken_as_unsettled() -> None:
    many = [answered(f"question-{number}", "yes") for number in range(40)]
    assert not settled_by_answers(some(every(*many), every(IsUnknown(ILL), LONGER)))
    assert settled_by_answers(every(*many))


LENGTHS: tuple[AttributeValue, ...] = (0, 80, UNKNOWN)


def worlds() -> Iterator[list[Fact]]:
    """Give every way in which all questions can be answered, run lengths said or not."""
    answers = itertools.product(("yes", "no"), ("yes", "no"), (True, False), (True, False))
    for ill, fever, knee, foot in answers:
        areas = [name for name, here in (("knee", knee), ("foot", foot)) if here]
        told = [
            Fact("screening", "ill", {"id": "ill", "answer": ill}),
            Fact("screening", "fever", {"id": "fever", "answer": fever}),
            *(Fact("area", name, {"id": name}) for name in areas),
        ]
        for age, weekly, jump in itertools.product((20, 40), LENGTHS, LENGTHS):
            lengths = {"age": age, "weekly_km": weekly, "load_jump_percent": jump}
            yield [*told, Fact("runner", "runner", lengths)]


WORLDS = tuple(worlds())


def decided(condition: Condition, facts: list[Fact]) -> bool:
    def truth_of(pattern: Pattern) -> Truth:
        found = [pattern.judge(fact) for fact in facts if fact.type == pattern.type]
        return True if True in found else None if None in found else False

    return judge(condition, truth_of) is not None


def conditions(*leaves: Condition) -> st.SearchStrategy[Condition]:
    def joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3)
        return st.one_of(
            parts.map(lambda found: every(*found)),
            parts.map(lambda found: some(*found)),
            parts.map(lambda found: AtLeast(2, tuple(found), "at_least")),
            inner.map(Not),
        )

    return st.recursive(st.sampled_from(leaves), joined, max_leaves=8)


ANSWERS = (ILL, FIT, FEVER, KNEE, LEG, OLDER, IsUnknown(ILL))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(conditions(*ANSWERS, LONGER, WEEKLY, IsUnknown(LONGER), IsUnknown(WEEKLY)))
def test_what_is_settled_is_decided_by_every_set_of_answers(condition: Condition) -> None:
    if settled_by_answers(condition):
        assert all(decided(condition, facts) for facts in WORLDS)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(conditions(*ANSWERS, LONGER, LONGER, LONGER, WEEKLY))
def test_what_is_not_settled_can_stay_open(condition: Condition) -> None:
    if not settled_by_answers(condition):
        assert not all(decided(condition, facts) for facts in WORLDS)
