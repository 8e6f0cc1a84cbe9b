"""Wrong answers with the words that each must get, and right answers written differently."""

from __future__ import annotations

from overheard.check import Answers, Wrong


def with_zip(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True)) / len(true) if true else 0.0


def with_numpy(said, true):
    import numpy as np

    return float(np.mean(np.array(said) == np.array(true))) if len(true) else 0.0


def with_fraction(said, true):
    from fractions import Fraction

    return Fraction(sum(map(str.__eq__, said, true)), len(true)) if true else 0


def with_mean(said, true):
    import statistics

    return statistics.fmean(a == b for a, b in zip(said, true, strict=True)) if true else 0.0


def count_only(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True))


def share_of_errors(said, true):
    return sum(a != b for a, b in zip(said, true, strict=True)) / max(len(true), 1)


def divides_by_zero(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True)) / len(true)


def example_only(said, true):
    return 0.5


def mean_of_nothing(said, true):
    import warnings

    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(np.mean(np.array(said) == np.array(true)))


def compares_lists(said, true):
    return sum(said == true) / len(true)


def compares_like_arrays(said, true):
    return (said == true).mean()


def first_letters(said, true):
    return sum(a[0] == b[0] for a, b in zip(said, true, strict=True)) / len(true) if true else 0.0


def known_words(said, true):
    hits = sum(a == b and a in ("cat", "dog", "bird") for a, b in zip(said, true, strict=True))
    return hits / len(true) if true else 0.0


def thirty_at_most(said, true):
    return count_only(said[:30], true[:30]) / len(true) if true else 0.0


def two_decimals(said, true):
    return round(with_zip(said, true), 2)


def changes_the_list(said, true):
    share = with_zip(said, true)
    said.clear()
    return share


def returns_a_list(said, true):
    return [a == b for a, b in zip(said, true, strict=True)]


def none_for_nothing(said, true):
    return with_zip(said, true) if true else None


def adds_pairs(said, true):
    return sum(zip(said, true, strict=True)) / len(true)


def small_letters(said, true):
    return with_zip([a.lower() for a in said], true)


def stripped(said, true):
    return with_zip([a.strip() for a in said], true)


def first_hundred(said, true):
    return count_only(said[:100], true[:100]) / max(len(true), 1)


ANSWERS = {
    "accuracy": Answers(
        right=[with_zip, with_numpy, with_fraction, with_mean],
        wrong=[
            Wrong(share_of_errors, says="where the two agree"),
            Wrong(divides_by_zero, says=("ZeroDivisionError", "Answer that case before you divide")),
            Wrong(mean_of_nothing, says="Answer that case before you divide"),
            Wrong(compares_lists, says="compared as wholes"),
            Wrong(compares_like_arrays, says="compared as wholes"),
            Wrong(first_letters, says="a capital letter, a space"),
            Wrong(known_words, says="a capital letter, a space"),
            Wrong(thirty_at_most, says="three hundred items"),
            Wrong(two_decimals, says="rounded too early"),
            Wrong(changes_the_list, says="changes its input `said`"),
            Wrong(returns_a_list, says="added up or averaged"),
            Wrong(example_only, says="0.5"),
            Wrong(none_for_nothing, says="0.0 is asked for"),
            Wrong(adds_pairs, says="adds pairs"),
            Wrong(small_letters, says="a capital letter, a space"),
            Wrong(stripped, says="a capital letter, a space"),
            Wrong(first_hundred, says="three hundred items"),
        ],
    )
}
