"""Checks of the exercises: each a slow and obvious answer, inputs, and the mistakes that people make."""

from __future__ import annotations

from typing import Any

import numpy as np

from overheard.check import Case, Exercise, Mistake

Train = list[tuple[str, str, str]]
Test = list[tuple[str, str]]


# ------------------------------------------------------------------------------------------------ 1, word_f
def f_with(partners):
    """The given lines around another number of partners."""

    def answer(written: list[str], wanted: list[str], beta: float) -> float:
        shared = partners(written, wanted)
        if shared == 0:
            return 0.0
        precision, recall = shared / len(written), shared / len(wanted)
        return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)

    return answer


def f_by(formula):
    """The right partners in another formula of precision, recall and beta."""

    def answer(written: list[str], wanted: list[str], beta: float) -> float:
        shared = slow_partners(written, wanted)
        return formula(shared / len(written), shared / len(wanted), beta) if shared else 0.0

    return answer


def slow_partners(written: list[str], wanted: list[str]) -> int:
    """Each word takes a partner away."""
    left, found = list(wanted), 0
    for word in written:
        if word in left:
            left.remove(word)
            found += 1
    return found


def same_place(written: list[str], wanted: list[str]) -> int:
    return sum(a == b for a, b in zip(written, wanted, strict=False))


def random_words(rng: np.random.Generator) -> tuple[list[str], list[str], float]:
    words = ["le", "chat", "dort", "et", "rêve"]
    written = [str(word) for word in rng.choice(words, int(rng.integers(1, 8)))]
    kept = [word if rng.random() < 0.7 else str(rng.choice(words)) for word in written]
    wanted = [kept[place] for place in rng.permutation(len(kept))] + ["fin"] * int(rng.integers(0, 3))
    return written, wanted, float(rng.choice([0.5, 1.0, 2.0, 3.0]))


# ------------------------------------------------------------------------------------------------ 2, never_seen
def slow_never_seen(train: Train, test: Test) -> Test:
    """Every two lines of training beside every test pair."""
    kept = []
    for french, german in test:
        met = False
        for one, code, sentence in train:
            for other, other_code, other_sentence in train:
                both = (code, sentence, other_code, other_sentence) == ("fr", french, "de", german)
                met = met or (one == other and both)
        if not met:
            kept.append((french, german))
    return kept


def last_only(train: Train, test: Test) -> Test:
    translations = {}
    for english, language, sentence in train:
        translations[english, language] = sentence
    together = {(translations.get((english, "fr")), translations.get((english, "de"))) for english, _, _ in train}
    return [pair for pair in test if pair not in together]


def kept_if(seen):
    return lambda train, test: [pair for pair in test if not seen(train, *pair)]


def first_only(train: Train, test: Test) -> Test:
    translations: dict[tuple[str, str], str] = {}
    for english, language, sentence in train:
        translations.setdefault((english, language), sentence)
    together = {(translations.get((e, "fr")), translations.get((e, "de"))) for e, _, _ in train}
    return [pair for pair in test if pair not in together]


def one_english(train: Train, test: Test) -> Test:
    """Each sentence is looked up once, with the last English that it translates."""
    english = {(language, sentence): e for e, language, sentence in train}
    return [
        (f, g)
        for f, g in test
        if ("fr", f) not in english or ("de", g) not in english or english["fr", f] != english["de", g]
    ]


def one_english_each(train: Train, test: Test) -> Test:
    """The same with two dictionaries; two sentences that nobody saw are alike in having no English."""
    french, german = ({sentence: english for english, c, sentence in train if c == code} for code in ("fr", "de"))
    return [(f, g) for f, g in test if french.get(f) != german.get(g)]


def one_english_if_any(train: Train, test: Test) -> Test:
    french, german = ({sentence: english for english, c, sentence in train if c == code} for code in ("fr", "de"))
    return [(f, g) for f, g in test if f not in french or french[f] != german.get(g)]


def any_language(train: Train, french: str, german: str) -> bool:
    return bool({e for e, _, s in train if s == french} & {e for e, _, s in train if s == german})


def random_corpus(rng: np.random.Generator) -> tuple[Train, Test]:
    """Few sentences, so that one has several translations, and translates several; some stand in two languages."""
    english = [f"E{i}" for i in range(3)]
    french, german = ["Oui.", "Non.", "Taxi!", "Si."], ["Ja.", "Nein.", "Taxi!", "Doch."]
    train: Train = []
    for _ in range(int(rng.integers(1, 9))):
        code = str(rng.choice(["fr", "de", "es"], p=[0.42, 0.42, 0.16]))
        sentence = str(rng.choice({"fr": french, "de": german, "es": ["Sí.", "Taxi!", "Oui."]}[code]))
        train.append((str(rng.choice(english)), code, sentence))
    test = [(str(rng.choice(french)), str(rng.choice(german))) for _ in range(int(rng.integers(1, 6)))]
    return train, test


