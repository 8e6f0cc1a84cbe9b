"""Compare the stored outputs of a notebook cell with those of a new run: stricter than nbval, and fairer.

Fairer: numbers that come from training may differ from CPU to CPU, so a cell may declare a tolerance, with
a reason, in its metadata: ``{"overheard": {"tolerance": 0.003, "why": "..."}}`` (absolute; ``relative`` may
stand beside it). The text around the numbers is compared exactly. stderr is left out.

Stricter: nbval looks at no picture. Here each output must hold the same kinds of data, a picture must be one,
have the alternative in text that was stored, and, roughly, the same look.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Output = dict[str, Any]

_NUMBER = re.compile(r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?|(?<![\w.])[-+−]?\.\d+")
_SPACES = re.compile(r"[ \t]+")
_RULES = re.compile(r"([-─=_.])\1{2,}")
_WIDGET = "application/vnd.jupyter.widget-view+json"
_PNG = "image/png"
LOOK = 0.10  # mean difference of two pictures in coarse grey, of 1, above which they do not look alike
COARSE = 24  # pixels: the side of that coarse picture


@dataclass(frozen=True)
class Tolerance:
    """How far the numbers of one cell may move. Both zero: not at all."""

    absolute: float = 0.0
    relative: float = 0.0

    @classmethod
    def of(cls, cell_metadata: dict[str, Any]) -> Tolerance:
        """The tolerance that a cell declares.

        Raises:
            ValueError: a tolerance that is no positive number, or has no written reason.
        """
        declared = cell_metadata.get("overheard", {})
        if "tolerance" not in declared and "relative" not in declared:
            return cls()
        absolute, relative = declared.get("tolerance", 0.0), declared.get("relative", 0.0)
        for value, most in ((absolute, math.inf), (relative, 1.0)):
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < most:
                raise ValueError(f"a tolerance must be a positive number, a relative one below 1; it is {value!r}")
        if not str(declared.get("why", "")).strip():
            raise ValueError('a tolerance needs its reason: overheard={"tolerance": ..., "why": "..."}')
        return cls(float(absolute), float(relative))

    def __bool__(self) -> bool:
        return self.absolute > 0 or self.relative > 0

    def allows(self, stored: float, new: float) -> bool:
        if stored == new or (math.isnan(stored) and math.isnan(new)):
            return True
        # Printed numbers are rounded: a difference of exactly the tolerance must not fail on binary digits.
        allowed = self.absolute + self.relative * abs(stored)
        return abs(stored - new) <= allowed * (1 + 1e-9) + 1e-12


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [_value(match.group()) for match in _NUMBER.finditer(text)]


def _value(token: str) -> float:
    return float(token.replace(",", "").replace("−", "-"))


def _frame(text: str) -> str:
    """The text without its numbers. A number that gains a digit shifts a table's blanks and rules."""
    return _RULES.sub(r"\1\1\1", _SPACES.sub(" ", _NUMBER.sub(" # ", text)))


def within(stored: str, new: str, tolerance: Tolerance) -> bool:
    """Whether two texts agree: exactly, or up to their numbers where a tolerance is declared."""
    if stored == new:
        return True
    if not tolerance or _frame(stored) != _frame(new):
        return False
    pairs = zip(numbers(stored), numbers(new), strict=True)
    return all(tolerance.allows(was, now) for was, now in pairs)


def is_progress(output: Output) -> bool:
    """Whether an output is stderr, or a bar of ``tqdm.auto``: for who waits, of no use to who reads."""
    if output.get("output_type") == "stream":
        return output.get("name") == "stderr"
    data = output.get("data", {})
    return _WIDGET in data and "%|" in _joined(data.get("text/plain", ""))


def comparable(outputs: list[Output]) -> list[Output]:
    """The outputs that are compared: no stderr, no bars, no models of widgets (their ids are random)."""
    kept = []
    for output in outputs:
        if is_progress(output):
            continue
        output = deepcopy(dict(output))
        if "data" in output:
            output["data"] = {kind: value for kind, value in output["data"].items() if kind != _WIDGET}
        kept.append(output)
    return kept


def _texts(output: Output) -> Iterator[tuple[str, str]]:
    """The texts of one output, each with what to call it."""
    if output["output_type"] == "stream":
        yield output["name"], _joined(output["text"])
    elif output["output_type"] == "error":
        yield "error", f"{output['ename']}: {output['evalue']}"
    else:
        for kind in sorted(output["data"]):
            if not kind.startswith("image/"):
                yield kind, _joined(output["data"][kind])


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return "".join(value)
    return value if isinstance(value, str) else repr(value)


def _shape(output: Output) -> str:
    kind = output["output_type"]
    if kind == "stream":
        return f"stream {output['name']}"
    return kind if kind == "error" else f"{kind} of {', '.join(sorted(output['data']))}"


