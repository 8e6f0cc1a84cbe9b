# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## A bettor that learns
#
# In **reinforcement learning**, nobody shows the program a right answer. The program, called an agent, acts and gets a number for
# what came of it, the **reward**. It learns to act so that the reward grows. Our agent is a bettor. The guest says:
# {{ said: reward-is-profit }} And the result: {{ said: bet-zero-every-game }} He tells it as an example of where machine learning
# is not good.
#
# **The result first.** If the odds are against it, our bettor learns to bet nothing. If they favour it, it learns the largest stake, or a
# moderate one where the reward is the logarithm of its money.

# %% [markdown]
# ## Odds with a pencil
#
# **Decimal odds** of 2 mean: you bet 1 dollar and get 2 back if you win. So your profit is 1 or -1.
#
# The **expected profit** is the profit in each case times its probability, added up. With a chance of one half, it is 0.5 × 1 +
# 0.5 × (-1) = 0. Such odds are fair: they are 1 divided by the chance.
#
# A bookmaker pays less. With a **margin** of 5 % the odds are 1 / (0.5 × 1.05), about 1.905. The expected profit is 0.5 ×
# 0.905 - 0.5, about -0.048. If the bookmaker knows the chance, it is -m / (1 + m) for any margin m.

# %%
import gymnasium as gym
import numpy as np
import torch
from gymnasium.utils.env_checker import check_env
from tqdm import tqdm

from overheard import datasets, plots
from overheard.predict import reveal

STAKES = np.linspace(0, 0.5, 11)  # (11,) shares of what the bettor has: 0, 0.05, ..., 0.5

def odds_for(chance, margin):
    """Decimal odds at which the bookmaker keeps a margin."""
    return 1 / (np.asarray(chance) * (1 + margin))

def profit(stake, odds, won):
    """What a stake brings: stake * (odds - 1) if won, else -stake."""
    return stake * np.where(won, odds - 1, -1)

for chance in (0.3, 0.5, 0.7):
    odds = odds_for(chance, margin=0.05)
    expected = chance * profit(1, odds, True) + (1 - chance) * profit(1, odds, False)
    print(f"chance {chance}: odds {odds:.3f}, expected profit {expected:.3f}")
    assert abs(expected + 0.05 / 1.05) < 1e-12
assert odds_for(0.5, 0) == 2 and round(1 / (0.5 * 1.05), 3) == 1.905 and abs(0.5 * 0.905 - 0.5 + 0.048) < 0.001

# %% [markdown]
# ## The world of the bettor
#
# The bettor sees the kind of a game, and takes one of eleven stakes, from nothing to half of the **bankroll**, its money.
# Each game begins with a bankroll of 1 and ends after one bet. We invent the games, so we know their chances.
# `invented` draws many at once; we train with it. Gymnasium has a common form for such worlds, one game at a time.

# %%
def invented(chance, odds):
    """A function that draws n games: their kinds, odds and results, each (n,)."""
    chance, odds = np.asarray(chance), np.asarray(odds)
    def draw(rng, n):
        kinds = rng.integers(len(odds), size=n)
        return kinds, odds[kinds], rng.random(n) < chance[kinds]
    return draw

# %%
class BettingGames(gym.Env):
    """The same games, one at a time; an action is the place of a stake in STAKES."""

    def __init__(self, chance, odds):
        self.draw = invented(chance, odds)
        self.observation_space, self.action_space = gym.spaces.Discrete(len(odds)), gym.spaces.Discrete(len(STAKES))

    def reset(self, seed=None, options=None):  # begins a game, and gives what the bettor sees
        super().reset(seed=seed)
        self.kind, self.odds, self.won = (each[0] for each in self.draw(self.np_random, 1))
        return int(self.kind), {}

    def step(self, action):  # gives the kind, the reward, True (over), False (not cut short), more facts
        return int(self.kind), float(profit(STAKES[action], self.odds, self.won)), True, False, {}

CHANCES = np.array([0.3, 0.5, 0.7])
check_env(BettingGames(CHANCES, odds_for(CHANCES, 0.05)), skip_render_check=True)  # Gymnasium's own test of the form, not of the odds

