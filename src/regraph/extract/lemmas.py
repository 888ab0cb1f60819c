"""A folded word in, its base form out: a table of exceptions, then suffix rules.

Inflections of one verb share a lemma ("banned", "banning" -> "ban"), plurals become singular, and spelling
is British ("licenses" -> "licence", "authorized" -> "authorise"). Derived nouns keep their own lemma
("imposition", "suspension"). Without a part of speech some guesses are wrong; wrong ones belong in the table.
"""

from typing import Final

# base: other forms
_VERBS: Final = """
be: is are was were been being am 's
have: has had having
do: does did done doing
go: goes went gone going
say: says said saying
make: makes made making
take: takes took taken taking
give: gives gave given giving
get: gets got gotten getting
keep: keeps kept keeping
hold: holds held holding
put: puts putting
set: sets setting
cut: cuts cutting
hit: hits hitting
let: lets letting
shut: shuts shutting
bring: brings brought bringing
buy: buys bought buying
sell: sells sold selling
seek: seeks sought seeking
think: thinks thought thinking
fight: fights fought fighting
catch: catches caught catching
teach: teaches taught teaching
withdraw: withdraws withdrew withdrawn withdrawing
draw: draws drew drawn drawing
withhold: withholds withheld withholding
uphold: upholds upheld upholding
strike: strikes struck stricken striking
stick: sticks stuck sticking
come: comes came coming
become: becomes became becoming
overcome: overcomes overcame overcoming
see: sees saw seen seeing
foresee: foresees foresaw foreseen foreseeing
show: shows showed shown showing
know: knows knew known knowing
grow: grows grew grown growing
throw: throws threw thrown throwing
fall: falls fell fallen falling
rise: rises rose risen rising
lead: leads led leading
leave: leaves left leaving
lose: loses lost losing
meet: meets met
pay: pays paid paying
lay: lays laid laying
lie: lies lying
run: runs ran running
begin: begins began begun beginning
break: breaks broke broken breaking
speak: speaks spoke spoken speaking
write: writes wrote written writing
freeze: freezes froze frozen freezing
unfreeze: unfroze unfrozen
choose: chooses chose chosen choosing
find: finds found finding
bind: binds bound binding
stand: stands stood standing
understand: understands understood
spend: spends spent spending
send: sends sent sending
lend: lends lent lending
build: builds built
rebuild: rebuilds rebuilt
feel: feels felt feeling
tell: tells told telling
mean: meant meaning
deal: dealt dealing
win: wins won winning
sit: sits sat sitting
shrink: shrinks shrank shrunk shrinking
sink: sinks sank sunk sinking
undergo: undergoes underwent undergone undergoing
forbid: forbids forbade forbad forbidden forbidding
bid: bids bidding
rid: rids ridding
undo: undoes undid undone undoing
redo: redid redone
swear: swore sworn
wear: wore worn
tear: tore torn
bear: bore borne
wind: wound winding
quit: quits quitting
slip: slips slipped slipping
ban: bans banned banning
lift: lifts lifted lifting
scrap: scraps scrapped scrapping
drop: drops dropped dropping
slap: slaps slapped slapping
cap: caps capped capping
curb: curbs curbed curbing
stop: stops stopped stopping
ship: ships shipped shipping
tap: taps tapped tapping
axe: axes axed axing
ease: eases eased easing
impose: imposes imposed imposing
reimpose: re-impose re-imposes re-imposed re-imposing reimposes reimposed reimposing
reexport: re-export re-exports re-exported re-exporting reexports reexported
cooperate: co-operate co-operates co-operated cooperates cooperated cooperating
enter: enters entered entering
offer: offers offered offering
cover: covers covered covering
lower: lowers lowered lowering
trigger: triggers triggered triggering
order: orders ordered ordering
consider: considers considered considering
render: renders rendered rendering
deliver: delivers delivered delivering
recover: recovers recovered recovering
answer: answers answered answering
gather: gathers gathered gathering
suffer: suffers suffered suffering
transfer: transfers transferred transferring
defer: defers deferred deferring
refer: refers referred referring
prefer: prefers preferred preferring
confer: confers conferred conferring
refrain: refrains refrained refraining
restrain: restrains restrained
maintain: maintains maintained maintaining
retain: retains retained retaining
remain: remains remained remaining
obtain: obtains obtained obtaining
explain: explains explained explaining
complain: complains complained complaining
contain: contains contained containing
gain: gains gained gaining
limit: limits limited limiting
prohibit: prohibits prohibited prohibiting
inhibit: inhibits inhibited
exhibit: exhibits exhibited
visit: visits visited visiting
permit: permits permitted permitting
commit: commits committed committing
admit: admits admitted admitting
submit: submits submitted submitting
omit: omits omitted omitting
cancel: cancels cancelled canceled cancelling canceling
label: labels labelled labeled labelling
travel: travels travelled traveled travelling traveling
signal: signals signalled signaled signalling signaling
control: controls controlled controlling
enrol: enroll enrols enrolls enrolled enrolling
fulfil: fulfill fulfils fulfills fulfilled fulfilling
install: installs installed installing
target: targets targeted targeting targetted
benefit: benefits benefited benefiting benefitted
budget: budgets budgeted budgeting
market: markets marketed marketing
file: files filed filing
develop: develops developed developing
threaten: threatens threatened threatening
tighten: tightens tightened tightening
loosen: loosens loosened loosening
broaden: broadens broadened broadening
widen: widens widened widening
strengthen: strengthens strengthened strengthening
weaken: weakens weakened weakening
open: opens opened opening
reopen: reopens reopened reopening
happen: happens happened happening
abandon: abandons abandoned abandoning
question: questions questioned questioning
sanction: sanctions sanctioned sanctioning
mention: mentions mentioned mentioning
station: stations stationed
sign: signs signed signing
align: aligns aligned aligning
warn: warns warned warning
return: returns returned returning
turn: turns turned turning
overturn: overturns overturned overturning
repeal: repeals repealed repealing
reveal: reveals revealed revealing
appeal: appeals appealed appealing
conceal: conceals concealed
fail: fails failed failing
curtail: curtails curtailed curtailing
detail: details detailed detailing
retaliate: retaliates retaliated retaliating
accuse: accuses accused accusing
agree: agrees agreed agreeing
guarantee: guarantees guaranteed guaranteeing
decree: decrees decreed
free: frees freed freeing
tie: ties tied tying
die: dies died dying
underlie: underlies underlay
focus: focuses focused focusing focussed
bias: biased
process: processes processed
pass: passes passed passing
press: presses pressed pressing
discuss: discusses discussed discussing
address: addresses addressed addressing
access: accesses accessed accessing
assess: assesses assessed assessing
stress: stresses stressed stressing
express: expresses expressed expressing
fix: fixes fixed fixing
tax: taxes taxed taxing
relax: relaxes relaxed relaxing
quiz: quizzed
use: uses used using
issue: issues issued issuing
continue: continues continued continuing
argue: argues argued arguing
value: values valued valuing
pursue: pursues pursued pursuing
rescue: rescues rescued
rule: rules ruled
schedule: schedules scheduled scheduling
handle: handles handled handling
double: doubles doubled doubling
triple: triples tripled tripling
quadruple: quadrupled
settle: settles settled settling
enable: enables enabled enabling
couple: couples coupled
struggle: struggles struggled
charge: charges charged charging
manage: manages managed
urge: urges urged urging
pledge: pledges pledged pledging
challenge: challenges challenged challenging
change: changes changed changing
exchange: exchanges exchanged exchanging
bet: bets betting
spread: spreads spreading
offset: offsets offsetting
reset: resets resetting
upset: upsets upsetting
cast: casts casting
broadcast: broadcasts
forecast: forecasts forecasted forecasting
cost: costs costing
read: reads reading
veto: vetoes vetoed vetoing
embargo: embargoes embargoed embargoing
roll: rolls rolled rolling
poll: polls polled
pull: pulls pulled pulling
fill: fills filled filling
kill: kills killed killing
spell: spells spelled
call: calls called calling
stall: stalls stalled stalling
recall: recalls recalled recalling
bill: bills billed
add: adds added adding
ebb: ebbed
err: erred
total: totals totalled totaled totalling
rival: rivals rivalled
model: models modelled
fuel: fuels fuelled fueled fuelling
level: levels levelled leveled levelling
""".strip()

