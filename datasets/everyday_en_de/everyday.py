"""What people say: who can do what with what, when and where, and how clauses hang together.

A grammar alone says "The soup repairs Monday." The tables here keep to things that happen. They know no
language; every sampler takes its own `random.Random`.
"""

# ruff: noqa: E501, SIM102, SIM905  (tables that read better as long lines)
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from lexicon import NAMES, VERBS
from meaning import Clause, Part, Sentence, Thing


class NothingFits(RuntimeError):
    """A sampler painted itself into a corner; the caller draws again."""


# ---------------------------------------------------------------- nouns
GROUPS = {
    "food": "apple banana egg potato tomato strawberry biscuit bread cheese rice fish meat vegetables soup salad cake "
    "pizza chocolate ice_cream honey tomato_soup vegetable_soup potato_salad apple_cake chocolate_cake",
    "filling": "apple banana egg bread cheese rice fish meat soup salad pizza tomato_soup vegetable_soup potato_salad potato vegetables",
    "meal": "apple banana egg potato tomato strawberry biscuit bread cheese rice fish meat vegetables soup salad cake pizza "
    "chocolate ice_cream tomato_soup vegetable_soup potato_salad apple_cake chocolate_cake",
    "sweet": "chocolate ice_cream cake apple_cake chocolate_cake biscuit strawberry honey",
    "groceries": "apple banana egg potato tomato strawberry bread cheese rice fish meat butter honey vegetables "
    "chocolate",
    "cooked": "soup rice fish meat potato vegetables egg tomato_soup vegetable_soup",
    "baked": "bread cake pizza biscuit apple_cake chocolate_cake birthday_cake",
    "drinks": "coffee tea water milk juice wine beer lemonade apple_juice orange_juice mineral_water red_wine",
    "cold_drinks": "water milk juice lemonade apple_juice orange_juice mineral_water",
    "warm_drinks": "tea coffee",
    "ordered": "pizza salad soup tomato_soup vegetable_soup fish coffee tea beer apple_juice mineral_water red_wine",
    "texts": "book newspaper letter novel message cookbook childrens_book",
    "books": "book newspaper novel childrens_book",
    "written": "letter message book novel",
    "clothes": "shirt dress jacket coat hat scarf winter_coat rain_jacket summer_dress",
    "warm_clothes": "jacket coat hat scarf winter_coat",
    "outdoor": "jacket coat hat scarf winter_coat rain_jacket",
    "goods": "car bicycle table chair lamp bed sofa phone computer umbrella bag clock camera suitcase picture radio "
    "guitar kitchen_table garden_chair school_bag washing_machine coffee_machine",
    "dear": "car bicycle house sofa camera computer piano guitar washing_machine",
    "carried": "key umbrella bag phone camera hat scarf car_key house_key school_bag",
    "presents": "book picture scarf camera bicycle hat guitar radio novel cookbook bag clock",
    "shown": "picture house garden letter camera bicycle room",
    "mended": "bicycle car washing_machine computer lamp clock radio coffee_machine chair garden_chair kitchen_table",
    "washed": "car shirt dress jacket scarf",
    "cleaned": "kitchen bathroom window shoe house",
    "tidied": "room kitchen living_room cellar",
    "openings": "window door",
    "switched": "light lamp computer radio washing_machine coffee_machine",
    "old_things": "newspaper letter shoe chair lamp bag radio umbrella garden_chair",
    "instruments": "guitar piano",
    "games": "football tennis chess",
    "languages": "german english french spanish",
    "pets": "cat dog rabbit",
    "animals": "cat dog horse bird rabbit cow",
    "fed": "cat dog horse bird rabbit cow",
    "rides": "bus train",
}
GROUPS = {name: text.split() for name, text in GROUPS.items()}
MASS = set(
    "bread cheese rice fish meat butter honey vegetables chocolate ice_cream tomato_soup vegetable_soup potato_salad "
    "coffee tea water milk juice wine beer lemonade apple_juice orange_juice mineral_water red_wine soup salad "
    "music german english french spanish football tennis chess time money".split()
)
SOLID = {"cake", "pizza", "apple_cake", "chocolate_cake"}  # one says "cake" and "a cake"
CAN_BE = {
    "cat": "old young small big black white beautiful", "dog": "old young small big black white",
    "horse": "old young big black white beautiful", "bird": "small beautiful big", "rabbit": "small white young black",
    "cow": "old young big",
    "apple": "red green big", "banana": "green small", "egg": "fresh", "potato": "small hot",
    "tomato": "fresh red small", "strawberry": "fresh red", "bread": "fresh warm good", "cheese": "good",
    "fish": "fresh", "meat": "fresh", "vegetables": "fresh", "butter": "fresh", "soup": "hot good", "salad": "fresh",
    "cake": "fresh big small good", "tomato_soup": "hot", "vegetable_soup": "hot", "apple_cake": "warm",
    "coffee": "hot cold strong", "tea": "hot cold", "water": "cold hot", "milk": "cold warm fresh", "beer": "cold",
    "juice": "cold fresh", "lemonade": "cold", "apple_juice": "cold", "orange_juice": "fresh cold",
    "wine": "good expensive", "red_wine": "good expensive",
    "book": "new old good long interesting boring", "newspaper": "old new", "letter": "long", "novel": "long good boring "
    "interesting new", "message": "long", "cookbook": "new old", "childrens_book": "beautiful new old",
    "shirt": "new old red blue green white warm dirty black", "dress": "new red blue green black white beautiful expensive",
    "jacket": "new old warm red blue green black", "coat": "new old warm heavy long black", "hat": "new old red green black",
    "scarf": "warm red blue long new", "shoe": "new old black dirty comfortable expensive white",
    "winter_coat": "new old warm heavy", "rain_jacket": "new blue red green", "summer_dress": "new beautiful white blue",
    "car": "new old big small red blue fast cheap expensive", "bicycle": "new old cheap red blue green",
    "house": "new old big small beautiful", "table": "new old big small", "chair": "new comfortable old",
    "lamp": "new old small beautiful", "bed": "new big comfortable old", "sofa": "new comfortable old big",
    "phone": "new old cheap expensive", "computer": "new old cheap expensive", "umbrella": "new old small big red",
    "bag": "new heavy big small black", "clock": "old beautiful new", "camera": "new old cheap expensive",
    "suitcase": "heavy big small new old", "picture": "old beautiful new big", "radio": "old new small",
    "guitar": "new old cheap", "kitchen_table": "new old big", "garden_chair": "new comfortable",
    "school_bag": "new heavy", "washing_machine": "new old", "coffee_machine": "new expensive cheap",
    "room": "small big", "kitchen": "new small", "garden": "big small beautiful", "film": "long good old boring interesting",
    "concert": "long good", "museum": "new old",
}  # fmt: skip
CAN_BE = {noun: [a for a in text.split() if a not in {"fast", "strong"}] for noun, text in CAN_BE.items()}
# a whole sentence about a thing: "The soup is very hot."
IS = {
    **{n: a for n, a in CAN_BE.items() if n not in {"apple", "banana", "cow", "museum"}},
    "weather": ["good", "beautiful"],
}
IS["weather"] = ["good", "beautiful"]
for _noun in (
    "washing_machine",
    "coffee_machine",
    "radio",
    "lamp",
    "clock",
    "computer",
    "phone",
    "bicycle",
    "car",
    "umbrella",
):
    IS[_noun] = [*IS[_noun], "broken"]
for _noun in ("bag", "suitcase", "garden_chair"):
    IS[_noun] = [*IS[_noun]]
NEVER_VERY = {"broken", "red", "blue", "green", "black", "white", "empty", "alone", "fresh"}

# ---------------------------------------------------------------- people
KIDS = {"child", "girl", "boy", "son", "daughter"}
OLD = {"grandmother", "grandfather"}
GROWN = {"mother", "father", "aunt", "uncle", "parents", "neighbours"} | OLD
KIN_OF = {  # whom a person calls, helps, visits: nobody visits their own brother's mother in one sentence
    "": "mother father sister brother grandmother grandfather aunt uncle parents friends neighbours son daughter",
    "mother": "sister brother friends neighbours parents", "father": "sister brother friends neighbours parents",
    "aunt": "sister friends neighbours son daughter", "uncle": "brother friends neighbours son daughter",
    "parents": "friends neighbours", "grandmother": "sister friends neighbours",
    "grandfather": "brother friends neighbours", "son": "grandmother grandfather friends aunt uncle",
    "daughter": "grandmother grandfather friends aunt uncle", "sister": "friends aunt uncle daughter",
    "brother": "friends aunt uncle son", "child": "grandmother grandfather friends", "neighbours": "son daughter friends",
    "friends": "parents",
}  # fmt: skip
KIN_OF = {who: text.split() for who, text in KIN_OF.items()}
MANY = {"parents", "friends", "neighbours"}
PRONOUN_CODES = ["1s"] * 6 + ["3m"] * 4 + ["3f"] * 4 + ["1p"] * 3 + ["3p"] * 2
PEOPLE = (
    "mother father sister brother grandmother grandfather aunt uncle parents friends neighbours son daughter"
).split()


def pronoun(code: str) -> Thing:
    return Thing("pronoun", code)


def kin(rng: Random, head: str = "", owner: str = "") -> Thing:
    head = head or rng.choice(PEOPLE)
    if not owner:
        owner = rng.choice(["1s"] * 8 + ["3m", "3f", "1p", "1p", "2s"])
        if head in {"mother", "father", "sister", "brother", "grandmother"} and rng.random() < 0.15:
            owner = rng.choice([n for n in NAMES if n != "Max"])
        if head == "neighbours":
            owner = rng.choice(["1p", "1p", "1s"])
    return Thing("noun", head, head in MANY, owner)


def person(rng: Random, kids: bool = True, avoid: Iterable[str] = (), plain: bool = True) -> Thing:
    """Somebody who does something."""
    for _ in range(100):
        roll = rng.random()
        if roll < 0.36 and plain:
            who = pronoun(rng.choice(PRONOUN_CODES))
        elif roll < 0.58:
            who = Thing("name", rng.choice(list(NAMES)))
        elif roll < 0.66 and kids:
            who = rng.choice([Thing("noun", "child", True, "the"), Thing("noun", "child", True, "1p"),
                              Thing("noun", "girl", False, "the"), Thing("noun", "boy", False, "the")])  # fmt: skip
        else:
            who = kin(rng)
        if (kids or who.head not in KIDS) and who.head not in avoid:
            return who
    raise NothingFits("nobody fits")


def other(rng: Random, first: Thing, kids: bool = True, plain: bool = True) -> Thing:
    """Somebody else, who cannot be taken for the first."""
    while True:
        who = person(rng, kids, plain=plain)
        if who.head == first.head or {who.head, first.head} in ({"1s", "1p"}, {"child", "3p"}):
            continue
        if who.kind == "pronoun" and first.kind == "pronoun" and who.head[0] == first.head[0] == "3":
            continue
        if first.determiner in NAMES and who.head == first.determiner:
            continue
        if who.kind == "pronoun" and who.head[0] == "3" and first.kind != "pronoun":
            continue
        if (
            first.kind == "pronoun"
            and first.head[0] == "3"
            and who.kind != "pronoun"
            and first.head == who.owner
            and rng.random() < 0.7
        ):
            continue
        if {who.head, first.head} & {"girl", "boy"} and {who.head, first.head} & {"child", "son", "daughter"}:
            continue
        if who.kind == "noun" and who.determiner in {"3m", "3f", "2s"}:  # whose? once is enough
            who = replace(who, determiner=rng.choice(["1s", "1p"]))
        return who


