"""The names of cases in a run, and where each was met first, in memory that does not grow."""

from __future__ import annotations

import sqlite3

_ANY = "surrogatepass"
"""A file's name may hold what is no text, and Python keeps that as halves of surrogate pairs."""


class Names:
    """
    Names of cases, each with the place where it was met first.

    They are held in a private database that the system keeps in memory as far as it is small, and
    otherwise in a nameless file that is gone with the run.
    """

    def __init__(self) -> None:
        # whoever takes the results may do so in one thread after another
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        self._database.execute("CREATE TABLE met (name TEXT PRIMARY KEY, place BLOB) WITHOUT ROWID")

    def meet(self, name: str, place: str) -> str | None:
        """Give where a name was met before; None if this is the first place."""
        row = (name, place.encode("utf-8", _ANY))
        added = self._database.execute("INSERT OR IGNORE INTO met VALUES (?, ?)", row)
        if added.rowcount:
            return None
        (first,) = self._database.execute(
            "SELECT place FROM met WHERE name = ?", (name,)
        ).fetchone()
        return str(first, "utf-8", _ANY)

    def close(self) -> None:
        """Forget them all."""
        self._database.close()
