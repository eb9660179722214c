"""Modules that are imported when one of their names is first used.

Reading or comparing needs few of the libraries that it may need: a page needs no reader of PDFs, a
plan in simplified form no converter.  Each takes longer to import than a plan to read, so they are
named at the top of a module and imported later, as PEP 810 has it for a Python to come.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing takes a tenth of the time of --help
    from typing import Any


class LazyModule:
    """A module that is imported at its first use.

    A type checker is given the module itself::

        if TYPE_CHECKING:
            import jinja2
        else:
            jinja2 = LazyModule("jinja2")

    >>> calendar = LazyModule("calendar")
    >>> calendar.isleap(2028)
    True
    """

    __slots__ = ("_module", "_name")

    def __init__(self, name: str) -> None:
        """``name``: as in an import statement."""
        self._name = name
        self._module: Any = None

    def __getattr__(self, attribute: str) -> "Any":  # noqa: ANN401 - of any module
        """The name in the module; ImportError where the module is missing."""
        if attribute == "__wrapped__":  # inspect asks it of everything that it finds in a module
            raise AttributeError(attribute)
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)
