"""Compare a learner's value with the expected one, without trusting the learner's objects.

`freeze` turns a value into plain copies (exact floats, tensors, arrays, lists, ...) so that an odd `__eq__`,
a subclass of float or a buffer that changes later cannot decide the comparison. `difference` then walks the
two side by side. What is the same for a learner is the same here: a list for a tuple, `3` for `3.0`, an
`np.float64`, a `Fraction` or a tensor without dimensions for a number, float64 for float32.

torch, numpy and pandas are looked at only where the caller has already imported them.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
import sys
from collections.abc import Iterator, Mapping
from types import FunctionType, GeneratorType, MappingProxyType
from typing import Any

MOST_DEPTH = 40
_EXACT_NUMBERS = (("fractions", "Fraction"), ("decimal", "Decimal"))
STREAM_ITEMS = 200  # how many items of an endless iterator are compared
SCALE_SLACK = 1e-6  # of the largest value: single precision loses that much in sums that cancel


@dataclasses.dataclass(frozen=True)
class Stream:
    """What an iterator gave: the first items, and whether there were more."""

    items: list[Any]
    more: bool


@dataclasses.dataclass(frozen=True)
class Record:
    """A dataclass instance or a module, field by field."""

    name: str
    fields: dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Opaque:
    """An object of a kind that is not taken apart."""

    value: Any

    @property
    def name(self) -> str:
        return type(self.value).__name__


@dataclasses.dataclass(frozen=True)
class Tolerance:
    """Numbers agree within `atol + rtol * |expected|`; whole numbers agree exactly."""

    rtol: float = 1e-4
    atol: float = 1e-6
    exact_dtype: bool = False
    ignore_opaque: bool = False  # objects that cannot be compared count as equal
    plain_numbers: bool = False  # no tensor without dimensions for a number, no 3.0 for 3


EXACT = Tolerance(rtol=0.0, atol=0.0, ignore_opaque=True)


@dataclasses.dataclass(frozen=True)
class Difference:
    """The first thing that differs.

    `kind` is one of type, shape, dtype, length, keys, nan, value. `text` never tells an expected value, only
    its type, shape or length; `at` adds where, with both values.
    """

    kind: str
    text: str
    at: str = ""


def is_tensor(value: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def is_array(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.ndarray)


def is_frame(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame)


def is_series(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.Series)


def is_index(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.Index)


def is_iterator(value: Any) -> bool:
    return isinstance(value, Iterator)  # generators are iterators too


def is_number(value: Any) -> bool:
    return type(value) in (bool, int, float, complex)


def _plain_tensor(value: Any) -> Any:
    import torch

    with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
        if value.is_nested:
            raise TypeError("a nested tensor has no shape of its own")
        value = value.dequantize() if value.is_quantized else value
        value = value.to_dense() if value.layout is not torch.strided else value
        plain = torch.Tensor.as_subclass(value, torch.Tensor).detach()
        return plain.cpu().clone().resolve_conj().resolve_neg()


def _scalar(value: Any) -> Any:
    """The exact value of a number or string, also of a subclass: read past overridden methods."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value) if type(value) is float else float.__pos__(value)
    if isinstance(value, complex):
        return complex.__pos__(value)
    if isinstance(value, str):
        return str.__str__(value)
    return bytes.__getitem__(value, slice(None))


