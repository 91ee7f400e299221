"""Question → Answer: what is said, what is cited, and when to say that nothing is there."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.core.errors import LibraryError
from bot.core.language import lazy_gettext
from bot.core.model import Answer, Citation, Entry, EntryKind, Hit, Outcome, SearchResult
from bot.core.nearest import biggest, near
from bot.core.snapshot import Snapshot

MAX_CITATIONS = 10
"""How many passages an answer cites at most."""

COVERED, COVERED_NAMED = 0.2, 0.36
"""The share of a question's weight from which a sentence is taken to answer it; more where
the question names a lab or theme, since its mere name is a good part of the question."""

EVIDENCE = 1.0
"""The evidence from which a passage is taken to be about what is asked; a question on
something else may find as much by chance. In a large library nearly every word stands
somewhere, so the shares alone would tell little."""

UNKNOWN, UNKNOWN_POLAR = 0.67, 0.40
"""The share that nobody knows from which the rest of a question is another question; less
where it asks yes or no, since then every word of it is part of the answer."""

HINTED = 0.58
"""The share from which a sentence answers that holds only what the question's words hint at
by the catalog, and where all of them are known; a general synonym covers less by itself."""

TOUCHED, HALF = 0.18, 0.5
"""The share from which a passage at least speaks of the question's subject; where it does so
in other words only, less than half of the question may be unknown."""

ALIKE, VERY_ALIKE = 0.1, 0.2
"""How far beyond chance a sentence is like the question, where a model tells it, from which it
answers in other words; more where one particular thing is asked for. Where a lab is named it
never does: all that is said of it is like the question."""


async def answer(snapshot: Snapshot, question: str) -> Answer:
    """Answers a question from a snapshot, or says honestly that it cannot.

    Never raises for anything a member may type: the outcome says how it ended.

    Args:
        snapshot: what to answer from; hold on to one for the length of an answer.
        question: as it was asked.

    Returns:
        The answer, with up to `MAX_CITATIONS` passages, best first.

    Raises:
        LibraryError: the index returned a passage that does not stand in its document.
    """
    start = time.perf_counter()
    found = await snapshot.index.search(question, limit=MAX_CITATIONS)
    return await compose(snapshot, question, found, start)


async def compose(snapshot: Snapshot, question: str, found: SearchResult, start: float) -> Answer:
    """Makes the answer out of what was found.

    Args:
        snapshot: what was searched.
        question: as it was asked.
        found: what the index found for it.
        start: `time.perf_counter()` when the question came in.
    """
    outcome = judge(found)
    cites = outcome in {Outcome.ANSWERED, Outcome.PARTIAL}
    citations = cite(snapshot, _worth_citing(found) if cites else ())
    close = near(snapshot.catalog, found) if outcome is Outcome.NOT_COVERED else ()
    offered = close or (biggest(snapshot) if outcome is Outcome.NOT_COVERED else ())
    missing = _missing(found, outcome)
    return Answer(
        question=question,
        outcome=outcome,
        quote=_quote(citations[0]) if outcome is Outcome.ANSWERED else None,
        citations=citations,
        entities=found.entries,
        missing=missing,
        corrections=tuple((t.text, t.searched_as) for t in found.terms if t.searched_as),
        suggestions=offered,
        near=bool(close),
        spoken_of=tuple(w for w in _held(found) if w not in missing) if cites else (),
        took_ms=(time.perf_counter() - start) * 1000,
    )


def _missing(found: SearchResult, outcome: Outcome) -> tuple[str, ...]:
    """The words nothing was found on; for a partial answer, also those not found beside it."""
    if outcome is Outcome.INVALID:
        return ()
    unknown = {at for at, term in enumerate(found.terms) if not term.known}
    if outcome is Outcome.PARTIAL:
        best = found.hits[0]
        asked = {at for at, term in enumerate(found.terms) if term.attribute}
        unknown |= asked - set(best.sentence_matched)
    return tuple(term.text for at, term in enumerate(found.terms) if at in unknown)


def _held(found: SearchResult) -> tuple[str, ...]:
    """The words of the question that the best passage holds, those that say most first."""
    held = sorted((found.terms[at] for at in found.hits[0].matched), key=lambda t: -t.weight)
    return tuple(term.text for term in held)


async def about(snapshot: Snapshot, entry: Entry) -> tuple[Citation, ...]:
    """Every passage that concerns a lab or theme, best first, as numbered citations."""
    return cite(snapshot, await snapshot.index.concerning(entry))


def judge(found: SearchResult) -> Outcome:
    """Decides whether what was found answers the question."""
    if not found.terms:
        return Outcome.INVALID
    if not found.hits:
        return Outcome.NOT_COVERED
    best = found.hits[0]
    asked = {at for at, term in enumerate(found.terms) if term.attribute}
    unknown = sum(term.weight for term in found.terms if not term.known)
    hinted = not unknown and best.sentence_coverage >= HINTED
    sure = (best.literal or hinted) and unknown < (UNKNOWN_POLAR if found.polar else UNKNOWN)
    named = {at for at, term in enumerate(found.terms) if term.name}
    beside = best.sentence_matched if asked else best.matched  # the fact is told of them
    of_it = not named or not named.isdisjoint(beside)
    told = of_it and asked <= set(best.sentence_matched) and best.fits
    covered = best.sentence_coverage >= (COVERED_NAMED if found.entries else COVERED)
    held = sure and covered and best.evidence >= EVIDENCE
    if told and (held or _alike(found)):
        return Outcome.ANSWERED
    touched = best.coverage >= TOUCHED and (best.literal or unknown < HALF)
    if touched or _beyond_chance(found, best) >= 0 or (found.entries and best.matched):
        return Outcome.PARTIAL
    return Outcome.NOT_COVERED


def _beyond_chance(found: SearchResult, hit: Hit) -> float:
    """How much liker the question a passage is than the likest is by chance."""
    return -1.0 if hit.similarity is None else hit.similarity - found.chance


def _alike(found: SearchResult) -> bool:
    """Whether the best sentence means what is asked, where a model tells."""
    lab = any(entry.kind is EntryKind.LAB for entry in found.entries)
    least = VERY_ALIKE if found.particular else ALIKE
    return not lab and _beyond_chance(found, found.hits[0]) >= least


def _worth_citing(found: SearchResult) -> tuple[Hit, ...]:
    """The hits that cover the question, or are like it, nearly as well as the best does."""
    best = max(hit.coverage for hit in found.hits)
    near = max(0.0, max(_beyond_chance(found, hit) for hit in found.hits) / 2)
    return tuple(
        hit for hit in found.hits if hit.coverage >= best / 2 or _beyond_chance(found, hit) >= near
    )


def cite(
    snapshot: Snapshot, hits: Sequence[Hit], numbers: Sequence[int] | None = None
) -> tuple[Citation, ...]:
    """Numbers the hits and says where they stand, checking each against its document.

    Args:
        snapshot: what the hits were found in.
        hits: the passages to cite, in their order.
        numbers: the number of each; None for 1, 2, 3 and so on.

    Raises:
        LibraryError: a passage does not stand verbatim in its document.
    """
    citations: list[Citation] = []
    for n, hit in zip(numbers or range(1, len(hits) + 1), hits, strict=True):
        passage = hit.passage
        document = snapshot.documents[passage.document_id]
        if document.text[passage.start : passage.end] != passage.text:
            raise LibraryError(
                lazy_gettext(
                    "A passage of {document} no longer matches its document. Ask a moderator to "
                    "reload the knowledge folder.",
                    document=document.id,
                )
            )
        citations.append(
            Citation(
                n=n,
                document=document.id,
                title=document.title,
                section=" › ".join(h for h in passage.section if h != document.title),
                passage=passage,
                url=document.url,
                highlights=hit.highlights,
                sentence=hit.sentence,
            )
        )
    return tuple(citations)


def _quote(citation: Citation) -> str:
    return citation.passage.text[citation.sentence.start : citation.sentence.end]
