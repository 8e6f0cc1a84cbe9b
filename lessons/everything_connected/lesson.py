# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# Sean explains a name here: the researchers called themselves connectionists. We test the picture that he gives with it.
#
# ## The task: XOR
#
# **XOR** ("exclusive or") has two inputs, each 0 or 1. The answer is 1 if exactly one of them is 1: `a != b` in code.
# These four rows are a definition, and there are no others. Beside it stands AND, which is 1 if both inputs are 1.

# %%
import numpy as np
from tqdm import tqdm

from overheard import plots
from overheard.predict import reveal

N_SEEDS = 20
X_train = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)  # (4, 2): four rows, two inputs
y_train = np.array([0, 1, 1, 0], dtype=float)  # (4,): XOR of each row
y_and = np.array([0, 0, 0, 1], dtype=float)  # (4,): AND of each row
for row, answer in zip(X_train, y_train, strict=True):
    print(row, "XOR is", answer)


# %%
def draw_rows(axis, y):
    """The four rows as points: a filled square where the answer is 1, an empty circle where it is 0."""
    for (a, b), answer in zip(X_train, y, strict=True):
        axis.scatter(a, b, marker="s" if answer else "o", s=90, c="black" if answer else "white", ec="black", zorder=3)
    axis.set(xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=(0, 1), yticks=(0, 1), aspect="equal")
    axis.set_xlabel("first input")


fig, axes = plots.figure(7, 3.6, columns=2, title="One straight line sorts AND. Try to draw one for XOR")
for axis, name, y in zip(axes, ("AND", "XOR"), (y_and, y_train), strict=True):
    draw_rows(axis, y)
    axis.set_title(name)
    axis.set_ylabel("second input")
axes[0].axline((0.4, 1.5 - 0.4), (1.1, 1.5 - 1.1), color=plots.COLOURS["blue"])
plots.show(
    fig,
    alt="Two squares of four points. For AND a straight line cuts off the one filled point at the upper right. For XOR "
    "the filled points lie at opposite corners, and no line is drawn.",
)

# %% [markdown]
# ## The baseline: one layer
#
# The **perceptron**, here in its simplest form after {{ cite: rosenblatt1958 }}, is our **baseline**. Its answer is 1 if a weighted
# sum of its inputs, bias included, is above 0, and else 0. The points where the sum is 0 form a straight line. For AND, the figure
# has the line first + second = 1.5.
#
# It learns row by row. If the answer must be higher, it adds the inputs to the weights and 1 to the bias. If it must be lower, it
# subtracts them. **With a pencil**, for AND, from weights and bias 0: the first three rows get 0, which is right. The row (1, 1)
# gets 0, which is wrong. So weights and bias become 1.

# %%
def perceptron_pass(weights, bias, y):
    """One pass over the four rows: the new weights, (2,), and the new bias."""
    for row, truth in zip(X_train, y, strict=True):
        answer = float(row @ weights + bias > 0)  # @ multiplies in pairs and adds up; True becomes 1.0
        weights = weights + (truth - answer) * row
        bias = bias + (truth - answer)
    return weights, bias


weights, bias = perceptron_pass(np.zeros(2), 0.0, y_and)
assert weights.tolist() == [1, 1] and bias == 1
print("after one pass over AND:", weights, bias)

# %% [markdown]
# Now it learns for a hundred passes, from 20 random starts. A **seed** fixes what a random generator draws. `rng.normal` draws
# numbers around 0, most of them between -2 and 2. A task is **solved** if all four answers are right at the end.


# %%
def perceptron_solves(seed, y, n_epochs=100):
    """Whether a perceptron with random first weights gets all four rows right after n_epochs passes."""
    rng = np.random.default_rng(seed)
    weights, bias = rng.normal(size=2), rng.normal()
    for _ in range(n_epochs):
        weights, bias = perceptron_pass(weights, bias, y)
    return bool(((X_train @ weights + bias > 0) == y).all())


