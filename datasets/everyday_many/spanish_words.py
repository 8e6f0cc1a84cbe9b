"""The Spanish words of the everyday sentences: one row a concept of ../everyday_en_de/lexicon.py.

Spanish of Spain: coche, ordenador, zumo, patata, coger el autobús. Phrases are written as `word/key` pairs as
in lexicon.py: words of two languages that share a key belong together, `?key` marks a word that only helps.
"""

from __future__ import annotations

import re

# concept: singular ("-": none), gender, plural ("-": none); "_" joins the words of one name,
# and only its first word changes in the plural
_NOUNS = """
cat: gato m gatos
dog: perro m perros
horse: caballo m caballos
bird: pájaro m pájaros
rabbit: conejo m conejos
cow: vaca f vacas
mother: madre f madres
father: padre m padres
sister: hermana f hermanas
brother: hermano m hermanos
son: hijo m hijos
daughter: hija f hijas
grandmother: abuela f abuelas
grandfather: abuelo m abuelos
aunt: tía f tías
uncle: tío m tíos
parents: - m padres
friends: - m amigos
neighbours: - m vecinos
child: niño m niños
girl: niña f niñas
boy: niño m niños
apple: manzana f manzanas
banana: plátano m plátanos
egg: huevo m huevos
potato: patata f patatas
tomato: tomate m tomates
strawberry: fresa f fresas
biscuit: galleta f galletas
bread: pan m -
cheese: queso m -
rice: arroz m -
fish: pescado m -
meat: carne f -
butter: mantequilla f -
honey: miel f -
vegetables: - f verduras
soup: sopa f sopas
salad: ensalada f ensaladas
cake: tarta f tartas
pizza: pizza f pizzas
chocolate: chocolate m -
ice_cream: helado m -
tomato_soup: sopa_de_tomate f -
vegetable_soup: sopa_de_verduras f -
potato_salad: ensalada_de_patata f -
apple_cake: tarta_de_manzana f tartas_de_manzana
chocolate_cake: tarta_de_chocolate f tartas_de_chocolate
birthday_cake: tarta_de_cumpleaños f tartas_de_cumpleaños
coffee: café m cafés
tea: té m tés
water: agua f -
milk: leche f -
juice: zumo m -
wine: vino m -
beer: cerveza f cervezas
lemonade: limonada f -
apple_juice: zumo_de_manzana m -
orange_juice: zumo_de_naranja m -
mineral_water: agua_mineral f -
red_wine: vino_tinto m -
book: libro m libros
newspaper: periódico m periódicos
letter: carta f cartas
novel: novela f novelas
message: mensaje m mensajes
cookbook: libro_de_cocina m libros_de_cocina
childrens_book: libro_infantil m libros_infantiles
shirt: camisa f camisas
dress: vestido m vestidos
jacket: chaqueta f chaquetas
coat: abrigo m abrigos
hat: gorro m gorros
scarf: bufanda f bufandas
shoe: zapato m zapatos
winter_coat: abrigo_de_invierno m abrigos_de_invierno
rain_jacket: chubasquero m chubasqueros
summer_dress: vestido_de_verano m vestidos_de_verano
car: coche m coches
bicycle: bicicleta f bicicletas
house: casa f casas
table: mesa f mesas
chair: silla f sillas
lamp: lámpara f lámparas
bed: cama f camas
sofa: sofá m sofás
phone: móvil m móviles
computer: ordenador m ordenadores
umbrella: paraguas m paraguas
key: llave f llaves
bag: bolsa f bolsas
clock: reloj m relojes
camera: cámara f cámaras
suitcase: maleta f maletas
picture: cuadro m cuadros
radio: radio f radios
guitar: guitarra f guitarras
piano: piano m pianos
kitchen_table: mesa_de_cocina f mesas_de_cocina
garden_chair: silla_de_jardín f sillas_de_jardín
car_key: llave_del_coche f llaves_del_coche
house_key: llave_de_casa f llaves_de_casa
school_bag: mochila f mochilas
washing_machine: lavadora f lavadoras
coffee_machine: cafetera f cafeteras
kitchen: cocina f cocinas
garden: jardín m jardines
room: habitación f habitaciones
bathroom: baño m baños
living_room: salón m salones
cellar: sótano m sótanos
window: ventana f ventanas
door: puerta f puertas
light: luz f luces
train: tren m trenes
bus: autobús m autobuses
museum: museo m museos
film: película f películas
concert: concierto m conciertos
party: fiesta f fiestas
weather: tiempo m -
music: música f -
german: alemán m -
english: inglés m -
french: francés m -
spanish: español m -
football: fútbol m -
tennis: tenis m -
chess: ajedrez m -
time: tiempo m -
money: dinero m -
"""

