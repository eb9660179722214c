"""The wheel is tried, not only the tree."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_three_packages_with_their_data_and_nothing_else(
    wheel: Path,
) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"corpus", "comparison", "tui"}
    assert sum(name.startswith("corpus/samples/") and name.endswith(".txt") for name in names) == 2
    assert {f"{top}/py.typed" for top in tops} <= set(names)


def test_the_script_of_an_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    """Dependencies are lent by the environment of the tests; the three packages come from the
    wheel."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    site = next((home / "lib").glob("python*/site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    lent = next(path for path in sys.path if path.endswith("site-packages"))
    run = subprocess.run(
        [str(home / "bin" / "python"), "-P", "-m", "plandiff", "demo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{lent}", "LC_ALL": "en_US.UTF-8"},
        input=b"",
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr.decode()
    assert "澜川区" in run.stdout.decode()