for name, y in (("AND", y_and), ("XOR", y_train)):
    print(name, "solved:", sum(perceptron_solves(seed, y) for seed in range(N_SEEDS)), "of", N_SEEDS)
assert not any(perceptron_solves(seed, y_train) for seed in range(N_SEEDS))
assert all(perceptron_solves(seed, y_and) for seed in range(N_SEEDS))

# %% [markdown]
# More training would not help. Call the weights v and w, and the bias b. XOR demands four things:
#
# 1. (0, 0) has the answer 0, so b is at most 0.
# 2. (0, 1) has 1, so w + b is above 0.
# 3. (1, 0) has 1, so v + b is above 0.
# 4. (1, 1) has 0, so v + w + b is at most 0.
#
# Add the middle two: v + w + 2b is above 0. Add the outer two: v + w + 2b is at most 0. Both cannot be true, so no such
# weights exist. {{ cite: minsky1969 }} studied what perceptrons cannot do.

# %% [markdown]
# ## Two layers, with a gate
#
# A **layer** is a set of such sums of the same inputs. We put one between the inputs and the answer. It is called a
# **hidden layer**, and each of its sums is a **hidden unit**. Their number is the **width** of the layer. Each unit has a gate: a sum
# above 0 passes, anything else becomes 0. This is called **ReLU**. The output is one more weighted sum, of the hidden units. It can
# be any number; near 1 it means 1, and near 0 it means 0.

# %% [markdown]
# **With a pencil**, two units do XOR. The first adds the inputs. The second adds them and subtracts 1. The output is the
# first minus twice the second:
#
# | row | first | second | output |
# |---|---|---|---|
# | (0, 0) | 0 | -1, so 0 | 0 |
# | (0, 1) or (1, 0) | 1 | 0 | 1 |
# | (1, 1) | 2 | 1 | 0 |
#
# In code, a layer is one matrix product. `X @ W1` takes the rows and the weights, of shape (inputs, width), and gives one
# sum for each row and each unit. So "everything's connected": each input has a weight to each unit.


# %%
def forward(model, X, gated=True):
    """The sums and the gates of the hidden layer, its values, and the outputs. X: (rows, inputs)."""
    W1, b1, W2, b2 = model  # (inputs, width), (width,), (width,), a number
    sums = X @ W1 + b1  # (rows, width)
    gates = sums > 0 if gated else np.ones_like(sums, dtype=bool)  # True: open
    hidden = sums * gates  # (rows, width): True counts as 1, False as 0
    return gates, hidden, hidden @ W2 + b2  # the outputs: (rows,)


by_hand = (np.array([[1.0, 1], [1, 1]]), np.array([0.0, -1]), np.array([1.0, -2]), 0.0)
outputs = forward(by_hand, X_train)[2]
assert outputs.tolist() == y_train.tolist()
print("weights from a pencil, XOR:", outputs)

# %% [markdown]
# ## Learning
#
# The loss is half the squared difference between output and truth, averaged over the rows. The gradient holds its slope
# for each weight and bias. To learn, we move each number against its slope, by the slope times the learning rate `lr`.
#
# We find the slopes from the output back to the inputs, with the chain rule once at each step. This is **backpropagation**.
# {{ cite: rumelhart1986 }} made it known; others found it before.

# %% [markdown]
# **With a pencil:** one row, input 1, truth 5. The hidden weight is 2, the output weight 3, the biases are 0. The sum is
# 2, so the gate is open. The output is 6, the loss 0.5.

# %%
pencil = (np.array([[2.0]]), np.zeros(1), np.array([3.0]), 0.0)
x, truth = np.ones((1, 1)), np.array([5.0])
output = forward(pencil, x)[2]
assert output == 6 and 0.5 * (output - truth) ** 2 == 0.5
assert np.isclose(0.5 * (6.01 - 5) ** 2 - 0.5 * (5.99 - 5) ** 2, 0.02) and np.isclose(0.5 * 1.01**2 - 0.5 * 0.99**2, 0.02)