# what the same concept is called in other company: who has them, who eats it
OWN_CHILD = ("hijo", "m", "hijos")  # nuestros hijos, but los niños
LETTUCE = ("lechuga", "f", "-")  # what rabbits have for a salad

# concept: masculine, feminine, plural of both; verb (ser, estar, tener + noun); place (before, after the noun)
_ADJECTIVES = """
new: nuevo nueva nuevos nuevas ser after
old: viejo vieja viejos viejas ser after
young: joven joven jóvenes jóvenes ser after
big: grande grande grandes grandes ser after
small: pequeño pequeña pequeños pequeñas ser after
red: rojo roja rojos rojas ser after
blue: azul azul azules azules ser after
green: verde verde verdes verdes ser after
black: negro negra negros negras ser after
white: blanco blanca blancos blancas ser after
warm: caliente caliente calientes calientes estar after
cold: frío fría fríos frías estar after
hot: caliente caliente calientes calientes estar after
fresh: fresco fresca frescos frescas estar after
good: bueno buena buenos buenas ser before
expensive: caro cara caros caras ser after
cheap: barato barata baratos baratas ser after
beautiful: bonito bonita bonitos bonitas ser after
long: largo larga largos largas ser after
interesting: interesante interesante interesantes interesantes ser after
boring: aburrido aburrida aburridos aburridas ser after
heavy: pesado pesada pesados pesadas ser after
comfortable: cómodo cómoda cómodos cómodas ser after
dirty: sucio sucia sucios sucias estar after
tired: cansado cansada cansados cansadas estar after
ill: enfermo enferma enfermos enfermas estar after
happy: contento contenta contentos contentas estar after
sad: triste triste tristes tristes estar after
hungry: hambre hambre hambre hambre tener after
thirsty: sed sed sed sed tener after
nervous: nervioso nerviosa nerviosos nerviosas estar after
alone: solo sola solos solas estar after
broken: estropeado estropeada estropeados estropeadas estar after
empty: vacío vacía vacíos vacías estar after
"""

# the same adjective beside certain nouns: noun concepts | forms | verb
_ADJECTIVES_BESIDE = """
warm: shirt jacket scarf hat coat winter_coat | grueso gruesa gruesos gruesas | ser
fresh: bread cake | recién_hecho recién_hecha recién_hechos recién_hechas | estar
old: museum picture film clock | antiguo antigua antiguos antiguas | ser
broken: umbrella chair garden_chair | roto rota rotos rotas | estar
"""

