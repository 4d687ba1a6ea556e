"""The one program, `svarfrist`: its commands, and how it says that something is wrong."""

import sys

import typer
from typer.exceptions import TyperException

from cases.errors import IntakeError
from service.commands.api_key import api_key_app
from service.commands.audit import audit_app
from service.commands.bench import bench_app
from service.commands.calendar import calendar_app
from service.commands.due import due
from service.commands.explain import explain
from service.commands.export import export
from service.commands.forget import forget
from service.commands.policy import policy_app
from service.commands.reading import reading_app
from service.commands.register import register_app
from service.commands.report import report_app
from service.commands.search import search_app
from service.commands.serve import serve
from service.commands.staff import staff_app
from service.commands.try_ import try_
from service.commands.webhook import webhook_app

app = typer.Typer(
    name="svarfrist",
    help="Takes in complaints, appeals and GDPR requests, answers at once, and keeps every time limit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def svarfrist() -> None:
    """Take in complaints, appeals and GDPR requests, answer at once, and keep every time limit."""


app.command("due")(due)
app.command("explain")(explain)
app.command("export")(export)
app.command("forget")(forget)
app.command("serve")(serve)
app.command("try")(try_)
app.add_typer(api_key_app, name="api-key")
app.add_typer(audit_app, name="audit")
app.add_typer(bench_app, name="bench")
app.add_typer(calendar_app, name="calendar")
app.add_typer(policy_app, name="policy")
app.add_typer(reading_app, name="reading")
app.add_typer(register_app, name="register")
app.add_typer(search_app, name="search")
app.add_typer(report_app, name="report")
app.add_typer(staff_app, name="staff")
app.add_typer(webhook_app, name="webhook")


def main() -> None:
    """Run the program. Exit 2 for wrong usage, 1 for a failure, each with one clear line on stderr."""
    try:
        status = app(standalone_mode=False)
    except TyperException as wrong:
        sys.stderr.write(f"svarfrist: {wrong.format_message()}\n")
        sys.exit(wrong.exit_code)
    except IntakeError as failure:
        sys.stderr.write(f"svarfrist: {failure}\n")
        sys.exit(1)
    sys.exit(status or 0)
