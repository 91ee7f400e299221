"""Records what the bot sends to a simulated Discord, and checks it as a whole."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from contracts.discord_api import check_against_description, description
from contracts.discord_requests import Request, Upload
from contracts.discord_rules import RULES
from simcord.http import router


def check_log(log: Sequence[Request]) -> list[str]:
    """Everything that Discord would mind about these requests, each finding once.

    Without a copy of Discord's description only our own rules are applied.
    """
    found: list[str] = []
    if description() is not None:
        for request in log:
            found += check_against_description(request.method, request.path, request.json)
    for rule in RULES:
        found += rule.violations(log)
    return list(dict.fromkeys(found))


def check_request(
    method: str, path: str, json: Any = None, files: Iterable[Upload] = ()
) -> list[str]:
    """What Discord would mind about one request; see `check_log`."""
    return check_log([Request(method, path, json, tuple(files))])


class Traffic:
    """The requests that simulated Discords received while this was recording.

    simcord sends every REST call, the responses to interactions and autocomplete results
    among them, through one function. Its own log, `Env.http_requests`, holds the same
    requests but neither the files nor whether Discord refused.
    """

    def __init__(self) -> None:
        self.log: list[Request] = []

    def record(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Records from now on, until the patch is undone."""
        dispatch = router.dispatch

        def recording(backend: Any, method: str, path: str, **sent: Any) -> Any:
            # The body is logged before the call: simcord may change or consume it.
            files = tuple(_upload(file) for file in sent.get("files") or ())
            body = copy.deepcopy(sent.get("json"))
            failed = True
            try:
                answer = dispatch(backend, method, path, **sent)
                failed = False
            finally:
                self.log.append(Request(method, path, body, files, failed, id(backend)))
            return answer

        monkeypatch.setattr(router, "dispatch", recording)


def _upload(file: Any) -> Upload:
    position = file.fp.tell()
    size = file.fp.seek(0, 2) - position
    file.fp.seek(position)
    return Upload(file.filename, size)
