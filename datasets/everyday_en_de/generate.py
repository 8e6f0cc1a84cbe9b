"""Write everyday.tsv.gz: English and German everyday sentences with gold word alignments.

    python datasets/everyday_en_de/generate.py            # writes the file, the same bytes every time
    python datasets/everyday_en_de/generate.py --check    # compares it with the file that is there

A sentence is drawn as a meaning (`everyday.py`), then said in English and in German; which word belongs to
which follows from the meaning that both express (`meaning.align`). Needs nothing but Python.

The split is by combinations of words. Some pairs of content words (love + cat, repair + bicycle) are held
out: no training sentence holds both words, in any role; a test sentence holds at least one such pair. Every
word of a test sentence, in both languages, occurs in training at least `MIN_SEEN` times.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import english
import german
from everyday import act, one, sample
from lexicon import NOUNS, VERBS
from meaning import Clause, Sentence, Thing, Word, align

OUT = Path(__file__).parent / "everyday.tsv.gz"
SEED = 42
MIN_SEEN = 12
LONGEST = 16
# how many sentences of each number of English words: a little of the very short, plenty of all others
TRAIN_QUOTA = {
    2: 200,
    3: 1100,
    4: 3500,
    5: 5000,
    **dict.fromkeys(range(6, 13), 6000),
    13: 6000,
    14: 6000,
    15: 6000,
    16: 6000,
}
VALID_QUOTA = {2: 10, 3: 45, 4: 90, **dict.fromkeys(range(5, 17), 90)}
TEST_QUOTA = {2: 20, 3: 130, 4: 200, **dict.fromkeys(range(5, 17), 220)}
TEST_SHARE, VALID_SHARE = 0.09, 0.045
ALWAYS_TEST = {("cat", "love"), ("bicycle", "repair"), ("call", "grandmother")}  # the lesson draws these
LARGEST_PART = 0.12  # a pair that makes up more of what a word does stays in training


@dataclass(frozen=True)
class Row:
    english: str
    german: str
    sure: str
    possible: str
    tags: str
    words: tuple[str, ...]
    meaning: Sentence


def text(words: list[Word]) -> str:
    line = " ".join(w.text for w in words)
    line = re.sub(r" ([.,?!])", r"\1", line)
    return line[0].upper() + line[1:]


def tokens(line: str) -> list[str]:
    """The words and punctuation marks that the alignments count."""
    return re.findall(r"[\w']+|[.,?!]", line)


def is_word(token: str) -> bool:
    return token not in ".,?!"


def tag(meaning: Sentence, source: list[Word], target: list[Word], links: list[tuple[int, int]]) -> str:
    clauses = [p.clause for p in meaning.parts]
    clauses += [c.second for c in clauses if c.second]
    things = [t for c in clauses for t in (c.subject, c.object, c.receiver) if t is not None]
    found = set(meaning.tags)
    for clause in clauses:
        found |= {"negation"} if clause.negated else set()
        found |= {"question"} if clause.asks else set()
        found |= {"time first"} if clause.front and clause.time else set()
        found |= {"separable verb"} if "+" in VERBS[clause.verb]["de"][0] else set()
        if clause.mode == "past":
            found.add("perfect" if len(VERBS[clause.verb]["de"]) < 9 else "simple past")
        elif clause.mode == "will":
            found.add("future")
        elif clause.mode not in {"present", "progressive", "order"}:
            found.add("modal verb")
    for thing in things:
        if thing.kind == "noun":
            found |= (
                {"compound"}
                if "_" in NOUNS[thing.head]["en"][0] or NOUNS[thing.head]["en"][0] == "children's"
                else set()
            )
            found |= {"adjective"} if thing.adjective else set()
    words = [(i, j) for i, j in links if is_word(source[i].text)]
    crossing = any((i - k) * (j - m) < 0 for i, j in words for k, m in words)
    found.add("reordered" if crossing else "word for word")
    return ",".join(sorted(found))


def row(meaning: Sentence) -> Row:
    source, target = english.sentence_words(meaning), german.sentence_words(meaning)
    sure, possible = align(source, target)
    line_en, line_de = text(source), text(target)
    assert tokens(line_en) == [line_en[: len(source[0].text)], *(w.text for w in source[1:])], line_en
    assert tokens(line_de) == [line_de[: len(target[0].text)], *(w.text for w in target[1:])], line_de
    links = [" ".join(f"{i}-{j}" for i, j in part) for part in (sure, possible)]
    return Row(
        line_en, line_de, *links, tag(meaning, source, target, sure), tuple(sorted(meaning.lexemes())), meaning
    )


def n_words(line: str) -> int:
    return sum(is_word(t) for t in tokens(line))


def share(pair: tuple[str, str]) -> float:
    """A number in [0, 1) that depends on the pair alone."""
    return int(hashlib.sha256("+".join(pair).encode()).hexdigest()[:8], 16) / 2**32


def held_out(pool: list[Row]) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The pairs of test and of validation.

    A pair may be held out only if both words keep enough other company: who has only ever seen doors being
    opened cannot know what opening a window is called.
    """
    together = Counter(pair for r in pool for pair in sides(r.meaning))
    alone = Counter(w for r in pool for w in r.words)
    partners = Counter(w for pair, n in together.items() if n >= 5 for w in pair)
    test, valid = set(ALWAYS_TEST), set()
    for pair, n in sorted(together.items()):
        rich = all(partners[w] >= 8 and n <= LARGEST_PART * alone[w] for w in pair)
        if pair in test or not rich:
            continue
        if share(pair) < TEST_SHARE:
            test.add(pair)
        elif share(pair) < TEST_SHARE + VALID_SHARE:
            valid.add(pair)
    return test, valid


