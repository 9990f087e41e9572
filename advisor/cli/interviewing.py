"""The commands of the interview: ask in a terminal, and next for a front end."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from advisor.cli.common import checked_case, load_base, print_utf8, rules_option, style
from advisor.cli.exit_codes import INTERRUPTED

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.cli.asking.interface import Interface
    from advisor.cli.asking.kept import Kept
    from advisor.cli.asking.session import Session
    from advisor.knowledge import KnowledgeBase

_STOPPED = "\nStopped. Your answers are kept in {file}.\nGo on with: advisor ask --resume"


@click.command("next")
@click.argument("case")
@rules_option
def next_question(case: str, folder: str | None) -> None:
    """
    Print as JSON what to ask next of a partial CASE, or the decision when nothing is left to ask.

    CASE is a file, @NAME or - for standard input. Write each answer into the case at its place and
    call again. What could not be said goes into the list unsure.
    """
    from advisor.interview import Interview
    from advisor.reasoner import reasoner_of
    from advisor.report.asking.data import next_json

    base = load_base(folder)
    found = checked_case(reasoner_of(base), case)
    value = found.document.value
    print_utf8(next_json(Interview(base, value if isinstance(value, dict) else {})))


@click.command()
@click.option(
    "--save",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Save the case in FILE at the end.",
)
@click.option("--resume", is_flag=True, help="Go on with the answers that were kept.")
@click.option("--forget", is_flag=True, help="Remove the answers that were kept, and stop.")
@click.option("--full", is_flag=True, help="Ask every question, needed or not.")
@click.option("--plain", is_flag=True, help="Ask line by line, as for a screen reader.")
@rules_option
def ask(save: str | None, folder: str | None, *, resume: bool, forget: bool, **how: bool) -> None:
    """
    Answer questions in the terminal and get advice.

    Warning signs come first. Only what can still change the advice is asked. You can go back, ask
    why, or stop and go on later at every question.
    """
    from advisor.cli.asking import kept
    from advisor.cli.asking.session import changes
    from advisor.interview import Interview

    file = kept.kept_file()
    if forget:
        gone = kept.forget(file)
        click.echo(f"Removed {file}." if gone else "There were no kept answers.")
        return
    base = load_base(folder)
    interface = _interface(plain=how["plain"])
    before, known = kept.read_kept(file) if resume or file.exists() else (base.stamp, [])
    try:
        if known and not resume:
            known = _go_on(interface, known)
    except (KeyboardInterrupt, EOFError):
        click.echo(_STOPPED.format(file=file), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    if known and before != base.stamp:
        interface.tell(changes(Interview(base), known, before))
    _run(interface, base, (known, file), save, full=how["full"])


def _interface(*, plain: bool) -> Interface:
    """Give the rich interface where there is a terminal that can show it, else the plain one."""
    looks = style()
    simple = os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt"
    if plain or simple or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from advisor.cli.asking.plain import PlainInterface

        return PlainInterface(looks["width"])
    from advisor.cli.asking.rich import RichInterface

    encoding = (sys.stdout.encoding or "ascii").lower()
    return RichInterface(ascii_only="utf" not in encoding, color=looks["color"])


def _run(
    interface: Interface,
    base: KnowledgeBase,
    kept_so_far: tuple[list[Kept], Path],
    save: str | None,
    *,
    full: bool,
) -> None:
    """Run one session to its end, or to where the runner leaves it."""
    from advisor.cli.asking import ending, kept
    from advisor.cli.asking.session import Session
    from advisor.interview import Interview
    from advisor.report.text import advice_text

    known, file = kept_so_far
    interface.tell(f"{base.disclaimer}\nNothing you enter leaves this machine.")
    session = Session(interface, Interview(base, full=full), known)
    try:
        if known or ending.ask_consent(interface, file):
            session.keep = lambda answers: kept.keep(file, base.stamp, answers)
        interview = session.run()
        if interview is None:
            _leave(session, base, file)
            return
        ending.end(interface, interview, save, advice_text(interview.advice, **style()))
    except (KeyboardInterrupt, EOFError):
        click.echo(_stopped(session, file), err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    kept.forget(file)


def _leave(session: Session, base: KnowledgeBase, file: Path) -> None:
    """Keep the answers of a runner who stops here, asked or not: to save is what they chose."""
    from advisor.cli.asking import kept

    if session.answers:
        kept.keep(file, base.stamp, session.answers)
        click.echo(f"Your answers are kept in {file}.")
        click.echo("Go on with: advisor ask --resume. Remove them with: advisor ask --forget.")


def _stopped(session: Session, file: Path) -> str:
    """Say what became of the answers of a session that was broken off."""
    if session.keep is not None and session.answers:
        return _STOPPED.format(file=file)
    return "\nStopped. Nothing was kept."


def _go_on(interface: Interface, known: list[Kept]) -> list[Kept]:
    """Ask whether to go on with answers that were kept; without them the session starts anew."""
    question = f"There are {len(known)} answers kept from before. Go on with them?"
    answers = {"yes": "Go on with them", "no": "Start anew, and write over them"}
    return known if interface.pick(question, answers) == "yes" else []
