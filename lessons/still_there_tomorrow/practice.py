# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks, load_room

check = lesson_checks("still_there_tomorrow")

# %% [markdown]
# ## Exercise 1 · What does this null model keep? (●, 8 minutes)
#
# Somebody hands you real answers and a surrogate of them, both `(people, questions)`, and does not say how it was made.
# `kept` lists what the surrogate keeps, in this order: `"answers"` if each question has the same answers equally often,
# `"correlations"` if each correlation of two questions differs by at most `slack`, and `"people"` if each person's answers
# add up to the same as before. No question is answered alike by everybody. The lines for the correlations are missing.


# %%
def kept(real: np.ndarray, made: np.ndarray, slack: float) -> list[str]:
    """What a surrogate keeps of the real answers.

    Example: kept(np.array([[1.0, 2], [2, 4], [3, 5]]), np.array([[3.0, 5], [1, 2], [2, 4]]), 0.1)
    is ["answers", "correlations"]: three people have changed places.
    """
    found = []
    if np.allclose(np.sort(real, axis=0), np.sort(made, axis=0)):
        found.append("answers")
    ### BEGIN SOLUTION
    off = np.abs(np.corrcoef(real, rowvar=False) - np.corrcoef(made, rowvar=False))
    if off.max() <= slack:
        found.append("correlations")
    ### END SOLUTION
    if np.allclose(real.sum(axis=1), made.sum(axis=1)):
        found.append("people")
    return found


# %%
check.kept(kept)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `np.corrcoef(table, rowvar=False)` gives a square table, `(questions, questions)`, of all correlations. Make one for
# each of the two tables.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A correlation may differ upwards or downwards: take the absolute value. "Each" means that the largest difference counts,
# and not their mean.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Is the difference just as large as `slack`? Then it is still kept.
#
# </details>
#
# **Why it matters.** What a null model fails to keep shows up as a discovery.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the pair that always holds up (●●, 10 minutes)
#
# `confirmed_pair` looks for the two questions that go together most strongly (positive or negative) in the first half of
# the people. Then it reports the correlation of these two in the second half, as a confirmation. `first` and `second` are
# `(people, questions)`, with at least two questions. It runs, and its confirmations look splendid. They look splendid on
# pure noise as well. Find the bug and mend it.


# %%
def confirmed_pair(first: np.ndarray, second: np.ndarray) -> tuple[int, int, float]:
    """The strongest pair of the first half, a before b, and its correlation in the second half.

    Example: with first [[1, 1, 3], [2, 2, 1], [3, 3, 2]] and second [[1, 3, 3], [2, 2, 2], [3, 1, 1]] (as arrays of
    floats) it is (0, 1, -1.0): the pair that rose together in the first half falls apart in the second.
    """
    ### BEGIN BUG
    table = np.corrcoef(np.vstack([first, second]), rowvar=False)
    ### END BUG
    ### BEGIN SOLUTION
    table = np.corrcoef(first, rowvar=False)
    ### END SOLUTION
    best = (0, 1)
    for a in range(len(table)):
        for b in range(a + 1, len(table)):
            if abs(table[a, b]) > abs(table[best]) + 1e-9:
                best = (a, b)
    a, b = best
    return a, b, float(np.corrcoef(second, rowvar=False)[a, b])


# %%
check.confirmed_pair(confirmed_pair)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Draw noise for both halves: `np.random.default_rng(1).normal(size=(20, 8))`, and once more with another seed. How large
# is the correlation that the function reports, and how large should it be on average?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A half that confirms must not have had a say in what is confirmed. Follow `second` through the function.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The pair comes from one half alone, and the number from the other half alone.
#
# </details>
#
# **Why it matters.** A held-out half that took part in the choice confirms whatever was chosen.

# %% [markdown]
# ## Exercise 3 · Power from measurements (●●●, 15 minutes)
#
# Write `power_of`. A judge looked at several crowds in which houses were planted. Its measurement depends on chance, so it
# measured each table several times. `planted` is `(crowds, times)`, and `surrogates` is `(crowds, n, times)`: each crowd has
# its own n surrogates. For this judge **small** values speak for houses (it counts people who stand between the groups).
# Average the measurements of each table first, then rank once: p is the share of a crowd's n + 1 tables whose mean is as
# small as the planted one's or smaller, that one included. Return the share of crowds with a p of at most `alpha`, a float.


# %%
def power_of(planted: np.ndarray, surrogates: np.ndarray, alpha: float) -> float:
    """The share of crowds in which the judge notices houses, from 0 to 1.

    Example: power_of(np.array([[1.0, 3.0]]), np.array([[[4.0, 4.0], [1.0, 5.0], [5.0, 1.0]]]), 0.25) is 1.0:
    the planted mean 2 is below 4, 3 and 3, so p is 1/4.
    """
    ### BEGIN SOLUTION
    real = planted.mean(axis=-1)
    low = surrogates.mean(axis=-1) <= real[:, None] + 1e-9
    p = (low.sum(axis=1) + 1) / (surrogates.shape[1] + 1)
    return float(np.mean(p <= alpha + 1e-9))
    ### END SOLUTION


# %%
check.power_of(power_of)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `.mean(axis=-1)` averages over the last axis. It leaves `(crowds,)` of `planted` and `(crowds, n)` of `surrogates`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# To compare each crowd with its own surrogates, give the first an axis of length one: `real[:, None]` is `(crowds, 1)`.
# Count along the surrogates, add the planted table itself, divide by n + 1.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A surrogate whose mean is equal counts as one that is as small. And a p that is just `alpha` is noticed.
#
# </details>
#
# **Why it matters.** Each step done in another order gives another power, and the judge with the luckiest order wins.

# %% [markdown]
# ## Your own survey: are there houses in it? (●●●●●, 30 minutes or more)
#
# Ask at least twenty people five questions or more, with answers as numbers (1 to 5, say). Tell them first what you will
# do with the answers, and that they may say no. Copy `lessons/still_there_tomorrow/template.csv` in the project's folder to
# `my_work/my_survey.csv`, fill it in, and write `my_file = "my_work/my_survey.csv"` below. The first column holds a code
# for each person, better than a name. A gap stays empty. If something is wrong with the file, you are told what and where.

# %%
own = load_room("still_there_tomorrow", "own_survey.py")  # it reads the file, measures, and says what it cannot see
my_file = own.TEMPLATE
own.look_for_houses(my_file, n_groups=2)

# %% [markdown]
# The people without houses are dressed surrogates of your own answers. With few people the spread is wide, and only large
# and far houses could show. Judge your work:
#
# | row | not yet | good | very good |
# |---|---|---|---|
# | **Rule** | looked first, then chose what to measure | number of groups and bound written down before | and the rule was tried on planted people first |
# | **Evidence** | a high stability was called a house | compared with people who have no houses | with the spread, and what the survey could not have seen |
# | **People** | asked by surprise, named by house | told before, took part freely, no names in the file | they read your text about them first, and agreed |

# %% [markdown]
# {{ practice_footer }}
