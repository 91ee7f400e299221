"""How the bot is used → card, with or without a picture."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.language import LazyText, gettext, lazy_gettext, ngettext
from bot.core.questions import Outcome
from bot.core.statistics import Usage
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.markup import inline

USAGE_PICTURE = "usage.png"
_INSTALL = "pip install 'footnote\\[charts\\]'"
_MAX_NAME = 60
TOP = 10
"""How many names a ranking holds."""
_OUTCOMES = {
    # Translators: how questions ended, before their number: answered.
    Outcome.ANSWERED: lazy_gettext("answered"),
    # Translators: how questions ended, before their number: answered in part.
    Outcome.PARTIAL: lazy_gettext("partly"),
    # Translators: how questions ended, before their number: the documents say nothing on them.
    Outcome.NOT_COVERED: lazy_gettext("not covered"),
    # Translators: how questions ended, before their number: they named nothing to look up.
    Outcome.INVALID: lazy_gettext("nothing to look up"),
}
_SURFACES: Mapping[str, LazyText | str] = {
    "ask": "`/ask`",
    "compare": "`/compare`",
    # Translators: a way to ask, before a number: through the page of a lab.
    "lab": lazy_gettext("labs"),
    # Translators: a way to ask, before a number: through the page of a theme.
    "theme": lazy_gettext("themes"),
    "follow-up": lazy_gettext("Follow up"),
    # Translators: a way to ask, before a number: by mentioning the bot.
    "mention": lazy_gettext("mentions"),
    "menu": lazy_gettext("Find sources for this"),
    # Translators: a way to ask, before a number: in a channel, without mentioning the bot.
    "auto": lazy_gettext("without a mention"),
}


def usage_card(usage: Usage, *, kept_days: int, pictured: bool, charts: bool = True) -> Card:
    """How the bot was used in a server.

    Args:
        usage: in which time, and how.
        kept_days: how many days questions are kept; 0 where they are not.
        pictured: whether a picture goes with it.
        charts: whether pictures can be drawn at all.
    """
    days = len(usage.days)
    if not kept_days:
        words = gettext(
            "Questions are not kept, so there is nothing to count. Whoever runs the bot can "
            "change that with `log_questions`."
        )
        return Card(Tone.NOTHING).text(words).done()
    if not usage.total:
        none = ngettext("No questions yet in {n} day.", "No questions yet in {n} days.", days)
        return Card(Tone.NOTHING).text(f"## {gettext('Questions')}\n{none}").done()
    heading = ngettext("Questions of {n} day", "Questions of {n} days", days)
    card = Card(Tone.NEUTRAL).text("\n".join([f"## {heading}", *_usage_lines(usage)]))
    if len(usage.days) > kept_days:
        gone = gettext(
            "Questions are kept for {days}; older ones are gone.", days=phrases.days(kept_days)
        )
        card.text(f"-# {gone}")
    if pictured:
        card.picture(USAGE_PICTURE, usage_words(usage))
    return hinted(card, charts=charts).done()


def usage_words(usage: Usage) -> str:
    """The picture in words, for a screen reader."""
    counts = _sum(usage)
    outcomes = phrases.joined([_counted(outcome, counts.get(outcome, 0)) for outcome in _OUTCOMES])
    questions = phrases.questions(usage.total)
    busiest = max(usage.days, key=lambda day: sum(day[1].values()), default=None)
    if busiest is None:
        return gettext(
            "Chart of {questions} day by day: {outcomes}.", questions=questions, outcomes=outcomes
        )
    return gettext(
        "Chart of {questions} day by day: {outcomes}. Most on {day}.",
        questions=questions,
        outcomes=outcomes,
        day=phrases.day_of_year(busiest[0]),
    )


def hinted(card: Card, *, charts: bool) -> Card:
    """Says how to get pictures where there are none."""
    if charts:
        return card
    words = gettext(
        "For a picture, whoever runs the bot installs the extra `charts`: {command}",
        command=_INSTALL,
    )
    return card.text(f"-# {words}")


def _usage_lines(usage: Usage) -> list[str]:
    counts = _sum(usage)
    shares = [
        f"{words} {phrases.decimal(counts[outcome])} "
        f"({phrases.percent(counts[outcome] / usage.total)})"
        for outcome, words in _OUTCOMES.items()
        if counts.get(outcome)
    ]
    lines = [
        # Translators: such as "40 in all: answered 30 (75%) and partly 10 (25%)".
        gettext(
            "**{n}** in all: {outcomes}",
            n=phrases.decimal(usage.total),
            outcomes=phrases.joined(shares),
        )
    ]
    if usage.median_ms is not None and usage.p99_ms is not None:
        latency = gettext(
            "Latency: median {median}, 99th percentile {p99}",
            median=phrases.milliseconds(usage.median_ms, 1),
            p99=phrases.milliseconds(usage.p99_ms, 1),
        )
        lines.append(f"- {latency}")
    if usage.entries:
        names = ranking(usage.entries)
        # Translators: names of labs and themes, each with a number.
        lines.append("- " + gettext("Asked about: {names}", names=names))
    if usage.surfaces:
        ranked = sorted(usage.surfaces.items(), key=lambda item: -item[1])
        ways = [f"{_SURFACES.get(key, key)} {phrases.decimal(count)}" for key, count in ranked]
        # Translators: the ways in which members asked, each with a number.
        lines.append("- " + gettext("Through: {ways}", ways=phrases.joined(ways)))
    return [*lines, f"- {_feedback(usage)}"]


def _feedback(usage: Usage) -> str:
    judged = usage.helpful + usage.unhelpful
    if not judged:
        return gettext("Feedback: none yet")
    return gettext(
        "Feedback: {helpful} of {judged} answers were helpful",
        helpful=phrases.decimal(usage.helpful),
        judged=phrases.decimal(judged),
    )


def _counted(outcome: Outcome, number: int) -> str:
    match outcome:
        case Outcome.ANSWERED:
            return ngettext("{n} answered", "{n} answered", number)
        case Outcome.PARTIAL:
            # Translators: so many questions were answered in part.
            return ngettext("{n} partly", "{n} partly", number)
        case Outcome.NOT_COVERED:
            return ngettext("{n} not covered", "{n} not covered", number)
        case Outcome.INVALID:
            # Translators: so many questions named nothing to look up.
            return ngettext("{n} nothing to look up", "{n} nothing to look up", number)


def ranking(counts: Mapping[str, int]) -> str:
    """Names with their numbers, the highest first, as far as there is room for."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [numbered(name, count) for name, count in ranked[:TOP]]
    return phrases.and_more(shown, len(ranked) - len(shown))


def numbered(name: str, count: int) -> str:
    """A name that others gave, with its number."""
    return f"{inline(clip(name, _MAX_NAME))} {phrases.decimal(count)}"


def _sum(usage: Usage) -> dict[Outcome, int]:
    return {
        outcome: sum(counts.get(outcome, 0) for _, counts in usage.days) for outcome in _OUTCOMES
    }
