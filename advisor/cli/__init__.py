"""The command line: parse, call the library, hand to a report, exit code."""

from __future__ import annotations

import codecs
import os
import sys
from typing import NoReturn

import click

from advisor.cli.exit_codes import INTERNAL, INTERRUPTED, SIGNALLED, UNREAD, USAGE
from advisor.cli.lazy import LazyGroup, Promise, Promised

_TYPED = {
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
}
"""How what a terminal may not show is typed in ASCII."""

EXAMPLES = """\b
advisor ask                                 answer questions, and get advice
advisor advise @clamshells-then-low-back    advice on a shipped case
advisor new-case knee low-back > me.yaml    a case of your own to fill in
advisor advise me.yaml                      advice on it
advisor why @clamshells-then-low-back kickstand-hinge    why the advice says so
advisor validate cases                      a folder of cases against what they expect
"""

COMMANDS = Promised(
    ask=Promise("advisor.cli.interviewing:ask", "Answer questions in the terminal and get advice."),
    advise=Promise(
        "advisor.cli.advising:advise",
        "Advise on CASE: a file, @NAME for a shipped case, or - for standard input.",
    ),
    why=Promise(
        "advisor.cli.explaining:why",
        "Explain why the advice on CASE says ID, down to what the runner told.",
    ),
    why_not=Promise(
        "advisor.cli.explaining:why_not",
        "Explain why the advice on CASE does not say ID: each rule that could have, the nearest "
        "first.",
    ),
    what_if=Promise(
        "advisor.cli.comparing:what_if",
        "Say what would be different if CASE were changed, and why.",
    ),
    counterfactual=Promise(
        "advisor.cli.countering:counterfactual",
        "Show the smallest changes that would make advice on CASE say ID, or no longer say it.",
    ),
    validate=Promise(
        "advisor.cli.validating:validate",
        "Check the case files in each PATH, and what they expect against the advice.",
    ),
    next=Promise(
        "advisor.cli.interviewing:next_question",
        "Print as JSON what to ask next of a partial CASE, or the decision when nothing is left to "
        "ask.",
    ),
    cases=Promise(
        "advisor.cli.advising:cases",
        "List the shipped cases by folder, each with what it is about; with FOLDER only its cases.",
    ),
    new_case=Promise(
        "advisor.cli.advising:new_case",
        "Print a commented case to fill in, with the questions that apply to each AREA named.",
    ),
    rules=Promise("advisor.cli.knowledge:rules", "Look into the knowledge base."),
    schema=Promise("advisor.cli.knowledge:schema", "Print the JSON Schema of NAME."),
)
"""Every command, with what the help of the whole program says of it."""


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=EXAMPLES,
)
@click.version_option(package_name="injury-pattern-advisor")
def advisor() -> None:
    """
    Advise runners by the rules of one coach's article, and explain every step.

    No clinician has reviewed the rules and nobody has examined you. Nothing you enter leaves this
    machine.
    """


def main() -> NoReturn:
    """Run the command line. Whatever happens ends in an exit code, never in a traceback."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    codecs.register_error("typewriter", _typewriter)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="typewriter")
    sys.exit(_run())


def _typewriter(error: UnicodeError) -> tuple[str, int]:
    """Write what a terminal cannot show as a typewriter would, and all else as an escape."""
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end]
    return "".join(_TYPED.get(one, ascii(one)[1:-1]) for one in lost), error.end


def _run() -> int:
    try:
        code = advisor.main(prog_name="advisor", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _leave_stdout()
        return UNREAD
    except SystemExit as error:  # by a signal; or click's, for an output that nobody reads
        _leave_stdout()
        return error.code if isinstance(error.code, int) and error.code > SIGNALLED else UNREAD
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}", err=True)
        _leave_stdout()
        return INTERNAL
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Tell of an error and give the exit code: one of the input, or a fault of the program."""
    from advisor.cli.common import show_diagnostics
    from advisor.diagnostics import AdvisorError, DiagnosedError

    if not isinstance(error, AdvisorError):
        click.echo(f"advisor failed: {type(error).__name__}: {error}", err=True)
        click.echo("This is a fault of the program; please report it.", err=True)
        return INTERNAL
    if isinstance(error, DiagnosedError):
        show_diagnostics(error.diagnostics)
    else:
        click.echo(f"Error: {error}", err=True)
    return USAGE


def _leave_stdout() -> None:
    """Keep Python from complaining at its end that nobody reads its output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
