"""Each rule of ours can be broken and can be kept; what keeps one keeps all the others too."""

from __future__ import annotations

import pytest
from contracts.discord_requests import Request, Upload
from contracts.discord_rules import RULES
from contracts.discord_traffic import check_log, check_request
from contracts.rule import Rule
from contracts.samples import (
    CALLBACK,
    ORIGINAL,
    button,
    cards,
    command,
    container,
    edit,
    embed,
    field,
    follow_up,
    link,
    menu,
    modal,
    offer,
    option,
    post,
    register,
    respond,
    row,
    section,
    select,
    text,
)

Log = list[Request]
_MIB = 1024 * 1024
_BY_NAME = {rule.name: rule for rule in RULES}


def _choices(count: int) -> list[dict[str, str]]:
    return [{"name": f"Lab {n}", "value": str(n)} for n in range(count)]


_LONG_CHOICES = [{"name": f"{n:0100}", "value": f"{n:0100}"} for n in range(25)]
_STRETCHED = [option(f"part-{n}", description="d" * 90) for n in range(12)]
_GERMAN = {"description_localizations": {"de": "d" * 100}}
_GROUP = {"type": 1, "name": "status", "description": "What is loaded"}

# rule → (logs that break it, logs that keep it)
EXAMPLES: dict[str, tuple[list[Log], list[Log]]] = {
    "empty message": (
        [post({}), post({"content": ""}), [Request("POST", CALLBACK, {"type": 4, "data": {}})]],
        [post({"content": "x"}), [Request("POST", CALLBACK, {"type": 6})], edit({"content": ""})],
    ),
    "long content": ([post({"content": "x" * 2001})], [post({"content": "x" * 2000})]),
    "empty embed": ([embed(color=1)], [embed(title="Moonshot AI")]),
    "empty embed field": (
        [embed(fields=[{"name": " ", "value": "x"}]), embed(fields=[{"name": "x", "value": ""}])],
        [embed(fields=[{"name": "Founded", "value": "2023"}])],
    ),
    "large embeds": (
        [post({"embeds": [{"description": "x" * 3001}, {"description": "y" * 3000}]})],
        [post({"embeds": [{"description": "x" * 3000}, {"description": "y" * 3000}]})],
    ),
    "link scheme": (
        [
            cards(text("[here](javascript:alert(1))")),
            cards(text("[here](file:///etc/passwd)")),
            cards(text("[here](example.org)")),
            post({"content": "see [1](mailto:a@example.org)"}),
        ],
        [
            cards(text("[here](https://example.org) and [there](<http://example.org/a b>)")),
            cards(text(r"\[here\](javascript:alert(1)) and `[x](y:z)` stay what they are")),
            cards(text("```\n[x](y:z)\n```")),
            cards(text("[jump](discord://-/channels/1/2/3)")),
        ],
    ),
    "mentions": (
        [
            [Request("POST", "/channels/1/messages", {"content": "hello @everyone"})],
            post({"content": "x", "allowed_mentions": {}}),
            post({"content": "x", "allowed_mentions": {"parse": ["users"]}}),
            post({"content": "x", "allowed_mentions": {"parse": [], "users": ["5"]}}),
            post({"content": "x", "allowed_mentions": {"parse": [], "replied_user": True}}),
            [Request("PATCH", ORIGINAL, {"components": [text()], "flags": 1 << 15})],
        ],
        [
            post({"content": "hello @everyone", "allowed_mentions": {"parse": []}}),
            post({"content": "x", "allowed_mentions": {"parse": [], "replied_user": False}}),
            [Request("PATCH", ORIGINAL, {"components": [row(button())]})],
        ],
    ),
    "large file": (
        [post({"content": "x"}, Upload("report.pdf", 10 * _MIB + 1))],
        [post({"content": "x"}, Upload("report.pdf", 10 * _MIB))],
    ),
    "too many files": (
        [post({"content": "x"}, *(Upload(f"{n}.txt", 1) for n in range(11)))],
        [post({"content": "x"}, *(Upload(f"{n}.txt", 1) for n in range(10)))],
    ),
    "missing attachment": (
        [embed(image={"url": "attachment://chart.png"})],
        [
            post(
                {"embeds": [{"image": {"url": "attachment://chart.png"}}]},
                Upload("chart.png", 9),
            )
        ],
    ),
    "content beside Components V2": (
        [
            post({"content": "x", "components": [text()], "flags": 1 << 15}),
            post({"embeds": [{"title": "x"}], "components": [text()], "flags": 1 << 15}),
        ],
        [cards(text()), post({"content": "x", "components": [row(button())]})],
    ),
    "Components V2 flag": (
        [
            cards(text(), flags=0),
            cards(container(text()), flags=64),
            edit({"components": [text()], "flags": 0}),
        ],
        [
            cards(text()),
            cards(row(button()), flags=0) + post({"content": "x"}),
            edit({"components": [text()]}),
        ],
    ),
    "too many components": (
        [cards(*(container(*(text(f"{n}") for n in range(20))) for _ in range(2)))],
        [cards(container(*(text(f"{n}") for n in range(39))))],
    ),
    "long text displays": (
        [cards(text("x" * 2001), container(text("y" * 2000))), cards(text("📖" * 2001))],
        [cards(text("x" * 2000), container(text("y" * 2000)))],
    ),
    "blank text display": ([cards(text(" \n")), modal(text(" "), field())], [cards(text())]),
    "custom_id": (
        [
            cards(row(button(), button())),
            cards(row(button(custom_id="x" * 101))),
            cards(section(text(), accessory=button()), row(button())),
            modal(field(), field()),
        ],
        [cards(row(button(), button(custom_id="x" * 100), link(), link()))],
    ),
    "component id": (
        [cards(text(id=7), container(text(id=7)))],
        [cards(text(id=7), container(text(id=8))), cards(text(id=0), text(id=0))],
    ),
    "blank button": (
        [cards(row(button(label=None))), cards(row(link(label=" ")))],
        [cards(row(button(label=None, emoji={"name": "📖"})))],
    ),
    "button target": (
        [
            cards(row(link(url=None))),
            cards(row(link() | {"custom_id": "x"})),
            cards(row(button(custom_id=None))),
            cards(row(button(url="https://example.org"))),
        ],
        [cards(row(button(), link()))],
    ),
    "button link scheme": (
        [cards(row(link("ftp://example.org/a"))), cards(row(link("javascript:alert(1)")))],
        [cards(row(link("https://example.org/a#:~:text=founded%20in")))],
    ),
    "action row": (
        [
            cards(row()),
            cards(row(*(button(custom_id=f"{n}") for n in range(6)))),
            cards(row(button(), select())),
            cards(row(select(), select(custom_id="themes"))),
        ],
        [cards(row(*(button(custom_id=f"{n}") for n in range(5))), row(select()))],
    ),
    "section": (
        [
            cards(section(text())),
            cards(section(accessory=button())),
            cards(section(*(text(f"{n}") for n in range(4)), accessory=button())),
        ],
        [cards(section(text(), text("more"), accessory=link()))],
    ),
    "select options": (
        [
            cards(row(select(0))),
            cards(row(select(26))),
            cards(
                row(select(options=[{"label": "a", "value": "a"}, {"label": "b", "value": "a"}]))
            ),
        ],
        [cards(row(select(25))), cards(row(select(1)))],
    ),
    "select range": (
        [cards(row(select(3, min_values=2))), cards(row(select(3, min_values=1, max_values=4)))],
        [cards(row(select(3, min_values=0, max_values=3)))],
    ),
    "modal title": (
        [modal(field(), title=""), modal(field(), title="x" * 46)],
        [modal(field(), title="x" * 45)],
    ),
    "modal size": (
        [modal(), modal(*(field(custom_id=f"{n}") for n in range(6)))],
        [modal(*(field(custom_id=f"{n}") for n in range(5)))],
    ),
    "label": (
        [
            modal(field("")),
            modal(field("x" * 46)),
            modal(field(None)),
            modal(row({"type": 4, "custom_id": "a", "style": 1, "label": "x" * 46})),
        ],
        [
            modal(field("x" * 45)),
            modal(row({"type": 4, "custom_id": "a", "style": 1, "label": "x"})),
        ],
    ),
    "text input": (
        [
            modal(field(min_length=9, max_length=8)),
            modal(field(max_length=4001)),
            modal(field(max_length=3, value="four")),
            modal(field(placeholder="x" * 101)),
        ],
        [modal(field(min_length=0, max_length=4000, value="four", placeholder="x" * 100))],
    ),
    "command name": (
        [
            register(command("Ask")),
            register(command("ask me")),
            register(command("")),
            register(command("a" * 33)),
            register(command("ask!")),
            register(command("ask", option("Question"))),
            register(command("ask", name_localizations={"de": "Frag"})),
        ],
        [
            register(command("a" * 32, option("the-question"))),
            register(
                command(
                    "ask",
                    name_localizations={"de": "frag", "zh-CN": "提问", "hi": "पूछें", "th": "ถาม"},
                )
            ),
        ],
    ),
    "menu name": (
        [register(menu(" ")), register(menu("x" * 33))],
        [register(menu("Find sources for this!"))],
    ),
    "command description": (
        [
            register(command(description="")),
            register(command(description="d" * 101)),
            register(command("ask", option(description=" "))),
            register(command(description_localizations={"de": ""})),
        ],
        [register(command("ask", option(description="d" * 100), description="d" * 100))],
    ),
    "menu description": (
        [register(menu(description="Finds sources")), register(menu(options=[option()]))],
        [register(menu(description=""))],
    ),
    "required after optional": (
        [
            register(command("ask", option("a"), option("b", required=True))),
            register(
                command(
                    "knowledge", _GROUP | {"options": [option("a"), option("b", required=True)]}
                )
            ),
        ],
        [register(command("ask", option("a", required=True), option("b")))],
    ),
    "choices with autocomplete": (
        [register(command("lab", option(choices=_choices(2), autocomplete=True)))],
        [register(command("lab", option(choices=_choices(2)), option("b", autocomplete=True)))],
    ),
    "subcommands beside options": (
        [register(command("knowledge", _GROUP, option()))],
        [
            register(
                command("knowledge", _GROUP, _GROUP | {"name": "reload", "options": [option()]})
            )
        ],
    ),
    "option range": (
        [
            register(command("ask", option(min_length=9, max_length=8))),
            register(command("ask", option(type=4, min_value=2, max_value=1))),
        ],
        [
            register(
                command(
                    "ask", option(min_length=1, max_length=300), option("b", type=4, min_value=0)
                )
            )
        ],
    ),
    "unknown locale": (
        [
            register(command(name_localizations={"de-AT": "frag"})),
            register(command("ask", option(description_localizations={"en": "x"}))),
            register(
                command(
                    "ask",
                    option(
                        choices=[{"name": "a", "value": "a", "name_localizations": {"xx": "a"}}]
                    ),
                )
            ),
        ],
        [register(command(name_localizations={"de": "frag", "en-GB": "ask", "zh-CN": "问"}))],
    ),
    "duplicate command": (
        [register(command(), command())],
        [register(command("sources"), menu("sources"), menu("sources", type=2))],
    ),
    "duplicate option": (
        [
            register(command("ask", option(), option())),
            register(
                command(
                    "ask",
                    option(choices=[{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]),
                )
            ),
        ],
        [register(command("ask", option("a"), option("b")), command("lab", option("a")))],
    ),
    "too many commands": (
        [
            register(*(command(f"c{n}") for n in range(101))),
            register(*(menu(f"Find {n}") for n in range(6))),
        ],
        [
            register(
                *(command(f"c{n}") for n in range(100)),
                *(menu(f"Find {n}") for n in range(5)),
                *(menu(f"Find {n}", type=2) for n in range(5)),
            )
        ],
    ),
    "long command": (
        [
            register(
                command(
                    "ask",
                    *(
                        option(
                            f"o{n}",
                            choices=[
                                {"name": "x" * 100, "value": f"{m}" + "y" * 98} for m in range(9)
                            ],
                        )
                        for n in range(5)
                    ),
                )
            ),
            register(
                command(
                    "ask",
                    *_STRETCHED[:1],
                    *(
                        o
                        | {
                            "choices": [
                                {"name": f"{m}" + "x" * 99, "value": "v" * 480} for m in range(2)
                            ]
                        }
                        for o in _STRETCHED[1:8]
                    ),
                )
            ),
        ],
        [register(command("ask", *(o | _GERMAN for o in _STRETCHED), **_GERMAN))],
    ),
    "autocomplete choices": (
        [
            offer(_choices(26)),
            offer([{"name": "", "value": "a"}]),
            offer([{"name": "x" * 101, "value": "a"}]),
            offer([{"name": "a", "value": "x" * 101}]),
            offer([{"name": "a", "value": ""}]),
        ],
        [offer(_LONG_CHOICES), offer([])],
    ),
    "two responses": (
        [[respond(), respond()], [respond(5), respond(), follow_up()]],
        [[respond(), follow_up(), follow_up()], [respond(failed=True), respond()]],
    ),
    "follow-up before response": (
        [[follow_up(), respond()], [respond(failed=True), follow_up()]],
        [[respond(), follow_up()], [follow_up()], [follow_up(world=1), respond(world=2)]],
    ),
    "left thinking": (
        [[respond(5)], [respond(5), follow_up(world=1)]],
        [
            [respond(5), follow_up()],
            [respond(5), follow_up(failed=True)],
            [respond(6)],
            [respond(5), Request("DELETE", ORIGINAL)],
        ],
    ),
}
_BREAKING = [(name, n) for name, (breaking, _) in EXAMPLES.items() for n in range(len(breaking))]
_KEEPING = [(name, n) for name, (_, keeping) in EXAMPLES.items() for n in range(len(keeping))]


@pytest.mark.parametrize(("name", "n"), _BREAKING)
def test_a_payload_that_breaks_a_rule_is_caught_by_it(name: str, n: int) -> None:
    assert _BY_NAME[name].violations(EXAMPLES[name][0][n])


@pytest.mark.parametrize(("name", "n"), _KEEPING)
def test_a_payload_that_keeps_a_rule_is_left_alone_by_all(name: str, n: int) -> None:
    log = EXAMPLES[name][1][n]
    assert not _BY_NAME[name].violations(log)
    if _BY_NAME[name].of != "log":  # what shows an order is cut out of a longer log
        assert not check_log(log)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_examples_a_reason_and_a_source(rule: Rule) -> None:
    breaking, keeping = EXAMPLES[rule.name]
    assert breaking
    assert keeping
    assert rule.why.endswith(".")
    assert rule.source.startswith("https://discord.com/developers/docs/")


def test_no_two_rules_share_a_name() -> None:
    assert len(_BY_NAME) == len(RULES) == len(EXAMPLES)


def test_a_finding_names_the_request_and_the_rule() -> None:
    (finding,) = check_request("POST", "/channels/10/messages", {"content": "hello"})
    assert finding == "POST /channels/10/messages: mentions: allowed_mentions is missing"
