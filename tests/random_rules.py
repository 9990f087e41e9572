"""Random rules of every stratum over the vocabulary of a random base.

What the loader demands is built in: a rule that guards the gate reads what can be asked, and is
false when every question is answered no; every question has a rule that reads it beside the very
areas it is asked of; `because` names labels only that are met in every way the rule can fire.
"""

import random
from dataclasses import replace
from typing import Any

from advisor.facts import FACT_TYPES
from tests.random_conditions import Conditions, Focus, plainest
from tests.random_features import JOINTS, concluded
from tests.random_vocabulary import GRADES, SOURCES, pick
from tests.random_world import Mapping, World

RUN_LENGTHS = ("weekly_km", "longest_run_30d_km", "latest_long_run_km", "load_jump_percent")
GUARDS_READ: dict[str, tuple[str, ...]] = {"runner": ("age",), "symptom": ("id",)}
HEAVY = ["symptom", "symptom", "exercise", "exercise", "observation", "observation"]
LIGHT = ["runner", "area", "screening", "tried"]
PLAN: dict[str, tuple[tuple[int, int], list[str], float]] = {
    "load": ((3, 6), ["runner", "runner", "runner", "exercise", "symptom"], 0.35),
    "caution": ((2, 5), [*HEAVY, *LIGHT, "load", "load"], 0.3),
    "coverage": ((4, 9), [*HEAVY, "exercise", "runner", "load", "caution"], 0.4),
    "sign": ((3, 7), [*HEAVY, "observation", "tried", "area"], 0.35),
    "withheld": ((4, 9), [*HEAVY, *LIGHT, "coverage", "sign"], 0.2),
    "pattern": ((3, 12), [*HEAVY, *LIGHT, "coverage", "sign", "withheld", "load"], 0.35),
    "key": ((4, 9), ["pattern", "pattern", "coverage", "sign", "symptom", "observation"], 0.45),
    "drill": ((5, 11), ["key", "key", "key", "pattern", "coverage", "runner", "withheld"], 0.5),
    "note": ((6, 14), [*list(FACT_TYPES)[:-1], "drill", "drill", "drill", "key", "referral"], 0.35),
}
"""By what is concluded: how many rules, what they read, how often they should fire."""
RESTS_ON = {"key": "pattern", "drill": "key"}
"""What mostly has to stand for a conclusion, or no base would ever come to nothing."""


