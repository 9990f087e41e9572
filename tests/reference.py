"""A plain evaluator of the rule language, the second reading that the engine is compared with.

It follows the text of the language sentence by sentence, straight over the parsed YAML: no index,
no compilation, no code shared with the engine. Slow and obvious on purpose. A truth is True, False
or None (unknown). An attribute of a fact is a value, UNKNOWN, or not there at all (lacking: a test
on it fails).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Truth = bool | None
Mapping = dict[str, Any]
Firing = tuple[str, tuple[str, ...], tuple[str, ...]]

UNKNOWN = object()

REPORTED = ("runner", "area", "symptom", "exercise", "observation", "screening", "tried")
STRATUM = {
    "load": 1,
    "referral": 2,
    "caution": 2,
    "coverage": 3,
    "sign": 3,
    "withheld": 4,
    "pattern": 5,
    "key": 6,
    "drill": 7,
    "note": 8,
}
IDENTITY = dict.fromkeys(REPORTED, "id") | dict.fromkeys(STRATUM, "name")
IDENTITY |= {"tried": "drill", "coverage": "key", "sign": "key"}
# The attributes that decide which of several conclusions stands, and their values, weakest first.
# The first decides, the next between equals; one that is not given is weaker than any value.
ORDERED = {
    "referral": {"level": ["clinician", "urgent", "emergency"]},
    "coverage": {"level": ["missing", "partly", "covered"]},
    "sign": {"level": ["present", "missing"]},
    "pattern": {"confidence": ["possible", "likely"]},
    "key": {"level": ["partly-on-paper", "missing-on-paper", "missing-as-seen"]},
    "drill": {"stage": ["later", "check", "now"], "range": ["full", "small"]},
}
COMPARISONS = {"at_least", "at_most", "above", "below", "between"}


@dataclass(frozen=True)
class Fact:
    type: str
    identity: str
    attributes: Mapping

    def __str__(self) -> str:
        return f"{self.type}:{self.identity}"


@dataclass(frozen=True)
class Result:
    """What a case comes to. `unknown_rules` are the emergency and urgent ones left open.

    `pending` are all rules left open in the strata that ran.
    """

    firings: list[Firing]
    gate: str
    unknown_rules: tuple[str, ...]
    pending: tuple[str, ...]
    decision: Mapping


class Base:
    """The parsed documents of a knowledge base, looked up by what the language asks for."""

    def __init__(self, documents: dict[str, object]) -> None:
        docs: dict[str, Any] = dict(documents)
        symptoms = docs["vocabulary/symptoms.yaml"]
        exercises = docs["vocabulary/exercises.yaml"]
        self.symptoms: list[Mapping] = symptoms["symptoms"]
        self.drills: dict[str, Mapping] = {e["id"]: e for e in docs["method/drills.yaml"]["drills"]}
        # What a runner may tell of each fact, hence unknown when not told.
        self.told: dict[str, Mapping] = {
            "runner": docs["vocabulary/runner.yaml"]["attributes"],
            "area": {},
            "symptom": symptoms["attributes"],
            "exercise": exercises["attributes"],
            "observation": {"answer": {}, "side": {}},
            "screening": {"answer": {}},
            "tried": docs["vocabulary/runner.yaml"]["tried"],
        }
        # What the vocabulary itself says of each entry, by kind and id.
        self.entries: dict[str, dict[str, Mapping]] = {
            "runner": {"runner": {}},
            "area": kept(docs["vocabulary/areas.yaml"]["areas"]),
            "symptom": kept(self.symptoms, "area", "spot", "scope", "kind", "tissue"),
            "exercise": {
                e["id"]: {"id": e["id"], "kind": e["kind"], **e["tags"]}
                for e in exercises["exercises"]
            },
            "observation": kept(docs["vocabulary/observations.yaml"]["observations"]),
            "screening": kept(docs["vocabulary/screening.yaml"]["screening"], "level", "areas"),
            "tried": {drill: {"drill": drill} for drill in self.drills},
            "drill": kept(self.drills.values(), "key", "needs"),
        }
        self.rules: dict[int, list[Mapping]] = {number: [] for number in range(1, 9)}
        for path in sorted(p for p in docs if p.startswith("reasoning/")):
            for rule in docs[path]["rules"]:
                self.rules[STRATUM[conclusions(rule)[0].type]].append(rule)

    def fact(self, kind: str, name: str, report: Mapping) -> Fact:
        told = {a: report.get(a, UNKNOWN) for a in self.told[kind]}
        return Fact(kind, name, told | self.entries[kind][name])

    def referred(self, owner: str, attribute: str) -> str:
        """The kind of entry that an attribute points at: as declared, else its name tells."""
        declared = self.told.get(owner, {}).get(attribute, {}).get("of")
        named = {"areas": "area", "until": "observation", "needs": "drill"}
        named |= {"id": owner, "name": owner}  # what a fact is called is an entry of its own kind
        return declared if isinstance(declared, str) else named.get(attribute, attribute)


def kept(entries: Iterable[Mapping], *attributes: str) -> dict[str, Mapping]:
    return {e["id"]: {a: e[a] for a in ("id", *attributes) if a in e} for e in entries}


# ---- Facts ----------------------------------------------------------------------------------


def load_jump_percent(runner: Mapping) -> Mapping:
    """How much longer the latest long run was than the longest of the 30 days before it."""
    longest, latest = (metres(runner, name) for name in ("longest_run_30d", "latest_long_run"))
    if not longest or latest is None:
        return {}
    return {"load_jump_percent": (latest - longest) * 100 / longest}


def metres(report: Mapping, distance: str) -> Fraction | None:
    """A distance as it was written, to a thousandth of its unit: in km or in miles."""
    for unit, length in (("miles", Fraction("1609.344")), ("km", Fraction(1000))):
        if f"{distance}_{unit}" in report:
            return Fraction(round(report[f"{distance}_{unit}"] * 1000), 1000) * length
    return None


def in_km(base: Base, kind: str, report: Mapping) -> Mapping:
    """A report with what it gives in miles in km."""
    said = dict(report)
    for name, declared in base.told[kind].items():
        distance = name.removesuffix("_km")
        if "unit" in declared and f"{distance}_miles" in said:
            length = metres(said, distance)
            assert length is not None
            said[name] = float(length / 1000)
    return said


def answered(given: Any) -> Mapping:
    """The report of an observation or a question; "unsure" is no answer."""
    report: Mapping = given if isinstance(given, dict) else {"answer": given}
    return {a: v for a, v in report.items() if v != "unsure"}


def reported_facts(base: Base, case: Mapping) -> dict[str, list[Fact]]:
    runner = case.get("runner") or {}
    symptoms = case.get("symptoms") or {}
    routine = case.get("routine") or {}
    observations = case.get("observations") or {}
    screening = case.get("screening") or {}
    defaults = {a: d["default"] for a, d in base.told["exercise"].items() if "default" in d}
    areas = set(case.get("areas") or []) | {base.entries["symptom"][s]["area"] for s in symptoms}
    reports: dict[str, Mapping] = {
        "runner": {"runner": in_km(base, "runner", runner) | load_jump_percent(runner)},
        "area": {a: {} for a in sorted(areas)},
        "symptom": {s: in_km(base, "symptom", report or {}) for s, report in symptoms.items()},
        "exercise": {
            e: defaults | in_km(base, "exercise", report or {}) for e, report in routine.items()
        },
        "observation": {
            o: answered(observations.get(o, "unsure")) for o in base.entries["observation"]
        },
        "screening": {
            s: answered(screening.get(s, screening.get("all_others", "unsure")))
            for s in base.entries["screening"]
        },
        "tried": case.get("tried") or {},
    }
    return {
        kind: [base.fact(kind, name, report or {}) for name, report in named.items()]
        for kind, named in reports.items()
    }


def possible_facts(base: Base, case: Mapping) -> dict[str, list[Fact]]:
    """Of every open section, whatever the runner could still report in it."""
    sections = {"symptom": "symptoms", "exercise": "routine", "tried": "tried"}
    still_open = [kind for kind, section in sections.items() if section not in case]
    if "areas" not in case and "symptoms" not in case:
        still_open.append("area")
    return {k: [base.fact(k, name, {}) for name in base.entries[k]] for k in still_open}


def conclusions(rule: Mapping) -> list[Fact]:
    listed = rule["conclude"] if isinstance(rule["conclude"], list) else [rule["conclude"]]
    facts = []
    for kind, body in (pair for item in listed for pair in item.items()):
        attributes = body if isinstance(body, dict) else {"name": body}
        names = ("drill", "exercise", "cue") if kind == "withheld" else (IDENTITY[kind],)
        facts.append(Fact(kind, next(attributes[n] for n in names if n in attributes), attributes))
    return facts


def standing(facts: list[Fact]) -> list[Fact]:
    """Conclusions as facts: of an ordered type only the strongest of each identity; no doubles."""
    stand: list[Fact] = []
    for fact in facts:
        rivals = [f for f in facts if str(f) == str(fact)]
        if strength(fact) == max(map(strength, rivals)) and fact not in stand:
            stand.append(fact)
    return stand


def strength(fact: Fact) -> list[int]:
    orders = ORDERED.get(fact.type, {})
    return [o.index(fact.attributes[a]) if a in fact.attributes else -1 for a, o in orders.items()]


# ---- Conditions, in three values ------------------------------------------------------------


def kleene_all(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def kleene_at_least(count: int, truths: Iterable[Truth]) -> Truth:
    seen = list(truths)
    if seen.count(True) >= count:
        return True
    return None if seen.count(True) + seen.count(None) >= count else False


def exact(thing: Any) -> Any:
    """A number as it was written: 33.3 is that decimal, not the binary number next to it."""
    return Fraction(str(thing)) if isinstance(thing, float) else thing


def same(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) or isinstance(wanted, str):
        return bool(value == wanted)
    booleans = isinstance(value, bool) == isinstance(wanted, bool)
    return booleans and bool(exact(value) == exact(wanted))


def compare(owner: str, attribute: str, value: Any, test: Mapping) -> bool:
    """Whether a value passes every comparison of the test, by its order or as a number."""
    order = ORDERED.get(owner, {}).get(attribute)

    def rank(thing: Any) -> Any:
        if order is not None:
            return order.index(thing)
        if isinstance(thing, str | bool):
            raise TypeError(f"{owner}.{attribute} has no order: {thing!r}")
        return exact(thing)

    judged = {
        "at_least": lambda bound: rank(value) >= rank(bound),
        "at_most": lambda bound: rank(value) <= rank(bound),
        "above": lambda bound: rank(value) > rank(bound),
        "below": lambda bound: rank(value) < rank(bound),
        "between": lambda bound: rank(bound[0]) <= rank(value) <= rank(bound[1]),
    }
    return all(judged[name](bound) for name, bound in test.items())


class Evaluation:
    """One case on its way through the strata."""

    def __init__(self, base: Base, case: Mapping) -> None:
        self.base = base
        self.known: dict[str, list[Fact]] = {k: [] for k in STRATUM} | reported_facts(base, case)
        self.possible = possible_facts(base, case)
        self.not_run: set[str] = set()
        self.firings: list[Firing] = []
        self.fired: list[Mapping] = []
        self.unknown: list[Mapping] = []

    def value_passes(self, owner: str, attribute: str, value: Any, test: Any) -> bool:
        """One known value (no list) against one test."""
        if isinstance(test, list):
            return any(same(value, wanted) for wanted in test)
        if not isinstance(test, dict):
            return same(value, test)
        if set(test) <= COMPARISONS:
            return compare(owner, attribute, value, test)
        kind = self.base.referred(owner, attribute)
        return self.passes(kind, self.base.entries[kind][value], test) is True

    def passes(self, owner: str, attributes: Mapping, tests: Mapping) -> Truth:
        """One fact, or one entry, against all the tests of a pattern."""
        return kleene_all(self.test(owner, attributes, a, test) for a, test in tests.items())

    def test(self, owner: str, attributes: Mapping, attribute: str, test: Any) -> Truth:
        """One test on one fact, or one entry; a list passes if some element does."""
        if attribute not in attributes:
            return False
        held = attributes[attribute]
        if held is UNKNOWN:
            return None
        values = held if isinstance(held, list) else [held]
        return any(self.value_passes(owner, attribute, value, test) for value in values)

    def pattern(self, kind: str, body: Any) -> tuple[Truth, list[Fact]]:
        """The truth of a pattern, and the facts that surely pass it."""
        if kind in self.not_run:
            return None, []
        tests = body if isinstance(body, dict) else {IDENTITY[kind]: body}
        truths = [self.passes(kind, fact.attributes, tests) for fact in self.known[kind]]
        if True in truths:
            pairs = zip(self.known[kind], truths, strict=True)
            return True, [fact for fact, truth in pairs if truth is True]
        could = [self.passes(kind, f.attributes, tests) for f in self.possible.get(kind, [])]
        if None in truths or None in could or True in could:
            return None, []
        return False, []

    def truth(self, condition: Mapping) -> Truth:
        kind, body = bare(condition)
        if kind == "all":
            return kleene_all(self.truth(part) for part in body)
        if kind == "any":
            return kleene_at_least(1, (self.truth(part) for part in body))
        if kind == "at_least":
            return kleene_at_least(body["count"], (self.truth(part) for part in body["of"]))
        if kind == "not":
            inner = self.truth(body)
            return None if inner is None else not inner
        if kind == "unknown":
            return self.truth(body) is None
        return self.pattern(kind, body)[0]

    def record(self, condition: Mapping, positive: bool) -> tuple[set[str], set[str]]:
        """
        The facts that met positive patterns, and the negative patterns that nothing met.

        Only parts that are as the rule needs them count: true ones, or false ones under a `not`.
        """
        kind, body = bare(condition)
        if kind == "unknown" or self.truth(condition) is not positive:
            return set(), set()
        if kind == "not":
            return self.record(body, not positive)
        if kind in ("all", "any", "at_least"):
            support, absences = set(), set()
            for part in body["of"] if kind == "at_least" else body:
                more_support, more_absences = self.record(part, positive)
                support |= more_support
                absences |= more_absences
            return support, absences
        truth, facts = self.pattern(kind, body)
        if positive:
            return {str(fact) for fact in facts}, set()
        return set(), {json.dumps({kind: body}, sort_keys=True)} if truth is False else set()

    def run_stratum(self, stratum: int) -> None:
        """Judge every rule of the stratum, then make its conclusions facts together."""
        rules = list(self.base.rules[stratum])
        if stratum == STRATUM["withheld"]:
            rules += symptom_rules(self.base)
        concluded: list[Fact] = []
        for rule in rules:
            truth = self.truth(rule["when"])
            if truth is True:
                support, absences = self.record(rule["when"], positive=True)
                self.firings.append((rule["id"], tuple(sorted(support)), tuple(sorted(absences))))
                self.fired.append(rule)
                concluded += conclusions(rule)
            elif truth is None:
                self.unknown.append(rule)
        for fact in standing(concluded):
            self.known[fact.type].append(fact)

    def skip(self, first: int, last: int) -> None:
        self.not_run |= {kind for kind, number in STRATUM.items() if first <= number <= last}

    def withheld_drills(self) -> set[str]:
        return {f.attributes["drill"] for f in self.known["withheld"] if "drill" in f.attributes}

    def close_needs(self) -> None:
        """Withhold every drill that needs a withheld one, until nothing changes."""
        fired: set[str] = set()
        changed = True
        while changed:
            changed = False
            for name, entry in self.base.drills.items():
                if set(entry.get("needs", [])) & self.withheld_drills() and name not in fired:
                    fired.add(name)
                    self.known["withheld"].append(Fact("withheld", name, {"drill": name}))
                    changed = True
        for name in (one for one in self.base.drills if one in fired):
            lost = sorted(set(self.base.drills[name]["needs"]) & self.withheld_drills())
            self.firings.append((f"needs:{name}", tuple(f"withheld:{d}" for d in lost), ()))

    def notes(self) -> list[str]:
        notes = {fact.identity for fact in self.known["note"]}
        withheld = self.withheld_drills()
        for rule in self.fired:
            if not all(f.type == "drill" and f.identity in withheld for f in conclusions(rule)):
                notes |= set(rule.get("notes", []))
        return sorted(notes)


def bare(condition: Mapping) -> tuple[str, Any]:
    """A condition without its label: what it is, and what it holds."""
    ((kind, body),) = ((k, v) for k, v in condition.items() if k != "as")
    return kind, body


# ---- The whole walk -------------------------------------------------------------------------


def symptom_rules(base: Base) -> list[Mapping]:
    """The stratum 4 rules that outside symptom entries stand for."""
    rules = []
    for entry in base.symptoms:
        drills = list(base.drills) if entry.get("blocks") is True else entry.get("withholds", [])
        if entry["scope"] == "outside" and drills:
            conclude = [{"withheld": {"drill": drill}} for drill in drills]
            when = {"symptom": entry["id"]}
            rules.append({"id": f"symptom:{entry['id']}", "when": when, "conclude": conclude})
    return rules


def is_grave(rule: Mapping) -> bool:
    """Whether the rule is an emergency or urgent one, which the gate reads."""
    levels = [f.attributes["level"] for f in conclusions(rule) if f.type == "referral"]
    return "emergency" in levels or "urgent" in levels


def evaluate(base: Base, case: Mapping) -> Result:
    """Everything the knowledge base says about one valid case."""
    run = Evaluation(base, case)
    known = run.known
    run.run_stratum(1)
    run.run_stratum(2)

    referrals = {f.identity: f.attributes["level"] for f in known["referral"]}
    levels = set(referrals.values())
    unknown_rules = tuple(sorted(rule["id"] for rule in run.unknown if is_grave(rule)))
    age_missing = known["runner"][0].attributes["age"] is UNKNOWN
    shut = any(is_grave(rule) for rule in run.fired) or bool(unknown_rules) or age_missing
    scopes = {f.attributes["scope"] for f in known["symptom"]}
    all_outside = scopes == {"outside"}

    if shut:
        run.skip(3, 7)
    else:
        run.run_stratum(3)
        run.run_stratum(4)
        run.close_needs()
        if "clinician" in levels or all_outside:
            run.skip(5, 7)
        else:
            for stratum in (5, 6, 7):
                run.run_stratum(stratum)

    drills_concluded = bool(known["drill"])
    withheld = run.withheld_drills()
    known["drill"] = [f for f in known["drill"] if f.identity not in withheld]
    pattern_unknown = any(conclusions(rule)[0].type == "pattern" for rule in run.unknown)
    run.run_stratum(8)

    outcomes = {
        "emergency": "emergency" in levels,
        "urgent": "urgent" in levels,
        "not-cleared": shut,
        "see-clinician": "clinician" in levels,
        "drills": bool(known["drill"]),
        "all-withheld": drills_concluded,
        "outside-method": all_outside,
        "need-more": ("inside" in scopes and not known["pattern"]) or pattern_unknown,
        "nothing-to-add": True,
    }
    outcome = next(name for name, applies in outcomes.items() if applies)
    decision: Mapping = {"outcome": outcome}
    if outcome not in ("emergency", "urgent"):
        given = {f.identity: f.attributes for f in known["drill"]}
        decision |= {
            "referrals": referrals,
            "cautions": sorted({f.identity for f in known["caution"]}),
            "load": {f.identity: f.attributes["band"] for f in known["load"]},
            "patterns": {f.identity: f.attributes["confidence"] for f in known["pattern"]},
            "keys": {f.identity: f.attributes["level"] for f in known["key"]},
            "drills": [
                [drill, given[drill]["stage"], given[drill].get("range")]
                for drill in base.drills
                if drill in given
            ],
            "withheld": sorted({f.identity for f in known["withheld"]}),
            "notes": run.notes(),
        }
    pending = tuple(sorted(rule["id"] for rule in run.unknown))
    return Result(run.firings, "shut" if shut else "open", unknown_rules, pending, decision)
