"""An app that is drawn with plandiff's themes: the review itself, and the picker before it."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import ConsoleDimensions
from textual.app import App, ReturnType
from textual.binding import Binding
from textual.filter import ANSIToTruecolor, NoColor
from textual.theme import BUILTIN_THEMES, Theme

from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.locales import Words
from plandiff.corpus.text.width import ambiguous_width
from plandiff.tui.render.context import RenderContext, glyphs_for
from plandiff.tui.render.themes import THEME_NAMES, colours_of, palette
from plandiff.tui.screens.context import ReviewContext
from plandiff.tui.settings import Settings
from plandiff.tui.terminal.streams import terminal_size

if TYPE_CHECKING:
    from plandiff.tui.terminal import clipboard
else:
    clipboard = LazyModule("plandiff.tui.terminal.clipboard")

_LOOK = 2.0
"""Seconds between two looks whether the terminal is still there."""


def theme_for(settings: Settings, environ: Mapping[str, str], colours: str | None) -> str:
    """The theme to start with: what the terminal can goes before the settings, its ground after.

    ``colours`` is Rich's name of what the terminal can: None, ``standard``, ``256``, ``truecolor``.
    """
    if environ.get("NO_COLOR"):
        return "mono"
    if colours == "standard":
        # The other palettes name colours that such a terminal would replace by near ones.
        return settings.theme if settings.theme == "mono" else "ansi"
    if settings.theme != "auto":
        return settings.theme
    if colours is None:
        return "ansi"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in {"7", "15"} else "dark"


class ThemedApp(App[ReturnType], inherit_bindings=False):
    """Chooses a theme by settings and terminal; nothing in it moves by itself."""

    TITLE = "plandiff"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, context: ReviewContext) -> None:
        # Textual only greys for NO_COLOR, also where it is empty: it is ours to honour.
        no_colour = os.environ.pop("NO_COLOR", "") if context.no_colour is None else ""
        super().__init__(ansi_color=None)
        self.served = context.served
        environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        if context.no_colour or no_colour:
            environ["NO_COLOR"] = "1"
            self._filters.append(NoColor())
        if no_colour:
            os.environ["NO_COLOR"] = no_colour  # for the app after this one, and for programs
        if not all(self._terminal_says()):  # Rich and the driver would each guess another size
            self.console.size = ConsoleDimensions(*terminal_size())
        self.animation_level = "none"
        # Our palettes name no ANSI colours outside the themes that send them as they are.
        self._filters = [own for own in self._filters if not isinstance(own, ANSIToTruecolor)]
        colours = "truecolor" if context.no_colour is False else self.console.color_system
        name = theme_for(context.settings, environ, colours)
        self.automatic_theme = theme_for(replace(context.settings, theme="auto"), environ, colours)
        for own in THEME_NAMES:
            self.register_theme(_textual_theme(own))
        self.looks = RenderContext(
            palette(name), glyphs_for(ambiguous_width()), Words(context.language, "app")
        )
        # Set before anything is styled: as a change of theme it would style and paint all twice.
        self.set_reactive(App.theme, f"plandiff-{name}")
        self.stylesheet.set_variables(self.get_css_variables())

    def copy_to_clipboard(self, text: str) -> None:
        """Every way there is, also for what the mouse selected."""
        if self.served:  # the reader's clipboard is the browser's
            super().copy_to_clipboard(text)
        else:
            clipboard.copy_text(text, super().copy_to_clipboard)

    def on_load(self) -> None:
        """End by a signal as by a key: between two events, the terminal given back."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
            if hasattr(signal, name):
                number = getattr(signal, name)
                with suppress(NotImplementedError):  # Windows
                    loop.add_signal_handler(number, self._end_by_signal, number)
        if _has_terminal():
            self.set_interval(_LOOK, self._look_for_terminal)

    def _end_by_signal(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _look_for_terminal(self) -> None:
        """A terminal that is gone may send no signal (`setsid`), and the driver would read on."""
        if not _has_terminal():
            self._end_by_signal(getattr(signal, "SIGHUP", 1))

    def _terminal_says(self) -> tuple[int, int]:
        try:
            return os.get_terminal_size()
        except OSError:  # no terminal: a test
            return self.console.size


def bound_key(character: str) -> str:
    """Return Textual's name of the key that types a character.

    >>> bound_key("["), bound_key("j"), bound_key(",")
    ('left_square_bracket', 'j', 'comma')
    """
    key = "comma" if character == "," else character  # a binding lists its keys with commas
    return next(iter(Binding.make_bindings([Binding(key, "")]))).key


def _has_terminal() -> bool:
    try:
        return sys.__stdin__ is not None and os.isatty(sys.__stdin__.fileno())
    except (OSError, ValueError):  # closed
        return False


def _textual_theme(name: str) -> Theme:
    """Textual's side of a theme: what dialogs and fields are drawn with."""
    colours = colours_of(name)
    if colours is None:
        ansi = replace(BUILTIN_THEMES["ansi-dark"], name=f"plandiff-{name}")
        return ansi if name == "ansi" else _without_colours(ansi)
    return Theme(
        name=f"plandiff-{name}",
        primary=colours.label,
        accent=colours.accent,
        foreground=colours.text,
        background=colours.back,
        surface=colours.panel,
        panel=colours.panel,
        dark=colours.dark,
    )


def _without_colours(theme: Theme) -> Theme:
    plain = "ansi_default"
    variables = {
        key: plain if value.startswith("ansi_") else value for key, value in theme.variables.items()
    }
    return replace(
        theme,
        primary=plain,
        secondary=plain,
        warning=plain,
        error=plain,
        success=plain,
        accent=plain,
        variables=variables,
    )
