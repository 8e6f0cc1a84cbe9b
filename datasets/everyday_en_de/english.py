"""English: from a meaning to words with keys."""

from __future__ import annotations

from lexicon import ADJECTIVES, NAMES, NOUNS, PHRASES, PRONOUNS, VERBS
from meaning import Clause, Sentence, Thing, Word, word

BE = {"1s": "am", "2s": "are", "3s": "is", "1p": "are", "3p": "are"}
WAS = {"1s": "was", "2s": "were", "3s": "was", "1p": "were", "3p": "were"}
NUMBERS = {"2": "two", "3": "three", "4": "four"}
ASK = {"what": "what", "who": "who", "where": "where", "where_to": "where", "when": "when", "why": "why"}
LINKS = {"if": "if", "whether": "if", "who": "who"}  # others read as they are spelled
SPLIT = {"pick_up", "turn_on", "turn_off", "put_on", "take_off", "try_on", "throw_away", "tidy_up"}
HELPER = {  # helper: he-form, base, does it take "to", can it be negated with -n't
    "will": ("will", "won't"), "can": ("can", "can't"), "should": ("should", "shouldn't"),
    "could": ("could", "couldn't"),
}  # fmt: skip


def phrase(name: str, key: str) -> list[Word]:
    words = []
    for item in PHRASES[name]["en"].split(" "):
        text, _, marks = item.partition("/")
        if marks.startswith("?"):
            words.append(word(text, f"?{key}.{marks[1:]}"))
        else:
            words.append(word(text, *(f"{key}.{mark}" for mark in marks)))
    return words


def thing(what: Thing, key: str, case: str = "subject") -> list[Word]:
    if what.kind == "it":
        return [word("it", key)]
    if what.kind == "pronoun":
        return [word(PRONOUNS[what.head]["en"][0 if case == "subject" else 1], key)]
    if what.kind == "name":
        return [word(what.head, key)]
    nouns = NOUNS[what.head]["en"]
    noun = nouns[1] if (what.plural or nouns[0] == "-") else nouns[0]
    tail = [word(text, f"{key}.n") for text in noun.split("_")]
    if what.to:
        tail += phrase(what.to, f"{key}.to")
    if what.adjective:
        tail.insert(0, word(ADJECTIVES[what.adjective]["en"][0], f"{key}.adj"))
    if not what.determiner:
        return tail
    if what.determiner == "a":
        text = "an" if tail[0].text[0] in "aeiou" else "a"
    elif what.determiner in NAMES:
        text = f"{what.determiner}'s"
    else:
        text = NUMBERS.get(what.determiner) or what.determiner
        text = PRONOUNS[text]["en"][2] if text in PRONOUNS else text
    return [word(text, f"{key}.det"), *tail]


def verb_and_object(clause: Clause, key: str, form: int) -> list[Word]:
    """The verb in a form (0 base, 1 he-form, 2 -ing, 3 past), its particle, its objects."""
    row = VERBS[clause.verb]["en"]
    particle = [word(t, f"{key}.p") for t in row[4].split("_")] if row[4] != "-" else []
    keys = [f"{key}.v"] + ([] if particle else [f"{key}.p"]) + ([f"{key}.aux"] if form == 3 else [])
    words = [word(row[form], *keys)]
    receiver = thing(clause.receiver, f"{key}.r", "object") if clause.receiver else []
    object_ = thing(clause.object, f"{key}.o", "object") if clause.object else []
    if clause.object and clause.object.head in {"piano", "guitar"} and clause.verb in {"play", "learn"}:
        object_ = [word("the", f"?{key}.o.n"), *object_]
    if clause.object is not None and clause.object.kind == "pronoun" and clause.verb in SPLIT:
        return words + object_ + particle
    return words + particle + receiver + object_


