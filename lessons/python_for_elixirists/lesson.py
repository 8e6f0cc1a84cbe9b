# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## May you skip this page?
#
# Five questions. Type what you think each piece of code gives, as text, into `answers` in the next cell. Then run it and the
# one after it. If all five are right, you may go on to the next lesson.

# %%
questions = {
    "lists": ("a = [1, 2]; b = a; b.append(3)", "a"),
    "views": ("t = np.array([1, 2, 3]); s = t[:2]; s[0] = 9", "t.tolist()"),
    "shapes": ("t = np.zeros((3, 1)) + np.zeros(4)", "t.shape"),
    "comprehensions": ("squares = [n * n for n in range(4) if n % 2 == 1]", "squares"),
    "axes": ("t = np.array([[1, 2], [3, 4]])", "t.sum(axis=0).tolist()"),
}
answers = {"lists": None, "views": None, "shapes": None, "comprehensions": None, "axes": None}
for name, (code, asked) in questions.items():
    print(f"{name + ':':16}{code:52} What is {asked}?")

# %%
import numpy as np

for name, (code, asked) in questions.items():
    memory = {"np": np}
    exec(code, memory)  # runs a text as code
    right = str(eval(asked, memory)).replace(" ", "")
    given = str(answers[name]).replace(" ", "")
    print(f"{name + ':':16}", "right" if given == right else f"read the section on {name}")

# %% [markdown]
# ## One memory for all cells
#
# In Elixir, a module is compiled as a whole. A notebook has cells and one memory, and a cell does what it does at the moment
# when *you* run it. To see what that means, the next cell imitates a notebook: three cells as texts, one memory, and an order.

# %%
cells = {1: "price = 10", 2: "price = price * 2", 3: "total = 3 * price"}


def run(order: str) -> object:
    """Run the cells in this order, with a fresh memory: the total, or what went wrong."""
    memory: dict[str, object] = {}
    try:
        for number in order:
            exec(cells[int(number)], memory)
        return memory["total"]
    except NameError as error:
        return f"stops: {error}"


print("from top to bottom:", run("123"))
assert run("123") == 60

# %% [markdown]
# **Predict.** There are six orders in which three cells can be run once each. In how many of them does the total
# come out as 60? Work it out with a pencil, if you like: a cell that reads `price` needs a cell that has set it.

# %%
my_guess_orders = None

# %%
from itertools import permutations

results = {"".join(order): run("".join(order)) for order in permutations("123")}
n_right = sum(result == 60 for result in results.values())
for order, result in results.items():
    print(f"order {order}: {result}")
print("cell 2 run twice, order 1223:", run("1223"))

# %%
from overheard.predict import reveal

reveal(my_guess_orders, n_right, "of 6 orders", digits=0, name="my_guess_orders")

# %% [markdown]
# Only the order from top to bottom is right. One other order gives a wrong number and no error, and so does a cell that
# is run twice. That is the dangerous kind. The cure is always the same: menu **Kernel**, **Restart Kernel and Run All Cells**.
#
# This is no small matter. {{ cite: pimentel2019 }} ran about 860,000 notebooks from public repositories again. 24% ran without an
# error, and 4% gave the same results as before.

# %% [markdown]
# ## A name is a label on a box
#
# In Elixir a list never changes. `xs = xs ++ [3]` makes a new list and gives the old name to it. Python has this as well. But
# Python's lists can also be changed **in place**, and then everybody who holds the same list sees the change. To change in place is called
# to **mutate**.
#
# **With a pencil:** draw a box for each list, and an arrow from each name to its box. `b = a` draws a second arrow to the
# same box. `b.append(3)` writes into the box. `b = b + [3]` makes a new box and moves the arrow of `b`.

# %%
a = [1, 2]
b = a  # a second arrow to the same box
b.append(3)
print("after b.append(3):  a is", a, " the same box:", a is b)
b = b + [4]  # noqa: RUF005
print("after b = b + [4]:  a is", a, " the same box:", a is b)
assert a == [1, 2, 3] and b == [1, 2, 3, 4]

# %% [markdown]
# **A mistake everyone makes.** A default value is made once, when the function is defined, and not at each call. A list as
# a default value is one box for all calls.

