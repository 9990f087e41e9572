"""Measure, and print the tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from advisor.knowledge import KnowledgeBase, load
from tests.benchmarks import asking, blow_up, commands, growth
from tests.benchmarks.contenders import OPPONENTS, Contender, Opponent, ours
from tests.benchmarks.table import micros, ratio, table
from tests.benchmarks.timing import Timings, time_in_turns
from tests.benchmarks.workload import SEED, TimedCase, random_workload, shipped_workload

_HEADER = """\
Benchmarks of {stamp}, {rules} rules.

Every ratio compares times that were taken in turns in this run, so it can be read without knowing
the machine; lower is better. The microseconds beside it cannot.
"""
_INFERENCE = """\
A ratio is our time over theirs on the same rules and cases. Median and worst round: of all the
cases together, in {rounds} rounds. Worst case: of each case's medians, the case named at the end.
The bar is for the median. Stock experta keeps its own matcher and strategy and takes the same walk;
what supports a firing, and what is open in a rule that is unknown, is found by us and not asked of
it. "By stratum" gives it an engine for each stratum, so that no rule is matched in vain. CLIPS runs
the program of `advisor rules export`. Its facts are asserted one by one through clipspy, which
takes most of its time, and something that may still be reported is a fact to it; it is not asked
for what supports a firing either. The last rows are our own engine where no fact of a case was met
in an earlier one: most facts are answers that many give, and it remembers what they lead to.
"""
_GROWTH = """\
Times as multiples of the first line of a block. Growth: how many times its size. Again: the same
case once more. New: a case none of whose numbers the engine has met. Build: the engine, for each
rule; its multiple is 1 where building is linear. Rules that do not concern a case should cost it
nothing (a multiple of 1); facts and firings may cost what they grow by, and no more.
"""
_BLOW_UP = """\
How much a step grew over how much the rule did, its parts counted: 1 is linear, and more is worse.
Calls are function calls beyond those for a rule of one pattern, the same in every run; times are of
the whole step, so that what is fixed in it makes them smaller. Labels: checking that each label is
met. Build: the engine with this rule alone. Answered and open: a case that answers all the rule
asks, and one that answers nothing.
"""
_ASKING = """\
Over the interviews of the shipped cases. A next prompt is what is asked, worked out anew after each
answer; the advice stands beside it to compare. A prompt is what is asked at once, an answer each
field of it. The last rows of a pair are of the form that asks everything.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks; give 1 where contenders do not fire the same rules."""
    options = _options(arguments)
    base = load()
    print(_HEADER.format(stamp=base.stamp, rules=len(base.rules)))
    if options.quick:
        print("This is a quick run, which shows that all of it works: its figures mean nothing.\n")
    for name, part in _PARTS.items():
        if name in (options.parts or _PARTS) and not part(base, options):
            return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"what to measure (all): {', '.join(_PARTS)}"
    )
    parser.add_argument("--quick", action="store_true", help="a few seconds, to see that it works")
    parser.add_argument("--cases", type=int, metavar="N", help="how many random cases (200)")
    parser.add_argument(
        "--rounds", type=int, metavar="N", help="rounds of which the median is taken (5)"
    )
    options = parser.parse_args(arguments)
    if unknown := [one for one in options.parts if one not in _PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(_PARTS)}")
    options.cases = options.cases or (10 if options.quick else 200)
    options.rounds = options.rounds or (1 if options.quick else 5)
    return options


# Inference


def _inference(base: KnowledgeBase, options: argparse.Namespace) -> bool:
    shipped = shipped_workload(base)[:: 8 if options.quick else 1]
    cases = [*shipped, *random_workload(base, options.cases)]
    parts = {"shipped": range(len(shipped)), "random": range(len(shipped), len(cases))}
    our_own = ours(base, cases)
    contenders = [our_own, *(one.make(base, cases) for one in OPPONENTS)]
    counted = f"{len(cases)} cases ({len(shipped)} shipped, {options.cases} of seed {SEED})"
    firings = sum(len(our_own.run(number)) for number in range(len(cases)))
    differences = list(_differences(contenders, cases))
    if differences:
        print(f"{counted}: contenders fire different rules, so nothing was timed.")
        print("\n".join(differences[:20]))
        return False
    print(
        f"{counted}: all {len(contenders)} contenders fire the same rules, {firings:,} firings.\n"
    )
    timings = time_in_turns(contenders, len(cases), options.rounds)
    rows = [
        _row(opponent, part, timings, numbers, cases)
        for opponent in OPPONENTS
        for part, numbers in parts.items()
    ]
    headings = [
        "against",
        "median",
        "worst round",
        "worst case",
        "bar",
        "later",
        "ours µs",
        "theirs µs",
    ]
    if options.quick:
        rows = [[*row[:4], "", "", *row[6:]] for row in rows]  # what one round met means nothing
    print(table("Inference, facts in to firings out", [*headings, "worst case is"], rows))
    print("\n" + _INFERENCE.format(rounds=options.rounds))
    return True


def _differences(contenders: Sequence[Contender], cases: Sequence[TimedCase]) -> Iterator[str]:
    first, *others = contenders
    for number, case in enumerate(cases):
        expected = first.run(number)
        for other in others:
            found = other.run(number)
            if found != expected:
                missing = ", ".join(sorted(expected - found)) or "none"
                extra = ", ".join(sorted(found - expected)) or "none"
                yield f"{case.name}: {other.name} does not fire {missing}, and fires {extra}"


def _row(
    opponent: Opponent,
    part: str,
    timings: Timings,
    numbers: Sequence[int],
    cases: Sequence[TimedCase],
) -> list[str]:
    found = timings.compare("ours", opponent.name, numbers)
    return [
        f"{opponent.name}, {part} cases",
        *(ratio(one) for one in (found.median, found.worst_round, found.worst_case)),
        *(_verdict(found.median, bar) for bar in (opponent.bar, opponent.later)),
        micros(found.our_time),
        micros(found.their_time),
        cases[found.worst_case_number].name,
    ]


def _verdict(median: float, bar: float | None) -> str:
    if bar is None:
        return "-"
    return f"{bar:.2f} {'met' if median <= bar else 'missed'}"


# Growth


def _growth(base: KnowledgeBase, options: argparse.Namespace) -> bool:
    most = 2 if options.quick else None
    fixed = 200 if options.quick else growth.FIXED_RULES
    curves = (
        *growth.rule_curves(base, growth.RULES[:most], options.rounds),
        growth.firing_curve(base, growth.FIRING[:most], options.rounds),
        growth.fact_curve(base, growth.FACTS[:most], fixed, options.rounds),
    )
    rows = [
        [
            f"{point.size:>5,} {curve.title}",
            f"{curve.growth(point):.1f}",
            *(f"{curve.ratio(point, column):.2f}" for column in growth.COLUMNS),
            *(micros(point.times[column]) for column in growth.COLUMNS),
        ]
        for curve in curves
        for point in curve.points
    ]
    headings = ["", "growth", *growth.COLUMNS, *(f"{name} µs" for name in growth.COLUMNS)]
    print(table("How it grows", headings, rows))
    print("\n" + _GROWTH)
    return True


# Blow-up


def _blow_up(base: KnowledgeBase, options: argparse.Namespace) -> bool:
    shapes = blow_up.shapes(options.quick)
    found = {shape.title: blow_up.costs(base, shape, options.rounds) for shape in shapes}
    for title, calls in (("calls", True), ("time", False)):
        rows = [
            [
                f"{cost.size:>5,} {shape}",
                f"{cost.parts:,}",
                *(f"{blow_up.ratio(costs, cost, one, calls=calls):.2f}" for one in blow_up.STEPS),
                *(_amount(cost, one, calls) for one in blow_up.STEPS),
            ]
            for shape, costs in found.items()
            for cost in costs
        ]
        unit = "calls" if calls else "µs"
        headings = ["", "parts", *blow_up.STEPS, *(f"{step} {unit}" for step in blow_up.STEPS)]
        print(table(f"One large rule, in {title}", headings, rows) + "\n")
    print(_BLOW_UP)
    return True


def _amount(cost: blow_up.Cost, step: str, calls: bool) -> str:
    return f"{cost.calls[step]:,}" if calls else micros(cost.times[step])


# The interview


def _asking(base: KnowledgeBase, options: argparse.Namespace) -> bool:
    found = asking.figures(base, 40 if options.quick else 1)
    print(table("The interview", asking.HEADINGS, [one.row() for one in found]))
    print("\n" + _ASKING.rstrip())
    told = asking.story(base)
    print(
        f"\nThe story of {asking.STORY}, told: {told.screens} screens, {told.keys} keys,"
        f" {told.words} words not read before. By the keystroke-level model (Card, Moran and"
        f" Newell 1980) and skimming ({asking.SKIMMING} words a minute, Carver 1992) that takes"
        f" {told.seconds(asking.SKIMMING):.0f} s; reading every word ({asking.READING} a minute,"
        f" Brysbaert 2019) {told.seconds(asking.READING):.0f} s. It is a model: no person was"
        " timed.\n"
    )
    return True


# Whole commands


def _commands(_: KnowledgeBase, options: argparse.Namespace) -> bool:
    size = commands.QUICK if options.quick else commands.FULL
    rows = list(commands.rows(options.rounds, size))
    if options.quick:
        rows = [[*row[:4], "", *row[5:]] for row in rows]
    print(table("Whole commands", commands.HEADINGS, rows))
    print("\n" + commands.ABOUT.rstrip())
    return True


_PARTS: Final = {
    "inference": _inference,
    "growth": _growth,
    "blow-up": _blow_up,
    "asking": _asking,
    "commands": _commands,
}


if __name__ == "__main__":
    sys.exit(main())
