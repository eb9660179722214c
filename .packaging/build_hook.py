"""The root file of a wheel: plandiff.py becomes plandiff/__init__.py.

Hatch renames folders by ``sources`` in pyproject.toml, but no files; and what ``force-include``
names there would also go into an editable install, which needs only the path of the checkout.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = {
    "plandiff.py": "plandiff/__init__.py",
    "tui/__main__.py": "plandiff/__main__.py",
    "corpus/py.typed": "plandiff/py.typed",
}


class BuildHook(BuildHookInterface[Any]):
    """Adds the three files that have another name in the wheel than in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; ``version`` is ``"editable"`` or ``"standard"``."""
        if version != "editable":
            build_data["force_include"].update(FILES)
