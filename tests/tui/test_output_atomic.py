"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from plandiff.corpus.errors import OutputError
from plandiff.tui.work.output import write_atomically


def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"before")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plandiff.tui.work.output.os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_atomically(path, b"after", overwrite=True)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_holds_something_is_kept_unless_overwriting_is_asked_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.md"
    write_atomically(path, b"one", overwrite=False)
    with pytest.raises(OutputError, match="--force"):
        write_atomically(path, b"two", overwrite=False)
    write_atomically(path, b"three", overwrite=True)
    assert path.read_bytes() == b"three"


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_bytes(b"before")
    link.symlink_to(real)
    write_atomically(link, b"after", overwrite=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"after"


def test_a_folder_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="directory"):
        write_atomically(tmp_path, b"", overwrite=True)
