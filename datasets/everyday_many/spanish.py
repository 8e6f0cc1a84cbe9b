"""Spanish: from a meaning to words with keys.

The cut into tokens: words (letters, so *muéstrame* with its pronoun is one) and the marks `. , ? ! ¿ ¡`, each a
token of its own; `tokens` cuts a line so, `text` joins the words of a sentence.

What the language has to choose: I, you and we are said only against somebody else (*pero yo ...*); he, she and
they are dropped where the sentence has named them, elsewhere `drop_third` decides. The past is the indefinido,
of what lasted (being, having, wanting ...) the imperfecto, with this morning and today the perfecto. The future
is *ir a*. An ending that stands for a dropped subject is a possible link to it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "everyday_en_de"))

import spanish_words as es
from everyday import GROUPS
from lexicon import NAMES
from meaning import ANIMALS, SEX, Clause, Part, Sentence, Thing, Word, word

PEOPLE = frozenset({*SEX, "parents", "friends", "neighbours", "child", "girl"})
SOUPS = frozenset({"soup", "tomato_soup", "vegetable_soup"})
GAMES = frozenset({"football", "tennis", "chess"})
INSTRUMENTS = frozenset({"piano", "guitar"})
LASTING = frozenset({"have", "like", "love", "need", "know", "think", "hope", "wear", "live", "be"})
# "is going" is simply "va"
NO_GERUND = frozenset(
    {"go", "come", "come_back", "fly", "drive", "stay", "wear", "take", "go_shopping", "arrive", "leave"}
)
ON_THE_BODY = frozenset({"put_on", "take_off", "try_on"})  # se pone el abrigo: the coat, not "her coat"
ABILITIES = frozenset({"speak", "swim", "sing", "dance", "play"})
HE = frozenset({"él", "ella", "ellos", "ellas"})
GENDERS = {"1s": "m", "2s": "m", "1p": "m", "3p": "m"}


class Unsayable(ValueError):
    """A meaning that Spanish has no good sentence for; the message names what is in the way."""


# ---------------------------------------------------------------- things
@dataclass(frozen=True)
class Setting:
    """What a clause must know of its sentence."""

    genders: dict[str, str]
    silent: frozenset[str] = frozenset({"1s", "2s", "1p"})  # subject pronouns that are not said
    form: str = "main"  # main, sub or infinitive (antes de irse)
    past: str = "pret"  # pret, perf or imp
    subjunctive: bool = False
    planned: bool = False  # "at the weekend" is one weekend


def marked(items: Iterable[str], key: str) -> list[Word]:
    """Words from `word/key` pairs as in lexicon.py."""
    words = []
    for item in items:
        text, _, marks = item.partition("/")
        keys = [f"?{key}.{marks[1:]}"] if marks.startswith("?") else [f"{key}.{mark}" for mark in marks]
        words.append(word(text, *keys))
    return words


def phrase(name: str, key: str, habit: bool = False) -> list[Word]:
    return marked(es.PHRASES[name][-1 if habit else 0].split(" "), key)


def noun_row(what: Thing) -> tuple[str, str, str]:
    """Singular, gender and plural of the noun."""
    if what.head == "child" and what.determiner not in {"", "the", "a"}:
        return es.OWN_CHILD
    if what.head == "lettuce":
        return es.LETTUCE
    return tuple(es.NOUNS[what.head])


def is_many(what: Thing) -> bool:
    if what.kind == "noun":
        one, _, many = noun_row(what)
        return one == "-" or (what.plural and many != "-")
    return what.person in {"1p", "3p"}


def person_of(what: Thing | None) -> str:
    if what is None:
        return "2s"
    if what.kind == "noun":
        return "3p" if is_many(what) else "3s"
    return what.person


def gender_of(what: Thing, genders: dict[str, str]) -> str:
    if what.kind == "pronoun":
        return genders[what.head] if what.head in genders else what.head[1]
    if what.kind == "name":
        return NAMES[what.head]
    return noun_row(what)[1] if what.kind == "noun" else "m"


def pronoun(head: str, column: int, genders: dict[str, str]) -> str:
    text = es.PRONOUNS[head][column]
    return es.FEMALE_PRONOUNS.get(text, text) if genders.get(head) == "f" else text


def agreeing(concept: str, noun: str, gender: str, many: bool) -> list[str]:
    row = es.ADJECTIVES_BESIDE.get((concept, noun)) or es.ADJECTIVES[concept]
    return row[2 * many + (gender == "f")].split("_")


def thing(what: Thing, key: str, genders: dict[str, str], definite: bool = False, neg: str = "") -> list[Word]:
    """A noun phrase after which nothing has to be added.

    definite: an article even where the meaning has none (me gusta el queso); neg: the key of a negation that
    turns un into ningún.
    """
    if what.kind == "pronoun":
        return [word(pronoun(what.head, 1, genders), key)]
    if what.kind == "name":
        return [word(what.head, key)]
    one, gender, more = noun_row(what)
    many = is_many(what)
    first, *rest = (more if many else one).split("_")
    noun = [word(first, f"{key}.n")]
    noun += [word(t, f"?{key}.n" if t in {"de", "del"} else f"{key}.n") for t in rest]
    det, owner = what.determiner, []
    article = es.THE["m" if first == "agua" else gender][many]
    if det in NAMES:
        owner = [word("de", f"?{key}.det"), word(det, f"{key}.det")]
        before = [word(article, f"?{key}.det")]
    elif det in es.PRONOUNS:
        text = es.PRONOUNS[det][5 + many]
        before = [word(es.FEMALE_PRONOUNS.get(text, text) if gender == "f" else text, f"{key}.det")]
    elif det == "the":
        before = [word(article, f"{key}.det")]
    elif det == "a":
        text = es.NOT_ANY[gender] if neg else es.A["m" if first == "agua" else gender][many]
        before = [word(text, f"{key}.det", *([f"?{neg}"] if neg else []))]
    elif det in es.NUMBERS:
        before = [word(es.NUMBERS[det], f"{key}.det")]
    else:
        before = [word(article, f"?{key}.n")] if definite else []
    adjective = []
    if what.adjective:
        adjective = [word(t, f"{key}.adj") for t in agreeing(what.adjective, what.head, gender, many)]
        theirs = what.determiner in {"the", *es.PRONOUNS} and what.head not in ANIMALS  # su bonito vestido
        if (theirs and what.adjective == "beautiful") or es.ADJECTIVES[what.adjective][5] == "before":
            if adjective[0].text == "bueno":
                adjective = [replace(adjective[0], text="buen")]
            return [*before, *adjective, *noun, *owner, *(phrase(what.to, f"{key}.to") if what.to else [])]
    return [*before, *noun, *adjective, *owner, *(phrase(what.to, f"{key}.to") if what.to else [])]


def led(by: str, words: list[Word], key: str) -> list[Word]:
    """A preposition before a noun phrase; a + el is al."""
    first = words[0]
    if by == "a" and first.text == "el":
        return [Word("al", first.sure, first.possible | {key}), *words[1:]]
    return [word(by, f"?{key}"), *words]


def anchor(what: Thing, key: str) -> str:
    """The key of the word that carries a thing."""
    return f"{key}.n" if what.kind == "noun" else key


# ---------------------------------------------------------------- clauses
@dataclass(frozen=True)
class Verb:
    """What Spanish says for a verb in this company."""

    infinitive: str
    reflexive: bool
    tail: tuple[str, ...]
    governs: str


def chosen(clause: Clause) -> Verb:
    """The verb for this object and direction: tocar la guitarra, jugar al fútbol; querer a Anna, encantar."""
    what = clause.object
    head = what.head if what is not None else ""
    name = ""
    if clause.verb == "love" and what is not None and what.kind == "noun" and head not in PEOPLE:
        name = "love a thing"
    elif clause.verb == "play" and head in INSTRUMENTS:
        name = "play an instrument"
    elif clause.verb == "bake" and what is not None:
        name = "make"
    elif clause.verb == "cook" and head in SOUPS:
        name = "prepare"
    elif clause.verb == "learn" and what is None and clause.asks != "what":
        name = "study"
    elif clause.verb == "go" and clause.direction in {"home", "to_bed"}:
        name = "go" if clause.direction == "home" and clause.mode == "present" else "go off"
    elif clause.verb == "sit" and clause.subject is not None and clause.subject.head == "bird":
        name = "alight"
    infinitive, tail, governs = es.OTHER_VERBS.get(name) or es.VERBS[clause.verb]
    reflexive = infinitive.endswith("se")
    if clause.mode == "order" and clause.verb in {"eat", "drink"}:  # cómete la sopa
        reflexive = True
    items = () if tail == "-" else tuple(tail.split("_"))
    if clause.verb == "learn" and head in INSTRUMENTS:
        items = ("a/?v", "tocar/?v")
    return Verb(infinitive.removesuffix("se"), reflexive, items, governs)


def owned(clause: Clause, what: Thing) -> Thing:
    """se pone el abrigo, cómete la sopa: whose it is goes without saying."""
    if clause.verb in ON_THE_BODY or (clause.mode == "order" and clause.verb in {"eat", "drink"}):
        if what.determiner in es.PRONOUNS:
            return replace(what, determiner="the")
        if what.head == "shoe" and not what.determiner:
            return replace(what, determiner="a")
    return what


def object_words(clause: Clause, verb: Verb, key: str, at: Setting) -> list[Word]:
    """The object, unless it is a pronoun that stands beside the verb."""
    what = clause.object
    if what is None or (what.kind == "pronoun" and verb.governs != "con"):
        return []
    own = f"{key}.o"
    if verb.governs == "con":
        if what.kind == "pronoun" and what.head in {"1s", "2s"}:
            return [word({"1s": "conmigo", "2s": "contigo"}[what.head], own, f"?{key}.v")]
        return led("con", thing(what, own, at.genders), f"{key}.v")
    what = owned(clause, what)
    if what.head == "salad" and clause.subject is not None and clause.subject.head == "rabbit":
        what = replace(what, head="lettuce")
    if what.head in GAMES and clause.verb == "play":
        return led("a", thing(what, own, at.genders, definite=True), f"{key}.v")
    if what.head in INSTRUMENTS and not what.determiner:
        return thing(what, own, at.genders, definite=True)
    if clause.verb == "have" and clause.negated and what.determiner == "a" and not what.adjective:
        what = replace(what, determiner="")  # no tengo coche
    neg = f"{key}.neg" if clause.negated and clause.mode == "past" else ""
    words = thing(what, own, at.genders, neg=neg)
    person = what.kind == "name" or what.head in PEOPLE
    animal = what.head in ANIMALS and (what.definite or what.determiner == "the")
    if verb.governs == "all" or (verb.governs == "a" and (person or animal) and clause.verb != "have"):
        return led("a", words, anchor(what, own))
    return words


def clitics(clause: Clause, verb: Verb, key: str, at: Setting) -> list[Word]:
    """The small words beside the verb: se, le, lo."""
    found = []
    if verb.reflexive:
        found.append(word(es.PRONOUNS[reflexive_head(clause)][4], f"?{key}.v"))
    if clause.receiver is not None:
        receiver = clause.receiver
        if receiver.kind == "pronoun":
            found.append(word(es.PRONOUNS[receiver.head][2], f"{key}.r"))
        else:
            text = "les" if is_many(receiver) else "le"
            found.append(word(text, f"?{anchor(receiver, key + '.r')}"))
    what = clause.object
    if what is not None and what.kind == "pronoun" and verb.governs == "a":
        found.append(word(pronoun(what.head, 3, at.genders), f"{key}.o"))
    return found


def reflexive_head(clause: Clause) -> str:
    person = person_of(clause.subject)
    return {"3s": "3m"}.get(person, person)


def glued(form: Word, small: list[Word]) -> list[Word]:
    """Pronouns behind the verb, in one word with it."""
    for s in small:
        form = Word(es.attached(form.text, s.text), form.sure | s.sure, form.possible | s.possible)
    return [form]


def state(clause: Clause, key: str, at: Setting) -> tuple[str, list[Word]]:
    """The verb for a state and what follows it: estar cansado, ser caro, tener hambre, hacer frío."""
    subject, degree = clause.subject, clause.degree
    own = f"{key}.adj"

    def by(text: str) -> list[Word]:
        return [word(text, f"{key}.degree")]

    if subject.kind == "it":
        noun = "frío" if clause.state == "cold" else "calor"
        if clause.state == "hot" and degree != "too":
            much = by("muchísimo") if degree else [word("mucho", f"?{own}")]
        else:
            much = by(es.DEGREE_OF_NOUN[degree]["m"]) if degree else []
        return "hacer", [*much, word(noun, own)]
    if subject.head == "weather":
        noun = word("tiempo", f"{key}.s.n", f"?{key}.s.det")
        if clause.state == "beautiful" and not degree:
            return "hacer", [word("un", f"?{key}.s.det"), noun, word("estupendo", own)]
        return "hacer", [*(by("muy") if degree else []), word("buen", own), noun]
    row = es.ADJECTIVES_BESIDE.get((clause.state, subject.head)) or es.ADJECTIVES[clause.state]
    infinitive = row[4]
    if clause.state == "good" and subject.kind == "noun" and subject.head in EDIBLE:
        infinitive = "estar"
    if infinitive == "tener":
        much = by(es.DEGREE_OF_NOUN[degree]["f"]) if degree else []
        return "tener", [*much, word(row[0], own)]
    words = agreeing(clause.state, subject.head, gender_of(subject, at.genders), is_many(subject))
    return infinitive, [*(by(es.DEGREE[degree]) if degree else []), *(word(t, own) for t in words)]


EDIBLE = frozenset(concept for group in ("food", "groceries", "drinks") for concept in GROUPS[group])


def past_tense(clause: Clause, at: Setting) -> str:
    """pret, perf or imp for a clause in the past."""
    if clause.verb == "be":
        weather = clause.subject.kind == "it" or clause.subject.head == "weather"
        over = clause.time and (clause.place or weather or clause.time == "last_week") and at.form == "main"
        return "pret" if over or clause.subject.head == "concert" else "imp"
    if clause.verb in LASTING:
        return "imp"
    if clause.verb in {"rain", "snow"} and at.form == "sub":
        return "imp"
    return at.past


def verb_group(clause: Clause, verb: Verb, infinitive: str, key: str, at: Setting, small: list[Word]) -> list[Word]:
    """Pronouns, finite verb, infinitive or gerund. `infinitive` is the verb's own or that of its state."""
    person = person_of(clause.subject)
    own = (f"{key}.v",) if clause.verb == "be" or any("/p" in t for t in verb.tail) else (f"{key}.v", f"{key}.p")
    said = () if clause.subject is None or not is_silent(clause, at) else (f"?{key}.s",)
    if clause.subject is not None and clause.subject.kind == "it":
        said = (f"?{key}.s",)
    mode = clause.mode
    if infinitive in {"gustar", "encantar"}:
        who = es.PRONOUNS[reflexive_head(clause)][2]
        dative = word(who, f"{key}.s" if is_silent(clause, at) else f"?{anchor(clause.subject, key + '.s')}")
        many = "3p" if is_many(clause.object) else "3s"
        return [dative, word(es.conjugated(infinitive, "imp" if mode == "past" else "pres", many), *own)]
    if at.form == "infinitive":
        return glued(word(infinitive, *own, f"?{key}.s"), small)
    if mode == "order":
        if clause.negated:
            return [*small, word(es.conjugated(infinitive, "subj", "2s"), *own)]
        return glued(word(es.conjugated(infinitive, "order", "2s"), *own), small)
    if mode == "will" and at.subjunctive:
        return [*small, word(es.conjugated(infinitive, "subj", person), *own, f"{key}.modal", *said)]
    if mode in es.HELPERS:
        helper, tense, link = es.HELPERS[mode]
        able = clause.verb in ABILITIES and (clause.verb != "play" or clause.object is not None)
        if mode == "can" and able and not clause.place and not clause.time:
            helper = "saber"
        if mode == "would_like":
            who = es.PRONOUNS[reflexive_head(clause)][2]
            dative = word(who, f"{key}.s" if is_silent(clause, at) else f"?{anchor(clause.subject, key + '.s')}")
            would = word(es.conjugated("gustar", tense, "3s"), f"{key}.modal")
            return [dative, would, *glued(word(infinitive, *own), small)]
        finite = word(es.conjugated(helper, tense, person), f"{key}.modal", *said)
        between = [word(link, f"?{key}.modal")] if link else []
        if mode == "should":
            return [finite, *between, *glued(word(infinitive, *own), small)]
        return [*small, finite, *between, word(infinitive, *own)]
    if clause.verb == "sit" and mode in {"progressive", "past"}:
        sat = word(seated(clause, at), *own)
        if mode == "past" and at.past == "perf":
            has = word(es.conjugated("haber", "pres", person), f"{key}.aux", f"?{key}.v", *said)
            return [has, word("estado", f"?{key}.v"), sat]
        tense = at.past if mode == "past" else "pres"
        keys = (f"{key}.aux",) if mode == "past" else ()
        return [word(es.conjugated("estar", tense, person), f"?{key}.v", *keys, *said), sat]
    if mode == "progressive" and clause.verb not in NO_GERUND:
        going = word(es.conjugated("estar", "pres", person), f"?{key}.v", *said)
        return [*small, going, word(es.gerund(infinitive), *own)]
    if mode == "past":
        tense = past_tense(clause, at)
        keys = () if clause.verb == "be" else (f"{key}.aux",)
        if tense == "perf" or clause.verb == "hear":
            has = word(es.conjugated("haber", "pres", person), *keys, f"?{key}.v", *said)
            return [*small, has, word(es.participle(infinitive), *own)]
        return [*small, word(es.conjugated(infinitive, tense, person), *own, *keys, *said)]
    return [*small, word(es.conjugated(infinitive, "pres", person), *own, *said)]


