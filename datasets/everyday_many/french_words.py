"""The French words of the everyday sentences: one row a concept of `../everyday_en_de/lexicon.py`.

Phrases are written as `word/key` pairs as there, with one addition: letters before a question mark are sure
links and letters after it possible ones (`le/?a`, `lundi/b?a`). An elided word is written in full (`de hiver`
becomes d'hiver) and a contraction as it is printed (`au`).
"""

from __future__ import annotations

# concept: singular, gender, plural ("-": none); an underscore stands for a space inside
_NOUNS = """
cat: chat m chats
dog: chien m chiens
horse: cheval m chevaux
bird: oiseau m oiseaux
rabbit: lapin m lapins
cow: vache f vaches
mother: mère f mères
father: père m pères
sister: sœur f sœurs
brother: frère m frères
son: fils m fils
daughter: fille f filles
grandmother: grand-mère f grands-mères
grandfather: grand-père m grands-pères
aunt: tante f tantes
uncle: oncle m oncles
parents: - m parents
friends: - m amis
neighbours: - m voisins
child: enfant m enfants
girl: fille f filles
boy: garçon m garçons
apple: pomme f pommes
banana: banane f bananes
egg: œuf m œufs
potato: pomme_de_terre f pommes_de_terre
tomato: tomate f tomates
strawberry: fraise f fraises
biscuit: biscuit m biscuits
bread: pain m -
cheese: fromage m -
rice: riz m -
fish: poisson m -
meat: viande f -
butter: beurre m -
honey: miel m -
vegetables: - m légumes
soup: soupe f soupes
salad: salade f salades
cake: gâteau m gâteaux
pizza: pizza f pizzas
chocolate: chocolat m -
ice_cream: glace f -
tomato_soup: soupe_à_la_tomate f -
vegetable_soup: soupe_de_légumes f -
potato_salad: salade_de_pommes_de_terre f -
apple_cake: gâteau_aux_pommes m gâteaux_aux_pommes
chocolate_cake: gâteau_au_chocolat m gâteaux_au_chocolat
birthday_cake: gâteau_de_anniversaire m gâteaux_de_anniversaire
coffee: café m cafés
tea: thé m thés
water: eau f -
milk: lait m -
juice: jus m -
wine: vin m -
beer: bière f bières
lemonade: limonade f -
apple_juice: jus_de_pomme m -
orange_juice: jus_de_orange m -
mineral_water: eau_minérale f -
red_wine: vin_rouge m -
book: livre m livres
newspaper: journal m journaux
letter: lettre f lettres
novel: roman m romans
message: message m messages
cookbook: livre_de_cuisine m livres_de_cuisine
childrens_book: livre_pour_enfants m livres_pour_enfants
shirt: chemise f chemises
dress: robe f robes
jacket: veste f vestes
coat: manteau m manteaux
hat: chapeau m chapeaux
scarf: écharpe f écharpes
shoe: chaussure f chaussures
winter_coat: manteau_de_hiver m manteaux_de_hiver
rain_jacket: imperméable m imperméables
summer_dress: robe_de_été f robes_de_été
car: voiture f voitures
bicycle: vélo m vélos
house: maison f maisons
table: table f tables
chair: chaise f chaises
lamp: lampe f lampes
bed: lit m lits
sofa: canapé m canapés
phone: téléphone m téléphones
computer: ordinateur m ordinateurs
umbrella: parapluie m parapluies
key: clé f clés
bag: sac m sacs
clock: horloge f horloges
camera: appareil_photo m appareils_photo
suitcase: valise f valises
picture: tableau m tableaux
radio: radio f radios
guitar: guitare f guitares
piano: piano m pianos
kitchen_table: table_de_cuisine f tables_de_cuisine
garden_chair: chaise_de_jardin f chaises_de_jardin
car_key: clé_de_voiture f clés_de_voiture
house_key: clé_de_maison f clés_de_maison
school_bag: cartable m cartables
washing_machine: machine_à_laver f machines_à_laver
coffee_machine: machine_à_café f machines_à_café
kitchen: cuisine f cuisines
garden: jardin m jardins
room: chambre f chambres
bathroom: salle_de_bain f salles_de_bain
living_room: salon m salons
cellar: cave f caves
window: fenêtre f fenêtres
door: porte f portes
light: lumière f lumières
train: train m trains
bus: bus m bus
museum: musée m musées
film: film m films
concert: concert m concerts
party: fête f fêtes
weather: temps m -
music: musique f -
german: allemand m -
english: anglais m -
french: français m -
spanish: espagnol m -
football: football m -
tennis: tennis m -
chess: - m échecs
time: temps m -
money: argent m -
"""