# ---------------------------------------------------------------- what they do
HABIT_TIMES = "every_day every_morning every_evening every_saturday every_sunday in_the_morning in_the_evening weekend".split()
PAST_TIMES = "yesterday yesterday_evening last_week this_morning monday tuesday wednesday thursday friday saturday sunday weekend".split()
NEXT_TIMES = "tomorrow tomorrow_evening next_week soon this_evening monday tuesday wednesday thursday friday saturday sunday weekend".split()
HELPED_TIMES = "today tomorrow this_evening weekend saturday sunday monday friday now".split()
CLOCK = "at_six at_seven at_eight at_nine at_ten".split()
OFTEN = "often always sometimes never usually".split()
HOME = "in_the_kitchen in_the_living_room in_the_garden at_home"


@dataclass(frozen=True)
class Action:
    """What somebody can do.

    modes: h habit, g going on now, p past, f future, s a state of affairs (present, no time), o order;
    helpers: which helper verbs fit. habit: object groups one does again and again; once: for one event;
    how: determiners of the one event ("a", "the", "own", "" none). people: the object is a person.
    """

    verb: str
    modes: str
    helpers: str = "want must"
    habit: str = ""
    once: str = ""
    how: str = ""
    places: str = ""
    directions: str = ""
    people: bool = False
    kids: bool = True
    only_kids: bool = False
    negated: bool = True
    whens: str = ""
    must_time: bool = False
    not_by: str = ""


WEEKLY = "every_saturday every_sunday weekend"

ACTIONS = [
    Action("drink", "hgpfs", "want would_like should", "drinks", "drinks", "- - own", HOME + " in_the_cafe"),
    Action("eat", "hgpfs", "want would_like", "meal", "meal", "- a the", HOME + " in_the_restaurant"),
    Action("cook", "hgpf", "want must would_like", "cooked", "cooked", "- -", "at_home in_the_kitchen", kids=False, whens="every_day every_evening weekend every_sunday"),
    Action("bake", "hgpf", "want must would_like", "baked", "baked", "- a", "at_home", kids=False, whens=WEEKLY),
    Action("order", "p", "want would_like", "", "ordered", "a", "in_the_restaurant in_the_cafe", negated=False, kids=False),
    Action("buy", "hpf", "want must should would_like", "groceries", "groceries", "-", "at_the_market in_the_supermarket", kids=False, whens=WEEKLY),
    Action("buy", "pf", "want must would_like should", "", "goods clothes books", "a", "in_the_town", kids=False),
    Action("sell", "pf", "want must", "", "dear", "own the", kids=False),
    Action("read", "hgpf", "want would_like", "books", "books cookbook", "a the", "in_the_garden in_the_living_room on_the_train in_bed in_the_library on_the_sofa"),
    Action("read", "gp", "must", "", "letter message", "the", kids=False),
    Action("write", "hgpf", "want must", "letter message", "letter message", "a", "in_the_cafe at_home in_the_office", kids=False),
    Action("write", "gf", "want would_like", "", "book novel", "a", kids=False, negated=False),
    Action("love", "s", "", "animals sweet", "", "", negated=False),
    Action("love", "s", "", people=True, negated=False),
    Action("like", "s", "", "animals food drinks"),
    Action("need", "s", "", "", "goods clothes", "a own", kids=False),
    Action("need", "f", "", "", "goods clothes", "a", kids=False, negated=False),
    Action("have", "sp", "", "", "pets bicycle car computer camera guitar house", "a", kids=False, whens="-"),
    Action("look_for", "gp", "must", "", "carried shoe", "own", negated=False),
    Action("find", "p", "can could", "", "carried", "own"),
    Action("lose", "p", "", "", "carried", "own", negated=False, kids=False),
    Action("forget", "p", "", "", "carried", "own", "on_the_train in_the_cafe at_home in_the_restaurant", kids=False),
    Action("see", "p", "can could want", "", "animals", "a the", "in_the_garden in_the_park"),
    Action("see", "p", "want can", people=True, places="in_the_park in_the_cafe at_the_station at_the_market in_the_supermarket"),
    Action("see", "pf", "want would_like", "", "film", "a the", negated=False),
    Action("visit", "hgpf", "want must would_like should", people=True, whens=WEEKLY),
    Action("visit", "pf", "want would_like", "", "museum", "a the", "in_berlin in_vienna in_munich in_london", negated=False),
    Action("call", "hpf", "must want should can", people=True, kids=False),
    Action("help", "hgpf", "must want should can", people=True, places="in_the_kitchen in_the_garden"),
    Action("meet", "hpf", "want would_like", people=True, whens=WEEKLY, places="in_the_park in_the_cafe in_the_town at_the_station"),
    Action("invite", "pf", "want would_like should", people=True, kids=False),
    Action("pick_up", "hpf", "must can should", people=True, kids=False, places="at_the_station"),
    Action("wait_for", "gp", "must", people=True, places="at_the_station in_the_cafe in_the_park", negated=False),
    Action("wait_for", "gp", "must", "", "rides", "the", places="at_the_station", negated=False),
    Action("play", "hgpf", "can want would_like", "instruments", "instruments", "-", "in_the_living_room", negated=False),
    Action("play", "hgpf", "want would_like can", "games", "games", "-", "in_the_park", negated=False, not_by="grandmother grandfather"),
    Action("play", "gpfh", "want can", "", "", "", "in_the_garden in_the_park in_the_living_room", only_kids=True),
    Action("listen_to", "hgp", "want would_like", "music", "music", "-", "in_the_living_room in_the_kitchen on_the_train in_bed on_the_sofa"),
    Action("watch_tv", "hgp", "want", places="in_the_living_room in_bed at_home", whens="every_evening in_the_evening weekend"),
    Action("work", "hgpf", "must want", places="in_the_office in_the_garden at_home in_the_library in_the_supermarket in_berlin in_munich in_hamburg in_vienna", kids=False, not_by="grandmother grandfather"),
    Action("sleep", "gp", "want can must", places="at_home in_bed on_the_sofa in_the_living_room on_the_train in_the_garden"),
    Action("swim", "hgpf", "can want would_like", places="in_the_lake in_the_sea", whens="in_summer every_day every_morning weekend every_sunday", must_time=True, not_by="grandmother grandfather"),
    Action("sing", "hgp", "can want", places="in_the_kitchen in_the_garden in_the_living_room"),
    Action("dance", "hgp", "can want would_like", places="in_the_kitchen in_the_living_room in_the_garden"),
    Action("laugh", "gp", "must"),
    Action("cry", "gp", "", only_kids=True),
    Action("learn", "gpf", "want must would_like", "languages", "languages", "-", "at_home in_the_library", negated=False),
    Action("learn", "gf", "want would_like", "instruments", "instruments", "-", negated=False),
    Action("speak", "s", "can", "languages", "languages", "-"),
    Action("live", "s", "want would_like", places="in_berlin in_hamburg in_vienna in_munich in_london", must_time=True, kids=False),
    Action("go", "hgpf", "must want", directions="to_school", not_by="mother father aunt uncle parents neighbours grandmother grandfather friends", whens="every_day every_morning at_eight at_seven"),
    Action("go", "hgpf", "want must can would_like", directions="to_the_park to_the_cinema to_the_station to_the_market to_bed home to_the_doctor"),
    Action("go", "hgpf", "must", directions="to_work", kids=False, not_by="grandmother grandfather", whens="every_day every_morning at_eight at_seven at_nine"),
    Action("drive", "hgpf", "want must can", directions="to_berlin to_hamburg to_vienna to_munich to_the_station to_work home", kids=False, not_by="sister brother"),
    Action("fly", "gpf", "want must would_like", directions="to_berlin to_london to_vienna to_munich to_hamburg", kids=False),
    Action("come", "hgpf", "must want can", directions="home", whens="every_day at_six at_seven at_eight"),
    Action("stay", "gpf", "must want should", places="at_home in_bed", must_time=True),
    Action("sit", "gp", "want", places="in_the_garden on_the_sofa in_the_kitchen in_the_park in_the_cafe in_the_living_room on_the_train", must_time=True, negated=False),
    Action("get_up", "hpf", "must", whens="at_six at_seven at_eight at_nine early late", must_time=True),
    Action("wake_up", "hp", "", whens="at_six at_seven at_eight early late", must_time=True, negated=False),
    Action("go_shopping", "hgpf", "must want", kids=False, whens="every_saturday every_day"),
    Action("go_for_a_walk", "hgpf", "want would_like", places="in_the_park", kids=False),
    Action("tidy_up", "hgpf", "must should want", "tidied", "tidied", "the own", whens=WEEKLY),
    Action("clean", "hgpf", "must should want", "cleaned", "cleaned", "the", kids=False, whens=WEEKLY),
    Action("wash", "gpf", "must should want", "", "washed", "the own", kids=False),
    Action("wash", "h", "", "car", "car", "own", kids=False, whens=WEEKLY),
    Action("repair", "gpf", "must can want", "", "mended", "the own", kids=False),
    Action("open", "gp", "can", "", "openings", "the", negated=False),
    Action("close", "gp", "can must should", "", "openings", "the"),
    Action("turn_on", "p", "can", "", "switched", "the", negated=False),
    Action("turn_off", "p", "must can should", "", "switched", "the"),
    Action("put_on", "gp", "must should want", "", "clothes", "own", negated=False),
    Action("take_off", "gp", "want", "", "outdoor shoe", "own", negated=False),
    Action("try_on", "gpf", "want would_like can", "", "clothes", "a the", kids=False, negated=False),
    Action("throw_away", "pf", "want must should", "", "old_things", "the own", kids=False),
    Action("wear", "hgp", "want", "", "clothes", "a own", negated=False),
    Action("feed", "hgpf", "must can", "fed", "fed", "the own"),
    Action("take", "hgpf", "must can want", "rides", "rides", "the"),
    Action("arrive", "hpf", "", places="in_berlin in_hamburg in_vienna in_munich in_london", must_time=True, kids=False, negated=False, whens="at_six at_eight at_nine"),
    Action("come_back", "pf", "want must", kids=False, must_time=True),
]  # fmt: skip
SHARED = [  # with a receiver
    Action("give", "pf", "want would_like", "", "presents", "a", negated=False, kids=False),
    Action("show", "pf", "want would_like", "", "shown", "own", negated=False, kids=False),
]
WINE = {"wine", "beer", "red_wine"}
FEMALE = {"dress", "summer_dress"}


# small deeds: nobody says on which Tuesday they opened the window
SMALL = set(
    "drink eat turn_on turn_off open close put_on take_off wait_for look_for laugh cry sleep sit listen_to wear sing dance feed watch_tv "
    "try_on read cook tidy_up".split()
)
AT_ONCE = {"open", "close", "turn_on", "turn_off", "put_on", "take_off", "look_for", "laugh", "cry"}
SOON = {"visit", "call", "come_back", "buy", "sell", "learn", "meet", "fly", "invite", "drive"}
# adjectives that a deed calls for; any other verb takes what fits the noun
FITTING = {
    "wash": "dirty", "clean": "dirty", "repair": "old", "throw_away": "old", "sell": "old big small beautiful expensive",
    "buy": "new big small red blue green black white warm cheap expensive beautiful comfortable good fresh",
    "need": "new big small warm cheap comfortable", "try_on": "new red blue green black white warm long beautiful expensive",
    "put_on": "new red blue green black white warm", "take_off": "new red blue green black white warm heavy",
    "wear": "new red blue green black white warm long beautiful old", "look_for": "new red blue green black small big",
    "find": "new red blue green black small old", "lose": "new red blue green black small expensive", "forget": "new red blue green black small",
    "open": "", "close": "", "turn_on": "new old", "turn_off": "", "cook": "", "bake": "", "order": "", "tidy_up": "",
    "give": "new beautiful old good interesting small red blue green black white warm", "show": "new old beautiful",
    "write": "long new", "eat": "red green fresh hot warm", "drink": "hot cold fresh warm", "feed": "old young small big black white",
    "visit": "old new", "see": "old good new boring interesting long young small big black white beautiful",
}  # fmt: skip
FITTING = {verb: set(text.split()) for verb, text in FITTING.items()}


def pick_noun(rng: Random, groups: str) -> str:
    return rng.choice([n for g in groups.split() for n in GROUPS.get(g, [g])])


