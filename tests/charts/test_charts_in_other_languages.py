"""Pictures speak the reader's language, or English where no font has its letters."""

from __future__ import annotations

import io
from datetime import date, timedelta
from gettext import NullTranslations

import pytest
from PIL import Image
from pseudo import PSEUDO
from shelf import lab, theme

from bot.charts import open_charts
from bot.charts.canvas import MARGIN, PAPER
from bot.charts.lettering import families
from bot.core.charting import Charts
from bot.core.coverage import Coverage
from bot.core.language import ENGLISH, Language, speaking, spoken
from bot.core.questions import Outcome
from bot.core.statistics import Usage


class Everywhere(NullTranslations):
    """Says the same word whatever there is to say."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def gettext(self, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return self._word

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - likewise
        return self._word


GREEK = Language("el", "Ελληνικά", Everywhere("ερώτηση"))
CHINESE = Language("zh-CN", "中文", Everywhere("问题"))
LINEAR_A = Language("de", "Linear A", Everywhere("\U00010600"))  # no font of a test machine has it
USAGE = Usage(
    tuple((date(2026, 3, 1) + timedelta(n), dict.fromkeys(Outcome, 1200)) for n in range(60)),
    entries={"Moonshot AI": 31, "A very long name of a theme " * 4: 3},
    median_ms=12.0,
    p99_ms=1840.0,
    helpful=1234,
    unhelpful=5678,
)
MANY = Coverage(
    tuple(lab(f"l{n}", f"Laboratory number {n}") for n in range(40)),
    tuple(theme(f"t{n}", f"Theme {n} with words " * 3) for n in range(40)),
    tuple((70,) * 40 for _ in range(40)),
    (12_345,) * 40,
    (12_345,) * 40,
)
NOTHING = Coverage((), (), (), (), ())


@pytest.fixture
def charts() -> Charts:
    opened = open_charts()
    assert opened is not None
    return opened


async def drawn(charts: Charts, language: Language) -> list[bytes]:
    """Every picture there is, in a language."""
    with speaking(language):
        return [
            await charts.usage(USAGE),
            await charts.usage(Usage(())),
            await charts.usage(Usage(((date(2026, 1, 1), {}),))),
            await charts.coverage(MANY),
            await charts.coverage(NOTHING),
        ]


@pytest.mark.filterwarnings("error::UserWarning")  # matplotlib warns of each empty box
async def test_long_words_stay_within_the_card(charts: Charts) -> None:
    paper = tuple(bytes.fromhex(PAPER[1:]))
    for png in await drawn(charts, PSEUDO):
        image = Image.open(io.BytesIO(png)).convert("RGB")
        edge = MARGIN // 2
        for left, top, right, bottom in (
            (0, 0, edge, image.height),
            (image.width - edge, 0, image.width, image.height),
            (0, 0, image.width, edge),
            (0, image.height - edge, image.width, image.height),
        ):
            strip = image.crop((left, top, right, bottom))
            assert [color for _, color in strip.getcolors() or []] == [paper]


@pytest.mark.filterwarnings("error::UserWarning")
async def test_a_language_whose_letters_a_font_has_is_drawn(charts: Charts) -> None:
    english, greek = await drawn(charts, ENGLISH), await drawn(charts, GREEK)
    assert all(one != other for one, other in zip(english, greek, strict=True))


@pytest.mark.filterwarnings("error::UserWarning")
async def test_without_a_font_for_its_letters_the_whole_picture_is_in_english(
    charts: Charts,
) -> None:
    english = await drawn(charts, ENGLISH)
    assert await drawn(charts, LINEAR_A) == english
    assert (await drawn(charts, CHINESE) == english) == (len(families()) == 1)


async def test_drawing_in_english_leaves_the_reader_their_language(charts: Charts) -> None:
    with speaking(LINEAR_A):
        await charts.usage(USAGE)
        assert spoken() is LINEAR_A


async def test_days_and_numbers_are_written_as_the_reader_writes_them(charts: Charts) -> None:
    plain = Language("de", "Deutsch", numeral="{:_}".format)  # no word is translated
    english, german = await drawn(charts, ENGLISH), await drawn(charts, plain)
    assert english[0] != german[0]
    assert english[4] == german[4]  # which holds no number
