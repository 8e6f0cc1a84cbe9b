"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

Answers = list[str | None]
Marks = dict[int, set[int]]


# ------------------------------------------------------------------------------------------------ 1, kappa_of
def kappa_by(luck_of: Callable[[list[str], list[str]], float], keep=lambda a, b: a is not None and b is not None):
    """Kappa around how luck is worked out from the answers of two readers."""

    def answer(one: Answers, other: Answers) -> float:
        seen = [(a, b) for a, b in zip(one, other, strict=True) if keep(a, b)]
        agreement = sum(a == b for a, b in seen) / len(seen)
        luck = luck_of([a for a, _ in seen], [b for _, b in seen])
        return 1.0 if luck == 1 else (agreement - luck) / (1 - luck)

    return answer


def true_luck(first: list[str], second: list[str]) -> float:
    """The share of all pairs, one answer of each reader, that are equal."""
    return sum(a == b for a in first for b in second) / (len(first) * len(second))


def evenly(first: list[str], second: list[str]) -> float:
    return 1 / len(set(first) | set(second))


def pooled(first: list[str], second: list[str]) -> float:
    both = first + second
    return sum((both.count(answer) / len(both)) ** 2 for answer in set(both))


def without_empty(first: list[str], second: list[str]) -> float:
    n = len(first)
    return sum(first.count(answer) * second.count(answer) / n**2 for answer in set(first) if answer)


def each_time(first: list[str], second: list[str]) -> float:
    """An answer adds its luck as often as the first reader gave it."""
    return sum(first.count(answer) * second.count(answer) / len(first) ** 2 for answer in first)


def marked_or_not(first: list[str], second: list[str]) -> float:
    """The luck of the lesson's two answers."""
    a, b = (sum(map(bool, side)) / len(side) for side in (first, second))
    return a * b + (1 - a) * (1 - b)


def shares_of_all(one: Answers, other: Answers) -> float:
    """Shares among all words, also those that one of the two did not see."""
    seen = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    agreement = sum(a == b for a, b in seen) / len(seen)
    luck = true_luck([a for a in one if a is not None], [b for b in other if b is not None])
    return 1.0 if luck == 1 else (agreement - luck) / (1 - luck)


def none_kept(total: Callable[[Answers, int], int], different=set):
    """The luck from all that the readers were asked, `None` with it, divided by the square of `total`."""

    def answer(one: Answers, other: Answers) -> float:
        seen = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
        agreement = sum(a == b for a, b in seen) / len(seen)
        luck = sum(one.count(each) * other.count(each) for each in different(one)) / total(one, len(seen)) ** 2
        return 1.0 if luck == 1 else (agreement - luck) / (1 - luck)

    return answer


slow_kappa = kappa_by(true_luck)


def random_readers(rng: np.random.Generator) -> tuple[Answers, Answers]:
    """Two readers with own habits, who agree more or less often and miss a few words."""
    while True:
        n, kinds = int(rng.integers(2, 14)), ["", "PER", "LOC", "ORG", "film"]
        kinds = [kinds[place] for place in rng.permutation(5)[: int(rng.integers(2, 6))]]
        first = [str(kind) for kind in rng.choice(kinds, n, p=rng.dirichlet(np.ones(len(kinds))))]
        loyal = rng.random(n) < rng.choice([0.2, 0.6, 0.9])
        second = [a if same else str(rng.choice(kinds)) for a, same in zip(first, loyal, strict=True)]
        one: Answers = [a if rng.random() > 0.15 else None for a in first]
        other: Answers = [b if rng.random() > 0.15 else None for b in second]
        if any(a is not None and b is not None for a, b in zip(one, other, strict=True)):
            return one, other


# ------------------------------------------------------------------------------------------------ 2, same_share
def share_by(
    pair=lambda one, other: [(one[tweet], other[tweet]) for tweet in one if tweet in other],
    counts=lambda a, b: bool(a or b),
    same=lambda a, b: a == b,
    none: Any = None,
):
    """The share around which sets are laid side by side, which pairs count, and what is the same."""

    def answer(one: Marks, other: Marks) -> Any:
        pairs = [(a, b) for a, b in pair(one, other) if counts(a, b)]
        return sum(bool(same(a, b)) for a, b in pairs) / len(pairs) if pairs else none

    return answer


slow_share = share_by()
share_bug = share_by(pair=lambda one, other: list(zip(one.values(), other.values(), strict=False)))


