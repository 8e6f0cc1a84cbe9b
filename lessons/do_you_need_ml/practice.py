# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("do_you_need_ml")

# %% [markdown]
# ## Exercise 1 · The shop that was shut (●, 7 minutes)
#
# A bakery keeps a list of the loaves that it sold, one number a day, the oldest first. On a day when it was shut, the
# list holds `None`. `next_day` forecasts the day after the last one: as many loaves as one season ago, where a season
# has `season` days. If the shop was shut then, go back one more season, and so on. Return `None` where nothing is
# known. The loop is there, and what it does with each day is missing.


# %%
def next_day(sold: list[int | None], season: int = 7) -> int | None:
    """The loaves that the seasonal naive forecasts for the day after the list.

    Example: next_day([30, 50, 32, None], season=2) is 32: one season before the new day stands 32.
    And next_day([30, 50, None, 55], season=2) is 30, since the shop was shut one season before.
    """
    place = len(sold) - season
    while place >= 0:
        ### BEGIN SOLUTION
        if sold[place] is not None:
            return sold[place]
        place -= season
        ### END SOLUTION
    return None


# %%
check.next_day(next_day)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `place` is the day one season before the new one. Is a number there, or `None`?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Return the number if there is one. Otherwise make `place` smaller by one season, and the loop looks again.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A day on which the shop sold 0 loaves is a day on which it was open. Ask whether the value `is not None`.
#
# </details>
#
# **Why it matters.** A rule that breaks on the first holiday is no rival for a model.

# %% [markdown]
# ## Exercise 2 · Bug hunt: the mean that changed its mind (●●, 10 minutes)
#
# A help desk counts its tickets, one number a day. `kinds` says of which kind each day is, such as "Mon". For each day,
# `mean_before` should forecast the mean of those earlier days of its kind that are known when the forecast is made,
# `ahead` days before. Where there are none, it says `None`. It runs, and its errors on old days are wonderfully small.
# But a forecast that it made in March says something else in June. Find the bug and mend it.


# %%
def mean_before(tickets: list[float], kinds: list[str], ahead: int) -> list[float | None]:
    """The forecast of each day: the mean of known days of its kind.

    Example: mean_before([10, 4, 20, 6, 90], ["Mon", "Sun", "Mon", "Sun", "Mon"], 2) is
    [None, None, 10.0, 4.0, 15.0]: for the last day, days 0 and 2 are Mondays and at least two days before.
    """
    forecasts = []
    for day, kind in enumerate(kinds):
        known = []
        for other, count in enumerate(tickets):
            ### BEGIN BUG
            apart = abs(other - day)
            ### END BUG
            ### BEGIN SOLUTION
            apart = day - other
            ### END SOLUTION
            if kinds[other] == kind and apart >= ahead:
                known.append(count)
        forecasts.append(sum(known) / len(known) if known else None)
    return forecasts


# %%
check.mean_before(mean_before)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# What should be forecast for the very first day, when nothing has happened yet? What does the function say?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# For one day in the middle of the list, write down all days that end up in `known`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A day exactly `ahead` days before counts as known, a later one does not.
#
# </details>
#
# **Why it matters.** A mean over all rows of a table is one line, and it forecasts the past from the future.

# %% [markdown]
# ## Exercise 3 · Does it pay for its keep? (●●●, 20 minutes)
#
# Write `decide`. `gains` holds what a model gained over the plain answer in each week, in units such as sold deposits:
# `(weeks,)`. Each row of `draws`, `(resamples, weeks)`, says which weeks one resample draws. The middle 95 % of the
# resamples' means go from `low` to `high`. A unit is worth `worth` euros, and the model costs
# `cost` euros a week more than the plain answer. Return, not rounded:
#
# - `"model"` if even `low` units are worth more than the cost, `"plain"` if even `high` units are worth less, and else `"cannot tell"`;
# - the worth of a unit at which `low` units just pay the cost, or `None` if no worth does.


# %%
def decide(gains: np.ndarray, draws: np.ndarray, worth: float, cost: float) -> tuple[str, float | None]:
    """The verdict, and the lowest worth of a unit from which on it is "model".

    Example: decide(np.array([4.0, 2.0]), np.array([[0, 0], [0, 1], [1, 1]]), 10.0, 15.0) is about ("model", 7.32): the
    means are 4, 3 and 2, their middle 95 % goes from 2.05 to 3.95, 2.05 × 10 is more than 15, and 15 / 2.05 is 7.32.
    """
    ### BEGIN SOLUTION
    means = [gains[weeks].mean() for weeks in draws]
    low, high = (float(np.percentile(means, p)) for p in (2.5, 97.5))
    price = cost / low if low > 0 else None
    if low * worth > cost:
        return "model", price
    return ("plain" if high * worth < cost else "cannot tell"), price
    ### END SOLUTION


# %%
check.decide(decide)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `gains[draws]` has the shape `(resamples, weeks)`. Which axis must disappear so that one mean a resample is left?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `np.quantile(means, 0.025)` is `low`. Multiply it by `worth`, compare with `cost`, and do the same with `high`.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A model that loses units does not pay at any price: then the price is `None`. And the verdict can be "cannot tell" even
# if the mean gain pays.
#
# </details>
#
# **Why it matters.** A gain can be real and too small to pay for its keep, or large and too uncertain to bet on.

# %% [markdown]
# ## Exercise 4 · A question of your own (●●●, 30 minutes)
#
# Take a question from your own work for which somebody has proposed a model. Its minutes come on top of the time
# that the lesson states. Print the [decision sheet](../lessons/do_you_need_ml/my_work/decision_sheet.html); a copy of it
# lies in `my_work/do_you_need_ml/`.
# Write the plain answer, score it on your last weeks of data, and read your sheet against these rows:
#
# | | not yet | there |
# |---|---|---|
# | **plain answer** | "we have none" | chosen on validation days, scored on later ones |
# | **columns** | a list of all that there is | for each, when it is known |
# | **verdict** | "a model would be better" | gain and interval against cost, who looks after it, a date to look again |

# %% [markdown]
# {{ practice_footer }}
