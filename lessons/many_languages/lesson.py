# %% [markdown]
# {{ header }}

# %% [markdown]
# {{ recall }}

# %% [markdown]
# ## Four languages, and English in the middle
#
# {{ data: everyday_many }}
#
# Few pairs of languages have translations of their own, but most languages have some with English. So we train in six
# directions, from and to English. Each meaning comes in all four languages, but French is never put beside German
# unless we say so. No test sentence stands in training.

# %%
from collections import Counter

import numpy as np
import torch

from overheard import datasets, plots
from overheard.check import load_room
from overheard.predict import reveal

room = load_room("many_languages", "translator.py")  # the translator of lesson 42
everyday = datasets.load_everyday_many()
train, valid, test = everyday.train, everyday.valid, everyday.test
clear = test[test["gap"] == ""].reset_index(drop=True)  # nobody must guess whether it is a he or a she
print(f"{len(train):,} meanings to learn from, {len(clear)} to be tested with, {len(test) - len(clear):,} where one must guess")
print(clear[["en", "de", "fr", "es"]].iloc[100].to_string())
twins = everyday.twins.query("language == 'es' and word == 'anoche'")
print("one word here, two elsewhere: anoche (es),", ", ".join(f"{words} ({code})" for code, words in twins[["other", "words"]].to_numpy()))

# %% [markdown]
# ## The token
#
# The model is that of {{ lesson: attention_heatmaps }}, unchanged. Two things are new. All languages share one list of words and marks,
# the **tokens**. The first of the source is the **target token**, such as `<de>`. It says which language to write. Nothing says which language is read.

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
# {{ said: fluency-not-on-and-off }} Exact match is on and off. **chrF** {{ cite: popovic2015 }} measures likeness, if not fluency, by
# degrees. It compares **n-grams** of letters: "cat" has the 1-grams c, a, t and the 2-grams ca, at.
#
# Wanted is "cats", written is "cat". *Precision* P is the share of written n-grams that are wanted: 3 of 3 and 2 of 2, so 1.
# *Recall* R is the share of wanted ones that were written: 3 of 4 and 2 of 3, on average 0.708. Together they give
# F = (1 + beta²) · P · R / (beta² · P + R). With beta 2 recall counts more: 5 × 1 × 0.708 / (4 × 1 + 0.708) = 0.752.

# %%
def n_grams(written: list[str], wanted: list[str], order: int = 6) -> np.ndarray:  # (sentences, order, 3): shared, written, wanted
    counts = np.zeros((len(wanted), order, 3))
    for i, texts in enumerate(zip(written, wanted, strict=True)):
        a, b = (text.replace(" ", "") for text in texts)  # blanks are left out
        for n in range(1, order + 1):
            x, y = (Counter(t[k : k + n] for k in range(len(t) - n + 1)) for t in (a, b))
            counts[i, n - 1] = (x & y).total(), x.total(), y.total()
    return counts


def f_score(counts: np.ndarray, beta: float = 2.0) -> float:  # of all sentences together, 0 to 100
    shared, written, wanted = counts.sum(axis=0).T
    there = (written > 0) & (wanted > 0)
    if not shared[there].any():
        return 0.0
    p, r = (shared[there] / written[there]).mean(), (shared[there] / wanted[there]).mean()
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r)


def chrf(written: list[str], wanted: list[str], order: int = 6) -> float:
    return f_score(n_grams(written, wanted, order))


assert round((3 / 4 + 2 / 3) / 2, 3) == 0.708 and round(5 * 1 * 0.708 / (4 * 1 + 0.708), 3) == 0.752
assert round(chrf(["cat"], ["cats"], order=2) / 100, 3) == 0.752

# %% [markdown]
# ## Train it for a moment
#
# You train on a quarter of the pairs.

# %% overheard={"tolerance": 8, "why": "a training of seconds; other processors add in another order"}
few = [pair for a, b in HUB for pair in tagged(a, b, train.head(3_200))]
model = kit.model(seed=0)
kit.learn(model, few, n_epochs=1, seed=0, lr=0.016)
for a, b in (("fr", "en"), ("en", "de")):
    sources, targets = zip(*tagged(a, b, valid[valid["gap"] == ""]), strict=True)
    written = kit.translate(model, sources)
    print(f"{a}-{b}: chrF {chrf([' '.join(w) for w in written], [' '.join(w) for w in targets]):.0f}")

