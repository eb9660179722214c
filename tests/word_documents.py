"""Small Word documents made in code, and what tests look at in the redlines made of them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache

from docx import Document
from docx.oxml.ns import nsdecls
from msgspec.structs import replace

from plandiff.comparison.engine import compare
from plandiff.comparison.reports import ReportOptions, render
from plandiff.comparison.reports.options import Originals
from plandiff.comparison.reports.shared.office import fixed_zip
from plandiff.corpus.reading import read_plan


@cache
def _template() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


@cache
def _root_tag() -> str:
    names = nsdecls("w", "r", "wp", "a", "pic", "m")
    return f"<w:document {names}>"


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A document with python-docx's styles; ``parts`` replace or add members by name."""
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    xml = f"{_root_tag()}<w:body>{body}{section}</w:body></w:document>"
    members = {"word/document.xml": xml.encode()}
    for name, content in (parts or {}).items():
        members[name] = content if isinstance(content, bytes) else content.encode()
    return fixed_zip(_template(), members)


def with_relations(links: str, types: str = "") -> dict[str, str]:
    """The template's relationships and content types with more of them."""
    with zipfile.ZipFile(io.BytesIO(_template())) as file:
        relations = file.read("word/_rels/document.xml.rels").decode()
        content = file.read("[Content_Types].xml").decode()
    return {
        "word/_rels/document.xml.rels": relations.replace(
            "</Relationships>", f"{links}</Relationships>"
        ),
        "[Content_Types].xml": content.replace("</Types>", f"{types}</Types>"),
    }


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "", mark: str = "") -> str:
    """A paragraph; a run without markup is plain text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs if run)
    return f"<w:p><w:pPr>{named}{properties}{marked}</w:pPr>{inner}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table of cells that hold one paragraph each, or markup."""
    grid = "<w:gridCol/>" * max(map(len, rows))
    lines = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{lines}</w:tbl>"
    )


def cell(content: str, properties: str = "") -> str:
    """A cell with one paragraph, or with the markup given."""
    if content.startswith("<w:tc>"):
        return content
    inner = content if content.startswith("<") else p(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def theirs(kind: str, content: str = "", *, key: int = 90) -> str:
    """A tracked change of somebody else."""
    inner = content.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    content = inner if kind == "del" else content
    return (
        f'<w:{kind} w:id="{key}" w:author="甲" w:date="2020-01-01T00:00:00Z">{content}</w:{kind}>'
    )


def redline(old: bytes, new: bytes, options: ReportOptions | None = None) -> bytes:
    """The redline of two documents, which is a copy of the new one."""
    plans = (read_plan("a.docx", data=old), read_plan("b.docx", data=new))
    options = options or ReportOptions(author="plandiff")
    return render(compare(*plans), "docx", replace(options, originals=Originals(old, new)))
