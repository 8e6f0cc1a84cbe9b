# %% [markdown]
# {{ header }}

# %% [markdown]
# **The result first.** Over thirty splits, the mistakes in 1,000 test messages cost 87.7 without a filter. The cheapest of your five filters brings this down to 25.4. Alexis: {{ said: couple-of-different-approaches }}
#
# ## The messages
#
# {{ data: sms_spam }}
#
# A message that is not **spam** is called **ham**.

# %%
import re
import time

import numpy as np
import pandas as pd
from scipy.sparse import csr_array  # a table that stores only what is not 0
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline
from tqdm import tqdm

from overheard import datasets, plots, pretrained
from overheard.predict import reveal

messages = datasets.load_sms_spam()
texts = messages["text"].to_numpy()
spam = messages["label"].to_numpy() == "spam"  # (5574,): True or False
for row in (1, 8, 11, 20, 25):
    print(messages["label"][row], "|", texts[row][:100])

# %% [markdown]
# ## A mistake everyone makes
#
# Spammers send one text to many people, with other numbers or names. So a test message may have a twin in the training set. How much does that flatter a filter?
#
# **With a pencil:** two messages have 8 different words between them, and 6 stand in both. They are alike to 6 / 8 = 0.75. From 0.6 on, we call
# them twins. Twins, and twins of twins, form one **kind**.
#
# The simplest model copies the label of the most similar training message. We count its misses after four splits: by row, as usual; by text, where equal messages stay together; by kind, where twins stay together; and by kind with only the first message of each.

# %%
def words(text):
    """Words in small letters, some signs, and numbers, with each digit turned into 0."""
    return re.findall(r"[a-z]+|0+|[£$!?]", re.sub(r"\d", "0", text.lower()))
