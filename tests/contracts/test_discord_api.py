"""What Discord's published description of its API catches, on payloads discord.py makes."""

from __future__ import annotations

import copy
import json
from typing import Any

import discord
import pytest
from contracts.discord_api import ABSENT, check_against_description, description, find_operation
from contracts.samples import CALLBACK, COMMANDS, FOLLOW_UP, ORIGINAL
from discord import app_commands, ui
from discord.http import handle_message_parameters
from discord.webhook.async_ import interaction_message_response_params

pytestmark = pytest.mark.skipif(description() is None, reason=ABSENT)

CHANNEL = "/channels/10/messages"


class Card(ui.LayoutView):
    """One of every component that a card may have."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.TextDisplay("### Moonshot AI"))
        self.add_item(
            ui.Container[Card](
                ui.TextDisplay("> Founded in 2023."),
                ui.Separator(),
                ui.Section(
                    "1 · Labs", accessory=ui.Button(label="Open", url="https://example.org")
                ),
                ui.Section("2 · Labs", accessory=ui.Thumbnail("https://example.org/a.png")),
                ui.MediaGallery(discord.MediaGalleryItem("https://example.org/b.png")),
                ui.ActionRow(ui.Button(label="Next", custom_id="next", emoji="▶️")),
                ui.ActionRow(ui.Select(custom_id="lab", options=[discord.SelectOption(label="a")])),
                ui.ActionRow(ui.UserSelect(custom_id="who")),
                accent_color=discord.Color.blurple(),
            )
        )


@pytest.fixture
async def card() -> dict[str, Any]:
    """A message as discord.py sends it; a LayoutView wants a running event loop."""
    nobody = discord.AllowedMentions.none()
    payload = handle_message_parameters(view=Card(), allowed_mentions=nobody).payload
    assert payload is not None
    return payload


@pytest.fixture
async def commands() -> list[dict[str, Any]]:
    """A registration as discord.py sends it: options of every kind, a group, a menu."""
    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))

    @tree.command(description="Ask the documents")
    @app_commands.describe(question="What to look up", private="Only you see it", n="How many")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def ask(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, 300],
        private: bool = False,
        n: app_commands.Range[int, 1, 9] = 3,
    ) -> None: ...

    @ask.autocomplete("question")
    async def offer(_: discord.Interaction, __: str) -> list[app_commands.Choice[str]]:
        return []

    group = app_commands.Group(name="knowledge", description="The documents")

    @group.command(description="Take a document in")
    @app_commands.describe(file="The document", place="Where", who="Whose", score="How good")
    @app_commands.choices(score=[app_commands.Choice(name="good", value=1.5)])
    async def add(
        interaction: discord.Interaction,
        file: discord.Attachment,
        place: discord.TextChannel,
        who: discord.Member,
        score: float,
    ) -> None: ...

    @tree.context_menu(name="Find sources for this")
    async def find(interaction: discord.Interaction, message: discord.Message) -> None: ...

    tree.add_command(group)
    made = [command.to_dict(tree) for command in tree.get_commands()]
    assert len(made) == 3
    return made


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", CHANNEL), ("PATCH", f"{CHANNEL}/11"), ("POST", FOLLOW_UP), ("PATCH", ORIGINAL)],
)
def test_what_discord_py_sends_for_a_card_is_right(
    card: dict[str, Any], method: str, path: str
) -> None:
    assert check_against_description(method, path, card) == []


@pytest.mark.parametrize("callback_type", [4, 7])
async def test_what_discord_py_responds_is_right(callback_type: int) -> None:
    sent = interaction_message_response_params(
        type=callback_type,
        view=Card(),
        flags=discord.MessageFlags(ephemeral=True),
        allowed_mentions=discord.AllowedMentions.none(),
    ).payload
    assert check_against_description("POST", CALLBACK, sent) == []


async def test_what_discord_py_sends_with_a_file_is_right() -> None:
    file = discord.File(__file__, filename="report.md")
    parts = handle_message_parameters(content="x", file=file, nonce=5).multipart
    assert parts is not None
    body = json.loads(parts[0]["value"])
    assert body["attachments"][0]["id"] == 0  # a number, where the description wants a string
    assert check_against_description("POST", CHANNEL, body) == []


async def test_what_discord_py_opens_as_a_modal_is_right() -> None:
    class Report(ui.Modal, title="Report a mistake"):
        what = ui.Label(text="What is wrong?", component=ui.TextInput())
        how = ui.TextInput[Any](label="How should it be?")

    sent = {"type": 9, "data": Report().to_dict()}
    assert check_against_description("POST", CALLBACK, sent) == []


def test_what_discord_py_registers_is_right(commands: list[dict[str, Any]]) -> None:
    assert any("nsfw" in command for command in commands)  # unlisted, and taken by Discord
    assert check_against_description("PUT", COMMANDS, commands) == []


def _broken(payload: Any, keys: list[str | int], value: Any) -> Any:
    """A copy of a payload with one value in it replaced or added."""
    made = copy.deepcopy(payload)
    part = made
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    return made


_INSIDE: list[str | int] = ["components", 1, "components"]


@pytest.mark.parametrize(
    ("keys", "value", "finding"),
    [
        (["conten"], "x", "'conten' is no field that Discord knows here"),
        (["flags"], "many", ".flags: 'many' is not of type 'integer', 'null'"),
        (["components", 0, "content"], "", ".components[0].content: '' should be non-empty"),
        (["components", 0, "type"], 99, ".components[0]: type 99 may not stand here"),
        (["components", 0, "flags"], 1, ".components[0]: 'flags' is no field"),
        ([*_INSIDE, 2, "accessory"], {"type": 10, "content": "x"}, "type 10 may not stand here"),
        ([*_INSIDE, 5, "components", 0, "style"], 9, ".style: 9 is none of [1, 2, 3, 4, 5, 6]"),
        ([*_INSIDE, 5, "components", 0, "label"], "x" * 81, ".components[0].label: 'xxx"),
        ([*_INSIDE, 5, "components", 0, "custom_id"], "", ".custom_id: '' should be non-empty"),
        ([*_INSIDE, 6, "components", 0, "options"], [], ".options: [] should be non-empty"),
        (["allowed_mentions", "parse"], ["all"], ".parse[0]: 'all' is none of"),
        (["allowed_mentions", "users"], [-5], ".users[0]: -5 is not of type 'string'"),
    ],
)
def test_one_mistake_in_a_card_is_named_as_that(
    card: dict[str, Any], keys: list[str | int], value: Any, finding: str
) -> None:
    found = check_against_description("POST", CHANNEL, _broken(card, keys, value))
    assert len(found) == 1
    assert finding in found[0]


@pytest.mark.parametrize(
    ("keys", "value", "finding"),
    [
        ([0, "name"], "a" * 33, "[0].name: 'aaa"),
        ([0, "descripton"], "x", "[0]: 'descripton' is no field that Discord knows here"),
        ([0, "options", 0, "type"], 12, "[0].options[0]: type 12 may not stand here"),
        ([0, "options", 0, "description"], "", "description: '' should be non-empty"),
        ([0, "options", 0, "nsfw"], True, "[0].options[0]: 'nsfw' is no field"),
        ([0, "contexts"], [7], "[0].contexts[0]: 7 is none of [0, 1, 2]"),
    ],
)
def test_one_mistake_in_a_registration_is_named_as_that(
    commands: list[dict[str, Any]], keys: list[str | int], value: Any, finding: str
) -> None:
    found = check_against_description("PUT", COMMANDS, _broken(commands, keys, value))
    assert len(found) == 1
    assert finding in found[0]


def test_autocomplete_results_are_checked() -> None:
    choices = [{"name": "Moonshot AI", "value": "moonshot"}] * 26
    found = check_against_description("POST", CALLBACK, {"type": 8, "data": {"choices": choices}})
    assert len(found) == 1
    assert ".data.choices" in found[0]
    assert not check_against_description(
        "POST", CALLBACK, {"type": 8, "data": {"choices": choices[:25]}}
    )


def test_a_response_of_a_type_that_discord_does_not_have_is_caught() -> None:
    (found,) = check_against_description("POST", CALLBACK, {"type": 3, "data": {}})
    assert "type 3 may not stand here" in found


def test_a_path_is_found_under_its_most_literal_template() -> None:
    assert find_operation("PATCH", ORIGINAL) == (
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    )
    assert find_operation("GET", "/users/@me") == "/users/@me"
    assert find_operation("POST", "/channels/10/letters") is None
    (found,) = check_against_description("DELETE", CALLBACK, None)
    assert "no such operation" in found
