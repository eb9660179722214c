"""Reports from a user's own Jinja2 template, in a sandbox.

The template can access only the values passed to it: it cannot read files, import modules or
access attributes whose names begin with an underscore.
"""

from typing import TYPE_CHECKING, Any

from plandiff.comparison.model import Comparison
from plandiff.comparison.reports.options import Meter, ReportOptions
from plandiff.comparison.reports.shared.json_values import comparison_to_dict
from plandiff.comparison.reports.shared.labels import labels_for
from plandiff.comparison.reports.summary.summary import make_summary
from plandiff.corpus.errors import Phrase, UsageError
from plandiff.corpus.lazy_import import LazyModule
from plandiff.corpus.text import lazy_re as re
from plandiff.corpus.text.escape import visible

if TYPE_CHECKING:
    import jinja2
    from jinja2 import sandbox
else:
    jinja2 = LazyModule("jinja2")
    sandbox = LazyModule("jinja2.sandbox")

_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""Exceptions that the code of a template may raise, besides Jinja's own."""
_QUOTED = re.compile(r"'([^']+)'")
_FAULTS_OF_SYNTAX = {
    "Encountered unknown tag": "unknown-tag",
    "No filter named": "no-filter",
    "No test named": "no-filter",
}


def template_values(comparison: Comparison, options: ReportOptions, meter: Meter) -> dict[str, Any]:
    """The variables and functions that a template can use.

    ``comparison`` is the public JSON as dictionaries, ``digest`` the summary (title, sources,
    counts, targets, groups of items), ``label`` a function from a key (and facts by name) to words
    in the report's language, ``visible`` a filter that escapes control characters, and
    ``language`` is ``zh`` or ``en``.
    """
    labels = labels_for(options.language)
    return {
        "comparison": comparison_to_dict(comparison, options.language),
        "digest": make_summary(comparison, options, meter),
        "label": labels.__call__,
        "language": labels.language,
    }


def render_template(
    comparison: Comparison, options: ReportOptions, meter: Meter, *, autoescape: bool = False
) -> bytes:
    """Render the template in ``options``; raises `UsageError` for an error in the template."""
    environment = sandbox.ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader({}),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["visible"] = visible
    values = template_values(comparison, options, meter)
    try:
        text = environment.from_string(options.template or "").render(values)
    except MemoryError:
        raise
    except Exception as error:
        # Jinja compiles a template to Python code; either step may raise any exception.
        raise UsageError("template", reason=_fault(error)) from error
    return text.encode("utf-8", errors="replace")


def _fault(error: Exception) -> Phrase:
    """Describe a template error; Jinja's messages are English only, with names in quotes."""
    words = [word for word in _QUOTED.findall(str(error)) if " " not in word]
    if isinstance(error, jinja2.exceptions.TemplateSyntaxError):
        return _fault_of_syntax(error.message or "", error.lineno, words)
    if isinstance(error, jinja2.exceptions.SecurityError) and words:
        return Phrase("template.forbidden", word=words[0])
    if isinstance(error, jinja2.exceptions.UndefinedError) and words:
        return Phrase("template.undefined", word=words[-1])
    if isinstance(error, jinja2.exceptions.TemplateNotFound):
        return Phrase("template.not-found", word=str(error.name))
    if isinstance(error, KeyError):
        return Phrase("template.no-word", word=str(error.args[0]))
    return Phrase("template.other", kind=type(error).__name__)


def _fault_of_syntax(message: str, line: int, words: list[str]) -> Phrase:
    if message.lower().startswith(("unexpected end", "missing end")):
        return Phrase("template.unexpected-end", line=line)
    if not words:
        return Phrase("template.syntax", line=line)
    for opening, key in _FAULTS_OF_SYNTAX.items():
        if message.startswith(opening):
            return Phrase(f"template.{key}", line=line, word=words[0])
    return Phrase("template.syntax-near", line=line, word=words[-1])
