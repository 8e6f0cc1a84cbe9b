"""What a notebook calls: `check = lesson_checks("mnist")`, then `check.softmax(softmax)`."""

from __future__ import annotations

import difflib
import importlib.util
import itertools
import os
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

from overheard import paths
from overheard.check.exercise import Answers, Exercise
from overheard.check.judge import judge
from overheard.check.watchdog import OutOfTime
from overheard.errors import OverheardError

_loaded = itertools.count()


def load_room(slug: str, file: str) -> ModuleType:
    """A Python file of a lesson, loaded under a module name of its own.

    Raises:
        OverheardError: there is no such lesson, it has no such file, or the file is not valid Python.
    """
    folder = paths.LESSONS / slug
    source = folder / file
    if not source.is_file():
        known = sorted(path.parent.name for path in paths.LESSONS.glob(f"*/{file}"))
        near = difflib.get_close_matches(slug, known, n=1)
        if folder.is_dir():
            raise OverheardError(f"The lesson {slug!r} has no {file}.")
        meant = f" Did you mean {near[0]!r}?" if near else f" Lessons: {', '.join(known) or 'none'}."
        raise OverheardError(f"There is no lesson {slug!r}.{meant}")
    name = f"overheard_room_{slug}_{source.stem}_{next(_loaded)}"
    spec = importlib.util.spec_from_file_location(name, source)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while they are made
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, SyntaxError) and error.filename == str(source):
            where = f"lessons/{slug}/{file}:{error.lineno}"
            raise OverheardError(f"{where}: not valid Python: {error.msg}; mend that line.") from None
        raise
    return module


def load_exercises(slug: str) -> dict[str, Exercise]:
    """The exercises of a lesson by name, in order."""
    exercises: dict[str, Exercise] = {}
    for exercise in load_room(slug, "checks.py").EXERCISES:
        if exercise.name in exercises:
            raise OverheardError(f"lessons/{slug}/checks.py: the exercise {exercise.name} stands twice.")
        exercises[exercise.name] = exercise
    return exercises


def load_answers(slug: str) -> dict[str, Answers]:
    """The answers of a lesson that the tests try, by exercise."""
    return load_room(slug, "answers.py").ANSWERS


class _Check:
    """One check, to be called with the learner's function or value."""

    def __init__(self, lesson: str, exercise: Exercise) -> None:
        self.lesson = lesson
        self.exercise = exercise
        self.__doc__ = f"{exercise.title}. Call it with your {exercise.kind}."

    def __call__(self, *attempts: Any, **named: Any) -> None:
        print(_folded(self._answer(*attempts, **named)))

    def _answer(self, *attempts: Any, **named: Any) -> str:
        name = self.exercise.name
        if len(attempts) != 1 or named:
            what = "no argument" if not attempts and not named else f"{len(attempts) + len(named)} arguments"
            return f"{name}: the check was called with {what}. Write check.{name}({name})."
        try:
            result = judge(self.exercise, attempts[0])
        except OutOfTime:  # a last strike of the watchdog
            return f"{name}: not yet. It took too long and was stopped."
        except Exception as error:
            if os.environ.get("OVERHEARD_DEBUG"):
                raise
            return (
                f"{name}: the check itself has an error, which is not your fault "
                f"({type(error).__name__}: {' '.join(str(error).split())[:200]}). Please report it."
            )
        if result.passed:
            self._record()
            return f"✓ {result.text}"
        return result.text

    def _record(self) -> None:
        """Note the pass, but for solutions that are only run.

        What there is to say goes to stderr: the check's own text is the same every time.
        """
        from overheard.learner import progress

        if Path.cwd().name == paths.SOLUTIONS.name:  # a kernel runs where its notebook lies
            return
        try:
            note = progress.record_pass(self.lesson, self.exercise.name)
        except OverheardError as error:
            note = str(error)
        if note:
            print(note, file=sys.stderr)

    def __repr__(self) -> str:
        return f"<check of {self.exercise.name}: call it as check.{self.exercise.name}({self.exercise.name})>"


def _folded(text: str) -> str:
    """Lines of at most 100 characters: JupyterLab breaks longer ones in the middle of words and numbers."""
    lines = []
    for line in text.split("\n"):
        deeper = line[: len(line) - len(line.lstrip())] + "  "
        parts = textwrap.wrap(line, 100, subsequent_indent=deeper, break_long_words=False, break_on_hyphens=False)
        lines += parts if len(line) > 100 else [line]
    return "\n".join(lines)


class LessonChecks:
    """The checks of a lesson, each an attribute: `check.class_means(class_means)`."""

    def __init__(self, lesson: str, exercises: dict[str, Exercise]) -> None:
        self._lesson = lesson
        self._checks = {name: _Check(lesson, exercise) for name, exercise in exercises.items()}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._checks:
            return self._checks[name]
        near = difflib.get_close_matches(name, self._checks, n=1)
        meant = f" Did you mean check.{near[0]}?" if near else ""
        words = f"There is no exercise {name!r} here.{meant} There are: {', '.join(self._checks)}."

        def unknown(*_: Any, **__: Any) -> None:
            print(words)

        return unknown

    def __dir__(self) -> list[str]:
        return list(self._checks)

    def __repr__(self) -> str:
        return f"<checks of the lesson {self._lesson}: {', '.join(self._checks)}>"


def lesson_checks(slug: str) -> LessonChecks:
    """The checks of the lesson `slug`, from its `checks.py`.

    Raises:
        OverheardError: there is no such lesson.
    """
    return LessonChecks(slug, load_exercises(slug))
