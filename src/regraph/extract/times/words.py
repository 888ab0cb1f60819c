"""The words and patterns of time expressions; everything matches lower-cased text.

`TRIGGER` finds the few words that can be part of an expression; the other patterns read what stands around one.
Every repetition is bounded, so that reading stays linear in the length of the text.
"""

import re
from collections.abc import Mapping
from typing import Final

MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|"
        "oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}

# Danish, German, French, Spanish, Portuguese, Italian, Dutch, Indonesian; only read beside a day and a year
FOREIGN_MONTHS: Final[Mapping[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "jan januar januari janvier janv enero ene janeiro gennaio gen jän jänner",
            "feb februar februari février fevrier févr fév fevr febrero fevereiro fev febbraio",
            "mar mär märz mrz marts mars marzo março marco maart maret mrt",
            "apr april avril avr abril abr aprile",
            "mai maj mayo may maio mag maggio mei",
            "jun juni juin junio junho giugno giu",
            "jul juli juillet juil julio julho luglio lug",
            "aug august août aout agosto ago agustus agu augustus",
            "sep sept september septembre septiembre setiembre setembro set settembre sett",
            "oct okt oktober octobre octubre outubro out ottobre ott",
            "nov november novembre noviembre novembro nopember nop",
            "dec dez dezember december décembre decembre déc diciembre dic dezembro dicembre desember des",
        ),
        start=1,
    )
    for name in names.split()
}

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
    r"(?!\w|%|[.,:]\d|" + S + r"(?:%|per\s?cent|percent|tonn?e?s?\b|metric|kg|kilo|pounds?\b|ounces?\b|units?\b|"
    r"firms?\b|compan|entit|people\b|workers?\b|jobs?\b|dollars?\b|euros?\b|yuan\b|million|billion|trillion|thousand|"
    r"km\b|mw\b|gw\b|points?\b|pages?\b|trucks?\b|countries\b|products?\b|items?\b|metals?\b|elements?\b|minerals?\b|"
    r"vehicles?\b|cars?\b|times\b|barrels?\b|states\b|members?\b|others\b|lots?\b|cents?\b))"
)

TRIGGER: Final = re.compile(
    r"\b(?:"
    rf"(?P<month>{MONTH})\b"
    rf"|(?P<weekday>{FULL_WEEKDAY}|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)(?=[.,]?\s(?:\d|{MONTH})))\b"
    r"|(?P<year>(?:19[5-9]|20\d)\d(?!\d))"
    r"|(?P<unit>(?:days?|weeks?|months?|years?|decades?|fortnights?|hours)(?:long)?)\b"
    r"|(?P<quarter>quarter|q[1-4]|[1-4]q(?:20)?\d\d|h[12]|half(?=\sof\b))\b"
    r"|(?P<season>spring|summer|autumn|winter|fall)\b"
    r"|(?P<fiscal>fy(?:\s?'?\d\d)?(?:\d\d)?(?=\b|[-/]\d))"
    r"|(?P<word>yesterday|today|tonight|tomorrow|weekend|immediately|immediate(?=\seffect)|further(?=\snotice)|"
    r"morning|afternoon|evening|night|midyear|overnight)\b"
    r"|(?P<often>annual(?:ly)?|yearly|quarterly|monthly|weekly)\b"
    r")"
)

_PART = (
    r"(?:(?P<part>early|mid|late|end|start|(?:the" + S + r")?(?:very" + S + r")?"
    r"(?:beginning|start|end|middle|close|(?:first|second|latter)" + S + r"half|(?:first|last)" + S + r"week)"
    + S + r"of)(?:" + S + r"|-|" + S + r"the" + S + r"))?"
)  # fmt: skip
_YEAR_WORD = rf"(?P<year_word>last|this|next|that|the{S}(?:same|following|previous)){S}year"

