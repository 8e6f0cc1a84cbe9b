"""Words for the feedback of a check: values shown short, errors explained, likely causes guessed."""

from __future__ import annotations

import inspect
import linecache
import math
import re
import sysconfig
from pathlib import Path
from types import CodeType
from typing import Any

from overheard.check.compare import (
    Record,
    Stream,
    as_array,
    freeze,
    is_array,
    is_frame,
    is_index,
    is_number,
    is_series,
    is_tensor,
    number,
    type_words,
)

MOST_NUMBERS = 24  # of an array, shown whole; longer ones are summed up
MOST_ITEMS = 8
MOST_LINE = 400  # characters of one shown value


def sentence(words: str) -> str:
    """Words with a full stop at their end where they have none of their own."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", ")")) else f"{words}."


def show(value: Any, most: int = MOST_LINE) -> str:
    """A frozen value in one short line. Never calls code of the learner's objects."""
    try:
        line = _show(value, 0)
    except Exception:  # an array of an unusual kind
        line = f"an object of the type {type(value).__name__}"
    return line if len(line) <= most else f"{line[: most - 4]} ..."


def _show(value: Any, depth: int) -> str:
    if is_number(value):
        return number(value)
    if value is None or value is Ellipsis:
        return "None" if value is None else "..."
    if isinstance(value, str):
        return repr(value if len(value) <= 120 else f"{value[:117]}...")
    if isinstance(value, bytes):
        return repr(value[:40]) + ("..." if len(value) > 40 else "")
    if is_tensor(value) or is_array(value):
        return _show_array(value)
    if is_frame(value) or is_series(value) or is_index(value):
        return _show_table(value)
    if depth > 3:
        return type_words(value)
    if isinstance(value, list | tuple):
        opening, closing = "[]" if isinstance(value, list) else "()"
        inner = ", ".join(_show(item, depth + 1) for item in value[:MOST_ITEMS])
        if isinstance(value, tuple) and len(value) == 1:
            inner += ","
        more = f", ... ({len(value)} items)" if len(value) > MOST_ITEMS else ""
        return f"{opening}{inner}{more}{closing}"
    if isinstance(value, dict):
        pairs = [
            f"{_show(key, depth + 1)}: {_show(item, depth + 1)}" for key, item in list(value.items())[:MOST_ITEMS]
        ]
        more = f", ... ({len(value)} keys)" if len(value) > MOST_ITEMS else ""
        return "{" + ", ".join(pairs) + more + "}"
    if isinstance(value, set):
        if not value:
            return "set()"
        items = sorted((_show(item, depth + 1) for item in value), key=lambda text: (len(text), text))
        more = f", ... ({len(items)} items)" if len(items) > MOST_ITEMS else ""
        return "{" + ", ".join(items[:MOST_ITEMS]) + more + "}"
    if isinstance(value, Stream):
        inner = ", ".join(_show(item, depth + 1) for item in value.items[:MOST_ITEMS])
        return f"an iterator of {inner}" + (", ..." if value.more or len(value.items) > MOST_ITEMS else "")
    if isinstance(value, Record):
        fields = [f"{name}={_show(item, depth + 1)}" for name, item in list(value.fields.items())[:MOST_ITEMS]]
        return f"{value.name}({', '.join(fields)})"
    return type_words(value)


def _rounded(nested: Any) -> str:
    if isinstance(nested, list):
        return "[" + ", ".join(_rounded(item) for item in nested) + "]"
    return number(nested) if is_number(nested) else repr(nested)


def _show_array(value: Any) -> str:
    words = type_words(value)
    count = math.prod(value.shape)
    if value.ndim == 0:
        return f"{words}: {_rounded(value.tolist())}"
    if count == 0:
        return f"{words} (empty)"
    if count <= MOST_NUMBERS:
        return f"{words}: {_rounded(value.tolist())}"
    numbers = as_array(value)
    first = ", ".join(_rounded(item) for item in value.reshape(-1)[:6].tolist())
    if numbers is None or numbers.dtype.kind in "bc":
        return f"{words}, first: {first}, ..."
    import numpy as np

    finite = numbers[np.isfinite(numbers)] if numbers.dtype.kind == "f" else numbers
    span = f", from {number(finite.min())} to {number(finite.max())}" if finite.size else ""
    nans = int(np.isnan(numbers).sum()) if numbers.dtype.kind == "f" else 0
    return f"{words}{span}{f', {nans} of them NaN' if nans else ''}, first: {first}, ..."


def _show_table(value: Any) -> str:
    words = type_words(value)
    if is_frame(value):
        rows = [
            "{" + ", ".join(f"{name}: {_show(freeze(cell), 2)}" for name, cell in row.items()) + "}"
            for row in value.head(3).to_dict("records")
        ]
        return f"{words}: {', '.join(rows)}" + (", ..." if len(value) > 3 else "")
    items = [_show(freeze(item), 2) for item in list(value[:MOST_ITEMS])]
    if is_series(value):
        labels = [_show(freeze(label), 2) for label in list(value.index[:MOST_ITEMS])]
        items = [f"{label}: {item}" for label, item in zip(labels, items, strict=True)]
    return f"{words}: {', '.join(items)}" + (", ..." if len(value) > MOST_ITEMS else "")


