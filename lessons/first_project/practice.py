# %% [markdown]
# {{ practice_header }}

# %%
import math

import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("first_project")

# %% [markdown]
# ## Exercise 1 · A message with new words (●, 8 minutes)
#
# Return the logarithm of how many times likelier spam is than ham. `spam` and `ham` say how often each word stood in the training messages of each class, which were
# `n_spam` and `n_ham` messages. The vocabulary holds all words of both. `alpha` is added to each count. A word of the message that is in no training message counts nothing. The step that works out the two shares is missing.


# %%
def spam_log_odds(
    message: list[str], spam: dict[str, int], ham: dict[str, int], n_spam: int, n_ham: int, alpha: float
) -> float:
    """The log odds of spam by naive Bayes.

    Example: spam_log_odds(["free", "now"], {"free": 2, "call": 1}, {"call": 1}, 3, 6, 0.5) is 0.223. "now" is new.
    The shares of "free" are 2.5 / 4 in spam and 0.5 / 2 in ham: log(3 / 6) + log(0.625 / 0.25).
    """
    vocabulary = set(spam) | set(ham)
    log_odds = math.log(n_spam / n_ham)
    for word in message:
        if word in vocabulary:
            in_spam = in_ham = 1.0  # the share of this word among all words of each class, after smoothing
            ### BEGIN SOLUTION
            in_spam = (spam.get(word, 0) + alpha) / (sum(spam.values()) + alpha * len(vocabulary))
            in_ham = (ham.get(word, 0) + alpha) / (sum(ham.values()) + alpha * len(vocabulary))
            ### END SOLUTION
            log_odds += math.log(in_spam / in_ham)
    return log_odds


# %%
check.spam_log_odds(spam_log_odds)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# In the pencil example, what stood above the line, and what below, when 1 was added to each count? Now `alpha` is added.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Every word of the vocabulary gets `alpha`, in both classes. So the total of a class grows by `alpha` times the size of the vocabulary.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A word of the vocabulary may be missing in one of the dictionaries: its count is 0 there. The vocabulary is the same for both classes.
#
# </details>
#
# **Why it matters.** New words arrive every day. A filter must neither stop at them nor be ruled by them.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the judge who never decides (●●, 10 minutes)
#
# `one` and `other` hold what each message costs with either of two filters, both of the shape (messages,). `draws` is (resamples, messages): the places that
# each resample draws. `cheaper` returns `"one"` or `"other"`, whichever the 95 % interval of the difference shows to be cheaper. It returns `"not decided"` if 0 lies
# within the interval or is one of its ends. It runs, but it is far too careful. Find the bug and mend it.


# %%
def cheaper(one: np.ndarray, other: np.ndarray, draws: np.ndarray) -> str:
    """Which of two filters is cheaper, judged on the same resamples.

    Example: cheaper(np.array([1, 0, 1, 0]), np.array([0, 0, 0, 0]), np.array([[0, 1, 2, 3], [0, 0, 1, 2], [2, 2, 3, 0]]))
    is "other": it costs less in all three resamples.
    """
    ### BEGIN BUG
    ends_one = np.percentile(one[draws].mean(axis=1), [2.5, 97.5])
    ends_other = np.percentile(other[draws].mean(axis=1), [2.5, 97.5])
    low, high = ends_one[0] - ends_other[1], ends_one[1] - ends_other[0]
    ### END BUG
    ### BEGIN SOLUTION
    low, high = np.percentile((one - other)[draws].mean(axis=1), [2.5, 97.5])
    ### END SOLUTION
    if low > 0:
        return "other"
    if high < 0:
        return "one"
    return "not decided"


# %%
check.cheaper(cheaper)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Take two filters with the same costs everywhere, except that one of them pays 1 more for half of the messages. What are `low` and `high`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A resample with many hard messages is dear for both filters. Where does the function use that both were measured on the same resample?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The interval of a difference comes from the differences, one for each resample. The middle 95 % end at the percentiles 2.5 and 97.5.
#
# </details>
#
# **Why it matters.** Two intervals may overlap although one filter is better in nearly every resample.

# %% [markdown] overheard={"everyday": ["block"]}
# ## Exercise 3 · At most one in so many (●●●, 15 minutes)
#
# A customer says: at most one of `per` real messages may be lost. A filter with the threshold t blocks all messages that score t or more. Only scores that occur may be
# thresholds. Return the threshold that blocks most spam and keeps the limit. If several do, return the highest. If no threshold that
# blocks any spam keeps the limit, return `None`. `scores` and `is_spam` are lists of equal length, in any order, and may be empty.


# %%
def threshold_within(scores: list[float], is_spam: list[bool], per: int) -> float | None:
    """The threshold that finds most spam and loses at most one of `per` real messages.

    Example: threshold_within([5.0, 4.0, 3.0, 2.0], [True, False, True, False], 2) is 3.0. It blocks both spam messages and
    loses one of two real ones. With per=3 it is 5.0.
    """
    ### BEGIN SOLUTION
    n_real = is_spam.count(False)
    best, most = None, 0
    for threshold in sorted(set(scores), reverse=True):
        verdicts = [spam for score, spam in zip(scores, is_spam, strict=True) if score >= threshold]
        hits = verdicts.count(True)
        if (len(verdicts) - hits) * per <= n_real and hits > most:
            best, most = threshold, hits
    return best
    ### END SOLUTION


# %%
check.threshold_within(threshold_within)

# %% [markdown] overheard={"everyday": ["block"]}
# <details><summary>Hint 1</summary>
#
# Try every different score as the threshold. For each, count what is blocked of the spam and of the real messages.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Go from the highest score down, and remember the best threshold so far. Replace it only if the new one blocks more spam.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# Messages with equal scores are blocked together or not at all. The limit speaks of the real messages, not of all, and not of the blocked ones.
#
# </details>
#
# **Why it matters.** Customers seldom name a price. They name what must not happen.

# %% [markdown]
# {{ practice_footer }}
