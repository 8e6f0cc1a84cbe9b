# %% [markdown]
# {{ practice_header }}

# %%
import math
from collections import Counter
from itertools import pairwise

import torch

from overheard.check import lesson_checks

check = lesson_checks("next_token")

# %% [markdown]
# ## Exercise 1 · Tokens of different lengths (●, 5 minutes)
#
# Two models cut a text in different ways, so their losses a token cannot be compared. Complete `bits_per_character`. It takes
# `nats`, the loss of each token, and `pieces`, the text of each token. It gives the bits that the model needs for one
# character of the text, on average. The last step is missing.


# %%
def bits_per_character(nats: list[float], pieces: list[str]) -> float:
    """Bits that a character costs on average. Both lists have the same length, and some piece has a character.

    Example: bits_per_character([2 * math.log(2), 4 * math.log(2)], ["wh", "a"]) is 2.0: six bits for three characters.
    """
    total_nats = sum(nats)
    n_characters = sum(len(piece) for piece in pieces)
    ### BEGIN SOLUTION
    total_bits = total_nats / math.log(2)
    return total_bits / n_characters
    ### END SOLUTION


# %%
check.bits_per_character(bits_per_character)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# How many nats is one bit? A coin costs log(2) nats and one bit.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# First turn the total of nats into bits. Then share it out over all characters, not over all tokens.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The mean of the tokens' own bits a character is something else: a long piece must count for more than a short one.
#
# </details>
#
# **Why it matters.** A model with longer tokens has a higher loss a token and may still be the better one.

# %% [markdown]
# ## Exercise 2 · A mask with a window (●●, 15 minutes)
#
# Some large models let each place see only what is near. Write `window_mask`. It gives a mask `(length, length)` that can be
# added to scores: 0 where the place of the row may look at the place of the column, and minus infinity elsewhere. A place may
# look at itself and at the `n_back` places before it, as far as there are any.


# %%
def window_mask(length: int, n_back: int) -> torch.Tensor:
    """What is added to the scores, decimals, (length, length); length at least 1, n_back at least 0.

    Example: window_mask(3, 1) is tensor([[0., -inf, -inf], [0., 0., -inf], [-inf, 0., 0.]]).
    """
    ### BEGIN SOLUTION
    mask = torch.full((length, length), -math.inf)
    for place in range(length):
        mask[place, max(0, place - n_back) : place + 1] = 0.0
    return mask
    ### END SOLUTION


# %%
check.window_mask(window_mask)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Draw the table for length four and one step back. Which columns may the third row look at?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Begin with a table full of minus infinity: `torch.full((rows, columns), -math.inf)`. Then set a slice of each row to 0.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A slice that begins at a negative number counts from the end. And with `n_back` 0 each place still sees itself.
#
# </details>
#
# **Why it matters.** A full table grows with the square of the length, a window only with the length.

# %% [markdown]
# ## Exercise 3 · Bug hunt: too good on new text (●●●, 10 minutes)
#
# `pair_loss` scores a model of pairs on validation text, in nats for each character but the first. After the character *a*, the next one *b* has the
# probability (times that *a* was followed by *b* in training + `extra`) / (times that *a* was followed by anything in training +
# `extra` · number of different characters). The different characters are those of both texts together. Somebody chose `extra` with this function, and it said
# that a tiny `extra` is best and the loss excellent. On another chapter the loss was far worse. Find the bug and mend it.


# %%
def pair_loss(train: str, valid: str, extra: float) -> float:
    """Mean loss of the pairs of `valid`, in nats; `valid` has at least two characters, and extra is above 0.

    Example: pair_loss("aab", "ab", 1.0) is log(2): after a, training has one a and one b.
    """
    ### BEGIN BUG
    n_different, text = len(set(train + valid)), train + valid
    followed = Counter(pairwise(text))  # how often each pair comes
    first = Counter(text[:-1])  # how often each character is followed by anything
    total = 0.0
    for a, b in pairwise(valid):
        total -= math.log((followed[a, b] + extra) / (first[a] + extra * n_different))
    return total / (len(valid) - 1)
    ### END BUG
    ### BEGIN SOLUTION
    n_different, text = len(set(train + valid)), train
    followed = Counter(pairwise(text))  # how often each pair comes
    first = Counter(text[:-1])  # how often each character is followed by anything
    total = 0.0
    for a, b in pairwise(valid):
        total -= math.log((followed[a, b] + extra) / (first[a] + extra * n_different))
    return total / (len(valid) - 1)
    ### END SOLUTION


