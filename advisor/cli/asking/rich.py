"""The questionnaire with keys and a cursor, in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.application import Application, get_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.formatted_text import FormattedText, StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, Output
from prompt_toolkit.renderer import CPR_Support
from prompt_toolkit.shortcuts import print_formatted_text
from prompt_toolkit.styles import Style

from advisor.cases import Place
from advisor.cli.asking import layout
from advisor.cli.asking.choosing import Choosing
from advisor.cli.asking.interface import Reply, Screen
from advisor.cli.asking.keys import bindings, end_keys
from advisor.cli.asking.words import in_ascii, said
from advisor.cli.asking.wrapping import cut_short, wrapped
from advisor.diagnostics import printable
from advisor.interview import Field, Option, Prompt

_PICKED: Final[Place] = ("pick", "", "")
_PLAIN: Final = {"title": "bold", "question": "bold"}
_COLORS: Final = {
    "title": "bold ansicyan",
    "question": "bold",
    "cursor": "reverse",
    "message": "bold ansired",
    "dim": "ansibrightblack",
    "done": "ansigreen",
}


class RichInterface:
    """
    Asks in the terminal, in place: what was answered stays as a line, and the next comes below.

    With `ascii_only` nothing else is drawn; with `color` there are colours, and nothing hangs on
    them. `keys` and `output` are those of the terminal unless given.
    """

    def __init__(
        self,
        ascii_only: bool,
        color: bool,
        *,
        keys: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self._ascii_only = ascii_only
        self._keys = keys
        self._output = output
        self._style = Style.from_dict(_COLORS if color else _PLAIN)
        self._depth = ColorDepth.DEPTH_4_BIT if color else ColorDepth.DEPTH_1_BIT

    def ask(self, screen: Screen) -> Reply:
        """Ask a prompt. Raises `KeyboardInterrupt`, and `EOFError` at the end of the input."""
        reply = self._run(Choosing(screen))
        if isinstance(reply, Mapping):
            self._done(said(screen.prompt, reply))
        return reply

    def tell(self, text: str) -> None:
        """Show a text, each line of it broken to fit, and go on."""
        columns = self._columns()
        for line in text.splitlines():
            indent = " " * (len(line) - len(line.lstrip()))
            for part in wrapped(self._shown(line), columns, indent, indent):
                self._print(part)

    def show(self, text: str) -> None:
        """Show a text that may be longer than the screen, from its start; raises as `ask` does."""
        lines = ["", *text.splitlines()]
        while lines:
            seen = max(1, self._size().rows - 2)
            for line in lines[:seen]:
                click.echo(line)
            lines = lines[seen:]
            if lines and self._pause(len(lines)):
                click.echo("\n".join(lines))
                return

    def pick(self, question: str, answers: Mapping[str, str]) -> str:
        """Have one of a few answers chosen, by key; raises as `ask` does."""
        options = tuple(Option(key, label) for key, label in answers.items())
        only = Field(_PICKED, "one", "", question, options=options, unsure=False)
        screen = Screen(Prompt("", "", (only,)), "", {}, lambda _: "")
        self._print("")
        reply = self._run(Choosing(screen, ()))
        assert isinstance(reply, Mapping)
        picked = str(reply[_PICKED])
        self._done(question, f" {answers[picked]}")
        return picked

    def name(self, question: str, proposal: str) -> str | None:
        """Have a name typed, the proposal where nothing is, None for none; raises as `ask` does."""
        end = KeyBindings()

        end_keys(end)

        @end.add("c-b")
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=None)

        session: PromptSession[str] = PromptSession(
            input=self._keys, output=self._output, key_bindings=end, style=self._style
        )
        session.app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
        shown = self._shown(proposal)
        asked = f"{self._shown(question)} (Enter takes this name, Ctrl-B none): "
        typed: str | None = session.prompt(asked, default=shown)
        if typed is None:
            return None
        return proposal if typed.strip() in ("", shown) else typed.strip()

    def _run(self, asked: Choosing) -> Reply:
        laid = layout.Layout(asked, self._shown, ascii_only=self._ascii_only)

        def drawn() -> StyleAndTextTuples:
            size = app.output.get_size()
            found: StyleAndTextTuples = []
            for number, line in enumerate(laid.lines(size.columns, size.rows)):
                if number:
                    found.append(("", "\n"))
                if line.here:
                    found.append(("[SetCursorPosition]", ""))
                found.append((f"class:{line.style}" if line.style else "", line.text))
            return found

        control = FormattedTextControl(drawn, focusable=True, show_cursor=False)
        app: Application[Reply] = self._application(control, bindings(asked, laid))
        return app.run()

    def _application(self, control: FormattedTextControl, keys: KeyBindings) -> Application[Any]:
        app: Application[Any] = Application(
            Layout(Window(control)),
            key_bindings=keys,
            style=self._style,
            include_default_pygments_style=False,
            color_depth=self._depth,
            erase_when_done=True,
            input=self._keys,
            output=self._output,
        )
        app.ttimeoutlen = 0.05  # seconds that an Esc waits for the rest of a longer key
        # the screen is drawn below what is there, so where that ends need not be asked
        app.renderer.cpr_support = CPR_Support.NOT_SUPPORTED
        return app

    def _shown(self, text: str) -> str:
        return in_ascii(text) if self._ascii_only else printable(text)

    def _pause(self, left: int) -> bool:
        """Wait for a key before the rest of a text; whether all of it is wanted at once."""
        words = f"{left} lines more. Enter: next. E: all."
        found = KeyBindings()
        end_keys(found)

        @found.add(Keys.Any)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(result=event.data.lower() == "e")

        text = FormattedText([("class:title", cut_short(words, self._columns(), ""))])
        return bool(self._application(FormattedTextControl(text, focusable=True), found).run())

    def _size(self) -> Size:
        return (self._output or get_app_session().output).get_size()

    def _columns(self) -> int:
        return self._size().columns

    def _done(self, text: str, end: str = "") -> None:
        """Leave a line on the screen, cut short before its end."""
        ending = "..." if self._ascii_only else "…"
        room = self._columns() - len(end)
        self._print(cut_short(self._shown(text), room, ending) + end, "class:done")

    def _print(self, text: str, style: str = "") -> None:
        print_formatted_text(
            FormattedText([(style, text)]),
            style=self._style,
            output=self._output,
            color_depth=self._depth,
        )
