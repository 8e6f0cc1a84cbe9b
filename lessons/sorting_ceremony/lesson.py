# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## The story
#
# At an earlier job of Sundi Myint, a host of the podcast, a colleague sent a survey round the office. By the answers
# she sorted everybody into *houses*, as the magic hat does in Harry Potter (one house is Slytherin):
#
# {{ quote: trait-to-houses }}
#
# Who fitted best became head boy or head girl. How, nobody says; the guest guesses:
#
# {{ quote: clustered-is-what-she-did }}
#
# **Clustering** groups people (or songs) without being told the groups; it is one kind of **unsupervised learning**.
#
# {{ data: hummus_survey }}
#
# Ten questions have **ordinal** answers (words with an order); then choices, toppings, a number, a sentence.

# %%
# Code that you cannot read yet may be skipped: the text carries the argument.
from itertools import combinations, permutations

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from overheard import datasets, plots

threadpool_limits(1)  # setup: one thread is fastest for small tables
plots.style()
survey = datasets.load_hummus_survey()
survey.answers.head(4).T

# %%
typed = survey.answers["arrival"].value_counts()
plots.bars(
    [f"‘{answer.replace(' ', '␣') if answer != answer.strip() else answer}’" if answer.isascii() and answer
     else "(an emoji)" if answer else "(nothing)" for answer in typed.index],
    typed.to_numpy(),
    form="{:.0f}",
    title="When do you come to the meeting? Five answers, and the rest",
    value_name="people",
    alt=f"Bars of {len(typed)} different answers to the question about arriving. The five offered ones are common; "
    "below them stand the same words in capitals, empty answers, 'it depends' and jokes, a few people each.",
)

# %% [markdown]
# ## Answers into features
#
# A **feature** is a number that stands for an answer. You decide how; each decision says what "alike" means:
#
# - Worded levels become 0, 1, 2, ... in their order. We pretend that the steps are equal.
# - A choice becomes one column an option, 1 where it was taken (**one-hot**). So does each topping.
# - A worded answer on no list becomes missing; a choice on no list, a 0 in all its columns. A gap is no joke; who
#   jokes three times or more is left out.
# - The sentence stays out: we read it at the end. So does the commute: it is about a bus, not a person.
#
# <details><summary>How to read the pandas here</summary>
#
# - `answers["spice"]` is a column; `answers[unknown < 3]` keeps the rows where that is true.
# - `column.map({...})` looks each answer up; what is not in there becomes missing (`NaN`).
# - `.isin(words)`, `.str.contains(word)`, `.isna()` ask each row, and give True or False.
# - `.fillna(x)` fills the gaps, `.value_counts()` counts how often each value occurs.
# - `f"{x:6.1f}"` prints a number six places wide, with one decimal.
#
# </details>

# %%
answers = survey.answers.apply(lambda column: column.str.strip().str.lower())
agree = ["strongly disagree", "disagree", "neither", "agree", "strongly agree"]
levels = {
    "arrival": ["ten minutes early", "a little early", "right on time", "casually late", "i read the notes"],
    "spice": ["not at all", "mild", "medium", "hot", "make me cry"],
    "new_hummus": ["stay with the old one", "wait for the verdict", "try it this week", "first in the queue"],
    "lunch_company": ["never", "rarely", "sometimes", "often", "always"],
    "tidy_desk": agree,
    "last_minute": agree,
    "speaks_first": agree,
    "rather_listen": agree,
    "follows_recipe": agree,
    "notices_mood": agree,
}
worded = list(levels)
# True counts as 1: adding up the questions' columns gives a number for each person
unknown = sum((answers[q] != "") & ~answers[q].isin(levels[q]) for q in worded)
print("answers on no list, and how many people gave so many:", unknown.value_counts().sort_index().to_dict())
everybody, answers = answers, answers[unknown < 3]
print(len(answers), "people stay")
assert len(answers) == 291

# %%
options = {
    "favourite": ["classic", "spicy", "beetroot", "lemon", "chocolate"],
    "bread": ["pita", "sourdough", "carrots", "a spoon"],
    "toppings": ["chilli oil", "feta", "olives", "parsley", "pickles", "pine nuts"],
}


def encode(answers: pd.DataFrame) -> pd.DataFrame:
    """Answers as typed -> (people, 25) numbers: 10 levels, missing where unknown, and 5 + 4 + 6 options."""
    table = {q: answers[q].map({word: code for code, word in enumerate(levels[q])}) for q in worded}
    for question, words in options.items():
        for word in words:
            table[word] = answers[question].str.contains(word, regex=False)
    return pd.DataFrame(table).astype(float)


numbers = encode(answers)
print("missing worded answers:", int(numbers.isna().sum().sum()), "of", len(numbers) * len(worded))
numbers.iloc[:4, [0, 1, 2, 10, 11, 19, 20]]

# %% [markdown]
# **Scaling.** Groups are made from distances, and a question with a wide range shouts. So we
# **standardise** each worded question: subtract its mean, divide by its standard deviation (how far people usually
# are from the mean). Then all have the same spread. The 0 and 1 of the options stay, so that one tick weighs less than
# one worded answer. A missing level gets the median, the middle answer when all are sorted.

# %%
# kept, since later you will be scaled with them too
middle, centre, spread = numbers.median(), numbers[worded].mean(), numbers[worded].std(ddof=0)


def features(answers: pd.DataFrame) -> np.ndarray:
    """Answers as typed -> (people, 25) features, on the scale of this office."""
    table = encode(answers).fillna(middle)
    table[worded] = (table[worded] - centre) / spread
    return table.to_numpy()


