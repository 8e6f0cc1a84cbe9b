"""The words of the everyday sentences: one row a concept, one column a language.

To add a language: add a column to every table below and write its grammar beside `german.py`
(see README.md). Nothing in `meaning.py` knows any language.

A phrase is written as `word/key` pairs. Words of two languages that share a key are translations of
each other (a sure link); `?key` marks a word that only helps (a possible link), and a word without a key
has no counterpart: `in/a the/?a evening/b` beside `am/a Abend/b`.
"""

# concept: English singular, English plural ("-" for things one does not count) | German noun, gender, plural
_NOUNS = """
cat: cat cats | Katze f Katzen
dog: dog dogs | Hund m Hunde
horse: horse horses | Pferd n Pferde
bird: bird birds | Vogel m Vögel
rabbit: rabbit rabbits | Kaninchen n Kaninchen
cow: cow cows | Kuh f Kühe
mother: mother mothers | Mutter f Mütter
father: father fathers | Vater m Väter
sister: sister sisters | Schwester f Schwestern
brother: brother brothers | Bruder m Brüder
son: son sons | Sohn m Söhne
daughter: daughter daughters | Tochter f Töchter
grandmother: grandmother grandmothers | Großmutter f Großmütter
grandfather: grandfather grandfathers | Großvater m Großväter
aunt: aunt aunts | Tante f Tanten
uncle: uncle uncles | Onkel m Onkel
parents: - parents | - p Eltern
friends: - friends | - p Freunde
neighbours: - neighbours | - p Nachbarn
child: child children | Kind n Kinder
girl: girl girls | Mädchen n Mädchen
boy: boy boys | Junge m* Jungen
apple: apple apples | Apfel m Äpfel
banana: banana bananas | Banane f Bananen
egg: egg eggs | Ei n Eier
potato: potato potatoes | Kartoffel f Kartoffeln
tomato: tomato tomatoes | Tomate f Tomaten
strawberry: strawberry strawberries | Erdbeere f Erdbeeren
biscuit: biscuit biscuits | Keks m Kekse
bread: bread - | Brot n -
cheese: cheese - | Käse m -
rice: rice - | Reis m -
fish: fish - | Fisch m -
meat: meat - | Fleisch n -
butter: butter - | Butter f -
honey: honey - | Honig m -
vegetables: - vegetables | Gemüse n -
soup: soup soups | Suppe f Suppen
salad: salad salads | Salat m Salate
cake: cake cakes | Kuchen m Kuchen
pizza: pizza pizzas | Pizza f Pizzen
chocolate: chocolate - | Schokolade f -
ice_cream: ice_cream - | Eis n -
tomato_soup: tomato_soup - | Tomatensuppe f -
vegetable_soup: vegetable_soup - | Gemüsesuppe f -
potato_salad: potato_salad - | Kartoffelsalat m -
apple_cake: apple_cake apple_cakes | Apfelkuchen m Apfelkuchen
chocolate_cake: chocolate_cake chocolate_cakes | Schokoladenkuchen m Schokoladenkuchen
birthday_cake: birthday_cake birthday_cakes | Geburtstagskuchen m Geburtstagskuchen
coffee: coffee coffees | Kaffee m -
tea: tea teas | Tee m -
water: water - | Wasser n -
milk: milk - | Milch f -
juice: juice - | Saft m -
wine: wine - | Wein m -
beer: beer beers | Bier n -
lemonade: lemonade - | Limonade f -
apple_juice: apple_juice - | Apfelsaft m -
orange_juice: orange_juice - | Orangensaft m -
mineral_water: mineral_water - | Mineralwasser n -
red_wine: red_wine - | Rotwein m -
book: book books | Buch n Bücher
newspaper: newspaper newspapers | Zeitung f Zeitungen
letter: letter letters | Brief m Briefe
novel: novel novels | Roman m Romane
message: message messages | Nachricht f Nachrichten
cookbook: cookbook cookbooks | Kochbuch n Kochbücher
childrens_book: children's_book children's_books | Kinderbuch n Kinderbücher
shirt: shirt shirts | Hemd n Hemden
dress: dress dresses | Kleid n Kleider
jacket: jacket jackets | Jacke f Jacken
coat: coat coats | Mantel m Mäntel
hat: hat hats | Hut m Hüte
scarf: scarf scarves | Schal m Schals
shoe: shoe shoes | Schuh m Schuhe
winter_coat: winter_coat winter_coats | Wintermantel m Wintermäntel
rain_jacket: rain_jacket rain_jackets | Regenjacke f Regenjacken
summer_dress: summer_dress summer_dresses | Sommerkleid n Sommerkleider
car: car cars | Auto n Autos
bicycle: bicycle bicycles | Fahrrad n Fahrräder
house: house houses | Haus n Häuser
table: table tables | Tisch m Tische
chair: chair chairs | Stuhl m Stühle
lamp: lamp lamps | Lampe f Lampen
bed: bed beds | Bett n Betten
sofa: sofa sofas | Sofa n Sofas
phone: phone phones | Telefon n Telefone
computer: computer computers | Computer m Computer
umbrella: umbrella umbrellas | Regenschirm m Regenschirme
key: key keys | Schlüssel m Schlüssel
bag: bag bags | Tasche f Taschen
clock: clock clocks | Uhr f Uhren
camera: camera cameras | Kamera f Kameras
suitcase: suitcase suitcases | Koffer m Koffer
picture: picture pictures | Bild n Bilder
radio: radio radios | Radio n Radios
guitar: guitar guitars | Gitarre f Gitarren
piano: piano pianos | Klavier n Klaviere
kitchen_table: kitchen_table kitchen_tables | Küchentisch m Küchentische
garden_chair: garden_chair garden_chairs | Gartenstuhl m Gartenstühle
car_key: car_key car_keys | Autoschlüssel m Autoschlüssel
house_key: house_key house_keys | Hausschlüssel m Hausschlüssel
school_bag: school_bag school_bags | Schultasche f Schultaschen
washing_machine: washing_machine washing_machines | Waschmaschine f Waschmaschinen
coffee_machine: coffee_machine coffee_machines | Kaffeemaschine f Kaffeemaschinen
kitchen: kitchen kitchens | Küche f Küchen
garden: garden gardens | Garten m Gärten
room: room rooms | Zimmer n Zimmer
bathroom: bathroom bathrooms | Badezimmer n Badezimmer
living_room: living_room living_rooms | Wohnzimmer n Wohnzimmer
cellar: cellar cellars | Keller m Keller
window: window windows | Fenster n Fenster
door: door doors | Tür f Türen
light: light lights | Licht n Lichter
train: train trains | Zug m Züge
bus: bus buses | Bus m Busse
museum: museum museums | Museum n Museen
film: film films | Film m Filme
concert: concert concerts | Konzert n Konzerte
party: party parties | Party f Partys
weather: weather - | Wetter n -
music: music - | Musik f -
german: German - | Deutsch n -
english: English - | Englisch n -
french: French - | Französisch n -
spanish: Spanish - | Spanisch n -
football: football - | Fußball m -
tennis: tennis - | Tennis n -
chess: chess - | Schach n -
time: time - | Zeit f -
money: money - | Geld n -
"""

