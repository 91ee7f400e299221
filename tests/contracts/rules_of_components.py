"""Rules for the components of messages and modals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from contracts.discord_requests import IS_COMPONENTS_V2, Json, Request, components_of
from contracts.rule import DOCS, rule
from contracts.rules_of_text import has_known_scheme

_COMPONENTS = f"{DOCS}/components/reference"

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY, LABEL = 1, 2, 3, 4, 9, 10, 18
SELECTS = (3, 5, 6, 7, 8)
V2_ONLY = (9, 10, 11, 12, 13, 14, 17)
LINK, PREMIUM = 5, 6  # button styles


def _of_type(layout: Json, *types: int) -> list[Json]:
    return [c for c in components_of(layout) if c.get("type") in types]


def _is_v2(message: Json) -> bool:
    return bool((message.get("flags") or 0) & IS_COMPONENTS_V2)


@rule("content beside Components V2", f"{_COMPONENTS}#component-reference", of="message")
def content_beside_v2(message: Json) -> Iterator[str]:
    """IS_COMPONENTS_V2 takes the place of content, embeds, polls and stickers."""
    if _is_v2(message):
        for part in ("content", "embeds", "poll", "sticker_ids"):
            if message.get(part):
                yield f"{part} is there as well"


@rule("Components V2 flag", f"{_COMPONENTS}#component-reference", of="request")
def v2_flag(request: Request) -> Iterator[str]:
    """Layout and text components need IS_COMPONENTS_V2, which an edit may leave unsaid."""
    message = request.message or {}
    unsaid = not request.creates_message and message.get("flags") is None
    used = sorted({int(c["type"]) for c in _of_type(message, *V2_ONLY)})
    if used and not unsaid and not _is_v2(message):
        yield f"component types {used} without the flag"


@rule("too many components", f"{_COMPONENTS}#component-reference", of="message")
def too_many_components(message: Json) -> Iterator[str]:
    """A message takes 40 components, the nested ones counted."""
    count = len(components_of(message))
    if count > 40:
        yield f"{count} components"


@rule("long text displays", f"{_COMPONENTS}#text-display", of="message")
def long_text_displays(message: Json) -> Iterator[str]:
    """4,000 characters for all texts of a message, counted as strictly as they may be."""
    texts = [c.get("content") or "" for c in _of_type(message, TEXT_DISPLAY)]
    # Discord does not say what a character is; UTF-16 code units are the most it can mean.
    total = sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts)
    if total > 4000:
        yield f"{total} characters"


@rule("blank text display", f"{_COMPONENTS}#text-display", of="layout")
def blank_text_display(layout: Json) -> Iterator[str]:
    """Discord trims a text before it asks whether anything is there."""
    if any(not (c.get("content") or "").strip() for c in _of_type(layout, TEXT_DISPLAY)):
        yield "it shows nothing"


@rule("custom_id", f"{_COMPONENTS}#anatomy-of-a-component", of="layout")
def custom_id(layout: Json) -> Iterator[str]:
    """A custom_id has 1 to 100 characters and stands once in a message or modal."""
    ids = [c["custom_id"] for c in components_of(layout) if c.get("custom_id") is not None]
    for each, count in Counter(ids).items():
        if count > 1:
            yield f"{each!r} is used {count} times"
        if not 1 <= len(each) <= 100:
            yield f"{each[:30]!r} has {len(each)} characters"


@rule("component id", f"{_COMPONENTS}#anatomy-of-a-component", of="layout")
def component_id(layout: Json) -> Iterator[str]:
    """A component's id stands once in a message or modal; 0 means none was given."""
    ids = Counter(c["id"] for c in components_of(layout) if c.get("id"))
    yield from (f"{each} is used {count} times" for each, count in ids.items() if count > 1)


@rule("blank button", f"{_COMPONENTS}#button-button-structure", of="message")
def blank_button(message: Json) -> Iterator[str]:
    """A button needs a label or an emoji."""
    for button in _of_type(message, BUTTON):
        shows = (button.get("label") or "").strip() or button.get("emoji")
        if not shows and button.get("style") != PREMIUM:
            yield f"{button.get('custom_id') or button.get('url')!r}"


@rule("button target", f"{_COMPONENTS}#button-button-structure", of="message")
def button_target(message: Json) -> Iterator[str]:
    """A link button has a url and no custom_id, any other a custom_id and no url."""
    for button in _of_type(message, BUTTON):
        url, own, style = button.get("url"), button.get("custom_id"), button.get("style")
        if style == LINK and (not url or own):
            yield f"link button {button.get('label')!r} needs a url alone"
        if style not in (LINK, PREMIUM) and (url or not own):
            yield f"button {button.get('label')!r} needs a custom_id alone"