X = features(answers)
minutes = answers["commute"].str.extract(r"(\d+)")[0].astype(float)
minutes = minutes.fillna(minutes.median()).to_numpy()
apart = ((X[0] - X[1]) ** 2).sum()
print(f"squared distance of p001 and p002:           {apart:6.1f}")
print(f"the same, with the commute in minutes added: {apart + (minutes[0] - minutes[1]) ** 2:6.1f}")

# %% [markdown]
# **A mistake everyone makes.** Add one column in minutes, unscaled, and it *is* the distance. Nothing crashes; the groups
# sort people by length of ride.
#
# **A baseline.** What would a sensible person do? Sort people by their favourite hummus: one line.
#
# **Predict.** The **adjusted Rand index** takes every pair of people and asks whether two groupings treat it alike: together
# in both, or apart in both {{ cite: hubert1985 }}. 1: always; 0: as often as by luck. Type your guesses.

# %%
by_favourite = answers["favourite"].to_numpy()
my_guess_favourite = None  # the baseline's agreement with the hidden groups, 0 to 1
my_guess_kmeans = None  # the same for the method that you are about to build

# %% [markdown]
# ## k-means, with a pencil
#
# **k-means** (k is the number of groups, here two) on five people, one question, answers 0, 1, 3, 4 and 7. Two
# **centres** start at 0 and 1. Then two
# steps take turns: each person joins the nearest centre; each centre moves to the mean of its people
# {{ cite: lloyd1982 }}.
#
# 1. Person 0 joins the first centre, the others the second. Centres: 0 and (1 + 3 + 4 + 7) / 4 = 3.75.
# 2. Person 1 is now nearer to the first. Centres: 0.5 and 14/3.
# 3. Nobody moves. Done.
#
# What is left over is the **inertia**: the sum of squared distances to the own centre. Work it out first.
#
# <details><summary>How to read the NumPy here</summary>
#
# - `X[:, None, :]` puts in an axis of length 1. The shapes `(5, 1, 1)` and `(1, 2, 1)` are stretched to `(5, 2, 1)`:
#   every person against every centre.
# - `.sum(axis=2)` adds along the last axis; `.mean(axis=0)` goes down each column.
# - `X[labels == c]` keeps the rows where that is true.
# - `argmin` is the place of the smallest; `argsort` lists the places from the smallest to the largest.
#
# </details>

