"""Somebody without a mouse: Tab, and the focus in sight after each press."""

from playwright.sync_api import Page

MOST_TABS = 80
# What shows of the focus is high enough to read, nothing lies over it but what belongs to its field, and something is
# drawn round it that is not there without the focus: on the element, or on the label that stands for a radio button.
LOOK = """(found) => {
    if (found === document.body) return "";
    const who = `${found.tagName} ${found.name || found.innerText || ""}`.slice(0, 80);
    const box = found.getClientRects()[0] || found.getBoundingClientRect();  // a link may run over two lines
    const [from, until] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (until - from < Math.min(box.height, 24) - 1) return `out of sight: ${who}`;
    const over = document.elementFromPoint(box.left + box.width / 2, (from + until) / 2);
    const field = found.closest(".govuk-radios__item, .govuk-checkboxes__item, .govuk-form-group, label");
    if (over === null || !(found.contains(over) || field !== null && field.contains(over))) return `covered: ${who}`;
    const label = found.matches("[type=radio], [type=checkbox]") ? found.labels[0] : null;
    const drawn = [getComputedStyle(found), ...(label ? [getComputedStyle(label, "::before")] : [])];
    const clear = colour => colour === "transparent" || /, 0\\)$/.test(colour);
    const marked = style => style.boxShadow !== "none"
        || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !clear(style.outlineColor);
    return drawn.some(marked) ? "" : `no mark of the focus: ${who}`;
}"""
STOP = f"wanted => [({LOOK})(document.activeElement), wanted === document.activeElement]"


class Keyboard:
    """Counts the presses of Tab, and looks at the focus after each."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tabs = 0

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is there."""
        wanted = self.page.locator(selector).element_handle()
        for _ in range(MOST_TABS):
            self.tabs += 1
            self.page.keyboard.press("Tab")
            wrong, arrived = self.page.evaluate(STOP, wanted)
            assert not wrong, f"{self.page.url}: {wrong}"
            if arrived:
                return
        raise AssertionError(f"{self.page.url}: {selector} is out of reach of the keyboard")

    def fill(self, selector: str, words: str) -> None:
        """Go to a field and type, in place of what stands there."""
        self.tab_to(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def tick(self, selector: str) -> None:
        """Go to a box, or the first of some radio buttons, and press Space."""
        self.tab_to(selector)
        self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Go to radio buttons, and with the arrow to the one wanted."""
        self.tick(f"[name='{name}'] >> nth=0")
        wanted = self.page.locator(f"[name='{name}'][value='{value}']")
        for _ in range(self.page.locator(f"[name='{name}']").count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows do not reach {name} {value}")

    def pick(self, selector: str, first_letters: str) -> None:
        """Go to a list, and type how the option begins."""
        self.tab_to(selector)
        self.page.keyboard.type(first_letters)

    def enter(self, selector: str = "") -> None:
        """Press Enter, on a link or a button when one is named, and wait for the page it leads to."""
        if selector:
            self.tab_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