_NOUNS: Final = """
child: children
man: men
woman: women
person: people persons
half: halves
life: lives
leaf: leaves
criterion: criteria
phenomenon: phenomena
datum: data
medium: media
crisis: crises
basis: bases
analysis: analyses
axis:
index: indices indexes
duty: duties
country: countries
company: companies
tariff: tariffs tarriff tarrifs
licence: licences license licenses
tonne: tonnes
alloy: alloys
ally: allies
magnet: magnets
quota: quotas
gas: gases
bus: buses
virus: viruses
levy: levies levied levying
business: businesses
loss: losses
mass: masses
tax:
box: boxes
chip: chips
ore: ores
oxide: oxides
vehicle: vehicles
missile: missiles
article: articles
rule:
shoe: shoes
movie: movies
mp: mps
mep: meps
ev: evs
suv: suvs
ceo: ceos
cookie: cookies
""".strip()

_SPELLING: Final = {
    "licensing": "licensing",
    "licensed": "licence",
    "defense": "defence",
    "offense": "offence",
    "aluminum": "aluminium",
    "sulfur": "sulphur",
    "favor": "favour",
    "labor": "labour",
    "harbor": "harbour",
    "program": "programme",
    "programs": "programme",
    "programmes": "programme",
    "center": "centre",
    "centers": "centre",
    "fiber": "fibre",
    "fibers": "fibre",
}

