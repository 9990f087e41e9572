"""What an interview costs: the time to the next prompt, and how much of it a runner is spared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.documents import Document, read
from advisor.interview import Interview, Prompt
from advisor.knowledge import KnowledgeBase
from advisor.reasoner import reasoner_of, shipped_cases
from tests.talking import Teller
from tests.terminal import keys_for, split


class Figure(NamedTuple):
    """A figure of every interview: its median, 95th percentile and worst, and the bar of each."""

    title: str
    values: list[float]
    bars: tuple[float | None, float | None]

    def row(self) -> list[str]:
        """Give the figure as a line of a table."""
        median = statistics.median(self.values)
        p95 = statistics.quantiles([*self.values, *self.values], n=20)[-1]
        verdicts = [
            "-" if bar is None else f"{bar:g} {'met' if found <= bar else 'missed'}"
            for found, bar in zip((median, p95), self.bars, strict=True)
        ]
        return [self.title, *(f"{one:.1f}" for one in (median, p95, max(self.values))), *verdicts]


def figures(base: KnowledgeBase, every: int) -> list[Figure]:
    """Measure the interview of every so many shipped cases, told by a runner who knows it all."""
    _ = Interview(base).prompt  # what is made once for a knowledge base
    cases = [_value(read(path)) for path in list(shipped_cases().values())[::every]]
    walks = [_walk(base, case, full=False) for case in cases]
    in_full = [_walk(base, case, full=True) for case in cases]
    reasoner = reasoner_of(base)
    read_cases = [Interview(base, case).case for case in cases]
    advised = []
    for case in read_cases:
        start = time.perf_counter()
        reasoner.advise(case)
        advised.append((time.perf_counter() - start) * 1000)
    return [
        Figure("next prompt, ms", [ms for walk in walks for ms, _ in walk], (None, 50)),
        Figure("advice on the whole case, ms", advised, (None, None)),
        Figure("prompts", [len(walk) for walk in walks], (15, 25)),
        Figure("prompts if all is asked", [len(walk) for walk in in_full], (None, None)),
        Figure("answers", [sum(count for _, count in walk) for walk in walks], (None, None)),
        Figure(
            "answers if all is asked",
            [sum(count for _, count in walk) for walk in in_full],
            (None, None),
        ),
    ]


def _value(document: object) -> dict[str, Any]:
    assert isinstance(document, Document)
    value: Any = document.value
    return {name: one for name, one in value.items() if name not in ("case", "title")}


def _walk(base: KnowledgeBase, case: dict[str, Any], *, full: bool) -> list[tuple[float, int]]:
    """Give the time to each prompt in ms, and how many answers it asks for."""
    return list(_steps(Teller(base, case), Interview(base, full=full)))


def _steps(teller: Teller, interview: Interview) -> Iterator[tuple[float, int]]:
    while True:
        start = time.perf_counter()
        prompt = interview.prompt
        spent = (time.perf_counter() - start) * 1000
        if prompt is None:
            return
        yield spent, len(prompt.fields)
        interview = interview.answer(teller.answers(prompt))


SECONDS_A_KEY = 0.28
SECONDS_TO_PREPARE = 1.35
"""
To press a key and to prepare a step: an average typist, and M, of the keystroke-level model.

Card, Moran and Newell, "The keystroke-level model for user performance time with interactive
systems", Communications of the ACM 23(7), 1980.
"""
SKIMMING, READING = 450, 238
"""
Words a minute: skimming, and reading every word.

Carver, "Reading rate: theory, research, and practical implications", Journal of Reading 36(2),
1992; Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019.
"""
STORY = "v02-low-back-after-knee"
_READ_OF_A_LONG_LIST = 8
"""How many options are read of a list of more than 20, which is searched by typing."""


class Story(NamedTuple):
    """What it takes to tell a story: screens, keys, and words that were not read before."""

    screens: int
    keys: int
    words: int

    def seconds(self, words_a_minute: float) -> float:
        """How long it takes by the model; nobody was timed."""
        acting = self.screens * SECONDS_TO_PREPARE + self.keys * SECONDS_A_KEY
        return acting + self.words / words_a_minute * 60


def story(base: KnowledgeBase, name: str = STORY) -> Story:
    """
    Tell the story of a shipped case with the least keys.

    What the case does not say is "not sure", and the runner asks for the advice once it is that
    of the case. Titles, questions and options are read once each: in a checklist the short form.
    The lines that are the same on every screen are left out.
    """
    case = _value(read(shipped_cases()[name]))
    decision = Interview(base, case).advice.decision
    teller, interview = Teller(base, case), Interview(base)
    screens = keys = 0
    lines: dict[str, int] = {}
    while (prompt := interview.prompt) is not None:
        screens += 1
        if interview.may_stop and interview.advice.decision == decision:
            keys += 1
            break
        lines |= {line: len(line.split()) for line in _asked(prompt)}
        keys += sum(1 for _ in split(keys_for(teller, prompt)))
        interview = interview.answer(teller.answers(prompt))
    return Story(screens, keys, sum(lines.values()))


def _asked(prompt: Prompt) -> Iterator[str]:
    yield prompt.title
    for one in prompt.fields:
        yield one.label if prompt.checklist else one.text
        long = len(one.options) > 20
        yield from (
            option.label for option in one.options[: _READ_OF_A_LONG_LIST if long else None]
        )


HEADINGS = ("", "median", "p95", "worst", "bar, median", "bar, p95")