# %% [markdown]
# ## The rivals
#
# {{ data: many_models }}
#
# *Shared* learns six directions. The **pair models** `fr-en` and `en-de` learn one direction each. *Direct*, `fr-de`, learns French to German
# itself. The network is the same, with fewer words in the last three. A training step takes 128 pairs. With as many steps, *shared* sees
# each direction a sixth as often. Dropout and learning rate were chosen on validation sentences.

# %%
models = datasets.load_many_models()
runs = models.runs.assign(name=models.runs["run"].str.replace(r"_\d+$", "", regex=True))
wrote = {key: part["translation"].tolist() for key, part in models.written.groupby(["run", "direction"])}


def trained(names: str, *without: str) -> None:  # means over seeds; a name with numbers in it is a setting that lost on validation
    how = {"seed": "count", "dropout": "first", "lr": "first", "updates": "first", "seconds": "mean", "valid": "mean"}
    found = runs[runs["name"].str.fullmatch(names)].groupby("name").agg(how)
    print(found.drop(columns=list(without)).rename(columns={"seed": "seeds", "updates": "steps"}).to_string(float_format="{:.3g}".format))


trained("(shared|shared3|eight|fr-de|fr-en|en-de)( .*)?")

# %% [markdown]
# Without a French-German model one goes through a third language, the **pivot**: French to English, then English
# to German. That is our **baseline**. One step between languages that were never trained as a pair is **zero-shot translation**.
# {{ said: intermediate-translations }}
#
# We call a difference *sure* if all of two or more seeds agree in sign and its interval leaves out 0. The interval is a bootstrap over the
# held-out pairs of words, as sentences with one pair stand or fall together.

# %%
want = {code: [" ".join(room.tokens(line)) for line in clear[code]] for code in words_of}
rng, groups = np.random.default_rng(0), list(clear.groupby("new_pair").indices.values())
draws = [np.concatenate([groups[i] for i in rng.integers(len(groups), size=len(groups))]) for _ in range(1000)]


def exact(run: str, way: str) -> np.ndarray:  # (sentences,): right to the letter?
    return np.array([g == w for g, w in zip(wrote[run, way], want[way[-2:]], strict=True)], dtype=float)


def seeds_of(*sides: tuple[str, str]) -> list[int]:  # the seeds that all sides have
    return [s for s in range(3) if all((f"{run}_{s}", way) in wrote for run, way in sides)]


def gain(words: str, one: tuple[str, str], other: tuple[str, str], only=clear.index >= 0) -> None:
    """The first side's exact matches less the other's, in % of the sentences in `only`."""
    each = np.array([100 * (exact(f"{one[0]}_{s}", one[1]) - exact(f"{other[0]}_{s}", other[1])) for s in seeds_of(one, other)])
    drawn = [each.mean(axis=0)[draw][only[draw]].mean() for draw in draws]
    (low, high), by_seed = np.quantile(drawn, [0.025, 0.975]), each[:, only].mean(axis=1)
    agree = low * high > 0 and len(set(np.sign(by_seed))) == 1
    verdict = "one seed" if len(by_seed) == 1 else "sure" if agree else "cannot tell"
    print(f"{words}: {by_seed.mean():.1f} ({low:.1f} to {high:.1f}), seeds {np.round(by_seed, 1).tolist()}, {verdict}")


# %%
def judged(run: str, way: str) -> tuple[float, float, float]:  # exact match, chrF, words of the right language, all in %
    right = [word in words_of[way[-2:]] for line in wrote[run, way] for word in line.split() if word.isalpha()]
    return 100 * exact(run, way).mean(), chrf(wrote[run, way], want[way[-2:]]), 100 * np.mean(right)


def line(name: str, run: str, ways: list[str]) -> np.ndarray:  # (seeds, 3), printed as means with their range over seeds
    seeds = seeds_of((run, ways[0]))
    found = np.array([np.mean([judged(f"{run}_{s}", way) for way in ways], axis=0) for s in seeds])
    spread = [f"{m:5.1f}" + (f" ({a:.1f} to {b:.1f})" if len(seeds) > 1 else "") for m, a, b in zip(found.mean(0), found.min(0), found.max(0), strict=True)]
    print(f"{name:31} seeds {len(seeds)}", *spread, sep="  ")
    return found


# %% [markdown]
# **Your guess.** The shared model gets most sentences right from and to English. How many per cent from French to German?

# %%
my_guess = None  # per cent

