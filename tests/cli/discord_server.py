"""A Discord of our own on loopback: real HTTP and a real websocket, for tests of the process.

simcord stands in for Discord inside the process and so leaves out discord.py's own HTTP
client and websocket. What the process does when a token is wrong, a signal comes or the
connection breaks goes through exactly those, and is tried against this.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Self

from aiohttp import WSMsgType, web

BOT_ID = 1000
GUILD_ID = 2000
CHANNEL_ID = 3000
USER_ID = 4000
TOKEN = "right"

BOT_USER = {"id": str(BOT_ID), "username": "Footnote", "discriminator": "0", "avatar": None}
_COMMAND = {"version": "1", "application_id": str(BOT_ID), "description": ""}


class DiscordServer:
    """Answers what a bot asks when it starts, and takes down everything else it sends.

    Attributes:
        port: where it listens.
        requests: (method, path, body) of everything the bot sent, in order.
        ready: set once a bot has identified itself on the websocket.
        slow_s: so long Discord takes to accept the answer to an interaction, in seconds.
        refuses_with: the HTTP status of whatever is asked, where it is set.
        closes_with: the code the websocket is closed with after identifying, where it is set.
        accepted: the paths of answers to interactions that were not broken off before.
    """

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[tuple[str, str, Any]] = []
        self.ready = asyncio.Event()
        self.slow_s = 0.0
        self.refuses_with: int | None = None
        self.closes_with: int | None = None
        self.accepted: list[str] = []
        self._changed = asyncio.Condition()
        self._sockets: list[web.WebSocketResponse] = []
        self._commands: list[dict[str, Any]] = []
        app = web.Application()
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """What `discord.http.Route.BASE` must be for a bot to come here."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    def sent(self, method: str, part: str) -> list[Any]:
        """The bodies of the requests to paths that hold this part."""
        return [body for m, path, body in self.requests if m == method and part in path]

    async def wait_for(self, method: str, part: str) -> Any:
        """The body of the first request to such a path, once it has come."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.sent(method, part))
        return self.sent(method, part)[0]

    async def ask(self, name: str, **options: str) -> None:
        """A member uses a slash command."""
        await self._emit(
            "INTERACTION_CREATE",
            {
                "id": "5000",
                "application_id": str(BOT_ID),
                "type": 2,
                "token": "interaction-token",
                "version": 1,
                "guild_id": str(GUILD_ID),
                "guild": {"id": str(GUILD_ID), "locale": "en-US", "features": []},
                "channel_id": str(CHANNEL_ID),
                "channel": {
                    "id": str(CHANNEL_ID),
                    "type": 0,
                    "name": "general",
                    "position": 0,
                    "permission_overwrites": [],
                    "nsfw": False,
                    "permissions": "2147483647",
                },
                "member": {
                    "user": {
                        "id": str(USER_ID),
                        "username": "ada",
                        "discriminator": "0",
                        "avatar": None,
                    },
                    "roles": [],
                    "joined_at": "2026-01-01T00:00:00+00:00",
                    "deaf": False,
                    "mute": False,
                    "flags": 0,
                    "permissions": "2147483647",
                },
                "data": {
                    "id": "6000",
                    "name": name,
                    "type": 1,
                    "options": [{"name": k, "type": 3, "value": v} for k, v in options.items()],
                },
                "app_permissions": "2147483647",
                "locale": "en-US",
                "guild_locale": "en-US",
                "entitlements": [],
                "authorizing_integration_owners": {"0": str(GUILD_ID)},
                "context": 0,
                "attachment_size_limit": 10485760,
            },
        )

    async def _emit(self, event: str, data: Mapping[str, Any]) -> None:
        for socket in self._sockets:
            await socket.send_json({"op": 0, "s": 2, "t": event, "d": data})

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            sent = json.loads(message.data)
            if sent["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif sent["op"] == 2 and self.closes_with:
                await socket.close(code=self.closes_with)
            elif sent["op"] == 2:
                ready = {
                    "v": 10,
                    "user": BOT_USER | {"bot": True},
                    "guilds": [],
                    "session_id": "session",
                    "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
                    "application": {"id": str(BOT_ID), "flags": 0},
                    "shard": sent["d"].get("shard", [0, 1]),
                }
                await socket.send_json({"op": 0, "s": 1, "t": "READY", "d": ready})
                self._sockets.append(socket)
                self.ready.set()
        return socket

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"]
        if request.headers.get("Authorization", "") not in ("", f"Bot {TOKEN}"):
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        if self.refuses_with:
            return _json({"message": "no", "code": 0}, self.refuses_with)
        body = await _body(request)
        async with self._changed:
            self.requests.append((request.method, path, body))
            self._changed.notify_all()
        if path.endswith("/callback"):
            await asyncio.sleep(self.slow_s)
            if request.transport is not None and not request.transport.is_closing():
                self.accepted.append(path)
        return self._answer(request.method, path, body)

    def _answer(self, method: str, path: str, body: Any) -> web.StreamResponse:
        if path.endswith("/commands") and method == "PUT":
            self._commands = [
                _COMMAND | command | {"id": str(7000 + n)} for n, command in enumerate(body)
            ]
        known: dict[str, Any] = {
            "/users/@me": BOT_USER | {"bot": True},
            "/oauth2/applications/@me": _application(),
            "/gateway/bot": {
                "url": f"ws://127.0.0.1:{self.port}/gateway",
                "shards": 1,
                "session_start_limit": {
                    "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1,
                },
            },
            f"/applications/{BOT_ID}/commands": self._commands,
            "/interactions/5000/interaction-token/callback": {
                "interaction": {"id": "5000", "type": 2, "response_message_id": "8000"},
                "resource": {"type": 4, "message": _message()},
            },
        }  # fmt: skip
        if path in known:
            return _json(known[path])
        return _json(_message()) if "/webhooks/" in path else web.Response(status=204)


def _json(data: object, status: int = 200) -> web.Response:
    # Bytes, so that no charset is added: discord.py looks for "application/json" and no more.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, content_type="application/json")


async def _body(request: web.Request) -> Any:
    if request.content_type == "application/json":
        return await request.json()
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    return None


def _application() -> dict[str, Any]:
    return {
        "id": str(BOT_ID),
        "name": "Footnote",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "team": None,
        "owner": {"id": "1", "username": "owner", "discriminator": "0", "avatar": None},
    }


def _message() -> dict[str, Any]:
    return {
        "id": "8000",
        "channel_id": str(CHANNEL_ID),
        "author": BOT_USER | {"bot": True},
        "content": "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 20,
        "flags": 32768,
        "components": [],
    }
