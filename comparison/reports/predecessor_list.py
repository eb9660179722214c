"""The predecessor of a plan and its evidence: text or JSON (schema ``plandiff.predecessor/1``)."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from plandiff.comparison.across.predecessor import (
    Agreement,
    Candidate,
    Edition,
    Predecessor,
    Standing,
)
from plandiff.comparison.reports.shared.json_values import to_json_bytes
from plandiff.comparison.reports.shared.labels import Labels, labels_for
from plandiff.comparison.reports.shared.verification import verified
from plandiff.corpus.errors import PlandiffError, UsageError, sentence
from plandiff.corpus.text.escape import visible_line

Unread = Mapping[str, PlandiffError]
"""Files that could not be read, by path."""


def render_predecessor(found: Predecessor, unread: Unread, form: str, language: str) -> bytes:
    """Render the result as ``text`` or ``json``; raises `UsageError` for another format."""
    labels = labels_for(language)
    if form == "json":
        return to_json_bytes(_to_dict(found, unread, labels))
    if form == "text":
        return verified(
            ("\n".join(_text(found, unread, labels)) + "\n").encode("utf-8", "replace"), "text"
        )
    raise UsageError("format", name=form, known="text json")


def _to_dict(found: Predecessor, unread: Unread, labels: Labels) -> dict[str, Any]:
    return {
        "schema": "plandiff.predecessor/1",
        "new": _edition(found.new),
        "candidates": [
            {
                "path": one.edition.path,
                "score": round(one.score, 4),
                "reason": format_candidate(one, labels),
                "likeness": round(one.likeness, 4),
                "standing": one.standing.value,
                "title": one.edition.title,
                "issuer": one.edition.issuer,
                "year": one.edition.year,
            }
            for one in found.candidates
        ],
        "verdict": found.chosen.edition.path if found.chosen else None,
        "why": _verdict(found, labels),
        "considered": found.considered,
        "unread": [
            {"path": path, "error": sentence(error, labels.language)}
            for path, error in unread.items()
        ],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "path": edition.path,
        "title": edition.title,
        "issuer": edition.issuer,
        "year": edition.year,
    }


def format_candidate(one: Candidate, labels: Labels) -> str:
    """The evidence for and against a candidate, without a final full stop."""
    pieces = [labels("predecessor.likeness", likeness=f"{one.likeness:.2f}")]
    pieces += [
        labels[f"predecessor.{name}.{agreement.value}"]
        for name, agreement in (("title", one.title), ("issuer", one.issuer))
        if agreement is not Agreement.UNKNOWN
    ]
    if one.standing is Standing.COPY:
        pieces.append(labels["predecessor.copy"])
    elif not one.years:
        pieces.append(labels[f"predecessor.when.{one.standing.value}"])
    elif one.years > 0:
        pieces.append(labels("predecessor.earlier", years=one.years))
    else:
        pieces.append(labels("predecessor.later", years=-one.years))
    return labels["verdict.comma"].join(pieces)


def _name(edition: Edition) -> str:
    return visible_line(edition.title or PurePath(edition.path).stem)


def _verdict(found: Predecessor, labels: Labels) -> str:
    """The result in one sentence; without a predecessor, it names the nearest candidate."""
    if found.chosen:
        name = _name(found.chosen.edition)
        reason = format_candidate(found.chosen, labels)
        return labels("predecessor.found", name=name, reason=reason)
    if not found.candidates:
        return labels("predecessor.none", count=found.considered)
    nearest = found.candidates[0]
    return labels(
        "predecessor.none-but",
        count=found.considered,
        name=visible_line(nearest.edition.path),
        reason=format_candidate(nearest, labels),
    )


def _text(found: Predecessor, unread: Unread, labels: Labels) -> Iterator[str]:
    if found.chosen:
        yield visible_line(found.chosen.edition.path)
    yield _verdict(found, labels)
    others = found.candidates[1:] if found.chosen else found.candidates
    if others:
        yield ""
        yield labels["predecessor.others"]
    for one in others:
        yield f"  {visible_line(one.edition.path)}"
        yield f"      {format_candidate(one, labels)}"
    if unread:
        yield ""
        yield labels("predecessor.unread", count=len(unread))
    for path, error in unread.items():
        message = sentence(error, labels.language)
        yield f"  {visible_line(message if path in message else f'{path}: {message}')}"
