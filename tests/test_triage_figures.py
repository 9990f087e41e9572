"""How safely the cases of a run were sent on: levels, counts, intervals, and what is told of it."""

from __future__ import annotations

import json
import math
import pickle
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from advisor.advice import Decision
from advisor.batch import CaseResult, Counts, Mismatch, Share, Summary, Triage, verdict
from advisor.cases import Case
from advisor.cli import advisor
from advisor.facts import OUTCOMES
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import Reasoner
from advisor.report.results import WRITERS
from advisor.report.schemas import result_schema
from tests.conftest import CASES

CLAMSHELLS = CASES / "clamshells-then-low-back.yaml"


def result(
    allowed: str | Iterable[str], advised: str | None, areas: tuple[str, ...] = (), number: int = 1
) -> CaseResult:
    """Give the result of a case that allows some outcomes; not advised on where that is None."""
    outcomes = (allowed,) if isinstance(allowed, str) else tuple(allowed)
    missed = Mismatch("outcome", list(outcomes), advised)
    return CaseResult(
        f"case-{number}.yaml",
        0,
        f"case-{number}",
        decision=Decision(advised, {}, (), {}, {}, {}, (), {}, (), ()) if advised else None,
        expects=bool(outcomes),
        outcomes=outcomes,
        areas=areas,
        mismatches=(missed,) if outcomes and advised not in outcomes else (),
    )


def triage_of(results: Iterable[CaseResult]) -> Triage:
    triage = Triage()
    for one in results:
        triage.add(one)
    return triage


def told(form: str, base: KnowledgeBase, results: Iterable[CaseResult]) -> str:
    """Give made-up results as a view writes them."""
    writer, summary = WRITERS[form](base), Summary()
    texts = [writer.start()]
    for one in results:
        summary.add(one)
        texts.append(writer.case(one))
    return "".join((*texts, *writer.end(summary)))


RESULTS = st.builds(
    result,
    st.lists(st.sampled_from(OUTCOMES), max_size=3, unique=True),
    st.none() | st.sampled_from(OUTCOMES),
    st.sampled_from([(), ("knee",), ("knee", "low-back")]),
)


# The interval


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(count: int, of: int, low: float, high: float) -> None:
    assert Share(count, of).interval == pytest.approx((low, high), abs=0.00005)


def test_of_no_cases_nothing_is_said() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)


SHARES = st.integers(1, 10**7).flatmap(
    lambda of: st.builds(Share, st.integers(0, of), st.just(of)),
)


def ends(share: Share) -> tuple[float, float]:
    assert share.interval is not None
    return share.interval


@given(SHARES)
def test_the_interval_holds_the_share_and_is_one_of_shares(share: Share) -> None:
    low, high = ends(share)
    assert share.value is not None
    assert 0 <= low <= share.value <= high <= 1


@given(SHARES)
def test_at_its_ends_the_share_is_just_as_far_off_as_chance_allows(share: Share) -> None:
    """Which is how Wilson defined it."""
    for end in ends(share):
        expected, error = share.of * end, math.sqrt(share.of * end * (1 - end))
        assert abs(share.count - expected) == pytest.approx(1.959964 * error, rel=1e-4, abs=1e-4)


@given(SHARES)
def test_what_did_not_happen_has_the_mirrored_interval(share: Share) -> None:
    low, high = ends(Share(share.of - share.count, share.of))
    assert ends(share) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(SHARES, st.integers(2, 50))
def test_more_cases_with_the_same_share_narrow_it(share: Share, times: int) -> None:
    low, high = ends(share)
    nearer_low, nearer_high = ends(Share(share.count * times, share.of * times))
    assert nearer_high - nearer_low < high - low


# The verdict on a case


@pytest.mark.parametrize(
    ("allowed", "advised", "found"),
    [
        ("urgent", "drills", "under"),
        ("emergency", "urgent", "under"),
        ("urgent", "not-cleared", "under"),
        ("not-cleared", "see-clinician", "under"),
        ("see-clinician", "need-more", "under"),
        (("urgent", "see-clinician"), "drills", "under"),
        ("urgent", "urgent", "within"),
        ("drills", "nothing-to-add", "within"),  # another advice, but nobody is sent on by either
        ("all-withheld", "outside-method", "within"),
        (("emergency", "drills"), "urgent", "within"),  # between the two
        (("drills", "urgent"), "not-cleared", "within"),
        ("urgent", "emergency", "over"),
        ("see-clinician", "not-cleared", "over"),
        (("drills", "need-more"), "see-clinician", "over"),
        ("urgent", None, None),
        ((), "urgent", None),
    ],
)
def test_an_advice_is_compared_by_how_urgent_it_is(
    allowed: str | tuple[str, ...], advised: str | None, found: str | None
) -> None:
    assert verdict(result(allowed, advised)) == found


