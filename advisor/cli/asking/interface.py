"""What a session asks of an interface, and what an interface gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from advisor.cases import Place
from advisor.interview import Field, Prompt

Given: TypeAlias = Mapping[Place, Any]
"""By place the answer: "yes", "no", "unsure", a number, a word, or a list of words."""


@dataclass(frozen=True)
class Ending:
    """A prompt is left without all of it being answered; `given` is what was answered of it."""

    given: Given = field(default_factory=dict)


class Back(Ending):
    """The runner wants the question before this one again."""


class Leave(Ending):
    """The runner wants to stop here and go on later."""


class Stop(Ending):
    """The runner wants advice on what is told so far, and no more questions."""


Reply: TypeAlias = Given | Back | Leave | Stop


@dataclass(frozen=True)
class Screen:
    """
    One prompt as it is shown.

    `progress` is a line on how far it has come. `before` are answers given to it earlier, which
    are shown as chosen already. `why` gives the words on why a field is asked, and what each answer
    would do. `first` says that there is nothing to go back to, and `may_stop` that advice may be
    had now.
    """

    prompt: Prompt
    progress: str
    before: Given
    why: Callable[[Field], str] = field(repr=False)
    first: bool = False
    may_stop: bool = False


class Interface(Protocol):
    """A way to ask: with keys and a cursor, or line by line."""

    def ask(self, screen: Screen) -> Reply:
        """Ask a prompt. Raises `KeyboardInterrupt`, and `EOFError` where nothing more can come."""

    def tell(self, text: str) -> None:
        """Show a text, and go on."""

    def show(self, text: str) -> None:
        """Show a text that may be longer than the screen, from its start; raises as `ask` does."""

    def pick(self, question: str, answers: Mapping[str, str]) -> str:
        """Have one of a few answers chosen, by key; raises as `ask` does."""

    def name(self, question: str, proposal: str) -> str | None:
        """Have a name typed, the proposal where nothing is, None for none; raises as `ask` does."""