# concept: English | German stem before an ending, German alone (when it differs)
_ADJECTIVES = """
new: new | neu
old: old | alt
young: young | jung
big: big | groß
small: small | klein
red: red | rot
blue: blue | blau
green: green | grün
black: black | schwarz
white: white | weiß
warm: warm | warm
cold: cold | kalt
hot: hot | heiß
fresh: fresh | frisch
good: good | gut
expensive: expensive | teur teuer
cheap: cheap | billig
beautiful: beautiful | schön
long: long | lang
interesting: interesting | interessant
boring: boring | langweilig
heavy: heavy | schwer
comfortable: comfortable | bequem
dirty: dirty | schmutzig
tired: tired | müde
ill: ill | krank
happy: happy | glücklich
sad: sad | traurig
hungry: hungry | hungrig
thirsty: thirsty | durstig
nervous: nervous | nervös
alone: alone | allein
broken: broken | kaputt
empty: empty | leer
"""

# concept: English base, he-form, -ing, past, particle | German prefix+infinitive, ich, du, er, participle,
#          auxiliary (h haben, s sein), imperative ("-": none), case or preposition of the object, simple past
_VERBS = """
drink: drink drinks drinking drank - | trinken trinke trinkst trinkt getrunken h trink acc
eat: eat eats eating ate - | essen esse isst isst gegessen h iss acc
eat_as_animal: eat eats eating ate - | fressen fresse frisst frisst gefressen h - acc
cook: cook cooks cooking cooked - | kochen koche kochst kocht gekocht h koch acc
bake: bake bakes baking baked - | backen backe backst backt gebacken h back acc
order: order orders ordering ordered - | bestellen bestelle bestellst bestellt bestellt h bestell acc
buy: buy buys buying bought - | kaufen kaufe kaufst kauft gekauft h kauf acc
sell: sell sells selling sold - | verkaufen verkaufe verkaufst verkauft verkauft h verkauf acc
read: read reads reading read - | lesen lese liest liest gelesen h lies acc
write: write writes writing wrote - | schreiben schreibe schreibst schreibt geschrieben h schreib acc
love: love loves loving loved - | lieben liebe liebst liebt geliebt h - acc
like: like likes liking liked - | mögen mag magst mag gemocht h - acc
need: need needs needing needed - | brauchen brauche brauchst braucht gebraucht h - acc
have: have has having had - | haben habe hast hat gehabt h - acc hatte
look_for: look looks looking looked for | suchen suche suchst sucht gesucht h such acc
find: find finds finding found - | finden finde findest findet gefunden h - acc
lose: lose loses losing lost - | verlieren verliere verlierst verliert verloren h - acc
forget: forget forgets forgetting forgot - | vergessen vergesse vergisst vergisst vergessen h vergiss acc
see: see sees seeing saw - | sehen sehe siehst sieht gesehen h - acc
visit: visit visits visiting visited - | besuchen besuche besuchst besucht besucht h besuch acc
call: call calls calling called - | an+rufen rufe rufst ruft angerufen h ruf acc
help: help helps helping helped - | helfen helfe hilfst hilft geholfen h hilf dat
meet: meet meets meeting met - | treffen treffe triffst trifft getroffen h - acc
invite: invite invites inviting invited - | ein+laden lade lädst lädt eingeladen h lad acc
pick_up: pick picks picking picked up | ab+holen hole holst holt abgeholt h hol acc
wait_for: wait waits waiting waited for | warten warte wartest wartet gewartet h warte auf
play: play plays playing played - | spielen spiele spielst spielt gespielt h spiel acc
listen_to: listen listens listening listened to | hören höre hörst hört gehört h - acc
watch_tv: watch watches watching watched TV | fern+sehen sehe siehst sieht ferngesehen h - acc
work: work works working worked - | arbeiten arbeite arbeitest arbeitet gearbeitet h arbeite acc
sleep: sleep sleeps sleeping slept - | schlafen schlafe schläfst schläft geschlafen h - acc
swim: swim swims swimming swam - | schwimmen schwimme schwimmst schwimmt geschwommen s - acc
sing: sing sings singing sang - | singen singe singst singt gesungen h sing acc
dance: dance dances dancing danced - | tanzen tanze tanzt tanzt getanzt h - acc
laugh: laugh laughs laughing laughed - | lachen lache lachst lacht gelacht h - acc
cry: cry cries crying cried - | weinen weine weinst weint geweint h - acc
learn: learn learns learning learned - | lernen lerne lernst lernt gelernt h lern acc
speak: speak speaks speaking spoke - | sprechen spreche sprichst spricht gesprochen h - acc
live: live lives living lived - | wohnen wohne wohnst wohnt gewohnt h - acc
go: go goes going went - | gehen gehe gehst geht gegangen s geh acc
drive: drive drives driving drove - | fahren fahre fährst fährt gefahren s fahr acc
fly: fly flies flying flew - | fliegen fliege fliegst fliegt geflogen s - acc
come: come comes coming came - | kommen komme kommst kommt gekommen s komm acc
stay: stay stays staying stayed - | bleiben bleibe bleibst bleibt geblieben s bleib acc
sit: sit sits sitting sat - | sitzen sitze sitzt sitzt gesessen h - acc
get_up: get gets getting got up | auf+stehen stehe stehst steht aufgestanden s steh acc
wake_up: wake wakes waking woke up | auf+wachen wache wachst wacht aufgewacht s - acc
go_shopping: go goes going went shopping | einkaufen_gehen gehe gehst geht gegangen s - acc
go_for_a_walk: go goes going went for_a_walk | spazieren_gehen gehe gehst geht gegangen s - acc
tidy_up: tidy tidies tidying tidied up | auf+räumen räume räumst räumt aufgeräumt h räum acc
clean: clean cleans cleaning cleaned - | putzen putze putzt putzt geputzt h putz acc
wash: wash washes washing washed - | waschen wasche wäschst wäscht gewaschen h wasch acc
repair: repair repairs repairing repaired - | reparieren repariere reparierst repariert repariert h - acc
open: open opens opening opened - | auf+machen mache machst macht aufgemacht h mach acc
close: close closes closing closed - | zu+machen mache machst macht zugemacht h mach acc
turn_on: turn turns turning turned on | an+machen mache machst macht angemacht h mach acc
turn_off: turn turns turning turned off | aus+machen mache machst macht ausgemacht h mach acc
put_on: put puts putting put on | an+ziehen ziehe ziehst zieht angezogen h zieh acc
take_off: take takes taking took off | aus+ziehen ziehe ziehst zieht ausgezogen h zieh acc
try_on: try tries trying tried on | an+probieren probiere probierst probiert anprobiert h probier acc
throw_away: throw throws throwing threw away | weg+werfen werfe wirfst wirft weggeworfen h wirf acc
wear: wear wears wearing wore - | tragen trage trägst trägt getragen h - acc
give: give gives giving gave - | schenken schenke schenkst schenkt geschenkt h - acc
show: show shows showing showed - | zeigen zeige zeigst zeigt gezeigt h zeig acc
feed: feed feeds feeding fed - | füttern füttere fütterst füttert gefüttert h - acc
take: take takes taking took - | nehmen nehme nimmst nimmt genommen h nimm acc
arrive: arrive arrives arriving arrived - | an+kommen komme kommst kommt angekommen s - acc
leave: leave leaves leaving left - | ab+fahren fahre fährst fährt abgefahren s - acc
begin: begin begins beginning began - | an+fangen fange fängst fängt angefangen h - acc
come_back: come comes coming came back | zurück+kommen komme kommst kommt zurückgekommen s komm acc
rain: rain rains raining rained - | regnen regne regnest regnet geregnet h - acc
snow: snow snows snowing snowed - | schneien schneie schneist schneit geschneit h - acc
be: be is being was - | sein bin bist ist gewesen s - acc war
know: know knows knowing knew - | wissen weiß weißt weiß gewusst h - acc
think: think thinks thinking thought - | glauben glaube glaubst glaubt geglaubt h - acc
hope: hope hopes hoping hoped - | hoffen hoffe hoffst hofft gehofft h - acc
say: say says saying said - | sagen sage sagst sagt gesagt h - acc
hear: hear hears hearing heard - | hören höre hörst hört gehört h - acc
"""

