# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## The story
#
# Sundi Myint, who hosts the podcast, once worked for a food company, where a colleague sent a survey round the office:
#
# {{ quote: hummus-survey }}
#
# From the answers, the colleague sorted everybody into *houses*, as the magic hat does in Harry Potter. Sundi's words at the top
# describe a **scoring key**: a person decides which answer gives points to which house. The guest guesses at another way:
#
# {{ quote: clustered-is-what-she-did }}
#
# **Clustering** looks for groups of people whose answers are alike. It gets no right answers, so it is a kind
# of **unsupervised learning**. We sort one office in both ways, and see who changes house.

# %% [markdown]
# ## The office
#
# {{ data: hummus_survey }}
#
# Here are the questions, each with a short name for the code and with the offered answers from low to high. Three people's sheets
# follow.

# %%
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from overheard import datasets, plots
from overheard.predict import reveal

threadpool_limits(1)  # one thread is fastest for small tables
plots.style()
survey = datasets.load_hummus_survey()
for question, asked in survey.questions.iterrows():
    print(f"{question}: {asked['wording']}", f"[{' | '.join(asked['answers'])}]" if asked["answers"] else "")
survey.answers.head(3).T

# %%
typed = survey.answers["arrival"].value_counts()
common, rare = typed.head(8), typed.tail(-8)  # ␣ stands for a space that was typed
plots.bars(
    [f"‘{text.replace(' ', '␣') if text != text.strip() else text}’" if text else "(nothing)" for text in common.index]
    + [f"{len(rare)} others, such as {rare.index[-2]!r}"],
    [*common, rare.sum()],
    form="{:.0f}",
    title="When do you come to the meeting? Not only the five offered answers",
    value_name="people",
    alt="Bars of the answers to the question about arriving. The five that were offered are common. "
    f"Below them stand empty answers, the same words with spaces or in capitals, and {len(rare)} rarer answers.",
)

# %% [markdown]
# ## Answers into features
#
# A **feature** is a number that stands for an answer. Somebody has to decide which number. We decide:
#
# 1. Ten questions are **ordinal**: their answers are words with an order. We number them from 0.
# 2. A choice becomes one column for each option, with a 1 where it was taken (**one-hot**). So does a topping.
# 3. An empty answer is missing, and so is one that was not offered. Whoever typed three such answers was joking and is left out.
# 4. The way to work and the sentence stay out.
#
# Look up pandas in the next cell, and NumPy in {{ lesson: python_for_elixirists }}.

# %%
small = pd.DataFrame({"spice": [1.0, 3.0, np.nan], "sour": [2.0, 0.0, 4.0]}, index=["Ann", "Bo", "Cy"])
does = {
    'small["spice"].to_list()': small["spice"].to_list(),  # one column; nan means missing
    'small["spice"].map({1.0: "mild"}).to_list()': small["spice"].map({1.0: "mild"}).to_list(),  # look each up
    'small[small["sour"] > 1].index.to_list()': small[small["sour"] > 1].index.to_list(),  # rows where it is true
    '(~small["sour"].isin([0, 4])).to_list()': (~small["sour"].isin([0, 4])).to_list(),  # ~ turns True and False
    "small.mean().to_list()": small.mean().to_list(),  # of each column, without what is missing
    "small.fillna(0).idxmax(axis=1).to_list()": small.fillna(0).idxmax(axis=1).to_list(),  # each row's largest: its column
    "small.join(-small.add_prefix('-')).shape": small.join(-small.add_prefix("-")).shape,  # tables side by side
}
for code, result in does.items():
    print(f"{code:45s}{result}")

# %%
offered = {q: [word.lower() for word in words] for q, words in survey.questions["answers"].items()}
kinds = survey.questions["kind"]
worded, choices = list(kinds[kinds == "worded"].index), list(kinds[kinds.isin(["choice", "ticks"])].index)


def honest(sheets: pd.DataFrame) -> pd.DataFrame:
    """The sheets in small letters, without the people who were joking."""
    sheets = sheets.apply(lambda column: column.str.strip().str.lower())
    unknown = sum((sheets[q] != "") & ~sheets[q].isin(offered[q]) for q in worded)
    return sheets[unknown < 3]


