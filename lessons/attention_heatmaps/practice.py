# %% [markdown]
# {{ practice_header }}

# %%
import math

import torch

from overheard.check import lesson_checks

check = lesson_checks("attention_heatmaps")

# %% [markdown]
# ## Exercise 1 · Nobody looks at padding (●, 10 minutes)
#
# Sentences of a batch are filled up with *padding* to the same length. Complete `masked_weights`. It takes scores
# `(queries, words)` and `real` `(words,)`, which is `True` for a word and `False` for padding, and gives weights of
# the same shape as the scores: each row sums to 1, and padding gets exactly 0. One line is missing: set the scores of
# the padding so low that softmax gives them nothing. Leave `scores` itself as it is.


# %%
def masked_weights(scores: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Attention weights (queries, words) of the real words alone. At least one word is real.

    Example: scores [[0.0, 0.0, 9.0]] with real [True, True, False] give [[0.5, 0.5, 0.0]].
    """
    padding = ~real  # True where there is no word; ~ turns True and False around
    ### BEGIN SOLUTION
    scores = scores.masked_fill(padding, -math.inf)
    ### END SOLUTION
    return scores.softmax(dim=1)


# %%
check.masked_weights(masked_weights)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Softmax raises *e* to each score. Which score makes that exactly zero? It is not zero: *e* to the 0 is 1.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `scores.masked_fill(where, value)` gives a copy that has `value` wherever `where` is `True`. Minus infinity is
# `-math.inf`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A "very low" number such as minus one thousand is not low enough when a real word's score is lower still. And setting
# weights to zero *after* softmax leaves rows that no longer sum to 1.
#
# </details>
#
# **Why it matters.** Without the mask, a short sentence spends attention on nothing, and the more so the longer its
# neighbours in the batch are. The same line hides the future from a language model.

# %% [markdown]
# ## Exercise 2 · Read a map (●●, 10 minutes)
#
# Write `read_map`. It takes a map `weights` `(German words, English words)` with the words of both sentences. For each
# German word, in order, find the English word with the largest weight. If that weight is at least `at_least`, put the
# pair `(German word, English word)` on a list; else leave the word out, since its row is too pale to be read. On a tie
# the first English word counts. A German word that comes twice has two rows.


# %%
def read_map(
    weights: torch.Tensor, german: list[str], english: list[str], at_least: float
) -> list[tuple[str, str]]:
    """The pairs that the map shows brightly, in the order of the German words.

    Example: read_map(torch.tensor([[0.9, 0.1], [0.4, 0.6]]), ["ja", "gut"], ["yes", "good"], 0.7)
    is [("ja", "yes")].
    """
    ### BEGIN SOLUTION
    pairs = []
    for row, word in enumerate(german):
        column = int(weights[row].argmax())
        if weights[row, column] >= at_least:
            pairs.append((word, english[column]))
    return pairs
    ### END SOLUTION


# %%
check.read_map(read_map)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# A loop over the German words with their row numbers: `for row, word in enumerate(german):`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `weights[row].argmax()` is the column of the largest weight of that row, as a tensor; `int(...)` makes it a number
# that can be used as an index.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# *At least* includes the number itself. And a map need not be square: German and English have different lengths.
#
# </details>
#
# **Why it matters.** This is what your eye does with a heat map, written down, with the threshold that the eye hides.

# %% [markdown]
# ## Exercise 3 · The alignment error rate, by hand (●●, 15 minutes)
#
# Three collections of links `(English index, German index)`, English first here: `found` by a map, `sure` and `possible` by the gold
# standard, where a sure link counts as possible too. With A for the found ones, S for the sure ones and P for sure and
# possible together, the **alignment error rate** is 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|), where |…| counts links and ∩
# keeps those in both. A link that is listed twice counts once. With neither found nor sure links it is 0.
#
# First with a pencil: found (0, 0), (1, 1), (2, 1), sure (0, 0), (1, 1), (1, 2), possible (2, 1). What is it?


# %%
def alignment_error_rate(
    found: list[tuple[int, int]], sure: list[tuple[int, int]], possible: list[tuple[int, int]]
) -> float:
    """1 - (|A & S| + |A & P|) / (|A| + |S|), from 0 (no error) to 1.

    Example: alignment_error_rate([(0, 0), (1, 1)], [(0, 0)], [(1, 1)]) is 0.0
    """
    ### BEGIN SOLUTION
    a, s = set(found), set(sure)
    p = s | set(possible)
    if not a and not s:
        return 0.0
    return 1 - (len(a & s) + len(a & p)) / (len(a) + len(s))
    ### END SOLUTION


# %%
check.alignment_error_rate(alignment_error_rate)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Python's `set(links)` forgets doubles. `a & b` keeps what is in both, `a | b` what is in either, `len` counts.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Your pencil: two of the three found links are sure, all three are possible: two and three, above. Three found and three
# sure ones, below. The rate is one minus five sixths.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Sure links are possible links too, also where `possible` does not list them. And nothing found with nothing to find
# must not divide by zero. Only where both are missing is the rate 0.
#
# </details>
#
# **Why it matters.** It forgives what is arguable and charges what is missing. Two people who align the same sentences
# by hand disagree too, so small differences in this rate mean little.

# %% [markdown]
# ## Exercise 4 · Bug hunt: a map that looks almost right (●●●, 15 minutes)
#
# `attend` runs, its map has a bright diagonal, and the model around it even learns. Yet some German words get nearly
# nothing, and others more than a whole sentence. Find the bug and mend it. It takes queries `(n, width)`, one for each
# German word, keys `(m, width)` and values `(m, size)`, one for each English word, and gives `(n, size)`.


# %%
def attend(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """For each query the mean of the values, weighted by softmax of the dot products with the keys.

    Example: attend([[0.0]], [[1.0], [1.0]], [[2.0], [4.0]]) is [[3.0]].
    """
    scores = queries @ keys.T  # (n, m)
    ### BEGIN BUG
    weights = scores.softmax(dim=0)
    ### END BUG
    ### BEGIN SOLUTION
    weights = scores.softmax(dim=1)  # a row is a German word: it shares out its attention over the columns
    ### END SOLUTION
    return weights @ values


# %%
check.attend(attend)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Each German word has one whole attention to share out. Print `weights.sum(dim=1)`, then `weights.sum(dim=0)`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `dim=` names the direction along which the numbers will sum to one: 0 runs down a column, 1 along a row.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# With as many queries as keys and a clear diagonal, both directions look alike. Try two queries and five keys.
#
# </details>
#
# **Why it matters.** The shapes fit, nothing warns, the picture has a diagonal. Sums along the right direction are the
# first thing to check in any attention code, your own or a library's.

# %% [markdown]
# ## Exercise 5 · Scaled dot-product attention, from nothing (●●●●, 30 minutes)
#
# Write what every transformer is made of. `queries` `(..., n, width)`, `keys` `(..., m, width)` and `values`
# `(..., m, size)` may have any number of further directions in front (sentences of a batch, heads); `...` stands for
# them. Scores are dot products of each query with each key, divided by the square root of `width`. If `allowed`
# `(n, m)` is given, a query may look only where it is `True`, which is so for at least one key. The result `(..., n, size)` must equal torch's own
# `F.scaled_dot_product_attention`, which you do not call, to one part in a million.


# %%
def dot_product_attention(
    queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, allowed: torch.Tensor | None = None
) -> torch.Tensor:
    """Values averaged with weights softmax(q . k / sqrt(width)) over the allowed keys.

    Example: queries [[1.0]], keys [[0.0], [2.0]], values [[10.0], [20.0]] give [[18.8080]].
    """
    ### BEGIN SOLUTION
    scores = queries @ keys.transpose(-2, -1) / math.sqrt(queries.shape[-1])  # (..., n, m)
    if allowed is not None:
        scores = scores.masked_fill(~allowed, -math.inf)
    return scores.softmax(dim=-1) @ values
    ### END SOLUTION


# %%
check.dot_product_attention(dot_product_attention)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Three lines are enough: scores, mask, softmax and average. `a @ b` multiplies the last two directions and leaves those
# in front alone.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `.T` turns all directions around; you want the last two only: `keys.transpose(-2, -1)`. Directions can be counted
# from the end: `dim=-1` is the last.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The width that goes into the root is that of the queries, not of the values, and not the number of keys. With leading
# directions, count from the end everywhere.
#
# </details>
#
# **Why it matters.** This function, with learned matrices before it and a small network after it, times a few thousand,
# is a large language model.

# %% [markdown]
# {{ practice_footer }}
