"""Somebody without a mouse: Tab, and the focus in sight after each press."""

from playwright.sync_api import Page

MOST_TABS = 80
# What shows of the focus is high enough to read, and nothing lies over it but what belongs to its field.
IN_SIGHT = """() => {
    const found = document.activeElement, box = found.getBoundingClientRect();
    if (found === document.body) return true;
    const [from, until] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (until - from < Math.min(box.height, 24) - 1) return false;
    const over = document.elementFromPoint(box.left + box.width / 2, (from + until) / 2);
    const field = found.closest(".govuk-radios__item, .govuk-checkboxes__item, .govuk-form-group, label");
    return over !== null && (found.contains(over) || field !== null && field.contains(over));
}"""
WHO = "() => `out of sight: ${document.activeElement.tagName} ${document.activeElement.name}`"


class Keyboard:
    """Counts the presses of Tab, and looks at the focus after each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tabs = 0

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is there."""
        wanted = self.page.locator(selector)
        for _ in range(MOST_TABS):
            self.tabs += 1
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(IN_SIGHT), self.page.evaluate(WHO)
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{selector} is out of reach of the keyboard")

    def enter(self, selector: str = "") -> None:
        """Press Enter, on a link or a button when one is named, and wait for the page it leads to."""
        if selector:
            self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
