"""Base class of apps with plandiff's themes: the review, the picker and the lists."""

import asyncio
import dataclasses
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace
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
"""Seconds between two checks that the terminal still exists."""


def theme_for(settings: Settings, environ: Mapping[str, str], colours: str | None) -> str:
    """Return the initial theme, from the terminal's colours, the settings, then its background.

    ``colours`` is Rich's name of the colour system: None, ``standard``, ``256``, ``truecolor``.
    """
    if environ.get("NO_COLOR"):
        return "mono"
    if colours == "standard":
        # A terminal with 16 colours would replace those of other palettes by similar ones.
        return settings.theme if settings.theme == "mono" else "ansi"
    if settings.theme != "auto":
        return settings.theme
    if colours is None:
        return "ansi"
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in {"7", "15"} else "dark"


class ThemedApp(App[ReturnType], inherit_bindings=False):
    """Selects a theme by settings and terminal; without animations."""

    TITLE = "plandiff"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, context: ReviewContext) -> None:
        # Textual turns grey for NO_COLOR, even if it is empty; this app handles it instead.
        no_colour = os.environ.pop("NO_COLOR", "") if context.no_colour is None else ""
        super().__init__(ansi_color=None)
        self.served = context.served
        environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        if context.no_colour or no_colour:
            environ["NO_COLOR"] = "1"
            self._filters.append(NoColor())
        if no_colour:
            os.environ["NO_COLOR"] = no_colour  # restore it for later apps and for child processes
        if not all(self._terminal_says()):  # Rich and the driver would guess different sizes
            self.console.size = ConsoleDimensions(*terminal_size())
        self.animation_level = "none"
        # The palettes use ANSI colours only in themes that send them unchanged.
        self._filters = [own for own in self._filters if not isinstance(own, ANSIToTruecolor)]
        colours = "truecolor" if context.no_colour is False else self.console.color_system
        name = theme_for(context.settings, environ, colours)
        self.automatic_theme = theme_for(replace(context.settings, theme="auto"), environ, colours)
        for own in THEME_NAMES:
            self.register_theme(_textual_theme(own))
        self.looks = RenderContext(
            palette(name), glyphs_for(ambiguous_width()), Words(context.language, "app")
        )
        # Set before the first styling: a later change of theme would style and paint all twice.
        self.set_reactive(App.theme, f"plandiff-{name}")
        self.stylesheet.set_variables(self.get_css_variables())

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text by all available ways; also used for the selection of the mouse."""
        if self.served:  # use the clipboard of the browser
            super().copy_to_clipboard(text)
        else:
            clipboard.copy_text(text, super().copy_to_clipboard)

    def on_load(self) -> None:
        """Handle signals like a quit key: between two events, and with the terminal restored."""
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
        """Exit if the terminal is gone: after `setsid` no signal arrives, the driver reads on."""
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
    """Return the Textual theme for dialogs and fields that matches a palette."""
    colours = colours_of(name)
    if colours is None:
        ansi = dataclasses.replace(BUILTIN_THEMES["ansi-dark"], name=f"plandiff-{name}")
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
    return dataclasses.replace(
        theme,
        primary=plain,
        secondary=plain,
        warning=plain,
        error=plain,
        success=plain,
        accent=plain,
        variables=variables,
    )