def seated(clause: Clause, at: Setting) -> str:
    stem = "posad" if clause.subject.head == "bird" else "sentad"
    text = stem + {"m": "o", "f": "a"}[gender_of(clause.subject, at.genders)]
    return text + ("s" if is_many(clause.subject) else "")


def is_silent(clause: Clause, at: Setting) -> bool:
    return clause.subject is not None and clause.subject.kind == "pronoun" and clause.subject.head in at.silent


def subject_words(clause: Clause, key: str, at: Setting, to: bool) -> list[Word]:
    """Who does it; `to`: a quien le gusta."""
    what = clause.subject
    if what is None or what.kind in {"it", "question"} or what.head == "weather" or is_silent(clause, at):
        return []
    if at.form == "infinitive":
        return []
    own = f"{key}.s"
    if to:
        return led("a", thing(what, own, at.genders), anchor(what, own))
    if what.kind == "pronoun":
        return [word(pronoun(what.head, 0, at.genders), own)]
    return thing(what, own, at.genders)


def second_words(clause: Clause, key: str, at: Setting) -> list[Word]:
    """The other half of "cocina y lee un libro"."""
    if clause.second is None:
        return []
    half, own = replace(clause.second, subject=clause.subject, mode=clause.mode), f"{key}.2"
    verb = chosen(half)
    if clause.object is not None and clause.object.owner == "3p":  # visitando a sus padres y ayudándolos
        at = replace(at, genders={**at.genders, "3p": gender_of(clause.object, at.genders)})
    small = clitics(half, verb, own, at)
    keys = (f"{own}.v",) if any("/p" in t for t in verb.tail) else (f"{own}.v", f"{own}.p")
    plain = clause.verb in NO_GERUND | {"sit"} or half.verb in NO_GERUND | {"sit"}
    if clause.mode in es.HELPERS and not (clause.mode == "will" and at.subjunctive):
        group = glued(word(verb.infinitive, *keys), small)
    elif clause.mode == "progressive" and not plain:
        group = glued(word(es.gerund(verb.infinitive), *keys), small)
    else:
        group = verb_group(half, verb, verb.infinitive, own, at, small)
    rest = marked(verb.tail, own) + object_words(half, verb, own, at)
    return [word("y", f"{key}.and"), *group, *rest]