# %% [markdown]
# **Is the world honest?** Our **baseline** is a bettor that stakes the same share in every game. At fair odds it must gain
# nothing, up to luck.
#
# The *spread* of one bet (`std`) is the root of the mean squared distance from the mean. A fair bet at odds of 2
# brings 1 or -1, so its spread is 1. A mean of n bets is off by about spread / √n: 0.1 for 100 bets. It is off by more
# than twice that in about 1 of 20 tries. Our test allows 4 times that.

# %%
rng = np.random.default_rng(62)
assert np.std([1, -1]) / np.sqrt(100) == 0.1
many = 2 * rng.binomial(10_000, 0.5, size=100_000) / 10_000 - 1  # means of 10,000 fair bets each
share = (abs(many) > 2 / np.sqrt(10_000)).mean()
print(f"off by more than twice spread / √n: {share:.3f} of the means")
assert abs(20 * share - 1) < 0.2

for margin in (0, 0.05):
    _, odds, won = invented(CHANCES, odds_for(CHANCES, margin))(rng, 400_000)
    for stake in (0.1, 0.5):
        gained = profit(stake, odds, won)
        luck = 4 * gained.std() / np.sqrt(len(gained))  # passed by luck in about 1 of 10,000 tries
        assert abs(gained.mean() + stake * margin / (1 + margin)) < luck
        print(f"margin {margin:2.0%}, stake {stake}: {gained.mean():+.4f} a game, give or take {luck:.4f}")

# %% [markdown]
# ## How a reward becomes a step
#
# A **policy** gives each action a probability. Ours keeps a number for each stake, its preference. The probability
# is exp(preference), divided by the sum of exp over all stakes (softmax).
#
# **With a pencil:** the stakes 0 and 0.5 have the preference 0, so each has the probability 0.5. The bettor plays two games. In one
# it stakes 0, in the other 0.5, and loses. The rewards 0 and -0.5 have the mean -0.25, so the bet was 0.25 worse.

# %%
def softmax(preferences):
    """Probabilities along the last axis."""
    raised = np.exp(preferences - preferences.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)

assert softmax(np.zeros(2)).tolist() == [0.5, 0.5] and -0.5 - np.mean([0, -0.5]) == -0.25

# %% [markdown]
# The logarithm of a probability is the preference minus log(sum of exp). As log z has the slope 1 / z, the second part has that
# stake's probability as its slope. So the log probability of the bet has the slope 1 - 0.5 along the bet's preference, and -0.5
# along the other: its *log slopes*. Times -0.25, they give a step of -0.125 for the bet and +0.125 for zero.

# %%
def log_slope(policy, action):
    """Slope of log(probability of the action) along each preference: 1 or 0, minus the probability."""
    return np.eye(policy.shape[-1])[action] - policy

step = (-0.5 - (-0.25)) * log_slope(softmax(np.zeros(2)), 1)
assert step.tolist() == [0.125, -0.125]

preferences = torch.tensor([0.3, -0.2, 1.0], dtype=torch.float64, requires_grad=True)
torch.distributions.Categorical(logits=preferences).log_prob(torch.tensor(2)).backward()
assert np.allclose(preferences.grad.numpy(), log_slope(softmax(preferences.detach().numpy()), 2))
print("torch agrees with the formula:", preferences.grad.numpy().round(3))

# %% [markdown]
# **Why this climbs.** The mean reward is a sum of probability × reward over the stakes. As log p has the slope (slope of p) / p, the
# slope of p is p × log slope. So the slope of the mean reward is the sum of probability × reward × log slope. Play gives the same:
# draw stakes, and average reward × log slope. This is **REINFORCE** {{ cite: williams1992 }}.
#
# Subtracting one number from all rewards changes nothing on average, since the log slopes average to 0: above, 0.5 × 0.5 + 0.5 ×
# (-0.5). The mean reward is a usual choice: it often takes away noise. A bad number adds noise.

# %%
start = np.linspace(-0.5, 0.5, 11)  # some preferences, (11,)

move = 1e-5 * np.eye(11)  # one preference moves at a time
exact = (softmax(start + move) - softmax(start - move)) @ (STAKES * -0.05 / 1.05) / 2e-5

