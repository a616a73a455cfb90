"""Typer, made to speak our languages: translated help, our own sentences for misuse, one place where faults become exits."""

from __future__ import annotations

import importlib
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from typer._click import exceptions as misuse
from typer._click.core import Context, Parameter
from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand, TyperGroup

from forensics import settings
from forensics.cli._output import tell_fault
from forensics.cli._plain import read_plainly
from forensics.cli._words import check_language, words
from forensics.errors import ExitCode, ForensicsError, Interrupted, Terminated, UsageError
from forensics.lang import LANGUAGES


@dataclass(frozen=True, slots=True)
class Verb:
    """A command: its name, and the function that Typer reads, or a group of them."""

    name: str
    function: Callable[..., Any] | typer.Typer


class _Spoken:
    """Help in the language of this run. The ``help`` of a parameter is a key of ``[help.options]`` or ``[help.arguments]``."""

    params: list[Parameter]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        read_plainly(self.get_params(ctx))  # type: ignore[attr-defined]
        rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        return rest

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = [_metavar(word) for piece in self.collect_usage_pieces(ctx) for word in piece.split()]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=f"{_heading('usage')}: ")

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_paragraph()
        formatter.write_text(_about(ctx))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        records: dict[str, list[tuple[str, str]]] = {"arguments": [], "options": []}
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            if getattr(parameter, "hidden", False):
                continue
            kind = "arguments" if parameter.param_type_name == "argument" else "options"
            records[kind].append((_shown_name(parameter, ctx), _explained(kind, parameter)))
        records["options"].append((f"--lang {'|'.join(LANGUAGES)}", words().text("help", "options", "lang")))
        for kind, rows in records.items():
            if rows:
                with formatter.section(_heading(kind)):
                    formatter.write_dl(rows)

    def get_help_option(self, ctx: Context) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "help"
        return option


class Command(_Spoken, TyperCommand):
    """One verb."""


class Group(_Spoken, TyperGroup):
    """The program, or a verb with verbs of its own."""

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UsageError("unknown_command", value=args[0], choices=", ".join(self.list_commands(ctx)))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        path = ctx.command_path.split()[1:]
        rows = [(name, words().text("help", "commands", " ".join([*path, name]))) for name in self.list_commands(ctx)]
        with formatter.section(_heading("commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        if ctx.parent is None:
            formatter.write_paragraph()
            formatter.write_text(words().text("help", "epilogue"))


class Program(Group):
    """The whole command line. A verb is imported when it is called: help shows them all from the catalogue alone."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [name for _, listed in _by_heading() for name in listed]

    def get_command(self, ctx: Context, name: str) -> Any:
        if name not in names():
            return None
        verb = _verb(name)
        if isinstance(verb.function, typer.Typer):
            command: Any = typer.main.get_command(verb.function)
        else:
            alone = group()
            alone.command(name, cls=Command, context_settings=_HELP)(verb.function)
            command = typer.main.get_command(alone)
        command.name = name
        return command

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        for heading, listed in _by_heading():
            with formatter.section(_heading(heading)):
                formatter.write_dl([(name, words().text("help", "commands", name)) for name in listed])


def names() -> list[str]:
    """The names of the verbs: those of the files of this package."""
    return sorted(file.stem.replace("_", "-") for file in Path(__file__).parent.glob("[!_]*.py"))


def verbs() -> Iterator[Verb]:
    """Every verb, imported."""
    return map(_verb, names())


def _verb(name: str) -> Verb:
    verb: Verb = importlib.import_module(f"forensics.cli.{name.replace('-', '_')}").VERB
    return verb


def _by_heading() -> Iterator[tuple[str, list[str]]]:
    """The verbs under the headings of the catalogue; one that it does not place comes last, and a test says so."""
    placed = words().table("help", "under")
    for heading in dict.fromkeys(placed.values()):
        yield heading, [name for name in placed if placed[name] == heading and name in names()]
    rest = [name for name in names() if name not in placed]
    if rest:
        yield "commands", rest


_HELP = {"help_option_names": ["-h", "--help"]}


def group(completion: bool = False) -> typer.Typer:
    """An empty group of verbs that speaks our languages; ``completion`` adds the options that set up the shell's."""
    return typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        add_completion=completion,
        no_args_is_help=True,
        context_settings=_HELP,
    )


def program() -> typer.Typer:
    """The whole command line."""
    app = group(completion=True)
    app.callback(cls=Program, invoke_without_command=True)(_start)
    return app


def _start(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="version"),
    lang: str = typer.Option(None, "--lang", hidden=True),
) -> None:
    check_language(lang)
    if version:
        from forensics import __version__

        print(__version__)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        print(ctx.get_help())
    else:
        settings.check()


