"""The figures of a run as text: how safely cases were sent on, and which rules they exercised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from advisor.batch import Coverage, Share, Summary, Triage
from advisor.knowledge import KnowledgeBase
from advisor.report.data import Data
from advisor.report.page import Page
from advisor.report.results.figures_data import INTERVAL, by_area, coverage_data, outcomes_met

_MOST_LISTED: Final = 40
"""How many rules or conditions a text lists."""
_GAP: Final = "  "


def triage_text(summary: Summary, base: KnowledgeBase) -> str:
    """Give the figures of the cases that expect an outcome: how urgently they were sent on."""
    triage, unread = summary.triage, summary.statuses["invalid"] + summary.statuses["error"]
    lines = [f"Safety figures of {_cases(triage.total.cases)} with an expected outcome"]
    if unread:
        lines += [f"(not counted: {_cases(unread)} that could not be advised on)"]
    lines += ["", "Outcomes expected (rows) and advised (columns):", *_confusion(triage), ""]
    for way, than, shares in (
        ("Under", "less", triage.total.under_triage),
        ("Over", "more", triage.total.over_triage),
    ):
        lines.append(f"{way}-triage: {than} urgent than every outcome that the case allows")
        lines += _shares(shares, f" that could be {way.lower()}-triaged")
    lines += ["", "By body area, of those that could be (a case counts in each of its areas):"]
    lines += [*_areas(triage, base), ""]
    page = Page()
    page.text(f"In brackets stand {INTERVAL}")
    return "".join(f"{line}\n" for line in lines) + str(page)


def _cases(number: int) -> str:
    return f"{number:,} case{'' if number == 1 else 's'}"


def _confusion(triage: Triage) -> Iterator[str]:
    met = outcomes_met(triage)
    numbers = [str(one) for one in range(1, len(met) + 1)]
    rows = [
        [number, expected, *(str(triage.table[expected, one] or ".") for one in met)]
        for number, expected in zip(numbers, met, strict=True)
    ]
    yield from _table([["", "", *numbers], *rows], "><" + ">" * len(met))


def _shares(shares: tuple[Share, Share], possible: str) -> Iterator[str]:
    for share, of_what in zip(shares, ("", possible), strict=True):
        said = "" if share.value is None else f": {_percent(share.value)} % {_interval(share)}"
        yield f"{_GAP}{share.count:,} of {_cases(share.of)}{of_what}{said}"


def _areas(triage: Triage, base: KnowledgeBase) -> Iterator[str]:
    rows = [["", "cases", "under-triage", "over-triage"]]
    for area, counts in by_area(triage, base):
        label = base.entry("area", area).label if area else "no area"
        of_possible = (counts.under_triage[1], counts.over_triage[1])
        rows.append([label, str(counts.cases), *map(_brief, of_possible)])
    yield from _table(rows, "<><<")


def _brief(share: Share) -> str:
    return f"{share.count:,} of {share.of:,} {_interval(share)}".rstrip()


def _interval(share: Share) -> str:
    interval = share.interval
    return f"({_percent(interval[0])} to {_percent(interval[1])} %)" if interval else ""


def _percent(value: float) -> str:
    """Write a share in percent; what is not quite none, or all, is not written as that."""
    if 0 < value < 0.0005:
        return "under 0.1"
    if 0.9995 <= value < 1:
        return "over 99.9"
    return f"{100 * value:.1f}"


def _table(rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    """Give rows as lines with their cells in columns, each to the left (`<`) or the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{one:{side}{n}}" for one, side, n in zip(row, sides, widths, strict=True))
        yield f"{_GAP}{_GAP.join(cells)}".rstrip()


def coverage_text(coverage: Coverage, base: KnowledgeBase) -> str:
    """Give which rules the cases did not exercise, the first of them by name."""
    data = coverage_data(coverage, base)
    page = Page()
    page.text(
        f"Rules that fired: {data['fired']} of {data['rules']}. "
        f"Conditions that decided: {data['decisive']} of {data['conditions']}. A condition decides "
        "in a case if its rule fires with it one way and not with it another, all else as it is."
    )
    _list(page, "Rules that never fired", data["never_fired"], "title")
    _list(page, "Conditions that never decided", data["never_decisive"], "condition")
    return str(page)


def _list(page: Page, heading: str, found: list[Data], said: str) -> None:
    if not found:
        return
    page.heading(f"{heading}:")
    page.items(f"{one['rule']}: {one[said]}" for one in found[:_MOST_LISTED])
    if len(found) > _MOST_LISTED:
        page.text(f"and {len(found) - _MOST_LISTED} more (--format json lists all)")
