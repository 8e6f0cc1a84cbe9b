# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# **The result first.** You will have a decision sheet for three business questions: gain, doubt and cost.
#
# Alexis says of simple, scheduled analyses at her work: {{ said: no-need-for-a-model }} She goes on that other things
# definitely need one.
#
# ## Bicycles by the hour
#
# {{ data: bike_hours }}
#
# Days off look different.

# %%
from itertools import combinations, product

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from overheard import datasets, plots
from overheard.predict import reveal

hours = datasets.load_bike_hours()
days = pd.date_range("2011-01-01", "2012-12-31")  # 731 days

def by_day(column):
    """A column of the table as an array with a row for each day: (731, 24)."""
    return hours.pivot(index="date", columns="hour", values=column).reindex(days).to_numpy()

hires = np.nan_to_num(by_day("hires"))  # an hour that the file lacks has no hires
working = hours.groupby("date")["working_day"].first().reindex(days).to_numpy()  # (731,): 1 or 0
valid, test = (days >= "2012-05-01") & (days < "2012-09-01"), days >= "2012-09-01"  # (731,): True or False
train = (np.arange(731) >= 70) & ~valid & ~test  # the first ten weeks have too little before them
hours[["date", "hour", "working_day", "temp", "weather", "hires"]].head(3)

# %%
fig, axis = plots.figure(8, 3.2, title="Working days have two peaks, and days off have one")
for kind, look, words, place in ((1, "blue", "working days", (19, 420)), (0, "orange", "weekends and holidays", (9.2, 352))):
    axis.plot(hires[train & (working == kind)].mean(axis=0), "o-" if kind else "s--", color=plots.COLOURS[look])
    axis.text(*place, words, color=plots.COLOURS[look])
axis.set(xlabel="hour of the day", ylabel="hires an hour", ylim=(0, 480), xticks=range(0, 24, 3))
plots.show(fig, alt="Mean hires by hour. Working days rise sharply at 8 and at 17 and 18. Days off have one hill in the afternoon.")

# %% [markdown]
# ## Three questions
#
# | | who asks | what helps them |
# |---|---|---|
# | **A** | the planner: in which four hours of a day *next week* do we need a second van? | hires in the chosen hours |
# | **B** | the dispatcher: how many hires will the *next hour* bring? | a small error |
# | **C** | a bank: we can call only a part of today's list. Whom first? | deposits sold |
#
# We train on the days until April 2012, make every choice on May to August, and test on September to December.

# %% [markdown]
# Each question gets three **baselines**: a *constant*, a *rule of the season*, and a **group-by**, which puts past rows
# into groups and answers with the mean of the group.
#
# In pandas it is `table.groupby("hour")["hires"].mean()`, in Explorer `DF.group_by`, then `DF.summarise`.

# %% [markdown]
# ## A forecast that needs no model
#
# The **seasonal naive** forecast says: as in the same hour a week ago. Its **mean absolute error** is the mean distance
# between forecast and truth.
#
# **With a pencil.** Four hours had 10, 20, 40, 30 hires last week, and 12, 25, 30, 30 now. The distances are 2, 5, 10
# and 0, so the mean absolute error is 17 / 4 = 4.25 hires an hour.

# %%
def ago(values, n_hours):
    """What was measured n hours before each hour, and nan where there is nothing: (days, 24) to the same shape."""
    moved = np.full(values.size, np.nan)
    moved[n_hours:] = values.ravel()[:-n_hours]
    return moved.reshape(values.shape)

def error(forecast, rows):
    """The mean absolute error of each day: (days,)."""
    return np.abs(forecast - hires)[rows].mean(axis=1)

distances = np.abs(np.array([10, 20, 40, 30]) - np.array([12, 25, 30, 30]))
assert distances.tolist() == [2, 5, 10, 0] and distances.mean() == 17 / 4 == 4.25
print(f"same hour a week ago: {error(ago(hires, 168), valid).mean():.1f} hires off, on the validation days")

# %% [markdown]
# Our group-by answers with the mean hires of each hour over the last weeks, on days of the same kind. The answer must be
# known `ahead` days before, so it uses no later day. We try two kinds of groups, three lengths, and mean or median: 12 in all. A
# holiday counts as a Sunday.

# %%
kinds = {"working day": working, "day of the week": np.where((working == 0) & (days.day_of_week < 5), 6, days.day_of_week)}

