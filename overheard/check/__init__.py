"""Checks of exercises: they run a learner's function against a slow, obvious one, and answer in plain words.

A lesson's `checks.py` lists its exercises::

    EXERCISES = [
        Exercise(
            "class_means",
            "Mean image of each digit",
            cases=[Case((images, labels)), Case((images, no_threes), note="edge: a digit that does not occur")],
            reference=slow_class_means,
            random=lambda rng: (draw_images(rng), draw_labels(rng)),
            mistakes=[Mistake("the mean runs over all images: choose the digit first", like=mean_of_all)],
        ),
    ]

and its practice notebook calls them::

    check = lesson_checks("mnist")
    check.class_means(class_means)

What a check can and cannot do
    It compares what the function gives on given cases, edge cases and random input, also that it leaves its
    input alone and that a second call gives the same. It never shows a traceback, and the kernel lives on.
    It is a teacher, not a guard: a function that reads the expected answers off the call stack, or that
    changes this package while it runs, will get past it. A loop inside compiled code that asks for no signals,
    and memory that runs out, cannot be stopped (see `overheard.check.watchdog`).
"""

from overheard.check.exercise import Answers, Case, Exercise, Mistake, Result, Wrong
from overheard.check.judge import judge
from overheard.check.rooms import LessonChecks, lesson_checks, load_answers, load_exercises, load_room

__all__ = [
    "Answers",
    "Case",
    "Exercise",
    "LessonChecks",
    "Mistake",
    "Result",
    "Wrong",
    "judge",
    "lesson_checks",
    "load_answers",
    "load_exercises",
    "load_room",
]