# concept: kind | English | German.  Kinds: when, how often, where, where to
_PHRASES = """
today: when | today/a | heute/a
now: when | now/a | jetzt/a
tomorrow: when | tomorrow/a | morgen/a
yesterday: when | yesterday/a | gestern/a
yesterday_evening: when | yesterday/a evening/b | gestern/a Abend/b
this_morning: when | this/a morning/b | heute/a Morgen/b
this_evening: when | this/a evening/b | heute/a Abend/b
tomorrow_evening: when | tomorrow/a evening/b | morgen/a Abend/b
last_week: when | last/a week/b | letzte/a Woche/b
next_week: when | next/a week/b | nächste/a Woche/b
next_year: when | next/a year/b | nächstes/a Jahr/b
soon: when | soon/a | bald/a
monday: when | on/a Monday/b | am/a Montag/b
tuesday: when | on/a Tuesday/b | am/a Dienstag/b
wednesday: when | on/a Wednesday/b | am/a Mittwoch/b
thursday: when | on/a Thursday/b | am/a Donnerstag/b
friday: when | on/a Friday/b | am/a Freitag/b
saturday: when | on/a Saturday/b | am/a Samstag/b
sunday: when | on/a Sunday/b | am/a Sonntag/b
weekend: when | at/a the/?a weekend/b | am/a Wochenende/b
every_day: when | every/a day/b | jeden/a Tag/b
every_morning: when | every/a morning/b | jeden/a Morgen/b
every_evening: when | every/a evening/b | jeden/a Abend/b
every_saturday: when | every/a Saturday/b | jeden/a Samstag/b
every_sunday: when | every/a Sunday/b | jeden/a Sonntag/b
in_the_morning: when | in/a the/?a morning/b | am/a Morgen/b
in_the_evening: when | in/a the/?a evening/b | am/a Abend/b
in_summer: when | in/a summer/b | im/a Sommer/b
in_winter: when | in/a winter/b | im/a Winter/b
at_six: when | at/a six/b o'clock/c | um/a sechs/b Uhr/c
at_seven: when | at/a seven/b o'clock/c | um/a sieben/b Uhr/c
at_eight: when | at/a eight/b o'clock/c | um/a acht/b Uhr/c
at_nine: when | at/a nine/b o'clock/c | um/a neun/b Uhr/c
at_ten: when | at/a ten/b o'clock/c | um/a zehn/b Uhr/c
early: how | early/a | früh/a
late: how | late/a | spät/a
often: often | often/a | oft/a
always: often | always/a | immer/a
sometimes: often | sometimes/a | manchmal/a
never: often | never/a | nie/a
usually: often | usually/a | meistens/a
at_home: where | at/a home/b | zu/a Hause/b
in_the_garden: where | in/a the/?a garden/b | im/a Garten/b
in_the_kitchen: where | in/a the/c kitchen/b | in/a der/c Küche/b
in_the_living_room: where | in/a the/?a living/b room/b | im/a Wohnzimmer/b
in_the_office: where | in/a the/?a office/b | im/a Büro/b
in_the_park: where | in/a the/?a park/b | im/a Park/b
in_the_town: where | in/a town/b | in/a der/?b Stadt/b
in_the_library: where | in/a the/c library/b | in/a der/c Bibliothek/b
in_the_cafe: where | in/a the/?a café/b | im/a Café/b
in_the_restaurant: where | in/a the/?a restaurant/b | im/a Restaurant/b
in_the_supermarket: where | in/a the/?a supermarket/b | im/a Supermarkt/b
at_the_market: where | at/a the/c market/b | auf/a dem/c Markt/b
at_the_station: where | at/a the/?a station/b | am/a Bahnhof/b
in_bed: where | in/a bed/b | im/a Bett/b
on_the_train: where | on/a the/?a train/b | im/a Zug/b
on_the_sofa: where | on/a the/c sofa/b | auf/a dem/c Sofa/b
on_the_table: where | on/a the/c table/b | auf/a dem/c Tisch/b
on_the_chair: where | on/a the/c chair/b | auf/a dem/c Stuhl/b
in_the_lake: where | in/a the/?a lake/b | im/a See/b
in_the_sea: where | in/a the/?a sea/b | im/a Meer/b
in_berlin: where | in/a Berlin/b | in/a Berlin/b
in_hamburg: where | in/a Hamburg/b | in/a Hamburg/b
in_vienna: where | in/a Vienna/b | in/a Wien/b
in_munich: where | in/a Munich/b | in/a München/b
in_london: where | in/a London/b | in/a London/b
home: to | home/ab | nach/a Hause/b
to_bed: to | to/a bed/b | ins/a Bett/b
to_school: to | to/a school/b | zur/a Schule/b
to_work: to | to/a work/b | zur/a Arbeit/b
to_the_park: to | to/a the/c park/b | in/a den/c Park/b
to_the_cinema: to | to/a the/?a cinema/b | ins/a Kino/b
to_the_station: to | to/a the/?a station/b | zum/a Bahnhof/b
to_the_doctor: to | to/a the/?a doctor/b | zum/a Arzt/b
to_the_market: to | to/a the/?a market/b | zum/a Markt/b
to_berlin: to | to/a Berlin/b | nach/a Berlin/b
to_hamburg: to | to/a Hamburg/b | nach/a Hamburg/b
to_vienna: to | to/a Vienna/b | nach/a Wien/b
to_munich: to | to/a Munich/b | nach/a München/b
to_london: to | to/a London/b | nach/a London/b
"""