def one_thing(rng: Random, noun: str, how: str, owner: str) -> Thing:
    """A thing of one event: "a red shirt", "the soup", "her key", "three apples"."""
    dets = how.split() or ["a"]
    det = rng.choice(dets)
    pairs = noun == "shoe"
    if det == "own":
        det = owner or "the"
    adjective = rng.choice(CAN_BE[noun]) if noun in CAN_BE and rng.random() < 0.4 else ""
    if det == "-":
        det = (
            ""
            if noun in MASS or (noun in SOLID and rng.random() < 0.5)
            else ("a" if noun not in {"potato"} else "")
        )
    if noun in MASS:
        if det == "a" and noun in {"coffee", "tea", "beer", "apple_juice", "mineral_water", "red_wine", "soup", "salad", "pizza",
                                   "tomato_soup", "vegetable_soup"}:  # fmt: skip
            return Thing("noun", noun, False, "a", adjective if noun == "salad" else "")
        return Thing("noun", noun, False, "" if det == "a" else det, adjective)
    if pairs:
        return Thing("noun", noun, True, "" if det == "a" else det, adjective)
    if det == "a" and noun in {"apple", "egg", "banana", "tomato", "biscuit", "potato"}:
        if noun in {"egg", "potato", "tomato", "biscuit"} or rng.random() < 0.4:
            return Thing("noun", noun, True, rng.choice(["2", "3", "4"]), adjective)
    if noun in {"strawberry", "potato"}:
        return Thing("noun", noun, True, "the" if det == "the" else "", adjective)
    if noun in {"window"} and det == "the" and rng.random() < 0.3:
        return Thing("noun", noun, True, det)
    return Thing("noun", noun, False, det, adjective)


def any_thing(rng: Random, noun: str) -> Thing:
    """A thing in general: "cats", "coffee", "old books"."""
    plural = noun not in MASS | SOLID
    adjective = ""
    if noun in CAN_BE and rng.random() < 0.3:
        adjective = rng.choice([a for a in CAN_BE[noun] if a not in {"dirty", "heavy", "broken"}] or [""])
    return Thing("noun", noun, plural, "", adjective)


def someone(rng: Random, subject: Thing, plain: bool = True) -> Thing:
    """Whom the subject calls, visits, helps."""
    if plain and rng.random() < 0.25 and subject.kind == "pronoun":
        same = {"1s": "1s 1p", "1p": "1s 1p 2s"}.get(subject.head, subject.head).split()
        if subject.head in {"3m", "3f", "3p"}:
            same += ["3m", "3f", "3p"]
        return pronoun(rng.choice([c for c in ("1s", "2s", "3m", "3f", "3p", "1p") if c not in same]))
    key = subject.head if subject.kind == "noun" else ""
    if subject.owner and rng.random() < 0.75:
        head = rng.choice(KIN_OF.get(key, KIN_OF[""]))
        return Thing("noun", head, head in MANY, subject.owner)
    names = [n for n in NAMES if n != subject.head and n != subject.determiner]
    return Thing("name", rng.choice(names))


def allowed(action: Action, subject: Thing, clause: Clause) -> bool:
    child = subject.head in KIDS
    if (child and not action.kids) or (action.only_kids and not child):
        return False
    if subject.head in action.not_by.split():
        return False
    noun = clause.object.head if clause.object else ""
    if child and noun in WINE | {"coffee", "newspaper", "car"}:
        return False
    if noun in FEMALE and action.verb in {"put_on", "wear", "try_on", "take_off", "look_for", "need"}:
        if subject.head not in {"1s", "3f"} and NAMES.get(subject.head) != "f" and subject.head not in {
            "mother", "sister", "daughter", "aunt", "grandmother", "girl"}:  # fmt: skip
            return False
    if (
        noun == "school_bag"
        and action.verb in {"look_for", "find", "lose", "forget"}
        and subject.head in GROWN | {"1s", "1p", "3p"}
    ):
        return False
    if noun in {"car_key", "car"} and action.verb in {"look_for", "find", "lose", "forget"} and child:
        return False
    if (
        subject.head in MANY | {"3p", "1p", "child"}
        and noun
        and clause.object.determiner in {"3p", "1p"}
        and not clause.object.plural
    ):
        if noun in set(GROUPS["clothes"]) | {"umbrella", "phone", "bag", "hat", "scarf", "school_bag"}:
            return False  # they would not share one coat
    if (
        subject.head in MANY | {"3p", "1p", "child"}
        and action.verb in {"wear", "put_on", "take_off", "try_on"}
        and noun
    ):
        if not clause.object.plural:
            return False
    return not (subject.head in OLD and action.verb in {"dance", "fly", "go_shopping"} and clause.mode == "must")


def act(
    rng: Random,
    mode: str = "",
    subject: Thing | None = None,
    actions: list[Action] | None = None,
    negated: float = 0.12,
    bare: bool = False,
    verbs: str = "",
    plain: bool = True,
    place: float = 0.3,
    time: float = 1.0,
) -> Clause:
    """Somebody does something. `mode`: letters of Action.modes and m (a helper) to choose among; `bare`: no time."""
    pool = actions or ACTIONS
    if verbs:
        pool = [a for a in pool if a.verb in verbs.split()]
    for _ in range(500):
        action = rng.choice(pool)
        letter = rng.choice(mode or "hgpfmmss")
        helpers = action.helpers.split()
        if (letter == "m" and not helpers) or (letter != "m" and letter not in action.modes):
            continue
        who = subject or person(rng, plain=plain)
        no = action.negated and rng.random() < negated
        clause = Clause(action.verb, who)
        # the object
        thing = None
        if action.people:
            thing = someone(rng, who)
            if action.verb == "love" and thing.head in {"neighbours", "friends"}:
                continue
        elif letter in "hs" and action.habit:
            if letter == "s" and action.verb in {"drink", "eat"}:
                no = True  # "I eat meat." is odd alone, "I don't eat meat." is not
            noun = pick_noun(rng, action.habit)
            thing = any_thing(rng, noun)
            if action.verb == "wash":
                thing = Thing("noun", noun, False, who.owner or "the")
            if action.verb == "write":
                thing = replace(thing, adjective="long" if thing.adjective == "long" else "")
            if action.verb in {"tidy_up", "clean", "feed"}:
                thing = Thing(
                    "noun",
                    noun,
                    noun in {"shoe", "window"} or (action.verb == "feed" and rng.random() < 0.5),
                    "the" if noun != "room" and noun != "shoe" else (who.owner or "the"),
                )
            elif action.verb == "take":
                thing = Thing("noun", noun, False, "the")
            elif (
                action.verb == "play"
                or (action.verb in {"cook", "bake"} and noun in {"soup"} | SOLID)
                or (action.verb == "eat" and noun in SOLID)
            ):
                thing = Thing("noun", noun)
        elif action.once:
            noun = pick_noun(rng, action.once)
            how = action.how
            thing = one_thing(rng, noun, how, who.owner)
            if action.verb in {"play", "learn", "speak", "listen_to"}:
                thing = Thing("noun", noun)
            if action.verb in {"have", "need"} and noun != "shoe" and thing.determiner.startswith(tuple("123")):
                thing = replace(thing, adjective="")
            if noun in {
                "house",
                "kitchen",
                "living_room",
                "cellar",
                "bathroom",
                "garden",
            } and thing.determiner not in {"a", "the"}:
                if who.person in {"3s"} and action.verb != "sell":
                    thing = replace(thing, determiner="the")
        if (
            thing is not None
            and action.verb == "feed"
            and thing.head not in GROUPS["pets"]
            and thing.kind == "noun"
        ):
            thing = replace(thing, determiner="the")
        if (
            thing is not None
            and thing.adjective
            and thing.adjective not in FITTING.get(action.verb, {thing.adjective})
        ):
            thing = replace(thing, adjective="")
        if (
            thing is not None
            and thing.head in {"newspaper"}
            and thing.determiner in {"a", ""}
            and action.verb == "read"
        ):
            thing = Thing("noun", "newspaper", False, "the")
        if thing is not None and thing.head == "biscuit" and action.verb == "bake":
            thing = Thing("noun", "biscuit", True)
        clause = replace(clause, object=thing)
        if thing is not None and thing.determiner in {"2", "3", "4"} and no:
            no = False
        if not allowed(action, who, replace(clause, mode=letter)):
            continue
        # where
        places = action.places.split()
        if (action.must_time and places) or (places and rng.random() < place and not (no and thing is not None)):
            clause = replace(clause, place=rng.choice(places))
        if action.directions:
            clause = replace(clause, direction=rng.choice(action.directions.split()))
        # mode and time
        when = ""
        often = ""
        manner = ""
        whens = action.whens.split()
        if letter == "h":
            if no:
                pass
            elif rng.random() < 0.5:
                often = rng.choice(OFTEN)
                if rng.random() < 0.2 and not whens:
                    when = rng.choice(["in_the_evening", "in_the_morning", "weekend"])
            else:
                when = rng.choice(whens or HABIT_TIMES)
            clause = replace(clause, mode="present")
        elif letter == "s":
            clause = replace(clause, mode="present")
        elif letter == "g":
            when = rng.choice(["", "", "", "now", "today", "today"])
            if action.verb in {"stay", "learn", "work"} and no:
                when = "today"
            clause = replace(clause, mode="progressive")
        elif letter == "p":
            when = rng.choice(["", *PAST_TIMES, *PAST_TIMES[:3], "yesterday"])
            clause = replace(clause, mode="past")
        elif letter == "f":
            when = rng.choice(["", *NEXT_TIMES, *NEXT_TIMES[:2]])
            clause = replace(clause, mode="will")
        elif letter == "m":
            clause = replace(clause, mode=rng.choice(helpers))
            when = rng.choice(["", "", "", *HELPED_TIMES])
            if clause.mode in {"could"}:
                when = rng.choice(["", "yesterday"])
            if clause.mode in {"can"} and action.verb in {"find", "sleep"}:
                no, when = True, ""
            if clause.mode == "could":
                no = True
            if clause.mode in {"must", "should", "would_like"}:
                no = False
            if action.verb in {"speak", "live", "find", "see", "laugh"} or (
                action.verb in {"play", "swim", "dance", "sing"} and clause.mode == "can"
            ):
                when = ""
        if action.verb in {"get_up", "wake_up"}:
            manner = "" if when in CLOCK else rng.choice(["early", "late"])
            if letter == "h" and (not when or when not in CLOCK):
                when = "" if often else rng.choice(["every_day", "every_morning", "weekend"])
            elif letter == "m" or letter == "f":
                when = rng.choice(["tomorrow", "monday", "saturday"])
            elif letter == "p":
                when = rng.choice(["yesterday", "today", "saturday", "sunday"])
            if when in {"early", "late"}:
                manner, when = when, ""
        if action.verb == "get_up" and letter == "h" and no:
            manner, when = rng.choice(["early", "late"]), ""
        if action.verb in {"watch_tv"} and when in {"this_morning", "every_morning", "in_the_morning"}:
            when = ""
        if clause.direction == "to_bed":
            if letter == "h":
                when, often = (rng.choice(["at_nine", "at_ten"]), "") if rng.random() < 0.6 else ("", often)
                if not when:
                    manner = rng.choice(["early", "late"])
            elif when not in {"yesterday_evening", "now", "this_evening", "", "today"}:
                when = ""
            if letter == "p":
                manner, when = rng.choice(["early", "late"]), "yesterday_evening"
        if clause.direction == "to_the_cinema" and when in {
            "every_morning",
            "in_the_morning",
            "this_morning",
            "every_day",
        }:
            when = "in_the_evening" if letter == "h" else "yesterday_evening"
        if clause.direction == "to_the_doctor" and letter == "h":
            often, when = rng.choice(["often", "never"]), ""
        if clause.direction in {"to_school", "to_work"} and when in {
            "sunday",
            "weekend",
            "saturday",
            "this_evening",
            "tomorrow_evening",
            "yesterday_evening",
            "last_week",
            "next_week",
            "every_evening",
        }:
            when = {"p": "yesterday", "f": "tomorrow", "m": "today"}.get(letter, "")
        if action.verb == "go_shopping" and when in {"sunday", "every_sunday", "in_the_morning"}:
            when = ""
        if action.verb in {"have"} and letter == "p":
            when, no = "", no
        if action.verb in {"need"} and letter == "f":
            when = rng.choice(["next_year", "soon", "next_week"])
        if action.verb == "come_back" and when in {"", "now"}:
            when = "tomorrow" if letter != "p" else "yesterday"
        if action.verb in {"arrive"} and letter == "h":
            often, when = "", ""
            continue
        if action.verb in {"sell", "learn"} and letter == "f" and rng.random() < 0.4:
            when = "next_year"
        if action.verb in {"sleep"} and letter == "p":
            when = rng.choice(["", "today", "yesterday"]) if clause.place != "in_bed" else ""
        if (
            action.verb == "play"
            and clause.mode == "can"
            and thing is not None
            and thing.head in GROUPS["instruments"]
        ):
            clause = replace(clause, place="")
        if action.verb in {"play", "swim", "sing", "dance", "speak"} and clause.mode == "can":
            clause = replace(clause, place="")
        if clause.place in {"in_the_garden", "in_the_park"} and when == "in_winter":
            when = ""
        if action.verb == "work" and no and clause.place and letter in "gpf" and not when:
            when = {"g": "today", "p": "yesterday", "f": "tomorrow"}[letter]
        if letter == "h" and often and thing is None and places and not clause.place:
            clause = replace(clause, place=rng.choice(places))
        if letter == "h" and not no and not often and not when and not manner:
            often = rng.choice(OFTEN)
        if often == "never" or often == "always":
            no = False
        if often and letter == "h":
            no = False
        small = action.verb in SMALL and not (thing is not None and thing.head in {"film", "museum"})
        if small and when in {"last_week", "next_week", "soon", "monday", "tuesday", "wednesday", "thursday", "friday", "tomorrow_evening",
                              "saturday", "sunday", "weekend"}:  # fmt: skip
            keep = action.verb in {"cook", "tidy_up", "read", "watch_tv", "dance"} and when in {
                "saturday",
                "sunday",
                "weekend",
                "tomorrow_evening",
            }
            when = when if keep or letter == "h" else {"p": "yesterday", "f": "tomorrow", "m": ""}.get(letter, "")
        if action.verb in AT_ONCE and letter in "gmf":
            when = "" if letter != "g" else rng.choice(["", "", "now"])
        if action.verb in AT_ONCE and letter == "p":
            when = rng.choice(["", "", "yesterday_evening", "this_morning"])
        if action.verb == "write" and thing.head in {"book", "novel"}:
            when = "next_year" if letter == "f" else ""
        if when == "soon" and action.verb not in SOON:
            when = "tomorrow"
        if action.verb in {"sell"} and thing.head in {"house"} and when not in {"next_year", "soon", ""}:
            when = "last_week" if letter == "p" else "next_year"
        if clause.direction in {"to_school", "to_work"} and often:
            often, when = "", rng.choice(["every_day", "at_eight", "every_morning"])
        if bare:
            if letter == "h":
                continue
            when = ""
        if time < 1.0 and rng.random() > time and letter != "h" and not action.must_time:
            when = ""
        front = (
            bool(when)
            and when not in {"now", "soon", "early", "late"}
            and when not in CLOCK
            and rng.random() < 0.22
        )
        if no and letter == "h" and (when or often):
            continue
        return replace(clause, negated=no, time=when, how_often=often, manner=manner, front=front)
    raise NothingFits(f" {mode} {subject} {verbs}")


