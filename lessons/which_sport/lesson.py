# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Who calls which sport predictable?
#
# The guest remembers a study of betting. Of skill he says: {{ said: nba-was-up-there }} Other sports are
# {{ said: hockey-baseball-chance }} We did not find that study, so we ask games.
#
# **The result first.** You will have two orders of four leagues, one by the game and one by the season, and they
# differ. You will also have forecasts, held against the bookmakers'.
#
# {{ data: bigfour_games }}
#
# For tennis and golf we found no data with an open licence.

# %%
import math
from itertools import product

import numpy as np
import pandas as pd

from overheard import datasets, plots
from overheard.predict import reveal

everything = datasets.load_bigfour_games()
decided = everything["home_score"].notna() & (everything["home_score"] != everything["visitor_score"])
games = everything[decided].sort_values("date", kind="stable")
print(f"{len(everything):,} games, of which {len(everything) - len(games)} had no winner or no score and are left out")
games["won"] = (games["home_score"] > games["visitor_score"]).astype(int)  # 1: the home team won
teams = sorted(set(games["home"]) | set(games["visitor"]))
games["home_id"], games["visitor_id"] = games["home"].map(teams.index), games["visitor"].map(teams.index)
LEAGUES = dict(list(games.groupby("league")))
games[["date", "league", "season", "visitor", "home", "visitor_score", "home_score", "p_home"]].head(3)

# %% [markdown]
# MLB is baseball, NBA basketball, NFL American football and NHL ice hockey. `p_home` follows from the prices at which
# bookmakers sold bets.
#
# A team's **win rate** is its number of wins divided by its number of games. The figure shows one season, and beside it
# teams that flip a coin.

# %%
def per_team(home, visitor, at_home, away):
    """Add up one number a game for the home team and one for the visitor: (teams,)."""
    return np.bincount(home, at_home, len(teams)) + np.bincount(visitor, away, len(teams))

def win_rates(home, visitor, won):
    """The win rate and the number of games of each team that played; `won` has one number a game: (games,)."""
    n, wins = per_team(home, visitor, won * 0 + 1, won * 0 + 1), per_team(home, visitor, won, 1 - won)
    return wins[n > 0] / n[n > 0], n[n > 0]

rng = np.random.default_rng(61)
fig, axis = plots.figure(8, 3.6, title="Season of 2015: in the NFL, even coins lie far apart")
for place, league in enumerate(LEAGUES.values()):
    one = league[league["season"] == 2015]
    for step, won, look in ((0, one["won"], "blue"), (0.3, rng.integers(2, size=len(one)), "grey")):
        rates, n = win_rates(one["home_id"], one["visitor_id"], won)
        axis.plot(np.full(len(rates), place + step), rates, "D" if step else "o", color=plots.COLOURS[look], alpha=0.6)
    axis.text(place, 0.01, f"{n.mean():.0f} games each", ha="center", fontsize=9)
    assert round(n.mean()) in (162, 82, 16)
axis.set(xticks=range(4), xticklabels=list(LEAGUES), xlim=(-0.5, 3.6), ylim=(-0.02, 1), ylabel="win rate (share of games)")
plots.show(
    fig,
    alt="Four columns of win rates. Baseball's and ice hockey's teams lie close to one half, basketball's far apart. "
    "American football's lie far apart too, and so do its coins.",
    caption="Blue dots: real teams. Grey diamonds: teams that flip coins.",
)

# %% [markdown]
# With 16 games a team, luck does not even out.
#
# ## Baselines: a coin, and the home team
#
# A **probability** is a number from 0 (never) to 1 (surely). Our first **baseline** gives every home team 0.5. The
# second gives it the share of games that home teams won before.
#
# How far could that share move by luck? A **bootstrap** draws as many seasons as there are, each put back, so that some
# come twice. It does so 1,000 times. The middle 95 % of the results are the **interval**.

# %%
def interval(rows, measure):
    """The middle 95 % of a measure over resampled rows, of which each is a season: (seasons, numbers)."""
    drawn = np.random.default_rng(61).integers(len(rows), size=(1_000, len(rows)))
    return np.quantile([measure(rows[draw]) for draw in drawn], [0.025, 0.975])

