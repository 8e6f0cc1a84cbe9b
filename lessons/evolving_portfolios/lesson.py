# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Share out your money
#
# The guest wrote the book *Genetic Algorithms in Elixir*. He compares betting with finance:
# {{ said: minimise-risk-maximise-reward }} A **portfolio** says which share of your money goes into which company.
#
# {{ data: stock_returns }}
#
# A **return** of 0.01 means that a company's shares were worth 1 % more after that week.

# %%
from itertools import combinations
from math import comb

import cvxpy as cp
import numpy as np
from tqdm import tqdm

from overheard import datasets, plots
from overheard.predict import reveal

returns = datasets.load_stock_returns()
past, later = returns[:"2011"], returns["2012":]  # all weeks until the end of 2011, and all from 2012 on
print(f"{len(past):,} weeks choose, {len(later)} weeks judge at the end")
names, n_companies = list(returns.columns), returns.shape[1]
past.iloc[:3, :8].round(3)

# %% [markdown]
# ## Reward and risk
#
# The **reward** is the mean return of a year. **Risk** is how far returns lie from their mean. For each week we square
# that distance. The mean of the squares is the **variance**, and its square root is the **standard deviation**. Over 52
# weeks, means add up, and so do variances if weeks are independent. So we multiply both by 52 and then take the root.
#
# **With a pencil.** Two companies have the risks 30 % and 40 %. You put half of your money into each. If they move
# independently, the variances add up: (0.5 × 30)² + (0.5 × 40)² = 225 + 400 = 625. The risk is 25 %, less than either
# company's.

# %%
def risk(weights, cov):
    """The risk of each portfolio, in per cent a year: (portfolios, companies) and (companies, companies) to (portfolios,)."""
    return np.sqrt(((weights @ cov) * weights).sum(axis=-1))

half = np.array([0.5, 0.5])
assert (0.5 * 30) ** 2 + (0.5 * 40) ** 2 == 225 + 400 == 625 == 25**2
assert risk(half, np.diag([30.0**2, 40.0**2])) == 25
mean, cov = 100 * 52 * past.mean().to_numpy(), 100**2 * 52 * past.cov().to_numpy()  # per cent a year

# %% [markdown]
# If they rise and fall together, less is evened out. The **correlation** says how far they do: from 0, not at all, to 1,
# always; it is negative where they move against each other. The **covariance** is the correlation times both risks. With
# a correlation of 0.25, it is 300. It counts twice, once for each order of the two: 625 + 2 × 0.5 × 0.5 × 300 = 775.
#
# A table holds all covariances, and the variances on its diagonal. Multiply each number by its two shares. The sum is the
# variance of the portfolio, here 225 + 75 + 75 + 400.
#
# **Your turn.** Change `correlation = 0.25` to `correlation = 1`. The risk becomes 35 %, and nothing is evened out.

# %%
correlation = 0.25
two = np.array([[30**2, correlation * 30 * 40], [correlation * 30 * 40, 40**2]])
print(f"variance {risk(half, two) ** 2:.0f}, risk {risk(half, two):.1f} %")
assert 0.25 * 30 * 40 == 300 and 625 + 2 * 0.5 * 0.5 * 300 == 775 == 225 + 75 + 75 + 400 and 0.5 * 30 + 0.5 * 40 == 35

# %%
equal = np.full(n_companies, 1 / n_companies)
print(f"equal weights: return {equal @ mean:.1f} %, risk {risk(equal, cov):.1f} %")
fig, axis = plots.figure(8, 3.9, title="Mixing pays: equal weights have less risk than any company")
alone = np.sqrt(np.diag(cov))  # each company's own risk
axis.plot(alone, mean, "o", color=plots.COLOURS["blue"])
for name in ("AAPL", "AMD", "BAC", "BBY", "RRC", "UNH", "MSFT"):
    axis.text(alone[names.index(name)] + 0.7, mean[names.index(name)] + 0.7, name, fontsize=9)
axis.plot(risk(equal, cov), equal @ mean, "D", color="black")
axis.text(risk(equal, cov) - 1, equal @ mean + 1, "equal weights", ha="right", fontsize=9)
axis.set(xlabel="risk (standard deviation, per cent a year)", ylabel="mean return (per cent a year)", xlim=(5, 70), ylim=(5, 42))
plots.show(fig, alt="Twenty companies by risk, 21 to 63 per cent, and return, 10 to 37. Equal weights lie left of all.")