def by_rank(one: Marks, other: Marks) -> list[tuple[set[int], set[int]]]:
    """Sorted by number, and then paired by rank: right only where both read the same tweets."""
    return list(zip([one[t] for t in sorted(one)], [other[t] for t in sorted(other)], strict=False))


def unread_is_empty(one: Marks, other: Marks) -> list[tuple[set[int], set[int]]]:
    return [(one.get(tweet, set()), other.get(tweet, set())) for tweet in {**one, **other}]


def random_marks(rng: np.random.Generator) -> tuple[Marks, Marks]:
    """Two readers of nearly the same tweets, in their own order."""
    tweets = [int(tweet) for tweet in rng.permutation(30)[: int(rng.integers(1, 10))]]
    sides: list[Marks] = [{}, {}]
    for tweet in tweets:
        marked = {int(place) for place in rng.choice(6, int(rng.choice([0, 0, 1, 2, 3])), replace=False)}
        for side in sides:
            if rng.random() < 0.85:
                side[tweet] = set(marked) if rng.random() < 0.6 else {int(p) for p in rng.choice(6, 2)}
    one, other = sides
    order = rng.permutation(len(other))
    return one, {list(other)[place]: list(other.values())[place] for place in order}


EXAMPLE = ({7: {0, 1}, 8: set(), 9: {4}}, {9: {4}, 7: {0}, 8: set()})
ALONE = ({1: {2}, 2: {3}, 5: {0}}, {5: {0}, 2: {3}, 9: {1}})
LESS = ({1: {2, 3}, 4: set(), 6: {1}}, {6: {1}, 1: {2}, 4: {0}})


# ------------------------------------------------------------------------------------------------ 3, cautious_vote
def vote_by(
    is_vote=lambda vote: vote is not None,
    tie=lambda first, row: None,
    enough=lambda most, least, row: most >= least,
    few: Any = None,
):
    """The vote around what counts as one, what is said of a tie, and how many are enough."""

    def answer(votes: list[Answers], least: int) -> list[Any]:
        said: list[Any] = []
        for row in votes:
            given = [vote for vote in row if is_vote(vote)]
            most = max((given.count(vote) for vote in given), default=0)
            first = [vote for vote in dict.fromkeys(given) if given.count(vote) == most]
            if not given or not enough(most, least, row):
                said.append(few)
            else:
                said.append(first[0] if len(first) == 1 else tie(first, row))
        return said

    return answer


slow_vote = vote_by()


def random_votes(rng: np.random.Generator) -> tuple[list[Answers], int]:
    """Words with few readers, so that ties, gaps and thin majorities are common."""
    kinds: list[str | None] = [
        *[("", "PER", "LOC", "ORG", "film")[place] for place in rng.permutation(5)[:3]],
        None,
    ]
    rows = []
    for _ in range(int(rng.integers(1, 7))):
        picks = rng.choice(4, int(rng.integers(0, 7)), p=[0.35, 0.3, 0.15, 0.2])
        rows.append([kinds[pick] for pick in picks])
    return rows, int(rng.integers(1, 4))


