"""Question → Answer: what is said, what is cited, and when to say that nothing is there."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bot.core.errors import LibraryError
from bot.core.judging import beyond_chance, judge, reach
from bot.core.language import lazy_gettext
from bot.core.model import Entry, Hit, SearchResult
from bot.core.nearest import biggest, near
from bot.core.questions import Answer, Citation, Outcome
from bot.core.snapshot import Snapshot

MAX_CITATIONS = 10
"""How many passages an answer cites at most."""

WORTH_CITING = 0.4
"""How much a passage covers that is cited, beside the one that covers most."""


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


def _worth_citing(found: SearchResult) -> tuple[Hit, ...]:
    """The hits that cover the question, or are like it, not much worse than the best does."""
    best = max(reach(found, hit) for hit in found.hits)
    near = max(0.0, max(beyond_chance(found, hit) for hit in found.hits) / 2)
    return tuple(
        hit
        for hit in found.hits
        if reach(found, hit) >= WORTH_CITING * best or beyond_chance(found, hit) >= near
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