def clause_words(clause: Clause, key: str, at: Setting) -> list[Word]:
    """One clause."""
    verb = chosen(clause)
    infinitive, complement = verb.infinitive, []
    if clause.verb == "be":
        infinitive, complement = state(clause, key, at) if clause.state else ("estar", [])
    experiencer = infinitive in {"gustar", "encantar"} or clause.mode == "would_like"
    small = clitics(clause, verb, key, at)
    group = verb_group(clause, verb, infinitive, key, at, small)
    subject = subject_words(clause, key, at, experiencer) if clause.asks != "who" else []
    tail = marked(verb.tail, key)
    if infinitive in {"gustar", "encantar"}:
        object_ = thing(clause.object, f"{key}.o", at.genders, definite=True)
    else:
        object_ = object_words(clause, verb, key, at)
    receiver = []
    if clause.receiver is not None and clause.receiver.kind != "pronoun":
        receiver = led("a", thing(clause.receiver, f"{key}.r", at.genders), anchor(clause.receiver, f"{key}.r"))
    no_thing = clause.object is not None and clause.object.determiner == "no"
    no = [word("no", f"{key}.neg")] if clause.negated else []
    if no_thing:
        no = [word("no", f"{key}.o.det")]
    often = phrase(clause.how_often, f"{key}.f") if clause.how_often else []
    early = often if clause.how_often != "often" else []
    late = often if clause.how_often == "often" else []
    habit = clause.mode == "present" and not at.planned
    time = phrase(clause.time, f"{key}.t", habit) if clause.time else []
    direction = phrase(clause.direction, f"{key}.to") if clause.direction else []
    manner = phrase(clause.manner, f"{key}.h") if clause.manner else []
    place = place_words(clause, key)
    second = second_words(clause, key, at)
    if len(object_) == 1 or clause.state in {"hungry", "thirsty"} or clause.verb == "feed":
        middle = [*tail, *complement, *object_, *late]
    else:
        middle = [*late, *tail, *complement, *object_]
    rest = [*receiver, *direction, *manner, *place, *second]
    weather = clause.subject is not None and (clause.subject.kind == "it" or clause.subject.head == "weather")
    weather = weather or (at.past == "imp" and at.form == "main" and clause.mode == "past")
    first = clause.front or (weather and not clause.asks and not at.planned)  # hoy hace frío
    front, end = (time, []) if first else ([], time)
    if clause.mode == "order":
        please = [word(",", f"{key}.comma"), *(word(t, f"{key}.please") for t in ("por", "favor"))]
        return [*no, *group, *middle, *rest, *end, *(please if clause.please else [])]
    asked = [word(t, f"{key}.wh") for t in es.ASK[clause.asks].split("_")] if clause.asks in es.ASK else []
    if not clause.asks or at.form == "infinitive":
        return [*front, *subject, *early, *no, *group, *middle, *rest, *end]
    long_verb = sum(w.text not in {"a", "que"} for w in group) - len(small) > 1  # ¿tu madre va a comprar pan?
    if not asked and subject and (experiencer or early or (long_verb and object_ and subject[-1].text not in HE)):
        return [*subject, *early, *no, *group, *middle, *rest, *end]
    if clause.verb == "be" and clause.state and clause.subject.kind != "pronoun":
        return [*asked, *early, *no, *group, *late, *complement, *subject, *rest, *end]
    return [*asked, *early, *no, *group, *subject, *middle, *rest, *end]


