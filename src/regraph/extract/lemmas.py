"""A folded word in, its base form out: a table of exceptions, then suffix rules.

Inflections of one verb share a lemma ("banned", "banning" -> "ban"), plurals become singular, and spelling
is British ("licenses" -> "licence", "authorized" -> "authorise"). Derived nouns keep their own lemma
("imposition", "suspension"). Without a part of speech some guesses are wrong; wrong ones belong in the table.
"""

from typing import Final

# base: forms that no rule derives from it; entries are divided by "|"
_FORMS: Final = """
add: added adding | agree: agreed agreeing | analysis: analyses | axe: axes axed axing | basis: bases
be: is are was were been am 's | bear: bore borne | become: became becoming | begin: began begun | being:
bias: biased | bind: bound | binding: | break: broke broken | bring: brought | build: built | bus: buses
buy: bought | cancel: cancelled cancelling | catch: caught | child: children | choose: chose chosen
come: came | control: controlled controlling | cookie: cookies
cooperate: co-operate co-operates co-operated | crisis: crises | criterion: criteria | datum: data
deal: dealt | decree: decreed | die: died dying | do: does did done doing | draw: drew drawn | ebb: ebbed
enrol: enroll | err: erred | fly: flew flown flies flying | shake: shook shaken | ride: rode ridden | beat: beaten
blow: blew blown | hang: hung | hide: hid hidden | rebuild: rebuilt | oversee: oversaw overseen | dig: dug
eat: ate eaten | overcome: overcame | swear: swore sworn | ev: evs | fall: fell fallen | feel: felt
fight: fought | find: found
focus: focuses focussed | forbid: forbade forbad forbidden | foresee: foresaw foreseen foreseeing
free: freed freeing | freeze: froze frozen | fuel: fuelled fuelling | fulfil: fulfill | gas: gases
get: got gotten | give: gave given | go: went gone going | grow: grew grown
guarantee: guaranteed guaranteeing | half: halves | have: has had | hold: held | holding:
index: indices | keep: kept | know: knew known | label: labelled labelling | lay: laid | lead: led | feed: fed
leave: leaves left | led: | lend: lent | level: levelled levelling | licence: license | lie: lying
life: lives | lose: lost losing | make: made | man: men | mean: meant | medium: media | meet: met
model: modelled | movie: movies | mp: mps | overcome: overcame overcoming | pay: paid | person: people
phenomenon: phenomena | quiz: quizzed | rebuild: rebuilt | redo: redid redone
reexport: re-export re-exports re-exported re-exporting
reimpose: re-impose re-imposes re-imposed re-imposing | rise: rose risen | rival: rivalled | run: ran
say: said | see: saw seen seeing | seek: sought | sell: sold | send: sent | shipping: | shoe: shoes
show: shown | shrink: shrank shrunk | signal: signalled signalling | sink: sank sunk | sit: sat
speak: spoke spoken | spend: spent | stand: stood | stick: stuck | strike: struck stricken
take: took taken | tariff: tarriff tarrifs | teach: taught | tear: tore torn
tell: told | think: thought | throw: threw thrown | tie: tied tying | total: totalled totalling
travel: travelled travelling | undergo: underwent undergone | underlie: underlies underlay
understand: understood | undo: undid undone | unfreeze: unfroze unfrozen | uphold: upheld | use: used using
virus: viruses | wear: wore worn | win: won | wind: wound | withdraw: withdrew withdrawn
withhold: withheld | woman: women | write: wrote written
"""

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
    red bed feed seed speed need indeed hundred shed bleed breed exceed proceed succeed embed
    united unprecedented sacred hatred naked
    whereas alias atlas canvas kansas arkansas las des los les mas dos
    as
    molasses mess less press loss gross cross across access success process unless congress express
    lens wales james davos
    wellbeing outstanding outgoing incoming upcoming ongoing forthcoming
    binding surprising interesting
    """.split()
)
# verbs in -e that the heuristics below would miss
_WITH_E: Final = frozenset(
    """
    describe prescribe subscribe ascribe bribe probe cascade chide deride impede convene deplore destine rebuke
    reschedule sideline stoke telephone welcome
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
    for entry in _FORMS.replace("\n", "|").split("|"):
        base, _, forms = entry.strip().partition(":")
        if base:
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
    if last in "cvuz" or (stem.endswith(("dg", "rg", "ng", "ag", "eg")) and not stem.endswith(("ong", "ing"))):
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


_AT_WITHOUT_E: Final = frozenset(
    """
    treat repeat defeat heat cheat beat retreat entreat threat float boat coat eat seat
    """.split()
)


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
