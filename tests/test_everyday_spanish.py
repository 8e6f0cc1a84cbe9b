"""The Spanish of the everyday sentences: every concept has a word, and the grammar says what people say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from overheard import paths

FOLDERS = [str(paths.DATASETS / name) for name in ("everyday_many", "everyday_en_de")]
MODULES = ("lexicon", "meaning", "everyday", "english", "german", "spanish_words", "spanish")


@pytest.fixture(scope="module")
def grammar() -> Iterator[SimpleNamespace]:
    """The modules of the two folders. Their names are short, so they leave no trace for other tests."""
    before = list(sys.path)
    sys.path[:0] = FOLDERS
    found = SimpleNamespace(**{name: __import__(name) for name in MODULES})
    yield found
    sys.path[:] = before
    for name in MODULES:
        sys.modules.pop(name, None)


# ---------------------------------------------------------------- a short way to write a meaning
CODES = {"I": "1s", "you": "2s", "he": "3m", "she": "3f", "we": "1p", "they": "3p"}
OWNERS = {"my": "1s", "your": "2s", "his": "3m", "her": "3f", "our": "1p", "their": "3p"}


def meant(text: str) -> dict[str, object]:
    """What stands in a Thing: "my old+bicycle", "the child s" (more than one), "Anna", "she", "it"."""
    words = text.split(" ")
    plural = words[-1] == "s"
    words = words[:-1] if plural else words
    if text in CODES:
        return {"kind": "pronoun", "head": CODES[text]}
    if text == "it":
        return {"kind": "it", "head": "it"}
    if len(words) == 1 and words[0][0].isupper():
        return {"kind": "name", "head": words[0]}
    *det, noun = words
    adjective, _, head = noun.rpartition("+")
    head, _, to = head.partition(">")
    det = OWNERS.get(det[0], det[0]) if det else ""
    return {"kind": "noun", "head": head, "plural": plural, "determiner": det, "adjective": adjective, "to": to}


def clause(m: SimpleNamespace, verb: str, subject: str = "", object_: str = "", receiver: str = "", **more: object):
    things = [m.meaning.Thing(**meant(t)) if t else None for t in (subject, object_, receiver)]
    if more.get("asks") == "who":
        things[0] = m.meaning.Thing("question", "who")
    return m.meaning.Clause(verb, *things, **more)


C = tuple  # verb, subject, object, receiver, and a dictionary of the rest


def sentence(m: SimpleNamespace, parts: list[tuple], mark: str = "."):
    """Parts are (link, form, verb, subject, object, receiver, rest)."""
    made = []
    for link, form, verb, *rest in parts:
        more = rest.pop() if rest and isinstance(rest[-1], dict) else {}
        if "second" in more:
            other, what = more["second"]
            more = {**more, "second": clause(m, other, "", what)}
        made.append(m.meaning.Part(clause(m, verb, *rest, **more), link, form))
    return m.meaning.Sentence(tuple(made), mark)


def main(*args: object) -> tuple:
    return ("", "main", *args)


def sub(link: str, *args: object) -> tuple:
    return (link, "sub", *args)


past, will, going = {"mode": "past"}, {"mode": "will"}, {"mode": "progressive"}
yes_no = {"asks": "yes or no"}

SENTENCES = [
    # articles, gender and number, contractions, the place of adjectives
    ([main("have", "I", "a old+car")], "Tengo un coche viejo."),
    ([main("have", "we", "a big+house")], "Tenemos una casa grande."),
    ([main("buy", "I", "2 red+apple s", past)], "Compré dos manzanas rojas."),
    ([main("read", "Anna", "a good+book", going)], "Anna está leyendo un buen libro."),
    ([main("read", "Anna", "a good+novel", going)], "Anna está leyendo una buena novela."),
    ([main("wear", "Anna", "her beautiful+dress", past)], "Anna llevaba su bonito vestido."),
    ([main("see", "I", "a beautiful+horse", past)], "Vi un caballo bonito."),
    ([main("drink", "the child s", "cold+water", going)], "Los niños están bebiendo agua fría."),
    ([main("be", "the water", {"state": "cold", "degree": "very"})], "El agua está muy fría."),
    ([main("be", "the vegetables", {"state": "fresh"})], "Las verduras están frescas."),
    ([main("eat", "Tom", "warm+apple_cake", going)], "Tom está comiendo tarta de manzana caliente."),
    ([main("sell", "Tom", "Anna old+bicycle", past)], "Tom vendió la bicicleta vieja de Anna."),
    ([main("love", "our child s", "ice_cream")], "A nuestros hijos les encanta el helado."),
    ([main("leave", "the train>to_berlin", {"time": "at_six"})], "El tren a Berlín sale a las seis."),
    # persons as objects, and the small words beside the verb
    ([main("visit", "I", "my sister", {**past, "time": "yesterday", "front": True})], "Ayer visité a mi hermana."),
    ([main("wait_for", "we", "the boy", going)], "Estamos esperando al niño."),
    ([main("wait_for", "we", "the bus", going)], "Estamos esperando el autobús."),
    ([main("call", "she", "he", past)], "Ella lo llamó."),
    ([main("call", "I", "she", will)], "La voy a llamar."),
    ([main("love", "I", "you")], "Te quiero."),  # codespell:ignore
    ([main("meet", "he", "I", past)], "Él quedó conmigo."),
    ([main("give", "Tom", "a book", "his mother", past)], "Tom le regaló un libro a su madre."),
    ([main("give", "I", "a book", "my parents s", past)], "Les regalé un libro a mis padres."),  # codespell:ignore
    ([main("show", "she", "her garden", "we", past)], "Ella nos enseñó su jardín."),
    ([main("show", "I", "my room", "Eva", {"mode": "would_like"})], "Me gustaría enseñarle mi habitación a Eva."),
    ([main("feed", "Lisa", "the dog", going)], "Lisa está dando de comer al perro."),
    # gustar and encantar turn the sentence round
    ([main("like", "I", "cheese")], "Me gusta el queso."),
    ([main("like", "Anna", "cat s")], "A Anna le gustan los gatos."),
    ([main("like", "she", "wine", {"negated": True})], "A ella no le gusta el vino."),
    ([main("love", "we", "dog s")], "Nos encantan los perros."),
    ([main("love", "my mother", "her sister")], "Mi madre quiere a su hermana."),
    # ser, estar, tener, hacer  # codespell:ignore
    ([main("be", "she", {"state": "tired"})], "Ella está cansada."),
    ([main("be", "the chair", {"state": "comfortable"})], "La silla es cómoda."),
    ([main("be", "the soup", {"state": "good", "degree": "very"})], "La sopa está muy buena."),
    ([main("be", "the book", {"state": "good", "degree": "very"})], "El libro es muy bueno."),
    ([main("be", "I", {"state": "hungry", "degree": "very"})], "Tengo mucha hambre."),
    ([main("be", "it", {"state": "cold", "time": "today"})], "Hoy hace frío."),  # codespell:ignore
    ([main("be", "the weather", {"state": "good", "time": "today"})], "Hoy hace buen tiempo."),  # codespell:ignore
    ([main("be", "my mother", {"place": "in_berlin", "time": "last_week", **past})],
     "Mi madre estuvo en Berlín la semana pasada."),
    ([main("be", "she", {"state": "ill", **past})], "Ella estaba enferma."),
    # tenses and helpers
    ([main("read", "he", "the letter", {**past, "time": "this_morning"})], "Él ha leído la carta esta mañana."),
    ([main("sleep", "they", past)], "Ellos durmieron."),
    ([main("order", "she", "a soup", past)], "Ella pidió una sopa."),
    ([main("play", "I", "guitar", past)], "Toqué la guitarra."),
    ([main("play", "I", "football", {**past, "negated": True})], "No jugué al fútbol."),
    ([main("swim", "Tom", {"mode": "can"})], "Tom sabe nadar."),
    ([main("sleep", "Tom", {"mode": "can", "negated": True})], "Tom no puede dormir."),
    ([main("work", "we", {"mode": "must", "time": "saturday"})], "Tenemos que trabajar el sábado."),
    ([main("get_up", "Paul", {"mode": "had_to", "manner": "early"})], "Paul se tuvo que levantar temprano."),
    ([main("stay", "you", {"mode": "should", "place": "in_bed"})], "Deberías quedarte en la cama."),
    ([main("go", "my uncle", {"mode": "would_like", "direction": "to_the_cinema"})],
     "A mi tío le gustaría ir al cine."),
    ([main("go_for_a_walk", "we", {**going, "place": "in_the_park"})], "Estamos dando un paseo por el parque."),
    ([main("go", "he", {**going, "direction": "to_work"})], "Él va al trabajo."),
    ([main("sit", "my grandmother", {**going, "place": "on_the_sofa"})], "Mi abuela está sentada en el sofá."),
    ([main("laugh", "Eva", going)], "Eva se está riendo."),
    ([main("put_on", "Max", "his coat", going)], "Max se está poniendo el abrigo."),
    ([main("cook", "I", "tomato_soup", {**going, "second": ("listen_to", "music")})],
     "Estoy preparando sopa de tomate y escuchando música."),
    # how often, when, never, nothing
    ([main("drink", "my brother", "tea", {"how_often": "never"})], "Mi hermano nunca bebe té."),
    ([main("drink", "my brother", "tea", {"how_often": "often"})], "Mi hermano bebe té a menudo."),
    ([main("go", "we", {"how_often": "often", "direction": "to_the_cinema"})], "Vamos a menudo al cine."),
    ([main("meet", "she", "Ben", {"time": "weekend"})], "Ella queda con Ben los fines de semana."),
    ([main("meet", "she", "Ben", {**past, "time": "weekend"})], "Ella quedó con Ben el fin de semana."),
    ([main("have", "I", "no time")], "No tengo tiempo."),
    ([main("have", "I", "a dog", {"negated": True})], "No tengo perro."),
    ([main("read", "I", "a book", {**past, "negated": True})], "No leí ningún libro."),
    # questions
    ([main("be", "your mother", {"state": "tired", **yes_no})], "¿Está cansada tu madre?", "?"),
    ([main("buy", "your mother", "bread", {**will, **yes_no})], "¿Tu madre va a comprar pan?", "?"),
    ([main("live", "your sister", {"asks": "where"})], "¿Dónde vive tu hermana?", "?"),
    ([main("laugh", "she", {**going, "asks": "why"})], "¿Por qué se está riendo ella?", "?"),
    ([main("open", "", "the window", {**past, "asks": "who"})], "¿Quién abrió la ventana?", "?"),
    ([main("drive", "you", {**past, "asks": "where_to"})], "¿Adónde fuiste en coche?", "?"),
    # orders
    ([main("show", "", "your garden", "I", {"mode": "order", "please": True})], "Enséñame tu jardín, por favor."),
    ([main("call", "", "she", {"mode": "order"})], "¡Llámala!", "!"),
    ([main("put_on", "", "your coat", {"mode": "order"})], "¡Ponte el abrigo!", "!"),
    ([main("go", "", {"mode": "order", "direction": "to_bed"})], "¡Vete a la cama!", "!"),
    ([main("eat", "", "your soup", {"mode": "order"})], "¡Cómete la sopa!", "!"),
    ([main("forget", "", "your key", {"mode": "order", "negated": True})], "¡No olvides tu llave!", "!"),
    # more than one clause
    ([main("hope", "I"), sub("that", "come_back", "Eva", {**will, "time": "tomorrow"})],
     "Espero que Eva vuelva mañana."),
    ([main("know", "I", {"negated": True}), sub("whether", "work", "he", {"time": "today", **going})],
     "No sé si él está trabajando hoy."),
    ([main("think", "he"), sub("that", "be", "I", {"state": "sad", **past})], "Él cree que yo estaba triste."),
    ([main("be", "I", {"state": "sad", **past})], "Yo estaba triste."),
    ([main("stay", "Anna", {**past, "place": "at_home"}), sub("because", "rain", "it", past)],
     "Anna se quedó en casa porque llovía."),
    ([sub("because", "be", "Anna", {"state": "ill"}), main("stay", "she", {**going, "place": "in_bed"})],
     "Como Anna está enferma, se queda en la cama."),
    ([sub("before", "go", "Anna", {"direction": "to_bed"}), main("read", "she", "a book")],
     "Antes de irse a la cama, Anna lee un libro."),
    ([sub("before", "go", "she", {"direction": "to_bed"}), main("read", "she", "a book")],
     "Antes de irse a la cama, ella lee un libro."),
    ([sub("if", "be", "the weather", {"state": "good", "time": "weekend"}), main("swim", "we", will)],
     "Si hace buen tiempo el fin de semana, vamos a nadar."),  # codespell:ignore
    ([main("swim", "Max", past), sub("although", "be", "it", {"state": "cold", **past})],
     "Max nadó, aunque hacía frío."),
    ([main("sing", "Max", past), sub("while", "sleep", "Ben", past)], "Max cantaba mientras Ben dormía."),
    ([main("like", "Eva", "wine"), ("but", "main", "like", "I", "beer")],
     "A Eva le gusta el vino, pero a mí me gusta la cerveza."),
    ([main("drink", "Eva", "wine"), ("but", "main", "drink", "I", "beer")], "Eva bebe vino, pero yo bebo cerveza."),
    ([main("cook", "Max", past), ("and", "main", "invite", "Eva", "Ben", past)], "Max cocinó y Eva invitó a Ben."),
    ([main("read", "Max", "a letter", {**past, "second": ("invite", "Ben")})],
     "Max leyó una carta e invitó a Ben."),
]  # fmt: skip


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case[1])
def test_spanish_says_it_so(grammar: SimpleNamespace, case: tuple) -> None:
    meaning = sentence(grammar, case[0], *case[2:])
    assert grammar.spanish.text(grammar.spanish.sentence_words(meaning)) == case[1]


def said(grammar: SimpleNamespace, *parts: tuple, **settings: object) -> str:
    return grammar.spanish.text(grammar.spanish.sentence_words(sentence(grammar, list(parts)), **settings))


def test_genders_decide_where_the_language_must(grammar: SimpleNamespace) -> None:
    women = {"1s": "f", "2s": "f", "1p": "f", "3p": "f"}
    assert said(grammar, main("be", "I", {"state": "tired"}), genders=women) == "Estoy cansada."
    assert said(grammar, main("be", "we", {"state": "alone"}), genders={"1p": "f"}) == "Estamos solas."
    assert said(grammar, main("call", "I", "they", past), genders=women) == "Las llamé."
    assert said(grammar, main("be", "they", {"state": "sad"}), genders=women) == "Ellas están tristes."
    tired = [main("sleep", "our neighbours s", going), sub("because", "be", "they", {"state": "tired"})]
    assert said(grammar, *tired, genders=women) == "Nuestros vecinos están durmiendo porque están cansados."
    helping = main("visit", "I", "my parents s", {**past, "second": ("help", "they")})
    assert said(grammar, helping, genders=women) == "Visité a mis padres y los ayudé."
    assert said(grammar, main("be", "Tom", {"state": "tired"}), genders=women) == "Tom está cansado."


def test_drop_third_leaves_out_he_she_they_and_nobody_else(grammar: SimpleNamespace) -> None:
    for who in ("he", "she", "they"):
        verb = "Leen" if who == "they" else "Lee"
        assert said(grammar, main("read", who, "a book"), drop_third=True) == f"{verb} un libro."
        assert len(said(grammar, main("read", who, "a book")).split()) == 4
    assert said(grammar, main("like", "she", "tea"), drop_third=True) == "Le gusta el té."
    assert said(grammar, main("read", "Anna", "a book"), drop_third=True) == "Anna lee un libro."


def test_every_concept_has_its_row(grammar: SimpleNamespace) -> None:
    lexicon, words = grammar.lexicon, grammar.spanish_words
    for name in ("NOUNS", "ADJECTIVES", "VERBS", "PHRASES", "PRONOUNS"):
        assert set(getattr(words, name)) == set(getattr(lexicon, name)), name
    assert set(words.HELPERS) == set(grammar.meaning.HELPERS)
    assert set(words.ASK) == set(grammar.meaning.ASKS)
    assert set(words.LINKS) >= set(grammar.german.LINKS)
    assert all(len(row) == 3 and row[1] in "mf" for row in words.NOUNS.values())
    assert all(len(row) == 6 for row in words.ADJECTIVES.values())
    assert {key.split("=")[0] for row in words.IRREGULAR.values() for key in row} <= {
        "change", "past", "pres", "pret", "imp", "ger", "part", "subj", "order"}  # fmt: skip  # codespell:ignore


def test_phrases_use_the_keys_of_the_lexicon(grammar: SimpleNamespace) -> None:
    def sure(column: str) -> set[str]:
        return {mark for item in column.split(" ") for mark in item.partition("/")[2] if "?" not in item}

    for concept, columns in grammar.spanish_words.PHRASES.items():
        known = sure(grammar.lexicon.PHRASES[concept]["en"]) | sure(grammar.lexicon.PHRASES[concept]["de"])
        for column in columns:
            assert sure(column) and sure(column) <= known, concept


@pytest.mark.parametrize(
    ("infinitive", "tense", "person", "form"),
    [
        ("buscar", "pret", "1s", "busqué"), ("llegar", "subj", "1p", "lleguemos"),
        ("empezar", "subj", "3s", "empiece"), ("empezar", "subj", "1p", "empecemos"),
        ("pedir", "pret", "3p", "pidieron"), ("pedir", "subj", "1p", "pidamos"),
        ("dormir", "subj", "1p", "durmamos"), ("volver", "subj", "1p", "volvamos"),
        ("ir", "imp", "1p", "íbamos"), ("ver", "imp", "3s", "veía"), ("dar", "subj", "2s", "des"),
        ("ser", "imp", "1p", "éramos"), ("hacer", "imp", "1p", "hacíamos"),  # codespell:ignore
        ("jugar", "pres", "1s", "juego"),  # codespell:ignore
        ("jugar", "pres", "1p", "jugamos"), ("deber", "cond", "1p", "deberíamos"),  # codespell:ignore
        ("oír", "pret", "3s", "oyó"), ("reír", "subj", "1p", "riamos"),
    ],
)  # fmt: skip
def test_verbs_have_their_forms(
    grammar: SimpleNamespace, infinitive: str, tense: str, person: str, form: str
) -> None:
    assert grammar.spanish_words.conjugated(infinitive, tense, person) == form


def test_pronouns_behind_the_verb_move_the_accent(grammar: SimpleNamespace) -> None:
    attached = grammar.spanish_words.attached
    pairs = {
        ("llama", "me"): "llámame", ("pon", "te"): "ponte", ("leyendo", "lo"): "leyéndolo",  # codespell:ignore
        ("quedar", "se"): "quedarse", ("reír", "se"): "reírse", ("queda", "te"): "quédate",  # codespell:ignore
        ("ve", "te"): "vete",  # codespell:ignore
        ("prueba", "lo"): "pruébalo",
    }  # fmt: skip
    assert {pair: attached(*pair) for pair in pairs} == pairs


def test_drawn_sentences_are_whole(grammar: SimpleNamespace) -> None:
    """Nothing English is left, tokens can be cut back, each word of the meaning is there, nothing is said twice."""
    rng, spanish = Random(5), grammar.spanish
    names = set(grammar.lexicon.NAMES)
    shared = {
        "café",
        "chocolate",
        "piano",
        "pizza",
        "radio",
        "mineral",
        "no",
        "a",
        "me",
        "has",
        "son",
        "come",
        "invite",
        "he",
    }
    for _ in range(1500):
        meaning = grammar.everyday.sample(rng)
        there = grammar.english.sentence_words(meaning)
        english = {w.text.lower() for w in there if w.text.isalpha()} - shared - {n.lower() for n in names}
        for drop in (False, True):
            words = spanish.sentence_words(meaning, drop_third=drop)
            line = spanish.text(words)
            assert [t.lower() for t in spanish.tokens(line)] == [w.text.lower() for w in words], line
            assert not english & {w.text.lower() for w in words}, line
            assert not re.search(r"\b(a el|de el|y i|la agua)\b|  ", line), line
            expressed = set().union(*(w.sure | w.possible for w in words))
            missing = [w.text for w in there if w.sure and not w.sure & expressed]
            assert not set(missing) - {",", "a"}, (line, missing)  # "a": no tengo coche


def test_every_link_to_german_goes_through_the_meaning(grammar: SimpleNamespace) -> None:
    meaning = sentence(grammar, [main("like", "Anna", "cheese")])
    spanish, german = grammar.spanish.sentence_words(meaning), grammar.german.sentence_words(meaning)
    sure, possible = grammar.meaning.align(spanish, german)
    texts = [(spanish[i].text, german[j].text) for i, j in sure]
    assert texts == [("Anna", "Anna"), ("gusta", "mag"), ("queso", "Käse"), (".", ".")]
    assert ("le", "Anna") in [(spanish[i].text, german[j].text) for i, j in possible]


def test_the_subject_may_change_the_food(grammar: SimpleNamespace) -> None:
    meaning = sentence(grammar, [main("eat", "the rabbit", "salad", going)])
    assert grammar.spanish.text(grammar.spanish.sentence_words(meaning)) == "El conejo está comiendo lechuga."
    part = meaning.parts[0]
    who = replace(part.clause, subject=grammar.meaning.Thing("name", "Anna"))
    other = replace(meaning, parts=(replace(part, clause=who),))
    assert grammar.spanish.text(grammar.spanish.sentence_words(other)) == "Anna está comiendo ensalada."