def gift(rng: Random, mode: str = "pfm", subject: Thing | None = None) -> Clause:
    clause = act(rng, mode, subject, SHARED, negated=0, plain=True)
    receiver = someone(rng, clause.subject, plain=True)
    if clause.object.head in {"house", "garden", "room"}:
        owner = "the" if clause.object.head != "room" else clause.object.determiner
        clause = replace(clause, object=replace(clause.object, adjective="", determiner=owner))
        if clause.object.head == "room" and clause.subject.person != "1s" and clause.subject.head not in KIDS:
            clause = replace(clause, object=Thing("noun", "picture", True, "the"))
    if (
        clause.verb == "give"
        and receiver.plural
        and clause.object.head not in {"book", "picture", "radio", "clock"}
    ):
        clause = replace(clause, object=Thing("noun", "picture", False, "a", rng.choice(["", "beautiful", "old"])))
    if clause.verb == "give" and clause.time in {"this_morning", "soon"}:
        clause = replace(clause, time="", front=False)
    if receiver.head == clause.subject.head:
        raise NothingFits("no gift to oneself")
    return replace(clause, receiver=receiver)


# ---------------------------------------------------------------- how they are
FEEL = "tired ill happy sad hungry thirsty nervous alone".split()


def feel(rng: Random, subject: Thing | None = None, mode: str = "", state: str = "") -> Clause:
    who = subject or person(rng)
    state = state or rng.choice(FEEL)
    mode = mode or rng.choice(["present", "present", "past"])
    often = when = ""
    if mode == "present":
        roll = rng.random()
        if roll < 0.2 and state not in {"ill"}:
            often = rng.choice(["often", "always", "sometimes", "never"])
        elif roll < 0.5:
            when = "today"
    else:
        when = rng.choice(["", "yesterday", "yesterday_evening", "last_week", "yesterday"])
        if when == "last_week" and state in {"hungry", "thirsty"}:
            when = "yesterday"
    degree = "very" if state not in {"alone"} and not often and rng.random() < 0.25 else ""
    no = not degree and not often and state not in {"alone"} and rng.random() < 0.15
    front = bool(when) and rng.random() < 0.15 and not no
    return Clause(
        "be", who, state=state, degree=degree, mode=mode, negated=no, time=when, how_often=often, front=front
    )


def thing_is(rng: Random, mode: str = "") -> Clause:
    noun = rng.choice(list(IS))
    state = rng.choice(IS[noun])
    plural = noun in {"shoe", "tomato", "egg", "strawberry", "potato"} or (noun in {"window"})
    owners = set(GROUPS["clothes"]) | {"car", "bicycle", "phone", "computer", "camera", "bag", "suitcase", "school_bag", "room", "umbrella",
                                       "shoe", "house", "guitar"}  # fmt: skip
    det = rng.choice(["the", "1s", "2s", "3m", "3f", "1p"]) if noun in owners else "the"
    if det == "1p" and noun not in {"car", "house", "computer"}:
        det = "1s"
    if noun in {"dress", "summer_dress"} and det == "3m":
        det = "3f"
    degree = rng.choice(["", "", "very", "too"]) if state not in NEVER_VERY else ""
    if degree == "too" and state not in {
        "big",
        "small",
        "cold",
        "hot",
        "expensive",
        "heavy",
        "long",
        "old",
        "warm",
    }:
        degree = "very"
    if (degree == "too" and noun in {"dog", "cat", "horse", "rabbit", "bird"}) or (
        degree and state == "good" and noun == "weather"
    ):
        degree = ""
    mode = mode or rng.choice(["present", "present", "present", "past"])
    if state == "new":
        mode = "present"
    when = "today" if noun == "weather" and mode == "present" else ("yesterday" if noun == "weather" else "")
    no = not degree and rng.random() < 0.15 and state not in {"beautiful"}
    return Clause(
        "be", Thing("noun", noun, plural, det), state=state, degree=degree, mode=mode, negated=no, time=when
    )


def thing_where(rng: Random) -> Clause:
    roll = rng.random()
    if roll < 0.5:
        who = person(rng)
        place = rng.choice("in_the_garden in_the_kitchen at_home in_the_office in_the_park in_the_library in_the_cafe in_berlin in_vienna "
                           "in_munich in_hamburg in_bed in_the_supermarket at_the_station in_the_living_room in_london".split())  # fmt: skip
        if who.head in KIDS and place in {"in_the_office"}:
            place = "in_the_garden"
        mode = rng.choice(["present", "present", "past"])
        when = (
            rng.choice(["", "today"])
            if mode == "present"
            else rng.choice(["yesterday", "last_week", "yesterday_evening"])
        )
        if place == "in_bed":
            when = ""
        if (mode == "past" and when == "last_week" and not place.startswith("in_")) or place == "in_bed":
            mode, when = "present", ""
        if when == "last_week" and place not in {"in_berlin", "in_vienna", "in_munich", "in_hamburg", "in_london"}:
            when = "yesterday"
        no = rng.random() < 0.15
        return Clause(
            "be",
            who,
            place=place,
            mode=mode,
            time=when,
            negated=no,
        )
    noun, places = rng.choice([
        ("key", "on_the_table on_the_chair in_the_kitchen"), ("car_key", "on_the_table in_the_kitchen"),
        ("bag", "on_the_chair on_the_sofa in_the_kitchen in_the_office"), ("phone", "on_the_table on_the_sofa in_the_kitchen"),
        ("umbrella", "in_the_office on_the_train at_home"), ("book", "on_the_table on_the_chair on_the_sofa"),
        ("newspaper", "on_the_table on_the_sofa"), ("hat", "on_the_chair on_the_sofa"), ("jacket", "on_the_chair on_the_sofa"),
        ("cat", "in_the_kitchen on_the_sofa in_the_garden"), ("dog", "in_the_garden in_the_kitchen in_the_living_room"),
        ("bicycle", "in_the_garden"), ("school_bag", "in_the_living_room on_the_chair in_the_kitchen"), ("camera", "on_the_table at_home"),
        ("bread", "on_the_table in_the_kitchen"), ("house_key", "on_the_table in_the_kitchen"),
    ])  # fmt: skip
    det = rng.choice(["the", "1s", "2s", "3m", "3f"]) if noun not in {"bread", "newspaper"} else "the"
    return Clause(
        "be", Thing("noun", noun, False, det), place=rng.choice(places.split()), negated=rng.random() < 0.1
    )


def animal(rng: Random) -> Clause:
    noun = rng.choice(["cat", "dog", "cat", "dog", "rabbit", "horse", "bird", "cow"])
    does = {
        "cat": [("sleep", "on_the_sofa in_the_kitchen on_the_chair in_the_garden in_bed", ""), ("play", "in_the_garden", ""),
                ("drink", "", "milk water"), ("eat", "in_the_kitchen", "fish meat"), ("sit", "on_the_chair on_the_table on_the_sofa", "")],
        "dog": [("sleep", "in_the_kitchen in_the_garden in_the_living_room on_the_sofa", ""), ("play", "in_the_garden in_the_park", ""),
                ("eat", "in_the_kitchen", "meat"), ("drink", "", "water")],
        "rabbit": [("sleep", "in_the_garden", ""), ("eat", "in_the_garden", "salad vegetables"), ("sit", "in_the_garden", "")],
        "horse": [("drink", "", "water"), ("eat", "", "apple")],
        "bird": [("sing", "in_the_garden in_the_park", ""), ("sit", "in_the_garden", "")],
        "cow": [("drink", "", "water")],
    }  # fmt: skip
    verb, places, food = rng.choice(does[noun])
    plural = rng.random() < 0.35
    det = "the"
    if noun in {"cat", "dog", "rabbit", "horse"} and rng.random() < 0.55:
        det = rng.choice(["1s", "1p", "2s", "3m", "3f", "3p"])
    if not plural and rng.random() < 0.1:
        det = rng.choice([n for n in NAMES if n != "Max"])
    what = None
    if food:
        head = rng.choice(food.split())
        what = Thing("noun", head, head not in MASS)
    adjective = rng.choice(CAN_BE[noun]) if det == "the" and rng.random() < 0.3 else ""
    who = Thing("noun", noun, plural, det, adjective)
    place = rng.choice(places.split()) if places and (verb == "sit" or rng.random() < 0.6) else ""
    mode = rng.choice(["progressive", "progressive", "past", "often"])
    often = when = ""
    if mode == "often":
        mode, often = "present", rng.choice(["often", "sometimes", "always"])
    elif mode == "past":
        when = rng.choice(["", "yesterday", "this_morning"])
    return Clause(verb, who, what, mode=mode, place=place, how_often=often, time=when)