def place_words(clause: Clause, key: str) -> list[Word]:
    if not clause.place:
        return []
    words = phrase(clause.place, f"{key}.w")
    if clause.verb == "arrive":  # llegar a Berlín
        return [replace(words[0], text="a"), *words[1:]]
    if clause.verb == "go_for_a_walk" and clause.place == "in_the_park":
        return [replace(words[0], text="por"), *words[1:]]
    return words


# ---------------------------------------------------------------- sentences
def named_before(sentence: Sentence, i: int, head: str) -> Thing | None:
    """Who "he" is, if an earlier part of the sentence has named him or has said "he"."""
    for part in sentence.parts[:i]:
        c = part.clause
        he = c.subject is not None and c.subject.kind == "pronoun" and c.subject.head == head
        if he and part.link != "before":  # antes de irse a la cama names nobody
            return c.subject
        for t in (c.subject, c.object, c.receiver):
            if t is not None and t.kind != "pronoun" and t.owner == head:
                return t
    return None


def doubtful(clause: Clause, i: int, parts: tuple[Part, ...]) -> bool:
    """Whether the verb would not tell I from he: yo estaba cansado, (él) estaba cansado."""
    others = [p for p in parts if p.clause is not clause and p.clause.subject is not None]
    if any(p.clause.subject.head == "1s" and (p in parts[:i] or not unclear(p.clause)) for p in others):
        return False
    wish = i > 0 and parts[i - 1].clause.verb == "hope"
    during = clause.mode == "past" and any(p.link == "while" for p in parts)
    return during or unclear(clause) or (wish and clause.mode == "will")


