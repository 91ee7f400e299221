"""The best passages for a question, in loops that numba compiles. See `compiled.py`.

The same as `topk.TopPassages`, straight from the model's arrays: no posting is copied. And as
few passages are looked at as can be (MaxScore: Turtle and Flood 1995, "Query evaluation:
strategies and optimizations"): where so many passages as are wanted surely reach a score, words
whose highest scores together stay below it can only improve passages that other words find, so
they are looked up in those and nowhere else. The sure score comes from each word's k-th best.

Written for the compiler, which knows numbers, arrays and loops, and works out their types.
Throughout, `ids`, `scores` and `offsets` are the model's postings (see `best_passages`), and
`terms` the question's: where each term's forms begin, where each form's words, the words.
"""

# pyright: basic
# ruff: noqa: ANN001, ANN201, ANN202, PLR0917
from __future__ import annotations

import numpy as np
from numba import njit

_LATER = 0.6
"""Terms are left for later while they give at most this share of the sure score together."""

_ROUNDING = 1e-9
"""Sums in another order may differ by less than this."""


@njit(nogil=True)
def _form_score(ids, scores, offsets, words, passage):
    """The sum of the scores of a form's words in a passage; 0 where it lacks one of them."""
    total = 0.0
    for word in words:
        start, last = offsets[word], offsets[word + 1]
        end = last
        while start < end:
            middle = (start + end) >> 1
            if ids[middle] < passage:
                start = middle + 1
            else:
                end = middle
        if start == last or ids[start] != passage:
            return 0.0
        total += scores[start]
    return total


@njit(nogil=True)
def _rarest(offsets, words):
    """Where the posting of a form's rarest word lies; nowhere else is all of the form."""
    start, end = offsets[words[0]], offsets[words[0] + 1]
    for word in words[1:]:
        if offsets[word + 1] - offsets[word] < end - start:
            start, end = offsets[word], offsets[word + 1]
    return start, end


@njit(nogil=True)
def _form_top(highest, words):
    """The highest sum of scores that a form's words may have; 0 where one stands nowhere."""
    total = 0.0
    for word in words:
        if highest[word] == 0.0:
            return 0.0
        total += highest[word]
    return total


@njit(nogil=True)
def _add(ids, scores, offsets, terms, weights, term, factor, sums, best):
    """Adds to each passage's sum what the best of a term's forms gives it."""
    forms_of, words_of, words = terms
    first, last = forms_of[term], forms_of[term + 1]
    for form in range(first, last):
        own, weight = words[words_of[form] : words_of[form + 1]], weights[form]
        start, end = _rarest(offsets, own)
        if last - first == 1 and len(own) == 1:
            for at in range(start, end):
                sums[ids[at]] += scores[at] * (weight * factor)
            return
        for at in range(start, end):
            score = scores[at]
            if len(own) > 1:
                score = _form_score(ids, scores, offsets, own, ids[at])
            best[ids[at]] = max(best[ids[at]], score * weight)
    for form in range(first, last):
        start, end = _rarest(offsets, words[words_of[form] : words_of[form + 1]])
        for at in range(start, end):
            sums[ids[at]] += best[ids[at]] * factor
            best[ids[at]] = 0.0


@njit(nogil=True)
def _term_score(ids, scores, offsets, terms, weights, term, passage):
    """What the best of a term's forms gives a passage."""
    forms_of, words_of, words = terms
    best = 0.0
    for form in range(forms_of[term], forms_of[term + 1]):
        own = words[words_of[form] : words_of[form + 1]]
        best = max(best, _form_score(ids, scores, offsets, own, passage) * weights[form])
    return best


@njit(nogil=True)
def _keep(best_ids, best_scores, count, passage, score):
    """Puts a passage among the best where it belongs there, and says how many there are.

    They descend; of equal ones the lower number goes first.
    """
    last = len(best_scores) - 1
    at = min(count, last)
    if count > last and not (
        score > best_scores[last] or (score == best_scores[last] and passage < best_ids[last])
    ):
        return count
    while at > 0 and (
        best_scores[at - 1] < score or (best_scores[at - 1] == score and best_ids[at - 1] > passage)
    ):
        best_ids[at], best_scores[at] = best_ids[at - 1], best_scores[at - 1]
        at -= 1
    best_ids[at], best_scores[at] = passage, score
    return min(count + 1, last + 1)


@njit(nogil=True)
def _bounds(terms, weights, factors, highest, sure, level):
    """The most each term can give, and a score that enough passages reach for certain."""
    forms_of, words_of, words = terms
    tops, floor = np.zeros(len(factors)), 0.0
    for term in range(len(factors)):
        for form in range(forms_of[term], forms_of[term + 1]):
            own, weight = words[words_of[form] : words_of[form + 1]], weights[form] * factors[term]
            tops[term] = max(tops[term], _form_top(highest, own) * weight)
            if len(own) == 1 and level >= 0:
                floor = max(floor, sure[own[0], level] * weight)
    return tops, floor


