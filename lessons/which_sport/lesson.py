# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Who calls which sport predictable?
#
# The guest remembers a study by the Action Network, he thinks. Of skill he says: {{ said: nba-was-up-there }} Other
# sports are {{ said: hockey-baseball-chance }} We did not find that study, so we ask games.
#
# **The result first.** You will compare four leagues twice, by the game and by the season.
#
# {{ data: bigfour_games }}
#
# We found no open data on tennis or golf.

# %%
import numpy as np
import pandas as pd
from scipy.stats import binom
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from overheard import datasets, plots
from overheard.predict import reveal

everything = datasets.load_bigfour_games()
decided = everything["home_score"].notna() & (everything["home_score"] != everything["visitor_score"])
games = everything[decided].sort_values("date", kind="stable")
print(f"{len(everything):,} games, of which {len(everything) - len(games)} had no winner or no score and are left out")
games["won"] = (games["home_score"] > games["visitor_score"]).astype(int)  # 1: the home team won
teams = sorted(set(games["home"]) | set(games["visitor"]))
games["home_id"], games["visitor_id"] = games["home"].map(teams.index), games["visitor"].map(teams.index)
LEAGUES = dict(list(games.groupby("league")))  # a table for each league
games[["date", "league", "season", "visitor", "home", "visitor_score", "home_score", "p_home"]].head(3)

# %% [markdown]
# MLB is baseball, NBA basketball, NFL American football and NHL ice hockey. `p_home` is the probability of a home win. It
# follows from bookmakers' prices.
#
# The games stand in a table of the library **pandas**:
#
# | pandas, NumPy | Elixir |
# |---|---|
# | `table["won"]` | `Enum.map(rows, & &1.won)`, as an array |
# | `table[table["won"] == 1]` | `Enum.filter(rows, & &1.won == 1)` |
# | `table.groupby("season")` | `Enum.group_by(rows, & &1.season)` |
# | `np.bincount([0, 2, 0], [5, 6, 7], 3)` | adds 5, 6, 7 up at the places 0, 2, 0 |

# %%
three = pd.DataFrame({"season": [2015, 2015, 2016], "won": [1, 0, 1]})
for season, rows in three.groupby("season"):
    print(season, rows["won"].tolist(), rows["won"].mean())
assert np.bincount([0, 2, 0], [5, 6, 7], 3).tolist() == [12, 0, 6]

def per_team(home, visitor, at_home, away):
    """Add up one number a game for the home team and one for the visitor: (teams,)."""
    return np.bincount(home, at_home, len(teams)) + np.bincount(visitor, away, len(teams))

# %% [markdown]
# A team's **win rate** is its wins divided by its games. The figure shows one season, and coins.

# %%
def win_rates(home, visitor, won):
    """The win rate and the number of games of each team that played; `won` has one number a game: (games,)."""
    n = per_team(home, visitor, won * 0 + 1, won * 0 + 1)
    wins = per_team(home, visitor, won, 1 - won)
    return wins[n > 0] / n[n > 0], n[n > 0]

rng = np.random.default_rng(61)
fig, axis = plots.figure(8, 3.6, title="With 16 games a season, even teams that flip coins lie far apart")
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
    caption="The season of 2015. Blue dots: real teams. Grey diamonds: teams that flip coins.",
)

# %% [markdown]
# ## Baselines: a coin, and the home team
#
# Our first **baseline** gives every home team the probability 0.5. The second gives it the share of games that home
# teams won before. The bootstrap of {{ lesson: rules_or_examples }} says how far luck moves that share. Here it draws
# whole seasons.

# %%
def resampled(rows, measure, seed=61):
    """A measure of 1,000 resamples of the rows, such as seasons: (rows, numbers) to (1000,)."""
    drawn = np.random.default_rng(seed).integers(len(rows), size=(1_000, len(rows)))
    return np.array([measure(rows[draw]) for draw in drawn])

def interval(results):
    return np.quantile(results, [0.025, 0.975])  # 2.5 % lie below, 2.5 % above: the middle 95 %

for name, league in LEAGUES.items():
    home_rate = league.groupby("season")["won"].mean().to_numpy()[:, None]  # (seasons, 1)
    low, high = interval(resampled(home_rate, np.mean))
    print(f"{name}: home teams won {home_rate.mean():.1%}, interval {low:.1%} to {high:.1%}")

