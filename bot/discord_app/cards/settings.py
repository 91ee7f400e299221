"""A server's settings → a panel of menus."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from bot.core.keeping import GuildSettings
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.listing import counted
from bot.discord_app.settings_menu import MenuKind, SettingsMenu

OPERATOR = "operator"
"""The value of a choice that leaves a setting to whoever runs the bot."""
PAUSES = (5, 15, 30, 60, 120, 300)
RETENTIONS = (1, 3, 7, 14, 30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the operator decided, within which a server decides.

    Attributes:
        private: whether answers are private.
        uses: how many questions a member may ask in `seconds`.
        seconds: the length of that window.
        retention_days: for how long questions are kept; 0 where they are not.
        message_content: whether Discord sends what is written in channels.
    """

    private: bool
    uses: int
    seconds: float
    retention_days: int
    message_content: bool


def settings_card(settings: GuildSettings, ground: Ground, saved: str = "") -> Card:
    """The panel.

    Args:
        settings: what holds in the server.
        ground: what the operator decided.
        saved: what has just been changed, for a line at the end.
    """
    card = Card(Tone.NEUTRAL)
    card.text(
        "## Settings of this server\n"
        "A change holds at once. “Default” is what whoever runs the bot set."
    ).line()
    card.text(
        "**Who may moderate the knowledge**, beside Manage Server\n"
        "-# Also allow them `/knowledge` under Server Settings › Integrations: they do not see it "
        "otherwise."
    )
    card.row([SettingsMenu(MenuKind.ROLES, chosen=settings.moderator_roles)])
    card.text("**Where I answer**\n-# None chosen: everywhere. Elsewhere members are told where.")
    card.row([SettingsMenu(MenuKind.CHANNELS, chosen=settings.channels)])
    card.text(f"**Questions without a mention**\n{_auto_words(ground, settings)}")
    card.row(
        [
            SettingsMenu(
                MenuKind.AUTO,
                chosen=settings.auto_channels,
                disabled=not ground.message_content and not settings.auto_channels,
            )
        ]
    )
    card.text("**Who sees an answer**\n-# Answers to commands. A mention is answered in public.")
    card.row([SettingsMenu(MenuKind.PRIVATE, options=_privacy(settings, ground))])
    card.text("**How long a member waits between two questions**")
    card.row([SettingsMenu(MenuKind.PAUSE, options=_pauses(settings, ground))])
    if ground.retention_days:
        card.text("**How long questions are kept**\n-# Never longer than the default.")
        card.row([SettingsMenu(MenuKind.RETENTION, options=_retentions(settings, ground))])
    if saved:
        card.text(f"✅ {saved}")
    return card.done()


def _auto_words(ground: Ground, settings: GuildSettings) -> str:
    if ground.message_content:
        return (
            "-# In these channels I answer every question once, and only when I am sure. I read "
            "what is written there; nothing of it is kept but the questions I answer."
        )
    off = (
        "-# Off: Discord does not send me what is written in channels. It works only where "
        "whoever runs the bot turned on `message_content`, here and at Discord."
    )
    return f"{off} What was chosen waits for that." if settings.auto_channels else off


def _privacy(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    ours = "the asker alone" if ground.private else "everybody"
    return [
        _option(OPERATOR, f"Default: {ours}", settings.private is None),
        _option("public", "Everybody in the channel", settings.private is False),
        _option("private", "The asker alone", settings.private is True),
    ]


def _pauses(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    chosen = settings.cooldown_seconds
    limit = f"{counted(ground.uses, 'question')} in {ground.seconds:g} s" if ground.uses else "none"
    return [
        _option(OPERATOR, f"Default: {limit}", not chosen),
        *(_option(str(pause), _duration(pause), chosen == pause) for pause in PAUSES),
        *_present(chosen, PAUSES, f"{chosen:g} seconds" if chosen else ""),
    ]


def _retentions(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    chosen = settings.retention_days
    longest = counted(ground.retention_days, "day")
    held = chosen is not None and chosen < ground.retention_days
    return [
        _option(OPERATOR, f"Default: {longest}", not held),
        *(
            _option(str(days), counted(days, "day"), held and chosen == days)
            for days in RETENTIONS
            if days < ground.retention_days
        ),
        *_present(chosen if held else None, RETENTIONS, counted(chosen or 0, "day")),
    ]


def _present(
    chosen: float | None, offered: tuple[int, ...], label: str
) -> list[discord.SelectOption]:
    """What holds at present, where it is none of what is offered."""
    return [] if not chosen or chosen in offered else [_option(f"{chosen:g}", label, True)]


def _option(value: str, label: str, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=label, value=value, default=chosen)


def _duration(seconds: int) -> str:
    return counted(seconds // 60, "minute") if seconds >= 60 else counted(seconds, "second")