# concept: infinitive, the words that come with it ("-": none; /p shares the key of the English particle,
# /v that of the verb), what stands before a person or thing it governs ("a": before persons only, as usual)
_VERBS = """
drink: beber - a
eat: comer - a
eat_as_animal: comer - a
cook: cocinar - a
bake: hornear - a
order: pedir - a
buy: comprar - a
sell: vender - a
read: leer - a
write: escribir - a
love: querer - a
like: gustar - -
need: necesitar - a
have: tener - -
look_for: buscar - a
find: encontrar - a
lose: perder - a
forget: olvidar - a
see: ver - a
visit: visitar - a
call: llamar - a
help: ayudar - a
meet: quedar - con
invite: invitar - a
pick_up: recoger - a
wait_for: esperar - a
play: jugar - a
listen_to: escuchar - a
watch_tv: ver la/?p_tele/p a
work: trabajar - a
sleep: dormir - a
swim: nadar - a
sing: cantar - a
dance: bailar - a
laugh: reírse - a
cry: llorar - a
learn: aprender - a
speak: hablar - a
live: vivir - a
go: ir - a
drive: ir en/?v_coche/v a
fly: volar - a
come: volver - a
stay: quedarse - a
sit: sentarse - a
get_up: levantarse - a
wake_up: despertarse - a
go_shopping: ir de/?p_compras/p a
go_for_a_walk: dar un/?p_paseo/p a
tidy_up: ordenar - a
clean: limpiar - a
wash: lavar - a
repair: arreglar - a
open: abrir - a
close: cerrar - a
turn_on: encender - a
turn_off: apagar - a
put_on: ponerse - a
take_off: quitarse - a
try_on: probarse - a
throw_away: tirar - a
wear: llevar - a
give: regalar - a
show: enseñar - a
feed: dar de/?v_comer/v all
take: coger - a
arrive: llegar - a
leave: salir - a
begin: empezar - a
come_back: volver - a
rain: llover - a
snow: nevar - a
be: ser - a
know: saber - a
think: creer - a
hope: esperar - a
say: decir - a
hear: oír - a
"""

# the same concept in other company (spanish.chosen decides)
OTHER_VERBS = {
    "love a thing": ("encantar", "-", "-"),  # me encantan los gatos, but quiero a mi hermana
    "play an instrument": ("tocar", "-", "a"),
    "make": ("hacer", "-", "a"),  # una tarta
    "prepare": ("preparar", "-", "a"),  # sopa
    "study": ("estudiar", "-", "a"),  # learn, without saying what
    "alight": ("posarse", "-", "a"),  # birds
    "go off": ("irse", "-", "a"),  # home, to bed
}

# infinitive: which forms are not regular. pres, pret: I, you, he, we, they; imp: the imperfect's I-form;
# subj: the I-form; a vowel change "e>ie" works under stress, "e>i" also in pidió, "o>u" in durmió
_IRREGULAR = """
pedir: change=e>i
leer: pret=leí,leíste,leyó,leímos,leyeron ger=leyendo part=leído
creer: pret=creí,creíste,creyó,creímos,creyeron ger=creyendo part=creído
escribir: part=escrito
abrir: part=abierto
querer: change=e>ie pret=quise,quisiste,quiso,quisimos,quisieron
tener: pres=tengo,tienes,tiene,tenemos,tienen pret=tuve,tuviste,tuvo,tuvimos,tuvieron subj=tenga order=ten
encontrar: change=o>ue
perder: change=e>ie
ver: pres=veo,ves,ve,vemos,ven pret=vi,viste,vio,vimos,vieron imp=veía part=visto subj=vea
jugar: change=u>ue
dormir: change=o>ue past=u
reír: pres=río,ríes,ríe,reímos,ríen pret=reí,reíste,rio,reímos,rieron ger=riendo part=reído subj=ría
ir: pres=voy,vas,va,vamos,van pret=fui,fuiste,fue,fuimos,fueron imp=iba ger=yendo part=ido subj=vaya order=ve
volar: change=o>ue
volver: change=o>ue part=vuelto
sentar: change=e>ie
despertar: change=e>ie
dar: pres=doy,das,da,damos,dan pret=di,diste,dio,dimos,dieron subj=dé
cerrar: change=e>ie
encender: change=e>ie
poner: pres=pongo,pones,pone,ponemos,ponen pret=puse,pusiste,puso,pusimos,pusieron part=puesto subj=ponga order=pon
probar: change=o>ue
salir: pres=salgo,sales,sale,salimos,salen subj=salga order=sal
empezar: change=e>ie
llover: change=o>ue
nevar: change=e>ie
ser: pres=soy,eres,es,somos,son pret=fui,fuiste,fue,fuimos,fueron imp=era part=sido subj=sea order=sé
estar: pres=estoy,estás,está,estamos,están pret=estuve,estuviste,estuvo,estuvimos,estuvieron subj=esté order=está
haber: pres=he,has,ha,hemos,han pret=hube,hubiste,hubo,hubimos,hubieron subj=haya
hacer: pres=hago,haces,hace,hacemos,hacen pret=hice,hiciste,hizo,hicimos,hicieron part=hecho subj=haga order=haz
saber: pres=sé,sabes,sabe,sabemos,saben pret=supe,supiste,supo,supimos,supieron subj=sepa
poder: change=o>ue pret=pude,pudiste,pudo,pudimos,pudieron ger=pudiendo
decir: pres=digo,dices,dice,decimos,dicen pret=dije,dijiste,dijo,dijimos,dijeron ger=diciendo part=dicho subj=diga
oír: pres=oigo,oyes,oye,oímos,oyen pret=oí,oíste,oyó,oímos,oyeron imp=oía ger=oyendo part=oído subj=oiga
coger: pres=cojo,coges,coge,cogemos,cogen subj=coja
recoger: pres=recojo,recoges,recoge,recogemos,recogen subj=recoja
deber: -
"""

