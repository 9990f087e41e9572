"""What the rules of a knowledge base use of the language, found by walking what is written."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from advisor.facts import FACT_TYPES

Mapping = dict[str, Any]
Step = tuple[str, Any, tuple[str, ...]]
"""A condition inside another: its kind, what it holds, and the kinds of all around it."""

JOINTS = ("all", "any", "not", "at_least", "unknown")
BOUNDS = {"at_least", "at_most", "above", "below", "between"}
ORDERED = {(t.name, attribute) for t in FACT_TYPES.values() for attribute in t.orders}


def rules_of(documents: dict[str, object]) -> list[Mapping]:
    """All rules, in the order of their files."""
    docs: dict[str, Any] = dict(documents)
    return [
        r for path in sorted(docs) if path.startswith("reasoning/") for r in docs[path]["rules"]
    ]


def concluded(rule: Mapping) -> list[tuple[str, Mapping]]:
    """The type and attributes of everything that a rule concludes."""
    listed = rule["conclude"] if isinstance(rule["conclude"], list) else [rule["conclude"]]
    pairs = [pair for item in listed for pair in item.items()]
    return [(kind, body if isinstance(body, dict) else {"name": body}) for kind, body in pairs]


def steps(condition: Mapping, around: tuple[str, ...] = ()) -> Iterator[Step]:
    """Every condition inside a condition, and itself."""
    kind, body = next((k, v) for k, v in condition.items() if k != "as")
    yield kind, body, around
    if kind in JOINTS:
        parts = body["of"] if kind == "at_least" else body if isinstance(body, list) else [body]
        for part in parts:
            yield from steps(part, (*around, kind))


def patterns(condition: Mapping) -> Iterator[Step]:
    return (step for step in steps(condition) if step[0] not in JOINTS)


def leaves(value: Any) -> Iterator[Any]:
    """Every value inside a test."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def numbers(documents: dict[str, object]) -> Iterator[tuple[str, str, float]]:
    """Every number that a rule compares an attribute with, with the type of fact."""
    for rule in rules_of(documents):
        for kind, body, _ in patterns(rule["when"]):
            for attribute, test in body.items() if isinstance(body, dict) else ():
                for number in leaves(test):
                    if not isinstance(number, str):
                        yield kind, attribute, number


# ---- Features -------------------------------------------------------------------------------


def declarations(documents: dict[str, object]) -> dict[str, Any]:
    """What a vocabulary declares of its own, by type of fact."""
    docs: dict[str, Any] = dict(documents)
    return {
        "symptom": docs["vocabulary/symptoms.yaml"]["attributes"],
        "exercise": docs["vocabulary/exercises.yaml"]["attributes"],
        "runner": docs["vocabulary/runner.yaml"]["attributes"],
        "tried": docs["vocabulary/runner.yaml"]["tried"],
    }


def features(documents: dict[str, object]) -> Counter[str]:
    """How often the rules use each feature of the language."""
    declared = declarations(documents)
    found: Counter[str] = Counter()
    for rule in rules_of(documents):
        found.update(of_conclusions(rule))
        found.update(of_labels(rule))
        for kind, body, around in steps(rule["when"]):
            found.update(of_joints(kind, around))
            if kind not in JOINTS:
                found.update(of_pattern(kind, body, declared.get(kind, {})))
    found.update(of_all_rules(rules_of(documents)))
    found.update(of_method(dict(documents)))
    return found


def of_joints(kind: str, around: tuple[str, ...]) -> Iterator[str]:
    if kind in JOINTS:
        yield kind
        yield from (f"{kind} in {outer}" for outer in around[-1:])
        yield f"{len(around) + 1} joints deep"
    elif "not" in around and FACT_TYPES[kind].stratum:
        yield "not over what is concluded"


