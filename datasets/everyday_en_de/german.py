"""German: from a meaning to words with keys.

The word order is written as German grammars teach it: what stands first | the finite verb | the middle field |
what closes the clause (prefix, participle, infinitive; in a subordinate clause the finite verb too).
"""

from __future__ import annotations

from dataclasses import replace

from lexicon import ADJECTIVES, NAMES, NOUNS, PHRASES, PRONOUNS, VERBS
from meaning import ANIMALS, Clause, Sentence, Thing, Word, word

THE = {"nom": {"m": "der", "f": "die", "n": "das", "p": "die"},
       "acc": {"m": "den", "f": "die", "n": "das", "p": "die"},
       "dat": {"m": "dem", "f": "der", "n": "dem", "p": "den"}}  # fmt: skip
# endings of ein, kein, mein ...
A = {"nom": {"m": "", "f": "e", "n": "", "p": "e"},
     "acc": {"m": "en", "f": "e", "n": "", "p": "e"},
     "dat": {"m": "em", "f": "er", "n": "em", "p": "en"}}  # fmt: skip
# endings of the adjective after nothing, after ein/mein, after der
STRONG = {"nom": {"m": "er", "f": "e", "n": "es", "p": "e"},
          "acc": {"m": "en", "f": "e", "n": "es", "p": "e"},
          "dat": {"m": "em", "f": "er", "n": "em", "p": "en"}}  # fmt: skip
MIXED = {"nom": {"m": "er", "f": "e", "n": "es", "p": "en"},
         "acc": {"m": "en", "f": "e", "n": "es", "p": "en"},
         "dat": {"m": "en", "f": "en", "n": "en", "p": "en"}}  # fmt: skip
WEAK = {"nom": {"m": "e", "f": "e", "n": "e", "p": "en"},
        "acc": {"m": "en", "f": "e", "n": "e", "p": "en"},
        "dat": {"m": "en", "f": "en", "n": "en", "p": "en"}}  # fmt: skip
NUMBERS = {"2": "zwei", "3": "drei", "4": "vier"}
HABEN = {"1s": "habe", "2s": "hast", "3s": "hat", "1p": "haben", "3p": "haben"}
SEIN = {"1s": "bin", "2s": "bist", "3s": "ist", "1p": "sind", "3p": "sind"}
PAST_ENDING = {"1s": "", "2s": "st", "3s": "", "1p": "en", "3p": "en"}
HELPERS = {
    "will": "werde wirst wird werden", "can": "kann kannst kann können", "want": "will willst will wollen",
    "must": "muss musst muss müssen", "should": "sollte solltest sollte sollten",
    "would_like": "möchte möchtest möchte möchten", "wanted": "wollte wolltest wollte wollten",
    "had_to": "musste musstest musste mussten", "could": "konnte konntest konnte konnten",
}  # fmt: skip
ASK = {"what": "was", "who": "wer", "where": "wo", "where_to": "wohin", "when": "wann", "why": "warum"}
LINKS = {"that": "dass", "because": "weil", "when": "wenn", "if": "wenn", "whether": "ob", "while": "während",
         "before": "bevor", "although": "obwohl", "and": "und", "but": "aber"}  # fmt: skip
DEGREE = {"very": "sehr", "too": "zu"}


def phrase(name: str, key: str) -> list[Word]:
    words = []
    for item in PHRASES[name]["de"].split(" "):
        text, _, marks = item.partition("/")
        if marks.startswith("?"):
            words.append(word(text, f"?{key}.{marks[1:]}"))
        else:
            words.append(word(text, *(f"{key}.{mark}" for mark in marks)))
    return words


def thing(what: Thing, key: str, case: str, negated: str = "") -> list[Word]:
    """A noun phrase in a case; `negated` is the key of the negation that it carries as kein."""
    if what.kind == "it":
        return [word("es", key)]
    if what.kind == "pronoun":
        return [word(PRONOUNS[what.head]["de"][{"nom": 0, "acc": 1, "dat": 2}[case]], key)]
    if what.kind == "name":
        return [word(what.head, key)]
    singular, gender, plural = NOUNS[what.head]["de"]
    many = gender == "p" or (what.plural and plural != "-")
    noun = plural if many else singular
    if many and case == "dat" and noun[-1] not in "ns":
        noun += "n"
    if not many and gender == "m*" and case != "nom":
        noun += "n"
    form = "p" if many else gender[0]
    endings, determiner = STRONG, []
    if negated:
        keys = [negated] + ([f"?{key}.det"] if what.determiner else [])
        determiner, endings = [word("kein" + A[case][form], *keys)], MIXED
    elif what.determiner == "the":
        determiner, endings = [word(THE[case][form], f"{key}.det")], WEAK
    elif what.determiner in {"a", "no"} or what.determiner in PRONOUNS:
        stem = {"a": "ein", "no": "kein"}.get(what.determiner) or PRONOUNS[what.determiner]["de"][3]
        determiner, endings = [word(stem + A[case][form], f"{key}.det")], MIXED
    elif what.determiner in NAMES:
        determiner = [word(what.determiner + "s", f"{key}.det")]
    elif what.determiner:
        determiner = [word(NUMBERS[what.determiner], f"{key}.det")]
    adjective = []
    if what.adjective:
        adjective = [word(ADJECTIVES[what.adjective]["de"][0] + endings[case][form], f"{key}.adj")]
    tail = phrase(what.to, f"{key}.to") if what.to else []
    return [*determiner, *adjective, word(noun, f"{key}.n"), *tail]