# concept: words with keys; "|" before the words said of a habit (el fin de semana, los fines de semana)
_PHRASES = """
today: hoy/a
now: ahora/a
tomorrow: mañana/a
yesterday: ayer/a
yesterday_evening: anoche/ab
this_morning: esta/a mañana/b
this_evening: esta/a noche/b
tomorrow_evening: mañana/a por/?b la/?b noche/b
last_week: la/?b semana/b pasada/a
next_week: la/?b semana/b que/a viene/a
next_year: el/?b año/b que/a viene/a
soon: pronto/a
monday: el/a lunes/b
tuesday: el/a martes/b
wednesday: el/a miércoles/b
thursday: el/a jueves/b
friday: el/a viernes/b
saturday: el/a sábado/b
sunday: el/a domingo/b
weekend: el/a fin/b de/?b semana/b | los/a fines/b de/?b semana/b
every_day: todos/a los/?a días/b
every_morning: todas/a las/?a mañanas/b
every_evening: todas/a las/?a noches/b
every_saturday: todos/a los/?a sábados/b
every_sunday: todos/a los/?a domingos/b
in_the_morning: por/a la/?a mañana/b
in_the_evening: por/a la/?a noche/b
in_summer: en/a verano/b
in_winter: en/a invierno/b
at_six: a/a las/?c seis/b
at_seven: a/a las/?c siete/b
at_eight: a/a las/?c ocho/b
at_nine: a/a las/?c nueve/b
at_ten: a/a las/?c diez/b
early: temprano/a
late: tarde/a
often: a/a menudo/a
always: siempre/a
sometimes: a/a veces/a
never: nunca/a
usually: normalmente/a
at_home: en/a casa/b
in_the_garden: en/a el/?a jardín/b
in_the_kitchen: en/a la/c cocina/b
in_the_living_room: en/a el/?a salón/b
in_the_office: en/a la/?a oficina/b
in_the_park: en/a el/?a parque/b
in_the_town: en/a el/?b centro/b
in_the_library: en/a la/c biblioteca/b
in_the_cafe: en/a la/?a cafetería/b
in_the_restaurant: en/a el/?a restaurante/b
in_the_supermarket: en/a el/?a supermercado/b
at_the_market: en/a el/c mercado/b
at_the_station: en/a la/?a estación/b
in_bed: en/a la/?a cama/b
on_the_train: en/a el/?a tren/b
on_the_sofa: en/a el/c sofá/b
on_the_table: en/a la/c mesa/b
on_the_chair: en/a la/c silla/b
in_the_lake: en/a el/?a lago/b
in_the_sea: en/a el/?a mar/b
in_berlin: en/a Berlín/b
in_hamburg: en/a Hamburgo/b
in_vienna: en/a Viena/b
in_munich: en/a Múnich/b
in_london: en/a Londres/b
home: a/?b casa/ab
to_bed: a/a la/?a cama/b
to_school: al/a colegio/b
to_work: al/a trabajo/b
to_the_park: al/ac parque/b
to_the_cinema: al/a cine/b
to_the_station: a/a la/?a estación/b
to_the_doctor: al/a médico/b
to_the_market: al/a mercado/b
to_berlin: a/a Berlín/b
to_hamburg: a/a Hamburgo/b
to_vienna: a/a Viena/b
to_munich: a/a Múnich/b
to_london: a/a Londres/b
"""