# %% [markdown]
# Equal weights are our **baseline**: a twentieth of your money for each company.
#
# ## The exact answer
#
# You want a certain mean return. Which portfolio has the least risk? {{ cite: markowitz1952 }} asked that. A portfolio
# is beaten if another has no more risk and no less return, and one of them really better. Nobody should want it. The
# answers for all wanted returns form the **efficient frontier**: nothing beats them.
#
# The variance is a smooth valley, and the rules are sums. Such a question is a **quadratic program**, and a library finds
# the bottom to many digits.

# %%
def exact(wanted):
    """The portfolio of least risk with at least the wanted return: (companies,)."""
    weights = cp.Variable(n_companies)
    variance = cp.quad_form(weights, cp.psd_wrap(cov))  # weights @ cov @ weights; psd_wrap: never below 0, take my word
    cp.Problem(cp.Minimize(variance), [weights >= 0, cp.sum(weights) == 1, mean @ weights >= wanted]).solve()
    return weights.value

WANTED = (16, 20, 24, 28, 32)  # per cent a year
best_risk = {wanted: risk(exact(wanted), cov) for wanted in WANTED}
for wanted in WANTED:
    print(f"wanted {wanted} %: risk at least {best_risk[wanted]:.2f} %, {(exact(wanted) > 0.005).sum()} companies")

# %% [markdown]
# ## Evolution in five steps
#
# A **genetic algorithm** keeps many answers and lets them breed. A **chromosome** is one answer, here the weights of a
# portfolio. Its **fitness** says how good it is. We use the opposite, a **cost**: less is better.
#
# **Cost.** It is the risk, plus a fine of 10 for each per cent of return that is missing. **With a pencil:** 20 % are
# wanted. A portfolio with a risk of 17 % and a return of 19 % costs 17 + 10 × 1 = 27. Missing a per cent must cost more
# than the risk that it saves.
#
# **Selection.** The half with the lower costs stays and has children. So the best one is never lost.

# %%
def cost_of(wanted, fine=10):
    """A function that gives the cost of each portfolio: (portfolios, companies) to (portfolios,)."""
    return lambda people: risk(people, cov) + fine * np.maximum(0, wanted - people @ mean)

