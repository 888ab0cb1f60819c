"""The words and patterns of time expressions; everything matches lower-cased text.

`TRIGGER` finds the few words that can be part of an expression; the other patterns read what stands around one.
Every repetition is bounded, so that reading stays linear in the length of the text.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from regraph.dates import MONTH_NAMES

WEEKDAYS: Final[Mapping[str, int]] = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip

SEASONS: Final[Mapping[str, int]] = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Final[Mapping[str, int]] = {
    **{word: number for number, word in enumerate(_UNITS + _TEENS, start=1)},
    **{word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{ten}{joint}{unit}": tens + number
        for tens, ten in zip(range(20, 100, 10), _TENS, strict=True)
        for number, unit in enumerate(_UNITS, start=1)
        for joint in "- "
    },
    "a": 1,
    "an": 1,
    "another": 1,
    "a couple of": 2,
    "a dozen": 12,
    "a hundred": 100,
    "one hundred": 100,
}
ORDINALS: Final[Mapping[str, int]] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "latter": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "final": 4, "last": 4,
}  # fmt: skip

# one gap between words, over at most one line end
S: Final = r"(?:(?:[^\S\n]{1,3}\n?|\n)[^\S\n]{0,2})"
MONTH: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
FULL_WEEKDAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
ORD: Final = r"(?:st|nd|rd|th)"
YEAR: Final = r"(?:19[5-9]\d|20\d\d)"
# what cannot follow a year or a day number that is one: it counts or measures something
COUNTED: Final = (
    r"(?!\w|%|[.,:/]\d|" + S + r"(?:%|per\s?cent|percent|tonn?e?s?\b|metric|kg|kilo|pounds?\b|ounces?\b|units?\b|"
    r"firms?\b|compan|entit|people\b|workers?\b|jobs?\b|dollars?\b|euros?\b|yuan\b|million|billion|trillion|thousand|"
    r"km\b|mw\b|gw\b|points?\b|pages?\b|trucks?\b|countries\b|products?\b|items?\b|metals?\b|elements?\b|minerals?\b|"
    r"vehicles?\b|cars?\b|times\b|barrels?\b|states\b|members?\b|others\b|lots?\b|cents?\b))"
)

_CLASSES: Final[Mapping[str, str]] = {
    "month": " ".join(MONTH_NAMES),
    "weekday": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "unit": "day days week weeks month months year years decade decades fortnight fortnights hours daylong weeklong "
    "monthlong yearlong",
    "quarter": "quarter q1 q2 q3 q4 h1 h2 half",
    "season": "spring summer autumn winter fall",
    "word": "yesterday today tonight tomorrow weekend immediate immediately further morning afternoon evening night "
    "midyear",
    "often": "annual annually yearly quarterly monthly weekly",
}
# word -> the reader that looks at what stands around it; a trigger that is missing here begins with a digit or "fy"
TRIGGER_CLASS: Final[Mapping[str, str]] = {word: kind for kind, text in _CLASSES.items() for word in text.split()}


def _trie(names: Iterable[str]) -> str:
    """Return a pattern for any of `names` that shares their beginnings, which `re` reads fastest.

    >>> _trie(["may", "march"])
    'ma(?:rch|y)'
    """
    heads: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        heads.setdefault(name[:1], []).append(name[1:])
    branches = [re.escape(head) + _trie(tails) for head, tails in heads.items() if head]
    body = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})" if branches else ""
    return f"(?:{body})?" if "" in heads and body else body


_TRIGGER_WORD: Final = (
    rf"(?:({_trie(TRIGGER_CLASS)}|(?:19[5-9]|20\d)\d|(?:19|20)\d0s|[1-4]q(?:20)?\d\d|fy(?:\s?'?\d\d)?(?:\d\d)?)(?!\w))"
)
# `\W` before the word is quicker than `\b`: `re` skips to it; the word is group 1
TRIGGER: Final = re.compile(r"\W" + _TRIGGER_WORD)
TRIGGER_HERE: Final = re.compile(_TRIGGER_WORD)

_PART = (
    r"(?:(?P<part>early|mid|late|end|start|(?:the" + S + r")?(?:very" + S + r")?"
    r"(?:beginning|start|end|middle|close|(?:first|second|latter)" + S + r"half|(?:first|last)" + S + r"week)"
    + S + r"of)(?:" + S + r"|-|" + S + r"the" + S + r"))?"
)  # fmt: skip
_YEAR_WORD = rf"(?P<year_word>last|this|next|that|the{S}(?:same|following|previous)){S}year"

_MONTH_BEFORE = (
    rf"(?:(?<!\w){WEEKDAY}\.?(?:,{S}|{S}\(|{S})(?:the{S})?)?"
    rf"(?:(?:the{S})?(?<![\w$€£.,/-])(?P<d1>{DAY}){ORD}?\.?"
    rf"(?:(?:{S}(?P<c1>to|and|or|until|till|through){S}|{S}?[-–—]{S}?|,{S})(?P<d2>{DAY}){ORD}?\.?)?"
    rf"(?:{S}of)?(?:{S}|-))?"
    rf"{_PART}(?:(?P<rel>last|next|this|past|previous|coming){S})?"
)
_MONTH_AFTER = (
    rf"(?<!\w)(?P<month>{MONTH})\b(?:\.(?={S}?[\d,]))?"
    rf"(?:(?:{S}|-)(?:the{S})?(?P<d3>{DAY}){ORD}?{COUNTED}"
    rf"(?:(?:{S}(?:to|and|until|till|through|&){S}|{S}?[-–—]{S}?)(?P<d4>{DAY}){ORD}?{COUNTED}"
    rf"(?!{S}(?:{MONTH})\b)(?![-/]))?)?"
    rf"(?:(?:,?(?:{S}of)?{S}|,|-|{S}\()(?P<year>{YEAR}){COUNTED}|{S}'(?P<yy>\d\d)\b"
    rf"|(?:{S}of)?{S}{_YEAR_WORD}\b)?"
)
MONTH_DATE: Final = re.compile(_MONTH_BEFORE + _MONTH_AFTER)
# the same where nothing before the month belongs to it: the groups are there, and stay empty
MONTH_ALONE: Final = re.compile(
    "".join(f"(?P<{name}>(?!))?" for name in ("d1", "c1", "d2", "part", "rel")) + _MONTH_AFTER
)
# a day that a translation has torn from its month ("9. On October 1"): the month is sure, the day is not
GARBLED: Final = re.compile(rf"(?:\A|\n)[^\S\n]{{0,4}}(?P<n>{DAY})\.[^\S\n](?:on|in)[^\S\n]$")

DAY_AHEAD: Final = re.compile(r"[^\n]{0,18}\d")
WEEKDAY_DATE: Final = re.compile(
    rf"(?:(?P<rel>last|next|this|past|previous|coming){S})?(?P<weekday>{WEEKDAY})\b"
    rf"(?:{S}(?:morning|afternoon|evening|night)\b)?(?:{S}(?:of{S})?(?P<week>last|this|next){S}week\b)?"
)

UNCOUNTED: Final = re.compile(COUNTED)
ISO_AFTER: Final = re.compile(rf"[.,]{{0,2}}\s{YEAR}-")
ISO_DATE: Final = re.compile(
    rf"(?P<y>{YEAR})(?:(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2]|[1-9])(?P=sep)(?P<d>{DAY})(?!\d)|-(?P<m2>0[1-9]|1[0-2])(?![\d-]))"
)
NUMERIC_LEFT: Final = re.compile(r"(?<![\d.,/-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)$")
NUMERIC: Final = re.compile(rf"(?<![\d.,/-])(?P<a>\d{{1,2}})(?P<sep>[/-])(?P<b>\d{{1,2}})(?P=sep){YEAR}(?!\d)")
FOREIGN_LEFT: Final = re.compile(
    rf"(?<!\w)(?P<d>{DAY})(?:\.|er|º|ª|°|\.º)?{S}(?:de{S})?(?P<month>[^\W\d]{{3,10}})\.?,?{S}(?:del?{S})?$"
)
YEAR_SPAN: Final = re.compile(rf"(?P<a>{YEAR})(?P<sep>[-–—/])(?P<b>(?:{YEAR}|\d\d))(?![\d.,]\d|\w|[-–/]\d)")
YEAR_LEFT: Final = re.compile(
    rf"(?<!\w)(?:(?P<part>early|mid|late|end|(?:the{S})?(?:very{S})?(?:beginning|start|end|middle|close){S}of)(?:{S}|-))?"
    rf"(?:(?P<fiscal>(?:fiscal|financial)(?:{S}year)?|fy){S}(?:ending{S})?|(?:calendar{S})?year{S})?$"
)  # fmt: skip
YEAR_RIGHT: Final = re.compile(
    rf"{S}(?:(?P<law>(?:[a-z]+{S}){{0,2}}?(?:act|law|code|regulations?|decree|bill|directive|order|rules?|treaty|"
    rf"convention|announcement|notice|agenda|edition)\b)"
    rf"|(?P<fiscal>(?:fiscal|financial){S}year|fiscal\b)|(?P<season>(?:marketing|crop|season){S}year|season\b))"
)
# a year that numbers a document, a standard or a programme, or is part of a larger number
NO_YEAR_LEFT: Final = re.compile(
    r"(?:[$€£¥#@+/=_&-]|\w[-.]|\d[.,]|(?<!\w)(?:nos?\.?|number|numbers?)\s?[\w/.-]{1,12}\s(?:of|dated|/)\s"
    r"|(?:announcement|notice|decree|regulation|order|circular|notification|resolution)\s[\d/-]{1,9}\sof\s"
    r"|(?<!\w)(?:no|nos|article|section|page|code|codes|heading|headings|room|box|iso|din|agenda|vision|route|flight|hs|"
    r"suite|chapter|unit)\.?\s|made\sin\schina\s|\d[\s)]\s?)$"
)

QUARTER_DATE: Final = re.compile(
    rf"(?:(?P<n>first|second|third|fourth|final|last|this|next|previous|current|1st|2nd|3rd|4th)(?:{S}|-)quarter"
    rf"|q(?P<q>[1-4])|(?P<q2>[1-4])q(?=\d\d)|(?P<h>first|second|latter|1st|2nd){S}half|h(?P<h2>[12]))(?:\b|(?<=q))"
    rf"(?:{S}?(?:of|in)?{S}?(?:the{S})?(?:(?P<fy>fiscal|fy){S}?(?:year{S})?)?(?P<year>{YEAR}|(?<=q)\d\d\b|'\d\d\b)"
    rf"|{S}(?:of|in){S}(?P<year_word>last|this|next|the){S}year\b)?"
)
SEASON_DATE: Final = re.compile(
    rf"(?:(?P<part>early|late|mid)(?:{S}|-))?(?:(?:in{S})?(?P<rel>the|this|last|next|coming|past|previous){S})?"
    rf"(?:(?P<part2>early|late){S})?(?P<season>spring|summer|autumn|winter|fall)\b"
    rf"(?:{S}(?:of{S})?(?P<year>{YEAR})\b|{S}(?:of{S})?{_YEAR_WORD}\b)?"
)
FISCAL_DATE: Final = re.compile(rf"fy(?:{S})?'?(?P<a>{YEAR}|\d\d)(?:[-/–](?P<b>{YEAR}|\d\d))?(?!\d)")

_WORD_NUMBER = (
    rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)})\b)?|one hundred|{'|'.join(_TEENS)}|{'|'.join(_UNITS)}"
)
_NUMBER = (
    rf"(?:\d{{1,3}}(?:\.5)?|{_WORD_NUMBER})(?P<half>(?:-|{S})and(?:-|{S})a(?:-|{S})half)?|half{S}an?|an?{S}half"
    rf"|a{S}couple{S}of|a{S}dozen|a{S}hundred|another|an?"
)
_DIGITS = rf"(?:\d{{1,3}}|{_WORD_NUMBER})"
_VAGUE = rf"several|(?:a{S})?few|some|many|{_DIGITS}(?:(?:{S}|-)(?:to|or)(?:{S}|-)|[-–]){_DIGITS}"
UNIT_LEFT: Final = re.compile(
    rf"(?<![\w$€£.,])(?:(?P<pre>earlier|later|early|late|mid|in{S}the{S}middle{S}of|"
    rf"(?:the{S})?(?:very{S})?(?:end|start|beginning|middle|close|turn){S}of)(?:{S}|-))?"
    rf"(?:(?P<det>last|this|next|past|previous|coming|current|same|that|following|each|every|per|first|the"
    rf"(?:{S}(?:last|past|next|same|following|previous|coming|current|first|final))?)(?:{S}|$))?"
    rf"(?:(?P<num>{_NUMBER})(?P<hyphen>-|{S})|(?P<vague>{_VAGUE})(?:-|{S}))?"
    rf"(?:(?P<adj>working|business|calendar|consecutive|full|further|additional|more|whole|straight|long)(?:{S}|-))?$"
)
UNIT_LEFT_WORDS: Final = frozenset(
    "earlier later early late mid in the middle of very end start beginning close turn last this next past previous "
    "coming current same that following each every per first final several few some many a an another half and or to "
    "couple dozen hundred working business calendar consecutive full further additional more whole straight "
    "long".split()
) | {part for word in NUMBER_WORDS for part in word.split()}
UNIT_RIGHT: Final = re.compile(
    rf"(?P<end>-end|['’]s{S}end)\b|(?P<no>-old|{S}old\b|-on-|-over-|-to-|{S}(?:on|over){S}(?:year|month|week)\b)"
    rf"|(?P<long>-long)\b|(?:{S}(?P<half>and{S}a{S}half)\b)?(?P<poss>['’]s?)?"
    rf"(?:{S}(?P<dir>ago|earlier|later|before|afterwards?|after|thereafter|prior|from{S}now|hence|of)\b)?"
)
# "the year to March 2025", "the three months ended 30 June"
ENDING: Final = re.compile(
    rf"{S}(?:to|ended|ending|through){S}(?:end-|the{S}end{S}of{S})?(?:{DAY}{S})?(?P<month>{MONTH})\b\.?(?:{S}{DAY}\b,?)?"
    rf"(?:{S}(?P<year>{YEAR})\b)?"
)
OF_YEAR: Final = re.compile(rf"{S}(?:of|in){S}(?:(?P<year>{YEAR})\b|(?P<word>the|this|last|next){S}year\b)")

# after the date that heads an entry of a timeline
ENTRY_TAIL: Final = re.compile(r"[ \t*_)]{0,4}(?:[:–—|]|-[ \t]|\n|\Z)")

# what stands right before an expression and makes it a deadline or a beginning
PREPOSITION: Final = re.compile(
    r"(?<!\w)(?:(?P<deadline>(?:up" + S + r"(?:to|until|till)|until|till|through|thru|by|(?:no|not)" + S + r"later" + S
    + r"than|before|expir(?:es?|ed|ing|y)" + S + r"on|expir(?:es?|ed|ing)|deadline" + S + r"of)(?:" + S
    + r"and" + S + r"including)?)"
    r"|(?P<to>to)"
    r"|(?P<since>(?:with" + S + r"effect|effective|starting|beginning|dating|running)" + S + r"(?:from|on|as" + S
    + r"of)|effective|starting|beginning|commencing|as" + S + r"(?:of|from)|since|from|in" + S + r"force" + S
    + r"since)|(?P<between>between))(?:" + S + r"(?:about|around|at" + S + r"least|the|on|in|mid|late))?[ \t\n-]{1,3}$"
)  # fmt: skip
# the last words of what PREPOSITION finds: where none of them stands, it need not be asked
PREPOSITION_ENDS: Final = frozenset(
    "to until till through thru by than before of including from as since effective starting beginning commencing "
    "between about around least the mid late expiring expires expired expire".split()
)
BEFORE_ON: Final = frozenset(
    "effective starting beginning effect dating running expires expire expired expiring expiry".split()
)
DASHES: Final = frozenset(" \n-–—") - {" ", "\n"}
JOINTS: Final = frozenset(("to", "an", "un", "ti", "th", "- ", "– ", "— "))
CONNECT: Final = re.compile(rf"(?:{S}(?P<word>to|and|until|till|through|thru){S}(?:the{S})?|{S}?[-–—]{S}?)")
# after such a verb "to 10 November" is a new deadline, and "from 9 May to 10 November" no range
MOVES: Final = re.compile(
    r"(?<!\w)(?:extend|postpone|prolong|delay|defer|push|mov|brought|bring|renew|put\s(?:back|off))[a-z]{0,4}\b[^.;]{0,60}$"
)
COMPARED: Final = re.compile(
    r"(?:%|\b(?:up|down|per\s?cent|cent|rose|fell|more|less|higher|lower|increase|decrease|drop|rise|fall|changed?)\b)[^.;]{0,25}$"
)

BARE_LEFT: Final = re.compile(
    r"(?<!\w)(?:in|since|until|till|by|from|of|through|during|to|and|or|for|between|before|after|the|its|their|into|"
    r"around|about|like|than|as|with|on|over|a|an|this|that|effective|starting|beginning|previous|'s|’s|late|early|mid)"
    r"[\s-]{1,2}$|['’]s\s$|-$"
)
STRONG_LEFT: Final = re.compile(r"(?<!\w)(?:in|since|until|till|during|last|next|this|early|late|mid|of)[\s-]{1,2}$")
BARE_RIGHT: Final = re.compile(
    r"\s(?:exports?|imports?|shipments?|output|production|sales|deliver(?:y|ies)|futures|contracts?|data|figures?|"
    r"talks|meetings?|summit|deadline|restrictions?|measures?|controls?|curbs?|tariffs?|dut(?:y|ies)|rules?|ban|quota|"
    r"truce|deal|agreement|announcement|inflation|prices?|volumes?|numbers?|trade)\b"
)
