"""Likely causes of a wrong answer that need no knowledge of the exercise."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

from overheard.check.compare import (
    Difference,
    Opaque,
    Tolerance,
    as_array,
    difference,
    is_array,
    is_frame,
    is_index,
    is_number,
    is_series,
    is_tensor,
    number,
    type_words,
    unwrap,
)

_LOOSE = Tolerance(rtol=1e-3, atol=1e-6)


def _agrees(got: Any, expected: Any) -> bool:
    """Whether two arrays of one shape hold the same numbers, loosely."""
    import numpy as np

    if got.shape != expected.shape or not got.size:
        return False
    if not (got == got).any():  # NaN alone is like everything
        return False
    with np.errstate(all="ignore"):
        return bool(np.allclose(got, expected, rtol=_LOOSE.rtol, atol=_LOOSE.atol, equal_nan=True))


def _is_one(value: Any) -> bool:
    return (is_tensor(value) or is_array(value)) and value.ndim == 0


def type_cause(got: Any, expected: Any) -> str | None:
    """Why the type may be another one than expected."""
    if got is None:
        return "the function comes to its end without `return`, so Python gives None"
    if isinstance(got, Opaque) and callable(got.value):
        return "it returns a function instead of calling it: add brackets, `f(x)`"
    raw = got.value if isinstance(got, Opaque) else got
    if type_words(got) in ("a generator", "an iterator"):
        if isinstance(expected, list | tuple):
            return (
                "`yield`, `map` or a comprehension in round brackets gives values one by one: "
                "list(...) collects them"
            )
        if is_array(expected) or is_tensor(expected):
            make = "np.array" if is_array(expected) else "torch.tensor"
            return f"a comprehension in round brackets, or `yield`, gives values one by one: {make}(list(...))"
        return "zip, map and `yield` give values one by one, as an iterator: a single value is asked for"
    if isinstance(expected, tuple) and len(expected) > 1 and not isinstance(got, list | tuple | dict | str):
        return f"{len(expected)} values are expected: `return a, b`, with a comma, gives two together"
    if isinstance(got, list | tuple) and len(got) == 1 and (is_number(expected) or _is_one(expected)):
        return "the value is wrapped once too often: is there a comma or a bracket too many?"
    if is_frame(got) or is_series(got) or is_index(got):
        return ".to_numpy() makes an array of it" if is_array(expected) else None
    if isinstance(got, tuple) and len(got) > 1 and not isinstance(expected, list | tuple | dict | set):
        return f"{len(got)} values are given together, with a comma: only one is asked for"
    if is_tensor(expected):
        if is_array(got):
            return "a NumPy array: torch.from_numpy(...) makes it a tensor"
        if isinstance(got, list | tuple):
            return "torch.tensor(...) or torch.stack(...) makes a list a tensor"
        if is_number(got):
            return "one number: is a `dim=` missing, or an .item() too many?"
    if is_array(expected):
        if is_tensor(got):
            return "a tensor: .numpy() makes it a NumPy array"
        if isinstance(got, list | tuple):
            return "np.array(...) makes a list an array"
    if isinstance(expected, list | tuple) and (is_tensor(got) or is_array(got)):
        return ".tolist() makes a list of it"
    if isinstance(got, list | tuple | dict | set) and (is_number(expected) or _is_one(expected)):
        return "one number is expected: should these be added up or averaged?" if len(got) > 1 else None
    if isinstance(raw, str) and is_number(expected):
        return "a text that looks like a number is still a text: return the number itself"
    if isinstance(got, list | tuple) and len(got) == 1 and is_same(got[0], expected, Tolerance()):
        return "the value is wrapped once too often: is there a comma or a bracket too many?"
    return None


def _items(value: Any) -> list[Any] | None:
    """The items of a list or of an array of one direction."""
    if isinstance(value, list | tuple):
        return list(value)
    return value.tolist() if (is_tensor(value) or is_array(value)) and value.ndim == 1 else None


def length_cause(got: Any, expected: Any) -> str | None:
    """Why there may be fewer or more items than expected."""
    mine, theirs = _items(got), _items(expected)
    if mine is None or theirs is None or not theirs or len(mine) == len(theirs):
        return None
    n, m, near = len(mine), len(theirs), Tolerance()
    if not mine:
        return (
            "nothing was collected: is .append(...) missing, is the list made anew inside the loop, "
            "or does a condition leave all out?"
        )
    if all(isinstance(item, list | tuple) for item in theirs):
        flat = [part for item in theirs for part in item]
        if len(flat) == n and is_same(mine, flat, near):
            return "the pairs were taken apart: .append((a, b)) keeps a pair together, += and .extend() do not"
    if n < m and (n == 1 or m - n > 1 or as_array(theirs) is None) and is_same(mine, theirs[:n], near):
        first = "only the first" if n == 1 else f"only the first {n}"
        return (
            f"{first} of {m} came: does a `return` or `break` inside the loop end it too soon, "
            "or does a condition leave out the rest?"
        )
    if n == 1 and is_same(mine, theirs[-1:], near):
        return f"only the last of {m} is there: make the list before the loop, not inside it"
    if m > 1 and n % m == 0:
        return f"{n // m} times as many items as expected: is more than one appended in each round?"
    return None


def shape_cause(got: Any, expected: Any) -> str | None:
    """Why the shape may be another one than expected."""
    mine, theirs = as_array(got), as_array(expected)
    if mine is None or theirs is None:
        return None
    if not mine.size and theirs.size:
        return "there is nothing in it: does a loop run over an empty range, or is a slice empty?"
    if theirs.ndim == 0 and mine.size == 1 and _agrees(mine.reshape(()), theirs):
        how = ".reshape(()) takes them away" if is_tensor(expected) else ".item() takes it out"
        return f"the value is right, in brackets of its own: {how}"
    if mine.size == theirs.size and mine.size:
        if mine.ndim == theirs.ndim >= 2 and mine.shape == theirs.shape[::-1] and _agrees(mine.T, theirs):
            return "the values are right and lie transposed: rows and columns are swapped (.T)"
        if mine.ndim == theirs.ndim > 2 and sorted(mine.shape) == sorted(theirs.shape):
            for i, j in itertools.combinations(range(mine.ndim), 2):
                if _agrees(mine.swapaxes(i, j), theirs):
                    return f"the values are right, and the directions {i} and {j} are swapped: {_swap(got, i, j)}"
        if mine.squeeze().shape == theirs.squeeze().shape and _agrees(mine.squeeze(), theirs.squeeze()):
            if mine.ndim == theirs.ndim:
                return "the values are right, and the dimension of length 1 stands in another place"
            if mine.ndim > theirs.ndim:
                which = next(
                    (i for i in range(mine.ndim) if mine.shape[:i] + mine.shape[i + 1 :] == theirs.shape), None
                )
                how = f".reshape{theirs.shape}" if which is None else f"squeeze({which})"
                return f"the values are right, with a dimension of length 1 too many: {how} takes it out"
            return (
                "the values are right, and a dimension of length 1 is missing: unsqueeze() or keepdim=True adds it"
            )
        if _agrees(mine.reshape(-1), theirs.reshape(-1)):
            return "the values are right and in order: only the shape is another (.reshape(...))"
    if theirs.ndim == 0:
        return (
            "several numbers, where one is expected: is one to be chosen, or should they be added up or averaged?"
        )
    if mine.ndim == 0 and theirs.ndim == 1:
        return (
            "one number, where one for each item is expected: "
            "does each round of a loop replace the last, or is a sum or mean too many?"
        )
    if theirs.ndim and mine.shape == theirs.shape[1:]:
        return "the first dimension is missing: one row per example (the batch) is expected"
    if mine.ndim and mine.shape[1:] == theirs.shape:
        return "there is one dimension too many in front: are the examples not yet added up or averaged?"
    if mine.ndim == theirs.ndim == 2 and mine.shape == theirs.shape[::-1]:
        return "rows and columns are swapped"
    if mine.ndim == 0:
        return (
            "one number, where a table of them is expected: is another variable returned, or was too much added up?"
        )
    if mine.ndim < theirs.ndim:
        return "too many dimensions were added up: which `dim=` should go, and which should stay?"
    if mine.ndim == theirs.ndim == 1 and abs(len(mine) - len(theirs)) == 1:
        return "one item too few or too many: where does the loop or slice begin and end?"
    return None


def _swap(value: Any, i: int, j: int) -> str:
    return f"transpose({i}, {j})" if is_tensor(value) else f"swapaxes({i}, {j})"


def _shape_cause_of_all(pairs: list[tuple[Any, Any]], first: tuple[Any, Any]) -> str | None:
    """The cause that all wrong shapes have: where a length is 1, a swap can look like a missing dimension."""
    shown = shape_cause(*first)
    told = [shape_cause(got, expected) for got, expected in pairs]
    swapped = [words for words in told if words and "swapped" in words]
    if swapped and shown not in swapped:
        return swapped[0]
    return shown if 2 * told.count(shown) >= len(told) else None


def dtype_cause(got: Any, expected: Any) -> str | None:
    """Why the numbers may be of another kind."""
    mine, theirs = as_array(got), as_array(expected)
    if mine is None or theirs is None:
        return None
    how = {"f": ".float()", "i": ".long()", "u": ".long()", "b": "a comparison such as `> 0`"}
    if not is_tensor(got):
        how = {"f": ".astype(float)", "i": ".astype(int)", "u": ".astype(int)", "b": "a comparison such as `> 0`"}
    return (
        f"another kind of number: {how[theirs.dtype.kind]} gives the right one"
        if theirs.dtype.kind in how
        else None
    )


def value_cause(pairs: list[tuple[Any, Any]], right: list[tuple[Any, Any]] = ()) -> str | None:
    """A relation between all wrong values and the expected ones that has a name; `pairs` of (got, expected).

    `right` are pairs that agree: a relation that would have spoilt them too is none.
    """
    import numpy as np

    arrays = [(as_array(unwrap(got)), as_array(unwrap(expected))) for got, expected in pairs]
    if not arrays or any(a is None or b is None or a.shape != b.shape or not a.size for a, b in arrays):
        return None
    also = [(as_array(unwrap(got)), as_array(unwrap(expected))) for got, expected in right]
    also = [(a, b) for a, b in also if a is not None and b is not None and a.shape == b.shape and a.size]
    if any("b" in a.dtype.kind + b.dtype.kind for a, b in arrays):
        if all(_agrees(a.astype(float), 1 - b.astype(float)) for a, b in arrays if a.dtype.kind in "biuf"):
            return "yes and no are swapped"
        return None
    if any("c" in a.dtype.kind + b.dtype.kind for a, b in arrays):
        return None
    decimal = all(b.dtype.kind == "f" for _, b in arrays)
    arrays = [(a.astype(np.float64), b.astype(np.float64)) for a, b in arrays]
    also = [(a.astype(np.float64), b.astype(np.float64)) for a, b in also]
    shown, wanted = arrays[0]  # the pair that the learner sees: what is not there cannot be explained
    if (np.isnan(wanted) & ~np.isnan(shown)).any() and np.isnan(wanted).sum() > np.isnan(shown).sum():
        return "some values should be NaN and are numbers: were gaps filled, or taken for something else?"
    if np.isnan(shown).any() and not np.isnan(wanted).any():
        return (
            "NaN comes of 0/0, of 0 times infinity, of the mean of nothing, of the logarithm or root of a negative "
            "number, or is put there by hand"
        )
    if np.isinf(shown).any() and not np.isinf(wanted).any():
        return "infinity comes of dividing by zero, of log(0), or of exp of a large number"
    if decimal and (words := _rounding(arrays, also)):
        return words
    if decimal and all(np.allclose(a, b, rtol=5e-3, atol=1e-6, equal_nan=True) for a, b in arrays):
        return "the values are nearly right: rounded too early, a small number added, or too few digits (float16)?"
    return _named_relation(arrays + also) or _same_numbers_elsewhere(arrays) or _constant_relation(arrays + also)


def _rounding(wrong: list[tuple[Any, Any]], right: list[tuple[Any, Any]]) -> str | None:
    """Whether all that is wrong is the expected value with few digits."""
    import numpy as np

    def fits(got: Any, expected: Any, digits: int) -> bool:
        # As Python rounds, and NumPy; a value that was left as it is does not speak against it.
        short = np.abs(got - np.round(got, digits)) <= 1e-7 * np.maximum(1, np.abs(got))
        near = np.abs(got - expected) <= 0.5000001 * 10.0**-digits + 1e-7 * np.abs(expected)
        same = np.isclose(got, expected, rtol=1e-6, atol=1e-9, equal_nan=True)
        return bool((same | (short & near)).all())

    n_wrong = sum(int((~np.isclose(a, b, rtol=1e-6, atol=1e-9, equal_nan=True)).sum()) for a, b in wrong)
    with np.errstate(all="ignore"):
        for digits in (0, 1, 2, 3, 4):
            if digits == 0 and n_wrong < 4:  # a whole number may be near by chance
                continue
            if all(fits(a, b, digits) for a, b in [*wrong, *right]):
                if digits == 0:
                    return "it is rounded: was // used, or int(), or round() too early?"
                places = "1 digit" if digits == 1 else f"{digits} digits"
                return f"rounded too early, to {places} behind the point: give the value as it is"
    return None


def _named_relation(arrays: list[tuple[Any, Any]]) -> str | None:
    import numpy as np

    relations = [
        ("the sign is flipped", lambda e: -e),
        ("it is one minus the expected value: the other share was counted", lambda e: 1 - e),
        ("it is the square of the expected value: a square root is missing", lambda e: e**2),
        ("it is the square root of the expected value: one root too many, or a square is missing", np.sqrt),
        ("it is the inverse of the expected value: the division is upside down", lambda e: 1 / e),
        ("the sign is lost: is there an abs() too many?", np.abs),
        ("it is rounded: was // used, or int(), or round() too early?", np.round),
        ("the part behind the point is lost: was // or int() used for /?", np.floor),
        ("it is the logarithm of the expected value", np.log),
        ("it is exp of the expected value: a logarithm is missing", np.exp),
    ]
    with np.errstate(all="ignore"):
        for words, relation in relations:
            if all(_agrees(a, relation(b)) for a, b in arrays):
                return words
    return None


def _same_numbers_elsewhere(arrays: list[tuple[Any, Any]]) -> str | None:
    import numpy as np

    if any(a.size < 2 for a, _ in arrays):
        return None
    if all(a.ndim == 2 and a.shape[0] == a.shape[1] and _agrees(a.T, b) for a, b in arrays):
        return "the values are right and lie transposed: rows and columns are swapped"
    if all(_agrees(a[::-1], b) for a, b in arrays):
        return "the values are right and in the reverse order"
    if all(_agrees(np.sort(a, axis=None), np.sort(b, axis=None)) for a, b in arrays):
        return "the right values, in another order"
    return None


def _constant_relation(arrays: list[tuple[Any, Any]]) -> str | None:
    import numpy as np

    flat_got = np.concatenate([a.reshape(-1) for a, _ in arrays])
    flat_expected = np.concatenate([b.reshape(-1) for _, b in arrays])
    both = np.isfinite(flat_got) & np.isfinite(flat_expected)
    if not (both | (flat_got == flat_expected) | (np.isnan(flat_got) & np.isnan(flat_expected))).all():
        return None
    flat_got, flat_expected = flat_got[both], flat_expected[both]
    if len(np.unique(np.round(flat_expected, 9))) < 2:  # one value alone would fit any factor
        return None
    offset = flat_got - flat_expected
    if abs(offset[0]) > 1e-6 and np.allclose(offset, offset[0], rtol=1e-3, atol=1e-7):
        return f"every value is off by {number(float(offset[0]))}"
    solid = np.abs(flat_expected) > 1e-9
    if not np.allclose(flat_got[~solid], 0, atol=1e-6) or not solid.any():
        return None
    ratio = flat_got[solid] / flat_expected[solid]
    if np.allclose(ratio, ratio[0], rtol=1e-3) and abs(ratio[0]) > 1e-9:
        factor = float(ratio[0])
        for whole in (2, 3, 4, 10, 100, 255, 1000):
            if math.isclose(factor, whole, rel_tol=1e-3):
                return f"every value is {whole} times too large"
            if math.isclose(factor, 1 / whole, rel_tol=1e-3):
                return f"every value is {whole} times too small"
        return f"every value is {number(factor)} times the expected one"
    return None


def telling_numbers(got: Any, expected: Any) -> int:
    """How many numbers of an answer are wrong and not whole: such do not agree with another's by chance."""
    import numpy as np

    mine, theirs = as_array(unwrap(got)), as_array(unwrap(expected))
    several = isinstance(got, list | tuple) and isinstance(expected, list | tuple) and len(got) == len(expected)
    if several and (mine is None or theirs is None):
        return sum(telling_numbers(g, e) for g, e in zip(got, expected, strict=True))
    if mine is None or theirs is None or mine.dtype.kind != "f" or mine.shape != theirs.shape:
        return 0
    mine, theirs = mine.astype(np.float64), theirs.astype(np.float64)
    with np.errstate(all="ignore"):
        parts = np.isfinite(mine) & (np.abs(mine - np.round(mine)) > 1e-6)
        return int((parts & ~np.isclose(mine, theirs, rtol=1e-4, atol=1e-6)).sum())


