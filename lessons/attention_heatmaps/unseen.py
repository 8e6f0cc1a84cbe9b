"""Tells in what a sentence is unlike all sentences that a translator was trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches
from itertools import pairwise

from overheard.datasets import words_and_marks

MOST_WORDS = 16


def problem_finder(train: list[list[str]], known: dict[str, int]) -> Callable[[str], str]:
    """A function that says what the training sentences never held; it gives "" where it finds nothing.

    Args:
        train: the English training sentences, lists of words and marks in small letters.
        known: their words and marks.
    """
    ends = {(words[0], words[-1]) for words in train}
    twice = {word for words in train for word, n in Counter(words).items() if n > 1}
    beside = {pair for words in train for pair in pairwise(words) if pair[0] == "," or pair[1] == "not"}

    def problem(sentence: str) -> str:
        """In what the sentence is unlike all training sentences; empty if nothing was found."""
        words = words_and_marks(sentence.lower().replace("’", "'"))
        marks, plain = [w for w in words if w in ".?!"], [w for w in words if w not in ".,?!"]
        if not plain:
            return "Type a sentence, such as: My sister loves dogs."
        new = [f"{w} (near: {', '.join(get_close_matches(w, known)) or '-'})" for w in words if w not in known]
        new += sorted({sign for sign in sentence if not (sign.isalnum() or sign in " .,?!'’")})
        pairs = [p for p in pairwise(words) if (p[0] == "," or p[1] == "not") and p not in beside]
        new += [f"{' '.join(pair)} side by side" for pair in pairs]
        new += [f"{word} twice in a sentence" for word in sorted(set(plain) - twice) if words.count(word) > 1]
        if len(plain) > MOST_WORDS:
            new.append(f"more than {MOST_WORDS} words")
        if len(marks) != 1 or words[-1:] != marks:
            new.append("a text that is not one sentence with one . or ? or ! at its end")
        if not new and (words[0], words[-1]) not in ends:
            new.append(f'a sentence that begins with "{words[0]}" and ends with "{words[-1]}"')
        return f"The model has never seen: {'; '.join(new)}." if new else ""

    return problem
