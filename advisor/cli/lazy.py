"""A group of commands, each imported when it is first used."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, MutableMapping
from typing import NamedTuple

import click


class Promise(NamedTuple):
    """Where a command is, as `module:name`, and the first sentence of its help."""

    home: str
    says: str


class Promised(MutableMapping[str, click.Command]):
    """
    The commands of a group by name; one that is only promised is imported when it is asked for.

    The names alone are known at once, for click to list them and to guess which of them was meant.
    """

    def __init__(self, **promises: Promise) -> None:
        self._promises = {name.replace("_", "-"): one for name, one in promises.items()}
        self._imported: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._imported:
            module, _, function = self._promises[name].home.partition(":")
            self._imported[name] = getattr(importlib.import_module(module), function)
        return self._imported[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._promises[name] = Promise("", command.help or "")
        self._imported[name] = command

    def __delitem__(self, name: str) -> None:
        del self._promises[name]
        self._imported.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._promises)

    def __len__(self) -> int:
        return len(self._promises)

    def in_brief(self) -> dict[str, click.Command]:
        """Give of each command no more than the help of its group shows, without importing it."""
        return {name: click.Command(name, help=one.says) for name, one in self._promises.items()}


class LazyGroup(click.Group):
    """A group whose commands are `Promised`: its own help imports none of them."""

    commands: Promised

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the names of the commands, each with what it does."""
        listed = click.Group(commands=self.commands.in_brief())
        listed.format_commands(click.Context(listed), formatter)
