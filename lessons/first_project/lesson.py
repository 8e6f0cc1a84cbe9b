# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# **The result first.** You will have five filters, and know which step was worth it. Alexis: {{ said: couple-of-different-approaches }}
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
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.naive_bayes import MultinomialNB
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
# The simplest model copies the label of the most similar training message. We split four ways, and count its misses.

# %%
def words(text):
    """Words in small letters, some signs, and numbers, with each digit turned into 0."""
    return re.findall(r"[a-z]+|0+|[£$!?]", re.sub(r"\d", "0", text.lower()))

has = csr_array(CountVectorizer(analyzer=words, binary=True).fit_transform(texts), dtype=np.float32)  # 1 where a word stands in a message
n_words = has.sum(axis=1)  # different words of each message
shared = (has @ has.T).toarray()  # (5574, 5574): how many words stand in both
alike = shared / np.maximum(n_words[:, None] + n_words - shared, 1)
kind = connected_components(csr_array(alike >= 0.6), directed=False)[1]  # the number of the kind of each message
one_each = np.sort(np.unique(kind, return_index=True)[1])  # the first message of each kind
assert 6 / 8 == 0.75
n_twins = (np.bincount(kind)[kind] > 1)[spam].sum()
print(f"{spam.sum()} spam messages, {n_twins} with a twin; {len(one_each):,} kinds, {spam[one_each].sum()} of spam")

