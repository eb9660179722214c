"""Reports from a user's own Jinja2 template, in a sandbox.

The template sees values only: it can neither read a file, nor import, nor reach an attribute
whose name begins with an underscore.
"""

from typing import Any

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.comparison_json import comparison_to_dict
from plandiff.comparison.reports.digest import make_digest
from plandiff.comparison.reports.labels import labels_for
from plandiff.comparison.reports.options import ReportOptions
from plandiff.comparison.reports.progress import Meter
from plandiff.comparison.reports.visible import visible
from plandiff.corpus.errors import UsageError

_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What the code of a template may raise beside Jinja's own errors."""


def template_values(comparison: Comparison, options: ReportOptions, meter: Meter) -> dict[str, Any]:
    """What a template may use.

    ``comparison`` is the public JSON as dictionaries, ``digest`` the summary (title, sources,
    counts, targets, groups of items), ``label`` a function from a key to a word of the language,
    ``visible`` a filter that shows control characters, and ``language`` is ``zh`` or ``en``.
    """
    labels = labels_for(options.language)
    return {
        "comparison": comparison_to_dict(comparison, options.language),
        "digest": make_digest(comparison, options, meter),
        "label": labels.__getitem__,
        "language": labels.language,
    }


def render_template(
    comparison: Comparison, options: ReportOptions, meter: Meter, *, autoescape: bool = False
) -> bytes:
    """The bytes that the template in ``options`` makes; a fault in it is a `UsageError`."""
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415 - for those who ask only
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        autoescape=autoescape, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["visible"] = visible
    try:
        template = environment.from_string(options.template or "")
        text = template.render(template_values(comparison, options, meter))
    except (TemplateError, *_FAULTS) as error:
        line = getattr(error, "lineno", None)
        place = f"line {line}: " if line else ""
        raise UsageError(f"the template fails: {place}{error}; mend it and retry") from error
    return text.encode("utf-8", errors="replace")
