# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Who calls which sport predictable?
#
# The guest remembers a study of betting. Of the most deterministic sports he says {{ said: nba-was-up-there }} Others have
# {{ said: hockey-baseball-chance }} He hedges, and we did not find that study. So we ask games.
#
# **The result first.** You will have two orders of four leagues. One is for a single game, the other for a whole season.
# They differ. You will also have forecasts for games that nobody used before, beside those of the bookmakers.
#
# {{ data: bigfour_games }}
#
# For tennis and golf we found no games with an open licence.

# %%
import math

import numpy as np
import pandas as pd

from overheard import datasets, plots
from overheard.predict import reveal

everything = datasets.load_bigfour_games()
decided = everything["home_score"] != everything["visitor_score"]  # False for a tie
games = everything[decided & everything["home_score"].notna()].sort_values("date", kind="stable")
print(f"{len(everything):,} games, of which {len(everything) - len(games)} had no winner or no score and are left out")
games["won"] = (games["home_score"] > games["visitor_score"]).astype(int)  # 1: the home team won
teams = sorted(set(games["home"]) | set(games["visitor"]))
games["home_id"], games["visitor_id"] = (games[side].map(teams.index) for side in ("home", "visitor"))
LEAGUES = {name: league for name, league in games.groupby("league")}
games[["date", "league", "season", "visitor", "home", "visitor_score", "home_score", "p_home"]].head(3)

# %% [markdown]
# A team's **win rate** is its number of wins divided by its number of games. We draw those of one season, and beside them a
# season in which a coin decides each game.

# %%
def per_team(home, visitor, at_home, away):
    """Add up one number a game for the home team and one for the visitor: (teams,)."""
    return np.bincount(home, at_home, len(teams)) + np.bincount(visitor, away, len(teams))

def win_rates(home, visitor, won):
    """The win rate and the number of games of each team that played; won has one number a game: (games,)."""
    n, wins = per_team(home, visitor, won * 0 + 1, won * 0 + 1), per_team(home, visitor, won, 1 - won)
    return wins[n > 0] / n[n > 0], n[n > 0]

rng = np.random.default_rng(61)
fig, axis = plots.figure(8, 3.8, title="Win rates in the season of 2015: some leagues lie little wider than coins")
for place, (name, league) in enumerate(LEAGUES.items()):
    one = league[league["season"] == 2015]
    for step, won, look in ((0, one["won"], "blue"), (0.3, rng.integers(2, size=len(one)), "grey")):
        rates, n = win_rates(one["home_id"], one["visitor_id"], won)
        axis.plot(np.full(len(rates), place + step), rates, "D" if step else "o", color=plots.COLOURS[look], alpha=0.6)
    axis.text(place, 0.01, f"{n.mean():.0f} games each", ha="center", fontsize=9)
axis.set(xticks=range(4), xticklabels=list(LEAGUES), xlim=(-0.5, 3.6), ylim=(-0.02, 1), ylabel="win rate (share of games)")
plots.show(
    fig,
    alt="Four columns of win rates. Baseball's and ice hockey's teams lie close to one half, little wider than coins. "
    "Basketball's lie far apart. American football's lie far apart too, and so do its coins.",
    caption="Blue dots: real teams. Grey diamonds: teams that flip coins.",
)

# %% [markdown]
# The grey diamonds of the NFL lie far apart as well. Its teams play only 16 games, and luck does not even out.
#
# ## Baselines: a coin, and the home team
#
# A **probability** is a number from 0 (never) to 1 (surely). The first **baseline** gives each home team 0.5. The second gives it the
# share of games that home teams won.
#
# How far could that share move by luck? A **bootstrap** draws as many seasons as there are, each put back, so that some
# come twice. It does so 1,000 times. The middle 95 % of the results are our **interval**.

# %%
def interval(rows, measure, seed=61):
    """The middle 95 % of a measure over resampled rows; a row is a season: (seasons, numbers)."""
    rng = np.random.default_rng(seed)
    draws = [measure(rows[rng.integers(len(rows), size=len(rows))]) for _ in range(1_000)]
    return np.quantile(draws, [0.025, 0.975])

