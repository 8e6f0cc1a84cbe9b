# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## The question is ours
#
# In {{ lesson: sorting_ceremony }} you found planted houses. Nobody in the episode
# says that real houses last. Sundi Myint says that {{ said: different-test }}. The
# guest doubts that a data set held the houses: {{ said: no-data-set-of-houses }}.
#
# **The result first.** You will have a judge that was chosen before the real answers were opened, and its verdict.

# %% [markdown]
# ## Would the same people come out together?
#
# A **resample** draws as many people as there are; some come twice, some never. **With a pencil:** four people answer
# 1, 2, 8 and 9. From the resample 1, 1, 8, 9 with the centres 1 and 8.5 come the groups 1 2 / 8 9. From 8, 8, 9, 9
# come 1 2 8 / 9.
#
# Of the 6 pairs, the first grouping puts 2 together, the second 3, and 1 is together in both. Luck would give 2 × 3 / 6 = 1. The
# most is the mean of 2 and 3. The **adjusted Rand index** is (1 − 1) / (2.5 − 1) = 0: they agree as luck would.
# **Stability** is its mean over pairs of resamples.

# %%
from itertools import combinations

import numpy as np
from scipy.stats import binomtest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from overheard import datasets, plots
from overheard.predict import reveal

threadpool_limits(1)  # setup: one thread is fastest for small tables

def placed(sample, people, k, rng):
    """Groups that are learned from a sample, for all people: (people,)."""
    return KMeans(k, n_init=2, random_state=int(rng.integers(2**31))).fit(sample).predict(people)

four = np.array([[1.0], [2.0], [8.0], [9.0]])  # (people, questions)
first, second = (placed(four[rows], four, 2, np.random.default_rng(53)) for rows in ([0, 0, 2, 3], [2, 2, 3, 3]))
pairs = np.array([(first[a] == first[b], second[a] == second[b]) for a, b in combinations(range(4), 2)])
assert pairs.sum(axis=0).tolist() == [2, 3] and pairs.all(axis=1).sum() == 1
assert abs(adjusted_rand_score(first, second)) < 1e-9 and len(pairs) == 6 and (2 + 3) / 2 == 2.5 and (8 + 9) / 2 == 8.5
print("adjusted Rand index:", round(adjusted_rand_score(first, second), 3))

# %% [markdown]
# ## People who have no houses
#
# Our **baseline** is people who have no houses. A recipe for them is a **null model**, its table a **surrogate**.
#
# - **Shuffled** keeps the answers: deal each question's out anew.
# - **Bell** keeps means and correlations: draw from such a cloud, round, cut to the scale.
# - **Dressed** keeps both: draw such a cloud, hand out the real answers by rank.
#
# **With a pencil:** to two questions, three people answered 1, 2, 6 and 2, 3, 5. Shuffled: 6, 1, 2 and 2, 3, 5; the
# link is gone. Bell: 6.7 becomes 6. Dressed: from 0.3, -1.2, 0.1 and 0.4, -0.9, 0.2 come 6, 1, 2 and 5, 2, 3, the lowest for
# the lowest; the link stays.

# %%
def root_of(covariance):
    """What turns independent bells into bells with this covariance (correlations times spreads)."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.sqrt(np.clip(values, 1e-6, None))) @ vectors.T

def shuffled(answers, rng):
    """Each question's answers, dealt out anew."""
    return rng.permuted(answers, axis=0)

def bell(answers, rng):
    """One bell-shaped cloud with the same means and covariance, rounded and cut to the scale."""
    cloud = rng.normal(size=answers.shape) @ root_of(np.cov(answers.T)) + answers.mean(axis=0)
    return np.clip(np.rint(cloud), 1, 6)

def dress(cloud, answers):
    """In each column, the lowest answer goes to the lowest of the cloud, and so on upwards."""
    ranks = cloud.argsort(axis=0).argsort(axis=0)  # 0 for the lowest of a column
    return np.take_along_axis(np.sort(answers, axis=0), ranks, axis=0)

