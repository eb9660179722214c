"""Records as plain dictionaries and back, with every field checked.

What comes back may have been edited by hand, mailed, or merged by git.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from plandiff.comparison.options import PinKind
from plandiff.tui.review.protocol import About, Mark
from plandiff.tui.review.records import (
    WITHDRAWN,
    Anchor,
    Header,
    MarkRecord,
    NoteRecord,
    PinRecord,
    Place,
    PlanFace,
)

Data = Mapping[str, Any]
_Kind = TypeVar("_Kind", bound=StrEnum)


class MalformedError(ValueError):
    """A field that is missing or holds something else than it should."""


def text(data: Data, name: str, default: str | None = None) -> str:
    """A field that must hold a text."""
    value = data.get(name, default)
    if not isinstance(value, str):
        raise MalformedError(f"{name!r} should be a text")
    return value


def number(data: Data, name: str) -> int:
    """A field that holds a count; 0 where it is missing."""
    value = data.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise MalformedError(f"{name!r} should be a whole number")
    return value


def flag(data: Data, name: str) -> bool:
    """A field that holds true or false; false where it is missing."""
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise MalformedError(f"{name!r} should be true or false")
    return value


def texts(data: Data, name: str) -> tuple[str, ...]:
    """A field that holds a list of texts; empty where it is missing."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MalformedError(f"{name!r} should be a list of texts")
    return tuple(value)


def objects(data: Data, name: str) -> tuple[Data, ...]:
    """A field that holds a list of objects; empty where it is missing."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise MalformedError(f"{name!r} should be a list of objects")
    return tuple(value)


def maybe_object(data: Data, name: str) -> Data | None:
    """A field that holds an object or nothing."""
    value = data.get(name)
    if value is not None and not isinstance(value, dict):
        raise MalformedError(f"{name!r} should be an object")
    return value


def anchor_to_data(anchor: Anchor) -> dict[str, Any]:
    """An anchor as a dictionary; sides that are not there are left out."""
    data: dict[str, Any] = {
        "id": anchor.id,
        "key": anchor.key,
        "about": anchor.about.value,
        "place": anchor.place,
        "position": anchor.position,
    }
    for name, place in (("old", anchor.old), ("new", anchor.new)):
        if place is not None:
            data[name] = {"path": list(place.path), "text": place.text}
    return data


def anchor_from_data(data: Data) -> Anchor:
    """Read what `anchor_to_data` wrote."""
    return Anchor(
        id=text(data, "id"),
        key=text(data, "key"),
        about=_one_of(About, text(data, "about"), "about"),
        old=_place(maybe_object(data, "old")),
        new=_place(maybe_object(data, "new")),
        place=text(data, "place", ""),
        position=number(data, "position"),
    )


def _place(data: Data | None) -> Place | None:
    return None if data is None else Place(texts(data, "path"), text(data, "text"))


def mark_to_data(mark: MarkRecord) -> dict[str, Any]:
    """A mark as a dictionary, without its anchor."""
    data: dict[str, Any] = {"by": mark.by, "mark": mark.mark, "when": mark.when}
    if mark.over:
        data["over"] = list(mark.over)
    return data


def mark_from_data(data: Data, anchor: str) -> MarkRecord:
    """Read what `mark_to_data` wrote."""
    value = text(data, "mark")
    if value != WITHDRAWN:
        _one_of(Mark, value, "mark")
    return MarkRecord(anchor, text(data, "by"), value, text(data, "when"), texts(data, "over"))


def note_to_data(note: NoteRecord) -> dict[str, Any]:
    """A note as a dictionary, without its anchor."""
    data: dict[str, Any] = {
        "id": note.id,
        "by": note.by,
        "text": note.text,
        "created": note.created,
        "when": note.when,
    }
    if note.deleted:
        data["deleted"] = True
    if note.versions:
        data["versions"] = list(note.versions)
    return data


def note_from_data(data: Data, anchor: str) -> NoteRecord:
    """Read what `note_to_data` wrote."""
    return NoteRecord(
        id=text(data, "id"),
        anchor=anchor,
        by=text(data, "by"),
        text=text(data, "text"),
        created=text(data, "created", ""),
        when=text(data, "when"),
        deleted=flag(data, "deleted"),
        versions=texts(data, "versions"),
    )


def pin_to_data(pin: PinRecord) -> dict[str, Any]:
    """A pin as a dictionary; its sides name anchors."""
    data: dict[str, Any] = {"kind": pin.kind.value, "by": pin.by, "when": pin.when}
    sides = (("old", pin.old), ("new", pin.new))
    data.update({name: side for name, side in sides if side is not None})
    if pin.deleted:
        data["deleted"] = True
    return data


def pin_from_data(data: Data) -> PinRecord:
    """Read what `pin_to_data` wrote."""
    sides = [text(data, name) if name in data else None for name in ("old", "new")]
    return PinRecord(
        _one_of(PinKind, text(data, "kind"), "kind"),
        sides[0],
        sides[1],
        text(data, "by"),
        text(data, "when"),
        flag(data, "deleted"),
    )


def face_to_data(face: PlanFace, *, with_path: bool) -> dict[str, Any]:
    """A plan's face as a dictionary; paths stay at home."""
    data: dict[str, Any] = {"name": face.name, "sha256": face.sha256}
    if with_path:
        data["path"] = face.path
    data["sections"] = " ".join(face.sections)
    return data


def face_from_data(data: Data) -> PlanFace:
    """Read what `face_to_data` wrote."""
    return PlanFace(
        name=text(data, "name", ""),
        path=text(data, "path", ""),
        sha256=text(data, "sha256", ""),
        sections=tuple(text(data, "sections", "").split()),
    )


def header_from_data(data: Data) -> Header:
    """Read a review's header from the JSON form."""
    return Header(
        id=text(data, "id"),
        old=face_from_data(maybe_object(data, "old") or {}),
        new=face_from_data(maybe_object(data, "new") or {}),
        touched=text(data, "touched", ""),
        reviewed=number(data, "reviewed"),
        total=number(data, "total"),
    )


def _one_of(kinds: type[_Kind], value: str, name: str) -> _Kind:
    try:
        return kinds(value)
    except ValueError as error:
        raise MalformedError(f"{name!r} should not be {value!r}") from error
