"""Random valid cases, made from the vocabulary alone.

Blind chance rarely gets past the gate, so most cases answer the screening with no, give an age and
report what is inside the method; the rest wander. The same generator state gives the same case.
How runners tell their case is a matter of `Habits`.
"""

import random
from collections.abc import Sequence
from typing import Any

from tests.random_habits import USUAL, Habits

Mapping = dict[str, Any]

ABSENT, EMPTY, FILLED = "absent", "empty", "filled"


def random_case(
    rng: random.Random, base_documents: dict[str, object], habits: Habits = USUAL
) -> Mapping:
    """One case that the schema accepts; no section has to be there."""
    vocabulary = Vocabulary(base_documents, habits)
    case: Mapping = {}
    put(case, "runner", random_runner(rng, vocabulary))
    put(case, "symptoms", random_symptoms(rng, vocabulary))
    put(case, "areas", random_areas(rng, vocabulary, case))
    put(case, "screening", random_screening(rng, vocabulary, case))
    put(case, "routine", random_routine(rng, vocabulary))
    put(case, "observations", random_observations(rng, vocabulary))
    put(case, "tried", random_tried(rng, vocabulary))
    if "all_others" in case.get("screening", {}):
        case["expect"] = {}  # only beside it may all_others stand
    return case


class Vocabulary:
    """The entries and attributes that a case is made of, in the order they are written."""

    def __init__(self, documents: dict[str, object], habits: Habits) -> None:
        docs: dict[str, Any] = dict(documents)
        self.habits = habits
        self.areas: list[str] = ids(docs["vocabulary/areas.yaml"]["areas"])
        self.symptoms: list[Mapping] = docs["vocabulary/symptoms.yaml"]["symptoms"]
        self.symptom_attributes: Mapping = docs["vocabulary/symptoms.yaml"]["attributes"]
        self.exercises: list[str] = ids(docs["vocabulary/exercises.yaml"]["exercises"])
        self.exercise_attributes: Mapping = docs["vocabulary/exercises.yaml"]["attributes"]
        self.observations: list[str] = ids(docs["vocabulary/observations.yaml"]["observations"])
        self.screening: list[Mapping] = docs["vocabulary/screening.yaml"]["screening"]
        self.runner_attributes: Mapping = docs["vocabulary/runner.yaml"]["attributes"]
        self.tried_attributes: Mapping = docs["vocabulary/runner.yaml"]["tried"]
        self.drills: list[str] = ids(docs["method/drills.yaml"]["drills"])
        self.area_of = {entry["id"]: entry["area"] for entry in self.symptoms}

    def choices(self, declaration: Mapping) -> list[str]:
        """The values of a choice or a list: its own words, or the ids of the kind it names."""
        of = declaration["of"]
        kinds = {
            "exercise": self.exercises,
            "area": self.areas,
            "symptom": ids(self.symptoms),
            "observation": self.observations,
            "drill": self.drills,
        }
        return list(kinds[of]) if isinstance(of, str) else list(of)


def ids(entries: Sequence[Mapping]) -> list[str]:
    return [entry["id"] for entry in entries]


def put(case: Mapping, section: str, value: Any) -> None:
    """Leave a section out when it is None, which is not the same as empty."""
    if value is not None:
        case[section] = value


def some(rng: random.Random, things: Sequence[str], most: int) -> list[str]:
    return rng.sample(list(things), rng.randint(1, min(most, len(things)))) if things else []


def state(rng: random.Random, absent: float, empty: float) -> str:
    """Whether a section is absent, empty or filled."""
    chance = rng.random()
    return ABSENT if chance < absent else EMPTY if chance < absent + empty else FILLED