unit = {"row": np.arange(len(texts)), "text": pd.factorize(texts)[0], "kind": kind, "kind, one message of each": kind}
for way, number in unit.items():
    rows = one_each if "each" in way else np.arange(len(texts))
    missed = []
    for seed in range(10):
        numbers = np.random.default_rng(seed).permutation(np.unique(number[rows]))
        held_out = np.isin(number[rows], numbers[: len(numbers) // 4])
        seen, new = rows[~held_out], rows[held_out]
        copied = spam[seen[alike[np.ix_(new, seen)].argmax(axis=1)]]  # np.ix_: these rows and those columns
        missed.append(100 * (~copied[spam[new]]).mean())
    print(f"split by {way}: misses {np.mean(missed):.1f} % of the spam (ten splits: {min(missed):.1f} to {max(missed):.1f})")

# %% [markdown]
# Keeping twins on one side hardly matters here: spam that comes often is easy even when it is new. What flatters is that it counts many times. With one message of each kind, twice as much is
# missed. From here on we keep only the first of each kind.

# %%
order = np.random.default_rng(41).permutation(one_each)
train, valid, test = np.split(order, [len(order) // 2, 7 * len(order) // 10])  # the rows of each part
y_train, y_valid, y_test = spam[train], spam[valid], spam[test]
print({name: f"{len(y):,} messages, {y.sum()} of spam" for name, y in (("train", y_train), ("valid", y_valid), ("test", y_test))})
SIGNS = {"five digits": r"\d{5}", "£": "£", "free": "free", "win": "win", "prize": "prize", "claim": "claim"}

def count_signs(rows):
    return np.array([[bool(re.search(sign, text.lower())) for sign in SIGNS.values()] for text in texts[rows]])  # (rows, signs)

signs = count_signs(train)
fig, axis = plots.figure(7.5, 3.4, title="Five digits in a row are the strongest of six signs of spam")
for colour, marker, name, side in (("orange", "s", "spam", y_train), ("blue", "o", "ham", ~y_train)):
    shares = 100 * signs[side].mean(axis=0)
    axis.scatter(shares, range(len(SIGNS)), color=plots.COLOURS[colour], marker=marker, s=55)
    axis.annotate(name, (shares[0], 0), xytext=(0, 9), textcoords="offset points", ha="center", color=plots.COLOURS[colour])
axis.set(yticks=range(len(SIGNS)), yticklabels=list(SIGNS), ylim=(len(SIGNS) - 0.4, -0.9), xlim=(-2, 100), xlabel="training messages with the sign (per cent)")
plots.show(fig, alt="Each of six rows has a square for spam and a dot for ham. Five digits in a row stand in 70 per cent of the spam and in hardly any ham. The other signs stand in up to 30 per cent of the spam.")

# %% [markdown]
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
# Our **baseline** is a rule by hand: one point for each sign of the plot. Enough points, and a message is blocked.
#
# **Your turn.** Does one more sign help? Write `my_sign = "reply"` and run the cell. The cost of 1,000 messages falls from 44.6 to 38.4.
#
# Then a machine tunes a rule of this form. It ranks all words by how many spam messages hold them, less how many ham messages do. The validation set chooses the length of the list.

# %%
filters, seconds = {}, {}  # by name: a function from rows to scores; the seconds that it took to train

def add(name, scorer, started, told=""):
    filters[name], seconds[name] = scorer, time.process_time() - started
    scores = scorer(valid)
    at_best = measured(scores >= cheapest(scores, y_valid)[1], y_valid)
    print("{}, validation set: precision {:.0f} %, recall {:.0f} %, cost {:.1f}".format(name, *at_best), told)

my_sign = None
SIGNS |= {"my own": my_sign} if my_sign else {}
add("rule by hand", lambda rows: count_signs(rows).sum(axis=1), time.process_time())

# %%
started = time.process_time()
vectorizer = CountVectorizer(analyzer=words).fit(texts[train])
X = csr_array(vectorizer.transform(texts))  # (5574, words of the training set): how often each stands in each message
present = (X > 0).astype(float)
gains = present[train][y_train].sum(axis=0) - present[train][~y_train].sum(axis=0)
ranked = np.argsort(-gains, kind="stable")
by_size = {size: cheapest(present[valid][:, ranked[:size]].sum(axis=1), y_valid)[0] for size in (5, 10, 20, 40, 80, 160, 320, 640, 1280)}
size = min(by_size, key=by_size.get)
add("searched list", lambda rows: present[rows][:, ranked[:size]].sum(axis=1), started, f"with {size} words")
print("the first:", *vectorizer.get_feature_names_out()[ranked[:12]])

# %% [markdown]
# ## Naive Bayes
#
# The list gives every word one point. **Naive Bayes** gives each word a weight. Both see a **bag of words**: how often each stands there, not in which order.
#
# **With a pencil:** spam is "free prize" and "free call", ham is "call me" and "me too". Of the 4 words of spam, 2 are "free": a share of 2 / 4.
# In ham its share is 0 / 4, and such a 0 would rule out ham for ever. **Smoothing** adds 1 to the count of each of the 5 different words. The share becomes (2 + 1) / (4 + 5) = 3 / 9 in spam and (0 + 1) / (4 + 5) = 1 / 9 in ham. "call" has 2 / 9 in both.

# %% [markdown]
# Is "free call" spam? Half of the messages are, so each class has the **prior** 1 / 2. The product of the words' shares is the **likelihood**: 3 / 9 × 2 / 9 in spam, 1 / 9 × 2 / 9 in ham. Multiply each by its prior. Spam gets 3 times as much as ham, so its probability is 3 / (3 + 1) = 0.75.
#
# Multiplying is naive: it takes words as independent of each other. Long products become tiny, so we add logarithms. This
# gives a weighted sum. The weight of a word is the logarithm of its share in spam divided by its share in ham. The bias is that of the priors' ratio.

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
assert np.isclose(np.exp(few_counts @ weights + bias)[1], 3) and 3 / (3 + 1) == 0.75  # of "free call"

# %% [markdown]
# Now on all training messages. The validation set chooses what is added, and whether a word counts each time or once a message.

# %%
started = time.process_time()
PREPARED, ALPHAS, CS = {"counts": X, "present": present}, (1, 0.3, 0.1, 0.03, 0.01), (0.1, 1, 10, 100, 1000)

def bayes(alpha, how):
    weights, bias = naive_bayes(PREPARED[how][train], y_train, alpha)
    return lambda rows: PREPARED[how][rows] @ weights + bias

by_setting = {(alpha, how): cheapest(bayes(alpha, how)(valid), y_valid)[0] for alpha in ALPHAS for how in PREPARED}
alpha, how = min(by_setting, key=by_setting.get)
add("naive Bayes", bayes(alpha, how), started, f"with {how} and {alpha}")
library = MultinomialNB(alpha=alpha).fit(PREPARED[how][train], y_train)  # the same by scikit-learn
assert np.abs(library.predict_joint_log_proba(PREPARED[how][valid]) @ [-1, 1] - filters["naive Bayes"](valid)).max() < 1e-9

# %% [markdown]
# ## Logistic regression, and a pretrained model
#
# Logistic regression finds such weights in another way. We try it on counts, on presence, and on **tf-idf**, where a word counts less the more messages hold it.
#
# Katelynn says of Bumblebee: {{ said: use-already-pretrained-models }} A **pretrained** model was trained by others, on other data. Ours turns a text into a
# **sentence embedding**: numbers that are similar for texts of similar meaning {{ cite: reimers2019 }}. On these we train a logistic regression, too.
#
# {{ data: sms_embeddings }}
#
# **Your guess.** On the validation set, naive Bayes costs 9.3. What will the embeddings cost?

# %%
my_guess = None

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a few messages"}
embedding = datasets.load_sms_embeddings()
E = embedding.messages[pd.factorize(texts)[0]]  # (5574, 384): one row for each message
PREPARED |= {"tf-idf": csr_array(TfidfTransformer(sublinear_tf=True).fit(X[train]).transform(X)), "embeddings": E}

def linear(C, how):
    model = LogisticRegression(C=C, max_iter=2000).fit(PREPARED[how][train], y_train)
    return lambda rows: model.decision_function(PREPARED[how][rows])  # the weighted sum

for name, ways in {"logistic regression": ("counts", "present", "tf-idf"), "embeddings": ("embeddings",)}.items():
    started = time.process_time()
    tried = {(C, how): linear(C, how) for how in ways for C in CS}
    by_setting = {setting: cheapest(scorer(valid), y_valid)[0] for setting, scorer in tried.items()}
    C, how = min(by_setting, key=by_setting.get)
    add(name, tried[C, how], started, f"with {how}")

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a few messages"}
scores = filters["embeddings"](valid)
reveal(my_guess, 1000 * cheapest(scores, y_valid)[0] / len(valid), unit="of cost")

# %% [markdown]
# **What it takes.** Where the pretrained model is installed, the next cell lets it read 200 messages and one of yours. Else it says how to get it. On ours it took 9 seconds for 1,000 messages.

# %% tags=["nbval-ignore-output"] overheard={"why": "seconds, and whether the encoder is installed, differ between computers"}
my_message = "You have been chosen! Ring 08000 123456 now to get your gift."
for name, scorer in filters.items():
    started = time.process_time()
    scorer(valid)
    print(f"{name}: {seconds[name]:.2f} s to train with all settings, {1000 * (time.process_time() - started) / len(valid):.3f} s for 1,000 messages")
if pretrained.installed("sentences"):
    encoder = pretrained.sentence_encoder()
    started = time.process_time()
    fresh = encoder.encode(list(texts[valid[:200]]))
    print(f"the pretrained model itself: {5 * (time.process_time() - started):.0f} s for 1,000 messages")
    print(f"largest difference from the shipped numbers: {np.abs(fresh - E[valid[:200]]).max():.4f}")
    head = LogisticRegression(C=C, max_iter=2000).fit(E[train], y_train)
    print(f"your message: {head.predict_proba(encoder.encode([my_message]))[0, 1]:.0%} spam")
else:
    print(pretrained.how_to_install("sentences"))

# %% [markdown]
# ## The test set, once
#
# Each interval resamples the test messages, in the same way for all filters. So a difference has an interval, too. The last number of a line gives each filter the threshold that loses 1 of 100 real *test* messages.

# %% overheard={"tolerance": 5, "why": "weights found on another processor can turn a few messages"}
def found(scores, y):
    """The share of spam, in per cent, that scores above the threshold which loses 1 of 100 real messages."""
    bar = np.sort(scores[~y])[-1 - (~y).sum() // 100]
    return 100 * (scores[y] > bar).mean()

draws = np.random.default_rng(41).integers(len(test), size=(2000, len(test)))
blocked, results = {}, {}  # results: (2001, 4), first of the test set as it is, then of each resample
for name, scorer in filters.items():
    scores = scorer(test)
    blocked[name] = says = scores >= cheapest(scorer(valid), y_valid)[1]
    results[name] = np.array([(*measured(says[draw], y_test[draw]), found(scores[draw], y_test[draw])) for draw in [np.arange(len(test)), *draws]])
    low, high = np.percentile(results[name][1:], [2.5, 97.5], axis=0)
    told = zip(("precision", "recall", "cost", "recall at 1 in 100"), results[name][0], low, high, strict=True)
    print(f"{name}:", ", ".join("{} {:.1f} ({:.1f} to {:.1f})".format(*each) for each in told))
assert abs(results["naive Bayes"][0][1] - 88.5) < 0.1 and abs(results["naive Bayes"][0][0] - 99.1) < 0.1
for step, before in (("searched list", "rule by hand"), ("naive Bayes", "searched list"), ("logistic regression", "naive Bayes"), ("embeddings", "naive Bayes")):
    gained = (results[step] - results[before])[:, 2:] * [-1, 1]
    low, high = np.percentile(gained[1:], [2.5, 97.5], axis=0)
    told = zip(("saves", "finds more at 1 in 100:"), gained[0], low, high, strict=True)
    print(f"{step} in place of {before}:", ", ".join("{} {:.1f} ({:.1f} to {:.1f})".format(*each) for each in told))

# %% [markdown]
# The searched list finds about twice as much spam as our rule. But it loses some real messages, so with our price the step is not decided. Naive Bayes costs least, though its interval against the embeddings holds 0. At 1 in 100, the learned filters that we compare differ by no more than luck.
#
# Now read what naive Bayes got wrong.

# %% overheard={"tolerance": 3, "why": "weights found on another processor can turn a few messages"}
for row in test[blocked["naive Bayes"] != y_test]:
    print("MISSED" if spam[row] else "LOST", "|", texts[row][:62])
only = test[y_test & blocked["naive Bayes"] & ~blocked["embeddings"]]
print(f"{len(only)} of spam only the embeddings miss, {sum(bool(re.search(SIGNS['five digits'], texts[row])) for row in only)} of them with five digits in a row")

# %% [markdown]
# We see four kinds:
#
# - advertisements in everyday words: flowers, a dartboard;
# - strangers who write like friends;
# - jokes and complaints, which we would not call spam;
# - the lost one: a friend sends a telephone number.
#
# Embeddings miss much that a telephone number gives away. They hold meaning, and numbers have little.
#
# ## How many labels?
#
# With 50 labels nobody has a large validation set. So each draw of training messages chooses its settings within itself, by **cross-validation**: train on two thirds, try on the rest, in turn. The validation messages only measure.

# %% overheard={"tolerance": 6, "why": "weights found on another processor can turn a few messages, most with few labels"}
LEARNERS = {
    "words, naive Bayes": (MultinomialNB(), {"alpha": ALPHAS[:4]}, X),
    "words, logistic": (LogisticRegression(max_iter=2000), {"C": CS[1:4]}, X),
    "embeddings": (LogisticRegression(max_iter=2000), {"C": CS[1:4]}, E),
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
for place, n in enumerate(SIZES):
    ahead = (curve["embeddings"][:, place] > curve["words, naive Bayes"][:, place]).sum()
    print(f"{n:4} labels:", ", ".join(f"{name} {each[:, place].mean():.0f}" for name, each in curve.items()), f"| embeddings ahead of naive Bayes in {ahead} of 20 draws")

# %%
plots.learning_curve(
    SIZES, curve, log_x=True, title="With few labels luck decides, with 1,000 naive Bayes is ahead", width=8.5, height=4.2,
    x_name="labelled messages", y_name="spam found, if 1 of 100\nreal messages is lost (%)", caption="Bands: lowest and highest of 20 draws.",
    alt="Three lines rise from about 40 to about 90 per cent, with wide overlapping bands. Embeddings start highest and end lowest; naive Bayes ends highest, at 94.",
)

# %% [markdown]
# On average, all three need between 100 and 300 labels to find 80 % of the spam. With 20, the embeddings are ahead of naive Bayes in most draws, by no more than luck could do. With 1,000 they are ahead in none.
#
# Could this comparison see a gain? We plant one: fifty invented customers say "it has not arrived" or "it is broken", each in other words.

# %% overheard={"tolerance": 4, "why": "weights found on another processor can turn a message"}
for row in (10, 20, 25, 40):
    print(embedding.planted["label"][row], "|", embedding.planted["text"][row])
late = embedding.planted["label"].to_numpy() == "late"
means, INPUTS = {}, {"words": csr_array(CountVectorizer(analyzer=words).fit_transform(embedding.planted["text"])), "embeddings": embedding.planted_rows}
for n in (2, 4, 10, 20):
    told = []
    for name, inputs in INPUTS.items():
        right = []
        for seed in range(40):
            rng = np.random.default_rng(seed)
            rows = np.concatenate([rng.permutation(np.flatnonzero(late == side))[: n // 2] for side in (True, False)])
            rest = np.setdiff1d(np.arange(50), rows)
            right.append(100 * LogisticRegression(C=10).fit(inputs[rows], late[rows]).score(inputs[rest], late[rest]))
        means[name, n] = np.mean(right)
        told.append(f"{name} {np.mean(right):.0f} % right (40 draws: {min(right):.0f} to {max(right):.0f})")
    print(f"{n:2} labels:", ", ".join(told))
assert abs(means["embeddings", 4] - 87) < 3 and abs(means["words", 20] - 60) < 3

# %% [markdown]
# It can: embeddings with 4 labels are right for 87 % of the rest, words with 20 labels for 60 %.
#
# ## Choose a pretrained model
#
# | | our text model | our image model |
# |---|---|---|
# | learned from | 1.17 billion pairs of texts, 62 % from Reddit | ImageNet's 1,000 classes |
# | size | 91 MB | 19 MB |
# | licence | Apache-2.0 | Apache-2.0 |
# | trial | ten lines, as above | your own photo |
#
# Did it learn from our messages? Its card names none such. Nobody can check.
#
# {{ data: cat_photo }}

# %%
pet = datasets.load_cat_photo()
told = [pet.answers[pet.answers["picture"] == name] for name in pet.pictures]
plots.image_grid(
    pet.pictures.values(), size=2.4, columns=2, title="The drawing is taken for a gong",
    titles=["\n".join(f"{row.label} {row.probability:.2f}" for row in each.itertuples()) for each in told],
    alt="Left a photo of a tabby cat: tiger cat 0.38, Egyptian cat 0.36, tabby 0.17, lynx 0.02. Right a line drawing of a cat's head: gong 0.32, chime 0.30, electric fan 0.03.",
)

# %% tags=["nbval-ignore-output"] overheard={"why": "whether the classifier is installed, and the photo, differ between computers"}
my_photo = None  # the path of a photo of your dog, such as "rex.jpg"
if pretrained.installed("images"):
    print(pretrained.image_classifier().top(my_photo or pet.pictures["cat"]))
else:
    print(pretrained.how_to_install("images"))

# %% [markdown]
# Its probabilities add up to 1, and "none of these" is no class. So it must answer, whatever you show.
#
# | Python | **from Elixir** |
# |---|---|
# | `MultinomialNB(alpha=0.3).fit(X, y)` | `Scholar.NaiveBayes.Multinomial.fit(x, y, num_classes: 2, alpha: 0.3)` |
# | `encoder.encode(texts)` | `Bumblebee.Text.text_embedding(model, tokenizer)`, then `Nx.Serving.run` |

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | "a really simple" application | naive Bayes: recall 88.5 %, precision 99.1 % | **holds** for the code; split, price and labels took more thought |
# | "try a couple of different approaches" | learned words find twice the spam of our rule; which is best hangs on the measure | **holds** |
# | "use already pre trained models" | no gain on spam from 100 labels on, a large one on the planted task | **holds in part** |
#
# **The answer.** First count words. Try a pretrained model where meaning matters more than signs.
#
# **The literature.** {{ cite: almeida2011 }} collected these messages; there a support vector machine did best. {{ cite: wang2012 }} found naive Bayes better than that on short opinions, and worse on long texts.

# %% [markdown]
# **Where it stops.** A threshold that loses nobody on the validation set rests on one or two messages, and the intervals leave this luck out. Four comparisons were made, uncorrected. Most spam here is British, most ham from Singapore: a filter may know the country.

# %% [markdown]
# {{ takeaway }}