tokens = pd.Series(texts).map(words).to_numpy()  # (5574,): the list of words of each message
has = csr_array(CountVectorizer(analyzer=list, binary=True).fit_transform(tokens), dtype=np.float32)  # 1 where a word stands in a message
n_words = has.sum(axis=1)  # different words of each message
shared = (has @ has.T).toarray()  # (5574, 5574): how many words stand in both
alike = shared / np.maximum(n_words[:, None] + n_words - shared, 1)
kind = connected_components(csr_array(alike >= 0.6), directed=False)[1]  # the number of the kind of each message
one_each = np.sort(np.unique(kind, return_index=True)[1])  # the first message of each kind
twin = np.bincount(kind)[kind] > 1
assert 6 / 8 == 0.75
print(f"{spam.sum()} spam messages, {twin[spam].sum()} with a twin; {len(one_each):,} kinds, {spam[one_each].sum()} of spam")
unit = {"row": np.arange(len(texts)), "text": pd.factorize(texts)[0], "kind": kind, "kind, one message of each": kind}
for way, number in unit.items():
    rows = one_each if "each" in way else np.arange(len(texts))
    missed = []
    for seed in range(10):
        numbers = np.random.default_rng(seed).permutation(np.unique(number[rows]))
        held_out = np.isin(number[rows], numbers[: len(numbers) // 4])
        seen, new = rows[~held_out], rows[held_out & spam[rows]]
        wrong = ~spam[seen[alike[np.ix_(new, seen)].argmax(axis=1)]]  # np.ix_: these rows and those columns
        missed.append(100 * np.array([wrong.mean(), wrong[twin[new]].mean(), wrong[~twin[new]].mean()]))
    mean, low, high = (end(missed, axis=0) for end in (np.mean, np.min, np.max))
    print(f"split by {way}: misses {mean[0]:.1f} % of the spam (ten splits: {low[0]:.1f} to {high[0]:.1f}); {mean[1]:.1f} % where it has twins, else {mean[2]:.1f} %")

# %% [markdown]
# Keeping twins together hardly matters here, because spam that comes often is easy even when it is new: 0.8 % of it is missed, and 18.5 % of the rest. The mistake is to count such easy spam many times. With one message of each kind, 13.2 % is missed instead of 7.6 %. From here on we keep only the first of each kind.

# %%
def split(seed):
    """The rows of three parts: for training, validation and test."""
    order = np.random.default_rng(seed).permutation(one_each)
    return np.split(order, [len(order) // 2, 7 * len(order) // 10])

train, valid, test = split(41)
y_train, y_valid, y_test = spam[train], spam[valid], spam[test]
print({name: f"{len(y):,} messages, {y.sum()} of spam" for name, y in (("train", y_train), ("valid", y_valid), ("test", y_test))})
SIGNS = {"five digits": r"\d{5}", "£": "£", "free": "free", "win": "win", "prize": "prize", "claim": "claim"}

def count_signs(rows, signs):
    return np.array([[bool(re.search(sign, text.lower())) for sign in signs.values()] for text in texts[rows]])  # (rows, signs)

signs = count_signs(train, SIGNS)
fig, axis = plots.figure(7.5, 3.4, title="Five digits in a row are the strongest of six signs of spam")
for colour, marker, name, side in (("orange", "s", "spam", y_train), ("blue", "o", "ham", ~y_train)):
    shares = 100 * signs[side].mean(axis=0)
    axis.scatter(shares, range(len(SIGNS)), color=plots.COLOURS[colour], marker=marker, s=55)
    axis.annotate(name, (shares[0], 0), xytext=(0, 9), textcoords="offset points", ha="center", color=plots.COLOURS[colour])
axis.set(yticks=range(len(SIGNS)), yticklabels=list(SIGNS), ylim=(len(SIGNS) - 0.4, -0.9), xlim=(-5, 100), xlabel="training messages with the sign (per cent)")
plots.show(fig, alt="Each of six rows has a square for spam and a dot for ham. Five digits in a row stand in 70 per cent of the spam and in hardly any ham. The other signs stand in up to 30 per cent of the spam.")

# %% [markdown] overheard={"everyday": ["block"]}
# ## What a mistake costs
#
# A filter gives each message a score, and blocks those that reach a threshold. **Precision** is the share of the blocked messages that are spam. **Recall** is the share of the spam that is blocked.
#
# **With a pencil:** five messages score 5, 4, 3, 2, 1. They are spam, spam, ham, spam, ham. Block from 2 on: precision is
# 3 / 4, recall 3 / 3. Block from 4 on: precision is 2 / 2, recall 2 / 3.
#
# We say: a lost real message is as bad as 10 of spam that come through. So
# threshold 2 costs 10, and threshold 4 costs 1. Every filter gets the threshold that is cheapest on the validation set.

# %%
PRICE = 10  # of a lost real message; one of spam that comes through costs 1

def cost(blocked, y):
    return int(PRICE * (blocked & ~y).sum() + (~blocked & y).sum())

def cheapest(scores, y):
    """The lowest cost that a threshold can reach, and that threshold."""
    return min((cost(scores >= threshold, y), threshold) for threshold in [*np.unique(scores), np.inf])

def measured(blocked, y):
    """Precision in per cent, recall in per cent, and the cost of 1,000 messages."""
    hits = (blocked & y).sum()
    return 100 * hits / max(blocked.sum(), 1), 100 * hits / y.sum(), 1000 * cost(blocked, y) / len(y)

five, is_spam = np.array([5, 4, 3, 2, 1]), np.array([True, True, False, True, False])
assert cheapest(five, is_spam) == (1, 4) and cost(five >= 2, is_spam) == 10
assert measured(five >= 2, is_spam)[:2] == (100 * 3 / 4, 100 * 3 / 3) and measured(five >= 4, is_spam)[1] == 100 * 2 / 3

# %% [markdown]
# ## Rules
#
# Blocking nothing costs 87.1 for 1,000 validation messages. Our **baseline**, a rule by hand, has to beat that. A sign gives one point; five digits, the strongest in the plot, give two.
#
# **Your turn.** Does one more sign help? Write `my_sign = "reply"` and run the cell. The cost falls from 37.3 to 34.2.
#
# Then a machine tunes a list. It ranks words by the number of spam messages that hold them minus that of ham messages. The validation set chooses the length of the list.

# %%
steps, filters, seconds = {}, {}, {}  # by name: how to make a filter from training rows; the filter; the seconds that it took to train

def best(tried, valid):  # the cheapest of the tried filters, with its name; a filter turns rows into scores
    return min(tried.items(), key=lambda each: cheapest(each[1](valid), spam[valid])[0])

def add(name, step):
    started = time.process_time()
    setting, scorer = best(step(train), valid)
    steps[name], filters[name], seconds[name] = step, scorer, time.process_time() - started
    told = measured(scorer(valid) >= cheapest(scorer(valid), y_valid)[1], y_valid)
    print("{}, validation set: precision {:.0f} %, recall {:.0f} %, cost {:.1f}".format(name, *told), f"({setting})")

my_sign = None
with_mine = SIGNS | ({"my own": re.escape(my_sign.lower())} if my_sign else {})

worth = np.array([2] + [1] * (len(with_mine) - 1))  # five digits, the first sign, count 2
add("no filter", lambda train: {"blocks nothing": lambda rows: np.zeros(len(rows))})
add("rule by hand", lambda train: {f"{len(with_mine)} signs": lambda rows: count_signs(rows, with_mine) @ worth})

# %%
def word_tables(train):  # how often each word of the training messages stands in each message, and whether it does
    X = csr_array(CountVectorizer(analyzer=list).fit(tokens[train]).transform(tokens))  # (5574, words)
    return {"counts": X, "present": (X > 0).astype(float)}

def searched_list(train):
    present = word_tables(train)["present"]
    ranked = np.argsort(present[train].T @ np.where(spam[train], -1, 1), kind="stable")
    return {f"{n} words": lambda rows, n=n: present[rows][:, ranked[:n]].sum(axis=1) for n in (5, 10, 20, 40, 80, 160, 320, 640, 1280)}

add("searched list", searched_list)

# %% [markdown]
# ## Naive Bayes
#
# The list gives every word one point. **Naive Bayes** gives each word a weight. Both see a **bag of words**: which words stand there, not in which order.
#
# **With a pencil:** spam is "free prize" and "free call", ham is "call me" and "me too". Of the 4 words of spam, 2 are "free": a share of 2 / 4.
# In ham its share is 0 / 4, and such a 0 would rule out ham for ever. **Smoothing** adds 1 to the count of each of the 5 different words. The share becomes (2 + 1) / (4 + 5) = 3 / 9 in spam and (0 + 1) / (4 + 5) = 1 / 9 in ham. "call" has 2 / 9 in both.

# %% [markdown]
# Is "free call" spam? Half of the messages are, so each class starts with 1 / 2. Multiply the words' shares: 3 / 9 × 2 / 9 in spam, 1 / 9 × 2 / 9 in ham. Spam gets 3 times as much as ham.
#
# Multiplying is naive: it takes words as independent of each other. Long products become tiny, so we add logarithms. This
# gives a weighted sum. The weight of a word is the logarithm of its share in spam divided by its share in ham. The bias is the logarithm of the number of spam messages divided by that of ham.
#
# The validation set chooses what is added, and whether a word counts each time or once a message.

# %%
def naive_bayes(X_train, y_train, alpha):
    """The weight of each word, and the bias. X_train: (messages, words) of counts; alpha is added to each count."""
    shares = []
    for rows in (X_train[y_train], X_train[~y_train]):
        counts = rows.sum(axis=0) + alpha
        shares.append(counts / counts.sum())
    return np.log(shares[0] / shares[1]), np.log(y_train.sum() / (~y_train).sum())

few = CountVectorizer(analyzer=words).fit(["free prize", "free call", "call me", "me too"])
few_counts = csr_array(few.transform(["free prize", "free call", "call me", "me too"]))
weights, bias = naive_bayes(few_counts, np.array([True, True, False, False]), alpha=1)
assert np.isclose(np.exp(weights[few.vocabulary_["free"]]), 3 / 1) and np.isclose(weights[few.vocabulary_["call"]], 0)
assert np.isclose(np.exp(few_counts @ weights + bias)[1], 3)  # of "free call"

# %%
ALPHAS, CS = (1, 0.3, 0.1, 0.03, 0.01), (0.01, 0.1, 1, 10, 100)

def bayes(train):
    tables = word_tables(train)
    fits = {(how, alpha): naive_bayes(tables[how][train], spam[train], alpha) for how in tables for alpha in ALPHAS}
    return {f"{how}, alpha {alpha}": lambda rows, how=how, fit=fit: tables[how][rows] @ fit[0] + fit[1] for (how, alpha), fit in fits.items()}

add("naive Bayes", bayes)
X = word_tables(train)["counts"]
library = MultinomialNB(alpha=0.3).fit(X[train], y_train)  # the same by scikit-learn
assert np.abs(library.predict_joint_log_proba(X[valid]) @ [-1, 1] - bayes(train)["counts, alpha 0.3"](valid)).max() < 1e-9

# %% [markdown]
# ## Logistic regression, and a pretrained model
#
# Logistic regression finds such weights in another way, on counts or on presence.
#
# A **pretrained** model was trained by others, on other data. Asked for a first project, Sean said: {{ said: bumblebee-for-classification }} Our model turns a text into a
# **sentence embedding**: numbers that are similar for texts of similar meaning. On these we train a logistic regression, too.
#
# {{ data: sms_embeddings }}
#
# **Your guess.** On the validation set, naive Bayes costs 9.3. What will the embeddings cost?

# %%
my_guess = None

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a few messages"}
embedding = datasets.load_sms_embeddings()
E = embedding.messages[pd.factorize(texts)[0]]  # (5574, 384): one row for each message

def regressions(tables, train):
    fits = {(how, C): LogisticRegression(C=C, max_iter=2000).fit(tables[how][train], spam[train]) for how in tables for C in CS}
    return {f"{how}, C {C}": lambda rows, how=how, fit=fit: fit.decision_function(tables[how][rows]) for (how, C), fit in fits.items()}

add("logistic regression", lambda train: regressions(word_tables(train), train))
add("embeddings", lambda train: regressions({"embeddings": E}, train))

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a few messages"}
scores = filters["embeddings"](valid)
reveal(my_guess, 1000 * cheapest(scores, y_valid)[0] / len(valid), unit="of cost")

# %% [markdown]
# ## The test set, once
#
# Each interval resamples the test messages, in the same way for all filters. So a difference has an interval, too.

# %% overheard={"tolerance": 5, "why": "weights found on another processor can turn a few messages"}
draws = np.random.default_rng(41).integers(len(test), size=(2000, len(test)))
blocked, results, table = {}, {}, {}  # results: (2001,), the cost on the test set as it is, then on each resample
for name, scorer in filters.items():
    before, threshold = cheapest(scorer(valid), y_valid)
    blocked[name] = says = scorer(test) >= threshold
    results[name] = np.array([measured(says[draw], y_test[draw])[2] for draw in [np.arange(len(test)), *draws]])
    table[name] = (*measured(says, y_test), 1000 * before / len(valid), (says & ~y_test).sum())
print(pd.DataFrame(table, index=["precision", "recall", "cost", "cost on validation", "real messages lost"]).T.round(1).to_string())
assert (my_sign or abs(table["rule by hand"][2] - 31.1) < 0.1) and np.allclose(table["naive Bayes"][:3], (99.1, 88.5, 16.6), atol=0.1)
for step, before in (("rule by hand", "searched list"), ("naive Bayes", "searched list"), ("naive Bayes", "logistic regression"), ("naive Bayes", "embeddings")):
    saved = results[before] - results[step]
    low, high = np.percentile(saved[1:], [2.5, 97.5])
    print(f"{step} against {before}: costs less by {saved[0]:.1f} ({low:.1f} to {high:.1f})")

# %%
low, high = np.percentile([each[1:] for each in results.values()], [2.5, 97.5], axis=1)
plots.bars(
    list(results), [each[0] for each in results.values()], low=low, high=high, title="Naive Bayes costs least on this test set", value_name="cost of 1,000 messages",
    alt="Six bars with intervals, the cost of each filter: no filter 84, rule by hand 31, searched list 36, naive Bayes 17, logistic regression 33, embeddings 38. All intervals but that of no filter overlap.",
)

# %% [markdown]
# Naive Bayes costs least on this test set. Its intervals against the searched list and logistic regression leave out 0, the one against the embeddings holds it. But it lost one real message and they lost three each. One such message costs 6.9.
#
# The four filters that learn cost 1.8 to 3.6 times as much as on the validation set, where their thresholds were the luckiest. No interval holds this luck. The gain by "reply" was luck, too: with it, the rule costs 36.6 here, not 31.1.
#
# So we make everything anew on thirty other splits, and ask, too, how much spam is found if 1 of 100 real messages may be lost.

# %% overheard={"tolerance": 5, "why": "weights found on another processor can turn a few messages"}
def found(scores, y):  # the share of spam, in per cent, that scores above the threshold which loses 1 of 100 real messages
    bar = np.sort(scores[~y])[-1 - (~y).sum() // 100]
    return 100 * (scores[y] > bar).mean()

def scored_after(seed):  # cost, and spam found, of each filter on the test part of another split, with all settings chosen anew
    train, valid, test = split(seed)
    scorers = [best(step(train), valid)[1] for step in steps.values()]
    return [(measured(scorer(test) >= cheapest(scorer(valid), spam[valid])[1], spam[test])[2], found(scorer(test), spam[test])) for scorer in scorers]

scored = np.array([scored_after(seed) for seed in tqdm(range(30))])  # (splits, filters, 2)
costs = pd.DataFrame(scored[:, :, 0], columns=list(steps))
assert (np.abs(scored.mean(axis=0)[[0, 3, 3, 4], [0, 0, 1, 1]] - (87.7, 25.4, 92.6, 92.5)) < (0.1, 0.1, 0.1, 0.3)).all() and (my_sign or abs((costs.idxmin(axis=1) == "naive Bayes").sum() - 15) < 5)
for name, (price, share) in zip(steps, scored.mean(axis=0), strict=True):
    print(f"{name}: mean cost {price:.1f}, cheapest in {(costs.idxmin(axis=1) == name).sum()} of 30, naive Bayes dearer in {(costs[name] < costs['naive Bayes']).sum()}; if 1 of 100 is lost, found {share:.1f} %")

# %% [markdown]
# Naive Bayes is cheapest in 15 of 30 splits and on average, but each of the other four beats it in 9 to 13. If 1 of 100 real messages may be lost, it is level with logistic regression: 92.6 and 92.5 % found.
#
# Now read its mistakes.

# %% overheard={"tolerance": 3, "why": "weights found on another processor can turn a few messages"}
for row in test[blocked["naive Bayes"] != y_test]:
    print("MISSED" if spam[row] else "LOST", "|", texts[row][:62])

# %% [markdown]
# We see four sorts:
#
# - advertisements in everyday words;
# - strangers who write like friends;
# - jokes and complaints, which we would not call spam;
# - the lost one: a friend sends a telephone number.
#
# ## How many labels?
#
# With 50 labels nobody has a large validation set. So each draw of training messages chooses its settings within itself, by **cross-validation**: train on two thirds (or half), try on the rest, in turn. The validation messages only measure.
#
# The cost hangs on one or two lost messages, so it jumps. The curve takes the calmer measure, spam found if 1 of 100 is lost. Our price would forbid that many.

# %% overheard={"tolerance": 6, "why": "weights found on another processor can turn a few messages, most with few labels"}
LEARNERS = {  # what learns, its settings, and what it sees; each draw counts only the words of its own messages
    "naive Bayes": (make_pipeline(CountVectorizer(analyzer=list), MultinomialNB()), {"multinomialnb__alpha": ALPHAS}, tokens),
    "embeddings": (LogisticRegression(max_iter=2000), {"C": CS}, E),
}
SIZES = (20, 50, 100, 300, 1000)
curve = {name: np.zeros((20, len(SIZES))) for name in LEARNERS}
for seed in tqdm(range(20)):
    rng = np.random.default_rng(seed)
    while spam[(mixed := rng.permutation(train))[:20]].sum() < 2:  # the first 20 must hold 2 of spam
        pass
    for place, n in enumerate(SIZES):
        rows = mixed[:n]
        folds = StratifiedKFold(min(3, spam[rows].sum()), shuffle=True, random_state=seed)
        for name, (model, grid, inputs) in LEARNERS.items():
            chosen = GridSearchCV(model, grid, scoring="roc_auc", cv=folds).fit(inputs[rows], spam[rows])  # roc_auc: how often spam outscores ham
            log_p = chosen.predict_log_proba(inputs[valid])
            curve[name][seed, place] = found(log_p[:, 1] - log_p[:, 0], y_valid)
gap = curve["naive Bayes"] - curve["embeddings"]  # (20, sizes): the lead of naive Bayes in each draw
low, high = np.percentile(gap[np.random.default_rng(41).integers(20, size=(2000, 20))].mean(axis=1), [2.5, 97.5], axis=0)
for place, n in enumerate(SIZES):
    print(f"{n:4} labels:", ", ".join(f"{name} {each[:, place].mean():.0f} %" for name, each in curve.items()), f"| naive Bayes ahead by {gap[:, place].mean():.1f} ({low[place]:.1f} to {high[place]:.1f})")

# %%
plots.learning_curve(
    SIZES, curve, log_x=True, title="With few labels luck decides, with 1,000 naive Bayes is ahead", width=8.5, height=4.2,
    x_name="labelled messages", y_name="spam found, if 1 of 100\nreal messages is lost (%)", caption="Lines: means. Bands: lowest and highest of 20 draws.",
    alt="Two lines with wide bands, naive Bayes and embeddings. Both start at about 45 per cent with 20 labels. With 1,000, naive Bayes reaches 95 and embeddings 88, and the bands have become narrow.",
)

# %% [markdown]
# With 20 and 50 labels, these draws cannot tell words and embeddings apart, and our rule, with 69 %, is ahead of both. From 100 on naive Bayes is ahead of embeddings on these validation messages.
#
# Is there a task where embeddings win? We wrote one: fifty invented customers say "it has not arrived" or "it is broken", each in other words, so counting finds little.

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a message"}
print(*embedding.planted["text"][[10, 20, 25, 40]], sep="\n")
late = embedding.planted["label"].to_numpy() == "late"
planted_words = csr_array(CountVectorizer(analyzer=words).fit_transform(embedding.planted["text"]))
RIVALS = {"embeddings": (LogisticRegression(C=10), embedding.planted_rows), "naive Bayes": (MultinomialNB(), planted_words)}
for n in (2, 4, 10, 20):
    for name, (model, inputs) in RIVALS.items():
        right = []
        for seed in range(40):
            rng = np.random.default_rng(seed)
            rows = np.concatenate([rng.permutation(np.flatnonzero(late == side))[: n // 2] for side in (True, False)])
            rest = np.setdiff1d(np.arange(50), rows)
            right.append(100 * model.fit(inputs[rows], late[rows]).score(inputs[rest], late[rest]))
        print(f"{n:2} labels, {name}: {np.mean(right):.0f} % right (40 draws: {min(right):.0f} to {max(right):.0f})")
assert abs(np.mean(right) - 64) < 1  # of naive Bayes with 20 labels

# %% [markdown]
# There, embeddings with 4 labels are right for 87 % of the rest, naive Bayes with 20 labels for 64 %.
#
# ## Choose a pretrained model
#
# Ask what it learned from, how large it is, and what its licence allows. Then try it. Ours learned from 1.17 billion pairs of texts, 62 % from Reddit. It takes 91 MB, and is free under Apache-2.0. Whether it had read our messages, nobody can check.
#
# {{ data: cat_photo }}
#
# Install the models, and the cell below the pictures reads a message and a photo of yours.

# %%
pet = datasets.load_cat_photo()
answers = [pet.answers[pet.answers["picture"] == name].head(3) for name in pet.pictures]
plots.image_grid(
    pet.pictures.values(), titles=["\n".join(f"{row.label} {row.probability:.2f}" for row in each.itertuples()) for each in answers], size=2.4, columns=2,
    title="The drawing is taken for a gong", alt="Left a photo of a tabby cat: tiger cat 0.38, Egyptian cat 0.36, tabby 0.17. Right a line drawing of a cat's head: gong 0.32, chime 0.30, electric fan 0.03.",
)

# %% tags=["nbval-ignore-output"] overheard={"why": "seconds, the photo, and whether the models are installed, differ between computers"}
my_message = "You have been chosen! Ring 08000 123456 now to get your gift."
my_photo = None  # the path of a photo of your dog, such as "rex.jpg"
print("seconds to train with all settings:", {name: round(each, 2) for name, each in seconds.items()})
if pretrained.installed("sentences"):
    encoder = pretrained.sentence_encoder()
    started = time.process_time()
    fresh = encoder.encode(list(texts[valid[:200]]))
    print(f"the pretrained model itself: {5 * (time.process_time() - started):.0f} s for 1,000 messages")
    print(f"largest difference from the shipped numbers: {np.abs(fresh - E[valid[:200]]).max():.4f}")
    head = LogisticRegression(C=10, max_iter=2000).fit(E[train], y_train)
    print(f"your message: {head.predict_proba(encoder.encode([my_message]))[0, 1]:.0%} spam")
else:
    print(pretrained.how_to_install("sentences"))
print(pretrained.image_classifier().top(my_photo or pet.pictures["cat"]) if pretrained.installed("images") else pretrained.how_to_install("images"))

# %% [markdown]
# The image model's probabilities add up to 1, and "none of these" is no class. So it must answer.
#
# | Python | **from Elixir** |
# |---|---|
# | `MultinomialNB(alpha=0.3).fit(X, y)` | `Scholar.NaiveBayes.Multinomial.fit(x, y, num_classes: 2, alpha: 0.3)`, with y of 0 and 1 |
# | `encoder.encode(texts)` | `Bumblebee.Text.text_embedding(model_info, tokenizer, output_attribute: :hidden_state, output_pool: :mean_pooling, embedding_processor: :l2_norm)`, then `Nx.Serving.run` |

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | "a really simple" application | naive Bayes: recall 88.5 %, precision 99.1 % | **holds** for the code; split, price and labels took more thought |
# | "try a couple of different approaches" | learned words find more than our rule; which is best hangs on split and measure | **followed here** |
# | "something like Bumblebee" | it runs in ten lines; counting words did as well on spam | **holds in part** |
#
# **The answer.** First count words. Try a pretrained model where the same is said in ever new words.
#
# **The literature.** {{ cite: almeida2011 }} collected these messages; there a support vector machine did best.

# %% [markdown]
# **Where it stops.** A threshold that loses nobody on the validation set rests on one or two messages. Four comparisons were made, uncorrected.

# %% [markdown]
# {{ takeaway }}
