"""What the search knows of a language: its function words, and how questions are put in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.core.identifying import primary
from bot.search import stopwords
from bot.search.attributes import ATTRIBUTES
from bot.search.folding import spellings
from bot.search.lexicon_files import chatter, degrees, light, manners, orders, spoken, verbs
from bot.search.words import DEFAULT_LANGUAGE, stem


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language in which the search can be asked. All words are normalized.

    Attributes:
        tag: its tag, without a region.
        stop: words that carry a sentence's grammar; they are not looked up.
        asking: words about asking and about the documents as such.
        light: words with hardly a subject of their own.
        chatter: words that only greet, hedge or fill.
        orders: verbs that only ask where a sentence begins with them.
        facts: words that ask for one particular fact, such as a founder or a price.
        how: words before one that asks for a measure ("how old").
        degrees: words behind these whose measure may also be told without a figure.
        counting: words before what is to be counted ("how many labs"), and how many they are.
        verbs: words that are mostly verbs, in their base form; none where such are not listed.
        verb_stems: their stems.
        manners: words that are mostly adjectives or adverbs; likewise.
        oneself: finds a sentence in which members speak of themselves.
        noun_capitals: whether every noun begins with a capital, so that capitals make no name.
    """

    tag: str
    stop: frozenset[str]
    asking: frozenset[str]
    light: frozenset[str]
    chatter: frozenset[str]
    orders: frozenset[str]
    facts: frozenset[str]
    how: frozenset[str]
    degrees: frozenset[str]
    counting: frozenset[tuple[str, ...]]
    oneself: re.Pattern[str]
    verbs: frozenset[str] = frozenset()
    verb_stems: frozenset[str] = frozenset()
    manners: frozenset[str] = frozenset()
    noun_capitals: bool = False


_ENGLISH = Language(
    tag=DEFAULT_LANGUAGE,
    stop=stopwords.ENGLISH,
    asking=stopwords.ENGLISH_ASKING,
    light=light(),
    chatter=chatter(),
    orders=orders(),
    facts=ATTRIBUTES,
    how=frozenset({"how"}),
    degrees=frozenset(degrees(DEFAULT_LANGUAGE)),
    counting=frozenset({("how", "many"), ("how", "much")}),
    # In capitals it is a country.
    oneself=re.compile(
        r"\b(?:i|i'm|im|i've|my|me|mine|we|we're|our|(?-i:us|Us|uS))\b", re.IGNORECASE
    ),
    verbs=verbs(),
    verb_stems=frozenset(stem(verb) for verb in verbs()),
    manners=manners(),
)

_HOW = {"de": frozenset({"wie"}), "es": frozenset({"que", "cuanto", "cuanta"})}
_COUNTING = {
    "de": frozenset({("wie", "viele"), ("wieviele",)}),
    "es": frozenset({("cuantos",), ("cuantas",)}),
}


@lru_cache(maxsize=16)
def language(tag: str) -> Language:
    """A language by its tag; English for one that the search knows nothing of."""
    short = primary(tag)
    listed = spoken(short)
    if not listed:
        return _ENGLISH

    def typed(key: str) -> frozenset[str]:
        return frozenset(form for word in listed[key].split() for form in spellings(word, short))

    return Language(
        tag=short,
        stop=typed("stop"),
        asking=typed("asking"),
        light=typed("light"),
        chatter=typed("chatter"),
        orders=typed("orders"),
        facts=typed("facts"),
        how=_HOW[short],
        degrees=frozenset(form for word in degrees(short) for form in spellings(word, short)),
        counting=_COUNTING[short],
        oneself=re.compile(rf"\b(?:{'|'.join(listed['oneself'].split())})\b", re.IGNORECASE),
        noun_capitals=short == "de",
    )
