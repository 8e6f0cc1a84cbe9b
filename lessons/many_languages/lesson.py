# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Four languages, and English in the middle
#
# {{ data: everyday_many }}
#
# Few have sentences for every pair of languages, but most have some with English. So we train in six directions, from and to
# English. French to German is never trained, except where we say so.

# %%
import numpy as np
import torch

from overheard import datasets, plots
from overheard.check import load_room
from overheard.predict import reveal

room = load_room("many_languages", "translator.py")  # the translator of lesson 42
everyday = datasets.load_everyday_many()
train, valid, test = everyday.train, everyday.valid, everyday.test
clear = test[test["gap"] == ""].reset_index(drop=True)  # sentences in which no language must guess
print(f"{len(train):,} meanings to learn from, {len(clear)} to be tested with")
print(clear[["en", "de", "fr", "es"]].iloc[100].to_string())

# %% [markdown]
# ## The token
#
# {{ quote: only-the-target-token }}
#
# The model is that of {{ lesson: attention_heatmaps }}, unchanged: an encoder reads, attention looks back, a decoder writes. Two
# things are new. All languages share one list of words, and the first word of the source is the **target token**, such as
# `<de>`. It says which language to write. Nothing says which language is read.

# %%
HUB = [("en", "de"), ("de", "en"), ("en", "fr"), ("fr", "en"), ("en", "es"), ("es", "en")]  # (source, target)
UNSEEN = [("de", "fr"), ("fr", "de"), ("de", "es"), ("es", "de"), ("fr", "es"), ("es", "fr")]


def tagged(a: str, b: str, frame) -> list:  # (words of the source behind its token, words of the target)
    return [([f"<{b}>", *room.tokens(x)], room.tokens(y)) for x, y in zip(frame[a], frame[b], strict=True)]


pairs = [pair for a, b in HUB for pair in tagged(a, b, train)]
kit = room.translator([words for pair in pairs for words in pair])  # one list of words for all
words_of = {code: {word for line in train[code] for word in room.tokens(line)} for code in ("en", "de", "fr", "es")}
print(f"{len(pairs):,} pairs in six directions, {len(kit.words):,} words and marks")
print(*tagged("fr", "de", clear)[100], sep="\n")

# %% [markdown]
# ## Fluency by degrees: chrF with a pencil
#
# {{ said: fluency-not-on-and-off }} Exact match is on and off. **chrF** {{ cite: popovic2015 }} compares **n-grams** of letters:
# "cat" has the 1-grams c, a, t and the 2-grams ca, at.
#
# Wanted is "cats", written is "cat". *Precision* is the share of written n-grams that are wanted: 3 of 3 and 2 of 2, so 1.
# *Recall* is the share of wanted ones that were written: 3 of 4 and 2 of 3, on average 0.708. F joins both, and recall
# counts more (beta is 2): 5 × 1 × 0.708 / (4 × 1 + 0.708) = 0.752.
#
# The usual chrF goes up to 6-grams.

# %%
from collections import Counter


def chrf(written: list[str], wanted: list[str], order: int = 6, beta: float = 2.0) -> float:  # of texts, 0 to 100
    precision, recall = [], []
    for n in range(1, order + 1):
        counts = np.zeros(3)  # shared, written, wanted
        for texts in zip(written, wanted, strict=True):
            a, b = (Counter(t[i : i + n] for i in range(len(t) - n + 1)) for t in (x.replace(" ", "") for x in texts))
            counts += (a & b).total(), a.total(), b.total()
        if counts[1] and counts[2]:
            precision.append(counts[0] / counts[1])
            recall.append(counts[0] / counts[2])
    p, r = (np.mean(x) if x else 0.0 for x in (precision, recall))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0


assert round((3 / 4 + 2 / 3) / 2, 3) == 0.708 and round(5 * 1 * 0.708 / (4 * 1 + 0.708), 3) == 0.752
assert round(chrf(["cat"], ["cats"], order=2) / 100, 3) == 0.752

# %% [markdown]
# ## Train it for a moment
#
# You train on a quarter of the pairs. Then you ask for French to German.
#
# **Your guess.** A model trained long enough gets most sentences right *from and to English*. How many per cent of the
# French sentences will it translate into German exactly right?

# %%
my_guess = None  # per cent

# %% overheard={"tolerance": 8, "why": "a training of seconds; other processors add in another order"}
few = [pair for a, b in HUB for pair in tagged(a, b, train.head(3_200))]
model = kit.model(seed=0)
kit.learn(model, few, n_epochs=1, seed=0, lr=0.016)
for a, b in (("fr", "en"), ("en", "de"), ("fr", "de")):
    sources, targets = zip(*tagged(a, b, valid[valid["gap"] == ""]), strict=True)
    written = kit.translate(model, sources)
    print(f"{a}-{b}: chrF {chrf([' '.join(w) for w in written], [' '.join(w) for w in targets]):.0f}")