# concept: masculine, feminine, their plurals, place (before or after the noun), masculine before a vowel
_ADJECTIVES = """
new: nouveau nouvelle nouveaux nouvelles before nouvel
old: vieux vieille vieux vieilles before vieil
young: jeune jeune jeunes jeunes before
big: grand grande grands grandes before
small: petit petite petits petites before
red: rouge rouge rouges rouges after
blue: bleu bleue bleus bleues after
green: vert verte verts vertes after
black: noir noire noirs noires after
white: blanc blanche blancs blanches after
warm: chaud chaude chauds chaudes after
cold: froid froide froids froides after
hot: chaud chaude chauds chaudes after
fresh: frais fraîche frais fraîches after
good: bon bonne bons bonnes before
expensive: cher chère chers chères after
cheap: bon_marché bon_marché bon_marché bon_marché after
beautiful: beau belle beaux belles before bel
long: long longue longs longues before
interesting: intéressant intéressante intéressants intéressantes after
boring: ennuyeux ennuyeuse ennuyeux ennuyeuses after
heavy: lourd lourde lourds lourdes after
comfortable: confortable confortable confortables confortables after
dirty: sale sale sales sales after
tired: fatigué fatiguée fatigués fatiguées after
ill: malade malade malades malades after
happy: heureux heureuse heureux heureuses after
sad: triste triste tristes tristes after
hungry: faim faim faim faim noun
thirsty: soif soif soif soif noun
nervous: nerveux nerveuse nerveux nerveuses after
alone: seul seule seuls seules after
broken: cassé cassée cassés cassées after
empty: vide vide vides vides after
"""

# what a speaker says of some things instead; `brand_new` and `out_of_order` only after être
_OTHER_ADJECTIVES = """
fat: gros grosse gros grosses before
brand_new: neuf neuve neufs neuves after
out_of_order: en_panne en_panne en_panne en_panne after
magnificent: magnifique magnifique magnifiques magnifiques after
seated: assis assise assis assises after
perched: posé posée posés posées after
"""

