"""Files made for a test: small, whole or broken on purpose, about nobody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def pdf(*pages: str, trailer: str = "") -> bytes:
    """A PDF with a line of text on each page; a page without one is empty, as a scan is to a reader."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        lines = "".join(f"({_literal(line)}) Tj 0 -20 Td " for line in text.splitlines())
        drawn = f"BT /F1 14 Tf 60 760 Td {lines}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _numbered(objects, trailer)


def locked_pdf() -> bytes:
    """A PDF that asks for a password nobody knows."""
    lock = f"/Filter /Standard /V 1 /R 2 /O <{'ab' * 32}> /U <{'cd' * 32}> /P -4"
    return pdf("Unseen", trailer=f"/Encrypt << {lock} >> /ID [<{'ef' * 16}> <{'ef' * 16}>]")


def _literal(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _numbered(objects: Iterable[str], trailer: str) -> bytes:
    out, places = io.BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    size = len(places) + 1
    out.write(
        f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return out.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
    return file.getvalue()


def word(*body: str, **parts: str) -> bytes:
    """A Word file of these paragraphs: text, or XML where one begins with `<`. `header1` is a further part."""
    inside = "".join(each if each.startswith("<") else paragraph(each) for each in body)
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_WORD}><w:body>{inside}</w:body></w:document>",
            **{f"word/{name}.xml": f"<w:hdr {_WORD}>{xml}</w:hdr>" for name, xml in parts.items()},
        }
    )


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of Word."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_table(*rows: tuple[str, ...]) -> str:
    """A table of Word."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{each}</w:tr>" for each in cells) + "</w:tbl>"


def odt(body: str) -> bytes:
    """An OpenDocument text with this XML as its text."""
    content = f"<office:document-content {_ODT}><office:body>{body}</office:body></office:document-content>"
    return packed({"mimetype": ODT_TYPE, "content.xml": content})
