"""The pictures are what a phone can show, and hold no empty box instead of a letter."""

from __future__ import annotations

import asyncio
import io
import random
import warnings
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PIL import Image
from shelf import document, lab, shelve, theme

from bot.charts import open_charts
from bot.charts.canvas import PAPER, WIDTH, Measure
from bot.charts.coverage import coverage_chart
from bot.charts.lettering import families, legible
from bot.charts.usage import usage_chart
from bot.core.coverage import Coverage, measure_coverage
from bot.core.questions import Outcome
from bot.core.statistics import Usage

# No font of a test machine has these: a private-use character and Linear A.
UNKNOWN = "\ue123\U00010600"
YELLOW, BLUE = (0xF0, 0xE4, 0x42), (0x56, 0xB4, 0xE9)


@pytest.fixture(autouse=True)
def _no_missing_glyphs() -> Iterator[None]:
    """matplotlib warns of each character that no font has."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        yield


def usage(days: int, **more: object) -> Usage:
    chance = random.Random(7)
    counted = tuple(
        (
            date(2026, 3, 1) + timedelta(day),
            {outcome: chance.randint(0, 9) for outcome in Outcome},
        )
        for day in range(days)
    )
    return Usage(counted, **more)  # type: ignore[arg-type]


def picture(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.format == "PNG"
    assert image.width == WIDTH
    return image.convert("RGB")


def colors(image: Image.Image) -> set[tuple[int, int, int]]:
    return {color for _, color in image.getcolors(1 << 24) or []}  # type: ignore[misc]


def test_a_month_of_questions() -> None:
    image = picture(
        usage_chart(
            usage(
                30,
                entries={"Moonshot AI": 31, "A very long name of a theme " * 4: 3},
                median_ms=12.0,
                p99_ms=1840.0,
                helpful=9,
                unhelpful=2,
            )
        )
    )
    assert 600 < image.height < 1800
    assert {YELLOW, BLUE} <= colors(image)


def test_the_card_is_opaque_so_that_it_looks_the_same_in_both_themes() -> None:
    image = Image.open(io.BytesIO(usage_chart(usage(3)))).convert("RGBA")
    assert image.getchannel("A").getextrema() == (255, 255)
    corner = image.getpixel((0, 0))
    assert corner == (*bytes.fromhex(PAPER[1:]), 255)


@pytest.mark.parametrize("days", [1, 2, 44, 45, 46, 365, 3650])
def test_any_number_of_days_fits(days: int) -> None:
    assert picture(usage_chart(usage(days))).height < 1800


@pytest.mark.parametrize("usage", [Usage(()), Usage(((date(2026, 1, 1), {}),))])
def test_no_questions_yet(usage: Usage) -> None:
    image = picture(usage_chart(usage))
    assert image.height < 300
    assert not {YELLOW, BLUE} & colors(image)


def test_a_day_with_a_single_question_is_drawn() -> None:
    alone = Usage(((date(2026, 1, 1), {Outcome.PARTIAL: 1}),))
    image = picture(usage_chart(alone))
    assert YELLOW in colors(image)
    assert BLUE not in colors(image)


def test_feedback_without_a_good_word() -> None:
    picture(usage_chart(usage(5, unhelpful=3)))
    picture(usage_chart(usage(5, helpful=3)))


def test_names_that_no_font_can_write_give_way_to_another() -> None:
    entries = {UNKNOWN: 3, f"{UNKNOWN} B": 2, "$\\frac{1}$ _x^": 1, "line\nbreak\x00": 1}
    picture(usage_chart(usage(5, entries=entries), {UNKNOWN: "Latin"}))
    assert legible((UNKNOWN, "Latin"), "otherwise") == "Latin"
    assert legible((UNKNOWN, ""), "otherwise") == "otherwise"
    assert legible(("line\nbreak\x00",), "") == "line break"


def test_chinese_names_are_drawn_only_where_there_is_a_font_for_them() -> None:
    expected = "月之暗面" if len(families()) > 1 else "Moonshot AI"
    assert legible(("月之暗面", "Moonshot AI"), "") == expected


async def test_what_the_documents_cover() -> None:
    snapshot = shelve(
        document("# Labs", "Moonshot publishes open weights.", "Zhipu is humble."),
        entries=[
            lab("moonshot", UNKNOWN, "Moonshot"),
            lab("zhipu", "Zhipu"),
            theme("open", "Open source", "open weights"),
            theme("long", "A theme with a name that needs two lines", "humble"),
        ],
    )
    coverage = await measure_coverage(snapshot)
    assert coverage.cells == ((1, 0), (0, 1))
    image = picture(coverage_chart(coverage))
    # The brightest color of the map marks the cells most is said in.
    assert any(r > 240 and g > 220 and b < 100 for r, g, b in colors(image))


def test_nothing_in_the_catalog() -> None:
    nothing = Coverage((), (), (), (), ())
    assert picture(coverage_chart(nothing)).height < 300
    one_side = Coverage((), (theme("a", "A"),), (), (), (0,))
    assert picture(coverage_chart(one_side)).height < 300


def test_a_catalog_in_which_nothing_meets() -> None:
    picture(coverage_chart(Coverage((lab("a", "A"),), (theme("b", "B"),), ((0,),), (0,), (0,))))


def test_a_large_catalog_shows_what_most_is_said_of() -> None:
    labs = tuple(lab(f"l{n}", f"Laboratory number {n}") for n in range(60))
    themes = tuple(theme(f"t{n}", f"Theme {n} with words " * 3) for n in range(80))
    cells = tuple(tuple((x * y) % 1300 for y in range(80)) for x in range(60))
    totals = tuple(map(sum, cells)), tuple(map(sum, zip(*cells, strict=True)))
    image = picture(coverage_chart(Coverage(labs, themes, cells, *totals)))
    assert image.height < 3000


def test_letters_are_large_enough_for_a_phone() -> None:
    measure = Measure()
    # 14 pixels where 900 are shown as 400; a capital is about 0.73 of a letter's height.
    assert measure.width("M" * 10) > 10 * 14 * 900 / 400 * 0.7
    assert measure.clip("word " * 40, 200).endswith("…")
    assert measure.width(measure.clip("word " * 40, 200)) <= 200
    assert measure.wrap("one two", 1000) == ["one two"]
    assert len(measure.wrap("one two three four five", 200)) == 2
    assert len(measure.wrap("x" * 99, 200)) == 1


async def test_several_at_once_come_out_the_same_and_the_loop_goes_on() -> None:
    charts = open_charts()
    assert charts is not None
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    drawn = await asyncio.gather(*(charts.usage(usage(30)) for _ in range(4)))
    ticking.cancel()
    assert len(set(drawn)) == 1
    assert ticks > 5
