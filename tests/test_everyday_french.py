"""The French grammar of the everyday sentences: every word there, and sentences as a speaker would say them."""

from __future__ import annotations

import importlib
import re
import sys
from random import Random

import pytest

from overheard.paths import ROOT

FOLDERS = [str(ROOT / "datasets" / name) for name in ("everyday_many", "everyday_en_de")]
MODULES = ("french", "french_words", "lexicon", "meaning", "english", "everyday")


@pytest.fixture(scope="module")
def grammar():
    """The modules of the two folders, imported as the generator does, and forgotten afterwards."""
    path, before = list(sys.path), {name: sys.modules.pop(name, None) for name in MODULES}
    sys.path[:0] = FOLDERS
    yield {name: importlib.import_module(name) for name in MODULES}
    sys.path[:] = path
    for name in MODULES:
        sys.modules.pop(name, None)
        if before[name] is not None:
            sys.modules[name] = before[name]


@pytest.fixture
def say(grammar):
    """`say(clause, ...)`: the French text of parts, each a clause or (link, form, clause)."""
    meaning, french = grammar["meaning"], grammar["french"]

    def text(*parts, mark=".", **genders) -> str:
        made = [meaning.Part(p[2], p[0], p[1]) if isinstance(p, tuple) else meaning.Part(p) for p in parts]
        words = french.sentence_words(meaning.Sentence(tuple(made), mark), {k[1:]: v for k, v in genders.items()})
        return french.text(words)

    return text


def who(code: str):
    """1s ... 3p: a pronoun; Anna: a name; it; "1s sister", "the children": a noun."""
    import lexicon
    from meaning import Thing

    if code == "it":
        return Thing("it", "it")
    if code in lexicon.PRONOUNS:
        return Thing("pronoun", code)
    if code in lexicon.NAMES:
        return Thing("name", code)
    return noun(code)


def noun(text: str):
    """ "the soup", "a red car", "- rice", "+1s shoe" (a plus: plural; a minus: no determiner)."""
    import lexicon
    from meaning import Thing

    plural = text.startswith("+")
    words = text.removeprefix("+").split()
    det, adjective, head = words[0], words[1] if len(words) > 2 else "", words[-1]
    assert head in lexicon.NOUNS, text
    return Thing(
        "noun", head, plural or head in {"parents", "friends", "neighbours"}, "" if det == "-" else det, adjective
    )


def c(verb: str, subject: str | None = None, what: str | None = None, to: str | None = None, **more):
    """A clause; `what` and `to` as in `who`."""
    from meaning import Clause

    return Clause(
        verb, who(subject) if subject else None, who(what) if what else None, who(to) if to else None, **more
    )


def test_every_concept_has_its_french_row(grammar) -> None:
    lexicon, words = grammar["lexicon"], grammar["french_words"]
    for table in ("NOUNS", "ADJECTIVES", "VERBS", "PHRASES", "PRONOUNS"):
        assert set(getattr(lexicon, table)) == set(getattr(words, table)), table
    assert all(len(row) == 3 and row[1] in {"m", "f"} for row in words.NOUNS.values())
    assert all(len(row) == 10 and row[7] in {"a", "e", "r"} for row in words.VERBS.values())
    assert all(len(row) >= 5 and row[4] in {"before", "after", "noun"} for row in words.ADJECTIVES.values())
    for concept, phrase in words.PHRASES.items():
        keys = set(re.findall(r"[a-z]", " ".join(p.partition("/")[2] for p in phrase)))
        english = set(re.findall(r"/\??([a-z]+)", lexicon.PHRASES[concept]["en"]))
        assert keys <= set("".join(english)), f"{concept} has a key that English lacks"


