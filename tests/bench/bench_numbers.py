"""Numbers of targets, beside the packages that one would use for them instead.

Sentences of invented plans with the values that a reader takes from them; a tool finds a value
where it gives the number itself, whatever it calls it.  cn2an, jionlp and quantulum3 take part
where they are installed: they read numbers, and do not tell a promise from a result, a year or a
name.
"""

import math
import re
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from plandiff.corpus.model import Section
from plandiff.corpus.targets.finding import find_targets

CHINESE: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("力争到2027年毛入园率达到95%以上。", (95,)),
    ("新建幼儿园三所，新增学位1080个。", (3, 1080)),
    ("投资1.2亿元建设职教园区。", (1.2,)),
    ("2025年新增学位900个，2026年再增加1200个。", (1200,)),
    ("完成十二个老旧小区改造。", (12,)),
    ("深化“双减”，落实“五个一百”工程。", ()),
    ("生师比降到16:1。", (16,)),
    ("保障经费三千六百四十万元。", (3640,)),
    ("城乡居民收入分别增长6.5%和7.5%。", (6.5, 7.5)),
    ("城镇登记失业率控制在5.5%以内。", (5.5,)),
    ("全市现有公办幼儿园86所，在园幼儿2.1万人。", ()),
    ("空气优良天数三百天以上。", (300,)),
    ("引进三元乳业、六合机械等企业。", ()),
    ("赤字规模由4.06万亿元增加到5.66万亿元。", (5.66,)),
)
ENGLISH: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("We will build 350 homes by March 2027, up from 312 last year.", (350,)),
    ("At least nine out of ten schools will be rated good.", (90,)),
    ("Reserves will be held at a minimum of £20 million.", (20,)),
    ("The borough is home to 212,000 people.", ()),
    ("Raise the rate from 81% to 85%.", (85,)),
    ("Train twelve coaches in grade 3.", (12,)),
    ("Emissions will fall by 40 per cent by 2030.", (40,)),
    ("The 2025 budget was $1.2 million.", ()),
    ("Answer 80% of calls in time.", (80,)),
    ("We will spend £3.5 million on 14 playgrounds.", (3.5, 14)),
)


def main() -> None:
    """Print what each tool finds of the numbers, and what it gives besides."""
    for language, sentences in (("zh", CHINESE), ("en", ENGLISH)):
        for name, read in _tools(language):
            _print(name, language, sentences, read)


def _tools(language: str) -> Iterable[tuple[str, Callable[[str], list[float]]]]:
    yield "plandiff", _plandiff
    others = {"zh": {"cn2an": _cn2an, "jionlp": _jionlp}, "en": {"quantulum3": _quantulum3}}
    for name, read in others[language].items():
        if find_spec(name):
            yield name, read
        else:
            print(f"{name:12} {language}  not installed: pip install {name}")


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


def _same(value: float, given: float) -> bool:
    """Whether a tool gives the number itself or all of it: 1.2 or 120000000 of 1.2亿元."""
    return any(math.isclose(value * scale, given) for scale in (1, 1e4, 1e6, 1e8, 1e12))


def _print(
    name: str,
    language: str,
    sentences: tuple[tuple[str, tuple[float, ...]], ...],
    read: Callable[[str], list[float]],
) -> None:
    read(sentences[0][0])  # what is loaded only once
    started = time.perf_counter()
    found = wanted = besides = 0
    for sentence, values in sentences:
        given = read(sentence)
        hits = [value for value in values if any(_same(value, other) for other in given)]
        found, wanted = found + len(hits), wanted + len(values)
        besides += len(given) - len(hits)
    spent = (time.perf_counter() - started) / len(sentences) * 1000
    print(f"{name:12} {language}  found {found}/{wanted}  besides {besides}  {spent:.2f} ms each")


if __name__ == "__main__":
    main()