# %%
def remember(word, words=[]):  # noqa: B006
    words.append(word)
    return words


remember("pipe")
print("a new call remembers the old one:", remember("match"))


def remember_right(word, words=None):
    return [*(words or []), word]  # a new list each time


remember_right("pipe")
print("mended:", remember_right("match"))

# %% [markdown]
# ## Comprehensions in place of pipes
#
# Elixir leads data through a pipe. Python says the same in a **comprehension**, which is read from the middle: *for* each word, *if*
# it passes, take this.
#
# | Elixir | Python |
# |---|---|
# | `words \|> Enum.map(&String.upcase/1)` | `[w.upper() for w in words]` |
# | `words \|> Enum.filter(&(&1 != "a"))` | `[w for w in words if w != "a"]` |
# | `Map.new(words, &{&1, String.length(&1)})` | `{w: len(w) for w in words}` |
# | `Enum.sum(Enum.map(words, &String.length/1))` | `sum(len(w) for w in words)` |
# | `Enum.zip(a, b)` | `zip(a, b)` |
# | `fn x -> x + 1 end` | `lambda x: x + 1` |

# %%
words = ["a", "pipe", "of", "words"]
assert [w.upper() for w in words if len(w) > 2] == ["PIPE", "WORDS"]
assert {w: len(w) for w in words} == {"a": 1, "pipe": 4, "of": 2, "words": 5}
assert sum(len(w) for w in words) == 12
words[1:3], words[-1], f"{len(words)} words, {12 / len(words):.2f} letters on average"

# %% [markdown]
# The last line shows three more habits. `words[1:3]` goes from place 1 up to, *not including*, place 3. `words[-1]` is the last.
# A text with an `f` before it fills in what stands in braces, and `:.2f` rounds to two places.
#
# ## Classes: a value with functions
#
# Where Elixir passes a struct from function to function, Python often has an **object**: values, and functions on them, which are called
# **methods**. A **class** is the plan from which objects are made. Models of later lessons are objects.

# %%
class Counter:
    """Counts words."""

    def __init__(self, start=0):  # runs when an object is made; self is the object
        self.n = start

    def add(self, text):
        self.n += len(text.split())
        return self  # so that calls can be chained, a little like a pipe


counter = Counter().add("ich liebe").add("Katzen")
assert counter.n == 3
print("counted:", counter.n)

# %% [markdown]
# ## Arrays: whole tables at once
#
# A NumPy **array** is a table of numbers of one type. Its **shape** says how many there are in each direction. Calculations work on
# all numbers at once, so most loops disappear ({{ cite: harris2020 }}). A direction is called an **axis**: in a table, axis 0
# goes down the rows and axis 1 goes along the columns. `sum(axis=0)` adds up *along* axis 0, so that axis is gone afterwards.
#
# **With a pencil:** the table below has the column sums 5, 7, 9 and the row sums 6, 15.

# %%
t = np.array([[1, 2, 3], [4, 5, 6]])  # shape (2, 3): two rows, three columns
assert t.sum(axis=0).tolist() == [5, 7, 9] and t.sum(axis=1).tolist() == [6, 15]
print("shape", t.shape, " type", t.dtype, " mean", t.mean())
print("row 0:", t[0], " column 1:", t[:, 1], " one number:", t[1, 2])
print("t > 2:", (t > 2).tolist())
print("t[t > 2]:", t[t > 2], " how many:", (t > 2).sum())  # True counts as 1

# %% [markdown]
# **Views and copies.** A slice of an array is no new array. It is a **view**: a window onto the same numbers. Whoever writes
# through the window changes the original. A *mask* such as `t[t > 2]`, or a list of places, gives a **copy**.

# %%
window, copied = t[:, :2], t[:, [0, 1]]
window[0, 0] = 100
copied[1, 1] = -1
print(t)
print("the window shares memory:", np.shares_memory(t, window), " the copy:", np.shares_memory(t, copied))
assert t[0, 0] == 100 and t[1, 1] == 5
t[0, 0] = 1  # as it was

