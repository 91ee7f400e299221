"""Rules for what a message says: its text, embeds, links, mentions and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.discord_requests import Json, Request, texts_of
from contracts.rule import DOCS, rule

_MESSAGE = f"{DOCS}/resources/message"
_EMBED_LIMITS = f"{_MESSAGE}#embed-object-embed-limits"
_FILES = f"{DOCS}/reference#uploading-files"

SCHEMES = ("http", "https", "discord")
MAX_FILE = 10 * 1024 * 1024  # bytes, in a server without boosts

_CODE = re.compile(r"(`{1,3})(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"(?<!\\)\[[^\]\n]*(?<!\\)\]\(\s*<?\s*([^)\s>]*)")


def has_known_scheme(url: str) -> bool:
    """Whether Discord makes a link of this address."""
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.lower() in SCHEMES


@rule("empty message", f"{_MESSAGE}#create-message", of="request")
def empty_message(request: Request) -> Iterator[str]:
    """50006: Discord sends no message that holds nothing."""
    message = request.message
    if message is None or not request.creates_message or request.files:
        return
    parts = ("content", "embeds", "components", "sticker_ids", "poll", "attachments")
    forwards = (message.get("message_reference") or {}).get("type") == 1
    if not forwards and not any(message.get(part) for part in parts):
        yield "nothing is in it"


@rule("long content", f"{_MESSAGE}#create-message", of="message")
def long_content(message: Json) -> Iterator[str]:
    """Bots may write 2,000 characters; the description allows 4,000 in a channel."""
    if len(message.get("content") or "") > 2000:
        yield f"{len(message['content'])} characters"


@rule("empty embed", f"{_MESSAGE}#embed-object", of="message")
def empty_embed(message: Json) -> Iterator[str]:
    """Discord refuses an embed that shows nothing."""
    parts = ("title", "description", "fields", "author", "footer", "image", "thumbnail")
    for embed in message.get("embeds") or ():
        if not any(embed.get(part) for part in parts):
            yield "nothing is in it"


@rule("empty embed field", f"{_MESSAGE}#embed-object-embed-field-structure", of="message")
def empty_embed_field(message: Json) -> Iterator[str]:
    """A field needs a name and a value; spaces are trimmed before Discord looks."""
    for embed in message.get("embeds") or ():
        for field in embed.get("fields") or ():
            if not str(field.get("name", "")).strip() or not str(field.get("value", "")).strip():
                yield f"{field!r}"


@rule("large embeds", _EMBED_LIMITS, of="message")
def large_embeds(message: Json) -> Iterator[str]:
    """The embeds of one message may have 6,000 characters together."""
    total = 0
    for embed in message.get("embeds") or ():
        footer, author = embed.get("footer") or {}, embed.get("author") or {}
        texts = [embed.get("title"), embed.get("description"), footer.get("text")]
        texts.append(author.get("name"))
        for field in embed.get("fields") or ():
            texts += [field.get("name"), field.get("value")]
        total += sum(len(text or "") for text in texts)
    if total > 6000:
        yield f"{total} characters"


@rule("link scheme", f"{DOCS}/reference#message-formatting", of="message")
def markdown_link_scheme(message: Json) -> Iterator[str]:
    """Discord links to http, https and discord only, and shows the rest as it stands."""
    for text in texts_of(message):
        for url in _LINK.findall(_CODE.sub("", text)):
            if not has_known_scheme(url):
                yield f"[…]({url[:60]})"


@rule("mentions", f"{_MESSAGE}#allowed-mentions-object", of="message")
def mentions(message: Json) -> Iterator[str]:
    """Without allowed_mentions every mention in a text pings, and this bot pings nobody."""
    if not texts_of(message):
        return
    allowed = message.get("allowed_mentions")
    if allowed is None:
        yield "allowed_mentions is missing"
    elif allowed.get("parse", True) or any(
        allowed.get(who) for who in ("users", "roles", "replied_user")
    ):
        yield f"allowed_mentions lets someone be pinged: {allowed}"


@rule("large file", _FILES, of="request")
def large_file(request: Request) -> Iterator[str]:
    """40005: 10 MiB is the most a file may have where nobody pays for more."""
    for upload in request.files:
        if upload.size > MAX_FILE:
            yield f"{upload.name} has {upload.size / 1024 / 1024:.1f} MiB"


@rule("too many files", _FILES, of="request")
def too_many_files(request: Request) -> Iterator[str]:
    """A message takes ten files."""
    if len(request.files) > 10:
        yield f"{len(request.files)} files"


@rule("missing attachment", f"{DOCS}/components/reference#unfurled-media-item", of="request")
def missing_attachment(request: Request) -> Iterator[str]:
    """attachment:// leads to a file of the same request, by its name."""
    if request.message is None or not request.creates_message:
        return
    sent = {upload.name for upload in request.files}
    for name in _attachment_names(request.message):
        if name not in sent:
            yield f"attachment://{name} is not sent along"


def _attachment_names(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        url = part.get("url")
        if isinstance(url, str) and url.startswith("attachment://"):
            yield url.removeprefix("attachment://")
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _attachment_names(each)