# %% [markdown]
# Backward, step by step:
#
# 1. The output is 1 too high. From 5.99 to 6.01 the loss rises by 0.5 × 1.01² - 0.5 × 0.99² = 0.02: slope 1.
# 2. The output weight met the hidden value 2: its slope is 1 × 2 = 2. The output bias has 1.
# 3. The hidden value met the output weight 3. Its slope is 1 × 3 = 3.
# 4. The gate is open: the sum's slope is 3, too. A closed one gives 0.
# 5. The hidden weight met the input 1. Its slope is 3 × 1 = 3, that of the hidden bias 3.
#
# With several rows, divide each error by their number. A weight serves every row, so `.T @` and `.sum(axis=0)` add up.


# %%
def loss_of(model, X, y):
    """Half the squared difference, averaged over the rows."""
    return float(0.5 * np.mean((forward(model, X)[2] - y) ** 2))


def gradient(model, X, y, gated=True):
    """One slope for each number of the model, in the model's own shapes."""
    gates, hidden, outputs = forward(model, X, gated)
    d_outputs = (outputs - y) / len(y)  # step 1: (rows,)
    d_W2, d_b2 = hidden.T @ d_outputs, d_outputs.sum()  # step 2: (width,), a number
    d_hidden = np.outer(d_outputs, model[2])  # step 3: each with each, (rows, width)
    d_sums = d_hidden * gates  # step 4
    return X.T @ d_sums, d_sums.sum(axis=0), d_W2, d_b2  # step 5: (inputs, width), (width,)


d_W1, d_b1, d_W2, d_b2 = gradient(pencil, x, truth)
assert (d_W1.item(), d_b1.item(), d_W2.item(), d_b2) == (3, 3, 2, 1)
print("hidden weight, hidden bias, output weight, output bias:", d_W1.item(), d_b1.item(), d_W2.item(), d_b2)

# %% [markdown]
# ## Is the gradient right?
#
# A wrong gradient often still learns a little, and nothing crashes. So test it. Push one number a little up and a little down:
# the difference of the two losses, divided by the distance, is a slope. This is a **finite difference**.
#
# In the pencil example a hidden weight of 2.01 gives the loss 0.53045, and 1.99 gives 0.47045. The difference is 0.06, the
# distance 0.02, and the slope 3.


# %%
def start(width, seed, spread=1.0):
    """Random first numbers of a model with two inputs: W1, b1, W2, b2."""
    rng = np.random.default_rng(seed)
    shapes = (2, width), (width,), (width,), ()
    return tuple(spread * rng.normal(size=shape) for shape in shapes)


def measured_slopes(model, i, push=1e-6):
    """Slopes of the i-th part of the model by finite differences, in the shape of that part."""
    slopes = np.zeros(np.shape(model[i]))
    for place in np.ndindex(slopes.shape):
        losses = []
        for sign in (1, -1):
            parts = [np.array(part, dtype=float) for part in model]  # a copy
            parts[i][place] += sign * push
            losses.append(loss_of(parts, X_train, y_train))
        slopes[place] = (losses[0] - losses[1]) / (2 * push)
    return slopes


# %%
up, down = (0.5 * (3 * weight - 5) ** 2 for weight in (2.01, 1.99))  # the pencil's numbers
assert np.allclose([up, down, up - down, 2.01 - 1.99, (up - down) / 0.02], [0.53045, 0.47045, 0.06, 0.02, 3])
largest = 0.0
for seed in range(N_SEEDS):
    model = start(8, seed)
    for i, slopes in enumerate(gradient(model, X_train, y_train)):
        largest = max(largest, float(np.abs(slopes - measured_slopes(model, i)).max()))
assert largest < 1e-6
print(f"largest difference over {N_SEEDS} seeds at width 8: below {10.0 ** np.ceil(np.log10(largest)):.0e}")