three = np.array([[1.0], [2.0], [6.0]])
assert three.mean() == 3 and np.clip(np.rint(6.7), 1, 6) == 6
two = np.array([[1.0, 2.0], [2.0, 3.0], [6.0, 5.0]])  # (people, questions)
assert dress(np.array([[0.3, 0.4], [-1.2, -0.9], [0.1, 0.2]]), two).T.tolist() == [[6, 1, 2], [5, 2, 3]]
print("shuffled:", shuffled(three, np.random.default_rng(53)).ravel())

# %% [markdown]
# Handing out answers by rank weakens correlations. So `tailor` begins with stronger ones, and corrects them until they
# fit.

# %%
def tailor(answers):
    """A function that draws dressed surrogates of these answers."""
    wanted = np.corrcoef(answers.T)
    rng, many = np.random.default_rng(53), np.repeat(answers, 4, axis=0)  # many people, for less noise
    bells, inner = rng.normal(size=many.shape), wanted
    for _ in range(5):
        inner = inner + wanted - np.corrcoef(dress(bells @ root_of(inner), many).T)
    root = root_of(inner)
    return lambda rng: dress(rng.normal(size=answers.shape) @ root, answers)

# %% [markdown]
# ## The power dial: people who do have houses
#
# First, the judges look at synthetic people: 1,200 answer 25 questions, five for each of five traits. We set the numbers by hand, not by
# the real answers.
#
# Any two houses lie `distance` apart, in standard deviations of the traits within a house. An answer is 0.6 of its
# trait and 0.8 of noise, cut into six steps. A `habit` makes people answer in an odd way.
#
# All judges look at five **trait scores**: the means of each trait's answers, turned so that people spread equally far in every
# direction.

# %%
TRAITS = np.full((5, 5), 0.25) + 0.75 * np.eye(5)  # each two traits correlate at 0.25
CUTS = [-1.6, -1.0, -0.5, 0.1, 0.9]  # where answer 1 ends, where 2 ends, ...

def crowd(rng, houses=1, distance=0.0, smallest=None, habit=None, n_people=1200):
    """Answers of invented people, (n_people, 25), and the house of each; `smallest` is the share of one house."""
    shares = np.full(houses, 1 / houses)
    if smallest:
        shares = np.array([smallest] + [(1 - smallest) / (houses - 1)] * (houses - 1))
    house = rng.choice(houses, size=n_people, p=shares)
    centres = np.eye(5)[:houses] * distance / np.sqrt(2)  # each two are `distance` apart
    centres = centres @ np.linalg.qr(rng.normal(size=(5, 5)))[0]  # turned at random
    traits = rng.normal(size=(n_people, 5))
    if habit == "lopsided":
        traits = np.exp(traits / 2)
    traits = (traits + centres[house]) @ root_of(TRAITS)
    traits = (traits - traits.mean(axis=0)) / traits.std(axis=0)
    leaning = 0.6 * np.repeat(traits, 5, axis=1) + 0.8 * rng.normal(size=(n_people, 25))
    if habit == "agree with all":
        leaning += 0.5 * rng.normal(size=(n_people, 1))
    if habit == "love the ends":
        leaning *= np.exp(0.35 * rng.normal(size=(n_people, 1)))
    return np.digitize(leaning, CUTS) + 1.0, house

# %%
def trait_scores(answers):
    """The means of each trait's five answers, turned so that people spread equally in every direction: (people, 5)."""
    means = answers.reshape(len(answers), 5, 5).mean(axis=2)
    X = (means - means.mean(axis=0)) / means.std(axis=0)
    return X @ np.linalg.inv(root_of(np.cov(X.T)))

