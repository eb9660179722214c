"""Laws of the catalogues: both languages have the same texts, and the program uses all of them."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import plandiff.comparison.review.problems
import plandiff.tui.screens.editor
from plandiff.corpus import errors
from plandiff.corpus.errors import InputError, PlandiffError, UsageError
from plandiff.corpus.locales import LANGUAGES, Words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for name in ("corpus", "comparison", "tui") for path in (ROOT / name).rglob("*.py")]
TEMPLATES = [*(ROOT / "comparison").rglob("*.jinja")]


def catalogue(language: str) -> dict[str, dict[str, str]]:
    """All texts of a language, by area and key, as JSON has them."""
    source = (ROOT / "corpus" / "locales" / f"{language}.json").read_text("utf-8")
    texts: dict[str, dict[str, str]] = json.loads(source)
    return texts


def flat(language: str) -> dict[str, str]:
    areas = catalogue(language).items()
    return {f"{area}/{key}": text for area, texts in areas for key, text in texts.items()}


ZH, EN = flat("zh"), flat("en")
NAMES = re.compile(
    r"plandiff(?: review(?: list| export| add)?| library add)?|true|false|"
    r"Windows|MCP|prompt|accepted\|questioned\|reviewed|"
    r"PYTHONIOENCODING|HEAD|git(?: \w+)?|argparse-manpage|"
    r"LibreOffice|Dask|CSV|TOML|OLE2|SQLite|Word|Markdown|Jinja2|JSON|XML|UTF-8|EPUB|MB|Ctrl\+\w+|"
    r"Shift\+Tab|Tab|Esc|Enter|Space|GZIP|BZIP2|ZIP|7Z|RAR|XZ|PNG|JPEG|GIF|TIFF|PDF|"
    r"--?[a-z][a-z-]*|\.[a-z]+|\$EDITOR|\[keys\]|OLD|NEW|PLAN|YYYY-MM-DD|y/N"
)
SYMBOLIC = re.compile(r"app/(setting\.\w+|config\.no_file|hint\.\w+)|help/.*|errors/settings\..*")
"""Texts that name settings, keys of the keyboard or words of the command line."""


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_both_catalogues_have_the_same_areas_and_keys_in_the_same_order() -> None:
    assert list(ZH) == list(EN)


def test_both_texts_of_a_key_take_the_same_facts() -> None:
    assert [key for key, text in ZH.items() if fields(text) != fields(EN[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_program_reads_from_a_catalogue_what_json_reads(language: str) -> None:
    areas = catalogue(language)
    terms = areas.pop("terms")
    for area, texts in areas.items():
        shared = {} if area in ("help", "errors") else terms
        assert Words(language, area).texts == shared | texts
    assert "\\" not in "".join(text for texts in areas.values() for text in texts.values())


def test_no_text_is_empty() -> None:
    assert [key for key in ZH if not ZH[key] or not EN[key]] == []


def test_no_area_has_a_text_of_its_own_for_a_shared_term() -> None:
    for language in LANGUAGES:
        areas = catalogue(language)
        terms = areas.pop("terms")
        assert [key for texts in areas.values() for key in texts if key in terms] == []


def test_a_chinese_text_holds_no_english_word() -> None:
    english = {
        key: words
        for key, text in ZH.items()
        if (words := re.findall(r"[A-Za-z]{2,}", NAMES.sub("", re.sub(r"{[^{}]*}", "", text))))
        and not SYMBOLIC.fullmatch(key)
    }
    assert english == {}


def test_english_counts_have_both_numbers_and_chinese_ones_need_none() -> None:
    assert [key for key, text in ZH.items() if "|" in re.sub(r"[a-z]\|[a-z]", "", text)] == []
    for key, text in EN.items():
        for _, name, form, _ in Formatter().parse(text):
            if name and form and "|" in form:
                one, _, other = form.partition("|")
                assert one, key
                assert other, key
                assert one != other, key
        assert not re.search(r"{(count|total|sections|characters)} (?!times its)\w+s\b", text), key


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [(1, "1 section unchanged", "1 节未变"), (3, "3 sections unchanged", "3 节未变"),
     (0, "0 sections unchanged", "0 节未变")],
)  # fmt: skip
def test_a_count_chooses_the_number_of_its_noun(count: int, english: str, chinese: str) -> None:
    assert Words("en", "app")("fold", count=count) == english
    assert Words("zh", "app")("fold", count=count) == chinese


def test_facts_are_put_in_literally() -> None:
    assert Words("en", "app")("nothing.section", text="{x} [/]") == "no such section: {x} [/]"


def test_an_unknown_key_or_a_missing_fact_raises() -> None:
    with pytest.raises(KeyError):
        Words("zh", "app")("no.such.key")
    with pytest.raises(KeyError):
        Words("zh", "app")("fold")


@pytest.mark.parametrize(
    ("asked", "got"), [("zh", "zh"), ("zh-TW", "zh"), ("en", "en"), ("fr", "en")]
)
def test_chinese_answers_to_every_chinese_and_english_to_the_rest(asked: str, got: str) -> None:
    assert Words(asked, "app").language == got


def test_the_other_language_of_the_other_is_the_first() -> None:
    assert [Words("zh", "help").other().language, Words("en", "help").other().language] == [
        "en",
        "zh",
    ]


def areas_of(path: Path) -> tuple[str, ...]:
    """The areas that the calls ``words(…)`` and ``labels(…)`` of a file can mean."""
    name = path.relative_to(ROOT).as_posix()
    special = {
        "tui/command_line/listings.py": ("show", "app"),
        "tui/command_line/arguments.py": ("help",),
        "tui/command_line/completion.py": ("help",),
        "tui/command_line/git.py": ("help", "review"),
        "tui/command_line/agents.py": ("help",),
        "tui/command_line/review_commands.py": ("help", "review"),
        "tui/command_line/review_remarks.py": ("help", "review"),
        "tui/command_line/many_plans.py": ("help", "reports"),
        "tui/command_line/library_commands.py": ("help", "reports"),
        "corpus/errors.py": ("errors",),
    }
    if name in special:
        return special[name]
    if name.startswith("comparison/"):
        return ("review",) if name.startswith("comparison/review/") else ("reports",)
    return ("app",)


def known(area: str) -> Mapping[str, str]:
    return Words("en", area).texts


@cache
def nodes() -> tuple[tuple[Path, ast.AST], ...]:
    """Every expression of the product with its file."""
    trees = ((path, ast.parse(path.read_text("utf-8"))) for path in SOURCES)
    wanted = (ast.Call, ast.Constant, ast.JoinedStr)
    return tuple((path, n) for path, tree in trees for n in ast.walk(tree) if isinstance(n, wanted))


def calls() -> Iterator[tuple[Path, ast.Call, str, str]]:
    """File, call, name of what is called, first argument where that is a literal."""
    for path, node in nodes():
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if isinstance(node.args[0].value, str):
                yield path, node, name, node.args[0].value


def facts_of(call: ast.Call) -> list[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else sorted(name for name in names if name is not None)


def test_a_phrase_and_a_usage_error_are_made_with_the_facts_that_their_text_names() -> None:
    met = 0
    for path, call, name, literal in calls():
        if name in ("Phrase", "UsageError"):
            text = known("errors")[literal if name == "Phrase" else f"usage.{literal}"]
            facts = facts_of(call)
            assert facts is None or facts == sorted(set(fields(text))), (path.name, literal)
            met += 1
    assert met > 100


def test_every_word_that_is_asked_for_is_there_with_the_facts_that_it_names() -> None:
    met = 0
    for path, call, name, literal in calls():
        worded = any(path.is_relative_to(ROOT / place) for place in ("tui", "comparison/reports"))
        if worded and name in ("words", "labels"):
            texts = [known(area)[literal] for area in areas_of(path) if literal in known(area)]
            assert texts, (path.name, literal)
            facts = facts_of(call)
            assert facts is None or facts == sorted(set(fields(texts[0]))), (path.name, literal)
            met += 1
    assert met > 150


def literals_and_patterns() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every string of the sources, and those with values in them as patterns."""
    literals: set[str] = set()
    patterns = []
    for _, node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
                for part in node.values
            ]
            if re.match(r"[a-z-]+[._]", str(node.values[0].value)):
                patterns.append(re.compile("".join(parts)))
    for template in TEMPLATES:
        literals |= set(re.findall(r"""["']([a-z][a-z.-]+)["']""", template.read_text("utf-8")))
        literals |= {f"column.{name}" for name in literals}
    literals |= {f"usage.{literal}" for _, _, name, literal in calls() if name == "UsageError"}
    return literals, patterns