@rule("button link scheme", f"{_COMPONENTS}#button-button-structure", of="message")
def button_link_scheme(message: Json) -> Iterator[str]:
    """Discord refuses a link button to anything but http, https and discord."""
    for button in _of_type(message, BUTTON):
        url = button.get("url")
        if url and not has_known_scheme(url):
            yield f"{url[:60]}"


@rule("action row", f"{_COMPONENTS}#action-row", of="layout")
def action_row(layout: Json) -> Iterator[str]:
    """A row holds one to five buttons, or one select, or one text input."""
    for row in _of_type(layout, ROW):
        kinds = [c.get("type") for c in row.get("components") or ()]
        if not kinds:
            yield "it is empty"
        elif set(kinds) == {BUTTON}:
            if len(kinds) > 5:
                yield f"{len(kinds)} buttons"
        elif len(kinds) > 1:
            yield f"component types {kinds} in one row"


@rule("section", f"{_COMPONENTS}#section", of="message")
def section(message: Json) -> Iterator[str]:
    """A section holds one to three texts and needs an accessory."""
    for each in _of_type(message, SECTION):
        if not 1 <= len(each.get("components") or ()) <= 3:
            yield f"{len(each.get('components') or ())} texts"
        if not each.get("accessory"):
            yield "no accessory"


@rule("select options", f"{_COMPONENTS}#string-select", of="layout")
def select_options(layout: Json) -> Iterator[str]:
    """A select has 1 to 25 options, whose values differ."""
    for select in _of_type(layout, STRING_SELECT):
        options: list[Json] = select.get("options") or []
        if not 1 <= len(options) <= 25:
            yield f"{select.get('custom_id')!r} has {len(options)} options"
        values = Counter(option.get("value") for option in options)
        yield from (
            f"value {v!r} is there {count} times" for v, count in values.items() if count > 1
        )


@rule("select range", f"{_COMPONENTS}#string-select", of="layout")
def select_range(layout: Json) -> Iterator[str]:
    """A select cannot want more values at least than at most, or than it has options."""
    for select in _of_type(layout, *SELECTS):
        least, most = select.get("min_values"), select.get("max_values")
        least, most = 1 if least is None else least, 1 if most is None else most
        options = len(select["options"]) if select.get("options") else 25
        if least > most or most > options:
            yield f"{select.get('custom_id')!r} wants {least} to {most} of {options} values"


@rule("modal title", f"{DOCS}/interactions/receiving-and-responding", of="modal")
def modal_title(modal: Json) -> Iterator[str]:
    """A modal's title has 1 to 45 characters."""
    title = modal.get("title") or ""
    if not title.strip() or len(title) > 45:
        yield f"{len(title)} characters"


@rule("modal size", f"{DOCS}/interactions/receiving-and-responding", of="modal")
def modal_size(modal: Json) -> Iterator[str]:
    """A modal takes one to five components; the description allows 40."""
    if not 1 <= len(modal.get("components") or ()) <= 5:
        yield f"{len(modal.get('components') or ())} components"


@rule("label", f"{_COMPONENTS}#label", of="modal")
def label(modal: Json) -> Iterator[str]:
    """A label has 1 to 45 characters; a text input inside of one needs none of its own."""
    for component in _of_type(modal, LABEL, TEXT_INPUT):
        text = component.get("label")
        bare_input = component["type"] == TEXT_INPUT and text is None
        if not bare_input and not (text and text.strip() and len(text) <= 45):
            yield f"{text!r} has {len(text or '')} characters"


@rule("text input", f"{_COMPONENTS}#text-input", of="modal")
def text_input(modal: Json) -> Iterator[str]:
    """Limits must be 0 to 4,000 and in order, and hold for the text already there."""
    for field in _of_type(modal, TEXT_INPUT):
        name, value = field.get("custom_id"), field.get("value")
        least, most = field.get("min_length") or 0, field.get("max_length") or 4000
        if not 0 <= least <= most <= 4000:
            yield f"{name!r} wants {least} to {most} characters"
        elif value and not least <= len(value) <= most:
            yield f"{name!r} starts with {len(value)} characters"
        if len(field.get("placeholder") or "") > 100:
            yield f"{name!r} has a placeholder of {len(field['placeholder'])} characters"
