"""Found → outcome: whether what was found answers a question, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.model import EntryKind, Hit, SearchResult, Sort
from bot.core.questions import Outcome

COVERED = 0.28
"""The share of a question's weight from which a sentence is taken to answer it."""

ACROSS = 0.8
"""What it is worth beside that if a passage holds as much only in several sentences together."""

ASKED_OF = 0.5
"""What a word of the question is worth beside one that the passage holds, which stands only in
questions that the passage answers by the catalog."""

ALL_ASKED = 0.8
"""The share of a question that a passage and the questions it answers hold together, from which
it answers this one as well."""

EVIDENCE = 1.2
"""The evidence from which a passage is taken to be about what is asked; a question on
something else may find as much by chance. In a large library nearly every word stands
somewhere, so the shares alone would tell little."""

OWN_AFFAIRS = 2.5
"""The same where members ask about what is theirs or what they are to do, and name no lab: hardly a
document tells it, and their words ("my monitor") mean something else in one that holds them."""

UNKNOWN = 0.67
"""The share that nobody knows from which the rest of a question is another question."""

IN_OTHER_WORDS = 0.7
"""How far the share of words nobody knows is forgiven that say how something is or what is done,
where the question names a lab or theme: they may put in other words what is said of it."""

THINGS = 0.35
"""The share from which things that nobody knows of are what is asked about a lab."""

HINTED = 0.35
"""The share from which a sentence answers that holds only synonyms of the question's words,
or what they hint at by the catalog."""

SAYS, ASKS = 0.1, 0.2
"""The share beside names that a passage holds if it says anything of whom it names; asked for only
where the question asks so much beside names."""

TOLD_ELSEWHERE = 0.4
"""The share beside a lab's name that the documents know of from which a passage has to hold some of
it: what only others hold is not told of that lab. What nobody knows may be told in other words."""

LISTED = 4
"""The number of labs from which a passage that names them is a list."""

TOUCHED, HALF = 0.18, 0.5
"""The share from which a passage at least speaks of the question's subject; where it does so
in other words only, less than half of the question may be unknown."""

BARELY = 0.75
"""The evidence from which it does so, whatever the shares are."""

