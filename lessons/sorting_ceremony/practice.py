# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans

from overheard.check import lesson_checks, load_room

check = lesson_checks("sorting_ceremony")

# %% [markdown]
# ## Exercise 1 · Words into numbers, with gaps (●, 8 minutes)
#
# Code the answers to one ordinal question. `levels` lists the offered words from low to high, all in lower case. The
# first becomes 0, the next 1, and so on. People type capitals and stray spaces, leave gaps (`""`), and joke. A gap or an
# answer on no list becomes `np.nan`. Return an array of floats, `(people,)`. Only the line inside the loop is missing.

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
# `a if condition else b` chooses. The condition is `word in levels`. Append the result to `codes`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has gaps and jokes. They must become `np.nan` and not 0: a gap is not the lowest answer.
#
# </details>
#
# Why it matters: whoever takes gaps for the lowest answer pulls those who skipped a question towards the low end.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the most alike colleague (●●, 12 minutes)
#
# `most_alike` should make every column count alike, then find the person nearest to `person`. It runs, and the numbers
# look standardised. But whenever one column is in minutes, people with the same ride come out as soulmates, whatever
# else they answered. Find the bug and mend it. A column in which all are the same should count for nothing (and not make
# `nan`). `table` is `(people, columns)`; the answer is a row number.

