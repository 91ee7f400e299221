"""Inflected forms that Snowball's stemmers leave apart, for German and Spanish.

Forms come and go normalized, without accents: a member's "nacio" and a text's "nació" are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.core.identifying import primary
from bot.search.folding import normalize, spellings
from bot.search.lexicon_files import irregular

_PREFIX = (
    "ab|an|auf|aus|bei|dar|durch|ein|fest|her|hin|los|mit|nach|statt|um|unter|vor|weg|weiter|zu"
    "|zuruck|zusammen"
)
_PARTICIPLE = re.compile(rf"((?:{_PREFIX})?)ge([a-z]{{2,}}t)(?:e[mnrs]?)?")
_WITH_ZU = re.compile(rf"({_PREFIX})zu([a-z]{{4,}}n)")  # abzuwischen
_NO_PARTICIPLE = re.compile(
    r"ge(?:bet|biet|buhr|deih|denk|dicht|fahr|fall|genwart|halt|hor(?!ch)|lang|legen|ling|meinsch"
    r"|nehmig|niess|nug|rat|recht|richt|rucht|sam|schaft|schicht|schieh|schwind|sell|sich?t|sich"
    r"|stalt|statt|steh|sund|waltt?|wahr|werk|wicht|winn|wiss|wohn|wurz)"
)
_VERB = re.compile(r"[a-z]{2,}(?:[^st]|ss)t")
_SHORT_PLURAL = re.compile(r"[aeiou][a-z][aeo]s")  # años, usos, ojos
_NOUN = re.compile(r"(?:heit|keit|schaft|recht|amt|rat|macht|markt|start|zeit)$")


@lru_cache(maxsize=4)
def _irregular(language: str) -> Mapping[str, str]:
    """Irregular forms, normalized, and the verb that each is a form of."""
    return {
        spelled: normalize(verb)
        for verb, forms in irregular(language).items()
        for form in forms.split()
        for spelled in spellings(form, language)
    }


def lemma(form: str, language: str) -> str:
    """What a form is stemmed as: its verb where it is irregular, "baut" for "gebaut", or itself."""
    language = primary(language)
    verb = _irregular(language).get(form)
    if verb is not None:
        return verb
    if language == "de":
        match = _PARTICIPLE.fullmatch(form)
        if match and not _NO_PARTICIPLE.search(form) and not _NOUN.search(match[2]):
            return match[1] + match[2]
        match = _WITH_ZU.fullmatch(form)
        if match:
            return match[1] + match[2]
    return form


_OF_AR = (
    "o as a amos ais an e es en emos aba abas abamos aban aste aron ara aran are aremos aria arian "
    "ando ado ada ados adas"
).split()
_OF_ER = (
    "o es e emos eis imos en a as amos an ia ias iamos ian iste io ieron era eran ere eremos eria "
    "erian ira iran ire iremos iria irian iendo ido ida idos idas"
).split()


def dictionary_forms(form: str, language: str) -> list[str]:
    """What a Spanish form may stand under in a dictionary; what it may not is in none.

    Dictionaries of English and German hold the forms themselves.
    """
    if language != "es":
        return []
    forms = [lemma(form, language)]
    for ending, instead in (("ces", "z"), ("es", ""), ("s", ""), ("as", "o"), ("a", "o")):
        if form.endswith(ending):
            forms.append(form.removesuffix(ending) + instead)
    forms += [form.removesuffix(end) + "ar" for end in _OF_AR if form.endswith(end)]
    bases = [form.removesuffix(end) for end in _OF_ER if form.endswith(end)]
    return [*forms, *(base + end for base in bases for end in ("er", "ir"))]


def shorten(stem: str, language: str) -> str:
    """A Snowball stem without the endings of verbs that Snowball leaves: "baut" is a form of bauen.

    Nouns lose them too, in every place alike: "Zeit" and "Zeiten" stay together.
    """
    language = primary(language)
    if language == "de" and _VERB.fullmatch(stem) and not _NOUN.search(stem):
        return stem[:-1]
    if language == "es" and (_SHORT_PLURAL.fullmatch(stem) or (len(stem) > 3 and stem[-1] == "i")):
        return stem[:-1]
    return stem
