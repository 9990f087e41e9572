"""Why experta's own strategy is never run, and that ours has not its fault."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from advisor.inference import _experta
from advisor.inference.agenda import RuleOrder

TIES = 12


class _Fact(_experta.WorkingFact):
    """A fact of this test; experta's rules match it by its attributes."""


def rules_that_should_not_fire(strategy: Any, cancelled: int) -> list[int]:
    """
    Run experta's stock matcher with a strategy on rules that tie for their place on the agenda.

    All are activated by one fact; then another fact makes the `NOT` of one of them false. Gives the
    rules that fired although their condition was false when they did.
    """
    from experta.conditionalelement import AND, NOT

    fired: list[int] = []

    def rule(number: int) -> Any:
        def fire(engine: Any) -> None:
            fired.append(number)

        fire.__name__ = f"rule_{number:02d}"
        condition = AND(_Fact(here=True), NOT(_Fact(cancels=number)))
        return _Numbered(condition)(fire)

    members = {f"rule_{number:02d}": rule(number) for number in range(TIES)}
    engine_class: Any = type("Engine", (_experta.KnowledgeEngine,), members)
    if strategy is not None:
        engine_class.__strategy__ = strategy
    engine = engine_class()
    engine.reset()
    engine.declare(_Fact(here=True))
    engine.declare(_Fact(cancels=cancelled))
    engine.run()
    return [number for number in fired if number == cancelled]


class _Numbered(_experta.ProductionRule):
    """A rule of experta's that knows its place as ours do; experta copies rules by their class."""

    @property
    def rule(self) -> Any:
        return SimpleNamespace(order=int(self.__name__.removeprefix("rule_")))


def test_the_stock_strategy_fires_rules_whose_condition_became_false() -> None:
    wrong = [n for n in range(TIES) if rules_that_should_not_fire(None, n)]
    assert wrong, "if experta mended this, the reason for our own strategy is gone"


@pytest.mark.parametrize("cancelled", range(TIES))
def test_our_strategy_never_does(cancelled: int) -> None:
    assert rules_that_should_not_fire(RuleOrder, cancelled) == []