def text_cause(got: Any, expected: Any) -> str | None:
    """How two texts differ where the letters are nearly the same."""
    if not (isinstance(got, str) and isinstance(expected, str)):
        return None
    if got.strip() == expected.strip():
        return "there is white space too much or too little at an end"
    if got.lower() == expected.lower():
        return "capital and small letters differ"
    if "".join(got.split()) == "".join(expected.split()):
        return "only the white space differs"
    if re.sub(r"\W", "", got) == re.sub(r"\W", "", expected):
        return "only the punctuation differs"
    return None


def _among_several(
    pairs: list[tuple[Any, Any]], first: tuple[Any, Any], right: list[tuple[Any, Any]]
) -> tuple[str | None, list[tuple[Any, Any]], tuple[Any, Any], list[tuple[Any, Any]]]:
    """Where several values are given together: words about their order, or the first of them that is wrong."""
    got, expected = first
    while isinstance(got, list | tuple) and isinstance(expected, list | tuple) and len(got) == len(expected):
        if as_array(got) is not None and as_array(expected) is not None:
            break
        tolerance = Tolerance()
        wrong = [i for i in range(len(got)) if difference(got[i], expected[i], tolerance) is not None]
        if not wrong:
            break
        if 1 < len(got) <= 4 and all(
            isinstance(g, list | tuple) and len(g) == len(e) and is_same(list(g)[::-1], list(e), tolerance)
            for g, e in pairs
        ):
            return "the right values, in the reverse order", pairs, first, right
        at = wrong[0]
        pairs = [(g[at], e[at]) for g, e in pairs if isinstance(g, list | tuple) and len(g) == len(e)]
        pairs = [(g, e) for g, e in pairs if not is_same(g, e, tolerance)]
        right = [(g[at], e[at]) for g, e in right]
        got, expected = first = (got[at], expected[at])
    return None, pairs, first, right


def likely_cause(
    found: Difference,
    pairs: list[tuple[Any, Any]],
    first: tuple[Any, Any],
    right: list[tuple[Any, Any]] = (),
) -> str | None:
    """The most likely cause of a wrong answer, judged over all wrong pairs of (got, expected).

    `right` are the pairs of plain inputs that are answered rightly.
    """
    whole = first
    words, pairs, first, right = _among_several(pairs, first, list(right))
    if words:
        return words
    got, expected = first
    if got is None and first is not whole:  # one item is None: the function did return
        return None
    if found.kind == "type":
        return type_cause(got, expected)
    if found.kind in ("shape", "length"):
        return _shape_cause_of_all(pairs, first) or type_cause(got, expected)
    if found.kind == "dtype":
        return dtype_cause(got, expected)
    if found.kind in ("value", "nan"):
        return text_cause(got, expected) or value_cause(pairs, right)
    return None


def is_same(got: Any, expected: Any, tolerance: Tolerance) -> bool:
    """Whether two frozen values agree."""
    return difference(got, expected, tolerance) is None


def short_function_name(function: Any) -> str:
    """The name of a function, or what it is where it has none."""
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) else type(function).__name__