SENTENCES = [
    # articles
    ("J'aime le fromage.", lambda: [c("like", "1s", "- cheese")]),
    ("Je n'aime pas les vieux livres.", lambda: [c("like", "1s", "+- old book", negated=True)]),
    ("Ma sœur mange du pain.", lambda: [c("eat", "1s sister", "- bread")]),
    ("Elle boit de l'eau froide.", lambda: [c("drink", "3f", "- cold water")]),
    ("Tom prépare de la soupe à la tomate.", lambda: [c("cook", "Tom", "- tomato_soup")]),
    ("Anna achète des œufs frais.", lambda: [c("buy", "Anna", "+- fresh egg")]),
    ("Elle n'achète pas de pain.", lambda: [c("buy", "3f", "- bread", negated=True)]),
    ("Il n'a pas acheté d'ordinateur.", lambda: [c("buy", "3m", "a computer", mode="past", negated=True)]),
    ("Ben achète de nouvelles chaussures.", lambda: [c("buy", "Ben", "+- new shoe")]),
    ("Nous avons besoin d'une voiture.", lambda: [c("need", "1p", "a car")]),
    ("Ils ont besoin de légumes.", lambda: [c("need", "3p", "- vegetables")]),
    ("Eva ne boit jamais de lait.", lambda: [c("drink", "Eva", "- milk", how_often="never")]),
    ("Il n'a pas le temps.", lambda: [c("have", "3m", "no time")]),
    ("Elle n'avait pas d'argent.", lambda: [c("have", "3f", "no money", mode="past")]),
    ("Lisa parle espagnol.", lambda: [c("speak", "Lisa", "- spanish")]),
    ("Max apprend l'anglais.", lambda: [c("learn", "Max", "- english")]),
    ("Nous jouons aux échecs.", lambda: [c("play", "1p", "- chess")]),
    ("Paul joue au football.", lambda: [c("play", "Paul", "- football")]),
    ("Ma tante joue de la guitare.", lambda: [c("play", "1s aunt", "- guitar")]),
    # adjectives and possessives
    ("Ton vieil oncle dort.", lambda: [c("sleep", "2s old uncle")]),
    ("Le bel oiseau chante.", lambda: [c("sing", "the beautiful bird")]),
    ("Mon écharpe est blanche.", lambda: [c("be", "1s scarf", state="white")]),
    ("La grosse vache dort.", lambda: [c("sleep", "the big cow")]),
    ("Les enfants mangent du gâteau au chocolat.", lambda: [c("eat", "+the child", "- chocolate_cake")]),
    ("Maria fait un gâteau aux pommes.", lambda: [c("bake", "Maria", "- apple_cake")]),
    ("Leurs chaussures sont neuves.", lambda: [c("be", "+3p shoe", state="new")]),
    ("Ma voiture est en panne.", lambda: [c("be", "1s car", state="broken")]),
    ("Sa robe n'était pas bon marché.", lambda: [c("be", "3f dress", state="cheap", mode="past", negated=True)]),
    ("Le chat d'Anna est dans le jardin.", lambda: [c("be", "Anna cat", place="in_the_garden")]),
    ("J'ai une machine à laver bon marché.", lambda: [c("have", "1s", "a cheap washing_machine")]),
    ("Les tables sont toutes neuves.", lambda: [c("be", "+the table", state="new", degree="very")]),
    ("L'oiseau est posé sur la chaise.", lambda: [c("sit", "the bird", mode="progressive", place="on_the_chair")]),
    # pronouns and agreement
    ("Nous l'avons rencontré.", lambda: [c("meet", "1p", "3m", mode="past")]),
    ("Elle retrouve souvent ses amis.", lambda: [c("meet", "3f", "3f friends", how_often="often")]),
    ("Je l'ai vue hier.", lambda: [c("see", "1s", "3f", mode="past", time="yesterday")]),
    ("Il les a invités.", lambda: [c("invite", "3m", "3p", mode="past")]),
    ("Nous lui avons rendu visite.", lambda: [c("visit", "1p", "3m", mode="past")]),
    ("Elle leur a offert un livre.", lambda: [c("give", "3f", "a book", "3p", mode="past")]),
    ("Tu ne m'as pas appelé.", lambda: [c("call", "2s", "1s", mode="past", negated=True)]),
    ("Je veux l'aider.", lambda: [c("help", "1s", "3m", mode="want")]),
    ("Elle viendra me chercher demain.", lambda: [c("pick_up", "3f", "1s", mode="will", time="tomorrow")]),
    ("Je dois aller les chercher.", lambda: [c("pick_up", "1s", "3p", mode="must")]),
    ("Ma mère est allée le chercher.", lambda: [c("pick_up", "1s mother", "3m", mode="past")]),
    # tenses
    ("Anna s'est levée tôt.", lambda: [c("get_up", "Anna", mode="past", manner="early")]),
    ("Nous nous promenons dans le parc.", lambda: [c("go_for_a_walk", "1p", place="in_the_park")]),
    ("Je veux me promener.", lambda: [c("go_for_a_walk", "1s", mode="want")]),
    ("Il n'était pas fatigué hier.", lambda: [
        c("be", "3m", state="tired", mode="past", negated=True, time="yesterday")]),
    ("Nous mangions pendant que tu dormais.", lambda: [
        c("eat", "1p", mode="past"), ("while", "sub", c("sleep", "2s", mode="past"))]),
    ("Je ferai les courses samedi.", lambda: [c("go_shopping", "1s", mode="will", time="saturday")]),
    ("Nous irons à Munich en voiture.", lambda: [c("drive", "1p", mode="will", direction="to_munich")]),
    ("Elle sait nager.", lambda: [c("swim", "3f", mode="can")]),
    ("Il n'arrive pas à trouver sa clé.", lambda: [c("find", "3m", "3m key", mode="can", negated=True)]),
    ("Je vois un chien.", lambda: [c("see", "1s", "a dog", mode="can")]),
    ("Ils devraient rester au lit.", lambda: [c("stay", "3p", mode="should", place="in_bed")]),
    ("Tu aimerais prendre le train.", lambda: [c("take", "2s", "the train", mode="would_like")]),
    ("J'ai dû travailler.", lambda: [c("work", "1s", mode="had_to")]),
    ("Elle n'a pas pu dormir.", lambda: [c("sleep", "3f", mode="could", negated=True)]),
    # time, place, weather
    ("Hier, il a neigé.", lambda: [c("snow", "it", mode="past", time="yesterday", front=True)]),
    ("Il fait trop chaud aujourd'hui.", lambda: [c("be", "it", state="hot", degree="too", time="today")]),
    ("Paul va chez le médecin.", lambda: [c("go", "Paul", direction="to_the_doctor")]),
    ("Il rentre à la maison à huit heures.", lambda: [c("come", "3m", direction="home", time="at_eight")]),
    ("Ben travaille le week-end.", lambda: [c("work", "Ben", time="weekend")]),
    ("Ben travaillera ce week-end.", lambda: [c("work", "Ben", mode="will", time="weekend")]),
    ("Elle dort dans son lit.", lambda: [c("sleep", "3f", place="in_bed")]),
    ("J'ai très soif.", lambda: [c("be", "1s", state="thirsty", degree="very")]),
    ("Le garçon est assis sur la chaise.", lambda: [c("sit", "the boy", mode="progressive", place="on_the_chair")]),
    # orders
    ("Montre-moi ta maison, s'il te plaît.", lambda: [
        c("show", None, "2s house", "1s", mode="order", please=True)]),
    ("N'oublie pas ton parapluie.", lambda: [c("forget", None, "2s umbrella", mode="order", negated=True)]),
    ("Attends-la.", lambda: [c("wait_for", None, "3f", mode="order")]),
    ("Va au lit.", lambda: [c("go", None, mode="order", direction="to_bed")]),
    # clauses
    ("Je sais qu'Eva a faim.", lambda: [c("know", "1s"), ("that", "sub", c("be", "Eva", state="hungry"))]),
    ("Je ne sais pas s'il viendra me chercher.", lambda: [
        c("know", "1s", negated=True), ("whether", "sub", c("pick_up", "3m", "1s", mode="will"))]),
    ("Je ne sais pas ce qu'elle lit.", lambda: [
        c("know", "1s", negated=True), ("", "sub", c("read", "3f", asks="what"))]),
    ("Je ne sais pas où habite Tom.", lambda: [
        c("know", "1s", negated=True), ("", "sub", c("live", "Tom", asks="where"))]),
    ("Il reste à la maison parce qu'il pleut.", lambda: [
        c("stay", "3m", place="at_home"), ("because", "sub", c("rain", "it", mode="progressive"))]),
    ("Comme il pleuvait, Max a pris le bus.", lambda: [
        ("because", "sub", c("rain", "it", mode="past")), c("take", "Max", "the bus", mode="past")]),
    ("S'il fait beau demain, nous nagerons.", lambda: [
        ("if", "sub", c("be", "the weather", state="good", time="tomorrow")), c("swim", "1p", mode="will")]),
    ("Bien que je sois malade, je vais au travail.", lambda: [
        ("although", "sub", c("be", "1s", state="ill")), c("go", "1s", direction="to_work")]),
    ("Elle a nagé bien qu'il ait fait froid.", lambda: [
        c("swim", "3f", mode="past"), ("although", "sub", c("be", "it", state="cold", mode="past"))]),
    ("Bien qu'il ait plu hier, elle a nagé.", lambda: [
        ("although", "sub", c("rain", "it", mode="past", time="yesterday")), c("swim", "3f", mode="past")]),
    ("Avant d'aller au lit, Max lit le journal.", lambda: [
        ("before", "sub", c("go", "Max", direction="to_bed")), c("read", "3m", "the newspaper")]),
    ("Je lis avant que tu ailles au lit.", lambda: [
        c("read", "1s"), ("before", "sub", c("go", "2s", direction="to_bed"))]),
    ("Ma sœur dit que Ben dort et que tu chantes.", lambda: [
        c("say", "1s sister"), ("that", "sub", c("sleep", "Ben")), ("and", "sub", c("sing", "2s"))]),
    ("Elle voulait nager, mais elle devait travailler.", lambda: [
        c("swim", "3f", mode="wanted"), ("but", "main", c("work", "3f", mode="had_to"))]),
    ("J'ai entendu dire que Lisa est triste.", lambda: [
        c("hear", "1s", mode="past"), ("that", "sub", c("be", "Lisa", state="sad"))]),
    ("Je bois du thé et je lis un roman.", lambda: [
        c("drink", "1s", "- tea", mode="progressive", second=c("read", None, "a novel"))]),
    ("Hier, elle a chanté et a dansé.", lambda: [
        c("sing", "3f", mode="past", time="yesterday", front=True, second=c("dance"))]),
]  # fmt: skip