EXERCISES = [
    Exercise(
        "kappa_of",
        "Kappa for more than two answers",
        cases=[
            Case((["PER", "LOC", "", ""], ["PER", "", "", None])),
            Case((["", "", "PER", "PER"], ["PER", "PER", "", ""]), "edge: they never agree"),
            Case((["", "", ""], ["", "", ""]), "edge: only one answer is ever given"),
            Case((["PER", None, "ORG"], ["ORG", "PER", None]), "edge: both have seen one word only"),
            Case((["PER", "LOC", "ORG", ""], ["PER", "LOC", "ORG", ""]), "edge: full agreement"),
            Case((["film", "band", "band"], ["film", "film", "band"]), "edge: answers of another kind"),
        ],
        reference=slow_kappa,
        random=random_readers,
        plain_numbers=True,
        mistakes=[
            Mistake(
                "that is the agreement: is the luck still 0?",
                like=kappa_by(lambda first, second: 0.0),
            ),
            Mistake(
                "not every answer is equally frequent: use each reader's own shares",
                like=kappa_by(evenly),
            ),
            Mistake("each reader has shares of their own: do not put both into one heap", like=kappa_by(pooled)),
            Mistake(
                'the empty text "" is an answer too, and has its share of luck: a bare `if a` drops it',
                like=[kappa_by(without_empty), kappa_by(true_luck, keep=lambda a, b: bool(a and b))],
            ),
            Mistake(
                "take the shares among the words that both have seen: None is no answer",
                like=[
                    shares_of_all,
                    none_kept(lambda one, n_seen: len(one)),
                    none_kept(lambda one, n_seen: n_seen),
                    kappa_by(true_luck, keep=lambda a, b: True),
                ],
            ),
            Mistake(
                "count each different answer once: a list names it as often as it was given",
                like=[kappa_by(each_time), none_kept(lambda one, n_seen: n_seen, different=list)],
            ),
            Mistake(
                "there are more answers than marked and not marked: PER and LOC are two",
                like=kappa_by(marked_or_not),
            ),
            Mistake(
                "multiply the share of the first reader by that of the second; do not square one of them",
                like=kappa_by(lambda first, second: true_luck(first, first)),
            ),
        ],
    ),
    Exercise(
        "same_share",
        "Bug hunt: readers who hardly agree",
        cases=[
            Case(EXAMPLE),
            Case(ALONE, "edge: tweets that only one has read"),
            Case(LESS, "edge: one marks a part of what the other marks"),
            Case(({3: set(), 4: set()}, {4: set(), 3: set()}), "edge: nobody marks anything"),
            Case(({}, {1: {2}}), "edge: no tweet in common"),
        ],
        reference=slow_share,
        random=random_marks,
        plain_numbers=True,
        mistakes=[
            Mistake("the same rank is not the same tweet: pair by the tweet's number", like=share_by(pair=by_rank)),
            Mistake(
                "a tweet that only one of them has read does not count: reading is not the same as marking nothing",
                like=share_by(pair=unread_is_empty),
            ),
            Mistake(
                "tweets in which nobody marks anything do not count",
                like=share_by(counts=lambda a, b: True),
            ),
            Mistake(
                "a tweet counts if at least one of them marks something; both need not",
                like=share_by(counts=lambda a, b: bool(a and b)),
            ),
            Mistake(
                "a tweet counts also if only the second reader marks something",
                like=share_by(counts=lambda a, b: bool(a)),
            ),
            Mistake(
                "a tweet counts also if only the first reader marks something",
                like=share_by(counts=lambda a, b: bool(b)),
            ),
            Mistake(
                "the sets must be equal: a shared place is not enough",
                like=share_by(same=lambda a, b: a & b),
            ),
            Mistake("if no tweet counts, return None", like=share_by(none=0.0), error=ZeroDivisionError),
            Mistake(
                "there are tweets that the other reader has not read: ask whether the number is there",
                error=KeyError,
            ),
        ],
        bug=share_bug,
        symptom="when a reader's tweets come in another order, the share changes.",
    ),
    Exercise(
        "cautious_vote",
        "A vote that may abstain",
        cases=[
            Case(([["PER", "PER", ""], ["LOC", "ORG"], ["", None, ""]], 2)),
            Case(([["PER"], ["PER", "PER"]], 2), "edge: too few votes"),
            Case(([[None, None], []], 1), "edge: nobody saw the word"),
            Case(([["PER", "LOC", "LOC", "PER", ""]], 1), "edge: two share the first place"),
            Case(([[None, None, None, "LOC"]], 1), "edge: most readers did not see the word"),
            Case(([["", "", "PER"]], 1), "edge: most say that it is no name"),
            Case(([["film", "film", "PER"]], 2), "edge: an answer of another kind"),
        ],
        reference=slow_vote,
        random=random_votes,
        mistakes=[
            Mistake("where two share the first place, return None", like=vote_by(tie=lambda first, row: first[0])),
            Mistake(
                "None is a reader who did not see the word, and has no vote",
                like=vote_by(is_vote=lambda vote: True),
            ),
            Mistake('"" is an answer like any other: it says that the word is no name', like=vote_by(is_vote=bool)),
            Mistake(
                "the first answer itself needs `least` votes; it is not enough that so many voted",
                like=vote_by(enough=lambda most, least, row: sum(v is not None for v in row) >= least),
            ),
            Mistake(
                "`least` votes are enough: do not ask for one more", like=vote_by(enough=lambda m, n, r: m > n)
            ),
            Mistake(
                "most votes are enough: more than half is not asked for",
                like=vote_by(enough=lambda m, n, r: m >= n and 2 * m > sum(v is not None for v in r)),
            ),
            Mistake("`least` is not used", like=vote_by(enough=lambda m, n, r: True)),
            Mistake('to abstain is None, not ""', like=vote_by(few="", tie=lambda first, row: "")),
            Mistake(
                "a word may have no votes at all: look before you take the first",
                error=IndexError,
            ),
            Mistake(
                "keep a place for each word, also where the vote abstains",
                like=lambda votes, least: [v for v in slow_vote(votes, least) if v is not None],
            ),
        ],
    ),
]