class Rules:
    """Draws the rules of one base."""

    def __init__(self, rng: random.Random, world: World) -> None:
        self.rng = rng
        self.world = world
        self.conditions = Conditions(rng, world)
        self.guards = Conditions(rng, world, GUARDS_READ)
        self.rules: list[Mapping] = []
        # in some bases patterns are rare, and there is little to say
        self._fitting = rng.choice([0.5, 0.8, 1, 1])

    def draw(self) -> list[Mapping]:
        """Rules of every stratum, in the order of the strata."""
        for kind, (number, reads, chance) in PLAN.items():
            if kind == "caution":
                self._triage()
            share = self._fitting if kind == "pattern" else 1
            least, most = number
            for _ in range(self.rng.randint(least, max(least, round(most * share)))):
                self._add(self._when(kind, reads, chance * share), kind)
            self._read_what_is_concluded(kind)
        return self.rules

    def _read_what_is_concluded(self, kind: str) -> None:
        """Let the rules of higher strata test for the names and words that some rule concludes."""
        domains = self.world.domains[kind]
        found = [body for rule in self.rules for k, body in concluded(rule) if k == kind]
        for name, domain in domains.items():
            values = dict.fromkeys(body[name] for body in found if name in body)
            if values and not domain.ordered:
                domains[name] = replace(domain, values=tuple(values))

    def _when(self, kind: str, reads: list[str], chance: float) -> Mapping:
        self._focus(self.conditions)
        depth = self.rng.choice([0, 1, 1, 1, 2, 2, 3, 4])
        if kind not in RESTS_ON or self.rng.random() < 0.1:
            return self.conditions.tree(reads, depth, chance)
        basis = self.conditions.pattern(RESTS_ON[kind], 0.6)
        if depth == 0:
            return basis
        return {"all": [basis, self.conditions.tree(reads, depth - 1, 0.7)]}

    def _focus(self, conditions: Conditions, asked: list[str] | None = None) -> None:
        """Choose the areas and questions that the next rule may name."""
        questions, areas = self.world.questions, self.world.names("area")
        everybody = [q["id"] for q in questions if not q["areas"]]
        if asked:
            same = [q["id"] for q in questions if set(q["areas"]) == set(asked)]
            conditions.focus = Focus(tuple(asked), (*everybody, *same))
        elif self.rng.random() < 0.6:
            conditions.focus = Focus(tuple(areas), tuple(everybody))
        else:
            conditions.focus = Focus((), tuple(q["id"] for q in questions))

    # Triage

    def _triage(self) -> None:
        for question in self.world.questions:
            for _ in range(self.rng.choice([1, 1, 2])):
                self._focus(self.guards, question["areas"])
                core = self._core(question)
                if question["areas"]:
                    areas: Any = plainest(self.rng, list(question["areas"]))
                    where: Any = self.rng.choice([areas, {"id": areas}])
                    core = {"all": [{"area": where}, core]}
                self._refer(core, question["level"])
        self._other_referrals()

    def _other_referrals(self) -> None:
        """Referrals that no single question decides: an urgent one by age, some to a clinician."""
        rng, conditions = self.rng, self.conditions
        outside = [e["id"] for e in self.world.entries["symptom"] if e["scope"] == "outside"]
        old = {"runner": {"age": {"above": rng.randint(55, 75)}}}
        self._refer({"all": [{"symptom": rng.choice(outside)}, old]}, "urgent")
        kinds = ["symptom", "symptom", "runner", "screening", "area", "exercise", "observation"]
        for _ in range(rng.randint(1, 3)):
            self._focus(conditions)
            sign = conditions.pattern(rng.choice(["symptom", "observation"]), 0.1)
            extra = conditions.tree(kinds, rng.choice([0, 1, 2]), 0.35)
            self._refer({"all": [sign, extra]}, "clinician")

    def _core(self, question: Mapping) -> Mapping:
        """A condition on a question that is false when all is answered no."""
        rng, name = self.rng, question["id"]
        other = rng.choice(self._siblings(question))
        kinds = ["runner", "area", "symptom", "screening"]
        extra = self.guards.tree(kinds, rng.choice([0, 1, 2]), 0.7)
        runner = self.world.domains["runner"]
        length = rng.choice([one for one in RUN_LENGTHS if one in runner])
        run = {"runner": {length: self.guards.test(runner[length], 0.5)}}
        forms: list[Mapping] = [
            said(name),
            said(name),
            said([name], ["yes"]),
            {"not": said(name, "no")},
            {"any": [said(name), said(other)]},
            {"any": [said(name), {"all": [said(other), extra]}]},
            {"all": [said(name), extra]},
            {"all": [extra, {"not": said(name, "no")}]},
            {
                "at_least": {
                    "count": 2,
                    "of": [said(name), said(other), {"all": [said(name), extra]}],
                }
            },
            # the length decides nothing that the answers leave open, as the loader demands
            {"all": [said(name), {"any": [said(name), run]}]},
        ]
        return rng.choice(forms)

    def _siblings(self, question: Mapping) -> list[str]:
        """The questions that a rule on this one may name: asked of everybody, or of the same."""
        asked = set(question["areas"])
        return [q["id"] for q in self.world.questions if not q["areas"] or set(q["areas"]) == asked]

    def _refer(self, when: Mapping, level: str) -> None:
        rng, names = self.rng, self.world.names("referral")
        conclude: list[Mapping] = [{"referral": {"name": rng.choice(names), "level": level}}]
        if rng.random() < 0.2:
            conclude.append({"referral": {"name": rng.choice(names), "level": "clinician"}})
        self._write(when, conclude)

    # What is concluded

    def _add(self, when: Mapping, kind: str) -> None:
        count = self.rng.choice([1, 1, 1, 1, 2, 3])
        self._write(when, [{kind: self._conclusion(kind)} for _ in range(count)])

    def _conclusion(self, kind: str) -> Any:
        rng, domains = self.rng, self.world.domains[kind]
        if kind == "withheld":
            return self._withheld()
        identity = FACT_TYPES[kind].identity
        name = rng.choice(domains[identity].values)
        if kind in ("caution", "note") and rng.random() < 0.5:
            return name
        body = {identity: name}
        if kind == "load":
            return {**body, "band": rng.choice(self.world.loads[name])}
        needed = FACT_TYPES[kind].strength
        optional = {"pattern": "about", "drill": "range"}.get(kind)
        if needed:
            body[needed] = rng.choice(domains[needed].values)
        if optional and rng.random() < 0.6:
            body[optional] = rng.choice(domains[optional].values)
        return body

    def _withheld(self) -> Mapping:
        rng, drills = self.rng, self.world.names("drill")
        exercises = [name for name in self.world.names("exercise") if name not in drills]
        things = {"drill": drills, "exercise": exercises, "cue": self.world.cues}
        what = rng.choice(["drill", "drill", "exercise", "cue"])
        until = {"until": rng.choice(self.world.names("observation"))}
        return {what: rng.choice(things[what]), **(until if rng.random() < 0.5 else {})}

    # Writing

    def _write(self, when: Mapping, conclude: list[Mapping]) -> None:
        rng = self.rng
        kind = next(iter(conclude[0]))
        labels = [
            label for label in ("what", "where") if rng.random() < 0.5 and put(rng, when, label)
        ]
        if rng.random() < 0.15:
            put_aside(rng, when)
        rule: Mapping = {
            "id": f"{kind}-{len(self.rules) + 1}",
            "title": f"Why {kind} {rng.choice(['one', 'two', 'three'])}",
            "when": when,
            "conclude": conclude[0] if len(conclude) == 1 and rng.random() < 0.8 else conclude,
            "because": "It is so" + "".join(f", by {{{label}}}" for label in labels) + ".",
            "grade": rng.choice(GRADES),
            "sources": pick(rng, SOURCES, 0, 2),
            "ref": [],
        }
        if rng.random() < 0.3:
            rule["notes"] = pick(rng, self.world.names("note"), 1, 2)
        self.rules.append(rule)


