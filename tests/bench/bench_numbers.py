"""Numbers of targets, beside the packages that one would use for them instead.

Sentences of invented plans with the values that a reader takes from them; a tool finds a value
where it gives the number itself, whatever it calls it.  cn2an, jionlp and quantulum3 take part
where they are installed: they read numbers, and do not tell a promise from a result, a year or a
name.
"""

import re
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from plandiff.corpus.model import Section
from plandiff.corpus.targets import find_targets

CHINESE: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("力争到2027年毛入园率达到95%以上。", (95,)),
    ("新建幼儿园三所，新增学位1080个。", (3, 1080)),
    ("投资1.2亿元建设职教园区。", (1.2,)),
    ("2025年新增学位900个，2026年再增加1200个。", (1200,)),
    ("完成十二个老旧小区改造。", (12,)),
    ("深化“双减”，落实“五个一百”工程。", ()),
    ("生师比降到16:1。", (16,)),
    ("保障经费三千六百四十万元。", (3640,)),
)
ENGLISH: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("We will build 350 homes by March 2027, up from 312 last year.", (350,)),
    ("At least nine out of ten schools will be rated good.", (90,)),
    ("Reserves will be held at a minimum of £20 million.", (20,)),
    ("The borough is home to 212,000 people.", ()),
    ("Raise the rate from 81% to 85%.", (85,)),
    ("Train twelve coaches in grade 3.", (12,)),
)


def main() -> None:
    """Print what each tool finds of the numbers, and what it gives besides."""
    for language, sentences in (("zh", CHINESE), ("en", ENGLISH)):
        for name, read in _tools(language):
            _print(name, language, sentences, read)


def _tools(language: str) -> Iterable[tuple[str, Callable[[str], list[float]]]]:
    yield "plandiff", _plandiff
    if language == "zh" and find_spec("cn2an"):
        yield "cn2an", _cn2an
    if language == "zh" and find_spec("jionlp"):
        yield "jionlp", _jionlp
    if language == "en" and find_spec("quantulum3"):
        yield "quantulum3", _quantulum3


def _plandiff(sentence: str) -> list[float]:
    title = "Riverside Plan 2026" if sentence.isascii() or "£" in sentence else "云溪县2026年计划"
    root = Section("s0", None, 0, None, None, title, sentence)
    return [target.value for target in find_targets((root,)) if target.value is not None]


def _cn2an(sentence: str) -> list[float]:
    turned = import_module("cn2an").transform(sentence, "cn2an")
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", str(turned))]


def _jionlp(sentence: str) -> list[float]:
    found = import_module("jionlp").ner.extract_money(sentence)
    return [float(money["detail"]["num"]) for money in found]


def _quantulum3(sentence: str) -> list[float]:
    parser = import_module("quantulum3.parser")
    return [float(quantity.value) for quantity in parser.parse(sentence)]


def _print(
    name: str,
    language: str,
    sentences: tuple[tuple[str, tuple[float, ...]], ...],
    read: Callable[[str], list[float]],
) -> None:
    started = time.perf_counter()
    found = wanted = besides = 0
    for sentence, values in sentences:
        given = read(sentence)
        hits = [value for value in values if value in given]
        found, wanted = found + len(hits), wanted + len(values)
        besides += len(given) - len(hits)
    spent = (time.perf_counter() - started) / len(sentences) * 1000
    print(f"{name:12} {language}  found {found}/{wanted}  besides {besides}  {spent:.2f} ms each")


if __name__ == "__main__":
    main()
