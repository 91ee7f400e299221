"""Rules for the order of requests: how an interaction is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from contracts.discord_requests import DEFERRED_MESSAGE, Request
from contracts.rule import DOCS, rule

_RESPONDING = f"{DOCS}/interactions/receiving-and-responding"


def _by_interaction(log: Sequence[Request]) -> dict[tuple[int, str], list[Request]]:
    """What was sent with each interaction's token, in order.

    Tokens that no response was ever tried with may belong to an ordinary webhook.
    """
    callbacks = {(r.world, r.callback["token"]) for r in log if r.callback}
    sent: dict[tuple[int, str], list[Request]] = defaultdict(list)
    for request in log:
        match = request.callback or request.webhook
        if match and (request.world, match["token"]) in callbacks:
            sent[request.world, match["token"]].append(request)
    return sent


@rule("two responses", f"{_RESPONDING}#create-interaction-response", of="log")
def two_responses(log: Sequence[Request]) -> Iterator[str]:
    """40060: an interaction is responded to once; everything else is a follow-up."""
    for requests in _by_interaction(log).values():
        responses = [r for r in requests if r.callback and not r.failed]
        if len(responses) > 1:
            types = [request.callback_type for request in responses]
            yield f"{responses[0].path} got responses of types {types}"


@rule("follow-up before response", f"{_RESPONDING}#followup-messages", of="log")
def follow_up_before_response(log: Sequence[Request]) -> Iterator[str]:
    """10015: until the interaction is responded to, its webhook does not exist."""
    for requests in _by_interaction(log).values():
        for request in requests:
            if request.callback and not request.failed:
                break
            if request.webhook:
                yield f"{request.method} {request.path}"


@rule("left thinking", f"{_RESPONDING}#interaction-callback-type", of="log")
def left_thinking(log: Sequence[Request]) -> Iterator[str]:
    """Whoever was told that the bot is thinking waits for 15 minutes unless it goes on."""
    for requests in _by_interaction(log).values():
        thinking = any(r.callback_type == DEFERRED_MESSAGE and not r.failed for r in requests)
        # An answer that Discord refused was an answer: what was wrong with it is told apart.
        if thinking and not any(request.webhook for request in requests):
            yield f"{requests[0].path} was deferred and never answered"
