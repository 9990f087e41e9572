"""
What we count on experta to do, held against experta itself, and nothing of ours.

Each test says by `holds` which of the names in `RELIED_ON` it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from advisor.inference import _experta

Test = TypeVar("Test", bound=Callable[..., None])
held: set[str] = set()


def holds(*names: str) -> Callable[[Test], Test]:
    """Say what of experta a test is about."""
    held.update(names)
    return lambda test: test


class Told:
    """An engine of experta's own, with a matcher and a strategy that write down what they are told.

    `find` is given to the strategy as activations, on the first change.
    """

    def __init__(self, *find: Any) -> None:
        self.calls: list[tuple[Any, ...]] = []
        calls, waiting = self.calls, list(find)

        class Matcher(_experta.Matcher):
            def changes(self, adding: Any = None, deleting: Any = None) -> Any:
                calls.append(("changes", list(adding), list(deleting)))
                found = list(waiting)
                waiting.clear()
                return found, ["removed"]

            def reset(self) -> None:
                calls.append(("reset",))

        class Strategy(_experta.Strategy):
            def _update_agenda(self, agenda: Any, added: Any, removed: Any) -> None:
                calls.append(("agenda", agenda, list(added), list(removed)))
                agenda.activations += added

        members = {"__matcher__": Matcher, "__strategy__": Strategy}
        self.matcher, self.strategy = Matcher, Strategy
        self.engine: Any = type("Engine", (_experta.KnowledgeEngine,), members)()

    def new_calls(self) -> list[tuple[Any, ...]]:
        found = list(self.calls)
        self.calls.clear()
        return found


def fact(**values: Any) -> Any:
    return _experta.WorkingFact(**values)


def firing(act: Callable[..., object], **context: Any) -> Any:
    """Give an activation of a rule that does something."""
    return _experta.Activation(rule_of(act), (), context)


def rule_of(act: Callable[..., object]) -> Any:
    def rule(engine: Any, **given: Any) -> None:
        act(engine, **given)

    return _experta.ProductionRule()(rule)


# An engine


@holds("KnowledgeEngine.__matcher__", "KnowledgeEngine.__strategy__", "KnowledgeEngine.matcher")
def test_an_engine_makes_a_matcher_of_itself_and_a_strategy_of_nothing() -> None:
    told = Told()
    assert type(told.engine.matcher) is told.matcher
    assert told.engine.matcher.engine is told.engine
    assert type(told.engine.strategy) is told.strategy
    for name in ("__matcher__", "__strategy__"):
        with pytest.raises(TypeError, match=name):
            type("Engine", (_experta.KnowledgeEngine,), {name: object})()


@holds("KnowledgeEngine.facts", "KnowledgeEngine.agenda", "KnowledgeEngine.running")
def test_an_engine_starts_with_no_facts_no_activations_and_at_rest() -> None:
    engine = _experta.KnowledgeEngine()
    assert (type(engine.facts), len(engine.facts)) == (_experta.FactList, 0)
    assert (type(engine.agenda), engine.agenda.activations) == (_experta.Agenda, [])
    assert engine.running is False


@holds("KnowledgeEngine.get_rules")
def test_a_matcher_asks_the_engine_for_its_rules_when_it_is_made() -> None:
    """So giving the rules there is all it takes; they need not be members of the engine."""
    asked: list[Any] = []

    class Engine(_experta.KnowledgeEngine):
        def get_rules(self) -> list[Any]:
            asked.append(self)
            return []

    engine = Engine()
    assert asked == [engine]


@holds("KnowledgeEngine.declare", "FactList.declare", "Matcher.changes")
def test_what_is_declared_at_rest_goes_to_the_matcher_and_on_to_the_agenda() -> None:
    told = Told("found")
    first, second, same = fact(a=1), fact(a=2), fact(a=1)
    assert told.engine.declare(first, second) is second
    assert told.new_calls() == [
        ("changes", [first, second], []),
        ("agenda", told.engine.agenda, ["found"], ["removed"]),
    ]
    assert told.engine.facts.changes == ([], []), "they were taken"
    assert told.engine.declare(same) is None, "an equal fact is not taken twice"
    assert told.new_calls()[0] == ("changes", [], [])
    assert list(told.engine.facts.values()) == [first, second]


@holds("KnowledgeEngine.declare")
def test_what_is_declared_goes_through_the_list_of_facts() -> None:
    told = Told()
    seen = []

    class Facts(_experta.FactList):
        def declare(self, declared: Any) -> Any:
            seen.append(declared)
            return super().declare(declared)

    told.engine.facts = Facts()
    told.engine.declare(fact(a=1), fact(a=2))
    assert [one["a"] for one in seen] == [1, 2]


@holds("KnowledgeEngine.declare", "KnowledgeEngine.running")
def test_what_is_declared_in_a_run_waits() -> None:
    told = Told()
    told.engine.running = True
    declared = fact(a=1)
    told.engine.declare(declared)
    assert told.new_calls() == []
    assert told.engine.facts.changes == ([declared], [])


@holds("KnowledgeEngine.declare")
def test_what_is_declared_holds_values_only() -> None:
    from experta.fieldconstraint import L

    told = Told()
    with pytest.raises(TypeError, match="conditional"):
        told.engine.declare(fact(a=L(1)))
    with pytest.raises(KeyError, match="double underscores"):
        told.engine.declare(fact(a__b=1))
    assert (told.new_calls(), len(told.engine.facts)) == ([], 0)


@holds("Fact.has_field_constraints", "Fact.has_nested_accessor")
@pytest.mark.parametrize("question", ["has_field_constraints", "has_nested_accessor"])
def test_a_fact_is_asked_itself_whether_it_holds_values_only(question: str) -> None:
    told = Told()
    odd = type("Odd", (_experta.WorkingFact,), {question: lambda _: True})
    with pytest.raises((TypeError, KeyError)):
        told.engine.declare(odd())


@holds("KnowledgeEngine.declare")
def test_a_list_without_the_initial_fact_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    """This is why our own list of facts begins with it."""
    told = Told()
    told.engine.declare(fact(a=1))
    assert "before reset" in caplog.text
    caplog.clear()
    told.engine.declare(fact(a=2))
    assert caplog.text == ""


@holds("KnowledgeEngine.run", "KnowledgeEngine.agenda", "Agenda.get_next")
def test_a_run_fires_the_next_of_the_agenda_until_there_is_none() -> None:
    fired: list[tuple[Any, ...]] = []

    def act(engine: Any, **given: Any) -> None:
        fired.append((engine, engine.running, given))
        engine.declare(fact(a=1))

    told = Told(firing(act), firing(act, one=1, __special__=2))
    told.engine.run()
    assert fired == [(told.engine, True, {"one": 1}), (told.engine, True, {})]
    kinds = [call[0] for call in told.new_calls()]
    assert kinds == ["changes", "agenda"] * 3, "asked before each firing, and before the end"
    assert told.engine.running is False


@holds("KnowledgeEngine.run", "KnowledgeEngine.agenda")
def test_a_run_takes_what_the_agenda_gives() -> None:
    """Also an agenda put in the place of the engine's own: None ends the run."""

    class Nothing(_experta.Agenda):
        def get_next(self) -> None:
            return None

    fired: list[Any] = []
    told = Told(firing(fired.append))
    told.engine.agenda = Nothing()
    told.engine.run()
    assert (fired, len(told.engine.agenda.activations)) == ([], 1)


