"""Wrong answers with the words that each must get, and right answers written differently."""

from __future__ import annotations

from overheard.check import Answers, Wrong


def with_zip(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True)) / len(true) if true else 0.0


def with_numpy(said, true):
    import numpy as np

    return float(np.mean(np.array(said) == np.array(true))) if len(true) else 0.0


def count_only(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True))


def share_of_errors(said, true):
    return sum(a != b for a, b in zip(said, true, strict=True)) / max(len(true), 1)


def divides_by_zero(said, true):
    return sum(a == b for a, b in zip(said, true, strict=True)) / len(true)


def example_only(said, true):
    return 0.5


ANSWERS = {
    "accuracy": Answers(
        right=[with_zip, with_numpy],
        wrong=[
            Wrong(count_only, says="divide by how many"),
            Wrong(share_of_errors, says="where the two agree"),
            Wrong(divides_by_zero, says="ZeroDivisionError"),
            Wrong(example_only, says="0.5"),
        ],
    )
}
