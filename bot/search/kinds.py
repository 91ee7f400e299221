"""The kinds of answer that German and Spanish questions ask for; `expectation` has the English.

Questions are looked at word by word, normalized: "fünf" and "Cuánto" are "funf" and "cuanto".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from bot.search.folding import spellings


class Expected(Enum):
    """The kinds of answer that leave a mark in a sentence."""

    NUMBER = "number"
    DEGREE = "degree"  # how fast, how large: most often a number, but not always
    DATE = "date"
    PERSON = "person"


class Kinds(NamedTuple):
    """How a language asks for kinds of answers, and which words are marks of them.

    Attributes:
        asked: what asks for each kind; the first that is found counts.
        one_of: what asks for one among several.
        numbers: words that stand for a number, beside those that `numbers` knows.
        dates: words that stand in a date.
    """

    asked: Mapping[Expected, re.Pattern[str]]
    one_of: re.Pattern[str]
    numbers: frozenset[str]
    dates: frozenset[str]


NAME = re.compile(
    r"(?<=[^.!?\n])\s(?:[A-ZÄÖÜÁÉÍÓÚÑ][\w'’-]+ (?:(?:de|del|la|las|los|von|van|zu) ){0,2}){1,3}"
    r"[A-ZÄÖÜÁÉÍÓÚÑ][\w'’-]+|^[A-ZÄÖÜÁÉÍÓÚÑ]\w+ [A-ZÄÖÜÁÉÍÓÚÑ]\w+"
)
"""Two capitalized words in a row, the first not at the sentence's start: most likely a name."""


def _forms(listed: str, language: str) -> frozenset[str]:
    return frozenset(form for word in listed.split() for form in spellings(word, language))


_GERMAN = Kinds(
    asked={
        Expected.DATE: re.compile(
            r"\b(?:seit|bis|ab|von) wann\b|\bwie ?viel uhr\b|\bdatum (?:der|des|von)\b"
            # Only of what is over: "wann bleibt ... zu?" may be answered with "bei Sturm".
            r"|\bwann (?:hat|haben|waren?|wurden?|kam|kamen|begann|starb|entstand|erschien"
            r"|(?!konn|muss|durf|woll|soll|moch)[a-z]{2,}te[nt]?)\b"
            r"|\bwelche[mnrs]? (?:jahr|jahre|jahren|tag|tage|tagen|datum|monat|wochentag|zeit"
            r"|uhrzeit|jahrhundert)\b"
        ),
        Expected.NUMBER: re.compile(
            r"\bwie ?viele?[mnr]?\b|\bwie (?:alt|lange?|oft|teuer)\b"
            r"|\bwas (?:koste(?:n|t|te)|wiegt)\b|\b(?:an)?zahl (?:der|von|an)\b"
            r"|\bwelche[mnr]? (?:anzahl|anteil|betrag|prozentsatz|summe)\b"
        ),
        Expected.DEGREE: re.compile(
            r"\bwie (?:breit|dick|gross|heiss|hoch|kalt|schnell|schwer|stark|tief|warm|weit)\b"
        ),
        Expected.PERSON: re.compile(r"\bwe(?:r|n|m|ssen)\b"),
    },
    one_of=re.compile(
        r"\bwelche[mnrs]?\b|\bwas fu?e?r eine?n?\b|\bwie (?:heisst|heissen|hiess|hiessen)\b"
    ),
    numbers=_forms(
        """million millionen milliarde milliarden hunderte tausende dutzend dutzende hälfte halb
        halbe halben viertel drittel zweimal dreimal doppelt mehrere mehreren alle allen jede jeden
        jeder jedes kein keine keinen niemand einige wenige mehrheit nichts""",
        "de",
    ),
    dates=_forms(
        """januar jänner februar märz april mai juni juli august september oktober november
        dezember montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montags
        dienstags mittwochs donnerstags freitags samstags sonntags frühling frühjahr sommer herbst
        winter jahrhundert jahrhunderts uhr mittag mittags mitternacht heute gestern morgens
        abends nachts vormittags nachmittags""",
        "de",
    ),
)

_SPANISH = Kinds(
    asked={
        Expected.DATE: re.compile(
            r"\b(?:desde|hasta|para) cuando\b|\bfecha de\b"
            # Where it opens the question; elsewhere it is "when": "¿Qué pasa cuando llueve?"
            r"|^(?:(?:y|pero|oye|hola|entonces) )*cuando (?:(?:se|le|les|lo|la|nos) )?"
            r"(?!puedo|debo|tengo|quiero|necesito|hago)"
            r"(?:fue|fueron|ha|han|habia|[a-z]{2,}(?:o|aron|ieron|ara|aran|era|eran))\b"
            r"|\bque (?:ano|dia|fecha|mes|siglo|hora|epoca)\b"
        ),
        Expected.NUMBER: re.compile(
            r"(?<!\ben )\bcuant[ao]s?\b|\bque (?:cantidad|edad|numero|porcentaje|precio)\b"
            r"|\bnumero de (?!cuenta|fax|movil|serie|telefono)"
        ),
        Expected.DEGREE: re.compile(
            r"\bque (?:altitud|altura|capacidad|distancia|longitud|peso|potencia|profundidad"
            r"|superficie|tamano|temperatura|velocidad)\b"
        ),
        Expected.PERSON: re.compile(r"\bquien(?:es)?\b"),
    },
    one_of=re.compile(
        r"\bcual(?:es)?\b|\bque (?:clase|empresa|marca|modelo|nombre|tipo)\b|\bcomo se llaman?\b"
    ),
    numbers=_forms(
        """millón millones cientos miles docena docenas medio media mitad doble tercio cuarto
        varios varias cada todos todas toda todo ningún ninguno ninguna pocos pocas algunos algunas
        mayoría nadie nada""",
        "es",
    ),
    dates=_forms(
        """enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre
        diciembre lunes martes miércoles jueves viernes sábado sábados domingo domingos primavera
        verano otoño invierno siglo hoy ayer mañana mediodía medianoche""",
        "es",
    ),
)

KINDS: Mapping[str, Kinds] = {"de": _GERMAN, "es": _SPANISH}
"""By the language's tag."""
