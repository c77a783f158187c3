"""The command group: help in the order of work, and a bare project opens the window."""

from __future__ import annotations

from typing import Any

import click

OPEN = "open"


class Commands(click.Group):
    """A group in which ``gridplanner town.gpkg`` and ``gridplanner`` alone mean *open*.

    An optional argument on the group itself would swallow the subcommands' names.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put *open* before a project's path, and before nothing at all."""
        takes_value = {
            name
            for param in self.params
            if isinstance(param, click.Option) and not param.is_flag
            for name in param.opts
        }
        at = 0
        while at < len(args) and args[at].startswith("-"):
            at += 2 if args[at] in takes_value else 1
        helps = {"--help", "-h", "--version"}
        if not helps & set(args[:at]) and (
            at >= len(args) or (args[at] not in self.commands and args[at].endswith(".gpkg"))
        ):
            args = [*args[:at], OPEN, *args[at:]]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands as they were added: the order of work."""
        del ctx
        return list(self.commands)


def example(text: str) -> dict[str, Any]:
    """Give the epilog of a command: an example, on a line of its own."""
    return {"epilog": f"\b\n例 Example:\n  {text}"}