rng = np.random.default_rng(62)
actions = rng.choice(11, size=400_000, p=softmax(start))
_, odds, won = invented([0.5], odds_for([0.5], 0.05))(rng, len(actions))
rewards = profit(STAKES[actions], odds, won)
played = ((rewards - rewards.mean())[:, None] * log_slope(softmax(start), actions)).mean(axis=0)
assert abs(played - exact).max() < 0.0005
for stake, by_play, by_formula in zip(STAKES[::5], played[::5], exact[::5], strict=True):
    print(f"stake {stake}: slope by play {by_play:+.4f}, exact {by_formula:+.4f}")

# %% [markdown]
# ## Training
#
# Each step plays 2,000 games. The policy is a table, `(kinds, 11)`, and each game changes only the row of its kind. The mean reward
# of the kind's games is subtracted; one game hardly moves it. The learning rate was chosen on other seeds.
#
# **Your guess.** At first the mean stake is 25 %. The margin is 5 %. What is
# the mean stake after 500 steps, in per cent?

# %%
def train(draw, n_kinds, reward, seed, n_steps=500, batch_size=2000, lr=40):
    """The trained policy (n_kinds, 11), and the mean stake at each step (n_steps, n_kinds)."""
    rng = np.random.default_rng(seed)
    preferences, history = np.zeros((n_kinds, len(STAKES))), []
    for _ in range(n_steps):
        policy = softmax(preferences)
        kinds, odds, won = draw(rng, batch_size)
        borders = policy.cumsum(axis=1)[kinds, :-1]  # (batch, 10): where one stake ends and the next begins
        actions = (rng.random((batch_size, 1)) > borders).sum(axis=1)
        rewards = reward(STAKES[actions], odds, won)  # (batch,)
        of_kind = np.eye(n_kinds)[kinds]  # (batch, n_kinds): a 1 in the column of its kind
        usual = (of_kind.T @ rewards) / np.maximum(of_kind.sum(axis=0), 1)
        better = rewards - usual[kinds]
        preferences += lr * of_kind.T @ (better[:, None] * log_slope(policy[kinds], actions)) / batch_size
        history.append(policy @ STAKES)
    return softmax(preferences), np.array(history)

# %%
my_guess = None  # per cent of the bankroll

# %% overheard={"tolerance": 0.1, "why": "sums in another order on another CPU"}
with_margin = invented(CHANCES, odds_for(CHANCES, 0.05))
runs = [train(with_margin, 3, profit, seed) for seed in tqdm(range(10))]
stakes = np.array([100 * history.mean(axis=1) for _, history in runs])  # (seeds, steps), per cent
zero = np.array([policy[:, 0] for policy, _ in runs])  # (seeds, kinds): the probability of staking nothing
print(f"mean stake after 500 steps, ten seeds: {stakes[:, -1].min():.2f} to {stakes[:, -1].max():.2f} %")
print(f"probability of staking nothing: at least {100 * zero.min():.1f} %, on average {100 * zero.mean():.1f} %")
assert stakes[:, 0].mean() == 25 and zero.min() > 0.9 and abs(zero.mean() - 0.97) < 0.01

# %% overheard={"tolerance": 0.1, "why": "sums in another order on another CPU"}
reveal(my_guess, stakes[:, -1].mean(), digits=2)

# %%
plots.learning_curve(
    np.arange(1, 501), {"mean stake": stakes},
    title="With a margin of 5 %, ten bettors out of ten learn to stake next to nothing",
    x_name="training steps (2,000 games each)", y_name="stake (% of the bankroll)",
    alt="The mean stake over 500 steps. It begins at 25 per cent, falls to about 2 by step 200, and is below one per cent "
    "at the end. The band, from the lowest to the highest of ten seeds, is narrow.",
)

# %% [markdown]
# The expected profit is the stake times -0.048. That is a falling line, whose top is at 0. What is left of the stake shrinks with more steps.
#
# **Your turn.** Change `margin_to_try = 0.05` to `-0.05`, so that the bookmaker pays too much, and run the cell. Now the line
# rises, and the stake runs to the limit.

# %%
margin_to_try = 0.05
_, tried = train(invented(CHANCES, odds_for(CHANCES, margin_to_try)), 3, profit, seed=11)
print("the stake ends near", "the limit" if tried[-1].mean() > 0.4 else "zero")