def along(answers, house):
    """Where people stand on the line that separates the first house best from the others."""
    X = trait_scores(answers)
    line = X @ (X[house != 0].mean(axis=0) - X[house == 0].mean(axis=0))
    return (line - line[house == 0].mean()) / line[house == 0].std()

fig, axes = plots.figure(8, 3, columns=3, sharey=True, title="Near houses make one hill, far ones two")
for axis, distance in zip(axes, (2, 4, 6), strict=True):
    answers, house = crowd(np.random.default_rng(53), 2, distance)
    place = along(answers, house)
    axis.hist([place[house == 0], place[house == 1]], 24, stacked=True, color=[plots.CYCLE[0], plots.CYCLE[1]])
    axis.set(title=f"distance {distance}", xlabel="place (spread of a house = 1)")
    print(f"planted {distance} apart, in noisy scores {abs(place[house == 1].mean()):.1f}")
axes[0].set_ylabel("people")
plots.show(
    fig,
    alt="Three histograms of two planted houses. At distance 2 there is one hill. At 4 two hills overlap with a "
    "shallow valley, at 6 with a deep one.",
)

# %% tags=["nbval-ignore-output"] overheard={"why": "widgets get new identities in every run"}
import ipywidgets as widgets
from IPython.display import display

slide = {"style": {"description_width": "130px"}, "layout": {"width": "420px"}}
n_houses = widgets.IntSlider(2, 2, 5, description="houses", **slide)
percent = widgets.IntSlider(50, 5, 50, step=5, description="smallest, per cent", **slide)
how_far = widgets.FloatSlider(4.0, min=0.0, max=8.0, step=0.5, description="distance", **slide)
hills = widgets.HTML()

def turn_dial(_change=None):
    share = min(percent.value / 100, 1 / n_houses.value)
    place = along(*crowd(np.random.default_rng(53), n_houses.value, how_far.value, share))
    counts = np.histogram(place, 12)[0]
    hills.value = "<pre>" + "\n".join("█" * round(count / 8) for count in counts) + "</pre>"

for dial in (n_houses, percent, how_far):
    dial.observe(turn_dial, names="value")
turn_dial()
display(widgets.VBox([n_houses, percent, how_far, hills]))

# %% [markdown]
# ## Three judges
#
# - **Stability**, the mean for 2, 3 and 4 groups.
# - **Tightness**: the mean logarithm of how much smaller the inertia of 2, 3 and 4 groups is than that of one.
# - **Gain**: how much better four bell-shaped clouds of one shape explain the people than one does.
#
# **The gain with a pencil.** Four people stand at 0, 2, 8 and 10. One cloud has the mean 5 and the variance 17. Two
# clouds have the means 1 and 9 and the variance 1. They are √17 ≈ 4.12 times as narrow, so that much denser, but each
# holds half of the people. On average (of logarithms) that is 4.12 / 2 = 2.06 times as dense. The gain is the logarithm, 0.72.

# %%
points = np.array([0.0, 2.0, 8.0, 10.0])

def log_density(x, mean, variance):
    return -((x - mean) ** 2) / (2 * variance) - np.log(2 * np.pi * variance) / 2

one_cloud = log_density(points, 5, 17)
two_clouds = np.log(np.exp(log_density(points, 1, 1)) / 2 + np.exp(log_density(points, 9, 1)) / 2)
print("gain by hand:", round((two_clouds - one_cloud).mean(), 3))
assert points.var() == 17 and abs((two_clouds - one_cloud).mean() - np.log(np.sqrt(17) / 2)) < 1e-6
assert round(np.sqrt(17), 2) == 4.12 and round(np.sqrt(17) / 2, 2) == 2.06

# %%
KS = (2, 3, 4)

def stability(answers, rng):
    """Mean adjusted Rand index of resamples, over k."""
    X, found = trait_scores(answers), []
    for k in KS:
        draws = [placed(X[rng.integers(len(X), size=len(X))], X, k, rng) for _ in range(3)]
        found += [adjusted_rand_score(a, b) for a, b in combinations(draws, 2)]
    return float(np.mean(found))