def clause_words(clause: Clause, key: str, embedded: bool = False, link_word: str = "") -> list[Word]:
    """One clause; `embedded` questions keep the order of a statement."""
    subject = thing(clause.subject, f"{key}.s") if clause.subject and clause.asks != "who" else []
    person = clause.subject.person if clause.subject else "2s"
    third = person == "3s"
    asking = bool(clause.asks) and clause.asks != "who" and not embedded
    often = phrase(clause.how_often, f"{key}.f") if clause.how_often else []
    negation = f"{key}.neg"
    first: list[Word] = []  # the auxiliary
    rest: list[Word] = []
    if clause.mode == "order":
        start = [word("please", f"{key}.please")] if clause.please else []
        start += [word("don't", negation)] if clause.negated else []
        rest = start + verb_and_object(clause, key, 0)
    elif clause.verb == "be":
        form = (WAS if clause.mode == "past" else BE)[person]
        aux = [word("will", f"{key}.modal")] if clause.mode == "will" else []
        if clause.negated and form == "am":
            first, tail = [word("am", f"{key}.v")], [word("not", negation)]
        elif clause.negated:
            first, tail = [word(form + "n't", f"{key}.v", negation)], []
        else:
            first, tail = [word(form, f"{key}.v")], []
        if aux:
            first, tail = aux, [word("be", f"{key}.v")]
        if clause.degree:
            tail.append(word(clause.degree, f"{key}.degree"))
        if clause.state:
            tail.append(word(ADJECTIVES[clause.state]["en"][0], f"{key}.adj"))
        rest = tail
    elif clause.mode == "progressive":
        form = BE[person]
        if clause.negated and form == "am":
            first, rest = [word("am", f"?{key}.v")], [word("not", negation)]
        elif clause.negated:
            first = [word(form + "n't", negation, f"?{key}.v")]
        else:
            first = [word(form, f"?{key}.v")]
        rest = rest + verb_and_object(clause, key, 2)
    elif clause.mode in {"present", "past"}:
        past = clause.mode == "past"
        if clause.negated or asking:
            do = "did" if past else ("does" if third else "do")
            keys = [f"{key}.aux"] if past else []
            helping = keys or [f"?{key}.v"]
            first = [word(do + "n't", negation, *keys) if clause.negated else word(do, *helping)]
            rest = verb_and_object(clause, key, 0)
        else:
            rest = verb_and_object(clause, key, 3 if past else (1 if third else 0))
    elif clause.mode in HELPER:
        plain, negative = HELPER[clause.mode]
        keys = (f"{key}.modal", negation) if clause.negated else (f"{key}.modal",)
        first, rest = [word(negative if clause.negated else plain, *keys)], verb_and_object(clause, key, 0)
    elif clause.mode == "would_like":
        assert not clause.negated, "would not like to is not said here"
        first = [word("would", f"?{key}.modal")]
        rest = [word("like", f"{key}.modal"), word("to", f"?{key}.v"), *verb_and_object(clause, key, 0)]
    else:  # want to, have to, wanted to, had to
        past = clause.mode in {"wanted", "had_to"}
        base, he, before = ("want", "wants", "wanted") if clause.mode.startswith("want") else ("have", "has", "had")
        if clause.negated or asking:
            do = "did" if past else ("does" if third else "do")
            first = [word(do + "n't", negation) if clause.negated else word(do, f"?{key}.modal")]
            form = base
        else:
            form = before if past else (he if third else base)
        rest = [word(form, f"{key}.modal"), word("to", f"?{key}.v"), *verb_and_object(clause, key, 0)]
    body = (first + subject + often + rest) if asking else (subject + first + often + rest)
    for name, part in ((clause.direction, "to"), (clause.manner, "h"), (clause.place, "w")):
        body += phrase(name, f"{key}.{part}") if name else []
    if clause.second:
        form = {"present": 1 if third else 0, "progressive": 2, "past": 3}.get(clause.mode, 0)
        body += [word("and", f"{key}.and"), *verb_and_object(clause.second, f"{key}.2", form)]
    if clause.time and clause.front:
        body = phrase(clause.time, f"{key}.t") + body
    elif clause.time:
        body += phrase(clause.time, f"{key}.t")
    if clause.asks in ASK:
        body = [word(ASK[clause.asks], f"{key}.wh"), *body]
    return body


def sentence_words(sentence: Sentence) -> list[Word]:
    """The whole sentence with commas and its mark, the first letter still as in the middle of a sentence."""
    words: list[Word] = []
    for i, part in enumerate(sentence.parts):
        key = f"c{i}"
        if (i and part.link == "but") or (i and sentence.parts[i - 1].form == "sub" and part.form == "main"):
            words.append(word(",", f"comma{i}"))
        if part.link:
            words.append(word(LINKS.get(part.link, part.link), f"link{i}"))
        words += clause_words(part.clause, key, embedded=part.form == "sub")
    return [*words, word(sentence.mark, "mark")]