assert round(0.975 - 0.025, 3) == 95 / 100
for name, league in LEAGUES.items():
    home_rate = league.groupby("season")["won"].mean().to_numpy()[:, None]  # (seasons, 1)
    low, high = interval(home_rate, np.mean)
    print(f"{name}: home teams won {home_rate.mean():.1%}, interval {low:.1%} to {high:.1%}")

# %% [markdown]
# ## How much of a table is luck?
#
# **With a pencil.** Four teams play 4 games each. Their win rates 1, 0.75, 0.25 and 0 lie 0.5, 0.25, 0.25 and 0.5 from
# a half. The mean of the squares is the **spread**, 0.15625.
#
# Luck makes a spread too. If a team wins with probability p = 0.9, its result, 1 or 0, lies 0.1 or 0.9 from p. The mean
# square is 0.9 × 0.01 + 0.1 × 0.81 = 0.09. This **variance** is p × (1 − p), for a coin 0.25. For the mean of n games,
# divide it by n. If all games are coin flips, the **luck** is 0.25 / 4 = 0.0625.
#
# The **share** that is not luck is (0.15625 − 0.0625) / 0.15625 = 0.6.

# %%
def spread_and_luck(home, visitor, won, chance):
    """Of one season: the spread of the win rates, and the luck in it if home teams win with these chances."""
    rates, n = win_rates(home, visitor, won)
    variance = chance * (1 - chance)  # (games,)
    total = per_team(home, visitor, variance, variance)
    return ((rates - 0.5) ** 2).mean(), (total[total > 0] / n**2).mean()

home, visitor = np.array([0, 0, 0, 0, 1, 1, 1, 2]), np.array([1, 2, 3, 3, 2, 3, 2, 3])
spread, luck = spread_and_luck(home, visitor, np.ones(8), np.full(8, 0.5))
assert win_rates(home, visitor, np.ones(8))[0].tolist() == [1, 0.75, 0.25, 0]
assert (spread, luck, 0.25 / 4) == (0.15625, 0.0625, 0.0625)
assert round(0.9 * 0.01 + 0.1 * 0.81, 2) == 0.09 == round(0.9 * (1 - 0.9), 2)
print(f"spread {spread}, luck {luck}, share {(spread - luck) / spread:.2f}")

# %% [markdown]
# ## Does it find what we plant?
#
# Before we trust the share, we plant strengths that we know. We keep the real schedules and invent the teams. Each gets
# a random **strength**. A home team that is stronger by d wins with the probability 1 / (1 + e^−d). This **logistic
# function** makes 0.5 of 0, and 0.73 of 1. The home ground adds 0.25 to d.
#
# With such teams we can play each season **twice**. The luck of the first time says nothing about the second. So if we
# multiply a team's two distances from a half, luck cancels out on average. The mean product, divided by the spread, is
# the true share.

# %%
def logistic(d):
    return 1 / (1 + np.exp(-d))

def planted(league, strength, rng):
    """A league's seasons with invented teams, a row each: spread, luck if all are coins, luck, product: (seasons, 4)."""
    rows = []
    for _, one in league.groupby("season"):
        home, visitor = one["home_id"].to_numpy(), one["visitor_id"].to_numpy()
        strengths = rng.normal(0, strength, len(teams))
        chance = logistic(0.25 + strengths[home] - strengths[visitor])
        first, second = ((rng.random(len(one)) < chance).astype(int) for _ in range(2))
        twice = (win_rates(home, visitor, first)[0] - 0.5) * (win_rates(home, visitor, second)[0] - 0.5)
        (spread, luck), (_, coins) = (spread_and_luck(home, visitor, first, c) for c in (chance, chance * 0 + 0.5))
        rows.append((spread, coins, luck, twice.mean()))
    return np.array(rows)

assert logistic(0) == 0.5 and round(logistic(1), 2) == 0.73

# %%
def share(rows, luck=2):
    """The share of the spread that is not luck, over several seasons; `luck` is its column."""
    return 1 - rows[:, luck].mean() / rows[:, 0].mean()