def weather(rng: Random) -> Clause:
    it = Thing("it", "it")
    verb = rng.choice(["rain", "snow", "rain"])
    roll = rng.random()
    if roll < 0.25:
        return Clause(
            verb, it, mode="progressive", time=rng.choice(["", "now", "today"]), negated=rng.random() < 0.2
        )
    if roll < 0.5:
        return Clause(verb, it, mode="past", time=rng.choice(["yesterday", "this_morning", "last_week", "yesterday_evening"]),
                      front=rng.random() < 0.4)  # fmt: skip
    if roll < 0.65:
        return Clause(
            verb, it, mode="will", time=rng.choice(["tomorrow", "this_evening", "tomorrow_evening", "weekend"])
        )
    if roll < 0.8:
        return Clause(verb, it, how_often=rng.choice(["often", "sometimes"]), time="in_winter", front=rng.random() < 0.5,
                      place=rng.choice(["", "", "in_berlin", "in_hamburg", "in_munich"]))  # fmt: skip
    return Clause("be", it, state=rng.choice(["cold", "warm", "hot"]), degree=rng.choice(["", "very", "too"]),
                  time=rng.choice(["today", "today", "in_the_kitchen"][:2]))  # fmt: skip


def schedule(rng: Random) -> Clause:
    noun, verb = rng.choice([("train", "arrive"), ("train", "leave"), ("bus", "leave"), ("bus", "arrive"), ("film", "begin"),
                             ("concert", "begin"), ("party", "begin")])  # fmt: skip
    to = (
        rng.choice(["", "to_berlin", "to_hamburg", "to_munich", "to_vienna", "to_the_station"])
        if verb == "leave"
        else ""
    )
    if to == "to_the_station" and noun == "train":
        to = "to_berlin"
    if verb == "begin" and noun == "film":
        place = ""
    else:
        place = (
            rng.choice(["", "in_berlin", "in_vienna", "in_munich"]) if verb == "arrive" and noun == "train" else ""
        )
    mode = rng.choice(["present", "present", "will", "past"])
    return Clause(verb, Thing("noun", noun, False, "the", "", to), mode=mode, place=place, time=rng.choice(CLOCK))


# ---------------------------------------------------------------- whole sentences
def one(clause: Clause, mark: str = ".", *tags: str) -> Sentence:
    return Sentence((Part(clause),), mark, tags)


def unfront(clause: Clause) -> Clause:
    return replace(clause, front=False)


def statement(rng: Random) -> Sentence:
    make = rng.choice(
        [act] * 14
        + [gift] * 3
        + [feel] * 3
        + [thing_is] * 3
        + [thing_where] * 2
        + [animal] * 2
        + [weather]
        + [schedule]
    )
    return one(make(rng))


def short(rng: Random) -> Sentence:
    """Two to four words."""
    roll = rng.random()
    if roll < 0.35:
        return one(act(rng, "s", verbs="love like speak have need live", negated=0.15))
    if roll < 0.6:
        return one(act(rng, "gp", verbs="sing dance laugh sleep work cry cook read swim watch_tv call go_shopping".replace("cook read ", ""),
                       bare=True, place=0.1, negated=0.05))  # fmt: skip
    if roll < 0.75:
        return one(replace(feel(rng), time="", how_often="", front=False))
    if roll < 0.85:
        return one(act(rng, "gp", bare=True, place=0.0, negated=0.05))
    return one(act(rng, "m", bare=True, place=0.0, negated=0.15))


def order(rng: Random) -> Sentence:
    whos = Thing("pronoun", "2s")
    please = rng.random() < 0.7
    roll = rng.random()
    no, time, place, direction, what, receiver = False, "", "", "", None, None
    if roll < 0.35:
        verb, group = rng.choice(
            [
                ("open", "openings"),
                ("close", "openings"),
                ("turn_on", "switched"),
                ("turn_off", "switched"),
                ("wash", "washed"),
                ("tidy_up", "tidied"),
                ("clean", "kitchen bathroom window"),
                ("throw_away", "newspaper letter"),
            ]
        )
        what = one_thing(rng, pick_noun(rng, group), "the", "2s")
        if verb == "tidy_up" and what.head == "room":
            what = replace(what, determiner="2s", adjective="")
        what = replace(what, adjective="")
    elif roll < 0.5:
        verb, what = "buy", any_thing(rng, pick_noun(rng, "groceries"))
        what = replace(what, adjective="")
        time = rng.choice(["", "today", "tomorrow"])
        place = rng.choice(["", "", "at_the_market", "in_the_supermarket"])
    elif roll < 0.65:
        verb, no = rng.choice([("call", False), ("help", False), ("visit", False), ("wait_for", False)])
        what = someone(rng, whos, plain=False)
        if rng.random() < 0.3 and verb != "visit":
            what = pronoun(rng.choice(["1s", "1p", "3m", "3f"]))
        time = rng.choice(["", "today", "tomorrow", "this_evening"]) if verb in {"call", "visit"} else ""
    elif roll < 0.75:
        verb, what, no = "forget", Thing("noun", pick_noun(rng, "carried"), False, "2s"), True
    elif roll < 0.83:
        verb, what = "put_on", Thing("noun", pick_noun(rng, "outdoor"), False, "2s")
    elif roll < 0.9:
        verb, direction = rng.choice([("go", "to_bed"), ("come", "home"), ("go", "home"), ("go", "to_the_doctor")])
        time = rng.choice(["", "now"]) if verb == "go" else ""
    elif roll < 0.95:
        verb, receiver = "show", pronoun(rng.choice(["1s", "1p"]))
        what = Thing("noun", pick_noun(rng, "shown"), False, "2s")
    else:
        verb, what, no = rng.choice([("eat", "food", True), ("drink", "drinks", True)])
        noun = pick_noun(rng, what)
        no = False
        what = Thing("noun", noun, noun not in MASS, "2s")
        if verb == "eat":
            what = replace(what, head=rng.choice(["soup", "fish", "salad", "vegetables", "bread"]), plural=False)
        else:
            what = replace(what, head=rng.choice(["tea", "milk", "juice", "coffee"]), plural=False)
    clause = Clause(
        verb,
        None,
        what,
        receiver,
        mode="order",
        negated=no,
        time=time,
        place=place,
        direction=direction,
        please=please,
    )
    return one(clause, "." if please else "!", "order")


def you_or(rng: Random) -> Thing | None:
    return pronoun("2s") if rng.random() < 0.5 else None


def question(rng: Random) -> Sentence:
    roll = rng.random()
    if roll < 0.5:
        clause = unfront(act(rng, "hgpfmms", you_or(rng), negated=0))
        if clause.mode in {"should"} and clause.subject.head == "2s":
            clause = replace(clause, mode="must")
        if clause.verb in {"drink", "eat", "read"} and clause.negated:
            clause = replace(clause, negated=False)
        if clause.how_often == "never":
            clause = replace(clause, how_often="often")
    elif roll < 0.62:
        clause = replace(unfront(feel(rng, you_or(rng))), negated=False)
        if clause.how_often == "never":
            clause = replace(clause, how_often="often")
    elif roll < 0.72:
        clause = replace(thing_is(rng, "present"), negated=False, degree="")
    elif roll < 0.8:
        clause = replace(thing_where(rng), negated=False)
    elif roll < 0.88:
        clause = unfront(gift(rng, "pf", you_or(rng)))
    else:
        clause = replace(schedule(rng), mode="present")
    if clause.subject.head == "1p" and clause.mode in {"past", "progressive", "present"}:
        raise NothingFits("one knows that about oneself")
    if clause.subject.kind == "pronoun" and clause.subject.head == "1s":
        clause = replace(clause, subject=pronoun("2s"))
        if clause.object and clause.object.determiner == "1s":
            clause = replace(clause, object=replace(clause.object, determiner="2s"))
        if clause.receiver and clause.receiver.determiner == "1s":
            clause = replace(clause, receiver=replace(clause.receiver, determiner="2s"))
        if (clause.object and clause.object.head == "2s") or (clause.receiver and clause.receiver.head == "2s"):
            fix = pronoun("1s")
            clause = replace(clause, object=fix) if clause.object.head == "2s" else replace(clause, receiver=fix)
    return one(replace(clause, asks="yes or no"), "?", "question")


def ask(rng: Random, kind: str = "", subject: Thing | None = None, embedded: bool = False) -> Clause:
    """A question with a question word; usable inside another sentence too."""
    kind = kind or rng.choice(["what", "who", "where", "where_to", "when", "why"])
    who = subject or (pronoun("2s") if rng.random() < 0.4 and not embedded else person(rng, plain=not embedded))
    if who.head == "1s" and not embedded:
        who = pronoun("2s")
    if kind == "what":
        clause = act(
            rng,
            rng.choice(["g", "p", "p", "f", "m"]),
            who,
            verbs="drink eat cook bake buy read write look_for find lose forget order learn",
            negated=0,
            place=0.25,
        )
        clause = replace(clause, object=None, mode="progressive" if clause.mode == "present" else clause.mode)
        if clause.mode in {"could", "can"}:
            clause = replace(clause, mode="past", time="")
        if clause.verb in {"find", "lose"}:
            clause = replace(clause, place="")
    elif kind == "who":
        clause = act(rng, "gpfp", Thing("pronoun", "3m"), verbs="cook bake buy drink eat call repair tidy_up clean wash open close turn_on turn_off feed "
                     "pick_up invite laugh sing come work go_shopping play listen_to watch_tv help visit", negated=0, place=0.2)  # fmt: skip
        object_ = clause.object
        if object_ is not None and object_.determiner == "3m":
            object_ = replace(object_, determiner="the" if object_.head not in PEOPLE else "2s")
        if clause.verb == "look_for":
            object_ = replace(object_, determiner="2s")
        clause = replace(clause, subject=Thing("question", "who"), object=object_)
    elif kind == "where":
        roll = rng.random()
        if roll < 0.45:
            things = "key car_key bag phone umbrella book newspaper camera school_bag house_key cat dog hat jacket bicycle scarf coat".split()
            det = rng.choice(["1s", "2s", "3m", "3f", "the"])
            clause = Clause("be", Thing("noun", rng.choice(things), False, det))
        elif roll < 0.65:
            who = kin(rng) if who.kind == "pronoun" else who
            clause = Clause("be", who)
        else:
            clause = act(
                rng, "sgp", who, verbs="live work sit swim wait_for meet buy see eat play", negated=0, place=0.0
            )
            clause = replace(clause, place="")
            if clause.verb == "have" or (clause.mode == "present" and clause.verb not in {"live", "work"}):
                clause = replace(clause, verb="live", object=None)
    elif kind == "where_to":
        clause = act(rng, "gp", who, verbs="go drive fly", negated=0)
        clause = replace(
            clause,
            direction="",
            manner="",
            time=rng.choice(["", "now"]) if clause.mode == "progressive" else rng.choice(["", "yesterday"]),
        )
    elif kind == "when":
        if rng.random() < 0.4:
            clause = replace(schedule(rng), mode="present")
        else:
            clause = act(
                rng,
                rng.choice(["f", "p", "m"]),
                who,
                verbs="come come_back visit call buy meet fly drive get_up repair sell",
                negated=0,
                place=0.1,
            )
            if clause.mode in {"want", "can", "could", "should", "would_like"}:
                clause = replace(clause, mode="must")
        clause = replace(clause, time="", manner="", how_often="")
        if clause.verb == "come" and not clause.direction:
            clause = replace(clause, direction="home")
    else:
        if rng.random() < 0.4:
            clause = feel(rng, who, "present", rng.choice("tired sad happy nervous angry".split()[:4]))
            clause = replace(clause, negated=False, time=rng.choice(["", "today"]), how_often="")
        else:
            clause = act(
                rng,
                "gp",
                who,
                verbs="laugh cry stay go sell throw_away open close turn_off call learn take",
                negated=0,
                place=0.1,
            )
            if clause.verb == "take":
                clause = replace(clause, time="")
    if clause.object is not None and clause.object.adjective:
        clause = replace(clause, object=replace(clause.object, adjective=""))
    return replace(unfront(clause), asks=kind)


