"""Each rule of tests/helpers/lesson_rules.py is broken once: it must notice, with file, line and mend."""

# ruff: noqa: E501  (the table of breaks reads better with one on a line)

from __future__ import annotations

import re
from pathlib import Path

import lesson_rules
import measured_rules
import nbformat
import pytest
from lesson_rules import RULES, View

from overheard import curriculum, paths
from overheard.author import build

LIST = """\
title: Sample
tagline: One lesson that keeps all manners
parts:
  - number: 3
    title: Seeing
    lessons:
      - {number: 31, slug: mnist}
      - {number: 32, slug: what_layers_see}
      - {number: 33, slug: similar_shots, planned: Later}
"""
LESSON_YML = """\
title: Sample
promise: You will have counted.
question: How far does counting get?
quotes: [hello-world-is-mnist, sixty-thousand-digits]
objectives: [count things, name things, check things]
minutes: {practise: 5}
seconds: {lesson: 60, solutions: 10, exercises: 5}
your_turn:
  - {cell: "print(28", change: {"28 * 28": "28 * 14"}, shows: ["392 None"]}
datasets: [mnist]
takeaways: [One, "It reads 82 %", three, four, five]
retrieval:
  - {question: "How many pixels?", answer: "784 of them."}
  - {question: "B?", answer: B.}
  - {question: "C?", answer: C.}
terms: [baseline]
references: [lecun1998]
facts: {"1998": the year of the data (LeCun et al.)}
"""
LATER_YML = LESSON_YML.replace("terms: [baseline]", "terms: [logit]")
LESSON_PY = (
    """\
# %% [markdown]
# {{ header }}

# %% [markdown]
# ## What you will have
#
# {{ quote: sixty-thousand-digits }} Since 1998 ({{ cite: lecun1998 }}).

# %% [markdown]
# {{ data: mnist }}

# %%
from overheard import datasets, plots

digits = datasets.load_mnist()
digits.X_train.shape

# %%
plots.image_grid(digits.X_train[:9], alt="Nine handwritten digits, white on black.")

# %%
my_guess = None

# %%
from overheard.predict import reveal

# %% tags=["nbval-ignore-output"] overheard={"why": "the seconds differ from run to run"}
print("3.4 s")

# %% overheard={"tolerance": 0.5, "why": "training differs between CPUs a little"}
accuracy = measure(digits)
print(f"{100 * accuracy:.2f}")
assert abs(100 * accuracy - 82) < 1

# %% [markdown]
# The **baseline** reads 82 % of the digits. An image has 784 pixels. [Later](32_what_layers_see.ipynb).

# %%
print(28 * 28, my_guess)

# %%
reveal(my_guess, 100 * accuracy)

# %% [markdown]
# **Your turn.** Change one line.

"""
    + "# %%\nspare = None\n\n" * 10
    + """\
# %% [markdown]
# ## Said, measured, where it stops
#
# It holds.

# %% [markdown]
# {{ takeaway }}
"""
)
EXERCISE = '''\
# %% [markdown]
# ## Exercise NUMBER · Counting (●●, 10 minutes)
#
# Count.

# %%
def NAME(things: list) -> int:
    """How many."""
    ### BEGIN SOLUTION
    return len(things)
    ### END SOLUTION

# %%
check.NAME(NAME)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Look.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Look twice.
#
# </details>
# <details><summary>I pass the first test but not the second</summary>
#
# Nothing to count?
#
# </details>

'''
PRACTICE_PY = """\
# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("mnist")

""" + "".join(
    EXERCISE.replace("NUMBER", str(i)).replace("NAME", name) for i, name in enumerate(("one", "two", "three"), 1)
)
PRACTICE_PY = PRACTICE_PY.replace(
    '''def three(things: list) -> int:
    """How many."""
''',
    '''def three(things: list) -> int:
    """How many."""
    ### BEGIN BUG
    return len(things) + 1
    ### END BUG
''',
)
CHECKS_PY = """\
from overheard.check import Case, Exercise

EXERCISES = [Exercise(name, "Count", cases=[Case(([],))], reference=len) for name in ("one", "two", "three")]
"""
ANSWERS_PY = """\
from overheard.check import Answers, Wrong

WRONG = [Wrong(lambda things: 0, says="a") for _ in range(3)]
ANSWERS = {name: Answers(right=[len, len], wrong=WRONG) for name in ("one", "two", "three")}
"""
TERMS = {"baseline": "What a sensible person would try first.", "logit": "A score before the softmax."}