MONTH_DATE: Final = re.compile(
    rf"(?:(?<!\w){WEEKDAY}\.?(?:,|{S}\()?{S}(?:the{S})?)?"
    rf"(?:(?:the{S})?(?<![\w$€£.,/-])(?P<d1>{DAY}){ORD}?\.?"
    rf"(?:(?:{S}(?P<c1>to|and|or|until|till|through){S}|{S}?[-–—]{S}?|,{S})(?P<d2>{DAY}){ORD}?\.?)?"
    rf"(?:{S}of)?(?:{S}|-))?"
    rf"{_PART}(?:(?P<rel>last|next|this|past|previous|coming){S})?"
    rf"(?<!\w)(?P<month>{MONTH})\b(?:\.(?={S}?[\d,]))?"
    rf"(?:(?:{S}|-)(?:the{S})?(?P<d3>{DAY}){ORD}?{COUNTED}"
    rf"(?:(?:{S}(?:to|and|until|till|through|&){S}|{S}?[-–—]{S}?)(?P<d4>{DAY}){ORD}?{COUNTED}(?!{S}(?:{MONTH})\b)(?![-/]))?)?"
    rf"(?:(?:,?(?:{S}of)?{S}|,|-|{S}\()(?P<year>{YEAR}){COUNTED}|{S}'(?P<yy>\d\d)\b"
    rf"|(?:{S}of)?{S}{_YEAR_WORD}\b)?"
)
# a day that a translation has torn from its month ("9. On October 1"): the month is sure, the day is not
GARBLED: Final = re.compile(rf"(?:\A|\n)[^\S\n]{{0,4}}(?P<n>{DAY})\.[^\S\n](?:on|in)[^\S\n]$")

WEEKDAY_DATE: Final = re.compile(
    rf"(?:(?P<rel>last|next|this|past|previous|coming){S})?(?P<weekday>{WEEKDAY})\b"
    rf"(?:{S}(?:morning|afternoon|evening|night)\b)?(?:{S}(?:of{S})?(?P<week>last|this|next){S}week\b)?"
)

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
    r"(?<!\w)(?:(?P<part>early|mid|late|end|(?:the" + S + r")?(?:very" + S + r")?(?:beginning|start|end|middle|close)" + S
    + r"of)(?:" + S + r"|-))?(?:(?P<fiscal>(?:fiscal|financial)(?:" + S + r"year)?|fy)" + S
    + r"(?:ending" + S + r")?|(?:calendar" + S + r")?year" + S + r")?$"
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
    rf"|q(?P<q>[1-4])|(?P<q2>[1-4])q(?=\d\d)|(?P<h>first|second|latter|1st|2nd){S}half|h(?P<h2>[12]))\b"
    rf"(?:{S}?(?:of|in)?{S}?(?:the{S})?(?:(?P<fy>fiscal|fy){S}?(?:year{S})?)?(?P<year>{YEAR}|(?<=q)\d\d\b|'\d\d\b)"
    rf"|{S}(?:of|in){S}(?P<year_word>last|this|next|the){S}year\b)?"
)
SEASON_DATE: Final = re.compile(
    rf"(?:(?P<part>early|late|mid)(?:{S}|-))?(?:(?:in{S})?(?P<rel>the|this|last|next|coming|past|previous){S})?"
    rf"(?:(?P<part2>early|late){S})?(?P<season>spring|summer|autumn|winter|fall)\b"
    rf"(?:{S}(?:of{S})?(?P<year>{YEAR})\b|{S}(?:of{S})?{_YEAR_WORD}\b)?"
)
FISCAL_DATE: Final = re.compile(
    rf"fy(?:{S})?'?(?P<a>{YEAR}|\d\d)(?:[-/–](?P<b>{YEAR}|\d\d))?(?!\d)"
)