def wh_question(rng: Random) -> Sentence:
    return one(ask(rng), "?", "question")


KNOW = [
    ("know", "that", "present"),
    ("think", "that", "present"),
    ("hope", "that", "present"),
    ("hear", "that", "past"),
    ("say", "that", "present"),
]


def report(rng: Random) -> tuple[Part, str, Thing]:
    """The frame of a reported sentence: "My sister says that", its conjunction, who speaks."""
    verb, link, mode = rng.choice(KNOW)
    if verb in {"know", "think", "hope", "hear"}:
        who = (
            pronoun("1s")
            if rng.random() < 0.6
            else (pronoun("1p") if rng.random() < 0.4 else person(rng, kids=False))
        )
    else:
        who = person(rng, kids=False)
        while who.head in {"1s", "1p"}:
            who = person(rng, kids=False)
    return Part(Clause(verb, who, mode=mode)), link, who


GOOD = "visit call help come come_back buy repair find cook bake go_for_a_walk stay invite".split()


def about(rng: Random, verb: str, speaker: Thing, length: str = "") -> Clause:
    """What can be known, hoped, heard."""
    who = other(rng, speaker)
    for _ in range(200):
        if verb == "hope":
            clause = act(rng, "f", who, verbs=" ".join(GOOD), negated=0, place=0.4)
        else:
            roll = rng.random()
            if roll < 0.6:
                clause = act(rng, "gpfmhs", who, place=0.45)
            elif roll < 0.72:
                clause = feel(rng, who)
            elif roll < 0.8:
                clause = gift(rng, "pfm", who)
            elif roll < 0.9:
                clause = thing_is(rng)
            else:
                clause = schedule(rng)
        people = [
            t for t in (clause.object, clause.receiver) if t is not None and (t.kind == "name" or t.head in PEOPLE)
        ]
        if any(t.head == speaker.head for t in people):
            continue
        if (
            any(t.kind == "pronoun" and t.head == speaker.head for t in (clause.object, clause.receiver) if t)
            and speaker.head == "1p"
        ):
            continue
        return unfront(clause)
    raise NothingFits("nothing to report")


def reported(rng: Random) -> Sentence:
    frame, link, who = report(rng)
    return Sentence((frame, Part(about(rng, frame.clause.verb, who), link, "sub")), ".", ("subordinate",))


ASKED_AFTER = {
    "broken",
    "expensive",
    "hot",
    "cold",
    "good",
    "fresh",
    "heavy",
    "warm",
    "interesting",
    "boring",
    "new",
}
STATES = {"have", "like", "love", "need", "speak", "live", "know"}


def wondered(rng: Random) -> Sentence:
    """I don't know where my sister lives. / Do you know if ..."""
    if rng.random() < 0.4:
        frame = Clause("know", pronoun("2s"), asks="yes or no")
        mark = "?"
        speaker = pronoun("2s")
    else:
        speaker = (
            pronoun(rng.choice(["1s", "1s", "1p", "3m", "3f"]))
            if rng.random() < 0.7
            else person(rng, kids=False, plain=False)
        )
        frame, mark = Clause("know", speaker, negated=True), "."
    if rng.random() < 0.45:
        inner = replace(about(rng, "know", speaker), negated=False)
        if inner.how_often == "never" or (
            inner.mode == "present" and inner.verb not in {"be", *STATES} and not (inner.how_often or inner.time)
        ):
            inner = replace(inner, how_often="often")
        if inner.verb == "be" and inner.state and inner.state not in ASKED_AFTER and inner.subject.head in IS:
            raise NothingFits("who would ask")
        if inner.subject.person in {"1s", "1p"} and inner.mode != "will":
            raise NothingFits("one knows that about oneself")
        return Sentence((Part(frame), Part(inner, "whether", "sub")), mark, ("subordinate",))
    inner = ask(rng, "", other(rng, speaker), embedded=True)
    if inner.subject.person in {"1s", "1p"}:
        raise NothingFits("one knows that about oneself")
    return Sentence((Part(frame), Part(inner, "", "sub")), mark, ("subordinate", "question"))


def he(who: Thing) -> Thing:
    """The pronoun for somebody just named."""
    return pronoun(who.owner) if who.owner and who.kind != "pronoun" else who


def tired(rng: Random, who: Thing, state: str, past: bool = False) -> Clause:
    return Clause("be", he(who), state=state, mode="past" if past else "present",
                  degree=rng.choice(["", "", "very"]) if state not in {"alone", "broken"} else "")  # fmt: skip


IT = Thing("it", "it")


def because(rng: Random, who: Thing | None = None) -> tuple[Clause, Clause]:
    """A deed and its reason."""
    while who is None or not who.owner:
        who = person(rng)
    kind = rng.choice(
        [
            "tired",
            "ill",
            "hungry",
            "thirsty",
            "rain",
            "cold",
            "broken",
            "sick kin",
            "warm",
            "alone",
            "rain",
            "tired",
        ]
    )
    past = rng.random() < 0.35
    child = who.head in KIDS
    plural = who.person in {"1p", "3p"}
    now = "past" if past else rng.choice(["progressive", "want"])
    when = rng.choice(["", "yesterday", "yesterday_evening"]) if past else rng.choice(["", "today"])
    day = "yesterday" if past else "today"
    own = who.owner
    warm_thing = Thing("noun", rng.choice(GROUPS["warm_clothes"]), False, own, rng.choice(["", "warm"]))

    def do(verb: str, what: Thing | None = None, mode: str = now, time: str = when, **more: str) -> Clause:
        return Clause(verb, who, what, mode=mode, time=time, **more)

    def stuff(group: str, det: str = "") -> Thing:
        noun = rng.choice([n for n in GROUPS[group] if not child or n not in WINE | {"coffee"}])
        return Thing("noun", noun, noun not in MASS, det)

    if kind == "tired":
        options = [
            lambda: do(
                "go",
                mode="past" if past else "want",
                time="yesterday_evening" if past else "",
                direction="to_bed",
                manner="early" if past else "",
            ),
            lambda: do("stay", place="at_home", time=day, mode="past" if past else "progressive"),
            lambda: do("drink", stuff("warm_drinks")) if not child else do("sleep"),
            lambda: do("sleep", mode="want" if not past else "past", time="", place="on_the_sofa"),
            lambda: replace(
                act(
                    rng,
                    "m",
                    who,
                    verbs="cook work tidy_up go_shopping clean" if not child else "read tidy_up",
                    negated=0,
                    place=0.1,
                ),
                negated=True,
                mode="wanted" if past else "want",
                time=day,
                front=False,
            ),
        ]
        reason = tired(rng, who, "tired", past)
    elif kind == "ill":
        options = [
            lambda: do(
                "stay",
                mode="past" if past else rng.choice(["progressive", "must", "should"]),
                time=day,
                place=rng.choice(["at_home", "in_bed"]),
            ),
            lambda: do("go", mode="had_to" if past else "must", time=day, direction="to_the_doctor"),
            lambda: replace(
                do(
                    "go",
                    mode="past" if past else "can",
                    time=day,
                    direction="to_work" if not child and who.head not in OLD else "to_the_park",
                ),
                negated=True,
            ),
            lambda: do(
                "drink", Thing("noun", "tea"), mode="past" if past else rng.choice(["progressive", "should"])
            ),
        ]
        reason = tired(rng, who, "ill", past)
    elif kind == "hungry":
        options = [
            lambda: do("eat", replace(one_thing(rng, pick_noun(rng, "filling"), "- a", own), adjective="")),
            lambda: do("cook", Thing("noun", rng.choice(["soup", "rice", "fish", "tomato_soup", "vegetable_soup"])))
            if not child else do("eat", Thing("noun", "bread")),
            lambda: do("order", Thing("noun", rng.choice(["pizza", "soup", "salad"]), False, "a"), mode="past" if past else "want")
            if not child else do("eat", Thing("noun", "pizza", False, "a")),
            lambda: do("go", direction="home", mode="past" if past else "want"),
        ]  # fmt: skip
        reason = tired(rng, who, "hungry", past)
    elif kind == "thirsty":
        options = [lambda: do("drink", stuff("cold_drinks")),
                   lambda: do("buy", stuff("cold_drinks"), mode="past" if past else "want", time="")]  # fmt: skip
        reason = tired(rng, who, "thirsty", past)
    elif kind == "rain":
        options = [
            lambda: do("stay", mode="past" if past else "progressive", time=day, place="at_home"),
            lambda: do(
                "take",
                Thing("noun", rng.choice(["bus", "train"]), False, "the"),
                mode="past" if past else "progressive",
            ),
            lambda: (
                do("put_on", Thing("noun", rng.choice(["rain_jacket", "coat", "winter_coat"]), False, own), time="")
                if not plural
                else do("stay", mode="past" if past else "progressive", time=day, place="at_home")
            ),
            lambda: (
                do("need", Thing("noun", "umbrella", False, rng.choice(["a", own])), mode="present", time="")
                if not past and not plural
                else do(
                    "close", Thing("noun", "window", True, "the"), time="", mode="past" if past else "progressive"
                )
            ),
            lambda: replace(
                act(
                    rng,
                    "m",
                    who,
                    verbs="go_for_a_walk" if not child else "play",
                    negated=0,
                    place=0.0,
                    actions=None,
                ),
                mode="could" if past else "can",
                object=None,
                negated=True,
                time=day,
                front=False,
                place="in_the_park",
            ),
        ]
        reason = Clause("rain", IT, mode="past" if past else "progressive")
    elif kind == "cold":
        options = [
            lambda: (
                do("put_on", warm_thing, time="")
                if not plural
                else do("close", Thing("noun", "window", True, "the"), time="")
            ),
            lambda: do("close", Thing("noun", rng.choice(["window", "door"]), False, "the"), time=""),
            lambda: do("drink", Thing("noun", "tea", adjective=rng.choice(["", "hot"]))),
            lambda: do("stay", mode="past" if past else "progressive", time=day, place="at_home"),
            lambda: (
                do("wear", warm_thing)
                if not plural
                else do("stay", time=day, place="at_home", mode="past" if past else "progressive")
            ),
        ]
        options = [o for o in options]
        reason = Clause(
            "be", IT, state="cold", degree=rng.choice(["", "very", "too"][:2]), mode="past" if past else "present"
        )
    elif kind == "broken":
        thing_ = rng.choice(
            ["car", "bicycle", "phone", "computer", "washing_machine", "coffee_machine", "umbrella"]
        )
        det = own if thing_ in {"car", "bicycle", "phone", "computer", "umbrella"} else "the"
        if plural and thing_ in {"phone", "umbrella"}:
            thing_ = "car"
        if child:
            thing_, det = "bicycle", own
        if who.head in OLD and thing_ == "bicycle":
            thing_ = "car"
        old = "old" if thing_ not in {"car", "bicycle"} else ""
        reason = Clause(
            "be",
            Thing("noun", thing_, False, own if old else det, old),
            state="broken",
            mode="past" if past else "present",
        )
        if thing_ in {"car", "bicycle"}:
            options = [
                lambda: do(
                    "take",
                    Thing("noun", rng.choice(["bus", "train"]), False, "the"),
                    mode="past" if past else rng.choice(["must", "progressive"]),
                    time=day,
                )
            ]
            if not child and thing_ == "car":
                options.append(
                    lambda: (
                        do("need", Thing("noun", "car", False, "a", "new"), mode="present", time="")
                        if not past
                        else do("stay", mode="past", time=day, place="at_home")
                    )
                )
        else:
            options = [
                lambda: do(
                    "buy",
                    Thing("noun", thing_, False, "a", "new"),
                    mode="past" if past else rng.choice(["must", "want"]),
                    time=rng.choice(["yesterday", "last_week", "saturday"])
                    if past
                    else rng.choice(["", "tomorrow", "saturday"]),
                )
            ]
            if not past:
                options.append(
                    lambda: do("need", Thing("noun", thing_, False, "a", "new"), mode="present", time="")
                )
    elif kind == "sick kin":
        heads = [h for h in KIN_OF.get(who.head if who.kind == "noun" else "", KIN_OF[""]) if h not in MANY]
        heads = heads or ["son"]
        relative = Thing("noun", rng.choice(heads), False, own)
        if who.kind == "noun" and who.head == "parents":
            relative = Thing("noun", "son", False, own)
        verb = rng.choice(["visit", "call", "help"]) if not child else "visit"
        later = pronoun(relative.owner)
        options = [lambda: Clause(verb, who, relative, mode="past" if past else rng.choice(["want", "must", "will"]),
                                  time=rng.choice(["yesterday", "last_week", "sunday"]) if past else rng.choice(["today", "tomorrow", "this_evening"]))]  # fmt: skip
        reason = Clause(
            "be", later, state=rng.choice(["ill", "ill", "alone", "sad"]), mode="past" if past else "present"
        )
        if he(who).head == later.head and who.kind == "pronoun":
            reason = Clause("be", relative, state="ill", mode="past" if past else "present")
            options = [
                lambda: do(
                    "stay", mode="past" if past else rng.choice(["must", "progressive"]), time=day, place="at_home"
                )
            ]
    elif kind == "warm":
        options = [
            lambda: do(
                "sit", mode="past" if past else "progressive", place=rng.choice(["in_the_garden", "in_the_park"])
            ),
            lambda: do("open", Thing("noun", "window", rng.random() < 0.5, "the"), time=""),
            lambda: do("eat", Thing("noun", "ice_cream")),
            lambda: (
                do("take_off", Thing("noun", rng.choice(["jacket", "coat", "scarf"]), False, own), time="")
                if not plural
                else do("eat", Thing("noun", "ice_cream"))
            ),
            lambda: (
                do("swim", mode="past" if past else "want", place="in_the_lake", time=day)
                if who.head not in OLD
                else do("sit", mode="past" if past else "progressive", place="in_the_garden")
            ),
        ]
        reason = Clause(
            "be",
            IT,
            state=rng.choice(["warm", "hot"]),
            degree=rng.choice(["", "very"]),
            mode="past" if past else "present",
        )
    else:
        options = [lambda: do("call", Thing("noun", "friends", True, own) if not child else Thing("noun", "grandmother", False, own),
                              mode="past" if past else "want", time=rng.choice(["yesterday_evening", "yesterday"]) if past else rng.choice(["", "this_evening"])),
                   lambda: do("listen_to", Thing("noun", "music")), lambda: do("watch_tv")]  # fmt: skip
        if plural:
            options = options[1:]
            reason = tired(rng, who, "tired", past)
        else:
            reason = tired(rng, who, "alone", past)
    deed = rng.choice(options)()
    if deed.subject.head in KIDS | {"brother", "sister"} and deed.direction == "to_work":
        deed = replace(deed, direction="to_the_park")
    return deed, reason


