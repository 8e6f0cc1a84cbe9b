"""Write everyday_many.tsv.gz: everyday sentences in English, German, French and Spanish.

    python datasets/everyday_many/generate.py            # writes the two files, the same bytes every time
    python datasets/everyday_many/generate.py --check    # compares them with those that are there

A sentence is drawn as a meaning with the functions of `everyday_en_de`, then said in each language. Three kinds of
meanings are left out, since one language says in one way what another says in two: the English -ing form (*he
reads* and *he is reading* are one sentence in German), *his* and *her* that belong to somebody who is not the
subject (one *su* in Spanish), and whatever else turned up as one text with two translations.

Two gaps are left in on purpose, and marked in the column `gap`. "speaker": English does not say whether I or you is
a man or a woman, and an ending in French or Spanish does. "dropped": Spanish leaves out *él* or *ella*, and the
other languages must say *he* or *she*. Who it is, is drawn with the shares of `MEN`. We and they are men or mixed.

The split is that of `everyday_en_de`: some pairs of content words stand together in no training sentence.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import io
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from types import ModuleType

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "everyday_en_de")]

import english  # noqa: E402
import french  # noqa: E402
import german  # noqa: E402
import spanish  # noqa: E402
from everyday import act, feel, one, sample  # noqa: E402
from meaning import Clause, Sentence, Thing, Word, align  # noqa: E402


def of_two_languages() -> ModuleType:
    """generate.py of everyday_en_de, whose split and text are used here; it bears the name of this file."""
    spec = importlib.util.spec_from_file_location("of_two", FOLDER.parent / "everyday_en_de" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["of_two"] = module
    spec.loader.exec_module(module)
    return module


OF_TWO = of_two_languages()
OUT, TWINS = FOLDER / "everyday_many.tsv.gz", FOLDER / "twins.tsv"
LANGUAGES = ("en", "de", "fr", "es")
SEED = 43
DRAWS = 190_000
MOST_WORDS = {"en": 9, "de": 10, "fr": 11, "es": 10}
TRAIN_QUOTA = {2: 100, 3: 500, 4: 1600, 5: 2100, 6: 2200, 7: 2100, 8: 2100, 9: 2100}
VALID_QUOTA = {3: 20, 4: 60, 5: 80, 6: 80, 7: 80, 8: 80, 9: 80}
TEST_QUOTA = {3: 40, 4: 120, 5: 160, 6: 170, 7: 170, 8: 170, 9: 170}
MIN_DRAWN = 50  # a word form that comes less often among all that is drawn is left out, and its sentence with it
MIN_SEEN = 8
# The planted shares: how often who speaks (or is left out in Spanish) is a man. All others: a half.
MEN = {"tired": 0.6, "nervous": 0.2, "cook": 0.2, "repair": 0.8, "play": 0.6}
COPIES = 5  # a sentence with a gap may stand so often, with the gender drawn anew
GAP_TEST = 0.25  # of the sentences with a gap, drawn by a hash, are for the test
DROPPED = 0.5  # of the sentences in which Spanish may leave out él or ella


@dataclass(frozen=True)
class Row:
    texts: tuple[str, ...]  # in the order of LANGUAGES
    gap: str
    man: str  # m or f: who speaks, or whom Spanish leaves out
    about: str  # the name in MEN that set the share, or "other"
    other: str  # the same with the other gender: in French where gap is "speaker", in English where it is "dropped"
    words: tuple[str, ...]
    meaning: Sentence
    spoken: tuple[list[Word], ...]


def clauses_of(meaning: Sentence) -> list[Clause]:
    found = [part.clause for part in meaning.parts]
    return found + [clause.second for clause in found if clause.second]


def things_of(clause: Clause) -> list[Thing]:
    return [thing for thing in (clause.subject, clause.object, clause.receiver) if thing is not None]


def clear(meaning: Sentence) -> bool:
    """Is it free of the -ing form, and of a his, her or their that is not the subject's own?"""
    for part in meaning.parts:
        owner = part.clause.subject.owner if part.clause.subject else ""
        for clause in filter(None, (part.clause, part.clause.second)):
            for thing in things_of(clause):
                theirs = thing.determiner in {"3m", "3f", "3p"}
                if theirs and (thing is part.clause.subject or thing.determiner != owner):
                    return False
            if clause.mode in {"progressive", "would_like"}:
                return False
    return True


def planted(meaning: Sentence) -> str:
    """The name in MEN that the sentence is about, or "other"."""
    names = [name for clause in clauses_of(meaning) for name in (clause.state, clause.verb)]
    return next((name for name in names if name in MEN), "other")


