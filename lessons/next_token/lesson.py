# %% [markdown]
# {{ header }}

# %% [markdown]
# **The result first.** You will hold a whole language model: its code, its 800,000 parameters, and every
# letter it ever read.
#
# ## The book
#
# {{ data: moby_dick }}
#
# A **language model** gives each possible next **token** a probability. Tokens are the pieces that a text is cut into: in
# large models pieces of words, in ours characters.

# %%
import copy
import math
from collections import Counter
from itertools import pairwise

import numpy as np

from overheard import datasets, plots
from overheard.predict import reveal

book = datasets.load_moby_dick()
text = {part: "".join(chapters) for part, chapters in book.groupby("part")["text"]}
seen = Counter(text["train"])
CHARACTERS = [*sorted(c for c in seen if seen[c] >= 30), "~"]  # the last one stands for all rare ones
INDEX = {character: i for i, character in enumerate(CHARACTERS)}


def encode(some: str) -> np.ndarray:  # the index of each character
    return np.array([INDEX.get(c, len(CHARACTERS) - 1) for c in some])


print({part: f"{len(some):,} characters" for part, some in text.items()}, f"{len(CHARACTERS)} tokens")
print(sum(n for n in seen.values() if n < 30), "rare characters became ~")
print(text["valid"][:172])

# %% [markdown]
# ## Counts first
#
# The oldest language model counts. **With a pencil**, take the twelve letters `bananacabana`. What follows an *a*? There are
# five such places: *n* three times, *c* and *b* once each. So after *a* the next letter is *n* with probability three fifths.
#
# An **n-gram** is a run of n tokens.

# %% [markdown]
# ## How good is a prediction?
#
# The loss is minus the logarithm of the probability that the model gave to the token that really came, averaged over all
# tokens. **With a pencil:** three characters got the probabilities 1/2, 1/4 and 1/8.
#
# | probability | 1/2 | 1/4 | 1/8 | mean |
# |---|---|---|---|---|
# | loss in **nats**, natural logarithm | 0.69 | 1.39 | 2.08 | 1.39 |
# | loss in **bits**, logarithm to base 2 | 1 | 2 | 3 | 2 |
#
# **Perplexity** is e to the mean loss in nats, here 4: the model is as unsure as if it chose among four equally likely
# characters.

# %%
letters = "bananacabana"
pairs = Counter(pairwise(letters))
after_a = {second: n for (first, second), n in pairs.items() if first == "a"}
print("after a:", after_a)
assert after_a["n"] / sum(after_a.values()) == 3 / 5

given = np.array([1 / 2, 1 / 4, 1 / 8])
nats, bits = -np.log(given).mean(), -np.log2(given).mean()
print("each:", -np.log(given).round(2), -np.log2(given))
print(f"{nats:.2f} nats, {bits:.2f} bits, perplexity {math.exp(nats):.2f}; a blind guess costs {math.log(len(CHARACTERS)):.2f} nats")
assert math.isclose(bits, 2) and math.isclose(math.exp(nats), 4) and math.isclose(nats, bits * math.log(2))
with np.errstate(divide="ignore"):
    print("the same with one probability of zero:", -np.log([1 / 2, 1 / 4, 0.0]).mean())

# %% [markdown]
# **A mistake everyone makes.** A model that has never seen a pair gives it probability 0. When the pair then comes, its loss
# is infinite: it is worse than a blind guess. So counts need **smoothing**, which takes a
# little from what was seen and gives it to what was not.
#
# **With a pencil:** after `qu` a text has *e* three times and *i* once. Take 0.5 off each count. *e* keeps 2.5 / 4 and *i*
# keeps 0.5 / 4. What was taken off, 1 / 4, is shared out among all letters as the shorter context `u`
# predicts. If `u` gives *a* the probability 0.1, then `qu` gives it 1 / 4 · 0.1 = 0.025.

# %% [markdown]
# ## The n-gram model
#
# The class does this for all lengths up to `order`, as modified Kneser-Ney smoothing {{ cite: chen1999 }}. It has three discounts: for
# what was seen once, twice, and more often. Short and long runs have their own.
#
# A shorter context is asked only where a longer one has failed. There a run counts as often as different characters stood before it. **With a
# pencil:** *u* comes a hundred times, always after *q*. *e* comes a hundred times, after twenty different characters. After something new, *e* is
# the better bet: it counts twenty, *u* counts one.
#
# A run becomes one whole number, as digits do. You may skip the inside of the class.

# %%
BASE = len(CHARACTERS)


def keys(indices: np.ndarray, n: int) -> np.ndarray:  # one whole number for each run of n neighbours
    return np.lib.stride_tricks.sliding_window_view(indices, n) @ BASE ** np.arange(n - 1, -1, -1)


