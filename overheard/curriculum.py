"""The list of lessons: ``curriculum.yml`` and each lesson's ``lesson.yml``, typed and checked.

All that lists lessons (start page, README, book, tests, agendas) reads it here, and nowhere else. A bad
entry is refused with file, line and what to do.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from overheard import paths, reading
from overheard.yamlfile import Document, Strict, YamlError, load_typed, read_yaml

SOURCES = ("lesson.yml", "lesson.py", "practice.py", "checks.py", "answers.py")
START = "start_here"  # the one lesson whose exercise stands in the page itself
MOST_SECONDS = 100  # of one core, for a lesson's three notebooks together
MOST_SECONDS_LONG = 240  # for at most MOST_LONG lessons
MOST_LONG = 6
MOST_SECONDS_ALL = 4200

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Recall(Strict):
    """A question on an earlier lesson, asked before this one begins."""

    question: Text
    answer: Text
    lesson: Slug


class Retrieval(Strict):
    """A question on this lesson, asked at its end."""

    question: Text
    answer: Text


class MinutesFile(Strict):
    """What a learner needs for the exercises. The minutes to read are computed, so nobody types them."""

    practise: Annotated[int, Field(ge=0)]

    @model_validator(mode="before")
    @classmethod
    def _read_is_computed(cls, given: Any) -> Any:
        if isinstance(given, dict) and "read" in given:
            raise ValueError("`read` is computed from lesson.py (its words, lines of code and figures); remove it")
        return given


class Minutes(MinutesFile):
    """What a learner needs for the page and for the exercises."""

    script: Path  #: lesson.py

    @functools.cached_property
    def read(self) -> int:
        """Computed when it is asked for, since many who list lessons never ask."""
        return reading.minutes(self.script)


class Seconds(Strict):
    """Budget of one core for each notebook."""

    lesson: Annotated[int, Field(gt=0)]
    solutions: Annotated[int, Field(ge=0)] = 0
    exercises: Annotated[int, Field(ge=0)] = 0

    @property
    def total(self) -> int:
        return self.lesson + self.solutions + self.exercises


class YourTurn(Strict):
    """A change that the page tells the learner to make, and what they then see: a test makes it."""

    cell: Text  #: text that stands in exactly one code cell of the walk-through
    change: Annotated[dict[Text, str], Field(min_length=1)]  #: old text of that cell to new text
    shows: Annotated[list[Text], Field(min_length=1)]  #: what the changed cell then says, and did not say before


class AgendaItem(Strict):
    minutes: Annotated[int, Field(gt=0)]
    what: Text


class Teacher(Strict):
    """Notes for whoever teaches the lesson."""

    agenda: list[AgendaItem] = []
    notes: list[Text] = []
    stumbles: list[Text] = []


class LessonFile(Strict):
    """``lessons/<slug>/lesson.yml``."""

    title: Text
    promise: Text
    question: Text
    quotes: Annotated[list[Text], Field(min_length=1)]
    objectives: Annotated[list[Text], Field(min_length=3, max_length=5)]
    concepts: list[Text] = []
    needs: list[Slug] = []
    draft: bool = False
    size: Literal["short", "long"] = "short"
    minutes: MinutesFile
    seconds: Seconds
    datasets: list[Text] = []
    recall: Annotated[list[Recall], Field(max_length=3)] = []
    your_turn: list[YourTurn] = []
    takeaways: list[Text] = []
    retrieval: list[Retrieval] = []
    terms: list[Text] = []
    references: list[Text] = []
    facts: dict[str, Text] = {}
    elixir: bool = False
    teacher: Teacher = Teacher()
    extras: dict[str, Text] = {}


class Lesson(LessonFile):
    """A lesson that can be walked: what ``lesson.yml`` says, with its number, slug and folder."""

    minutes: Minutes
    number: int
    slug: Slug
    part: int
    folder: Path

    @property
    def name(self) -> str:
        """The file name of its notebooks without the ending: ``31_mnist``."""
        return f"{self.number:02d}_{self.slug}"

    @property
    def has_practice(self) -> bool:
        return (self.folder / "practice.py").exists()

    @property
    def uses_torch(self) -> bool:
        """Whether a Python file of its room imports torch: the others run where there is none."""
        texts = (path.read_text(encoding="utf-8") for path in self.folder.glob("*.py"))
        return any(re.search(r"^\s*(?:import|from) +torch", text, re.MULTILINE) for text in texts)


class Planned(Strict):
    """A lesson that is not written yet: shown in the map, never linked."""

    number: int
    slug: Slug
    part: int
    title: Text


class EntryFile(Strict):
    number: Annotated[int, Field(ge=0, le=99)]
    slug: Slug
    planned: Text | None = None


class PartFile(Strict):
    number: Annotated[int, Field(ge=0, le=9)]
    title: Text
    lessons: list[EntryFile]


class CurriculumFile(Strict):
    """``curriculum.yml``."""

    title: Text
    tagline: Text
    repository: Annotated[str, Field(pattern=r"^https://[^\s]+[^/\s]$")] | None = None
    parts: Annotated[list[PartFile], Field(min_length=1)]


class Part(Strict):
    """A part with its lessons, ready and planned, in order."""

    number: int
    title: Text
    entries: list[Lesson | Planned]


class Curriculum(Strict):
    title: Text
    tagline: Text
    repository: str | None
    parts: list[Part]
    drafts: list[Lesson] = []  #: begun and not listed for learners: to these they are planned

    @property
    def entries(self) -> list[Lesson | Planned]:
        return [entry for part in self.parts for entry in part.entries]

    @property
    def lessons(self) -> list[Lesson]:
        """The lessons that are written, in order."""
        return [entry for entry in self.entries if isinstance(entry, Lesson)]

    @property
    def planned(self) -> list[Planned]:
        """Those that nobody has begun."""
        begun = {draft.slug for draft in self.drafts}
        return [entry for entry in self.entries if isinstance(entry, Planned) and entry.slug not in begun]

    def lesson(self, slug: str) -> Lesson:
        """The lesson or draft of that slug, number or name (``mnist``, ``31``, ``31_mnist``).

        Raises:
            OverheardError: there is none, or it is only planned; the message lists the ready ones.
        """
        from overheard.errors import OverheardError

        for entry in [*self.drafts, *self.entries]:
            if slug in (entry.slug, f"{entry.number:02d}", f"{entry.number:02d}_{entry.slug}"):
                if isinstance(entry, Lesson):
                    return entry
                raise OverheardError(f"The lesson {slug!r} is planned and not written yet.")
        ready = ", ".join(lesson.slug for lesson in self.lessons) or "none"
        raise OverheardError(f"There is no lesson {slug!r}. Ready lessons: {ready}.")

    def after(self, lesson: Lesson) -> Lesson | None:
        """The next lesson that is written, or None after the last."""
        later = [other for other in self.lessons if other.number > lesson.number]
        return later[0] if later else None


def _known_quotes(root: Path) -> set[str]:
    """Ids in ``transcripts/quotes.yml``, read as plain YAML: overheard.quotes judges the rest."""
    file = root / "transcripts" / "quotes.yml"
    if not file.exists():
        return set()
    data = read_yaml(file).data
    records = data.get("quotes", data) if isinstance(data, dict) else data
    return set(records) if isinstance(records, dict) else {record["id"] for record in records}


def _read_lesson(root: Path, entry: EntryFile, part: int) -> tuple[Lesson, Document]:
    folder = root / "lessons" / entry.slug
    document = read_yaml(folder / "lesson.yml")
    read = load_typed(document.path, LessonFile, document)
    fields = {name: getattr(read, name) for name in LessonFile.model_fields}
    fields["minutes"] = Minutes(practise=read.minutes.practise, script=folder / "lesson.py")
    return Lesson(**fields, number=entry.number, slug=entry.slug, part=part, folder=folder), document


def _check_list(listing: Document, file: CurriculumFile) -> None:
    numbers: dict[int, str] = {}
    slugs: set[str] = set()
    last = -1
    for p, part in enumerate(file.parts):
        for e, entry in enumerate(part.lessons):
            at = ("parts", p, "lessons", e)
            if entry.number in numbers:
                raise listing.error(
                    (*at, "number"),
                    f"the number {entry.number} is taken by {numbers[entry.number]}",
                    "give this lesson a free number",
                )
            if entry.slug in slugs:
                raise listing.error((*at, "slug"), f"the lesson {entry.slug} stands twice", "remove one line")
            if entry.number // 10 != part.number:
                raise listing.error(
                    (*at, "number"),
                    f"{entry.number} does not begin with the number of its part, {part.number}",
                    "move the line or change the number",
                )
            if entry.number < last:
                raise listing.error((*at, "number"), f"{entry.number} stands after {last}", "sort the lines")
            numbers[entry.number], last = entry.slug, entry.number
            slugs.add(entry.slug)


def _check_files(listing: Document, at: tuple, lesson: Lesson) -> None:
    wanted = [name for name in SOURCES if lesson.slug != START or name not in ("practice.py", "answers.py")]
    if lesson.draft:
        wanted = [name for name in wanted if name in ("lesson.yml", "lesson.py")]
    missing = [name for name in wanted if not (lesson.folder / name).exists()]
    if missing:
        raise listing.error(
            at, f"lessons/{lesson.slug}/ lacks {', '.join(missing)}", "add it, or mark the lesson as planned"
        )


def _check_lesson(
    root: Path, lesson: Lesson, document: Document, entries: dict[str, int], quotes: set[str]
) -> None:
    for i, quote in enumerate(lesson.quotes):
        if quote not in quotes:
            raise document.error(
                ("quotes", i),
                f"unknown quote {quote!r}",
                "add it to transcripts/quotes.yml or correct the id",
            )
    for i, need in enumerate(lesson.needs):
        if need not in entries:
            raise document.error(("needs", i), f"unknown lesson {need!r}", "correct the slug")
    for i, recall in enumerate(lesson.recall):
        if recall.lesson not in lesson.needs:
            raise document.error(
                ("recall", i, "lesson"),
                f"a recall question on {recall.lesson}, which is not among its needs",
                "add it to needs, or ask about another lesson",
            )
    for i, name in enumerate(lesson.datasets):
        if not (root / "datasets" / name / "README.md").exists():
            raise document.error(
                ("datasets", i), f"datasets/{name}/README.md is missing", "add the data set with its card"
            )
    if lesson.seconds.total > MOST_SECONDS_LONG:
        raise document.error(
            ("seconds",),
            f"{lesson.seconds.total} s declared, over the limit of {MOST_SECONDS_LONG}",
            "make the training smaller or ship its weights",
        )


def _check_needs(read: list[tuple[Lesson, Document]]) -> None:
    """Refuse a circle in the needs, and a need that comes later."""
    by_slug = {lesson.slug: (lesson, document) for lesson, document in read}

    def walk(slug: str, trail: tuple[str, ...]) -> None:
        lesson, document = by_slug[slug]
        for i, need in enumerate(lesson.needs):
            if need in trail or need == slug:
                circle = " needs ".join([*trail[trail.index(need) if need in trail else len(trail) :], slug, need])
                raise document.error(("needs", i), f"a circle: {circle}", "remove one of these needs")
            if need in by_slug:
                walk(need, (*trail, slug))

    for slug in by_slug:
        walk(slug, ())
    for lesson, document in read:
        for i, need in enumerate(lesson.needs):
            if need in by_slug and by_slug[need][0].number > lesson.number:
                raise document.error(
                    ("needs", i), f"{need} comes after this lesson", "remove it or change the order"
                )


def _check_rooms(root: Path, listing: Document, file: CurriculumFile) -> None:
    """Refuse a room that no line names. The room of a planned lesson may stand there as a draft."""
    listed = {entry.slug for part in file.parts for entry in part.lessons}
    for found in sorted((root / "lessons").glob("*/lesson.yml")):
        slug = found.parent.name
        if slug not in listed:
            raise listing.error(
                ("parts",),
                f"lessons/{slug}/ is not listed",
                f"add a line {{number: .., slug: {slug}}} or remove the folder",
            )


def _check_budget(listing: Document, lessons: list[Lesson]) -> None:
    long = [lesson.slug for lesson in lessons if lesson.seconds.total > MOST_SECONDS]
    if len(long) > MOST_LONG:
        raise listing.error(
            ("parts",),
            f"{len(long)} lessons declare over {MOST_SECONDS} s: {', '.join(long)}",
            f"at most {MOST_LONG} may",
        )
    total = sum(lesson.seconds.total for lesson in lessons)
    if total > MOST_SECONDS_ALL:
        raise listing.error(("parts",), f"the lessons declare {total} s", f"at most {MOST_SECONDS_ALL} fit into CI")


def read(root: Path) -> Curriculum:
    """Read and check the list of the checkout at ``root``.

    Raises:
        YamlError: file, line, what is wrong and what to do.
    """
    listing = read_yaml(root / "curriculum.yml")
    file = load_typed(listing.path, CurriculumFile, listing)
    _check_list(listing, file)
    entries = {entry.slug: entry.number for part in file.parts for entry in part.lessons}
    quotes = _known_quotes(root)
    ready: list[tuple[Lesson, Document]] = []
    parts: list[Part] = []
    drafts: list[Lesson] = []
    for p, part in enumerate(file.parts):
        members: list[Lesson | Planned] = []
        for e, entry in enumerate(part.lessons):
            if entry.planned is not None:
                members.append(Planned(number=entry.number, slug=entry.slug, part=part.number, title=entry.planned))
                continue
            at = ("parts", p, "lessons", e)
            if not (root / "lessons" / entry.slug / "lesson.yml").exists():
                raise listing.error(
                    at,
                    f"lessons/{entry.slug}/lesson.yml is missing",
                    'add it, or mark the lesson as planned: "its title"',
                )
            lesson, document = _read_lesson(root, entry, part.number)
            _check_files(listing, at, lesson)
            _check_lesson(root, lesson, document, entries, quotes)
            if lesson.draft:
                drafts.append(lesson)
                members.append(Planned(number=entry.number, slug=entry.slug, part=part.number, title=lesson.title))
                continue
            members.append(lesson)
            ready.append((lesson, document))
        parts.append(Part(number=part.number, title=part.title, entries=members))
    _check_needs(ready)
    _check_rooms(root, listing, file)
    _check_budget(listing, [lesson for lesson, _ in ready])
    return Curriculum(
        title=file.title, tagline=file.tagline, repository=file.repository, parts=parts, drafts=drafts
    )


@functools.cache
def load() -> Curriculum:
    """The list of this checkout, read once a process."""
    return read(paths.ROOT)


__all__ = ["Curriculum", "Lesson", "Part", "Planned", "YamlError", "load", "read"]
