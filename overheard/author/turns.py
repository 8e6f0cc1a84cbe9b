"""Your turn: the change that a page tells the learner to make, as ``your_turn`` in lesson.yml declares it.

A rule holds the declaration against the page, and conftest.py makes the change in a kernel that has run the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from overheard.curriculum import YourTurn
from overheard.errors import OverheardError

_HEADING = re.compile(r"^#+[^\n]*\byour turn\b|\*\*[^*\n]*\byour turn\b[^*\n]*\*\*", re.IGNORECASE | re.MULTILINE)


class UnknownTurn(OverheardError):
    """What is declared does not fit the page: what is wrong, and what to do."""


def announced(text: str) -> list[int]:
    """The lines (from 0) of a markdown cell that say "Your turn", as a heading or in bold."""
    return [text.count("\n", 0, match.start()) for match in _HEADING.finditer(text)]


def place(turn: YourTurn, sources: Sequence[str]) -> int:
    """Which of the code cells is changed.

    Raises:
        UnknownTurn: no cell holds the text, or several do.
    """
    found = [i for i, source in enumerate(sources) if turn.cell in source]
    if not found:
        raise UnknownTurn(f"no code cell holds {turn.cell!r}; copy a line of the cell that is to be changed")
    if len(found) > 1:
        raise UnknownTurn(f"{len(found)} code cells hold {turn.cell!r}; name a line that only one of them has")
    return found[0]


def changed(turn: YourTurn, source: str) -> str:
    """The cell as the learner leaves it.

    Raises:
        UnknownTurn: an old text does not stand in the cell just once, or the change changes nothing.
    """
    for old, new in turn.change.items():
        if source.count(old) != 1:
            times = f"stands {source.count(old)} times in its cell"
            raise UnknownTurn(f"the old text {old!r} {times}; write text that stands there once")
        if old == new:
            raise UnknownTurn(f"{old!r} is changed into itself; write what the learner is to type")
    either = "|".join(re.escape(old) for old in sorted(turn.change, key=len, reverse=True))
    result, count = re.subn(either, lambda match: turn.change[match.group()], source)
    if count != len(turn.change):
        raise UnknownTurn(f"the old texts {list(turn.change)} overlap; write one change in place of both")
    return result


def said(outputs: Iterable[Any]) -> str:
    """What a cell's outputs say in words: what it printed, what it gave, the text alternatives of its figures."""
    texts = []
    for output in outputs:
        if output.get("output_type") == "stream" and output.get("name") == "stdout":
            texts.append(output["text"])
        elif "data" in output:
            texts.append(output["data"].get("text/plain", ""))
    return "\n".join("".join(text) for text in texts)
