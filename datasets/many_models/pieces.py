"""Pieces of words by byte pair encoding, and chrF: what the trainings on real sentences need beside the lesson.

The pieces are joined from letters, the most frequent neighbours first (Sennrich et al. 2016). A word begins with
the mark "_". Small and slow, but it needs no further package.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

N_JOINS = 2000


def split(sentence: str) -> list[str]:
    """Words and marks in lower case. The danda । ends a sentence in Bengali and Hindi."""
    return re.sub(
        r"([.,?!¿¡।;:\"«»…()-])", r" \1 ", sentence.lower().replace("’", "'").replace("\u202f", " ")
    ).split()


class Cutter:
    """Cuts sentences into pieces that are frequent in the sentences it was made from."""

    def __init__(self, sentences: list[str], n_joins: int = N_JOINS):
        counts = Counter(word for sentence in sentences for word in split(sentence))
        words = {word: list("_" + word) for word in counts}
        pairs: Counter = Counter()
        where: dict[tuple[str, str], set[str]] = defaultdict(set)
        for word, parts in words.items():
            for pair in pairwise(parts):
                pairs[pair] += counts[word]
                where[pair].add(word)
        self.rank: dict[tuple[str, str], int] = {}
        for _ in range(n_joins):
            best = max(pairs, key=lambda pair: (pairs[pair], pair))
            self.rank[best] = len(self.rank)
            for word in sorted(where[best]):
                for pair in pairwise(words[word]):
                    pairs[pair] -= counts[word]
                    where[pair].discard(word)
                words[word] = join(words[word], best)
                for pair in pairwise(words[word]):
                    pairs[pair] += counts[word]
                    where[pair].add(word)
            del pairs[best]
        self.known = dict(words)

    def word(self, word: str) -> list[str]:
        if word not in self.known:
            parts = list("_" + word)
            while True:
                pairs = [pair for pair in pairwise(parts) if pair in self.rank]
                if not pairs:
                    break
                parts = join(parts, min(pairs, key=self.rank.__getitem__))
            self.known[word] = parts
        return self.known[word]

    def __call__(self, sentence: str) -> list[str]:
        return [piece for word in split(sentence) for piece in self.word(word)]


def join(parts: list[str], pair: tuple[str, str]) -> list[str]:
    found, i = [], 0
    while i < len(parts):
        together = i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair
        found.append(parts[i] + parts[i + 1] if together else parts[i])
        i += 2 if together else 1
    return found


def joined(pieces: list[str]) -> str:
    return "".join(pieces).replace("_", " ").strip()


def corpus_chrf(written: list[str], wanted: list[str], order: int = 6, beta: float = 2.0) -> float:
    """chrF in per cent, as sacrebleu counts it: n-grams of letters without blanks, the counts of all sentences
    added up, precision and recall averaged over n, then F."""
    precisions, recalls = [], []
    for n in range(1, order + 1):
        shared = ours = theirs = 0
        for got, want in zip(written, wanted, strict=True):
            a, b = got.replace(" ", ""), want.replace(" ", "")
            x = Counter(a[i : i + n] for i in range(len(a) - n + 1))
            y = Counter(b[i : i + n] for i in range(len(b) - n + 1))
            shared, ours, theirs = shared + (x & y).total(), ours + x.total(), theirs + y.total()
        if ours and theirs:
            precisions.append(shared / ours)
            recalls.append(shared / theirs)
    if not any(precisions):
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 100 * (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
