"""A rule as written in YAML, turned into the values of `language`, with every misstep diagnosed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.diagnostics import Diagnostic, Path, nearest
from advisor.documents import Document
from advisor.facts import FACT_TYPES, WITHHOLDABLE, Fact, FactType, Scalar
from advisor.knowledge.attributes import properties_of
from advisor.knowledge.base import Attribute
from advisor.knowledge.entries import PROPERTIES, Entries
from advisor.language import (
    Among,
    AtLeast,
    Conclusion,
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Test,
    Within,
)

Known = Mapping[str, Attribute]
Attributes = Mapping[str, Known]
_BOUNDS = ("at_least", "above", "at_most", "below")
_JOINTS = ("all", "any", "not", "at_least", "unknown")


class _MisstepError(Exception):
    """A condition or conclusion that means nothing; already diagnosed."""


class Parser:
    """
    Reads the conditions and conclusions of one file; what is wrong gathers in `diagnostics`.

    `retired` maps the kind and id of what must not be used any more to what to do instead.
    """

    def __init__(
        self,
        document: Document,
        attributes: Attributes,
        entries: Entries,
        retired: Mapping[tuple[str, str], str],
    ) -> None:
        self._document = document
        self._retired = retired
        self._attributes = attributes
        self._entries = entries
        self.diagnostics: list[Diagnostic] = []

    def condition(self, node: Any, path: Path) -> Condition | None:
        """Read a condition, None where it was diagnosed."""
        try:
            return self._condition(node, path)
        except _MisstepError:
            return None

    def conclusions(self, node: Any, path: Path) -> tuple[Conclusion, ...] | None:
        """Read one conclusion or a list, None where it was diagnosed."""
        try:
            if isinstance(node, list):
                return tuple(self._conclusion(one, (*path, i)) for i, one in enumerate(node))
            return (self._conclusion(node, path),)
        except _MisstepError:
            return None

    def _misstep(self, code: str, path: Path, message: str, hint: str = "") -> _MisstepError:
        self.diagnostics.append(self._document.problem(code, path, message, hint))
        return _MisstepError()

    # Conditions

    def _condition(self, node: dict[str, Any], path: Path) -> Condition:
        words = [word for word in node if word != "as"]
        if len(words) != 1:
            message = f"holds {len(words)} conditions, but must hold one"
            raise self._misstep("bad-condition", path, message, "join several with all or any")
        word = words[0]
        inner, inner_path = node[word], (*path, word)
        if word in _JOINTS:
            if "as" in node:
                message = "only a pattern on facts can have a label"
                raise self._misstep("bad-condition", (*path, "as"), message)
            return self._joint(word, inner, inner_path)
        return self._pattern(word, inner, inner_path, node.get("as"))

    def _joint(self, word: str, inner: Any, path: Path) -> Condition:
        if word == "not":
            return Not(self._condition(inner, path))
        if word == "unknown":
            return IsUnknown(self._condition(inner, path))
        if word == "at_least":
            parts = self._parts(inner["of"], (*path, "of"))
            if inner["count"] > len(parts):
                message = f"asks for {inner['count']} of {len(parts)}, which can never be"
                raise self._misstep("bad-condition", (*path, "count"), message)
            return AtLeast(inner["count"], parts, "at_least")
        parts = self._parts(inner, path)
        return AtLeast(len(parts), parts, "all") if word == "all" else AtLeast(1, parts, "any")

    def _parts(self, nodes: list[Any], path: Path) -> tuple[Condition, ...]:
        return tuple(self._condition(node, (*path, i)) for i, node in enumerate(nodes))

    def _pattern(self, word: str, node: Any, path: Path, label: str | None) -> Pattern:
        fact_type, known = FACT_TYPES[word], self._attributes[word]
        if isinstance(node, dict):
            given = [(name, said, (*path, name)) for name, said in node.items()]
        else:
            given = [(fact_type.identity, node, path)]
        return Pattern(word, tuple(self._test(fact_type, known, *one) for one in given), label)

    def _test(self, fact_type: FactType, known: Known, name: str, said: Any, path: Path) -> Test:
        if name not in known and name == fact_type.identity:
            hint = f"write {fact_type.name}: {{{next(iter(known))}: ...}}"
            message = f"{fact_type.name} has no name of its own to test"
            raise self._misstep("bad-test", path, message, hint)
        if name not in known:
            guess = nearest(name, known)
            hint = f"did you mean {guess!r}?" if guess else f"one of: {', '.join(sorted(known))}"
            if name in PROPERTIES.get(fact_type.name, ()):  # its entry has it, the fact has not
                hint = f"write {fact_type.name}: {{{fact_type.identity}: {{{name}: ...}}}}"
            message = f"{fact_type.name} has no attribute {name!r}"
            raise self._misstep("unknown-attribute", path, message, hint)
        attribute = known[name]
        if not isinstance(said, dict):
            return self._among(attribute, said, path)
        if attribute.refers_to is not None:
            return self._through(attribute, said, path)
        order = fact_type.orders.get(name)
        if order is not None:
            return self._ordered(attribute, order, said, path)
        if attribute.type == "choice":
            message = f"{name!r} has no order to compare by"
            hint = f"name one value or a list of: {', '.join(attribute.values)}"
            raise self._misstep("bad-test", path, message, hint)
        return self._within(name, said, path)

    def _among(self, attribute: Attribute, said: Any, path: Path) -> Among:
        values: list[Scalar] = said if isinstance(said, list) else [said]
        for value in values:
            self._check_value(attribute, value, path)
        text = " or ".join(str(value) for value in values)
        return Among(attribute.name, frozenset(values), text)

    def _check_value(self, attribute: Attribute, value: object, path: Path) -> None:
        if attribute.admits(value):
            return
        if value == "unsure":
            hint = "an unsure answer is unknown; test with 'unknown:'"
            raise self._misstep("tests-unsure", path, "a rule cannot test for 'unsure'", hint)
        if attribute.type != "choice":
            if not isinstance(value, (int, float)):
                raise self._misstep("bad-test", path, f"{value!r} is not a number")
            limits = f"{attribute.name} goes from {attribute.minimum} to {attribute.maximum}"
            raise self._misstep("bad-test", path, f"{value!r} can never be", limits)
        noun = attribute.refers_to or f"value of {attribute.name}"
        retired = self._retired.get((noun, str(value)))
        if retired is not None:
            message = f"the {noun} {value!r} is retired"
            raise self._misstep("retired-id", path, message, retired)
        guess = nearest(str(value), attribute.values)
        hint = f"did you mean {guess!r}?" if guess else f"one of: {', '.join(attribute.values)}"
        raise self._misstep("unknown-value", path, f"unknown {noun} {value!r}", hint)

    def _within(self, name: str, said: dict[str, Any], path: Path) -> Within:
        if set(said) == {"between"}:
            bounds = said["between"]
            if not isinstance(bounds, list) or len(bounds) != 2:
                hint = "write between: [low, high]; both ends are included"
                raise self._misstep("bad-test", path, "between takes two numbers", hint)
            said = {"at_least": bounds[0], "at_most": bounds[1]}
        self._check_bounds(said, path)
        low, high = said.get("at_least", said.get("above")), said.get("at_most", said.get("below"))
        open_end = "above" in said or "below" in said
        if low is not None and high is not None and (low > high or (low == high and open_end)):
            raise self._misstep("bad-test", path, f"nothing lies between {low} and {high}")
        text = " and ".join(f"{word.replace('_', ' ')} {said[word]}" for word in said)
        return Within(name, low, high, "above" in said, "below" in said, text)

    def _check_bounds(self, said: dict[str, Any], path: Path) -> None:
        if not said:
            raise self._misstep("bad-test", path, "a test without a bound", "name a bound")
        if "between" in said:
            hint = "between has both ends already"
            raise self._misstep("bad-test", path, "between beside another bound", hint)
        for word, bound in said.items():
            if word not in _BOUNDS:
                hint = f"did you mean {nearest(word, _BOUNDS)!r}?" if nearest(word, _BOUNDS) else ""
                raise self._misstep("bad-test", path, f"unknown comparison {word!r}", hint)
            if isinstance(bound, bool) or not isinstance(bound, (int, float)):
                raise self._misstep("bad-test", path, f"{word} takes a number")
        if {"at_least", "above"} <= set(said) or {"at_most", "below"} <= set(said):
            raise self._misstep("bad-test", path, "two bounds on the same side")

    def _ordered(
        self, attribute: Attribute, order: tuple[str, ...], said: dict[str, Any], path: Path
    ) -> Among:
        for bound in said.values():
            for word in bound if isinstance(bound, list) else [bound]:
                self._check_value(attribute, word, path)
        ranks: dict[str, Any] = {
            word: [order.index(one) for one in bound]
            if isinstance(bound, list)
            else order.index(bound)
            for word, bound in said.items()
        }
        within = self._within(attribute.name, ranks, path)
        values = frozenset(word for rank, word in enumerate(order) if within.passes(rank))
        if not values:
            hint = f"the order is {' < '.join(order)}"
            raise self._misstep("bad-test", path, "no value passes this test", hint)
        text = " and ".join(f"{word.replace('_', ' ')} {said[word]}" for word in said)
        return Among(attribute.name, values, text)

    def _through(self, attribute: Attribute, said: dict[str, Any], path: Path) -> Among:
        """Turn tests on the entry that an attribute names into the ids of the entries that pass."""
        if not said:
            raise self._misstep("bad-test", path, "a test that tests nothing", "name an attribute")
        kind = str(attribute.refers_to)
        known = {**properties_of(kind, self._entries), **self._attributes[kind]}
        tests = [self._test(FACT_TYPES[kind], known, *one, (*path, one[0])) for one in said.items()]
        for test in tests:
            if known[test.attribute].reported:
                hint = f"test it on the {kind} facts themselves"
                message = f"{test.attribute!r} is reported, not a property of the {kind}"
                raise self._misstep("bad-test", (*path, test.attribute), message, hint)
        pattern = Pattern(kind, tuple(tests))
        passing = frozenset(
            entry.id
            for entry in self._entries[kind].values()
            if pattern.judge(Fact(kind, entry.id, entry.facts))
        )
        if not passing:
            raise self._misstep("bad-test", path, f"no {kind} passes these tests")
        text = " and ".join(f"{test.attribute.replace('_', ' ')} {test.said}" for test in tests)
        return Among(attribute.name, passing, f"one with {text}")

    # Conclusions

    def _conclusion(self, node: dict[str, Any], path: Path) -> Conclusion:
        ((name, given),) = node.items()
        path = (*path, name)
        fact_type, known = FACT_TYPES[name], self._attributes[name]
        values = given if isinstance(given, dict) else {fact_type.identity: given}
        for attribute_name, value in values.items():
            inner = (*path, attribute_name) if isinstance(given, dict) else path
            attribute = known.get(attribute_name)
            if attribute is None:
                message = f"{name} has no attribute {attribute_name!r}"
                hint = f"one of: {', '.join(known)}"
                raise self._misstep("unknown-attribute", inner, message, hint)
            self._check_value(attribute, value, inner)
        self._check_complete(fact_type, values, path)
        if name == "withheld":
            what = next(values[one] for one in WITHHOLDABLE if one in values)
            return Conclusion(name, str(what), tuple(values.items()))
        return Conclusion(name, str(values[fact_type.identity]), tuple(values.items()))

    def _check_complete(self, fact_type: FactType, values: dict[str, Any], path: Path) -> None:
        if fact_type.name == "withheld":
            if sum(one in values for one in WITHHOLDABLE) != 1:
                message = "withhold one thing: a drill, an exercise or a cue"
                raise self._misstep("bad-conclusion", path, message)
            if values.get("exercise") in self._entries["drill"]:
                message = f"{values['exercise']!r} is a drill as well as an exercise"
                hint = f"write withheld: {{drill: {values['exercise']}}}"
                raise self._misstep("bad-conclusion", path, message, hint)
            return
        needed = [fact_type.identity, *([fact_type.strength] if fact_type.strength else [])]
        needed += ["band"] if fact_type.name == "load" else []
        missing = [one for one in needed if one not in values]
        if missing:
            message = f"{fact_type.name} needs {' and '.join(missing)}"
            raise self._misstep("bad-conclusion", path, message)