def group_by(kind, weeks, how, ahead):
    """For each day the mean (or median) of each hour over earlier days of its kind: (days, 24)."""
    result = np.full(hires.shape, np.nan)
    for day in range(ahead, len(days)):
        past = np.arange(max(0, day - ahead + 1 - 7 * weeks), day - ahead + 1)
        past = past[kinds[kind][past] == kinds[kind][day]]
        if len(past):
            result[day] = how(hires[past], axis=0)
    return result

options = list(product(kinds, (2, 4, 8), (np.mean, np.median)))
weekly = [group_by(*option, ahead=7) for option in options]  # 12 arrays: (days, 24)
daily = [group_by(*option, ahead=1) for option in options]
by_pandas = pd.DataFrame(hires[286:300]).groupby(working[286:300]).mean()  # the two weeks before day 300
assert np.allclose(by_pandas.loc[working[300]], daily[0][300])

# %% [markdown]
# For **A**, each forecast picks the four hours that it thinks busiest. For **B**, there is a stronger plain rule: take
# the hour that just ended, times the usual change. If 7 o'clock usually has 100 hires and 8 o'clock 150, then 120 hires
# at 7 make the rule say 180. We also mix this rule with the group-by.

# %%
def busiest(forecast, rows):
    """The mean hires an hour, in the four hours of each day for which most was forecast: (days,)."""
    places = np.argsort(-forecast[rows], axis=1, kind="stable")[:, :4]  # the four hours with most, day by day
    return np.take_along_axis(hires[rows], places, axis=1).mean(axis=1)

def usual_change(typical):
    return ago(hires, 1) * np.minimum(typical / np.maximum(ago(typical, 1), 1), 10)

assert 120 * 150 / 100 == 180
always = np.tile(hires[train].mean(axis=0), (len(days), 1))  # the same every day
plain_A = {"constant": [always], "season": [ago(hires, 168), ago(hires, 336)], "group-by": weekly}
mixed = [share * usual_change(one) + (1 - share) * one for share, one in product((0.6, 0.8, 1), daily)]
plain_B = {"constant": [np.full(hires.shape, np.median(hires[train]))], "season": [ago(hires, n) for n in (1, 24, 168)],
           "group-by": daily, "last hour × usual change": mixed}
best_A = {name: max(some, key=lambda f: busiest(f, valid).mean()) for name, some in plain_A.items()}
best_B = {name: min(some, key=lambda f: error(f, valid).mean()) for name, some in plain_B.items()}
for name, forecast in best_A.items():
    print(f"A, {name}: {busiest(forecast, valid).mean():.0f} hires an hour in the chosen hours")
print(f"A, if one knew: {busiest(hires, valid).mean():.0f}")
for name, forecast in best_B.items():
    print(f"B, {name}: {error(forecast, valid).mean():.1f} hires off")
plain = {"A": best_A["group-by"], "B": best_B["last hour × usual change"]}

# %% [markdown]
# ## A model
#
# A tree asks yes-or-no questions such as "is it before 7?". Rows with the same answers form a group, and each group gets
# one number. The model **boosted trees** adds up 150 trees, and each corrects what those before it got wrong.
#
# A tree never answers with more than it has seen, and the service grows. So we divide hires by their *level*, the mean
# hour of the last four weeks. The trees get the calendar, two group-bys and past hires, and for B also the weather of the
# last hour. We try six settings: two ways to count an error (its size or its square), and at most 8, 16 or 32 groups a tree.

# %%
def tile(a):
    return np.repeat(np.asarray(a, dtype=float)[:, None], 24, axis=1)  # (days,) to (days, 24)

def fitted(features, amounts, ahead, rows, loss, leaves):
    """A forecast of boosted trees that learned from `rows`: (days, 24). Amounts are divided by the level, too."""
    ends = [(max(0, day - ahead - 27), max(1, day - ahead + 1)) for day in range(len(days))]
    level = tile([hires[start:end].mean() for start, end in ends])
    X = np.stack([*features, *(amount / level for amount in amounts)], axis=-1)  # (days, 24, columns)
    model = HistGradientBoostingRegressor(loss=loss, max_leaf_nodes=leaves, max_iter=150, early_stopping=False, random_state=24)
    model.fit(X[rows].reshape(-1, X.shape[-1]), (hires / level)[rows].ravel(), sample_weight=level[rows].ravel())
    return model.predict(X.reshape(-1, X.shape[-1])).reshape(hires.shape) * level