_KEEP: Final = frozenset(
    """
    goods news series species customs means always perhaps politics physics economics economies overseas afterwards
    headquarters earnings proceedings towards besides its his hers ours yours theirs this thus us yes gas bus
    plus minus status virus focus basis crisis analysis thesis emphasis texas paris brussels philippines netherlands
    maldives seychelles emirates honduras cyprus laos belarus mauritius barbados
    during morning evening king thing nothing something anything everything spring string ring wing sibling ceiling
    meeting building mining shipping processing refining trading holding training licensing listing understanding
    according pending beijing nanjing boeing bring sing being hearing
    red bed feed seed speed need indeed hundred shed bleed breed exceed proceed succeed embed led fed med ted
    united unprecedented sacred hatred naked
    whereas alias atlas canvas kansas arkansas las des los les mas dos
    as is was has does
    molasses mess less press loss gross cross across access success process unless congress express
    lens wales james davos
    wellbeing outstanding outgoing incoming upcoming ongoing forthcoming
    binding surprising interesting
    """.split()
)
# verbs in -e that the heuristics below would miss
_WITH_E: Final = frozenset(
    """
    revoke invoke provoke evoke require acquire inquire enquire expire retire hire fire wire tire inspire conspire
    ensure assure insure secure procure measure pressure cure figure capture manufacture restructure feature
    declare prepare compare share care spare square ignore restore explore score store implore bore
    include exclude preclude conclude allude intrude provide decide divide guide side override subside preside
    invade evade persuade trade upgrade downgrade fade grade blockade concede precede recede erode explode
    remove move approve improve prove
    phase base close impose expose propose dispose compose oppose suppose pose release lease purchase increase decrease
    raise praise promise advise revise supervise exercise compromise comprise license cause pause use abuse refuse
    excuse house lose close dose rise
    escalate state rate date create update negotiate renegotiate
    write rewrite promote quote vote note devote denote cite invite unite excite ignite expedite delete compete complete
    execute distribute contribute attribute constitute substitute institute dispute compute dilute pollute mute
    prosecute persecute reroute route
    take make like hike spike strike stake smoke choke wake shake rake
    define combine refine decline mine line outline underline undermine examine determine fine shine dine streamline
    tone postpone phone zone clone prone dethrone tune prune immune
    come name frame blame assume consume resume presume volume time game tame fume theme scheme
    file compile profile smile style rule schedule console sole role whole while pile stockpile reconcile
    scale sale whale stale
    hope cope escape shape tape wipe pipe type ripe slope
    solve resolve involve evolve dissolve serve reserve preserve observe deserve conserve save leave live give
    drive arrive survive deprive receive perceive deceive achieve believe relieve
    """.split()
)
_VOWELS: Final = frozenset("aeiou")