@holds("KnowledgeEngine.running", "KnowledgeEngine.run")
def test_an_error_in_a_rule_leaves_the_engine_running() -> None:
    """This is why our own reset says that it is not."""

    def act(engine: Any) -> None:
        raise RuntimeError

    told = Told(firing(act))
    with pytest.raises(RuntimeError):
        told.engine.run()
    assert told.engine.running is True


@holds("KnowledgeEngine.reset", "Matcher.reset", "KnowledgeEngine.facts")
def test_a_reset_starts_anew_with_the_initial_fact() -> None:
    """What our own reset does too, without looking through the members of the engine."""
    told = Told()
    told.engine.declare(fact(a=1))
    facts, agenda = told.engine.facts, told.engine.agenda
    told.engine.running = True
    told.new_calls()
    told.engine.reset()
    assert told.new_calls()[0] == ("reset",)
    assert told.engine.facts is not facts
    assert told.engine.agenda is not agenda
    assert [type(one) for one in told.engine.facts.values()] == [_experta.InitialFact]
    assert told.engine.running is False


# Its parts


@holds("FactList.declare")
def test_a_list_of_facts_gives_what_came_and_went_once() -> None:
    facts = _experta.FactList()
    first, second = fact(a=1), fact(a=2)
    assert [facts.declare(first), facts.declare(second)] == [first, second]
    facts.retract(first)
    assert facts.changes == ([first, second], [first])
    assert facts.changes == ([], [])
    assert list(facts.values()) == [second]


@holds("FactList.last_index", "FactList.added", "Fact.__factid__")
def test_a_list_of_facts_numbers_them_and_keeps_the_new_ones() -> None:
    """What our own list does too, without looking for an equal fact."""
    facts = _experta.FactList()
    first, second = facts.declare(fact(a=1)), facts.declare(fact(a=2))
    assert [first.__factid__, second.__factid__] == [0, 1]
    assert (facts[0], facts[1], facts.last_index) == (first, second, 2)
    assert facts.added == [first, second]


@holds("Fact.__factid__")
def test_facts_that_say_the_same_are_told_apart_by_their_numbers() -> None:
    one, other = fact(a=1), fact(a=1)
    assert one == other
    one.__factid__, other.__factid__ = 0, 1
    assert one != other
    assert [one, other].index(other) == 1


@holds("Strategy._update_agenda")
def test_a_strategy_hands_its_work_on() -> None:
    told = Told()
    agenda, added, removed = _experta.Agenda(), [firing(print)], [firing(print)]
    told.engine.strategy.update_agenda(agenda, added, removed)
    assert told.new_calls() == [("agenda", agenda, added, removed)]


@holds("Agenda.activations", "Agenda.get_next")
def test_an_agenda_is_a_list_taken_from_its_end() -> None:
    agenda = _experta.Agenda()
    assert agenda.activations == []
    agenda.activations = ["last", "first"]
    assert [agenda.get_next() for _ in range(3)] == ["first", "last", None]
    assert agenda.activations == []


@holds("Activation.rule")
def test_an_activation_holds_what_it_is_of() -> None:
    rule, met = rule_of(print), fact(a=1)
    activation = _experta.Activation(rule, (met,), {"a": 1})
    assert activation.rule is rule
    assert (activation.facts, activation.context) == ({met}, {"a": 1})


def test_a_rule_is_called_as_the_function_it_was_made_of() -> None:
    def named(engine: Any) -> Any:
        return engine

    rule = _experta.ProductionRule()(named)
    assert type(rule) is _experta.ProductionRule
    assert rule.__name__ == "named"
    assert rule("engine", other=1) == "engine", "what it does not name is not passed"
    rule.rule = "ours"
    assert rule.rule == "ours"


def test_a_fact_holds_its_values_and_whatever_is_put_beside_them() -> None:
    met = fact(a=1, b=(1, 2))
    met.content = "ours"
    assert (dict(met), met.content) == ({"a": 1, "b": (1, 2)}, "ours")