# %% [markdown]
# ## How much of a table is luck?
#
# **With a pencil.** After 4 games each, four teams have the win rates 1, 0.75, 0.25 and 0. Their mean squared distance
# from a half is the **spread**: (0.25 + 0.0625 + 0.0625 + 0.25) / 4 = 0.15625.
#
# Luck makes a spread too. If a team wins with probability p = 0.9, its result, 1 or 0, lies 0.1 or 0.9 from p. The mean
# square is 0.9 × 0.01 + 0.1 × 0.81 = 0.09. This **variance** is p × (1 − p), for a coin 0.25.
#
# The variances of games add up. Dividing the wins by n divides their variance by n². Four coins have the **luck**
# 4 × 0.25 / 16 = 0.0625. The **share** that is not luck is (0.15625 − 0.0625) / 0.15625 = 0.6.

# %%
def spread_and_luck(home, visitor, won, chance):
    """Of one season: the spread of the win rates, and the luck in it if home teams win with these chances."""
    rates, n = win_rates(home, visitor, won)
    variance = chance * (1 - chance)  # (games,)
    total = per_team(home, visitor, variance, variance)
    return ((rates - 0.5) ** 2).mean(), (total[total > 0] / n**2).mean()

def not_luck(rows):
    """The spread minus the luck, over seasons; spread and luck are the first two columns."""
    return rows[:, 0].mean() - rows[:, 1].mean()

def share(rows):
    return not_luck(rows) / rows[:, 0].mean()

home, visitor = np.array([0, 0, 0, 0, 1, 1, 1, 2]), np.array([1, 2, 3, 3, 2, 3, 2, 3])
spread, luck = spread_and_luck(home, visitor, np.ones(8), np.full(8, 0.5))
assert win_rates(home, visitor, np.ones(8))[0].tolist() == [1, 0.75, 0.25, 0]
assert (spread, luck) == ((0.25 + 0.0625 + 0.0625 + 0.25) / 4, 4 * 0.25 / 16) == (0.15625, 0.0625)
assert round(0.9 * 0.01 + 0.1 * 0.81, 2) == 0.09 == round(0.9 * (1 - 0.9), 2)
print(f"spread {spread}, luck {luck}, share {share(np.array([[spread, luck]])):.2f}")

# %% [markdown]
# ## Does it find what we plant?
#
# Before we trust the share, we plant strengths: we keep the real schedules and invent the teams. Each gets a random **strength** around 0. `strength` below says how widely they lie. A home team that is stronger by d wins with
# the probability `logistic(d)`. This function makes 0.5 of 0, and 0.73 of 1. The home ground adds 0.25 to d.
#
# We know every probability, so we know which win rate each team would have without luck. The spread of these, divided by the spread with luck, is
# the true share.

# %%
def logistic(d):
    return 1 / (1 + np.exp(-d))

def arrays(table):
    """Who was at home, who visited, and whether the home team won: three arrays, (games,) each."""
    return table[["home_id", "visitor_id", "won"]].to_numpy().T

def planted(league, strength, seed):
    """A league's seasons with invented teams, a row each: spread, luck, spread without luck: (seasons, 3)."""
    rng, rows = np.random.default_rng(seed), []
    for _, one in league.groupby("season"):
        home, visitor, _ = arrays(one)
        strengths = rng.normal(0, strength, len(teams))
        chance = logistic(0.25 + strengths[home] - strengths[visitor])
        won = (rng.random(len(one)) < chance).astype(int)
        without_luck = ((win_rates(home, visitor, chance)[0] - 0.5) ** 2).mean()
        rows.append((*spread_and_luck(home, visitor, won, chance), without_luck))
    return np.array(rows)

assert logistic(0) == 0.5 and round(logistic(1), 2) == 0.73

# %%
for name, strength in (("MLB", 0), ("MLB", 0.05), ("MLB", 0.2), ("NFL", 0.15), ("NFL", 0.75), ("NBA", 0.75)):
    made = np.array([planted(LEAGUES[name], strength, seed) for seed in range(40)])  # (40, seasons, 3)
    truth = made[:, :, 2].mean() / made[:, :, 0].mean()
    low, high = np.array([interval(resampled(one, share)) for one in made]).T
    print(f"{name}, strength {strength:.2f}: truth {truth:.2f}, share {np.mean([share(one) for one in made]):.2f}", end="; ")
    print(f"of 40 intervals {((low <= truth) & (truth <= high)).sum()} hold the truth, {(low > 0).sum()} lie above 0")

