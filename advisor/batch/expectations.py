"""What a case expects of its advice, compared with what the advice says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from advisor.advice import Decision
from advisor.cases import EXPECTED_LISTS, EXPECTED_MAPPINGS


@dataclass(frozen=True, slots=True)
class Mismatch:
    """
    An expectation of a case that its advice does not meet.

    `missing` names what the advice should say and does not, `surplus` what it says and should not,
    as the commands why-not and why take them (`drill:kickstand-hinge=now`); both are empty where
    only the order differs. `why` is why so, in words.
    """

    expectation: str
    expected: Any
    actual: Any
    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


_ACTUAL: Final[Mapping[str, Callable[[Decision], Any]]] = {
    "outcome": lambda decision: decision.outcome,
    "referrals": lambda decision: dict(decision.referrals),
    "cautions": lambda decision: list(decision.cautions),
    "load": lambda decision: dict(decision.load),
    "patterns": lambda decision: dict(decision.patterns),
    "keys": lambda decision: dict(decision.keys),
    "drills": lambda decision: [drill for drill, _ in decision.drills],
    "stages": lambda decision: dict(decision.drills),
    "ranges": lambda decision: dict(decision.ranges),
    "withheld": lambda decision: list(decision.withheld),
    "notes": lambda decision: list(decision.notes),
}
_KINDS: Final[Mapping[str, str]] = {
    "outcome": "outcome",
    **EXPECTED_LISTS,
    **{name: kind for name, (kind, _) in EXPECTED_MAPPINGS.items()},
}
"""By expectation, the kind of what it is about."""


def compare(expect: Mapping[str, Any], decision: Decision) -> Iterator[Mismatch]:
    """Give every expectation that a decision does not meet, in the order of a decision."""
    for name, actual_of in _ACTUAL.items():
        if name in expect:
            expected, actual = expect[name], actual_of(decision)
            missing, surplus = _differences(name, expected, actual)
            misordered = name == "drills" and isinstance(expected, list) and expected != actual
            if missing or surplus or misordered:
                yield Mismatch(name, expected, actual, missing, surplus)


def _differences(name: str, expected: Any, actual: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what is missing and what is surplus, each by name."""
    if name == "outcome":
        wanted, said = _strengths(outcomes(expected)), {actual: ""}
        if actual in wanted:
            return (), ()
        unwanted = {actual}
    else:
        partial = isinstance(expected, dict) and bool({"include", "exclude"} & set(expected))
        said = _strengths(actual)
        wanted = _strengths(expected.get("include", ()) if partial else expected)
        unwanted = set(expected.get("exclude", ())) if partial else set(said) - set(wanted)
    missing = [_full(name, one, wanted) for one in wanted if said.get(one) != wanted[one]]
    surplus = [_full(name, one, said) for one in said if one in unwanted]
    return tuple(missing), tuple(surplus)


def outcomes(expected: str | Sequence[str]) -> tuple[str, ...]:
    """Give the outcomes that an expectation allows: it names one, or several."""
    return (expected,) if isinstance(expected, str) else tuple(expected)


def _strengths(said: Any) -> dict[str, str]:
    """Give by id how strongly something is said, empty where that is not said."""
    return dict(said) if isinstance(said, Mapping) else dict.fromkeys(said, "")


def _full(name: str, one: str, strengths: Mapping[str, str]) -> str:
    """Name something as the commands why and why-not take it."""
    strength = f"={strengths[one]}" if strengths[one] and name != "ranges" else ""
    return f"{_KINDS[name]}:{one}{strength}"
