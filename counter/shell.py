"""How a command speaks: one language, one line for a mistake, one calm line for a bug.

A mistake of whoever typed ends with exit 2, a bug with 70 and the whole of it in the log. Which
commands there are is `cli`'s.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from msgspec import Struct

from counter import __version__
from counter.config import data_folder
from counter.errors import LoketError
from counter.text import ENGLISH, INDONESIAN, LANGUAGES, N_, _, set_language

WRONG, BUG, INTERRUPTED = 2, 70, 130  # exit codes; 70 is EX_SOFTWARE
CENTRAL = "central"  # its folder within the data folder
F = TypeVar("F", bound=Callable[..., Any])

_SILENT = logging.NullHandler()  # a warning is for the log, not a second line beside ours
_log = logging.getLogger(__name__)


class Here(Struct):
    """Where this run of the command works."""

    given: Path | None = None
    database: str | None = None  # central's, where it is no file

    @property
    def folder(self) -> Path:
        """The data folder of this PC's office."""
        return data_folder(self.given)

    @property
    def central(self) -> Path:
        """Central's folder: the one given, else one within this PC's data folder."""
        return self.folder if self.given is not None else self.folder / CENTRAL


here = click.make_pass_decorator(Here)


# --- starting and ending ----------------------------------------------------------------------
def run(group: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    set_language(_system_language())
    logging.getLogger().addHandler(_SILENT)
    place = Here()
    try:
        code = group.main(arguments, prog_name="loket", standalone_mode=False, obj=place)
    except LoketError as error:
        return say_wrong(" ".join(_ended(each) for each in error.message()))
    except click.UsageError as error:
        asked = error.ctx.command_path if error.ctx is not None else "loket"
        hint = _("`{command} --help` shows what there is.").format(command=asked)
        return say_wrong(f"{_usage(error)} {hint}")
    except click.ClickException as error:
        return say_wrong(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # `loket … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    # the one place where a command ends: told calmly, written down whole
    except Exception as bug:  # noqa: BLE001
        return _write_bug(place, bug)
    return code if isinstance(code, int) else 0


def _ended(sentence: str) -> str:
    """The sentence with its full stop: one that ends with somebody else's words may lack it."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def say_wrong(text: str) -> int:
    """One line on standard error; the exit code that goes with it."""
    click.echo(f"loket: {' '.join(text.split())}", err=True)
    return WRONG


def start_log(folder: Path, level: str = "info", *, name: str = "loket") -> None:
    """Log to a folder's `log` for as long as this process runs; where it cannot, say so and go on.

    Loads nothing that a window would wait for.
    """
    from counter import log

    try:
        log.start(folder / "log", name=name, level=getattr(logging, level.upper()))
    except OSError as error:
        said = _("No log can be kept in {folder}: {reason}.")
        reason = error.strerror or type(error).__name__
        click.echo(f"loket: {said.format(folder=folder / 'log', reason=reason)}", err=True)
    _log.info("loket %s", __version__)


def _system_language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if spoken := os.environ.get(name):
            return ENGLISH if spoken.lower().startswith("en") else INDONESIAN
    return INDONESIAN


def _usage(error: click.UsageError) -> str:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _("A command is missing.")
    if isinstance(error, click.NoSuchOption):
        return _("There is no option {option}.").format(option=error.option_name)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("There is no command {command}.").format(command=error.command_name)
    if isinstance(error, click.BadOptionUsage):
        text = _("{option} takes no value.") if _is_flag(error) else _("{option} needs a value.")
        return text.format(option=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None and error.ctx:
        return _("{name} is missing.").format(name=error.param.make_metavar(error.ctx))
    return error.format_message()


def _is_flag(error: click.BadOptionUsage) -> bool:
    return error.ctx is not None and any(
        isinstance(each, click.Option) and each.is_flag and error.option_name in each.opts
        for each in error.ctx.command.get_params(error.ctx)
    )


def _write_bug(place: Here, bug: Exception) -> int:
    from counter import log

    folder = place.folder / "log"
    try:
        writing = log.start(folder)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="loket-log-"))
        writing = log.start(folder)
    with writing:
        _log.critical("a bug: %s", type(bug).__name__, exc_info=bug)
    said = _("Loket met a fault in itself. It was written down for whoever repairs it: {file}")
    click.echo(f"loket: {said.format(file=folder / 'loket.log')}", err=True)
    return BUG


# --- in the reader's language -----------------------------------------------------------------
_HEADINGS = (N_("Options"), N_("Commands"))  # as click names them


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_(heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is a translation key."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is left over in the language read here."""
        takes_more, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # else click names the command above
            raise
        ctx.allow_extra_args = takes_more
        if left and not takes_more and not ctx.resilient_parsing:
            raise click.UsageError(
                _("Not expected here: {arguments}.").format(arguments=" ".join(left)), ctx
            )
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this and end.")
        return option

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language read here."""
        kept, self.help = self.help, _(self.help) if self.help else None
        super().format_help_text(ctx, formatter)
        self.help = kept

    def get_short_help_str(self, limit: int = 45) -> str:
        """The help again, for the list above."""
        return _(self.help) if self.help else ""


class Group(Command, click.Group):
    """A group whose help is a translation key, and so are its commands'."""

    command_class = Command
    group_class = type


class Option(click.Option):
    """An option whose help is a translation key."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Read the value; say what was expected in the language read here."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            said = _("{option}: expected {expected}, found {found}.")
            raise click.UsageError(
                said.format(option=self.opts[0], expected=_expected(self.type), found=value), ctx
            ) from error

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The line of the help above."""
        kept, self.help = self.help, _(self.help) if self.help else None
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = kept


def _expected(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Choice):
        return _("one of {choices}").format(choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return _("a whole number from {least} to {most}").format(least=kind.min, most=kind.max)
    return _("a whole number")


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """An option whose help is a translation key."""
    return click.option(*names, cls=Option, **settings)


def path() -> click.Path:
    """A path; whether it is there is judged by whoever opens it."""
    return click.Path(path_type=Path, allow_dash=True)


def _set_folder(ctx: click.Context, _parameter: click.Parameter, given: Path | None) -> None:
    if given is not None:
        ctx.find_root().obj.given = given


def _set_database(ctx: click.Context, _parameter: click.Parameter, url: str | None) -> None:
    if url is not None:
        ctx.find_root().obj.database = url


def _set_language(_ctx: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    if code is not None:
        set_language(code)


data_option = option(
    "--data",
    type=path(),
    expose_value=False,
    callback=_set_folder,
    help=N_("The data folder, if not the usual one or the one in LOKET_DATA."),
)
database_option = option(
    "--database",
    expose_value=False,
    callback=_set_database,
    help=N_("A PostgreSQL database's URL, instead of a file."),
)
language_option = option(
    "--language",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    is_eager=True,
    callback=_set_language,
    help=N_("Speak Indonesian (id) or English (en)."),
)