def random_value(
    rng: random.Random, vocabulary: Vocabulary, declaration: Mapping, likely: Sequence[float] = ()
) -> Any:
    kind = declaration["type"]
    if likely and rng.random() < 0.5:
        return rng.choice(likely)
    if kind in ("integer", "number"):
        low = declaration.get("minimum", 0)
        high = declaration.get("maximum", low + 100)
        # Mostly near the low end, where most thresholds are.
        top = min(high, low + rng.choice([3, 6, 16, 60, high - low]))
        whole = kind == "integer" or rng.random() < 0.5
        return rng.randint(int(low), int(top)) if whole else round(rng.uniform(low, top), 1)
    if kind == "list":
        choices = vocabulary.choices(declaration)
        choices = choices[: rng.choice([4, len(choices)])]
        values = some(rng, choices, 3) if rng.random() < 0.9 else []
        return ["nothing"] if "nothing" in values else values
    # The vocabulary tends to write the mildest value first; the severe ones end in a referral.
    values = vocabulary.choices(declaration)
    return rng.choice(values[: rng.choice([1, 2, len(values)])])


def random_report(
    rng: random.Random, vocabulary: Vocabulary, kind: str, attributes: Mapping, chance: float
) -> Mapping:
    """Some of the attributes of a type of fact, each given with the same chance."""
    likely = vocabulary.habits.likely
    return {
        name: random_value(rng, vocabulary, declaration, likely.get((kind, name), ()))
        for name, declaration in attributes.items()
        if not declaration.get("derived") and rng.random() < chance
    }


def told(rng: random.Random, habits: Habits, report: Mapping) -> Mapping | None:
    """A report as it is written: one that says nothing need not even be empty."""
    return None if habits.bare and not report and rng.random() < habits.bare else report


def random_runner(rng: random.Random, vocabulary: Vocabulary) -> Mapping | None:
    if rng.random() < 0.03:
        return None
    habits = vocabulary.habits
    runner = random_report(rng, vocabulary, "runner", vocabulary.runner_attributes, 0.5)
    age = vocabulary.runner_attributes["age"]
    runner.pop("age", None)
    if rng.random() < 0.95:
        low, high = max(age["minimum"], 18), min(age["maximum"], 60)
        adult = rng.random() < 0.85
        runner["age"] = (
            rng.randint(low, high)
            if adult
            else rng.randint(age["minimum"], min(age["maximum"], 80))
        )
        likely = habits.likely.get(("runner", "age"), ())
        if likely and rng.random() < 0.3:
            runner["age"] = rng.choice(likely)
    if "longest_run_30d_km" in runner and rng.random() < 0.7:
        # A latest run close to the longest, on either side of every likely threshold.
        longest = rng.choice([8, 10, 12.5, 21.1])
        factor = rng.choice(habits.jumps)
        runner["longest_run_30d_km"] = longest
        runner["latest_long_run_km"] = round(longest * factor + rng.choice([0, 0, 0.001]), 3)
    for name, declared in vocabulary.runner_attributes.items():
        # the same figure, once in a while in miles: so jumps from km to miles come up too
        if "unit" in declared and rng.random() < 0.2 and runner.get(name, 999) <= 100:
            runner[name.replace("_km", "_miles")] = runner.pop(name)
    return runner


def random_symptoms(rng: random.Random, vocabulary: Vocabulary) -> Mapping | None:
    given = state(rng, absent=0.08, empty=0.1)
    if given != FILLED:
        return None if given == ABSENT else {}
    inside = [entry["id"] for entry in vocabulary.symptoms if entry["scope"] == "inside"]
    outside = [entry["id"] for entry in vocabulary.symptoms if entry["scope"] == "outside"]
    chance = rng.random()
    if chance < 0.65:
        names = some(rng, inside, 3)
    elif chance < 0.85:
        names = some(rng, inside, 2) + some(rng, outside, 1)
    else:
        names = some(rng, outside, 2)
    habits, attributes = vocabulary.habits, vocabulary.symptom_attributes
    fullness = rng.choice(habits.fullness)
    return {
        name: told(rng, habits, random_report(rng, vocabulary, "symptom", attributes, fullness))
        for name in names
    }


