"""What was said in the episodes: the quotes, where to read them, and proof that they were said.

``transcripts/quotes.yml`` holds one record a quote in the manner of a W3C Web Annotation: the words
(``exact``) with a few words before and after (``prefix``, ``suffix``), who said them and where, the lessons
that they motivate, and a hash. The project carries no transcript. Who has the transcripts verifies with
:func:`verify`, and :func:`write_hashes` notes the hash of what was found; a quote edited after that no longer
fits its hash.

The hash is the SHA-256 (hex) of the normalised words in UTF-8: Unicode NFKC, curly quotation marks made
straight, dashes made hyphens, every run of white space made one space, none at the ends. Case and punctuation
count.
"""

from __future__ import annotations

import datetime
import difflib
import functools
import hashlib
import os
import re
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import quote as percent_encoded

from pydantic import Field, HttpUrl

from overheard.errors import OverheardError
from overheard.paths import TRANSCRIPTS
from overheard.yamlfile import Document, Strict, load_typed, read_yaml

QUOTES = TRANSCRIPTS / "quotes.yml"
MOST_WORDS = 60
_CONTEXT = 20  # characters of prefix and of suffix, about: enough to find the place, too few to rebuild it
_STRAIGHT = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—", '\'\'\'\'""""""-----')


def normalised(text: str) -> str:
    """The words as they are compared and hashed (see the module's docstring)."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_STRAIGHT).split())


def fingerprint(text: str) -> str:
    """SHA-256 (hex) of the normalised words."""
    return hashlib.sha256(normalised(text).encode("utf-8")).hexdigest()


class Episode(Strict):
    """One episode of the podcast."""

    id: str
    title: str
    page: str
    transcript: str  #: the public plain text, into which deep links point
    published: datetime.date
    length: str  #: minutes:seconds
    speakers: dict[str, str]  #: the name that the transcript prints before a turn -> full name


class _EpisodeRecord(Strict):
    title: str
    page: HttpUrl
    transcript: HttpUrl
    published: datetime.date
    length: Annotated[str, Field(pattern=r"^\d+:\d\d$")]
    speakers: dict[str, str]


class _QuoteRecord(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    episode: str
    speaker: str
    exact: Annotated[str, Field(min_length=8)]
    prefix: Annotated[str, Field(max_length=40)] = ""
    suffix: Annotated[str, Field(max_length=40)] = ""
    lessons: Annotated[tuple[str, ...], Field(min_length=1)]
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""


class _File(Strict):
    episodes: dict[str, _EpisodeRecord]
    quotes: tuple[_QuoteRecord, ...]


@dataclass(frozen=True)
class Quote:
    """Words that were said in an episode."""

    id: str
    episode: str  #: such as S10E10
    speaker: str  #: full name
    exact: str
    prefix: str
    suffix: str
    lessons: tuple[str, ...]  #: slugs of the lessons that it motivates
    sha256: str  #: empty until the quote was found in the transcript
    source: Episode

    @property
    def intact(self) -> bool:
        """Whether the words are still those that were found in the transcript."""
        return self.sha256 == fingerprint(self.exact)

    @property
    def episode_page(self) -> str:
        """The episode's page, with the recording."""
        return self.source.page

    @property
    def deep_link(self) -> str:
        """Opens the public transcript at the quote and marks it.

        The whole quote goes into the text fragment: a start and an end alone could meet another place first.
        In a fragment ``-``, ``,`` and ``&`` mean something, so they are encoded as well.
        """
        words = percent_encoded(" ".join(self.exact.split()), safe="").replace("-", "%2D")
        return f"{self.source.transcript}#:~:text={words}"

    def markdown(self) -> str:
        """A block quote: the words in quotation marks, the speaker, the episode, and the two links."""
        return (
            f"> “{_escaped(self.exact)}”\n"
            ">\n"
            f"> {self.speaker}, *{_escaped(self.source.title)}*, Elixir Wizards {self.episode}: "
            f"[read it in the transcript]({self.deep_link}) or "
            f"[hear the episode]({self.episode_page})"
        )

    def inline(self) -> str:
        """The same within a line or a table's cell: the words, and the first name as the link."""
        words = _escaped(self.exact).replace("|", r"\|")
        return f"“{words}” ([{self.speaker.split()[0]}, {self.episode}]({self.deep_link}))"


def _escaped(text: str) -> str:
    r"""Plain words for Markdown: nothing in them is taken for markup, ``$`` not for mathematics."""
    return re.sub(r"([\\`*_\[\]<>$])", r"\\\1", text)


def load(path: Path = QUOTES) -> dict[str, Quote]:
    """All quotes by id, in the file's order.

    Raises:
        YamlError: with file, line and mend, for a wrong form, an unknown key, a repeated id, an episode that
            is not listed, a speaker who is not in it, or more than 60 words.
    """
    return dict(_load(path, path.stat().st_mtime_ns if path.exists() else 0))


def episodes(path: Path = QUOTES) -> dict[str, Episode]:
    """The episodes by id."""
    return _episodes(load_typed(path, _File))


@functools.lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> dict[str, Quote]:
    return _read(read_yaml(path))


def _episodes(file: _File) -> dict[str, Episode]:
    return {
        name: Episode(
            id=name, **record.model_dump(exclude={"page", "transcript"}),
            page=str(record.page), transcript=str(record.transcript),
        )
        for name, record in file.episodes.items()
    }  # fmt: skip


def _read(document: Document) -> dict[str, Quote]:
    file = load_typed(document.path, _File, document)
    sources = _episodes(file)
    quotes: dict[str, Quote] = {}
    for number, record in enumerate(file.quotes):
        at = ("quotes", number)
        if record.id in quotes:
            raise document.error((*at, "id"), f"the id {record.id!r} stands twice", "keep one record a quote")
        if record.episode not in sources:
            known = ", ".join(sources)
            raise document.error((*at, "episode"), f"no episode {record.episode!r}", f"use one of: {known}")
        names = sources[record.episode].speakers.values()
        if record.speaker not in names:
            near = difflib.get_close_matches(record.speaker, names, n=1, cutoff=0.4)
            mend = f"did you mean {near[0]!r}?" if near else f"use one of: {', '.join(names)}"
            raise document.error((*at, "speaker"), f"{record.speaker!r} is not in {record.episode}", mend)
        if len(record.exact.split()) > MOST_WORDS:
            what = f"{record.id} has {len(record.exact.split())} words"
            raise document.error((*at, "exact"), what, f"quote at most {MOST_WORDS}")
        quotes[record.id] = Quote(**record.model_dump(), source=sources[record.episode])
    return quotes


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another one speaks."""

    label: str  #: as the transcript prints it
    text: str  #: normalised
    raw: str  #: as printed


@dataclass(frozen=True)
class Check:
    """What verifying found for one quote."""

    quote: Quote
    problem: str = ""  #: empty when the quote was found
    proposal: str = ""  #: the lines to change in quotes.yml, as YAML; empty when none is known

    @property
    def ok(self) -> bool:
        return not self.problem

    def __str__(self) -> str:
        text = f"{self.quote.id}: {self.problem or 'found'}"
        return (
            f"{text}\n    proposed: " + self.proposal.replace("\n", "\n              ") if self.proposal else text
        )


@dataclass(frozen=True)
class Report:
    """What :func:`verify` found, one check a quote in the file's order."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def total(self) -> int:
        return len(self.checks)

    @property
    def found(self) -> int:
        return self.total - len(self.problems)

    @property
    def problems(self) -> tuple[Check, ...]:
        """The quotes that were not found as they stand."""
        return tuple(check for check in self.checks if not check.ok)

    @property
    def unhashed(self) -> tuple[Quote, ...]:
        """Found in the transcript, but the hash in the file is missing or another's."""
        return tuple(check.quote for check in self.checks if check.ok and not check.quote.intact)


def turns(transcript: str, episode: Episode) -> list[Turn]:
    """A transcript cut where the speaker changes.

    One transcript starts each turn on a new line, the other prints all on one: both put ``Name:`` before it.
    """
    names = "|".join(map(re.escape, sorted(episode.speakers, key=len, reverse=True)))
    # The opening words may stick to the heading before them; a speaker's name never sticks to a word.
    label = re.compile(rf"(?:(?<![^\W_])({names})|(Intro/Outro|Intro|Outro)):")
    found = list(label.finditer(transcript))
    if not found:
        return []
    ends = [match.start() for match in found[1:]] + [len(transcript)]
    return [
        Turn(match[1] or match[2], normalised(raw := transcript[match.end() : end]), raw)
        for match, end in zip(found, ends, strict=True)
    ]


def verify(transcripts: Path, path: Path = QUOTES) -> Report:
    """Look every quote up in the transcripts. Changes no file.

    A quote is verified when ``prefix`` + ``exact`` + ``suffix`` stand in this order in one turn of the stated
    speaker in the stated episode, and ``exact`` alone stands once in that episode (else its link would open
    another place). For what is not found the report proposes a repair where a close one is there.

    Args:
        transcripts: folder with ``<episode>.txt`` for each episode.
        path: the file of quotes.

    Raises:
        OverheardError: the folder or a transcript in it is missing, or a file is no transcript.
        YamlError: quotes.yml is not in order.
    """
    document = read_yaml(path)
    quotes = _read(document)
    spoken: dict[str, list[Turn]] = {}
    for name, source in episodes(path).items():
        file = Path(transcripts) / f"{name}.txt"
        try:
            spoken[name] = turns(file.read_text(encoding="utf-8"), source)
        except (OSError, UnicodeDecodeError):
            raise OverheardError(
                f"cannot read the transcript {file}; name the folder that holds {name}.txt as plain text"
            ) from None
        if not spoken[name]:
            raise OverheardError(f"{file} names none of the speakers of {name}: is it the transcript?")
    return Report(tuple(_check(quote, spoken) for quote in quotes.values()))


def _check(quote: Quote, spoken: dict[str, list[Turn]]) -> Check:
    exact = normalised(quote.exact)
    own = [turn for turn in spoken[quote.episode] if exact in turn.text]
    if not own:
        return _astray(quote, exact, spoken)
    times = sum(turn.text.lower().count(exact.lower()) for turn in spoken[quote.episode])
    if times > 1:
        problem = f"the words stand {times} times in {quote.episode}, so the link may open another place"
        return Check(quote, f"{problem}; quote a longer piece")
    (turn,) = own
    speaker = quote.source.speakers.get(turn.label)
    if speaker != quote.speaker:
        if speaker is None:
            return Check(quote, f"in {quote.episode} no speaker but {turn.label} says this; remove the quote")
        problem = f"in {quote.episode} {speaker} says this, not {quote.speaker}"
        return Check(quote, problem, f"speaker: {speaker}")
    if quote.exact not in turn.raw:
        problem = "printed with other quotation marks, dashes or line breaks, so the link would not find it"
        return Check(quote, f"{problem}; copy the words as the transcript prints them, from one paragraph")
    start = turn.text.index(exact)
    before, after = turn.text[:start], turn.text[start + len(exact) :]
    fits = before.rstrip().endswith(normalised(quote.prefix)) and after.lstrip().startswith(
        normalised(quote.suffix)
    )
    if not fits:
        prefix, suffix = context(turn.text, exact)
        problem = "the words are there, but not after this prefix and before this suffix"
        return Check(quote, problem, f"prefix: {_yaml(prefix)}\nsuffix: {_yaml(suffix)}")
    return Check(quote)


def _astray(quote: Quote, exact: str, spoken: dict[str, list[Turn]]) -> Check:
    """A quote that no turn of its episode holds: in another episode, or nearly the same words."""
    for name, parts in spoken.items():
        for turn in parts:
            if exact in turn.text:
                return Check(quote, f"not in {quote.episode}, but in {name}, by {turn.label}", f"episode: {name}")
    if exact in " ".join(turn.text for turn in spoken[quote.episode]):
        return Check(quote, f"in {quote.episode} the words run over two turns; quote within one")
    near = _nearest(exact, [turn.text for turn in spoken[quote.episode]])
    if near is None:
        return Check(quote, f"not in {quote.episode}, and nothing like it; copy the words from the transcript")
    return Check(quote, f"not in {quote.episode} in these words", f"exact: {_yaml(near)}")


def _nearest(exact: str, texts: list[str]) -> str | None:
    """The piece of ``texts`` that is closest to ``exact``, or None where none is close."""
    wanted = exact.split()
    best, best_ratio = None, 0.6
    for text in texts:
        words = text.split()
        length = min(len(wanted), len(words))
        for start in range(len(words) - length + 1):
            window = words[start : start + length]
            if sum((Counter(wanted) & Counter(window)).values()) < 0.5 * length:
                continue  # a cheap look before the dear comparison
            for first, last in (
                (s, e) for s in (start - 1, start, start + 1) for e in range(length - 2, length + 3)
            ):
                piece = " ".join(words[max(first, 0) : max(first, 0) + last])
                ratio = difflib.SequenceMatcher(None, exact, piece, autojunk=False).ratio()
                if ratio > best_ratio:
                    best, best_ratio = piece, ratio
    return best


def context(turn: str, exact: str, length: int = _CONTEXT) -> tuple[str, str]:
    """Whole words of a turn just before and just after ``exact``: one at least, or ``length`` characters."""
    start = turn.index(exact)
    before, after = turn[:start].split(), turn[start + len(exact) :].split()
    prefix, suffix = "", ""
    while before and (not prefix or len(f"{before[-1]} {prefix}") <= length):
        prefix = f"{before.pop()} {prefix}".strip()
    while after and (not suffix or len(f"{suffix} {after[0]}") <= length):
        suffix = f"{suffix} {after.pop(0)}".strip()
    return prefix, suffix


def _yaml(text: str) -> str:
    """Text as a double-quoted YAML value on one line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_hashes(transcripts: Path, path: Path = QUOTES) -> list[str]:
    """Verify, and write into the file the hash of each quote that was found; the others stay as they are.

    Only ``sha256`` lines change. The file is replaced in one step.

    Returns:
        Ids whose hash was written.

    Raises:
        OverheardError: as :func:`verify`.
    """
    wanted = {quote.id: fingerprint(quote.exact) for quote in verify(transcripts, path).unhashed}
    if not wanted:
        return []
    document = read_yaml(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    written = []
    # From the end, so that a line put in does not move those still to come.
    for number, record in reversed(list(enumerate(document.data["quotes"]))):
        if record["id"] not in wanted:
            continue
        at = document.line(("quotes", number, "id")) - 1
        indent = " " * lines[at].index("id:")
        entry = f"{indent}sha256: {wanted[record['id']]}\n"
        if "sha256" in record:
            lines[document.line(("quotes", number, "sha256")) - 1] = entry
        else:
            lines.insert(at + 1, entry)
        written.append(record["id"])
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".quotes-", delete=False
    ) as file:
        file.write("".join(lines))
    os.chmod(file.name, path.stat().st_mode)  # noqa: PTH101
    Path(file.name).replace(path)
    return written[::-1]