calendar = [tile(days.day_of_week), tile(working), np.tile(np.arange(24.0), (len(days), 1))]
weather = [by_day(column) for column in ("temp", "humidity", "wind", "weather")]
two_A, two_B = [weekly[3], weekly[11]], [daily[3], daily[11]]  # two good medians: working days of 4 weeks, weekdays of 8
inputs = {  # features, amounts (to be divided by the level), days ahead
    "A": (calendar, [*two_A, ago(hires, 168), ago(hires, 336)], 7),
    "B": (calendar + [ago(w, 1) for w in weather], [
        *two_B, *(ago(t, 1) for t in two_B), *(usual_change(t) for t in two_B),  # for this hour, for the last one, the rule
        *(ago(hires, n) for n in (1, 2, 3, 24, 168))], 1)}  # hires 1, 2, 3, 24 and 168 hours ago

# %% overheard={"tolerance": 0.3, "why": "trees may split elsewhere where sums round differently"}
settings, chosen, valid_gain = list(product(("absolute_error", "squared_error"), (8, 16, 32))), {}, {}
for name, score in (("A", lambda f: -busiest(f, valid)), ("B", lambda f: error(f, valid))):
    tried = [fitted(*inputs[name], train, *setting) for setting in tqdm(settings)]
    best = min(range(6), key=lambda i: score(tried[i]).mean())
    chosen[name] = settings[best]
    valid_gain[name] = score(plain[name]) - score(tried[best])  # (days,): above 0, the model is better
    print(f"{name}: on the validation days, the model gains {valid_gain[name].mean():.1f} hires an hour")

# %% [markdown]
# ## How far does luck move a gain?
#
# The days of a week are alike. So the bootstrap of {{ lesson: rules_or_examples }} draws whole weeks here.
#
# **With a pencil.** In three weeks a model gained −1, 2 and 5 hires an hour, 2 on average. Three weeks can be drawn from
# these in 27 ways, each put back. Without the lowest and the highest, the other means go from 0 to 4. Zero is among
# them, so these weeks do not decide it.
#
# Would the interval find a gain? We take the real gains of the validation weeks, subtract their mean, and plant a gain.
# The table shows in which share of 200 tries the interval lies above 0.

# %%
def by_week(gain, week, size=1):
    """The sum of the gains of each week, and how many cases they come from: (weeks, 2)."""
    return pd.DataFrame({"gain": gain, "size": size}).groupby(week).sum().to_numpy()

def interval(rows, seed=24):
    """The middle 95 % of the mean gains of 2,000 resamples of the weeks."""
    drawn = np.random.default_rng(seed).integers(len(rows), size=(2_000, len(rows)))
    sums = rows[drawn].sum(axis=1)  # (2000, 2)
    return np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])

means = sorted(np.mean(draw) for draw in product((-1, 2, 5), repeat=3))
assert len(means) == 27 and (means[1], means[-2]) == (0, 4) and len(means[1:-1]) == 25 and np.mean(means) == 2