# %% [markdown]
# On average, the share finds what was planted. With strength 0, an interval above 0 is a false alarm. The smallest
# strengths are mostly missed, the others always found. Of 40 intervals, 38 should hold the truth, and nearly as many do. With ten seasons, read
# them as 90 %.
#
# For real games, the bookmakers' probabilities stand in for the true ones. We test them at the end. A single game has a
# share, too. It is won or lost, so its spread is 0.25. With p = 0.9, the share is (0.25 − 0.09) / 0.25 = 0.64.
#
# **Your guess.** A baseball team plays 162 games. How many per cent of the spread of a baseball season are not luck?

# %%
my_guess = None  # per cent

# %%
def share_of_game(rows):
    return 1 - rows[:, 2].mean() / 0.25

assert round(share_of_game(np.full((1, 3), 0.09)), 2) == 0.64 == round((0.25 - 0.09) / 0.25, 2)
seasons = {}
for name, league in LEAGUES.items():
    rows = []
    for _, one in league.groupby("season"):
        chance = one["p_home"].to_numpy()
        rows.append((*spread_and_luck(*arrays(one), chance), (chance * (1 - chance)).mean()))
    seasons[name] = np.array(rows)  # (seasons, 3): spread, luck, luck of a single game
    print(f"{name}: spread {seasons[name][:, 0].mean():.4f}")

# %%
reveal(my_guess, 100 * share(seasons["MLB"]))

# %%
fig, axes = plots.figure(8, 2.9, columns=2, sharey=True, title="The NFL is far ahead of baseball by the game, but not by the season")
for axis, measure, word, most in ((axes[0], share_of_game, "game", 25), (axes[1], share, "season", 100)):
    for place, (name, rows) in enumerate(seasons.items()):
        value, low, high = 100 * np.array([measure(rows), *interval(resampled(rows, measure))])
        axis.errorbar(value, place, xerr=[[value - low], [high - value]], fmt="o", color="black", capsize=4)
        print(f"{name}: by the {word} {value:.1f} %, interval {low:.1f} to {high:.1f} %")
    axis.set(yticks=range(4), yticklabels=list(seasons), ylim=(3.5, -0.5), xlim=(0, most))
    axis.set(title=f"by the {word}", xlabel="share that is not luck (per cent)")
for other in ("NFL", "NHL"):
    low, high = 100 * interval(resampled(seasons["MLB"], share, seed=1) - resampled(seasons[other], share, seed=2))
    print(f"MLB minus {other} by the season: interval {low:.1f} to {high:.1f} points")
plots.show(
    fig,
    alt="Two panels of shares with intervals. By the game, the NBA lies near 20 per cent, the NFL near 15, NHL and MLB near 4 "
    "and 3. By the season, the NBA lies near 90, the three others between 60 and 70 with intervals that overlap.",
    caption="Mind the scales: the left panel ends at 25 per cent.",
)

# %% [markdown]
# **The answer.** By the game, the NBA is most predictable, then the NFL, then hockey and baseball. By the season, the
# NBA leads again. The other three are too close to order: the intervals of baseball's two leads hold 0.
#
# By the season we measure results, by the game what bookmakers foresee. What they miss counts as luck, perhaps most in
# the NFL.
#
# ## How many games until the better team leads?
#
# We look for the planted strength whose spread without luck is that of the league. Of such teams we take the pair in the
# middle: half of all pairs differ by more. The better team wins each game with probability p. It leads if it won more
# than half.

# %%
pairs = np.random.default_rng(61).normal(size=(1_000_000, 2))  # two teams each, with planted strength 1
middle = np.median(np.abs(pairs[:, 0] - pairs[:, 1]))
grid, better = np.linspace(0, 1, 11), {}
for name, rows in tqdm(seasons.items()):
    curve = []  # the spread without luck that each strength of the grid leaves
    for strength in grid:
        curve.append(np.mean([planted(LEAGUES[name], strength, seed)[:, 2].mean() for seed in range(20)]))
    found = np.array([not_luck(rows), *interval(resampled(rows, not_luck))])
    strengths = np.interp(np.sqrt(found), np.sqrt(curve), grid)  # look up between two strengths: the root of a spread grows almost evenly with strength
    better[name] = logistic(middle * strengths)  # p and its interval: (3,)

