"""The check of the one tiny exercise on the start page."""

from __future__ import annotations

import numpy as np

from overheard.check import Case, Exercise, Mistake

WORDS = np.array(["cat", "dog", "bird"])
MORE = np.array(["cat", "catfish", "cow", "dogfish", "urgent", "ordinary", "7", "blackbird"])


def slow_accuracy(said: list[str], true: list[str]) -> float:
    """Count one by one."""
    hits = 0
    for i in range(len(true)):
        if said[i] == true[i]:
            hits += 1
    return hits / len(true) if true else 0.0


def random_lists(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Short or long, of few words or of many that begin alike; a share of them copied."""
    length, words = int(rng.integers(3, 90)), WORDS if rng.random() < 0.4 else MORE
    true = words[rng.integers(0, len(words), length)]
    other = words[rng.integers(0, len(words), length)]
    said = np.where(rng.random(length) < rng.random(), true, other)
    return said.tolist(), true.tolist()


def _hits(said: list[str], true: list[str]) -> float:
    return sum(a == b for a, b in zip(said, true, strict=True))


def _same_words(said: list[str], true: list[str]) -> float:
    """Whether a word occurs anywhere among the true ones."""
    return sum(word in true for word in said) / len(true) if true else 0.0


def _first_only(said: list[str], true: list[str]) -> float:
    """`return` inside the loop."""
    return float(said[0] == true[0]) / len(true) if true else 0.0


def _of_the_last(said: list[str], true: list[str]) -> float:
    """`=` in the loop, where `+=` is meant."""
    return float(said[-1] == true[-1]) / len(true) if true else 0.0


def _to_the_first_error(said: list[str], true: list[str]) -> float:
    """`break` or `return` at the first two that differ."""
    hits = 0
    while hits < len(true) and said[hits] == true[hits]:
        hits += 1
    return hits / len(true) if true else 0.0


def _same_object(said: list[str], true: list[str]) -> float:
    return sum(a is b for a, b in zip(said, true, strict=True)) / len(true) if true else 0.0


EXERCISES = [
    Exercise(
        name="accuracy",
        title="The share of right answers",
        cases=[
            Case(args=(["cat", "dog"], ["cat", "cat"]), note="fixed"),
            Case(args=([], []), note="edge: two empty lists"),
            Case(args=(["cat"], ["cat"]), note="edge: one item"),
            Case(
                args=(["cat", "dog", "bird"], ["dog", "bird", "cat"]), note="edge: the same words, in other places"
            ),
            Case(
                args=(["Cat", "dog ", "cow", "cat"], ["cat", "dog", "cow", "catfish"]),
                note="edge: words that differ by a capital letter, a space or an end",
            ),
            Case(args=(["cat", "dog"] * 150, ["cat"] * 299 + ["dog"]), note="edge: three hundred items"),
            Case(args=(["cat"] * 306, ["cat"] * 300 + ["dog"] * 6), note="edge: three hundred hits"),
            Case(args=(["cat"] * 306, ["cat"] + ["dog"] * 305), note="edge: one hit of many"),
            Case(args=(["", "cat", "dog"], ["", "dog", "god"]), note="edge: an empty word counts like any other"),
        ],
        reference=slow_accuracy,
        random=random_lists,
        plain_numbers=True,
        vary={"said": ("words", "lookalikes"), "true": ("words", "lookalikes")},
        mistakes=[
            Mistake("That is the number of right answers; divide by how many there are.", like=_hits),
            Mistake(
                "That is in per cent; a share lies between 0.0 and 1.0.",
                like=lambda said, true: 100 * slow_accuracy(said, true),
            ),
            Mistake(
                "That is the share of wrong answers; count where the two agree.",
                like=lambda said, true: 1 - slow_accuracy(said, true),
            ),
            Mistake(
                "It gives 1 only where all agree. Either // or int() cuts off what is behind the point, "
                "or two lists are compared as wholes.",
                like=lambda said, true: slow_accuracy(said, true) // 1,
            ),
            Mistake("It asks whether a word occurs anywhere; compare place by place.", like=_same_words),
            Mistake(
                "Sorting moves the words to other places; compare place by place.",
                like=lambda said, true: slow_accuracy(sorted(said), sorted(true)),
            ),
            Mistake("It stops at the first place: is `return` inside the loop?", like=_first_only),
            Mistake(
                "2 is the length in the example only; divide by len(true).",
                like=lambda said, true: _hits(said, true) / 2,
            ),
            Mistake(
                "For two empty lists 0.0 is asked for.",
                like=lambda said, true: slow_accuracy(said, true) if true else 1.0,
            ),
            Mistake(
                "For two empty lists 0.0 is asked for.",
                when=lambda args, got, expected: not args[1] and got is None,
            ),
            Mistake(
                "Only the last place counts: `=` replaces what was counted before, and `+=` adds to it.",
                like=_of_the_last,
            ),
            Mistake("It ends at the first place that differs: go through all places.", like=_to_the_first_error),
            Mistake(
                "The last place is left out; range(len(true)) includes it.",
                like=lambda said, true: _hits(said[:-1], true[:-1]) / len(true) if true else 0.0,
            ),
            Mistake(
                "`is` asks whether two words are the same object; == compares what they say.", like=_same_object
            ),
            *(
                Mistake(
                    "Two lists are compared as wholes, which gives one True or False; compare place by place.",
                    like=wholes,
                )
                for wholes in (
                    lambda said, true: said == true,
                    lambda said, true: float(said == true),
                )
            ),
            Mistake(
                "sum(zip(...)) adds pairs; ask for each pair whether its two words agree.",
                when=lambda args, got, expected: isinstance(got, TypeError) and "'tuple'" in str(got),
            ),
            Mistake(
                "Two lists are compared as wholes, which gives one True or False; compare place by place.",
                when=lambda args, got, expected: (
                    isinstance(got, AttributeError | TypeError) and "'bool'" in str(got)
                ),
            ),
            Mistake(
                "If both lists are empty, there is nothing to divide by. Answer that case before you divide.",
                when=lambda args, got, expected: not args[1] and (isinstance(got, ZeroDivisionError) or got != got),
            ),
        ],
    )
]
