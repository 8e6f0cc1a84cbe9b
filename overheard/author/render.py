"""What the builder puts in place of directives such as ``{{ header }}``: text from the lesson's own files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from overheard.curriculum import Curriculum, Lesson, Planned
from overheard.errors import OverheardError

if TYPE_CHECKING:
    from overheard.quotes import Quote

_DIRECTIVE = re.compile(r"\{\{\s*([a-z_]+)\s*(?::\s*([^{}]+?)\s*)?\}\}")


class DirectiveError(OverheardError):
    """A directive that is not known, or names something that is not there."""


def details(summary: str, body: str) -> str:
    """A folded block. The empty lines let markdown inside it be rendered, on GitHub too."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def _bullets(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


class Page:
    """One notebook's view of the curriculum: where it lies decides how links are written.

    Args:
        folder: ``notebooks``, ``exercises`` or ``solutions``.
    """

    def __init__(self, curriculum: Curriculum, lesson: Lesson, folder: str) -> None:
        self.curriculum, self.lesson, self.folder = curriculum, lesson, folder
        self._blocks: dict[str, Callable[[], list[str]]] = {
            "header": self._header,
            "recall": self._recall,
            "takeaway": self._takeaway,
            "practice_header": self._practice_header,
            "practice_footer": self._practice_footer,
            "lessons": self._lessons,
        }
        self._inline: dict[str, Callable[[str], str]] = {
            "quote": self._quote,
            "said": self._said,
            "data": self._data,
            "cite": self._cite,
            "lesson": self._lesson_link,
        }

    # ------------------------------------------------------------------------------------------- entry

    def markdown(self, source: str, where: str) -> list[str]:
        """The markdown cells that take the place of one: a block directive may give several.

        Raises:
            DirectiveError: naming ``where`` (``file:line``) and what is allowed.
        """
        alone = _DIRECTIVE.fullmatch(source.strip())
        try:
            if alone and alone.group(1) in self._blocks:
                return self._blocks[alone.group(1)]()
            self._refuse_unlike(_DIRECTIVE.sub(" ", source))
            return [_DIRECTIVE.sub(lambda match: self._replace(match), source)]
        except OverheardError as error:
            raise DirectiveError(f"{where}: {error}") from None

    def _refuse_unlike(self, text: str) -> None:
        """Refuse what was meant for a directive and would stay as it is: {{ Header }}, {{ header }, { header }}."""
        names = "|".join([*self._blocks, *self._inline, "exercises"])
        near = re.search(
            rf"\{{\{{\s*({names})\b[^}}\n]*\}}?|\{{\s*({names})\s*(:[^{{}}]*)?\}}\}}", text, re.IGNORECASE
        )
        if near:
            raise DirectiveError(
                f"{near[0]!r} looks like a directive and is none; "
                "write {{ name }} or {{ name: ... }}, with the name in small letters"
            )

    def _replace(self, match: re.Match[str]) -> str:
        name, argument = match.group(1), match.group(2)
        if name == "exercises":
            return f"[{self.link_text(self.lesson)}: exercises]({self.path(self.lesson, 'exercises')})"
        if name in self._inline:
            if not argument:
                raise DirectiveError(f"{{{{ {name} }}}} needs a name: {{{{ {name}: ... }}}}")
            return self._inline[name](argument)
        if name in self._blocks:
            raise DirectiveError(f"{{{{ {name} }}}} must stand alone in its cell")
        known = ", ".join(sorted([*self._blocks, *self._inline, "exercises"]))
        raise DirectiveError(f"unknown directive {{{{ {name} }}}}; known are {known}")

    # ------------------------------------------------------------------------------------------- links

    def path(self, lesson: Lesson, folder: str) -> str:
        """Relative link from this notebook to a lesson's notebook in ``folder``."""
        name = f"{lesson.name}.ipynb"
        return name if folder == self.folder else f"../{folder}/{name}"

    @staticmethod
    def link_text(lesson: Lesson | Planned) -> str:
        return f"{lesson.number:02d} · {lesson.title}"

    def _lesson_link(self, slug: str) -> str:
        for entry in self.curriculum.entries:
            if entry.slug == slug:
                if isinstance(entry, Planned):
                    return f"{self.link_text(entry)} (planned)"
                return f"[{self.link_text(entry)}]({self.path(entry, 'notebooks')})"
        raise DirectiveError(f"unknown lesson {slug!r}; correct the slug")

    # ------------------------------------------------------------------------------------------ inline

    @staticmethod
    def _known_quote(quote_id: str) -> Quote:
        from overheard import quotes

        known = quotes.load()
        if quote_id not in known:
            raise DirectiveError(f"unknown quote {quote_id!r}; add it to transcripts/quotes.yml or correct the id")
        return known[quote_id]

    def _quote(self, quote_id: str) -> str:
        return self._known_quote(quote_id).markdown()

    def _said(self, quote_id: str) -> str:
        """A quote within a line or a table's cell: the words, the speaker, the link."""
        return self._known_quote(quote_id).inline()

    def _data(self, name: str) -> str:
        from overheard import datasets

        card = datasets.card(name)
        kind = "**Synthetic**, made for this project" if card.synthetic else "Real"
        return (
            f"**The data: {card.title}.** {card.summary} ({card.rows})  \n"
            f"{kind} · Source: {card.source} · Licence: {card.licence} · "
            f"[the whole card](../datasets/{name}/README.md)"
        )

    def _cite(self, key: str) -> str:
        from overheard import reference

        if key not in self.lesson.references:
            raise DirectiveError(f"{key!r} is cited and not among the references of lesson.yml; add it there")
        return reference.load_references()[key].citation

    # ------------------------------------------------------------------------------------------ blocks

    def _badges(self) -> str:
        repository = self.curriculum.repository
        if not repository or "github.com/" not in repository:
            return ""
        slug = repository.split("github.com/")[1]
        notebook = f"{self.folder}/{self.lesson.name}.ipynb"
        return (
            f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]"
            f"(https://mybinder.org/v2/gh/{slug}/main?labpath={notebook})\n\n"
        )

    def _header(self) -> list[str]:
        from overheard import quotes

        lesson = self.lesson
        quote = quotes.load()[lesson.quotes[0]].markdown()
        first = f"# {self.link_text(lesson)}\n\n{self._badges()}{lesson.promise}\n\n{quote}\n\n"
        first += f"**The question.** {lesson.question}"
        needs = ", ".join(self._lesson_link(slug) for slug in lesson.needs) or "nothing before it"
        time = f"{lesson.minutes.read} minutes to read"
        if lesson.minutes.practise:
            time += f", {lesson.minutes.practise} to practise"
        second = (
            f"**You will be able to**\n\n{_bullets(lesson.objectives)}\n\n"
            f"**You need** {needs}. **Time** {time}; running it all takes about {lesson.seconds.lesson} seconds."
        )
        if lesson.has_practice:
            second += f" **Practise** in the [exercises]({self.path(lesson, 'exercises')})."
        return [first + "\n\n" + second]

    def _recall(self) -> list[str]:
        if not self.lesson.recall:
            raise DirectiveError("{{ recall }} and lesson.yml has no recall questions; add them or remove it")
        blocks = [
            f"{number}. {item.question} ({self._lesson_link(item.lesson)})\n\n" + details("Answer", item.answer)
            for number, item in enumerate(self.lesson.recall, 1)
        ]
        return ["**Do you remember?** Answer before you unfold.\n\n" + "\n\n".join(blocks)]

    def _takeaway(self) -> list[str]:
        from overheard import reference

        lesson = self.lesson
        cells = [f"## Take-away\n\n{_bullets(lesson.takeaways)}"]
        if lesson.retrieval:
            blocks = [
                f"{number}. {item.question}\n\n{details('Answer', item.answer)}"
                for number, item in enumerate(lesson.retrieval, 1)
            ]
            cells.append("### Can you say it without looking?\n\n" + "\n\n".join(blocks))
        if lesson.terms:
            glossary = reference.load_glossary()
            missing = [term for term in lesson.terms if term not in glossary]
            if missing:
                raise DirectiveError(f"the term {missing[0]!r} is not in docs/glossary.yml; add its definition")
            rows = "\n".join(f"- **{term}**: {glossary[term]}" for term in sorted(lesson.terms, key=str.lower))
            cells.append(f"### Words of this lesson\n\n{details('Unfold the glossary', rows)}")
        if lesson.references:
            references = reference.load_references()
            missing = [key for key in lesson.references if key not in references]
            if missing:
                raise DirectiveError(f"the reference {missing[0]!r} is not in docs/references.yml; add it")
            cells.append("### References\n\n" + _bullets([references[key].markdown() for key in lesson.references]))
        onward = []
        if lesson.has_practice:
            onward.append(f"**Now you:** the [exercises]({self.path(lesson, 'exercises')}) of this lesson.")
        following = self.curriculum.after(lesson)
        if following:
            onward.append(f"**Next lesson:** {self._lesson_link(following.slug)}.")
        start = self.curriculum.lessons[0]
        if start is not lesson:
            onward.append(f"**All lessons:** [{start.title}]({self.path(start, 'notebooks')}).")
        cells.append("  \n".join(onward))
        return ["\n\n".join(cells)]

    def _practice_header(self) -> list[str]:
        lesson = self.lesson
        title = f"# {self.link_text(lesson)}: " + ("exercises" if self.folder == "exercises" else "solutions")
        other = "solutions" if self.folder == "exercises" else "exercises"
        lines = [
            title,
            f"To the lesson: [{lesson.title}]({self.path(lesson, 'notebooks')}). "
            f"{'When you are stuck or done' if other == 'solutions' else 'Without the answers'}: "
            f"[{other}]({self.path(lesson, other)}). About {lesson.minutes.practise} minutes.",
        ]
        if self.folder == "exercises":
            lines.append(
                "Replace each `raise NotImplementedError` by your own lines, run the cell, then run the "
                "check below it. A check tells you what it tried, what it got and what it expected; ask it "
                "as often as you like. Hints are folded: open them one at a time. What you pass is noted "
                "in `my_work/`, and nothing there is ever overwritten. Run the first cell now, and again after "
                "each new start: `name 'check' is not defined` means that it has not run."
            )
        return ["\n\n".join(lines)]

    def _practice_footer(self) -> list[str]:
        lesson = self.lesson
        other = "solutions" if self.folder == "exercises" else "exercises"
        text = f"Back to the lesson: [{lesson.title}]({self.path(lesson, 'notebooks')}) · "
        text += f"[{other}]({self.path(lesson, other)})"
        following = self.curriculum.after(lesson)
        if following:
            text += f" · Next lesson: {self._lesson_link(following.slug)}"
        return [text]

    def _lessons(self) -> list[str]:
        """All lessons by part: ready ones as links, with question and exercises, planned ones as plain text."""
        blocks = []
        for part in self.curriculum.parts:
            rows = []
            for entry in part.entries:
                if entry is self.lesson:
                    continue
                if isinstance(entry, Lesson):
                    time = entry.minutes.read + entry.minutes.practise
                    link = self._lesson_link(entry.slug)
                    practice = f" · [exercises]({self.path(entry, 'exercises')})" if entry.has_practice else ""
                    rows.append(f"- {link}: {entry.question} ({time} minutes){practice}")
                else:
                    rows.append(f"- {self.link_text(entry)} *(planned)*")
            if rows:
                blocks.append(f"**Part {part.number} · {part.title}**\n\n" + "\n".join(rows))
        return ["\n\n".join(blocks)]


_README_MARKS = re.compile(r"(<!-- lessons: .*? -->\n).*?(<!-- /lessons -->)", re.DOTALL)


def readme(text: str, curriculum: Curriculum) -> str:
    """The README with its table of lessons made anew between its two marks.

    Raises:
        OverheardError: a mark is missing.
    """
    from overheard import quotes

    if not _README_MARKS.search(text):
        raise OverheardError("README.md lacks the marks `<!-- lessons: ... -->` and `<!-- /lessons -->`; restore")
    known = quotes.load()
    rows = ["| lesson | what was said | what you do |", "|---|---|---|"]
    for lesson in curriculum.lessons:
        quote = known[lesson.quotes[0]]
        said = quote.inline()
        link = f"[{Page.link_text(lesson)}](notebooks/{lesson.name}.ipynb)"
        rows.append(f"| {link} | {said} | {lesson.promise.replace('|', chr(92) + '|')} |")
    table = "\n".join(rows) + "\n"
    return _README_MARKS.sub(lambda match: match.group(1) + table + match.group(2), text)
