"""Kinds of input that people forget: an exercise's random draws are turned into them where its text admits it.

An exercise says for each argument what it may hold, `vary={"scores": "real", "at_least": "share"}`, and every
second draw then comes as one of these kinds, the same ones every time. What lies in memory in another order than
usual (a transposed picture, every second row) needs no permission: the values are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from overheard.check.compare import is_array, is_number, is_tensor
from overheard.errors import OverheardError

SCATTERED = "edge: tensors or arrays whose numbers do not lie one behind the other in memory, as after .T"

#: What an argument may hold, and the kinds that follow from it.
DOMAINS = {
    "real": ("equal", "ties", "negative", "large", "tiny", "huge"),
    "positive": ("equal", "ties", "large", "tiny", "huge"),
    "share": ("equal", "ties", "ends"),
    "whole": ("equal", "ties"),
    "words": ("repeats",),
}
#: Kinds that must be named one by one, since not every right answer bears them.
RARE = ("low", "high", "narrow", "bytes", "lookalikes")

WORDS = {
    "equal": "all values equal",
    "ties": "few different values",
    "negative": "all values below zero",
    "large": "a thousand times as large",
    "tiny": "a thousand times as small",
    "huge": "billions of times as large",
    "ends": "only 0 and 1",
    "repeats": "the same words again and again",
    "lookalikes": "words that nearly are the same",
    "low": "values far below zero",
    "high": "values far above zero",
    "narrow": "values that hardly differ",
    "bytes": "bytes, 0 to 255",
}


def kinds_of(admitted: str | Iterable[str]) -> list[str]:
    """The kinds for what an argument admits: a domain, or several domains and kinds.

    Raises:
        OverheardError: there is no such domain or kind.
    """
    names = [admitted] if isinstance(admitted, str) else list(admitted)
    found: list[str] = []
    for name in names:
        if name in DOMAINS:
            found += DOMAINS[name]
        elif name in WORDS:
            found.append(name)
        else:
            known = ", ".join([*DOMAINS, *RARE])
            raise OverheardError(f"vary: there is no kind of input {name!r}; there are: {known}.")
    return list(dict.fromkeys(found))


def vary(args: tuple[Any, ...], names: list[str], admitted: Mapping[str, str | Iterable[str]], turn: int) -> Any:
    """The arguments as the kind whose turn it is, and the kind.

    Args:
        args: of one call.
        names: of the arguments.
        admitted: what each may hold.
        turn: counts up from draw to draw.
    """
    by_name = {name: kinds_of(what) for name, what in admitted.items()}
    every = list(dict.fromkeys(kind for kinds in by_name.values() for kind in kinds))
    kind = every[turn % len(every)]
    varied = tuple(
        _varied(kind, arg) if kind in by_name.get(name, ()) else arg for name, arg in zip(names, args, strict=True)
    )
    return varied, kind


def _numbers(change: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """A change of a NumPy array, made one of tensors, arrays, nested lists and single numbers.

    `change(values, rng)` gets float64 or whole numbers, and keeps their shape.
    """
    import numpy as np

    def fitting(new: Any, dtype: Any) -> Any:
        if new.dtype == np.uint8:
            return new
        return (
            new.clip(np.iinfo(dtype).min, np.iinfo(dtype).max).astype(dtype)
            if dtype.kind in "iu"
            else (new.astype(dtype))
        )

    def changed(value: Any) -> Any:
        rng = np.random.default_rng(7)
        if is_tensor(value):
            import torch

            new = fitting(change(value.detach().double().numpy(), rng), value.detach().numpy().dtype)
            return torch.from_numpy(np.ascontiguousarray(new))
        if is_array(value):
            if value.dtype.kind not in "fiu":
                return value
            return fitting(change(value.astype(np.float64), rng), value.dtype)
        if is_number(value) and not isinstance(value, bool):
            return type(value)(change(np.array([float(value)]), rng)[0])
        if isinstance(value, list | tuple) and value and not isinstance(value[0], str):
            whole = all(isinstance(item, int) for item in value)
            try:
                new = change(np.asarray(value, dtype=np.float64), rng)
            except ValueError:  # rows of different lengths
                return value
            return type(value)((np.rint(new).astype(int) if whole else new).tolist())
        return value

    return changed


def _equal(values: Any, rng: Any) -> Any:
    return values * 0 + values.flat[0] if values.size else values


def _ties(values: Any, rng: Any) -> Any:
    import numpy as np

    few = np.unique(values)[:2] if values.size else values
    return rng.choice(few, values.shape) if values.size else values


def _bytes(values: Any, rng: Any) -> Any:
    import numpy as np

    return rng.integers(0, 256, values.shape).astype(np.uint8)


_CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "equal": _equal,
    "ties": _ties,
    "negative": lambda values, rng: -abs(values) - 1,
    "large": lambda values, rng: values * 1000,
    "tiny": lambda values, rng: values / 1000,
    "huge": lambda values, rng: values * 3e9,
    "ends": lambda values, rng: rng.integers(0, 2, values.shape).astype(float),
    "low": lambda values, rng: values * 1000 - 3e9,
    "high": lambda values, rng: values * 1000 + 3e9,
    "narrow": lambda values, rng: 1 + values / 1000,
    "bytes": _bytes,
}


#: Words that differ by a letter, a case, a mark, a space, an accent, an order, an end, or by being there at all.
LOOKALIKES = (
    "cat", "cat", "Cat", " cat", "cat ", "cat\t", "cat\n", "cats", "cat.", "c-at", "cát", "act", "cut", "concat",
    "ca t", "", "7", "7.0", "ordinary letter", "ordinary letters", "ordinary lettuce", "black bird", "black-bird",
    "blackbird",
)  # fmt: skip


def _varied(kind: str, value: Any) -> Any:
    if kind == "lookalikes":
        if isinstance(value, list | tuple) and all(isinstance(word, str) for word in value):
            place = sum(map(ord, "".join(value))) + len(value)
            near = [LOOKALIKES[(place + i * (place % 5 + 1)) % len(LOOKALIKES)] for i in range(len(value))]
            # Every other word stays in its place among the look-alikes, so that two lists agree here and there.
            return type(value)(LOOKALIKES[i % len(LOOKALIKES)] if i % 2 else word for i, word in enumerate(near))
        return value
    if kind == "repeats":
        if isinstance(value, list | tuple) and value and all(isinstance(word, str) for word in value):
            return type(value)(value[0] if i % 3 else word for i, word in enumerate(value))
        return value
    return _numbers(_CHANGES[kind])(value)


def scattered(value: Any) -> Any:
    """The same values in tensors or arrays that are not contiguous; anything else as it is."""
    if is_tensor(value):
        if value.layout is not _strided() or value.numel() < 2 or value.requires_grad:
            return value
        if max(value.shape) == value.numel():  # one direction: every second place of a longer one
            import torch

            return torch.stack([value, value], dim=-1)[..., 0]
        turned = list(range(value.ndim))[::-1]
        return value.permute(turned).contiguous().permute(turned)
    if is_array(value) and value.size > 1 and type(value).__name__ == "ndarray":
        import numpy as np

        return np.stack([value, value], axis=-1)[..., 0]
    if isinstance(value, list | tuple) and any(is_tensor(item) or is_array(item) for item in value):
        return type(value)(scattered(item) for item in value)
    return value


def _strided() -> Any:
    import torch

    return torch.strided


def can_scatter(args: tuple[Any, ...]) -> bool:
    """Whether `scattered` changes the layout of any of these."""
    return any(scattered(arg) is not arg for arg in args)
