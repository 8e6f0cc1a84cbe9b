"""The manners of a lesson, one function a rule: each gives lines ``file:line: what is wrong; what to do``.

``RULES`` is what tests/lessons/test_lessons.py runs over every lesson that is ready;
tests/lessons/test_lesson_rules.py breaks each of them once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
from likeness import likeness
from measured_rules import how_many_exercises, reveals, size, your_turns
from prose import Sources, bare, numbers, of_code, of_outputs

from overheard import datasets, quotes, reference
from overheard.author import build
from overheard.author.outputs import Tolerance
from overheard.curriculum import START, Curriculum, Lesson
from overheard.errors import OverheardError
from overheard.reading import words
from overheard.yamlfile import Document, read_yaml, shown

MOST_CELL_WORDS = 120
MOST_LINES, MOST_CLASS_LINES, MOST_CLASSES = 25, 60, 2
IGNORED_SHARE = 5  # at most one in five code cells
LEAST_WHY = 15  # characters of a reason
EVERYDAY = "everyday"  # cell metadata: glossary terms that this cell uses in their everyday sense
CELL_KEYS = {"tolerance", "relative", "why", EVERYDAY}


@dataclass
class Cell:
    """A cell of a percent script, with the stored outputs of its twin in the notebook."""

    kind: str
    source: str
    line: int
    path: Path
    metadata: dict[str, Any]
    outputs: list[Any] = field(default_factory=list)

    def at(self, offset: int = 0) -> str:
        return f"{shown(self.path)}:{self.line + offset}"

    def find(self, pattern: str, flags: int = re.IGNORECASE | re.MULTILINE) -> int | None:
        """The line offset of the first hit."""
        match = re.search(pattern, self.source, flags)
        return self.source.count("\n", 0, match.start()) if match else None

    @property
    def own(self) -> dict[str, Any]:
        return self.metadata.get("overheard", {})

    @property
    def ignored(self) -> bool:
        return "nbval-ignore-output" in self.metadata.get("tags", [])

    @property
    def exact(self) -> bool:
        """Whether its outputs are compared to the last digit."""
        return not self.ignored and "tolerance" not in self.own and "relative" not in self.own


@dataclass
class View:
    """A lesson as its author sees it: two scripts and lesson.yml, with the outputs of the built notebooks."""

    curriculum: Curriculum
    lesson: Lesson
    root: Path
    walk: list[Cell]
    practice: list[Cell]
    about: Document  # lesson.yml

    @classmethod
    def of(cls, curriculum: Curriculum, lesson: Lesson, root: Path) -> View:
        def cells(folder: str) -> list[Cell]:
            path = lesson.folder / build.KINDS[folder]
            if not path.exists():
                return []
            result = [
                Cell(cell.cell_type, cell.source, line, path, dict(cell.metadata))
                for cell, line in build.source_cells(path)
            ]
            built = build.notebook_path(lesson, folder, root)
            if built.exists():
                stored = [c for c in nbformat.read(built, as_version=4).cells if c.cell_type == "code"]
                mine = [cell for cell in result if cell.kind == "code"]
                if len(stored) == len(mine):  # else the notebook is stale, which another test tells
                    for cell, twin in zip(mine, stored, strict=True):
                        cell.outputs = twin.outputs
            return result

        walk, practice = cells(build.NOTEBOOKS), cells(build.SOLUTIONS)
        return cls(curriculum, lesson, root, walk, practice, read_yaml(lesson.folder / "lesson.yml"))

    @property
    def is_start(self) -> bool:
        return self.lesson.slug == START

    def yml(self, *loc: int | str) -> str:
        """``file:line`` of an entry of lesson.yml."""
        return f"{shown(self.about.path)}:{self.about.line(loc)}"

    def notebook(self, folder: str) -> tuple[nbformat.NotebookNode, list[int]]:
        return build.render_notebook(self.curriculum, self.lesson, folder)

    def texts(self) -> Iterator[tuple[str, str]]:
        """The sentences of lesson.yml that learners read, each with its place."""
        lesson = self.lesson
        for name in ("title", "promise", "question"):
            yield self.yml(name), getattr(lesson, name)
        for name in ("objectives", "takeaways"):
            for i, text in enumerate(getattr(lesson, name)):
                yield self.yml(name, i), text
        for i, item in enumerate(lesson.retrieval):
            yield self.yml("retrieval", i), f"{item.question}\n{item.answer}"

    def directives(self, name: str, cells: list[Cell] | None = None) -> Iterator[tuple[Cell, int, str]]:
        """Each ``{{ name: argument }}`` with its cell and line offset."""
        for cell in self.walk + self.practice if cells is None else cells:
            if cell.kind == "markdown":
                for match in re.finditer(rf"\{{\{{\s*{name}\s*(?::\s*([^{{}}]+?)\s*)?\}}\}}", cell.source):
                    yield cell, cell.source.count("\n", 0, match.start()), match[1] or ""


def form(view: View) -> Iterator[str]:
    """The parts that every lesson has."""
    lesson, first = view.lesson, view.walk[0]
    if first.source.strip() != "{{ header }}":
        yield f"{first.at()}: a lesson begins with its header; make the first cell `# {{{{ header }}}}`"
    if view.is_start:
        return
    if not list(view.directives("takeaway", view.walk)):
        yield f"{view.walk[-1].at()}: no take-away; end with a markdown cell `# {{{{ takeaway }}}}`"
    if bool(lesson.recall) != bool(list(view.directives("recall", view.walk))):
        where = f"{view.yml('recall')}: recall questions and the directive {{{{ recall }}}} go together"
        yield f"{where}; add the one that is missing to lesson.yml or lesson.py"
    if len(lesson.takeaways) != 5:
        yield f"{view.yml('takeaways')}: {len(lesson.takeaways)} lines of take-away; write five"
    if len(lesson.retrieval) != 3:
        yield f"{view.yml('retrieval')}: {len(lesson.retrieval)} retrieval questions; write three"
    text = "\n".join(cell.source for cell in view.walk if cell.kind == "markdown").lower()
    if "baseline" not in text:
        yield f"{first.at()}: no baseline is named; no model appears without one: say which and call it baseline"
    said = [
        cell
        for cell in view.walk
        if cell.kind == "markdown" and cell.find(r"^(#|\*\*).*said, measured") is not None
    ]
    if not said:
        mend = 'add "## Said, measured, where it stops": the claim, the number, the verdict, the literature'
        yield f"{view.walk[-1].at()}: the lesson does not say how its claim fared; {mend}"
    else:
        after = view.walk[view.walk.index(said[0]) :]
        if not any(
            cell.kind == "markdown" and cell.find(r"\b(holds|does not hold|hold)\b") is not None for cell in after
        ):
            yield f"{said[0].at()}: no verdict; say `holds`, `holds in part` or `does not hold here`"
    devices = {
        "the result first": r"result first|what you will have",
        "your turn": r"your turn",
        "a mistake everyone makes": r"mistake everyone makes|mistake that everyone makes",
        "from Elixir": r"from elixir",
    }
    present = [name for name, pattern in devices.items() if re.search(pattern, text)]
    if len(present) < 2:
        yield (
            f"{first.at()}: of the four devices ({', '.join(devices)}) only {len(present)} can be found; "
            "use at least two, each under its name in bold or as a heading"
        )


def text_cells(view: View) -> Iterator[str]:
    """Words of a text cell."""
    for cell in view.walk + view.practice:
        if cell.kind == "markdown" and words(cell.source) > MOST_CELL_WORDS:
            yield (
                f"{cell.at()}: a text cell of {words(cell.source)} words; at most {MOST_CELL_WORDS}: "
                "split it, or put code between"
            )


def code_cells(view: View) -> Iterator[str]:
    """Lines of a code cell."""
    for script in (view.walk, view.practice):
        long_classes = 0
        for cell in script:
            if cell.kind != "code":
                continue
            shapes = [build.cut_solution(cell.source, keep, cell.at()) for keep in (True, False)]
            lines = max(len(shape.strip().splitlines()) for shape in shapes)
            if lines <= MOST_LINES:
                continue
            is_class = cell.find(r"^class \w", re.MULTILINE) is not None
            long_classes += is_class
            if is_class and lines <= MOST_CLASS_LINES and long_classes <= MOST_CLASSES:
                continue
            yield (
                f"{cell.at()}: a code cell of {lines} lines; at most {MOST_LINES} (a class that must stand whole: "
                f"{MOST_CLASS_LINES}, {MOST_CLASSES} a notebook): split it, one idea a cell"
            )


def figures(view: View) -> Iterator[str]:
    """At most one figure a cell, each with its text alternative."""
    for cell in view.walk + view.practice:
        alternatives = [build.figure_alternative(output) for output in cell.outputs]
        shown_here = [alt for alt in alternatives if alt is not None]
        if len(shown_here) > 1:
            yield f"{cell.at()}: {len(shown_here)} figures from one cell; draw them in cells of their own"
        if "" in shown_here:
            yield f"{cell.at()}: a figure without a text alternative; show it with overheard.plots and alt=..."
    if not view.is_start and not any(
        build.figure_alternative(output) is not None for cell in view.walk for output in cell.outputs
    ):
        yield f"{view.walk[0].at()}: the walk-through shows no figure; plot the data (and build the lesson)"


def sourced_numbers(view: View) -> Iterator[str]:
    """Every number that the prose writes comes from a cell, or is a fact with its source."""
    facts = set(view.lesson.facts)
    written: set[str] = set()
    for script in (view.walk, view.practice):
        so_far = Sources(facts=facts)
        for position, cell in enumerate(script):
            if cell.kind == "code":
                _add(so_far, cell)
                continue
            known = Sources(set(so_far.code), set(so_far.outputs), facts)
            for following in script[position + 1 :]:
                if following.kind != "code":
                    break
                _add(known, following)
            for number in numbers(cell.source):
                written |= number.spellings
                if not known.explain(number):
                    yield f"{cell.at(number.line)}: {_unsourced(number)}"
        if script is view.walk:
            for where, text in view.texts():
                for number in numbers(text):
                    written |= number.spellings
                    if not so_far.explain(number):
                        yield f"{where}: {_unsourced(number)}"
    for fact in sorted(facts - written):
        yield f"{view.yml('facts', fact)}: no text writes {fact!r}; remove this fact, or spell it as the text does"


def _add(sources: Sources, cell: Cell) -> None:
    sources.code |= of_code(cell.source)
    if cell.exact:
        sources.outputs |= of_outputs(cell.outputs)


def _unsourced(number: Any) -> str:
    literal = number.text.replace(",", "_")
    return (
        f"the number {number} stands in no code and no exact output above it; put `assert ... == {literal}` "
        f"(with slack where CPUs differ: `abs(... - {literal}) < ...`) into the code cell above, "
        f'or its source under facts in lesson.yml: `"{number.text}": source`'
    )


def predictions(view: View) -> Iterator[str]:
    """A guess is asked for before the run that answers it, and answered."""
    guesses = []
    for position, cell in enumerate(view.walk):
        if cell.kind == "code":
            for match in re.finditer(r"^(my_\w*guess\w*|\w*guess)\b[^=\n]*= *(.+)$", cell.source, re.MULTILINE):
                guesses.append((position, match[1], match[2].split("#")[0].strip()))
    if not guesses:
        yield (
            f"{view.walk[0].at()}: no prediction; before the run that answers a question, "
            "ask for it in a cell of its own: `my_guess = None`"
        )
    for position, name, value in guesses:
        cell = view.walk[position]
        if not name.startswith("my_guess"):
            continue
        if value != "None":
            yield f"{cell.at()}: {name} is given away ({value}); write `{name} = None`"
        later = [other for other in view.walk[position + 1 :] if other.kind == "code"]
        if not any(re.search(rf"\b{name}\b", other.source) for other in later):
            yield f"{cell.at()}: {name} is never answered; reveal it later: `reveal({name}, measured)`"
        if cell.outputs:
            yield f"{cell.at()}: the cell that asks for {name} shows a result; ask in a cell that shows nothing"


def quoted(view: View) -> Iterator[str]:
    """The quotes shown are those declared, and each is listed as motivating this lesson."""
    known, lesson = quotes.load(), view.lesson
    used = {lesson.quotes[0]}  # the header shows it
    for cell, offset, name in [*view.directives("quote"), *view.directives("said")]:
        used.add(name)
        if name not in lesson.quotes:
            yield f"{cell.at(offset)}: the quote {name} is not declared; add it to quotes in lesson.yml"
    for i, name in enumerate(lesson.quotes):
        if name not in known:
            yield f"{view.yml('quotes', i)}: unknown quote {name!r}; add it to transcripts/quotes.yml"
            continue
        if name not in used:
            yield f"{view.yml('quotes', i)}: {name} is nowhere shown; write {{{{ quote: {name} }}}} or remove it"
        if lesson.slug not in known[name].lessons:
            yield (
                f"{view.yml('quotes', i)}: transcripts/quotes.yml does not say that {name} motivates this lesson; "
                f"add {lesson.slug} to its lessons there"
            )


def glossary(view: View) -> Iterator[str]:
    """No term of the glossary before the lesson that teaches it; each taught term is explained in bold.

    A term in its everyday sense: name it in the cell's metadata, ``overheard={"everyday": ["loss"]}``
    (in the header's cell for the texts of lesson.yml).
    """
    lesson, defined = view.lesson, reference.load_glossary()
    text = "\n".join(cell.source for cell in view.walk if cell.kind == "markdown")
    for i, term in enumerate(lesson.terms):
        if term not in defined:
            yield f"{view.yml('terms', i)}: {term!r} has no definition; add it to docs/glossary.yml (alphabetical)"
        if not re.search(rf"\*\*[^*\n]*{_whole(term)}[^*\n]*\*\*", text, re.IGNORECASE):
            yield f"{view.yml('terms', i)}: the text never explains **{term}** in bold; do, where it first appears"
    lessons = view.curriculum.lessons
    taught = {term for other in lessons if other.number <= lesson.number for term in other.terms}
    later = {term: other for other in reversed(lessons) for term in other.terms if term not in taught}
    if not later:
        return
    places = [(cell.at, cell.source, cell.own) for cell in view.walk + view.practice if cell.kind == "markdown"]
    header = view.walk[0].own
    places += [(lambda offset, where=where: where, text, header) for where, text in view.texts()]
    for at, source, own in places:
        # A link to the lesson that teaches the term names that lesson's title, which is no use of the term.
        readable = bare(source)
        for term, teacher in later.items():
            match = re.search(_whole(term), readable, re.IGNORECASE)
            if match and term not in own.get(EVERYDAY, []):
                yield (
                    f"{at(readable.count(chr(10), 0, match.start()))}: {match.group()!r} is a term of the glossary "
                    f"and only {teacher.name} teaches it; use plain words, list it under terms here and explain "
                    f'it, or, in its everyday sense, mark the cell with overheard={{"{EVERYDAY}": ["{term}"]}}'
                )


def _whole(term: str) -> str:
    """A term as a whole word, in singular or plural."""
    return rf"(?<![\w-]){re.escape(term)}(?:e?s)?(?![\w-])"


def links(view: View) -> Iterator[str]:
    """Relative links lead to files of this project, others are https."""
    for folder in build.folders_of(view.lesson):
        notebook, lines = view.notebook(folder)
        script = view.lesson.folder / build.KINDS[folder]
        for cell, line in zip(notebook.cells, lines, strict=True):
            if cell.cell_type != "markdown":
                continue
            where = f"{shown(script)}:{line}"
            text = re.sub(r"^(```|~~~).*?^\1|`[^`\n]*`", "", cell.source, flags=re.DOTALL | re.MULTILINE)
            targets = re.findall(r"(!?)\[[^\]\n]*\]\(\s*<?([^)\s>]+)[^)\n]*\)", text)
            targets += [("!", src) for src in re.findall(r"<img[^>]+src=[\"']([^\"']+)", text)]
            targets += [("", href) for href in re.findall(r"<a[^>]+href=[\"']([^\"']+)", text)]
            for image, target in targets:
                if re.match(r"https?://", target):
                    if image and "mybinder.org" not in target:
                        yield f"{where}: a picture from the network ({target}); learners may have none: ship it"
                elif re.match(r"\w+:", target):
                    yield f"{where}: a link of an odd kind ({target}); use a relative path or https"
                elif not target.startswith("#"):
                    file = Path(os.path.normpath(view.root / folder / unquote(target.split("#")[0])))
                    if not _reaches(file, view):
                        yield f"{where}: the link {target} leads nowhere; correct it, or use {{{{ lesson: slug }}}}"


def _reaches(file: Path, view: View) -> bool:
    """Whether a file is there, or is a notebook that a lesson gives when it is built."""
    given = {
        view.root / folder / f"{lesson.name}.ipynb"  # a draft's too, where it will lie
        for lesson in [*view.curriculum.lessons, *view.curriculum.drafts]
        for folder in build.folders_of(lesson)
    }
    return file.is_relative_to(view.root) and (file in given or file.exists())


def data(view: View) -> Iterator[str]:
    """Data sets are declared, introduced by their card, and there."""
    declared, shown_cards = view.lesson.datasets, {name for _, _, name in view.directives("data", view.walk)}
    for i, name in enumerate(declared):
        try:
            datasets.card(name)
        except OverheardError as error:
            yield f"{view.yml('datasets', i)}: {error}"
        if not hasattr(datasets, f"load_{name}"):
            where = f"datasets/{name}/load.py"
            yield f"{view.yml('datasets', i)}: {where} has no function load_{name}; write the loader"
        if name not in shown_cards:
            yield f"{view.yml('datasets', i)}: {name} is not introduced; write {{{{ data: {name} }}}}"
    for cell in view.walk + view.practice:
        if cell.kind != "code":
            continue
        for match in re.finditer(r"\bload_(\w+)\s*\(", cell.source):
            name = match[1]
            if hasattr(datasets, f"load_{name}") and name not in declared:
                at = cell.at(cell.source.count("\n", 0, match.start()))
                yield f"{at}: the data set {name} is not declared; add it to datasets in lesson.yml"
    for cell, offset, name in view.directives("data"):
        if name not in declared:
            yield f"{cell.at(offset)}: the data set {name} is not declared; add it to datasets in lesson.yml"


def sources(view: View) -> Iterator[str]:
    """References are declared where they are cited, cited where they are declared, and known."""
    known, declared = reference.load_references(), view.lesson.references
    cited = set()
    for cell, offset, key in view.directives("cite"):
        cited.add(key)
        if key not in declared:
            yield f"{cell.at(offset)}: {key} is cited and not declared; add it to references in lesson.yml"
    for i, key in enumerate(declared):
        if key not in known:
            yield f"{view.yml('references', i)}: {key} is not in docs/references.yml; add it there (alphabetical)"
        if key not in cited:
            yield f"{view.yml('references', i)}: {key} is nowhere cited; write {{{{ cite: {key} }}}} or remove it"


_EXERCISE = r"^.*\bExercise\s+\d+\b.*●"


def exercises(view: View) -> Iterator[str]:
    """As many exercises as the size allows, each with difficulty, minutes, a check and three folded hints."""
    if view.is_start:
        return
    if not view.practice:
        yield f"{shown(view.lesson.folder)}/practice.py:1: there is no practice; write three exercises"
        return
    cells = view.practice
    if cells[0].source.strip() != "{{ practice_header }}":
        yield f"{cells[0].at()}: the practice begins with a cell `# {{{{ practice_header }}}}`"
    starts = [i for i, cell in enumerate(cells) if cell.kind == "markdown" and cell.find(_EXERCISE) is not None]
    head = "`## Exercise 1 · Title (●●, 10 minutes)`"
    blocks = [cells[start:end] for start, end in zip(starts, [*starts[1:], len(cells)], strict=True)]
    own = sum(not any("### BEGIN SOLUTION" in cell.source for cell in block) for block in blocks)
    wrong = how_many_exercises(view.lesson.size, len(blocks) - own, own)
    if wrong:
        yield f"{cells[0].at()}: {wrong}; each is headed like {head}"
    for block in blocks:
        yield from _exercise(block, head)
    if starts and not any("### BEGIN BUG" in cell.source for cell in cells):
        yield f"{cells[0].at()}: no bug hunt; in one exercise put buggy code between ### BEGIN BUG and ### END BUG"


def _exercise(block: list[Cell], head: str) -> Iterator[str]:
    offset = block[0].find(_EXERCISE) or 0
    at = block[0].at(offset)
    heading = block[0].source.splitlines()[offset]
    if not re.search(r"(?<!●)●{1,5}(?!●)", heading):
        yield f"{at}: the difficulty is one to five ●; write {head}"
    if not re.search(r"\d+ min", heading):
        yield f"{at}: the exercise names no minutes; write {head}"
    text = "\n".join(cell.source for cell in block if cell.kind == "markdown")
    code = "\n".join(cell.source for cell in block if cell.kind == "code")
    folded = re.findall(r"<details>\s*<summary>(.*?)</summary>", text, re.DOTALL)
    if "### BEGIN SOLUTION" not in code:
        rows = len(re.findall(r"^\s*\|(?!\s*:?-)", text, re.MULTILINE))
        if rows < 4:  # the head and three rows
            yield f"{at}: no solution is marked; mark it, or, for own data, add a rubric of three rows"
        return
    if not re.search(r"^check\.\w+\(", code, re.MULTILINE):
        yield f"{at}: the exercise has no check; call `check.name(name)` in the cell behind the stub"
    for wanted in ("Hint 1", "Hint 2", "pass the first test but not the second"):
        if not any(wanted.lower() in summary.lower() for summary in folded):
            summary = f"I {wanted}" if wanted.startswith("pass") else wanted
            yield f"{at}: no folded {summary!r}; write <details><summary>{summary}</summary> ... </details>"
    if text.count("<details>") != text.count("</details>"):
        yield f"{at}: a <details> is not closed; end it with </details> on a line of its own"


def wrong_answers(exercise: Any, answers: Any) -> int:
    """How many wrong answers the tests hand in: those of answers.py and each `like` of a mistake."""
    return len(answers.wrong) + sum(len(mistake.likes) for mistake in exercise.mistakes)


def checks_and_answers(view: View) -> Iterator[str]:
    """Each check that the practice calls is written, none is written in vain, and answers.py tries it."""
    if view.is_start or not view.practice:
        return
    from overheard import check

    called: dict[str, str] = {}
    for cell in view.practice:
        if cell.kind == "code":
            for match in re.finditer(r"^check\.(\w+)\(", cell.source, re.MULTILINE):
                called[match[1]] = cell.at(cell.source.count("\n", 0, match.start()))
    folder = shown(view.lesson.folder)
    try:
        written, answers = check.load_exercises(view.lesson.slug), check.load_answers(view.lesson.slug)
    except OverheardError as error:
        yield f"{folder}/checks.py:1: {error}"
        return
    for name, at in called.items():
        if name not in written:
            yield f"{at}: there is no check {name!r}; add Exercise({name!r}, ...) to {folder}/checks.py"
    for name in written:
        if name not in called:
            yield f"{folder}/checks.py:1: the check {name!r} is never called; call check.{name}(...) in practice.py"
        if name not in answers:
            yield f"{folder}/answers.py:1: no answers for {name!r}; add two right and three wrong ones"
        elif len(answers[name].right) < 2 or wrong_answers(written[name], answers[name]) < 3:
            yield f"{folder}/answers.py:1: {name!r} needs at least two right and three wrong answers"


def comparison(view: View) -> Iterator[str]:
    """Few cells are left out of the comparison, and each exception gives its reason."""
    for script in (view.walk, view.practice):
        code = [cell for cell in script if cell.kind == "code"]
        ignored = [cell for cell in code if cell.ignored]
        if len(ignored) * IGNORED_SHARE > len(code):
            yield (
                f"{ignored[0].at()}: {len(ignored)} of {len(code)} code cells are left out of the comparison; "
                "at most one in five: give a tolerance, or print what is stable"
            )
        for cell in script:
            if not isinstance(cell.own, dict):
                yield f'{cell.at()}: overheard=... must be a dictionary, such as overheard={{"why": "..."}}'
                continue
            odd = set(cell.own) - CELL_KEYS
            if odd:
                yield f"{cell.at()}: unknown {sorted(odd)} in overheard={{...}}; known are {sorted(CELL_KEYS)}"
            if (not cell.exact or "why" in cell.own) and len(str(cell.own.get("why", "")).strip()) < LEAST_WHY:
                yield f'{cell.at()}: an exception without its reason; write overheard={{..., "why": "a sentence"}}'
            try:
                Tolerance.of(cell.metadata)
            except ValueError as error:
                yield f"{cell.at()}: {error}"
            if (
                "nbval-skip" in cell.metadata.get("tags", [])
                or cell.find(r"#\s*(NBVAL|PYTEST_VALIDATE)_") is not None
            ):
                yield f"{cell.at()}: a cell that the comparison skips in silence; use the tag nbval-ignore-output"


_FILLER = r"\b(simply|obviously|trivial(?:ly)?|needless to say|of course|revolutionary|cutting[- ]edge)\b"


def manners(view: View) -> Iterator[str]:
    """No filler, and no random numbers from a generator that others share."""
    places = [(cell.at, cell.source) for cell in view.walk + view.practice if cell.kind == "markdown"]
    places += [(lambda offset, where=where: where, text) for where, text in view.texts()]
    for at, source in places:
        readable = bare(source)
        for match in re.finditer(_FILLER, readable, re.IGNORECASE):
            line = readable.count("\n", 0, match.start())
            yield f"{at(line)}: {match.group()!r} helps no one who finds it hard; leave it out"
    for cell in view.walk + view.practice:
        if cell.kind != "code":
            continue
        shared = r"\bnp\.random\.(?!default_rng|Generator|SeedSequence|PCG64)\w+"
        offset = cell.find(shared, 0)
        if offset is not None:
            yield f"{cell.at(offset)}: NumPy's shared random numbers; use rng = np.random.default_rng(seed)"
        offset = cell.find(r"\bplt\.show\(", 0)
        if offset is not None:
            yield f"{cell.at(offset)}: a figure that has no text alternative; overheard.plots.show(fig, alt=...)"


Rule = Callable[[View], Iterator[str]]
RULES: list[Rule] = [
    form,
    text_cells,
    size,
    your_turns,
    reveals,
    code_cells,
    figures,
    sourced_numbers,
    predictions,
    quoted,
    glossary,
    links,
    data,
    sources,
    exercises,
    likeness,
    checks_and_answers,
    comparison,
    manners,
]
# What is said of a lesson as a whole (its form and size, its exercises, words and guesses) a draft may still lack.
_OF_THE_WHOLE = {form, size, figures, sourced_numbers, predictions, glossary, exercises, your_turns}
DRAFT_RULES = [rule for rule in RULES if rule not in _OF_THE_WHOLE]