def said(name: Any, answer: Any = "yes") -> Mapping:
    return {"screening": {"id": name, "answer": answer}}


def put(rng: random.Random, condition: Mapping, label: str) -> bool:
    """Label patterns so that the label is met in every way the condition can be true."""
    if not can(condition):
        return False
    kind, body = next(iter(condition.items()))
    if kind in ("all", "any", "at_least"):
        parts = body["of"] if kind == "at_least" else body
        count = body["count"] if kind == "at_least" else len(parts) if kind == "all" else 1
        able = [part for part in parts if can(part)]
        for part in rng.sample(able, len(parts) - count + 1):  # fewer than `count` are without it
            put(rng, part, label)
    else:
        condition["as"] = label
    return True


def put_aside(rng: random.Random, condition: Mapping) -> None:
    """Label any pattern, met or not, for nobody to name: under a `not` it is never met."""
    kind, body = next(iter(condition.items()))
    while kind in JOINTS:
        parts = body["of"] if kind == "at_least" else body if isinstance(body, list) else [body]
        condition = rng.choice(parts)
        kind, body = next(iter(condition.items()))
    if "as" not in condition and (kind, body) != ("runner", {}):
        condition["as"] = "aside"


def can(condition: Mapping) -> bool:
    """Whether a label can be put so that it is met in every way the condition can be true."""
    if "as" in condition:
        return False
    kind, body = next(iter(condition.items()))
    if kind in ("not", "unknown"):
        return False
    if kind == "at_least":
        able = sum(map(can, body["of"]))
        return able > len(body["of"]) - int(body["count"])
    if kind == "all":
        return any(map(can, body))
    if kind == "any":
        return all(map(can, body))
    return (kind, body) != ("runner", {})
