# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("bet_nothing")

# %% [markdown]
# ## Exercise 1 · What do the odds hide? (●, 10 minutes)
#
# A bookmaker quotes decimal odds for all outcomes of one game, such as home win, draw and away win. `odds` has the shape
# `(outcomes,)`. If you add up 1 / odds over all outcomes, the sum is above 1: what is above 1 is the margin. The bookmaker
# raised the chances of all outcomes by the same factor. Return the margin and the fair chances, `(outcomes,)`. The line with the
# chances is missing.


# %%
def fair_chances(odds: np.ndarray) -> tuple[float, np.ndarray]:
    """Margin, and the chance of each outcome without it.

    Example: fair_chances(np.array([1.6, 2.0])) is 0.125 and [0.5556, 0.4444], rounded.
    """
    implied = 1 / odds
    margin = implied.sum() - 1
    ### BEGIN SOLUTION
    chances = implied / (1 + margin)
    ### END SOLUTION
    return float(margin), chances


# %%
check.fair_chances(fair_chances)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# What must the chances of all outcomes add up to? And what do the entries of `implied` add up to?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# All were raised by the same factor, so divide all by the same number. It is 1 plus the margin.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# There may be two outcomes, or twenty. A bookmaker may even pay too much, and then the margin is below 0.
#
# </details>
#
# **Why it matters.** Quoted odds look like chances. Without taking the margin out, you think every outcome likelier than it is.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the bettor that cannot tell the two actions apart (●●, 15 minutes)
#
# A smaller bettor has only two actions: bet one dollar, or do not. Its policy is one number `x`. It bets with the
# probability 1 / (1 + exp(-x)). `bets` says for each game whether it bet, and `rewards` what it got, both `(games,)`. `usual` is
# one number, the mean reward of earlier games. `slope_of_reward` estimates the slope of the mean reward along `x`, as REINFORCE
# does, with `usual` subtracted from all rewards. It runs. But at x = 0 the slope is the same, whichever of the games the bettor bet
# on. Find the bug and mend it.


# %%
def slope_of_reward(x: float, bets: np.ndarray, rewards: np.ndarray, usual: float) -> float:
    """Estimated slope of the mean reward along x.

    Example: slope_of_reward(0.0, np.array([True, False]), np.array([-1.0, 0.0]), -0.5) is -0.25: betting was worse.
    """
    chance = 1 / (1 + np.exp(-x))
    advantage = rewards - usual
    ### BEGIN BUG
    log_slopes = np.where(bets, 1 - chance, chance)
    ### END BUG
    ### BEGIN SOLUTION
    log_slopes = np.where(bets, 1 - chance, -chance)
    ### END SOLUTION
    return float(np.mean(advantage * log_slopes))


# %%
check.slope_of_reward(slope_of_reward)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Print the log slopes for `x = 0`, with a bet and without one. What do they say about the two actions?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# If x rises, the probability of a bet rises. What happens to the probability of no bet, and to its logarithm?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# The mean over all games counts, with and without a bet. The number that is subtracted is `usual`, whatever these games brought.
#
# </details>
#
# **Why it matters.** A learner with a wrong slope does not crash. This one can be driven to bet more while it loses.

# %% [markdown]
# ## Exercise 3 · How many bets until luck is no larger? (●●●, 20 minutes)
#
# You bet one dollar again and again, each time with the same chance to win and the same decimal odds. The *spread* of one
# bet is the square root of the expected squared distance of its profit from the expected profit. In
# about 95 % of cases, the mean of n bets lies within 2 × spread / √n of the expected profit. Write `bets_needed`: the n, as a float that need not be whole, at
# which this luck is just as large as the expected profit (or the expected loss, without its sign). If the expected profit is
# 0, to within a billionth, it is `float("inf")`.


# %%
def bets_needed(chance: float, odds: float) -> float:
    """Number of bets at which luck is as large as the expected profit or loss.

    Example: bets_needed(0.6, 2.0) is 96.0: the expected profit is 0.2, and the spread of a bet is the root of 0.96.
    """
    ### BEGIN SOLUTION
    gain = chance * odds - 1
    if abs(gain) < 1e-9:
        return float("inf")
    squared_spread = chance * (odds - 1 - gain) ** 2 + (1 - chance) * (-1 - gain) ** 2
    return 4 * squared_spread / gain**2
    ### END SOLUTION


# %%
check.bets_needed(bets_needed)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Begin with the expected profit. Then there are two distances from it: one if you win, one if you lose. Square each, take
# each times its probability, and add.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# 2 × spread / √n = expected profit. Solve for √n, then square both sides.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# An expected loss needs as many bets as an expected profit of the same size and spread. And at fair odds no number is enough.
#
# </details>
#
# **Why it matters.** A small edge hides in luck for thousands of bets, and so does a small loss. Even after so many bets, only
# about half of the bettors can tell.

# %% [markdown]
# {{ practice_footer }}