# %%
check.pair_loss(pair_loss)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Take a training text without any *z*, and the validation text `zzzz`. What should the model think of it, and what does
# it say?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# What may the model know when it is judged? Look at each line that uses `valid`, and ask whether it should.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The number of different characters counts both texts, as the task says. Only the counts of pairs must not know `valid`.
#
# </details>
#
# **Why it matters.** A setting chosen with leaked counts is the one that trusts the leak most.

# %% [markdown]
# ## Exercise 4 · The nucleus (●●●, 15 minutes)
#
# Top-k keeps the same number of tokens whether the model is sure or not. **Nucleus** sampling (top-p) keeps as many as are
# needed: go from the most probable token to less probable ones, and stop as soon as the kept ones together have a
# probability of at least `p`. Write `nucleus`, which gives the indices of the kept tokens in rising order. At least one token is always kept. Of tokens
# with equal probability, that with the smaller index comes first. If rounding keeps the sum below `p` to the end, keep all.


# %%
def nucleus(probabilities: list[float], p: float) -> list[int]:
    """Indices of the smallest set of most probable tokens that together reach p, rising; 0 < p <= 1.

    Example: nucleus([0.125, 0.5, 0.25, 0.125], 0.75) is [1, 2].
    """
    ### BEGIN SOLUTION
    kept, together = [], 0.0
    for index in sorted(range(len(probabilities)), key=lambda i: -probabilities[i]):
        kept.append(index)
        together += probabilities[index]
        if together >= p:
            break
    return sorted(kept)
    ### END SOLUTION


# %%
check.nucleus(nucleus)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Sort the indices, not the probabilities: you need to know in the end which tokens they were.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `sorted(range(n), key=...)` keeps the smaller index first where keys are equal. Add up in that order, and stop after the token that reaches `p`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The token that makes the sum reach `p` is kept, too. And one token is kept even if it has more than `p` alone.
#
# </details>
#
# **Why it matters.** After *q* one token is enough, and at the start of a sentence fifty may be right.

# %% [markdown]
# ## Exercise 5 · Is larger better? (●●●●, 15 minutes)
#
# Somebody trained models of rising size, each size with several seeds, and claims: larger is better. Write `verdict`. It takes `losses`: for each size, from the smallest
# to the largest, a list of the losses of its seeds. Compare each size with the next larger one. The *gap* is the mean of the smaller size minus
# the mean of the larger one. The *spread* is the largest loss minus the smallest loss within one size, and of the two sizes the larger spread counts.
# The claim `"holds"` if every gap is larger than its spread. It `"does not hold"` if some gap is below minus its spread. Else it is `"not shown"`.


# %%
def verdict(losses: list[list[float]]) -> str:
    """Whether the loss falls from each size to the next: "holds", "does not hold" or "not shown".

    Example: verdict([[2.0, 2.25], [1.5, 1.5]]) is "holds": the gap is 0.625, the spread 0.25.
    """
    ### BEGIN SOLUTION
    clear = True
    for smaller, larger in pairwise(losses):
        gap = sum(smaller) / len(smaller) - sum(larger) / len(larger)
        spread = max(max(smaller) - min(smaller), max(larger) - min(larger))
        if gap < -spread:
            return "does not hold"
        if gap <= spread:
            clear = False
    return "holds" if clear else "not shown"
    ### END SOLUTION


# %%
check.verdict(verdict)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Two losses that differ by less than two seeds of one model differ say nothing. Write gap and spread of one pair of sizes first.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# One pair against the claim is enough for "does not hold", wherever it stands. "holds" needs all pairs.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Do not return at the first pair that is unclear: a later one may speak against the claim. A gap equal to its spread shows nothing.
#
# </details>
#
# **Why it matters.** A curve through single runs looks like a law. The spread says how much of it would be there again.

# %% [markdown]
# {{ practice_footer }}
