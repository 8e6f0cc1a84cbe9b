# %% [markdown]
# {{ practice_header }}

# %%
import numpy as np

from overheard.check import lesson_checks

check = lesson_checks("messy_data")

# %% [markdown]
# ## Exercise 1 · How long does it take? (●, 8 minutes)
#
# A form asked how long a dish takes. People wrote minutes (`"80"`, `"80 min"`) or hours and minutes with a colon or an h between
# them (`"1:20"`, `"1h20"`). Complete `read_minutes`, which gives whole minutes as an `int`. The plain case is given; hours and
# minutes are missing. The minutes after the mark have exactly two digits and are below 60. For everything
# else, such as `"1:75"`, `"1:5"` or `"soon"`, return `None`. This reader knows only these forms, so it abstains even from `"2h"`.


# %%
def read_minutes(text: str) -> int | None:
    """The minutes in what somebody typed, or None.

    Example: read_minutes("80 min") is 80, read_minutes("1:20") is 80, read_minutes("1:75") is None.
    """
    plain = text.removesuffix("min").strip()
    if plain.isdecimal():
        return int(plain)
    ### BEGIN SOLUTION
    hours, _, minutes = text.replace("h", ":").partition(":")
    if hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2 and int(minutes) < 60:
        return 60 * int(hours) + int(minutes)
    ### END SOLUTION
    return None


# %%
check.read_minutes(read_minutes)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# `"1:20".partition(":")` gives `("1", ":", "20")`. Where no colon stands, the second and the third are empty.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Make every h a colon first. Then ask of both sides whether they are digits (`isdecimal`), and of the right side how long it is.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# `"1:5"` may be five minutes or fifty, and `"1:75"` has more minutes than an hour. Return `None` for both. An empty side is no
# number either.
#
# </details>
#
# **Why it matters.** A duration that was read wrongly looks like any other duration. An abstention can be asked about.

# %% [markdown]
# ## Exercise 2 · Bug hunt: a gap filled with the future (●●, 10 minutes)
#
# Some cars have no power. `fill_by_make` should fill the gaps (NaN) of the new rows with the median power that cars of the *same
# make* have among the training rows. If none of them has a known power, the median of all known training powers is used. `makes` and
# `power` are the training rows, `new_makes` and `new_power` the new ones. Powers are arrays of kW, `(rows,)`, and at least one training power
# is known. The function returns a new array like `new_power`. It runs. But what is filled into one new row changes when
# another new row changes. Find the bug and mend it.


# %%
def fill_by_make(makes: list[str], power: np.ndarray, new_makes: list[str], new_power: np.ndarray) -> np.ndarray:
    """The new powers with their gaps filled, a new array.

    Example: fill_by_make(["Alba", "Alba", "Borea"], np.array([60.0, 80, 100]), ["Alba", "Cirro"], np.array([np.nan, np.nan]))
    is [70, 80]: the median of Alba's 60 and 80, and for Cirro, which is new, the median of all three.
    """
    filled = new_power.copy()
    ### BEGIN BUG
    names = np.array([*makes, *new_makes])
    values = np.concatenate([power, new_power])
    ### END BUG
    ### BEGIN SOLUTION
    names, values = np.array(makes), power
    ### END SOLUTION
    known = ~np.isnan(values)
    for place in np.flatnonzero(np.isnan(new_power)):
        same = known & (names == new_makes[place])
        filled[place] = np.median(values[same if same.any() else known])
    return filled


# %%
check.fill_by_make(fill_by_make)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Which rows does each median come from? Which rows may it come from?
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# Print `len(values)` for the example. How many training rows are there?
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# A make may stand among the training rows with gaps only. Then its own median does not exist, and that of all known
# training powers is used.
#
# </details>
#
# **Why it matters.** When the model is in use, new cars come one at a time. A median that needs the others is not there yet.

# %% [markdown]
# ## Exercise 3 · Find the column that knows too much (●●●, 17 minutes)
#
# Write `suspects`. It looks for columns that predict too well on their own. Take one column at a time. For each validation row,
# find the training row whose value in this column is nearest (the first, if several are equally near), and answer with
# its `y`. The column's error is the mean distance |answer − y| over the validation rows. The baseline always answers with the median of
# `y_train`. A column is suspect if its error is *below* `share` times the baseline's. Return the
# numbers of the suspect columns as a list, from 0, rising. `X_train` and `X_valid` are `(rows, columns)`; `y_train` and
# `y_valid` have one number a row.


# %%
def suspects(X_train: np.ndarray, y_train: np.ndarray, X_valid: np.ndarray, y_valid: np.ndarray, share: float) -> list[int]:
    """The columns that alone predict y too well to be true.

    Example: with X_train [[1, 10], [2, 20], [3, 30]], y_train [5, 9, 4], X_valid [[3, 11], [1, 19]], y_valid [5, 9] and share 0.5
    it is [1]. The median is 5, so the baseline's error is (0 + 4) / 2 = 2. Column 0 answers 4 and 5, which is off by
    (1 + 4) / 2 = 2.5. Column 1 answers 5 and 9, which is off by 0, and that is below 0.5 × 2.
    """
    ### BEGIN SOLUTION
    baseline = np.abs(y_valid - np.median(y_train)).mean()
    found = []
    for column in range(X_train.shape[1]):
        distances = np.abs(X_valid[:, None, column] - X_train[None, :, column])  # (validation rows, training rows)
        answers = y_train[distances.argmin(axis=1)]
        if np.abs(y_valid - answers).mean() < share * baseline:
            found.append(column)
    return found
    ### END SOLUTION


# %%
check.suspects(suspects)

# %% [markdown]
# <details><summary>Hint 1</summary>
#
# Work out one column's error first. For one validation row: the distances to all training rows, then the place of the
# smallest.
#
# </details>
#
# <details><summary>Hint 2</summary>
#
# `argmin` gives the place of the smallest number, and the first place if there are several.
#
# </details>
#
# <details><summary>I pass the first test but not the second</summary>
#
# If the baseline makes no error, no column can be below it. And a column whose error *equals* the bound is not suspect.
#
# </details>
#
# **Why it matters.** Run it on every new table. A suspect need not leak, but somebody must be asked when it is known.

# %% [markdown]
# {{ practice_footer }}
