"""French: from a meaning to words with keys.

A clause is written as French grammars teach it: subject | ne, the pronouns, the finite verb, pas, short adverbs,
participle or infinitive | objects | manner | place | time. What French chooses here: *you* is tu, *will* is the
futur simple, the past is the passé composé and, of states and of what was going on, the imparfait; questions are
asked with est-ce que.

**Tokens.** An elided word is a token of its own with its apostrophe (`l'ami` is `l'` + `ami`), a pronoun after an
imperative with its hyphen (`montre-moi` is `montre` + `-moi`). `est-ce`, `grand-mère`, `week-end` and
`aujourd'hui` are one token each. `text` joins words as they are printed, and `tokens` cuts a line in that way.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "everyday_en_de"))

import french_words as fr
from lexicon import NAMES
from meaning import ANIMALS, Clause, Part, Sentence, Thing, Word, word

GENDERS = {"1s": "m", "2s": "m", "1p": "m", "3p": "m"}
PERSONS = ("1s", "2s", "3s", "1p", "3p")
IMPARFAIT = dict(zip(PERSONS, ("ais", "ais", "ait", "ions", "aient"), strict=True))
FUTUR = dict(zip(PERSONS, ("ai", "as", "a", "ons", "ont"), strict=True))
SUBJONCTIF = dict(zip(PERSONS, ("e", "es", "e", "ions", "ent"), strict=True))
ELIDED = {"je", "me", "te", "se", "le", "la", "de", "ne", "que"}
AFTER_ORDER = "moi|toi|lui|leur|nous|les|le|la"


class Unsayable(ValueError):
    """A meaning that French cannot say well; whoever draws meanings draws another."""


# ---------------------------------------------------------------- letters and tokens
def vowel(text: str) -> bool:
    """Whether a word before this one is elided; the h is silent in all words used here but huit."""
    return text[0].lower() in "aeiouhàâéèêëîïôöûüœ" and not text.startswith(("huit", "Hambourg"))


def elided(words: list[Word]) -> list[Word]:
    """`je ai` becomes `j' ai`, `si il` becomes `s' il`."""
    out = list(words)
    for i, (a, b) in enumerate(pairwise(words)):
        if (a.text in ELIDED and vowel(b.text)) or (a.text == "si" and b.text in {"il", "ils"}):
            out[i] = replace(a, text=a.text[:-1] + "'")
    return out


def text(words: list[Word]) -> str:
    """The sentence as it is printed: l'ami, montre-moi, a space before ? and !, and a capital."""
    line = " ".join(w.text for w in words)
    line = re.sub(r" ([.,])", r"\1", line).replace("' ", "'")
    line = re.sub(rf" (-(?:{AFTER_ORDER})\b)", r"\1", line)
    return line[0].upper() + line[1:]


def tokens(line: str) -> list[str]:
    """The words and marks that alignments count."""
    after = rf"-(?:{AFTER_ORDER})\b"
    return re.findall(rf"[Aa]ujourd'hui|\w+'|{after}|\w+(?:(?!{after})-\w+)*|[.,?!]", line)


def marked(items: list[str], key: str) -> list[Word]:
    """`le/?a matin/b` as words with keys: letters before a question mark are sure, those after it possible."""
    words = []
    for item in items:
        form, _, marks = item.partition("/")
        sure, _, possible = marks.partition("?")
        words.append(word(form, *(f"{key}.{m}" for m in sure), *(f"?{key}.{m}" for m in possible)))
    return words


# ---------------------------------------------------------------- verbs
def finite(row: list[str], tense: str, person: str) -> str:
    """One form. tense: present, imparfait, futur, conditional, subjunctive or imperative."""
    i = PERSONS.index(person)
    if tense == "present":
        form = row[1 + i]
    elif tense == "imperative":
        form = row[9]
    elif tense == "futur":
        form = row[8] + FUTUR[person]
    elif tense == "conditional":
        form = row[8] + IMPARFAIT[person]
    elif tense == "imparfait":
        if row[0] == "être":
            stem = "ét"
        else:
            stem = row[4].removesuffix("ons") if row[4] != "-" else row[0][:-3 if row[0].endswith("oir") else -2]
        ending = IMPARFAIT[person]
        if ending.startswith("i"):  # nous mangions, nous commencions
            stem = re.sub("ge$", "g", stem).removesuffix("ç") + ("c" if stem.endswith("ç") else "")
        form = stem + ending
    elif tense == "subjunctive":
        if row[0] in fr.SUBJUNCTIVES:
            form = fr.SUBJUNCTIVES[row[0]][i]
        elif person == "1p":
            form = finite(row, "imparfait", "1p")
        else:
            form = row[5].removesuffix("ent") + SUBJONCTIF[person]
    else:
        raise ValueError(f"no tense {tense!r}")
    if form == "-":
        raise Unsayable(f"{row[0]} has no {tense} of {person}")
    return form