NAMES = {"Anna": "f", "Lisa": "f", "Maria": "f", "Eva": "f", "Tom": "m", "Paul": "m", "Ben": "m", "Max": "m"}

# who: English subject, object, possessive | German nominative, accusative, dative, possessive stem
_PRONOUNS = """
1s: I me my | ich mich mir mein
2s: you you your | du dich dir dein
3m: he him his | er ihn ihm sein
3f: she her her | sie sie ihr ihr
1p: we us our | wir uns uns unser
3p: they them their | sie sie ihnen ihr
"""

LANGUAGES = ("en", "de")


def _table(text: str) -> dict[str, dict[str, list[str]]]:
    rows = {}
    for line in text.strip().splitlines():
        concept, rest = line.split(": ", 1)
        columns = rest.split(" | ")
        rows[concept] = {code: part.split(" ") for code, part in zip(LANGUAGES, columns, strict=True)}
    return rows


NOUNS = _table(_NOUNS)
ADJECTIVES = _table(_ADJECTIVES)
VERBS = _table(_VERBS)
PRONOUNS = _table(_PRONOUNS)
PHRASES = {}
PHRASE_KIND = {}
for _line in _PHRASES.strip().splitlines():
    _concept, _rest = _line.split(": ", 1)
    _kind, *_columns = _rest.split(" | ")
    PHRASE_KIND[_concept] = _kind
    PHRASES[_concept] = dict(zip(LANGUAGES, _columns, strict=True))