assert round(0.975 - 0.025, 3) == 95 / 100
for name, league in LEAGUES.items():
    home_rate = league.groupby("season")["won"].mean().to_numpy()[:, None]  # (seasons, 1)
    low, high = interval(home_rate, np.mean)
    print(f"{name}: home teams won {home_rate.mean():.1%}, interval {low:.1%} to {high:.1%}")

# %% [markdown]
# ## How much of a table is luck?
#
# **With a pencil.** Four teams play 4 games each. Their win rates are 1, 0.75, 0.25 and 0. The distances from a half are 0.5, 0.25,
# 0.25 and 0.5. The mean of their squares is the **spread**, 0.15625.
#
# Luck alone would make a spread too. A game that the home team wins with probability p has a variance of p × (1 − p). For a coin
# that is 0.25, for a game with p = 0.9 it is 0.09. The mean of n games has the mean variance of a game, divided by n. If all games are
# coins, the **luck** is 0.25 / 4 = 0.0625.
#
# What remains is due to the teams. Its **share** is (0.15625 − 0.0625) / 0.15625 = 0.6.

# %%
def spread_and_luck(home, visitor, won, chance):
    """Of one season: the spread of the win rates, and the luck in it if home teams win with these chances."""
    rates, n = win_rates(home, visitor, won)
    variance = chance * (1 - chance)  # (games,)
    total = per_team(home, visitor, variance, variance)
    return ((rates - 0.5) ** 2).mean(), (total[total > 0] / n**2).mean()

home, visitor = np.array([0, 0, 0, 0, 1, 1, 1, 2]), np.array([1, 2, 3, 3, 2, 3, 2, 3])
spread, luck = spread_and_luck(home, visitor, np.ones(8), np.full(8, 0.5))
assert (spread, luck, 0.25 / 4) == (0.15625, 0.0625, 0.0625) and round(0.9 * (1 - 0.9), 2) == 0.09
print(f"spread {spread}, luck {luck}, share {(spread - luck) / spread:.2f}")

# %% [markdown]
# ## Does it find what we plant?
#
# Before we trust the share, we plant known strengths. We keep the real schedules and invent the teams. Each team gets a
# random **strength**. If the home team is stronger by d, it wins with the probability 1 / (1 + e^−d), where d also holds 0.25 for the home
# ground. That is the logistic function: 0 gives 0.5, and 1 gives 0.73.
#
# For such teams we can do what nobody can do with real ones. We play each season **twice**, with the same teams. The product of a
# team's two distances from a half contains no luck on average, since the two lucks are independent. So the mean product, divided by the spread, is the
# true share.

# %%
def logistic(d):
    return 1 / (1 + np.exp(-d))

def planted(league, strength, rng):
    """A league's seasons with invented teams: spread, luck as of coins, luck, true part without luck, a row a season."""
    rows = []
    for _, one in league.groupby("season"):
        home, visitor, coin = one["home_id"].to_numpy(), one["visitor_id"].to_numpy(), np.full(len(one), 0.5)
        strengths = rng.normal(0, strength, len(teams))
        chance = logistic(0.25 + strengths[home] - strengths[visitor])
        first, second = ((rng.random(len(one)) < chance).astype(int) for _ in range(2))
        product = (win_rates(home, visitor, first)[0] - 0.5) * (win_rates(home, visitor, second)[0] - 0.5)
        (spread, luck), (_, coin_luck) = (spread_and_luck(home, visitor, first, c) for c in (chance, coin))
        rows.append((spread, coin_luck, luck, product.mean()))
    return np.array(rows)  # (seasons, 4)

assert logistic(0) == 0.5 and round(logistic(1), 2) == 0.73

# %%
def share(rows, luck=1):
    """The share of the spread that is not luck, over several seasons; `luck` is its column."""
    return 1 - rows[:, luck].mean() / rows[:, 0].mean()

