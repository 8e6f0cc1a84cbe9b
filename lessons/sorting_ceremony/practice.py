# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks, load_room

check = lesson_checks("sorting_ceremony")

# %% [markdown]
# ## Exercise 1 · Words into numbers, with gaps (●, 8 minutes)
#
# Code the answers to one ordinal question. `levels` lists the offered words from low to high, all in lower case; the
# first becomes 0. People type capitals and stray spaces, leave gaps (`""`), and joke. A gap or an answer on no list
# becomes `np.nan`. Return an array of floats, `(people,)`. Only the line inside the loop is missing.

# %%
def encode_ordinal(answers: list[str], levels: list[str]) -> np.ndarray:
    """Codes 0.0, 1.0, ... in the order of `levels`, np.nan where the answer is on no list; (people,).

    Example: encode_ordinal([" Often", "", "never"], ["never", "often"]) gives array([1., nan, 0.])
    """
    codes = []
    for answer in answers:
        word = answer.strip().lower()
        ### BEGIN SOLUTION
        codes.append(levels.index(word) if word in levels else np.nan)
        ### END SOLUTION
    return np.array(codes, dtype=float)


# %%
check.encode_ordinal(encode_ordinal)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `levels.index(word)` is the place of a word in a list, counted from 0. It stops with an error if the word is
# missing.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `a if condition else b` chooses; the condition is `word in levels`. Append the result to `codes`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has gaps and jokes. They must become `np.nan`, not 0: a gap is not the lowest answer.
#
# </details>
#
# Why it matters: in the lesson, taking gaps for the lowest answer changed the groups more than leaving out every choice and topping.

# %% [markdown]
# ## Exercise 2 · Turn the reversed items (●●, 10 minutes)
#
# Some statements are worded the other way round. Turn those columns: on a scale from `low` to `high`, the lowest
# answer becomes the highest and so on. `answers` is `(people, items)` with gaps as `np.nan`, `is_reversed` is
# `(items,)` of `True` and `False`. Return a new array; leave the one you were given as it is.

# %%
def turn(answers: np.ndarray, is_reversed: np.ndarray, low: float, high: float) -> np.ndarray:
    """The answers with reversed columns turned, (people, items).

    Example: turn(np.array([[1.0, 2.0]]), np.array([True, False]), 1, 6) gives array([[6., 2.]])
    """
    turned = answers.copy()
    ### BEGIN SOLUTION
    turned[:, is_reversed] = low + high - turned[:, is_reversed]
    ### END SOLUTION
    return turned


# %%
check.turn(turn)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# On a scale from one to six the turned answer is seven minus the answer. Where does the seven come from?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `turned[:, is_reversed]` takes all rows of the columns where `is_reversed` is `True`. You can assign to it.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has a scale that does not begin at 1. Use both ends of the scale, not a number of your own.
#
# </details>
#
# Why it matters: an unturned item makes a trait's score smaller for exactly those who have most of it.

# %% [markdown]
# ## Exercise 3 · One step of k-means (●●●, 15 minutes)
#
# Write one round: everybody joins the nearest centre, then each centre moves to the mean of its people. `X` is
# `(people, features)`, `centres` is `(k, features)`. Two centres equally near: take the one with the lower number. A
# centre that nobody joins stays where it is. Return two things: the labels, an array `(people,)` of whole numbers, and
# the new centres. All numbers that come in are floats.