def freeze(value: Any, take: int | None = None, _depth: int = 0) -> Any:
    """A plain copy of `value`. Iterators are left alone, or read up to `take` items where that is given."""
    if value is None or value is Ellipsis or _depth > MOST_DEPTH:
        return value if value is None or value is Ellipsis else Opaque(value)

    def deeper(item: Any) -> Any:
        return freeze(item, take, _depth + 1)

    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic) and type(value).__module__ == "numpy":
        if value.dtype.kind in "biufcUS":
            return value.item()
        return Opaque(value)
    if isinstance(value, bool | int | float | complex | str | bytes) and not _is_enum(value):
        return _scalar(value)
    if is_tensor(value):
        return _plain_tensor(value)
    if is_array(value):
        if numpy.ma.isMaskedArray(value):
            value = numpy.ma.filled(value, numpy.nan) if value.dtype.kind in "fc" else numpy.ma.filled(value)
        return numpy.array(value, copy=True, subok=False)
    if is_frame(value) or is_series(value) or is_index(value):
        return value.copy()
    if any(type(value) is getattr(sys.modules.get(module), kind, None) for module, kind in _EXACT_NUMBERS):
        return float(value)
    if isinstance(value, tuple):
        return tuple(deeper(item) for item in tuple.__iter__(value))
    if isinstance(value, list):
        return [deeper(item) for item in list.__iter__(value)]
    if isinstance(value, dict):
        return {_key(key): deeper(item) for key, item in dict.items(value)}
    if isinstance(value, MappingProxyType):
        return {_key(key): deeper(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return {_key(item) for item in (set if isinstance(value, set) else frozenset).__iter__(value)}
    if isinstance(value, range | type({}.keys()) | type({}.values()) | type({}.items())):
        return [deeper(item) for item in itertools.islice(value, take or sys.maxsize)]
    if is_iterator(value):
        if take is None:
            return Opaque(value)
        items = [deeper(item) for item in itertools.islice(value, take + 1)]
        return Stream(items[:take], len(items) > take)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.nn.Module):
        return Record(type(value).__name__, {name: _plain_tensor(t) for name, t in value.state_dict().items()})
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return Record(type(value).__name__, {name: deeper(getattr(value, name, None)) for name in names})
    return Opaque(value)


def _is_enum(value: Any) -> bool:
    enum = sys.modules.get("enum")
    return enum is not None and isinstance(value, enum.Enum)


def _key(key: Any) -> Any:
    """A dict key or set item as a plain value where it is one."""
    if isinstance(key, tuple):
        return tuple(_key(item) for item in key)
    frozen = freeze(key)
    return frozen if is_number(frozen) or isinstance(frozen, str | bytes) or frozen is None else key


def clone(value: Any) -> Any:
    """A copy for a function to work on: changing it leaves the original alone."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Generator):
        twin = torch.Generator(device=value.device)
        twin.set_state(value.get_state())
        return twin
    if is_tensor(value):
        twin = value.detach().clone()
        return twin.requires_grad_(value.requires_grad)
    if type(value) is tuple:
        return tuple(clone(item) for item in value)
    if type(value) is list:
        return [clone(item) for item in value]
    if type(value) is dict:
        return {key: clone(item) for key, item in value.items()}
    if isinstance(value, FunctionType):
        return value
    try:
        return copy.deepcopy(value)
    except Exception:  # files, connections, modules of the language: shared
        return value


def shares_memory(got: Any, given: Any) -> bool:
    """Whether a result is what was given, or a view of it: who changes one then changes the other."""
    if isinstance(got, list | tuple):
        return (got is given and isinstance(got, list)) or any(shares_memory(item, given) for item in got)
    if isinstance(got, dict):
        return got is given or any(shares_memory(item, given) for item in got.values())
    if isinstance(given, list | tuple | dict):
        inner = given.values() if isinstance(given, dict) else given
        return any(shares_memory(got, item) for item in inner)
    numpy = sys.modules.get("numpy")
    buffers = []
    for value in (got, given):
        if is_tensor(value) and value.device.type == "cpu":
            value = value.detach().numpy()
        elif is_frame(value) or is_series(value) or is_index(value):
            value = value.to_numpy()
        if not is_array(value):
            return False
        buffers.append(value)
    return bool(numpy.may_share_memory(*buffers))


def type_words(value: Any) -> str:
    """What a frozen value is, in words, with its shape: `a tensor of shape (3, 2), float32`."""
    if value is None:
        return "None"
    if value is Ellipsis:
        return "..."
    if is_tensor(value):
        dtype = str(value.dtype).removeprefix("torch.")
        return f"a tensor of shape {tuple(value.shape)}, {dtype}" if value.ndim else f"a tensor with one {dtype}"
    if is_array(value):
        return f"an array of shape {value.shape}, {value.dtype}"
    if is_frame(value):
        return f"a DataFrame of {value.shape[0]} rows and {value.shape[1]} columns"
    if is_series(value):
        return f"a Series of {len(value)} values"
    if is_index(value):
        return f"an Index of {len(value)} values"
    names = {bool: "True or False", int: "a whole number", float: "a number", complex: "a complex number"}
    if type(value) in names:
        return names[type(value)]
    if isinstance(value, str):
        return "a string"
    if isinstance(value, bytes):
        return "bytes"
    if isinstance(value, list | tuple | set):
        return f"a {type(value).__name__} of {len(value)} item{'s' * (len(value) != 1)}"
    if isinstance(value, dict):
        return f"a dict of {len(value)} key{'s' * (len(value) != 1)}"
    if isinstance(value, Stream):
        return f"an iterator of {'more than ' * value.more}{len(value.items)} items"
    if isinstance(value, Record):
        return f"a {value.name}"
    raw = value.value if isinstance(value, Opaque) else value
    if isinstance(raw, type):
        return f"the class {raw.__name__}"
    if is_iterator(raw):
        return "a generator" if isinstance(raw, GeneratorType) else "an iterator"
    if callable(raw):
        return "a function" if isinstance(raw, FunctionType) else f"a {type(raw).__name__}, which can be called"
    if isinstance(raw, BaseException):
        return f"the error {type(raw).__name__}"
    return f"an object of the type {type(raw).__name__}"


def as_array(value: Any) -> Any:
    """The numbers of a tensor, array, number or rectangular nesting of lists as a numpy array, else None."""
    import numpy as np

    if is_tensor(value):
        import torch

        return (value.float() if value.dtype in (torch.bfloat16, torch.float16) else value).numpy()
    if is_array(value):
        return value if value.dtype.kind in "biufc" else None
    if is_series(value) or is_index(value):
        value = value.to_numpy()
        return value if value.dtype.kind in "biufc" else None
    if is_number(value):
        return np.asarray(value) if abs(value) < 2**63 or isinstance(value, float) else None
    if isinstance(value, list | tuple) and value:
        parts = [as_array(item) for item in value]
        if all(part is not None and part.shape == parts[0].shape for part in parts):
            return np.stack(parts)
    return None


def unwrap(value: Any) -> Any:
    """A tensor or array without dimensions as the number in it."""
    if is_tensor(value) and value.ndim == 0:
        return value.item()
    if is_array(value) and value.ndim == 0 and value.dtype.kind in "biufc":
        return value.item()
    return value


def _differ_at(got: Any, expected: Any, tolerance: Tolerance) -> Any:
    """Boolean array: where two numeric arrays of one shape disagree."""
    import numpy as np

    if expected.dtype.kind in "biu":
        if got.dtype.kind in "biu":
            return got != expected
        wide = got.astype(np.complex128 if got.dtype.kind == "c" else np.float64)
        return ~(np.abs(wide - expected.astype(np.float64)) <= 1e-6 + 1e-9 * np.abs(expected.astype(np.float64)))
    kind = np.complex128 if "c" in (got.dtype.kind, expected.dtype.kind) else np.float64
    single = got.dtype.itemsize < 8 or expected.dtype.itemsize < 8
    got, expected = got.astype(kind), expected.astype(kind)
    finite = np.abs(expected[np.isfinite(expected)])
    slack = SCALE_SLACK * finite.max() if single and finite.size else 0.0
    with np.errstate(invalid="ignore"):
        room = tolerance.atol + slack + tolerance.rtol * np.abs(expected)
        close = np.abs(got - expected) <= np.where(np.isfinite(expected), room, 0.0)
    return ~(close | (got == expected) | (np.isnan(got) & np.isnan(expected)))


_KINDS = {"b": "true-or-false", "i": "whole-number", "u": "whole-number", "f": "decimal", "c": "complex"}


def _array_difference(got: Any, expected: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Two tensors, two arrays, or the values of two Series."""
    import numpy as np

    if tuple(got.shape) != tuple(expected.shape):
        return Difference(
            "shape",
            f"{where or 'it'} has the shape {tuple(got.shape)}, and {tuple(expected.shape)} is expected",
        )
    mine, theirs = as_array(got), as_array(expected)
    if mine is None or theirs is None:
        return difference(np.asarray(got).tolist(), np.asarray(expected).tolist(), tolerance, where)
    names = [str(x.dtype).removeprefix("torch.") for x in (got, expected)]
    if _KINDS[mine.dtype.kind] != _KINDS[theirs.dtype.kind] or (tolerance.exact_dtype and names[0] != names[1]):
        return Difference("dtype", f"{where or 'it'} holds {names[0]} values, and {names[1]} is expected")
    wrong = _differ_at(mine, theirs, tolerance)
    if not wrong.any():
        return None
    places = np.argwhere(wrong)
    first = tuple(int(i) for i in places[0])
    index = "[" + ", ".join(map(str, first)) + "]" if first else ""
    n_wrong = int(wrong.sum())
    nans = bool(np.isnan(mine[wrong]).any()) if mine.dtype.kind in "fc" else False
    kind = "nan" if nans else "value"
    if not first:
        at = f"{where}: yours {number(mine[first])}, expected {number(theirs[first])}" if where else ""
        return Difference(kind, "the value differs", at)
    at = f"the first at {where}{index}: yours {number(mine[first])}, expected {number(theirs[first])}"
    return Difference(kind, f"{n_wrong} of {wrong.size} values differ", at)


def number(value: Any) -> str:
    """One number, short."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) if len(str(value)) <= 24 else f"{str(value)[:21]}..."


def _scalar_difference(got: Any, expected: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """A number or a bool against the frozen `got`."""
    if tolerance.plain_numbers and (is_tensor(got) or is_array(got)) and math.prod(got.shape) == 1:
        what = f"{where or 'it'} is {type_words(got)}, where a plain number is expected"
        return Difference("type", f"{what}: .item() takes it out")
    got = unwrap(got)
    if is_tensor(got) or is_array(got):
        one = " (take it out with .item())" if math.prod(got.shape) == 1 else ""
        return Difference("shape", f"{where or 'it'} is {type_words(got)}, where one number is expected{one}")
    if not is_number(got) or isinstance(got, bool) != isinstance(expected, bool):
        return _wrong_type(got, expected, where)
    if tolerance.plain_numbers and type(expected) is int and isinstance(got, float) and got == expected:
        return Difference("type", f"{where or 'it'} is {got!r}, with a point, where a whole number is expected")
    if isinstance(expected, bool):
        same = got is expected
    elif isinstance(expected, int):
        same = got == expected if isinstance(got, int) else bool(abs(got - expected) <= 1e-6)
    elif isinstance(got, complex) and not isinstance(expected, complex):
        return _wrong_type(got, expected, where)
    else:
        same = got == expected or (got != got and expected != expected)
        finite = expected - expected == 0
        same = same or (finite and abs(got - expected) <= tolerance.atol + tolerance.rtol * abs(expected))
    if same:
        return None
    at = f"{where}: yours {number(got)}, expected {number(expected)}" if where else ""
    return Difference("nan" if got != got else "value", "the value differs", at)


def _wrong_type(got: Any, expected: Any, where: str) -> Difference:
    return Difference("type", f"{where or 'it'} is {type_words(got)}, where {type_words(expected)} is expected")


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def _items_difference(got: Any, expected: Any, tolerance: Tolerance, where: str) -> Difference | None:
    if len(got) != len(expected):
        return Difference(
            "length",
            f"{where or 'it'} has {len(got)} item{'s' * (len(got) != 1)}, and {_are(len(expected))} expected",
        )
    for i, (mine, theirs) in enumerate(zip(got, expected, strict=True)):
        found = difference(mine, theirs, tolerance, f"{where}[{i}]")
        if found:
            return found
    return None


def _keys_difference(got: Mapping, expected: Mapping, where: str) -> Difference | None:
    missing = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    if not missing and not extra:
        return None
    if any(is_tensor(key) for key in extra):
        return Difference("keys", "its keys are tensors; take the numbers out with .item() or .tolist()")
    said = []
    if extra:
        said.append(f"{len(extra)} key{'s' * (len(extra) != 1)} too many ({_few(extra)})")
    if missing:
        said.append(f"{len(missing)} missing")
    at = f"missing: {_few(missing)}" if missing else ""
    return Difference("keys", f"{where or 'it'} has {' and '.join(said)}", at)


def _few(items: list[Any]) -> str:
    shown = [repr(i) if is_number(i) or isinstance(i, str) else type_words(freeze(i)) for i in items[:3]]
    return ", ".join(shown) + (", ..." if len(items) > 3 else "")


def _frame_difference(got: Any, expected: Any, tolerance: Tolerance, where: str) -> Difference | None:
    name = where or "the table"
    if len(got) != len(expected):
        return Difference("length", f"{name} has {len(got)} rows, and {_are(len(expected))} expected")
    mine, theirs = list(got.columns), list(expected.columns)
    missing, extra = [c for c in theirs if c not in mine], [c for c in mine if c not in theirs]
    if missing or extra or len(mine) != len(theirs):
        said = [f"lacks the column {_few(missing)}"] if missing else []
        said += [f"has the column {_few(extra)} too many"] if extra else []
        return Difference("keys", f"{name} {' and '.join(said) or 'has a column twice'}")
    found = _labels_difference(got.index, expected.index, tolerance, f"the index of {name}")
    if found:
        return found
    for column in theirs:
        found = _labels_difference(got[column], expected[column], tolerance, f"{where}[{column!r}]")
        if found:
            return found
    return None


def _labels_difference(got: Any, expected: Any, tolerance: Tolerance, where: str) -> Difference | None:
    """Values of two columns or indexes of one length, whatever their storage types."""
    import pandas as pd

    mine, theirs = as_array(got), as_array(expected)
    if (
        mine is not None
        and theirs is not None
        and mine.ndim == 1
        and "b" not in mine.dtype.kind + theirs.dtype.kind
    ):
        wrong = _differ_at(mine, theirs, tolerance)
        if not wrong.any():
            return None
        i = int(wrong.argmax())
        at = f"the first at {where}[{i}]: yours {number(mine[i])}, expected {number(theirs[i])}"
        return Difference("value", f"{int(wrong.sum())} of {wrong.size} values of {where} differ", at)
    for i, (a, b) in enumerate(zip(list(got), list(expected), strict=True)):
        if pd.api.types.is_scalar(a) and pd.api.types.is_scalar(b) and pd.isna(a) and pd.isna(b):
            continue
        found = difference(freeze(a), freeze(b), tolerance, f"{where}[{i}]")
        if found:
            return found
    return None


def difference(got: Any, expected: Any, tolerance: Tolerance, where: str = "") -> Difference | None:
    """How the frozen `got` differs from the frozen `expected`, or None where it does not."""
    if is_tensor(expected) or is_array(expected):
        same_kind = is_tensor(got) if is_tensor(expected) else is_array(got)
        if expected.ndim == 0 and not same_kind and is_number(unwrap(got)):
            return _scalar_difference(got, unwrap(expected), tolerance, where)
        if not same_kind:
            return _wrong_type(got, expected, where)
        return _array_difference(got, expected, tolerance, where)
    if is_number(expected):
        return _scalar_difference(got, expected, tolerance, where)
    if is_frame(expected):
        return (
            _frame_difference(got, expected, tolerance, where)
            if is_frame(got)
            else _wrong_type(got, expected, where)
        )
    if is_series(expected) or is_index(expected):
        same_kind = is_series(got) if is_series(expected) else is_index(got)
        if not same_kind:
            return _wrong_type(got, expected, where)
        if len(got) != len(expected):
            name = where or "it"
            return Difference("length", f"{name} has {len(got)} values, and {_are(len(expected))} expected")
        if is_series(expected):
            found = _labels_difference(got.index, expected.index, tolerance, f"{where}.index")
            if found:
                return found
        return _labels_difference(got, expected, tolerance, where)
    if isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            return _wrong_type(got, expected, where)
        return _items_difference(got, expected, tolerance, where)
    if isinstance(expected, Stream):
        if isinstance(got, list | tuple):
            got = Stream(list(got)[: len(expected.items)], len(got) > len(expected.items))
        if not isinstance(got, Stream):
            return _wrong_type(got, expected, where)
        if len(got.items) == len(expected.items) and got.more and not expected.more:
            return Difference("length", f"{where or 'it'} gives more items than are expected")
        return _items_difference(got.items, expected.items, tolerance, where)
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return _wrong_type(got, expected, where)
        found = _keys_difference(got, expected, where)
        if found:
            return found
        for key in expected:
            found = difference(got[key], expected[key], tolerance, f"{where}[{_few([key])}]")
            if found:
                return found
        return None
    if isinstance(expected, Record):
        if not isinstance(got, Record):
            return _wrong_type(got, expected, where)
        found = _keys_difference(got.fields, expected.fields, where)
        if found:
            return dataclasses.replace(found, text=found.text.replace("key", "field"))
        for name in expected.fields:
            found = difference(got.fields[name], expected.fields[name], tolerance, f"{where}.{name}")
            if found:
                return found
        return None
    if isinstance(expected, Opaque):
        if tolerance.ignore_opaque:
            return None
        if not isinstance(got, Opaque) or type(got.value) is not type(expected.value):
            return _wrong_type(got, expected, where)
        if got.value is expected.value or bool(expected.value == got.value):
            return None
        return Difference("value", "the value differs")
    if isinstance(expected, str | bytes | set) or expected is None or expected is Ellipsis:
        if type(got) is not type(expected):
            return _wrong_type(got, expected, where)
        if got == expected:
            return None
        if isinstance(expected, set):
            return Difference(
                "value", f"the sets differ: {len(got - expected)} too many, {len(expected - got)} missing"
            )
        return Difference("value", "the text differs" if isinstance(expected, str) else "the value differs")
    raise TypeError(f"cannot compare with {type(expected).__name__}")