# concept: infinitive, present of je tu il nous ils, participle, auxiliary (a avoir, e être, r reflexive),
#          stem of the future, imperative of tu ("-": none)
_VERBS = """
drink: boire bois bois boit buvons boivent bu a boir bois
eat: manger mange manges mange mangeons mangent mangé a manger mange
eat_as_animal: manger mange manges mange mangeons mangent mangé a manger mange
cook: préparer prépare prépares prépare préparons préparent préparé a préparer prépare
bake: faire fais fais fait faisons font fait a fer fais
order: commander commande commandes commande commandons commandent commandé a commander commande
buy: acheter achète achètes achète achetons achètent acheté a achèter achète
sell: vendre vends vends vend vendons vendent vendu a vendr vends
read: lire lis lis lit lisons lisent lu a lir lis
write: écrire écris écris écrit écrivons écrivent écrit a écrir écris
love: adorer adore adores adore adorons adorent adoré a adorer -
like: aimer aime aimes aime aimons aiment aimé a aimer -
need: avoir ai as a avons ont eu a aur -
have: avoir ai as a avons ont eu a aur -
look_for: chercher cherche cherches cherche cherchons cherchent cherché a chercher cherche
find: trouver trouve trouves trouve trouvons trouvent trouvé a trouver trouve
lose: perdre perds perds perd perdons perdent perdu a perdr perds
forget: oublier oublie oublies oublie oublions oublient oublié a oublier oublie
see: voir vois vois voit voyons voient vu a verr -
visit: rendre rends rends rend rendons rendent rendu a rendr rends
call: appeler appelle appelles appelle appelons appellent appelé a appeller appelle
help: aider aide aides aide aidons aident aidé a aider aide
meet: retrouver retrouve retrouves retrouve retrouvons retrouvent retrouvé a retrouver retrouve
invite: inviter invite invites invite invitons invitent invité a inviter invite
pick_up: aller vais vas va allons vont allé e ir va
wait_for: attendre attends attends attend attendons attendent attendu a attendr attends
play: jouer joue joues joue jouons jouent joué a jouer joue
listen_to: écouter écoute écoutes écoute écoutons écoutent écouté a écouter écoute
watch_tv: regarder regarde regardes regarde regardons regardent regardé a regarder regarde
work: travailler travaille travailles travaille travaillons travaillent travaillé a travailler travaille
sleep: dormir dors dors dort dormons dorment dormi a dormir dors
swim: nager nage nages nage nageons nagent nagé a nager nage
sing: chanter chante chantes chante chantons chantent chanté a chanter chante
dance: danser danse danses danse dansons dansent dansé a danser danse
laugh: rire ris ris rit rions rient ri a rir ris
cry: pleurer pleure pleures pleure pleurons pleurent pleuré a pleurer pleure
learn: apprendre apprends apprends apprend apprenons apprennent appris a apprendr apprends
speak: parler parle parles parle parlons parlent parlé a parler parle
live: habiter habite habites habite habitons habitent habité a habiter -
go: aller vais vas va allons vont allé e ir va
drive: aller vais vas va allons vont allé e ir va
fly: aller vais vas va allons vont allé e ir va
come: venir viens viens vient venons viennent venu e viendr viens
stay: rester reste restes reste restons restent resté e rester reste
sit: asseoir assieds assieds assied asseyons asseyent assis r assiér -
get_up: lever lève lèves lève levons lèvent levé r lèver -
wake_up: réveiller réveille réveilles réveille réveillons réveillent réveillé r réveiller -
go_shopping: faire fais fais fait faisons font fait a fer fais
go_for_a_walk: promener promène promènes promène promenons promènent promené r promèner -
tidy_up: ranger range ranges range rangeons rangent rangé a ranger range
clean: nettoyer nettoie nettoies nettoie nettoyons nettoient nettoyé a nettoier nettoie
wash: laver lave laves lave lavons lavent lavé a laver lave
repair: réparer répare répares répare réparons réparent réparé a réparer répare
open: ouvrir ouvre ouvres ouvre ouvrons ouvrent ouvert a ouvrir ouvre
close: fermer ferme fermes ferme fermons ferment fermé a fermer ferme
turn_on: allumer allume allumes allume allumons allument allumé a allumer allume
turn_off: éteindre éteins éteins éteint éteignons éteignent éteint a éteindr éteins
put_on: mettre mets mets met mettons mettent mis a mettr mets
take_off: enlever enlève enlèves enlève enlevons enlèvent enlevé a enlèver enlève
try_on: essayer essaie essaies essaie essayons essaient essayé a essaier essaie
throw_away: jeter jette jettes jette jetons jettent jeté a jetter jette
wear: porter porte portes porte portons portent porté a porter porte
give: offrir offre offres offre offrons offrent offert a offrir offre
show: montrer montre montres montre montrons montrent montré a montrer montre
feed: nourrir nourris nourris nourrit nourrissons nourrissent nourri a nourrir nourris
take: prendre prends prends prend prenons prennent pris a prendr prends
arrive: arriver arrive arrives arrive arrivons arrivent arrivé e arriver -
leave: partir pars pars part partons partent parti e partir -
begin: commencer commence commences commence commençons commencent commencé a commencer -
come_back: revenir reviens reviens revient revenons reviennent revenu e reviendr reviens
rain: pleuvoir - - pleut - - plu a pleuvr -
snow: neiger - - neige - - neigé a neiger -
be: être suis es est sommes sont été a ser -
know: savoir sais sais sait savons savent su a saur -
think: penser pense penses pense pensons pensent pensé a penser -
hope: espérer espère espères espère espérons espèrent espéré a espérer -
say: dire dis dis dit disons disent dit a dir -
hear: entendre entends entends entend entendons entendent entendu a entendr -
"""