def unclear(clause: Clause) -> bool:
    """Whether I and he have the same form: quería, debería, estaba."""
    return clause.mode in {"wanted", "should"} or (clause.mode == "past" and clause.verb in LASTING)


def settings(sentence: Sentence, genders: dict[str, str], drop_third: bool) -> list[Setting]:
    parts = sentence.parts
    pasts = [p.clause for p in parts if p.clause.mode == "past"]
    past = "perf" if any(c.time in {"this_morning", "today"} for c in pasts) else "pret"
    if any(p.link == "while" for p in parts):
        past = "imp"
    found = []
    for i, part in enumerate(parts):
        silent = {"1s", "2s", "1p"}
        who = part.clause.subject
        if who is not None and who.kind == "pronoun" and who.head[0] == "3":
            if drop_third or named_before(sentence, i, who.head):
                silent.add(who.head)
        elif who is not None and who.head == "1s" and doubtful(part.clause, i, parts):
            silent.discard("1s")
        elif who is not None and who.head in silent and part.link in {"but", "and", "while"} and i:
            before = parts[i - 1].clause.subject
            if before is None or before.head != who.head:
                silent.discard(who.head)
        adverbial = part.form == "sub" and part.link in {"because", "although", "while", "when", "if", "before"}
        wish = i > 0 and parts[i - 1].clause.verb == "hope" and part.link == "that"
        form = "infinitive" if part.link == "before" else ("sub" if adverbial else "main")
        group = named_before(sentence, i, "3p")  # mis vecinos ... porque están cansados
        known = {**genders, "3p": gender_of(group, genders)} if group is not None else genders
        found.append(Setting(known, frozenset(silent), form, past, wish, part.link == "if"))
    return found


