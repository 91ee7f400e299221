"""The preview's page as a visitor uses it: keyboard, mouse and eyes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page, expect
from playwright.sync_api import TimeoutError as NothingCame

_SETTLED = "[data-command-mode]"
_GIST = """message => {
    const copy = message?.querySelector('.message-components').cloneNode(true);
    copy?.querySelectorAll('.preview-select').forEach(each => each.remove());
    return copy?.textContent.replace(/\\d+ \\w+ ago|\\bnow\\b|\\s+/g, '');
}"""

_CAME = """([number, text, count]) => {
    const all = document.querySelectorAll('article.channel-message');
    const it = document.querySelector(`article[data-message-id="${number}"]`);
    return all.length !== count || (it !== null && it.innerText !== text);
}"""
_CLICKS, _PATIENCE_MS = 4, 8000


class PreviewPage:
    """One open preview.

    Attributes:
        page: the browser's page.
        complaints: errors that the page wrote to the browser's console.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        expect(self.composer).to_be_visible()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            self.complaints.append(message.text)

    @property
    def composer(self) -> Locator:
        """Where a message or a command is typed."""
        return self.page.locator("#channel-composer-input")

    @property
    def messages(self) -> Locator:
        """All messages of the channel that the viewer may see, oldest first."""
        return self.page.locator("article.channel-message")

    def latest(self) -> Locator:
        """The message that is the newest now, also when others follow it."""
        return self.message(self.messages.last.get_attribute("data-message-id") or "")

    @property
    def suggestions(self) -> Locator:
        """What the list over the composer offers: commands, or choices for an option."""
        return self.page.locator("[role=option]:visible")

    def start_command(self, name: str) -> None:
        """Types a command's name and picks it from the list."""
        self.composer.click()
        self.page.keyboard.type(f"/{name}")
        offered = self.suggestions.filter(has=self.page.get_by_text(f"/{name}", exact=True))
        expect(offered).to_have_count(1)
        offered.click()
        expect(self.page.locator(".command-chip")).to_have_text(f"/{name}")

    def fill(self, option: str, value: str) -> None:
        """Types an option's value."""
        self.page.locator(f".command-option-input[data-option={option}]").fill(value)

    def choose(self, text: str) -> None:
        """Picks one of the choices that are offered for an option."""
        choice = self.suggestions.filter(has_text=text).first
        expect(choice).to_be_visible()
        choice.click()

    def submit(self) -> Locator:
        """Sends the command; returns the message that came of it."""
        before = self.messages.count()
        self.page.locator("#send-message").click()
        expect(self.page.locator(_SETTLED)).to_have_count(0)
        expect(self.messages).to_have_count(before + 1)
        message = self.latest()
        expect(message).to_have_attribute("aria-busy", "false")
        # The page follows a channel that is scrolled to its end, but not every time.
        message.evaluate("each => each.scrollIntoView({block: 'end'})")
        expect(message).to_be_in_viewport()
        return message

    def command(self, name: str, **options: str) -> Locator:
        """Types a command with its options and sends it; returns the message that came of it."""
        self.start_command(name)
        for option, value in options.items():
            self.fill(option, value)
        return self.submit()

    def complete_form(self, title: str, field: str, value: str) -> Locator:
        """Fills in the form that is open and sends it; returns the message that came of it."""
        before = self.messages.count()
        form = self.page.get_by_role("dialog", name=title)
        form.get_by_label(field).fill(value)
        form.get_by_role("button", name="Submit").click()
        expect(form).to_have_count(0)
        expect(self.messages).to_have_count(before + 1)
        message = self.latest()
        expect(message).to_have_attribute("aria-busy", "false")
        message.evaluate("each => each.scrollIntoView({block: 'end'})")
        return message

    def pick(self, message: Locator, shown: str, choice: str) -> None:
        """Picks a line of the menu that shows a text at present."""
        message.locator(".select-trigger").filter(has_text=shown).click()
        option = self.page.locator(".select-option:visible").filter(has_text=choice)
        expect(option).to_have_count(1)
        option.click()

    def wait_for_picture(self, message: Locator) -> None:
        """Waits until the picture of a card has been drawn on the page."""
        picture = message.locator(".message-components img")
        expect(picture).to_have_count(1)
        expect(picture).to_be_visible()
        self.page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=picture.element_handle()
        )

    def card(self, message: Locator) -> str:
        """What a message shows below its author and time."""
        return message.locator(".message-components").inner_text()

    def press(self, message: Locator, label: str) -> Locator:
        """Presses the first button of that name; returns the card that came of it."""
        before, count = message.inner_text(), self.messages.count()
        number = message.get_attribute("data-message-id")
        for left in reversed(range(_CLICKS)):
            message.get_by_role("button", name=label, exact=True).first.click()
            try:
                # Asked anew by its number each time: the page may put another element there.
                self.page.wait_for_function(
                    _CAME, arg=[number, before, count], timeout=_PATIENCE_MS
                )
            except NothingCame:
                if not left:  # the page loses a click while it draws itself anew
                    raise
            else:
                break
        came = message if self.messages.count() == count else self.latest()
        expect(came).to_have_attribute("aria-busy", "false")
        return came

    @property
    def viewer(self) -> str:
        """Who the page is looked at as."""
        return self.page.locator("#viewer-picker option:checked").inner_text()

    def view_as(self, name: str) -> None:
        """Becomes another member of the server."""
        picker = self.page.locator("#viewer-picker")
        label = picker.locator("option").filter(has_text=name).first.inner_text()
        if self.viewer == label:
            return
        picker.select_option(label=label)
        expect(picker.locator("option:checked")).to_have_text(label)
        expect(self.page.locator("#preview-app")).to_have_attribute("aria-busy", "false")
        expect(self.composer).to_be_visible()

    def overflow(self) -> float:
        """By how many pixels the conversation is wider than the room it has."""
        return self.page.evaluate(
            "() => { const t = document.querySelector('#channel-timeline');"
            " return Math.max(t.scrollWidth - t.clientWidth,"
            " document.documentElement.scrollWidth - document.documentElement.clientWidth); }"
        )

    def message(self, number: str) -> Locator:
        """The message of that id."""
        return self.page.locator(f"article[data-message-id='{number}']")

    def wait_for_card(self, number: str, said: str) -> None:
        """Waits until a message says what `gist` told of it on another page."""
        self.page.wait_for_function(
            f"([number, said]) => ({_GIST})(document.querySelector("
            "`article[data-message-id='${number}']`)) === said",
            arg=[number, said],
        )

    def gist(self, message: Locator) -> str:
        """What a message says, but for spaces, for how long ago something was, and for menus."""
        return message.evaluate(_GIST)

    def photograph(self, folder: Path, name: str, of: Locator | None = None) -> None:
        """Keeps a picture of what is seen, or of one message."""
        if of is not None:
            of.evaluate("each => each.scrollIntoView({block: 'end'})")
        (of or self.page).screenshot(path=folder / f"{name}.png")
