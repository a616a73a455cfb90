"""Pictures that a corpus names instead of carrying: a file of an installed package, then the steps that change it.

A record says where the picture comes from (``paquet``, ``fichier_paquet``) and how it was changed (``recette``). Each
step is a TOML table; ``faire`` names the operation, the other keys are its settings. Sizes are in pixels, from the left
and the top:

    { faire = "recadrer", boite = [left, top, right, bottom] }
    { faire = "redimensionner", largeur = 800 }                   hauteur follows, or give it as well
    { faire = "coller", paquet = "…", fichier_paquet = "…", boite = […], taille = [w, h], position = [x, y],
      fusion = "eclaircir", contour = 12 }                        keep the lighter pixel; soften the edge
    { faire = "ecrire", texte = "…", position = [x, y], corps = 32, couleur = "white" }
    { faire = "enregistrer", format = "JPEG", qualite = 70, exif = { Make = "…" } }

The same record gives the same bytes, with one version of Pillow. Metadata of the source never passes through a recipe;
without steps the file is copied as it is.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from forensics.corpus.record import Record
from forensics.errors import UnreadableInput
from forensics.files import write_whole
from forensics.picture import Limits, Picture
from forensics.text import clean, clean_name

Step = Mapping[str, Any]

MOST_STEPS = 32
LONGEST_SIDE = 10_000
FONT = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "atkinson-hyperlegible-next-400.ttf"
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}


def materialise(corpus_folder: Path, record: Record, into: Path) -> Path:
    """The picture of a record as a file.

    A picture that the corpus carries stays where it is. Another one is written under ``into`` with the name
    ``record.fichier``, unless the same bytes are already there. Raises `UnreadableInput` (missing or damaged source,
    ``recipe_invalid``) and `CannotWrite`.
    """
    if not record.paquet:
        return inside(corpus_folder, record.fichier)
    data = made_bytes(corpus_folder, record)
    path = inside(into, record.fichier)
    if path.is_file() and path.read_bytes() == data:
        return path
    return write_whole(path, data)


def made_bytes(corpus_folder: Path, record: Record) -> bytes:
    """The bytes of a picture taken from a package, after its recipe."""
    source = package_file(record.paquet, record.fichier_paquet)
    if not record.recette:
        return Picture.read(source).data
    if len(record.recette) > MOST_STEPS:
        raise _refused(corpus_folder, record, f"> {MOST_STEPS}")
    image = _pixels(source)
    *changes, last = record.recette
    save = last if last.get("faire") == "enregistrer" else {}
    for step in changes if save else record.recette:
        image = _changed(image, step, corpus_folder, record)
    try:
        return _saved(image, FORMATS.get(PurePosixPath(record.fichier).suffix.lower(), "PNG"), save)
    except (KeyError, TypeError, ValueError, OSError) as fault:
        raise _refused(corpus_folder, record, "enregistrer") from fault


def package_file(package: str, name: str) -> Path:
    """Where an installed package keeps a file. The package is found, not imported."""
    shown = clean_name(f"{package}/{name}")
    spec = find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise UnreadableInput("not_found", path=shown)
    return inside(Path(next(iter(spec.submodule_search_locations))), name)


def inside(folder: Path, name: str) -> Path:
    """``folder / name``; a name that leads out of the folder is treated as missing."""
    path = folder / name
    if not name or not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableInput("not_found", path=clean_name(name))
    return path


def _pixels(path: Path) -> Image.Image:
    """The pixels alone: comments, profiles and resolutions of the source stay behind."""
    image = Picture.read(path).rgb_image.copy()
    image.info = {}
    return image


def _changed(image: Image.Image, step: Step, corpus_folder: Path, record: Record) -> Image.Image:
    name = str(step.get("faire", ""))
    try:
        return CHANGES[name](image, step)
    except (KeyError, TypeError, ValueError) as fault:
        raise _refused(corpus_folder, record, name) from fault


def _refused(corpus_folder: Path, record: Record, step: str) -> UnreadableInput:
    where = clean_name(str(corpus_folder / "corpus.toml"))
    return UnreadableInput("recipe_invalid", path=where, id=clean(record.id), step=clean(step))


def _crop(image: Image.Image, step: Step) -> Image.Image:
    left, top, right, bottom = (int(side) for side in step["boite"])
    if not (0 <= left < right <= image.width and 0 <= top < bottom <= image.height):
        raise ValueError("the box leaves the picture")
    return image.crop((left, top, right, bottom))


def _resize(image: Image.Image, step: Step) -> Image.Image:
    width = int(step["largeur"])
    height = int(step.get("hauteur", round(image.height * width / image.width)))
    return image.resize(_size((width, height)), Image.Resampling.LANCZOS)


def _size(sides: Any) -> tuple[int, int]:
    width, height = (int(side) for side in sides)
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE and width * height <= Limits().max_pixels):
        raise ValueError("the size makes no sense")
    return width, height


def _paste(image: Image.Image, step: Step) -> Image.Image:
    piece = _pixels(package_file(str(step["paquet"]), str(step["fichier_paquet"])))
    if "boite" in step:
        piece = _crop(piece, step)
    if "taille" in step:
        piece = piece.resize(_size(step["taille"]), Image.Resampling.LANCZOS)
    x, y = (int(place) for place in step["position"])
    below = image.crop((x, y, x + piece.width, y + piece.height))
    if step.get("fusion") == "eclaircir":
        piece = ImageChops.lighter(below, piece)
    result = image.copy()
    result.paste(piece, (x, y), _soft_edge(piece.size, int(step.get("contour", 0))))
    return result


def _soft_edge(size: tuple[int, int], width: int) -> Image.Image:
    """A mask that is white inside and fades to black over ``width`` pixels towards the edge."""
    if width <= 0:
        return Image.new("L", size, 255)
    if 2 * width >= min(size):
        raise ValueError("the edge is wider than the piece")
    core = Image.new("L", (size[0] - 2 * width, size[1] - 2 * width), 255)
    return ImageOps.expand(core, width, 0).filter(ImageFilter.GaussianBlur(width / 2))


def _write(image: Image.Image, step: Step) -> Image.Image:
    x, y = (int(place) for place in step["position"])
    result = image.copy()
    font = ImageFont.truetype(str(FONT), min(int(step.get("corps", 24)), 400), layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(result).text((x, y), clean(str(step["texte"])), fill=str(step.get("couleur", "white")), font=font)
    return result


CHANGES: dict[str, Callable[[Image.Image, Step], Image.Image]] = {
    "recadrer": _crop,
    "redimensionner": _resize,
    "coller": _paste,
    "ecrire": _write,
}


def _saved(image: Image.Image, format_: str, step: Step) -> bytes:
    format_ = str(step.get("format", format_))
    if format_ not in FORMATS.values():
        raise ValueError("a format we do not write")
    options: dict[str, Any] = {} if format_ == "PNG" else {"quality": min(max(int(step.get("qualite", 90)), 1), 100)}
    if "exif" in step:
        options["exif"] = _exif(step["exif"])
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def _exif(texts: Mapping[str, Any]) -> Image.Exif:
    exif = Image.Exif()
    for name, value in texts.items():
        exif[ExifTags.Base[name]] = clean(str(value))
    return exif