def _parts(verb: str) -> tuple[str, str, str]:
    """Prefix, infinitive, and what stands between them when they are written together ("" or a space)."""
    infinitive = VERBS[verb]["de"][0]
    for mark, gap in (("+", ""), ("_", " ")):
        if mark in infinitive:
            prefix, rest = infinitive.split(mark)
            return prefix, rest, gap
    return "", infinitive, ""


def finite(verb: str, person: str, past: bool = False) -> str:
    row = VERBS[verb]["de"]
    if past:
        ending = PAST_ENDING[person]
        return row[8] + (ending.removeprefix("e") if row[8].endswith("e") else ending)  # hatte-n, war-en
    if verb == "be":
        return SEIN[person]
    singular = {"1s": row[1], "2s": row[2], "3s": row[3]}
    return singular.get(person) or _parts(verb)[1]


def joined(verb: str, last: str, key: str) -> list[Word]:
    """Prefix and verb at the end of the clause: anrufen, angerufen, but einkaufen gehen in two words."""
    prefix, _, gap = _parts(verb)
    if prefix and gap:
        return [word(prefix, f"{key}.p"), word(last, f"{key}.v")]
    return [word(prefix + last, f"{key}.v", f"{key}.p")]


def middle(clause: Clause, key: str) -> list[Word]:
    """The middle field without the subject."""
    case = VERBS[clause.verb]["de"][7]
    time = phrase(clause.time, f"{key}.t") if clause.time and not clause.front else []
    often = phrase(clause.how_often, f"{key}.f") if clause.how_often else []
    manner = phrase(clause.manner, f"{key}.h") if clause.manner else []
    where = phrase(clause.place, f"{key}.w") if clause.place else []
    to = phrase(clause.direction, f"{key}.to") if clause.direction else []
    receiver = thing(clause.receiver, f"{key}.r", "dat") if clause.receiver else []
    what = clause.object
    kein = (
        clause.negated and what is not None and case == "acc" and what.determiner in {"", "a"} and not what.definite
    )
    nicht = [word("nicht", f"{key}.neg")] if clause.negated and not kein else []
    if clause.verb == "be":
        degree = [word(DEGREE[clause.degree], f"{key}.degree")] if clause.degree else []
        state = [word(ADJECTIVES[clause.state]["de"][-1], f"{key}.adj")] if clause.state else []
        return time + often + nicht + degree + state + where
    if what is None:
        return time + often + nicht + manner + where + to
    if case == "auf":  # warten auf: the object closes the middle field
        return time + often + nicht + where + [word("auf", f"{key}.p"), *thing(what, f"{key}.o", "acc")]
    noun = thing(what, f"{key}.o", case, f"{key}.neg" if kein else "")
    if what.kind == "pronoun":
        return noun + time + often + nicht + manner + where + to
    if receiver:
        return (receiver + time if clause.receiver.kind == "pronoun" else time + receiver) + often + noun + where
    if case == "dat":  # er hilft seiner Mutter in der Küche
        return time + often + noun + nicht + manner + where + to
    return time + often + where + noun + nicht + manner + to


def closing(clause: Clause, key: str) -> list[Word]:
    """What closes a main clause: nothing, a prefix, a participle or an infinitive."""
    prefix, infinitive, _ = _parts(clause.verb)
    row = VERBS[clause.verb]["de"]
    if clause.mode in HELPERS:
        return joined(clause.verb, infinitive, key)
    if clause.mode == "past" and len(row) < 9:
        gap = _parts(clause.verb)[2]
        if gap:
            return [word(prefix, f"{key}.p"), word(row[4], f"{key}.v")]
        return [word(row[4], f"{key}.v", f"{key}.p")]
    return [word(prefix, f"{key}.p")] if prefix else []