# %%
print("exact match, chrF, words of the right language in %: mean (lowest to highest seed)")
line("shared, from and to English", "shared", [f"{a}-{b}" for a, b in HUB])
line("shared, six unseen, zero-shot", "shared", [f"{a}-{b}" for a, b in UNSEEN])
line("shared, the same in two steps", "shared", [f"{a}-en-{b}" for a, b in UNSEEN])
print("French to German alone")
WAYS = {
    "shared, zero-shot": ("shared", "fr-de"), "shared, two steps": ("shared", "fr-en-de"),
    "pair models, two steps": ("pairs", "fr-en-de"), "direct, trained on this pair": ("fr-de", "fr-de"),
}  # fmt: skip
french_german = {name: line(name, run, [way]) for name, (run, way) in WAYS.items()}
print("with three times the training steps")
for name, way in (("shared, zero-shot", "fr-de"), ("shared, two steps", "fr-en-de")):
    line(name, "shared3", [way])
print(f"chrF of the German of another sentence {chrf(want['de'][1:] + want['de'][:1], want['de']):.1f}, of the English translation {chrf(want['en'], want['de']):.1f}")
gain("direct against pair models in two steps", ("fr-de", "fr-de"), ("pairs", "fr-en-de"))
gain("pair models against shared, both in two steps", ("pairs", "fr-en-de"), ("shared", "fr-en-de"))
gain("three times the steps against shared, both in two steps", ("shared3", "fr-en-de"), ("shared", "fr-en-de"))

# %%
reveal(my_guess, french_german["shared, zero-shot"][:, 0].mean())

# %% [markdown]
# None is right. Two steps through English, with the same model, get 63.8 %. So it can read French and write German. A chrF of
# 17.9 is next to nothing: another sentence's German has 15.8.
#
# The pair models are 25.5 points better, sure. With three times the steps (seed 0 only) *shared* reaches 77.9 % in two steps,
# against their 85.4. That closes 14.4 of 22.0 points; about the rest we cannot tell. Zero-shot stays at 0.0 %.
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


def known(lines: list[str]) -> dict:  # share of the words that each language knows, in %
    found = [word for line in lines for word in line.split() if word.isalpha()]
    return {code: round(100 * np.mean([word in own for word in found])) for code, own in words_of.items()}


print("\nknown in % of what it wrote:", known(wrote["shared_0", "fr-de"]), "\nof the true English:", known(want["en"]))

# %% [markdown]
# <details><summary>What changed</summary>
#
# You get `mi visited a film`: a mixture of two languages. The token still pulls a little, and hardly a sentence comes out right.
#
# </details>
#
# It writes almost only *English*. In training, every French sentence went into English. So the source told the target, and the model
# nearly learned to ignore the token. It heeds the token fully only behind an English sentence. (Words such as *in* belong to
# several languages.)
#
# So we make the token matter. *Eight* also trains on German and Spanish, both ways, with as many pairs and
# steps in all. French still meets English only.

# %%
NEW = {"from French": ["fr-de", "fr-es"], "into French": ["de-fr", "es-fr"]}
for name, ways in NEW.items():
    line(f"six directions, {name}", "shared", ways)
    line(f"eight directions, {name}", "eight", ways)
    line("  the same in two steps", "eight", [f"{way[:2]}-en-{way[3:]}" for way in ways])
print("French to German alone")
french_german["eight, zero-shot"] = line("eight, zero-shot", "eight", ["fr-de"])
french_german["eight, two steps"] = line("eight, two steps", "eight", ["fr-en-de"])
line("eight, dropout 0.2, zero-shot", "eight 0.2 0.016", ["fr-de"])
line("eight, dropout 0.2, two steps", "eight 0.2 0.016", ["fr-en-de"])
gain("eight, two steps against zero-shot", ("eight", "fr-en-de"), ("eight", "fr-de"))
for n in (0, 300, 600):
    print(f"{clear['fr'][n]}  {wrote['eight_0', 'fr-de'][n]}")

# %%
fig, axis = plots.figure(9, 4.2, title="Zero-shot fails until the token matters, and even then two steps do better")
rows = sorted(french_german.items(), key=lambda item: item[1][:, 0].mean())
for place, (name, found) in enumerate(rows):
    mark, look = ("o", "orange") if "zero" in name else ("s", "blue") if "two" in name else ("^", "green")
    axis.plot(found[:, 0], [place] * len(found), mark, color=plots.COLOURS[look], markersize=8, alpha=0.8)
    axis.annotate(f"{found[:, 0].mean():.0f}", (found[:, 0].max() + 2, place), va="center")