for name, strength in (("MLB", 0.0), ("MLB", 0.2), ("NFL", 0.0), ("NFL", 0.75)):
    rng = np.random.default_rng(61)
    made = np.array([planted(LEAGUES[name], strength, rng) for _ in range(40)])  # (decades, seasons, 4)
    truth = made[:, :, 3].mean() / made[:, :, 0].mean()
    ends = np.array([interval(decade, lambda rows: share(rows, 2)) for decade in made])
    hits, found = (ends[:, 0] <= truth) & (truth <= ends[:, 1]), ends[:, 0] > 0
    as_coins, measured = (np.mean([share(decade, luck) for decade in made]) for luck in (1, 2))
    print(f"{name} schedule, strength {strength:.2f}: truth {truth:.2f}, found {measured:.2f}, if all are coins {as_coins:.2f}")
    print(f"    of 40 intervals {hits.sum()} hold the truth, and {found.sum()} lie above 0")

# %% [markdown]
# The share finds what was planted, with strengths and without. If we treat all games as coins, it comes out too low where strengths differ much. Our
# intervals are a little too short. They should hold the truth 38 times of 40.
#
# For real games the bookmakers' probabilities stand in for the true ones. We test these at the end of the page.
#
# A game alone has a share too. Its "win rates" are 0 and 1, so its spread is 0.25. The share of a single game is (spread − luck) / 0.25.
#
# **Your guess.** A baseball team plays 162 games. How many per cent of the spread of a baseball season are not luck?

# %%
my_guess = None  # per cent

# %%
def by_game(rows):
    return (rows[:, 0] - rows[:, 2]).mean() / 0.25

def by_season(rows):
    return share(rows, 2)

seasons = {}
for name, league in LEAGUES.items():
    rows = []
    for _, one in league.groupby("season"):
        who, won = (one["home_id"].to_numpy(), one["visitor_id"].to_numpy()), one["won"].to_numpy()
        (spread, luck), (_, coin_luck) = (spread_and_luck(*who, won, c) for c in (one["p_home"].to_numpy(), won * 0 + 0.5))
        rows.append((spread, coin_luck, luck))
    seasons[name] = np.array(rows)  # (seasons, 3)

# %%
reveal(my_guess, 100 * by_season(seasons["MLB"]))

# %%
fig, axes = plots.figure(8, 2.9, columns=2, sharey=True, title="Baseball: last by the game, level with two others by the season")
for axis, measure, word in ((axes[0], by_game, "game"), (axes[1], by_season, "season")):
    for place, (name, rows) in enumerate(seasons.items()):
        value, (low, high) = measure(rows), interval(rows, measure)
        axis.errorbar(100 * value, place, xerr=[[100 * (value - low)], [100 * (high - value)]], fmt="o", color="black", capsize=4)
        print(f"{name}: per {word} {value:.1%}, interval {low:.1%} to {high:.1%}")
    axis.set(yticks=range(4), yticklabels=list(seasons), ylim=(3.5, -0.5), title=f"by the {word}", xlabel="per cent that is not luck")
plots.show(
    fig,
    alt="Two panels of shares with intervals. By the game, NFL and NBA lie near nine per cent, the NHL at two and MLB at one. "
    "By the season, the NBA lies near ninety, the three others between sixty and seventy with intervals that overlap.",
)

# %% [markdown]
# In a single game, little is due to strength anywhere, and least in baseball. Over a season luck evens out, and 162 games even out more
# than 16. NFL and NBA have overlapping intervals by the game; MLB, NFL and NHL have them by the season. There, our games do not decide the order.
#
# **A mistake everyone makes** is to count every game as a coin. The next cell runs, and announces a discovery.

# %%
for name in ("MLB", "NFL"):
    low, high = interval(seasons[name], share)
    print(f"{name}: {share(seasons[name]):.1%} of a season is not luck, interval {low:.1%} to {high:.1%}")

# %% [markdown]
# Baseball seems to beat American football clearly. But planted leagues on the NFL's schedule came out too low in just this way.
#
# ## How many games until the better team leads?
#
# We draw many pairs of teams with a league's strengths and take the pair in the middle. The better one wins each game with probability p. In a
# best-of-n series it leads if it has won more than half of the games.
#
# **With a pencil:** let p be 0.6. It wins best of three by two wins in two games, 0.36, or by winning just one of the first two and then the third,
# 2 × 0.6 × 0.4 × 0.6 = 0.288. Together that is 0.648.
#
# **Your turn.** Change `SURE = 0.9` to `SURE = 0.7` and run the cell. The NBA then needs 5 games.

