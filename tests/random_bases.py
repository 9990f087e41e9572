"""Random valid knowledge bases: a vocabulary of their own, and rules that use all of the language.

They are right by construction: the loader takes every one. The same generator state gives the same
base.
"""

import random
from pathlib import Path
from typing import Any

import yaml

from tests.random_features import concluded
from tests.random_method import method
from tests.random_rules import Rules
from tests.random_vocabulary import vocabulary
from tests.random_world import Mapping, World

FILES = {
    "load": "10-load",
    "referral": "20-triage",
    "caution": "20-triage",
    "coverage": "30-coverage",
    "sign": "30-coverage",
    "withheld": "40-withhold",
    "pattern": "50-patterns",
    "key": "60-keys",
    "drill": "70-drills",
    "note": "80-notes",
}
"""The file of the rules that conclude facts of a type, in a base that is kept in order."""


def random_base(rng: random.Random) -> dict[str, object]:
    """The documents of a knowledge base, by path inside `rules/`."""
    concludable = method(rng)
    documents = {**vocabulary(rng, drills_of(concludable)), **concludable}
    rules = Rules(rng, World(documents)).draw()
    return {**documents, **files(rng, rules)}


def drills_of(documents: dict[str, object]) -> list[str]:
    drills: Any = documents["method/drills.yaml"]
    return [drill["id"] for drill in drills["drills"]]


def files(rng: random.Random, rules: list[Mapping]) -> dict[str, object]:
    """The rules in a file for each part, or by chance anywhere: a rule's stratum is its own."""
    found: dict[str, Any] = {}
    in_order = rng.random() < 0.7
    if not in_order:
        rng.shuffle(rules)
    for rule in rules:
        name = FILES[concluded(rule)[0][0]] if in_order else rng.choice(["first", "second"])
        found.setdefault(f"reasoning/{name}.yaml", {"rules": []})["rules"].append(rule)
    return found


class _Plain(yaml.CSafeDumper):
    """Writes a value out wherever it stands: the loader takes no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def write(documents: dict[str, object], folder: Path) -> None:
    """Write the documents as the files of a knowledge base."""
    for name, content in documents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