def test_every_text_of_the_catalogues_is_used() -> None:
    literals, patterns = literals_and_patterns()
    by_prefix = re.compile(r"(cn|tw|jp)\.[a-z-]+|system\.E[A-Z]+")
    unused = [
        key
        for key in (name.partition("/")[2] for name in ZH)
        if key not in literals
        and not by_prefix.fullmatch(key)
        and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert not unused, " ".join(unused)


def error_classes(base: type[PlandiffError] = PlandiffError) -> Iterator[type[PlandiffError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from error_classes(kind)


def test_every_class_of_errors_has_a_code_of_its_own_with_words_in_both_languages() -> None:
    by_instance = {InputError, UsageError, plandiff.comparison.review.problems.StoreError}
    kinds = [kind for kind in error_classes() if kind not in by_instance]
    codes = [kind.code for kind in kinds]
    assert plandiff.tui.screens.editor.EditorError in kinds
    assert len(set(codes)) == len(codes) > 10
    assert [code for code in codes if code not in known("errors")] == []
    stores = [f"store.{kind}" for kind in plandiff.comparison.review.problems.ProblemKind]
    assert [code for code in stores if code not in known("errors")] == []


def test_what_the_system_says_is_known_by_its_number() -> None:
    denied = errors.system_reason(PermissionError(13, "whatever the system calls it"))
    assert errors.sentence(denied, "zh") == "没有权限"
    assert (
        errors.sentence(errors.system_reason(OSError(9999, "Odd")), "zh") == "系统报错，编号 9999"
    )
    assert errors.sentence(OSError(28, "No space left on device", "报告"), "zh") == "报告：磁盘已满"


def test_a_file_called_like_a_reason_keeps_its_name() -> None:
    assert errors.sentence(errors.NotFoundError("it is empty"), "zh").startswith("it is empty：")
