"""The web book's pages that no notebook gives: home with its map, words, sources, quotes, data, teaching.

Each function returns MyST markdown; links are relative to the page that they stand on. All of it comes from
the curriculum, docs/*.yml, the quotes and the data cards: nothing is typed twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from overheard import paths, quotes
from overheard.author.render import Page
from overheard.curriculum import Curriculum, Lesson, Part
from overheard.datasets import DatasetCard
from overheard.errors import OverheardError
from overheard.learner import lesson_map
from overheard.reference import Reference

# The plans of the teacher's guide. A lesson alone: its agenda without exercises; with a number: its first
# exercises. A break with its minutes.
HALF_DAY = (
    ("start_here", None), ("rules_or_examples", None), ("rules_or_examples", 2), ("break", 15),
    ("peel_the_stack", None), ("peel_the_stack", 2),
)  # fmt: skip
DAY = (
    *HALF_DAY, ("lunch", 45), ("everything_connected", None), ("everything_connected", 2), ("break", 15),
    ("mnist", None), ("mnist", 2),
)  # fmt: skip
PAUSES = ("break", "lunch")
BEGINS = 9 * 60  # minutes after midnight: when the workshop of a plan begins
TALK = 5  # minutes: to talk about the exercises of a lesson, beside those that they state
CLOSING = 10  # minutes at the end
_COLUMNS, _WIDTH, _ROW, _BOX = 2, 1100, 58, 46  # the map, in units of its view box


class SiteError(OverheardError):
    """The web book cannot be made: what is missing or wrong, and what to do."""


def link(lesson: Lesson, up: str = "") -> str:
    """A link to a lesson from a page that lies ``up`` (such as ``../``) from the root."""
    return f"[{Page.link_text(lesson)}]({up}notebooks/{lesson.name}.ipynb)"


def _links(lessons: Iterable[Lesson], up: str = "") -> str:
    return ", ".join(link(lesson, up) for lesson in lessons)


def _toctree(entries: Iterable[str], caption: str | None = None) -> str:
    lines = ["```{toctree}", ":hidden:", *([f":caption: {caption}"] if caption else []), "", *entries, "```"]
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------ home


def _columns(parts: list[Part]) -> list[list[Part]]:
    """The parts in columns of about the same height, in order."""
    columns: list[list[Part]] = [[] for _ in range(_COLUMNS)]
    half = sum(1.6 + len(part.entries) for part in parts) / _COLUMNS
    column, height = 0, 0.0
    for part in parts:
        size = 1.6 + len(part.entries)
        if column + 1 < _COLUMNS and height + size / 2 > half:
            column, height = column + 1, 0.0
        columns[column].append(part)
        height += size
    return columns


def lesson_map_svg(curriculum: Curriculum, up: str = "") -> str:
    """The map as a picture to click: ready lessons are links, planned ones are not.

    Args:
        up: how to reach the root from the page (``../`` from a notebook's page).
    """
    box = _WIDTH // _COLUMNS - 30
    drawn: list[str] = []
    height = 0
    for c, parts in enumerate(_columns(curriculum.parts)):
        x, y = 10 + c * (_WIDTH // _COLUMNS), 0
        for part in parts:
            y += 46
            drawn.append(f'<text class="part" x="{x}" y="{y}">{part.number} · {html.escape(part.title)}</text>')
            y += 14
            for entry in part.entries:
                words = f"{entry.number:02d} · {entry.title}"
                shape = f'<rect x="{x}" y="{y}" width="{box}" height="{_BOX}" rx="8"></rect>'
                text = f'<text x="{x + 14}" y="{y + 30}">{html.escape(words)}</text>'
                if isinstance(entry, Lesson):
                    label = html.escape(f"{words} (ready): {entry.question}", quote=True)
                    target = f"{up}notebooks/{entry.name}.html"
                    drawn.append(f'<a class="ready" href="{target}" aria-label="{label}">{shape}{text}</a>')
                else:
                    drawn.append(f'<g class="planned">{shape}{text}</g>')
                y += _ROW
        height = max(height, y)
    return (
        '<div class="lesson-map">'
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="group" aria-labelledby="lesson-map-title" '
        'aria-describedby="lesson-map-text" xmlns="http://www.w3.org/2000/svg">'
        '<title id="lesson-map-title">Map of the lessons</title>'
        f'<desc id="lesson-map-text">{html.escape(lesson_map.describe(curriculum))}</desc>'
        + "".join(drawn)
        + "</svg></div>"
    )


def _minutes(lesson: Lesson) -> int:
    return lesson.minutes.read + lesson.minutes.practise


def home(curriculum: Curriculum) -> str:
    """The first page: what this is, the map, and the same as a list."""
    start = curriculum.lessons[0]
    blocks = [
        f"# {curriculum.title}",
        f"**{curriculum.tagline}.**",
        "Two episodes of the podcast *Elixir Wizards* talk about machine learning. Here you do what was said: each "
        "lesson starts from the very words, asks for your prediction, builds the thing in small steps in Python, "
        "and measures the claim: on real data and, where the truth must be known beforehand, on made-up data that "
        "say so. Then it says where the claim stops being true.",
        f"You read the lessons here with all their results. To run and change them, and to have your exercises "
        f"checked, take the notebooks: {link(start)} says how. Those who teach find a [guide](teaching.md).",
        "## The map",
        "Filled boxes are lessons to open; dashed ones are planned. The same stands below as a list.",
        lesson_map_svg(curriculum),
        "## The lessons",
    ]
    for part in curriculum.parts:
        rows = [
            f"- {link(entry)}: {entry.question} ({_minutes(entry)} minutes)"
            if isinstance(entry, Lesson)
            else f"- {Page.link_text(entry)} *(planned)*"
            for entry in part.entries
        ]
        if rows:
            blocks += [f"### {part.number} · {part.title}", "\n".join(rows)]
    for part in curriculum.parts:
        ready = [f"notebooks/{entry.name}" for entry in part.entries if isinstance(entry, Lesson)]
        if ready:
            blocks.append(_toctree(ready, f"{part.number} · {part.title}"))
    blocks.append(_toctree(["glossary", "bibliography", "quotes", "data"], "Look up"))
    blocks.append(_toctree(["teaching"], "Teach"))
    return "\n\n".join(blocks) + "\n"


# --------------------------------------------------------------------------------------------- look up


def glossary(curriculum: Curriculum, terms: Mapping[str, str]) -> str:
    """The words with their definitions, each with the lessons that teach it."""
    lines = ["# Words", "", "The terms that the lessons teach, each with the lesson that explains it.", ""]
    lines += ["```{glossary}"]
    for term, definition in terms.items():
        taught = [lesson for lesson in curriculum.lessons if term in lesson.terms]
        lines += [term, f"  {' '.join(definition.split())}"]
        if taught:
            lines += ["", f"  Taught in {_links(taught)}."]
        lines.append("")
    return "\n".join([*lines[:-1], "```"]) + "\n"


def bibliography(curriculum: Curriculum, references: Mapping[str, Reference]) -> str:
    """The sources that a lesson cites, each with the lessons that cite it."""
    blocks = ["# Sources", "What the lessons cite, each with the lessons that cite it."]
    for key, source in references.items():
        citing = [lesson for lesson in curriculum.lessons if key in lesson.references]
        if citing:
            blocks.append(f"({reference_anchor(key)})=\n{source.markdown()}  \nCited in {_links(citing)}.")
    if len(blocks) == 2:
        blocks.append("No lesson that is ready cites a source yet.")
    return "\n\n".join(blocks) + "\n"


def reference_anchor(key: str) -> str:
    return f"source-{key.replace('_', '-')}"


def said(curriculum: Curriculum, known: Mapping[str, quotes.Quote]) -> str:
    """The quotes of the lessons that are ready, by episode."""
    by_slug = {lesson.slug: lesson for lesson in curriculum.lessons}
    blocks = [
        "# What was said",
        "The words that the lessons start from, as the public transcripts print them. Each link opens the "
        "transcript at these words.",
    ]
    for episode in sorted({quote.episode for quote in known.values()}):
        mine = [quote for quote in known.values() if quote.episode == episode and set(quote.lessons) & set(by_slug)]
        if mine:
            blocks.append(f"## {episode} · {mine[0].source.title}")
        for quote in mine:
            used = _links(by_slug[slug] for slug in quote.lessons if slug in by_slug)
            blocks.append(f"{quote.markdown()}\n>\n> Taken up in {used}")
    return "\n\n".join(blocks) + "\n"


def data(curriculum: Curriculum, cards: Iterable[DatasetCard]) -> str:
    """The list of data sets, with the lessons that read each."""
    cards = list(cards)
    rows = ["| data set | what | rows | licence | real? | read in |", "|---|---|---|---|---|---|"]
    for card in cards:
        using = [lesson for lesson in curriculum.lessons if card.name in lesson.datasets]
        cells = [
            f"[{card.title}](datasets/{card.name}/README.md)", card.summary, card.rows, card.licence,
            "synthetic" if card.synthetic else "real", _links(using) or "a planned lesson",
        ]  # fmt: skip
        rows.append("| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |")
    text = "The data lie in the repository, each set with its card: source, licence, how it was collected, and "
    text += "what is wrong with it. Synthetic data is called so, and its generator lies beside it."
    tree = _toctree(f"datasets/{card.name}/README" for card in cards)
    return "\n\n".join(["# Data sets", text, "\n".join(rows), tree]) + "\n"


def card(curriculum: Curriculum, card: DatasetCard, text: str) -> str:
    """A data set's page: its card, then what its README says below the front matter."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).strip()
    body = re.sub(r"\A# [^\n]*\n*", "", body)
    using = [lesson for lesson in curriculum.lessons if card.name in lesson.datasets]
    facts = {
        "Rows": card.rows,
        "Real or synthetic": "synthetic, made for this project" if card.synthetic else "real",
        "Source": card.source,
        "Licence": card.licence,
        "Collected": card.collected,
        "Changed": card.changed,
        "Read in": _links(using, "../../") or "a planned lesson",
    }
    blocks = [f"# {card.title}", card.summary]
    blocks.append("\n".join(f"- **{name}:** {' '.join(value.split())}" for name, value in facts.items()))
    blocks.append("## Know before you trust it")
    blocks.append("\n".join(f"- {problem}" for problem in card.problems))
    blocks.append("## Columns")
    blocks.append("\n".join(f"- `{name}`: {' '.join(str(what).split())}" for name, what in card.columns.items()))
    blocks.append("## Files")
    names = "\n".join(f"- `{name}`\n  sha256 `{digest}`" for name, digest in card.files.items())
    blocks.append(f"{names}\n\nTo restore them: `{card.restore}`")
    return "\n\n".join([*blocks, body]) + "\n"


# ------------------------------------------------------------------------------------------------ teach


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def agenda_minutes(lesson: Lesson) -> int:
    """How long the lesson takes in a room, by its agenda."""
    return sum(item.minutes for item in lesson.teacher.agenda)


def agenda_rows(lesson: Lesson) -> Iterator[tuple[int, int, str]]:
    """The agenda: from which minute, for how many, and what (markdown on one line)."""
    now = 0
    for item in lesson.teacher.agenda:
        yield now, item.minutes, " ".join(item.what.split())
        now += item.minutes


def slides_link(lesson: Lesson, words: str, up: str = "") -> str:
    """A link to a lesson's slides as HTML: they are no page of Sphinx, which would look for one in vain."""
    return f'<a href="{up}slides/{lesson.name}.html">{words}</a>'


def exercise_minutes(lesson: Lesson) -> list[int]:
    """The minutes of each exercise, as its heading in practice.py states them."""
    source = lesson.folder / "practice.py"
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    return [int(found) for found in re.findall(r"^# #+ Exercise \d+\b.*●, (\d+) minutes", text, re.MULTILINE)]


def plan(curriculum: Curriculum, steps: Iterable[tuple[str, int | None]]) -> str:
    """A workshop as a table: the lessons' agendas, and exercises with the minutes that they state.

    Args:
        steps: HALF_DAY or DAY.
    """
    known = {lesson.slug: lesson for lesson in curriculum.lessons if lesson.teacher.agenda}
    steps = list(steps)
    if any(slug not in known for slug, _ in steps if slug not in PAUSES):
        return "A lesson of this plan is not ready yet."
    rows, now = ["| time | minutes | what |", "|---|---|---|"], BEGINS
    for slug, amount in steps:
        if slug in PAUSES:
            minutes, what = amount or 0, slug
        elif amount is None:
            # An agenda may end with exercises: a plan chooses its own.
            items = known[slug].teacher.agenda
            agenda = [item for item in items if not re.match(r"(the )?exercise", item.what, re.IGNORECASE)]
            minutes = sum(item.minutes for item in agenda)
            what = f"[{Page.link_text(known[slug])}](teaching/{known[slug].name}.md)"
        else:
            minutes = sum(exercise_minutes(known[slug])[:amount]) + TALK
            exercises = f"[exercises](exercises/{known[slug].name}.ipynb)"
            what = f"its first {('', 'one', 'two', 'three', 'four', 'five')[amount]} {exercises}, in pairs"
        rows.append(f"| {_clock(now)} | {minutes} | {what} |")
        now += minutes
    rows.append(f"| {_clock(now)} | {CLOSING} | one sentence each: what surprised you, and what you will try |")
    rows.append(f"| {_clock(now + CLOSING)} | | end |")
    return "\n".join(rows)


_ONLY_ON_GITHUB = re.compile(r"<!-- as it stands here -->\n.*?<!-- /as it stands here -->\n+", re.DOTALL)


def teaching(curriculum: Curriculum) -> str:
    """The teacher's guide: docs/teaching.md with its plans and its list of agendas filled in."""
    text = _ONLY_ON_GITHUB.sub("", (paths.DOCS / "teaching.md").read_text(encoding="utf-8"))
    agendas = "\n".join(
        f"- [{Page.link_text(one)}](teaching/{one.name}.md): {agenda_minutes(one) or _minutes(one)} minutes"
        + (f" ({slides_link(one, f'slides of {one.number:02d}')})" if one.teacher.agenda else "")
        for one in curriculum.lessons
    )
    for name, given in (
        ("agendas", agendas), ("half_day", plan(curriculum, HALF_DAY)), ("day", plan(curriculum, DAY)),
    ):  # fmt: skip
        text = text.replace(f"{{{{ {name} }}}}", given)
    return f"{text}\n{_toctree(f'teaching/{lesson.name}' for lesson in curriculum.lessons)}\n"


def agenda(curriculum: Curriculum, lesson: Lesson) -> str:
    """What a teacher needs for one lesson, on a page to print."""
    blocks = [f"# Teaching {Page.link_text(lesson)}", f"{lesson.promise}"]
    where = f"The lesson: {link(lesson, '../')}."
    if lesson.has_practice:
        where += (
            f" Its [exercises](../exercises/{lesson.name}.ipynb) and [solutions](../solutions/{lesson.name}.ipynb)."
        )
    blocks.append(f"{where} Running it all takes about {lesson.seconds.lesson} seconds on one core.")
    needs = [other for other in curriculum.lessons if other.slug in lesson.needs]
    if needs:
        blocks.append(f"It builds on {_links(needs, '../')}.")
    if lesson.teacher.agenda:
        deck = slides_link(lesson, "Slides for the projector", "../")
        blocks.append(f"{deck}: the quote, the guesses, the figures and the questions; the key S opens your notes.")
        rows = ["| from minute | minutes | what |", "|---|---|---|"]
        for start, minutes, what in agenda_rows(lesson):
            rows.append(f"| {start} | {minutes} | {what.replace('|', chr(92) + '|')} |")
        blocks += [f"## Agenda, {agenda_minutes(lesson)} minutes", "\n".join(rows)]
    for heading, lines in (
        ("Afterwards people can", lesson.objectives),
        ("Notes", lesson.teacher.notes),
        ("Where people stumble", lesson.teacher.stumbles),
        ("To say at the end", lesson.takeaways),
    ):
        if lines:
            blocks += [f"## {heading}", "\n".join(f"- {' '.join(line.split())}" for line in lines)]
    if lesson.retrieval:
        asked = "\n".join(f"- {item.question}\n  *{item.answer}*" for item in lesson.retrieval)
        blocks += ["## To ask at the end", asked]
    return "\n\n".join(blocks) + "\n"
