"""What each key does while a prompt is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from advisor.cli.asking.choosing import Choosing
from advisor.cli.asking.interface import Reply
from advisor.cli.asking.layout import Layout

_Act: TypeAlias = Callable[[Choosing, str], Reply | None]

_FAR = 1000
_PAGE = 8
_KEYS: dict[str, _Act] = {
    "up": lambda asked, _: asked.move(-1),
    "down": lambda asked, _: asked.move(1),
    "left": lambda asked, _: asked.move(-1),
    "right": lambda asked, _: asked.move(1),
    "pageup": lambda asked, _: asked.move(-_PAGE, around=False),
    "pagedown": lambda asked, _: asked.move(_PAGE, around=False),
    "home": lambda asked, _: asked.move(-_FAR, around=False),
    "end": lambda asked, _: asked.move(_FAR, around=False),
    "tab": lambda asked, _: asked.tab(),
    "s-tab": lambda asked, _: asked.tab(-1),
    "enter": lambda asked, _: asked.press(),
    "c-j": lambda asked, _: asked.press(),
    "backspace": lambda asked, _: asked.backspace(),
    "escape": lambda asked, _: asked.escape(),
    "c-u": lambda asked, _: asked.unsure(),
    "c-y": lambda asked, _: asked.act("why"),
    "c-b": lambda asked, _: asked.act("back"),
    "c-n": lambda asked, _: asked.act("stop"),
    "c-x": lambda asked, _: asked.act("leave"),
    Keys.BracketedPaste: lambda asked, text: asked.type(text),
}
_SCROLLS = {"up": -1, "down": 1, "pageup": -_PAGE, "pagedown": _PAGE, "home": -_FAR, "end": _FAR}


def bindings(asked: Choosing, laid: Layout) -> KeyBindings:
    """Bind the keys to a prompt, and to its layout while a text is read."""
    found = KeyBindings()

    def on(key: str, act: _Act) -> None:
        @found.add(key)
        def _(event: KeyPressEvent) -> None:
            if asked.reading:
                _read(asked, laid, key)
                return
            asked.message = ""
            reply = act(asked, event.data)
            if reply is not None:
                event.app.exit(result=reply)

    for key, act in _KEYS.items():
        on(key, act)
    # a key with a name of its own, such as F1, is no character
    on(Keys.Any, lambda asked, text: asked.type(text) if len(text) == 1 else None)
    end_keys(found)
    return found


def _read(asked: Choosing, laid: Layout, key: str) -> None:
    if key in _SCROLLS:
        laid.read_from += _SCROLLS[key]
    else:
        asked.reading = ""


def end_keys(found: KeyBindings) -> None:
    """Bind the keys that break a session off: Ctrl-C, and Ctrl-D for the end of the input."""

    @found.add("c-c")
    @found.add(Keys.SIGINT)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    @found.add("c-d")
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError())