# %%
def kmeans_step(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Labels (people,) by the nearest of the given centres, and where the centres move, (k, features).

    Example: kmeans_step(np.array([[0.0], [2.0], [9.0]]), np.array([[1.0], [8.0]]))
    gives (array([0, 0, 1]), array([[1.], [9.]]))
    """
    ### BEGIN SOLUTION
    squared = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    labels = squared.argmin(axis=1)
    moved = centres.copy()
    for c in np.unique(labels):
        moved[c] = X[labels == c].mean(axis=0)
    return labels, moved
    ### END SOLUTION


# %%
check.kmeans_step(kmeans_step)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Distances of all people to all centres in one go: `X[:, None, :] - centres[None, :, :]` has the shape
# `(people, k, features)`. Square, sum over the features, and `argmin` along the centres.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Start with `moved = centres.copy()`. For each number `c` that occurs among the labels, set
# `moved[c] = X[labels == c].mean(axis=0)`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# In the second test nobody joins one of the centres. The mean of no rows is `nan`; keep the old centre instead.
#
# </details>
#
# Why it matters: one `nan` centre, and from the next round on `argmin` sends everybody to it.

# %% [markdown]
# ## Exercise 4 · The representative (●●●●, 15 minutes)
#
# Find the medoid of a group: the member with the smallest sum of Euclidean distances to all the others. `X` is
# `(members, features)`. Return the number of its row as an `int`. On a tie take the first. Watch out: it is often not
# the member nearest to the mean, because one far outlier pulls the mean, and hardly moves the medoid.

# %%
def medoid(X: np.ndarray) -> int:
    """Row of the member with the smallest sum of distances to the others.

    Example: medoid(np.array([[0.0], [1.0], [2.0], [50.0], [3.0]])) gives 2
    """
    ### BEGIN SOLUTION
    distances = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    return int(distances.sum(axis=1).argmin())
    ### END SOLUTION


# %%
check.medoid(medoid)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# You need a square table, `(members, members)`: the distance of each to each. Then sum along one side.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A distance is the *root* of the sum of squared differences. Without the root you find the member nearest to the
# mean.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test is a group of one. Its medoid is row 0, and the answer is a whole number, not coordinates.
#
# </details>
#
# Why it matters: a mean is nobody. A medoid is somebody whom you can ask.

# %% [markdown]
# ## Exercise 5 · Bug hunt: the most alike colleague (●●●, 12 minutes)
#
# `most_alike` should make every column count alike, then find the person nearest to `person`. It runs, and the numbers
# look standardised. But whenever one column is in minutes, people on the same bus come out as soulmates, whatever else
# they answered. Find the bug and mend it. A column in which all are the same should count for nothing (and not make
# `nan`).

# %%
def most_alike(table: np.ndarray, person: int) -> int:
    """Row of the other person who is nearest to `person`, every column standardised; the first on a tie.

    Example: columns spice (0 to 4) and minutes; most_alike(np.array([[0.0, 30], [4, 31], [0, 40], [4, 60]]), 0)
    is 2: row 1 rides as long, and likes it quite otherwise.
    """
    ### BEGIN BUG
    scaled = (table - table.mean()) / table.std()
    ### END BUG
    ### BEGIN SOLUTION
    spread = table.std(axis=0)
    scaled = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    ### END SOLUTION
    squared = ((scaled - scaled[person]) ** 2).sum(axis=1)
    squared[person] = np.inf  # not yourself
    return int(squared.argmin())


# %%
check.most_alike(most_alike)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Print `scaled.std(axis=0)` for a table with one column in levels and one in minutes. What should stand there?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `table.mean()` is one number for the whole table. `table.mean(axis=0)` is one number per column.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has a column in which everybody gave the same answer. Its standard deviation is 0, and dividing by it
# gives `nan`. Divide by 1 there.
#
# </details>
#
# Why it matters: nothing crashes. Only the answer is about buses.

# %% [markdown]
# ## Your own survey (●●●●●, 30 minutes or more)
#
# Ask at least ten people five questions or more, with answers as numbers (1 to 5, say). Tell them first what you will
# do with the answers, and that they may say no. Copy `lessons/sorting_ceremony/template.csv` in the project's folder
# to `my_work/my_survey.csv`, fill it in, and write `my_file = "my_work/my_survey.csv"` below: that works from wherever
# this notebook lies. The first column holds a code for each person, better than a name; a gap stays empty (no zero, no dash). If
# something is wrong with the file, you are told what and where.

# %%
own = load_room("sorting_ceremony", "own_survey.py")  # it reads and checks a CSV; the sorting is below
my_file = own.TEMPLATE
n_groups = 2


def sort_people(path: str, n_groups: int) -> None:
    """Print the groups in a survey, how steady they are, and how steady they would be in shuffled answers."""
    from sklearn.cluster import KMeans

    table = own.read_answers(path, n_groups)
    X = ((table - table.mean()) / table.std(ddof=0)).to_numpy()
    labels = KMeans(n_groups, n_init=10, random_state=51).fit_predict(X)
    for c in range(n_groups):
        members = np.flatnonzero(labels == c)
        apart = np.linalg.norm(X[members][:, None] - X[members], axis=2).sum(axis=1)
        print(f"group {c}, {len(members)} people, representative {table.index[members[apart.argmin()]]}:")
        print("   ", ", ".join(table.index[members]))
    rng = np.random.default_rng(51)
    luck = [own.stability(rng.permuted(X, axis=0), n_groups, rng) for _ in range(20)]
    print(f"stability of your answers: {own.stability(X, n_groups, rng):.2f}")
    print(f"of 20 shuffled tables: {np.mean(luck):.2f} on average, from {min(luck):.2f} to {max(luck):.2f}")


own.explain(sort_people, my_file, n_groups)  # where the file is wrong, the words without the trace

# %% [markdown]
# Few people make shaky groups: with a dozen, even shuffled answers can look steady. And whoever beats
# them has shown that answers go together, no houses yet; for that, take `tailor` from the lesson. Judge your work:
#
# | row | not yet | good | very good |
# |---|---|---|---|
# | **Features** | the codes were taken as they came | gaps and odd answers are handled, and said | you also show what one other decision would change |
# | **Evidence** | groups were found, so there are groups | compared with shuffled answers | compared with a surrogate that keeps the correlations, with a verdict either way |
# | **People** | asked by surprise, named by house | told before, took part freely, no names in the file | they read your text about them first, and agreed |

# %% [markdown]
# {{ practice_footer }}
