"""
The knowledge base as a CLIPS program: a reading of the rules that shares nothing with the engine.

Every condition is written out in two values twice: what is *surely* true becomes the rule itself,
what is *possibly* true a second rule, `possible:NAME`, that says so. An attribute nobody gave holds
UNKNOWN; something that may still be reported is a fact with `(is-reported no)`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, count
from typing import Final

from advisor.cases import Case
from advisor.cases.reported import possible_facts
from advisor.diagnostics import AdvisorError
from advisor.facts import FACT_TYPES, NOTES, REPORTED, UNKNOWN, AttributeValue, FactType, Scalar
from advisor.knowledge import Attribute, KnowledgeBase
from advisor.language import Among, AtLeast, Condition, IsUnknown, Not, Pattern, Rule, Test
from advisor.report.clips_walk import HEAD, WALK

SYMBOL: Final = re.compile(r"[a-z][a-z0-9:-]*\Z")
"""The words written as symbols; any other is a string, as CLIPS might read it as a number."""
_MOST_TEXT: Final = 1_000_000
"""How many characters a condition may take."""
_INTEGERS: Final = range(-(2**63), 2**63)


class ClipsError(AdvisorError):
    """A rule that cannot be written for CLIPS."""


def clips_text(base: KnowledgeBase, case: Case | None = None) -> str:
    """
    Give the rules as a CLIPS 6.4 program, and the facts of a case with it.

    Raises `ClipsError` where a rule holds a number that CLIPS cannot, or would take more than a
    million characters: CLIPS cannot count conditions, nor say that one is unknown, in few words.
    """
    words = {"stamp": base.stamp, "method": base.method, "disclaimer": base.disclaimer}
    parts = [HEAD.format(**{name: _line(text) for name, text in words.items()})]
    parts += [_template(base, name) for name in FACT_TYPES]
    parts += [WALK, *(_weaker(one) for one in FACT_TYPES.values() if one.orders)]
    parts += [_questions(base), _rule_facts(base.rules)]
    for rule in base.rules:
        parts += _rule(base, rule)
    if case is not None:
        parts.append(_case(base, case))
    return "\n\n".join(parts) + "\n"


def _fact_text(
    kind: str, attributes: Mapping[str, AttributeValue], *, reported: bool = True
) -> str:
    """Give a reported fact, or one that may still be reported, as CLIPS writes it."""
    slots = [f"({name} {_values(value)})" for name, value in attributes.items()]
    return f"({' '.join([kind, f'(is-reported {_yes(reported)})', *slots])})"


# Words


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _word(value: Scalar) -> str:
    if not isinstance(value, str):
        if isinstance(value, int) and value not in _INTEGERS:
            raise ClipsError(f"{value} is too large a number for CLIPS")
        return repr(value)
    if SYMBOL.match(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _values(value: AttributeValue) -> str:
    if value is UNKNOWN:
        return "UNKNOWN"
    return " ".join(_word(one) for one in (value if isinstance(value, tuple) else (value,)))


def _line(text: str) -> str:
    """Give a text in one line, so that it cannot leave a comment."""
    return " ".join(text.split())


# Templates and the facts about rules


def _template(base: KnowledgeBase, name: str) -> str:
    slots = ["(slot is-reported (default yes))"] if FACT_TYPES[name].stratum == REPORTED else []
    slots += [_slot(one) for one in base.attributes[name].values()]
    return "\n  ".join([f"(deftemplate {name}", *slots]) + ")"


def _slot(attribute: Attribute) -> str:
    """Give a slot that takes only what the attribute can hold: a slip is refused, not a "no"."""
    nothing = "UNKNOWN" if attribute.reported else "NONE"
    default = "" if attribute.many and not attribute.reported else f" {nothing}"
    if attribute.type == "choice":
        values = " ".join(_word(value) for value in attribute.values)
        allowed = f"(allowed-values {values} {nothing})"
    else:
        allowed = f"(type NUMBER SYMBOL) (allowed-symbols {nothing})"
    word = "multislot" if attribute.many else "slot"
    return f"({word} {attribute.name} {allowed} (default{default}))"


def _weaker(fact_type: FactType) -> str:
    """Give the rule by which the strongest conclusion of a name stands."""
    name, identity = fact_type.name, fact_type.identity

    def fact(prefix: str) -> str:
        slots = " ".join(f"({one} ?{prefix}-{one})" for one in fact_type.orders)
        return f"({name} ({identity} ?{identity}) {slots})"

    def strength(prefix: str) -> str:
        """Count as with digits: a later order decides only where those before it are equal."""
        total = ""
        for one, order in fact_type.orders.items():
            place = f"(place ?{prefix}-{one} {' '.join(order)})"
            total = f"(+ (* {len(order) + 1} {total}) {place})" if total else place
        return total

    return f"""\
