"""The command line: parse, call the library, hand to a report, exit code."""

from __future__ import annotations

import codecs
import os
import sys
from typing import NoReturn

import click

from advisor.cli import (
    advising,
    comparing,
    countering,
    documenting,
    explaining,
    interviewing,
    knowledge,
    validating,
)
from advisor.cli.common import INTERNAL, INTERRUPTED, USAGE, show_diagnostics

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


@click.group(
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


for command in (
    interviewing.ask,
    advising.advise,
    explaining.why,
    explaining.why_not,
    comparing.what_if,
    countering.counterfactual,
    validating.validate,
    interviewing.next_question,
    advising.cases,
    advising.new_case,
    knowledge.rules,
    knowledge.schema,
):
    advisor.add_command(command)
knowledge.rules.add_command(documenting.docs)


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
    from advisor.diagnostics import AdvisorError

    try:
        code = advisor.main(prog_name="advisor", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AdvisorError as error:
        _show(error)
        return USAGE
    except (BrokenPipeError, SystemExit):  # click turns the first into the second
        _leave_stdout()
        return 0
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}", err=True)
        _leave_stdout()
        return INTERNAL
    except Exception as error:
        click.echo(f"advisor failed: {type(error).__name__}: {error}", err=True)
        click.echo("This is a fault of the program; please report it.", err=True)
        return INTERNAL


def _show(error: Exception) -> None:
    from advisor.diagnostics import DiagnosedError

    if isinstance(error, DiagnosedError):
        show_diagnostics(error.diagnostics)
    else:
        click.echo(f"Error: {error}", err=True)


def _leave_stdout() -> None:
    """Keep Python from complaining at its end that nobody reads its output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