# %% [markdown]
# Training is three lines: take the gradient, step against it, repeat. We fix 2,000 steps.
#
# An output above 0.6 counts as 1, one below 0.4 as 0, and one between as no answer. The gap came after a look: a network that
# answers 0.5 to all four rows can land on the right sides of one half by rounding errors.
#
# ## Your guess
#
# Two hidden units can do XOR. From how many of 20 random starts will two find it, and sixteen? Then a learning rate is chosen from
# three, on other seeds than those that we report.

# %%
my_guess = None  # width 2
my_guess_wide = None  # width 16


# %% overheard={"tolerance": 2, "why": "a training at a rate that is too large can end elsewhere on another processor"}
def train(width, seed, lr, n_steps=2000, gated=True, spread=1.0):
    """A trained model."""
    model = start(width, seed, spread)
    for _ in range(n_steps):
        slopes = gradient(model, X_train, y_train, gated)
        model = tuple(part - lr * slope for part, slope in zip(model, slopes, strict=True))
    return model


def is_solved(model, gated=True):
    """Whether all four answers are right."""
    outputs = forward(model, X_train, gated)[2]
    return bool((np.where(y_train == 1, outputs > 0.6, outputs < 0.4)).all())


trial = range(100, 100 + N_SEEDS)
found = {lr: sum(is_solved(train(width, seed, lr)) for width in (4, 8) for seed in tqdm(trial)) for lr in (0.03, 0.1, 0.3)}
for rate, count in found.items():
    print(f"lr {rate:4.2f}: {count} of {2 * N_SEEDS} solved")
lr = 0.1

# %% [markdown]
# The smaller two are too close to tell apart, and we take 0.1. The largest does worst.

# %% overheard={"tolerance": 1, "why": "a training that ends near a flat place can end elsewhere on another processor"}
widths = [1, 2, 3, 4, 8, 16]
solved = {
    first: [sum(is_solved(train(width, first + k, lr)) for k in range(N_SEEDS)) for width in widths]
    for first in tqdm((0, 200))
}
for first, counts in solved.items():
    print(f"seeds {first} to {first + N_SEEDS - 1}:", dict(zip(widths, counts, strict=True)))
assert solved[0][0] == solved[200][0] == 0  # one unit draws one line

# %%
reveal(my_guess, solved[0][1], unit="seeds", digits=0)
reveal(my_guess_wide, solved[0][-1], unit="seeds", digits=0, name="my_guess_wide")

# %%
fig, axis = plots.figure(title="From 1 to 8 units, wider networks find XOR from more starts")
looks = zip(solved.items(), ("-", "--"), ("o", "s"), strict=True)
for (first, counts), line, marker in looks:
    axis.plot(widths, counts, line, marker=marker, label=f"seeds {first} to {first + N_SEEDS - 1}")
axis.plot(widths, np.zeros(len(widths)), ":", color=plots.COLOURS["grey"], label="perceptron")
axis.set(xlabel="hidden units", ylabel=f"solved, of {N_SEEDS} seeds", xticks=widths, yticks=range(0, N_SEEDS + 1, 5))
plots.label_line_ends(axis)
plots.show(
    fig,
    alt="Solved seeds of twenty against the number of hidden units. Both sets of seeds start at zero for one unit, are at "
    "or below half for two, and rise to nearly all for eight and sixteen. The perceptron is a line at zero.",
)

# %% [markdown]
# The second twenty seeds show how much chance is in such a count. Is wider always better? We look further, at two rates.

# %% overheard={"tolerance": 2, "why": "a training at a rate that is too large can end elsewhere on another processor"}
for width in (16, 64):
    counts = {rate: sum(is_solved(train(width, seed, rate)) for seed in range(N_SEEDS)) for rate in (0.03, 0.1)}
    print(f"width {width}, solved seeds by rate:", counts)

