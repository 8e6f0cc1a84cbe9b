# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("python_for_elixirists")

# %% [markdown]
# ## Exercise 1 · A pipe turned into Python (●, 5 minutes)
#
# In Elixir one would write `names |> Enum.map(&String.trim/1) |> Enum.reject(&(&1 == "")) |> Enum.map(&String.downcase/1)`. Do the
# same in Python: trim each name, leave out those that are empty then, and turn the others into small letters. Keep their order. The
# trimming stands there already, so one more comprehension finishes the pipe.

# %%
def tidy(names: list[str]) -> list[str]:
    """The names without spaces around them, without empty ones, in small letters.

    Example: tidy([" Ada", "", "BO "]) is ["ada", "bo"]
    """
    trimmed = [name.strip() for name in names]
    ### BEGIN SOLUTION
    return [name.lower() for name in trimmed if name != ""]
    ### END SOLUTION


# %%
check.tidy(tidy)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The condition stands at the end, inside the brackets: `[... for name in trimmed if ...]`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `name.lower()` gives the name in small letters.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A name of spaces only is empty after trimming. So the condition has to look at the trimmed name.
#
# </details>
#
# Why it matters: answers that people typed come with spaces, capitals and gaps. {{ lesson: sorting_ceremony }} begins like this.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the table that changed (●●, 8 minutes)
#
# `leave_out_first` should give the table without its first column, and with each column moved so that its smallest number is 0.
# `table` is `(rows, columns)`, floats, with at least two columns. The result is right, and a second call
# gives the same again. But whoever looks at their table afterwards finds other numbers in it. Find the bug and mend it.

# %%
def leave_out_first(table: np.ndarray) -> np.ndarray:
    """The table without its first column, each column less its smallest number: (rows, columns - 1).

    Example: leave_out_first(np.array([[9.0, 5.0], [9.0, 7.0]])) is [[0.0], [2.0]]
    """
    ### BEGIN BUG
    rest = table[:, 1:]
    rest -= rest.min(axis=0)
    return rest
    ### END BUG
    ### BEGIN SOLUTION
    rest = table[:, 1:]
    return rest - rest.min(axis=0)
    ### END SOLUTION


# %%
check.leave_out_first(leave_out_first)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Make a small table, call the function, and print the table before and after.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Is `rest` a new array? What does `-=` write into?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has negative numbers. The smallest one has to become 0 as well, so subtract the minimum, whatever its sign.
#
# </details>
#
# Why it matters: numbers that change behind your back make everything that is computed from them later wrong, with no error.

# %% [markdown]
# ## Exercise 3 · How far from everybody (●●●, 12 minutes)
#
# Write it from nothing, without a loop. `towns` is `(n, 2)`, the place of each town on a map in km. `posts` is `(m, 2)`, the places of
# signposts. Return `(n, m)`: the distance of each town from each signpost, straight over land. A distance is the root of the
# sum of squared differences. Leave both inputs as they are. The check cannot see a loop and lets it pass; doing without one is the
# exercise.

# %%
def distances(towns: np.ndarray, posts: np.ndarray) -> np.ndarray:
    """Distance in km of each town (n, 2) from each signpost (m, 2): (n, m).

    Example: for towns [[0.0, 0.0], [3.0, 0.0]] and posts [[3.0, 4.0], [0.0, 1.0], [3.0, 0.0]] it is, rounded,
    [[5.0, 1.0, 3.0], [4.0, 3.1623, 0.0]]
    """
    ### BEGIN SOLUTION
    apart = towns[:, None] - posts
    return np.sqrt((apart**2).sum(axis=2))
    ### END SOLUTION


# %%
check.distances(distances)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Which shapes give `(n, m, 2)` when they meet? Put an axis of length 1 into one of them.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `towns[:, None]` is `(n, 1, 2)`. Less `posts`, `(m, 2)`, it gives `(n, m, 2)`. Then square, add up the last axis, and take `np.sqrt`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has as many towns as signposts. If you took pairs in order, it would run, and compare each town with one post
# only. Each town has to meet each post.
#
# </details>
#
# Why it matters: many methods of later lessons begin with a table of everybody against everybody.

# %% [markdown]
# {{ practice_footer }}