_WORD_NUMBER = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)\b)?"
    r"|one hundred|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|"
    r"five|six|seven|eight|nine"
)
_NUMBER = (
    rf"(?:\d{{1,3}}(?:\.5)?|{_WORD_NUMBER})(?P<half>(?:-|{S})and(?:-|{S})a(?:-|{S})half)?|half{S}an?|an?{S}half"
    rf"|a{S}couple{S}of|a{S}dozen|a{S}hundred|another|an?"
)
_VAGUE = rf"several|(?:a{S})?few|some|many|(?:\d{{1,3}}|{_WORD_NUMBER})(?:(?:{S}|-)(?:to|or)(?:{S}|-)|[-–])(?:\d{{1,3}}|{_WORD_NUMBER})"
UNIT_LEFT: Final = re.compile(
    rf"(?<![\w$€£.,])(?:(?P<pre>earlier|later|early|late|mid|in{S}the{S}middle{S}of|"
    rf"(?:the{S})?(?:very{S})?(?:end|start|beginning|middle|close|turn){S}of)(?:{S}|-))?"
    rf"(?:(?P<det>last|this|next|past|previous|coming|current|same|that|following|each|every|per|first|the"
    rf"(?:{S}(?:last|past|next|same|following|previous|coming|current|first|final))?)(?:{S}|$))?"
    rf"(?:(?P<num>{_NUMBER})(?P<hyphen>-|{S})|(?P<vague>{_VAGUE})(?:-|{S}))?"
    rf"(?:(?P<adj>working|business|calendar|consecutive|full|further|additional|more|whole|straight|long)(?:{S}|-))?$"
)
UNIT_RIGHT: Final = re.compile(
    rf"(?P<end>-end|['’]s{S}end)\b|(?P<no>-old|{S}old\b|-on-|-over-|-to-|{S}(?:on|over){S}(?:year|month|week)\b)"
    rf"|(?P<long>-long)\b|(?:{S}(?P<half>and{S}a{S}half)\b)?(?P<poss>['’]s?)?"
    rf"(?:{S}(?P<dir>ago|earlier|later|before|after|prior|from{S}now|hence|of)\b)?"
)
OF_YEAR: Final = re.compile(rf"{S}(?:of|in){S}(?:(?P<year>{YEAR})\b|(?P<word>the|this|last|next){S}year\b)")

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
CONNECT: Final = re.compile(rf"(?:{S}(?P<word>to|and|until|till|through|thru){S}(?:the{S})?|{S}?[-–—]{S}?)")
# after such a verb "to 10 November" is a new deadline, and "from 9 May to 10 November" no range
MOVES: Final = re.compile(
    r"(?<!\w)(?:extend|postpone|prolong|delay|defer|push|mov|brought|bring|renew|put\s(?:back|off))[a-z]{0,4}\b[^.;]{0,60}$"
)
COMPARED: Final = re.compile(
    r"(?:%|\b(?:up|down|per\s?cent|cent|rose|fell|more|less|higher|lower|increase|decrease|drop|rise|fall|changed?)\b)[^.;]{0,25}$"
)

# Tense around a date without a year: what is still to come, and what has been
CUE: Final = re.compile(
    r"(?P<future>\b(?:will|shall|would|won['’]t|going\sto|due\b|expect(?:s|ed)?|plan(?:s|ned)?|schedul\w{2,3}|slated|"
    r"set\s(?:to|for)|intends?|aims?|propos(?:es|ed)|forecast|must|should|upcoming|next\s(?:round|meeting|summit|talks)|"
    r"(?:take|goe|come|enter|begin|start|expire|end|lapse|meet|open|visit|resume|run|cease)s|"
    r"(?:is|are|was|were)\sto|to\s(?:be|take|come|enter|go|start|begin|end|expire|lift|impose|ban|resume|introduce|halt|"
    r"stop|suspend|raise|cut|apply|run|meet|hold|visit|open|publish|decide|vote|replace|allow|swap|curb|tax|end|scrap|"
    r"follow|return|attend))\b(?:\s(?:not|only|then|also|have|be))*(?:\s\w+(?:ed|en|ft|ut)\b)?)"
    r"|(?P<past>\b(?:(?:forced|obliged|compelled|began|started|continued|managed|failed|helped|made|led|used|ordered\sin)"
    r"\sto\s\w+|said|says|told|tells|was|were|had|has|did|took|came|began|went|held|met|made|saw|gave|got|rose|fell|"
    r"won|lost|hit|wrote|spoke|led|brought|sent|sold|bought|ran|left|set\s(?:a|the|its|up)|put|cut|since|been|"
    r"after|following|\w{2,}ed)\b)"
)
SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)\]]{0,2}\s+(?=[^\W\d_]|[\"“'‘(])|\n\s*\n|[;•]")
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