# %%
def nearest(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:
    """The number of the nearest centre, (people,), and the inertia. X (people, features), centres (k, features)."""
    apart = X[:, None, :] - centres[None, :, :]  # (people, k, features): each person less each centre
    squared = (apart**2).sum(axis=2)  # (people, k)
    return squared.argmin(axis=1), float(squared.min(axis=1).sum())


def lloyd(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Take turns until no centre moves: labels, centres, inertia."""
    while True:
        labels, inertia = nearest(X, centres)
        moved = centres.copy()  # a centre that lost everybody stays where it is
        for c in np.unique(labels):
            moved[c] = X[labels == c].mean(axis=0)
        if np.array_equal(moved, centres):
            return labels, centres, inertia
        centres = moved


people = np.array([[0.0], [1.0], [3.0], [4.0], [7.0]])
labels, centres, inertia = lloyd(people, people[:2])
assert labels.tolist() == [0, 0, 1, 1, 1] and np.allclose(centres[:, 0], [0.5, 14 / 3])
assert people[1:].mean() == 3.75 and np.isclose(inertia, 55 / 6)  # 1/4 + 1/4 + 25/9 + 4/9 + 49/9
print(labels, centres[:, 0].round(2), round(inertia, 2))

# %% [markdown]
# **The start matters.** Lloyd's two steps never raise the inertia, so they always end, but not always at the best
# place. **k-means++** draws the first centres far apart: the first at random, each next one with a chance in
# proportion to the squared distance from the nearest centre already there {{ cite: arthur2007 }}. Then try several
# starts and keep the best.

# %%
def plus_plus(X: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """First centres, (k, features): people who are far apart."""
    centres = X[[rng.integers(len(X))]]
    while len(centres) < k:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2).min(axis=1)
        centres = np.vstack([centres, X[rng.choice(len(X), p=squared / squared.sum())]])
    return centres


def kmeans(X: np.ndarray, k: int, n_starts: int = 10, seed: int = 51) -> tuple[np.ndarray, np.ndarray, float]:
    """The best of several starts: labels, centres, inertia."""
    rng = np.random.default_rng(seed)
    runs = [lloyd(X, plus_plus(X, k, rng)) for _ in range(n_starts)]
    return min(runs, key=lambda run: run[2])  # the run whose inertia, its third part, is smallest


ends = np.array([kmeans(X, 4, n_starts=1, seed=seed)[2] for seed in range(100)])
print(f"inertia of 100 single starts: best {ends.min():.0f}, worst {ends.max():.0f}")
stuck = int((ends > 1.01 * ends.min()).sum())
print("starts that end more than 1 % above the best:", stuck)
start = plus_plus(X, 4, np.random.default_rng(0))
library = KMeans(4, init=start, n_init=1, tol=0).fit(X)
ours = lloyd(X, start)[2]
print(f"from the same first centres: ours {ours:.4f}, scikit-learn {library.inertia_:.4f}")
assert abs(ours - library.inertia_) <= 1e-6 * library.inertia_

# %% [markdown]
# Even so a few get stuck: keep the best of several.
#
# ## How many groups?
#
# Three judges:
#
# - the **silhouette**: how much nearer are you to your own group than to the next one? From -1 to 1
#   {{ cite: rousseeuw1987 }};
# - the **gap statistic**: how much tighter are the groups than in points strewn evenly over the same range (the
#   difference of logarithms of inertia)? Take the smallest k that the next does not beat by more than its noise, ±
#   below {{ cite: tibshirani2001 }}; it may be 1: no groups;
# - **stability**: draw as many people anew, some twice, some not at all (a **resample**), and cluster; and again. The
#   centres of each place everybody. How far do both agree {{ cite: fang2012 }}, by the adjusted Rand index?

# %%
def stability(X: np.ndarray, k: int, rng: np.random.Generator, n_draws: int = 2) -> float:
    """Adjusted Rand index between clusterings that were each learned from a resample and place all people."""
    placed = []
    for _ in range(n_draws):
        sample = X[rng.integers(len(X), size=len(X))]
        model = KMeans(k, n_init=3, random_state=int(rng.integers(2**31)))
        placed.append(model.fit(sample).predict(X))
    return float(np.mean([adjusted_rand_score(a, b) for a, b in combinations(placed, 2)]))


def gap(X: np.ndarray, k: int, rng: np.random.Generator, n_boxes: int = 20) -> tuple[float, float]:
    """Mean log inertia of even noise in the box around the data, less that of the data; and the noise of that."""
    axes = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2]  # the box is laid along the data's main axes
    axes *= np.sign(axes.sum(axis=1, keepdims=True))  # an axis may point either way; fix one
    laid = (X - X.mean(axis=0)) @ axes.T
    noise = [rng.uniform(laid.min(axis=0), laid.max(axis=0), X.shape) for _ in range(n_boxes)]
    first, *others = [np.log(KMeans(k, n_init=3, random_state=51).fit(data).inertia_) for data in (X, *noise)]
    return float(np.mean(others) - first), float(np.std(others) * np.sqrt(1 + 1 / n_boxes))

# %% overheard={"tolerance": 0.05, "why": "the judges average over resamples, whose clusterings can end in another place on another CPU"}
rng = np.random.default_rng(51)
ks = range(1, 8)
judges = pd.DataFrame([gap(X, k, rng) for k in ks], columns=["gap", "gap ±"], index=pd.Index(ks, name="k"))
enough = judges["gap"] >= (judges["gap"] - judges["gap ±"]).shift(-1)  # shift(-1): the row of k + 1
judges["silhouette"] = {k: silhouette_score(X, kmeans(X, k)[0]) for k in ks if k > 1}
twenty = np.array([[stability(X, k, rng) for k in ks] for _ in range(20)])
judges["stability"], judges["stability ±"] = twenty.mean(axis=0), twenty.std(axis=0)
judges.loc[1, ["stability", "stability ±"]] = np.nan  # one group is always stable
print(judges.round(2).to_string(na_rep=""))
print("the rule of the gap takes k =", enough.idxmax())
assert judges["stability"].idxmax() == 4 and enough.idxmax() == 4
assert judges["silhouette"].idxmax() == 2 and judges["silhouette"].max() < 0.2

# %% [markdown]
# The judges disagree. Gap and stability take 4; the silhouette, everywhere below 0.2, prefers 2 by a hair: one big cut to
# four touching groups. We take 4, without a look at the truth.
#
# Which of the decisions mattered? Undo them one at a time and see how far the groups stay the same.

# %%
four, centres, _ = kmeans(X, 4)
order = centres[:, worded.index("arrival")].argsort()  # which group is earliest, which next, ...
centres, four = centres[order], order.argsort()[four]  # argsort of argsort: from old numbers to ranks

# %%
filled, choices = numbers.fillna(middle), numbers.iloc[:, len(worded) :]
z_minutes = (minutes - minutes.mean()) / minutes.std()
one_hot = np.column_stack([(answers[q] == word) for q in worded for word in levels[q]])
lowest = (numbers[worded].fillna(0) - centre) / spread
variants = {
    "commute added, in minutes": np.column_stack([X, minutes]),
    "commute added, standardised": np.column_stack([X, z_minutes]),
    "options standardised as well": (filled - filled.mean()) / filled.std(ddof=0),
    "options left out": X[:, : len(worded)],
    "order of the words thrown away": np.column_stack([one_hot, choices]),
    "missing taken for the lowest": lowest.join(choices),
    "worded answers not standardised": filled,
}
print("agreement with our groups, 1 the same, 0 luck")
for name, table in variants.items():
    same = adjusted_rand_score(four, kmeans(np.asarray(table, dtype=float), 4)[0])
    print(f"  {same:5.2f}  {name}")
with_jokers = kmeans(features(everybody), 4)[0][unknown < 3]
print(f"  {adjusted_rand_score(four, with_jokers):5.2f}  jokers kept")
rng = np.random.default_rng(51)
floor = [nearest(X, kmeans(X[rng.integers(len(X), size=len(X))], 4, 3, row)[1])[0] for row in range(20)]
chance = np.array([adjusted_rand_score(four, labels) for labels in floor])
print(f"  {chance.mean():5.2f}  nothing undone, people resampled (20 times, from {chance.min():.2f} to {chance.max():.2f})")

# %% [markdown]
# The last line is the measure: another sample of the office moves people that much. Below even its worst are the minutes
# and standardising the ticks; the order thrown away and gaps taken for the lowest lie below most samples; the others
# moved no more people than that, *here*.
#
# ## Degrees, not drawers
#
# A **Gaussian mixture** gives every group a round, bell-shaped cloud with a width and a share of the people.
# **Density** is how thick a cloud is where you stand. Your **degree of membership** in a group is its share times its
# density at your place, divided by the sum over all groups. The next cell works that out by hand.

# %%
mixture = GaussianMixture(4, covariance_type="spherical", means_init=centres, random_state=51).fit(X)
degrees = mixture.predict_proba(X)  # (people, 4), each row sums to 1


def log_weights(X: np.ndarray) -> np.ndarray:
    """Logarithm of share times density, (people, 4); a part that is the same for all groups is left out."""
    squared = ((X[:, None] - mixture.means_) ** 2).sum(axis=2)
    width = mixture.covariances_  # the variance of each round cloud
    spread_out = -X.shape[1] / 2 * np.log(width)  # the wider a cloud, the thinner everywhere
    far_off = -squared / (2 * width)  # the farther from its middle, the thinner
    return np.log(mixture.weights_) + spread_out + far_off


by_hand = np.exp(log_weights(X) - log_weights(X).max(axis=1, keepdims=True))
by_hand /= by_hand.sum(axis=1, keepdims=True)
assert np.allclose(by_hand, degrees)
houses = degrees.argmax(axis=1)
unsure = int((degrees.max(axis=1) < 0.8).sum())
print(f"group sizes: {np.bincount(houses).tolist()}; people with no degree of 0.8 or more: {unsure}")
print(pd.DataFrame(degrees, index=answers.index).round(2).loc[["p001", "p003", "p006", "p072"]])

# %% [markdown]
# Person p001 belongs to one group, p006 stands between two. Only 12 people are unsure, and that is the model's
# opinion. It assumes round clouds, as wide for a worded answer as for a tick. Where that is wrong, degrees can be too
# sure; the hidden groups will tell.
#
# ## A map, and what it loses
#
# **Principal components** are the directions in which people differ most; along the first two, the cloud is flat.

# %%
from sklearn.neighbors import NearestNeighbors

axes = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2][:2]
axes *= np.sign(axes[:, [0]])  # a main axis may point either way: let late arrival point right and up
flat = (X - X.mean(axis=0)) @ axes.T  # (people, 2)
kept = flat.var(axis=0).sum() / X.var(axis=0).sum()
near, near_flat = (NearestNeighbors(n_neighbors=10).fit(t).kneighbors(return_distance=False) for t in (X, flat))
same = np.mean([len(set(a) & set(b)) for a, b in zip(near, near_flat, strict=True)])
print(f"the map keeps {kept:.0%} of the variance; of your 10 nearest people, it shows {same:.1f} among your nearest")
fig, axis = plots.figure(7, 5, title="Four clouds that touch: the map of the office")
for c in range(4):
    axis.scatter(*flat[houses == c].T, s=22, marker=plots.MARKERS[c], color=plots.CYCLE[c], alpha=0.75)
    where = flat[houses == c].mean(axis=0)
    axis.text(*where, f"group {c}", weight="bold", ha="center", bbox={"facecolor": "white", "alpha": 0.8, "lw": 0})
axis.set_xlabel("first main axis (standard deviations of one question)")
axis.set_ylabel("second main axis (same unit)")
plots.show(
    fig,
    alt="Scatter plot of 291 people on two main axes. Four clouds lie around the middle and touch, "
    "with no empty space between them.",
)

# %% [markdown]
# Most of the variance (squared spread) is gone, and of the ten people most like you the map shows two near you. The
# colours come from the mixture: one cloud cut in four would look much like this.
#
# ## The representative, and the head boy
#
# {{ quote: representative-of-each-cluster }}
#
# The **medoid** is the member with the smallest sum of distances to the others: a real person, where a mean is
# nobody. The *strongest* member, our head boy or girl, is most clearly in this group rather than the next. We look among
# people who answered everything, and print four answers: the typical may be untypical in one.
#
# **Names come after looking**; given first, they guide the eye.

# %%
def medoid(X: np.ndarray, members: np.ndarray) -> int:
    """Row of the member who is nearest to all the others of the group."""
    inside = X[members]
    distances = np.sqrt(((inside[:, None] - inside) ** 2).sum(axis=2))  # (members, members): each to each
    return int(members[distances.sum(axis=1).argmin()])


ranked = np.sort(log_weights(X), axis=1)
lead = ranked[:, -1] - ranked[:, -2]  # logarithm of the odds against the next group
complete = numbers[worded].notna().all(axis=1).to_numpy()
shown = ["arrival", "spice", "new_hummus", "lunch_company"]
for c in range(4):
    members = np.flatnonzero((houses == c) & complete)
    for role, row in (("medoid", medoid(X, members)), ("strongest", members[lead[members].argmax()])):
        print(f"{c} {role:9s} {answers.index[row]}:", "; ".join(answers.iloc[row][shown]))

# %%
means = np.stack([X[houses == c, : len(worded)].mean(axis=0) for c in range(4)])
plots.heat_map(
    means.T,
    [f"group {c}" for c in range(4)],
    [q.replace("_", " ") for q in worded],
    values="{:.1f}",
    diverging=True,
    title="What each group answers, against the average",
    bar_name="standard deviations from the mean",
    caption="High is later, hotter, newer, more often, more agreement.",
    alt="Table of ten questions by four groups. Group 0 comes early, likes it mild and follows recipes; group 1 keeps "
    "to itself, listens and tries the new hummus; group 2 lunches in company and notices moods; "
    "group 3 comes late, likes it hot and speaks first.",
)

# %%
names = ["Planners", "Tinkerers", "Hosts", "Sparks"]
why = survey.answers["why"][answers.index]


def lead_over_office(sentences: pd.Series, groups: np.ndarray) -> pd.DataFrame:
    """Each sentence's share in its group, less its share in the whole office: (sentences, groups)."""
    counted = pd.crosstab(sentences, groups)
    return (counted / counted.sum()).sub(counted.sum(axis=1) / counted.sum().sum(), axis=0)


ahead = lead_over_office(why[why != ""], houses[why != ""])
rng, dealt = np.random.default_rng(51), houses[why != ""]
luck = [lead_over_office(why[why != ""], rng.permutation(dealt)) for _ in range(200)]  # houses dealt at random
for c, name in enumerate(names):
    top = ahead[c].nlargest(3)
    as_far = np.mean([table[c].nlargest(3).mean() >= top.mean() for table in luck])
    print(f"{name} ({(houses == c).sum()} people) wrote more than others (by luck as far ahead: {as_far:.0%}):")
    for sentence in top.index:
        print(f"    “{sentence}”")

# %% [markdown]
# That groups differ in the figure is no news: they were cut by these very questions. The sentences are better
# evidence, for the groups were not made from them. But three at the top there always are. With houses dealt at random
# the Tinkerers' lead as far more often than not: luck. The others' seldom do.
#
# ## Sort yourself
#
# {{ quote: scored-so-high-slytherin }}
#
# First without widgets. A worded question left out gets the office's median, a choice none of its
# options. **Your turn:** change an answer in `mine`; the degrees must still sum to 1, but for rounding.

# %%
def place(sheet: dict[str, str]) -> dict[str, float]:
    """Degrees of membership for one sheet of answers; an answer on no list counts as none, and is named."""
    sheet = {question: answer.strip().lower() for question, answer in sheet.items()}
    for question, answer in sheet.items():
        if question not in [*worded, *options]:
            print(f"no question {question!r}; there are: {', '.join([*worded, *options])}")
        elif question in worded and answer not in ["", *levels[question]]:
            print(f"{question}: {answer!r} is on no list; there are: {', '.join(levels[question])}")
    row = pd.DataFrame([{question: sheet.get(question, "") for question in [*worded, *options]}])
    return dict(zip(names, mixture.predict_proba(features(row))[0].round(2).tolist(), strict=True))


mine = {
    "arrival": "right on time",
    "spice": "medium",
    "lunch_company": "often",
    "rather_listen": "agree",
    "notices_mood": "agree",
    "favourite": "lemon",
    "toppings": "feta; olives",
}
print(place(mine))
print(place(mine | {"lunch_company": "rarely", "new_hummus": "first in the queue"}))

# %% tags=["nbval-ignore-output"] overheard={"why": "widgets get new identities in every run"}
import ipywidgets as widgets
from IPython.display import display

look = {"description_width": "110px"}
ask = {
    question: widgets.Dropdown(options=["", *words], description=question, style=look)
    for question, words in (levels | {q: options[q] for q in ("favourite", "bread")}).items()
}
ticks = widgets.SelectMultiple(options=options["toppings"], rows=6, description="toppings", style=look)
result = widgets.HTML()


def show_degrees(_change: object = None) -> None:
    """Place the sheet as it stands."""
    sheet = {question: box.value for question, box in ask.items()} | {"toppings": "; ".join(ticks.value)}
    result.value = "<br>".join(f"{name}: {'█' * round(20 * p)} {p:.0%}" for name, p in place(sheet).items())


for box in [*ask.values(), ticks]:
    box.observe(show_degrees, names="value")
show_degrees()
sheet_of_answers = widgets.VBox([*ask.values(), ticks], layout={"min_width": "320px"})
display(widgets.HBox([sheet_of_answers, result], layout={"flex_flow": "row wrap"}))

# %% [markdown]
# ## Open the envelope
#
# All choices are made. Now the hidden groups, once. Nobody can expect a 1: some people were planted between two
# groups. About the best to expect is what an analyst reaches who knows exactly how the survey was made.

# %%
from overheard.predict import reveal

hidden = survey.truth.loc[answers.index, "group"]
scores = {
    "luck (random groups)": adjusted_rand_score(hidden, np.random.default_rng(51).integers(4, size=len(hidden))),
    "baseline (favourite hummus)": adjusted_rand_score(hidden, by_favourite),
    "k-means": adjusted_rand_score(hidden, four),
    "Gaussian mixture": adjusted_rand_score(hidden, houses),
    "about the best to expect": survey.best,
}
for name, score in scores.items():
    print(f"{score:6.3f}  {name}")
reveal(my_guess_favourite, scores["baseline (favourite hummus)"], "of 1 for the baseline", digits=2, name="my_guess_favourite")
reveal(my_guess_kmeans, scores["k-means"], "of 1 for k-means", digits=2, name="my_guess_kmeans")
confused = pd.crosstab(houses, hidden).to_numpy()
misplaced = len(houses) - max(confused[range(4), p].sum() for p in map(list, permutations(range(4))))
print(f"misplaced by the mixture: {misplaced} people; by its own degrees it expects {(1 - degrees.max(axis=1)).sum():.0f}")
assert survey.best - scores["k-means"] < 0.05 and survey.best - scores["Gaussian mixture"] < 0.05
assert scores["baseline (favourite hummus)"] < scores["k-means"] / 2

# %% [markdown]
# Within 0.05 of the best, from answers alone, and the baseline far below. The story works *when there are houses*.
# The degrees were too sure: far more people are misplaced than they expect.
#
# ## The cold shower: real people
#
# {{ data: bfi }}
#
# These people let their answers be used for research {{ cite: revelle2010 }}. Your colleagues, asked about hummus, did
# not agree to be typed: tell them before you ask. A label outlives the model.
#
# Each statement was written to measure one of five **traits**; some are **reversed items**: who agrees has less of
# the trait.

# %%
bfi = datasets.load_bfi()
real = bfi.answers.dropna().to_numpy()  # (people, 25), 1 to 6; 25 again, by chance
gone = len(bfi.answers) - len(real)
print(f"{len(bfi.answers):,} people; {gone} with a gap are left out ({gone / len(bfi.answers):.0%}), {len(real):,} stay")
bfi.items.loc[["A1", "A2", "C4", "C1", "E1", "E4", "N1", "O5", "O1"]]

# %% [markdown]
# A reversed answer is **turned**: 7 minus the answer. Does that matter to k-means? Turning is looking at one axis
# in a mirror, and a mirror keeps every distance. So it moves nobody.
#
# **Predict.** Let k go from 2 to 8. For which k will two resamples agree best? And would that prove houses?

# %%
turned = real.copy()
back = bfi.items["reversed"].to_numpy()
turned[:, back] = 7 - turned[:, back]


def standard(X: np.ndarray) -> np.ndarray:
    """Each column with mean 0 and standard deviation 1."""
    return (X - X.mean(axis=0)) / X.std(axis=0)


runs = [KMeans(3, n_init=3, random_state=51).fit(standard(table)) for table in (real, turned)]
assert adjusted_rand_score(runs[0].labels_, runs[1].labels_) == 1

# %%
my_guess_k = None  # 2 to 8

# %% [markdown]
# High stability alone proves nothing. How stable do groups look in answers that surely have **no** houses? That is a
# **null model**. Three, each keeping more of the truth. (A **correlation**, from -1 to 1, says how far two answers
# rise together.)
#
# - **shuffled**: each question's answers dealt out anew. Every answer survives, no correlation does.
# - **bell**: drawn from one bell-shaped cloud with the same means and correlations, rounded and cut to 1 to 6.
# - **dressed**: draw such a cloud, rank the people on each question, and hand out the real answers by rank. Such a
#   **surrogate** keeps each question's answers and the correlations.
#
# <details><summary>What would beating it prove?</summary>
#
# Whoever does not beat a null model has no evidence for houses. Whoever does has a reason to look on, and no proof:
# careless people, or such as agree with everything, leave the bell too.
#
# </details>
#
# <details><summary>More on the dressed one</summary>
#
# With a pencil: on one question the cloud puts Ann lowest, then Cy, then Bo, and the real answers were 5, 2 and 3. The
# lowest of the cloud gets the lowest answer: Ann 2, Cy 3, Bo 5. So done for each question, the answers are the old ones,
# and who is high in two questions that go together is still high in both.
#
# Its name in the books is *Gaussian copula* (or NORTA). Handing out six levels weakens correlations, so `tailor`
# begins with stronger ones and corrects them until the dressed answers fit.
#
# </details>

# %%
def shuffled(X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each column's answers in a new order."""
    return rng.permuted(X, axis=0)


def root_of(covariance: np.ndarray) -> np.ndarray:
    """What turns independent noise into noise with this covariance (correlation times both standard deviations)."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.clip(values, 1e-6, None))) @ vectors.T


def bell(X: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One bell-shaped cloud with the means and covariances of X, rounded and cut to the scale."""
    draws = rng.normal(size=X.shape) @ root_of(np.cov(X.T)) + X.mean(axis=0)
    return np.clip(np.rint(draws), 1, 6)


def dress(cloud: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Give the answers in each column of X to the rows of the cloud: the lowest to the lowest."""
    ranks = cloud.argsort(axis=0).argsort(axis=0)  # 0 for the lowest of a column
    return np.take_along_axis(np.sort(X, axis=0), ranks, axis=0)

# %%
from collections.abc import Callable

Draw = Callable[[np.random.Generator], np.ndarray]


def tailor(X: np.ndarray) -> Draw:
    """A function that draws dressed surrogates of X."""
    target = np.corrcoef(X.T)
    rng, crowd = np.random.default_rng(51), np.repeat(X, 20_000 // len(X), axis=0)  # many, for less noise
    noise, inner = rng.normal(size=crowd.shape), target
    for _ in range(10):  # turn the cloud's own correlations up until the dressed ones fit
        inner = inner + target - np.corrcoef(dress(noise @ root_of(inner), crowd).T)
    root = root_of(inner)
    return lambda rng: dress(rng.normal(size=X.shape) @ root, X)


rng = np.random.default_rng(51)
draw_dressed, again = tailor(turned), turned[rng.integers(len(turned), size=len(turned))]
kinds = {"real people, resampled": again, "dressed": draw_dressed(rng), "bell": bell(turned, rng)}
assert (np.sort(kinds["dressed"], axis=0) == np.sort(turned, axis=0)).all()  # the same answers to every question
target = np.corrcoef(turned.T)
for name, other in kinds.items():
    off = np.abs(np.corrcoef(other.T) - target)[np.triu_indices(25, 1)]
    print(f"{name:23s} correlations differ by {off.mean():.3f} on average, {off.max():.3f} at most")

# %%
one = bfi.items.index.get_loc("A2")
fig, axis = plots.figure(7, 3.4, title="One question: the bell misses how lopsided the answers are")
for place_of, (name, table) in enumerate({"real": turned, "dressed": kinds["dressed"], "bell": kinds["bell"]}.items()):
    share = np.bincount(table[:, one].astype(int), minlength=7)[1:] / len(table)
    bars = axis.bar(np.arange(1, 7) + 0.27 * (place_of - 1), share, 0.25, color=plots.CYCLE[place_of])
    axis.bar_label(bars, [name] + [""] * 5, rotation=90, padding=3, color=plots.CYCLE[place_of])
axis.set_xlabel("answer to “Inquire about others' well-being.” (1 to 6)")
axis.set_ylabel("share of the people")
plots.show(
    fig,
    alt="Bars for the answers 1 to 6 to one question. Real and dressed are equal and lopsided: few low answers, most "
    "at 5 and 6. The bell has fewer of these and more answers in the middle.",
)

# %% [markdown]
# The surrogate's correlations are as near to the real ones as another sample's.
#
# Now rank the real answers among 39 surrogates, all measured alike. If they were one more such table, they would be the
# steadiest once in 40 times. Beforehand: 1 in 20 or less counts as evidence. Many k are many chances of a lucky hit, so
# one number decides: the average over all k, the line *all*.
#
# Can this find houses? Try it on the hummus survey.

# %% overheard={"tolerance": 0.06, "why": "averages over resamples; single clusterings can end elsewhere on another CPU"}
def contest(draw: Draw, n_sets: int, ks: list[int], first: int) -> np.ndarray:
    """Stability of each of so many data sets at each k, (n_sets, len(ks)), each from eight resamples."""
    found = np.zeros((n_sets, len(ks)))
    for row in tqdm(range(n_sets)):
        rng = np.random.default_rng([first, row])  # a chance of its own for each kind
        table = draw(rng)
        found[row] = [stability(table, k, rng, n_draws=8) for k in ks]
    return found


def summary(called: str, real: np.ndarray, nulls: dict[str, np.ndarray], ks: list[int]) -> pd.DataFrame:
    """Mean and spread of each, and the share of a null that is as steady as the answers, these counted in."""
    table = {}
    for name, found in {called: real, **nulls}.items():
        found = np.column_stack([found, found.mean(axis=1)])  # the last column: over all k
        table[name] = [f"{m:.2f} ± {s:.2f}" for m, s in zip(found.mean(axis=0), found.std(axis=0), strict=True)]
    real = np.column_stack([real, real.mean(axis=1)])
    for name, found in nulls.items():
        if len(found) < 19:
            continue  # too few for a rank
        found = np.column_stack([found, found.mean(axis=1)])
        as_steady = (found[None] >= real[:, None]).sum(axis=1)  # (measurements, columns): how many of the null's sets
        table[f"{name} as steady"] = ((1 + as_steady) / (1 + len(found))).mean(axis=0).round(3)
    return pd.DataFrame(table, index=pd.Index([*ks, "all"], name="k"))


# %% overheard={"tolerance": 0.06, "why": "averages over resamples; single clusterings can end elsewhere on another CPU"}
few = [2, 3, 4, 5, 6]
planted, without = contest(lambda rng: X, 5, few, first=1), contest(tailor(X), 39, few, first=2)
print(summary("hummus survey", planted, {"dressed": without}, few).to_string())
assert without.mean(axis=1).max() < planted.mean(axis=1).min()  # over all k
assert planted.mean(axis=0).argmax() == 2  # the column of k = 4
assert len(without) + 1 == 40 and 1 / 40 < 1 / 20
print("Over all k no surrogate is as steady: where there are houses, the comparison finds them.")

# %% overheard={"tolerance": 0.16, "why": "averages over resamples; single clusterings can end elsewhere on another CPU, and move a share"}
def prepare(answers: np.ndarray) -> np.ndarray:
    """What is clustered."""
    return standard(answers)


ks = [2, 3, 4, 5, 6, 7, 8]
steady = {
    "real answers": contest(lambda rng: prepare(turned), 5, ks, first=3),
    "dressed": contest(lambda rng: prepare(draw_dressed(rng)), 39, ks, first=4),
    "bell": contest(lambda rng: prepare(bell(turned, rng)), 19, ks, first=5),
    "shuffled": contest(lambda rng: prepare(shuffled(turned, rng)), 5, ks, first=6),
}
nulls = {kind: steady[kind] for kind in ("dressed", "bell", "shuffled")}
print(summary("real answers", steady["real answers"], nulls, ks).to_string())
reveal(my_guess_k, ks[steady["real answers"].mean(axis=0).argmax()], "groups", digits=0, name="my_guess_k")

# %% overheard={"tolerance": 0.05, "why": "averages over resamples; single clusterings can end elsewhere on another CPU"}
plots.learning_curve(
    ks,
    {kind: found if kind == "dressed" else found.mean(axis=0) for kind, found in steady.items()},
    title="Real answers stay inside the band of surrogates that have no houses",
    x_name="number of groups k",
    y_name="stability (adjusted Rand index)",
    caption="Band: the lowest to the highest of the dressed surrogates.",
    alt="Stability against the number of groups, 2 to 8. Shuffled answers lie near zero. Real answers start above "
    "0.9 at two groups and fall to about half. They stay inside the band of the dressed surrogates, mostly in its "
    "upper half; the bell falls away at three groups.",
)

# %% [markdown]
# On the hummus survey it worked. (Not at two: four houses cut into two are not steady.) Here, beside **shuffled**, any k
# looks like a discovery. Beside the **bell**, over all k, real people just look special (1 in 20). Beside the
# **dressed** they are steadier than most, but about one in nine does as well: no evidence.
#
# <details><summary>What the ± means</summary>
#
# For the real answers: the same people, measured five times. For the others: a new data set each time as well.
#
# </details>
#
# **Your turn.** In `prepare`, return `standard(answers.reshape(-1, 5, 5).mean(axis=2))` (the mean of a trait's five
# questions) and run that cell again. What must happen: shuffled rises, and at three real people fall behind the dressed.
#
# Why is two so steady, in the surrogates too? Look where people stand between the two centres.

# %%
def position(X: np.ndarray) -> np.ndarray:
    """Where each person stands between the two centres of k = 2; 0 is the border."""
    left, right = KMeans(2, n_init=3, random_state=51).fit(X).cluster_centers_
    along = (right - left) / np.linalg.norm(right - left)
    line = (X - (left + right) / 2) @ along
    return line * np.sign(along.mean())

# %%
edges = np.arange(-7, 7.5, 0.5)
middles = (edges[1:] + edges[:-1]) / 2
places = {name: position(standard(table)) for name, table in (("real", turned), ("dressed", kinds["dressed"]))}
left, right = KMeans(2, n_init=3, random_state=51).fit(standard(turned)).cluster_centers_
within = round(100 * np.mean(np.abs(places["real"]) < 1))
half = np.linalg.norm(right - left) / 2
longest = np.linalg.svd(standard(turned), full_matrices=False)[2][0]  # the first main axis, length 1
cosine = abs((right - left) @ longest) / (2 * half)  # 1: the same direction; 0: at right angles
print(f"{within} % of the real people stand within 1 of the border; the centres lie {half:.1f} from it")
print(f"from centre to centre and the longest direction: cosine {cosine:.3f}")
assert cosine > 0.98
plots.learning_curve(
    middles,
    {name: np.histogram(place, edges)[0] for name, place in places.items()},
    title="One hill, cut in half: the border runs near its top",
    x_name="position between the two centres (0 is the border, standard deviations of one question)",
    y_name="people",
    alt="Two curves, real answers and the surrogate, each a single hill with its top near the border at 0. "
    "There is no valley between the two groups beyond small dips.",
)

# %% [markdown]
# A third of the people stand within 1 of the border. Two resamples agree on the cloud's *longest direction* and its
# middle, so they cut at the same place. (Shuffled answers have no longest direction.) Overlapping groups need leave no valley; but the surrogate, which has no groups, draws the same hill.
#
# ## Turn the table on its side
#
# Now cluster the 25 **questions**: each is now a row, with one number per person.
# Here turning the reversed ones matters.

# %%
keys = bfi.items["trait"].to_numpy()


def five_groups(X: np.ndarray) -> np.ndarray:
    """Five groups of questions: labels, (25,)."""
    return KMeans(5, n_init=50, random_state=51).fit_predict(standard(X).T)


rng = np.random.default_rng(51)
agreement = {
    "questions as asked": adjusted_rand_score(keys, five_groups(real)),
    "reversed ones turned": adjusted_rand_score(keys, five_groups(turned)),
    "turned, answers shuffled": adjusted_rand_score(keys, five_groups(shuffled(turned, rng))),
    "turned, dressed surrogate": adjusted_rand_score(keys, five_groups(kinds["dressed"])),
}
for name, value in agreement.items():
    print(f"{value:5.2f}  {name}")
samples = [turned[rng.integers(len(turned), size=len(turned))] for _ in range(20)]
again = [adjusted_rand_score(keys, five_groups(sample)) for sample in samples]
print(f"20 resamples of the people: {np.mean(again):.2f} on average, lowest {min(again):.2f}")
assert agreement["reversed ones turned"] > max(0.8, agreement["questions as asked"], agreement["turned, answers shuffled"])

# %%
fig, axis = plots.figure(8, 6.6, title="Five squares: questions of one trait are answered alike")
axis.grid(False)
image = axis.imshow(target, cmap=plots.DIVERGING, vmin=-0.8, vmax=0.8)
axis.set_xticks(range(25), bfi.items.index, rotation=90)
axis.set_yticks(range(25), [f"{item} {trait}" for item, trait in zip(bfi.items.index, keys, strict=True)])
for line in range(5, 25, 5):
    first, last = line - 5.5, line + 4.5  # thin lines around two neighbouring squares
    for draw_line in (axis.hlines, axis.vlines):
        draw_line(line - 0.5, first, last, color="black", linewidth=1)
fig.colorbar(image, ax=axis, shrink=0.9).set_label("correlation")
axis.set_xlabel("question, reversed ones turned")
plots.show(
    fig,
    alt="Correlations of 25 questions with each other. Five orange squares lie along the diagonal, one a trait, with "
    "thin lines between them; outside of them most colours are pale.",
)

# %% [markdown]
# All 25 questions fall into place (the key helped: it said *five*, and which to turn). Traits *are* correlations, so
# their null model is the shuffled table, at 0. The dressed one keeps correlations, and so the traits. Houses would be
# something on top.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | (probably) she clustered the answers | planted groups within 0.05 of about the best | **holds** where groups exist |
# | people belong to houses | as steady as some surrogates without houses, k from 2 to 8 | **does not hold here**, that is: not shown, by one test |
# | {{ said: trait-to-houses }} | questions fall into their five traits; five, and which to turn, were given | **holds in part**: these were written for it, a hummus survey is not |

# %% [markdown]
# **The literature.** {{ cite: asendorpf2001 }} found three types again and again; {{ cite: rosenstrom2017 }} got them
# from a single bell with the traits' correlations. In a million people {{ cite: gerlach2018 }} reported at least four,
# and warned of spurious ones; {{ cite: freudenstein2019 }} doubted them; {{ cite: katahira2020 }} got such types from
# lopsided answers without clusters. Of 102 findings held against simulated data, four spoke for types
# ({{ cite: haslam2019 }}). Most research describes people by degrees on about five traits ({{ cite: goldberg1999 }}).
#
# **Where ours stops.** One questionnaire, volunteers, k-means, one kind of surrogate; a small group could hide. A
# ceremony for fun needs no proof. A label at work needs proof, a purpose, and a consent that can really be refused,
# which employees seldom have.

# %% [markdown]
# ## From Elixir
#
# | step | Elixir | here |
# |---|---|---|
# | standardise | `Scholar.Preprocessing.standard_scale(x, axes: [0])` | `(x - x.mean(0)) / x.std(0)` |
# | one-hot | `Explorer.DataFrame.dummies(df, ["bread"])` | `encode` |
# | k-means | `Scholar.Cluster.KMeans.fit(x, num_clusters: 4, key: Nx.Random.key(42))` | `KMeans(4, n_init=10)` |
# | degrees | `Scholar.Cluster.GaussianMixture.predict_prob(model, x)` | `mixture.predict_proba(X)` |
# | silhouette | `Scholar.Metrics.Clustering.silhouette_score(x, labels, num_clusters: 4)` | `silhouette_score(X, labels)` |
# | map | `Scholar.Decomposition.PCA.fit_transform(x, num_components: 2)` | `np.linalg.svd` |
#
# Scholar's mixture gives each group a full covariance; ours are round ({{ cite: scholar_docs }}).

# %% [markdown]
# {{ takeaway }}