YES = [("Yes.", "fr", "Oui."), ("Yes.", "de", "Ja.")]
TWICE = [("Yes.", "fr", "Oui."), ("Yes.", "fr", "Si."), ("Yes.", "de", "Ja."), ("Yes.", "de", "Doch.")]
APART = [("Yes.", "fr", "Oui."), ("Sure.", "fr", "Oui."), ("Sure.", "de", "Sicher."), ("Yes.", "de", "Ja.")]
ALMOST = [("Yes.", "fr", "Oui."), ("yes.", "de", "Ja."), ("No.", "fr", "Non."), ("No!", "de", "Nein.")]
SPANISH = [("Taxi!", "es", "Taxi!"), ("Taxi!", "de", "Taxi!"), ("Cab!", "fr", "Taxi!")]


# ------------------------------------------------------------------------------------------------ 3, language_of
def language_by(
    count=lambda words, own: sum(word in own for word in words),
    choose=lambda counts, most: sorted(code for code in counts if counts[code] == most),
    none: Any = None,
):
    """How the words are counted, what is given of the best, and what if no word is known."""

    def answer(words: list[str], known: dict[str, set[str]]) -> Any:
        counts = {code: count(words, own) for code, own in known.items()}
        most = max(counts.values(), default=0)
        return ([] if none is None else none) if most == 0 else choose(counts, most)

    return answer


slow_language = language_by()


def no_default(words: list[str], known: dict[str, set[str]]) -> list[str]:
    counts = {code: sum(word in own for word in words) for code, own in known.items()}
    return sorted(code for code in counts if counts[code] == max(counts.values()))


def only_one(words: list[str], known: dict[str, set[str]]) -> list[str]:
    return [max(known, key=lambda code: sum(word in known[code] for word in words))]


def one_or_none(words: list[str], known: dict[str, set[str]]) -> list:
    return [max(known, key=lambda code: sum(word in known[code] for word in words), default=None)]


def own_words(words: list[str], known: dict[str, set[str]]) -> list[str]:
    """A word that two languages know counts for neither."""
    owners = {word: [code for code in known if word in known[code]] for word in words}
    return slow_language([word for word in words if len(owners[word]) == 1], known)


def share_of_words(words: list[str], known: dict[str, set[str]]) -> list[str]:
    return language_by(count=lambda words, own: sum(word in own for word in words) / max(1, len(own)))(words, known)


def random_sentence(rng: np.random.Generator) -> tuple[list[str], dict[str, set[str]]]:
    words = ["in", "il", "er", "la", "no", "j'", ".", "A", "a", "y"]
    codes = [("fr", "de", "es", "en", "it")[place] for place in rng.permutation(5)[: int(rng.integers(1, 5))]]
    known = {code: {str(w) for w in rng.choice(words, int(rng.integers(0, 6)), replace=False)} for code in codes}
    return [str(word) for word in rng.choice([*words, "xyz"], int(rng.integers(0, 8)))], known


KNOWN = {"fr": {"il", "chante", "la"}, "de": {"in", "er"}, "es": {"la", "en", "canta"}}