def _coarse(data: str) -> Any:
    import numpy as np
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        grey = picture.convert("RGBA").convert("L").resize((COARSE, COARSE), Image.Resampling.BOX)
    return np.asarray(grey, dtype=float) / 255


def _picture_differs(stored: Output, new: Output) -> str | None:
    if _PNG not in stored.get("data", {}):
        return None
    alt = stored.get("metadata", {}).get(_PNG, {}).get("alt")
    if alt is None:
        return "the stored figure has no text alternative in its metadata"
    if alt.strip() != _joined(stored["data"].get("text/plain", "")).strip():
        return "the figure's text alternative is not the text beside it"
    try:
        was, now = (_coarse(_joined(output["data"][_PNG])) for output in (stored, new))
    except Exception as error:  # whatever the decoder says of a broken picture
        return f"a picture that cannot be read ({type(error).__name__})"
    far = float(abs(was - now).mean())
    return f"the picture looks different (mean difference {far:.2f} of 1)" if far > LOOK else None


def difference(stored: list[Output], new: list[Output], tolerance: Tolerance) -> str | None:
    """What differs between the stored outputs of a cell and new ones, in words; None where they agree.

    Args:
        stored, new: outputs of one cell, streams joined by name.
    """
    stored, new = comparable(stored), comparable(new)
    if [_shape(output) for output in stored] != [_shape(output) for output in new]:
        was, now = ("; ".join(map(_shape, outputs)) or "nothing" for outputs in (stored, new))
        return f"stored are: {was}\nthe new run gave: {now}"
    for was, now in zip(stored, new, strict=True):
        for (kind, old_text), (_, new_text) in zip(_texts(was), _texts(now), strict=True):
            if not within(old_text, new_text, tolerance):
                allowed = f", tolerance {tolerance.absolute:g}" if tolerance else ""
                return f"{kind} differs{allowed}\n--- stored\n{old_text}\n--- new run\n{new_text}"
        told = _picture_differs(was, now)
        if told:
            return told
    return None


# ------------------------------------------------------------------------------- proving that it notices


def _moved(text: str, tolerance: Tolerance) -> Iterator[tuple[str, str]]:
    """The text with each number moved just beyond the tolerance, one at a time."""
    for match in _NUMBER.finditer(text):
        token = match.group()
        value = _value(token)
        digits = len(token.split(".")[1].lower().split("e")[0]) if "." in token else 0
        step = 10.0**-digits
        # What is printed is rounded, so the smallest visible step beyond the tolerance is the next digit. The
        # altered text stands in the place of the stored one, so a relative tolerance is one of its number.
        allowed = (tolerance.absolute + tolerance.relative * abs(value)) / (1 - tolerance.relative)
        beyond = (math.floor(allowed / step + 1e-6) + 1) * step
        altered = f"{value + beyond:.{digits}f}" if "e" not in token.lower() else repr(value * 3 + 1 + beyond)
        yield f"number {token} to {altered}", text[: match.start()] + altered + text[match.end() :]


def alterations(outputs: list[Output], tolerance: Tolerance) -> Iterator[tuple[str, list[Output]]]:
    """Copies of a cell's outputs, each altered once in a way that a comparison must notice.

    Each output is removed once, doubled once, each of its texts gets another word, each number is moved just
    beyond the tolerance, each picture is taken out, inverted, and robbed of its text alternative.
    """
    outputs = comparable(outputs)
    for i, output in enumerate(outputs):
        yield f"output {i} removed", outputs[:i] + outputs[i + 1 :]
        yield f"output {i} doubled", [*outputs[: i + 1], *outputs[i:]]
        for kind, text in _texts(output):
            changes = [(f"another word in {kind}", text + " x" if text else "x"), *_moved(text, tolerance)]
            for what, altered in changes:
                copy = deepcopy(output)
                if output["output_type"] == "stream":
                    copy["text"] = altered
                elif output["output_type"] == "error":
                    copy["ename"], copy["evalue"] = altered, ""
                else:
                    copy["data"][kind] = altered
                yield f"output {i}: {what}", [*outputs[:i], copy, *outputs[i + 1 :]]
        if _PNG in output.get("data", {}):
            for what, copy in _altered_pictures(output):
                yield f"output {i}: {what}", [*outputs[:i], copy, *outputs[i + 1 :]]


def _altered_pictures(output: Output) -> Iterator[tuple[str, Output]]:
    from PIL import Image, ImageOps

    without = deepcopy(output)
    del without["data"][_PNG]
    yield "picture taken out", without
    with Image.open(io.BytesIO(base64.b64decode(_joined(output["data"][_PNG])))) as picture:
        inverted = ImageOps.invert(picture.convert("RGBA").convert("L"))
    buffer = io.BytesIO()
    inverted.save(buffer, format="PNG")
    negative = deepcopy(output)
    negative["data"][_PNG] = base64.b64encode(buffer.getvalue()).decode()
    yield "picture inverted", negative
    silent = deepcopy(output)
    silent["metadata"] = {}
    yield "text alternative taken out", silent
