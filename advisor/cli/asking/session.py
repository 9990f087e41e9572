"""One session: prompts asked through an interface, answers kept, back and forth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from advisor.cases import Place, every_place
from advisor.cli.asking.interface import Back, Ending, Given, Interface, Leave, Screen
from advisor.cli.asking.kept import Kept, seen
from advisor.diagnostics import CaseError
from advisor.interview import MILES, UNSURE, Field, Interview, Prompt
from advisor.report.asking.stakes import why_asked

Keeper = Callable[[list[Kept]], None]
"""Keeps the answers so far."""


class Session:
    """
    An interview on its way: which prompts were asked, and every answer that was ever given.

    An answer given before is used again where its question is asked again in the same words, after
    going back and after `--resume`.
    """

    def __init__(self, interface: Interface, interview: Interview, known: Iterable[Kept] = ()):
        self._interface = interface
        self._interview = interview
        self._known = {one.place: one for one in known}
        self._before: list[Interview] = []
        self.keep: Keeper | None = None
        self._replay = bool(self._known)

    @property
    def answers(self) -> list[Kept]:
        """Every answer that counts so far, and those that may be used again."""
        return list(self._known.values())

    def run(self) -> Interview | None:
        """
        Ask until nothing is left that could change the decision, or the runner has told enough.

        Gives None where the runner leaves.

        Raises what the interface raises.
        """
        while (prompt := self._interview.prompt) is not None:
            places = self._unanswered(prompt)
            if not places:
                self._answer({one.place: self._known[one.name].answer for one in prompt.fields})
                continue
            self._replay = False
            shown = self._interview.prompt_for(places)
            reply = self._interface.ask(self._screen(shown))
            if not isinstance(reply, Ending):
                self._remember(prompt, shown, reply)
                continue
            self._note(shown, reply.given)
            if isinstance(reply, Leave):
                return None
            if isinstance(reply, Back):
                self._back()
            elif self._accept(prompt, shown, reply.given):
                break
        return self._interview

    def _screen(self, prompt: Prompt) -> Screen:
        interview = self._interview
        left = interview.left - 1
        progress = f"Step {len(self._before) + 1}, about {left} more" if left else "The last step"
        if interview.may_stop:
            progress += ". Own checks are left; Advice now skips them."
        before = {
            one.place: self._known[one.name].answer for one in prompt.fields if self._knows(one)
        }
        return Screen(
            prompt=prompt,
            progress=progress,
            before=before,
            why=lambda field: why_asked(interview, field),
            first=not self._before,
            may_stop=interview.may_stop,
        )

    def _unanswered(self, prompt: Prompt) -> list[Place]:
        """Give the places of a prompt to be asked: while answers are taken up, only new ones."""
        if not self._replay:
            return [one.place for one in prompt.fields]
        return [
            one.place
            for one in prompt.fields
            if not self._knows(one) or self._known[one.name].seen != seen(one)
        ]

    def _knows(self, field: Field) -> bool:
        """Whether there is an answer from before that still is one."""
        return field.name in self._known and _fits(field, self._known[field.name].answer)

    def _remember(self, prompt: Prompt, shown: Prompt, given: Given) -> None:
        if not self._accept(prompt, shown, given):
            return
        self._note(shown, given)
        if self.keep is not None:
            try:
                self.keep(self.answers)
            except click.UsageError as error:
                self.keep = None
                self._interface.tell(f"Your answers are not kept any more: {error.message}.")

    def _accept(self, prompt: Prompt, shown: Prompt, given: Given) -> bool:
        """Answer, with what is known and was not shown; tell why if that makes no valid case."""
        places = {one.place for one in shown.fields}
        hidden = {
            one.place: self._known[one.name].answer
            for one in prompt.fields
            if one.place not in places
        }
        try:
            self._answer({**hidden, **given})
        except CaseError as error:
            self._interface.tell("\n".join(one.message for one in error.diagnostics))
            return False
        return True

    def _note(self, shown: Prompt, given: Given) -> None:
        for one in shown.fields:
            if one.place in given:
                self._known[one.name] = Kept(one.name, seen(one), one.label, given[one.place])

    def _answer(self, given: Given) -> None:
        after = self._interview.answer(given)
        self._before.append(self._interview)
        self._interview = after

    def _back(self) -> None:
        if self._before:
            self._interview = self._before.pop()


def _fits(field: Field, answer: Any) -> bool:
    """Whether an answer given before can be shown as chosen now."""
    if answer == UNSURE:
        return field.unsure
    values = [one.value for one in field.options]
    if field.kind == "several":
        return isinstance(answer, list) and all(one in values for one in answer)
    if field.kind == "one":
        return answer in values
    if field.kind == "yes-no":
        return answer in ("yes", "no")
    if isinstance(answer, dict):
        if not field.unit or list(answer) != [MILES]:
            return False
        answer = answer[MILES]
    return isinstance(answer, (int, float)) and field.minimum <= answer <= field.maximum


def changes(interview: Interview, known: Iterable[Kept], before: str) -> str:
    """Say what has changed in the questions since answers were kept, as far as they lead."""
    kept = {one.place: one for one in known}
    changed: list[str] = []
    while (prompt := interview.prompt) is not None:
        changed += [
            one.label
            for one in prompt.fields
            if one.name in kept and kept[one.name].seen != seen(one)
        ]
        if not all(one.name in kept and _fits(one, kept[one.name].answer) for one in prompt.fields):
            break
        interview = interview.answer({one.place: kept[one.name].answer for one in prompt.fields})
    words = f"The knowledge base was {before} and is {interview.base.stamp} now."
    there = every_place(interview.base)
    gone = [one.label for one in kept.values() if one.place not in there]
    if gone:
        words += f" These questions are not asked any more: {'; '.join(gone)}."
    if changed:
        return f"{words} These questions have changed and are asked again: {'; '.join(changed)}."
    return f"{words} The other questions you answered are the same, so your answers stand."
