"""The commands, and the one place in which their errors are shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from gridplanner import __version__
from gridplanner.cli import (
    comparison,
    demo,
    export,
    files,
    history,
    imports,
    looks,
    people,
    planning,
    profile,
    rebalancing,
    repair,
    sides,
)
from gridplanner.cli.group import Commands
from gridplanner.cli.output import Output
from gridplanner.cli.streams import prepare_streams
from gridplanner.errors import Cancelled, GridPlannerError, Infeasible

DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


#: A line of one backspace keeps the lines of the paragraph after it.
HELP = """Plan nested service grids · 社区网格的划分、检查、均衡与成果输出.

Draws, checks and balances nested service grids, and hands them on.

\b
gridplanner 项目.gpkg                 打开窗口 open the window
gridplanner demo --out 示例           示例全流程 the whole job on a sample
gridplanner 命令 --help               每个命令都有例子 each command has an example
"""


@click.group(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), envvar="GRIDPLANNER_LANG", default="zh",
    show_default=True, help="界面语言 Language of messages.",
)  # fmt: skip
@click.version_option(__version__, prog_name="gridplanner")
@click.pass_context
def commands(ctx: click.Context, lang: str) -> None:
    """Plan nested service grids."""
    ctx.ensure_object(Output)
    ctx.obj.language = "en" if lang == "en" else "zh"


for _command in (
    files.open_window,
    demo.demo,
    files.new,
    imports.import_file,
    looks.info,
    profile.profile,
    planning.plan,
    rebalancing.rebalance,
    looks.check_plan,
    repair.repair_grids,
    looks.locate_households,
    people.staff_grids,
    people.captains,
    people.worklist,
    people.vacancy,
    history.history_of,
    looks.loads_of_grids,
    sides.sides,
    comparison.compare_plans,
    comparison.scenarios,
    export.export,
):
    commands.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0 done · 1 findings of severity error, or no feasible answer · 2 bad usage or bad
    input · 130 interrupted.
    """
    if arguments is None:
        prepare_streams()
    out = Output()
    try:
        code = commands.main(
            args=None if arguments is None else list(arguments),
            prog_name="gridplanner",
            standalone_mode=False,
            obj=out,
        )
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.Abort:
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = BAD_INPUT
    except Infeasible as error:
        out.failure(error)
        code = FOUND
    except (Cancelled, KeyboardInterrupt):
        out.failure(Cancelled())
        code = INTERRUPTED
    except GridPlannerError as error:
        out.failure(error)
        code = BAD_INPUT
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    sys.exit(int(code or DONE))


def window() -> None:
    """Open the window; what the desktop's icon starts."""
    sys.argv.insert(1, "open")
    main()