def sides(meaning: Sentence) -> set[tuple[str, str]]:
    return {tuple(sorted(p)) for p in meaning.pairs() if p[0] != p[1]}


def showpieces() -> list[Sentence]:
    """Sentences of the lesson that must be in the test set."""

    def noun(head: str, det: str = "", plural: bool = False, adjective: str = "") -> Thing:
        return Thing("noun", head, plural, det, adjective)

    i = Thing("pronoun", "1s")
    from meaning import Part

    return [
        one(Clause("love", i, noun("cat", "", True))),
        Sentence(
            (
                Part(Clause("know", i)),
                Part(
                    Clause("repair", noun("brother", "1s"), noun("bicycle", "3m"), mode="want", time="tomorrow"),
                    "that",
                    "sub",
                ),
            ),
            ".",
            ("subordinate",),
        ),
        one(Clause("call", i, noun("grandmother", "1s"), mode="past", time="yesterday", front=True)),
    ]


def build() -> list[tuple[Row, str, str]]:
    """All rows as (row, split, held-out pair)."""
    rng = Random(SEED)
    seen: dict[str, str] = {}
    pool: list[Row] = []

    def add(meaning: Sentence) -> None:
        new = row(meaning)
        n_en, n_de = n_words(new.english), n_words(new.german)
        if not 2 <= n_en <= LONGEST or not 2 <= n_de <= LONGEST or new.english in seen:
            return
        seen[new.english] = new.german
        pool.append(new)

    for meaning in showpieces():
        add(meaning)
    n_show = len(pool)
    for _ in range(DRAWS):
        add(sample(rng))
    for _ in range(DRAWS // 40):  # short sentences run out: look for more of them
        add(one(act(rng, "s", verbs="love like speak have need")))
    test_pairs, valid_pairs = held_out(pool)
    by_word: dict[str, list[tuple[tuple[str, str], str]]] = {}
    for group, name in ((test_pairs, "test"), (valid_pairs, "valid")):
        for pair in sorted(group):
            by_word.setdefault(pair[0], []).append((pair, name))

    def which(candidate: Row) -> tuple[str, str]:
        """The split of a sentence and the pair that puts it there; "" for a sentence with both kinds of pairs."""
        words = set(candidate.words)
        hits = [(pair, name) for w in candidate.words for pair, name in by_word.get(w, ()) if pair[1] in words]
        names = {name for _, name in hits}
        if not names:
            return "train", ""
        inside = sides(candidate.meaning)
        real = sorted(pair for pair, name in hits if pair in inside)  # side by side, not by accident
        if len(names) > 1 or not real:
            return "", ""
        return names.pop(), " + ".join(real[0])

    quota = {"train": dict(TRAIN_QUOTA), "valid": dict(VALID_QUOTA), "test": dict(TEST_QUOTA)}
    kept: list[tuple[Row, str, str]] = []
    for k, candidate in enumerate(pool):
        split, pair = which(candidate)
        if not split:
            continue
        n = n_words(candidate.english)
        if k < n_show or quota[split][n] > 0:
            quota[split][n] -= 1
            kept.append((candidate, split, pair))
    count = Counter(t for r, split, _ in kept if split == "train" for t in vocabulary(r))
    kept = [
        (r, split, pair)
        for r, split, pair in kept
        if split == "train" or all(count[t] >= MIN_SEEN for t in vocabulary(r))
    ]
    order = {"train": 0, "valid": 1, "test": 2}
    train = [k for k in kept if k[1] == "train"]
    Random(SEED + 1).shuffle(train)
    return train + sorted((k for k in kept if k[1] != "train"), key=lambda k: order[k[1]])


def vocabulary(r: Row) -> list[str]:
    """The forms that a model sees: English in lower case, German as printed."""
    return [f"en {t.lower()}" for t in tokens(r.english)] + [f"de {t}" for t in tokens(r.german)]


DRAWS = 700_000


def table(rows: list[tuple[Row, str, str]]) -> str:
    lines = ["english\tgerman\talignment\tpossible\tsplit\ttags\tnew_pair"]
    lines += [
        f"{r.english}\t{r.german}\t{r.sure}\t{r.possible}\t{split}\t{r.tags}\t{pair}" for r, split, pair in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    args = parser.parse_args()
    content = table(build())
    if args.check:
        same = gzip.decompress(OUT.read_bytes()).decode() == content
        print("the file is what this script makes" if same else "the file differs from what this script makes")
        sys.exit(0 if same else 1)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as f:
        f.write(content.encode())
    OUT.write_bytes(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    print(f"{content.count(chr(10)) - 1:,} pairs, {len(buffer.getvalue()):,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
