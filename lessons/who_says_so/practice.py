# %% [markdown]
# {{ practice_header }}

# %%
from overheard.check import lesson_checks

check = lesson_checks("who_says_so")

# %% [markdown]
# ## Exercise 1 · Kappa for more than two answers (●, 8 minutes)
#
# Two readers gave each word one of several answers, such as `"PER"`, `"LOC"` or `""` for no name. `one` and `other` are lists of equal
# length. `None` says that this reader did not see that word, so the word does not count. Return kappa: (agreement − luck) / (1 − luck). The luck is
# the chance that both give the same answer if each of them deals out their own answers at random. Where luck is 1,
# kappa is 1.0. At least one word was seen by both. The step that works out the luck is missing.


# %%
def kappa_of(one: list[str | None], other: list[str | None]) -> float:
    """Cohen's kappa for any number of answers, without the words that one of the readers did not see.

    Example: kappa_of(["PER", "LOC", "", ""], ["PER", "", "", None]) is 0.5. Three words count, and on 2/3 they agree.
    The first reader has the shares 1/3 PER, 1/3 LOC and 1/3 "", the other 1/3 PER and 2/3 "". So luck is 1/9 + 2/9 = 1/3.
    """
    seen = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    n = len(seen)
    agreement = sum(a == b for a, b in seen) / n
    luck = 0.0
    ### BEGIN SOLUTION
    first, second = [a for a, _ in seen], [b for _, b in seen]
    for answer in set(first):
        luck += first.count(answer) * second.count(answer) / n**2
    ### END SOLUTION
    return 1.0 if luck == 1 else (agreement - luck) / (1 - luck)


# %%
check.kappa_of(kappa_of)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# For one answer, such as PER: with which chance does the first reader give it, with which the second, and with which do both?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Add up, over the different answers, the share of the first reader times the share of the second. Take the shares among `seen`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The empty text is an answer too. The shares are those among the words that both have seen. And each answer adds to the luck once, however often it was given.
#
# </details>
#
# **Why it matters.** Real readers skip words, and real questions have more than two answers.

# %% [markdown]
# ## Exercise 2 · Bug hunt: readers who hardly agree (●●, 8 minutes)
#
# `one` and `other` say for two readers what they marked: dictionaries from the number of a tweet to the set of places of the marked words.
# `same_share` should return, of the tweets that *both* have read and in which at least one of them marks something, the share in
# which both mark the same. If there is no such tweet, it returns `None`. It runs. But when the second reader reads the same tweets in another
# order, the share changes. Find the bug and mend it.


# %%
def same_share(one: dict[int, set[int]], other: dict[int, set[int]]) -> float | None:
    """The share of tweets with a mark in which two readers mark the same places.

    Example: same_share({7: {0, 1}, 8: set(), 9: {4}}, {9: {4}, 7: {0}, 8: set()}) is 0.5. Tweets 7 and 9 have a mark, and only
    in 9 the two mark the same.
    """
    same = counted = 0
    ### BEGIN BUG
    pairs = zip(one.values(), other.values(), strict=False)
    ### END BUG
    ### BEGIN SOLUTION
    pairs = [(one[tweet], other[tweet]) for tweet in one if tweet in other]
    ### END SOLUTION
    for a, b in pairs:
        if a or b:
            counted += 1
            same += a == b
    return same / counted if counted else None


# %%
check.same_share(same_share)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Call it with the example, and print the pairs that the loop lays side by side.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# A dictionary keeps the order in which it was filled. What says that two sets belong to the same tweet?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A tweet that only one of them has read does not count at all.
#
# </details>
#
# **Why it matters.** Marks that are paired wrongly look like people who quarrel. Nothing crashes.

# %% [markdown]
# ## Exercise 3 · A vote that may abstain (●●●, 12 minutes)
#
# Write `cautious_vote`. `votes` holds one list for each word, with the answer of each reader: a text, or `None` if this reader did not see the
# word. The empty text `""` is an answer like any other: it says "no name". For each word, return the answer with most votes. But return `None` for that word if two or more
# answers share the first place, or if the first has fewer than `least` votes. `least` is 1 or more, and lists may differ in length.


# %%
def cautious_vote(votes: list[list[str | None]], least: int) -> list[str | None]:
    """The answer of the majority for each word, or None where it is tied or rests on too few votes.

    Example: cautious_vote([["PER", "PER", ""], ["LOC", "ORG"], ["", None, ""]], 2) is ["PER", None, ""].
    """
    ### BEGIN SOLUTION
    decided: list[str | None] = []
    for row in votes:
        given = [vote for vote in row if vote is not None]
        ranked = sorted(set(given), key=given.count, reverse=True)
        sizes = [given.count(vote) for vote in ranked]
        clear = bool(sizes) and sizes[0] >= least and (len(sizes) == 1 or sizes[0] > sizes[1])
        decided.append(ranked[0] if clear else None)
    return decided
    ### END SOLUTION


# %%
check.cautious_vote(cautious_vote)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Write it for one word first. Leave out the `None`s, then count each answer. `collections.Counter` can do it.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# What is the largest count? How many answers have it? Only if just one has it, and it reaches `least`, there is a winner.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A row may be empty, or hold `None` only: such a word has no votes. And `""` is a winner like any other: `if answer:` would throw it away.
#
# </details>
#
# **Why it matters.** A label that rests on a tie is a coin toss. What abstains can be read again.

# %% [markdown]
# {{ practice_footer }}
