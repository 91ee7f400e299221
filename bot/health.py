"""The health check: whether the process lives, and whether it can answer.

`/healthz` says 200 as long as the event loop turns: whoever asks may restart the bot where
nothing comes. `/readyz` says 200 where every part is ready and 503 otherwise, with the parts
by name: a bot that waits for Discord to come back is alive, but not ready.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Mapping
from typing import cast

from aiohttp import web

from bot.core.errors import FootnoteError

Readiness = Callable[[], Awaitable[Mapping[str, bool]]]
"""The parts of the bot by name, and whether each is ready."""


class HealthError(FootnoteError):
    """The health check cannot listen, or nobody answers it."""


class HealthServer:
    """Answers the health check over HTTP. Knows nothing about the parts it reports on."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Begins to listen.

        Args:
            host: the address to listen on.
            port: the port, or 0 for any free one.

        Returns:
            The port it listens on.

        Raises:
            HealthError: the address is taken or not this machine's.
        """
        app = web.Application()
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._ready)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise HealthError(
                f"The health check cannot listen on {host}:{port} ({error.strerror}). "
                "Set health_host and health_port to an address and port that are free."
            ) from error
        self._runner = runner
        return cast("int", runner.addresses[0][1])

    async def close(self) -> None:
        """Stops listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _alive(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        parts = await self._readiness()
        body = json.dumps({"ready": all(parts.values()), **parts}) + "\n"
        status = 200 if all(parts.values()) else 503
        return web.Response(text=body, status=status, content_type="application/json")


def ask_health(host: str, port: int, path: str, timeout_s: float = 3.0) -> str:
    """Asks a running bot's health check, as a container's own check does.

    Args:
        host: the address it listens on; one that stands for "any" is asked on loopback.
        port: its port.
        path: ``/healthz`` or ``/readyz``.
        timeout_s: how long to wait, in seconds.

    Returns:
        What it said.

    Raises:
        HealthError: nobody answered in time, or the answer was not 200.
    """
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # not bound to
    authority = f"[{asked}]" if ":" in asked else asked
    url = f"http://{authority}:{port}{path}"
    try:
        # No proxy: the bot asked stands on this machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=timeout_s) as response:
            return response.read().decode().strip()
    except urllib.error.HTTPError as error:
        said = error.read().decode(errors="replace").strip()
        raise HealthError(f"{url} answers {error.code}: {said}") from error
    except (OSError, ValueError) as error:
        raise HealthError(f"{url} does not answer ({error}). Is the bot running?") from error
