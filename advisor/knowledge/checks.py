"""What a rule may read and must say; each check gives its diagnostics, or none."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.diagnostics import Diagnostic, Path, nearest
from advisor.documents import Document
from advisor.facts import FACT_TYPES, REPORTED
from advisor.knowledge.entries import Names
from advisor.language import (
    SLOT,
    Among,
    Condition,
    IsUnknown,
    Not,
    Pattern,
    Rule,
    Truth,
    judge,
    sure_labels,
    uses,
)

RUN_LENGTHS = frozenset(
    ("weekly_km", "longest_run_30d_km", "latest_long_run_km", "load_jump_percent")
)
_MOST_ANSWERS = 14


@dataclass(frozen=True)
class Written:
    """A rule, and the document it stands in."""

    rule: Rule
    document: Document

    def node(self, key: str) -> Any:
        """Give a part of the rule as it was written."""
        node: Any = self.document.value
        for step in (*self.rule.path, key):
            node = node[step]
        return node

    def problem(self, code: str, within: Path, message: str, hint: str = "") -> Diagnostic:
        """Make a diagnostic of a part of the rule."""
        return self.document.problem(code, (*self.rule.path, *within), message, hint)


def check(written: Written, names: Names) -> Iterator[Diagnostic]:
    """Give everything that is wrong with one rule."""
    yield from _strata(written)
    yield from _labels(written)
    yield from _named(written, names)
    yield from _answers(written)
    if written.rule.referral_level is not None:
        yield from _referral(written)
    if written.rule.guards_gate:
        yield from _gate(written)


def patterns(condition: Condition, path: Path = ("when",)) -> Iterator[tuple[Pattern, Path]]:
    """Walk the patterns of a condition, each with its place in the rule as written."""
    if isinstance(condition, Pattern):
        yield condition, (*path, condition.type)
    elif isinstance(condition, Not):
        yield from patterns(condition.part, (*path, "not"))
    elif isinstance(condition, IsUnknown):
        yield from patterns(condition.part, (*path, "unknown"))
    else:
        joint: Path = ("at_least", "of") if condition.word == "at_least" else (condition.word,)
        for index, part in enumerate(condition.parts):
            yield from patterns(part, (*path, *joint, index))


def _strata(written: Written) -> Iterator[Diagnostic]:
    rule = written.rule
    for pattern, path in patterns(rule.when):
        stratum = FACT_TYPES[pattern.type].stratum
        if stratum >= rule.stratum:
            message = (
                f"a rule that concludes {rule.conclude[0].type} (stratum {rule.stratum}) "
                f"cannot read {pattern.type} (stratum {stratum})"
            )
            hint = "a rule reads what the runner reports, and lower strata"
            yield written.problem("reads-upward", path, message, hint)
    yield from _unknown_over_derived(written, rule.when)


def _unknown_over_derived(written: Written, condition: Condition) -> Iterator[Diagnostic]:
    inside_unknown = {id(pattern) for pattern, use in uses(condition) if use == "open"}
    for pattern, path in patterns(condition):
        if id(pattern) in inside_unknown and FACT_TYPES[pattern.type].stratum != REPORTED:
            message = f"'unknown' is for what the runner reports; {pattern.type} is concluded"
            yield written.problem("unknown-of-derived", path, message)


def _labels(written: Written) -> Iterator[Diagnostic]:
    rule = written.rule
    given = {pattern.label for pattern, _ in uses(rule.when) if pattern.label}
    met = sure_labels(rule.when)
    if set(SLOT.sub("", rule.because)) & set("{}"):
        message = "because has a brace that closes or opens nothing"
        yield written.problem("label-undefined", ("because",), message, "write {label}")
    for pattern, path in patterns(rule.when):
        if pattern.type == "runner" and pattern.label and not pattern.tests:
            message = "a label on 'runner: {}' names nothing"
            yield written.problem("label-not-met", path, message, "test an attribute")
    for slot in dict.fromkeys(SLOT.findall(rule.because)):
        if slot not in given:
            guess = nearest(slot, given) or (next(iter(given)) if len(given) == 1 else "")
            hint = f"did you mean {guess!r}?" if guess else f"add 'as: {slot}' to a pattern"
            message = f"because names {slot!r}, but no pattern has that label"
            yield written.problem("label-undefined", ("because",), message, hint)
        elif slot not in met:
            message = f"because names {slot!r}, but the rule can fire without meeting it"
            hint = f"give every branch a pattern 'as: {slot}', or leave it out of because"
            yield written.problem("label-not-met", ("because",), message, hint)


def _named(written: Written, names: Names) -> Iterator[Diagnostic]:
    rule = written.rule
    for kind, field, found in (("source", "sources", rule.sources), ("note", "notes", rule.notes)):
        for index, name in enumerate(found):
            if name not in names.entries[kind]:
                yield names.unknown(written.document, (*rule.path, field, index), kind, name)
    for index, conclusion in enumerate(rule.conclude):
        if conclusion.type == "load":
            bands = names.entries["load"][conclusion.identity].mapping("bands")
            if conclusion.get("band") not in bands:
                message = f"{conclusion.identity!r} has no band {conclusion.get('band')!r}"
                several = isinstance(written.node("conclude"), list)
                path = ("conclude", index) if several else ("conclude",)
                hint = f"one of: {', '.join(bands)}"
                yield written.problem("unknown-value", (*path, "load", "band"), message, hint)


def _answers(written: Written) -> Iterator[Diagnostic]:
    for pattern, path in patterns(written.rule.when):
        if pattern.type in ("observation", "screening") and not any(
            test.attribute == "answer" for test in pattern.tests
        ):
            message = f"this {pattern.type} is tested without its answer, so it is always true"
            hint = "write {id: ..., answer: yes}"
            yield written.problem("answer-missing", path, message, hint)


def _referral(written: Written) -> Iterator[Diagnostic]:
    for pattern, path in patterns(written.rule.when):
        if FACT_TYPES[pattern.type].stratum != REPORTED:
            message = f"a referral rule reads what the runner reports, not {pattern.type}"
            yield written.problem("referral-reads-derived", path, message)


def _gate(written: Written) -> Iterator[Diagnostic]:
    readable: Mapping[str, frozenset[str] | None] = {
        "runner": frozenset(("age",)) | RUN_LENGTHS,
        "area": None,
        "symptom": frozenset(("id",)),
        "screening": None,
    }
    clean = True
    for pattern, path in patterns(written.rule.when):
        allowed = readable.get(pattern.type, frozenset())
        attributes = {test.attribute for test in pattern.tests}
        if allowed is not None and (not attributes <= allowed or not (attributes or allowed)):
            clean = False
            message = (
                "an emergency or urgent rule reads age, area, symptom ids and screening answers "
                f"only, not {pattern.type} {', '.join(sorted(attributes - allowed))}".rstrip()
            )
            hint = "so that it can be settled by asking; make it a screening question"
            yield written.problem("gate-reads", path, message, hint)
    if clean and not settled_by_answers(written.rule.when):
        message = "an unknown run length can leave this rule open although all is answered"
        hint = "put the run length beside a screening answer that decides without it"
        yield written.problem("gate-run-length", ("when",), message, hint)


def settled_by_answers(condition: Condition) -> bool:
    """
    Whether the condition is decided by any answers to its questions, run lengths known or not.

    Every combination is tried, each run length unknown or with each truth of its tests; a rule with
    more than 14 answers is taken as unsettled.
    """
    found = list(dict.fromkeys(pattern for pattern, _ in uses(condition)))
    lengths = [pattern for pattern in found if _is_run_length(pattern)]
    if not lengths:
        return True
    asked = sorted(
        {name for one in found if not _is_run_length(one) for name in _answers_read(one)}
    )
    if len(asked) + len(lengths) > _MOST_ANSWERS:
        return False
    for values in itertools.product((True, False), repeat=len(asked)):
        answers = dict(zip(asked, values, strict=True))
        for truths in itertools.product((None, True, False), repeat=len(lengths)):
            known = dict(zip(lengths, truths, strict=True))
            if judge(condition, _reader(answers, known)) is None:
                return False
    return True


def _reader(
    answers: Mapping[str, bool], lengths: Mapping[Pattern, Truth]
) -> Callable[[Pattern], Truth]:
    def truth(pattern: Pattern) -> Truth:
        if pattern in lengths:
            return lengths[pattern]
        wants_no = any(
            test.attribute == "answer" and test.passes("no") and not test.passes("yes")
            for test in pattern.tests
        )
        return any(answers[name] is not wants_no for name in _answers_read(pattern))

    return truth


def _is_run_length(pattern: Pattern) -> bool:
    return pattern.type == "runner" and any(t.attribute in RUN_LENGTHS for t in pattern.tests)


def _answers_read(pattern: Pattern) -> list[str]:
    """Name the single answers that a pattern can be met by."""
    ids = [test for test in pattern.tests if test.attribute == "id" and isinstance(test, Among)]
    if not ids:
        tests = ",".join(f"{test.attribute} {test.said}" for test in pattern.tests)
        return [f"{pattern.type} {tests}"]
    return [f"{pattern.type} {name}" for name in sorted(map(str, ids[0].values))]