# %% [markdown]
# ## The rivals
#
# {{ data: many_models }}
#
# | name | trained on | updates |
# |---|---|---|
# | shared | six directions | 1,198 |
# | pair models | French to English, English to German | 1,200 each |
# | direct | French to German | 1,200 |
#
# All have the same network and settings. With the same number of updates, the shared model sees each direction a sixth as often as
# the others see theirs.
#
# A sensible person without a French-German model goes through a third language, the **pivot**: French to English, then English
# to German. That is our **baseline**. One step between two languages that were never trained as a pair is
# **zero-shot translation**.

# %%
models = datasets.load_many_models()
wrote = {key: part["translation"].tolist() for key, part in models.written.groupby(["run", "direction"])}


def judged(run: str, way: str) -> tuple[float, float, float]:  # exact match, chrF, words of the right language, all in %
    got, target = wrote[run, way], way[-2:]
    want = [" ".join(room.tokens(line)) for line in clear[target]]
    right = [word in words_of[target] for line in got for word in line.split() if word.isalpha()]
    exact = np.mean([g == w for g, w in zip(got, want, strict=True)])
    return 100 * exact, chrf(got, want), 100 * np.mean(right)


def line(name: str, run: str, ways: list[str]) -> np.ndarray:  # (seeds, 3), printed as means with their range over seeds
    seeds = [f"{run}_{seed}" for seed in range(3) if (f"{run}_{seed}", ways[0]) in wrote]
    found = np.array([np.mean([judged(each, way) for way in ways], axis=0) for each in seeds])
    cells = [f"{m:5.1f} ({low:.1f} to {high:.1f})" for m, low, high in zip(found.mean(0), found.min(0), found.max(0), strict=True)]
    print(f"{name:34} {len(seeds)} seeds", *cells, sep="  ")
    return found


# %%
print("exact match, chrF, words of the right language in %: mean (lowest to highest seed)")
line("shared, from and to English", "shared", [f"{a}-{b}" for a, b in HUB])
line("shared, six unseen, zero-shot", "shared", [f"{a}-{b}" for a, b in UNSEEN])
line("shared, the same in two steps", "shared", [f"{a}-en-{b}" for a, b in UNSEEN])
print("French to German alone")
WAYS = {
    "shared, zero-shot": ("shared", "fr-de"), "shared, two steps": ("shared", "fr-en-de"),
    "pair models, two steps": ("pairs", "fr-en-de"), "direct": ("fr-de", "fr-de"),
}  # fmt: skip
french_german = {name: line(name, run, [way]) for name, (run, way) in WAYS.items()}

# %%
reveal(my_guess, french_german["shared, zero-shot"][:, 0].mean())

# %% [markdown]
# Hardly one is right. Two steps through English, with the very same model, get 56.1 %. So the model can read French and can
# write German. What does it write?
#
# **Your turn.** Before you write `"es"` for `"de"` below: what will change?

# %%
def shipped(run: str):  # the model with its shipped parameters
    model = kit.model(seed=0)
    weights = {name: torch.from_numpy(array).float() for name, array in models.weights[run].items()}
    model.load_state_dict(weights, strict=False)
    return model


ask, into = "Mon frère a vu un film.", "de"
print(into, "|", " ".join(kit.translate(shipped("shared_0"), [[f"<{into}>", *room.tokens(ask)]])[0]))
for n in (0, 300, 600):
    print(f"\n{clear['fr'][n]}\n  asked for German: {wrote['shared_0', 'fr-de'][n]}")
written = [word for sentence in wrote["shared_0", "fr-de"] for word in sentence.split() if word.isalpha()]
print({code: f"{100 * np.mean([word in own for word in written]):.0f} %" for code, own in words_of.items()}, "of the words are known there")

# %% [markdown]
# It writes *English*, whatever the token says. In training, every French sentence went into English. There the model could tell the target
# from the source, and learned to ignore the token. It heeds the token only behind an English sentence.
#
# So we make the token matter. A further model also trains on German and Spanish, both ways, with as many pairs and
# updates in all. French still meets English only.

# %%
still_unseen = ["fr-de", "de-fr", "fr-es", "es-fr"]
line("six directions, zero-shot", "shared", still_unseen)
line("eight directions, zero-shot", "eight", still_unseen)
line("eight, the same in two steps", "eight", [f"{way[:2]}-en-{way[3:]}" for way in still_unseen])
print("French to German alone")
french_german["eight directions, zero-shot"] = line("eight directions, zero-shot", "eight", ["fr-de"])