def sentence_words(
    sentence: Sentence, genders: dict[str, str] = GENDERS, drop_third: bool = False
) -> list[Word]:
    """The whole sentence with commas and marks, the first letter still as in the middle of a sentence.

    genders: "m" or "f" for whoever I, you, we and they are. drop_third: leave out él, ella, ellos too.
    """
    genders = {**GENDERS, **genders}
    words: list[Word] = []
    if sentence.mark in "?!":
        words.append(word({"?": "¿", "!": "¡"}[sentence.mark], "?mark"))
    parts = sentence.parts
    for i, (part, at) in enumerate(zip(parts, settings(sentence, genders, drop_third), strict=True)):
        turned = i > 0 and parts[i - 1].form == "sub" and part.form == "main"
        if i and (part.link in {"but", "although"} or turned):
            words.append(word(",", f"comma{i}"))
        if part.link:
            link = es.LINKS[part.link] if i or part.link != "because" else "como"  # como llueve, ...
            words += [word(t, f"link{i}") for t in link.split("_")]
            if part.link == "and" and part.form == "sub":  # dice que A y que B
                words.append(word("que", f"?link{i}"))
        said = clause_words(part.clause, f"c{i}", at)
        if turned and parts[i - 1].link == "before" and parts[i - 1].clause.subject.kind != "pronoun":
            # "before my brother goes to bed, he reads": antes de irse a la cama, mi hermano lee
            said = thing(parts[i - 1].clause.subject, f"c{i - 1}.s", genders) + said
        words += said
    words.append(word(sentence.mark, "mark"))
    for i, w in enumerate(words[:-1]):
        if w.text == "y" and re.match(r"h?i(?!e)", words[i + 1].text):
            words[i] = replace(w, text="e")
    return words


def text(words: list[Word]) -> str:
    """The sentence as it is written."""
    line = re.sub(r" ([.,?!])", r"\1", " ".join(w.text for w in words))
    line = re.sub(r"([¿¡]) ", r"\1", line)
    i = 1 if line[0] in "¿¡" else 0
    return line[:i] + line[i].upper() + line[i + 1 :]


def tokens(line: str) -> list[str]:
    """The words and marks of a line, as alignments count them."""
    return re.findall(r"[\w']+|[.,?!¿¡]", line)
