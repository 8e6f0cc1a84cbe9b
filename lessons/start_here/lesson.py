# %% [markdown]
# {{ header }}

# %% [markdown]
# ## What this is
#
# Overheard is a companion to two episodes of the podcast *Elixir Wizards*. Each lesson begins with words from an
# episode, puts a question to them, lets you guess, and then builds and measures the thing. Sometimes what was said
# holds, sometimes it holds in part, and sometimes it did not hold here. Each lesson says which, and where it stops being
# true.
#
# You need to be able to program in some language. You need not know any machine learning, nor Python well.

# %% [markdown]
# ## The map
#
# The picture shows where each lesson stands. Filled boxes are ready; dashed ones are planned. Below it you find the
# same as links.

# %%
from overheard.learner import lesson_map

lesson_map.draw()

# %% [markdown]
# {{ lessons }}

# %% [markdown]
# ## How a notebook works
#
# This page is a **notebook**: text and code in turn. A piece of code is a *cell*. Click the cell below and press
# **Shift+Enter** to run it. What its last line gives appears beneath it, and the number in the square brackets counts
# the cells as they run.
#
# Its answer stands there already. So add a third episode to the list, in quotation marks, and run it: two becomes three.
# You may change any cell. This is your own copy: no update will ever overwrite it.

# %%
episodes = ["S10E10", "S11E06"]
len(episodes)

# %% [markdown] overheard={"everyday": ["kernel"]}
# Cells share one memory, in the order in which *you run* them, not in which they stand. So a notebook can get into a
# knot. The way out is always the same: menu **Kernel**, then **Restart Kernel and Run All Cells**. The *kernel* is the
# Python process behind the page; in {{ lesson: mnist }} the word means something else.
#
# Closed everything and started again? Your text is there, the memory is empty: `name 'check' is not defined` then means
# that the cells above have to run first (menu **Run**, **Run All Above Selected Cell**).

# %% [markdown]
# ## First you predict
#
# Before the main results a lesson asks for your guess. A guess that was wrong is worth more than none: what surprises us,
# we remember. So your copy holds no results from the first guess on; they appear when you run its cells.
#
# A drawer holds a hundred letters. Three of them are urgent. A very simple program calls *every* letter "ordinary".
# For what share of the letters is it right, in per cent? Type your guess in place of `None`, then run both cells.

# %%
my_guess = None

# %%
from overheard.predict import reveal

labels = ["urgent"] * 3 + ["ordinary"] * 97  # what each letter really is
program_says = ["ordinary"] * len(labels)
right = sum(said == label for said, label in zip(program_says, labels, strict=True))  # True counts as 1, False as 0
reveal(my_guess, 100 * right / len(labels), digits=0)

# %% [markdown]
# The program that looks at nothing is right 97 % of the time, and it finds not one urgent letter. So the number alone
# says little. Ask two things of every such number. What would the simplest sensible program get, here one that does not
# even look (the **baseline**)? And which mistakes matter? No model in these lessons appears without its baseline.
#
# "Ordinary" and "urgent" are the two **classes** here, and the share of right answers is called **accuracy**.

# %%
assert 100 * right / len(labels) == 97
urgent_found = sum(said == label and label == "urgent" for said, label in zip(program_says, labels, strict=True))
print(f"urgent letters found: {urgent_found} of {labels.count('urgent')}")

# %% [markdown]
# ## Then you build, and a check answers
#
# Each lesson has a notebook of exercises. An exercise is a function that you complete; the cell after it checks what
# you wrote, on an easy case, on an odd one and on random ones, and answers in words. A tiny one follows.

# %% [markdown]
# **From Elixir to Python.** What you need for a first exercise:
#
# | Elixir | Python |
# |---|---|
# | the last value of a function | `return value` |
# | `Enum.zip(a, b)` | `zip(a, b)` |
# | `for x <- xs, do: f(x)` | `[f(x) for x in xs]` |
# | `do ... end` | a colon, then lines that are indented alike |
#
# One thing is new: lists, and the tables of numbers in later lessons, can be changed in place. Whoever else holds the
# same list sees the change. More is in the [Python tutorial](https://docs.python.org/3/tutorial/).

# %% [markdown]
# **Exercise 0 · The share of right answers** (● of ●●●●●, 3 minutes). Complete `accuracy`: it takes two lists of the
# same length, what a program said and what was true, and gives the share of places where they agree, between `0.0`
# and `1.0`. For two empty lists it gives `0.0`.


# %%
def accuracy(said: list[str], true: list[str]) -> float:
    """Share of places where `said` and `true` agree; 0.0 for empty lists.

    Example: accuracy(["cat", "dog"], ["cat", "cat"]) is 0.5
    """
    raise NotImplementedError("your turn")


# %%
from overheard.check import lesson_checks

check = lesson_checks("start_here")
check.accuracy(accuracy)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `zip(said, true)` walks through both lists in pairs, and `==` gives `True` or `False`, which count as one and zero.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Divide by `len(true)`, not by a number that you know from the example.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Two empty lists: what do you divide by? Answer that case before you divide.
#
# </details>
#
# <details><summary>A solution</summary>
#
# ```python
# if not true:
#     return 0.0
# return sum(a == b for a, b in zip(said, true)) / len(true)
# ```
#
# </details>

# %% [markdown]
# Try a wrong answer on purpose, such as `return 0.5`, and see what the check makes of it. It shows what it tried, what
# you gave, what it expected, and often why. It may be asked as often as you like. A loop that never ends is stopped after
# five seconds.

# %% [markdown]
# ## What you have passed
#
# Each exercise that you pass is noted in the folder `my_work/`, on your machine only. Run this cell again later: it
# shows where you stand.
#
# In a terminal that you open here (menu **File**, **New**, **Terminal**), `overheard progress` shows the same. In any other
# terminal, go to the folder of the checkout and write `.venv/bin/overheard progress`, on Windows
# `.venv\Scripts\overheard progress`; with conda, `overheard progress` once the environment is active.

# %%
from overheard.learner import progress

print(progress.summary())

# %% [markdown]
# ## Choose your way
#
# {{ quote: good-starting-point }}
#
# - **Half an hour.** {{ lesson: mnist }}: type your guesses into the cells `my_guess` first, then menu **Run**, **Run All
#   Cells**, and scroll back to the top. Read up to the first network while it trains (two to four minutes). Then go to
#   *Draw your own*, near the end.
# - **Half a day.** {{ lesson: mnist }} with its first three exercises.
# - **A day.** {{ lesson: mnist }}, {{ lesson: attention_heatmaps }}, {{ lesson: sorting_ceremony }}: one on seeing, one on
#   language, one on people, each with its first two exercises.
# - **All of it.** Every lesson that is ready, with all its exercises; an evening for each.

# %% [markdown]
# The exercises of each lesson are linked beside it on the map above, and at its beginning and end. Stuck? Each exercise
# has hints to unfold, and each notebook of exercises links its solutions.
#
# Something wrong, here or on your machine? `overheard doctor` in a terminal says what is missing and how to mend it.

# %% [markdown]
# {{ quote: what-questions-to-ask }}
