"""Fixed palettes: all colours are from the xterm 256, so they look the same in true colour.

With 16 colours, ``ansi`` uses those of the terminal; ``mono`` uses no colours.  No palette shows a
kind of change by colour alone: the gutter has signs, and words are underlined, bold or struck out.
All text has a contrast of at least 4.5 with its background (WCAG 2.2, 1.4.3).
"""

from functools import cache

from msgspec import Struct, field
from rich.style import Style


class Colours(Struct, frozen=True):
    """The colours of one theme."""

    name: str
    dark: bool
    text: str
    back: str
    panel: str
    """Background of header, footer and titles."""
    muted: str
    strong: str
    """Headings."""
    label: str
    insert: str
    """Background of inserted words."""
    insert_soft: str
    """Text of less prominent insertions, and of sections that are entirely new."""
    delete: str
    delete_soft: str
    changed: str
    """Text of changes without a direction."""
    raised: str
    lowered: str
    moved: str
    accent: str
    found: str = "#ffff00"
    found_now: str = "#ff8700"
    on_colour: str = "#000000"
    """Text on badges and matches."""
    on_word: str = ""
    """Text of inserted and deleted words; empty: same as ``text``."""


_THEMES = (
    Colours(
        "dark", True, "#d0d0d0", "#1c1c1c", "#303030", "#9e9e9e", "#ffffff", "#87d7d7",
        "#005f00", "#87d787", "#870000", "#ff8787", "#ffd787", "#5fd7ff", "#ffaf5f", "#d787ff",
        "#ffd75f", on_word="#ffffff",
    ),
    Colours(
        "light", False, "#262626", "#ffffff", "#e4e4e4", "#5f5f5f", "#000000", "#005faf",
        "#afffaf", "#005f00", "#ffd7d7", "#af0000", "#5f5f00", "#0000d7", "#af0000", "#8700af",
        "#875f00", on_colour="#ffffff",
        found="#ffd700", found_now="#ff8700",
    ),
    Colours(
        "cb-dark", True, "#d0d0d0", "#1c1c1c", "#303030", "#9e9e9e", "#ffffff", "#d7d7d7",
        "#0000af", "#87afff", "#5f5f00", "#d7d75f", "#ffffff", "#5fd7ff", "#ffd700", "#d7afff",
        "#ffffff", on_word="#ffffff", found="#ffffff", found_now="#5fd7ff",
    ),
    Colours(
        "cb-light", False, "#262626", "#ffffff", "#e4e4e4", "#5f5f5f", "#000000", "#4e4e4e",
        "#afd7ff", "#0000d7", "#ffff87", "#5f5f00", "#000000", "#0000d7", "#875f00", "#5f00af",
        "#000000", on_colour="#ffffff", found="#d7d7d7", found_now="#87d7ff",
    ),
)  # fmt: skip
THEME_NAMES = (*(theme.name for theme in _THEMES), "ansi", "mono")
"""Theme names in the order in which ``T`` lists them."""


class Palette(Struct, frozen=True):
    """Styles by the names that `plandiff.tui.render.rows` uses."""

    name: str
    base: Style
    panel: Style
    filler: Style
    styles: dict[str, Style]
    _laid: dict[tuple[str, ...], Style] = field(default_factory=dict)

    def style(self, *names: str) -> Style:
        """Combine styles, later over earlier, on top of the base style."""
        style = self._laid.get(names)
        if style is None:
            style = self.base
            for name in names:
                style += self.styles[name]
            self._laid[names] = style
        return style


@cache
def palette(name: str) -> Palette:
    """Return the palette of a theme."""
    if name == "ansi":
        return _ansi()
    if name == "mono":
        return _mono()
    colours = next(theme for theme in _THEMES if theme.name == name)
    return _coloured(colours)


def colours_of(name: str) -> Colours | None:
    """Return the colours of a theme; None for themes that use the terminal's colours."""
    return next((theme for theme in _THEMES if theme.name == name), None)


def target_style(kind: str) -> str:
    """Return the style name of a kind of target change (a `TargetChangeKind`).

    >>> target_style("lowered"), target_style("added")
    ('lowered', 'raised')
    """
    return {"added": "raised", "removed": "lowered", "unchanged": "muted"}.get(kind, kind)


