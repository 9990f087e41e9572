"""The method of a random knowledge base: what can be concluded, and the documents beside it."""

import random
from collections.abc import Sequence
from typing import Any

from advisor.facts import OUTCOMES
from tests.random_vocabulary import SOURCES, entry, pick

Mapping = dict[str, Any]

KEYS, DRILLS, PATTERNS, NOTES, REFERRALS, CAUTIONS, LOADS, BANDS = (
    words.split()
    for words in (
        "load-the-foot turn-in hip-first stack-the-trunk stiff-ankle",
        "heel-rocker hip-shift kickstand-hinge box-push wall-drive ankle-bounce foot-tripod",
        "rotation-only foot-unloaded mid-stance-lost knee-first moving-complaint no-base "
        "stiff-landing trunk-behind",
        "load-first untested mixed-evidence calf-matters two-sides incomplete bone-shape "
        "small-range ask-a-coach",
        "nerve-signs heart-signs bone-stress infection-signs clot-signs tendon-tear "
        "fracture-signs inflammation low-energy",
        "young-runner pregnancy-care after-illness new-shoes",
        "long-run-jump recent-change more-hills",
        "slight over-10 over-30 doubled",
    )
)


def random_drills(rng: random.Random, keys: list[str]) -> Mapping:
    """Drills in chains of needs: each may need those before it."""
    names = pick(rng, DRILLS, 4, 6)
    drills = []
    for number, name in enumerate(names):
        needs = pick(rng, names[:number], 0, 2) if number != 1 else names[:1]
        cues = [{"id": f"{name}-{c}", **graded(f"{c}.")} for c in pick(rng, ["tall", "slow"], 0, 2)]
        texts = {part: graded(f"{part} of {name}") for part in ("aim", "working")}
        drills.append(entry(rng, name, key=rng.choice(keys), needs=needs, cues=cues, **texts))
    # a cue may be called like a drill: it is the drill all the same that is not held back by it
    drills[0]["cues"] = [{"id": names[-1], **graded("Slowly.")}, *drills[0]["cues"]]
    rng.shuffle(drills)
    rules = {"pain_rule": graded("Little pain."), "stop_rule": graded("Stop when it hurts.")}
    return {"drills": drills, "stage_words": same("later", "check", "now"), **rules}


def graded(text: str) -> Mapping:
    return {"text": text, "grade": "OURS", "sources": []}


def same(*words: str) -> dict[str, str]:
    return {word: word.replace("-", " ") for word in words}


def method(rng: random.Random) -> dict[str, object]:
    """Every document of a knowledge base but its vocabulary and its rules."""
    names = [key for key in KEYS if rng.random() < 0.7] or KEYS[:1]
    drills = random_drills(rng, names)
    keys = [entry(rng, key, where="at push-off") for key in names]
    loads = []
    for name in pick(rng, LOADS, 2, 3):
        bands = {
            band: {"label": band.replace("-", " "), "text": f"{band}."}
            for band in pick(rng, BANDS, 1, 3)
        }
        loads.append(entry(rng, name, bands=bands))
    return {
        "method/keys.yaml": {
            "keys": keys,
            "coverage_words": same("missing", "partly", "covered"),
            "sign_words": same("present", "missing"),
            "level_words": same("partly-on-paper", "missing-on-paper", "missing-as-seen"),
        },
        "method/drills.yaml": drills,
        "method/patterns.yaml": {
            "patterns": [entry(rng, p, plain=f"About {p}.") for p in pick(rng, PATTERNS, 4, 8)],
            "confidence_words": same("possible", "likely"),
        },
        "method/notes.yaml": {"notes": told(rng, NOTES, 4, 9)},
        "method/outcomes.yaml": {
            "outcomes": [entry(rng, outcome, text=f"{outcome}.") for outcome in OUTCOMES],
            "referrals": told(rng, REFERRALS, 4, 8),
            "cautions": told(rng, CAUTIONS, 2, 4),
            "loads": loads,
        },
        **other(rng),
    }


def told(rng: random.Random, words: Sequence[str], least: int, most: int) -> list[Mapping]:
    return [entry(rng, name, text=f"About {name}.") for name in pick(rng, words, least, most)]


def other(rng: random.Random) -> dict[str, object]:
    statements = [
        {"id": name, "type": "CLM", "status": "EXP", "says": "Something."}
        for name in SOURCES
        if name.startswith("S")
    ]
    references = [
        {"id": name, "citation": "Somebody, some year.", "mark": rng.choice(["V", "V2", "VB", "M"])}
        for name in SOURCES
        if name.startswith("R")
    ]
    return {
        "knowledge.yaml": {
            "name": "random-base",
            "title": "A random knowledge base",
            "version": "0.0.1",
            "language": 1,
            "method": "Made by chance.",
            "disclaimer": "For tests alone.",
        },
        "sources.yaml": {"statements": statements, "references": references},
        "retired.yaml": {
            "retired": [{"kind": "symptom", "id": "old-ache", "since": "0.0.1", "why": "Renamed."}]
        },
    }