def encode(sheets: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codes 0, 1, ... of the ten worded answers, and fifteen columns of 0 and 1; nan where missing."""
    codes = {q: sheets[q].map({word: code for code, word in enumerate(offered[q])}) for q in worded}
    ticks = {w: sheets[q].str.contains(w, regex=False).where(sheets[q] != "") for q in choices for w in offered[q]}
    return pd.DataFrame(codes).astype(float), pd.DataFrame(ticks).astype(float)


answers = honest(survey.answers)
codes, ticks = encode(answers)
print(f"{len(survey.answers) - len(answers)} people were joking, {len(answers)} stay")
print(f"{codes.isna().sum().sum()} of {codes.size} worded answers are missing")
assert len(answers) == 291

# %% [markdown]
# ## Way one: a scoring key
#
# We invent four houses: *orderly*, *bold*, *warm* and *curious*. For each we pick questions by their wording, as a colleague might:
# somebody who would rather listen is *warm*, for example. (We knew what was planted. More on that at the end.)
#
# **With a pencil.** Ann comes "a little early", which has the code 1 of 0 to 4. For *orderly*, early should count. So this is a
# **reversed item**: the lower the code, the more points. Ann gets (4 - 1) / 4 = 0.75 points. For her tidy desk she ticked the highest
# answer and gets 1 point. She left out the recipe. So her *orderly* is the mean of two answers, (0.75 + 1) / 2 = 0.875.

# %%
# a leading "-" marks a reversed item
key = {
    "orderly": ["-arrival", "tidy_desk", "follows_recipe"],
    "bold": ["spice", "speaks_first", "last_minute"],
    "warm": ["lunch_company", "notices_mood", "rather_listen"],
    "curious": ["new_hummus", "-follows_recipe"],
}
top = pd.Series({q: len(offered[q]) - 1 for q in worded})  # the highest code of each question


def points(codes: pd.DataFrame, key: dict[str, list[str]]) -> pd.DataFrame:
    """Mean points of each person for each house, from 0 to 1: (people, houses). A missing answer does not count."""
    share = codes / top
    both = share.join((1 - share).add_prefix("-"))
    return pd.DataFrame({house: both[questions].mean(axis=1) for house, questions in key.items()})


ann = pd.DataFrame([{"arrival": 1.0, "tidy_desk": 4.0}], columns=worded)
assert (4 - 1) / 4 == 0.75 and points(ann, key)["orderly"].item() == 0.875
raw = points(codes, key)
raw.head(3).round(2)

# %% [markdown]
# Whoever has the most points for *bold* is in the house of the bold. But "most" needs two decisions.
#
# **A mistake everyone makes** is about the first: add the points up in place of taking their mean, and compare the sums. Nothing
# crashes. But *curious* has two questions and the others have three, so hardly anybody will be curious.
#
# The second: most, compared with what? The points for *curious* spread people more than those for *warm*, so extremes
# are more often curious. We compare each person with the office instead.

# %% [markdown]
# To **standardise** a column, subtract its mean and divide by its **standard deviation**, which says how far
# from the mean people usually are. **With a pencil:** for the answers 1, 2 and 3 the mean is 2. The squared distances from it are 1, 0
# and 1, their mean is 0.67, and its root, 0.82, is the standard deviation. So 1, 2, 3 become -1.22, 0, 1.22.

# %%
def standard(table: pd.DataFrame) -> pd.DataFrame:
    """Each column with mean 0 and standard deviation 1."""
    return (table - table.mean()) / table.std(ddof=0)


assert round(np.std([1, 2, 3]), 2) == 0.82 and round(2 / 3, 2) == 0.67
assert standard(pd.DataFrame([1.0, 2, 3])).round(2)[0].to_list() == [-1.22, 0, 1.22]
print("standard deviations of the points:", raw.std(ddof=0).round(2).to_dict())
above = standard(raw)  # how far each person lies above the office in each trait
by_key = above.idxmax(axis=1)
sums = raw * pd.Series({house: len(questions) for house, questions in key.items()})
ways = {"points added up": sums.idxmax(axis=1), "mean of the points": raw.idxmax(axis=1), "against the office": by_key}
print(pd.DataFrame({name: houses.value_counts() for name, houses in ways.items()}))

# %% [markdown]
# **Your turn.** A good listener may as well be *curious*. In the next cell, put `"rather_listen"` into the list
# of *curious* in place of *warm*, and run it. You should see that dozens of people change house, by one person's view of one question.

# %%
my_key = {
    "orderly": ["-arrival", "tidy_desk", "follows_recipe"],
    "bold": ["spice", "speaks_first", "last_minute"],
    "warm": ["lunch_company", "notices_mood", "rather_listen"],
    "curious": ["new_hummus", "-follows_recipe"],
}
my_houses = standard(points(codes, my_key)).idxmax(axis=1)
print((my_houses != by_key).sum(), "of", len(by_key), "people change house")

# %% [markdown]
# A key assumes that the questions of a list belong together. That can be judged without knowing the truth: does each
# question rise with the *others* of its list? A **correlation**, from -1 to 1, says how far two columns rise together. It is the mean
# product of the two, both standardised. **With a pencil:** for 1, 2, 3 beside 2, 4, 6 it is (1.22² + 0² + 1.22²) / 3 = 1, and beside
# 3, 2, 1 it is -1.

# %%
assert np.isclose(np.corrcoef([1, 2, 3], [2, 4, 6])[0, 1], 1) and np.isclose(np.corrcoef([1, 2, 3], [3, 2, 1])[0, 1], -1)
assert round((2 * 1.2247**2) / 3, 2) == 1 and round(2 / 291**0.5, 2) == 0.12
other_key = key | {"warm": key["warm"][:2], "curious": [*key["curious"], "rather_listen"]}
for house, questions in (*key.items(), ("warm, changed", other_key["warm"]), ("curious, changed", other_key["curious"])):
    found = []
    for q in questions:
        pair = points(codes, {"one": [q], "rest": [other for other in questions if other != q]})
        found.append(f"{q} {pair['one'].corr(pair['rest']):.2f}")
    print(f"{house}:", ", ".join(found))

# %% [markdown]
# By luck alone, 291 people give up to 0.12 either way, 2 divided by the root of 291. *Listening* rises no more than that
# with *warm*, nor with *curious*. It belongs to neither trait.
#
# ## Way two: groups of people who are alike
#
# Clustering needs a distance between two people: the sum, over all features, of the squared differences. A
# question with a wide range would count more than others, so the worded questions are standardised first. The 0 and 1
# of the choices stay as they are. A missing code becomes the **median**,
# the middle answer when all are sorted, and a missing tick the share of people who ticked it.

# %%
centre, spread = codes.mean(), codes.std(ddof=0)  # kept: you will be placed with them


def features(sheets: pd.DataFrame) -> pd.DataFrame:
    """Sheets of answers as (people, 25) features, on the scale of this office; nan where missing."""
    codes, ticks = encode(sheets)
    return ((codes - centre) / spread).join(ticks)


table = features(answers)
fill = pd.concat([table[worded].median(), table.drop(columns=worded).mean()])
X = table.fillna(fill).to_numpy()
print("shape:", X.shape, " squared distance of the first two people:", ((X[0] - X[1]) ** 2).sum().round(1))

# %% [markdown]
# A **baseline** comes before every model. Ours sorts people by their favourite hummus.
#
# To compare two ways of sorting, we have to match the names of their groups. A group without a partner counts as changed. Even houses
# drawn by lot agree a little. The next cell works out how much.
#
# **With a pencil:** one way puts five people into the groups 0 0 1 1 1, the other into b b b a a. Call 0 b and 1 a. Then four of five
# people are in the **same house**, 80%, and the third one changes. No other match of the names does better.

# %%
def same_house(first, second) -> float:
    """Per cent of the people in the same house, after the names are matched as well as possible."""
    together = pd.crosstab(np.asarray(first), np.asarray(second)).to_numpy()
    return 100 * together[linear_sum_assignment(-together)].sum() / together.sum()  # it looks for the smallest sum, hence the -


assert same_house([0, 0, 1, 1, 1], list("bbbaa")) == 80
rng = np.random.default_rng(51)
lot = np.mean([same_house(rng.integers(4, size=291), rng.integers(4, size=291)) for _ in range(200)])
print(f"drawn by lot, the same house: {lot:.0f}%")

# %% [markdown]
# **Predict.** How many per cent will be in the same house by the key and by clustering? And by the key and
# by their favourite hummus? Type your guesses.

# %%
my_guess_clusters = None
my_guess_favourite = None

# %% [markdown]
# ## k-means, with a pencil
#
# **k-means** makes k groups. Five people answer 0, 1, 3, 4 and 7, and k is 2. Two **centres** start at 0 and 1.
# Two steps take turns {{ cite: lloyd1982 }}: each person joins the nearest centre, and each centre moves to its people's mean.
#
# 1. Person 0 joins the first centre, and all others join the second. The centres move to 0 and (1 + 3 + 4 + 7) / 4 = 3.75.
# 2. Person 1 is now nearer to the first. The centres move to 0.5 and 14/3 = 4.67.
# 3. Nobody changes. It ends.
#
# The **inertia** is the sum of squared distances from the people to their centres, here 9.17. A small inertia means tight
# groups.

# %%
def nearest(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:
    """The number of the nearest centre, (people,), and the inertia. X (people, features), centres (k, features)."""
    squared = ((X[:, None] - centres) ** 2).sum(axis=2)  # (people, k): each person to each centre
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


five = np.array([[0.0], [1.0], [3.0], [4.0], [7.0]])
labels, ends, inertia = lloyd(five, five[:2])
assert labels.tolist() == [0, 0, 1, 1, 1] and np.allclose(ends[:, 0], [0.5, 14 / 3]) and five[1:].mean() == 3.75
assert np.isclose(inertia, 1 / 4 + 1 / 4 + 25 / 9 + 4 / 9 + 49 / 9)
print(labels, ends[:, 0].round(2), "inertia", round(inertia, 2))

# %% [markdown]
# The two steps never raise the inertia, so they come to an end. But the end depends on the first centres, and can be
# a bad one. **k-means++** draws first centres that lie far apart: each further one with a
# chance in proportion to the squared distance from the nearest centre so far {{ cite: arthur2007 }}. The best of several starts is kept.

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
    return min((lloyd(X, plus_plus(X, k, rng)) for _ in range(n_starts)), key=lambda run: run[2])


start = plus_plus(X, 4, np.random.default_rng(0))
ours, library = lloyd(X, start)[2], KMeans(4, init=start, n_init=1, tol=0).fit(X).inertia_
print(f"inertia from the same first centres: ours {ours:.4f}, scikit-learn {library:.4f}")
assert abs(ours - library) <= 1e-6 * library
single = np.array([kmeans(X, 4, n_starts=1, seed=seed)[2] for seed in range(100)])
print(f"100 single starts: best {single.min():.0f}, worst {single.max():.0f}")

# %% [markdown]
# ## How many groups?
#
# k-means makes as many groups as you order. Two judges help to choose without knowing the truth.
#
# The **silhouette** asks: how much nearer are you to your own group than to the next one {{ cite: rousseeuw1987 }}? The judge takes
# the mean over all people. It can be from -1 to 1.
#
# **With a pencil**, for the five people above: the answer 0 lies 1 away from the other one in its group. From the other group it lies
# 3, 4 and 7 away, on average 4.67. The silhouette is the difference, divided by the larger of the two:
# (4.67 - 1) / 4.67 = 0.79.

# %%
values = [[2.5, 2.5], [1.0, (3 + 4 + 7) / 3]]  # the answers 3 and 0: own group, next group
by_pencil = [(other - own) / max(own, other) for own, other in values]
by_library = silhouette_samples(five, [0, 0, 1, 1, 1])
assert np.allclose(by_pencil, by_library[[2, 0]])
print("the answers 3 and 0:", by_library[[2, 0]].round(2), " mean over all five:", by_library.mean().round(2))

# %% [markdown]
# The **gap statistic** asks: how much tighter are the groups than those of people who are spread evenly {{ cite: tibshirani2001 }}?
# **With a pencil:** the answers 0, 1, 9 and 10, as one group, have the inertia 25 + 16 + 16 + 25 = 82. As two groups they
# have 4 · 1/4 = 1. Four people spread evenly, at 0, 10/3, 20/3 and 10, have 55.6 as one group and 11.1 as two. The gap is
# the natural logarithm of the even people's inertia, less that of the real people's:
#
# - k = 1: log 55.6 - log 82 = -0.4.
# - k = 2: log 11.1 - log 1 = 2.4. Two groups make them far tighter.

# %%
def gap(X: np.ndarray, k: int, rng: np.random.Generator, n_even: int = 20) -> tuple[float, float]:
    """Mean log inertia of people spread evenly over the range of each feature, less that of X; and its noise."""
    even = [rng.uniform(X.min(axis=0), X.max(axis=0), X.shape) for _ in range(n_even)]
    own, *others = [np.log(KMeans(k, n_init=3, random_state=51).fit(people).inertia_) for people in (X, *even)]
    return float(np.mean(others) - own), float(np.std(others) * np.sqrt(1 + 1 / n_even))  # the mean is uncertain, too


even = np.array([0, 10 / 3, 20 / 3, 10])
assert 25 + 16 + 16 + 25 == 82 and 4 * 1 / 4 == 1
assert round(((even - 5) ** 2).sum(), 1) == 55.6 and round(4 * (5 / 3) ** 2, 1) == 11.1
assert round(np.log(55.6 / 82), 1) == -0.4 and round(np.log(11.1), 1) == 2.4

# %% [markdown]
# The rule goes up from k = 1. It stops where one group more does not raise the gap by more than chance. Chance is the ± of the next row.
# It may stop at 1: no groups. More than 1 does not prove groups: answers that only go together raise the gap, too.

# %% overheard={"tolerance": 0.03, "why": "clusterings of even people can end in another place on another CPU"}
rng, ks = np.random.default_rng(51), range(1, 8)
judges = pd.DataFrame([gap(X, k, rng) for k in ks], columns=["gap", "gap ±"], index=pd.Index(ks, name="k"))
judges["silhouette"] = {k: silhouette_score(X, kmeans(X, k)[0]) for k in ks if k > 1}
print(judges.round(2).to_string(na_rep=""))
enough = judges["gap"] >= (judges["gap"] - judges["gap ±"]).shift(-1)  # shift(-1): the row of k + 1
print("the gap takes k =", enough.idxmax(), "and the silhouette k =", judges["silhouette"].idxmax())
assert enough.idxmax() == 4 and judges["silhouette"].idxmax() == 2 and judges["silhouette"].max() < 0.2

# %% [markdown]
# The judges disagree. The gap rises up to four groups and not beyond. (That it is below 0 comes from the ticks, which lie at the ends of
# their range.) The silhouette prefers two by a hair, and is below 0.2
# everywhere: there are no clear borders. We take four.
#
# ## Who changes house?

# %%
groups, centres, _ = kmeans(X, 4)
order = centres[:, worded.index("arrival")].argsort()  # give the groups the numbers 0 to 3 by how early they arrive
centres, groups = centres[order], order.argsort()[groups]


told = answers["favourite"] != ""
agree = {"clusters": same_house(by_key, groups), "favourite": same_house(by_key[told], answers["favourite"][told])}
print(f"{len(agree)} agreements are worked out; the next cell shows them beside your guesses")

# %%
reveal(my_guess_clusters, agree["clusters"], name="my_guess_clusters")
reveal(my_guess_favourite, agree["favourite"], name="my_guess_favourite")

# %%
together = pd.crosstab(by_key, groups).loc[list(key)]
split = together.loc["curious"].sort_values().tail(2).to_list()
print(f"the curious are mostly in two groups, {split[0]} and {split[1]} of {together.loc['curious'].sum()}")
best = linear_sum_assignment(-together.to_numpy())[1]
plots.heat_map(
    together.to_numpy()[:, best],
    [f"group {c}" for c in best],
    list(key),
    x_name="by k-means",
    y_name="by the key",
    values="{:.0f}",
    title="Sorted twice: the curious are split",
    caption="Matches stand on the diagonal.",
    bar_name="people",
    alt="Table of four houses by four groups. The orderly and the warm fall mostly into one group each. The bold and the "
    "curious are both spread over groups, and one group holds many of either.",
)

# %% [markdown]
# About one person in four changes house. The favourite hummus agrees with the key little more than a lot does. Many of the curious are in
# the group that also holds most of the bold.
#
# Which of our decisions mattered for the clusters? We undo one at a time and count who stays. The last line shows what chance does:
# it draws 291 people from the same 291, some twice and some not at all, which is called a **resample**. The centres that
# come out of it place everybody.

# %%
minutes = pd.to_numeric(answers["commute"].str.extract(r"(\d+)")[0])  # the number in "35 min"
rough = codes.fillna(codes.median())
changed = {
    "way to work added, in minutes": np.column_stack([X, minutes.fillna(minutes.median())]),
    "choices and toppings left out": X[:, : len(worded)],
    "missing taken for the lowest": features(answers).fillna(table.min()),
    "worded answers not standardised": rough.join(ticks.fillna(ticks.mean())),
}
print("decision undone: per cent of the people who stay in their group")
for name, other in changed.items():
    print(f"  {name:34s}{same_house(groups, kmeans(np.asarray(other), 4)[0]):4.0f}")
rng = np.random.default_rng(51)
again = [same_house(groups, nearest(X, kmeans(X[rng.integers(291, size=291)], 4, seed=i)[1])[0]) for i in range(20)]
print(f"  nothing, but people resampled{'':5s}{np.mean(again):4.0f}   (20 times, from {min(again):.0f} to {max(again):.0f})")

# %% [markdown]
# A column in minutes has differences of dozens, and the others have differences of one or two. So people were sorted by the length of
# their ride. Of the others, only "missing taken for the lowest" moves more people than another sample does.

# %% [markdown]
# ## Degrees of membership
#
# A **Gaussian mixture** gives each group a round, bell-shaped cloud with a middle, a width and a share of the people. Your
# **degree of membership** in a group is the probability, in the eyes of this model, that you come from its cloud. It is fitted like
# k-means, but everybody counts in every group, by degree.
#
# **With a pencil:** two clouds have the same width, 1, and the same share. You stand 1 away from the first middle and 2 away from
# the second. At the distance d, the bell has the height exp(-d²/2): that is 0.607 and 0.135. Your degree in the first group is
# 0.607 / (0.607 + 0.135) = 0.82.

# %%
heights = np.exp(-np.array([1.0, 2.0]) ** 2 / 2)
assert heights.round(3).tolist() == [0.607, 0.135] and round(heights[0] / heights.sum(), 2) == 0.82
mixture = GaussianMixture(4, covariance_type="spherical", means_init=centres, random_state=51).fit(X)


def log_heights(row: np.ndarray) -> np.ndarray:
    """Logarithm of share times height of each cloud, (4,), from the features that are there; nan is left out."""
    there, width = ~np.isnan(row), mixture.covariances_  # the squared width of each cloud
    squared = ((row[there] - mixture.means_[:, there]) ** 2).sum(axis=1)
    share, bell = np.log(mixture.weights_), -squared / (2 * width)  # a larger group is likelier; the bell falls with d²
    return share + bell - there.sum() / 2 * np.log(width)  # and a wide cloud is thin everywhere


def degrees_of(row: np.ndarray) -> np.ndarray:
    """Degrees of membership, (4,)."""
    heights = np.exp(log_heights(row) - log_heights(row).max())
    return heights / heights.sum()

# %%
degrees = mixture.predict_proba(X)  # (people, 4); each row sums to 1
assert np.allclose([degrees_of(row) for row in X], degrees)  # by hand and by the library
soft = degrees.argmax(axis=1)
print(f"{(degrees.max(axis=1) < 0.8).sum()} people have no degree of 0.8 or more")
print(f"{(groups == soft).sum()} of {len(soft)} people are in the same group by k-means and by the mixture")
pd.DataFrame(degrees, index=answers.index).round(2).loc[["p001", "p003", "p006"]]

# %% [markdown]
# Most degrees are near 0 or 1, although the silhouette saw no clear borders. At the end you will see that the model is too sure.
#
# ## The representative, and the head of the house
#
# {{ quote: representative-of-each-cluster }}
#
# {{ quote: scored-so-high-slytherin }}
#
# These are two different people. The **medoid** is typical: it has the smallest sum of distances to the other members. It is a real
# person, whereas a mean is nobody. The *head* is extreme: it stands highest above the office in its trait (by the key), or belongs
# most clearly to its group rather than the next (by the mixture).

# %%
ranked = np.sort([log_heights(row) for row in X], axis=1)
lead = ranked[:, -1] - ranked[:, -2]  # how much higher the own cloud is here than the next one
heads = []
for house, c in zip(key, best, strict=True):
    members = np.flatnonzero(soft == c)
    apart = np.sqrt(((X[members][:, None] - X[members]) ** 2).sum(axis=2))  # (members, members)
    head = answers.index[members[lead[members].argmax()]]
    highest = above.index[np.isclose(above[house], above[house].max())]
    heads.append({"group": c, "medoid": answers.index[members[apart.sum(axis=1).argmin()]], "head": head, "house by the key": house,
                  "people with the most points": len(highest), "head among them": head in highest})  # fmt: skip
pd.DataFrame(heads)

# %% [markdown]
# In two houses the head of the clusters is not among those with the most points. By the key, up to 17 people share the first place. Some of
# them answered only one of its questions.
#
# ## Names come after looking
#
# Name clusters after you have looked at what their members answer: a name that comes first guides the eye.

# %%
short = {"arrival": "comes late", "spice": "likes it hot", "new_hummus": "tries the new one", "lunch_company": "lunches in company"}
means = np.stack([X[soft == c, : len(worded)].mean(axis=0) for c in range(4)])
plots.heat_map(
    means,
    [short.get(q, q.replace("_", " ")) for q in worded],
    [f"group {c}" for c in range(4)],
    values="{:.1f}",
    diverging=True,
    title="What each group answers, against the office",
    bar_name="standard deviations",
    alt="Table of four groups by ten questions. Group 0 comes early, likes it mild and follows recipes. Group 1 keeps "
    "to itself, listens and tries the new hummus. Group 2 lunches in company and notices moods. "
    "Group 3 comes late, likes it hot and speaks first.",
)

# %% [markdown]
# Group 1 both listens and tries what is new, but group 3 tries it and does not listen. So the two make a group without making a trait. That
# groups differ here is no evidence for them, because they were made from these very answers. An answer that was left out is
# better evidence: exercise 4 uses one.
#
# ## Sort yourself
#
# We name the groups Planners, Tinkerers, Hosts and Sparks. Write your own answers into `mine`, below. What you leave out is left out of the
# distance, too.

# %%
names = ["Planners", "Tinkerers", "Hosts", "Sparks"]

def problems(sheet: dict[str, str]) -> list[str]:
    """What nobody was asked, and what was not offered, each with what may be typed."""
    asked, found = [*worded, *choices], []
    for q, answer in sheet.items():
        given = [part.strip().lower() for part in (str(answer).split(";") if q == "toppings" else [str(answer)])]
        if q not in asked:
            found.append(f"There is no question {q!r}. The questions are: {', '.join(asked)}.")
        elif wrong := [part for part in given if part not in ["", *offered[q]] and (q, part) != ("toppings", "none")]:
            found.append(f"{survey.questions['wording'][q]} {wrong[0]!r} was not offered. Write: {', '.join(offered[q])}.")
    return found

def place(sheet: dict[str, str]) -> str:
    """Both ways for one sheet of answers, in words; or what is wrong with the sheet."""
    if found := problems(sheet):
        return "\n".join(found)
    n_given = sum(bool(str(answer).strip()) for answer in sheet.values())
    if n_given < 3:
        return f"{n_given} answers say too little about you. Give three or more."
    row = pd.DataFrame([{q: str(sheet.get(q, "")).strip().lower() for q in [*worded, *choices]}])
    lines = [f"{n:10s}{p:5.0%}" for n, p in zip(names, degrees_of(features(row).to_numpy()[0]), strict=True)]
    trait = ((points(encode(row)[0], key) - raw.mean()) / raw.std(ddof=0)).iloc[0].dropna()
    return "\n".join([*lines, f"by the key: {trait.idxmax() if len(trait) else 'none, since no worded answer is given'}"])

# %%
mine = {
    "arrival": "right on time",
    "spice": "medium",
    "lunch_company": "often",
    "rather_listen": "agree",
    "notices_mood": "agree",
    "toppings": "feta; olives",
}
print(place(mine))
print("\nwith a word that was not offered:\n" + place(mine | {"spice": "very hot"}))

# %% tags=["nbval-ignore-output"] overheard={"why": "widgets get new identities in every run"}
import ipywidgets as widgets


def ask(q: str, kind: type, words: list[str]) -> widgets.Widget:
    """A box for one question, with its wording."""
    return kind(options=words, description=survey.questions["wording"][q], style={"description_width": "23em"},
                layout={"width": "38em"})  # fmt: skip


boxes = {q: ask(q, widgets.Dropdown, ["", *offered[q]]) for q in [*worded, "favourite", "bread"]}
boxes["toppings"] = ask("toppings", widgets.SelectMultiple, [*offered["toppings"], "none"])
result = widgets.HTML()


def show_place(*_) -> None:
    """Place the sheet as it stands."""
    sheet = {q: "; ".join(box.value) if q == "toppings" else box.value for q, box in boxes.items()}
    result.value = f"<pre>{place(sheet)}</pre>"


for box in boxes.values():
    box.observe(show_place, names="value")
show_place()
widgets.HBox([widgets.VBox(list(boxes.values())), result], layout={"flex_flow": "row wrap"})

# %% [markdown]
# ## Open the envelope
#
# The survey is invented, so we know who was planted in which group. All decisions are made, so now we may look. Nobody can
# reach 100%, since the groups' answers overlap. The best to expect is the score of an analyst who knows exactly how the survey was
# made. One office is one stroke of luck, so we draw 20 more in the same way and sort each.

# %%
def right(office) -> dict[str, float]:
    """Per cent of an office's people who are placed as planted, by each way."""
    sheets = honest(office.answers)
    codes, ticks = encode(sheets)
    hidden, favourite = office.truth.loc[sheets.index, "group"], sheets["favourite"]
    X = standard(codes.fillna(codes.median())).join(ticks.fillna(ticks.mean()))
    return {
        "favourite (baseline)": same_house(hidden[favourite != ""], favourite[favourite != ""]),
        "key": same_house(hidden, standard(points(codes, key)).idxmax(axis=1)),
        "key, listening moved": same_house(hidden, standard(points(codes, other_key)).idxmax(axis=1)),
        "k-means": same_house(hidden, KMeans(4, n_init=10, random_state=51).fit_predict(X)),
        "the best to expect": 100 * office.best_share,
    }


here = right(survey)
others = pd.DataFrame([right(survey.another(seed)) for seed in range(20)])
pd.DataFrame({"this office": here, "20 others, mean": others.mean(), "lowest": others.min(), "highest": others.max()}).round(0)

# %%
plots.bars(
    list(others),
    others.mean(),
    low=others.min(),
    high=others.max(),
    form="{:.0f}",
    title="In offices with planted groups, clusters come near the best",
    value_name="people placed as planted (%), mean and range of 20 offices",
    alt="; ".join(f"{name} {value:.0f}%" for name, value in others.mean().items()) + ".",
)
hidden = survey.truth.loc[answers.index, "group"]
print(f"by its degrees, the mixture expects {(1 - degrees.max(axis=1)).sum():.0f} of 291 people to be misplaced; ", end="")
print(f"{len(hidden) * (1 - same_house(hidden, soft) / 100):.0f} are")
assert min(others["key"].min(), others["k-means"].min()) > others["favourite (baseline)"].max()  # better than no idea at all

# %% [markdown]
# Clusters come near the best. This office is an unlucky one for the key. Four cautions:
#
# 1. All offices were drawn from groups, so clustering plays at home.
# 2. We knew what was planted when we wrote the key, and tried two more keys, with scores like these two. Of a dozen
#    offices we took this one, for its typical best score.
# 3. The judge of the key found no reason to move *listening*, and yet the move places more people right. It asks about traits.
# 4. The degrees are too sure: 20 people are misplaced where they expect 7.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | {{ said: trait-to-houses }} | one question moved, and dozens of people change house | **not tested here**: what she did, we cannot know |
# | {{ said: clustered-is-what-she-did }} | it would place nine of ten people as planted | the definition **holds**; what she did was **not tested here** |
# | {{ said: representative-of-each-cluster }} | the medoid is such a person | **not tested here**: every group has one |
# | {{ said: scored-so-high-slytherin }} | up to 17 people share a key's first place | **not tested here** |

# %% [markdown]
# **The literature.** k-means is what a mixture of round clouds of one width becomes as that width shrinks to nothing ({{ cite: hastie2009 }}).
# Inventories of five factors are scored by keys with reversed items ({{ cite: goldberg1999 }}).
#
# **Where it stops.** The office is invented. {{ lesson: still_there_tomorrow }} asks about real people.
# Your colleagues did not agree to be typed. Ask them first, let them say no, keep no names, and never use such a label at work.

# %% [markdown]
# ## From Elixir
#
# | step | Elixir | here |
# |---|---|---|
# | standardise | `Scholar.Preprocessing.standard_scale(x, axes: [0])` | `standard(table)` |
# | k-means | `Scholar.Cluster.KMeans.fit(x, num_clusters: 4, key: Nx.Random.key(42))` | `KMeans(4, n_init=10)` |
# | degrees | `Scholar.Cluster.GaussianMixture.predict_prob(model, x)` | `mixture.predict_proba(X)` |
# | silhouette | `Scholar.Metrics.Clustering.silhouette_score(x, labels, num_clusters: 4)` | `silhouette_score(X, labels)` |

# %% [markdown]
# {{ takeaway }}