axis.set(yticks=range(len(rows)), yticklabels=[name for name, _ in rows], xlim=(-3, 108), ylim=(len(rows) - 0.4, -0.6), xlabel="French to German: test sentences exactly right in %, one mark a seed, with their mean")
plots.show(fig, alt="; ".join(f"{name}: {found[:, 0].mean():.0f} %" for name, found in rows))

# %% [markdown]
# *From* French, 82.7 % of the words are now in the right language, and 3.9 % of the sentences are right. *Into* French it is
# worse: `<fr>` still stands only before English sentences, so there the token never had to be read. And the right language is not
# yet the right sentence: *Notre tante a un chat* becomes "unser tante ein pizza hat". With dropout 0.2,
# worse where trained, French to German has 19.3 %; two steps 51.9.

# %% [markdown]
# ## A language with little
#
# *Lower resource* means few sentences. The guest goes on to say that training together benefited such languages. We
# starve Spanish: only 300 meanings have it. *Alone* is a model for English and Spanish. *Together* has all of German and French
# as well, and repeats the Spanish sentences. Both were tuned, *alone* a little more, with at most 1,202 steps.

# %%
trained("(alone300|together300)( .*)?")
spanish = {word for text in train["es"].head(300) for word in room.tokens(text)}
covered = np.array([set(text.split()) <= spanish for text in want["es"]])
print(f"all Spanish words of {100 * covered.mean():.0f} % of the test sentences stand among the 300")
for way in ("en-es", "es-en"):
    for name in ("alone300", "together300"):
        scores = np.array([[exact(f"{name}_{s}", way)[part].mean() for s in seeds_of((name, way))] for part in (covered, ~covered)])
        print(f"{way} {name:11} {scores.shape[1]} seeds, right in % where all words are covered {100 * scores[0].mean():.1f}, elsewhere {100 * scores[1].mean():.1f}")
    gain("   gain of together", ("together300", way), ("alone300", way))
    gain("   gain where covered", ("together300", way), ("alone300", way), covered)

# %% [markdown]
# 41 % of the test sentences hold a Spanish word that none of the 300 shows. *Together* knows a few, such as *tom*,
# from the others. Where all are covered, company helps to *read* Spanish (23.1 points); about *writing* it we cannot tell.

# %% [markdown]
# ## His own example: Bengali
#
# {{ data: tatoeba_pairs }}
#
# The same network learns real sentences, cut into pieces of words. *Alone* is a model for English and one
# language. *Together* has both, with 5,000 pairs each of French and Spanish, and nearly as many steps.

# %%
real = datasets.load_tatoeba_pairs()
trained("real .*", "valid")  # their validation scores are of different sentences
for code in ("bn", "hi"):
    for way in (f"en-{code}", f"{code}-en"):
        score = {"alone": [], "together": []}
        for name, run in (("alone", f"real {code}"), ("together", "real all")):
            for s in seeds_of((run, way)):
                part = models.written[(models.written["run"] == f"{run}_{s}") & (models.written["direction"] == way)]
                sentences = real.loc[part["row"].astype(int), "other" if way.endswith(code) else "english"]
                goal = [room.spaced(text) for text in sentences]
                score[name].append(n_grams(part["translation"].tolist(), goal))
        drawn = rng.integers(len(goal), size=(300, len(goal)))  # a bootstrap over test sentences
        gaps = [np.mean([f_score(x[d]) for x in score["together"]]) - np.mean([f_score(x[d]) for x in score["alone"]]) for d in drawn]
        means = {name: [round(float(f_score(x)), 1) for x in found] for name, found in score.items()}
        print(f"{way}: chrF {means}, difference {np.quantile(gaps, 0.025):.1f} to {np.quantile(gaps, 0.975):.1f}; another sentence {chrf(goal[1:] + goal[:1], goal):.1f}")

# %% [markdown]
# *Together* is worse, in Hindi barely above another sentence. It sees each Bengali sentence 6 times, *alone* 20 times, and
# neither was tuned. So we cannot tell whether company helps.

# %% [markdown]
# ## What a neutral sentence comes back as
#
# {{ said: leaked-bias }} In Spanish, *Lee un libro* may be *he reads* or *she reads*, so the model must guess. We **planted** how often
# it was a man: more men repair and play, and more women cook.
#
# If the model gives *he repairs* a chance of 70 % in every sentence, then drawing at random gives 70 % men. Taking the
# likelier version gives 100 %. Below, *mean chance* stands for drawing, and *likelier* for taking the favourite, as greedy
# decoding mostly does.

