"""Looks for what keeps the bot from working well in a channel, and says what to do."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.core.errors import FootnoteError, StoreError
from bot.core.keeping import GuildSettings
from bot.core.language import gettext, ngettext
from bot.discord_app.cards import phrases
from bot.discord_app.granted import missing_in
from bot.discord_app.sync import definitions

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot

_log = logging.getLogger(__name__)
_SLOW_S = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        well: whether it is as it should be.
        words: what was found; ours, and may hold markup.
        advice: what to do about it; empty where there is nothing to do.
    """

    well: bool
    words: str
    advice: str = ""


async def diagnose(interaction: discord.Interaction[FootnoteBot]) -> list[Finding]:
    """Everything that was looked at, in the order a moderator would ask about it.

    None of it holds a secret, an address or a path: any server's moderators may see it.
    """
    bot = interaction.client
    settings = await bot.rules.of(interaction.guild_id)
    return [
        *_permissions(interaction),
        *_channels(interaction, settings),
        await _commands(interaction),
        *await _documents(interaction),
        await _rollback(bot),
        _gateway(bot),
        await _database(bot),
        await _question_log(bot, interaction.guild_id),
        *_extras(bot, settings),
    ]


def _permissions(interaction: discord.Interaction[FootnoteBot]) -> list[Finding]:
    """What Discord says the bot may do here, where it is mentioned."""
    missing = missing_in(interaction)
    if not missing:
        return [Finding(True, gettext("Every permission needed is there in this channel."))]
    return [
        Finding(
            False,
            gettext("The permission **{name}** is missing in this channel.", name=name),
            # Translators: "Edit Channel › Permissions" as Discord calls it in your language.
            gettext(
                "Edit Channel › Permissions: allow it for my role. Without it I cannot answer "
                "mentions here; commands may work all the same."
            ),
        )
        for name in missing
    ]


def _channels(
    interaction: discord.Interaction[FootnoteBot], settings: GuildSettings
) -> list[Finding]:
    """Channels that the settings name and that are gone."""
    guild = interaction.guild
    chosen = settings.channels | settings.auto_channels
    if guild is None or not chosen:
        return []
    gone = [one for one in chosen if guild.get_channel_or_thread(one) is None]
    if not gone:
        return []
    words = ngettext(
        "The settings name {n} channel I do not see: deleted, or closed.",
        "The settings name {n} channels I do not see: deleted, or closed.",
        len(gone),
    )
    return [Finding(False, words, gettext("Choose the channels again in `/settings`."))]


async def _commands(interaction: discord.Interaction[FootnoteBot]) -> Finding:
    """Whether Discord has the commands as they are in this version."""
    bot = interaction.client
    sync_guild = bot.options.sync_guild
    guild = discord.Object(sync_guild) if sync_guild is not None else None
    try:
        registered = await bot.tree.fetch_commands(guild=guild)
    except discord.HTTPException as error:
        unknown = gettext(
            "Discord does not say which commands it has ({status}).", status=error.status
        )
        return Finding(False, unknown)
    there = {(command.type.value, command.name) for command in registered}
    definition = await definitions(bot.tree, guild)
    ours = {(command["type"], command["name"]) for command in definition}
    if there == ours:
        words = ngettext(
            "{n} command is registered, as it should be.",
            "{n} commands are registered, as they should be.",
            len(ours),
        )
        return Finding(True, words)
    advice = gettext(
        "Whoever runs the bot starts it once with `footnote run --sync`; then press Ctrl+R."
    )
    words = gettext("Discord knows other commands than this version has.")
    return Finding(False, words, advice)


async def _documents(interaction: discord.Interaction[FootnoteBot]) -> list[Finding]:
    try:
        snapshot = await interaction.client.shelves.snapshot(interaction.guild_id)
    except FootnoteError as error:
        return [Finding(False, str(error), gettext("If it stays, the bot's log says why."))]
    # Translators: the date reads like "2 hours ago".
    held = gettext(
        "{holdings}, read {date}.",
        holdings=phrases.holdings(len(snapshot.documents), len(snapshot.passages)),
        date=f"<t:{int(snapshot.built_at.timestamp())}:R>",
    )
    advice = "" if snapshot.passages else gettext("Add a document with `/knowledge add`.")
    found = [Finding(bool(snapshot.passages), held, advice)]
    if snapshot.problems:
        problems = gettext(
            "{problems} in the documents when they were read.",
            problems=phrases.problems(len(snapshot.problems)),
        )
        advice = gettext(
            "`/knowledge status` names each by file and line; what is named is left out."
        )
        found.append(Finding(False, problems, advice))
    return found


async def _rollback(bot: FootnoteBot) -> Finding:
    try:
        version = await bot.desk.rolled_back_to()
    except StoreError:
        return Finding(False, gettext("It cannot be read whether an older version is served."))
    if version is None:
        return Finding(True, gettext("The documents are not rolled back."))
    words = gettext(
        "The shared documents were rolled back: version {number} is served.",
        number=version.number,
    )
    return Finding(False, words, gettext("If that was for a while only: `/knowledge reload`."))


def _gateway(bot: FootnoteBot) -> Finding:
    latency = bot.latency
    if math.isnan(latency) or math.isinf(latency):
        return Finding(True, gettext("Discord has not answered a heartbeat yet."))
    words = gettext("Discord answers after {time}.", time=phrases.milliseconds(latency * 1000))
    if latency < _SLOW_S:
        return Finding(True, words)
    advice = gettext("The machine or its network is slow, or Discord is; wait and see.")
    return Finding(False, words, advice)


async def _database(bot: FootnoteBot) -> Finding:
    try:
        await bot.check_database()
    except StoreError as error:
        _log.warning("the database is not well: %s", error)
        advice = gettext("Answers go on. The reason stands in the bot's log, for whoever runs it.")
        return Finding(False, gettext("The database cannot be read."), advice)
    return Finding(True, gettext("The database answers."))


async def _question_log(bot: FootnoteBot, guild_id: int | None) -> Finding:
    days = await bot.rules.kept_days(guild_id)
    if days:
        return Finding(True, gettext("Questions are kept for {days}.", days=phrases.days(days)))
    advice = gettext(
        "`/knowledge gaps` and `/knowledge stats` stay empty; `log_questions` changes that."
    )
    return Finding(True, gettext("Questions are not kept."), advice)


def _extras(bot: FootnoteBot, settings: GuildSettings) -> list[Finding]:
    found = [
        Finding(True, gettext("Pictures can be drawn."))
        if bot.insights.charts is not None
        else Finding(
            True,
            gettext("Pictures cannot be drawn; numbers come as text."),
            gettext(
                "Whoever runs the bot can install the extra `charts`: {command}",
                command="pip install 'footnote[charts]'",
            ),
        )
    ]
    if settings.auto_channels and not bot.options.message_content:
        found.append(
            Finding(
                False,
                gettext(
                    "Channels are chosen for questions without a mention, but Discord does not "
                    "send me what is written there."
                ),
                gettext("Whoever runs the bot turns on `message_content`, here and at Discord."),
            )
        )
    return found