for name, strength in (("MLB", 0.0), ("MLB", 0.1), ("MLB", 0.2), ("NFL", 0.0), ("NFL", 0.3), ("NFL", 0.75)):
    rng = np.random.default_rng(61)
    made = np.array([planted(LEAGUES[name], strength, rng) for _ in range(40)])  # (40, seasons, 4)
    truth = made[:, :, 3].mean() / made[:, :, 0].mean()
    ends = np.array([interval(one, share) for one in made])
    hits, above = (ends[:, 0] <= truth) & (truth <= ends[:, 1]), ends[:, 0] > 0
    measured, as_coins = (np.mean([share(one, luck) for one in made]) for luck in (2, 1))
    print(f"{name} schedule, strength {strength:.2f}: truth {truth:.2f}, share {measured:.2f}, with coins {as_coins:.2f}")
    print(f"    of 40 intervals {hits.sum()} hold the truth, and {above.sum()} lie above 0")

# %% [markdown]
# The share finds what was planted, from the smallest strength on. If we take all games for coins, it is too low where
# strengths differ much. Our intervals are a little short: 38 of 40 should hold the truth.
#
# For real games, the bookmakers' probabilities stand in for the true ones. We test them at the end. A single game has a
# share as well. It is won or lost, so its spread is 0.25. With p = 0.9, the share is (0.25 − 0.09) / 0.25 = 0.64.
#
# **Your guess.** A baseball team plays 162 games. How many per cent of the spread of a baseball season are not luck?

# %%
my_guess = None  # per cent

# %%
seasons = {}
for name, league in LEAGUES.items():
    rows = []
    for _, one in league.groupby("season"):
        home, visitor, won, chance = (one[c].to_numpy() for c in ("home_id", "visitor_id", "won", "p_home"))
        (spread, luck), (_, coins) = (spread_and_luck(home, visitor, won, c) for c in (chance, chance * 0 + 0.5))
        rows.append((spread, coins, luck, (chance * (1 - chance)).mean()))  # the last: the luck of a single game
    seasons[name] = np.array(rows)  # (seasons, 4)

def share_of_game(rows):
    return 1 - rows[:, 3].mean() / 0.25

assert round(share_of_game(np.full((1, 4), 0.09)), 2) == 0.64 == round((0.25 - 0.09) / 0.25, 2)

# %%
reveal(my_guess, 100 * share(seasons["MLB"]))

# %%
fig, axes = plots.figure(8, 2.9, columns=2, sharey=True, title="Baseball: last by the game, level with two others by the season")
for axis, measure, word, most in ((axes[0], share_of_game, "game", 25), (axes[1], share, "season", 100)):
    for place, (name, rows) in enumerate(seasons.items()):
        value, low, high = 100 * np.array([measure(rows), *interval(rows, measure)])
        axis.errorbar(value, place, xerr=[[value - low], [high - value]], fmt="o", color="black", capsize=4)
        print(f"{name}: by the {word} {value:.1f} %, interval {low:.1f} to {high:.1f} %")
    axis.set(yticks=range(4), yticklabels=list(seasons), ylim=(3.5, -0.5), xlim=(0, most))
    axis.set(title=f"by the {word}", xlabel="share that is not luck (per cent)")
plots.show(
    fig,
    alt="Two panels of shares with intervals. By the game, the NBA lies near 20 per cent, the NFL near 15, NHL and MLB near 4 "
    "and 3. By the season, the NBA lies near 90, the three others between 60 and 70 with intervals that overlap.",
)

# %% [markdown]
# A game is mostly luck in every league, and most of all in baseball. A season evens luck out. By the season, the
# intervals of MLB, NFL and NHL overlap, so these games do not decide their order.
#
# **A mistake everyone makes** is to take every game for a coin. The next cell runs, and announces a discovery.

# %%
for name in ("MLB", "NFL"):
    low, high = interval(seasons[name], lambda rows: share(rows, 1))
    print(f"{name}: {share(seasons[name], 1):.1%} of a season is not luck, interval {low:.1%} to {high:.1%}")

# %% [markdown]
# The NFL seems to be clearly luckier than baseball. But planted leagues on its schedule came out too low in the same
# way.
#
# ## How many games until the better team leads?
#
# We draw many pairs of teams with a league's spread, and take the pair in the middle. The better team wins each game
# with probability p. It leads if it won more than half.
#
# **With a pencil:** let p be 0.6. Of three games, the better team wins the first two with 0.36. It wins one of them and
# the third with 2 × 0.6 × 0.4 × 0.6 = 0.288. Together that is 0.648.
#
# **Your turn.** Change `SURE = 0.9` to `SURE = 0.8` and run the cell. The NBA then needs 9 games.