ALIKE, VERY_ALIKE = 0.05, 0.2
"""How far beyond chance a sentence is like the question, where a model tells it, from which it
answers in other words; more where one particular thing is asked for. Where a lab is named it
never does: all that is said of it is like the question."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule an answer has to pass.

    Attributes:
        rule: what it asks, as a clause.
        holds: whether the best passage passes it.
        value: what was measured, where the rule is about a figure.
        bound: what it is measured against.
    """

    rule: str
    holds: bool
    value: float | None = None
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a question ends, and why.

    Attributes:
        outcome: how it ends.
        checks: what the best passage had to pass to be an answer; none where there is none.
    """

    outcome: Outcome
    checks: tuple[Check, ...] = ()


def judge(found: SearchResult) -> Outcome:
    """Decides whether what was found answers the question."""
    return verdict(found).outcome


def verdict(found: SearchResult) -> Verdict:
    """Decides whether what was found answers the question, and says by which rules."""
    if not found.terms:
        return Verdict(Outcome.INVALID)
    if not found.hits:
        return Verdict(Outcome.NOT_COVERED)
    best = found.hits[0]
    unknown = _unknown(found, best)
    words, always = _by_words(found, best, unknown), _always(found, best)
    instead = (*_by_questions(found, best), *_by_meaning(found, best))
    held = all(check.holds for check in words) or any(check.holds for check in instead)
    checks = (*words, *instead, *always)
    if held and all(check.holds for check in always):
        return Verdict(Outcome.ANSWERED, checks)
    touched = reach(found, best) >= TOUCHED and (best.literal or unknown < HALF)
    if (
        touched
        or best.evidence >= BARELY
        or beyond_chance(found, best) >= 0
        or (found.entries and best.matched)
    ):
        return Verdict(Outcome.PARTIAL, checks)
    return Verdict(Outcome.NOT_COVERED, checks)


def reach(found: SearchResult, hit: Hit, worth: float = ASKED_OF) -> float:
    """How much of the question a passage holds, or questions hold that it answers, 0 to 1."""
    return hit.coverage + worth * _share(found, hit.asked)


def beyond_chance(found: SearchResult, hit: Hit) -> float:
    """How much liker the question a passage is than the likest is by chance; -1 if unknown."""
    return -1.0 if hit.similarity is None else hit.similarity - found.chance


def _by_questions(found: SearchResult, best: Hit) -> tuple[Check, ...]:
    """What does instead of its own words, where the catalog says what a passage answers."""
    if not best.asked or len(best.asked) + len(best.matched) == 1:
        return ()
    held = reach(found, best, 1.0)
    rule = "or instead of these: it answers a question in nearly the same words"
    return (Check(rule, held >= ALL_ASKED, held, ALL_ASKED),)


def _by_meaning(found: SearchResult, best: Hit) -> tuple[Check, ...]:
    """What does instead of the words, where a model tells."""
    if best.similarity is None:
        return ()
    lab = _names_lab(found)
    enough = found.chance + (VERY_ALIKE if found.particular else ALIKE)
    alike = not lab and best.similarity >= enough
    rule = "or instead of these: no lab is named, and a sentence is like the question"
    return (Check(rule, alike, best.similarity, enough),)


def _names_lab(found: SearchResult) -> bool:
    return any(entry.kind is EntryKind.LAB for entry in found.entries)


def _unknown(found: SearchResult, best: Hit, sort: Sort | None = None) -> float:
    """The share of the words (of a sort) that neither a document nor an answered question holds."""
    terms = ((at, term) for at, term in enumerate(found.terms) if sort in {None, term.sort})
    return _share(found, (at for at, term in terms if not term.known and at not in best.asked))


def _by_words(found: SearchResult, best: Hit, unknown: float) -> tuple[Check, ...]:
    hinted = best.sentence_coverage >= HINTED
    forgiven = IN_OTHER_WORDS * _unknown(found, best, Sort.MANNER) if found.entries else 0.0
    covered = max(best.sentence_coverage, ACROSS * reach(found, best)) / (1 - forgiven)
    unknown -= forgiven
    evidence = OWN_AFFAIRS if found.personal and not _names_lab(found) else EVIDENCE
    return (
        Check("it holds enough of the question", covered >= COVERED, covered, COVERED),
        Check(
            "its passage is more than chance finds",
            best.evidence >= evidence,
            best.evidence,
            evidence,
        ),
        Check("not too much of the question is unknown", unknown < UNKNOWN, unknown, UNKNOWN),
        Check("it holds more than synonyms and hints", best.literal or hinted),
    )


def _always(found: SearchResult, best: Hit) -> tuple[Check, ...]:
    asked = {at for at, term in enumerate(found.terms) if term.attribute}
    named = {at for at, term in enumerate(found.terms) if term.name}
    needed = {
        at
        for at, term in enumerate(found.terms)
        if term.needed and not term.name  # one of two labs will do
    }
    beside = best.sentence_matched if asked else best.matched  # the fact is told of them
    return (
        *_beside_names(found, best),
        *_things(found, best),
        Check(
            "it speaks of whom is asked",
            not named or not named.isdisjoint({*beside, *best.asked}),
        ),
        Check(
            "it holds the names and numbers of the question, and what is counted",
            needed <= {*best.matched, *best.asked},
        ),
        Check("it tells every fact asked for", asked <= set(best.sentence_matched)),
        Check("it holds the kind of answer asked for", best.fits),
    )


def _beside_names(found: SearchResult, best: Hit) -> tuple[Check, ...]:
    """Whether more than names is held, where names alone are most likely no answer.

    A list tells whether somebody is on it and nothing else of them, and a reason is more than the
    names it is asked about. What the documents know of and do not tell of a lab is told of others.
    """
    listed = best.labs >= LISTED and not found.polar and any(term.name for term in found.terms)
    beside = [at for at, term in enumerate(found.terms) if not term.name and not term.needed]
    if (found.why or listed) and _share(found, beside) >= ASKS:
        held = _share(found, (at for at in beside if at in best.matched))
        rule = "it gives a reason and not only names" if found.why else "it is more than a list"
        return (Check(rule, held >= SAYS, held, SAYS),)
    known = _share(found, (at for at in beside if found.terms[at].known))
    if not _names_lab(found) or known < TOLD_ELSEWHERE:
        return ()
    told = not set(beside).isdisjoint((*best.matched, *best.asked))
    return (Check("it tells of the lab some of what is asked", told),)


def _share(found: SearchResult, terms: Iterable[int]) -> float:
    """How much of the question some of its terms are, 0 to 1."""
    return sum(found.terms[at].weight for at in terms)


def _things(found: SearchResult, best: Hit) -> tuple[Check, ...]:
    """Whether it is not mostly things that are asked about a lab and that no document holds."""
    if not _names_lab(found):
        return ()
    things = _unknown(found, best, Sort.THING)
    return (Check("the things asked about are known", things < THINGS, things, THINGS),)