EXERCISES = [
    Exercise(
        "word_f",
        "Whole words instead of letters",
        cases=[
            Case((["the", "cat"], ["the", "cat", "sleeps"], 1.0)),
            Case((["the", "the"], ["the"], 2.0), "edge: a word that finds one partner only"),
            Case((["cat", "the"], ["the", "cat"], 1.0), "edge: the same words in another order"),
            Case((["dog"], ["the", "cat"], 2.0), "edge: nothing in common"),
            Case((["The"], ["the"], 2.0), "edge: a capital letter makes another word"),
            Case((["la", "."], ["le", "."], 1.0), "edge: a mark counts as a word"),
        ],
        reference=f_with(slow_partners),
        random=random_words,
        vary={"written": "words", "wanted": "words"},
        mistakes=[
            Mistake(
                "a word that stands twice counts once there: a set forgets how often",
                like=f_with(lambda written, wanted: len(set(written) & set(wanted))),
            ),
            Mistake(
                "a written word that stands twice finds the same partner twice: cross partners off",
                like=f_with(lambda written, wanted: sum(word in wanted for word in written)),
            ),
            Mistake(
                "the other way around too: a wanted word may be found once only",
                like=f_with(lambda written, wanted: sum(word in written for word in wanted)),
            ),
            Mistake(
                "words are compared place by place, and their order plays no part here", like=f_with(same_place)
            ),
            Mistake(
                "that counts all written words as partners",
                like=f_with(lambda written, wanted: min(len(written), len(wanted))),
            ),
            Mistake(
                "beta must come in as the given lines have it: its square weighs recall",
                like=[
                    f_by(lambda p, r, beta: 2 * p * r / (p + r)),
                    f_by(lambda p, r, beta: (1 + beta) * p * r / (beta * p + r)),
                    f_by(lambda p, r, beta: (1 + beta**2) * p * r / (p + beta**2 * r)),
                ],
            ),
        ],
    ),
    Exercise(
        "never_seen",
        "Bug hunt: a pair that was seen after all",
        cases=[
            Case((YES, [("Oui.", "Ja."), ("Oui.", "Doch.")])),
            Case((TWICE, [("Oui.", "Nein."), ("Oui.", "Ja."), ("Si.", "Doch.")]), "edge: two translations each"),
            Case((YES, [("Oui.", "Ja"), ("oui.", "Ja."), ("Ja.", "Oui.")]), "edge: other letters, marks or sides"),
            Case((YES, [("Oui. ", "Ja."), ("Oui.", " Ja.")]), "edge: a blank more"),
            Case((ALMOST, [("Oui.", "Ja."), ("Non.", "Nein.")]), "edge: two English sentences, almost the same"),
            Case((YES, [("Non.", "Nein."), ("Ah !", "Nein."), ("Non.", "Nein.")]), "edge: a pair twice"),
            Case((APART, [("Oui.", "Ja."), ("Oui.", "Sicher.")]), "edge: one French sentence for two English ones"),
            Case((SPANISH, [("Taxi!", "Taxi!")]), "edge: the same letters in other languages"),
            Case(([], [("Oui.", "Ja.")]), "edge: no training"),
        ],
        reference=slow_never_seen,
        random=random_corpus,
        mistakes=[
            Mistake(
                "that keeps the first translation of each English sentence; all of them count", like=first_only
            ),
            Mistake(
                "both sentences stand in training, but no English sentence has both: such a pair may stay",
                like=kept_if(
                    lambda train, f, g: (
                        f in [s for _, c, s in train if c == "fr"] and g in [s for _, c, s in train if c == "de"]
                    )
                ),
            ),
            Mistake(
                "one known side is not enough to throw a pair out",
                like=kept_if(lambda train, f, g: any((c, s) in (("fr", f), ("de", g)) for _, c, s in train)),
            ),
            Mistake(
                "one sentence may translate several English ones: keep all of them",
                like=[one_english, one_english_each, one_english_if_any],
            ),
            Mistake(
                "a sentence counts only in its own language: look at the code as well", like=kept_if(any_language)
            ),
            Mistake(
                "the pairs must come in the order of `test`, and as often as there",
                like=[
                    lambda train, test: sorted(set(slow_never_seen(train, test))),
                    lambda train, test: list(dict.fromkeys(slow_never_seen(train, test))),
                    lambda train, test: sorted(slow_never_seen(train, test)),
                ],
            ),
            Mistake(
                "that gives the pairs that must go",
                like=lambda train, test: [p for p in test if p not in slow_never_seen(train, test)],
            ),
        ],
        bug=last_only,
        symptom="pairs that an English sentence brings together stay in the test set.",
    ),
    Exercise(
        "language_of",
        "Which language is this?",
        cases=[
            Case((["il", "chante", "in"], KNOWN)),
            Case((["er", "il", "in"], KNOWN)),
            Case((["la"], KNOWN), "edge: two languages share the first place"),
            Case((["xyz"], KNOWN), "edge: a word that nobody knows"),
            Case(([], KNOWN), "edge: no words"),
            Case((["la", "la", "er"], {"es": {"la"}, "de": {"er"}}), "edge: a word that stands twice"),
            Case((["la", "en", "chante"], {"fr": {"chante"}, "es": {"la", "en"}}), "edge: two short words win"),
            Case((["an"], {"de": {"kann"}}), "edge: a part of a word"),
            Case((["la"], {}), "edge: no languages"),
        ],
        reference=slow_language,
        random=random_sentence,
        vary={"words": "words"},
        mistakes=[
            Mistake(
                "a word that stands twice counts twice: a set forgets how often",
                like=language_by(count=lambda words, own: len(set(words) & own)),
            ),
            Mistake(
                "several share the first place and only one is there: max() gives one",
                like=[
                    language_by(choose=lambda counts, most: [max(counts, key=counts.get)]),
                    only_one,
                    one_or_none,
                ],
            ),
            Mistake(
                "the codes must be sorted",
                like=[
                    language_by(choose=lambda counts, most: [c for c in counts if counts[c] == most]),
                    language_by(
                        choose=lambda counts, most: sorted((c for c in counts if counts[c] == most), reverse=True)
                    ),
                ],
            ),
            Mistake("if no language knows any word, the list is empty", like=no_default),
            Mistake(
                "where several share the first place, give all of them and not an empty list",
                like=language_by(
                    choose=lambda counts, most: (
                        [c for c in counts if counts[c] == most] if list(counts.values()).count(most) == 1 else []
                    )
                ),
            ),
            Mistake("there may be no language at all: max() needs a default", error=(ValueError, "empty")),
            Mistake("a word counts for each language that knows it, not only where one alone does", like=own_words),
            Mistake("count the words, and do not divide by how many a language knows", like=share_of_words),
            Mistake(
                "only those that know the most, not all that know something",
                like=language_by(choose=lambda counts, most: sorted(code for code in counts if counts[code])),
            ),
        ],
    ),
]