# verbs that French has beside those: chosen by what the clause says (french.py, `chosen`)
_OTHER_VERBS = """
cook_alone: cuisiner cuisine cuisines cuisine cuisinons cuisinent cuisiné a cuisiner cuisine
study: étudier étudie étudies étudie étudions étudient étudié a étudier étudie
meet_by_chance: rencontrer rencontre rencontres rencontre rencontrons rencontrent rencontré a rencontrer rencontre
visit_place: visiter visite visites visite visitons visitent visité a visiter visite
go_home: rentrer rentre rentres rentre rentrons rentrent rentré e rentrer rentre
settle: installer installe installes installe installons installent installé r installer -
weather: faire fais fais fait faisons font fait a fer -
can: pouvoir peux peux peut pouvons peuvent pu a pourr -
can_do: savoir sais sais sait savons savent su a saur -
manage: arriver arrive arrives arrive arrivons arrivent arrivé e arriver -
want: vouloir veux veux veut voulons veulent voulu a voudr -
must: devoir dois dois doit devons doivent dû a devr -
would_like: aimer aime aimes aime aimons aiment aimé a aimer -
"""

# the subjunctive where the rule does not give it: je tu il nous ils
_SUBJUNCTIVES = """
être: sois sois soit soyons soient
avoir: aie aies ait ayons aient
aller: aille ailles aille allions aillent
faire: fasse fasses fasse fassions fassent
pouvoir: puisse puisses puisse puissions puissent
savoir: sache saches sache sachions sachent
vouloir: veuille veuilles veuille voulions veuillent
pleuvoir: - - pleuve - -
neiger: - - neige - -
"""

# concept: words with keys (kinds as in lexicon.py)
_PHRASES = """
today: aujourd'hui/a
now: maintenant/a
tomorrow: demain/a
yesterday: hier/a
yesterday_evening: hier/a soir/b
this_morning: ce/a matin/b
this_evening: ce/a soir/b
tomorrow_evening: demain/a soir/b
last_week: la/?a semaine/b dernière/a
next_week: la/?a semaine/b prochaine/a
next_year: la/?a année/b prochaine/a
soon: bientôt/a
monday: lundi/b?a
tuesday: mardi/b?a
wednesday: mercredi/b?a
thursday: jeudi/b?a
friday: vendredi/b?a
saturday: samedi/b?a
sunday: dimanche/b?a
weekend: ce/?a week-end/b
every_day: tous/a les/?a jours/b
every_morning: tous/a les/?a matins/b
every_evening: tous/a les/?a soirs/b
every_saturday: tous/a les/?a samedis/b
every_sunday: tous/a les/?a dimanches/b
in_the_morning: le/?a matin/b
in_the_evening: le/?a soir/b
in_summer: en/a été/b
in_winter: en/a hiver/b
at_six: à/a six/b heures/c
at_seven: à/a sept/b heures/c
at_eight: à/a huit/b heures/c
at_nine: à/a neuf/b heures/c
at_ten: à/a dix/b heures/c
early: tôt/a
late: tard/a
often: souvent/a
always: toujours/a
sometimes: parfois/a
never: jamais/a
usually: généralement/a
at_home: à/a la/?a maison/b
in_the_garden: dans/a le/?a jardin/b
in_the_kitchen: dans/a la/c cuisine/b
in_the_living_room: dans/a le/?a salon/b
in_the_office: au/a bureau/b
in_the_park: dans/a le/?a parc/b
in_the_town: en/a ville/b
in_the_library: à/a la/c bibliothèque/b
in_the_cafe: au/a café/b
in_the_restaurant: au/a restaurant/b
in_the_supermarket: au/a supermarché/b
at_the_market: au/ac marché/b
at_the_station: à/a la/?a gare/b
in_bed: au/a lit/b
on_the_train: dans/a le/?a train/b
on_the_sofa: sur/a le/c canapé/b
on_the_table: sur/a la/c table/b
on_the_chair: sur/a la/c chaise/b
in_the_lake: dans/a le/?a lac/b
in_the_sea: dans/a la/?a mer/b
in_berlin: à/a Berlin/b
in_hamburg: à/a Hambourg/b
in_vienna: à/a Vienne/b
in_munich: à/a Munich/b
in_london: à/a Londres/b
home: à/a la/?a maison/ab
to_bed: au/a lit/b
to_school: à/a la/?a école/b
to_work: au/a travail/b
to_the_park: au/ac parc/b
to_the_cinema: au/a cinéma/b
to_the_station: à/a la/?a gare/b
to_the_doctor: chez/a le/?a médecin/b
to_the_market: au/a marché/b
to_berlin: à/a Berlin/b
to_hamburg: à/a Hambourg/b
to_vienna: à/a Vienne/b
to_munich: à/a Munich/b
to_london: à/a Londres/b
"""

