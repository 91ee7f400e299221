"""`footnote health`: asks the bot that runs on this machine how it is."""

from __future__ import annotations

import click

from bot.cli.main import Invocation
from bot.core.errors import SettingsError
from bot.health import ask_health


@click.command("health")
@click.option("--ready", is_flag=True, help="Ask whether it can answer, not only whether it lives.")
@click.pass_context
def command(ctx: click.Context, ready: bool) -> None:
    """Ask the running bot whether it lives. Ends with exit code 1 where it does not.

    Made for a container's health check; the bot's health_port must be set.
    """
    settings = ctx.ensure_object(Invocation).settings()
    if not settings.health_port:
        raise SettingsError("health_port is not set to a port: there is no health check to ask.")
    path = "/readyz" if ready else "/healthz"
    click.echo(ask_health(settings.health_host, settings.health_port, path))