class NGram:
    def __init__(self, indices: np.ndarray, order: int, discounts: tuple):  # three for short runs, three for long
        self.order, self.tables = order, []
        for n in range(1, order + 1):
            runs = keys(indices, n) if n == order else np.unique(keys(indices, n + 1)) % BASE**n
            runs, counts = np.unique(runs, return_counts=True)
            taken = np.minimum(np.array(discounts[n > 6])[np.minimum(counts, 3) - 1], counts)  # off each count
            contexts, first = np.unique(runs // BASE, return_index=True)
            totals, shared = np.add.reduceat(counts, first), np.add.reduceat(taken, first)
            self.tables.append((runs, counts - taken, contexts, totals, shared))

    def probability(self, wanted: np.ndarray) -> np.ndarray:  # of the last character of each key of `order`
        p = np.full(len(wanted), 1 / BASE)
        for n, (runs, kept, contexts, totals, shared) in enumerate(self.tables, start=1):
            key = wanted % BASE**n
            context = np.searchsorted(contexts, key // BASE).clip(max=len(contexts) - 1)
            run = np.searchsorted(runs, key).clip(max=len(runs) - 1)
            above = np.where(runs[run] == key, kept[run], 0) + shared[context] * p
            p = np.where(contexts[context] == key // BASE, above / totals[context], p)
        return p


# %%
assert math.isclose(2.5 / 4 + 0.5 / 4 + 1 / 4, 1) and math.isclose(1 / 4 * 0.1, 0.025)  # the pencil of *qu*


def count_losses(model: NGram, indices: np.ndarray) -> np.ndarray:  # nats for each character but the first
    before = np.full(model.order - 2, INDEX["\n"])  # as if empty lines stood before the text
    return -np.log(model.probability(keys(np.concatenate([before, indices]), model.order)))


toy = NGram(encode("banana cabana"), 3, ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)))
assert math.isclose(toy.probability(keys(encode("an"), 2)[0] * BASE + np.arange(BASE)).sum(), 1)  # all tokens after "an"
train, valid, test = (encode(text[part]) for part in ("train", "valid", "test"))
sets = [
    ((0.9, 1.3, 1.6), (0.9, 1.3, 1.6)), ((0.8, 1.1, 1.2), (0.95, 1.4, 1.8)),
    ((0.85, 1.2, 1.3), (0.95, 1.4, 1.7)), ((0.9, 1.3, 1.4), (0.975, 1.5, 1.9)),
]  # fmt: skip
tried = {}
for order in (2, 4, 6, 8, 10):
    for discounts in sets:
        tried[order, discounts] = count_losses(NGram(train, order, discounts), valid).mean()
best = min(tried, key=tried.get)
for order in (2, 4, 6, 8, 10):
    print(f"order {order}: {min(loss for (n, _), loss in tried.items() if n == order):.3f} nats a character")
print("best:", best)

# %% [markdown]
# This model, tuned on the validation chapters, is our **baseline**. It can also write: draw the next character by its
# probabilities, append it, and go on. Longer runs than ten would not fit into NumPy's whole numbers.

# %%
counts = NGram(train, *best)


def decode(indices) -> str:
    return "".join(CHARACTERS[i] for i in indices)


def n_gram_writes(start: str, n_characters: int, seed: int) -> str:
    rng, written = np.random.default_rng(seed), encode(start)
    for _ in range(n_characters):
        context = keys(written[1 - counts.order :], counts.order - 1)[0]
        written = np.append(written, rng.choice(BASE, p=counts.probability(context * BASE + np.arange(BASE))))
    return decode(written)


print(f"{sum(len(table[0]) for table in counts.tables):,} numbers are kept")
print(n_gram_writes("The old captain looked", 300, seed=0))

# %% [markdown]
# **Your guess.** You will now build a small transformer, the network behind large language models
# {{ cite: vaswani2017 }}. By how many per cent will its validation loss be below that of the tuned counts?

# %%
my_guess = None

# %% [markdown]
# ## Query, key and value
#
# In {{ lesson: attention_heatmaps }} a query was compared with each place, softmax made weights, and a
# weighted mean was taken. There, a German word looked at English ones. Here each character looks back in its own text.
#
# At each place the model has a row of numbers. Three learned tables make three new rows from it. The **query** says what this
# place looks for. The **key** says what it has to offer. The **value** is what it hands over when it is chosen. The score is
# query · key, divided by the root of their width.

# %% [markdown]
# **With a pencil:** three places, width 2. The query of *t* is (2, 0).
#
# | place | key | score | / √2 | e to it | weight | value |
# |---|---|---|---|---|---|---|
# | c | (0, 1) | 0 | 0 | 1 | 0.11 | (10, 0) |
# | a | (1, 0) | 2 | 1.41 | 4.11 | 0.45 | (0, 10) |
# | t | (1, 1) | 2 | 1.41 | 4.11 | 0.45 | (10, 10) |
#
# The result at *t* is the weighted mean of the values. With the unrounded weights 0.1084 and 0.4458 that gives
# 0.1084 · 10 + 0.4458 · 10 = 5.5, and 0.4458 · 10 + 0.4458 · 10 = 8.9.

# %%
import torch
from torch import nn
from torch.nn import functional as F

x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])  # (length, width): c, a, t
query = x @ torch.tensor([[1.0, 0.0], [1.0, 0.0]])  # three tables make three rows from each
key = x @ torch.tensor([[0.0, 1.0], [1.0, 0.0]])
value = x @ torch.tensor([[10.0, 0.0], [0.0, 10.0]])
scores = query @ key.T / math.sqrt(2)
weights = scores.softmax(dim=1)  # (length, length): a row for each place that looks
print("scores at t:", scores[2].numpy().round(2), " e to them:", scores[2].exp().numpy().round(2))
print("weights at t:", weights[2].numpy().round(4), " result:", (weights @ value)[2].numpy().round(1))
by_torch = F.scaled_dot_product_attention(query[None], key[None], value[None])[0]
assert torch.allclose(weights @ value, by_torch)

