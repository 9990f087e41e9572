"""Random changes of a case: as text for the program, and as an edit of the case made by hand."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.random_cases import Mapping, Vocabulary, random_value
from tests.random_habits import USUAL

Edit = Callable[[Mapping], None]
NAMED = {"symptom": "symptoms", "exercise": "routine", "tried": "tried"}


@dataclass(frozen=True)
class RandomChange:
    """A change as the program reads it, what it is about, and the same edit of a case by hand."""

    text: str
    place: tuple[str, ...]
    edit: Edit


def edited(case: Mapping, *changes: RandomChange) -> Mapping:
    """Give a copy of a case with changes made by hand."""
    made = copy.deepcopy(case)
    for change in changes:
        change.edit(made)
    return made


def random_changes(
    rng: random.Random, documents: dict[str, Any], case: Mapping, most: int = 3
) -> list[RandomChange]:
    """Give some changes of a case, no two about the same place."""
    vocabulary = Vocabulary(documents, USUAL)
    makers = (_runner, _named, _reported, _answered, _observed, _area, _section)
    found: list[RandomChange] = []
    for _ in range(rng.randint(1, most)):
        made = next(rng.choice(makers)(rng, vocabulary, case), None)
        if made is not None and not any(_overlap(made.place, one.place) for one in found):
            found.append(made)
    return found


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _written(rng: random.Random, value: Any) -> str:
    """Write a value: as YAML or JSON would have it, a list also without its brackets."""
    if isinstance(value, list) and value and rng.random() < 0.6:
        return rng.choice([", ", ","]).join(value)
    return json.dumps(value) if isinstance(value, (list, dict)) else str(value)


def _runner(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    told = case.get("runner") or {}
    declared = {
        name: one for name, one in vocabulary.runner_attributes.items() if not one.get("derived")
    }
    if told and rng.random() < 0.3:
        name = rng.choice(sorted(told))
        yield RandomChange(
            f"-runner.{name}", ("runner", name), lambda made: made["runner"].pop(name)
        )
        return
    name = rng.choice(sorted(declared))
    value = random_value(rng, vocabulary, declared[name])
    miles = name.replace("_km", "_miles") if name.endswith("_km") else name

    def edit(made: Mapping) -> None:
        report = made.get("runner") or {}
        report.pop(miles, None)
        made["runner"] = {**report, name: value}

    yield RandomChange(f"runner.{name}={_written(rng, value)}", ("runner", name), edit)


def _ids(vocabulary: Vocabulary, kind: str) -> list[str]:
    symptoms = [entry["id"] for entry in vocabulary.symptoms]
    return {"symptom": symptoms, "exercise": vocabulary.exercises, "tried": vocabulary.drills}[kind]


def _named(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    """Something added by its name, or taken out."""
    kind = rng.choice(sorted(NAMED))
    section = NAMED[kind]
    told = case.get(section) or {}
    if told and rng.random() < 0.5:
        name = rng.choice(sorted(told))
        text = rng.choice([f"-{kind}:{name}", f"-{section}.{name}"])
        yield RandomChange(text, (section, name), lambda made: made[section].pop(name))
        return
    name = rng.choice(_ids(vocabulary, kind))
    yield RandomChange(
        f"+{kind}:{name}",
        (section, name),
        lambda made: made.setdefault(section, {}).setdefault(name, {}),
    )


def _reported(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    """An attribute of something, mostly of what the case names already."""
    kind = rng.choice(sorted(NAMED))
    section = NAMED[kind]
    declared = {
        "symptom": vocabulary.symptom_attributes,
        "exercise": vocabulary.exercise_attributes,
        "tried": vocabulary.tried_attributes,
    }[kind]
    told = sorted(case.get(section) or {})
    name = rng.choice(told if told and rng.random() < 0.8 else _ids(vocabulary, kind))
    attribute = rng.choice(sorted(declared))
    report = (case.get(section) or {}).get(name) or {}
    place = (section, name, attribute)
    if attribute in report and rng.random() < 0.3:
        text = f"-{section}.{name}.{attribute}"
        yield RandomChange(text, place, lambda made: made[section][name].pop(attribute))
        return
    value = random_value(rng, vocabulary, declared[attribute])

    def edit(made: Mapping) -> None:
        entries = made.setdefault(section, {})
        entries[name] = {**(entries.get(name) or {}), attribute: value}

    text = f"{section}.{name}.{attribute}={_written(rng, value)}"
    yield RandomChange(text, place, edit)


def _answered(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    told = sorted(set(case.get("screening") or {}) - {"all_others"})
    names = [entry["id"] for entry in vocabulary.screening]
    if told and rng.random() < 0.4:
        name = rng.choice(told)
        others = "all_others" in case["screening"]

        def take_back(made: Mapping) -> None:
            if others:
                made["screening"][name] = "unsure"
            else:
                del made["screening"][name]

        text = rng.choice([f"-screening:{name}", f"-screening.{name}"])
        yield RandomChange(text, ("screening", name), take_back)
        return
    name = rng.choice(told or names)
    answer = rng.choice(["yes", "no", "no", "unsure"])
    yield RandomChange(
        f"screening.{name}={answer}",
        ("screening", name),
        lambda made: made.setdefault("screening", {}).update({name: answer}),
    )


def _observed(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    told = case.get("observations") or {}
    if told and rng.random() < 0.3:
        name = rng.choice(sorted(told))
        text = rng.choice([f"-observation:{name}", f"-observations.{name}.answer"])
        place = ("observations", name)
        yield RandomChange(text, place, lambda made: made["observations"].pop(name))
        return
    name = rng.choice(vocabulary.observations)
    answer = rng.choice(["yes", "no", "unsure"])

    def edit(made: Mapping) -> None:
        answers = made.setdefault("observations", {})
        before = answers.get(name)
        answers[name] = {**before, "answer": answer} if isinstance(before, dict) else answer

    yield RandomChange(f"observations.{name}={answer}", ("observations", name), edit)


def _area(rng: random.Random, vocabulary: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    told = case.get("areas") or []
    if told and rng.random() < 0.4:
        name = rng.choice(told)
        yield RandomChange(
            f"-area:{name}", ("areas", name), lambda made: made["areas"].remove(name)
        )
        return
    name = rng.choice(vocabulary.areas)

    def edit(made: Mapping) -> None:
        named = made.setdefault("areas", [])
        if name not in named:
            named.append(name)

    yield RandomChange(f"+area:{name}", ("areas", name), edit)


def _section(rng: random.Random, _: Vocabulary, case: Mapping) -> Iterator[RandomChange]:
    """A whole section taken back, or told anew as empty."""
    section = rng.choice(["areas", "screening", "symptoms", "routine", "observations", "tried"])
    if section in case and rng.random() < 0.5:
        yield RandomChange(f"-{section}", (section,), lambda made: made.pop(section))
        return
    empty: Any = [] if section == "areas" else {}
    text = f"{section}={'[]' if section == 'areas' else '{}'}"
    yield RandomChange(text, (section,), lambda made: made.update({section: empty}))
