"""The vocabulary of a random knowledge base: what a runner can report.

Ids are drawn from the words of the field, so that a failing base can be read. Every base has what
the language makes different: symptoms inside and outside (one that blocks, one that withholds, one
that does neither), attributes of every type, exercises that are drills.
"""

import random
from collections.abc import Sequence
from typing import Any

from advisor.knowledge.shapes import TAGS

Mapping = dict[str, Any]

AREAS, FEELS, EXERCISES, OBSERVATIONS, QUESTIONS = (
    words.split()
    for words in (
        "foot ankle shin calf knee thigh groin hip buttock low-back",
        "ache stab stiffness buzz swelling weakness click burn pinch",
        "clamshell side-plank split-squat step-up calf-raise bridge deadlift hop lunge band-walk "
        "wall-sit foot-roll leg-swing bird-dog squat march",
        "hip-drops heel-lifts arch-falls toe-bends knee-drifts trunk-leans back-arches "
        "weight-outside steps-loud arms-cross pelvis-turns",
        "night-pain fever numb-saddle chest-signs cannot-bear-weight swollen-calf recent-fall "
        "weight-loss medicine pop-at-start pregnancy dark-urine double-vision",
    )
)
GRADES = ("ARTICLE", "STUDY+", "STUDY-", "OUT", "OURS")
SOURCES = ("S1", "S2", "S3", "R1", "R2")


def vocabulary(rng: random.Random, drills: list[str]) -> dict[str, object]:
    """The documents of what a runner can report, beside some drills."""
    areas = pick(rng, AREAS, 3, 6)
    observations = [
        entry(rng, name, question=f"Do you see this: {name}?")
        for name in pick(rng, OBSERVATIONS, 4, 10)
    ]
    return {
        "vocabulary/areas.yaml": {"areas": [entry(rng, area) for area in areas]},
        "vocabulary/symptoms.yaml": random_symptoms(rng, areas, drills),
        "vocabulary/exercises.yaml": random_exercises(rng, drills),
        "vocabulary/observations.yaml": {"observations": observations},
        "vocabulary/screening.yaml": {
            "checklists": [entry(rng, "asked-first", plain="Asked of everybody.")],
            "screening": random_questions(rng, areas),
        },
        "vocabulary/runner.yaml": random_runner(rng),
    }


def pick(rng: random.Random, words: Sequence[str], least: int, most: int) -> list[str]:
    return rng.sample(list(words), min(len(words), rng.randint(least, most)))


def entry(rng: random.Random, name: str, **fields: Any) -> Mapping:
    grounds = {"ref": [], "sources": pick(rng, SOURCES, 0, 2), "grade": rng.choice(GRADES)}
    return {"id": name, "label": name.replace("-", " "), **fields, **grounds}


def attribute(name: str, kind: str, **more: Any) -> dict[str, Mapping]:
    words = more.get("of")
    if isinstance(words, list):
        more["of"] = {word: word.replace("-", " ") for word in words}
    label = name.replace("_", " ")
    return {name: {"type": kind, "label": label, "question": f"{label}?", **more}}


def some_of(rng: random.Random, *declared: dict[str, Mapping]) -> dict[str, Mapping]:
    """Most of the attributes, in any order."""
    kept = [one for one in declared if rng.random() < 0.75]
    rng.shuffle(kept)
    return {name: declaration for one in kept for name, declaration in one.items()}