def _table() -> dict[str, str]:
    out: dict[str, str] = {}
    for block in (_NOUNS, _VERBS):
        for line in block.splitlines():
            base, _, forms = line.partition(":")
            out.update(dict.fromkeys(forms.split(), base))
            out.setdefault(base, base)
    out.update(_SPELLING)
    out.update((word, word) for word in _KEEP)
    return out


_TABLE: Final = _table()


def lemma(word: str) -> str:
    """Return the base form of a lower-case word; a word that no rule knows is returned as it is.

    >>> [lemma(word) for word in ("banned", "withdrew", "easing", "licenses", "duties", "imposition", "goods")]
    ['ban', 'withdraw', 'ease', 'licence', 'duty', 'imposition', 'goods']
    """
    known = _TABLE.get(word)
    if known is not None:
        return known
    size = len(word)
    if size < 4 or not word.isalpha() or not word.isascii():
        return _TABLE.get(word.replace("-", ""), word) if "-" in word else word
    if word.endswith("ing") and size > 5:
        return _british(_verb(word[:-3], word))
    if word.endswith("ied"):
        return word[:-3] + "y"
    if word.endswith("ed"):
        return _british(_verb(word[:-2], word))
    if word.endswith("s"):
        return _british(_singular(word))
    return _british(word)


def _verb(stem: str, word: str) -> str:
    """Return the verb whose stem is left when -ed or -ing is gone."""
    if not any(char in _VOWELS or char == "y" for char in stem):
        return word  # "spring", "red"
    if stem in _TABLE:
        return _TABLE[stem]
    if stem + "e" in _TABLE or stem + "e" in _WITH_E:
        return stem + "e"
    last, before = stem[-1], stem[-2:-1]
    if last == before and last not in "lsfz":
        return stem[:-1]
    if last in "cvuz" or stem.endswith(("dg", "rg", "ng", "ag", "eg")) and not stem.endswith(("ong", "ing")):
        return stem + "e"
    if last == "s" and before != "s":
        return stem + "e"
    if stem.endswith(("bl", "cl", "dl", "fl", "gl", "kl", "pl", "tl")):
        return stem + "e"
    if stem.endswith(("ate", "iat", "eat", "uat")) and stem not in _AT_WITHOUT_E:
        return stem + "e"
    if stem.endswith("at") and len(stem) > 4 and stem not in _AT_WITHOUT_E:
        return stem + "e"
    return stem


_AT_WITHOUT_E: Final = frozenset("treat repeat defeat heat cheat beat retreat entreat threat float boat coat eat seat".split())


def _singular(word: str) -> str:
    """Return the singular of a plural, or the base of a verb in the third person."""
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("oes"):
        return word[:-2]
    return word[:-1]


_SIZE: Final = frozenset("size prize seize capsize downsize resize maize".split())


def _british(word: str) -> str:
    known = _TABLE.get(word)
    if known is not None:
        return known
    if word.endswith(("ize", "yze")) and word not in _SIZE and len(word) > 5:
        return word[:-2] + "se"
    return word
