# %% [markdown]
# {{ header }}

# %% [markdown]
# ## What this is
#
# Overheard is a companion to two episodes of the podcast *Elixir Wizards*. Each lesson begins with words from an episode
# and puts a question to them. You guess the answer. Then you build the thing and measure it. Sometimes what was said holds,
# sometimes it holds in part, and sometimes it does not hold here. Each lesson says which, and where the claim stops being
# true.
#
# You need to be able to program in some language. You do not need to know any machine learning, and you need only a little
# Python.

# %% [markdown]
# ## The map
#
# The picture shows where each lesson stands. Filled boxes are ready, and dashed ones are planned. Below the picture you
# find the same lessons as links.

# %%
from overheard.learner import lesson_map

lesson_map.draw()

# %% [markdown]
# {{ lessons }}

# %% [markdown]
# ## How a notebook works
#
# This page is a **notebook**, in which text and code take turns. A piece of code is a *cell*. Click the cell below and press
# **Shift+Enter** to run it. The value of its last line appears beneath it. The number in the square brackets counts the
# cells in the order in which you run them.
#
# The answer of this cell stands there already. So add a third episode to the list, in quotation marks, and run the cell
# again: the two becomes a three. You may change any cell. This is your own copy, and no update will ever overwrite it.

# %%
episodes = ["S10E10", "S11E06"]
len(episodes)

# %% [markdown] overheard={"everyday": ["kernel"]}
# All cells share one memory. It changes in the order in which *you run* them, not in the order in which they stand. So a
# notebook can get into a muddle. The way out is always the same: open the menu **Kernel** and choose **Restart Kernel and
# Run All Cells**. The *kernel* is the Python process behind the page. In {{ lesson: mnist }} the word means something else.
#
# When you close everything and start again, your text is still there, but the memory is empty. A message such as `name
# 'check' is not defined` then means that the cells above have to run first. For that, open the menu **Run** and choose
# **Run All Above Selected Cell**.

# %% [markdown]
# ## First you predict
#
# Before it shows its main results, a lesson asks for your guess. A wrong guess is worth more than none, because we remember
# what surprised us. So your copy shows no results below the first guess. They appear when you run the cells.
#
# A drawer holds a hundred letters. Three of them are urgent. A very simple program calls *every* letter "ordinary".
# How many per cent of the letters does it get right? Type your guess in place of `None`, then run both cells.

# %%
my_guess = None

# %%
from overheard.predict import reveal

labels = ["urgent"] * 3 + ["ordinary"] * 97  # what each letter really is
program_says = ["ordinary"] * len(labels)
right = sum(said == label for said, label in zip(program_says, labels, strict=True))  # True counts as 1, False as 0
reveal(my_guess, 100 * right / len(labels), digits=0)

# %% [markdown]
# The program that looks at nothing is right 97 % of the time, and it does not find a single urgent letter. So the number
# alone says little. Ask two things of every such number. First, what would the simplest sensible program get? Here that is
# a program that does not even look. It is called the **baseline**, and no model in these lessons appears without one.
# Second, which mistakes matter?
#
# "Ordinary" and "urgent" are the two **classes** here. The share of right answers is called **accuracy**.

# %%
assert 100 * right / len(labels) == 97
urgent_found = sum(said == label and label == "urgent" for said, label in zip(program_says, labels, strict=True))
print(f"urgent letters found: {urgent_found} of {labels.count('urgent')}")

# %% [markdown]
# ## Then you build, and a check answers
#
# Each lesson has a notebook of exercises. In an exercise you complete a function. The cell after it checks what you wrote on
# an easy case, on an odd one and on random ones, and it answers in words. Here is a tiny one.

# %% [markdown]
# **From Elixir to Python.** This is all that you need for a first exercise:
#
# | Elixir | Python |
# |---|---|
# | the last value of a function | `return value` |
# | `Enum.zip(a, b)` | `zip(a, b)` |
# | `for x <- xs, do: f(x)` | `[f(x) for x in xs]` |
# | `do ... end` | a colon, then lines that are indented alike |
#
# One thing is new. Lists can be changed in place, and so can the tables of numbers in later lessons. Every variable that
# holds the same list then sees the change. The [Python tutorial](https://docs.python.org/3/tutorial/) has more.

# %% [markdown]
# **Exercise 0 · The share of right answers** (● of ●●●●●, 3 minutes). Complete `accuracy`. It takes two lists of the same
# length: what a program said, and what was true. It gives the share of places where they agree, between `0.0` and `1.0`.
# For two empty lists it gives `0.0`.


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
# `zip(said, true)` walks through both lists in pairs. `==` gives `True` or `False`, which count as one and zero.
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
# If both lists are empty, what do you divide by? Answer that case before you divide.
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
# your function gave and what it expected. Often it also says why the answer is wrong. You may run the check as often as you
# like. It stops a loop that never ends after five seconds.

# %% [markdown]
# ## What you have passed
#
# Each exercise that you pass is noted in the folder `my_work/`, on your machine only. Run this cell again later, and it
# shows what you have passed by then.
#
# In a terminal that you open here (menu **File**, **New**, **Terminal**), `overheard progress` shows the same. In any other
# terminal, go to the folder of the checkout and write `.venv/bin/overheard progress`. On Windows, write
# `.venv\Scripts\overheard progress`. With conda, activate the environment and write `overheard progress`.

# %%
from overheard.learner import progress

print(progress.summary())

# %% [markdown]
# ## Choose your way
#
# {{ quote: good-starting-point }}
#
# - **Half an hour.** Open {{ lesson: python_for_elixirists }} and answer the five questions at its top. Then open
#   {{ lesson: rules_or_examples }}, type your guesses, and do it as far as the heading *Boots: many pictures*.
# - **Half a day.** Do {{ lesson: rules_or_examples }} and {{ lesson: peel_the_stack }}, each with its first two exercises. If the
#   code puzzles you, read *Python, NumPy and notebooks* first.
# - **A day.** Do {{ lesson: rules_or_examples }}, {{ lesson: peel_the_stack }}, {{ lesson: everything_connected }} and
#   {{ lesson: mnist }}, each with its first two exercises.
# - **All of it.** Do every lesson that is ready, in the order of the map, with all its exercises. Plan an evening for each.
#
# Whoever only wants to see something work first: open {{ lesson: mnist }}, choose **Run All Cells** in the menu **Run**, wait for
# two to four minutes, and go to *Draw your own*, near the end.

# %% [markdown]
# The exercises of each lesson are linked beside it on the map above, and at its beginning and end. If you are stuck, unfold
# the hints of the exercise. Each notebook of exercises also links its solutions.
#
# If something does not work, here or on your machine, write `overheard doctor` in a terminal. It says what is missing and
# how to mend it.

# %% [markdown]
# {{ quote: what-questions-to-ask }}