def tightness(answers, rng):
    """Mean logarithm of the inertia of one group divided by that of k."""
    X = trait_scores(answers)
    inertias = [KMeans(k, n_init=3, random_state=int(rng.integers(2**31))).fit(X).inertia_ for k in KS]
    return np.log(X.size / np.array(inertias)).mean()

def gain(answers, rng):
    """Mean log density of a person under four clouds of one shape, less that under one cloud."""
    X = trait_scores(answers)
    seed = int(rng.integers(2**31))
    four = GaussianMixture(4, covariance_type="tied", n_init=4, random_state=seed).fit(X)
    return float(four.score(X) - GaussianMixture(1, covariance_type="tied").fit(X).score(X))

# %% [markdown]
# ## One p-value
#
# A judge measures the answers and 39 dressed surrogates, each in the same way. Of these 40 tables, the **p-value** is the share
# with a measurement at least as large as that of the answers, which are one of the 40. If none of the 39 reaches it, p = (1 + 0) / (1 + 39)
# = 0.025, the smallest possible. The judge **notices** houses if p is at most 0.05. Of crowds made like the surrogates, 5 % get there by
# luck.
#
# **Your turn.** Change `houses=4` to `houses=1` below and run the cell. With this seed you see no evidence. The gain stays
# above 0, since four clouds always fit better than one, in surrogates too.

# %% overheard={"tolerance": 0.03, "why": "clusterings of another CPU can end elsewhere"}
N_SURROGATES, ALPHA = 39, 0.05

def p_value(judge, answers, seed, draw=None):
    """The p-value, the measurement, and those of the surrogates: dressed ones, or those that `draw` makes."""
    rng, draw = np.random.default_rng(seed), draw or tailor(answers)
    real = judge(answers, rng)
    others = np.array([judge(draw(rng), rng) for _ in range(N_SURROGATES)])
    return (1 + (others >= real).sum()) / (1 + N_SURROGATES), real, others

assert (1 + 0) / (1 + 39) == 0.025 and ALPHA == 5 / 100  # 5 %
answers, _ = crowd(np.random.default_rng(53), houses=4, distance=4)
p, real, others = p_value(gain, answers, seed=53)
print(f"gain {real:.2f}, surrogates {others.min():.2f} to {others.max():.2f}:", "noticed" if p <= ALPHA else "no evidence")

# %% [markdown]
# ## Power and false alarms
#
# The share of crowds with houses in which a judge notices them is its power, the **power of a test**. When it notices
# houses where there are none, that is a **false alarm**.
#
# {{ data: house_power }}
#
# **Your guess.** Two equal houses lie 6 apart. In how many per cent of such crowds does
# stability notice them?

# %%
my_guess = None  # per cent

# %%
power = datasets.load_house_power()
JUDGES = {"stability": stability, "tightness": tightness, "gain": gain}
planted = power[(power["houses"] > 1) & (power["habit"] == "")].fillna({"smallest": 0.5})
share = 100 * planted.groupby(["houses", "smallest", "distance"])[list(JUDGES)].mean()
share["gain, twice"] = share["gain"] ** 2 / 100
n_crowds = power["crowd"].nunique()
print(f"noticed, per cent of {n_crowds} crowds\n{share.round().astype(int).to_string()}")

# %%
reveal(my_guess, share.loc[(2, 0.5, 6), "stability"])

# %%
looks = {"two equal houses": (2, 0.5), "four equal houses": (4, 0.5), "two, one of 15 per cent": (2, 0.15)}
fig, axes = plots.figure(9, 3.6, columns=3, sharey=True, title="The gain notices nearer houses than stability does")
for axis, (title, setting) in zip(axes, looks.items(), strict=True):
    curve = share.loc[setting]
    for number, name in enumerate(JUDGES):
        label = name if title.startswith("two, one") else "_"  # the names stand beside the last panel
        look = {"marker": plots.MARKERS[number], "linestyle": plots.DASHES[number], "color": plots.CYCLE[number]}
        axis.plot(curve.index, curve[name], label=label, **look)
    axis.axhline(80, color=plots.COLOURS["grey"], linewidth=1, linestyle=":")
    axis.set(title=title, xlabel="distance (standard deviations)", xticks=curve.index, ylim=(-5, 105))
