# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("evolving_portfolios")

# %% [markdown]
# ## Exercise 1 · A tournament (●, 10 minutes)
#
# The lesson keeps the better half. Most genetic algorithms hold tournaments instead: a few answers are drawn by chance,
# and the one with the lowest cost becomes a parent. `costs` is `(people,)`. `drawn` is `(tournaments, size)` and holds
# the numbers of those who were drawn, from 0. Return the number of the winner of each tournament, `(tournaments,)`. If
# two cost the same, the one that was drawn first wins. The step that looks up the costs is given.


# %%
def tournament(costs: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The number of the winner of each tournament: (tournaments,).

    Example: tournament(np.array([5.0, 2.0, 9.0]), np.array([[0, 2], [2, 1]])) is [0, 1].
    """
    theirs = costs[drawn]  # (tournaments, size): the cost of each one drawn
    ### BEGIN SOLUTION
    best = theirs.argmin(axis=1, keepdims=True)
    return np.take_along_axis(drawn, best, axis=1)[:, 0]
    ### END SOLUTION


# %%
check.tournament(tournament)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# In each row of `theirs`, at which place is the lowest cost?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `argmin` gives a place within the tournament. `drawn` says who stands at that place: in row r, it is `drawn[r, place]`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Somebody may be drawn twice, and two may cost the same. `argmin` takes the first of equals, as the task wants.
#
# </details>
#
# **Why it matters.** In a tournament a weak answer has a small chance, too. So the people stay different for longer.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the child that never was (●●, 8 minutes)
#
# In a crossover with two cuts, the parents swap the genes from `start` up to but without `stop`. `mother` and `father`
# are arrays of the shape `(genes,)`. `swap` should return both children as new arrays and leave the parents as they are.
# It runs. But after some generations, part of the genes has died out. Find the bug and mend it.


# %%
def swap(mother: np.ndarray, father: np.ndarray, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
    """Two children of a crossover with two cuts, (genes,) each.

    Example: swap(np.array([1.0, 2.0, 3.0]), np.array([7.0, 8.0, 9.0]), 1, 3) is ([1.0, 8.0, 9.0], [7.0, 2.0, 3.0]).
    """
    daughter, son = mother.copy(), father.copy()
    ### BEGIN BUG
    daughter[start:stop], son[start:stop] = son[start:stop], daughter[start:stop]
    ### END BUG
    ### BEGIN SOLUTION
    daughter[start:stop], son[start:stop] = father[start:stop], mother[start:stop]
    ### END SOLUTION
    return daughter, son


# %%
check.swap(swap)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Take the example, and write down both children after each of the two assignments.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A slice of an array is no copy but a window on the same memory, even if you give it a name. What does the window show
# once the daughter has changed?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The parents must stay as they are, since they may have other children. `start` and `stop` may also be equal.
#
# </details>
#
# **Why it matters.** With Python's lists this line is right, with arrays it is wrong, and no error says so. The manual
# of DEAP warns of it.

# %% [markdown]
# ## Exercise 3 · What nobody should want (●●●, 17 minutes)
#
# Write `efficient`. Each of some portfolios has a risk and a return, both `(portfolios,)`. One portfolio **beats**
# another if its risk is not higher and its return is not lower, and at least one of the two is really better. Return
# an array of `bool`, `(portfolios,)`: is this portfolio beaten by no other? Two equal portfolios do not beat each
# other.


# %%
def efficient(risks: np.ndarray, rewards: np.ndarray) -> np.ndarray:
    """Whether each portfolio is beaten by no other: (portfolios,), bool.

    Example: efficient(np.array([10.0, 12.0, 20.0]), np.array([5.0, 4.0, 9.0])) is [True, False, True]: the first has
    less risk and more return than the second.
    """
    ### BEGIN SOLUTION
    as_safe = risks[:, None] <= risks  # (beating, beaten)
    as_good = rewards[:, None] >= rewards
    better = (risks[:, None] < risks) | (rewards[:, None] > rewards)
    return ~(as_safe & as_good & better).any(axis=0)
    ### END SOLUTION


# %%
check.efficient(efficient)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Begin with two portfolios: write the three comparisons of the task, and join them.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# For all pairs, use two loops, or compare `risks[:, None]` with `risks`: that is a table of all pairs. A portfolio stays
# if no other beats it.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With the same risk, more return wins. With the same return, less risk wins. If both are the same, both stay.
#
# </details>
#
# **Why it matters.** Whenever there are two wishes, such as fast and cheap, this sorts out what needs no discussion.

# %% [markdown]
# {{ practice_footer }}