def call(arguments: list[str]) -> int:
    """Run the program on ``arguments``; the one place where a fault becomes a sentence and an exit code."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        result = program()(arguments, prog_name="forensics", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except misuse.NoArgsIsHelpError as wanted:
        print(wanted.format_message())
        return ExitCode.USAGE
    except misuse.UsageError as fault:
        return _tell(_in_our_words(fault))
    except (KeyboardInterrupt, typer.Abort):
        return _tell(Interrupted("interrupted", done=0, total=0))
    except ForensicsError as fault:
        return _tell(fault)
    except BrokenPipeError:
        return ExitCode.DONE
    except MemoryError:
        return _tell(ForensicsError("unexpected", step=" ".join(arguments[:1]), detail="MemoryError"))
    except Exception as fault:  # the promise: a traceback never reaches a user
        return _unexpected(fault, arguments)
    return result if isinstance(result, int) else ExitCode.DONE


def _unexpected(fault: Exception, arguments: list[str]) -> int:
    if "-v" in arguments or "--verbose" in arguments:
        import traceback

        traceback.print_exc(file=sys.stderr)
    return _tell(
        ForensicsError("unexpected", step=" ".join(arguments[:1]), detail=f"{type(fault).__name__}: {fault}"[:200])
    )


def _terminated(number: int, frame: Any) -> None:
    raise Terminated("terminated", done=0, total=0)


def _tell(fault: ForensicsError) -> int:
    tell_fault(fault)
    return fault.exit_code


def _in_our_words(fault: misuse.UsageError) -> ForensicsError:
    command = fault.ctx.command_path.removeprefix("forensics").strip() if fault.ctx else ""
    if isinstance(fault, misuse.NoSuchOption):
        return UsageError("unknown_option", value=fault.option_name, command=command)
    if isinstance(fault, misuse.MissingParameter):
        return UsageError("missing_argument", argument=_name_of(fault.param), command=command)
    if isinstance(fault, misuse.BadParameter):
        return UsageError("bad_value", option=_name_of(fault.param), command=command)
    return UsageError("missing_argument", argument=fault.format_message(), command=command)


def _name_of(parameter: Any) -> str:
    if parameter is None:
        return "?"
    return (
        parameter.opts[-1]
        if parameter.param_type_name == "option"
        else _metavar(parameter.metavar or parameter.name.upper())
    )


def _about(ctx: Context) -> str:
    path = " ".join(ctx.command_path.split()[1:])
    return words().text("help", "commands", path) if path else words().text("help", "program")


def _heading(name: str) -> str:
    """The heading with the space that its language puts before the colon, which the formatter adds."""
    return words().text("help", "headings", name) + words().text("format", "colon").removesuffix(":")


def _metavar(piece: str) -> str:
    """``[OPTIONS]``, ``{image}...`` in the language of this run; several words stay as they are."""
    stem = piece.strip("[]{}.")
    known = words().get("help", "metavars", stem.lower())
    several = "…" if piece.rstrip("]").endswith("...") else ""
    return f"[{known}{several}]" if known and piece.startswith("[") else f"{known}{several}" if known else piece


def _shown_name(parameter: Any, ctx: Context) -> str:
    if parameter.param_type_name == "argument":
        return _metavar(parameter.metavar or parameter.name) + ("…" if parameter.nargs == -1 else "")
    record = parameter.get_help_record(ctx)
    return " ".join(_metavar(word) for word in record[0].split(" ")) if record else str(parameter.name)


def _explained(kind: str, parameter: Any) -> str:
    known = words().table("help", kind)
    return str(known.get(parameter.help) or known.get(parameter.name) or "")