def of_pattern(kind: str, body: Any, declared: Mapping) -> Iterator[str]:
    yield f"reads {kind}"
    if body == {}:
        yield "any fact"
    elif not isinstance(body, dict):
        yield "bare list" if isinstance(body, list) else "bare identity"
    else:
        yield from (f"{len(body)} tests",)
        for name, test in body.items():
            yield from of_test(kind, name, test, declared.get(name, {}))


def of_test(kind: str, name: str, test: Any, declared: Mapping) -> Iterator[str]:
    form = "a value"
    if isinstance(test, list):
        form = "a list"
    elif isinstance(test, dict):
        form = " and ".join(sorted(test)) if set(test) <= BOUNDS else "a reference"
    what = declared.get("type", "")
    if (kind, name) in ORDERED:
        form = "bounds" if isinstance(test, dict) else form
        yield f"{kind} {name} by {form}"
    elif any(not isinstance(leaf, str) for leaf in leaves(test)) and form != "a reference":
        yield f"a number by {form}"
    elif what == "list":
        own = "entries" if isinstance(declared["of"], str) else "words"
        yield f"a list of {own} by {form}"
    elif form == "a reference":
        yield f"{what or name} by {form}"
        yield from ("a reference in a reference" for one in test.values() if is_reference(one))
        yield from (f"what some lack by {form}" for one in test if one in ("spot", "tissue"))


def is_reference(test: Any) -> bool:
    return isinstance(test, dict) and not set(test) <= BOUNDS


def of_labels(rule: Mapping) -> Iterator[str]:
    text = json.dumps(rule["when"])
    labels = {word for word in ("what", "where") if f'"as": "{word}"' in text}
    yield from ("a label" for _ in labels)
    yield from ("a label told" for label in labels if f"{{{label}}}" in rule["because"])
    yield from ("a label on several patterns" for one in labels if text.count(f': "{one}"') > 1)
    yield from ["two labels"] * (len(labels) > 1) + ["a label nobody names"] * ('"aside"' in text)


def of_conclusions(rule: Mapping) -> Iterator[str]:
    found = concluded(rule)
    yield from ["several conclusions"] * (len(found) > 1) + ["notes on a rule"] * ("notes" in rule)
    for kind, body in found:
        yield f"concludes {kind}"
        yield from (f"{kind} with {name}" for name in body if name not in ("name", "key"))
        if kind == "referral":
            yield f"{body['level']} referral"
            for read, tests, _ in patterns(rule["when"]):
                yield f"{body['level']} over {read}"
                if body["level"] != "clinician" and read == "runner" and "age" not in tests:
                    yield "a run length before the gate"


def of_all_rules(rules: list[Mapping]) -> Iterator[str]:
    seen = Counter(
        json.dumps([kind, body], sort_keys=True)
        for rule in rules
        for kind, body in {json.dumps(s[:2]): s[:2] for s in patterns(rule["when"])}.values()
        if body != {}
    )
    yield from ("one pattern in many rules" for count in seen.values() if count > 2)
    strengths: dict[str, set[str]] = {}
    for rule in rules:
        for kind, body in concluded(rule):
            for attribute in FACT_TYPES[kind].orders:
                name = body.get("name", body.get("key"))
                strengths.setdefault(f"{kind} {name} {attribute}", set()).add(
                    str(body.get(attribute))
                )
    for where, values in strengths.items():
        if len(values) > 1:
            kind, _, attribute = where.split()
            yield f"{kind} of several {attribute}s"


def of_method(docs: dict[str, Any]) -> Iterator[str]:
    drills = {drill["id"]: drill["needs"] for drill in docs["method/drills.yaml"]["drills"]}
    if any(drills[need] for needs in drills.values() for need in needs):
        yield "needs in a chain"
    if any(exercise["id"] in drills for exercise in docs["vocabulary/exercises.yaml"]["exercises"]):
        yield "a drill that is an exercise"
    for symptom in docs["vocabulary/symptoms.yaml"]["symptoms"]:
        if symptom["scope"] == "outside":
            effect = "blocks" if "blocks" in symptom else "withholds"
            yield effect if symptom.get(effect) else "withholds nothing"