# %% [markdown]
# **With a pencil:** let p be 0.6. Of three games, the better team wins the first two with 0.36. It wins one of them and
# the third with 2 × 0.6 × 0.4 × 0.6 = 0.288. Together that is 0.648.
#
# **Your turn.** Change `SURE = 0.9` to `SURE = 0.8` and run the cell. The NBA then needs 7 games.

# %%
SURE = 0.9
assert round(binom.sf(1, 3, 0.6), 3) == 0.648 == round(0.36 + 0.288, 3)  # binom.sf: the chance of more than 1 win of 3
lengths = np.arange(1, 1_000, 2)  # odd numbers of games
for name, p in better.items():
    n_games, most, least = (lengths[binom.sf(lengths // 2, lengths, one) >= SURE][0] for one in p)
    print(f"{name}: the better team wins {p[0]:.1%} of games, interval {p[1]:.1%} to {p[2]:.1%}.")
    print(f"    It leads with {SURE:.0%} after {n_games} games, interval {least} to {most}")

# %% [markdown]
# All these games are between the two. A table, with luck against others too, needs two to four times as many.
#
# ## Strengths from results
#
# The planted leagues follow the **Bradley-Terry model**: a home team wins with the probability `logistic(edge + s_home
# - s_visitor)`. Which edge and strengths `s` fit real results?
#
# **With a pencil:** on each ground, the first of two teams wins 3 of 4 games. So the edge is 0, and
# logistic(d) must be 0.75. The odds are 0.75 / 0.25 = 3. Their logarithm, the **log odds**, is d: 1.10.
#
# For many teams, begin with zeros. Who won more than expected goes up. Repeat. A **penalty** pulls strengths
# towards 0. Without it, an unbeaten team would rise for ever.

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
# This is the logistic regression of lesson 11. Its table has a column for each team: 1 in games at home, −1 in games
# away. The weights are the strengths, and the bias is the edge.

# %%
nba = LEAGUES["NBA"]
home, visitor, won = arrays(nba[nba["season"] == 2011])
X = np.eye(len(teams))[home] - np.eye(len(teams))[visitor]  # (games, teams): 1 at home, -1 away
library = LogisticRegression(C=1 / 3, tol=1e-8).fit(X, won)  # C is 1 / penalty
edge, strengths = bradley_terry(home, visitor, won, penalty=3)
assert np.abs(library.coef_[0] - strengths).max() < 1e-4 and abs(library.intercept_[0] - edge) < 1e-4
print("strongest:", teams[strengths.argmax()], " weakest:", teams[strengths.argmin()], "(today's names)")

# %% [markdown]
# An **Elo rating** is a strength that moves after each game: the home team's by K × (result − probability), the
# visitor's by as much the other way. Before a new season, all ratings are multiplied by `keep`.
#
# **With a pencil:** two teams have the rating 0, the edge is 0, and K is 0.1. The home team wins. It had the
# probability 0.5. The ratings become 0.05 and −0.05.
#
# Elo learns from games already played, never from the game at hand. A result that enters its own forecast is a **leak**.

# %%
def elo(league, K, keep, edge):
    """The probability of a home win before each game: (games,)."""
    ratings, season, chances = np.zeros(len(teams)), None, []
    for now, home, visitor, won in league[["season", "home_id", "visitor_id", "won"]].to_numpy().tolist():
        if now != season:
            ratings, season = keep * ratings, now
        chances.append(logistic(edge + ratings[home] - ratings[visitor]))
        ratings[home] += K * (won - chances[-1])
        ratings[visitor] -= K * (won - chances[-1])
    return np.array(chances)

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
# In each league, the seasons 2012 and 2013 are the validation set, which chooses K and `keep`.

# %%
def log_loss(chance, won):
    return -np.log(np.where(won == 1, chance, 1 - chance))  # (games,)

assert log_loss(np.array([0.8, 0.8, 0.5]), np.array([1, 0, 1])).round(2).tolist() == [0.22, 1.61, 0.69]

# %% overheard={"tolerance": 0.002, "why": "sums of many logarithms may round differently"}
KS, KEEPS = (0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.45), (0, 0.25, 0.5, 0.75, 1)
chosen = {}
for name, league in tqdm(LEAGUES.items()):
    before = league[league["season"] <= 2013]
    valid = (before["season"] >= 2012).to_numpy()
    home_rate = before["won"][~valid].mean()
    edge = np.log(home_rate / (1 - home_rate))
    pairs = [(K, keep) for K in KS for keep in KEEPS]
    losses = [log_loss(elo(before, *pair, edge), before["won"])[valid].mean() for pair in pairs]
    chosen[name] = home_rate, *pairs[np.argmin(losses)], edge
    print(f"{name}: K and keep {pairs[np.argmin(losses)]} cost {min(losses):.3f}")

# %% [markdown]
# ## The test: games that no setting has seen
#
# The bookmakers cost less than the rule "the home team". How much of that difference does Elo make good? The bootstrap
# now draws days.

# %% overheard={"tolerance": 0.5, "why": "sums of many logarithms may round differently, and a share divides small ones"}
costs = {}
def made_good(rows):
    """Of what the bookmakers save beside the home team, the per cent that Elo saves."""
    _, home_team, by_elo, bookmakers = rows.sum(axis=0)
    return 100 * (home_team - by_elo) / (home_team - bookmakers)

for name, league in LEAGUES.items():
    home_rate, *setting = chosen[name]
    given = {"coin": 0.5, "home team": home_rate, "Elo": elo(league, *setting), "bookmakers": league["p_home"]}
    each = pd.DataFrame({who: log_loss(chance, league["won"]) for who, chance in given.items()}, index=league.index)
    each = each[league["season"] >= 2014]  # (games, forecasters)
    costs[name] = each.mean()
    days = each.groupby(league["date"]).sum().to_numpy()  # (days, forecasters)
    low, high = interval(resampled(days, made_good))
    print(f"{name}: in {len(each):,} games, Elo makes good {made_good(days):.0f} %, interval {low:.0f} to {high:.0f}")
print(pd.DataFrame(costs).round(3).to_string())

# %% [markdown]
# The bookmakers cost least. In the NFL the interval goes beyond 100 %, so its few games do not show that they beat Elo.
#
# A forecast has good **calibration** if what it gives 60 % happens in 60 % of games. We sort the games into ten groups by
# what the bookmakers gave, and leave out groups below 30 games. A group passes if its bar touches the dotted line.

# %%
fig, axes = plots.figure(9, 3.2, columns=4, sharey=True, title="What bookmakers give 60 per cent happens in about 60 per cent of games")
for axis, (name, league) in zip(axes, LEAGUES.items(), strict=True):
    groups = league.groupby((league["p_home"] * 10).astype(int))
    given, won, n = groups["p_home"].mean(), groups["won"].mean(), groups.size()
    slack = 1.96 * np.sqrt(given * (1 - given) / n)  # 95 % of luck
    axis.plot([0, 1], [0, 1], color=plots.COLOURS["grey"], linewidth=1, linestyle=":")
    passes = (won - given).abs() <= slack
    for which, mark, look in ((passes & (n >= 30), "o", "blue"), (~passes & (n >= 30), "s", "orange")):
        axis.errorbar(given[which], won[which], yerr=slack[which], fmt=mark, color=plots.COLOURS[look], capsize=3)
    axis.set(title=name, xlabel="probability given", xlim=(0, 1), ylim=(0, 1.02), ylabel="home wins (share)" if axis is axes[0] else "")
    print(f"{name}: {(passes & (n >= 30)).sum()} of {(n >= 30).sum()} groups pass")
plots.show(
    fig,
    alt="Four panels, one a league, with points near the diagonal: what the bookmakers give home teams, and the share of home wins. "
    "One point of the NFL is marked.",
    caption="Bars: how far luck alone would move 95 per cent of such points. Orange square: does not pass.",
)

# %% [markdown]
# Only one group does not pass. The bookmakers are nearly calibrated and cost least, so they are the best
# stand-in for the true probabilities.
#
# **Predictable is not profitable.** The bookmakers forecast better than we do in three of four leagues, and they keep a
# part of every bet. Betting costs most people money, and harms some.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | not luck, measured | verdict |
# |---|---|---|
# | "I think the NBA was up there." | game 20.3 %, season 89.6 % | **holds** |
# | "The NHL was one, so hockey." | game 4.3 %, season 62.1 % | **holds** by the game |
# | "Baseball for sure." | game 3.2 %, season 65.8 % | **holds** by the game |
# | tennis, "Golf maybe" | | not tested here |
# | "the best to bet on" | no margin in our data | not tested here |
#
# {{ cite: lopez2018 }} find the widest spread of strength and the largest home advantage in the NBA, and most randomness
# in NHL and MLB. We agree, but cannot order the strengths of NBA and NFL.
#
# **Where it stops.** Strengths change within a season. A game's share includes the home ground.

# %% [markdown]
# {{ takeaway }}