@given(RESULTS)
def test_what_is_under_or_over_triaged_has_failed(one: CaseResult) -> None:
    if verdict(one) in ("under", "over"):
        assert one.status == "failed"


def test_an_advice_that_is_not_cleared_still_names_a_clinician(
    reasoner: Reasoner, cases: list[Case]
) -> None:
    """Else to put it above a referral to one would hide what it lacks."""
    decisions = [reasoner.advise(case).decision for case in cases]
    assert any(one.outcome == "not-cleared" and one.referrals for one in decisions)


# The counts


def test_cases_are_counted_by_expected_and_advised_outcome() -> None:
    triage = triage_of(
        [
            result("urgent", "urgent"),
            result("urgent", "drills"),
            result(("need-more", "drills"), "drills"),  # of several the advised one, if allowed
            result(("need-more", "drills"), "emergency"),  # else the first in order of urgency
            result((), "urgent"),
            result("urgent", None),
        ]
    )
    assert triage.table == {
        ("urgent", "urgent"): 1,
        ("urgent", "drills"): 1,
        ("drills", "drills"): 1,
        ("drills", "emergency"): 1,
    }
    assert triage.total == Counts(cases=4, under=1, over=1, could_be_under=2, could_be_over=4)
    assert triage.total.under_triage == (Share(1, 4), Share(1, 2))
    assert triage.total.over_triage == (Share(1, 4), Share(1, 4))


def test_only_what_can_go_wrong_is_in_the_share_of_what_did() -> None:
    could = {
        allowed: triage_of([result(allowed, "urgent")]).total
        for allowed in ("emergency", "see-clinician", "drills", ("emergency", "drills"))
    }
    assert [one.could_be_under for one in could.values()] == [1, 1, 0, 0]
    assert [one.could_be_over for one in could.values()] == [0, 1, 1, 0]


def test_a_case_counts_in_each_of_its_areas() -> None:
    triage = triage_of(
        [
            result("urgent", "drills", ("knee", "low-back")),
            result("drills", "urgent", ("knee",)),
            result("drills", "drills"),
        ]
    )
    assert triage.areas == {
        "knee": Counts(cases=2, under=1, over=1, could_be_under=1, could_be_over=2),
        "low-back": Counts(cases=1, under=1, could_be_under=1, could_be_over=1),
        "": Counts(cases=1, could_be_over=1),
    }


@given(st.lists(RESULTS, max_size=8), st.randoms(use_true_random=False))
def test_the_tables_sum_to_the_cases_in_any_order(results: list[CaseResult], chance: Any) -> None:
    triage = triage_of(results)
    judged = [one for one in results if verdict(one)]
    verdicts = Counter(map(verdict, judged))
    assert triage.table.total() == triage.total.cases == len(judged)
    assert (triage.total.under, triage.total.over) == (verdicts["under"], verdicts["over"])
    assert sum(one.cases for one in triage.areas.values()) == sum(
        max(1, len(one.areas)) for one in judged
    )
    chance.shuffle(results)
    assert triage_of(results) == triage


def test_memory_does_not_grow_with_the_cases() -> None:
    def size(times: int) -> int:
        return len(pickle.dumps(triage_of([result("urgent", "drills", ("knee",))] * times)))

    assert size(5_000) - size(500) < 20, "larger numbers take a byte more, and nothing else does"


# What is told


MIXED = [
    *(result("urgent", "urgent", ("knee",), number) for number in range(3)),
    result("urgent", "drills", ("low-back",), 3),
    result(("emergency", "urgent"), "see-clinician", (), 4),
    result("drills", "see-clinician", ("knee",), 5),
]


def test_each_under_triaged_case_has_a_line_and_the_summary_begins_with_them(
    base: KnowledgeBase,
) -> None:
    lines = told("text", base, MIXED).splitlines()
    assert [one for one in lines if ": under-triage: " in one] == [
        "case-3.yaml: under-triage: expected urgent, advised drills",
        "case-4.yaml: under-triage: expected emergency or urgent, advised see-clinician",
    ]
    assert lines[-4:-2] == [
        "UNDER-TRIAGE: 2 cases advised less urgently than expected",
        "6 cases: 3 ok, 3 failed",
    ]
    assert "3 expectation-failed, 2 under-triage" in lines[-2]


def test_where_no_case_is_under_triaged_none_is_named(base: KnowledgeBase) -> None:
    text = told("text", base, [result("drills", "urgent"), result("urgent", "urgent")])
    assert "UNDER-TRIAGE" not in text
    assert "under-triage: expected" not in text


