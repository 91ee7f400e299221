"""Holds what the bot sends against Discord's published description of its API.

The description is an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12. Two
things are done differently from a plain validator. A union is resolved by the ``type``
field of the instance, so that one wrong button is reported as that and not as "not valid
under any of the given schemas". And a field that the schema does not name is an error,
because Discord ignores such a field without a word.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_ROOT = Path(__file__).resolve().parents[2]
# npm's package of that name will not do: it holds TypeScript made from the description.
_PLACES = (
    os.environ.get("DISCORD_OPENAPI", ""),
    _ROOT.parent / "shared" / "discord" / "openapi.json",
)
ABSENT = (
    "Discord's API description is not here: save specs/openapi_preview.json of "
    "github.com/discord/discord-api-spec and name the file in DISCORD_OPENAPI"
)

# Sent by discord.py and taken by Discord, though the description does not list them:
# `nsfw` with a command, `tts` with an edit, `flags` with some responses.
_UNLISTED = frozenset({"nsfw", "tts", "flags"})
_URI = "urn:discord:openapi"


@cache
def description() -> dict[str, Any] | None:
    """Discord's description of its API, or None where no copy of it is found."""
    for place in _PLACES:
        if place and Path(place).is_file():
            return json.loads(Path(place).read_text(encoding="utf-8"))
    return None


@cache
def _operations() -> list[tuple[re.Pattern[str], int, str]]:
    """Path templates as patterns, those with the most literal segments first."""
    spec = description()
    assert spec is not None, ABSENT
    found: list[tuple[re.Pattern[str], int, str]] = []
    for template in spec["paths"]:
        parts = re.split(r"(\{[^}]*\})", template)
        pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        found.append((re.compile(pattern), template.count("{"), template))
    return sorted(found, key=lambda each: each[1])


def find_operation(method: str, path: str) -> str | None:
    """The path template under which Discord describes this method and path."""
    spec = description()
    assert spec is not None, ABSENT
    for pattern, _, template in _operations():
        if pattern.fullmatch(path) and method.lower() in spec["paths"][template]:
            return template
    return None


def check_against_description(method: str, path: str, body: Any) -> list[str]:
    """What Discord's description has against a request; empty where nothing.

    Args:
        method: the HTTP method.
        path: the path below ``/api/v10``, without the query.
        body: the JSON body, or the ``payload_json`` of a multipart request.
    """
    template = find_operation(method, path)
    if template is None:
        return [f"{method} {path}: Discord describes no such operation"]
    validator = _validator(method.lower(), template)
    if validator is None:
        return [] if body is None else [f"{method} {template}: takes no JSON body"]
    if body is None:
        return []  # a body that is required but missing is caught by the rules
    errors = (e for e in validator.iter_errors(body) if not _is_known_extra(e))
    return [f"{method} {template}: {_where(e)}: {_short(e.message)}" for e in errors]


@lru_cache(maxsize=64)
def _validator(method: str, template: str) -> Validator | None:
    spec = description()
    assert spec is not None, ABSENT
    content = spec["paths"][template][method].get("requestBody", {}).get("content", {})
    media = next((m for m in ("application/json", "multipart/form-data") if m in content), None)
    if media is None:
        return None
    keys = ("paths", template, method, "requestBody", "content", media, "schema")
    pointer = "/".join(key.replace("~", "~0").replace("/", "~1") for key in keys)
    return _DiscordValidator({"$ref": f"{_URI}#/{pointer}"}, registry=_registry())


@cache
def _registry() -> Registry[Any]:
    spec = description()
    assert spec is not None, ABSENT
    return Registry[Any]().with_resource(_URI, DRAFT202012.create_resource(spec))


def _where(error: ValidationError) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path) or "."


def _short(message: str) -> str:
    return message if len(message) <= 300 else f"{message[:140]} … {message[-140:]}"


def _is_known_extra(error: ValidationError) -> bool:
    if error.validator != "properties" or error.validator_value not in _UNLISTED:
        return False
    path = list(error.absolute_path)
    return path in ([], ["data"]) or (len(path) == 1 and isinstance(path[0], int))


def _properties(
    validator: Any, properties: Mapping[str, Any], instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """`properties`, and a complaint about every field that is not among them."""
    yield from Draft202012Validator.VALIDATORS["properties"](
        validator, properties, instance, schema
    )
    if isinstance(instance, dict) and "additionalProperties" not in schema:
        for name in instance.keys() - properties.keys():
            yield ValidationError(
                f"{name!r} is no field that Discord knows here",
                validator="properties",
                validator_value=name,
            )


def _type(
    validator: Any, types: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """`type`, with whole numbers taken for snowflakes as Discord does."""
    snowflake = schema.get("format") == "snowflake" and type(instance) is int and instance >= 0
    if not snowflake:
        yield from Draft202012Validator.VALIDATORS["type"](validator, types, instance, schema)


def _union(
    validator: Any, members: Sequence[Any], instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    """`oneOf` and `anyOf`: the member that the instance says it is, or the nearest one."""
    if instance is None and any(m.get("type") == "null" for m in members):
        return
    members = [m for m in members if m.get("type") != "null"]
    if all("const" in m for m in members):
        allowed = [m["const"] for m in members]
        if instance not in allowed or isinstance(instance, bool):
            yield ValidationError(f"{instance!r} is none of {allowed}")
        return
    if isinstance(instance, dict) and isinstance(instance.get("type"), int | str):
        typed = {m["$ref"]: _types_of(m["$ref"]) for m in members if "$ref" in m}
        if len(typed) == len(members) and all(typed.values()):
            members = [m for m in members if instance["type"] in typed[m["$ref"]]]
            if not members:
                known = sorted({t for types in typed.values() for t in types}, key=str)
                yield ValidationError(f"type {instance['type']!r} may not stand here: {known}")
                return
    tried = [list(validator.descend(instance, member)) for member in members]
    yield from min(tried, key=len)


@cache
def _types_of(ref: str) -> tuple[Any, ...]:
    """The values that `type` may have in the schema that is referred to."""
    spec: Any = description()
    for key in ref.removeprefix("#/").split("/"):
        spec = spec[key]
    return tuple(spec.get("properties", {}).get("type", {}).get("enum", ()))


_DiscordValidator: Any = extend(
    Draft202012Validator,
    {"properties": _properties, "type": _type, "oneOf": _union, "anyOf": _union},
)