def random_areas(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> list[str] | None:
    """Mostly those of the symptoms, sometimes more: a symptom's own area need not be named."""
    given = state(rng, absent=0.45, empty=0.05)
    if given != FILLED:
        return None if given == ABSENT else []
    of_symptoms = dict.fromkeys(vocabulary.area_of[name] for name in case.get("symptoms", {}))
    extra = some(rng, vocabulary.areas, 2) if rng.random() < 0.4 or not of_symptoms else []
    return list(of_symptoms | dict.fromkeys(extra))


def random_screening(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Mapping | None:
    given = state(rng, absent=0.04, empty=0.02)
    if given != FILLED:
        return None if given == ABSENT else {}
    answers: Mapping = {entry["id"]: "no" for entry in vocabulary.screening}
    # A yes to a question about areas that the case does not name is refused.
    named = set(case.get("areas", []))
    named |= {vocabulary.area_of[name] for name in case.get("symptoms", {})}
    may_be_yes = [
        entry["id"]
        for entry in vocabulary.screening
        if not entry["areas"] or named & set(entry["areas"])
    ]
    clinician = [e["id"] for e in vocabulary.screening if e["level"] == "clinician"]
    chance = rng.random()
    if chance < 0.5:
        pass
    elif chance < 0.66:
        for name in some(rng, may_be_yes, 1):
            answers[name] = "yes"
    elif chance < 0.74:
        for name in some(rng, [n for n in clinician if n in may_be_yes], 2):
            answers[name] = "yes"
    elif chance < 0.82:
        for name in some(rng, clinician, 4):
            leave_open(rng, answers, name)
    elif chance < 0.96:
        for name in some(rng, list(answers), 3):
            leave_open(rng, answers, name)
    else:
        for name in list(answers):
            if rng.random() < 0.3:
                leave_open(rng, answers, name)
            elif name in may_be_yes and rng.random() < 0.2:
                answers[name] = "yes"
    if vocabulary.habits.others and rng.random() < vocabulary.habits.others:
        others = rng.choice(["no", "no", "unsure"])
        return {name: a for name, a in answers.items() if a != others} | {"all_others": others}
    return answers


def leave_open(rng: random.Random, answers: Mapping, name: str) -> None:
    if rng.random() < 0.5:
        answers[name] = "unsure"
    else:
        answers.pop(name, None)


def random_routine(rng: random.Random, vocabulary: Vocabulary) -> Mapping | None:
    given = state(rng, absent=0.1, empty=0.1)
    if given != FILLED:
        return None if given == ABSENT else {}
    habits, attributes = vocabulary.habits, vocabulary.exercise_attributes
    return {
        name: told(rng, habits, random_report(rng, vocabulary, "exercise", attributes, 0.7))
        for name in some(rng, vocabulary.exercises, 5)
    }


def random_observations(rng: random.Random, vocabulary: Vocabulary) -> Mapping | None:
    given = state(rng, absent=0.1, empty=0.05)
    if given != FILLED:
        return None if given == ABSENT else {}
    habits = vocabulary.habits
    share = rng.choice([0.3, 0.7, 1])
    yes = rng.choice([0.15, 0.4, 0.7])
    observations: Mapping = {}
    for name in vocabulary.observations:
        if rng.random() >= share:
            continue
        chance = rng.random()
        answer = "yes" if chance < yes else "no" if chance < 0.92 else "unsure"
        observations[name] = answer
        if answer in habits.sided_answers and rng.random() < 0.2:
            observations[name] = {"answer": answer, "side": rng.choice(habits.sides)}
    return observations


def random_tried(rng: random.Random, vocabulary: Vocabulary) -> Mapping | None:
    habits, attributes = vocabulary.habits, vocabulary.tried_attributes
    given = state(rng, absent=habits.tried_absent, empty=0.1)
    if given != FILLED:
        return None if given == ABSENT else {}
    return {
        drill: told(rng, habits, random_report(rng, vocabulary, "tried", attributes, 0.6))
        for drill in some(rng, vocabulary.drills, 2)
    }
