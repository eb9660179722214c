"""What is installed is tried, in each way in which plandiff can be had: one package, `plandiff`."""

import json
import os
import pickle
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import plandiff
from tests.timing import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("corpus", "comparison", "tui")
LENT = next(path for path in sys.path if path.endswith("site-packages"))
RENAMED = {
    "plandiff.py": "__init__.py",
    "tui/__main__.py": "__main__.py",
    "corpus/py.typed": "py.typed",
}
WAYS = ("wheel", "editable", "checkout")


def build(target: str, source: Path, folder: Path) -> Path:
    """A wheel or an sdist of the checkout in ``source``."""
    words = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(words, cwd=source, check=True, capture_output=True)
    return next(folder.glob("*.whl" if target == "wheel" else "*.tar.gz"))


@dataclass(frozen=True)
class Environment:
    """A virtual environment that borrows the dependencies, not plandiff, from that of the tests."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return next((self.home / "lib").glob("python*/site-packages"))

    def run(self, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """A program of the environment, ended by itself."""
        own = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | self.environ
        command = [str(self.home / "bin" / words[0]), *words[1:]]
        return subprocess.run(
            command, cwd=cwd, env=own | {"LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL,
            capture_output=True, check=False, text=True, timeout=PATIENCE,
        )  # fmt: skip


def make_environment(home: Path, *words: str, **environ: str) -> Environment:
    """Make one and install into it with pip what ``words`` name."""
    venv.create(home, with_pip=False)
    made = Environment(home, environ)
    (made.site / "lent.pth").write_text(LENT + "\n", "utf-8")
    if words:
        pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install"]
        kept_off = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        subprocess.run([*pip, *kept_off, *words], check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environments(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Environment]:
    folder = tmp_path_factory.mktemp("environments")
    return {
        "wheel": make_environment(folder / "wheel", str(wheel)),
        "editable": make_environment(folder / "editable", "-e", str(ROOT)),
        "checkout": make_environment(folder / "checkout", PYTHONPATH=str(ROOT)),
    }


def test_the_wheel_holds_every_file_of_the_three_folders_below_plandiff(wheel: Path) -> None:
    in_wheel = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    in_checkout = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert in_wheel == {
        *(f"plandiff/{name}" for name in in_checkout - RENAMED.keys()),
        *(f"plandiff/{name}" for name in RENAMED.values()),
    }


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path)
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    again = build("wheel", source, tmp_path / "again")
    assert {(i.filename, i.CRC) for i in zipfile.ZipFile(again).infolist()} == {
        (i.filename, i.CRC) for i in zipfile.ZipFile(wheel).infolist()
    }
    assert {"docs", "tests", "Makefile"} <= {path.name for path in source.iterdir()}


def test_pip_puts_one_package_into_site_packages(environments: dict[str, Environment]) -> None:
    installed = {path.name for path in environments["wheel"].site.iterdir()} - {"lent.pth"}
    assert {name.partition("-")[0] for name in installed} == {"plandiff"}
    assert len(installed) == 2  # the package and its .dist-info


@pytest.mark.parametrize("way", WAYS)
def test_names_of_the_folders_cannot_be_imported(
    way: str, environments: dict[str, Environment], tmp_path: Path
) -> None:
    """Under two names, every class would exist twice."""
    module = {"corpus": "model", "comparison": "engine", "tui": "cli"}
    for name in (*FOLDERS, *map(".".join, module.items())):
        code = f"import plandiff.{name}\ntry: import {name}\nexcept ImportError: print('refused')"
        run = environments[way].run("python", "-c", code, cwd=tmp_path)
        assert (run.stdout, run.stderr) == ("refused\n", ""), name


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [["python", "-m", "plandiff"], ["plandiff"]])
def test_plandiff_runs_in_a_folder_with_files_named_as_its_own(
    way: str, words: list[str], environments: dict[str, Environment], tmp_path: Path
) -> None:
    """A PDF is read, and reports are written, in a second process: it must find plandiff too."""
    environment = environments[way]
    if words == ["plandiff"] and way == "checkout":
        pytest.skip("a checkout that is not installed has no script")
    for name in (*FOLDERS, "tests", "parsing"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong file')\n", "utf-8")
    help_, demo, report = (
        environment.run(*words, *more, cwd=tmp_path)
        for more in (["--version"], ["demo", "--lang", "en"], ["demo", "-o", "report.docx"])
    )
    assert help_.stdout.startswith("plandiff ")
    assert (demo.returncode, demo.stderr) == (0, "")
    assert "澜川区" in demo.stdout
    assert (report.returncode, (tmp_path / "report.docx").stat().st_size > 0) == (0, True)


def test_a_checkout_runs_from_its_own_folder(environments: dict[str, Environment]) -> None:
    bare = Environment(environments["checkout"].home)
    run = bare.run("python", "-m", "plandiff", "demo", "--lang", "en", cwd=ROOT)
    assert (run.returncode, run.stderr) == (0, "")
    assert "澜川区" in run.stdout


@pytest.mark.parametrize("way", WAYS)
def test_the_public_names_are_there(
    way: str, environments: dict[str, Environment], tmp_path: Path
) -> None:
    code = (
        "from plandiff import *\nfrom plandiff import compare, read_plan, render, sample_paths\n"
        "old, new = map(read_plan, sample_paths())\n"
        "print(len(render(compare(old, new), 'json')) > 0, Comparison.__module__)"
    )
    run = environments[way].run("python", "-c", code, cwd=tmp_path)
    assert (run.stdout, run.stderr) == ("True plandiff.comparison.model\n", "")


PACKAGING = ROOT / ".packaging"


@pytest.mark.slow
@pytest.mark.parametrize("words", [("-P", "-m", "plandiff"), ("-m", "plandiff"), ()])
def test_the_bundled_program_runs_itself_as_a_module_too(words: tuple[str, ...]) -> None:
    command = [sys.executable, str(PACKAGING / "bundle_main.py"), *words, "--version"]
    run = subprocess.run(command, capture_output=True, check=False, text=True, cwd="/")
    assert (run.returncode, run.stdout) == (0, f"plandiff {plandiff.__version__}\n")


@pytest.mark.slow
def test_the_bundled_program_is_a_worker_of_its_own_and_runs_no_module_of_others() -> None:
    entry = str(PACKAGING / "bundle_main.py")
    worker = [sys.executable, entry, "-P", "-m", "plandiff.corpus.background_worker"]
    with subprocess.Popen(worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(pickle.dumps(None, 5) + pickle.dumps((abs, (-7,)), 5))
        process.stdin.flush()  # and stays open: its end would end the worker
        assert pickle.load(process.stdout) == (True, 7)  # noqa: S301 - from our own worker
    other = [sys.executable, entry, "-m", "timeit", "-n", "1"]
    assert subprocess.run(other, capture_output=True, check=False).returncode == 2


@pytest.mark.slow
def test_other_programs_get_back_the_library_path_that_a_bundle_changed() -> None:
    code = (
        "import runpy, os, sys; sys.argv = ['plandiff', '--version']\n"
        "try: runpy.run_path(os.environ['ENTRY'], run_name='__main__')\n"
        "except SystemExit: print(os.environ.get('LD_LIBRARY_PATH'))"
    )
    for before, expected in ({"LD_LIBRARY_PATH_ORIG": "/own"}, "/own"), ({}, "None"):
        own = {**os.environ, "ENTRY": str(PACKAGING / "bundle_main.py")}
        own |= {"LD_LIBRARY_PATH": "/bundle", **before}
        run = subprocess.run(
            [sys.executable, "-c", code], env=own, capture_output=True, check=True, text=True
        )
        assert run.stdout.splitlines()[-1] == expected


def test_the_manifests_have_what_their_package_managers_need() -> None:
    scoop = json.loads((PACKAGING / "scoop" / "plandiff.json").read_text("utf-8"))
    assert {"version", "homepage", "license", "architecture", "bin"} <= scoop.keys()
    assert {"url", "hash"} <= scoop["architecture"]["64bit"].keys()
    winget = (PACKAGING / "winget" / "plandiff.yaml").read_text("utf-8")
    keys = (
        "PackageIdentifier", "PackageVersion", "PackageLocale", "Publisher", "PackageName",
        "License", "ShortDescription", "Installers", "ManifestType", "ManifestVersion",
    )  # fmt: skip
    assert [key for key in keys if f"\n{key}: " not in winget.replace(":\n", ": \n")] == []
    assert winget.count("VERSION") == 4  # one of them in the comment on top


def test_the_offline_script_says_which_python_it_needs(tmp_path: Path) -> None:
    script = str(PACKAGING / "install.sh")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))
    own = {"PATH": str(tools), "HOME": str(tmp_path)}
    run = subprocess.run(
        [str(tools / "sh"), script], env=own, capture_output=True, check=False, text=True
    )
    assert run.returncode == 1
    assert "Python 3.11" in run.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bin"]