# %%
fig, axis = plots.figure(9, 3.8, title="Zero-shot fails until the token matters, and even then two steps do better")
french_german = dict(sorted(french_german.items(), key=lambda item: item[1][:, 0].mean()))
for place, (name, found) in enumerate(french_german.items()):
    mark, look = ("o", "orange") if "zero" in name else ("s", "blue") if "two" in name else ("^", "green")
    axis.plot(found[:, 0], [place] * len(found), mark, color=plots.COLOURS[look], markersize=8, alpha=0.8)
names = list(french_german)
axis.set(yticks=range(len(names)), yticklabels=names, xlim=(-3, 103), ylim=(len(names) - 0.4, -0.6), xlabel="French to German: test sentences exactly right in %, one mark a seed")
plots.show(fig, alt="; ".join(f"{name}: {found[:, 0].mean():.0f} %" for name, found in french_german.items()))

# %% [markdown]
# Now most words come out in the right language, and some sentences are right. Yet zero-shot stays far below two steps. Best is
# the model that had French sentences with their German translations.
#
# chrF alone would mislead you: English answers score 18.4.

# %% [markdown]
# ## A language with little
#
# {{ said: intermediate-translations }}
#
# *Lower resource* means few sentences. We starve Spanish: only 300 meanings have it. *Alone* is a model for English and Spanish.
# *Together* has all of German and French as well, and sees each Spanish sentence eight times a pass. The interval is a bootstrap
# over test sentences and leaves out the luck of the seed. *Together* had 874 updates, *alone* 1,200.

# %%
rng = np.random.default_rng(0)
draws = rng.integers(len(clear), size=(1000, len(clear)))
SPANISH = ["en-es", "es-en"]


def right(run: str) -> np.ndarray:  # (directions, sentences): exactly right?
    want = {way: [" ".join(room.tokens(x)) for x in clear[way[-2:]]] for way in SPANISH}
    return np.array([[g == w for g, w in zip(wrote[run, way], want[way], strict=True)] for way in SPANISH])


seeds = [s for s in range(3) if (f"together300_{s}", "en-es") in wrote and (f"alone300_{s}", "en-es") in wrote]
for k, way in enumerate(SPANISH):
    alone, together = (np.array([right(f"{name}300_{s}")[k] for s in seeds]) for name in ("alone", "together"))  # (seeds, sentences)
    gain = 100 * (together - 1.0 * alone).mean(axis=0)
    low, high = np.quantile(gain[draws].mean(axis=1), [0.025, 0.975])
    print(f"{way}: alone {100 * alone.mean():.1f} %, together {100 * together.mean():.1f} %, gain {gain.mean():.1f} ({low:.1f} to {high:.1f})")
    print("    gain of each seed:", ", ".join(f"{100 * (t - 1.0 * a).mean():.1f}" for a, t in zip(alone, together, strict=True)))
    print("    chrF alone and together:", *(f"{np.mean([judged(f'{name}300_{s}', way)[1] for s in seeds]):.1f}" for name in ("alone", "together")))

# %% [markdown]
# In this pair of trainings, company helps to *read* Spanish and not to write it: English is written by all others as well,
# and Spanish by nobody else.

# %% [markdown]
# ## What a neutral sentence comes back as
#
# {{ said: leaked-bias }} French says *fatigué* or *fatiguée* where English says *tired*. In Spanish, *Lee un libro* may be *he
# reads* or *she reads*. So the model must guess. We **planted** how often it was a man: where Spanish leaves the pronoun out, more men
# repair and play, and more women cook.
#
# We ask the model how likely both versions of each test sentence are. Drawing at random would give the mean of these chances. Greedy decoding takes the likeliest word, and so mostly the likelier version.

# %% overheard={"tolerance": 2, "why": "chances near a half may fall to the other side on another processor"}
def of_him(a: str, b: str, rows) -> np.ndarray:  # (seeds, sentences): the chance of the version with a man
    him, her = (np.where(rows["gender"] == gender, rows[b], rows["other"]) for gender in ("m", "f"))
    sources, found = [[f"<{b}>", *room.tokens(x)] for x in rows[a]], []
    for run in models.weights:
        m, f = (kit.chances(shipped(run), sources, [room.tokens(x) for x in side]) for side in (him, her))
        found.append(torch.sigmoid(m - f).numpy())  # if it is one of the two
    return np.array(found)


gaps = test[(test["gap"] != "") & ~test.duplicated(["en", "gap", "about"])]  # each sentence once
for gap, a, b, abouts in (("speaker", "en", "fr", ["tired, nervous, other"]), ("dropped", "es", "en", ["repair", "play", "cook", "other"])):
    for about in abouts:
        rows, seen = (f[(f["gap"] == gap) & f["about"].isin(about.split(", "))] for f in (gaps, train))
        chance = of_him(a, b, rows)
        shares = (seen["gender"] == "m").mean(), chance.mean(), (chance > 0.5).mean()
        print(f"{a}-{b} {about:21} {len(rows):3} sentences. Men in training {{:.0%}}, mean chance {{:.0%}}, likelier {{:.0%}}".format(*shares))