def _coloured(c: Colours) -> Palette:
    word = c.on_word or c.text
    styles = _common(
        {
            "insert": Style(color=word, bgcolor=c.insert, bold=True),
            "insert-soft": Style(color=c.insert_soft),
            "delete": Style(color=word, bgcolor=c.delete, bold=True),
            "delete-soft": Style(color=c.delete_soft),
            "form": Style(color=c.changed, underline=True),
            "reordered": Style(color=c.changed),
            "carried": Style(color=c.moved),
            "muted": Style(color=c.muted),
            "done": Style(color=c.muted, bgcolor=c.back, bold=False),
            "here": Style(bgcolor=c.panel),
            "strong": Style(color=c.strong, bold=True),
            "label": Style(color=c.label),
            "changed": Style(color=c.changed, bold=True),
            "raised": Style(color=c.raised, bold=True),
            "lowered": Style(color=c.lowered, bold=True),
            "moved": Style(color=c.moved),
            "accent": Style(color=c.accent, bold=True),
            "found": Style(color="#000000", bgcolor=c.found),
            "found-now": Style(color="#000000", bgcolor=c.found_now, bold=True),
        },
        {kind: Style(color=c.on_colour, bgcolor=getattr(c, kind), bold=True)
         for kind in ("raised", "lowered", "changed")},
    )  # fmt: skip
    base = Style(color=c.text, bgcolor=c.back)
    return Palette(c.name, base, Style(color=c.text, bgcolor=c.panel), base, styles)


def _ansi() -> Palette:
    styles = _common(
        {
            "insert": Style(color="black", bgcolor="green"),
            "insert-soft": Style(color="green"),
            "delete": Style(color="white", bgcolor="red"),
            "delete-soft": Style(color="red"),
            # The background may be dark or light: avoid yellow and cyan, which are illegible on
            # white.
            "form": Style(color="magenta", underline=True),
            "reordered": Style(color="magenta"),
            "carried": Style(color="magenta", italic=True),
            "muted": Style(dim=True),
            "done": Style(dim=True, bold=False),
            "here": Style(overline=True),
            "strong": Style(bold=True),
            "label": Style(),  # blue is illegible on black, yellow on white
            "changed": Style(color="magenta", bold=True),
            "raised": Style(color="green", bold=True),
            "lowered": Style(color="red", bold=True),
            "moved": Style(color="magenta"),
            "accent": Style(bold=True, underline=True),
            "found": Style(color="black", bgcolor="yellow"),
            "found-now": Style(color="black", bgcolor="cyan", bold=True),
        },
        {
            "raised": Style(color="black", bgcolor="cyan"),
            "lowered": Style(color="black", bgcolor="yellow"),
            "changed": Style(color="black", bgcolor="magenta"),
        },
    )
    return Palette("ansi", Style(), Style(reverse=True), Style(), styles)


def _mono() -> Palette:
    plain, bold = Style(), Style(bold=True)
    styles = _common(
        {
            "insert": Style(bold=True, underline=True),
            "insert-soft": Style(underline=True),
            "delete": Style(strike=True, bold=True),
            "delete-soft": Style(strike=True),
            "form": Style(italic=True),
            "reordered": Style(italic=True, underline=True),
            "carried": Style(italic=True, underline=True),
            "muted": plain,
            "done": Style(dim=True, bold=False),
            "here": Style(overline=True),
            "strong": bold,
            "label": plain,
            "changed": bold,
            "raised": bold,
            "lowered": bold,
            "moved": Style(italic=True),
            "accent": bold,
            "found": Style(reverse=True),
            "found-now": Style(reverse=True, bold=True, underline=True),
        },
        dict.fromkeys(("raised", "lowered", "changed"), Style(reverse=True)),
    )
    return Palette("mono", plain, Style(reverse=True), plain, styles)


def _common(styles: dict[str, Style], badges: dict[str, Style]) -> dict[str, Style]:
    """Add the style names that every palette derives from its base styles."""
    underline = Style(underline=True)
    unstruck = Style(strike=False, underline=False)
    like = {"added": "raised", "removed": "lowered", "raised": "raised", "lowered": "lowered"}
    kinds = [*like, "changed"]
    return (
        styles
        | {
            "heading": styles["strong"],
            "title": styles["strong"],
            "label-changed": styles["changed"] + underline,
            "label-old": styles["label"] + Style(strike=True),
            "gone": Style(strike=True),
            "tag": styles["moved"] + Style(italic=True),
            "ghost": styles["moved"] + Style(italic=True),
            "fold": styles["muted"],
            "sign-~": styles["changed"],
            "sign-+": styles["insert-soft"] + Style(bold=True, underline=False),
            "sign--": styles["delete-soft"] + Style(bold=True, strike=False),
            "sign-=": styles["muted"],
            "sign-#": styles["raised"],
            "sign-moved": styles["moved"] + Style(bold=True),
        }
        # No colour is legible on all edit marks: a target keeps its background, and its badge
        # shows the direction.
        | {f"target-{kind}": Style(bold=True, underline=True) for kind in kinds}
        | {f"badge-{kind}": badges[like.get(kind, kind)] + unstruck for kind in kinds}
    )
