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


def f_in_lower_case(written, wanted, beta):
    return f_by_sorting([word.lower() for word in written], [word.lower() for word in wanted], beta)


def f_without_marks(written, wanted, beta):
    return f_by_sorting([word for word in written if word.isalpha()], [w for w in wanted if w.isalpha()], beta)


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


def seen_in_lower_case(train, test):
    kept = seen_by_pairs(
        [(english, code, sentence.lower()) for english, code, sentence in train],
        [(french.lower(), german.lower()) for french, german in test],
    )
    return [pair for pair in test if (pair[0].lower(), pair[1].lower()) in kept]


def seen_without_blanks(train, test):
    return [pair for pair in test if seen_by_pairs(train, [tuple(side.strip() for side in pair)])]


def seen_english_in_lower_case(train, test):
    return seen_by_pairs([(english.lower(), code, sentence) for english, code, sentence in train], test)


def seen_english_without_marks(train, test):
    return seen_by_pairs([(english.strip(".!?"), code, sentence) for english, code, sentence in train], test)


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


def language_of_letters(words, known):
    return language_by_counter([word for word in words if word.isalpha()], known)


def language_by_letters(words, known):
    counts = {code: sum(len(word) for word in words if word in own) for code, own in known.items()}
    most = max(counts.values(), default=0)
    return sorted(code for code, count in counts.items() if count == most) if most else []


def language_by_parts(words, known):
    counts = {code: sum(any(word in whole for whole in own) for word in words) for code, own in known.items()}
    most = max(counts.values(), default=0)
    return sorted(code for code, count in counts.items() if count == most) if most else []


def language_in_lower_case(words, known):
    return language_by_counter(
        [word.lower() for word in words], {code: {word.lower() for word in own} for code, own in known.items()}
    )


def language_as_text(words, known):
    found = language_by_counter(words, known)
    return found[0] if len(found) == 1 else found


ANSWERS = {
    "word_f": Answers(
        right=[f_by_counters, f_by_sorting],
        wrong=[Wrong(f_in_lower_case, "a capital letter"), Wrong(f_without_marks, "a mark counts")],
    ),
    "never_seen": Answers(
        right=[seen_by_pairs, seen_by_lists],
        wrong=[
            Wrong(seen_nothing, "its input"),
            Wrong(seen_in_lower_case, "other letters"),
            Wrong(seen_without_blanks, "a blank more"),
            Wrong(seen_english_in_lower_case, "almost the same"),
            Wrong(seen_english_without_marks, "almost the same"),
        ],
    ),
    "language_of": Answers(
        right=[language_by_counter, language_by_sorting],
        wrong=[
            Wrong(language_as_text, "a list of 1 item is expected"),
            Wrong(language_of_letters, "random input"),
            Wrong(language_in_lower_case, "random input"),
            Wrong(language_by_letters, "two short words win"),
            Wrong(language_by_parts, "a part of a word"),
        ],
    ),
}
