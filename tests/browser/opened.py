"""An address in, a page in a browser with everything that went wrong on it out."""

from typing import Any

_NO_FAULT = ("GL Driver Message", "the server responded with a status of 40")  # software drawing; pages of errors


class Opened:
    """A page of the site in a browser of its own, without memory of others."""

    def __init__(self, browser: Any, site: str, **settings: Any) -> None:
        self.site = site
        self.trouble: list[str] = []
        self.elsewhere: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: self.trouble.append(f"dialog {dialog.message}"))
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in _NO_FAULT):
            self.trouble.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site + path)

    @property
    def here(self) -> str:
        """The address of the page without that of the site."""
        return str(self.page.url).removeprefix(self.site)

    def text(self, selector: str = "main") -> str:
        """Return the visible text of an element."""
        return str(self.page.inner_text(selector))

    def close(self) -> None:
        """End, and fail where anything went wrong."""
        self.context.close()
        assert self.trouble == []
        assert self.elsewhere == []
