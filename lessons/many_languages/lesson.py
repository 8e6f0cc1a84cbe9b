# %% [markdown]
# {{ header }}

# %% [markdown]
# **The result first.** What you will have at the end: a rule of one line, written by you, and an honest number that
# says how far off its guesses are.
#
# *Author: show the result here, and do not tell its number yet.*

# %%
import numpy as np

from overheard import plots
from overheard.predict import reveal

# %% [markdown]
# ## The data
#
# Sixty page loads: the size of the page in kilobytes, and the time in milliseconds. They are **made up**: a straight
# line with chance added. The cell that makes them is their only source.
#
# *Author: take real data where an open licence allows it, and introduce them with the directive `data`.*

# %%
rng = np.random.default_rng(0)
sizes = rng.uniform(100, 900, size=60)  # (60,) kB
times = 80 + 0.4 * sizes + rng.normal(0, 30, size=60)  # (60,) ms
for size, time in zip(sizes[:5], times[:5], strict=True):
    print(f"{size:5.0f} kB {time:5.0f} ms")

# %% [markdown]
# Five raw rows, and now all of them. Before you read on: what would you say about a page of which you know the size?

# %%
fig, axis = plots.figure(title="Larger pages take longer, with much chance in it")
axis.scatter(sizes, times, color="black", s=14)
axis.set_xlabel("size (kB)")
axis.set_ylabel("time (ms)")
plots.show(fig, alt="Sixty points, time over size: a broad band that rises from the lower left to the upper right.")

# %% [markdown]
# ## A rule that looks at nothing
#
# The **baseline**: whatever the page, say the average time. A rule that looks at the page must beat it, or it is not
# worth its lines. We keep the last twenty rows apart, and measure on those only.

# %%
sizes_seen, sizes_new = sizes[:40], sizes[40:]
times_seen, times_new = times[:40], times[40:]


# %%
def mean_distance(truth: np.ndarray, guesses: np.ndarray) -> float:
    """How far off the guesses are on average, in the unit of the truth."""
    return float(np.abs(truth - guesses).mean())


off_baseline = mean_distance(times_new, np.full(len(times_new), times_seen.mean()))
print(f"baseline: {off_baseline:.0f} ms off")

# %% [markdown]
# ## Your guess
#
# A rule that knows the size: how many milliseconds will it be off, on average, on the twenty new rows? Type a number
# in place of `None`. The answer comes further down.

# %%
my_guess = None

# %% [markdown]
# ## By hand
#
# Three points are enough for a pencil: sizes one, two and three with times two, three and seven. Take the mean away
# from both. Multiply the pairs and add up; divide by the sum of the squared sizes. That is the slope of the line.

# %%
x, y = np.array([1.0, 2.0, 3.0]), np.array([2.0, 3.0, 7.0])
above = (-1) * (-2) + 0 * (-1) + 1 * 3
below = (-1) ** 2 + 0**2 + 1**2
slope = above / below
intercept = y.mean() - slope * x.mean()
assert slope == 2.5
assert intercept == -1.0
print(slope, intercept)

# %% [markdown]
# ## The mechanism
#
# The same steps for any number of rows. The line passes through the point of both means, so its height at zero
# follows from the slope.


# %%
def fit_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and height at zero of the line with the smallest sum of squared distances. x, y: (n,)."""
    x_off, y_off = x - x.mean(), y - y.mean()
    slope = (x_off * y_off).sum() / (x_off**2).sum()
    return float(slope), float(y.mean() - slope * x.mean())


print(fit_line(x, y))
assert fit_line(x, y) == (slope, intercept)

# %% [markdown]
# The library that people use gives the same numbers.

# %%
assert np.allclose(np.polyfit(x, y, deg=1), fit_line(x, y))
print(np.polyfit(x, y, deg=1).round(3))

# %% [markdown]
# ## On the rows
#
# Fitted to the first forty rows, measured on the other twenty.

# %%
slope, intercept = fit_line(sizes_seen, times_seen)
off_line = mean_distance(times_new, intercept + slope * sizes_new)
print(f"line: {slope:.2f} ms a kB, {off_line:.0f} ms off")
assert off_line < off_baseline

# %%
reveal(my_guess, off_line, unit="ms", digits=0)

# %% [markdown]
# ## A mistake everyone makes
#
# Measured on the rows that it was fitted to, a curve with many bends looks better than the line. On the new rows it is
# worse. Nothing warns you: the cell runs. The remedy is to keep rows apart *before* you try anything.

# %%
scale = 900.0
bends = np.polyfit(sizes_seen / scale, times_seen, deg=12)
off_seen = mean_distance(times_seen, np.polyval(bends, sizes_seen / scale))
off_new = mean_distance(times_new, np.polyval(bends, sizes_new / scale))
print(f"many bends: {off_seen:.0f} ms off on its own rows, {off_new:.0f} ms on new ones")
assert off_seen < off_line < off_new

# %% [markdown]
# ## Your turn
#
# Change the degrees below and run the cell again. The more bends, the smaller the distance on the curve's own rows. Add
# the distance on the new rows, and look where it stops falling.

# %%
for degree in (1, 4, 8):
    curve = np.polyfit(sizes_seen / scale, times_seen, deg=degree)
    print(degree, f"{mean_distance(times_seen, np.polyval(curve, sizes_seen / scale)):.0f} ms on its own rows")

# %% [markdown]
# ## Said, measured, where it stops
#
# *Author: the claim in the speaker's words, the number measured here, the verdict, and what the literature says.*
#
# The claim of this template, that looking at the page helps, **holds** on rows that were made so that it does. Where it
# stops: on real pages the time depends on much that no size tells.

# %% [markdown]
# Then do it yourself: {{ exercises }}.

# %% [markdown]
# {{ takeaway }}