# %% [markdown]
# ## With an edge
#
# Now four kinds of games. In three the bettor has an **edge**: an expected profit above 0.
#
# Bankrolls multiply, and logarithms add up. So if growth over many games is what you want, reward the logarithm of the bankroll
# {{ cite: kelly1956 }}.
# **With a pencil:** the chance is 0.6, the odds are 2. A stake f makes 1 + f or 1 - f. The slope of 0.6 log(1 + f) +
# 0.4 log(1 - f) is 0.6 / (1 + f) - 0.4 / (1 - f). It is 0 at f = 0.2.
#
# For any odds, the **Kelly stake** is chance - (1 - chance) / (odds - 1), and 0 without an edge.

# %%
chance4, odds4 = np.array([0.5, 0.3, 0.55, 0.6]), np.array([1.9, 4.0, 2.0, 2.0])
kelly = np.maximum(0, chance4 - (1 - chance4) / (odds4 - 1))

def growth(stake, odds, won):
    """The logarithm of what a bankroll of 1 has become."""
    return np.log1p(profit(stake, odds, won))

def expected_growth(stakes):
    """Exact, for each kind of game; stakes: (4, any number) or (11,)."""
    chance, odds = chance4[:, None], odds4[:, None]
    return chance * growth(stakes, odds, True) + (1 - chance) * growth(stakes, odds, False)

kelly_growth = expected_growth(kelly[:, None])[:, 0]  # (4,)
assert abs(0.6 / (1 + kelly[3]) - 0.4 / (1 - kelly[3])) < 1e-9 and round(kelly[3], 9) == 0.2
print("Kelly stakes:", kelly.round(3), " growth a game:", kelly_growth.round(4))

# %% [markdown]
# Ten bettors train with each reward. Their growth is a share of Kelly's. Below 0 the bankroll shrinks.

# %% overheard={"tolerance": 0.05, "why": "sums in another order on another CPU"}
trained, shares = {}, {}
for name, reward in {"profit": profit, "logarithm": growth}.items():
    found = [train(invented(chance4, odds4), 4, reward, seed, n_steps=1000)[0] for seed in tqdm(range(10))]
    trained[name] = np.array(found)  # (seeds, kinds, stakes)
    mean_growth = (trained[name] * expected_growth(STAKES)).sum(axis=2).mean(axis=1)
    shares[name] = mean_growth / kelly_growth.mean()
    print(f"{name:9s} stakes {(trained[name] @ STAKES).mean(axis=0).round(2)}", end=", ")
    print(f"growth as a share of Kelly's: {shares[name].min():.2f} to {shares[name].max():.2f}, mean {shares[name].mean():.2f}")
best_share = expected_growth(STAKES).max(axis=1).mean() / kelly_growth.mean()
print(f"the best that the eleven stakes allow: {best_share:.3f}")
middle = 1.5**11 * 0.5**9  # the middle bettor wins 11 of 20 games of the third kind
print(f"a stake of 0.5 for 20 games of the third kind: mean bankroll {1.05**20:.2f}, middle bettor {middle:.2f}")
assert abs(shares["logarithm"].mean() - 0.95) < 0.02 and shares["profit"].max() < 0

# %%
fig, axis = plots.figure(8, 3.8, title="With an edge, profit asks for the largest stake,\nthe logarithm for about Kelly's")
for number, (name, policies) in enumerate(trained.items()):
    places = np.arange(4) + 0.16 * number - 0.08 + 0.014 * np.arange(-5, 5)[:, None]
    axis.scatter(places, 100 * policies @ STAKES, s=22, marker=plots.MARKERS[number], color=plots.CYCLE[number], alpha=0.7)
    axis.text(3.42, 100 * (policies @ STAKES)[:, 3].mean(), f"reward: {name}", va="center", color=plots.CYCLE[number], backgroundcolor="white")