# who: subject, after a preposition, before the verb (to whom, whom, oneself), possessive of one and of many
_PRONOUNS = """
1s: yo mí me me me mi mis
2s: tú ti te te te tu tus
3m: él él le lo se su sus
3f: ella ella le la se su sus
1p: nosotros nosotros nos nos nos nuestro nuestros
3p: ellos ellos les los se su sus
"""
FEMALE_PRONOUNS = {"nosotros": "nosotras", "ellos": "ellas", "los": "las",
                   "nuestro": "nuestra", "nuestros": "nuestras"}  # fmt: skip

NUMBERS = {"2": "dos", "3": "tres", "4": "cuatro"}
THE = {"m": ("el", "los"), "f": ("la", "las")}
A = {"m": ("un", "unos"), "f": ("una", "unas")}
NOT_ANY = {"m": "ningún", "f": "ninguna"}
ASK = {"what": "qué", "who": "quién", "where": "dónde", "where_to": "adónde", "when": "cuándo", "why": "por_qué"}
LINKS = {"that": "que", "because": "porque", "when": "cuando", "if": "si", "whether": "si", "while": "mientras",
         "before": "antes_de", "although": "aunque", "and": "y", "but": "pero"}  # fmt: skip
DEGREE = {"very": "muy", "too": "demasiado"}
# before a noun (hambre, sed, frío, calor)
DEGREE_OF_NOUN = {"very": {"m": "mucho", "f": "mucha"}, "too": {"m": "demasiado", "f": "demasiada"}}

# helper: its verb, its tense, the word before the infinitive
HELPERS = {
    "will": ("ir", "pres", "a"), "can": ("poder", "pres", ""), "want": ("querer", "pres", ""),
    "must": ("tener", "pres", "que"), "should": ("deber", "cond", ""), "would_like": ("gustar", "cond", ""),
    "wanted": ("querer", "imp", ""), "had_to": ("tener", "pret", "que"), "could": ("poder", "pret", ""),
}  # fmt: skip


def _table(text: str) -> dict[str, list[str]]:
    return {c: rest.split(" ") for c, rest in (line.split(": ", 1) for line in text.strip().splitlines())}


NOUNS = _table(_NOUNS)
ADJECTIVES = _table(_ADJECTIVES)
ADJECTIVES_BESIDE: dict[tuple[str, str], list[str]] = {}  # (adjective, noun): four forms and the verb
for _line in _ADJECTIVES_BESIDE.strip().splitlines():
    _concept, _rest = _line.split(": ", 1)
    _nouns, _forms, _verb = _rest.split(" | ")
    for _noun in _nouns.split(" "):
        ADJECTIVES_BESIDE[_concept, _noun] = [*_forms.split(" "), _verb]
VERBS = _table(_VERBS)
IRREGULAR: dict[str, dict[str, str]] = {
    infinitive: dict(part.split("=") for part in parts if part != "-")
    for infinitive, parts in _table(_IRREGULAR).items()
}
PHRASES = {c: rest.split(" | ") for c, rest in (line.split(": ", 1) for line in _PHRASES.strip().splitlines())}
PRONOUNS = _table(_PRONOUNS)


# ---------------------------------------------------------------- the forms of verbs
PERSONS = ("1s", "2s", "3s", "1p", "3p")
ENDINGS = {
    "pres": {"ar": "o as a amos an", "er": "o es e emos en", "ir": "o es e imos en"},
    "pret": {"ar": "é aste ó amos aron", "er": "í iste ió imos ieron", "ir": "í iste ió imos ieron"},
    "imp": {"ar": "aba abas aba ábamos aban", "er": "ía ías ía íamos ían", "ir": "ía ías ía íamos ían"},
}  # fmt: skip


