"""The words around a date without a year into past, future or neither.

The verb nearest before the date, in its sentence, decides: "said the ban will start in March" is to come, "was
lifted in March" has been. Where none stands before it, the first one after it does ("In March, China will …").
"""

from typing import Final

_FUTURE: Final = frozenset(
    "will shall would won't won’t due expect expects expected plan plans planned scheduled schedules slated intends "
    "intend aims aim proposes proposed forecast must should upcoming takes goes comes enters begins starts expires "
    "ends lapses meets opens visits resumes runs ceases he'll they'll it'll we'll i'll".split()
)
_INFINITIVES: Final = frozenset(
    "be take come enter go start begin end expire lift impose ban resume introduce halt stop suspend raise cut apply "
    "run meet hold visit open publish decide vote replace allow swap curb tax scrap follow return attend require "
    "restrict drop rise fall increase reduce phase forbid prohibit charge levy collect remove ease hit make let "
    "put".split()
)
_PAST: Final = frozenset(
    "said says told tells was were had has did took came began went held met made saw gave got rose fell won lost hit "
    "wrote spoke led brought sent sold bought ran left put cut set since been after following forbade shipped grew "
    "slid sank drew stood kept found became struck".split()
)
_MODALS: Final = frozenset("will would shall must should can could might won't won’t to".split())
_BRIDGE: Final = frozenset("be been not only then also have being get once again first finally now soon".split())
# after these an infinitive tells what has happened ("was forced to halt")
_DONE: Final = frozenset(
    "forced obliged compelled began begun started continued managed failed helped made led used had".split()
)
_STOPS: Final = (". ", ".\n", "\n\n", "? ", "! ", "; ", '." ', ".” ", ".”", '."', "• ")
_MARKS: Final = ' ,.:;!?()[]"“”‘…'


def sentence_before(low: str, at: int, floor: int = 0) -> str:
    """Return what stands before `at` in its sentence, at most 130 code points.

    >>> sentence_before("It fell. The ban will start in ", 31)
    'The ban will start in '
    """
    window = low[max(floor, at - 130) : at]
    cut = 0
    for stop in _STOPS:
        at = window.rfind(stop)
        if at >= cut:
            cut = at + len(stop)
    return window[cut:]


def sentence_after(low: str, at: int) -> str:
    """Return what follows `at` in its sentence, at most 100 code points."""
    window = low[at : at + 100]
    cut = len(window)
    for stop in _STOPS:
        found = window.find(stop, 0, cut)
        if found >= 0:
            cut = found
    return window[:cut]


def tense(low: str, start: int, end: int, floor: int = 0) -> str:
    """Return "past", "future", "near" for what may be either, or "" where no verb tells, for `low[start:end]`.

    >>> tense("the ban will be lifted in march", 26, 31), tense("it was forced to halt a plant in may", 33, 36)
    ('future', 'past')
    >>> tense("in march, the ban goes into force", 3, 8)
    'future'
    """
    return _before(sentence_before(low, start, floor).split()) or _after(sentence_after(low, end).split())


def _before(words: list[str]) -> str:
    for index in range(len(words) - 1, -1, -1):
        word = words[index] = words[index].strip(_MARKS)
        if word in _FUTURE:
            return "future"
        if word in _PAST or (word.endswith("ed") and len(word) > 3):
            return _governed(words, index)
        if word in _INFINITIVES and index and words[index - 1] == "to":
            return _infinitive(words, index - 1)
    return ""


def _infinitive(words: list[str], at: int) -> str:
    before = words[at - 1].strip(_MARKS) if at else ""
    if before in {"was", "were"}:
        return "near"  # "was to take effect": to come then, and perhaps past by now
    return "past" if before in _DONE else "future"


def _governed(words: list[str], index: int) -> str:
    """Return the tense of a participle or past form by the auxiliary before it."""
    at = index - 1
    while at >= 0 and (words[at] in _BRIDGE or words[at].endswith("ly")):
        at -= 1
    if at >= 0 and words[at] in _MODALS:
        return _infinitive(words, at) if words[at] == "to" else "future"
    return "past"


def _after(words: list[str]) -> str:
    before = ""
    for given in words:
        word = given.strip(_MARKS)
        if word in _FUTURE or (word in _INFINITIVES and before == "to"):
            return "future"
        if word in _PAST or (word.endswith("ed") and len(word) > 3):
            return "past"
        before = word
    return ""
