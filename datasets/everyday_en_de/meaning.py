"""What a sentence means, in no language yet: who does what, when, where, said or asked.

`english.py` and `german.py` each turn the same `Sentence` into words. A word carries the *keys* of the parts
of the meaning that it expresses; words of two languages that share a key are aligned (see `align`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lexicon import NAMES, NOUNS, PHRASE_KIND


@dataclass(frozen=True)
class Word:
    """A word of a sentence with the keys that it expresses (sure) or only helps to express (possible)."""

    text: str
    sure: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


def word(text: str, *keys: str) -> Word:
    """`word("the", "?n1.det")`: a key with a question mark is a possible link, without it a sure one."""
    return Word(
        text,
        frozenset(k for k in keys if not k.startswith("?")),
        frozenset(k[1:] for k in keys if k.startswith("?")),
    )


def align(source: list[Word], target: list[Word]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Sure and possible links (source index, target index), sorted."""
    sure, possible = [], []
    for i, a in enumerate(source):
        for j, b in enumerate(target):
            if a.sure & b.sure:
                sure.append((i, j))
            elif (a.sure | a.possible) & (b.sure | b.possible):
                possible.append((i, j))
    return sure, possible


@dataclass(frozen=True)
class Thing:
    """A noun phrase: a person or a thing.

    kind: "pronoun" (head is 1s, 2s, 3m, 3f, 1p, 3p), "name", "noun", "it" (the weather's) or "question" (who).
    determiner: "" (none), "a", "the", "no", a number ("2", "3", "4"), an owner's pronoun code ("1s": my)
    or an owner's name ("Anna": Anna's).
    """

    kind: str
    head: str
    plural: bool = False
    determiner: str = ""
    adjective: str = ""
    to: str = ""  # a phrase that belongs to the noun: the train *to Berlin*

    @property
    def person(self) -> str:
        """Agreement: 1s, 2s, 3s, 1p or 3p."""
        if self.kind == "pronoun":
            return self.head if self.head in {"1s", "2s", "1p", "3p"} else "3s"
        return "3p" if self.plural else "3s"

    @property
    def definite(self) -> bool:
        return self.kind in {"name", "pronoun"} or self.determiner not in {"", "a", "no", "2", "3", "4"}

    @property
    def owner(self) -> str:
        """The pronoun code of "his own", or "" where a language would have to choose (the girl)."""
        if self.kind == "pronoun":
            return self.head
        if self.kind == "name":
            return "3" + NAMES[self.head]
        if self.kind == "noun" and self.plural:
            return "3p"
        return {"f": "3f", "m": "3m"}.get(SEX.get(self.head, ""), "")


SEX = dict(mother="f", sister="f", daughter="f", grandmother="f", aunt="f", father="m", brother="m", son="m",
           grandfather="m", uncle="m", boy="m")  # fmt: skip
ANIMALS = frozenset({"cat", "dog", "horse", "bird", "rabbit", "cow"})


@dataclass(frozen=True)
class Clause:
    """One verb with all that belongs to it."""

    verb: str
    subject: Thing | None = None  # None: an order ("Open the window!")
    object: Thing | None = None
    receiver: Thing | None = None  # to whom something is given or shown
    state: str = ""  # an adjective, with the verb "be"
    degree: str = ""  # "very" or "too", before the state
    mode: str = "present"  # present, progressive, past, order, or a helper of HELPERS
    negated: bool = False
    time: str = ""
    how_often: str = ""
    manner: str = ""
    place: str = ""
    direction: str = ""
    front: bool = False  # the time stands first
    asks: str = ""  # "", "yes or no", or a question word of ASKS
    please: bool = False
    second: Clause | None = None  # "... and reads a book": the same subject and mode

    def phrases(self) -> Iterator[str]:
        yield from (p for p in (self.time, self.how_often, self.manner, self.place, self.direction) if p)

    def lexemes(self) -> set[str]:
        """Every content word of the clause, as concepts."""
        found = {self.verb} if self.verb != "be" else set()
        for thing in (self.subject, self.object, self.receiver):
            if thing is not None and thing.kind in {"noun", "name"}:
                found |= {thing.head} | ({thing.adjective} if thing.adjective else set())
                if thing.determiner in NAMES:
                    found.add(thing.determiner)
        if self.state:
            found.add(self.state)
        found |= {p for p in (self.place, self.direction) if p}
        return found | (self.second.lexemes() if self.second else set())

    def pairs(self) -> set[tuple[str, str]]:
        """Content words that belong together: verb and object, adjective and noun, verb and place ..."""
        found = set()
        for thing in (self.subject, self.object, self.receiver):
            if thing is not None and thing.kind in {"noun", "name"}:
                found.add((self.verb if self.verb != "be" else self.state, thing.head))
                if thing.adjective:
                    found.add((thing.adjective, thing.head))
        for phrase in (self.place, self.direction):
            if phrase and self.verb != "be":
                found.add((self.verb, phrase))
        found |= self.second.pairs() if self.second else set()
        return {pair for pair in found if all(pair)}


HELPERS = ("will", "can", "want", "must", "should", "would_like", "wanted", "had_to", "could")
ASKS = ("what", "who", "where", "where_to", "when", "why")


@dataclass(frozen=True)
class Part:
    """A clause in a sentence. link: "" or a conjunction or question word; form: "main" or "sub"."""

    clause: Clause
    link: str = ""
    form: str = "main"


@dataclass(frozen=True)
class Sentence:
    """Clauses in order. A first part of form "sub" turns the main clause after it around in German."""

    parts: tuple[Part, ...]
    mark: str = "."
    tags: tuple[str, ...] = field(default=(), compare=False)

    def lexemes(self) -> set[str]:
        return set().union(*(p.clause.lexemes() for p in self.parts))

    def pairs(self) -> set[tuple[str, str]]:
        return set().union(*(p.clause.pairs() for p in self.parts))


assert not set(NOUNS) & set(PHRASE_KIND), "a concept names one thing"