# %%
def most_alike(table: np.ndarray, person: int) -> int:
    """Row of the other person who is nearest to `person`, every column standardised; the first on a tie.

    Example: columns spice (0 to 4) and minutes; most_alike(np.array([[0.0, 30], [4, 31], [0, 40], [4, 60]]), 0)
    is 2: row 1 rides as long as person 0, but likes other food.
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
# How many numbers does `table.mean()` give, and how many columns are there?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The second test has a column in which everybody gave the same answer. Its standard deviation is 0, and dividing by it
# gives `nan`. Divide by 1 there: `np.where(condition, a, b)` takes `a` where the condition is true, and `b` elsewhere.
#
# </details>
#
# Why it matters: nothing crashes. Only the answer is about buses.

# %% [markdown]
# ## Exercise 3 · One person's silhouette (●●●, 15 minutes)
#
# Work out the silhouette of one person. `X` is `(people, features)`, `labels` is `(people,)` with the number of each
# person's group, and there are at least two groups. You need two mean distances: to the *others* of the own group, and to the
# people of each other group, of which the smallest counts. The silhouette is the second less the first, divided by the larger
# of the two. Someone who is alone in a group gets 0.0, and so does someone for whom both distances are 0. A distance is
# the root of the sum of squared differences.

# %%
def silhouette_of(X: np.ndarray, labels: np.ndarray, person: int) -> float:
    """The silhouette of the person in this row, from -1 to 1.

    Example: silhouette_of(np.array([[0.0], [1.0], [5.0]]), np.array([0, 0, 1]), 0) is 0.8: 1 away from the own, 5 from the other.
    """
    ### BEGIN SOLUTION
    distances = np.linalg.norm(X - X[person], axis=1)
    mates = labels == labels[person]
    mates[person] = False
    if not mates.any():
        return 0.0
    own = distances[mates].mean()
    other = min(distances[labels == group].mean() for group in set(labels) - {labels[person]})
    return float((other - own) / max(own, other)) if max(own, other) > 0 else 0.0
    ### END SOLUTION


# %%
check.silhouette_of(silhouette_of)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Begin with the distances from this person to everybody, `(people,)`. Then you only have to choose whom to average.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `labels == labels[person]` is True for the own group, this person included. Set that one place to False before you take the
# mean. `set(labels)` gives each group once.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# In the second test the person is alone. The mean of no distances is `nan`; return 0.0 before you get there. In the
# third all are at one place, so both distances are 0, and you cannot divide by the larger one.
#
# </details>
#
# Why it matters: a mean over all people hides who stands between two groups. The people with a silhouette near 0 do.

# %% [markdown]
# ## Exercise 4 · Does the house say anything new? (●●●●, 20 minutes)
#
# Groups always differ in the answers that they were made from. So ask about an answer that was left out, such as a
# favourite song. Guess each person's answer from the *others* of the house: take the answer that is most common among
# them. Then guess it from all *others* in the office. `houses` and `answers` are lists with one entry a person, at least two
# people. Return the share that is right with the house, less the share that is right without it. On a tie take the answer
# that comes first in the alphabet. Whoever is alone in a house is guessed wrong.

# %%
def gain_from_house(houses: list[str], answers: list[str]) -> float:
    """Share guessed right from the others of the house, less the share guessed right from all others.

    Example: gain_from_house(["a", "a", "b", "b"], ["red", "red", "tan", "tan"]) is 1.0: from the house all four are right.
    From the office none is, since among the three others the other answer always leads.
    """
    ### BEGIN SOLUTION
    def most_common(told: list[str]) -> str | None:
        return min(set(told), key=lambda answer: (-told.count(answer), answer)) if told else None

    people = range(len(houses))
    inside = outside = 0
    for me in people:
        others = [i for i in people if i != me]
        inside += most_common([answers[i] for i in others if houses[i] == houses[me]]) == answers[me]
        outside += most_common([answers[i] for i in others]) == answers[me]
    return (inside - outside) / len(houses)
    ### END SOLUTION


# %%
check.gain_from_house(gain_from_house)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Go through the people one by one. Make the list of the other people's answers first, then find its most common entry.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `sorted(set(told))` gives each answer once, in the order of the alphabet, and `max(..., key=told.count)` takes the first
# of those that occur most often.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# In the second test somebody is alone in a house. There are no others to guess from, so the guess is wrong. `max` of an empty
# list stops with an error.
#
# </details>
#
# Why it matters: with your own answer among them, a house of one person would always guess right. Houses drawn by lot
# would look wise.

# %% [markdown]
# ## Exercise 5 · Sort your own people (●●●●●, 30 minutes or more)
#
# Ask at least twenty people five questions or more, with answers as numbers (1 to 5, say). Tell them first what you will
# do with the answers, and that they may say no. Copy `lessons/sorting_ceremony/template.csv` in the project's folder
# to `my_work/my_survey.csv`, fill it in, and write `my_file = "my_work/my_survey.csv"` below. That works from wherever
# this notebook lies. The first column holds a code for each person, better than a name. A gap stays empty (no zero, no
# dash). If something is wrong with the file, you are told what and where.

# %%
own = load_room("sorting_ceremony", "own_survey.py")  # it reads and checks a CSV; the sorting is below
my_file = own.TEMPLATE
n_groups = 2
my_key = {}  # a key of your own, such as {"bold": ["q1", "-q3"], "calm": ["q2"]}; - marks a reversed item


def sort_people(path: str, n_groups: int, key: dict[str, list[str]]) -> None:
    """Print the groups in a survey with their representatives, and, where there is a key, who changes house."""
    table = own.read_answers(path, n_groups)
    z = (table - table.mean()) / table.std(ddof=0)
    houses = own.by_key(z, key) if key else None  # a mistake in the key is told first
    labels = KMeans(n_groups, n_init=10, random_state=51).fit_predict(z)
    for c in range(n_groups):
        members = np.flatnonzero(labels == c)
        apart = np.linalg.norm(z.to_numpy()[members][:, None] - z.to_numpy()[members], axis=2).sum(axis=1)
        print(f"group {c}, {len(members)} people, representative {table.index[members[apart.argmin()]]}:")
        print("   ", ", ".join(table.index[members]))
    if key:
        together = pd.crosstab(houses, labels, rownames=["by the key"], colnames=["group"])
        same = together.to_numpy()[linear_sum_assignment(-together.to_numpy())].sum()
        print(together, f"\n{len(table) - same} of {len(table)} people change house")
    print(own.cannot_tell(len(table)))


own.explain(sort_people, my_file, n_groups, my_key)  # where the file or the key is wrong, the words without the trace

# %% [markdown]
# Judge your work:
#
# | row | not yet | good | very good |
# |---|---|---|---|
# | **Features** | the codes were taken as they came | gaps and odd answers are handled, and said | you also show what one other decision would change |
# | **Key** | no key, or names without reasons | each question of the key has a reason | a second person wrote a key too, and you counted who changes house |
# | **People** | asked by surprise, named by house | told before, took part freely, no names in the file | they read your text about them first, and agreed |

# %% [markdown]
# {{ practice_footer }}
