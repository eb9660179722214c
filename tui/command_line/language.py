"""Which language plandiff speaks: ``--lang``, else the locale."""

from collections.abc import Mapping

from plandiff.corpus.locales import LANGUAGES


def choose_language(asked: str | None, environ: Mapping[str, str]) -> str:
    """``zh`` or ``en``: what was asked for, else Chinese for a ``zh`` locale, else English.

    >>> choose_language(None, {"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> choose_language(None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    'en'
    """
    if asked in LANGUAGES:
        return asked
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
