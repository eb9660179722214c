"""The forms of a comparison table by the custom of the place, as data.

Mainland: 修订前 before 修订后, new words bold and underlined, old words struck.
Taiwan: 修正條文 before 現行條文, changed parts underlined on both sides.
Japan: 改正後 before 改正前, changed parts underlined (傍線) on both sides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plandiff.comparison.reports.options import Preset
from plandiff.comparison.reports.word.parts import Fonts, Look


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the table; ``columns`` are keys of the labels with their widths in dxa."""

    columns: tuple[tuple[str, int], ...]
    prefix: str
    """Of the label keys in which this form words its columns and empty cells."""
    fonts: Fonts
    new: Look
    old: Look


_UNDERLINED = Look(underline=True)

FORMS: Mapping[Preset, Form] = {
    Preset.CN: Form(
        columns=(
            ("serial", 650),
            ("place", 2000),
            ("before", 4300),
            ("after", 4300),
            ("kind", 1350),
            ("remarks", 1970),
        ),
        prefix="cn",
        fonts=Fonts(),
        new=Look(bold=True, underline=True, color="1F3FAF"),
        old=Look(strike=True, color="B00000"),
    ),
    Preset.TW: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="tw",
        fonts=Fonts("標楷體", "標楷體", "標楷體", "標楷體", "標楷體", "zh-TW"),
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
    Preset.JP: Form(
        columns=(("after", 5700), ("before", 5700), ("remarks", 3170)),
        prefix="jp",
        fonts=Fonts(),  # the texts are Chinese: Japanese fonts lack their simplified characters
        new=_UNDERLINED,
        old=_UNDERLINED,
    ),
}