def participle(row: list[str], gender: str = "m", plural: bool = False) -> str:
    form = row[6] + ("e" if gender == "f" else "")
    form = form.replace("dûe", "due")
    return form + ("s" if plural and not form.endswith("s") else "")


AVOIR, ETRE = fr.VERBS["have"], fr.VERBS["be"]


@dataclass(frozen=True)
class Use:
    """The verb that French has for a clause: its row, what follows it, how it takes its object.

    tail: words right after the verb, `text/key`; last: an infinitive after it that takes the pronouns (aller
    *chercher*); end: words after the direction (aller à Berlin *en voiture*); prep: "", "à" or "de".
    """

    row: list[str]
    tail: str = ""
    last: str = ""
    end: str = ""
    prep: str = ""
    split: bool = False  # the tail or the infinitive carries the particle


def is_person(what: Thing | None) -> bool:
    return what is not None and (what.kind in {"name", "pronoun"} or what.head in fr.PEOPLE)


def chosen(clause: Clause, simple: bool, future: bool) -> Use:
    """The French verb for the clause; `simple`: its finite form is no future and no infinitive."""
    verb, what = clause.verb, clause.object
    if verb == "be" and clause.subject is not None:
        if clause.state in {"hungry", "thirsty"}:
            return Use(AVOIR)
        if clause.subject.kind == "it" or (clause.subject.head == "weather" and clause.state == "good"):
            return Use(fr.OTHER_VERBS["weather"])
    if verb == "love" and is_person(what):
        return Use(fr.VERBS["like"])
    if verb == "cook" and what is None and clause.asks != "what":
        return Use(fr.OTHER_VERBS["cook_alone"])
    if verb == "bake" and what is None:
        if clause.asks == "what":
            return Use(fr.VERBS["cook"], tail="comme/?v gâteau/?v")
        return Use(fr.OTHER_VERBS["cook_alone"])
    if verb == "need":
        return Use(AVOIR, tail="besoin/v", prep="de")
    if verb == "visit":
        if what is not None and not is_person(what):
            return Use(fr.OTHER_VERBS["visit_place"])
        return Use(fr.VERBS["visit"], tail="visite/v", prep="à")
    if verb == "learn" and what is None and clause.asks != "what":
        return Use(fr.OTHER_VERBS["study"])
    if verb == "pick_up":
        near = what is not None and what.kind == "pronoun" and what.head in {"1s", "2s", "1p"}
        return Use(fr.VERBS["come" if near else "go"], last="chercher", split=True)
    if verb == "meet" and (clause.negated or (clause.mode == "past" and not clause.place)):
        return Use(fr.OTHER_VERBS["meet_by_chance"])  # "je l'ai retrouvé" alone would say found again
    if verb == "hear":
        return Use(fr.VERBS["hear"], last="dire")
    if verb == "watch_tv":
        return Use(fr.VERBS["watch_tv"], tail="la/?p télé/p", split=True)
    if verb == "go_shopping":
        return Use(fr.VERBS["go_shopping"], tail="les/?p courses/p", split=True)
    if verb in {"go", "come", "drive"} and clause.direction == "home":
        return Use(fr.OTHER_VERBS["go_home"], end="en/v voiture/v" if verb == "drive" else "")
    if verb in {"drive", "fly"}:
        return Use(fr.VERBS[verb], end="en/v voiture/v" if verb == "drive" else "en/v avion/v")
    if verb == "sit":
        if simple:
            return Use(ETRE)
        return Use(fr.OTHER_VERBS["settle"] if future else fr.VERBS["sit"])
    if verb == "play" and what is not None:
        return Use(fr.VERBS["play"], prep="de" if what.head in fr.INSTRUMENTS else "à")
    return Use(fr.VERBS[verb])