; Of conclusions with an order the strongest stands.
(defrule walk:weaker-{name}
  (declare (salience -10))
  (stratum {fact_type.stratum})
  {fact("strong")}
  ?weaker <- {fact("weak")}
  (test (< {strength("weak")}
           {strength("strong")}))
  =>
  (retract ?weaker))"""


def _questions(base: KnowledgeBase) -> str:
    asked = [f"(question {_word(name)})" for name in base.entries["screening"]]
    seen = [f"(check {_word(name)})" for name in base.entries["observation"]]
    return "\n  ".join(["(deffacts questions", *asked, *seen]) + ")"


def _rule_facts(rules: Iterable[Rule]) -> str:
    facts = []
    for rule in rules:
        drills = [one.identity for one in rule.conclude if one.type == "drill"]
        slots = [
            f"(rule {_word(rule.id)})",
            f"(concludes {rule.conclude[0].type})",
            f"(guards {_yes(rule.guards_gate)})",
            *([f"(notes {' '.join(map(_word, rule.notes))})"] if rule.notes else []),
            *([f"(drills {' '.join(map(_word, drills))})"] if drills else []),
        ]
        facts.append(f"(about {' '.join(slots)})")
    return "\n  ".join(["(deffacts rules", *facts]) + ")"


def _case(base: KnowledgeBase, case: Case) -> str:
    facts = [_fact_text(fact.type, fact.attributes) for fact in case.facts]
    for kind, possible in possible_facts(base).items():
        if kind in case.open:
            facts += [_fact_text(kind, fact.attributes, reported=False) for fact in possible]
    title = f"; The case {_line(case.name)}."
    return "\n  ".join([f"{title}\n(deffacts case", *facts]) + ")"


# Rules


def _rule(base: KnowledgeBase, rule: Rule) -> Iterator[str]:
    surely = _Writer(base, rule).write(rule.when, sure=True)
    possibly = _Writer(base, rule).write(rule.when, sure=False)
    name = _word(rule.id)
    concluded = [
        f"({one.type} {' '.join(f'({a} {_word(v)})' for a, v in one.attributes if a != 'why')})"
        for one in rule.conclude
    ]
    yield f"; {_line(rule.title)}. {_line(rule.because)}"
    yield _defrule(f"rule:{rule.id}", rule.stratum, surely, [f"(fired {name})", *concluded])
    if possibly != surely:
        yield _defrule(f"possible:{rule.id}", rule.stratum, possibly, [f"(possible {name})"])


def _defrule(name: str, stratum: int, condition: str, facts: Iterable[str]) -> str:
    then = "\n    ".join(facts)
    return f"(defrule {name}\n  (stratum {stratum})\n  {condition}\n  =>\n  (assert {then}))"


class _Writer:
    """Writes the conditions of one rule; variables are numbered, so that none binds another."""

    def __init__(self, base: KnowledgeBase, rule: Rule) -> None:
        self._base = base
        self._rule = rule
        self._numbers = count(1)

    def write(self, condition: Condition, *, sure: bool, depth: int = 1) -> str:
        """Give the condition as true (`sure`) or as not false, the first line not indented."""
        if isinstance(condition, Pattern):
            return self._pattern(condition, sure=sure)
        if isinstance(condition, Not):
            return f"(not {self.write(condition.part, sure=not sure, depth=depth)})"
        if isinstance(condition, IsUnknown):
            possibly = self.write(condition.part, sure=False, depth=depth + 1)
            surely = self.write(condition.part, sure=True, depth=depth + 1)
            self._refuse_more_than(len(possibly) + len(surely))
            return _lines("(and", [possibly, f"(not {surely})"], ")", depth)
        return self._at_least(condition, sure=sure, depth=depth)

    def _at_least(self, condition: AtLeast, *, sure: bool, depth: int) -> str:
        total, needed = len(condition.parts), condition.count
        parts = [self.write(part, sure=sure, depth=depth + 1) for part in condition.parts]
        if needed == total:
            return _lines("(and", parts, ")", depth)
        self._refuse_more_than(math.comb(total, needed) * needed * max(map(len, parts)))
        if needed > 1:
            parts = [f"(and {' '.join(some)})" for some in combinations(parts, needed)]
        # within `exists`, CLIPS does not make a rule of each way
        return _lines("(exists (or", parts, "))", depth)

    def _refuse_more_than(self, characters: int) -> None:
        if characters > _MOST_TEXT:
            message = f"rule {self._rule.id} would take {characters:,} characters in CLIPS"
            raise ClipsError(f"{message}, which cannot count conditions; make it several rules")

    def _pattern(self, pattern: Pattern, *, sure: bool) -> str:
        reported = FACT_TYPES[pattern.type].stratum == REPORTED
        slots = ["(is-reported yes)"] if reported and sure else []
        slots += [self._test(pattern.type, test, sure=sure) for test in pattern.tests]
        found = f"({' '.join([pattern.type, *slots])})"
        if reported or sure or self._rule.stratum != NOTES:
            return f"(exists {found})"
        return f"(exists (or {found} (not-run {pattern.type})))"

    def _test(self, kind: str, test: Test, *, sure: bool) -> str:
        """Give one slot; what is possibly true lets an unknown value pass."""
        attribute = self._base.attributes[kind][test.attribute]
        otherwise = "" if sure or not attribute.reported else "UNKNOWN|"
        if isinstance(test, Among) and attribute.type == "choice":
            words = "|".join(_word(one) for one in sorted(test.values))
            values = f"{otherwise}{words}"
            return f"({test.attribute} {f'$? {values} $?' if attribute.many else values})"
        name = f"?v{next(self._numbers)}"
        compared = f"(and (numberp {name}) {_compared(test, name)})"
        return f"({test.attribute} {name}&{otherwise}:{compared})"


def _compared(test: Test, name: str) -> str:
    """Give what a test asks of a number; to CLIPS, 2 and 2.0 are `=` and not the same."""
    if isinstance(test, Among):
        equal = [f"(= {name} {_word(one)})" for one in sorted(test.values)]
        return equal[0] if len(equal) == 1 else f"(or {' '.join(equal)})"
    bounds = (
        (">" if test.low_open else ">=", test.low),
        ("<" if test.high_open else "<=", test.high),
    )
    return " ".join(f"({sign} {name} {_word(one)})" for sign, one in bounds if one is not None)


def _lines(head: str, parts: list[str], tail: str, depth: int) -> str:
    indent = "\n" + "  " * (depth + 1)
    return f"{head}{indent}{indent.join(parts)}{tail}"