def conjugated(clause: Clause, key: str) -> list[Word]:
    """The finite verb alone."""
    person = clause.subject.person if clause.subject else "2s"
    row = VERBS[clause.verb]["de"]
    prefix = _parts(clause.verb)[0] or row[7] == "auf"
    keys = [f"{key}.v"] if prefix else [f"{key}.v", f"{key}.p"]
    if clause.mode == "order":
        return [word(row[6], *keys)]
    if clause.mode in HELPERS:
        forms = HELPERS[clause.mode].split(" ")
        return [word(forms[{"1s": 0, "2s": 1, "3s": 2}.get(person, 3)], f"{key}.modal")]
    if clause.mode == "past":
        if len(row) > 8:
            return [word(finite(clause.verb, person, past=True), *keys, f"{key}.aux")]
        return [word((HABEN if row[5] == "h" else SEIN)[person], f"{key}.aux", f"?{key}.v")]
    return [word(finite(clause.verb, person), *keys)]


def chosen(clause: Clause) -> Clause:
    """The clause with the verb that German has for it: people essen, animals fressen."""
    if clause.verb == "eat" and clause.subject is not None and clause.subject.head in ANIMALS:
        return replace(clause, verb="eat_as_animal")
    return clause


def _second(clause: Clause, key: str, sub: bool) -> list[Word]:
    """The other half of "kocht Suppe und liest ein Buch", with the verb where the first half has it."""
    if clause.second is None:
        return []
    second = chosen(replace(clause.second, subject=clause.subject, mode=clause.mode))
    inner = f"{key}.2"
    words = [word("und", f"{key}.and")]
    if clause.mode in {"present", "progressive"} or (clause.mode == "past" and len(VERBS[second.verb]["de"]) > 8):
        if sub:
            prefix, _, gap = _parts(second.verb)
            last = conjugated(second, inner)[0]
            return words + middle(second, inner) + _glue(second, inner, last, prefix, gap)
        return words + conjugated(second, inner) + middle(second, inner) + closing(second, inner)
    return words + middle(second, inner) + closing(second, inner)


def _glue(clause: Clause, key: str, last: Word, prefix: str, gap: str) -> list[Word]:
    """The end of a subordinate clause: an|ruft becomes anruft, einkaufen geht stays two words."""
    if clause.mode in HELPERS or (clause.mode == "past" and len(VERBS[clause.verb]["de"]) < 9):
        return [*closing(clause, key), last]
    if prefix and gap:
        return [word(prefix, f"{key}.p"), last]
    if prefix:
        return [word(prefix + last.text, f"{key}.v", f"{key}.p")]
    return [last]


def clause_words(clause: Clause, key: str, form: str = "main", turned: bool = False) -> list[Word]:
    """One clause. form "sub" puts the verb last; `turned`: something else already stands first."""
    clause = chosen(clause)
    subject = thing(clause.subject, f"{key}.s", "nom") if clause.subject and clause.asks != "who" else []
    asked = [word(ASK[clause.asks], f"{key}.wh")] if clause.asks in ASK else []
    verb, field = conjugated(clause, key), middle(clause, key)
    if clause.mode == "order":
        please = [word("bitte", f"{key}.please")] if clause.please else []
        short = next((t for t in (clause.receiver, clause.object) if t is not None and t.kind == "pronoun"), None)
        if short is not None and VERBS[clause.verb]["de"][7] != "auf":  # Zeig mir bitte ...
            return verb + field[:1] + please + field[1:] + closing(clause, key)
        return verb + please + field + closing(clause, key)
    if form == "sub":
        prefix, _, gap = _parts(clause.verb)
        if clause.second and (clause.mode in HELPERS or clause.mode == "past"):
            # ..., dass er Suppe gekocht und ein Buch gelesen hat: the helper closes both halves
            return asked + subject + field + closing(clause, key) + _second(clause, key, True) + verb
        return asked + subject + field + _glue(clause, key, verb[0], prefix, gap) + _second(clause, key, True)
    end = closing(clause, key) + _second(clause, key, False)
    if asked:
        return asked + verb + subject + field + end
    if clause.asks or turned:
        return verb + subject + field + end
    if clause.front and clause.time:
        return phrase(clause.time, f"{key}.t") + verb + subject + field + end
    return subject + verb + field + end


def sentence_words(sentence: Sentence) -> list[Word]:
    """The whole sentence with commas and its mark, the first letter still as in the middle of a sentence."""
    words: list[Word] = []
    for i, part in enumerate(sentence.parts):
        if i and part.link != "and":
            words.append(word(",", f"comma{i}"))
        if part.link:
            words.append(word(LINKS[part.link], f"link{i}"))
        turned = i > 0 and sentence.parts[i - 1].form == "sub" and part.form == "main" and not part.link
        words += clause_words(part.clause, f"c{i}", part.form, turned)
    return [*words, word(sentence.mark, "mark")]
