"""A server's settings → a panel of menus."""

from __future__ import annotations

from dataclasses import dataclass, field

import discord

from bot.core.keeping import GuildSettings
from bot.core.language import Language, Languages, gettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone
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
        language: the tag of the language to answer in; None for the server's at Discord.
        languages: those the bot speaks.
    """

    private: bool
    uses: int
    seconds: float
    retention_days: int
    message_content: bool
    language: str | None = None
    languages: Languages = field(default_factory=Languages)


def settings_card(settings: GuildSettings, ground: Ground, saved: str = "") -> Card:
    """The panel.

    Args:
        settings: what holds in the server.
        ground: what the operator decided.
        saved: what has just been changed, for a line at the end.
    """
    card = Card(Tone.NEUTRAL)
    heading = gettext("Settings of this server")
    default = gettext("A change holds at once. “Default” is what whoever runs the bot set.")
    card.text(f"## {heading}\n{default}").line()
    _add(
        card,
        SettingsMenu(MenuKind.ROLES, chosen=settings.moderator_roles),
        gettext("**Who may moderate the knowledge**, beside Manage Server"),
        gettext(
            "Also allow them `/knowledge` under Server Settings › Integrations: they do not "
            "see it otherwise."
        ),
    )
    _add(
        card,
        SettingsMenu(MenuKind.CHANNELS, chosen=settings.channels),
        gettext("**Where I answer**"),
        gettext("None chosen: everywhere. Elsewhere members are told where."),
    )
    _add(
        card,
        SettingsMenu(
            MenuKind.AUTO,
            chosen=settings.auto_channels,
            disabled=not ground.message_content and not settings.auto_channels,
        ),
        gettext("**Questions without a mention**"),
        _auto_words(ground, settings),
    )
    _add(
        card,
        SettingsMenu(MenuKind.PRIVATE, options=_privacy(settings, ground)),
        gettext("**Who sees an answer**"),
        gettext("Answers to commands. A mention is answered in public."),
    )
    _add(
        card,
        SettingsMenu(MenuKind.LANGUAGE, options=_languages(settings, ground)),
        gettext("**Language**"),
        gettext("Of what I say. The documents are quoted in their own."),
    )
    _add(
        card,
        SettingsMenu(MenuKind.PAUSE, options=_pauses(settings, ground)),
        gettext("**How long a member waits between two questions**"),
    )
    if ground.retention_days:
        _add(
            card,
            SettingsMenu(MenuKind.RETENTION, options=_retentions(settings, ground)),
            gettext("**How long questions are kept**"),
            gettext("Never longer than the default."),
        )
    if saved:
        card.text(f"✅ {saved}")
    return card.done()


def _add(card: Card, menu: SettingsMenu, title: str, words: str = "") -> None:
    """Adds a menu below its title and, in small print, what to know about it."""
    card.text(f"{title}\n-# {words}" if words else title).row([menu])


def _auto_words(ground: Ground, settings: GuildSettings) -> str:
    if ground.message_content:
        return gettext(
            "In these channels I answer every question once, and only when I am sure. I read "
            "what is written there; nothing of it is kept but the questions I answer."
        )
    off = gettext(
        "Off: Discord does not send me what is written in channels. It works only where "
        "whoever runs the bot turned on `message_content`, here and at Discord."
    )
    return f"{off} {gettext('What was chosen waits for that.')}" if settings.auto_channels else off


def _privacy(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    ours = gettext("the asker alone") if ground.private else gettext("everybody")
    return [
        _default(ours, settings.private is None),
        _option("public", gettext("Everybody in the channel"), settings.private is False),
        _option("private", gettext("The asker alone"), settings.private is True),
    ]


def _languages(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    known = ground.languages
    # A language that is no longer there counts as undecided, as it does for answers.
    chosen = known.get(settings.language or "")
    ours = known.get(ground.language or "")
    return [
        _default(ours.name if ours else gettext("the server's at Discord"), chosen is None),
        *(_language(language, language is chosen) for language in known.values()),
    ]


def _language(language: Language, chosen: bool) -> discord.SelectOption:
    return _option(language.tag, language.name, chosen)


def _pauses(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    chosen = settings.cooldown_seconds
    limit = gettext("none")
    if ground.uses:
        limit = gettext(
            "{questions} in {seconds} s",
            questions=phrases.questions(ground.uses),
            seconds=f"{ground.seconds:g}",
        )
    return [
        _default(limit, not chosen),
        *(_option(str(pause), phrases.duration(pause), chosen == pause) for pause in PAUSES),
        *_present(chosen, PAUSES, gettext("{n} seconds", n=f"{chosen:g}") if chosen else ""),
    ]


def _retentions(settings: GuildSettings, ground: Ground) -> list[discord.SelectOption]:
    chosen = settings.retention_days
    held = chosen is not None and chosen < ground.retention_days
    return [
        _default(phrases.days(ground.retention_days), not held),
        *(
            _option(str(days), phrases.days(days), held and chosen == days)
            for days in RETENTIONS
            if days < ground.retention_days
        ),
        *_present(chosen if held else None, RETENTIONS, phrases.days(chosen or 0)),
    ]


def _present(
    chosen: float | None, offered: tuple[int, ...], label: str
) -> list[discord.SelectOption]:
    """What holds at present, where it is none of what is offered."""
    return [] if not chosen or chosen in offered else [_option(f"{chosen:g}", label, True)]


def _default(ours: str, chosen: bool) -> discord.SelectOption:
    return _option(OPERATOR, gettext("Default: {value}", value=ours), chosen)


def _option(value: str, label: str, chosen: bool) -> discord.SelectOption:
    return discord.SelectOption(label=label, value=value, default=chosen)
