"""`make bench-search`: how fast and how well the search finds, beside other engines.

Every engine gets the same words of the same paragraphs, cut and stemmed beforehand by our
analyzer, and the same questions. The engines take turns, in an order drawn anew for each
batch of questions, so that whatever else the machine does hits all alike; each figure is
the median of several rounds. Run it from benchmarks/.venv, which holds the peers.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpora import (
    FOREIGN,
    Placed,
    Question,
    SharedDataMissing,
    Squad,
    as_documents,
    snapshot_of,
    squad,
    tell,
)
from peers import PEERS, NotHere, Peer, Words, bm25s_from_text
from tables import percentiles, print_table, share

from bot.core.catalog import Catalog
from bot.core.model import SearchResult
from bot.search.analysis import Analyzer
from bot.search.index import Bm25Index

K = 10
"""How many passages are asked for."""

WHOLE = "footnote, whole search (from text)"
RERANKED = "footnote, with re-ranking"

BATCH = 50
"""Questions an engine answers before it is another's turn."""

BUILDS = 3
"""How often both are built from texts."""

SLOW_SHARE = 10
"""Engines that score every passage answer one of so many batches, in the first round."""

Asked = tuple[Words, Question]


@dataclass
class Runner:
    """An engine over one corpus, and what was measured of it.

    Attributes:
        name: as the table shows it.
        ask: finds the best passages; this is what is timed.
        numbers: what `ask` returned as the paragraphs' numbers, best first.
        build_s: seconds it took to build.
        slow: asked less often.
        rounds: seconds for each question, a list a round.
    """

    name: str
    ask: Callable[[Asked], Any]
    numbers: Callable[[Any], Sequence[int]]
    build_s: float
    slow: bool = False
    rounds: list[list[float]] = field(default_factory=list[list[float]])

    def figures(self) -> list[str]:
        """The medians of the rounds' p50 and p99, and the build time."""
        each = [percentiles(seconds) for seconds in self.rounds if seconds]
        p50, p99 = (statistics.median(values) for values in zip(*each, strict=True))
        return [self.name, f"{p50:.3f}", f"{p99:.3f}", f"{self.build_s:.2f}"]


@dataclass(frozen=True)
class Material:
    """What is searched and asked.

    Attributes:
        squad: the paragraphs among all the others.
        words: the words of each paragraph, SQuAD's own first.
        asked: the questions, each with its words.
    """

    squad: Squad
    words: Sequence[Words]
    asked: Sequence[Asked]

    @property
    def sizes(self) -> dict[str, int]:
        """How many passages the corpora of the table hold."""
        return {"1k": len(self.squad.paragraphs), "20k": 20_000, "100k": len(self.words)}


def main() -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(description="Speed and quality of search beside its peers.")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--sizes", default="1k,20k,100k", help="some of 1k,20k,100k")
    parser.add_argument("--only", default="", help="only engines whose name holds this")
    given = parser.parse_args()
    try:
        material = prepare()
    except SharedDataMissing as error:
        print(error, file=sys.stderr)
        return 1
    quality: list[list[str]] = []
    for label in given.sizes.split(","):
        size = material.sizes[label]
        runners = build(material, size, given.only)
        measure(runners, material.asked, given.rounds)
        heads = ["engine", "p50 ms", "p99 ms", "build s"]
        print_table(f"{size:,} passages, the best {K}", heads, [r.figures() for r in runners])
        if any(runner.name == WHOLE for runner in runners):
            print_text_build(material, size)
        sys.stdout.flush()
        if label != "20k":  # the corpora that the goals name: SQuAD alone, and among all
            quality += [[f"{size:,}", *row] for row in hits(runners, material)]
        del runners
    if quality:
        print_table("The right paragraph of SQuAD", ["of", "engine", "hit@1", "hit@5"], quality)
    return 0


def prepare() -> Material:
    """Reads the paragraphs and cuts them into words, once for all engines.

    Raises:
        SharedDataMissing: there is nothing to measure on.
    """
    everything = squad(FOREIGN)
    analyzer = Analyzer(Catalog())
    texts = everything.texts
    words: list[Words] = []
    for at, text in enumerate(texts, 1):
        words.append([token.term for token in analyzer.tokens(text)])
        if at % 1000 == 0 or at == len(texts):
            tell("words of the passages", at, len(texts))
    asked = [
        (tuple(dict.fromkeys(token.term for token in analyzer.tokens(question.text))), question)
        for question in everything.questions
    ]
    return Material(everything, words, asked)