# %% [markdown]
# ## The mask
#
# In training, all places of a text predict at once. *c* must predict *a*. But *a* stands in the same table, and *c* could look
# at it and copy. A **mask** forbids it: the scores of later places become minus infinity, and their weights 0.
#
# The next cell changes the last letter and looks at what *c* gets. Without the mask it notices, so it has read ahead.

# %%
later = torch.ones(3, 3).triu(1).bool()  # true above the diagonal
changed = x.clone()
changed[2] = torch.tensor([5.0, -5.0])
for name, mask in (("without mask", torch.zeros(3, 3)), ("with mask", torch.zeros(3, 3).masked_fill(later, -math.inf))):
    first = [((rows @ rows.T + mask).softmax(dim=1) @ rows)[0].numpy().round(2) for rows in (x, changed)]
    print(f"{name:12}: c gets {first[0]}, and {first[1]} after the last letter changed")

# %% [markdown]
# ## Positions
#
# One layer's weighted mean knows no order: the *t* at the end of `cat` and of `act` gets the same mean. So we give the
# model **positions**: each
# score loses a penalty that grows with the distance {{ cite: press2022 }}.
#
# **With a pencil:** the penalty is 1 for each step back, and the three scores are equal. At the third place the
# scores become -2, -1 and 0, and the weights 0.09, 0.24 and 0.67.


# %%
def penalties(n_heads: int, length: int) -> torch.Tensor:  # what is added to the scores: (heads, length, length)
    behind = torch.arange(length)[:, None] - torch.arange(length)  # how many steps back; negative: later, masked
    steepness = 4.0 ** -torch.arange(n_heads)  # 1, 1/4, 1/16, 1/64: from short-sighted to far-sighted
    return torch.where(behind < 0, -math.inf, -steepness[:, None, None] * behind)


print("weights of equal scores:", penalties(1, 3)[0, 2].softmax(dim=0).numpy().round(2))
shuffled = x[[1, 0, 2]]
for name, penalty in (("without positions", torch.zeros(3)), ("with positions", penalties(1, 3)[0, 2])):
    print(f"{name:17}:", *(((rows @ rows[2] + penalty).softmax(0) @ rows).numpy().round(2) for rows in (x, shuffled)))

# %% [markdown]
# ## Heads
#
# One row of weights sums to 1, so whoever looks at one place looks away from another. Several **heads** look at once. The
# width is cut into equal parts, and each part does its own attention, with its own steepness of the penalty. Then the parts are
# put side by side, and a learned table mixes them.
#
# **With a pencil:** width 8 and 2 heads. At each place, the first four numbers of query, key and value belong to one head,
# the others to the other. The 2 results of 4 numbers, side by side, are 8 again.


# %%
class Attention(nn.Module):
    def __init__(self, width: int, n_heads: int):
        super().__init__()
        tables = [nn.Linear(width, width, bias=False) for _ in range(4)]
        self.of_query, self.of_key, self.of_value, self.mix = tables
        self.n_heads = n_heads

    def heads(self, x):  # (batch, length, width) to (batch, heads, length, width / heads)
        return x.unflatten(2, (self.n_heads, -1)).transpose(1, 2)

    def weights(self, x, penalty):  # to look at: (batch, heads, length, length)
        query, key = self.heads(self.of_query(x)), self.heads(self.of_key(x))
        return (query @ key.transpose(2, 3) / math.sqrt(query.shape[3]) + penalty).softmax(dim=3)

    def forward(self, x, penalty):
        query, key, value = (self.heads(of(x)) for of in (self.of_query, self.of_key, self.of_value))
        found = F.scaled_dot_product_attention(query, key, value, attn_mask=penalty)  # the same, quicker
        return self.mix(found.transpose(1, 2).flatten(2))