# phrases that change with what they stand beside: every weekend, in one's own bed, the train *for* Berlin
_OTHER_PHRASES = """
weekends: le/?a week-end/b
in_the_bed: dans/a le/?a lit/b
for_the_station: pour/a la/?a gare/b
for_berlin: pour/a Berlin/b
for_hamburg: pour/a Hambourg/b
for_vienna: pour/a Vienne/b
for_munich: pour/a Munich/b
for_london: pour/a Londres/b
"""

# who: subject, direct object, indirect object, reflexive, after an imperative (direct, indirect)
_PRONOUNS = """
1s: je me me me moi moi
2s: tu te te te toi toi
3m: il le lui se le lui
3f: elle la lui se la lui
1p: nous nous nous nous nous nous
3p: ils les leur se les leur
"""

# whose: masculine, feminine, plural (before a vowel the feminine is said as the masculine)
_POSSESSIVES = """
1s: mon ma mes
2s: ton ta tes
3m: son sa ses
3f: son sa ses
1p: notre notre nos
3p: leur leur leurs
"""

NUMBERS = {"2": "deux", "3": "trois", "4": "quatre"}
DEGREE = {"very": "très", "too": "trop"}
ASK = {"what": "que", "who": "qui", "where": "où", "where_to": "où", "when": "quand", "why": "pourquoi"}
LINKS = {
    "that": "que", "because": "parce que", "when": "quand", "if": "si", "whether": "si", "while": "pendant que",
    "before": "avant que", "although": "bien que", "and": "et", "but": "mais",
}  # fmt: skip

# how a meaning is said: helper verbs (verb, tense), and words that go together
HELPERS = {  # mode: verb, tense
    "can": ("can", "present"), "want": ("want", "present"), "must": ("must", "present"),
    "should": ("must", "conditional"), "would_like": ("would_like", "conditional"),
    "wanted": ("want", "imparfait"), "had_to": ("must", "past"), "could": ("can", "past"),
}  # fmt: skip
STATES = {"be", "have", "need", "know", "think", "hope", "love", "like", "live", "sit", "wear", "speak"}
SKILLS = {"swim", "play", "sing", "dance", "speak"}  # one "sait" these
INSTRUMENTS = {"piano", "guitar"}
PEOPLE = {
    "mother", "father", "sister", "brother", "son", "daughter", "grandmother", "grandfather", "aunt", "uncle",
    "parents", "friends", "neighbours", "child", "girl", "boy",
}  # fmt: skip
CAKES = {"cake", "pizza", "apple_cake", "chocolate_cake", "birthday_cake"}
TEXTS = {"book", "novel", "newspaper", "cookbook", "childrens_book", "letter", "message", "film", "picture"}
MACHINES = {"car", "washing_machine", "coffee_machine", "computer"}
TURNED = {"be", "go", "live", "work", "begin", "leave", "arrive"}  # "où habite ma sœur", "quand commence le film"
FAT = {"cat", "dog", "bird", "cow", "apple", "cake"}


def _table(text: str) -> dict[str, list[str]]:
    return {line.split(": ", 1)[0]: line.split(": ", 1)[1].split(" ") for line in text.strip().splitlines()}


NOUNS = _table(_NOUNS)
ADJECTIVES, OTHER_ADJECTIVES = _table(_ADJECTIVES), _table(_OTHER_ADJECTIVES)
VERBS, OTHER_VERBS = _table(_VERBS), _table(_OTHER_VERBS)
SUBJUNCTIVES = _table(_SUBJUNCTIVES)
PHRASES, OTHER_PHRASES = _table(_PHRASES), _table(_OTHER_PHRASES)
PRONOUNS, POSSESSIVES = _table(_PRONOUNS), _table(_POSSESSIVES)
