"""Pictures for a preview, always made anew: no byte of the file itself is ever shown by a browser as ours."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from ehc_workflow.documents.reading import pdf
from ehc_workflow.documents.reading.pieces import UnreadableError

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}


def draw(path: Path, media_type: str, page: int, side: int, out: BinaryIO) -> None:
    """One page, or a picture, as a PNG whose longer side is at most `side` pixels."""
    if media_type == "application/pdf":
        drawn = pdf.draw(path, page, side)
    elif media_type in _FORMATS and page == 1:
        drawn = _picture(path, _FORMATS[media_type], side)
    else:
        raise UnreadableError("There is no picture of it.")
    drawn.save(out, "PNG", compress_level=3)


def _picture(path: Path, form: str, side: int) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(path, formats=[form]) as picture:
            picture.draft("RGB", (side, side))
            # A telephone writes into the file which way is up.
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((side, side))
            return upright.convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnreadableError("The picture is too large to be shown.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableError("The picture is damaged.") from error
