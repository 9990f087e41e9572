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
SIGNALLED: Final = 128
"""What shells add to the number of the signal that ended a program; so do we."""
INTERRUPTED: Final = SIGNALLED + 2
"""Broken off by Ctrl-C."""
UNREAD: Final = SIGNALLED + 13
"""Whoever read the output stopped before its end, as `head` does."""
