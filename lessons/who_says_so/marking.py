"""Marks of names that a learner types or clicks: read, checked, and shown.

It stands beside the lesson because no other lesson needs it. What agreement is stands on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TYPES = ("PER", "LOC", "ORG")
Marks = dict[str, frozenset[int]]  # for each type, the places of the marked words, from 0

_SHOWN = {"": "", "PER": "info", "LOC": "success", "ORG": "warning"}  # the colours of the buttons


def read(words: Sequence[str], typed: str) -> Marks:
    """The places of typed names, such as ``"John Smith: PER; Atlanta: LOC"``, in a sentence.

    A name that stands there several times is marked everywhere. No names at all is a fair answer: ``""``.

    Raises:
        ValueError: no type, an unknown type, or a name that is not in the sentence word by word.
    """
    found: dict[str, set[int]] = {kind: set() for kind in TYPES}
    small = [word.lower() for word in words]
    for entry in filter(None, (part.strip() for part in str(typed).split(";"))):
        name, colon, kind = (part.strip() for part in entry.rpartition(":"))
        if not colon or kind.upper() not in TYPES:
            how = "Write a name, a colon and PER, LOC or ORG, such as 'Atlanta: LOC'."
            raise ValueError(f"{entry!r} has no type. {how}")
        wanted = name.lower().split()
        starts = [i for i in range(len(small)) if wanted and small[i : i + len(wanted)] == wanted]
        if not starts:
            raise ValueError(f"{name!r} is not in the sentence. Copy the words as they stand in: {' '.join(words)}")
        found[kind.upper()] |= {start + step for start in starts for step in range(len(wanted))}
    return {kind: frozenset(places) for kind, places in found.items()}


def read_all(sentences: Mapping[int, Sequence[str]], typed: Mapping[int, str]) -> dict[int, Marks]:
    """The typed marks of each sentence by its number; a sentence that was left out has no marks.

    Raises:
        ValueError: a number that is none of the sentences, or a line that cannot be read; it names the number.
    """
    marks = {}
    for number in typed:
        if number not in sentences:
            raise ValueError(f"There is no sentence {number!r}. The numbers are: {', '.join(map(str, sentences))}.")
    for number, words in sentences.items():
        try:
            marks[number] = read(words, typed.get(number, ""))
        except ValueError as error:
            raise ValueError(f"Sentence {number}: {error}") from None
    return marks


class Board:
    """Sentences with a button for each word. A click turns it into PER, LOC, ORG and back into no name."""

    def __init__(self, sentences: Mapping[int, Sequence[str]]):
        self.sentences = dict(sentences)
        self.kinds = {number: [""] * len(words) for number, words in self.sentences.items()}

    def click(self, number: int, place: int) -> str:
        """The next type of a word, which is returned; "" for no name."""
        kinds = ("", *TYPES)
        kind = kinds[(kinds.index(self.kinds[number][place]) + 1) % len(kinds)]
        self.kinds[number][place] = kind
        return kind

    def marks(self) -> dict[int, Marks] | None:
        """The clicked places of each sentence and type; None where nothing was clicked."""
        if not any(kind for kinds in self.kinds.values() for kind in kinds):
            return None
        return {
            number: {kind: frozenset(i for i, each in enumerate(kinds) if each == kind) for kind in TYPES}
            for number, kinds in self.kinds.items()
        }

    def show(self) -> Any:
        """The sentences as rows of buttons."""
        import ipywidgets

        def button(number: int, place: int, word: str) -> Any:
            each = ipywidgets.Button(description=word, layout={"width": "auto"})

            def turn(_: Any) -> None:
                kind = self.click(number, place)
                each.description = f"{word} {kind}".strip()
                each.button_style = _SHOWN[kind]

            each.on_click(turn)
            return each

        rows = []
        for number, words in self.sentences.items():
            buttons = [button(number, place, word) for place, word in enumerate(words)]
            label = ipywidgets.Label(f"{number}", layout={"width": "3em"})
            rows.append(ipywidgets.HBox([label, *buttons], layout={"flex_flow": "row wrap"}))
        return ipywidgets.VBox(rows)


def chosen(
    sentences: Mapping[int, Sequence[str]], typed: Mapping[int, str] | None, board: Board
) -> dict[int, Marks] | None:
    """The learner's marks: those typed, else those clicked, else None."""
    return board.marks() if typed is None else read_all(sentences, typed)
