"""``overheard new-lesson``: a room for a lesson, made from a template that builds and passes the tests as it is.

Written are the folder ``lessons/<slug>/`` and one line of ``curriculum.yml``, whose comments and order stay;
with ``--quote`` also the slug among the lessons of that quote. Where anything stands in the way, nothing is
written; a folder that is there is never touched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overheard import curriculum, paths
from overheard.curriculum import START, CurriculumFile, EntryFile
from overheard.errors import OverheardError
from overheard.yamlfile import Document, Strict, load_typed, read_yaml

TEMPLATE = Path(__file__).parent / "template_lesson"
_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST_TITLE = 70


class NewLessonError(OverheardError):
    """A lesson that cannot be made as asked: what is in the way, and what to do."""


@dataclass(frozen=True)
class Made:
    """What was made."""

    number: int
    slug: str
    title: str
    folder: Path
    quote: str
    other_quotes: list[str]  # that name the lesson as well
    quotes_changed: bool = False  # whether transcripts/quotes.yml now says that the quote motivates the lesson

    def lines(self) -> list[str]:
        """What was made and changed, and what comes next, in plain words."""
        lines = [
            f"lessons/{self.slug}/ is made, and lesson {self.number:02d} listed. "
            f"It starts from the quote {self.quote}."
        ]
        if self.quotes_changed:
            lines.append(f"transcripts/quotes.yml: {self.slug} is added to the lessons of {self.quote}.")
        if self.other_quotes:
            lines.append(f"Other quotes name this lesson: {', '.join(self.other_quotes)}")
        lines.append(f"Next: overheard build {self.slug}   then write; CONTRIBUTING.md leads through it.")
        return lines


def make(
    slug: str,
    number: int | None = None,
    title: str | None = None,
    quote: str | None = None,
    root: Path | None = None,
) -> Made:
    """Make the room of a lesson and list it.

    Args:
        slug: lower-case letters, digits and underscores.
        number: its first digit is the part. A planned lesson has one already.
        title: likewise.
        quote: the id of a quote to start from; without it, those of transcripts/quotes.yml that name the slug.
        root: the checkout.

    Raises:
        NewLessonError: one line: what is in the way.
        OverheardError: the list or the quotes are not in order.
    """
    root = root or paths.ROOT
    if not _SLUG.fullmatch(slug):
        raise NewLessonError(
            f"{slug!r} cannot be a slug: take lower-case letters, digits and underscores, a letter first"
        )
    listing = read_yaml(root / "curriculum.yml")
    file = load_typed(listing.path, CurriculumFile, listing)
    entries = [entry for part in file.parts for entry in part.lessons]
    planned = next((entry for entry in entries if entry.slug == slug), None)
    if planned is not None and planned.planned is None:
        raise NewLessonError(f"The lesson {slug!r} is listed as ready already; take another slug.")
    if planned is not None and number is not None and number != planned.number:
        raise NewLessonError(
            f"The lesson {slug!r} is planned with the number {planned.number}; leave --number out or give that one."
        )
    number = planned.number if planned is not None else _free_number(number, file)
    title = _title(title if title is not None else planned.planned if planned is not None else None)
    folder = root / "lessons" / slug
    if folder.exists():
        raise NewLessonError(
            f"There is a folder lessons/{slug}/ already, and nothing is overwritten; "
            "add its line to curriculum.yml yourself, or take another slug."
        )
    chosen, others, new_quotes = _quotes(root, slug, quote)
    new_list = _listed(listing, file, EntryFile(number=number, slug=slug))
    start = next((entry for entry in entries if entry.slug == START and entry.planned is None), None)
    words = {
        "TEMPLATE_TITLE": json.dumps(title, ensure_ascii=False),
        "TEMPLATE_SLUG": slug,
        "TEMPLATE_QUOTES": f"[{chosen}]",
        "TEMPLATE_NEEDS": f"[{START}]" if start is not None and start.number < number else "[]",
    }
    texts = {root / "curriculum.yml": new_list}
    if new_quotes is not None:
        texts[root / "transcripts" / "quotes.yml"] = new_quotes
    before = {path: path.read_bytes() for path in texts}
    _lay(folder, words)
    try:
        for path, text in texts.items():
            _replace(path, text)
        curriculum.read(root)
    except BaseException:  # an interrupt as well: all or nothing
        for path, content in before.items():
            path.write_bytes(content)
        shutil.rmtree(folder)
        raise
    return Made(number, slug, title, folder, chosen, others, new_quotes is not None)


def _title(title: str | None) -> str:
    if title is None:
        raise NewLessonError('A new lesson needs a title: --title "Few words that say what it is about"')
    title = " ".join(title.split())
    if not title or len(title) > _LONGEST_TITLE:
        raise NewLessonError(f"A title has 1 to {_LONGEST_TITLE} characters, and this one has {len(title)}.")
    return title


def _free_number(number: int | None, file: CurriculumFile) -> int:
    taken = {entry.number: entry.slug for part in file.parts for entry in part.lessons}
    parts = {part.number: part.title for part in file.parts}
    if number is None:
        raise NewLessonError(
            f"A new lesson needs a number: --number NN, the first digit is its part ({_parts(parts)})."
        )
    part = number // 10
    if not 0 <= number <= 99 or part not in parts:
        raise NewLessonError(f"There is no part {part} for the number {number}. Parts: {_parts(parts)}.")
    if number in taken:
        free = [str(one) for one in range(10 * part + 1, 10 * part + 10) if one not in taken]
        raise NewLessonError(
            f"The number {number} is taken by {taken[number]}. Free in part {part}: {', '.join(free) or 'none'}."
        )
    return number


def _parts(parts: dict[int, str]) -> str:
    return ", ".join(f"{number} {title}" for number, title in parts.items())


# ---------------------------------------------------------------------------------------------- two lists, by line


class _AnyQuote(Strict):
    """The fields of a quote that matter here; overheard.quotes judges the rest."""

    model_config = {"extra": "ignore"}

    id: str
    lessons: list[str]


class _AnyQuotes(Strict):
    model_config = {"extra": "ignore"}

    quotes: list[_AnyQuote]


def _quotes(root: Path, slug: str, wanted: str | None) -> tuple[str, list[str], str | None]:
    """The quote to start from, others that name the lesson, and the new text of quotes.yml if it must change."""
    document = read_yaml(root / "transcripts" / "quotes.yml")
    records = load_typed(document.path, _AnyQuotes, document).quotes
    motivating = [record.id for record in records if slug in record.lessons]
    if wanted is None:
        if not motivating:
            raise NewLessonError(
                f"No quote of transcripts/quotes.yml names the lesson {slug!r}; "
                "choose one with --quote ID (`overheard quotes` lists them)."
            )
        return motivating[0], motivating[1:], None
    index = next((i for i, record in enumerate(records) if record.id == wanted), None)
    if index is None:
        raise NewLessonError(f"There is no quote {wanted!r}; `overheard quotes` lists them.")
    others = [name for name in motivating if name != wanted]
    if wanted in motivating:
        return wanted, others, None
    lines = document.path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = document.line(("quotes", index, "lessons")) - 1
    lines[at], changed = re.subn(r"(lessons:\s*\[[^\]\n]*[^\s\]])(\s*\])", rf"\1, {slug}\2", lines[at], count=1)
    expected = _with(document.data, ("quotes", index, "lessons"), [*records[index].lessons, slug])
    by_hand = f"add {slug} to the lessons of {wanted}"
    return wanted, others, _verified(document, "".join(lines), expected, changed == 1, by_hand)


def _listed(listing: Document, file: CurriculumFile, new: EntryFile) -> str:
    """The text of curriculum.yml with the new line in its place, and all else as it was."""
    lines = listing.path.read_text(encoding="utf-8").splitlines(keepends=True)
    p = next(i for i, part in enumerate(file.parts) if part.number == new.number // 10)
    members = file.parts[p].lessons
    same = next((i for i, entry in enumerate(members) if entry.slug == new.slug), None)
    line = f"{{number: {new.number}, slug: {new.slug}}}"
    entry: dict[str, Any] = {"number": new.number, "slug": new.slug}
    data = listing.data["parts"][p]["lessons"]
    done = True
    if same is not None:
        at = listing.line(("parts", p, "lessons", same)) - 1
        lines[at], count = re.subn(r"\{[^{}\n]*\}", line, lines[at], count=1)
        done = count == 1
        expected = [*data[:same], entry, *data[same + 1 :]]
    elif members:
        before = sum(other.number < new.number for other in members)
        neighbour = min(before, len(members) - 1)
        at = listing.line(("parts", p, "lessons", neighbour)) - 1
        indent = re.match(r"\s*-\s+(?=\{)", lines[at])
        done = indent is not None
        if not lines[at].endswith("\n"):
            lines[at] += "\n"
        lines.insert(at + (before > neighbour), f"{indent.group() if indent else ''}{line}\n")
        expected = [*data[:before], entry, *data[before:]]
    else:
        at = listing.line(("parts", p, "lessons")) - 1
        indent = re.match(r"\s*", lines[at]).group()
        lines[at], count = re.subn(r"lessons:\s*\[\s*\]", "lessons:", lines[at], count=1)
        done = count == 1
        lines.insert(at + 1, f"{indent}  - {line}\n")
        expected = [entry]
    wanted = _with(listing.data, ("parts", p, "lessons"), expected)
    return _verified(listing, "".join(lines), wanted, done, f"write `- {line}` into part {new.number // 10}")


def _with(data: Any, where: tuple[Any, ...], value: Any) -> Any:
    """A copy of nested lists and dictionaries with another value in one place."""
    if not where:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[where[0]] = _with(data[where[0]], where[1:], value)
    return copy


def _verified(document: Document, text: str, expected: Any, done: bool, by_hand: str) -> str:
    """The text, if it says what it should: an odd form of the file is left to its author."""
    import yaml

    try:
        if done and yaml.safe_load(text) == expected:
            return text
    except yaml.YAMLError:
        pass
    raise NewLessonError(
        f"{document.path.name} is written in a form that this command does not know; {by_hand} yourself."
    )


# --------------------------------------------------------------------------------------------------- writing


def _lay(folder: Path, words: dict[str, str]) -> None:
    """Write the room under another name first, so that it appears whole or not at all."""
    folder.parent.mkdir(exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for source in sorted(TEMPLATE.iterdir()):
            if source.suffix not in (".py", ".yml"):
                continue
            text = source.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace(word, value)
            (unfinished / source.name).write_text(text, encoding="utf-8", newline="\n")
        unfinished.chmod(0o755)
        unfinished.rename(folder)  # fails where somebody was faster
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _replace(path: Path, text: str) -> None:
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