# ---------------------------------------------------------------- the sentence's own choices
class Speaker:
    """Says clauses; knows the genders that the meaning leaves open."""

    def __init__(self, genders: dict[str, str]) -> None:
        self.genders = genders

    def gender(self, what: Thing | None) -> str:
        if what is None:
            return self.genders["2s"]
        if what.kind == "pronoun":
            return {"3m": "m", "3f": "f"}.get(what.head) or self.genders[what.head]
        if what.kind == "name":
            return NAMES[what.head]
        return fr.NOUNS[what.head][1] if what.kind == "noun" else "m"

    def plural(self, what: Thing | None) -> bool:
        if what is None:
            return False
        if what.kind == "noun":
            singular, _, plural = fr.NOUNS[what.head]
            return singular == "-" or (what.plural and plural != "-")
        return what.kind == "pronoun" and what.head in {"1p", "3p"}

    def person(self, what: Thing | None) -> str:
        if what is None:
            return "2s"
        if what.kind == "noun":
            return "3p" if self.plural(what) else "3s"
        return what.person

    def pronoun(self, what: Thing, column: int) -> str:
        """column: 0 subject, 1 direct, 2 indirect, 4 and 5 after an imperative."""
        if what.head == "3p" and column == 0:
            return "elles" if self.gender(what) == "f" else "ils"
        return fr.PRONOUNS[what.head][column]

    # ------------------------------------------------------------ noun phrases
    def adjective(self, name: str, noun: str, after_be: bool) -> list[str]:
        """The row of the adjective that French has here."""
        if name == "new" and after_be and noun not in fr.TEXTS:
            return fr.OTHER_ADJECTIVES["brand_new"]
        if name == "broken" and noun in fr.MACHINES:
            return fr.OTHER_ADJECTIVES["out_of_order"]
        if name == "beautiful" and noun == "weather":
            return fr.OTHER_ADJECTIVES["magnificent"]
        if name == "big" and noun in fr.FAT and (not after_be or noun == "cake"):
            return fr.OTHER_ADJECTIVES["fat"]
        return fr.ADJECTIVES[name]

    def form(self, row: list[str], gender: str, plural: bool) -> str:
        return row[(2 if plural else 0) + (1 if gender == "f" else 0)]

    def thing(
        self, what: Thing, key: str, prep: str = "", prep_key: str = "", how: str = "some", negated: bool = False
    ) -> list[Word]:
        """A noun phrase with its preposition. how: "some" (du pain), "all" (le pain) or "bare" (pain)."""
        before = [word(prep, *([prep_key] if prep_key else []))] if prep else []
        if what.kind == "it":
            return [word("il", key)]
        if what.kind == "pronoun":
            return [word(self.pronoun(what, 0), key)]
        if what.kind == "name":
            return [*before, word(what.head, key)]
        singular, gender, many = fr.NOUNS[what.head]
        plural = self.plural(what)
        if what.head == "cake" and how == "all" and not what.determiner:
            plural = True
        small = {"de", "à", "la", "au", "aux", "pour"}
        noun = [
            word(w, f"?{key}.n" if w in small else f"{key}.n") for w in (many if plural else singular).split("_")
        ]
        ahead: list[Word] = []
        if what.adjective:
            row = self.adjective(what.adjective, what.head, False)
            form = self.form(row, gender, plural)
            if row[4] == "before":
                if len(row) > 5 and gender == "m" and not plural and vowel(noun[0].text):
                    form = row[5]
                ahead = [word(form, f"{key}.adj")]
            else:
                noun += [word(w, f"{key}.adj") for w in form.split("_")]
        body = ahead + noun
        next_vowel = vowel(body[0].text)
        tail = self.phrase(what.to.replace("to_", "for_", 1), f"{key}.to") if what.to else []
        det = what.determiner
        article = "les" if plural else ("la" if gender == "f" else "le")
        if det in {"", "a", "no"} and how == "bare":
            return [*before, *body, *tail]
        if det in NAMES:
            owner = [word("de", f"?{key}.det"), word(det, f"{key}.det")]
            return [*self.definite(article, next_vowel, prep, prep_key, f"?{key}.det"), *body, *owner, *tail]
        if det == "the" or (det in {"", "no"} and how == "all"):
            keys = f"{key}.det" if det == "the" else f"?{key}.n"
            return [*self.definite(article, next_vowel, prep, prep_key, keys), *body, *tail]
        if det in fr.POSSESSIVES:
            forms = fr.POSSESSIVES[det]
            own = forms[2] if plural else forms[1 if gender == "f" and not next_vowel else 0]
            return [*before, word(own, f"{key}.det"), *body, *tail]
        if det in fr.NUMBERS:
            return [*before, word(fr.NUMBERS[det], f"{key}.det"), *body, *tail]
        link = f"?{key}.det" if det else f"?{key}.n"
        if negated or det == "no":  # pas de pain, besoin de chaussures
            return [word("de", link, *([prep_key] if prep == "de" and prep_key else [])), *body, *tail]
        if det == "a":
            return [*before, word("une" if gender == "f" else "un", f"{key}.det"), *body, *tail]
        if prep == "de":
            return [*before, *body, *tail]
        if plural:
            return [*before, word("de" if ahead else "des", link), *body, *tail]
        if gender == "f" or next_vowel:
            return [*before, word("de", link), word("la" if gender == "f" else "le", link), *body, *tail]
        return [*before, word("du", link), *body, *tail]

    def definite(self, article: str, next_vowel: bool, prep: str, prep_key: str, key: str) -> list[Word]:
        """à + le is au, de + les is des; before a vowel à l', de l'."""
        melted = {("à", "le"): "au", ("à", "les"): "aux", ("de", "le"): "du", ("de", "les"): "des"}
        keys = [prep_key] if prep_key else []
        if (prep, article) in melted and not (article == "le" and next_vowel):
            return [word(melted[prep, article], key, *keys)]
        return [*([word(prep, *keys)] if prep else []), word(article, key)]

    def phrase(self, name: str, key: str) -> list[Word]:
        return marked(fr.PHRASES.get(name) or fr.OTHER_PHRASES[name], key)

    def time(self, clause: Clause, key: str, link: str) -> list[Word]:
        every = clause.time == "weekend" and clause.mode == "present" and link != "if"
        return self.phrase("weekends" if every else clause.time, f"{key}.t") if clause.time else []

    # ------------------------------------------------------------ verb groups
    def tense(self, clause: Clause, link: str, going_on: bool) -> str:
        """The tense of the clause: one of `finite`'s, "past" (passé composé) or "past subjunctive"."""
        subjunctive = link in {"although", "before"}
        if clause.mode == "order":
            return "imperative"
        if clause.mode == "will":
            return "futur"
        if clause.mode in fr.HELPERS:
            tense = fr.HELPERS[clause.mode][1]
            if clause.mode == "had_to" and link == "but":
                tense = "imparfait"
            return "subjunctive" if subjunctive else tense
        if clause.mode == "past":
            state = clause.verb in fr.STATES
            if subjunctive:
                return "past subjunctive"  # "bien qu'il ait plu": the imparfait's own is no longer spoken
            if state or going_on or (clause.verb in {"rain", "snow"} and link in {"because", "while"}):
                return "imparfait"
            return "past"
        return "subjunctive" if subjunctive else "present"

    def clitics(self, clause: Clause, use: Use) -> tuple[list[tuple[Thing, str, int]], Thing | None]:
        """The pronouns before the verb as (thing, key, column), and the direct object among them."""
        found, direct = [], None
        for what, part, indirect in ((clause.receiver, "r", True), (clause.object, "o", use.prep == "à")):
            if what is not None and what.kind == "pronoun":
                found.append((what, part, 2 if indirect else 1))
                direct = direct if indirect else what
        return found, direct

    def group(self, clause: Clause, key: str, tense: str, adverb: list[Word]) -> list[Word]:
        """ne, pronouns, finite verb, pas, adverb, participle, infinitive, and what hangs on the verb."""
        helper = clause.mode if clause.mode in fr.HELPERS else ""
        if helper and clause.verb == "see" and clause.mode == "can":
            helper = ""  # "I can see a dog" is "je vois un chien"
        simple = not helper and tense != "futur" and tense != "infinitive"
        use = chosen(clause, simple, tense == "futur")
        person, gender, many = self.person(clause.subject), self.gender(clause.subject), self.plural(clause.subject)
        never = clause.how_often == "never"
        no_object = clause.object is not None and clause.object.determiner == "no"
        keys = [f"{key}.f.a"] if never else ([f"{key}.o.det"] if no_object else [f"{key}.neg"])
        negated = clause.negated or never or no_object
        ne = [word("ne", *keys)] if negated else []
        pas = [word("jamais" if never else "pas", *keys)] if negated else []
        found, direct = self.clitics(clause, use)
        reflexive = use.row[7] == "r"
        pronouns = [word(self.pronoun(t, column), f"{key}.{part}") for t, part, column in found]
        own = [word(fr.PRONOUNS["3m" if person == "3s" else person][3], f"?{key}.v")] if reflexive else []
        verb_keys = [f"{key}.v"] if use.split else [f"{key}.v", f"{key}.p"]
        tail = marked(use.tail.split(), key)
        last = [*pronouns, word(use.last, f"{key}.v", f"{key}.p")] if use.last else []
        if clause.verb == "sit" and use.row is ETRE:
            perched = "perched" if clause.subject is not None and clause.subject.head == "bird" else "seated"
            form = self.form(fr.OTHER_ADJECTIVES[perched], gender, many)
            tail = [word(form, f"{key}.v", f"{key}.p")]
        near = own + ([] if last else pronouns)  # what stands before the verb itself
        if tense == "infinitive":
            no = ne + pas
            return [*no, *near, word(use.row[0], *verb_keys, f"?{key}.s"), *tail, *last]
        if tense == "imperative":
            if negated:
                return [*ne, *near, word(finite(use.row, tense, "2s"), *verb_keys), *pas, *tail, *last]
            behind = [word("-" + fr.PRONOUNS[t.head][column + 3], f"{key}.{part}") for t, part, column in found]
            return [word(finite(use.row, tense, "2s"), *verb_keys), *behind, *tail]
        if helper:
            row = fr.OTHER_VERBS[fr.HELPERS[helper][0]]
            between: list[Word] = []
            if helper == "can" and clause.verb in fr.SKILLS and (clause.object or clause.verb != "play"):
                row = fr.OTHER_VERBS["can_do"]
            elif helper == "can" and clause.negated and clause.verb in {"find", "sleep"}:
                row, between = fr.OTHER_VERBS["manage"], [word("à", f"?{key}.modal")]
            rest = [*between, *near, word(use.row[0], *verb_keys), *tail, *last]
            modal = [f"{key}.modal"]
            return [*self.conjugated(row, tense, person, gender, many, None, modal, [], ne, pas + adverb), *rest]
        verb_keys = verb_keys + ([f"{key}.modal"] if clause.mode in {"will", "can"} else [])
        verb_keys = verb_keys + ([f"{key}.aux"] if clause.mode == "past" and "past" not in tense else [])
        middle = self.conjugated(
            use.row, tense, person, gender, many, direct if not last else None, verb_keys, near, ne, pas + adverb,
            [f"{key}.aux", f"?{key}.v"],
        )  # fmt: skip
        return [*middle, *tail, *last]

    def conjugated(
        self, row: list[str], tense: str, person: str, gender: str, many: bool, direct: Thing | None,
        keys: list[str], near: list[Word], ne: list[Word], after: list[Word], aux_keys: list[str] | None = None,
    ) -> list[Word]:  # fmt: skip
        """A finite verb in its place, in one word or in two, with agreement of the participle."""
        if tense not in {"past", "past subjunctive"}:
            return [*ne, *near, word(finite(row, tense, person), *keys), *after]
        aux = AVOIR if row[7] == "a" else ETRE
        if row[7] != "a":
            done = participle(row, gender, many)
        elif direct is not None:
            done = participle(row, self.gender(direct), self.plural(direct))
        else:
            done = participle(row)
        helping = finite(aux, "subjunctive" if "subjunctive" in tense else "present", person)
        return [*ne, *near, word(helping, *(aux_keys or keys)), *after, word(done, *keys)]

    # ------------------------------------------------------------ clauses
    def objects(self, clause: Clause, key: str, use: Use) -> list[Word]:
        words: list[Word] = []
        what = clause.object
        if what is not None and what.kind != "pronoun":
            how = "some"
            if clause.verb in {"love", "like", "learn", "play"} or what.head == "time":
                how = "all"
            elif clause.verb == "speak":
                how = "bare"
            whole = clause.verb == "bake" and what.head in fr.CAKES and not what.determiner and not what.plural
            if whole:
                what = replace(what, determiner="a")
            negated = (clause.negated or clause.how_often == "never") and what.determiner in {"", "a"}
            if clause.verb == "speak":
                negated = False
            prep_key = f"?{key}.v" if use.prep else ""
            words += self.thing(what, f"{key}.o", use.prep, prep_key, how, negated)
            if whole:  # "She bakes cake": no English word for "un"
                words[0] = word(words[0].text, f"?{key}.o.n")
        to = clause.receiver
        if to is not None and to.kind != "pronoun":
            words += self.thing(to, f"{key}.r", "à", f"?{key}.r.n" if to.kind == "noun" else f"?{key}.r")
        return words

    def place(self, clause: Clause, key: str) -> list[Word]:
        if clause.place == "in_bed" and clause.verb == "sleep":
            words = self.phrase("in_the_bed", f"{key}.w")
            if clause.subject is not None and clause.subject.head not in ANIMALS:
                owner = {"3s": "3m"}.get(self.person(clause.subject), self.person(clause.subject))
                words[1] = replace(words[1], text=fr.POSSESSIVES[owner][0])
            return words
        return self.phrase(clause.place, f"{key}.w") if clause.place else []

    def complement(self, clause: Clause, key: str) -> list[Word]:
        """What stands after être: very tired."""
        gender, plural = self.gender(clause.subject), self.plural(clause.subject)
        degree = fr.DEGREE.get(clause.degree, "")
        if clause.state == "new" and clause.degree == "very":  # "toute neuve", but "tout neufs"
            degree = ("toutes" if plural else "toute") if gender == "f" else "tout"
        words = [word(degree, f"{key}.degree")] if degree else []
        if not clause.state:
            return words
        subject = clause.subject
        if subject is not None and (subject.kind == "it" or (subject.head == "weather" and clause.state == "good")):
            form = {"warm": "chaud", "hot": "chaud", "cold": "froid", "good": "beau"}[clause.state]
            return [*words, word(form, f"{key}.adj")]
        head = subject.head if subject is not None else ""
        form = self.form(self.adjective(clause.state, head, True), gender, plural)
        return [*words, *(word(w, f"{key}.adj") for w in form.split("_"))]

    def predicate(self, clause: Clause, key: str, tense: str, link: str, subordinate: bool = False) -> list[Word]:
        """All but the subject."""
        soon = clause.time == "soon"
        adverb = self.phrase("soon", f"{key}.t") if soon else []
        if clause.how_often and clause.how_often != "never":
            adverb += self.phrase(clause.how_often, f"{key}.f")
        simple = clause.mode not in fr.HELPERS and tense not in {"futur", "infinitive"}
        use = chosen(clause, simple, tense == "futur")
        words = self.group(clause, key, tense, adverb)
        words += self.complement(clause, key) if clause.verb == "be" else []
        words += self.objects(clause, key, use)
        words += self.phrase(clause.direction, f"{key}.to") if clause.direction else []
        words += marked(use.end.split(), key)
        words += self.phrase(clause.manner, f"{key}.h") if clause.manner else []
        words += self.place(clause, key)
        if clause.second:
            second = replace(clause.second, subject=clause.subject, mode=clause.mode)
            words += [word("et", f"{key}.and")]
            inner = "infinitive" if clause.mode in fr.HELPERS else self.tense(second, link, tense == "imparfait")
            if inner == "infinitive":
                second = replace(second, mode="present")
            elif clause.subject is not None and clause.subject.head in {"1s", "2s", "1p"}:
                words += [word("que", f"?{key}.and")] if subordinate else []
                words += [word(self.pronoun(clause.subject, 0), f"?{key}.s")]
            words += self.predicate(second, f"{key}.2", inner, link)
        if not clause.front and not soon:
            words += self.time(clause, key, link)
        return words

    def subject(self, clause: Clause, key: str) -> list[Word]:
        what = clause.subject
        if what is None or clause.asks == "who":
            return []
        if what.head == "weather" and clause.verb == "be" and clause.state == "good":
            return [word("il", f"{key}.s.n", f"?{key}.s.det")]
        return self.thing(what, f"{key}.s")

    def clause(
        self, clause: Clause, key: str, form: str, link: str, going_on: bool, subject: list[Word] | None
    ) -> list[Word]:
        """One clause; a subordinate question keeps the order of a statement."""
        if form == "sub":
            clause = replace(clause, front=False)
        tense = self.tense(clause, link, going_on)
        predicate = self.predicate(clause, key, tense, link, form == "sub")
        who = subject if subject is not None else self.subject(clause, key)
        if clause.mode == "order":
            please = ["s'", "il", "te", "plaît"] if clause.please else []
            return predicate + ([word(",")] if please else []) + [word(w, f"{key}.please") for w in please]
        ask = [word(fr.ASK[clause.asks], f"{key}.wh")] if clause.asks in fr.ASK else []
        named = clause.subject is not None and clause.subject.kind in {"noun", "name"}
        alone = clause.object is None and not clause.negated and not clause.second
        bare = alone and not (clause.place or clause.direction or clause.time or clause.how_often or clause.manner)
        turned = clause.asks in {"where", "where_to", "when"} and named and bare and tense != "past"
        turned = turned and clause.mode not in fr.HELPERS and clause.verb in fr.TURNED
        if turned and (form == "sub" or clause.verb in {"be", "go", "live"}):
            return [*ask, *predicate, *who]  # où est ma clé, où va ma tante
        if clause.asks == "who":
            return [*ask, *predicate]
        if form == "sub":
            if clause.asks == "what":
                ask = [word("ce", f"{key}.wh"), word("que", f"{key}.wh")]
            return [*ask, *who, *predicate]
        if clause.asks:
            with_que = f"?{key}.wh" if ask else f"?{key}.v"
            return [*ask, word("est-ce", with_que), word("que", with_que), *who, *predicate]
        if clause.front and clause.time:
            return [*self.time(clause, key, link), word(",", f"{key}.comma"), *who, *predicate]
        return [*who, *predicate]

    # ------------------------------------------------------------ sentences
    def sentence(self, sentence: Sentence) -> list[Word]:
        words: list[Word] = []
        parts = sentence.parts
        for i, part in enumerate(parts):
            key = f"c{i}"
            previous = parts[i - 1] if i else None
            following = parts[i + 1] if i + 1 < len(parts) else None
            first_sub = previous is not None and previous.form == "sub" and part.form == "main"
            if (i and part.link == "but") or first_sub:
                words.append(word(",", f"comma{i}"))
            going_on = (
                part.link == "while"
                or (following is not None and following.link == "while")
                or (first_sub and previous.link == "while")
            )
            subject = None
            if first_sub and previous.link == "before" and same_subject(previous.clause, part.clause):
                # "Before Max goes to bed, he reads" is "Avant d'aller au lit, Max lit"
                named = self.subject(previous.clause, "c0")
                subject = [replace(w, possible=w.possible | {f"{key}.s"}) for w in named]
                part = replace(part, clause=replace(part.clause, subject=previous.clause.subject))
            other = previous if i and previous.form == "main" else following
            if part.link == "before" and other is not None and same_subject(part.clause, other.clause):
                words += [word("avant", f"link{i}"), word("de", f"link{i}")]
                words += self.predicate(part.clause, key, "infinitive", "before")
                continue
            words += self.link(part, i, previous)
            words += self.clause(part.clause, key, part.form, part.link, going_on, subject)
        return elided([*words, word(sentence.mark, "mark")])

    def link(self, part: Part, i: int, previous: Part | None) -> list[Word]:
        link = "comme" if part.link == "because" and i == 0 else fr.LINKS.get(part.link, "")
        words = [word(w, f"link{i}") for w in link.split()]
        if part.link == "and" and part.form == "sub" and previous is not None and previous.form == "sub":
            words.append(word("que", f"?link{i}"))
        return words


def same_subject(a: Clause, b: Clause) -> bool:
    if a.subject is None or b.subject is None:
        return False
    return a.subject == b.subject or a.subject.head == b.subject.owner or b.subject.head == a.subject.owner


def sentence_words(sentence: Sentence, genders: dict[str, str] = GENDERS) -> list[Word]:
    """The whole sentence with its mark, the first letter still as in the middle of a sentence.

    genders: "m" or "f" for "1s", "2s", "1p" and "3p", where an adjective, a participle or a pronoun must choose.
    "3p" gives way where the sentence names several people: they are ils. Raises `Unsayable`.
    """
    genders = {**GENDERS, **genders}
    clauses = [p.clause for p in sentence.parts]
    things = [t for c in clauses for t in (c.subject, c.object, c.receiver) if t is not None]
    if any(t.kind == "noun" and t.plural and t.head in fr.PEOPLE for t in things):
        genders["3p"] = "m"
    return Speaker(genders).sentence(sentence)