def _change(stem: str, change: str) -> str:
    """The last vowel of the stem under stress: cerr, e>ie gives cierr."""
    old, new = change.split(">")
    head, _, tail = stem.rpartition(old)
    return head + new + tail


def _soft(stem: str, ending: str) -> str:
    """busc + é is busqué, lleg + e is llegue, empez + é is empecé."""
    if ending[0] in "eé":
        for last, other in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(last):
                return stem[: -len(last)] + other + ending
    return stem + ending


def conjugated(infinitive: str, tense: str, person: str) -> str:
    """A finite form. tense: pres, pret, imp, cond, subj or order (tú)."""
    row = IRREGULAR.get(infinitive, {})
    stem, kind, i = infinitive[:-2], infinitive[-2:].replace("í", "i"), PERSONS.index(person)
    change = row.get("change", "")
    if tense == "order":
        return row.get("order") or conjugated(infinitive, "pres", "3s")
    if tense == "cond":
        return infinitive + ["ía", "ías", "ía", "íamos", "ían"][i]
    if tense == "subj":
        return _subjunctive(infinitive, person)
    if tense in row and tense != "imp":
        return row[tense].split(",")[i]
    if tense == "imp" and "imp" in row:
        one = row["imp"]
        we = {"ía": "íamos", "ba": "bamos", "ra": "ramos"}[one[-2:]]
        we = one[:-2].replace("i", "í").replace("e", "é") + we if one in {"iba", "era"} else one[:-2] + we
        return [one, one + "s", one, we, one + "n"][i]
    ending = ENDINGS[tense][kind].split(" ")[i]
    if tense == "pres" and change and person != "1p":
        stem = _change(stem, change)
    if tense == "pret" and person in {"3s", "3p"}:
        if change == "e>i":
            stem = _change(stem, change)
        elif "past" in row:
            stem = _change(stem, f"o>{row['past']}")
    return _soft(stem, ending) if tense == "pret" and kind == "ar" else stem + ending


def _subjunctive(infinitive: str, person: str) -> str:
    row = IRREGULAR.get(infinitive, {})
    kind = infinitive[-2:]
    one = row.get("subj") or _soft(conjugated(infinitive, "pres", "1s")[:-1], "e" if kind == "ar" else "a")
    if person == "1p":
        if one in {"dé", "esté"}:
            return one[:-1] + "emos"
        stem, change = infinitive[:-2], row.get("change", "")
        if change and change != "e>i":
            stem = _change(stem, f"o>{row['past']}") if "past" in row else stem
            return _soft(stem, "emos" if kind == "ar" else "amos")
        return one.replace("ía", "ia") + "mos"
    if one == "dé" and person != "3s" and person != "1s":
        one = "de"
    return one + {"2s": "s", "3p": "n"}.get(person, "")


def gerund(infinitive: str) -> str:
    row = IRREGULAR.get(infinitive, {})
    if "ger" in row:
        return row["ger"]
    stem, kind = infinitive[:-2], infinitive[-2:]
    if row.get("change") == "e>i":
        stem = _change(stem, "e>i")
    elif "past" in row:
        stem = _change(stem, f"o>{row['past']}")
    return stem + ("ando" if kind == "ar" else "iendo")


def participle(infinitive: str) -> str:
    row = IRREGULAR.get(infinitive, {})
    return row.get("part") or infinitive[:-2] + ("ado" if infinitive.endswith("ar") else "ido")


def attached(form: str, pronoun: str) -> str:
    """A pronoun behind an order, a gerund or an infinitive: llámame, leyéndolo, llamarme."""
    if not pronoun:
        return form
    groups = list(re.finditer(r"[aeiouáéíóú]+", re.sub(r"qu(?=[eié])", lambda m: "q*", form)))
    if form[-1] == "r" or len(groups) < 2:
        return form + pronoun
    place = groups[-2]
    i = max((place.start() + k for k, c in enumerate(place.group()) if c in "aeo"), default=place.end() - 1)
    return form[:i] + form[i].translate(str.maketrans("aeiou", "áéíóú")) + form[i + 1 :] + pronoun