plots.label_line_ends(axis)
axes[0].set_ylabel("noticed, per cent of crowds")
plots.show(
    fig,
    alt="Three panels of power against distance for three judges. The gain rises first in each panel and reaches the top "
    "by distance 6. Tightness follows close behind. Stability rises last.",
    caption="Thin grey line: 80 per cent. Each point is a share of the crowds in the table above.",
)

# %% [markdown]
# Stability needs far houses. "Gain, twice" is its square: both of two independent halves. We recompute
# nine of the stored verdicts. Then we count false alarms in crowds without houses who have lopsided traits, agree with everything, or
# love the ends of the scale.

# %%
n_agree, stored = 0, planted.set_index(["houses", "smallest", "distance", "crowd"])["gain"]
for houses, distance in tqdm([(2, 3), (2, 4), (4, 3)]):
    for number in range(3):
        answers, _ = crowd(np.random.default_rng([5, number]), houses, distance)
        noticed = p_value(gain, answers, [53, number])[0] <= ALPHA
        n_agree += noticed == stored[houses, 0.5, distance, number]
assert n_agree >= 8  # of 9; one may lie so near the border that another processor decides otherwise
print("at least 8 of 9 verdicts are those of the table")
print(f"false alarms of {n_crowds} crowds without houses, and the 95 % interval for the gain")
for habit, counts in power[power["houses"] == 1].groupby("habit")[list(JUDGES)].sum().iterrows():
    low, high = binomtest(int(counts["gain"]), n_crowds).proportion_ci()
    print(f"  {habit or 'no habit':15s}{counts.to_dict()}  {100 * low:.0f} to {100 * high:.0f} %")

# %% [markdown]
# The gain notices most, and tightness comes near it. Where people have no habit, the gain gave no false alarm in 24 crowds, which leaves
# up to 14 % possible. Where people agree with everything it gave 3, so a find would need a second look.
#
# **The rule:** the gain decides, against 39 dressed surrogates, with p at most 0.05. One half of the people decides, and the other must
# confirm, so luck has fewer chances. Judge and bound were fixed before the real answers were opened, on at most seven
# crowds a setting. The table was completed afterwards, and then the other judges got the same scores as the gain.

# %%
JUDGE, HALF_SEED = gain, 53  # with N_SURROGATES and ALPHA above, this is the whole rule

# %% [markdown]
# ## Real people, once
#
# {{ data: bfi }}
#
# We leave out age, gender and education. (Some of these people were minors.) A label at work needs a consent that can be
# refused.
#
# For an older form of this lesson we had examined these answers with stability, and not with the gain.
#
# In a **reversed item**, who agrees has *less* of the trait. We turn its answers: 7 minus the answer.
#
# **Your guess.** How many of the 39 surrogates reach the gain of the first half?