def swapped(meaning: Sentence) -> Sentence:
    """The meaning with he for she and she for he, his and her too."""
    turn = {"3m": "3f", "3f": "3m"}

    def thing(what: Thing | None) -> Thing | None:
        if what is None:
            return None
        determiner = turn.get(what.determiner, what.determiner)
        return replace(what, head=turn.get(what.head, what.head), determiner=determiner)

    def clause(what: Clause | None) -> Clause | None:
        if what is None:
            return None
        things = {name: thing(getattr(what, name)) for name in ("subject", "object", "receiver")}
        return replace(what, second=clause(what.second), **things)

    return replace(meaning, parts=tuple(replace(part, clause=clause(part.clause)) for part in meaning.parts))


def text(language: str, words: list[Word]) -> str:
    """The sentence as it is written: marks and what follows an apostrophe are not set apart."""
    line = " ".join(w.text for w in words)
    line = re.sub(r" ([.,?!])", r"\1", line)
    line = re.sub(r"([¿¡]|['’]) ", r"\1", line) if language in {"fr", "es"} else line
    place = next(i for i, sign in enumerate(line) if sign.isalpha())
    return line[:place] + line[place].upper() + line[place + 1 :]


def tokens(line: str) -> list[str]:
    """As :func:`overheard.datasets.load_everyday_many` says: l' and don' are words of their own."""
    return re.findall(r"\w+'?|[^\w\s]", line.lower())


def n_words(line: str) -> int:
    return sum(token[0].isalnum() for token in tokens(line))


def said(meaning: Sentence, you: str, rng: Random) -> Row | None:
    """The meaning in all languages, or None where the planted shares want the other gender."""
    man = "m" if rng.random() < MEN.get(planted(meaning), 0.5) else "f"
    genders = {"1s": man, "2s": you, "1p": "m", "3p": "m"}
    others = [genders | {"1s": "f" if man == "m" else "m"}, genders | {"2s": "f" if you == "m" else "m"}]
    spoken = [
        english.sentence_words(meaning), german.sentence_words(meaning),
        french.sentence_words(meaning, genders), spanish.sentence_words(meaning, genders),
    ]  # fmt: skip
    texts = [text(language, words) for language, words in zip(LANGUAGES, spoken, strict=True)]
    gap = other = ""
    for turned in others:  # the speaker's, then yours
        changed = [
            text("fr", french.sentence_words(meaning, turned)),
            text("es", spanish.sentence_words(meaning, turned)),
        ]
        if changed != texts[2:]:
            if gap or changed[0] == texts[2]:  # both of us, or only Spanish has an ending
                return None
            gap, other = "speaker", changed[0]
            man = man if turned is others[0] else you
    shorter = spanish.sentence_words(meaning, genders, drop_third=True)
    whose = {head for clause in clauses_of(meaning) for head in heads(clause)} & {"3m", "3f"}
    if text("es", shorter) != texts[3] and len(whose) == 1 and rng.random() < DROPPED:
        if (
            gap
            or whose != {"3" + man}
            or text("es", spanish.sentence_words(swapped(meaning), genders, drop_third=True)) != text("es", shorter)
        ):
            return None
        gap, spoken[3], texts[3] = "dropped", shorter, text("es", shorter)
        other = text("en", english.sentence_words(swapped(meaning)))
    return Row(
        tuple(texts), gap, man if gap else "", planted(meaning) if gap else "", other,
        tuple(sorted(meaning.lexemes())), meaning, tuple(spoken),
    )  # fmt: skip


def heads(clause: Clause) -> set[str]:
    """The pronouns of a clause, those of owners too."""
    things = things_of(clause)
    return {t.head for t in things if t.kind == "pronoun"} | {t.determiner for t in things}


def pool() -> list[Row]:
    """All rows that were drawn, each English sentence and each sentence of the other languages once."""
    rng, chance = Random(SEED), Random(SEED + 1)
    rows: dict[tuple[str, str, int], Row] = {}
    copies: Counter = Counter()
    for k in range(DRAWS):
        kind = k % 40
        i, he_or_she = Thing("pronoun", "1s"), Thing("pronoun", rng.choice(["3m", "3f"]))
        if kind == 0:  # short sentences and those with a gap run out: look for more of them
            meaning = one(act(rng, "s", verbs="love like speak have need"))
        elif kind in {1, 2, 3}:
            meaning = one(feel(rng, i, state=rng.choice(["tired", "nervous", "alone", "happy"])))
        elif kind in {4, 5, 6}:
            meaning = one(act(rng, "hpf", he_or_she, verbs="cook repair play"))
        else:
            meaning = sample(rng)
        if not clear(meaning) or len(english.sentence_words(meaning)) > MOST_WORDS["en"] + 3:
            continue
        try:
            row = said(meaning, "m" if chance.random() < 0.5 else "f", chance)
        except ValueError:  # a language has no good sentence for it
            continue
        if row is None or not all(
            2 <= n_words(t) <= MOST_WORDS[code] for code, t in zip(LANGUAGES, row.texts, strict=True)
        ):
            continue
        copies[row.texts[0], row.gap] += 1
        number = copies[row.texts[0], row.gap] if row.gap else 1
        if number <= COPIES:
            rows.setdefault((row.texts[0], row.gap, number), row)
    kept = list(rows.values())
    for _ in range(2):
        count = Counter(form for row in kept for form in forms(row))
        kept = [row for row in kept if all(count[form] >= MIN_DRAWN for form in forms(row))]
    return unambiguous(kept)


