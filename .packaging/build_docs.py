"""Builds the documentation site, one for each language, with zensical: ``make docs``.

A page is ``NAME.md`` in English and ``NAME.zh.md`` in Chinese; the first page is the README, and
the pages on commands and for language models are what the program itself prints.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from plandiff.tui.command_line.arguments import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OUT = ROOT / "build" / "docs"
NAVIGATION = {
    "index": ("plandiff", "plandiff"),
    "cookbook": ("Ten tasks", "十项常见工作"),
    "commands": ("Commands", "命令"),
    "install": ("Installation", "安装"),
    "skill": ("For language models", "供大语言模型使用"),
    "packs": ("Word packs", "词包"),
    "templates": ("Templates", "报告模板"),
    "benchmark": ("Benchmark", "测评"),
    "api": ("Python API", "Python 接口（英文）"),
    "security": ("Security", "安全（英文）"),
    "changelog": ("Changelog", "更新记录（英文）"),
}
LANGUAGES = ("en", "zh")
_CONFIG = """\
[project]
site_name = "plandiff"
docs_dir = "pages"
site_dir = "site"
nav = [{nav}]
[project.theme]
language = "{language}"
font = false
features = ["content.code.copy", "navigation.top", "search.highlight"]
[project.markdown_extensions]
tables = {{}}
fenced_code = {{}}
[[project.extra.alternate]]
name = "English"
link = "../en/"
lang = "en"
[[project.extra.alternate]]
name = "中文"
link = "../zh/"
lang = "zh"
"""


def printed(*words: str) -> str:
    """What plandiff prints, 100 columns wide."""
    own = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "plandiff", *words]
    run = subprocess.run(command, capture_output=True, check=True, env=own)  # noqa: S603 - our own words
    return run.stdout.decode()


def commands_page(language: str) -> str:
    """The help of every command."""
    title = NAVIGATION["commands"][LANGUAGES.index(language)]
    parts = [f"# {title}\n", f"```text\n{printed('--help', '--lang', language)}```\n"]
    for name in COMMANDS:
        help_text = printed(name, "--help", "--lang", language)
        parts.append(f"## plandiff {name}\n\n```text\n{help_text}```\n")
    return "\n".join(parts)


def page(name: str, language: str) -> str:
    """The Markdown of a page."""
    if name == "commands":
        return commands_page(language)
    if name == "skill":
        return printed("skill", "--lang", language).partition("---\n\n")[2]
    sources = {
        "index": ROOT / ("README.zh.md" if language == "zh" else "README.md"),
        "security": ROOT / "SECURITY.md",
        "changelog": ROOT / "CHANGELOG.md",
    }
    translated = DOCS / f"{name}.{language}.md"
    source = sources.get(name) or (translated if translated.exists() else DOCS / f"{name}.md")
    return linked(source.read_text("utf-8"))


def linked(text: str) -> str:
    """Links between files of the repository as links between pages; other files lose theirs."""
    text = re.sub(
        r"\]\((?:docs/|\.\./)?(\w+)(?:\.zh)?\.md\)", lambda m: f"]({m[1].lower()}.md)", text
    )
    text = re.sub(r"\]\(docs/([\w-]+\.(?:png|svg))\)", r"](\1)", text)
    text = re.sub(r"\[([^]]+)\]\((?:readme|architecture)\.md\)", r"\1", text)
    return re.sub(r"\[([^]]+)\]\(LICENSE\)", r"\1", text)


def build(language: str) -> None:
    """Write the pages of a language and let zensical make HTML of them; warnings are failures."""
    folder = OUT / language
    pages = folder / "pages"
    shutil.rmtree(folder, ignore_errors=True)
    pages.mkdir(parents=True)
    for name in NAVIGATION:
        (pages / f"{name}.md").write_text(page(name, language), "utf-8")
    for picture in (*DOCS.glob("*.png"), *DOCS.glob("*.svg")):
        shutil.copy(picture, pages)
    titles = {name: both[LANGUAGES.index(language)] for name, both in NAVIGATION.items()}
    nav = ", ".join(f'{{ "{title}" = "{name}.md" }}' for name, title in titles.items())
    (folder / "zensical.toml").write_text(_CONFIG.format(language=language, nav=nav), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - as above
    shutil.copytree(folder / "site", OUT / "site" / language, dirs_exist_ok=True)


if __name__ == "__main__":
    for wanted in LANGUAGES:
        build(wanted)