# %% overheard={"tolerance": 0.06, "why": "the gains come from trees, which may split elsewhere"}
rng, shares = np.random.default_rng(24), {}
for name, gain in valid_gain.items():
    rows = by_week(gain, np.arange(len(gain)) // 7)
    noise = rows[:, 0] / rows[:, 1] - rows[:, 0].sum() / rows[:, 1].sum()
    for planted in (0, 0.5, 1, 2, 4):
        made = planted + rng.choice(noise, size=(200, 18))  # 200 times 18 weeks
        lows = [interval(np.column_stack([one, np.ones(18)]))[0] for one in made]
        shares[f"planted {planted} hires an hour", name] = np.mean(np.array(lows) > 0)
pd.Series(shares).unstack()

# %% [markdown]
# B's weeks nearly always show a gain of 2. In A it must be near 4. So an interval around 0 does not say that there is no
# gain: its upper end says how large one may be.

# %% [markdown]
# ## Calls that sell a deposit
#
# {{ data: bank_marketing }}
#
# Each morning, a third of the day's list is called. What counts are **sold deposits per 100 calls**. With a pencil: of a
# list of six, two are called and one of them buys, which makes 50. We train on the calls until October 2008, choose on
# those until April 2009, and test on all later ones.
#
# The *constant* calls any third. The *rule* first calls who bought before. The *group-by* sorts by the rate of sales in
# groups of up to four columns, where a group of fewer than 50 calls gets the rate of all.

# %%
calls = datasets.load_bank_marketing()
calls["age band"] = calls["age"] // 10
calls_train, calls_valid = np.arange(24_064), np.arange(24_064, 30_430)  # rows until October 2008, until April 2009
sold, luck = calls["sold"].to_numpy(), np.random.default_rng(24).random(len(calls))

def picked(rows, score, part=1 / 3):
    """True for the calls that are made: on each day the part with the highest scores; luck decides between equals."""
    day = calls["day"].to_numpy()[rows]
    place = pd.Series(np.asarray(score) + 1e-9 * luck[rows]).groupby(day).rank(ascending=False)  # 1: called first
    return (place <= np.ceil(part * place.groupby(day).transform("size"))).to_numpy()

def per_100(rows, score, part=1 / 3):
    return 100 * sold[rows][picked(rows, score, part)].mean()

def rates(past, rows, columns, least=50):
    """For each row the rate of sales in its group of past calls, or in all of them if the group is small: (rows,)."""
    groups = calls.iloc[past].groupby(columns)["sold"].agg(["mean", "size"])
    rate = groups["mean"].where(groups["size"] >= least).rename("rate")
    return calls.iloc[rows][columns].join(rate, on=columns)["rate"].fillna(sold[past].mean()).to_numpy()

# %% overheard={"tolerance": 0.5, "why": "trees may split elsewhere where sums round differently"}
few = ["age band", "contact", "poutcome", "job"]
groups = [list(some) for n in range(1, 5) for some in combinations(few, n)]  # 15
best_C = max(groups, key=lambda columns: per_100(calls_valid, rates(calls_train, calls_valid, columns)))
many = ["age band", "job", "marital", "education", "default", "housing", "loan", "contact", "previous", "poutcome"]
learners = [LogisticRegression(C=C, max_iter=2_000) for C in (0.001, 0.01, 0.1)]
learners += [HistGradientBoostingClassifier(max_leaf_nodes=leaves, max_iter=60, early_stopping=False, random_state=24) for leaves in (3, 8, 16)]

def chances(past, rows, columns, learner):
    """A model's probability of a sale: (rows,)."""
    X = pd.get_dummies(calls[columns]).to_numpy(float)  # a column of 0 and 1 for each word
    return learner.fit(X[past], sold[past]).predict_proba(X[rows])[:, 1]

pairs = list(product((best_C, many), learners))  # 12 settings
chosen["C"] = max(tqdm(pairs), key=lambda pair: per_100(calls_valid, chances(calls_train, calls_valid, *pair)))
bought = calls["poutcome"].eq("success").to_numpy(float)
for name, score in (("constant", 0 * luck[calls_valid]), ("rule", bought[calls_valid]), ("group-by", rates(calls_train, calls_valid, best_C)),
                    ("model", chances(calls_train, calls_valid, *chosen["C"]))):
    print(f"C, {name}: {per_100(calls_valid, score):.1f} sold per 100 calls, on the validation days")
print(f"the group-by uses {best_C}, and the model {chosen['C'][0]}, {type(chosen['C'][1]).__name__}")

# %% [markdown]
# **Your guess.** A model *wins* if the whole interval of its gain over the chosen plain answer lies above 0. Without any
# gain, luck wins about one test in 25 (planted 0). C is scored for a tenth, a third and two thirds of the list. In how
# many of these five tests will the model win?

# %%
my_guess = None  # 0 to 5

# %% overheard={"tolerance": 0.6, "why": "trees may split elsewhere where sums round differently"}
by_model = {name: fitted(*inputs[name], train | valid, *chosen[name]) for name in tqdm("AB")}
past, later = np.arange(30_430), np.arange(30_430, len(calls))
by_rate, by_chance = rates(past, later, best_C), chances(past, later, *chosen["C"])
week, parts = np.arange(test.sum()) // 7, {"a tenth": 1 / 10, "a third": 1 / 3, "two thirds": 2 / 3}

def gained(gain, week, size=1):
    """The mean gain and its interval."""
    rows = by_week(gain, week, size)
    return rows[:, 0].sum() / rows[:, 1].sum(), *interval(rows)

def over(score, part):
    """What the model of C gains over the calls that another score picks."""
    model, rival = picked(later, by_chance, part), picked(later, score, part)
    return gained(100 * sold[later] * (model * 1.0 - rival), calls["week"].to_numpy()[later], model)

gains = {"A": gained(busiest(by_model["A"], test) - busiest(plain["A"], test), week), "B": gained(error(plain["B"], test) - error(by_model["B"], test), week)}
gains |= {f"C, {words}": over(by_rate, part) for words, part in parts.items()}
for name, (value, low, high) in gains.items():
    print(f"{name}: the model gains {value:.1f}, interval {low:.1f} to {high:.1f}")
for words, forecast in (("plain answer", plain["A"]), ("model", by_model["A"]), ("one who knew", hires)):
    print(f"A, {words}: {busiest(forecast, test).mean():.0f} hires an hour in the chosen hours")
print(f"B, plain answer: {error(plain['B'], test).mean():.1f} hires off, model: {error(by_model['B'], test).mean():.1f}")
assert (bought[past].sum(), bought[later].sum()) == (102, 1_271) and round(busiest(plain["A"], test).mean()) == 544 and round(busiest(hires, test).mean()) == 559
for name, score in (("constant", 0 * luck[later]), ("rule", bought[later]), ("group-by", by_rate), ("model", by_chance)):
    print(f"C, {name}, sold per 100 calls: " + ", ".join(f"{per_100(later, score, part):.1f} of {words}" for words, part in parts.items()))

# %%
reveal(my_guess, sum(low > 0 for _, low, _ in gains.values()), unit="of the five tests", digits=0)

# %% [markdown]
# ## When a model wins, look at its rival
#
# The model wins all three tests of C. But our rule, which validation had not chosen, reaches about as much, and our
# group-by is hardly better than the constant. Why did validation show no gain?
#
# Until October 2008, nobody on the lists had bought before. So neither side could learn what that is worth. Until April
# 2009, there were 102 such customers, and the model learned from them. Our group-by splits them into groups of fewer than
# 50 calls, and gives all of them the rate of all. Later there were 1,271. Such a change is called **drift**.

# %% [markdown]
# We never tuned the 50. This constant decided the size of the gain, and validation could not have told us: 5, 10, 20
# and 50 sell the same there.
#
# Now the model meets other rivals: smaller bounds, the rule, and a *mended* answer that calls who bought before and
# then goes by the group-by. We look at them after the test, so this is a second look and no test. Luck decides between
# equals. With other draws, too, the mended row shows no gain.

# %% overheard={"tolerance": 0.6, "why": "trees may split elsewhere where sums round differently"}
for words, rows in (("until October 2008", calls_train), ("from then until April 2009", calls_valid), ("later", later)):
    print(f"bought before, {words}: {bought[rows].sum():.0f} of {len(rows)} customers")
rates_valid = {least: rates(calls_train, calls_valid, best_C, least) for least in (50, 20, 10, 5)}
looks = {f"group-by, at least {least}": (score, rates(past, later, best_C, least)) for least, score in rates_valid.items()}
looks["rule"] = bought[calls_valid], bought[later]
looks["mended"] = bought[calls_valid] + rates_valid[50], bought[later] + by_rate
again = {name: [over(after, part) for part in parts.values()] for name, (_, after) in looks.items()}
pd.DataFrame({name: {
    "validation, a third": f"{per_100(calls_valid, before):.1f}", "test, a third": f"{per_100(later, after):.1f}",
    **{f"gain, {words}": "{:.1f} ({:.1f} to {:.1f})".format(*gain) for words, gain in zip(parts, again[name], strict=True)},
} for name, (before, after) in looks.items()}).T

# %%
fig, axes = plots.figure(9, 3.2, columns=2, title="No gain shown in A, a gain in B. In C it depends on the rival")
for axis, names, words in ((axes[0], ["A", "B"], "hires an hour"), (axes[1], list(gains)[2:], "sold deposits per 100 calls")):
    for place, name in enumerate(names):
        value, low, high = gains[name]
        axis.errorbar(value, place, xerr=[[value - low], [high - value]], fmt="o", capsize=4, color=plots.COLOURS["blue"])
    axis.axvline(0, color=plots.COLOURS["grey"], linestyle=":")
    axis.set(yticks=range(len(names)), yticklabels=names, ylim=(len(names) - 0.5, -0.5), xlabel=f"gain of the model ({words})")
for values in list(again.values())[1:]:
    axes[1].plot([value for value, _, _ in values], np.arange(3) + 0.25, "s", color=plots.COLOURS["orange"], markersize=5)
plots.show(fig, alt="Gains with intervals. A lies around 0, B clearly above 0, C above 0 three times. In the second look, most rivals leave a smaller gain in C, or none.",
           caption="Bars: 95 % intervals, weeks drawn. Orange squares: the five other rivals, looked at after the test.")

# %% [markdown]
# **Your turn.** The column `duration` is the length of the call. Put `"duration"` into the brackets and run the cell.
# What must happen? Those who buy talk longer. But nobody knows how long a call will be.

# %%
extra = []
leaky = chances(calls_train, calls_valid, [*best_C, *extra], learners[3])
print(f"the best tenth of each list sells {'more' if per_100(calls_valid, leaky, 0.1) > 30 else 'less'} than 30 deposits per 100 calls")

# %% [markdown]
# ## A mistake everyone makes: the weather that nobody knows yet
#
# How many hires will each hour of *next week* have? We also give the trees the weather of that hour. The gain looks
# splendid. But nobody has these measurements a week before.

# %% overheard={"tolerance": 0.8, "why": "trees may split elsewhere where sums round differently"}
rival = min(weekly, key=lambda f: error(f, valid).mean())  # the best of the 12 group-bys
columns, amounts, ahead = inputs["A"]
for words, more in (("without weather", []), ("with the weather that was measured later", weather)):
    forecast = fitted([*columns, *more], amounts, ahead, train, "absolute_error", 16)
    value, low, high = gained(error(rival, valid) - error(forecast, valid), np.arange(valid.sum()) // 7)
    print(f"{words}: gain {value:.1f} hires an hour, interval {low:.1f} to {high:.1f}")
single = (np.abs(rival - hires) - np.abs(forecast - hires))[valid].ravel()  # a gain for each hour
print("the same if single hours are drawn, which is too narrow: {:.1f} to {:.1f}".format(*interval(by_week(single, np.arange(len(single))))))

# %% [markdown]
# **How to notice it:** ask of every column when it is known. The second line against the first is about what a perfect
# weather forecast would add.
#
# ## The decision sheet
#
# Where even the low end of a gain pays for the model, take the model. Where not even the high end pays, take the plain
# answer. Else you cannot tell: start plain and look again. In B we invented worth and cost, and even the low end pays.
# Print the [empty sheet](../lessons/do_you_need_ml/my_work/decision_sheet.html).

# %% overheard={"tolerance": 1.2, "why": "the gains come from trees, and those of C are counted in two hundreds of calls"}
n_calls = picked(later, by_chance).sum() / 19 / 100  # hundreds of calls a month; the test has 19 months
a_month = lambda gain, n: f"{n * gain[1]:.1f} to {n * gain[2]:.1f}"  # noqa: E731
lines = {
    "care": ["plain: 12 group-bys; model: 6 settings", "plain: 36 rules; model: 6 settings", "plain: 15 group-bys, the 50 not tuned; model: 12 settings"],
    "gain a month": [f"{a_month(gains['A'], 4 * 30 / 1000)} thousand hires in chosen hours", f"{a_month(gains['B'], 24 * 30 / 1000)} thousand hires of error avoided",
                     f"tested: {a_month(gains['C, a third'], n_calls)} deposits in a mean month; over a mended rival none (second look, no test)"],
    "worth and cost": ["ask the planner", f"invented: a hundred euros a thousand hires, so {a_month(gains['B'], 24 * 30 / 1000)} hundred euros; the model costs one hundred more", "ask the bank"],
    "to run": ["plain: a query a week; model: also training", "plain: counts by the hour; model: also weather, training", "plain: a fixed table; model: a fixed one"],
    "a wrong answer": ["a van stands idle", "no bicycle, or no place to return it", "an annoyed customer"],
    "who looks after it": ["the planner", "an engineer; the city changes", "an analyst; customers change"],
    "verdict": ["cannot tell: start plain", "model, if that is the worth", "cannot tell: start plain"],
    "look again": ["after a year", "each season", "soon: test model and mended rivals on new calls"],
}
pd.set_option("display.max_colwidth", None)
pd.DataFrame(lines, index=["A: second van", "B: next hour", "C: whom to call"]).T

# %% [markdown]
# ## Said, measured, where it stops
#
# The quotes name no number. **Measured**:
#
# - A: no gain shown, and 3 hires an hour are unlikely. The plain answer reaches 544 of 559. The advice holds.
# - B: the model takes about an eighth off the error of a strong rule. Here a model is worth asking for.
# - C: the model beats our careless plain answer. Against most others the gain shrinks or goes. The advice holds in part.
#
# **The literature.** On monthly series, statistical methods beat machine learning ({{ cite: makridakis2018 }}). On a
# retailer's daily sales, boosted trees won ({{ cite: makridakis2022 }}).

# %% [markdown]
# **Where it stops.** One service, one bank. In B, linear regressions by hour and kind of day come most of the way, and the
# weather adds little: we looked after the test. C's tables were never renewed. Lists by age treat people unequally.

# %% [markdown]
# {{ takeaway }}