axis.hlines(100 * kelly, np.arange(4) - 0.3, np.arange(4) + 0.3, color="black", linewidth=1.5)
axis.text(3.42, 14, "black line: Kelly stake", va="center", backgroundcolor="white")
names = [f"chance {c:g}\nodds {o:g}" for c, o in zip(chance4, odds4, strict=True)]
axis.set(xticks=range(4), xticklabels=names, xlim=(-0.5, 4.8), ylim=(-3, 55), ylabel="mean stake (% of the bankroll)")
plots.show(
    fig,
    alt="Stakes of ten bettors for four kinds of games. Those rewarded with profit stake about 50 per cent wherever there is "
    "an edge. Those rewarded with the logarithm lie close to Kelly's stakes. Without an edge all stake about nothing.",
)

# %% [markdown]
# Profit looks at the mean bankroll, which a few lucky bettors lift. The logarithm looks at one bettor over many games.
#
# ## Real games
#
# {{ data: bigfour_games }}
#
# We take the NBA, as the guest did. The odds are not public, so we make them from the probabilities, with a margin of 5 %. Each
# game gives two offers, one on each team. The bettor sees the bookmaker's probability in five bands. It learns from the seasons
# up to 2012; the later ones are the test set.

# %%
games = datasets.load_bigfour_games()
nba = games[games["league"] == "NBA"].reset_index(drop=True)
home_won = (nba["home_score"] > nba["visitor_score"]).to_numpy()
p_team = np.concatenate([nba["p_home"], 1 - nba["p_home"]])  # home teams first, then visitors: (offers,)
team_won = np.concatenate([home_won, ~home_won])
early_games = (nba["season"] <= 2012).to_numpy()
early = np.concatenate([early_games] * 2)
band = (5 * p_team).astype(int)  # 0: below 20 %, ..., 4: 80 % and more
print(f"{len(nba):,} games; offers to learn from: {early.sum():,}, to test on: {(~early).sum():,}")
assert nba["season"].min() == 2005 and nba["season"].max() == 2015
nba.head(3)

# %%
fig, axis = plots.figure(5.5, 4, title="The bookmakers' probabilities are close to what happens")
p_home = p_team[: len(nba)][early_games]
group = np.clip((20 * p_home).astype(int), 3, 18)  # steps of 5 %; all below 20 % together
x = [100 * p_home[group == g].mean() for g in range(3, 19)]
axis.plot([0, 100], [0, 100], color=plots.COLOURS["grey"], linestyle=":")
axis.scatter(x, [100 * home_won[early_games][group == g].mean() for g in range(3, 19)], color=plots.COLOURS["blue"], zorder=3)
axis.set(xlabel="bookmakers' probability of a home win (%)", ylabel="games that the home team won (%)")
plots.show(
    fig,
    alt="Share of games that the home team won over the bookmakers' probability, in sixteen groups of games from 2005 to "
    "2012. The points lie close to the diagonal.",
)

# %% [markdown]
# So bets with a margin should lose in every band. **Would the bettor notice an edge here?** We plant one: a
# margin of -5 % or -2 % pays too much. A margin of 0 is our control.

# %% overheard={"tolerance": 0.5, "why": "sums in another order on another CPU"}
def real_offers(margin):
    """A function that draws offers of the early seasons."""
    numbers = np.flatnonzero(early)
    def draw(rng, n):
        chosen = rng.choice(numbers, size=n)
        return band[chosen], odds_for(p_team[chosen], margin), team_won[chosen]
    return draw

real_policies = {}
for margin in (-0.05, -0.02, 0, 0.05):
    real_policies[margin] = np.array([train(real_offers(margin), 5, profit, seed, n_steps=1000)[0] for seed in tqdm(range(10))])
    by_band = 100 * real_policies[margin] @ STAKES  # (seeds, bands), per cent
    ends = by_band[:, band[early]].mean(axis=1)
    print(f"margin {margin:3.0%}: mean stake of ten seeds {ends.min():.1f} to {ends.max():.1f} %, by band {by_band.mean(axis=0).round(1)}")
for b in range(5):
    gained = 100 * profit(1, odds_for(p_team, -0.02), team_won)[early & (band == b)]
    print(f"margin -2%, band {b}: {gained.mean():+.1f} cents per dollar, luck {2 * gained.std() / np.sqrt(len(gained)):.1f}")

