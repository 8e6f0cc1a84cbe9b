# %% [markdown]
# {{ practice_header }}

# %%
import torch

from overheard.check import lesson_checks

PAD, START, END = 0, 1, 2  # indices that are no words: filling, begin, end
check = lesson_checks("attention_heatmaps")

# %% [markdown]
# ## Exercise 1 · How many words does a row look at? (●, 5 minutes)
#
# Complete `words_looked_at`. It takes an attention map `weights` `(German words, English words)`, whose rows sum to 1. For
# each row it gives 1 divided by the sum of the row's squared weights, as a tensor `(German words,)`. With all attention on
# one word this is 1, and with equal attention on two words it is 2. So it says over how many words a row spreads. One step
# is missing.


# %%
def words_looked_at(weights: torch.Tensor) -> torch.Tensor:
    """Over how many English words each row of the map spreads, (German words,).

    Example: words_looked_at(torch.tensor([[1.0, 0.0], [0.5, 0.5]])) is tensor([1., 2.]).
    """
    squares = weights**2  # (German words, English words)
    ### BEGIN SOLUTION
    together = squares.sum(dim=1)  # (German words,)
    ### END SOLUTION
    return 1 / together


# %%
check.words_looked_at(words_looked_at)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# The last line uses `together`, which holds one number for each row. Work it out with a pencil for the example first.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `x.sum()` adds all numbers of a tensor. With `dim=` it adds along one direction: 0 runs down a column, 1 along a row.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Are there as many results as rows, also where the map has more columns than rows?
#
# </details>
#
# **Why it matters.** Two rows may have the same brightest cell, and one of them is pale. This number tells them apart.

# %% [markdown]
# ## Exercise 2 · Read a map (●●, 10 minutes)
#
# Write `read_map`. It takes a map `weights` `(German words, English words)` with the words of both sentences. For each
# German word, in order, find the English word with the largest weight. If that weight is at least `at_least`, put the
# pair `(German word, English word)` on a list. Otherwise leave the word out, since its row is too pale to be read. On a tie
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
    largest, columns = weights.max(dim=1)  # both (German words,)
    for row, word in enumerate(german):
        if largest[row] >= at_least:
            pairs.append((word, english[columns[row]]))
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
# `weights.max(dim=1)` gives two tensors, with one number for each row: the largest weight, and its column.
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
# ## Exercise 3 · Bug hunt: a model that learns too well (●●●, 10 minutes)
#
# `reads_and_writes` prepares German sentences for training with teacher forcing. It takes `rows` `(sentences, longest)`:
# the indices of the words of each sentence, then `END`, then `PAD` up to the longest. It gives two tensors of the same
# shape, what the decoder reads and what it must write. A translator trained with it had a loss of nearly 0 after one epoch.
# When it had to translate, it wrote nonsense. Find the bug and mend it. `rows` itself must stay as it is.


# %%
def reads_and_writes(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What the decoder reads and what it must write at each place, both (sentences, longest).

    Example: reads_and_writes(torch.tensor([[5, 7, 2]])) is (tensor([[1, 5, 7]]), tensor([[5, 7, 2]])).
    """
    ### BEGIN BUG
    read = rows.clone()
    read[:, 0] = START
    return read, rows
    ### END BUG
    ### BEGIN SOLUTION
    read = torch.full_like(rows, START)
    read[:, 1:] = rows[:, :-1]
    return read, rows
    ### END SOLUTION


# %%
check.reads_and_writes(reads_and_writes)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Print both tensors for a sentence of three words, one above the other. What does the decoder know at place 1, and what is
# it asked for there?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# At each place the decoder may know only what stands before that place. `torch.full_like(rows, START)` is a table of that
# shape full of `START`, and `rows[:, :-1]` leaves out the last column.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Both results have the shape of `rows`, also in a batch with padding. The decoder may read `END` where the next thing to
# write is `PAD`: the loss leaves padding out.
#
# </details>
#
# **Why it matters.** The better the loss looks, the less one searches. A loss that is too good to be true mostly is.

# %% [markdown]
# ## Exercise 4 · A floor for a map (●●●●, 20 minutes)
#
# How often would a map that knows nothing have its brightest cell on the replaced word? Take each sentence's bright cells and
# deal them to its German words at random. Then each German word gets each of the cells with the same chance. Write
# `floor_of_hits`, which gives the share (from 0 to 1) of all changed German words whose brightest cell is then the replaced
# word, on average over all ways to deal. For each sentence you get the `bright` English place of every German word, the
# places of the German words that `changed`, and the English place that was `replaced`. If nothing changed in any
# sentence, give 0.


# %%
def floor_of_hits(bright: list[list[int]], changed: list[list[int]], replaced: list[int]) -> float:
    """The share of changed German words that hit the replaced word by chance.

    Example: floor_of_hits([[0, 1, 1, 2]], [[1, 3]], [1]) is 0.5: two of the four bright cells are on word 1.
    """
    ### BEGIN SOLUTION
    hits = n_changed = 0
    for cells, places, word in zip(bright, changed, replaced, strict=True):
        hits += len(places) * cells.count(word) / len(cells)
        n_changed += len(places)
    return hits / n_changed if n_changed else 0.0
    ### END SOLUTION


# %%
check.floor_of_hits(floor_of_hits)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# You need no random numbers. In one sentence, what is the chance that one given German word gets a cell on the replaced
# word?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# That chance is the same for every changed word of the sentence. So each sentence adds (its chance times its number of
# changed words) to the hits. At the end divide by the number of changed words of all sentences.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A sentence with many changed words counts for more than one with a single changed word. And a sentence may have none.
#
# </details>
#
# **Why it matters.** In short sentences even a blind map hits often. A score says something only above its floor.

# %% [markdown]
# ## Exercise 5 · Does a word need its bright cell? (●●●●●, 25 minutes)
#
# Judge a map by interventions. Each English word was replaced in turn, and the sentence translated again. You get the map
# `weights` `(German words, English words)`, the German words `before`, and a list `afters` with one entry for each English
# word: the German words after that word was replaced, or `None` if it was not. Write `needed`. For each German word, look
# at the English word with its largest weight (the first on a tie). If that word was replaced, the German word is *tested*.
# It *changed* if the new translation has another word at its place, or none. Give the number tested and how many of these
# changed.


# %%
def needed(weights: torch.Tensor, before: list[str], afters: list[list[str] | None]) -> tuple[int, int]:
    """How many German words could be tested, and how many of them changed without their brightest English word.

    Example: needed(torch.tensor([[0.9, 0.1], [0.2, 0.8]]), ["Ich", "singe"], [["Er", "singt"], None]) is (1, 1).
    """
    ### BEGIN SOLUTION
    tested = changed = 0
    for place, word in enumerate(before):
        after = afters[int(weights[place].argmax())]
        if after is not None:
            tested += 1
            changed += place >= len(after) or after[place] != word
    return tested, int(changed)
    ### END SOLUTION


# %%
check.needed(needed)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Go through the German words with their places. Which entry of `afters` belongs to a word? That of its brightest column.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Ask first whether that entry is `None`. Then ask whether the new translation is long enough to have a word at this place,
# and only then compare the words.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Compare at the same place: a word that still stands somewhere else has changed its place. And the map need not be square.
#
# </details>
#
# **Why it matters.** This asks the model itself, not its map. Where the two disagree, the map is the one to doubt.

# %% [markdown]
# {{ practice_footer }}
