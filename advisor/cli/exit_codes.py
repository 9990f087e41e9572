"""What a command ends with, besides 0 where all is well."""

from __future__ import annotations

from typing import Final

INVALID: Final = 1
"""A case is invalid or cannot be read."""
USAGE: Final = 2
"""Wrong usage, no case, an unknown id, or a broken knowledge base."""
FAILED: Final = 3
"""Every case is valid, and some expectation failed."""
INTERNAL: Final = 4
"""A fault of the program, or a worker that was lost."""
INTERRUPTED: Final = 130
"""Broken off by Ctrl-C."""
UNREAD: Final = 141
"""Whoever read the output stopped before its end, as `head` does; shells call it so (128 + 13)."""