torch.manual_seed(0)
some, attention = torch.randn(1, 5, 8), Attention(8, 2)
parts = attention.weights(some, penalties(2, 5)) @ attention.heads(attention.of_value(some))  # (1, heads, 5, 4)
assert torch.allclose(attention.mix(torch.cat([parts[:, 0], parts[:, 1]], dim=2)), attention(some, penalties(2, 5)), atol=1e-6)
print("weights:", tuple(attention.weights(some, penalties(2, 5)).shape), " result:", tuple(attention(some, penalties(2, 5)).shape))

# %% [markdown]
# ## The added input
#
# A layer of attention does not replace its input: its result is added to it. This is called a **residual connection**. **With a
# pencil:** each of three layers multiplies by a tenth. If it replaces its input, 1 becomes a thousandth, and so does the gradient that comes
# back. If its result is added, 1 grows by a tenth three times, to one and a third.

# %% [markdown]
# ## The norm
#
# When every layer adds something, numbers grow from layer to layer, and a softmax over large scores looks at one place only. A
# **layer norm** brings each row to mean 0 and standard deviation 1, before it enters a layer. **With a pencil:** (1, 3) has mean 2 and standard
# deviation 1, so it becomes (-1, 1). So does (100, 300).

# %%
for name, keep in (("replaced", 0.0), ("added", 1.0)):
    start = torch.ones(1, requires_grad=True)
    signal = start
    for _ in range(3):
        signal = keep * signal + 0.1 * signal
    signal.backward()
    print(f"{name:8}: after three layers {signal.item():.3f}, gradient {start.grad.item():.3f}")

rows = torch.tensor([[1.0, 3.0], [100.0, 300.0]])
by_hand = (rows - rows.mean(dim=1, keepdim=True)) / rows.std(dim=1, keepdim=True, correction=0)
print(by_hand.numpy().round(2).tolist(), " weights if 100 and 300 are scores:", rows[1].softmax(dim=0).tolist())
assert torch.allclose(by_hand, nn.LayerNorm(2)(rows), atol=1e-4)  # the library also multiplies and adds learned numbers

# %% [markdown]
# ## The feed-forward layer
#
# Attention only mixes rows from different places. What a place does with what it has got, the **feed-forward layer** computes: a hidden
# layer four times as wide, at each place alone. Its bend is GELU, a rounded ReLU.
#
# **With a pencil:** two numbers, a and b, are 0 or 1. A sum and a bend, ReLU(a + b - 1), is 1 only if both are 1. With fixed weights, a mean of 1 and 0
# lies between them: it cannot say *and*.
#
# Both layers, each with its norm and its added input, make a **block**. It equals the library's.


# %%
class Block(nn.Module):
    def __init__(self, width: int, n_heads: int, dropout: float):
        super().__init__()
        self.norm_1, self.norm_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention, self.drop = Attention(width, n_heads), nn.Dropout(dropout)
        self.feed = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, penalty):
        x = x + self.drop(self.attention(self.norm_1(x), penalty))
        return x + self.drop(self.feed(self.norm_2(x)))


ours, library = Block(8, 2, 0.0), nn.TransformerEncoderLayer(8, 2, 32, 0.0, "gelu", batch_first=True, norm_first=True, bias=True)
tables = ours.attention
with torch.no_grad():  # the library keeps the three tables in one, and adds biases, which we set to zero
    library.self_attn.in_proj_weight.copy_(torch.cat([t.weight for t in (tables.of_query, tables.of_key, tables.of_value)]))
    library.self_attn.out_proj.weight.copy_(tables.mix.weight)
    library.linear1.load_state_dict(ours.feed[0].state_dict())
    library.linear2.load_state_dict(ours.feed[2].state_dict())
    assert torch.allclose(library(some, penalties(2, 5)), ours(some, penalties(2, 5)), atol=1e-5)
print("our block and the library's agree")

# %% [markdown]
# ## The whole model
#
# A **transformer** of this kind is an embedding (a learned row for each token), a pile of blocks, and a last norm. The score of each
# possible next character is then the product of the row with that character's embedding.


# %%
class LanguageModel(nn.Module):
    def __init__(self, n_characters: int, width: int, n_heads: int, n_blocks: int, dropout: float = 0.0):
        super().__init__()
        self.n_heads, self.embed = n_heads, nn.Embedding(n_characters, width)
        self.blocks = nn.ModuleList(Block(width, n_heads, dropout) for _ in range(n_blocks))
        self.norm = nn.LayerNorm(width)
        for parameter in self.parameters():
            if parameter.dim() == 2:  # the tables start small
                nn.init.normal_(parameter, std=0.02)

    def forward(self, tokens):  # (batch, length) to scores (batch, length, characters)
        x, penalty = self.embed(tokens), penalties(self.n_heads, tokens.shape[1])
        for block in self.blocks:
            x = block(x, penalty)
        return self.norm(x) @ self.embed.weight.T