@njit(nogil=True)
def _reaching(ids, offsets, terms, order, sums, least, rest, k):
    """The passages whose sums may lead among the best, each once, and a score k of them reach.

    Leaves the sums zero. `order` are the terms whose sums these are; below `least` they may
    not lead there; `rest` is what a passage may get beside its sum; `k` are wanted.
    """
    forms_of, words_of, words = terms
    size = 0
    for term in order:
        for form in range(forms_of[term], forms_of[term + 1]):
            start, end = _rarest(offsets, words[words_of[form] : words_of[form + 1]])
            size += end - start
    found, reached = np.empty(size, np.int32), np.empty(size, np.float64)
    best_ids, best_scores = np.empty(k, np.int32), np.empty(k, np.float64)
    count = kept = 0
    for term in order:
        for form in range(forms_of[term], forms_of[term + 1]):
            start, end = _rarest(offsets, words[words_of[form] : words_of[form + 1]])
            for at in range(start, end):
                passage = ids[at]
                score = sums[passage]
                sums[passage] = 0.0
                if score == 0.0 or score < least:
                    continue
                found[count], reached[count] = passage, score
                count += 1
                kept = _keep(best_ids, best_scores, kept, passage, score)
                if kept == k:
                    least = max(least, best_scores[k - 1] - rest - _ROUNDING)
    return found[:count], reached[:count], least


def best_passages(ids, scores, offsets, highest, sure, ints, floats, k, sums, best):
    """The k passages with the highest sums, best first; ties by lower number.

    Args:
        ids: the model's postings, word after word.
        scores: what the word adds to each passage's score.
        offsets: where each word's posting begins, and where the last one's ends.
        highest: for each word the highest of its scores.
        sure: for each word its scores at the places `FLOORS`, 0 where there are fewer.
        ints: how many terms there are; where each one's forms begin, and where the last
            one's end; where each form's words begin, and where the last one's end; the
            words' numbers. In one array, since each argument costs.
        floats: what the sum of each form's scores is multiplied by, and then what the best
            of each term's forms is multiplied by.
        k: at most so many passages, 1 or more.
        sums: a zero for each passage there is; they are zero again afterwards.
        best: the same again.
    """
    forms_of = ints[1 : ints[0] + 2]
    forms = forms_of[-1]
    words_of = ints[ints[0] + 2 : ints[0] + forms + 3]
    terms = (forms_of, words_of, ints[ints[0] + forms + 3 :])
    weights, factors = floats[:forms], floats[forms:]
    level = 0 if k <= 10 else 1 if k <= 50 else -1
    tops, floor = _bounds(terms, weights, factors, highest, sure, level)
    order = np.argsort(-tops, kind="mergesort")
    # Terms that together cannot lift a passage to the floor are only looked up in what the
    # others find.
    later, rest = len(order), 0.0
    while later > 1 and rest + tops[order[later - 1]] <= floor * _LATER:
        later -= 1
        rest += tops[order[later]]
    for term in order[:later]:
        _add(ids, scores, offsets, terms, weights, term, factors[term], sums, best)
    least = max(floor - rest - _ROUNDING, 0.0)
    found, reached, least = _reaching(ids, offsets, terms, order[:later], sums, least, rest, k)
    best_ids, best_scores = np.empty(k, np.int32), np.empty(k, np.float64)
    kept = 0
    for at in range(len(found)):
        passage, score, left = found[at], reached[at], rest
        for term in order[later:]:
            # What is missing by now cannot be made up for.
            if score + left < least + rest:
                break
            left -= tops[term]
            given = _term_score(ids, scores, offsets, terms, weights, term, passage)
            score += given * factors[term]
        if score >= least:
            kept = _keep(best_ids, best_scores, kept, passage, score)
            if kept == k:
                least = max(least, best_scores[k - 1] - rest - _ROUNDING)
    return best_ids[:kept], best_scores[:kept]


def sure_scores(scores, offsets, few, many):
    """For each word the scores at these two places among its own; 0 where it has fewer."""
    sure = np.zeros((len(offsets) - 1, 2))
    for word in range(len(offsets) - 1):
        own = scores[offsets[word] : offsets[word + 1]]
        if len(own) >= few:
            ascending = np.sort(own)
            sure[word, 0] = ascending[-few]
            if len(own) >= many:
                sure[word, 1] = ascending[-many]
    return sure