# %% [markdown]
# ## Shapes that fit: broadcasting
#
# What is a table plus a row? NumPy repeats the row for each row of the table. This is **broadcasting**. The rule: write the
# shapes below each other, with their *ends* aligned. Two lengths fit if they are equal or if one is 1. A length of 1, or one that
# is missing, is repeated.
#
# **With a pencil:** `(2, 3)` and `(3,)` fit and give `(2, 3)`. `(2, 3)` and `(2,)` do not fit, for 3 is not 2. `(2, 1)` and
# `(3,)` give `(2, 3)`: the column is repeated sideways, and the row downwards.

# %%
from overheard import plots

column, row = np.array([[0], [10]]), np.array([[1, 2, 3]])  # shapes (2, 1) and (1, 3)
total = column + row  # (2, 3)
assert total.tolist() == [[1, 2, 3], [11, 12, 13]]
fig, axes = plots.figure(8, 2.6, columns=3, title="A column plus a row: each is repeated until the shapes agree")
for axis, name, table in zip(axes, ("column (2, 1)", "+ row (1, 3)", "= table (2, 3)"), (column, row, total), strict=True):
    shown = np.broadcast_to(table, (2, 3))
    axis.imshow(shown, cmap="Blues", vmin=0, vmax=30)
    axis.set(title=name, xticks=[], yticks=[])
    axis.grid(False)
    for (r, c), value in np.ndenumerate(shown):
        given = r < table.shape[0] and c < table.shape[1]  # the others are repeated
        axis.text(c, r, str(value), ha="center", va="center", color="black" if given else "dimgrey", style="normal" if given else "italic")
plots.show(
    fig,
    alt="Three tables of two rows and three columns. First the column 0, 10, repeated in italics to the right. Then the row "
    "1, 2, 3, repeated in italics below. Last their sum: 1, 2, 3 and 11, 12, 13.",
)

# %% [markdown]
# `keepdims=True` keeps the axis that a sum removes, with length 1, so that the result still fits. `None` in square brackets
# puts in an axis of length 1.

# %%
share = t / t.sum(axis=1, keepdims=True)  # (2, 3) / (2, 1): each row divided by its own sum
print(share.round(2), " row sums:", share.sum(axis=1))
try:
    t / t.sum(axis=1)  # (2, 3) / (2,): the ends 3 and 2 do not fit
except ValueError as error:
    print("without keepdims:", error)
points = np.array([1, 4, 6])
print("all differences, shape", (points[:, None] - points).shape, ":", (points[:, None] - points).tolist())

# %% [markdown]
# ## All of it on real sentences
#
# {{ data: ding_short_en_de }}
#
# Who needs more words, English or German? A comprehension counts words, arrays compare, and a plot shows it. The
# **baseline** for *how fast* is the plain loop that you would write first.

# %%
from overheard import datasets

pairs = datasets.load_ding_short_en_de().train
english = np.array([len(sentence.split()) for sentence in pairs["english"]])
german = np.array([len(sentence.split()) for sentence in pairs["german"]])
print(pairs["english"][0], "|", pairs["german"][0], "|", english[0], "and", german[0], "words")
more = english - german  # above 0 where English needs more words
print(f"English needs more words in {100 * (more > 0).mean():.0f}% of {len(more):,} pairs, German in {100 * (more < 0).mean():.0f}%")

# %%
values, counts = np.unique(more, return_counts=True)
fig, axis = plots.figure(7, 3.4, title="English needs a word more than German, more often than the other way round")
axis.bar(values, counts, color=plots.COLOURS["blue"])
axis.set_xlabel("English words minus German words")
axis.set_ylabel("sentence pairs")
plots.show(fig, alt="Bars of the difference in words. The tallest is at 0; the bars to the right of it, where English needs more words, are higher than those to the left.")

# %% [markdown]
# **Predict.** The sum of squared differences of a million numbers from their mean: once in a plain loop, once with
# NumPy. How many times faster is NumPy?

# %%
my_guess_faster = None

# %%
from timeit import timeit

numbers = np.random.default_rng(1).normal(size=1_000_000)


def plain(numbers: list[float]) -> float:
    """The baseline: a loop."""
    mean, total = sum(numbers) / len(numbers), 0.0
    for number in numbers:
        total += (number - mean) ** 2
    return total