# %% [markdown]
# It is not. At 64 units the rate that we chose at 4 and 8 is too large, and a smaller one works. Choose it anew when the width changes.
#
# ## Watch it learn
#
# The **decision boundary** is where the output crosses one half. We draw it for one training of four units that succeeds.

# %%
seed, moments = 1, (0, 20, 50, 100, 200, 2000)
places = np.linspace(-0.4, 1.4, 91)
grid = np.array([(a, b) for b in places for a in places])  # (8281, 2): first input, second input
fig, axes = plots.figure(8, 5.4, rows=2, columns=3, title="The boundary ends up cutting off both filled corners")
for axis, n_steps in zip(axes.flat, moments, strict=True):
    height = forward(train(4, seed, lr, n_steps), grid)[2].reshape(91, 91)
    axis.grid(False)
    axis.contourf(places, places, height > 0.5, levels=[-0.5, 0.5, 1.5], colors=["white", plots.COLOURS["sky"]])
    draw_rows(axis, y_train)
    axis.set_title(f"after {n_steps} steps")
axes[0, 0].set_ylabel("second input")
axes[1, 0].set_ylabel("second input")
plots.show(
    fig,
    alt="Six squares with the four points, from 0 to 2,000 steps; the region answered with 1 is shaded. At the end "
    "two regions are shaded, at the upper left and at the lower right, each with a filled point in it; the band between "
    "them holds both empty points.",
)

# %% [markdown]
# ## A mistake everyone makes
#
# Leave the gates out. The shapes fit, and the loss falls. But `(X @ W1) @ W2` equals `X @ (W1 @ W2)`, and `W1 @ W2` is two weights.
# Without gates two layers are one, at any width.

# %%
W1, b1, W2, b2 = start(8, seed=0)
assert np.allclose((X_train @ W1) @ W2, X_train @ (W1 @ W2))
ungated = [train(8, seed, lr=0.03, gated=False) for seed in range(N_SEEDS)]  # at 0.1 some grow without bound
print("without gates, width 8:", sum(is_solved(model, gated=False) for model in ungated), "of", N_SEEDS, "solved")
print("outputs of the first:", forward(ungated[0], X_train, gated=False)[2].round(2))

# %% [markdown]
# **Your turn.** Why begin with random numbers? Change `spread=1.0` to `spread=0.0` and run the cell. What must happen: no
# seed solves it. All gates are closed, so no slope reaches a hidden unit. Other equal numbers fail as well: units that begin equal
# have equal slopes, and stay equal.

# %%
several = [is_solved(train(8, seed, lr, 1000, spread=1.0)) for seed in range(N_SEEDS)]
print("most seeds solve it" if sum(several) > N_SEEDS / 2 else f"{sum(several)} of {N_SEEDS} seeds solve it")

# %% [markdown]
# ## The name, and the winter
#
# {{ quote: decided-to-rebrand }}
#
# He says that most of the field did not respect these researchers, and so they took a new name. About the field he is right:
#
# - **Connectionism** was the wave of the eighties and early nineties, which {{ cite: rumelhart1986 }} carried.
# - A "winter" followed: neural networks lost favour from the mid-nineties to about 2007 ({{ cite: goodfellow2016 }}, chapter 1).
# - "Deep learning" took hold from about 2006 (the same chapter). We know no source for such a meeting.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | {{ said: matrix-multiplication }} | products alone: 0 of 20 seeds; with gates: most, from 4 to 16 units | **holds in part**: without gates, products are one layer |
# | {{ said: decided-to-rebrand }} | nothing; the sources above | **holds in part**: unpopular, yes; the name is from about 2006 |
#
# **Where it stops.** Four rows are a toy, and none is left to test on. Other starts, gates or rates give other counts.
#
# In Elixir, `X @ W1` is `Nx.dot(x, w1)`, and `gradient` is `Nx.Defn.grad(model, &loss/1)`.

# %% [markdown]
# {{ takeaway }}