# %% [markdown]
# The chances come back much as they were planted. The likelier version does not: of the repairers and players, even more come
# back as men, and of the cooks even fewer. This is **bias amplification** {{ cite: zhao2017 }}.

# %% [markdown]
# **Real sentences lean, too.**
#
# {{ data: tatoeba_pairs }}
#
# The rule below looks for Spanish sentences that do not tell he from she. We read 50 of those that it finds, and 48 were
# right.

# %%
real = datasets.load_tatoeba_pairs()
spanish = real[(real["language"] == "es") & real["english"].str.match(r"(He|She)\b")]
SAYS = r"\b(él|ella|éste|ésta|este|esta|ese|esa|aquel|tipo|hombre|mujer|chic[oa]|muchach[oa]|niñ[oa]|señora?)\b"
TELLS = r"\b(es|está|era|fue|estaba|estuvo|parece|parecía|sea|ser|estar|siendo|estado|sido|quedó|quedaba|sintió|siente|sentía|volvió|vuelto|mism[oa]|sol[oa])\b"
OBJECT_FIRST = r"\W*(la|lo|las|los|el|un|una|le|les)\b"
lower = spanish["other"].str.lower()
silent = ~lower.str.contains(SAYS.replace("(", "(?:")) & ~lower.str.contains(TELLS.replace("(", "(?:")) & ~lower.str.match(OBJECT_FIRST)
he = spanish["english"].str.startswith("He").to_numpy()
found = he[silent.to_numpy()]
share = found[np.random.default_rng(0).integers(len(found), size=(2000, len(found)))].mean(axis=1)
print(f"{len(spanish):,} Spanish sentences whose English begins with He or She: He in {100 * he.mean():.0f} %")
print(f"{len(found):,} of them do not say which: He in {100 * found.mean():.0f} % ({100 * np.quantile(share, 0.025):.0f} to {100 * np.quantile(share, 0.975):.0f})")

# %% [markdown]
# ## Words without a twin
#
# {{ said: japanese-single-word }} Our grammars know which words belong together.

# %%
for code, word in (("es", "anoche"), ("de", "fernsehen"), ("fr", "salon"), ("en", "potatoes"), ("de", "abholen"), ("es", "cafetera")):
    found = everyday.twins[(everyday.twins["language"] == code) & (everyday.twins["word"] == word)]
    print(f"{code} {word}:", ", ".join(f"{many} ({other})" for other, many in found[["other", "words"]].itertuples(index=False)))

# %% [markdown]
# ## How far it carries
#
# How many real sentences can the everyday model read at all?

# %% overheard={"tolerance": 1, "why": "greedy words may flip on another processor"}
sample = real[(real["use"] == "sample") & (real["split"] == "test")]
for code in ("fr", "es"):
    rows = sample[sample["language"] == code]
    known = rows[[set(room.tokens(x)) <= set(kit.words) for x in rows["other"]]]
    written = kit.translate(shipped("shared_0"), [["<en>", *room.tokens(x)] for x in known["other"]])
    score = chrf([" ".join(w) for w in written], [" ".join(room.tokens(x)) for x in known["english"]])
    print(f"{code}: the model knows all words of {len(known)} of {len(rows)} sentences ({100 * len(known) / len(rows):.0f} %), chrF into English {score:.0f}")

# %% [markdown]
# Hardly any.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | {{ said: only-the-target-token }} | 71.4 % of the sentences are right in the six trained directions; behind French the token was not heeded | holds where training makes the token matter |
# | {{ said: intermediate-translations }} | 300 Spanish sentences: company helps into English, not into Spanish; a pair never seen: 0.0 %, or 19.0 % with eight directions, below two steps | holds in part, with one seed |
# | {{ said: leaked-bias }} | where real Spanish does not tell, the English says He in 79 % | holds for he and she; slang not tested here |
# | {{ said: japanese-single-word }} | Japanese not tested here; Spanish *anoche* takes two words in the three others | holds for other languages |

# %% [markdown]
# **The literature.** {{ cite: johnson2017 }} put one token before the source, as here. They call zero-shot translation *implicit
# bridging*: no English sentence is written on the way. Models that only share their parameters have trouble with it {{ cite: arivazhagan2019 }}.
# {{ cite: prates2020 }} and {{ cite: stanovsky2019 }} found leaning translators.
#
# **Where it stops.** Grammars wrote the sentences. Most results have one seed, and settings were not tuned for each rival. Bengali, his own example, is not tested here.
#
# **From Elixir.**
#
# | here | Elixir |
# |---|---|
# | `<de>` before the source | `Bumblebee.Text.translation`, whose input names `source_language_token` and `target_language_token` |

# %% [markdown]
# {{ takeaway }}