torch.manual_seed(0)
small = LanguageModel(BASE, width=64, n_heads=4, n_blocks=2)
scores = small(torch.from_numpy(valid[None, :500]))[0]  # (length, characters)
print(f"{sum(p.numel() for p in small.parameters()):,} parameters")
print(f"before training: {F.cross_entropy(scores, torch.from_numpy(valid[1:501])).item():.1f} nats a character, as a blind guess")

# %% [markdown]
# ## Training
#
# Each update takes eight stretches of the book from random places. What the model reads and what it must write are
# the same stretch, moved by one place.
#
# The learning rate rises over the first steps, and falls to nearly zero. Below, `losses` predicts each character from at least 128 before it.


# %%
def learn(model, indices: np.ndarray, n_steps: int, lr: float, seed: int = 0, watch=None) -> None:
    tokens, batch_size, length = torch.from_numpy(indices), 8, 128
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr, betas=(0.9, 0.99), weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, n_steps, pct_start=0.05, cycle_momentum=False)
    for step in range(n_steps):
        model.train()
        places = torch.randint(len(tokens) - length, (batch_size, 1), generator=generator)
        part = tokens[places + torch.arange(length + 1)]  # (batch, length + 1)
        loss = F.cross_entropy(model(part[:, :-1]).flatten(0, 1), part[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if watch:  # to note the validation loss on the way
            watch(step + 1)


# %%
@torch.no_grad()
def losses(model, indices: np.ndarray, window: int = 256) -> np.ndarray:  # nats for each character but the first
    half, n = window // 2, len(indices)
    n_windows = -(-(n - 1) // half)
    padded = F.pad(torch.from_numpy(indices), (half, n_windows * half + 1 - n), value=INDEX["\n"])
    parts = padded.unfold(0, window + 1, half).split(32)  # each window predicts its second half
    model.eval()
    found = [F.cross_entropy(model(p[:, :-1])[:, half:].transpose(1, 2), p[:, half + 1 :], reduction="none") for p in parts]
    return torch.cat(found).flatten()[: n - 1].numpy()


# %% overheard={"tolerance": 0.03, "why": "sums in another order on another CPU move the trained weights a little"}
learn(small, train, n_steps=500, lr=0.008)
small_loss = losses(small, valid[:20_000]).mean()
pairs_loss = count_losses(NGram(train, 2, best[1]), valid[:20_000]).mean()
print(f"after half a minute: {small_loss:.2f} nats a character; counts of pairs: {pairs_loss:.2f}")
assert small_loss < pairs_loss - 0.1

# %% [markdown]
# The shipped model, `main`, is the same class, wider and deeper, trained for longer.
#
# {{ data: book_models }}
#
# **Too good to be true.** The run `unmasked` is the small model without its mask. Its loss on new text is 0.21: it reads what it should
# predict. For the character after the last place, which it cannot see, its loss is 5.21, more than a blind guess.

# %%
MODELS = datasets.load_book_models()
once = MODELS.runs[MODELS.runs["seed"] == 0].set_index("run")
print(once[["parameters", "characters", "n_steps", "lr", "valid", "seconds"]].to_string())
print("unmasked, after the last place:", once.loc["unmasked", "last"].round(2))


def shipped(run: str) -> LanguageModel:  # a trained model by its name in the table
    size = once.loc[run]
    model = LanguageModel(BASE, int(size["width"]), 4, int(size["blocks"]))
    model.load_state_dict({name: torch.from_numpy(array).float() for name, array in MODELS.weights[run].items()})
    return model.eval()


model = shipped("main")
assert sum(p.numel() for p in model.parameters()) == 800_000
by_model, by_counts = losses(model, valid), count_losses(counts, valid)

# %%
reveal(my_guess, 100 * (1 - by_model.mean() / by_counts.mean()))

# %% [markdown]
# ## The test, once
#
# Characters of one chapter hang together, so the interval draws whole chapters. It is the bootstrap
# of {{ lesson: attention_heatmaps }}: put the 14 chapters into a hat, draw 14 times, put each back, and work out the difference anew. Both
# models are scored on the same draw.


# %%
def interval(total: np.ndarray, n: np.ndarray) -> tuple[float, float, float]:  # sum(total) / sum(n), and its 95% interval
    draws = np.random.default_rng(0).integers(len(n), size=(2000, len(n)))
    return total.sum() / n.sum(), *np.quantile(total[draws].sum(axis=1) / n[draws].sum(axis=1), (0.025, 0.975))


lengths = book.loc[book["part"] == "test", "text"].str.len().to_numpy().copy()
starts = np.concatenate([[0], lengths.cumsum()[:-1] - 1])  # the very first character is not predicted
lengths[0] -= 1
scored = {"counts": count_losses(counts, test), "transformer": losses(model, test)}
for name, each in scored.items():
    mean, low, high = interval(np.add.reduceat(each, starts), lengths)
    print(f"{name:11}: {mean:.3f} nats a character (95% interval {low:.3f} to {high:.3f}), {mean / math.log(2):.2f} bits, perplexity {math.exp(mean):.2f}")
ahead = np.add.reduceat(scored["counts"] - scored["transformer"], starts)  # (chapters,)
print("the transformer is ahead by {:.3f} (95% interval {:.3f} to {:.3f})".format(*interval(ahead, lengths)))
print("chapters in which it is ahead:", int((ahead > 0).sum()), "of", len(ahead))

# %% [markdown]
# The intervals overlap, because a hard chapter is hard for both. In the difference that cancels: the transformer is ahead by 0.021 nats, in
# 12 of 14 chapters. That is small, but more than chance. Another seed was not tried. The counts took
# seconds, the transformer twenty minutes.
#
# ## Sampling
#
# **Temperature** divides the scores before softmax. **Top-k** sets all but the k
# largest to minus infinity. **With a pencil:** the scores 2, 1 and 0 give 0.67, 0.24 and 0.09. At temperature 0.5 they
# become 4, 2 and 0, and the first gets 0.87. With top-2 at temperature 1 the third gets 0, and the first 0.73. The
# nucleus of exercise 4 is a third way.


# %%
def chances(scores: torch.Tensor, temperature: float = 1.0, top_k: int | None = None) -> torch.Tensor:
    scores = scores / temperature
    if top_k:
        scores = scores.masked_fill(scores < scores.topk(top_k).values[-1], -math.inf)
    return scores.softmax(dim=0)


@torch.no_grad()
def write(model, start: str, n_characters: int, temperature: float = 1.0, top_k: int | None = None, seed: int = 0) -> str:
    generator, tokens = torch.Generator().manual_seed(seed), torch.from_numpy(encode(start))
    for _ in range(n_characters):
        scores = model(tokens[None, -128:])[0, -1]  # (characters,): of the last place
        tokens = torch.cat([tokens, torch.multinomial(chances(scores, temperature, top_k), 1, generator=generator)])
    return decode(tokens.tolist())


for t, k in ((1, None), (0.5, None), (1, 2)):
    print(t, k, chances(torch.tensor([2.0, 1.0, 0.0]), t, k).numpy().round(2))
for temperature, top_k in ((1.0, None), (0.7, 10), (0.1, None)):
    print(f"\n--- temperature {temperature}, top-k {top_k}\n" + write(model, "The old captain looked", 250, temperature, top_k))

# %% [markdown]
# At 0.1 it goes round in circles.
#
# **Your turn.** Change `"The old captain looked"` in the last cell to a start of your own, such as `"My dear Elixir"`.
#
# ## What do the heads look at?
#
# {{ quote: more-difficult-to-understand }}
#
# Here is one head on one line of validation text. Each row is a character that looks, each column one looked at.


# %%
@torch.no_grad()
def head_maps(model, indices) -> torch.Tensor:  # (blocks, heads, length, length)
    x, penalty = model.embed(torch.from_numpy(indices)[None]), penalties(model.n_heads, len(indices))
    maps = []
    for block in model.blocks:
        maps.append(block.attention.weights(block.norm_1(x), penalty)[0])
        x = block(x, penalty)
    return torch.stack(maps)


line = text["valid"][1006:1019]
names = [c.replace(" ", "_") for c in line]
plots.heat_map(
    head_maps(model, encode(line))[3, 3, 6:], names, names[6:], low=0, bar_name="weight", x_name="looked at", y_name="looks",
    title="Block 3, head 3: y, e and a look at the y of why",
    alt=f"A map of the last seven characters of {line!r}. The column of the y in why is bright for y and e, and less for a.",
)  # fmt: skip

# %%
blind = penalties(4, 128)[:, 64:].softmax(dim=2)  # (heads, 64, 128): all scores equal, so only the penalties
maps = torch.stack([head_maps(model, valid[n : n + 128])[:, :, 64:] for n in range(0, 12_800, 128)])
spread = (1 / (maps**2).sum(dim=4)).mean(dim=(0, 3))
moved = 50 * (maps - blind).abs().sum(dim=4).mean(dim=(0, 3))  # per cent of a row's weight
print("places that a row is spread over, heads 0 to 3")
print("only the penalties:", (1 / (blind**2).sum(dim=2)).mean(dim=1).round().int().tolist())
for b in range(4):
    print(f"block {b}:", spread[b].round().int().tolist(), " % of the weight moved:", moved[b].round().int().tolist())


def blinded(model, heads: list[int]):  # a query of zeros makes all scores equal: only the penalties count
    copied = copy.deepcopy(model)
    for block in copied.blocks:
        block.attention.of_query.weight.data.unflatten(0, (4, 32))[heads] = 0
    return copied


some = valid[:20_000]
for heads in ([2], [3], [2, 3]):
    rise = losses(blinded(model, heads), some).mean() - by_model[: len(some) - 1].mean()
    print(f"heads {heads} blinded: the loss rises by {rise:.3f}")
print(f"the lead over the counts on the same text: {(by_counts - by_model)[: len(some) - 1].mean():.3f}")

# %% [markdown]
# The first line is a head that has learned nothing. In the last block, heads 2 and 3 look at 19 and 49 places where the penalties alone would
# give 32 and 81: they choose. With both blinded in all blocks the loss rises by 0.019, two thirds of the lead over the counts there. With head 3
# alone, that in the picture, by 0.002. What a map is for, it does not say.
#
# ## Parameters, text and the billions
#
# Three sizes were trained, each on three amounts of the book with two seeds, equally many updates and one learning rate. We take each run's
# smallest validation loss: on little text it rises again (to 2.72 in the table above).

# %%
scale = MODELS.runs[MODELS.runs["run"].str.startswith("scale")]
cells = scale.groupby(["characters", "parameters"])["best"]
print("mean of two seeds:\n" + cells.mean().unstack().round(3).to_string())
print("difference of the seeds:\n" + (cells.max() - cells.min()).unstack().round(3).to_string())
plots.learning_curve(
    sorted(set(scale["characters"])), {f"{n:,} parameters": seeds.pivot(index="seed", columns="characters", values="best") for n, seeds in scale.groupby("parameters")}, log_x=True,
    x_name="characters of the book to learn from", y_name="smallest validation loss (nats)", title="Much more text helps, and the largest model most",
    alt=" ".join(f"{n:,} parameters: {row.round(2).tolist()}." for n, row in cells.mean().unstack().items()),
)  # fmt: skip

# %% [markdown]
# On the smallest text the sizes differ little. The last step of the smallest model is 0.012 nats, where two seeds differ by 0.010. All made about one
# pass over the whole book, so the last step to the right may be larger with more training.
#
# {{ quote: billions-of-parameters }}
#
# Training takes about 6 · N · D operations, for N parameters and D tokens {{ cite: kaplan2020 }}: each parameter meets each token in a
# multiplication and an addition, and the way back takes twice as many. GPT-3 had 175 billion parameters and read 300 billion tokens
# {{ cite: brown2020 }}. How large ChatGPT's models are is not published.

# %%
main = once.loc["main"]
ours = 6 * main["parameters"] * main["n_steps"] * 8 * 128  # operations
print(f"main: {ours:.1e} operations, {main['seconds'] / 60:.0f} minutes of one core")
times = 6 * 175e9 * 300e9 / ours
print(f"GPT-3: {times / 1e9:.0f} billion times as many, {round(times * main['seconds'] / 3600 / 24 / 365, -4):,.0f} years of this core")

# %% [markdown]
# So GPT-3 would have taken this core about 210,000 years.
#
# ## Has it learned the book by heart?
#
# A **memorised span** is a run of the written text that stands in the training text, letter by letter. `spans` finds the longest ones. **With a
# pencil:** written `the whale sang`, training `a white whale sank`. The longest is `e whale san`, 11 characters with the spaces.
#
# Common phrases recur in any text, so we need a floor: the same count for validation chapters. And what can the counter find? Four models
# learned from a text with a made-up sentence in it, once, five, fifteen or fifty times. They were given its first forty characters.


# %%
def spans(written: str, source: str) -> list[str]:  # the longest runs of `written` that stand in `source`
    found, end = [], 0
    for start in range(len(written)):
        longest = max(start, end)
        while longest < len(written) and written[start : longest + 1] in source:
            longest += 1
        if longest > end:
            found.append(written[start:longest])
        end = longest
    return found


assert max(spans("the whale sang", "a white whale sank"), key=len) == "e whale san" and len("e whale san") == 11
print("planted:", MODELS.planted)


# %%
def show(name: str, texts, source: str) -> None:  # the longest span of each text
    longest = np.array([max(map(len, spans(written, source))) for written in texts])
    print(f"{name:40}: mean {longest.mean():5.1f}, longest {longest.max():3}, over 50: {(longest > 50).sum()} of {len(longest)}")


show("validation text", [text["valid"][n : n + 300] for n in range(0, 85_000, 1500)], text["train"])
for (name, part, temperature), rows in MODELS.written.groupby(["run", "prompt_part", "temperature"], sort=False):
    source = text["train"] if name == "main" else MODELS.planted
    show(f"{name}, {part} prompts, temperature {temperature}", rows["text"], source)
n_seen = [n * 1000 * 1024 / (125_000 + n * len(MODELS.planted)) for n in (15, 50)]
print(f"planted_15 saw its sentence {n_seen[0]:.0f} times, planted_50 {n_seen[1]:.0f}, main the book {12_000 * 1024 / len(train):.0f} times")
print(f"main's loss on training chapters {losses(model, train[:85_000]).mean():.2f}, on validation chapters {by_model.mean():.2f}")
print("counts that saw neither:", *(f"{count_losses(NGram(train[85_000:], 6, best[1]), part).mean():.2f}" for part in (train[:85_000], valid)))

# %% [markdown]
# Only the sentence that stood fifty times comes back, in all eight texts at temperature 0.1 and in none at 1.0. So this test finds what a small
# model saw 377 times, and misses what it saw 120 times. `main`, eight times larger, saw each passage 12 times.
#
# What `main` wrote holds no span longer than those of the validation chapters. Its loss is 1.22 on training chapters and
# 1.35 on others. Counts that saw neither find the others easier. So it has learned something of the book that spans do not show.
#
# ## Read before you paste
#
# {{ quote: blindly-copy-paste }}
#
# He means his own beginnings. We wrote these in the style of generated code. All run. **Your guess:** which one is
# wrong?

# %%
my_snippet = None


def snippet_1(losses):  # bits a character, from nats
    return losses.mean() / math.log(2)


def snippet_2(scores, temperature, generator):  # draws the next token
    weights = scores.softmax(dim=0) / temperature
    return torch.multinomial(weights, 1, generator=generator).item()


def snippet_3(tokens, length):  # what is read and what must be written
    n = (len(tokens) - 1) // length * length
    return tokens[:n].view(-1, length), tokens[1 : n + 1].view(-1, length)


# %%
assert math.isclose(snippet_1(-np.log([1 / 2, 1 / 4, 1 / 8])), 2)
read, must_write = snippet_3(torch.arange(10), 3)
assert torch.equal(must_write, read + 1) and len(read) == 3
generator = torch.Generator().manual_seed(0)
drawn = [snippet_2(torch.tensor([2.0, 1.0, 0.0]), 0.1, generator) for _ in range(1000)]
right = torch.multinomial(chances(torch.tensor([2.0, 1.0, 0.0]), 0.1), 1000, replacement=True, generator=generator)
print(f"share of the best token at temperature 0.1: snippet 2 {drawn.count(0) / 1000:.2f}, ours {(right == 0).float().mean():.2f}")

# %%
reveal(my_snippet, 2, unit="is the number", digits=0, name="my_snippet")

# %% [markdown]
# It divides the probabilities, not the scores, and `multinomial` scales them back: the temperature does nothing. A test with a
# known answer finds it.
#
# ## A model of 135 million
#
# SmolLM2-135M-Instruct is an extra, and the sampling code is the same. Its tokens are pieces of words, so we count bits a *character*: a piece of five
# characters that costs ten bits costs two a character. It has most likely read *Moby-Dick*, so its number is no test.

# %% tags=["nbval-ignore-output"] overheard={"why": "the model is an extra: where it is missing, only the shipped result is shown"}
from overheard import pretrained

for what, value in MODELS.smollm.itertuples(index=False):
    print(f"{what}: {value}")
print("main on the same characters:", *(f"{each[:5999].mean() / math.log(2):.2f}" for each in (by_model, scored["transformer"])))
if pretrained.installed("language_model"):
    large, generator = pretrained.language_model(), torch.Generator().manual_seed(0)
    ids = large.tokens("The old captain looked")  # put in your own
    for _ in range(60):
        scores = torch.from_numpy(large.logits(ids)[-1])
        ids.append(torch.multinomial(chances(scores, 0.7, 10), 1, generator=generator).item())
    print("and here:", large.text(ids))
else:
    print(pretrained.how_to_install("language_model"))

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | {{ said: chatgpt-is-a-model }} | a small relative, whole on one page | not tested here; true by its makers' account |
# | {{ said: more-difficult-to-understand }} | a striking map hardly matters to the loss, another does; images were not compared | holds in part here |
# | {{ said: billions-of-parameters }} | 175 billion for GPT-3; ChatGPT is not published | not tested here |

# %% [markdown]
# **The literature.** {{ cite: carlini2023 }} found that large models repeat more of their training text the larger they are, the more often it
# was repeated, and the longer the prompt.
#
# **Where it stops.** One book, and one seed for `main`. ChatGPT's sibling was also tuned on people's preferences
# {{ cite: ouyang2022 }}. The counts were tuned over a grid, the transformer, for want of time, by a few
# short trials.
#
# **From Elixir.**
#
# | concept | Elixir | Python |
# |---|---|---|
# | text generation | `Bumblebee.Text.generation(model_info, tokenizer, generation_config)` | `pipeline("text-generation")` |

# %% [markdown]
# {{ takeaway }}
