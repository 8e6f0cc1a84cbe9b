# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## May you skip this page?
#
# Five questions. Type what you think each piece of code gives, as a text with all its brackets, into `answers` in the next
# cell. Then run it and the one after it. You need not read their code. If all five are right, read only the first section
# below, on the order of cells, and go on to the next lesson.

# %%
questions = {
    "A name is a label": ("a = [1, 2]; b = a; b.append(3)", "a"),
    "Views and copies": ("t = np.array([1, 2, 3]); s = t[:2]; s[0] = 9", "t.tolist()"),
    "Shapes that fit": ("t = np.zeros((3, 1)) + np.zeros(4)", "t.shape"),
    "Comprehensions": ("squares = [n * n for n in range(4) if n % 2 == 1]", "squares"),
    "Whole tables at once": ("t = np.array([[1, 2], [3, 4]])", "t.sum(axis=0).tolist()"),
}
answers = {
    "A name is a label": None,
    "Views and copies": None,
    "Shapes that fit": None,
    "Comprehensions": None,
    "Whole tables at once": None,
}
for name, (code, asked) in questions.items():
    print(f"{name + ':':22}{code:52} What is {asked}?")

# %%
import numpy as np

for name, (code, asked) in questions.items():
    memory = {"np": np}
    exec(code, memory)  # runs a text as code
    right = str(eval(asked, memory)).replace(" ", "")
    given = str(answers[name]).replace(" ", "")
    print(f"{name + ':':22}", "right" if given == right else "read the section of this name")

# %% [markdown]
# ## One memory for all cells
#
# In Livebook, a cell sees only what the cells above it have set. Here, all cells share **one** memory, wherever they stand. A cell
# does what it does at the moment when *you* run it. To see what that means, the next cell imitates a notebook: three cells as
# texts, one memory, and an order. (`order: str` says what type is meant, like `@spec`. Python does not enforce it.)

# %%
cells = {1: "price = 10", 2: "price = price * 2", 3: "total = 3 * price"}


def run(order: str) -> object:
    """Run the cells in this order, with a fresh memory, up to the first error: the total, or that error."""
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

# %% [markdown] overheard={"everyday": ["kernel"]}
# Only the order from top to bottom is right. One other order gives a wrong number and no error, and so does a cell that
# is run twice. That is the dangerous kind. The cure is always the same: menu **Kernel**, **Restart Kernel and Run All Cells**.
#
# {{ cite: pimentel2019 }} tried to run 863,878 public notebooks again. 24% ran without an error, and 4% gave the
# same results as before. Order is one reason among several. Others are packages or files that are not there.

# %% [markdown]
# ## A name is a label on a box
#
# In Elixir a list never changes. `xs = xs ++ [3]` makes a new list for the old name. Python's lists can also be changed in place,
# and then everybody who holds the same list sees it. To change in place is to **mutate**.
#
# **With a pencil:** draw a box for each list, and an arrow from each name to its box. `b = a` draws a second arrow to the
# same box. `b.append(3)` writes into the box. `b = b + [4]` makes a new box and moves the arrow of `b`. `+=` and `-=` write into
# the box of a list or an array. For a number or a text they make a new one.

# %%
a = [1, 2]
b = a  # a second arrow to the same box
b.append(3)
print("after b.append(3):  a is", a, " the same box:", a is b)
b = b + [4]  # noqa: RUF005 (this tells a style checker to be quiet)
print("after b = b + [4]:  a is", a, " the same box:", a is b)
c = a
c += [5]  # in place, unlike c = c + [5]
print("after c += [5]:     a is", a, " the same box:", a is c)
assert a == [1, 2, 3, 5] and b == [1, 2, 3, 4]

# %% [markdown]
# **A mistake everyone makes.** A default value is made once, when the function is defined, and not at each call. A list as
# a default value is one box for all calls.
#
# A function gives back what stands after `return`, and `None` without one: its last line is not its answer. Methods that change
# in place, such as `append` and `sort`, give `None` as well. Not only `None` and `False` count as false. So do `0`, `""` and an
# empty list.

# %%
def remember(word, words=[]):  # noqa: B006
    words.append(word)
    return words


remember("pipe")
print("a new call remembers the old one:", remember("match"))


def remember_right(word, words=None):
    if words is None:
        words = []  # a new box at each call
    words.append(word)
    return words


remember_right("pipe")
print("mended:", remember_right("match"))