def reasons(rng: Random) -> Sentence:
    deed, reason = because(rng)
    if rng.random() < 0.3 and deed.subject.kind in {"pronoun", "name", "noun"}:
        # the reason first: now it names the person and the deed says "he"
        if reason.subject == he(deed.subject) and deed.subject.kind != "pronoun":
            reason, deed = replace(reason, subject=deed.subject), replace(deed, subject=he(deed.subject))
        return Sentence((Part(reason, "because", "sub"), Part(unfront(deed))), ".", ("subordinate",))
    return Sentence((Part(deed), Part(reason, "because", "sub")), ".", ("subordinate",))


def reported_reasons(rng: Random) -> Sentence:
    frame, link, who = report(rng)
    while frame.clause.verb == "hope":
        frame, link, who = report(rng)
    while True:
        deed, reason = because(rng, named(rng, who))
        if deed.object is None or deed.object.head != who.head:
            break
    return Sentence(
        (frame, Part(unfront(deed), link, "sub"), Part(reason, "because", "sub")), ".", ("subordinate",)
    )


def named(rng: Random, first: Thing, plain: bool = False) -> Thing:
    """Somebody else who can be called he, she or they afterwards."""
    while True:
        who = other(rng, first, plain=plain)
        if who.owner:
            return who


TOGETHER = "cook bake read write listen_to watch_tv sleep sing tidy_up clean wash repair play work sit drink eat look_for feed learn".split()


def meanwhile(rng: Random, link: str = "", frame: bool = False) -> Sentence:
    """Two people at once: "My mother is reading in the garden while the children are sleeping." """
    first = person(rng, plain=False)
    speaker = None
    parts: list[Part] = []
    if frame:
        start, _, speaker = report(rng)
        while start.clause.verb in {"hope", "hear"}:
            start, _, speaker = report(rng)
        first = other(rng, speaker, plain=False)
        parts = [start]
    second = other(rng, first, plain=False)
    while speaker is not None and (second.head == speaker.head or first.determiner == second.determiner == ""):
        second = other(rng, first, plain=False)
    link = link or rng.choice(["while", "and", "and"])
    past = rng.random() < 0.35 and not frame
    mode = "p" if past else "g"
    verbs = " ".join(TOGETHER)

    def one_of(who: Thing) -> Clause:
        while True:
            clause = act(rng, mode, who, verbs=verbs, negated=0, place=0.6, bare=True)
            if clause.object is None or clause.object.kind != "pronoun":
                if clause.place.removeprefix("in_the_").removeprefix("on_the_") in {
                    "",
                    "garden",
                    "kitchen",
                    "living_room",
                    "sofa",
                    "at_home",
                }:
                    return clause

    a, b = one_of(first), one_of(second)
    while (
        a.verb == b.verb
        or (a.place and a.place == b.place)
        or (a.object and b.object and a.object.head == b.object.head)
        or {a.verb, b.verb} == {"sleep", "sing"}
    ):
        b = one_of(second)
    if past and link == "while":
        a, b = replace(a, mode="past"), replace(b, mode="past")
    if past:
        a = replace(a, time=rng.choice(["yesterday", "this_morning", "yesterday_evening"]), front=link == "and")
    if frame:
        parts += [Part(a, "that", "sub"), Part(b, link, "sub")]
        return Sentence(tuple(parts), ".", ("subordinate", "two clauses"))
    if link == "while":
        if rng.random() < 0.4:
            return Sentence((Part(unfront(a), "while", "sub"), Part(b)), ".", ("subordinate", "two clauses"))
        return Sentence((Part(a), Part(b, "while", "sub")), ".", ("subordinate", "two clauses"))
    return Sentence((Part(a), Part(replace(b, time=""), link)), ".", ("two clauses",))


ALIKE = ("food", "drinks", "animals", "games", "instruments", "languages", "clothes", "goods", "groceries", "books")


def contrast(rng: Random) -> Sentence:
    """My brother drinks coffee every morning, but my sister never drinks tea."""
    first = person(rng, kids=False)
    second = other(rng, first, kids=False)
    verb = rng.choice("drink eat like love play speak learn buy live drive visit".split())
    while True:
        mode = {"like": "s", "love": "s", "speak": "s", "live": "s", "drive": rng.choice("pf")}.get(
            verb, rng.choice("hpfm")
        )
        a = act(rng, mode, first, verbs=verb, negated=0, place=0.2)
        b = act(rng, mode, second, verbs=verb, negated=0, place=0.2)
        same = (
            a.object
            and b.object
            and (a.object.head == b.object.head or (a.object.kind != "noun") != (b.object.kind != "noun"))
        )
        if (a.object is None) != (b.object is None) or same or a.mode != b.mode:
            continue
        if (
            a.object is not None
            and a.object.kind == "noun"
            and (a.object.head in PEOPLE) != (b.object.head in PEOPLE)
        ):
            continue
        if (a.object is None and (a.place, a.direction) == (b.place, b.direction)) or (
            not a.object and not a.direction and not a.place
        ):
            continue
        if not a.object and bool(a.place) != bool(b.place):
            continue
        if a.object is not None and b.object is not None:
            nouns = (a.object.head, b.object.head)
            if (
                a.object.kind == "noun"
                and not any(set(nouns) <= set(GROUPS[g]) for g in ALIKE)
                and a.object.head not in PEOPLE
            ):
                continue
            if a.object.determiner != b.object.determiner and a.object.head not in PEOPLE:
                continue
        if "never" in {a.how_often, b.how_often} and verb not in {"drink", "eat"}:
            continue
        break
    if a.mode == b.mode == "present":
        if a.how_often == "never" and b.how_often == "never":
            b = replace(b, how_often="often")
    b = unfront(b)
    if a.time and b.time and a.mode != "present":
        b = replace(b, time="")
    if verb != "live":
        a, b = replace(a, place=""), replace(b, place="")
    return Sentence((Part(a), Part(b, "but")), ".", ("two clauses",))


def obstacle(rng: Random) -> Sentence:
    """Anna wants to go to the cinema on Saturday, but she has to work."""
    who = named(rng, pronoun("2s"), plain=True)
    while who.head in KIDS:
        who = named(rng, pronoun("2s"), plain=True)
    past = rng.random() < 0.3
    wish = replace(act(rng, "m", who, verbs="visit go_for_a_walk go swim buy read cook bake invite meet see listen_to play learn fly",
                       negated=0, place=0.3), mode="wanted" if past else rng.choice(["want", "would_like"]))  # fmt: skip
    wish = replace(wish, negated=False)
    if past and wish.time not in {"monday", "friday", "saturday", "sunday", "weekend"}:
        wish = replace(wish, time=rng.choice(["yesterday", "yesterday_evening"]))
    if wish.direction in {"to_bed", "to_the_doctor", "to_school", "to_work"}:
        wish = replace(wish, direction="to_the_cinema")
    if wish.time == "now":
        wish = replace(wish, time="today")
    again = he(who)
    roll = rng.random()
    mode = "past" if past else "present"
    if roll < 0.3:
        what = "time" if wish.verb != "buy" and wish.verb != "fly" else "money"
        but = Clause("have", again, Thing("noun", what, False, "no"), mode=mode)
    elif roll < 0.55:
        but = Clause(
            "be", again, state=rng.choice(["ill", "tired"]), degree=rng.choice(["", "very", "too"]), mode=mode
        )
        if but.state == "ill":
            but = replace(but, degree="")
    elif roll < 0.8:
        if who.head in OLD | {"parents"}:
            but = Clause("have", again, Thing("noun", "time", False, "no"), mode=mode)
        else:
            but = Clause("work" if who.head not in KIDS else "learn", again, mode="had_to" if past else "must")
    else:
        but = act(
            rng, "m", again, verbs="help tidy_up clean go_shopping repair feed", negated=0, place=0.0, bare=True
        )
        but = replace(but, mode="had_to" if past else "must", negated=False)
    return Sentence((Part(unfront(wish)), Part(but, "but")), ".", ("two clauses",))