# Errors --------------------------------------------------------------------------------------------------

_LIBRARY = [Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib", "platlib")]
_PACKAGE = Path(__file__).resolve().parent.parent


def is_learners_file(filename: str) -> bool:
    """Whether a source file is neither Python's, nor a package's, nor this one's."""
    if filename.startswith("<frozen"):
        return False
    path = Path(filename)
    if not path.is_absolute():
        return True
    # A kernel keeps cells under ipykernel_1234/ in the folder for temporary files.
    return not any(path.is_relative_to(folder) for folder in (*_LIBRARY, _PACKAGE))


def own_line(error: BaseException, code: CodeType | None) -> tuple[int, str, str] | None:
    """Line number, text and function name of the last step in the learner's own code.

    `code` is that of the function under check: its own lines are preferred to those of helpers elsewhere.
    """
    steps = []
    trace = error.__traceback__
    while trace is not None:
        steps.append((trace.tb_frame.f_code, trace.tb_lineno))
        trace = trace.tb_next
    mine = [step for step in steps if code is not None and step[0].co_filename == code.co_filename]
    mine = mine or [step for step in steps if is_learners_file(step[0].co_filename)]
    if not mine:
        return None
    last, line = mine[-1]
    return line, linecache.getline(last.co_filename, line).strip(), last.co_name


_NO_GRADIENT = "nothing here follows gradients: `w = w - ...` makes a new tensor, `w -= ...` changes the old one"
_NO_NUMBER = "a list is no number: + - * / work on its items one by one, or on an array"
_WHOLE = "an index must be a whole number: int(...), .long() or .astype(int) makes it one"
_APPEND = "a Python list takes a new item with .append(item)"
_APPEND_ONE = "append takes one item: a pair has brackets of its own, .append((a, b))"
_APPEND_GIVES = "`x = x.append(...)` makes x None, since append only changes the list: leave out `x =`"
_WORD_INDEX = "a word is used as an index: .index(word) finds its place in a list, `enumerate` counts along a loop"
_NOT_IN_ORDER = (
    "the numbers do not lie one behind the other in memory, as after a transposition: .reshape(...) bears that, "
    ".view(...) does not"
)
_YES_OR_NO = (
    "`if`, `and` and `not` need one yes or no, and a tensor holds many: `x is not None` asks whether there is "
    "one, ~x turns each around"
)
_HINTS: list[tuple[type[BaseException], str, str]] = [
    (RecursionError, "", "the function calls itself without an end: which case returns without calling itself?"),
    (UnboundLocalError, "", "this name gets its value in the function only on some paths, or only later"),
    (NameError, "'nan'", "it is written np.nan, or math.nan"),
    (NameError, "'inf'", "it is written np.inf, or math.inf"),
    (NameError, "", "a name that Python does not know here: a typing error, or a cell above that has not been run"),
    (ZeroDivisionError, "", "it divides by zero: what should happen when there is nothing to count?"),
    (IndexError, "boolean index did not match", "the mask is of another length than the direction it is used on"),
    (IndexError, "the shape of the mask", "the mask is of another length than the direction it is used on"),
    (IndexError, "dimension out of range", "there is no such `dim=`: they are counted from 0; -1 is the last"),
    (IndexError, "for array of dimension", "there is no such `axis=`: they are counted from 0"),
    (IndexError, "too many indices", "more indices than directions: print .shape"),
    (IndexError, "as indices", _WHOLE),
    (IndexError, "valid indices", _WHOLE),
    (IndexError, "", "an index outside the range: positions run from 0 to the length minus 1"),
    (KeyError, "", "the dict has no such key: .get(key, default) or a test with `in` helps"),
    (AttributeError, "'NoneType' object has no attribute 'append'", _APPEND_GIVES),
    (AttributeError, "'list' object has no attribute 'push'", _APPEND),
    (AttributeError, "'list' object has no attribute 'add'", _APPEND),
    (AttributeError, "'list' object has no attribute 'find'", "x.index(item) finds the place of an item in a list"),
    (AttributeError, "'list' object has no attribute 'length'", "len(x) gives the length of a list"),
    (AttributeError, "'NoneType'", "a value is None here: did a step before it return nothing?"),
    (AttributeError, "", "this kind of value has no such method or attribute: look at type(...) of it"),
    (RuntimeError, "does not require grad", _NO_GRADIENT),
    (RuntimeError, "a leaf variable", "what follows gradients is changed inside `with torch.no_grad():`"),
    (RuntimeError, "backward through the graph a second", "each backward() needs a loss worked out anew before it"),
    (RuntimeError, "equal size", "the tensors to stack differ in shape: print .shape of each"),
    (RuntimeError, "cannot be converted to scalar", "more than one number where one is needed: print .shape"),
    (RuntimeError, "must match the size", "two shapes do not fit together: print .shape of both"),
    (RuntimeError, "shapes cannot be multiplied", "two shapes do not fit together: print .shape of both"),
    (RuntimeError, "view size is not compatible", _NOT_IN_ORDER),
    (RuntimeError, "is invalid for input of size", "the number of values must stay the same when reshaping"),
    (RuntimeError, "Boolean value of Tensor", _YES_OR_NO),
    (RuntimeError, "dtype", "the types of the numbers differ: .float() or .long() turns one into the other"),
    (RuntimeError, "Long", "whole numbers where decimals are needed: .float() turns one into the other"),
    (ValueError, "broadcast", "two shapes do not fit together: print .shape of both"),
    (ValueError, "matmul", "two shapes do not fit together: print .shape of both"),
    (ValueError, "same shape", "the arrays to stack differ in shape: print .shape of each"),
    (ValueError, "inhomogeneous", "the rows are of different lengths, and make no array"),
    (ValueError, "could not convert string", "a text stands where a number is needed"),
    (ValueError, "empty sequence", "nothing to choose from: was nothing appended, or all left out?"),
    (ValueError, "truth value", "a whole array is used as one yes or no: .any() or .all() makes one of many"),
    (TypeError, "append() takes exactly one", _APPEND_ONE),
    (TypeError, "not str", _WORD_INDEX),
    (TypeError, "invalid data type 'str'", _WORD_INDEX),
    (TypeError, "indices must be integers", _WHOLE),
    (TypeError, "converted to an index", _WHOLE),
    (TypeError, "object is not iterable", "one value is used as a list: range(n) counts, .append(x) adds it"),
    (TypeError, 'arguments: "dim"', "it needs to know along which direction: `dim=`"),
    (TypeError, "for &: 'list'", "& and | work on sets: set(links) makes one"),
    (TypeError, "for |: 'list'", "& and | work on sets: set(links) makes one"),
    (TypeError, "for +: 'set'", "two sets are joined with |"),
    (TypeError, "NoneType", "a value is None here: did a step before it return nothing?"),
    (TypeError, "_or_method", "a method is named and not called: brackets behind its name call it"),
    (TypeError, "'method'", "a method is named and not called: brackets behind its name call it"),
    (TypeError, "and 'list'", _NO_NUMBER),
    (TypeError, "'list' and", _NO_NUMBER),
    (TypeError, "concatenate list", _NO_NUMBER),
    (TypeError, "multiply sequence", _NO_NUMBER),
    (TypeError, "arrays can be converted", "more than one number where one is needed: print .shape"),
    (TypeError, "not callable", "something that is no function is called with brackets"),
    (MemoryError, "", "it asks for more memory than there is"),
]


def _message(error: BaseException) -> str:
    """What the exception says; its own text may be broken code too."""
    try:
        return " ".join(str(error).split())
    except Exception:
        return ""


def error_lines(error: BaseException, code: CodeType | None) -> list[str]:
    """An exception of the learner's code: type and message, line, likely cause; no traceback."""
    message = _message(error)
    message = message if len(message) <= 300 else f"{message[:297]}..."
    lines = [f"{type(error).__name__}: {message}" if message else type(error).__name__]
    place = own_line(error, code)
    if place is not None:
        line, text, function = place
        inside = f" of {function}" if code is not None and function != code.co_name else ""
        lines.append(f"on line {line}{inside}: {text}" if text else f"on line {line}{inside}")
    for kind, words, hint in _HINTS:
        if isinstance(error, kind) and words.lower() in _message(error).lower():
            lines.append(f"Likely cause: {sentence(hint)}")
            break
    return lines


def time_lines(error: BaseException, seconds: float, code: CodeType | None) -> list[str]:
    """A function that did not come back."""
    late = getattr(error, "late", 0.0)
    stopped = "was stopped" if late < 1 else f"could be stopped only {late:.0f} seconds later"
    lines = [f"It was still running after {seconds:g} seconds and {stopped}; your kernel is fine."]
    place = own_line(error, code)
    if place is not None:
        lines.append(f"It stood on line {place[0]}: {place[1]}" if place[1] else f"It stood on line {place[0]}")
    if place is not None and re.search(r"\binput\(", place[1]):
        lines.append(
            "Likely cause: input() waits for somebody to type. What a function needs, it gets as arguments."
        )
    elif getattr(error, "waited", False):
        lines.append(
            "Likely cause: it waits for time to pass (time.sleep), a lock, a queue, the network, another program. "
            "What a function needs, it gets as arguments."
        )
    else:
        lines.append("Likely cause: a loop that never ends (does its condition ever change?), or very many steps.")
    return lines


def code_of(attempt: Any) -> CodeType | None:
    function = inspect.unwrap(attempt) if callable(attempt) and not isinstance(attempt, type) else attempt
    if isinstance(function, type):
        methods = [m for m in vars(function).values() if hasattr(m, "__code__")]
        return methods[0].__code__ if methods else None
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return code if isinstance(code, CodeType) else None