# %%
from scipy.stats import binom

SURE = 0.9
assert round(binom.sf(1, 3, 0.6), 3) == 0.648 == round(0.36 + 0.288, 3)  # more than 1 win of 3
lengths = np.arange(1, 1_000, 2)
pairs = np.random.default_rng(61).normal(size=(100_000, 2))  # two teams each
for name, rows in seasons.items():
    rates = np.clip(0.5 + np.sqrt(rows[:, 0].mean() - rows[:, 2].mean()) * pairs, 0.01, 0.99)
    strengths = np.log(rates / (1 - rates))
    p = logistic(np.median(np.abs(strengths[:, 0] - strengths[:, 1])))
    leads = binom.sf(lengths // 2, lengths, p)
    print(f"{name}: the better team wins {p:.1%} of games. It leads with {SURE:.0%} after {lengths[leads >= SURE][0]} games")

# %% [markdown]
# ## Strengths from results
#
# The planted leagues follow the **Bradley-Terry model**: a home team wins with the probability `logistic(edge + s_home
# - s_visitor)`. Now we look for the edge and the strengths `s` that fit results.
#
# **With a pencil:** two teams meet 8 times, 4 times on each ground. On both, the first wins 3 of 4. So the edge is 0,
# and logistic(d) must be 0.75. The odds are 0.75 / 0.25 = 3. Their logarithm, the **log odds**, is d: 1.10.
#
# For many teams, begin with zeros. Who won more than the model expects goes up, who won less goes down. Repeat. A
# **penalty** pulls strengths towards 0. Without it, a team that won all its games would rise for ever.

# %%
def bradley_terry(home, visitor, won, penalty, n_steps=40):
    """The edge and the strengths, (teams,), that fit these games."""
    edge, strengths = 0.0, np.zeros(len(teams))
    played = per_team(home, visitor, won * 0 + 1, won * 0 + 1)
    for _ in range(n_steps):
        miss = won - logistic(edge + strengths[home] - strengths[visitor])  # (games,)
        edge += 2 * miss.mean()
        pull = per_team(home, visitor, miss, -miss) - penalty * strengths
        strengths += 2 * pull / np.maximum(played + 2 * penalty, 1)  # who played more takes smaller steps
    return edge, strengths

home, visitor = np.repeat([0, 1], 4), np.repeat([1, 0], 4)
edge, strengths = bradley_terry(home, visitor, np.array([1, 1, 1, 0, 1, 0, 0, 0]), penalty=0)
assert abs(strengths[0] - strengths[1] - np.log(0.75 / 0.25)) < 1e-4 and abs(edge) < 1e-4
print(f"edge {abs(edge):.2f}, difference {strengths[0] - strengths[1]:.2f}")

# %% [markdown]
# Libraries call this **logistic regression**. Its table has a column for each team: 1 in games at home, −1 in games
# away.

# %%
from sklearn.linear_model import LogisticRegression

one = LEAGUES["NBA"].query("season == 2011")
home, visitor, won = (one[column].to_numpy() for column in ("home_id", "visitor_id", "won"))
X = np.eye(len(teams))[home] - np.eye(len(teams))[visitor]  # (games, teams)
library = LogisticRegression(C=1 / 3, tol=1e-8).fit(X, won)  # C is 1 / penalty
edge, strengths = bradley_terry(home, visitor, won, penalty=3)
assert np.abs(library.coef_[0] - strengths).max() < 1e-4 and abs(library.intercept_[0] - edge) < 1e-4
print("strongest:", teams[strengths.argmax()], " weakest:", teams[strengths.argmin()])

# %% [markdown]
# An **Elo rating** is the quick cousin. After each game, the home team's rating moves by K × (result − probability),
# the visitor's by as much the other way. Before a new season, all ratings are multiplied by `keep`, at most 1.
#
# **With a pencil:** two teams have the rating 0, the edge is 0, and K is 0.1. The home team wins. It had the
# probability 0.5. The ratings become 0.05 and −0.05.

# %%
def elo(league, K, keep, edge):
    """The probability of a home win before each game: (games,)."""
    ratings, season, chances = np.zeros(len(teams)), None, []
    for now, home, visitor, won in league[["season", "home_id", "visitor_id", "won"]].to_numpy().tolist():
        if now != season:
            ratings, season = keep * ratings, now
        chances.append(1 / (1 + math.exp(-(edge + ratings[home] - ratings[visitor]))))
        ratings[home] += K * (won - chances[-1])
        ratings[visitor] -= K * (won - chances[-1])
    return np.array(chances)

def weekly(league, past, penalty, first):
    """Bradley-Terry, fitted before each week to the last `past` games; NaN before the season `first`: (games,)."""
    home, visitor, won, season = (league[c].to_numpy() for c in ("home_id", "visitor_id", "won", "season"))
    week = (league["date"] - league["date"].min()).dt.days.to_numpy() // 7
    starts, chances = np.flatnonzero(np.diff(week, prepend=-1)), np.full(len(league), np.nan)
    for start, end in zip(starts, [*starts[1:], len(league)], strict=True):
        if season[start] >= first:
            old, new = slice(max(0, start - past), start), slice(start, end)
            edge, strengths = bradley_terry(home[old], visitor[old], won[old], penalty)
            chances[new] = logistic(edge + strengths[home[new]] - strengths[visitor[new]])
    return chances

two = pd.DataFrame({"season": [0, 0], "home_id": [0, 0], "visitor_id": [1, 1], "won": [1, 1]})
assert np.allclose(elo(two, K=0.1, keep=1, edge=0), [0.5, logistic(0.05 - -0.05)])

# %% [markdown]
# ## What a forecast costs
#
# The **log loss** of a game is minus the logarithm of the probability that was given to what then happened. Lower is
# better.
#
# **With a pencil:** a home win is given 0.8. If it happens, that costs 0.22. If it does not, the visitor's win had 0.2,
# and that costs 1.61. A coin costs 0.69 either way.
#
# For each league, the seasons 2012 and 2013 choose K and `keep`, and for Bradley-Terry the number of past games and the
# penalty. No forecaster sees a later season before the test.

# %%
def log_loss(chance, won):
    return -np.log(np.where(won == 1, chance, 1 - chance))  # (games,)

assert log_loss(np.array([0.8, 0.8, 0.5]), np.array([1, 0, 1])).round(2).tolist() == [0.22, 1.61, 0.69]

# %% overheard={"tolerance": 0.002, "why": "sums of many logarithms may round differently"}
from tqdm import tqdm

KS, KEEPS, PENALTIES = (0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.45), (0, 0.25, 0.5, 0.75, 1), (1, 3, 10, 30, 100)
BT, chosen = "Bradley-Terry", {}
for name, league in tqdm(LEAGUES.items()):
    before, n = league[league["season"] <= 2013], len(league) // 11  # n: about a season
    home_rate, valid = before["won"][before["season"] < 2012].mean(), (before["season"] >= 2012).to_numpy()
    edge = np.log(home_rate / (1 - home_rate))
    tries = {("Elo", *setting): elo(before, *setting, edge) for setting in product(KS, KEEPS)}
    tries |= {(BT, *setting): weekly(before, *setting, 2012) for setting in product((n // 4, n // 2, n, 2 * n), PENALTIES)}
    loss = {key: log_loss(chance, before["won"])[valid].mean() for key, chance in tries.items()}
    best_elo, best_bt = (min((key for key in loss if key[0] == who), key=loss.get) for who in ("Elo", BT))
    chosen[name] = home_rate, edge, best_elo[1:], best_bt[1:]
    print(f"{name}: {best_elo} costs {loss[best_elo]:.3f}, {best_bt} {loss[best_bt]:.3f}")

# %% [markdown]
# ## Games that chose nothing, once
#
# **Your guess.** In the NBA, the bookmakers cost less than the rule "the home team". How many per cent of that
# difference does Elo make good?

# %%
my_guess_elo = None  # per cent

# %% overheard={"tolerance": 0.002, "why": "sums of many logarithms may round differently"}
FORECASTERS = ("coin", "home team", "Bradley-Terry", "Elo", "bookmakers")
tests, costs = [], {}
for name, league in LEAGUES.items():
    home_rate, edge, best_elo, best_bt = chosen[name]
    given = (0.5, home_rate, weekly(league, *best_bt, 2014), elo(league, *best_elo, edge), league["p_home"])
    test = league.assign(**dict(zip(FORECASTERS, given, strict=True)))[league["season"] >= 2014]
    each = pd.DataFrame({who: log_loss(test[who], test["won"]) for who in FORECASTERS})  # (games, forecasters)
    tests.append(test)
    costs[name] = each.mean()
    days = (each["Elo"] - each["bookmakers"]).groupby(test["date"].to_numpy()).agg(["sum", "size"]).to_numpy()
    low, high = interval(days, lambda rows: rows[:, 0].sum() / rows[:, 1].sum())  # resampled days
    print(f"{name}: in {len(test):,} games, Elo costs {low:.3f} to {high:.3f} more than the bookmakers")
print(pd.DataFrame(costs).round(3).to_string())

# %% overheard={"tolerance": 0.5, "why": "a share of two small differences"}
nba = costs["NBA"]
reveal(my_guess_elo, 100 * (nba["home team"] - nba["Elo"]) / (nba["home team"] - nba["bookmakers"]), name="my_guess_elo")

# %% [markdown]
# The bookmakers cost least in all four leagues. In the NFL the interval of their lead over Elo holds 0, so its few
# games decide nothing. Against the coin, the bookmakers save most in the NBA and least in baseball: once more the order
# by the game.
#
# A forecast has good **calibration** if home teams win 60 % of the games in which they are given 0.6. We sort the games
# into ten groups by what was given.

# %% overheard={"tolerance": 0.01, "why": "a forecast on the border of two groups may fall into either"}
test = pd.concat(tests)
fig, axes = plots.figure(8, 3.7, columns=2, sharey=True, title="What was given 60 per cent happens in about 60 per cent of games")
for axis, who in zip(axes, ("Elo", "bookmakers"), strict=True):
    groups = test.groupby((test[who] * 10).astype(int)).agg(given=(who, "mean"), won=("won", "mean"), n=("won", "size"))
    groups = groups.query("n >= 30")
    slack = 1.96 * np.sqrt(groups["given"] * (1 - groups["given"]) / groups["n"])  # 95 % of luck
    axis.plot([0, 1], [0, 1], color=plots.COLOURS["grey"], linewidth=1, linestyle=":")
    axis.errorbar(groups["given"], groups["won"], yerr=slack, fmt="o", color=plots.COLOURS["blue"], capsize=3)
    axis.set(title=who, xlabel="probability given to the home team", xlim=(0, 1), ylim=(0, 1.02))
    n_within = ((groups["won"] - groups["given"]).abs() <= slack).sum()
    print(f"{who}: {n_within} of {len(groups)} groups lie within what luck allows")
axes[0].set_ylabel("share that the home team won")
plots.show(
    fig,
    alt="Two panels with points near the diagonal: what Elo and the bookmakers give, and the share of home wins.",
    caption="Bars: how far luck alone would move 95 per cent of such points.",
)

# %% [markdown]
# The bookmakers pass, so it was fair to take their probabilities. What they fail to see counts as luck. That may be
# most in the NFL, where few games show how strong a team is.
#
# **Predictable is not profitable.** The bookmakers forecast better than we do, and they keep a part of every bet.
# Betting costs most people money, and harms some.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | not luck, measured here | verdict |
# |---|---|---|
# | "I think the NBA was up there." | game 20.3 %, season 89.6 % | **holds** |
# | "The NHL was one, so hockey." | game 4.3 %, season 62.1 % | **holds** by the game |
# | "Baseball for sure." | game 3.2 %, season 65.8 % | **holds** by the game; level with NFL and NHL by the season |
# | tennis, "Golf maybe" | | not tested here |
#
# {{ cite: lopez2018 }} find the widest spread of strength and the largest home
# advantage in the NBA, and most randomness in NHL and MLB. We agree, but by win rates alone NFL and NBA tie.
#
# **Where it stops.** Four leagues, no play-offs. Hockey's shoot-outs count as wins. Schedules are uneven, and strengths
# change. By the game, the home ground counts too.

# %% [markdown]
# {{ takeaway }}
