"""Question → query terms: each with every form under which a document may hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.core.catalog import Catalog
from bot.core.model import Sort
from bot.search import stopwords
from bot.search.asides import Placed, without_asides
from bot.search.attributes import asks_for_fact
from bot.search.compounds import Compounds
from bot.search.language import Language
from bot.search.meanings import Form, Meaning, Meanings, Sense, measure
from bot.search.numbers import magnitude
from bot.search.parts import Part, Reader, number_length
from bot.search.qualifiers import with_qualifiers
from bot.search.quoting import phrases_in
from bot.search.saying import LIGHT, PROPER, opens, proper, says, trust
from bot.search.separable import with_prefixes
from bot.search.sorts import sort_of
from bot.search.spelling import Speller
from bot.search.terms import QueryTerm, any_lab, counting, merged
from bot.search.words import bigrams, stem, words

_ADJECTIVE = 0.6
"""What "long" is worth as an answer to "how long"; a week is worth more."""

_LOOSE = 0.65
"""What a general synonym is worth of its usual weight for a word that asks for one particular fact:
who asks for a boss is seldom told of a leader, nor who asks what they pay of paying attention."""

_MARKUP = re.compile(
    r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]+:\d+|t:\d+[^>]*)>|https?://\S+|@(?:everyone|here)\b"
)
"""Mentions, custom emoji, timestamps and links, as Discord writes them into a message."""

_GENERAL = frozenset({Sense.SYNONYM, Sense.IDIOM, Sense.TRANSLATION})


class QueryAnalyzer:
    """Turns questions in one language into query terms. Immutable once built.

    Args:
        catalog: names, related words and the glossary.
        speller: corrects words nobody knows.
        asked_in: the language of the questions.
        languages: the tags of the library's languages.
        known: whether any passage holds an index term.
        written: whether documents in a language hold a word as it is written.
        size: how many passages there are.
        compounds: finds the library's, in a language that writes them as one word.
    """

    def __init__(
        self,
        catalog: Catalog,
        speller: Speller,
        *,
        asked_in: Language,
        languages: Sequence[str],
        known: Callable[[str], bool],
        written: Callable[[str, str], bool],
        size: int,
        compounds: Compounds | None = None,
    ) -> None:
        self._trust = trust(size)
        self.language, self._tag = asked_in, asked_in.tag
        self._languages = tuple(dict.fromkeys((asked_in.tag, *languages)))
        self._known, self._written = known, written
        self._counting = {words[-1] for words in asked_in.counting}
        self._compounds = compounds
        self._meanings = Meanings(catalog, asked_in, self._languages)
        self._reader = Reader(
            speller, self._meanings, asked_in, self._others, known, compounds=compounds
        )

    def _others(self, form: str) -> list[str]:
        """A word's stems in the library's other languages, where it is written in one."""
        others = self._languages[1:]
        return [stem(form, other) for other in others if self._written(form, other)]

    def terms(self, question: str) -> list[QueryTerm]:
        """What the question asks for, in its order; empty where that is nothing."""
        question = _MARKUP.sub(lambda found: " " * len(found[0]), question)
        terms: list[QueryTerm] = []
        end = 0
        for start, stop, phrase in phrases_in(question, self._languages):
            terms += [*self._free_terms(question[end:start]), phrase]
            end = stop
        terms = merged([*terms, *self._free_terms(question[end:])])
        return [] if _say_nothing(terms) else terms

    def _free_terms(self, question: str) -> list[QueryTerm]:
        """The terms of a stretch of the question outside quotation marks."""
        parts = self._reader.parts(question)
        if self._compounds:
            parts = with_prefixes(parts, question, self._known)
        keys = [part.key for part in parts]
        terms: list[Placed] = []
        pending: list[Part] = []  # characters of an unspaced script that no name covers
        at = 0
        while at < len(parts):
            length, meanings = self._meanings.longest(keys, at)
            if not length and parts[at].word.unspaced:
                pending.append(parts[at])
                at += 1
                continue
            terms += self._unspaced(pending, question)
            pending = []
            run = parts[at : at + (length or number_length(parts, at, self._tag))]
            asks = at > 0 and parts[at - 1].word.form in self.language.how
            measured = measure(keys[at], self._tag) if asks else ()
            if measured:
                run = run[:1]
                terms.append((run[0].word.start, self._measure(run[0], measured, question)))
            elif not self._says_nothing(run, meanings, question, parts[:at]):
                counted = self._counted(parts, at)
                found = self._term(run, meanings, question, counted=counted)
                terms += [(run[0].word.start, term) for term in found]
            at += len(run)
        terms += self._unspaced(pending, question)
        terms = with_qualifiers(terms, question, self._tag)
        kept = without_asides(terms, question, self.language, self._known)
        return counting(kept) if self._asks_how_many(parts) else kept

    def _counted(self, parts: Sequence[Part], at: int) -> bool:
        """Whether the words before a place ask how many there are of what comes there."""
        if not at or parts[at - 1].word.form not in self._counting:  # as behind nearly all words
            return False
        if at < len(parts) and parts[at].word.form in self.language.stop:  # how much does it cost
            return False
        before = tuple(part.word.form for part in parts[max(at - 2, 0) : at])
        return not self.language.counting.isdisjoint((before, before[-1:]))

    def _asks_how_many(self, parts: Sequence[Part]) -> bool:
        return any(self._counted(parts, at) for at in range(1, len(parts) + 1))

    def _says_nothing(
        self,
        run: Sequence[Part],
        meanings: Sequence[Meaning],
        question: str,
        before: Sequence[Part],
    ) -> bool:
        """Whether words only ask, greet or fill: grammar, orders, chatter no document holds."""
        if any(meaning.sense is Sense.GRAMMAR for meaning in meanings):
            return True
        word, chatter = run[0].word, self.language.chatter
        ordered = word.form in self.language.orders and not _entries(meanings, Sense.NAME)
        if ordered and len(question) > word.end:
            greeted = all(part.word.form in chatter for part in before)
            return greeted or opens(question, word.start)
        return len(run) == 1 and word.form in chatter and not self._known(run[0].key)

    def _measure(self, part: Part, forms: Sequence[Form], question: str) -> QueryTerm:
        """The term of "old" in "how old": an age is asked for, in whatever words."""
        text = question[part.word.start : part.word.end]
        fact = part.word.form not in self.language.degrees
        itself = [form._replace(weight=_ADJECTIVE) for form in self._literal([part])]
        worth = 1.0 if fact else self._importance([part], (), named=False)
        return QueryTerm(text, (*itself, *forms), worth, attribute=fact, sort=Sort.MANNER)

    def _term(
        self, run: Sequence[Part], meanings: Sequence[Meaning], question: str, *, counted: bool
    ) -> list[QueryTerm]:
        """The query term of a phrase that means something, or of a single word."""
        kept = [part for part in run if part.word.form not in self.language.stop]
        if not kept and not meanings:  # half of all words
            return []
        text = question[run[0].word.start : run[-1].word.end]
        names = _entries(meanings, Sense.NAME)
        # A theme of one word may be the fact itself: "funding".
        named = any_lab(names) or (len(run) > 1 and bool(names))
        attribute = not named and self._asks_for_fact(run, meanings)
        if attribute:  # a hint at a lab is not the fact asked for
            meanings = [meaning for meaning in meanings if meaning.sense is not Sense.HINT]
        if run[0].word.unspaced:
            forms = self._characters(run)
        else:
            forms = self._literal(kept) if kept else []
            if self._compounds and len(run) == 1:
                forms += self._compounds.forms(run[0].word.form)
            if meanings and len(kept) < len(run):  # "showing" alone is not "showing off"
                worth = len(kept) / len(run)
                forms = [Form(form.terms, worth * form.weight) for form in forms]
        for meaning in meanings:
            worth = _LOOSE if attribute and meaning.sense is Sense.SYNONYM else 1.0
            forms += [form._replace(weight=worth * form.weight) for form in meaning.forms]
        if not forms:  # a glossary may translate a word to nothing but grammar
            return []
        capital = not self.language.noun_capitals and proper(question, run[0].word.start)
        corrected = any(part.correction for part in run)
        shown = " ".join(part.correction or part.word.form for part in run) if corrected else None
        return [
            QueryTerm(
                text=text,
                forms=tuple(dict.fromkeys(forms)),
                importance=self._importance(run, meanings, named=capital),
                searched_as=shown or self._translation(run, forms),
                attribute=attribute,
                needed=counted or self._exact(run, capital=capital),
                sort=sort_of(run[-1].word.form, self.language),
                entries=names,
                hinted=_entries(meanings, Sense.HINT),
            )
        ]

    def _asks_for_fact(self, run: Sequence[Part], meanings: Sequence[Meaning]) -> bool:
        """Whether words ask for one particular fact, or for what the documents do not tell."""
        untold = any(meaning.sense is Sense.UNTOLD for meaning in meanings)
        return untold or asks_for_fact([part.word for part in run], self.language.facts)

    def _exact(self, run: Sequence[Part], *, capital: bool) -> bool:
        """Whether words are a name or a number, for which nothing else will do."""
        form = run[0].word.form  # one digit alone may only say how many are wanted: "name 3 labs"
        return capital or (form[0].isdigit() and len(form) > 1)

    def _importance(
        self, run: Sequence[Part], meanings: Sequence[Meaning], *, named: bool
    ) -> float:
        """How much a word says by itself; one that the catalog knows says all it can."""
        if any(meaning.sense not in _GENERAL for meaning in meanings):
            return 1.0
        if named:
            return PROPER
        if asks_for_fact([part.word for part in run[:1]], self.language.facts):
            return 1.0
        if run[0].word.unspaced or any(m.sense is Sense.IDIOM for m in meanings):
            # as much as what it is translated to
            shown = [form.shown for meaning in meanings for form in meaning.forms if form.shown]
            found = (says(word.form, self.language) for text in shown for word in words(text))
            return max(found, default=1.0) ** self._trust
        kept = (part.word.form for part in run if part.word.form not in self.language.stop)
        return max((says(form, self.language) for form in kept), default=LIGHT) ** self._trust

    def _literal(self, kept: Sequence[Part]) -> list[Form]:
        """The words themselves, stemmed in each of the library's languages."""
        forms = [
            Form(tuple(stem(part.word.form, language) for part in kept), 1.0)
            for language in self._languages
            if all(self._written(part.word.form, language) for part in kept)
        ]
        if len(kept) <= 2:
            following = kept[1].word.form if len(kept) == 2 else None
            forms += [Form((part.also,), 1.0) for part in kept if part.also]
            number = magnitude(kept[0].word.form, following, self._tag)
            if number:
                forms.append(Form((number,), 1.0))
        return forms

    def _characters(self, run: Sequence[Part]) -> list[Form]:
        """A word in an unspaced script itself, where passages hold its pairs of characters."""
        pairs = tuple(pair for pair, _, _ in bigrams("".join(part.key for part in run)))
        return [Form(pairs, 1.0)] if all(self._known(pair) for pair in pairs) else []

    def _translation(self, run: Sequence[Part], forms: Sequence[Form]) -> str | None:
        """What a word in an unspaced script was translated to, for showing."""
        if not run[0].word.unspaced:
            return None
        known = (form for form in forms if all(self._known(term) for term in form.terms))
        return next((form.shown for form in known if form.shown), None)

    def _unspaced(self, pending: Sequence[Part], question: str) -> list[Placed]:
        """Terms for a stretch of unspaced script that is no name: its bigrams, if known."""
        if not pending:
            return []
        while pending and pending[0].key in stopwords.CHINESE:
            pending = pending[1:]
        while pending and pending[-1].key in stopwords.CHINESE:
            pending = pending[:-1]
        if not pending:
            return []
        run = "".join(part.key for part in pending)
        start, end = pending[0].word.start, pending[-1].word.end
        pairs = list(bigrams(run))
        if any(self._known(pair) for pair, _, _ in pairs):
            return [
                (start + a, QueryTerm(question[start + a : start + b], (Form((pair,), 1.0),)))
                for pair, a, b in pairs
            ]
        worth = LIGHT if len(run) == 1 else 1.0  # what the lexicon left over of a longer word
        return [(start, QueryTerm(question[start:end], (Form((run,), 1.0),), worth))]


def _entries(meanings: Sequence[Meaning], sense: Sense) -> tuple[str, ...]:
    return tuple(m.entry for m in meanings if m.sense is sense and m.entry)


def _say_nothing(terms: Sequence[QueryTerm]) -> bool:
    """Whether all terms are digits, which mean something else in any passage: "what is 2 + 2?"."""
    return all(len(term.text) == 1 and term.text.isdigit() for term in terms)
