"""What an inference leaves behind; explanations, advice and graphs are views of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from advisor.facts import FACT_TYPES, NOTES, Fact
from advisor.language import Pattern, Rule


@dataclass(frozen=True, slots=True)
class Met:
    """A pattern that held, with every fact that met it."""

    pattern: Pattern
    facts: tuple[Fact, ...]


class Grounds(NamedTuple):
    """
    What made a rule fire.

    `support` holds each pattern that was met, `absences` each that no fact met although it counts
    on that, `open` each that nobody had answered although it counts on that.
    """

    support: tuple[Met, ...] = ()
    absences: tuple[Pattern, ...] = ()
    open: tuple[Pattern, ...] = ()


@dataclass(frozen=True, eq=False)
class Firing:
    """
    A rule that fired; what made it fire is worked out by `find` when it is first asked for.

    `conclusions` are the facts it concluded, whether or not they stand.
    """

    rule: Rule
    conclusions: tuple[Fact, ...]
    find: Callable[[Rule], Grounds] = field(repr=False)

    @functools.cached_property
    def grounds(self) -> Grounds:
        """All that made it fire."""
        return self.find(self.rule)

    @property
    def support(self) -> tuple[Met, ...]:
        """Each pattern that was met."""
        return self.grounds.support

    @property
    def absences(self) -> tuple[Pattern, ...]:
        """Each pattern that no fact met although it counts on that."""
        return self.grounds.absences

    @property
    def open(self) -> tuple[Pattern, ...]:
        """Each pattern that nobody had answered although it counts on that."""
        return self.grounds.open


@dataclass(frozen=True, eq=False)
class Pending:
    """A rule that may still turn out true; `find` finds what is open in it."""

    rule: Rule
    find: Callable[[Rule], tuple[Pattern, ...]] = field(repr=False)

    @functools.cached_property
    def open(self) -> tuple[Pattern, ...]:
        """The patterns nobody has answered yet, each once."""
        return self.find(self.rule)


@dataclass(frozen=True, eq=False)
class Record:
    """
    One inference over one case.

    `reported` and `standing` are the facts reported and those concluded that stand; `withdrawn`
    are drills concluded and then subtracted because they are withheld. `unknown` are the rules that
    may still turn out true; `find_open` finds what is open in one. `ran` are the strata that were
    judged. The gate is shut by unknown rules at urgent or emergency level, by a firing of such a
    rule, or by a missing age.
    """

    reported: tuple[Fact, ...] = field(repr=False)
    standing: tuple[Fact, ...] = field(repr=False)
    withdrawn: tuple[Fact, ...] = field(repr=False)
    firings: tuple[Firing, ...] = field(repr=False)
    unknown: tuple[Rule, ...] = field(repr=False)
    find_open: Callable[[Rule], tuple[Pattern, ...]] = field(repr=False)
    ran: frozenset[int]
    gate_open: bool
    age_missing: bool
    in_scope: bool

    @functools.cached_property
    def pending(self) -> tuple[Pending, ...]:
        """Each rule that may still turn out true, with what is open in it."""
        return tuple(Pending(rule, self.find_open) for rule in self.unknown)

    def facts(self, kind: str) -> tuple[Fact, ...]:
        """Give the facts of a type that hold, reported or concluded."""
        return tuple(self._by_type.get(kind, ()))

    @functools.cached_property
    def _by_type(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in (*self.reported, *self.standing):
            found.setdefault(fact.type, []).append(fact)
        return found

    def reasons(self, fact: Fact) -> tuple[Firing, ...]:
        """Give every firing that concluded this very fact, or a weaker or equal one of its name."""
        return tuple(
            firing
            for firing in self.firings
            if any(one.name == fact.name for one in firing.conclusions)
            and (fact.type != "note" or gives_notes(firing, self.withdrawn))
        )

    def deciding(self, fact: Fact) -> tuple[Firing, ...]:
        """Give the firings that concluded a fact as strongly as it stands."""
        return tuple(
            firing
            for firing in self.reasons(fact)
            if any(
                one.name == fact.name and _strength(one) == _strength(fact)
                for one in firing.conclusions
            )
        )

    def standing_firings(self) -> tuple[Firing, ...]:
        """Give the firings of which something stands."""
        names = {fact.name for fact in self.standing}
        return tuple(
            firing
            for firing in self.firings
            if any(fact.name in names for fact in firing.conclusions)
        )


def gives_notes(firing: Firing, withdrawn: Iterable[Fact]) -> bool:
    """Whether the notes of a firing are given: not where all else it concluded was withdrawn."""
    gone = {fact.name for fact in withdrawn}
    concluded = {one.name for one in firing.conclusions if one.type != "note"}
    return firing.rule.stratum == NOTES or bool(concluded - gone)


def _strength(fact: Fact) -> tuple[object, ...]:
    return (*(fact.get(name) for name in FACT_TYPES[fact.type].orders), fact.get("band"))