# %% [markdown]
# ## Comprehensions in place of pipes
#
# Elixir leads data through a pipe, or through `for`. Python's **comprehension** is like `for`, with the result in front. Read it from
# the middle: *for* each word, *if* it passes, take this.
#
# | Elixir | Python |
# |---|---|
# | `for w <- words, w != "a", do: String.upcase(w)` | `[w.upper() for w in words if w != "a"]` |
# | `words \|> Enum.map(&String.upcase/1)` | `[w.upper() for w in words]` |
# | `Map.new(words, &{&1, String.length(&1)})` | `{w: len(w) for w in words}` |
# | `Enum.sum(Enum.map(words, &String.length/1))` | `sum(len(w) for w in words)` |
# | `Enum.zip(a, b)` | `list(zip(a, b))`: without `list` it can be walked through once |
# | `fn x -> x + 1 end` | `lambda x: x + 1` |

# %%
words = ["a", "pipe", "of", "words"]
assert [w.upper() for w in words if len(w) > 2] == ["PIPE", "WORDS"]
assert {w: len(w) for w in words} == {"a": 1, "pipe": 4, "of": 2, "words": 5}
assert sum(len(w) for w in words) == 12
words[1:3], words[-1], f"{len(words)} words, {12 / len(words):.2f} letters on average"

# %% [markdown]
# The last line shows three more habits. `words[1:3]` goes from place 1 up to, *not including*, place 3. `words[-1]` is the last.
# A text with an `f` before it fills in what stands in braces, as `#{}` does, and `:.2f` rounds to two places.
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
        self.n += len(text.split())  # this counter changes; no new one is made
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

# %% [markdown] overheard={"everyday": ["mask"]}
# **Views and copies.** A slice of a *list* is a new list. A slice of an *array* is not. It is a **view**: a window onto the same
# numbers. Whoever writes through the window changes the original. A *mask* such as `t[t > 2]`, or a list of places, gives a
# **copy**. To the left of `=`, though, a mask writes into the array itself: `t[t > 2] = 0`.

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
# `(3,)` give `(2, 3)`: the column is repeated sideways, and the row downwards. In the picture, what is repeated stands in grey
# italics.

# %%
from overheard import plots

column, row = np.array([[0], [10]]), np.array([[1, 2, 3]])  # shapes (2, 1) and (1, 3)
total = column + row  # (2, 3)
assert total.tolist() == [[1, 2, 3], [11, 12, 13]]
fig, axes = plots.figure(8, 2.6, columns=3, title="A column plus a row: each is repeated until the shapes agree")
for panel, name, table in zip(axes, ("column (2, 1)", "+ row (1, 3)", "= table (2, 3)"), (column, row, total), strict=True):
    shown = np.broadcast_to(table, (2, 3))
    panel.imshow(shown, cmap="Blues", vmin=0, vmax=30)
    panel.set(title=name, xticks=[], yticks=[])
    panel.grid(False)
    for (r, c), value in np.ndenumerate(shown):
        given = r < table.shape[0] and c < table.shape[1]  # the others are repeated
        panel.text(c, r, str(value), ha="center", va="center", color="black" if given else "dimgrey", style="normal" if given else "italic")
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
print(share.round(2), " row sums:", share.sum(axis=1).round(2), " column sums:", share.sum(axis=0).round(2))
try:
    t / t.sum(axis=1)  # (2, 3) / (2,): the ends 3 and 2 do not fit
except ValueError as error:
    print("without keepdims:", error)
points = np.array([1, 4, 6])  # points[:, None] is (3, 1); less points, (3,), that gives (3, 3)
print("all differences, shape", (points[:, None] - points).shape, ":", (points[:, None] - points).tolist())

# %% [markdown]
# ## All of it on real sentences
#
# {{ data: ding_short_en_de }}
#
# Who needs more words, English or German? A comprehension counts words, arrays compare, and a plot shows it. `pairs["english"]`
# is a column of a table.

# %%
from overheard import datasets

pairs = datasets.load_ding_short_en_de().train
english = np.array([len(sentence.split()) for sentence in pairs["english"]])
german = np.array([len(sentence.split()) for sentence in pairs["german"]])
print(pairs["english"][0], "|", pairs["german"][0], "|", english[0], "and", german[0], "words")
more = english - german  # above 0 where English needs more words
short = (english <= 6) & (german <= 6)  # one mask of two
for name, some in (("all", more), ("at most 6 words on both sides", more[short])):
    print(f"{name}: of {len(some):,} pairs, English has more words in {100 * (some > 0).mean():.0f}%, German in {100 * (some < 0).mean():.0f}%")

# %%
values, counts = np.unique(more, return_counts=True)
fig, panel = plots.figure(7, 3.4, title="In these sentences, English has more words a little more often")
panel.bar(values, counts, color=plots.COLOURS["blue"])
panel.set_xlabel("English words minus German words")
panel.set_ylabel("sentence pairs")
plots.show(fig, alt="Bars of the difference in words. The tallest is at 0; the bars to the right of it, where English needs more words, are higher than those to the left.")