QUESTIONS = [
    ("Est-ce qu'Anna parle allemand ?", lambda: c("speak", "Anna", "- german", asks="yes or no")),
    ("Qu'est-ce que tu as mangé ?", lambda: c("eat", "2s", mode="past", asks="what")),
    ("Qui a fermé la porte ?", lambda: c("close", "3m", "the door", mode="past", asks="who")),
    ("Où va ma tante ?", lambda: c("go", "1s aunt", mode="progressive", asks="where_to")),
    ("Où est ma clé ?", lambda: c("be", "1s key", asks="where")),
    ("Où est-ce que les enfants sont allés ?", lambda: c("go", "+the child", mode="past", asks="where_to")),
    ("Quand est-ce que le film commence ?", lambda: c("begin", "the film", asks="when")),
    ("Pourquoi est-ce que tu ris ?", lambda: c("laugh", "2s", mode="progressive", asks="why")),
    ("Est-ce que tu as souvent faim ?", lambda: c("be", "2s", state="hungry", how_often="often", asks="yes or no")),
]


@pytest.mark.parametrize(("text", "make"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_sentence(say, text: str, make) -> None:
    assert say(*make()) == text


@pytest.mark.parametrize(("text", "make"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_question(say, text: str, make) -> None:
    assert say(make(), mark="?") == text


def test_where_the_language_must_choose_the_caller_tells_it(say) -> None:
    assert say(c("be", "1s", state="tired")) == "Je suis fatigué."
    assert say(c("be", "1s", state="tired"), g1s="f") == "Je suis fatiguée."
    assert say(c("go", "1p", mode="past", direction="home"), g1p="f") == "Nous sommes rentrées à la maison."
    assert say(c("sing", "3p"), g3p="f") == "Elles chantent."
    assert say(c("call", "3m", "1s", mode="past"), g1s="f") == "Il m'a appelée."
    assert say(c("be", "Anna", state="tired"), g1s="m") == "Anna est fatiguée."
    because = ("because", "sub", c("be", "3p", state="tired"))
    parents = say(c("sleep", "1s parents"), because, g3p="f")  # parents are ils, whatever 3p says elsewhere
    assert parents == "Mes parents dorment parce qu'ils sont fatigués."


def test_negation_is_said_twice_and_links_to_one_word(grammar) -> None:
    meaning, english, french = grammar["meaning"], grammar["english"], grammar["french"]
    sentence = meaning.Sentence((meaning.Part(c("sleep", "1s", mode="past", negated=True)),))
    source, target = english.sentence_words(sentence), french.sentence_words(sentence)
    assert [w.text for w in target] == ["je", "n'", "ai", "pas", "dormi", "."]
    sure, _ = meaning.align(source, target)
    linked = {target[j].text for i, j in sure if source[i].text == "didn't"}
    assert {"n'", "pas"} <= linked


def test_a_named_error_says_what_french_lacks(grammar) -> None:
    sentence = grammar["meaning"].Sentence((grammar["meaning"].Part(c("love", None, "- cheese", mode="order")),))
    with pytest.raises(grammar["french"].Unsayable, match="adorer has no imperative"):
        grammar["french"].sentence_words(sentence)


def test_tokens_cut_a_line_as_text_joined_it(grammar) -> None:
    french = grammar["french"]
    assert french.tokens("Montre-moi l'ami d'Anna aujourd'hui, s'il te plaît.") == [
        "Montre", "-moi", "l'", "ami", "d'", "Anna", "aujourd'hui", ",", "s'", "il", "te", "plaît", ".",
    ]  # fmt: skip
    assert french.tokens("Est-ce que ta grand-mère rit ce week-end ?") == [
        "Est-ce", "que", "ta", "grand-mère", "rit", "ce", "week-end", "?",
    ]  # fmt: skip


def test_drawn_meanings_are_said_without_a_slip(grammar) -> None:
    """2,000 drawn sentences: cut as they were joined, elided everywhere, every English word linked."""
    french, english, meaning = grammar["french"], grammar["english"], grammar["meaning"]
    rng, unsayable = Random(43), 0
    foreign = {"the", "and", "is", "are", "his", "her", "to", "of", "he", "she", "they", "my", "your"}
    for _ in range(2000):
        drawn = grammar["everyday"].sample(rng)
        genders = {person: rng.choice("mf") for person in ("1s", "2s", "1p", "3p")}
        try:
            words = french.sentence_words(drawn, genders)
        except french.Unsayable:
            unsayable += 1
            continue
        line = french.text(words)
        texts = [w.text for w in words]
        assert french.tokens(line) == [line[: len(texts[0])], *texts[1:]], line
        assert not re.search(r"\b(?:je|me|te|se|le|la|de|ne|que|si il) [aeiouâàéèêœ]", line), line
        assert not re.search(r"\b(?:de les?|à les?) (?!$)", line), line
        assert not foreign & {t.lower() for t in texts}, line
        source = english.sentence_words(drawn)
        sure, possible = meaning.align(source, words)
        linked = {i for i, _ in [*sure, *possible]}
        assert linked == set(range(len(source))), (line, [w.text for w in source])
    assert unsayable <= 60, f"{unsayable} of 2,000 meanings cannot be said; the bound is 3%"