def select(people, cost):
    """The better half: (portfolios / 2, companies)."""
    return people[np.argsort(cost(people), kind="stable")[: len(people) // 2]]

assert 17 + 10 * max(0, 20 - 19) == 27

# %% [markdown]
# **Crossover.** For each company, a coin decides whether the child takes the weight of its mother or its father. **With
# a pencil:** (0.5, 0.5, 0) and (0.2, 0, 0.8) with the coins mother, father, father give (0.5, 0, 0.8).
#
# **Mutation.** A random share of one company's weight moves to another company. If half of the 0.8 moves to the second
# company, the child is (0.5, 0.4, 0.4).
#
# **Repair.** Those weights sum to 1.3, which is no portfolio. We divide each by 1.3.

# %%
def cross(mothers, fathers, coins):
    return np.where(coins, mothers, fathers)  # all (children, companies)

def mutate(children, givers, takers, shares):
    """A share of the giver's weight goes to the taker, one of each a child: (children,)."""
    rows, children = np.arange(len(children)), children.copy()
    moved = children[rows, givers] * shares
    children[rows, givers] -= moved
    children[rows, takers] += moved
    return children

def repair(people):
    people = people + 1e-12  # so that even a child without any weight can be divided
    return people / people.sum(axis=1, keepdims=True)

child = cross(np.array([[0.5, 0.5, 0]]), np.array([[0.2, 0, 0.8]]), np.array([[True, False, False]]))
child = mutate(child, givers=[2], takers=[1], shares=[0.5])
assert np.allclose(child, [[0.5, 0.4, 0.4]]) and np.isclose(child.sum(), 1.3)
print(repair(child).round(3))

# %% [markdown]
# The five steps repeat. We begin with 400 random portfolios. In each of 100 generations, the better half gets as many
# children. That makes 20,400 portfolios. Every rival may look at as many.
#
# **Your guess.** We run it for five wanted returns, with three seeds each. How many per cent more risk than the exact
# portfolio will the evolved one have, in the mean?

# %%
def evolve(cost, repair, seed, n_generations=100, size=400):
    """The best portfolio after so many generations: (companies,)."""
    rng, n = np.random.default_rng(seed), size // 2
    people = repair(rng.dirichlet(np.ones(n_companies), size))  # random weights that sum to 1
    for _ in range(n_generations):
        parents = select(people, cost)
        mothers, fathers = parents[rng.integers(n, size=n)], parents[rng.integers(n, size=n)]
        children = cross(mothers, fathers, rng.random(mothers.shape) < 0.5)
        givers, takers = rng.integers(n_companies, size=n), rng.integers(n_companies, size=n)
        children = repair(mutate(children, givers, takers, rng.random(n)))
        people = np.concatenate([parents, children])
    return people[cost(people).argmin()]

N_LOOKS = 20_400  # 400 + 100 × 200

# %%
my_guess = None  # per cent

# %% overheard={"tolerance": 0.4, "why": "one rounding apart, and evolution takes another path"}
def excess(weights, wanted):
    """By how many per cent the risk lies above the exact one with as much return."""
    return 100 * (risk(weights, cov) / risk(exact(min(wanted, weights @ mean)), cov) - 1)

ours = np.array([[excess(evolve(cost_of(w), repair, seed), w) for seed in range(3)] for w in WANTED])  # (wanted, seeds)
assert abs(ours.mean() - 0.3) < 0.2 and abs(ours.max() - 0.7) < 0.4
print(f"evolution: mean {ours.mean():.2f} %, largest {ours.max():.2f} %")

# %% overheard={"tolerance": 0.4, "why": "one rounding apart, and evolution takes another path"}
reveal(my_guess, ours.mean(), digits=2)

# %%
frontier = np.array([exact(wanted) for wanted in range(16, 34)])
fig, axes = plots.figure(8.5, 3.1, columns=4, sharey=True, title="Generation by generation, evolution reaches the frontier")
for axis, n_generations in zip(axes, (0, 5, 20, 100), strict=True):
    axis.plot(risk(frontier, cov), frontier @ mean, color=plots.COLOURS["grey"], linewidth=2)
    people = np.array([evolve(cost_of(wanted), repair, 0, n_generations) for wanted in WANTED])
    axis.plot(risk(people, cov), people @ mean, "o", color=plots.COLOURS["blue"])
    axis.set(title=f"generation {n_generations}", xlabel="risk (%)", xlim=(13, 36))
axes[0].set_ylabel("mean return (% a year)")
ALT = "Four panels. Five portfolios move up and left, and lie on the exact frontier after 100 generations."
plots.show(fig, alt=ALT, caption="Grey: the exact frontier. Blue: the best for each of five wanted returns. Where fewer show, some share it.")

# %% [markdown]
# ## A mistake everyone makes
#
# The next cell lowers the fine to 0.1. It runs, and evolution seems to beat the exact method.

# %% overheard={"tolerance": 1, "why": "one rounding apart, and evolution takes another path"}
cheat = evolve(cost_of(28, fine=0.1), repair, seed=0)
print(f"risk {risk(cheat, cov):.1f} % instead of {best_risk[28]:.1f} %! And the return is {cheat @ mean:.1f} %.")

# %% [markdown]
# It did what we wrote, not what we wanted: the return is not 28 %, since the small fine is cheaper to pay. Nothing beats
# an exact optimum. If something seems to, check the rules.
#
# ## The same by a library
#
# DEAP is an evolution library ({{ cite: fortin2012 }}), which inspired Genex, the guest's own. Its crossover is the same. Its mutation adds random numbers
# around 0 to some weights. We tried a dozen settings or more for each, on these very questions. So both numbers flatter.

# %%
import random

from deap import algorithms, base, creator, tools

creator.create("Fitness", base.Fitness, weights=(-1.0,))  # -1: less is better
creator.create("Portfolio", list, fitness=creator.Fitness)

def weights_of(one):
    return repair(np.maximum(one, 0)[None])[0]

def by_library(cost, seed):
    random.seed(seed)
    box = base.Toolbox()
    box.register("evaluate", lambda one: (float(cost(weights_of(one))),))
    box.register("mate", tools.cxUniform, indpb=0.5)
    box.register("mutate", tools.mutGaussian, mu=0, sigma=0.03, indpb=0.3)
    box.register("select", tools.selBest)
    start = np.random.default_rng(seed).dirichlet(np.ones(n_companies), 50).tolist()
    people = [creator.Portfolio(one) for one in start]
    people, _ = algorithms.eaMuPlusLambda(people, box, 50, 50, 0.5, 0.5, (N_LOOKS - 50) // 50, verbose=False)
    return weights_of(tools.selBest(people, 1)[0])

# %% overheard={"tolerance": 0.5, "why": "one rounding apart, and evolution takes another path"}
theirs = np.array([[excess(by_library(cost_of(w), seed), w) for seed in range(3)] for w in tqdm(WANTED)])
smaller = np.array([[excess(evolve(cost_of(w), repair, seed, 406, size=100), w) for seed in range(3)] for w in WANTED])
assert abs(theirs.mean() - 0.1) < 0.1 and abs(smaller.mean() - 0.1) < 0.1 and N_LOOKS == 100 + 406 * 50
print(f"DEAP: mean {theirs.mean():.2f} %, largest {theirs.max():.2f} %; ours with 100: {smaller.mean():.2f}, {smaller.max():.2f} %")

# %% [markdown]
# DEAP has 0.1 % more risk in the mean, ours 0.3 %. Much of that is size: with 100 portfolios in 406 generations, ours
# has 0.1 %, too. We keep 400, which did better on the next question. The exact method answers at once. It is the better
# tool here.

# %% [markdown]
# ## Where the quadratic program gives up
#
# Now add two rules: at most five companies, and only whole **lots** of 5 %. The valley breaks into single points, and a
# quadratic program needs a whole valley.
#
# In evolution, only the repair changes. It keeps the five largest weights and rounds. **With a pencil**, for two
# companies and 10 lots: (0.5, 0.3, 0.2) keeps 0.5 and 0.3. They get 6.25 and 3.75 lots. Round down: 6 and 3. The lot
# that is left goes to the larger remainder: 6 and 4.

# %%
def to_lots(people, most=5, lots=20):
    """Portfolios of at most so many companies in whole lots: (portfolios, companies)."""
    order = np.argsort(np.argsort(-people, axis=1, kind="stable"), axis=1)  # 0: the largest weight
    wanted = lots * repair(np.where(order < most, people, 0))
    whole = np.floor(wanted + 1e-6)
    left = lots - whole.sum(axis=1, keepdims=True)
    order = np.argsort(np.argsort(whole - wanted, axis=1, kind="stable"), axis=1)  # 0: the largest remainder
    return (whole + (order < left)) / lots

assert (10 * to_lots(np.array([[0.5, 0.3, 0.2]]), most=2, lots=10)).round().tolist() == [[6, 4, 0]]
assert np.allclose(10 * np.array([0.5, 0.3]) / 0.8, [6.25, 3.75])

# %% [markdown]
# Here we can know the best. Five of 20 companies can be chosen in 15,504 ways, and 20 lots can be dealt to
# five companies in 10,626 ways. **Brute force** tries all.
#
# Evolution needs sensible rivals. The first rounds the exact portfolios for wanted returns between 16 and 34 %, and
# takes the one with the lowest cost. The second, **hill climbing**, begins at the exact portfolio, rounded. It
# tries every move of lots from one company to another and takes the best, until none helps. Then it makes three random
# moves from the best portfolio so far and climbs again, until it has looked at 20,400.

# %%
assert comb(20, 5) == 15_504 and comb(24, 4) == 10_626
cuts = np.array(list(combinations(range(24), 4)))  # 20 lots and 4 cuts between them have 24 places: (10626, 4)
dealt = (np.diff(cuts, axis=1, prepend=-1, append=24) - 1) / 20  # (10626, 5)
truth = dict.fromkeys(WANTED, np.inf)
for five in tqdm(combinations(range(n_companies), 5), total=comb(20, 5)):
    five = list(five)
    variance, reward = ((dealt @ cov[np.ix_(five, five)]) * dealt).sum(axis=1), dealt @ mean[five]
    for wanted in truth:
        truth[wanted] = min(truth[wanted], variance[reward >= wanted - 1e-9].min(initial=np.inf))
truth = {wanted: variance**0.5 for wanted, variance in truth.items()}
print({wanted: round(float(value), 2) for wanted, value in truth.items()})

# %%
def neighbours(here):
    """All portfolios that one move of lots leads to: (moves, companies)."""
    lot = np.eye(n_companies) / 20  # row i: one lot of company i
    gifts = [(giver, k) for giver in range(n_companies) for k in range(1, round(20 * here[giver]) + 1)]  # k lots
    moves = np.concatenate([here + k * np.delete(lot - lot[giver], giver, axis=0) for giver, k in gifts])
    return moves[(moves > 1e-9).sum(axis=1) <= 5]

def climb(wanted, seed):
    """The lowest cost that hill climbing finds."""
    cost, rng, looks, best = cost_of(wanted), np.random.default_rng(seed), 0, np.inf
    here = to_lots(exact(wanted)[None])[0]
    while looks < N_LOOKS:
        moves = neighbours(here)
        costs, looks = cost(moves), looks + len(moves)
        if costs.min() < cost(here) - 1e-9:
            here = moves[costs.argmin()]
            continue
        if cost(here) < best:
            best, top = cost(here), here
        here = top
        for _ in range(3):
            here = rng.choice(neighbours(here))
    return min(best, cost(here))

# %% overheard={"tolerance": 15, "why": "one rounding apart, and evolution takes another path"}
sample = np.random.default_rng(63).dirichlet(np.ones(n_companies), N_LOOKS)
gaps = {"rounded": [], "random": [], "hill climbing": [], "evolution": []}
steps = to_lots(np.array([exact(wanted) for wanted in np.arange(16, 34, 0.1)]))  # exact portfolios, rounded
for wanted in tqdm(WANTED):
    cost = cost_of(wanted)
    rounded, drawn = [cost(steps).min()], [cost(to_lots(sample)).min()]
    climbed = [climb(wanted, seed) for seed in range(10)]
    evolved = [cost(evolve(cost, to_lots, seed)) for seed in range(10)]
    for who, found in zip(gaps, (rounded, drawn, climbed, evolved), strict=True):
        gaps[who].append(100 * (np.array(found) / truth[wanted] - 1))  # per cent above brute force

fig, axis = plots.figure(8, 3.6, title="Evolution and hill climbing come closest to the best")
for place, who in enumerate(gaps):
    for step, found in enumerate(gaps[who]):
        axis.plot(np.full(len(found), place + 0.14 * (step - 2)), found + 0.01, "o", color=plots.CYCLE[step], alpha=0.7)
    together = np.concatenate(gaps[who])
    print(f"{who}: mean gap {together.mean():.2f} %, largest {together.max():.1f} %, the best in {(together < 1e-6).mean():.0%}")
assert abs(np.min(gaps["rounded"]) - 0.4) < 0.1 and abs(np.max(gaps["rounded"]) - 8) < 0.5 and abs(np.max(gaps["evolution"]) - 1.8) < 1
assert abs(np.mean(gaps["hill climbing"]) - 0.1) < 0.1 and abs(np.mean(gaps["evolution"]) - 0.4) < 0.3
axis.set(xticks=range(4), xticklabels=list(gaps), yscale="log", ylim=(0.007, 100), ylabel="cost above the best (%)")
axis.set(yticks=[0.01, 0.11, 1.01, 10.01], yticklabels=["0", "0.1", "1", "10"])
ALT = "Four columns of points: rounding up to 8 per cent above brute force, random 40, hill climbing 1, evolution 2."
plots.show(fig, alt=ALT, caption="Left to right: wanted returns of 16, 20, 24, 28 and 32 %. Each point is a run; a few pay a small fine.")

# %% [markdown]
# Rounding costs 0.4 to 8 % more than the best. Hill climbing ends 0.1 % above it in the mean, evolution 0.4 %. With other
# settings, evolution may do better.
#
# Solvers for whole numbers prove the best. SCIP took us less than ten seconds a question (not on this page).
#
# ## Years that chose nothing
#
# The last eleven years test four portfolios, once. Prices move the shares. So each week we trade back to the chosen
# weights, and trading costs nothing here.
#
# Restless weeks come in groups. To keep these whole, the bootstrap of {{ lesson: rules_or_examples }} draws **blocks** of
# 13 weeks, 1,000 times.

# %%
chosen = {
    "equal weights": equal,
    "exact, least risk": exact(0),
    "evolved, five in lots": min((evolve(cost_of(0), to_lots, seed) for seed in range(10)), key=cost_of(0)),
    "exact, 28 % wanted": exact(28),
}
weekly = 100 * later.to_numpy() @ np.array(list(chosen.values())).T  # (weeks, portfolios)

def year(weekly):
    return np.array([np.sqrt(52) * weekly.std(axis=0), 52 * weekly.mean(axis=0)])  # risk and return: (2, portfolios)

starts = np.random.default_rng(63).integers(len(weekly) - 12, size=(1_000, len(weekly) // 13, 1))
drawn = np.array([year(weekly[weeks.ravel()]) for weeks in starts + np.arange(13)])  # (1000, 2, portfolios)
measured = year(weekly)
risk_change = 100 * (drawn[:, 0] / drawn[:, 0, :1] - 1)  # against equal weights, per cent: (1000, portfolios)
more = drawn[:, 1] - drawn[:, 1, :1]  # return above equal weights, points
for k, (who, weights) in enumerate(chosen.items()):
    old, new = (risk(weights, cov), weights @ mean), measured[:, k]
    print(f"{who}: risk was {old[0]:.1f} %, is {new[0]:.1f} %; return was {old[1]:.1f} %, is {new[1]:.1f} %")
    if k:
        (low, high), (least, most) = (np.quantile(drawn_here[:, k], [0.025, 0.975]) for drawn_here in (risk_change, more))
        print(f"    risk against equal weights: {100 * (new[0] / measured[0, 0] - 1):+.1f} % ({low:+.1f} to {high:+.1f})")
        print(f"    return against equal weights: {new[1] - measured[1, 0]:+.1f} points a year ({least:+.1f} to {most:+.1f})")

# %% [markdown]
# The exact portfolio of least risk had 10.7 % less risk than equal weights, the evolved one 7.0 % less. They earned 3.6
# and 4.5 points a year less. The portfolio that wanted 28 % had 18.9 % more risk and earned 3.5 points more. For risk,
# all three intervals leave out 0; for return, all three hold it.
#
# Why does risk keep its word better? We split the old years in two.

# %%
halves = (past[:"2000"], past["2001":])
risks = np.array([100 * np.sqrt(52) * weeks.std() for weeks in halves])  # (halves, companies)
means = np.array([100 * 52 * weeks.mean() for weeks in halves])
picks = np.random.default_rng(63).integers(n_companies, size=(1_000, n_companies))  # a bootstrap of companies
fig, axes = plots.figure(8, 3.6, columns=2, title="A company's risk comes back; its return cannot be told from chance")
for axis, what, both in zip(axes, ("risk", "mean return"), (risks, means), strict=True):
    axis.plot(*both, "o", color=plots.COLOURS["blue"])
    axis.axline((20, 20), slope=1, linestyle=":", color=plots.COLOURS["grey"])
    axis.set(xlabel=f"{what}, 1990 to 2000 (% a year)", ylabel="2001 to 2011 (% a year)")
    low, high = np.quantile([np.corrcoef(both[:, pick])[0, 1] for pick in picks], [0.025, 0.975])
    print(f"{what}: correlation of the halves {np.corrcoef(both)[0, 1]:.2f} ({low:.2f} to {high:.2f})")
print(f"a mean of 11 years is uncertain by {risks.mean() / np.sqrt(11):.0f} points, and the companies' means have a spread of {means.std(axis=1).mean():.0f}")
plots.show(fig, alt="Twenty companies. Their risks lie along a line, their returns are scattered.", caption="Dotted: the same in both halves.")

# %% [markdown]
# Risky companies stayed risky. But a mean over eleven years is uncertain by about 10 points, the risk divided by √11.
# That is as much as the companies differ. So twenty companies cannot show whether returns come back: the interval goes
# from −0.52 to 0.57. And they are survivors, chosen later from those that still existed in 2022.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | "genetic algorithms are, good at solving optimization problems." | 0.3 % more risk than the exact frontier; the largest of 15 runs 0.7 % | **holds**; the exact method is better |
# | the same, with limits | 0.4 % above brute force; the largest of 50 runs 1.8 % | **holds**; good hill climbing is better |
# | "minimize risk and maximize reward" (our question: does it last?) | 10.7 % less risk in later years | **holds in part** for risk, undecided for return |
#
# {{ cite: chang2000 }} took such limits to genetic algorithms and two other searches. {{ cite: demiguel2009 }} compared
# many methods with equal weights. None gave consistently more return for its risk.
#
# **Where it stops.** One data set, no taxes, no fees. This is no advice on money.

# %% [markdown]
# {{ takeaway }}
