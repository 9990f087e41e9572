"""The figures of a run as data: how safely cases were sent on, and which rules they exercised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from advisor.batch import NO_AREA, Counts, Coverage, Share, Triage
from advisor.facts import OUTCOMES
from advisor.knowledge import KnowledgeBase
from advisor.report.data import Data
from advisor.report.rule_words import pattern_words

INTERVAL: Final = (
    "95 % intervals (Wilson score). If the cases were drawn at random from a larger group, "
    "intervals made in this way would hold the share of that group in about 95 of 100 such runs. "
    "They say something of other cases only if these were drawn like them. Cases written to test "
    "the rules, such as the shipped ones, were not."
)
"""What an interval is, and of what it says something."""
_DIGITS: Final = 6


def triage_data(triage: Triage, base: KnowledgeBase) -> Data:
    """Give the figures of the cases that expect an outcome; shares are rounded to six digits."""
    return {
        **_counts(triage.total),
        "interval": INTERVAL,
        "table": {
            expected: {one: found for one in OUTCOMES if (found := triage.table[expected, one])}
            for expected in outcomes_met(triage)
            if any(triage.table[expected, one] for one in OUTCOMES)
        },
        "areas": [
            {"area": area or None, **_counts(counts)} for area, counts in by_area(triage, base)
        ],
    }


def outcomes_met(triage: Triage) -> list[str]:
    """Give the outcomes that some case expects or comes to, in their order."""
    met = {one for pair, count in triage.table.items() if count for one in pair}
    return [one for one in OUTCOMES if one in met]


def by_area(triage: Triage, base: KnowledgeBase) -> Iterator[tuple[str, Counts]]:
    """Give the counts of each area that cases name, in the order of the base, `NO_AREA` last."""
    for area in (*base.entries["area"], NO_AREA):
        if area in triage.areas:
            yield area, triage.areas[area]


def _counts(counts: Counts) -> Data:
    return {
        "cases": counts.cases,
        "under_triage": _shares(counts.under_triage),
        "over_triage": _shares(counts.over_triage),
    }


def _shares(shares: tuple[Share, Share]) -> Data:
    return dict(zip(("of_all", "of_possible"), map(_share, shares), strict=True))


def _share(share: Share) -> Data:
    value, interval = share.value, share.interval
    low, high = interval or (None, None)
    figures = {"share": value, "low": low, "high": high}
    return {
        "count": share.count,
        "of": share.of,
        **{name: None if one is None else round(one, _DIGITS) for name, one in figures.items()},
    }


def coverage_data(coverage: Coverage, base: KnowledgeBase) -> Data:
    """Give which rules never fired, and which of their conditions never decided that."""
    fired, decisive = coverage.never_fired, coverage.never_decisive
    return {
        "rules": coverage.rules,
        "fired": coverage.rules - len(fired),
        "conditions": coverage.conditions,
        "decisive": coverage.conditions - len(decisive),
        "never_fired": [{"rule": one.id, "title": one.title} for one in fired],
        "never_decisive": [
            {"rule": rule.id, "condition": pattern_words(base, one)} for rule, one in decisive
        ],
    }