def random_symptoms(rng: random.Random, areas: list[str], drills: list[str]) -> Mapping:
    attributes = {
        **attribute("worst", "integer", minimum=0, maximum=rng.choice([5, 10])),
        **attribute("triggers", "list", of=pick(rng, ["hills", "stairs", "rest", "night"], 2, 4)),
        **attribute("eased_by", "list", of="exercise"),
        **attribute("trend", "choice", of=["improving", "steady", "worsening"]),
    }
    attributes |= some_of(
        rng,
        attribute("side", "choice", of=["left", "right", "both"]),
        attribute("duration_weeks", "integer", minimum=0, maximum=200),
        attribute("first_felt_km", "number", unit="km", minimum=0, maximum=42.5),
        attribute("began_after", "list", of="exercise"),
        attribute("worst_in", "choice", of="exercise"),
    )
    places = [f"{area}-{feel}" for area in areas for feel in FEELS]
    names = rng.sample(places, rng.randint(6, 14))
    tissues = ["joint", "tendon", "muscle", "bone", "nerve"]
    symptoms = []
    for number, name in enumerate(names):
        area = next(one for one in areas if name.startswith(f"{one}-"))
        fields: Mapping = {"says": f"Something at the {area}", "area": area}
        inside = number < 2 or (number > 4 and rng.random() < 0.6)
        fields |= {"scope": "inside" if inside else "outside"}
        fields |= {"kind": rng.choice(["pain", "pain", "performance"])}
        if rng.random() < 0.5:
            fields["spot"] = rng.choice(["inner", "outer", "front"])
        if rng.random() < 0.6:
            fields["tissue"] = rng.choice(tissues)
        if not inside:
            effects: list[Mapping] = [
                {"blocks": True},
                {"withholds": pick(rng, drills, 1, 2)},
                {"withholds": []},
            ]
            fields |= effects[number - 2 if number < 5 else rng.randint(0, 2)]
            fields["because"] = f"{name} is outside this method."
            fields["assess"] = f"Have {name} looked at."
        symptoms.append(entry(rng, name, **fields))
    rng.shuffle(symptoms)
    return {"attributes": attributes, "symptoms": symptoms}


def random_exercises(rng: random.Random, drills: list[str]) -> Mapping:
    attributes = attribute("times_per_week", "integer", minimum=1, maximum=14, default=2)
    attributes |= some_of(
        rng,
        attribute("added_kg", "number", minimum=0, maximum=120),
        attribute("effort", "choice", of=["easy", "firm", "hard"]),
        attribute("done_with", "list", of=["band", "weight", "partner"]),
        attribute("instead_of", "choice", of="exercise"),
    )
    names = pick(rng, EXERCISES, 5, 10) + pick(rng, drills, 1, 3)
    rng.shuffle(names)
    exercises = [
        entry(
            rng,
            name,
            kind=rng.choice(["strength", "balance", "plyometric"]),
            tags={tag: rng.choice([0, 0, 1, 2]) for tag in TAGS},
        )
        for name in names
    ]
    return {"attributes": attributes, "exercises": exercises}


def random_questions(rng: random.Random, areas: list[str]) -> list[Mapping]:
    """Questions of every level, some asked of everybody, some of certain areas alone."""
    levels = ["clinician", "urgent", "emergency"]
    regions = [pick(rng, areas, 1, 3) for _ in range(2)]
    return [
        entry(
            rng,
            name,
            checklist="asked-first",
            question=f"Is there any {name.replace('-', ' ')}?",
            level=levels[number % 3] if number < 3 else rng.choice(["clinician", *levels]),
            areas=list(rng.choice([[], *regions])),
        )
        for number, name in enumerate(pick(rng, QUESTIONS, 4, 12))
    ]


def random_runner(rng: random.Random) -> Mapping:
    changes = [*pick(rng, ["distance", "speed", "hills", "shoes"], 2, 4), "nothing"]
    runs = ["longest_run_30d_km", "latest_long_run_km"]
    oldest = rng.choice([90, 110])
    attributes = attribute("age", "integer", minimum=rng.choice([5, 12]), maximum=oldest)
    for name in ("weekly_km", *runs):
        attributes |= attribute(name, "number", unit="km", minimum=0, maximum=250)
    attributes |= some_of(
        rng,
        attribute("sex", "choice", of=["female", "male", "other"]),
        attribute("goal", "choice", of=["pain-free", "push-off", "faster"]),
        attribute("changed_30d", "list", of=changes),
        attribute("favourite", "choice", of="exercise"),
        attribute("coldest_run", "integer", minimum=-30, maximum=20),
        attribute("load_jump_percent", "number", derived=runs),
    )
    tried = {
        **attribute("pain", "integer", minimum=0, maximum=10),
        **attribute("next_morning", "choice", of=["better", "same", "worse"]),
        **attribute("comfortable", "choice", of=["yes", "no"]),
        **some_of(rng, attribute("felt", "list", of=["foot", "hip", "back"])),
    }
    return {"attributes": attributes, "tried": tried}