PNG = "iVBORw0KGgo="


def stored_outputs(source):
    """What the sample's cells would give."""
    if "image_grid" in source:
        alt = "Nine handwritten digits, white on black."
        return [nbformat.v4.new_output("display_data", {"image/png": PNG, "text/plain": alt})]
    if "28 * 28" in source:
        return [nbformat.v4.new_output("stream", name="stdout", text="784 None\n")]
    if "3.4 s" in source:
        return [nbformat.v4.new_output("stream", name="stdout", text="3.4 s\n")]
    if "accuracy:" in source:
        return [nbformat.v4.new_output("stream", name="stdout", text="82.03\n")]
    if ".shape" in source:
        return [nbformat.v4.new_output("execute_result", {"text/plain": "torch.Size([60000, 28, 28])"})]
    return []


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Make a view of the sample lesson, with texts of it changed: ``sample({"lesson.py": (old, new)})``."""
    monkeypatch.setattr(lesson_rules.reference, "load_glossary", lambda: dict(TERMS))
    monkeypatch.setattr(paths, "LESSONS", tmp_path / "lessons")

    def make(changes: dict[str, tuple[str, str]] | None = None, outputs=stored_outputs) -> View:
        texts = {
            "lesson.yml": LESSON_YML, "lesson.py": LESSON_PY, "practice.py": PRACTICE_PY,
            "checks.py": CHECKS_PY, "answers.py": ANSWERS_PY,
        }  # fmt: skip
        (tmp_path / "curriculum.yml").write_text(LIST)
        for slug in ("mnist", "what_layers_see"):
            folder = tmp_path / "lessons" / slug
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in texts.items():
                (folder / name).write_text(text, encoding="utf-8")
        (tmp_path / "lessons" / "what_layers_see" / "lesson.yml").write_text(LATER_YML)
        for name, (old, new) in (changes or {}).items():
            assert old in texts[name], f"{old!r} is not in {name}"
            (tmp_path / "lessons" / "mnist" / name).write_text(texts[name].replace(old, new), encoding="utf-8")
        for linked in ("transcripts", "datasets"):
            if not (tmp_path / linked).exists():
                (tmp_path / linked).symlink_to(paths.ROOT / linked)
        listing = curriculum.read(tmp_path)
        lesson = listing.lesson("mnist")
        for folder in (build.NOTEBOOKS, build.SOLUTIONS):
            try:
                notebook, _ = build.render_notebook(listing, lesson, folder)
            except Exception:  # a broken directive: the builder tells it, and there is no notebook
                continue
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = outputs(cell.source)
            (tmp_path / folder).mkdir(exist_ok=True)
            nbformat.write(notebook, build.notebook_path(lesson, folder, tmp_path))
        return View.of(listing, lesson, tmp_path)

    return make


def test_the_sample_keeps_all_manners(sample):
    view = sample()
    assert [line for rule in RULES for line in rule(view)] == []


OWN = (
    "# %% [markdown]\n# ## Exercise 9 · Yours (●●●, 20 minutes)\n#\n# | row | good |\n# |---|---|\n"
    "# | a | b |\n# | c | d |\n# | e | f |\n\n"
)
SPARE = "# %%\nspare = None\n\n"
PIXELS, SHARE, HINT = "An image has 784 pixels", "reads 82 % of", "<details><summary>Hint 2</summary>"
BREAKS = [
    ("form", "lesson.py", "# {{ header }}", "# # Title", "begins with its header"),
    ("form", "lesson.py", "# {{ takeaway }}", "# The end.", "no take-away"),
    ("form", "lesson.py", "**baseline**", "**rule**", "no baseline is named"),
    ("form", "lesson.py", "Said, measured, where", "Thoughts, where", "does not say how its claim fared"),
    ("form", "lesson.py", "# It holds.", "# Who knows.", "no verdict"),
    ("form", "lesson.py", "**Your turn.**", "**Now.**", "use at least two"),
    ("form", "lesson.yml", "three, four, five]", "three, four]", "4 lines of take-away"),
    ("form", "lesson.yml", "  - {question: \"C?\", answer: C.}\n", "", "2 retrieval questions"),
    ("text_cells", "lesson.py", "Change one line.", "word " * 120, "at most 120"),
    ("text_cells", "practice.py", "# Count.", "# " + "word " * 120, "at most 120"),
    ("size", "lesson.py", SPARE, "", "cells; a walk-through of a short lesson has 20 to 40: split"),
    ("size", "lesson.py", SPARE, SPARE * 3, "cells; a walk-through of a short lesson has 20 to 40: cut"),
    ("size", "lesson.py", SPARE, "# %% [markdown]\n# " + "word " * 180 + "\n\n", "walk-through of a short lesson has at most 1800"),
    ("size", "lesson.py", SPARE, "# %%\n" + "# a comment\n" * 21 + "\n", "lines of code; a walk-through of a short lesson shows at most 220"),
    ("size", "lesson.yml", "{lesson: 60,", "{lesson: 61,", "61 seconds of the walk-through are declared; a short lesson has at most 60"),
    ("size", "lesson.yml", "solutions: 10,", "solutions: 11,", "16 seconds of the practice are declared; a short lesson has at most 15"),
    ("size", "checks.py", "EXERCISES = ", "\n" * 348 + "EXERCISES = ", "351 lines; checks.py of a short lesson has at most 350"),
    ("size", "answers.py", "ANSWERS = ", "\n" * 347 + "ANSWERS = ", "351 lines; answers.py of a short lesson has at most 350"),
    ("your_turns", "lesson.py", "Change one line.", "Change it. **Now it is your turn.**", 'declares 1 of 2 "Your turn"'),
    ("your_turns", "lesson.py", "**Your turn.** Change one line.", "Change one.", "the text does not announce"),
    ("your_turns", "lesson.yml", 'cell: "print(28"', 'cell: "print(82"', "no code cell holds 'print(82'"),
    ("your_turns", "lesson.yml", 'cell: "print(28"', "cell: spare", "10 code cells hold 'spare'"),
    ("your_turns", "lesson.yml", '"28 * 28": "28', '"28": "28', "'28' stands 2 times in its cell"),
    ("your_turns", "lesson.yml", '"28 * 28": "28', '"28 * 29": "28', "'28 * 29' stands 0 times in its cell"),
    ("your_turns", "lesson.yml", '"28 * 14"}', '"28 * 28"}', "changed into itself"),
    ("your_turns", "lesson.yml", '"28 * 14"}', '"28 * 14", "* 28,": "*"}', "overlap"),
    ("your_turns", "lesson.yml", '["392 None"]', '["392", "None"]', "says 'None' without the change too"),
    ("reveals", "lesson.py", "reveal(my_guess", "spare = None\n" * 6 + "reveal(my_guess", "has 7 lines, at most 6; measure above"),
    ("reveals", "lesson.py", "reveal(my_guess", "for _ in ():\n    reveal(my_guess", "holds a loop"),
    ("reveals", "lesson.py", "reveal(my_guess", "while False:\n    reveal(my_guess", "holds a loop"),
    ("reveals", "lesson.py", "reveal(my_guess", "def f():\n    pass\nreveal(my_guess", "defines something"),
    ("reveals", "lesson.py", "reveal(my_guess", "model.fit(X)\nreveal(my_guess", "trains (.fit)"),
    ("reveals", "lesson.py", "reveal(my_guess", "loss.backward()\nreveal(my_guess", "trains (.backward)"),
    ("code_cells", "lesson.py", "my_guess = None", "my_guess = None\n" + "x = None\n" * 25, "26 lines"),
    ("code_cells", "practice.py", "    return len(things) + 1\n", "    x = None\n" * 25 + "    return 1\n", "at most 25"),
    ("code_cells", "lesson.py", "my_guess = None", "class Big:\n" + "    x = None\n" * 60, "61 lines"),
    ("sourced_numbers", "lesson.py", PIXELS, "An image has 785 pixels", "the number 785 stands in no code"),
    ("sourced_numbers", "lesson.py", SHARE, "reads 83 % of", "assert ... == 83"),
    ("sourced_numbers", "lesson.py", SHARE, "reads 82.03 % of", "the number 82.03 %"),
    ("sourced_numbers", "lesson.py", SHARE, "reads in 3.4 s 82 % of", "the number 3.4"),
    ("sourced_numbers", "lesson.py", "Since 1998", "Since 1999", "the number 1999"),
    ("sourced_numbers", "lesson.py", "Since 1998", "Since then", "no text writes '1998'"),
    ("sourced_numbers", "lesson.yml", "784 of them", "748 of them", "the number 748"),
    ("sourced_numbers", "lesson.yml", "It reads 82 %", "It reads 28 and 85 %", "the number 85 %"),
    ("sourced_numbers", "practice.py", "# Count.", "# Count 77 things.", "the number 77"),
    ("predictions", "lesson.py", "my_guess = None", "a = None", "no prediction"),
    ("predictions", "lesson.py", "my_guess = None", "my_guess = 82", "given away"),
    ("predictions", "lesson.py", "28, my_guess)\n\n# %%\nreveal(my_guess,", "28)\n\n# %%\nreveal(", "never answered"),
    ("quoted", "lesson.py", "{{ quote: sixty-thousand-digits }}", "", "nowhere shown"),
    ("quoted", "lesson.py", "Change one line.", "{{ quote: golden-retriever }}", "is not declared"),
    ("quoted", "lesson.yml", "quotes: [hello", "quotes: [golden-retriever, hello", "add mnist to its lessons"),
    ("glossary", "lesson.py", "Change one line.", "Look at the Logits.", "only 32_what_layers_see teaches it"),
    ("glossary", "lesson.yml", "It reads 82 %", "A logit it is", "'logit' is a term"),
    ("glossary", "lesson.yml", "terms: [baseline]", "terms: [baseline, epoch]", "has no definition"),
    ("glossary", "lesson.py", "**baseline**", "baseline", "never explains **baseline**"),
    ("links", "lesson.py", "(32_what_layers_see.ipynb)", "(32_what_layers.ipynb)", "leads nowhere"),
    ("links", "lesson.py", "(32_what_layers_see.ipynb)", "(/etc/hosts)", "leads nowhere"),
    ("links", "lesson.py", "[Later](32_what_layers_see.ipynb)", "![a](https://a.org/b.png)", "a picture from the network"),
    ("links", "lesson.py", "(32_what_layers_see.ipynb)", "(file:///a)", "odd kind"),
    ("data", "lesson.py", "# {{ data: mnist }}", "# The data.", "not introduced"),
    ("data", "lesson.yml", "datasets: [mnist]", "datasets: []", "the data set mnist is not declared"),
    ("sources", "lesson.yml", "[lecun1998]", "[lecun1998, wu2016]", "wu2016 is nowhere cited"),
    ("sources", "lesson.yml", "[lecun1998]", "[lecun1998, nobody1999]", "not in docs/references.yml"),
    ("sources", "lesson.yml", "references: [lecun1998]", "references: []", "cited and not declared"),
    ("exercises", "practice.py", "# {{ practice_header }}", "# # Practice", "begins with a cell"),
    ("exercises", "practice.py", "## Exercise 3 ·", "## Three", "2 exercises; a short lesson has three"),
    ("exercises", "practice.py", "## Exercise 1 · Counting (●●,", "## Exercise 1 · Counting (●●●●●●,", "one to five"),
    ("exercises", "practice.py", "10 minutes", "soon", "names no minutes"),
    ("exercises", "practice.py", HINT, "<details><summary>More</summary>", "no folded 'Hint 2'"),
    ("exercises", "practice.py", "but not the second</summary>", "</summary>", "I pass the first test but not"),
    ("exercises", "practice.py", "check.one(one)", "one([])", "has no check"),
    ("exercises", "practice.py", "    ### BEGIN SOLUTION\n    return len(things)\n    ### END SOLUTION\n", "    return 1\n",
     "rubric of three rows"),
    ("exercises", "practice.py", "    ### BEGIN BUG\n    return len(things) + 1\n    ### END BUG\n", "", "no bug hunt"),
    ("checks_and_answers", "practice.py", "check.one(one)", "check.won(one)", "there is no check 'won'"),
    ("checks_and_answers", "practice.py", "check.two(two)", "two([])", "'two' is never called"),
    ("checks_and_answers", "answers.py", '("one", "two", "three")', '("one", "two")', "no answers for 'three'"),
    ("checks_and_answers", "answers.py", "range(3)", "range(2)", "at least two right and three wrong"),
    ("comparison", "lesson.py", ' overheard={"why": "the seconds differ from run to run"}', "", "without its reason"),
    ("comparison", "lesson.py", "training differs between CPUs a little", "CPU", "without its reason"),
    ("comparison", "lesson.py", '"tolerance": 0.5', '"tolerence": 0.5', "unknown ['tolerence']"),
    ("comparison", "lesson.py", '"tolerance": 0.5', '"tolerance": -1', "must be a positive number"),
    ("comparison", "lesson.py", 'tags=["nbval-ignore-output"]', 'tags=["nbval-skip"]', "skips in silence"),
    ("comparison", "lesson.py", "my_guess = None", "# NBVAL_IGNORE_OUTPUT\nmy_guess = None", "skips in silence"),
    ("comparison", "lesson.py", "# %%\nspare", '# %% tags=["nbval-ignore-output"] overheard={"why": "because it is so"}\nspare',
     "at most one in five"),
    ("manners", "lesson.py", "Change one line.", "Simply change it.", "'Simply' helps no one"),
    ("manners", "lesson.yml", "three, four", "it is obviously so, four", "'obviously' helps no one"),
    ("manners", "lesson.py", "my_guess = None", "my_guess = np.random.rand(3)", "default_rng"),
    ("manners", "lesson.py", "my_guess = None", "plt.show()", "no text alternative"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "old", "new", "words"), BREAKS, ids=lambda v: str(v)[:30])
def test_a_broken_rule_is_told_with_file_line_and_mend(sample, name, file, old, new, words):
    view = sample({file: (old, new)})
    (rule,) = (rule for rule in RULES if rule.__name__ == name)
    told = list(rule(view))
    hits = [line for line in told if words in line]
    assert hits, told
    for line in told:
        match = re.match(r"(.+?):(\d+): .+", line)
        assert match, line
        assert Path(match[1]).exists() or "lessons/mnist" in match[1], line
    # The line is that of the change, where the change is in the file that the message names.
    where, number = re.match(r"(.+?):(\d+):", hits[0]).groups()
    text = (view.lesson.folder / file).read_text(encoding="utf-8")
    if (
        where.endswith(file)
        and new.strip()
        and text.count(new) == 1
        and name in ("sourced_numbers", "glossary", "manners")
    ):
        first = text[: text.index(new)].count("\n") + 1
        assert first - 1 <= int(number) <= first + new.count("\n") + 2, (hits[0], first)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        # A term in its everyday sense is marked in the cell.
        (
            {"lesson.py": (
                "# %% [markdown]\n# **Your turn.** Change one line.",
                '# %% [markdown] overheard={"everyday": ["logit"]}\n# **Your turn.** Change one logit.',
            )},
            "glossary",
        ),
        # A term that this lesson teaches itself, and code in backticks.
        ({"lesson.py": ("Change one line.", "Another baseline, and `logit = 3`.")}, "glossary"),
        # An exercise on the learner's own data: a rubric in place of a check.
        (
            {"practice.py": (
                EXERCISE.replace("NUMBER", "1").replace("NAME", "one"),
                OWN,
            )},
            "exercises",
        ),
        # A whole class of up to 60 lines.
        ({"lesson.py": ("my_guess = None", "class Big:\n" + "    x = None\n" * 59)}, "code_cells"),
        # Folded hints do not count as words, numbers of the cells just below do.
        ({"practice.py": ("# Look.", "# " + "word " * 150)}, "text_cells"),
        ({"lesson.py": ("Change one line.", "<details>" + "word " * 1800 + "</details>")}, "size"),
        # A long lesson; blank lines of code; a fourth exercise that is the learner's own.
        ({"lesson.yml": ("seconds: {lesson: 60,", "size: long\nseconds: {lesson: 150,")}, "size"),
        ({"lesson.py": (SPARE, "# %%\n" + "\n\nspare = None\n" * 20 + "\n")}, "size"),
        ({"practice.py": ("# ## Exercise 1 ·", OWN + "# %% [markdown]\n# ## Exercise 1 ·")}, "exercises"),
        # A short answer to a guess, and words that only look like one.
        ({"lesson.py": ("reveal(my_guess", "best = [a for a in (1, 2)]\nreveal(my_guess")}, "reveals"),
        ({"lesson.py": ("spare = None", "for _ in ():\n    pass  # no reveal here")}, "reveals"),
        ({"lesson.py": ("spare = None", "def reveal(a):\n    pass")}, "reveals"),
        # Two changes at once, each new text being the other's old one.
        ({"lesson.yml": ('{"28 * 28": "28 * 14"}', '{"28 *": "my_guess", "my_guess": "28 *"}')}, "your_turns"),
        ({"lesson.py": ("# {{ data: mnist }}", "# {{ data: mnist }} All 60,000.")}, "sourced_numbers"),
        # A link to a notebook that is not built yet, and to an anchor.
        ({"lesson.py": ("(32_what_layers_see.ipynb)", "(../exercises/32_what_layers_see.ipynb#a)")}, "links"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_told(sample, changes, rule):
    view = sample(changes)
    (found,) = (r for r in RULES if r.__name__ == rule)
    assert list(found(view)) == []


def test_a_number_of_a_cell_with_a_tolerance_needs_an_assert(sample):
    view = sample({"lesson.py": ("assert abs(100 * accuracy - 82) < 1\n", "")})
    assert any("82 %" in line for line in lesson_rules.sourced_numbers(view))


def test_figures_are_one_a_cell_each_with_its_alternative(sample):
    def two(source):
        return stored_outputs(source) * 2

    def silent(source):
        outputs = stored_outputs(source)
        for output in outputs:
            if "image/png" in output.get("data", {}):
                output["data"]["text/plain"] = "<Figure size 640x480 with 1 Axes>"
        return outputs

    assert any("2 figures" in line for line in lesson_rules.figures(sample(outputs=two)))
    assert any("without a text alternative" in line for line in lesson_rules.figures(sample(outputs=silent)))
    assert any("shows no figure" in line for line in lesson_rules.figures(sample(outputs=lambda source: [])))


def test_a_guess_that_is_asked_beside_its_result_is_told(sample):
    def early(source):
        shown = [nbformat.v4.new_output("stream", name="stdout", text="82\n")]
        return shown if source == "my_guess = None" else stored_outputs(source)

    assert any("shows a result" in line for line in lesson_rules.predictions(sample(outputs=early)))


@pytest.mark.parametrize(
    ("size", "checked", "own", "right"),
    [
        ("short", 3, 0, True), ("short", 2, 1, True), ("short", 3, 1, True), ("short", 4, 0, False),
        ("short", 2, 0, False), ("short", 4, 1, False), ("long", 3, 0, False), ("long", 3, 1, True),
        ("long", 4, 0, True), ("long", 5, 0, True), ("long", 5, 1, False),
    ],
)  # fmt: skip
def test_how_many_exercises_each_size_has(size, checked, own, right):
    wrong = measured_rules.how_many_exercises(size, checked, own)
    assert (wrong is None) == right
    assert right or wrong.startswith(f"{checked + own} exercises; a {size} lesson has ")


def test_the_bounds_are_those_of_the_standard():
    """Once more in numbers, so that no bound is moved by the way."""
    short, long = measured_rules.SIZES["short"], measured_rules.SIZES["long"]
    assert measured_rules.LEAST_CELLS == 20
    assert (short.cells, short.words, short.lines, short.walk, short.practice) == (40, 1800, 220, 60, 15)
    assert (long.cells, long.words, long.lines, long.walk, long.practice) == (60, 3000, 350, 150, 30)
    assert (short.file_lines, long.file_lines) == (350, 500)