def build(material: Material, size: int, only: str) -> list[Runner]:
    """Builds every engine over the first so many passages."""
    runners: list[Runner] = []
    for peer in PEERS:
        if only not in peer.name:
            continue
        tell(f"building {peer.name} over {size:,} passages")
        try:
            runners.append(_runner(peer, material.words[:size]))
        except NotHere as reason:
            print(f"\n{peer.name} is left out: {reason}.")
    if not only or only in "footnote":
        tell(f"building footnote over {size:,} passages, from their texts")
        runners += _whole(material, size)
    return runners


def _runner(peer: Peer, words: Sequence[Words]) -> Runner:
    start = time.perf_counter()
    search = peer.build(words)
    took = time.perf_counter() - start
    return Runner(peer.name, lambda asked: search(asked[0], K), _as_given, took, peer.slow)


def _as_given(found: Sequence[int]) -> Sequence[int]:
    return found


def _whole(material: Material, size: int) -> list[Runner]:
    """The search as the bot calls it, with closer look and highlights.

    Once from the question as it was read, as the peers get it, and once from its text.
    """
    placed = _placed(material, size)
    start = time.perf_counter()
    index = snapshot_of(placed).index
    took = time.perf_counter() - start
    if not isinstance(index, Bm25Index):
        raise TypeError("the bot searches with another index; measure that one")
    read = {question.text: index.read(question.text) for _, question in material.asked}

    def numbers(found: SearchResult) -> list[int]:
        return [placed.paragraph(hit.passage) for hit in found.hits]

    return [
        Runner(RERANKED, lambda asked: index.find(read[asked[1].text], limit=K), numbers, took),
        Runner(WHOLE, lambda asked: index.find(index.read(asked[1].text), limit=K), numbers, took),
    ]


def _placed(material: Material, size: int) -> Placed:
    """The first so many paragraphs as documents."""
    own = material.squad.paragraphs[:size]
    foreign = material.squad.foreign[: size - len(own)]
    return as_documents(Squad(own, material.squad.questions, foreign))


def print_text_build(material: Material, size: int) -> None:
    """How long building takes from the texts themselves, beside bm25s's own tokenizer.

    In turns, for the first time in a process is slower: dictionaries are read, and stems are
    not known yet.
    """
    placed, texts = _placed(material, size), material.squad.texts[:size]
    ours: list[float] = []
    theirs: list[float] = []
    try:
        for _ in range(BUILDS):
            gc.collect()
            start = time.perf_counter()
            snapshot_of(placed)
            ours.append(time.perf_counter() - start)
            gc.collect()
            theirs.append(bm25s_from_text(texts))
    except NotHere as reason:
        print(f"\nbm25s from texts is left out: {reason}.")
        return
    shown = (" ".join(f"{seconds:.1f}" for seconds in row) for row in (ours, theirs))
    print("\nBuilt from the texts, in turns: footnote {} s, bm25s {} s.".format(*shown))


def measure(runners: Sequence[Runner], asked: Sequence[Asked], rounds: int) -> None:
    """Lets the engines take turns, and keeps how long each took for each question."""
    order = random.Random(1)
    batches = [asked[at : at + BATCH] for at in range(0, len(asked), BATCH)]
    for runner in runners:  # compilers and caches warm up outside of the measurement
        for question in asked[:BATCH] if not runner.slow else asked[:1]:
            runner.ask(question)
    gc.collect()
    gc.freeze()  # what is built stays; nobody's question pays for walking over it
    for number in range(rounds):
        for runner in runners:
            runner.rounds.append([])
        for at, batch in enumerate(batches, 1):
            tell(f"round {number + 1} of {rounds}, batch", at, len(batches))
            skip_slow = number > 0 or at % SLOW_SHARE != 1
            taking_part = [r for r in runners if not (r.slow and skip_slow)]
            for runner in order.sample(taking_part, len(taking_part)):
                _time(runner, batch)
    gc.unfreeze()


def _time(runner: Runner, batch: Sequence[Asked]) -> None:
    ask, taken = runner.ask, runner.rounds[-1]
    for question in batch:
        start = time.perf_counter()
        ask(question)
        taken.append(time.perf_counter() - start)


def hits(runners: Sequence[Runner], material: Material) -> list[list[str]]:
    """How often each engine finds the paragraph that answers, over all questions."""
    places = {p.number: at for at, p in enumerate(material.squad.paragraphs)}
    rows: list[list[str]] = []
    for runner in runners:
        if runner.name == RERANKED:  # finds what the whole search finds
            continue
        first = fifth = 0
        for done, asked in enumerate(material.asked, 1):
            found = list(runner.numbers(runner.ask(asked)))[:5]
            right = places[asked[1].paragraph]
            first += found[:1] == [right]
            fifth += right in found
            tell(f"quality of {runner.name}", done, len(material.asked))
        count = len(material.asked)
        rows.append([runner.name, share(first, count), share(fifth, count)])
    return rows


if __name__ == "__main__":
    sys.exit(main())