# %%
from scipy.stats import binom

SURE = 0.9
assert round(binom.sf(1, 3, 0.6), 3) == 0.648 == round(0.36 + 0.288, 3)  # more than 1 win of 3
lengths = np.arange(1, 1_000, 2)
pairs = np.random.default_rng(61).normal(size=(100_000, 2))  # two teams each
for name, rows in seasons.items():
    rates = np.clip(0.5 + np.sqrt(by_game(rows) * 0.25) * pairs, 0.01, 0.99)
    log_odds = np.log(rates / (1 - rates))
    p = logistic(np.median(np.abs(log_odds[:, 0] - log_odds[:, 1])))
    leads = binom.sf(lengths // 2, lengths, p)
    print(f"{name}: the better of the middle pair wins {p:.1%} of games, and leads with {SURE:.0%} after {lengths[leads >= SURE][0]} games")

# %% [markdown]
# ## Strengths from results
#
# The **Bradley-Terry model** gives each team a strength and all home teams one `edge`. The home team wins with the
# probability `logistic(edge + s_home - s_visitor)`.
#
# **With a pencil:** two teams meet 8 times, 4 times at each ground. At both grounds, the first team wins 3 of 4. So the edge is 0, and the model expects 3 of 4
# where logistic(d) = 0.75. The odds are 0.75 / 0.25 = 3, so d is the logarithm of 3, 1.10. It is called the **log odds**.
#
# For many teams, begin with zeros. A team that won more than the model expects goes up, the others go down. Repeat. A **penalty** pulls strengths to 0.
# Without it, a team that won all its games would rise for ever.

# %%
def bradley_terry(home, visitor, won, penalty, n_steps=40):
    """The edge and the strengths, (teams,), that fit these games."""
    edge, strengths = 0.0, np.zeros(len(teams))
    played = per_team(home, visitor, won * 0 + 1, won * 0 + 1)
    for _ in range(n_steps):
        miss = won - logistic(edge + strengths[home] - strengths[visitor])  # (games,)
        edge += 2 * miss.mean()
        pull = per_team(home, visitor, miss, -miss) - penalty * strengths
        strengths += 2 * pull / np.maximum(played + 2 * penalty, 1)  # more games, smaller steps
    return edge, strengths

home, visitor = np.repeat([0, 1], 4), np.repeat([1, 0], 4)
won = np.array([1, 1, 1, 0, 1, 0, 0, 0])
edge, strengths = bradley_terry(home, visitor, won, penalty=0)
assert abs(strengths[0] - strengths[1] - np.log(0.75 / 0.25)) < 1e-4 and abs(edge) < 1e-4
print(f"edge {abs(edge):.2f}, difference {strengths[0] - strengths[1]:.2f}")

# %% [markdown]
# A library calls the same model **logistic regression**. It has a column for each team: 1 where it is at home, −1 where it is the visitor.

# %%
from sklearn.linear_model import LogisticRegression

one = LEAGUES["NBA"][LEAGUES["NBA"]["season"] == 2011]
home, visitor, won = (one[column].to_numpy() for column in ("home_id", "visitor_id", "won"))
X = np.eye(len(teams))[home] - np.eye(len(teams))[visitor]  # (games, teams)
library = LogisticRegression(C=1 / 3, tol=1e-8).fit(X, won)  # C is 1 / penalty
edge, strengths = bradley_terry(home, visitor, won, penalty=3)
assert np.abs(library.coef_[0] - strengths).max() < 1e-4 and abs(library.intercept_[0] - edge) < 1e-4
print("strongest:", teams[strengths.argmax()], " weakest:", teams[strengths.argmin()])

# %% [markdown]
# **Elo ratings** are the quick cousin. After each game, the home team moves by K × miss and the visitor by as much the other way. Before a new season, all keep only
# a part of their rating.
#
# **With a pencil:** two equal teams meet, the edge is 0, and K is 0.1. The home team wins. It was given 0.5, so the miss is 0.5. The ratings become 0.05 and −0.05.

# %%
def elo(league, K, keep, edge):
    """The probability of a home win before each game, (games,)."""
    ratings, season, chances = np.zeros(len(teams)), None, []
    for now, home, visitor, won in league[["season", "home_id", "visitor_id", "won"]].to_numpy().tolist():
        if now != season:
            ratings, season = keep * ratings, now
        chance = 1 / (1 + math.exp(-(edge + ratings[home] - ratings[visitor])))
        chances.append(chance)
        ratings[home] += K * (won - chance)
        ratings[visitor] -= K * (won - chance)
    return np.array(chances)

def weekly(league, past, penalty, first):
    """Bradley-Terry, fitted before each week on the last `past` games; NaN before the season `first`."""
    home, visitor, won, season = (league[c].to_numpy() for c in ("home_id", "visitor_id", "won", "season"))
    week = (league["date"] - league["date"].min()).dt.days.to_numpy() // 7
    starts, chances = np.flatnonzero(np.diff(week, prepend=-1)), np.full(len(league), np.nan)
    for start, end in zip(starts, [*starts[1:], len(league)], strict=True):
        if season[start] >= first:
            old, new = slice(max(0, start - past), start), slice(start, end)
            edge, strengths = bradley_terry(home[old], visitor[old], won[old], penalty)
            chances[new] = logistic(edge + strengths[home[new]] - strengths[visitor[new]])
    return chances

# %% [markdown]
# ## What a forecast costs
#
# The **log loss** of a game is minus the logarithm of the probability that was given to what then happened. **With a pencil:** a home win was given
# 0.8. If it comes, that costs 0.22. If it does not, what happened had 0.2, and that costs 1.61. A coin always costs 0.69. Lower is better.
#
# K, what is kept, the penalty and the number of past games are chosen on the seasons 2012 and 2013, for each league. Later seasons are not touched.

# %%
def log_loss(chance, won):
    return -np.log(np.where(won == 1, chance, 1 - chance))  # (games,)

assert log_loss(np.array([0.8, 0.8, 0.5]), np.array([1, 0, 1])).round(2).tolist() == [0.22, 1.61, 0.69]

# %% overheard={"tolerance": 0.002, "why": "sums of many logarithms may round differently"}
from itertools import product

from tqdm import tqdm

chosen = {}
for name, league in tqdm(LEAGUES.items()):
    before = league[league["season"] < 2014]
    home_rate, valid, per_season = before["won"][before["season"] < 2012].mean(), before["season"] >= 2012, len(league) // 11
    edge = np.log(home_rate / (1 - home_rate))

    def cost(chance):
        return log_loss(chance, before["won"].to_numpy())[valid].mean()

    tries = {(K, keep): cost(elo(before, K, keep, edge)) for K, keep in product((0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.45), (0, 0.25, 0.5, 0.75, 1))}
    fits = {(past, penalty): cost(weekly(before, past, penalty, 2012)) for past, penalty in product((per_season // 2, per_season, 2 * per_season), (1, 3, 10, 30, 100))}
    chosen[name] = home_rate, edge, min(tries, key=tries.get), min(fits, key=fits.get)
    print(f"{name}: Elo {chosen[name][2]} costs {min(tries.values()):.3f}, Bradley-Terry {chosen[name][3]} {min(fits.values()):.3f}")

# %% [markdown]
# ## Games that nobody used, once
#
# **Your guess.** In the NBA, the bookmakers cost less than the rule "the home team". Elo knows nothing but who won. How many per cent of that difference does
# Elo make good?

# %%
my_guess_elo = None  # per cent

# %% overheard={"tolerance": 0.002, "why": "sums of many logarithms may round differently"}
FORECASTERS = ("coin", "home team", "Bradley-Terry", "Elo", "bookmakers")
tests, costs = [], {}
for name, league in tqdm(LEAGUES.items()):
    home_rate, edge, (K, keep), (past, penalty) = chosen[name]
    given = (0.5, home_rate, weekly(league, past, penalty, 2014), elo(league, K, keep, edge), league["p_home"])
    test = league.assign(**dict(zip(FORECASTERS, given, strict=True)))[league["season"] >= 2014]
    each = pd.DataFrame({who: log_loss(test[who], test["won"]) for who in FORECASTERS})  # (games, forecasters)
    costs[name] = each.mean()
    days = (each["Elo"] - each["bookmakers"]).groupby(test["date"].to_numpy()).agg(["sum", "size"]).to_numpy()
    low, high = interval(days, lambda rows: rows[:, 0].sum() / rows[:, 1].sum())
    print(f"{name}: in {len(test):,} games, Elo costs {low:.3f} to {high:.3f} more than the bookmakers")
    tests.append(test)
print(pd.DataFrame(costs).round(3).to_string())

# %% overheard={"tolerance": 0.5, "why": "a share of two small differences"}
nba = costs["NBA"]
reveal(my_guess_elo, 100 * (nba["home team"] - nba["Elo"]) / (nba["home team"] - nba["bookmakers"]), name="my_guess_elo")

# %% [markdown]
# The bookmakers cost least in all four leagues, and the interval of their lead over Elo leaves out 0 in each. Against the coin they save most in the NBA, then in the NFL.
# In baseball they save little, since there is little to know.
#
# A forecast has good **calibration** if home teams win 60 % of the games that it gives 0.6. We sort all games into ten groups by what was
# given.

# %% overheard={"tolerance": 0.01, "why": "a forecast on the border of two groups may fall into either"}
test = pd.concat(tests)
fig, axes = plots.figure(8, 3.7, columns=2, sharey=True, title="What was given 60 per cent happens in about 60 per cent of games")
for axis, who in zip(axes, ("Elo", "bookmakers"), strict=True):
    groups = test.groupby((test[who] * 10).astype(int)).agg(given=(who, "mean"), won=("won", "mean"), n=("won", "size"))
    groups = groups[groups["n"] >= 30]
    slack = 1.96 * np.sqrt(groups["given"] * (1 - groups["given"]) / groups["n"])  # 95 % of luck
    axis.plot([0, 1], [0, 1], color=plots.COLOURS["grey"], linewidth=1, linestyle=":")
    axis.errorbar(groups["given"], groups["won"], yerr=slack, fmt="o", color=plots.COLOURS["blue"], capsize=3)
    axis.set(title=who, xlabel="probability given to the home team", xlim=(0, 1), ylim=(0, 1))
    off = (groups["won"] - groups["given"]).abs()
    print(f"{who}: {(off <= slack).sum()} of {len(groups)} groups lie within what luck allows, the farthest is {off.max():.2f} off")
axes[0].set_ylabel("share that the home team won")
plots.show(
    fig,
    alt="Two panels with points near the diagonal: what Elo and the bookmakers give, and the share of home wins.",
    caption="Bars: where 95 per cent of shares would lie by luck, had the forecast been right.",
)

# %% [markdown]
# The bookmakers' probabilities pass. So their use for the luck was fair. If the true ones lie further from a half, then our shares are a little too low.
#
# **Predictable is not profitable.** The bookmakers forecast better than we do, and they keep a margin of every bet. Betting costs most people money, and some people much more.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | "I think the NBA was up there" | 8.6 % of a game, 89.6 % of a season | **holds** |
# | "The NHL was one, so hockey" | 2.0 % of a game, 62.1 % of a season | **holds** by the game |
# | "Baseball for sure" | 1.1 % of a game, 65.8 % of a season | **holds** by the game; by the season, level with NFL and NHL |
# | tennis, "Golf maybe" | | not tested here |
#
# The guest did not name the NFL. {{ cite: lopez2018 }}, whose games these are, model strengths that change by the week. They find the widest spread of strength and the largest home
# advantage in the NBA, and the most randomness in NHL and MLB. We agree, except that our shares do not separate NBA and NFL.
#
# **Where it stops.** Four leagues of North America, without play-offs. Hockey's shoot-outs count as wins. Schedules are uneven, and strengths change within a season.

# %% [markdown]
# {{ takeaway }}
