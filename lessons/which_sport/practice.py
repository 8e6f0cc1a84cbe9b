# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("which_sport")

# %% [markdown]
# ## Exercise 1 · A second opinion on a forecast (●, 7 minutes)
#
# The log loss is not the only way to score a forecast. The **Brier score** is the mean squared distance between the
# probability that was given to a home win and the result, 1 or 0. `chance` and `won` are `(games,)`. The baseline gives
# every game the same `home_rate`, which lies between 0 and 1. Return the gain: how much of the baseline's score the
# forecast saves, as a share of the baseline's score. It is 1 for a perfect forecast and below 0 for one that is worse
# than the baseline. The last step is missing.


# %%
def brier_gain(chance: np.ndarray, won: np.ndarray, home_rate: float) -> float:
    """The share of the baseline's Brier score that a forecast saves.

    Example: brier_gain(np.array([0.9, 0.4]), np.array([1, 0]), 0.5) is 0.66: the forecast scores
    (0.01 + 0.16) / 2 = 0.085, the baseline 0.25.
    """
    baseline = np.mean((home_rate - won) ** 2)
    ### BEGIN SOLUTION
    saved = baseline - np.mean((chance - won) ** 2)
    return float(saved / baseline)
    ### END SOLUTION


# %%
check.brier_gain(brier_gain)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Score the forecast in the way in which the line above scores the baseline.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Saved is the baseline's score minus that of the forecast. As a share, divide by the baseline's score.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A bad forecast has a gain below 0. Leave it there, and do not cut it off.
#
# </details>
#
# **Why it matters.** A score on its own says nothing, since games that nobody can predict make every score bad.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the forecaster who knew (●●, 10 minutes)
#
# A chess club rates its members. `results` is a list of games in order. Each is a tuple of the name of White, the name
# of Black, and White's points: 1, a half for a draw, or 0. Everybody begins with 0. A lead of 400 makes the odds 10 to
# 1, and after a game White's rating moves by K × (points − chance). `chances_before` should return a list with White's
# chance before each game, from the ratings at that time. It runs. But when a coin decides the games, its forecasts cost
# less than a coin's. Find the bug and mend it.


# %%
def chances_before(results: list[tuple[str, str, float]], K: float) -> list[float]:
    """White's chance before each game, as a list of numbers between 0 and 1.

    Example: chances_before([("Ada", "Bo", 1.0), ("Bo", "Ada", 1.0)], 40.0) is [0.5, 0.4427]: after the first game
    Ada has 20 and Bo has -20, so Bo's chance is 1 / (1 + 10 ** (40 / 400)).
    """
    rating = {name: 0.0 for game in results for name in game[:2]}
    chances = []
    for white, black, points in results:
        behind = rating[black] - rating[white]
        moved = K * (points - 1 / (1 + 10 ** (behind / 400)))
        rating.update({white: rating[white] + moved, black: rating[black] - moved})
        ### BEGIN BUG
        behind = rating[black] - rating[white]
        chances.append(1 / (1 + 10 ** (behind / 400)))
        ### END BUG
        ### BEGIN SOLUTION
        chances.append(1 / (1 + 10 ** (behind / 400)))
        ### END SOLUTION
    return chances


# %%
check.chances_before(chances_before)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# What is the chance before the very first game, when nobody has played? What does the function say?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Follow `points` of the first game. Is it used before the first chance is written down?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A chance is worked out before the ratings move, and the ratings move after each game, draws included.
#
# </details>
#
# **Why it matters.** A forecast into which its own result has leaked looks splendid on old games and fails on new ones.

# %% [markdown]
# ## Exercise 3 · How long must a season be? (●●●, 15 minutes)
#
# Write `season_length`. Each team of a league played `n` games; `rates` holds their win rates, `(teams,)`. The mean
# variance of one game is `variance`. Suppose that the league had played m games instead, with the same teams. The part
# of the spread around a half that is not luck stays as it is, and only the luck depends on m. Return the smallest whole
# number m for which at least the share `wanted` of the spread is not luck. `wanted` lies between 0 and 1. If the spread
# is not above the luck, no length helps: return `None`.


# %%
def season_length(rates: np.ndarray, n: int, variance: float, wanted: float) -> int | None:
    """The number of games after which a share `wanted` of the spread is not luck.

    Example: season_length(np.array([1, 0.75, 0.25, 0]), 4, 0.25, 0.75) is 8. The spread is 0.15625 and the luck is 0.0625, so
    0.09375 is left. With 8 games the luck is 0.03125, and 0.09375 / (0.09375 + 0.03125) is 0.75.
    """
    ### BEGIN SOLUTION
    rest = np.square(rates - 0.5).mean() - variance / n
    if rest <= 0:
        return None
    shortest = wanted * variance / (rest * (1 - wanted))
    return int(np.ceil(shortest))
    ### END SOLUTION


# %%
check.season_length(season_length)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Work out what is left, as in the pencil example of the lesson: the mean squared distance from a half, minus `variance
# / n`.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Call what is left `rest`. With m games the share is `rest / (rest + variance / m)`. Solve that for m, or try 1, 2
# and so on.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A season has whole games, so a fraction is rounded up. A share that is just `wanted` is enough. And the distances are
# taken from a half, also where these teams win more than that.
#
# </details>
#
# **Why it matters.** It turns "is it luck?" into "how many games do I need?", which also holds for A/B tests and for
# reviews with five stars.

# %% [markdown]
# {{ practice_footer }}