as_list = numbers.tolist()
assert np.isclose(plain(as_list), np.square(numbers - numbers.mean()).sum())
slow = min(timeit(lambda: plain(as_list), number=1) for _ in range(3))
fast = min(timeit(lambda: np.square(numbers - numbers.mean()).sum(), number=1) for _ in range(3))

# %% tags=["nbval-ignore-output"] overheard={"why": "a timing, other on each machine"}
reveal(my_guess_faster, slow / fast, "times", digits=0, name="my_guess_faster")

# %% [markdown]
# **Your turn.** Why is it faster: because of NumPy, or because there is no loop in Python? Go back to the cell `share = t / ...`,
# write `axis=0` in place of `axis=1` in its first line, and run it. The rows do not sum to 1 any more. The columns do.

# %% [markdown]
# ## The same in torch
#
# Lessons with networks use torch. Its **tensor** is an array that can also find gradients. Nearly everything carries over, under slightly
# other names. The next cell does each thing both ways and holds the results against each other. Come back to it whenever a line of
# a later lesson puzzles you.

# %%
import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
n = x.numpy()  # the same numbers as an array
twins = {
    "x.sum(dim=0)": (x.sum(dim=0), n.sum(axis=0)),  # dim is torch's word for axis
    "x.mean(dim=1, keepdim=True)": (x.mean(dim=1, keepdim=True), n.mean(axis=1, keepdims=True)),
    "x.argmax(dim=1)": (x.argmax(dim=1), n.argmax(axis=1)),  # *where* the largest stands in each row
    "x[x > 2]": (x[x > 2], n[n > 2]),  # a mask
    "x[[1, 0]]": (x[[1, 0]], n[[1, 0]]),  # these rows, in this order
    "x[:, None].shape": (x[:, None].shape, n[:, None].shape),  # one more axis of length 1
    "x.flatten()": (x.flatten(), n.reshape(-1)),  # all in a row; -1 means: as many as there are
    "x.T": (x.T, n.T),  # rows become columns
    "x @ x.T": (x @ x.T, n @ n.T),  # matrix product: each row with each row, multiplied in pairs and summed
    "torch.stack([x[0], x[1]])": (torch.stack([x[0], x[1]]), np.stack([n[0], n[1]])),  # laid on each other
    "torch.cat([x, x]).shape": (torch.cat([x, x]).shape, np.concatenate([n, n]).shape),  # one behind the other
    "x.float().dtype": ("torch.float32", f"torch.{n.dtype}"),  # torch computes with 32 bits unless you ask for more
}
for code, (ours, theirs) in twins.items():
    assert np.array_equal(np.asarray(ours), np.asarray(theirs)), code
    print(f"{code:30}{ours.tolist() if isinstance(ours, torch.Tensor) else ours}")
print(f"{'x[0, 0].item()':30}{x[0, 0].item()}   a plain number again")

# %% [markdown]
# ## Said, measured, where it stops
#
# Dan Ivovich, the host, says that "having a good starting point" is the winner. Whether this page is one, only you can tell. What we
# measured:

# %% [markdown]
# | habit from Elixir | here |
# |---|---|
# | code runs in the order in which it stands | **does not hold**: 1 of 6 orders gave the right total |
# | a value never changes behind your back | **does not hold** for lists and arrays: a second name, a default value and a slice all did |
# | a pipe of functions says what is done | **holds in part**: a comprehension says the same, read from the middle |
# | numbers need a loop | **does not hold**: arrays work on all numbers at once, many times faster |
#
# **Where it stops.** No threads, no types, no packages: the [Python tutorial](https://docs.python.org/3/tutorial/) has them.

# %% [markdown]
# ## From Elixir
#
# | Nx | NumPy | torch |
# |---|---|---|
# | `Nx.tensor([[1, 2], [3, 4]])` | `np.array([[1, 2], [3, 4]])` | `torch.tensor([[1, 2], [3, 4]])` |
# | `Nx.sum(t, axes: [0])` | `t.sum(axis=0)` | `t.sum(dim=0)` |
# | `Nx.dot(a, b)` | `a @ b` | `a @ b` |
# | `Nx.new_axis(t, 0)` | `t[None]` | `t[None]` |
#
# A tensor of Nx never changes. This is the trap when you come back.

# %% [markdown]
# {{ takeaway }}