def evening(rng: Random) -> Sentence:
    """Before he goes to bed, my brother reads a book. / When I come home, I drink tea."""
    who = named(rng, pronoun("2s"), plain=True)
    later = he(who)
    roll = rng.random()
    child = who.head in KIDS
    if roll < 0.45:
        link, first = "before", Clause("go", who, direction=rng.choice(["to_bed"]))
        verbs = "read listen_to watch_tv call drink tidy_up close turn_off feed write"
    elif roll < 0.8:
        link = "when"
        first = Clause("come", who, direction="home", time=rng.choice(["", "in_the_evening"]))
        verbs = "drink eat cook call feed tidy_up listen_to watch_tv read play take_off"
    else:
        link = rng.choice(["before"])
        first = Clause("go", who, direction="to_school" if child else "to_work")
        if who.head in OLD | {"sister", "brother", "friends"}:
            first = replace(first, direction="to_the_market")
        verbs = "drink feed close turn_off call"
    if child:
        verbs = verbs.replace("call", "").replace("cook", "").replace("write", "").replace("turn_off", "")
    while True:
        action = rng.choice([a for a in ACTIONS if a.verb in verbs.split() and not a.only_kids])
        if action.people:
            what = someone(rng, later, plain=False)
            if what.kind == "noun" and what.head not in KIN_OF.get(
                who.head if who.kind == "noun" else "", KIN_OF[""]
            ):
                continue
        elif action.once:
            how = {"read": "a", "write": "a", "drink": "-", "eat": "-", "cook": "-"}.get(action.verb, "the own")
            what = one_thing(rng, pick_noun(rng, action.once), how, later.owner)
            if what.adjective not in FITTING.get(action.verb, {what.adjective}) or what.determiner in {
                "2",
                "3",
                "4",
            }:
                continue
            if what.head == "newspaper":
                what = Thing("noun", "newspaper", False, "the")
            if action.verb == "read" and what.head in {"letter", "message", "cookbook"}:
                continue
            if (action.verb == "write" and what.head in {"book", "novel"}) or (
                first.direction == "to_work" and what.head in WINE
            ):
                continue
            if action.verb in {"listen_to", "play", "feed"}:
                what = replace(what, adjective="", determiner="the" if action.verb == "feed" else "")
            if action.verb == "close":
                what = (
                    Thing("noun", "window", rng.random() < 0.5, "the")
                    if rng.random() < 0.6
                    else Thing("noun", "door", False, "the")
                )
        else:
            what = None
        place = rng.choice(action.places.split()) if action.places and rng.random() < 0.2 else ""
        if place in {
            "in_the_cafe",
            "in_the_restaurant",
            "on_the_train",
            "in_the_library",
            "at_home",
            "in_the_park",
        }:
            place = ""
        second = Clause(action.verb, later, what, place=place)
        if allowed(action, who, second):
            break
    often = rng.choice(["", "often", "always", "sometimes", "usually"])
    if action.verb in {"take_off"}:
        often = rng.choice(["", "always"])
    second = replace(second, how_often=often)
    if rng.random() < 0.5:
        return Sentence((Part(first, link, "sub"), Part(second)), ".", ("subordinate", "two clauses"))
    first, second = replace(first, subject=later), replace(second, subject=who)
    return Sentence((Part(second), Part(first, link, "sub")), ".", ("subordinate", "two clauses"))


def although(rng: Random) -> Sentence:
    """Although it was raining, the children played football in the park."""
    past = rng.random() < 0.6
    kind = rng.choice(["rain", "cold", "tired", "ill"])
    who = named(rng, pronoun("2s"), plain=True)
    letter = "p" if past else "g"
    if kind == "rain":
        reason = Clause("rain", IT, mode="past" if past else "progressive")
        verbs = "go go_for_a_walk play work swim"
    elif kind == "cold":
        reason = Clause("be", IT, state="cold", degree=rng.choice(["", "very"]), mode="past" if past else "present")
        verbs = "go_for_a_walk swim sit play"
    else:
        reason = tired(rng, who, kind, past)
        if kind == "ill":
            reason = replace(reason, degree="")
        verbs = {
            "tired": "cook work tidy_up clean help read go wash repair write",
            "ill": "work go cook go_for_a_walk",
        }[kind]
    while True:
        deed = act(rng, letter, who, verbs=verbs, negated=0, place=1.0, bare=True)
        if kind in {"rain", "cold"}:
            if deed.verb in {"play", "work", "sit"} and deed.place not in {"in_the_garden", "in_the_park"}:
                continue
            if deed.verb == "go" and deed.direction not in {"to_the_park", "to_the_market"}:
                continue
        if deed.direction in {"to_bed", "home", "to_the_doctor"} or (
            deed.object is not None and deed.object.kind == "pronoun"
        ):
            continue
        if who.head in {"friends"} and deed.verb == "tidy_up":
            continue
        break
    day = rng.choice(["", "yesterday", "yesterday"]) if past else rng.choice(["", "", "today"])
    if rng.random() < 0.5:
        reason = replace(reason, time=day)
        if reason.subject == he(who) and who.kind != "pronoun":
            reason, deed = replace(reason, subject=who), replace(deed, subject=he(who))
        return Sentence((Part(reason, "although", "sub"), Part(unfront(deed))), ".", ("subordinate", "two clauses"))
    deed = replace(deed, time=day)
    return Sentence((Part(unfront(deed)), Part(reason, "although", "sub")), ".", ("subordinate", "two clauses"))


def plan(rng: Random) -> Sentence:
    """If the weather is good tomorrow, we will swim in the lake."""
    day = rng.choice(["tomorrow", "saturday", "sunday", "weekend"])
    who = person(rng)
    kind = rng.choice(["good", "rain", "time", "ill"])
    if kind == "good":
        condition = Clause("be", Thing("noun", "weather", False, "the"), state="good", time=day)
        verbs = "swim go_for_a_walk go play sit meet wash"
    elif kind == "rain":
        condition = Clause("rain", IT, time=day)
        verbs = "stay read bake cook watch_tv listen_to visit clean tidy_up take"
    elif kind == "time":
        condition = Clause("have", who, Thing("noun", "time"), time=day)
        verbs = "visit call help bake read repair write go clean wash meet"
    else:
        condition = Clause("be", who, state="ill", time=day)
        verbs = "stay"
    while True:
        deed = act(
            rng,
            "f",
            who,
            actions=[replace(a, modes="f") for a in ACTIONS if a.verb in verbs.split()],
            negated=0,
            place=0.6,
            bare=True,
        )
        if kind == "good" and (
            deed.place in {"in_the_living_room", "on_the_train"}
            or deed.direction not in {"", "to_the_park", "to_the_market"}
            or (deed.verb == "play" and deed.place not in {"in_the_park", "in_the_garden"})
        ):
            continue
        if kind == "good" and deed.verb == "sit" and deed.place not in {"in_the_garden", "in_the_park"}:
            continue
        if kind == "rain" and (
            deed.place in {"in_the_garden", "in_the_library", "in_the_park", "on_the_train", "in_bed"}
        ):
            continue
        if deed.object is not None and (
            deed.object.determiner in {"2", "3", "4"} or deed.object.head in {"letter", "message", "cookbook"}
        ):
            continue
        if kind in {"time"} and deed.direction not in {"", "to_the_park", "to_the_cinema", "to_the_market"}:
            continue
        if deed.object is not None and deed.object.kind == "pronoun" and kind != "time":
            continue
        break
    if condition.subject == who and who.kind != "pronoun":
        if not who.owner:
            return plan(rng)
        deed = replace(deed, subject=he(who))
    return Sentence((Part(condition, "if", "sub"), Part(unfront(deed))), ".", ("subordinate", "two clauses"))


PAIRED = {  # what goes with what in one breath
    "cook": "listen_to read watch_tv drink call bake", "read": "drink listen_to eat", "drink": "read listen_to eat watch_tv",
    "eat": "drink watch_tv read", "tidy_up": "wash cook clean", "clean": "tidy_up cook wash", "bake": "drink listen_to call",
    "wash": "clean tidy_up", "call": "write cook visit", "write": "drink listen_to", "visit": "help", "listen_to": "dance sing cook read",
    "work": "learn", "go_shopping": "cook bake", "buy": "cook bake", "sing": "dance", "sit": "read drink",
}  # fmt: skip


def both(rng: Random, frame: bool = False) -> Sentence:
    """One person, two deeds: "In the evening my sister drinks tea and reads a book." """
    for _ in range(300):
        start = None
        first = None
        if frame:
            start, _, speaker = report(rng)
            if start.clause.verb == "hope":
                continue
            first = other(rng, speaker)
        verb = rng.choice(list(PAIRED))
        mode = rng.choice("gpfmm" if not frame else "gpfm")
        try:
            a = act(rng, mode, first, verbs=verb, negated=0, place=0.4)
        except RuntimeError:
            continue
        if a.mode in {"can", "could", "should"} or (a.object is not None and (a.object.kind == "pronoun")):
            continue
        try:
            b = act(rng, mode, a.subject, verbs=rng.choice(PAIRED[verb].split()), negated=0, place=0.0, bare=True)
        except RuntimeError:
            continue
        if b.mode != a.mode:
            b = replace(b, mode=a.mode)
        if a.object is not None and b.object is not None and a.object.head == b.object.head:
            continue
        if (b.object is not None and b.object.kind == "pronoun") or b.direction or b.manner:
            continue
        if b.place or (
            verb == "work" and b.verb == "learn" and (b.object is None or b.object.head not in GROUPS["languages"])
        ):
            continue
        if {a.verb, b.verb} == {"go_shopping", b.verb} and mode == "g":
            continue
        if verb == "visit" and (a.object.head == "museum" or b.object is None):
            continue
        if verb == "buy" and a.object.head not in GROUPS["groceries"]:
            continue
        if verb in {"visit"} and b.verb == "help":
            b = replace(b, object=pronoun("3p") if a.object.plural else pronoun(a.object.owner or "3m"))
            if a.object.kind == "name":
                b = replace(b, object=pronoun("3" + NAMES[a.object.head]))
            if b.object.head == a.subject.head or (
                a.subject.person == "3s" and b.object.head[:2] == a.subject.owner
            ):
                continue
        if a.place.removeprefix("in_the_") not in {
            "",
            "kitchen",
            "garden",
            "living_room",
            "cafe",
            "library",
            "park",
        }:
            continue
        if ({a.verb, b.verb} & {"cook", "bake"} and a.place not in {"", "in_the_kitchen"}) or (
            a.place == "in_the_library" and b.verb != "learn"
        ):
            continue
        if (a.verb == "sit" and not a.place) or (
            b.verb == "dance" and a.verb == "listen_to" and a.place == "in_the_library"
        ):
            continue
        if a.mode == "past":  # German needs the same helper verb in both halves
            if VERBS[a.verb]["de"][5] != VERBS[b.verb]["de"][5]:
                continue
        clause = replace(a, second=replace(b, subject=None, time="", front=False, how_often=""))
        if clause.time:
            clause = (
                replace(clause, front=True)
                if clause.time not in {"now", "soon"} and not frame
                else replace(clause, front=False)
            )
        if clause.time in {"now", "soon"}:
            clause = replace(clause, time="")
        if clause.time and not clause.front:
            clause = replace(clause, time="")
        if start is not None:
            return Sentence((start, Part(clause, "that", "sub")), ".", ("subordinate", "two deeds"))
        return one(clause, ".", "two deeds")
    raise NothingFits("no two deeds")


def reported_plan(rng: Random) -> Sentence:
    frame, link, who = report(rng)
    while frame.clause.verb in {"hope"}:
        frame, link, who = report(rng)
    for _ in range(100):
        sentence = rng.choice([although, obstacle])(rng)
        first, second = sentence.parts
        if first.form == "sub":
            continue
        subject = first.clause.subject
        if (
            subject.kind == "pronoun"
            or subject.head == who.head
            or subject.owner == who.head
            or second.link == "but"
        ):
            continue
        return Sentence((frame, replace(first, link=link, form="sub"), second), ".", ("subordinate", "two clauses"))
    return reported(rng)


def gather(rng: Random) -> Sentence:
    return meanwhile(rng, frame=True)


KINDS: dict[Callable[[Random], Sentence], int] = {
    short: 10, statement: 30, order: 5, question: 9, wh_question: 7, reported: 8, wondered: 6, reasons: 8, reported_reasons: 8,
    meanwhile: 8, gather: 6, contrast: 5, obstacle: 6, evening: 6, although: 6, plan: 6, both: 6,
    lambda rng: both(rng, frame=True): 5, reported_plan: 4,
}  # fmt: skip


def sample(rng: Random) -> Sentence:
    """One sentence that somebody could say."""
    while True:
        try:
            return rng.choices(list(KINDS), list(KINDS.values()))[0](rng)
        except NothingFits:
            continue
