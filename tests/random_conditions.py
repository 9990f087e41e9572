"""Random conditions over the vocabulary of a random base, of about the truth that is asked for.

A condition is drawn with a `chance`: how often it should be true. `all` asks for more of its parts,
`any` for less, `not` for the opposite, and a test for so large a share of the values there are.
"""

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.facts import FACT_TYPES
from tests.random_world import REPORTED, Domain, Mapping, World

ANSWERED = ("observation", "screening")


@dataclass(frozen=True)
class Focus:
    """
    The areas and questions that one rule may name.

    A question is asked of the areas that its rules read, all together, so that a rule on a question
    about some areas names no others.
    """

    areas: tuple[str, ...]
    questions: tuple[str, ...]


class Conditions:
    """
    Draws conditions for one base.

    `readable` limits the attributes of some types of fact, for the rules that guard the gate.
    Patterns are kept, so that later rules use them again.
    """

    def __init__(
        self,
        rng: random.Random,
        world: World,
        readable: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.rng = rng
        self.world = world
        self.readable = readable or {}
        self.focus = Focus((), ())
        self._kept: dict[str, list[Mapping]] = {}

    # Trees

    def tree(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        """A condition over facts of some types, with so many levels of joints at most."""
        rng = self.rng
        if depth == 0 or rng.random() < 0.25:
            return self.pattern(rng.choice(kinds), chance)
        joint: Callable[[Sequence[str], int, float], Mapping] = rng.choices(
            [self._all, self._any, self._at_least, self._not, self._unknown],
            [5, 5, 2, 4 if chance > 0.5 else 2, 1.2],
        )[0]
        return joint(kinds, depth - 1, chance)

    def _all(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        count = self.rng.choice([1, 2, 2, 2, 3])
        return {"all": [self.tree(kinds, depth, chance ** (1 / count)) for _ in range(count)]}

    def _any(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        count = self.rng.choice([1, 2, 2, 2, 3])
        share = 1 - (1 - chance) ** (1 / count)
        return {"any": [self.tree(kinds, depth, share) for _ in range(count)]}

    def _at_least(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        size = self.rng.randint(2, 4)
        count = self.rng.randint(1, size - 1) if self.rng.random() < 0.9 else size
        share = min(0.95, max(0.05, chance + (count / (size + 1) - 0.5)))
        parts = [self.tree(kinds, depth, share) for _ in range(size)]
        if self.rng.random() < 0.2:  # a part that stands twice counts twice
            parts[-1] = copy.deepcopy(parts[0])
        return {"at_least": {"count": count, "of": parts}}

    def _not(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        return {"not": self.tree(kinds, depth, 1 - chance)}

    def _unknown(self, kinds: Sequence[str], depth: int, chance: float) -> Mapping:
        reported = [kind for kind in kinds if kind in REPORTED]
        if not reported:
            return self._not(kinds, depth, chance)
        return {"unknown": self.tree(reported, depth, 0.4)}

    # Patterns

    def pattern(self, kind: str, chance: float) -> Mapping:
        """A pattern on facts of a type; now and then one that another rule has."""
        kept = self._kept.setdefault(kind, [])
        if kept and self.rng.random() < 0.2:
            return copy.deepcopy(self.rng.choice(kept))
        if kind == "area":
            return self.area(chance)
        if kind == "screening":
            return self.screening(chance)
        found = {kind: self._body(kind, chance)}
        kept.append(found)
        return copy.deepcopy(found)

    def area(self, chance: float) -> Mapping:
        """Some of the areas that the rule may name."""
        rng, areas = self.rng, self.focus.areas
        if not areas or rng.random() < 0.1:
            return {"area": {}}
        form = rng.choice(["bare", "bare", "id", "through"])
        if form == "through":
            return {"area": {"id": {"id": self._some(areas, chance)}}}
        names = plainest(rng, self._some(areas, chance))
        return {"area": names if form == "bare" else {"id": names}}

    def screening(self, chance: float) -> Mapping:
        """Some of the questions that the rule may name, with an answer."""
        rng, questions = self.rng, self.focus.questions
        answer = rng.choice(["yes", "yes", "yes", "no", ["yes", "no"]])
        if not questions or rng.random() < 0.15:
            domains = self.world.domains["screening"]
            name = rng.choice(["level", "areas"])
            return {"screening": {name: self.test(domains[name], chance), "answer": answer}}
        names = plainest(rng, self._some(questions, chance))
        return {"screening": {"id": names, "answer": answer}}

    def _body(self, kind: str, chance: float) -> Any:
        rng, domains = self.rng, self.world.domains[kind]
        if kind not in ANSWERED and rng.random() < (0.15 if chance > 0.5 else 0.02):
            return {}  # any fact: of a runner there is always one
        identity = self._identity(kind)
        chosen = self._attributes(kind, identity)
        entries = self.world.entries.get(kind, []) if kind in REPORTED else []
        # mostly what some entry can meet; now and then what none may, whoever reports it
        anchor = rng.choice(entries) if entries and rng.random() < 0.85 else {}
        share = chance ** (1 / len(chosen))
        body = {name: self.test(domains[name], share, anchor.get(name)) for name in chosen}
        only = body.get(identity or "") if len(body) == 1 else None
        return only if only and not isinstance(only, dict) and rng.random() < 0.7 else body

    def _attributes(self, kind: str, identity: str | None) -> list[str]:
        """The attributes that a pattern on facts of a type tests."""
        rng, domains = self.rng, self.world.domains[kind]
        names = [name for name in self.readable.get(kind, tuple(domains)) if domains[name] != NONE]
        if kind == "withheld":  # a fact holds one thing alone
            names = ["until", rng.choice([name for name in names if name != "until"])]
        chosen = rng.sample(names, min(len(names), rng.choice([1, 1, 1, 2, 2, 3])))
        if identity in names and rng.random() < 0.45 and identity not in chosen:
            chosen = [identity, *chosen[1:]]
        return list(dict.fromkeys([*chosen[:2], "answer"])) if kind in ANSWERED else chosen

    def _identity(self, kind: str) -> str | None:
        """The attribute that a bare value tests, where there is one."""
        name = FACT_TYPES[kind].identity
        return name if name in self.world.domains[kind] else None

    def _some(self, values: Sequence[Any], chance: float) -> list[Any]:
        share = chance * self.rng.uniform(0.4, 1.4)
        count = max(1, min(len(values), round(share * len(values))))
        return self.rng.sample(list(values), 1 if self.rng.random() < 0.15 else count)

    # Tests

    def test(self, domain: Domain, chance: float, anchor: Any = None) -> Any:
        """A test on an attribute; given an anchor, one that this value passes."""
        if isinstance(anchor, list):
            anchor = self.rng.choice(anchor) if anchor else None
        if not domain.values:
            return self._number(domain, anchor)
        if domain.names and self.rng.random() < 0.35 and self._seen_through(domain.names):
            return self._through(domain.names, anchor)
        if domain.ordered:
            listed = self._some(domain.values, chance)
            return self.rng.choice([self._bounds(domain.values), listed, listed[0]])
        values = self._some(domain.values, chance)
        if anchor is not None and anchor not in values:
            values = [anchor, *values[1:]]
        return plainest(self.rng, values)

    def _seen_through(self, kind: str) -> bool:
        """Whether entries of a kind have properties that can be tested through a reference."""
        return kind in REPORTED or kind == "drill"

    def _through(self, kind: str, name: Any) -> Mapping:
        """Tests on the entry that an attribute names, which some entry passes."""
        entries = self.world.entries[kind]
        named = [entry for entry in entries if entry["id"] == name]
        entry = self.rng.choice(named or entries)
        known = [a for a, value in entry.items() if a != "id" and value != []]
        if not known or (kind != "drill" and self.rng.random() < 0.2):
            known.append("id")  # the id of a drill is its name, which its entry has not
        chosen = self.rng.sample(known, min(len(known), self.rng.choice([1, 1, 2])))
        tested = {}
        for attribute in chosen:
            domain = self.world.property_of(kind, attribute)
            tested[attribute] = self.test(domain, 0.4, entry[attribute])
        return tested

    def _bounds(self, order: Sequence[str]) -> Mapping:
        """Bounds in an order of words that some word passes."""
        rng, last = self.rng, len(order) - 1
        low, high = sorted((rng.randint(0, last), rng.randint(0, last)))
        forms: list[Mapping] = [
            {"at_least": order[low]},
            {"at_most": order[high]},
            {"between": [order[low], order[high]]},
            {"above": order[min(low, last - 1)]},
            {"below": order[max(high, 1)]},
            {"at_least": order[low], "at_most": order[high]},
        ]
        return rng.choice(forms)

    def _number(self, domain: Domain, anchor: float | None) -> Any:
        """Bounds or values of a number, mostly where cases have theirs: near the low end."""
        low, high = sorted((self._near(domain), self._near(domain)))
        if anchor is not None:
            low, high = min(low, anchor), max(high, anchor)
        upper, lower = ("at_most", high), ("at_least", low)
        if anchor is None or low < anchor:
            lower = self.rng.choice([lower, ("above", low)])
        if anchor is None or high > anchor:
            upper = self.rng.choice([upper, ("below", high)])
        form = self.rng.choice(["low", "low", "high", "both", "between", "value", "list"])
        if form in ("low", "high"):
            word, bound = lower if form == "low" else upper
            return {word: bound}
        if form == "both" and (low < high or (lower[0], upper[0]) == ("at_least", "at_most")):
            return dict([lower, upper])
        if form == "value":
            return low if anchor is None else anchor
        if form == "list":
            return list(dict.fromkeys([low, high] if anchor is None else [anchor, low, high]))
        return {"between": [low, high]}

    def _near(self, domain: Domain) -> float:
        rng = self.rng
        if domain.likely:
            return rng.choice(domain.likely)
        top = min(domain.high, domain.low + rng.choice([2, 6, 16, 40]))
        whole = rng.randint(int(domain.low), int(top))
        halved = rng.random() < (0.05 if domain.whole else 0.4)
        return min(domain.high, whole + 0.5) if halved else whole


NONE = Domain()


def plainest(rng: random.Random, values: list[Any]) -> Any:
    """A list of one may as well be the value."""
    return values[0] if len(values) == 1 and rng.random() < 0.8 else values