def test_the_text_gives_the_figures(base: KnowledgeBase) -> None:
    text = told("text", base, MIXED)
    rows = [line.split() for line in text.splitlines()]
    assert ["1", "emergency", ".", ".", "1", "."] in rows
    assert ["2", "urgent", ".", "3", ".", "1"] in rows
    assert ["4", "drills", ".", ".", "1", "."] in rows
    assert "2 of 6 cases: 33.3 % (9.7 to 70.0 %)" in text
    assert "2 of 5 cases that could be under-triaged: 40.0 % (11.8 to 76.9 %)" in text
    assert "1 of 5 cases that could be over-triaged: 20.0 % (3.6 to 62.4 %)" in text
    knee, back, none = (
        next(line for line in text.splitlines() if line.startswith(f"  {label}  "))
        for label in ("knee", "low back", "no area")
    )
    assert "0 of 3 (0.0 to 56.1 %)" in knee
    assert "1 of 1 (20.7 to 100.0 %)" in back
    assert text.index(knee) < text.index(back) < text.index(none), "as in the base"


def test_it_is_said_of_which_cases_an_interval_says_something(base: KnowledgeBase) -> None:
    text = " ".join(told("text", base, MIXED).split())
    assert "only if these were drawn like them" in text
    assert "the shipped ones, were not" in text


def test_what_is_not_quite_none_or_all_is_not_told_as_that(base: KnowledgeBase) -> None:
    many = [result("drills", "drills")] * 9_999
    text = told("text", base, [*many, result("drills", "urgent")])
    assert "1 of 10,000 cases: under 0.1 % (under 0.1 to 0.1 %)" in text
    text = told("text", base, [result("urgent", "drills")] * 9_999)
    assert "9,999 of 9,999 cases: 100.0 % (over 99.9 to 100.0 %)" in text


def test_one_case_alone_and_cases_that_expect_no_outcome_have_no_figures(
    base: KnowledgeBase,
) -> None:
    for results in ([result("urgent", "drills")], [result((), "drills")] * 5):
        assert "figures" not in told("text", base, results)


@given(st.lists(RESULTS, min_size=2, max_size=8))
def test_every_summary_is_narrow_and_fits_the_schema(
    base: KnowledgeBase, results: list[CaseResult]
) -> None:
    _, heading, summary = told("text", base, results).rpartition("Safety figures")
    assert bool(heading) == (sum(bool(one.outcomes and one.decision) for one in results) > 1)
    if heading:
        assert max(map(len, summary.splitlines()[1:])) <= 76
    data = json.loads(told("json", base, results))
    data["results"] = []  # a made-up decision has no drills
    Draft202012Validator(result_schema(base)).validate(data)


def test_the_data_hold_the_same_figures(base: KnowledgeBase) -> None:
    data = json.loads(told("json", base, MIXED))
    figures = data["summary"]["triage"]
    assert [one["triage"] for one in data["results"]] == [*["within"] * 3, "under", "under", "over"]
    assert figures["table"] == {
        "emergency": {"see-clinician": 1},
        "urgent": {"urgent": 3, "drills": 1},
        "drills": {"see-clinician": 1},
    }
    assert figures["under_triage"]["of_possible"] == {
        "count": 2,
        "of": 5,
        "share": 0.4,
        "low": 0.117621,
        "high": 0.769276,
    }
    assert [(one["area"], one["cases"]) for one in figures["areas"]] == [
        ("knee", 4),
        ("low-back", 1),
        (None, 1),
    ]
    nobody = figures["areas"][1]["over_triage"]["of_possible"]
    assert nobody == {"count": 0, "of": 1, "share": 0.0, "low": 0.0, "high": 0.793451}
    lines = told("jsonl", base, MIXED).splitlines()
    assert json.loads(lines[-1])["triage"] == figures


# On the command line


def test_an_under_triaged_case_ends_validate_with_three(tmp_path: Path) -> None:
    text = CLAMSHELLS.read_text(encoding="utf-8").partition("\nexpect:")[0]
    file = tmp_path / "hurried.yaml"
    file.write_text(f"{text}\nexpect: {{outcome: [urgent, see-clinician]}}\n", encoding="utf-8")
    ran = CliRunner().invoke(advisor, ["validate", str(file)])
    assert ran.exit_code == 3
    wanted = f"{file}: under-triage: expected urgent or see-clinician, advised drills"
    assert wanted in ran.stdout.splitlines()
    assert f"{file}: expectation-failed: outcome" in ran.stdout
    assert "UNDER-TRIAGE: 1 case advised less urgently than expected" in ran.stdout


def test_no_shipped_case_is_under_or_over_triaged(reasoner: Reasoner, cases: list[Case]) -> None:
    found = triage_of(
        result(case.expect["outcome"], reasoner.advise(case).outcome)
        for case in cases
        if case.expect and "outcome" in case.expect
    )
    assert found.total.could_be_under > 100
    assert (found.total.under, found.total.over) == (0, 0)