# %% [markdown]
# Among the short pairs it is the other way round. These sentences were cut off at ten words, so the result says which ones were
# let in as much as which language is longer.
#
# **Predict.** Take the sum of squared differences of a million numbers from their mean, once in the plain loop that you would
# write first (the **baseline**), once with NumPy. How many times faster is NumPy?

# %%
my_guess_faster = None

# %%
from timeit import timeit

numbers = np.random.default_rng(1).normal(size=1_000_000)  # drawn at random, most of them near 0


def plain(numbers: list[float]) -> float:
    """Element by element."""
    mean, total = sum(numbers) / len(numbers), 0.0
    for number in numbers:
        total += (number - mean) ** 2
    return total


as_list = numbers.tolist()
assert np.isclose(plain(as_list), np.square(numbers - numbers.mean()).sum())  # equal but for rounding
slow = min(timeit(lambda: plain(as_list), number=1) for _ in range(3))  # the least disturbed of three
fast = min(timeit(lambda: np.square(numbers - numbers.mean()).sum(), number=1) for _ in range(3))

# %% tags=["nbval-ignore-output"] overheard={"why": "a timing, other on each machine"}
reveal(my_guess_faster, slow / fast, "times", digits=0, name="my_guess_faster")

# %% [markdown]
# Python looks up the type of each number and what to do with it, one after the other. NumPy runs one compiled loop over a
# block of bare numbers.
#
# **Your turn.** Go back to the cell `share = t / ...`. What must happen if you write `axis=0` in place of `axis=1` in its first
# line? Say it, then run it: the rows do not sum to 1 any more, and the columns do.

# %% [markdown]
# ## The same in torch
#
# Lessons with networks use torch. Its **tensor** is an array with more functions, the twin of `Nx.tensor`. But a tensor of Nx never
# changes, and one of torch can. Nearly all of NumPy carries over, under slightly other names. The next cell does each thing both
# ways and compares. Come back to it whenever a line of a later lesson puzzles you.

# %%
import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
n = x.numpy()  # an array in the same box: who writes to n changes x
twins = {
    "x.sum(dim=0)": (x.sum(dim=0), n.sum(axis=0)),  # dim is torch's word for axis
    "x.mean(dim=1, keepdim=True)": (x.mean(dim=1, keepdim=True), n.mean(axis=1, keepdims=True)),
    "x.argmax(dim=1)": (x.argmax(dim=1), n.argmax(axis=1)),  # *where* the largest stands in each row
    "x[x > 2]": (x[x > 2], n[n > 2]),  # a mask
    "(x > 2).float().mean()": ((x > 2).float().mean(), (n > 2).mean()),  # the share where it is true
    "torch.where(x[0] == 3)[0]": (torch.where(x[0] == 3)[0], np.where(n[0] == 3)[0]),  # the places where it is true
    "x[[1, 0]]": (x[[1, 0]], n[[1, 0]]),  # these rows, in this order
    "x[:, None].shape": (x[:, None].shape, n[:, None].shape),  # one more axis of length 1
    "x.flatten()": (x.flatten(), n.reshape(-1)),  # all in a row; -1 means: as many as there are
    "x.T": (x.T, n.T),  # rows become columns
    "x @ x.T": (x @ x.T, n @ n.T),  # matrix product: each row with each row, multiplied in pairs and summed
    "torch.stack([x[0], x[1]])": (torch.stack([x[0], x[1]]), np.stack([n[0], n[1]])),  # laid on each other
    "torch.cat([x, x]).shape": (torch.cat([x, x]).shape, np.concatenate([n, n]).shape),  # one behind the other
}
for code, (ours, theirs) in twins.items():
    assert np.allclose(np.asarray(ours), np.asarray(theirs)), code
    print(f"{code:30}{ours.tolist() if isinstance(ours, torch.Tensor) else ours}")
print("x[0, 0].item(), a plain number again:", x[0, 0].item())
print("bits for 1.0:", torch.tensor([1.0]).dtype, "in torch,", np.array([1.0]).dtype, "in NumPy")

# %% [markdown]
# ## Said, measured, where it stops
#
# Dan Ivovich said it of a first model that runs. Whether this page is one, only you can tell.
#
# | habit from Elixir | here |
# |---|---|
# | code runs in the order in which it stands | **does not hold**: 1 of 6 orders gave the right total |
# | a value never changes behind your back | **does not hold**: through a second name, a default value and a slice it did |
# | a pipe says what is done | **holds in part**: a comprehension says it, read from the middle |
# | numbers go through `Enum` one by one | **does not hold**: arrays take all at once, many times faster |
#
# **Where it stops.** No threads, no types, no packages: the [Python tutorial](https://docs.python.org/3/tutorial/) has them.

# %% [markdown]
# {{ takeaway }}
