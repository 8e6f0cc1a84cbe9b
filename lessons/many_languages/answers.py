"""Right answers written in other ways, and wrong ones that no mistake in checks.py says already."""

from __future__ import annotations

from collections import Counter, defaultdict

from overheard.check import Answers, Wrong


def f_by_counters(written, wanted, beta):
    shared = (Counter(written) & Counter(wanted)).total()
    if not shared:
        return 0
    return (1 + beta**2) * shared / (beta**2 * len(wanted) + len(written))


def f_by_sorting(written, wanted, beta):
    shared = sum(min(written.count(word), wanted.count(word)) for word in set(written))
    if shared == 0:
        return 0.0
    p, r = shared / len(written), shared / len(wanted)
    return (1 + beta * beta) * p * r / (beta * beta * p + r)


def f_without_beta(written, wanted, beta):
    shared = (Counter(written) & Counter(wanted)).total()
    return 2 * shared / (len(written) + len(wanted))


def seen_by_pairs(train, test):
    sides = defaultdict(lambda: (set(), set()))
    for english, language, sentence in train:
        if language in ("fr", "de"):
            sides[english][language == "de"].add(sentence)
    met = {(f, g) for french, german in sides.values() for f in french for g in german}
    return [pair for pair in test if pair not in met]


def seen_by_lists(train, test):
    french = [(e, s) for e, code, s in train if code == "fr"]
    german = [(e, s) for e, code, s in train if code == "de"]
    return [(f, g) for f, g in test if not any((e, g) in german for e, s in french if s == f)]


def seen_nothing(train, test):
    return list(test)


def language_by_counter(words, known):
    counts = Counter(code for word in words for code, own in known.items() if word in own)
    most = max(counts.values(), default=0)
    return sorted(code for code, count in counts.items() if count == most)


def language_by_sorting(words, known):
    ranked = sorted(known, key=lambda code: (-sum(map(known[code].__contains__, words)), code))
    best = sum(word in known[ranked[0]] for word in words) if ranked else 0
    return [code for code in ranked if best and sum(word in known[code] for word in words) == best]


def language_as_text(words, known):
    found = language_by_counter(words, known)
    return found[0] if len(found) == 1 else found


ANSWERS = {
    "word_f": Answers(right=[f_by_counters, f_by_sorting], wrong=[Wrong(f_without_beta, "not yet")]),
    "never_seen": Answers(right=[seen_by_pairs, seen_by_lists], wrong=[Wrong(seen_nothing, "not yet")]),
    "language_of": Answers(
        right=[language_by_counter, language_by_sorting], wrong=[Wrong(language_as_text, "not yet")]
    ),
}