# %%
bfi = datasets.load_bfi()
complete = bfi.answers.dropna()  # (people, 25)
turned = np.where(bfi.items["reversed"], 7 - complete, complete)
order = np.random.default_rng(HALF_SEED).permutation(len(turned))
halves = {"first half": turned[order[: len(turned) // 2]], "second half": turned[order[len(turned) // 2 :]]}
print(f"{len(turned):,} of {len(bfi.answers):,} people left no gap")
complete.head(3)

# %%
my_guess_real = None  # 0 to 39

# %% overheard={"tolerance": 0.1, "why": "clusterings of another CPU can end elsewhere"}
verdicts = {}
for number, (name, half) in enumerate(tqdm(halves.items())):
    p, real, others = verdicts[name] = p_value(JUDGE, half, [HALF_SEED, number])
    print(f"{name}: gain {real:.3f}, surrogates {others.min():.3f} to {others.max():.3f}, p = {p:.3f}")
assert abs(verdicts["first half"][0] - 0.575) < 0.1 and abs(verdicts["second half"][0] - 0.500) < 0.1

# %% overheard={"tolerance": 4, "why": "clusterings of another CPU can end elsewhere"}
n_above = round(40 * verdicts["first half"][0]) - 1
reveal(my_guess_real, n_above, "surrogates", digits=0, name="my_guess_real")

# %%
fig, axis = plots.figure(7, 2.6, title="Both halves lie in the middle of the surrogates")
for height, (p, real, others) in enumerate(verdicts.values()):
    axis.scatter(others, np.full(len(others), height), s=30, color=plots.COLOURS["grey"], alpha=0.5)
    axis.scatter(real, height, s=110, marker="D", color=plots.COLOURS["blue"], edgecolor="black", zorder=3)
    axis.text(real, height + 0.22, f"real people, p = {p:.3f}", ha="center", color=plots.COLOURS["blue"])
axis.set(yticks=[0, 1], yticklabels=list(halves), ylim=(-0.5, 1.6), xlabel="gain (logarithm of density, per person)")
plots.show(
    fig,
    alt="Two rows of 39 grey dots, the gains of dressed surrogates, and a blue diamond for the real people in each. Both "
    "diamonds lie in the middle of their row.",
)

# %% [markdown]
# No evidence for houses. About half of the surrogates gain as much.
#
# Could the rule have seen houses in answers like *these*? For the table, the first half's answers were handed out to invented crowds, by
# rank.

# %%
worn = power[power["habit"] == "real answers"].groupby(["houses", "distance"])["gain"].agg(["sum", "count"])
for (houses, distance), (n_noticed, n) in worn.iterrows():
    low, high = binomtest(int(n_noticed), int(n)).proportion_ci()
    print(f"{houses} houses, {distance} apart, in the real answers: {n_noticed:.0f} of {n}, {100 * low:.0f} to {100 * high:.0f} %")

# %% [markdown]
# In such answers, one half shows two houses 6 apart, or four houses 4 apart, nearly always. Nearer ones show in little more than half of the
# crowds.
#
# **A mistake everyone makes** is to compare with a null model that takes away more than the houses. The next cell runs, and
# announces a discovery.

# %% overheard={"tolerance": 0.03, "why": "clusterings of another CPU can end elsewhere"}
for recipe in (shuffled, bell):
    p, real, others = p_value(gain, halves["first half"], 53, lambda rng, recipe=recipe: recipe(halves["first half"], rng))
    print(f"{recipe.__name__:8s} surrogates up to {others.max():.3f}, real people {real:.3f}: p = {p:.3f}")

# %% [markdown]
# The shuffled lack the correlations; the bell lacks the lopsided answers. To beat them is no
# evidence for houses.
#
# ## What research holds
#
# {{ cite: rosenstrom2017 }} got the three types of older studies from one bell with the correlations of the traits. {{ cite: gerlach2018 }} reported at least four types among more than one and a half
# million people; {{ cite: katahira2020 }} got such types from lopsided traits without clusters. Of 102 findings that
# were compared with simulated data, four favoured types {{ cite: haslam2019 }}.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said or asked | measured here | verdict |
# |---|---|---|
# | questions that "kind of related back to personality traits" | | not tested here |
# | our own question: does the rule notice houses? | p = 0.575 and 0.500 in two halves | **does not hold here**: no evidence in either half |
#
# **Where it stops.** One questionnaire, volunteers, five trait scores, clouds of one shape. Near or small houses could have been missed. Not shown is not absent.

# %% [markdown]
# {{ takeaway }}
