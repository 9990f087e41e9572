"""A prompt laid out in lines, for a terminal of any size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from advisor.cli.asking.choosing import Choosing
from advisor.cli.asking.guidance import MEANT, hint
from advisor.cli.asking.rows import ACTION_NAMES, Row, choices, is_searched, is_single, is_windowed
from advisor.cli.asking.words import how_to, lead, range_words
from advisor.cli.asking.wrapping import cut_short, wrapped
from advisor.interview import Field
from advisor.interview.grouping import WINDOW
from advisor.report.wording import capital

WIDEST: Final = 80
"""How many columns are used at most."""
_LEAST: Final = 4
"""How many lines the list needs beside a fixed head and foot; with fewer, all of it scrolls."""
_SMALL: Final = 6
_AHEAD: Final = 2
"""In a list of more than so many lines, how many below the cursor are kept in sight."""
_MARKS: Final = {"yes": "x", "unsure": "?", None: " "}
_CURSOR: Final = "> "
_WIDE: Final = 72
_SHORT: Final = re.compile(r"\(Ctrl-(.)\)")


class Line(NamedTuple):
    """
    A line as it is drawn, the class of its style, and whether the cursor is in it.

    `ends` is the row that ends with it.
    """

    text: str
    style: str = ""
    here: bool = False
    ends: Row | None = None


class Layout:
    """
    Lays out what stands on the screen, and remembers how far it is scrolled.

    `shown` makes a text fit to be shown; `ascii_only` keeps the ornaments to ASCII as well.
    """

    def __init__(self, asked: Choosing, shown: Callable[[str], str], *, ascii_only: bool) -> None:
        self._asked = asked
        self._shown = shown
        self._bar, self._dots = ("| ", "...") if ascii_only else ("│ ", "…")
        self._up, self._down = ("^", "v") if ascii_only else ("↑", "↓")
        self._form = len(asked.fields) > 1 and not asked.checklist
        self._width = WIDEST
        self._top = 0
        self.read_from = 0

    def lines(self, columns: int, height: int) -> list[Line]:
        """Lay out the screen in so many columns and lines, the row under the cursor in it."""
        found = self._laid(columns, height)
        self._asked.seen.update(line.ends.key for line in found if line.ends is not None)
        return found

    def _laid(self, columns: int, height: int) -> list[Line]:
        self._width = min(columns, WIDEST)
        if self._asked.reading:
            return self._reading(height)
        self.read_from = 0
        wanted = max(len(self._about(row)) for row in self._asked.rows)
        for gap in ([Line("")], []):
            head = [*self._title(), *self._heading(), *([] if self._form else gap)]
            body, foot = self._body(gap), [*self._foot(), *gap]
            end = [*self._actions(), *(self._message() or gap), *self._hint()]
            room = height - len(head) - len(foot) - len(end)
            if len(body) + wanted <= room:
                break
        if room < _LEAST:
            return self._small([*head, *body, *foot], height)
        detail = self._detail(min(wanted, room - min(len(body), max(_LEAST, room // 2))))
        listed = self._scrolled(body, room - len(detail))
        return [*head, *listed, *foot, *detail, *end]

    def _small(self, rows: list[Line], height: int) -> list[Line]:
        """Give a screen on which all scrolls but a message."""
        actions = [line for row in self._asked.rows for line in self._row(row, ACTION_NAMES)]
        told = self._message()[: max(0, height - 1)]
        return [*self._scrolled([*rows, *actions], height - len(told)), *told]

    def _scrolled(self, lines: list[Line], room: int) -> list[Line]:
        """Give as many lines as there is room for, those of the cursor with what they belong to."""
        if len(lines) <= room:
            self._top = 0
            return lines
        seen = max(1, room - 1)
        here = [at for at, line in enumerate(lines) if line.here]
        if here:
            first, last = here[0], min(here[-1] + (_AHEAD if seen > _SMALL else 0), len(lines) - 1)
            above = first
            while above and lines[above - 1].style == "question":
                above -= 1
            above = above if last - above < seen else first
            top = max(min(self._top, above), min(first, last - seen + 1))
            self._top = first if self._asked.turned else top
        self._top = max(0, min(self._top, len(lines) - seen))
        asked = self._asked_above(lines, here[0]) if here and seen > _SMALL else []
        if asked:
            seen -= 1
            self._top = max(self._top, min(here[-1] - seen + 1, here[0]))
        below = len(lines) - seen - self._top
        more = [f"{self._up} more above"] if self._top else []
        more += [f"{self._down} more below"] if below else []
        marker = [Line(cut_short("  " + ", ".join(more), self._width, ""), "dim")]
        return [*asked, *lines[self._top : self._top + seen], *(marker if room > 1 else [])]

    def _asked_above(self, lines: Sequence[Line], here: int) -> list[Line]:
        """Give the question of the cursor in one line where it is scrolled out at the top."""
        first = next((at for at in range(here, -1, -1) if lines[at].style == "question"), None)
        while first and lines[first - 1].style == "question":
            first -= 1
        if first is None or first >= self._top:
            return []
        return [Line(cut_short(lines[first].text, self._width, self._dots), "question")]

    def _reading(self, height: int) -> list[Line]:
        lines: list[Line] = []
        for part in self._asked.reading.split("\n"):
            lines += self._text(part)
        hint = "Any key goes back to the question."
        if len(lines) > height - 1:
            hint = "Up and Down scroll; any other key goes back."
        end = self._text(hint, "dim")[: max(0, height - 1)]
        seen = max(1, height - len(end))
        self.read_from = max(0, min(self.read_from, len(lines) - seen))
        return [*lines[self.read_from : self.read_from + seen], *end]

    def _text(self, text: str, style: str = "", first: str = "", rest: str = "") -> list[Line]:
        return [Line(one, style) for one in wrapped(self._shown(text), self._width, first, rest)]

    def _title(self) -> list[Line]:
        screen = self._asked.screen
        title = capital(screen.prompt.title)
        if self._asked.checklist:
            title = f"{title}. {lead(screen.prompt)}"
        lines = [*self._text(screen.progress, "dim"), *self._text(title, "title")]
        return [line for line in lines if line.text]

    def _heading(self) -> list[Line]:
        """Give the question that stands above a list."""
        single = len(self._asked.fields) == 1
        return self._question(self._asked.field) if single else []

    def _question(self, one: Field) -> list[Line]:
        asked = self._asked
        new = one.about and one.about != asked.screen.prompt.title
        before = asked.fields[max(0, asked.fields.index(one) - 1)]
        again = new and before is not one and before.text == one.text
        words = one.label if again and not is_searched(one) else one.text
        lines = self._text(f"{capital(one.about)}: {words}" if new else words, "question")
        return lines + (self._search(one) if is_searched(one) else [])

    def _search(self, one: Field) -> list[Line]:
        asked = self._asked
        search = asked.search if one is asked.field else ""
        parts = [f"Search: {search}_"] if search else []
        chosen = asked.marks.get(one.place)
        if not is_single(one) and isinstance(chosen, list) and chosen:
            labels = [option.label for option in one.options if option.value in chosen]
            parts.append(f"{len(chosen)} chosen: {', '.join(labels)}")
        elif self._form and is_windowed(one):
            parts.append(f"Type to search these {len(one.options)}.")
        words = cut_short(self._shown("  ".join(parts)), self._width, self._dots)
        return [Line(words, "question")] if parts else []

    def _body(self, gap: Sequence[Line]) -> list[Line]:
        """Give the list that scrolls: of a form with the questions in it, each after a gap."""
        lines: list[Line] = []
        above: Field | None = None
        for row in self._in_window() if self._form else self._asked.rows:
            if self._form and row.field is not None and row.field is not above:
                lines += [*gap, *self._question(row.field)]
            above = row.field
            lines += self._row(row, _IN_FORM if self._form else _IN_LIST)
        return [*lines, *gap]

    def _in_window(self) -> Iterator[Row]:
        """Give the rows of a form; of a long list only some, those about the cursor."""
        asked, rows = self._asked, self._asked.rows
        for row in rows:
            if row.kind == "option" and row.field is not None and is_windowed(row.field):
                listed = [one for one in rows if one.kind == "option" and one.field is row.field]
                here = listed.index(asked.cursor) if asked.cursor in listed else 0
                first = max(0, min(here - WINDOW // 2, len(listed) - WINDOW))
                if row not in listed[first : first + WINDOW]:
                    continue
            yield row

    def _foot(self) -> list[Line]:
        kinds = ("rest", "go") if self._form else _IN_FOOT
        return [line for row in self._asked.rows for line in self._row(row, kinds)]

    def _row(self, row: Row, kinds: Sequence[str]) -> Iterator[Line]:
        """Give the lines of a row, if it is of one of some kinds."""
        if row.kind not in kinds:
            return
        here = row == self._asked.cursor
        first = _CURSOR if here else " " * len(_CURSOR)
        label = row.label
        if row.kind == "input":
            label = self._input(row)
        elif row.kind == "check" or (row.field and row.kind in ("option", "none", "unsure")):
            left, right = "()" if row.kind != "check" and self._alone(row) else "[]"
            first += f"{left}{_MARKS[self._asked.marked(row)]}{right} "
        if row.number and row.field is not None:
            listed = self._asked.fields if row.kind == "check" else choices(row.field)
            first += f"{row.number:>{len(str(len(listed)))}}. "
        style = "cursor" if here else ""
        lines = wrapped(self._shown(label), self._width, first, " " * len(first))
        for number, line in enumerate(lines, 1):
            yield Line(line, style, here, row if number == len(lines) else None)

    @staticmethod
    def _alone(row: Row) -> bool:
        return row.kind != "option" or row.field is None or is_single(row.field)

    def _input(self, row: Row) -> str:
        assert row.field is not None
        typed = self._asked.typed.get(row.field.place, "")
        cursor = "_" if row == self._asked.cursor else ""
        return f"{capital(row.field.label)}: {typed}{cursor} ({range_words(row.field)})"

    def _detail(self, height: int) -> list[Line]:
        """Give what there is to know of the row under the cursor, as high for every row."""
        lines = self._about(self._asked.cursor)
        if len(lines) > height:
            more = Line(f"{self._bar}{self._dots} more: Ctrl-Y", "dim")
            lines = [*lines[: max(0, height - 1)], more]
        return (lines + [Line("")] * height)[: max(0, height)]

    def _about(self, row: Row) -> list[Line]:
        if row.field is None:
            parts = [MEANT.get(row.kind, "") if self._asked.checklist else ""]
        else:
            text = row.field.text if row.kind == "check" else row.plain
            parts = [text, *how_to(row.field)]
        return [
            line for part in parts if part for line in self._text(part, "", self._bar, self._bar)
        ]

    def _actions(self) -> list[Line]:
        lines = [""]
        for row in self._asked.rows:
            if row.kind in ACTION_NAMES:
                here = row == self._asked.cursor
                label = row.label if self._width >= _WIDE else _SHORT.sub(r"^\1", row.label)
                item = (_CURSOR if here else " " * len(_CURSOR)) + label
                if lines[-1] and len(lines[-1]) + 1 + len(item) > self._width:
                    lines.append("")
                lines[-1] += (" " if lines[-1] else "") + item
        return [Line(line) for line in lines if line]

    def _message(self) -> list[Line]:
        message = self._asked.message
        return self._text(message, "message", "! ", "  ") if message else []

    def _hint(self) -> list[Line]:
        return self._text(hint(self._asked, wide=self._width >= _WIDE), "dim")


_IN_FOOT: Final = ("none", "rest", "unsure", "go")
_IN_LIST: Final = ("check", "option", "input", "nothing")
_IN_FORM: Final = (*_IN_LIST, "none", "unsure")
