"""What the operator decides about the bot, as far as Discord is concerned."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.discord_app.cards.notice import Privacy


@dataclass(frozen=True, slots=True)
class BotOptions:
    """Settings, handed in by whoever builds the bot.

    Attributes:
        cooldown_uses: questions a member may ask within `cooldown_seconds`; 0 for no limit.
        cooldown_seconds: the length of that window, in seconds.
        private_answers: answer everything so that only the asker sees it.
        moderator_guilds: ids of the servers whose moderators may change the shared
            library; empty for every server's.
        sync_guild: register the commands in this server only, where they appear at once.
        version: of the bot, as `/about` shows it.
        privacy: what is kept of a question, as `/about` tells it.
        shard_count: how many connections to Discord; None for as many as Discord asks for.
        message_content: whether Discord sends the content of every message: the operator
            turned the privileged intent on, here and in Discord's developer portal.
        language: the tag of the language to answer in; None for the one that the server, or
            in a direct message the member, has at Discord.
        gap_members: so many different members must have asked a question before
            moderators see it.
    """

    cooldown_uses: int = 5
    cooldown_seconds: float = 30.0
    private_answers: bool = False
    moderator_guilds: frozenset[int] = frozenset()
    sync_guild: int | None = None
    version: str = ""
    privacy: Privacy = field(default_factory=Privacy)
    shard_count: int | None = None
    message_content: bool = False
    language: str | None = None
    gap_members: int = 3