def unambiguous(rows: list[Row]) -> list[Row]:
    """Without rows in which a text has another translation elsewhere, but for the gaps that are meant."""
    for source in range(len(LANGUAGES)):
        ways: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for row in rows:
            if not row.gap:
                ways[row.texts[source]].add(row.texts)
        rows = [row for row in rows if row.gap or len(ways[row.texts[source]]) == 1]
    return rows


def build() -> list[tuple[Row, str, str]]:
    """All rows as (row, split, held-out pair)."""
    rows = pool()
    test_pairs, valid_pairs = OF_TWO.held_out(rows)
    kept, quota = [], {"train": dict(TRAIN_QUOTA), "valid": dict(VALID_QUOTA), "test": dict(TEST_QUOTA)}
    names = {**dict.fromkeys(valid_pairs, "valid"), **dict.fromkeys(test_pairs, "test")}
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in sorted(names):
        by_word[pair[0]].append(pair)
    for row in rows:
        words = set(row.words)
        hits = [pair for w in row.words for pair in by_word[w] if pair[1] in words]
        splits = {names[pair] for pair in hits} or {"train"}
        inside = sorted(set(hits) & OF_TWO.sides(row.meaning))
        if len(splits) > 1 or (hits and not inside):  # side by side only by accident
            continue
        (split,) = splits
        if row.gap and split == "train" and OF_TWO.share(("gap", neutral(row))) < GAP_TEST:
            split = "test"
        n = n_words(row.texts[0])
        if split == "train" or not row.gap:
            if quota[split].get(n, 0) < 1:
                continue
            quota[split][n] -= 1
        kept.append((row, split, " + ".join(inside[0]) if inside else ""))
    count = Counter(t for row, split, _ in kept if split == "train" for t in forms(row))
    kept = [k for k in kept if k[1] == "train" or all(count[t] >= MIN_SEEN for t in forms(k[0]))]
    train = [k for k in kept if k[1] == "train"]
    Random(SEED + 2).shuffle(train)
    return train + [k for name in ("valid", "test") for k in kept if k[1] == name]


def neutral(row: Row) -> str:
    """What the sentence with a gap is in the language that does not say the gender."""
    return row.texts[0] if row.gap == "speaker" else row.texts[3]


def forms(row: Row) -> list[str]:
    return [f"{code} {t}" for code, line in zip(LANGUAGES, row.texts, strict=True) for t in tokens(line)]


def table(rows: list[tuple[Row, str, str]]) -> str:
    lines = ["\t".join((*LANGUAGES, "split", "gap", "gender", "about", "other", "new_pair"))]
    lines += [
        "\t".join((*row.texts, split, row.gap, row.man, row.about, row.other, pair)) for row, split, pair in rows
    ]
    return "\n".join(lines) + "\n"


def twins(rows: list[tuple[Row, str, str]]) -> str:
    """One word whose sure links lead to two or more, for each two languages, with how often in training."""
    found: Counter = Counter()
    for row, split, _ in rows:
        if split != "train":
            continue
        for a, one_side in enumerate(LANGUAGES):
            for b, other in enumerate(LANGUAGES):
                if a == b:
                    continue
                sure, _ = align(row.spoken[a], row.spoken[b])
                for i, word in enumerate(row.spoken[a]):
                    goals = [j for k, j in sure if k == i]
                    alone = all(sum(j == goal for _, j in sure) == 1 for goal in goals)
                    if len(goals) > 1 and alone:
                        phrase = " ".join(row.spoken[b][j].text for j in goals)
                        found[one_side, word.text.lower(), other, phrase.lower()] += 1
    lines = ["language\tword\tother\twords\tn"]
    common = sorted((key, n) for key, n in found.items() if n >= 20)
    return "\n".join(lines + ["\t".join((*key, str(n))) for key, n in common]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    args = parser.parse_args()
    rows = build()
    content, words = table(rows), twins(rows)
    if args.check:
        same = gzip.decompress(OUT.read_bytes()).decode() == content and TWINS.read_text("utf-8") == words
        print("the files are what this script makes" if same else "the files differ from what this script makes")
        sys.exit(0 if same else 1)
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0, compresslevel=9) as file:
        file.write(content.encode())
    OUT.write_bytes(buffer.getvalue())
    TWINS.write_text(words, encoding="utf-8", newline="\n")
    for path in (OUT, TWINS):
        print(path.name, f"{path.stat().st_size:,} bytes, sha256", hashlib.sha256(path.read_bytes()).hexdigest())
    print(Counter((split, row.gap) for row, split, _ in rows))


if __name__ == "__main__":
    main()
