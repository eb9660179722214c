"""Import modules when one of their names is first used.

A run needs few of the optional libraries: a web page needs no PDF reader, a plan in simplified
characters no converter.  Each takes longer to import than a plan takes to read, so they are
declared at the top of a module and imported later, like the lazy imports of PEP 810.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing takes a tenth of the run time of --help
    from typing import Any


class LazyModule:
    """A module that is imported on its first use.

    Give type checkers the module itself::

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
        """``name``: the full module name, as in an import statement."""
        self._name = name
        self._module: Any = None

    def __getattr__(self, attribute: str) -> "Any":  # noqa: ANN401 - of any module
        """Look up the name in the module; raises ImportError if the module is missing."""
        if attribute == "__wrapped__":  # inspect reads it on every object of a module
            raise AttributeError(attribute)
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)
