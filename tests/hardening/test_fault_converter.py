"""LibreOffice on bad days: what it leaves behind, and what becomes of it with us."""

import tempfile
from pathlib import Path

import pytest

from plandiff.corpus.formats import converter


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("plandiff.corpus.formats.converter.shutil.which", lambda _: "soffice")
    return tmp_path


def test_ctrl_c_while_temporary_files_are_taken_away_leaves_none(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(folder: Path, *_words: object) -> bytes:
        (folder / "profile").mkdir()
        return b"PK"

    def interrupted(*_words: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(converter, "_convert_in", convert)
    monkeypatch.setattr(tempfile.TemporaryDirectory, "_rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        converter.convert_to_docx("plan.odt", b"", "odt")
    assert list(temporary.iterdir()) == []
