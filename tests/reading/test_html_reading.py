"""Someone saves a page from a browser, or writes one: the text stays, the furniture goes."""

from __future__ import annotations

import socket

import pytest

from bot.reading.faults import BrokenFile
from bot.reading.html import read_html

PAGE = """<!doctype html>
<!-- saved from url=(0024)https://example.org/saved -->
<html lang="en-US"><head><meta charset="utf-8"><title>Labs seen up close | Example News</title>
<meta name="author" content="Jo Doe">
<script src="https://example.org/track.js"></script></head><body>
<header><a href="/">Example News</a></header>
<nav><ul><li><a href="/world">World</a></li><li><a href="/tech">Tech</a></li></ul></nav>
<div class="share"><button>Share</button></div>
<main><article><h1>Labs seen up close</h1>
<p>The first laboratory that we saw on the trip had three hundred people and one kitchen.
Nobody there spoke of winning, and <a href="/x">everybody spoke</a> of serving costs.</p>
<h2>What they build</h2>
<p>Most of what they build is small, cheap to run and given away to whoever asks for it.</p>
<ul><li>A model for long documents</li><li>A robot on four legs
  <ul><li>and one on two</li></ul></li></ul>
<table><tr><th>Lab</th><th>Context</th></tr>
<tr><td>Moonshot</td><td>2 M <b>tokens</b></td></tr></table>
<h3>Outlook</h3>
<p>Short.</p>
<p>What comes after that is anybody's guess, said the head of the second laboratory we saw.</p>
<pre>pip  install
  x</pre>
</article></main>
<aside><h2>Related</h2>
<p>Ten other stories that you might also like to read today on this site.</p></aside>
<footer><p>Copyright Example News. All rights reserved by the owners of this page.</p></footer>
<script>document.write("<p>injected words</p>")</script></body></html>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a reader went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def shown(html: str) -> list[tuple[str, int, str]]:
    return [(p.kind.value, p.level, p.text) for p in read_html(html.encode()).pieces]


def texts(html: str) -> list[str]:
    return [p.text for p in read_html(html.encode()).pieces]


def test_a_saved_page_keeps_its_article_and_loses_its_furniture() -> None:
    parsed = read_html(PAGE.encode())
    first = (
        "The first laboratory that we saw on the trip had three hundred people and one kitchen."
        " Nobody there spoke of winning, and everybody spoke of serving costs."
    )
    second = "Most of what they build is small, cheap to run and given away to whoever asks for it."
    last = (
        "What comes after that is anybody's guess, said the head of the second laboratory we saw."
    )
    assert [(p.kind.value, p.level, p.text) for p in parsed.pieces] == [
        ("heading", 1, "Labs seen up close"),
        ("paragraph", 0, first),
        ("heading", 2, "What they build"),
        ("paragraph", 0, second),
        ("item", 1, "A model for long documents"),
        ("item", 1, "A robot on four legs"),
        ("item", 2, "and one on two"),
        ("row", 0, "Lab | Context"),
        ("row", 0, "Moonshot | 2 M tokens"),
        ("heading", 3, "Outlook"),
        ("paragraph", 0, "Short."),
        ("paragraph", 0, last),
        ("code", 0, "pip  install\n  x"),
    ]
    assert parsed.title == "Labs seen up close"
    assert parsed.author == "Jo Doe"
    assert parsed.language == "en-US"
    assert parsed.url == "https://example.org/saved"


def test_a_page_without_an_article_element_loses_its_furniture_too() -> None:
    bare = PAGE.replace("article>", "div>").replace("main>", "div>")
    bare = bare.replace("<aside>", '<div class="related-posts">').replace("aside>", "div>")
    found = texts(bare)
    assert found[0] == "Labs seen up close"
    assert "Short." in found
    assert not any("Ten other stories" in text or "Copyright" in text for text in found)


def test_a_page_written_by_hand_is_kept_whole() -> None:
    page = (
        "<title>Questions</title><h1>Questions</h1><h2>How long?</h2><div>Two million.</div>"
        "<h2>Who?</h2>Moonshot<dl><dt>Kimi<dd>its model</dl>"
    )
    assert shown(page) == [
        ("heading", 1, "Questions"),
        ("heading", 2, "How long?"),
        ("paragraph", 0, "Two million."),
        ("heading", 2, "Who?"),
        ("paragraph", 0, "Moonshot"),
        ("item", 1, "Kimi"),
        ("item", 1, "its model"),
    ]


def test_breaks_entities_and_hidden_parts() -> None:
    page = (
        "<p>one<br>two<br><br>three &lt;b&gt; &amp; four<p hidden>secret"
        "<div style='display: none'>secret<p>secret</div><p>five<span hidden>secret</span> six"
        "<p>turned&#x202e; &#xD800;&#0;<style>p { color: red }</style><!-- secret -->"
    )
    assert texts(page) == [
        "one\ntwo",
        "three <b> & four",
        "five six",
        "turned \ufffd\ufffd",
    ]


def test_a_table_that_lays_out_the_page_is_text() -> None:
    page = (
        "<table><tr><td>Side</td><td><h1>Title</h1><p>Text of the page.</p>"
        "<table><tr><td>a</td><td>b</td></tr></table></td></tr></table><p>Below.</p>"
    )
    assert shown(page) == [
        ("paragraph", 0, "Side"),
        ("heading", 1, "Title"),
        ("paragraph", 0, "Text of the page."),
        ("row", 0, "a | b"),
        ("paragraph", 0, "Below."),
    ]


def test_the_page_says_its_encoding() -> None:
    page = '<meta charset="gb2312"><p>月之暗面</p>'.encode("gb18030")
    assert [p.text for p in read_html(page).pieces] == ["月之暗面"]
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>“é”'
    assert [p.text for p in read_html(page.encode("cp1252")).pieces] == ["“é”"]
    with pytest.raises(BrokenFile, match="UTF-8") as caught:
        read_html(b"<p>\n\xe9</p>")
    assert caught.value.line == 2
    with pytest.raises(BrokenFile, match="shift_jis") as caught:
        read_html(b"<meta charset=shift_jis>\n\n\x81\x00")
    assert caught.value.line == 3


def test_a_file_that_holds_an_address_alone_is_not_fetched() -> None:
    assert texts("https://example.org/page") == ["https://example.org/page"]
    assert texts("<script></script>https://example.org/page") == ["https://example.org/page"]


def test_addresses_that_are_none_are_left_out() -> None:
    page = (
        '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="/x">'
        "<p>Text"
    )
    assert read_html(page.encode()).url is None


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<blockquote>", "<table><tr><td>"])
def test_tags_nested_without_end_keep_their_text(tag: str) -> None:
    assert texts(f"<p>First.</p>{tag * 5_000}deep words") == ["First.", "deep words"]


@pytest.mark.parametrize("flood", ["<", "<a ", "<!--"])
def test_a_megabyte_of_broken_tags_is_read_in_seconds(flood: str) -> None:
    found = texts("<p>First.</p>" + flood * (1_000_000 // len(flood)))
    assert found[0].startswith("First.")


def test_nothing_but_scripts_is_no_text() -> None:
    assert texts("<html><script>var x = '<p>no</p>'</script></html>") == []
    assert texts("") == []