# %% overheard={"tolerance": 2, "why": "chances near a half may fall to the other side on another processor"}
dropped = test[test["gap"] == "dropped"].drop_duplicates("es")  # each Spanish sentence once


def of_him(rows) -> tuple[np.ndarray, np.ndarray]:  # (seeds, sentences): the chance of "he", if it is he or she; that of both
    him, her = ([room.tokens(x) for x in np.where(rows["gender"] == who, rows["en"], rows["other"])] for who in ("m", "f"))
    sources = [["<en>", *room.tokens(x)] for x in rows["es"]]
    m, f = (torch.stack([kit.chances(shipped(run), sources, side) for run in models.weights]) for side in (him, her))
    return torch.sigmoid(m - f).numpy(), (m.exp() + f.exp()).numpy()


print(f"Spanish to English, shared model, {len(models.weights)} seeds (lowest to highest)")
for about in ("repair", "play", "cook", "other"):
    rows, seen = (f[(f["gap"] == "dropped") & (f["about"] == about)] for f in (dropped, train))
    chance, both = of_him(rows)
    mean, likelier = 100 * chance.mean(axis=1), 100 * (chance > 0.5).mean(axis=1)
    print(
        f"{about:6} {len(rows):3} sentences. Men in training {100 * (seen['gender'] == 'm').mean():.0f} %, mean chance {mean.mean():.0f} ({mean.min():.0f} to {mean.max():.0f}),"
        f" likelier {likelier.mean():.0f} ({likelier.min():.0f} to {likelier.max():.0f}); he and she together have {100 * both.mean():.0f} % of the chance"
    )

# %% [markdown]
# The chances come back roughly as they were planted. The likelier version leans further: this is **bias amplification**
# {{ cite: zhao2017 }}. The row *other*, planted with half, shows how far luck goes.

# %% [markdown]
# **Real sentences lean, too.** A rule in `translator.py` finds Spanish sentences that do not tell he from she. Of 50 that we read, 48
# were right.

# %%
spanish = real[(real["language"] == "es") & real["english"].str.match(r"(He|She)\b")]
silent = np.array([room.silent(text) for text in spanish["other"]])
he = spanish["english"].str.match(r"He\b").to_numpy()
share = he[silent][rng.integers(silent.sum(), size=(2000, silent.sum()))].mean(axis=1)
print(f"{len(spanish):,} Spanish sentences whose English begins with He or She: He in {100 * he.mean():.0f} %")
print(f"{silent.sum():,} of them do not say which: He in {100 * he[silent].mean():.0f} % ({100 * np.quantile(share, 0.025):.0f} to {100 * np.quantile(share, 0.975):.0f})")
print(f"not said: in {100 * silent[he].mean():.0f} % of those with He, in {100 * silent[~he].mean():.0f} % of those with She")

# %% [markdown]
# Of a *she* Spanish says so more often, so what is left unsaid is even more often *he*. A model that learns this may well guess *he*.

# %% [markdown]
# ## Said, measured, where it stops
#
# | said | measured here | verdict |
# |---|---|---|
# | the target token is “the only information” | 76.9 % right in trained directions; elsewhere the token was nearly ignored | holds where training makes it matter |
# | “intermediate translations” | a pair never seen: 0.0 % right; with eight 1 to 19 %, in two steps over 50 % | does not hold here; we cannot see inside |
# | others help languages with little | 300 Spanish sentences, covered: into English 23.1 points more; into Spanish, Bengali, Hindi: cannot tell | holds into English |
# | “leaked bias” | real Spanish that does not tell: He in 79 %; our models enlarge planted leans | a lean in the data; no model of real text was asked |
# | {{ said: japanese-single-word }} | *anoche* takes two words elsewhere | Japanese not tested |

# %% [markdown]
# **The literature.** The far larger models of {{ cite: johnson2017 }} did translate pairs they had not seen, though worse than
# through English. {{ cite: gu2019 }} found the cause that you saw here.
#
# **Where it stops.** Grammars wrote the everyday sentences, with the same meanings in all languages.
#
# **From Elixir.** `Bumblebee.Text.translation` takes `source_language_token` and `target_language_token`: both are told.

# %% [markdown]
# {{ takeaway }}