# %% [markdown]
# With fair odds each band follows the luck of its games; only the mean stays near the start. An edge of 2 % lifts that mean in all
# ten. The edge is missed where the chance is below 20 %: there luck is far larger.
#
# Two rivals bet whole dollars. The first bets on every home team. The second has a **forecast** of its own: a home team
# wins as often as in the early seasons. It bets wherever its forecast × odds is above 1. So it gives every visitor
# 40 %, even at odds of 15, where it hopes for 5 dollars.

# %%
home_rate = home_won[early_games].mean()
assert round(home_rate, 2) == 1 - 0.4 and round(0.4 * 15 - 1) == 5
forecast = np.repeat([home_rate, 1 - home_rate], len(nba))
odds_real = odds_for(p_team, 0.05)
cents = 100 * profit(1, odds_real, team_won)  # of a dollar on each offer
is_home = np.arange(len(p_team)) < len(nba)
day = np.tile(nba["date"].dt.strftime("%Y-%m-%d"), 2)

def per_dollar(chosen, seed=62):
    """Mean cents per dollar, and its 95 % interval by a bootstrap over days."""
    _, of_day = np.unique(day[chosen], return_inverse=True)
    totals, counts = np.bincount(of_day, cents[chosen]), np.bincount(of_day)
    days = np.random.default_rng(seed).integers(len(counts), size=(2000, len(counts)))
    means = totals[days].sum(axis=1) / counts[days].sum(axis=1)
    return cents[chosen].mean(), *np.percentile(means, [2.5, 97.5])

tempting = forecast * odds_real > 1
hopes = (100 * (forecast * odds_real - 1))[tempting & ~early]
print(f"home rate {home_rate:.3f}: a bet on {tempting[~early].mean():.0%} of the offers")
print(f"hoped for {hopes.mean():+.1f} cents per dollar, the middle bet for {np.median(hopes):+.1f}")

# %% overheard={"tolerance": 0.3, "why": "the agents' stakes differ a little between processors"}
tested = {"every home team": per_dollar(~early & is_home), "own forecast": per_dollar(~early & tempting)}
for name, (mean, low, high) in tested.items():
    print(f"{name:16s}{mean:+.1f} cents per dollar, interval {low:+.1f} to {high:+.1f}")
agent_stakes = (real_policies[0.05] @ STAKES)[:, band[~early]]  # (seeds, offers), shares of a dollar
gained = (agent_stakes * cents[~early]).sum(axis=1) / agent_stakes.sum(axis=1)  # cents per dollar staked
print(f"ten agents: stake {agent_stakes.mean():.2%} of a dollar; {gained.min():+.1f} to {gained.max():+.1f} cents per dollar staked")
assert abs(tested["every home team"][0] + 5.9) < 0.1 and abs(tested["own forecast"][0] + 5.1) < 0.1
assert abs(real_policies[0.05][..., 0].mean() - 0.97) < 0.01
assert abs(hopes.mean() - 104) < 1 and real_policies[0.05][..., 0].min() > 0.9 and abs(tested["own forecast"][2] - 1) < 0.1

# %% [markdown]
# ## Said, measured, where it stops
#
# **Said:** {{ said: only-way-to-maximize }}
#
# **Measured:** with a margin of 5 %, zero is the most probable stake in all ten bettors, with a probability of about 0.97, also on real NBA results
# at odds that we made. Bets on every home team lost about 5.9 cents per dollar; the 4.8 of the margin lies inside the interval. The second rival hoped for 104 cents; the interval of what it got ends at +1. So the hoped edge was an error of its
# forecast. These seasons cannot tell whether it loses. With a true edge, profit drives the stake to the limit; the logarithm brings
# about 0.95 of Kelly's growth.

# %% [markdown]
# **Verdict:** it **holds** where every bet has a negative expected profit. With an edge it does not hold.
#
# **Where it stops:** we do not know the guest's odds, inputs or algorithm. Our bettor sees only the bookmaker's view.
#
# **What a badly set reward teaches.** An agent grows the number that it is given. One paper imagines a cleaning robot
# that is rewarded for seeing no mess, and so shuts its eyes {{ cite: amodei2016 }}.
#
# If gambling harms you or somebody close, a doctor or your country's helpline is
# a good first call.

# %% [markdown]
# {{ takeaway }}
