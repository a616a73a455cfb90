"""Draw the phases of the Moon: the Sun lights half of it, and the Earth sees that half from eight sides.

    pip install numpy pillow
    python phases.py phases.png

Seen from above the Earth's North Pole the Moon goes round anticlockwise. For an observer of the northern hemisphere the
waxing Moon is lit on its right.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 840)
CENTRE = (540, 430)
FONT = Path(__file__).parents[3] / "src/forensics/assets/fonts/atkinson-hyperlegible-next-400.ttf"
NIGHT, LIGHT, SHADE, INK, SUN, EARTH = (
    (16, 22, 42),
    (244, 240, 222),
    (70, 76, 98),
    (226, 230, 240),
    (250, 204, 84),
    (70, 130, 190),
)
NAMES = (
    "nouvelle lune",
    "premier croissant",
    "premier quartier",
    "gibbeuse croissante",
    "pleine lune",
    "gibbeuse décroissante",
    "dernier quartier",
    "dernier croissant",
)


def ball(radius: int, elongation: float) -> Image.Image:
    """A disc lit as the Moon is at this angle from the Sun (radians, seen from the Earth), with smooth edges."""
    fine = 4 * radius
    v, u = np.mgrid[-fine:fine, -fine:fine] / fine + 0.5 / fine
    towards = np.sqrt(np.clip(1 - u**2 - v**2, 0, None))
    lit = u * math.sin(elongation) - towards * math.cos(elongation) > 0
    pixels = np.where(lit[..., None], LIGHT, SHADE)
    cover = np.where(u**2 + v**2 <= 1, 255, 0)[..., None]
    whole = Image.fromarray(np.concatenate([pixels, cover], axis=2).astype(np.uint8), "RGBA")
    return whole.resize((2 * radius, 2 * radius), Image.Resampling.BOX)


def place(picture: Image.Image, disc: Image.Image, x: float, y: float) -> None:
    picture.paste(disc, (round(x - disc.width / 2), round(y - disc.height / 2)), disc)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    choices = parser.parse_args()
    picture = Image.new("RGB", SIZE, NIGHT)
    pen = ImageDraw.Draw(picture)
    small, large = ImageFont.truetype(str(FONT), 24), ImageFont.truetype(str(FONT), 31)
    for y in range(110, 780, 80):
        pen.line([(1180, y), (1030, y)], fill=SUN, width=4)
        pen.polygon([(1014, y), (1036, y - 9), (1036, y + 9)], fill=SUN)
    pen.text((1098, 52), "Soleil", fill=SUN, font=large, anchor="mm")
    pen.ellipse([CENTRE[0] - 190, CENTRE[1] - 190, CENTRE[0] + 190, CENTRE[1] + 190], outline=SHADE, width=2)
    pen.ellipse([CENTRE[0] - 46, CENTRE[1] - 46, CENTRE[0] + 46, CENTRE[1] + 46], fill=EARTH)
    pen.text(CENTRE, "Terre", fill=NIGHT, font=small, anchor="mm")
    for number, name in enumerate(NAMES):
        angle = number * math.pi / 4
        along, up = math.cos(angle), -math.sin(angle)
        place(picture, ball(22, math.pi / 2), CENTRE[0] + 190 * along, CENTRE[1] + 190 * up)
        x, y = CENTRE[0] + (330 if number % 4 == 0 else 385) * along, CENTRE[1] + 310 * up
        place(picture, ball(48, angle), x, y)
        pen.text((x, y + 66), name, fill=INK, font=small, anchor="mm")
    pen.text((28, 28), "Grand cercle : la Lune vue de la Terre", fill=INK, font=small)
    picture.quantize(64, dither=Image.Dither.NONE).save(choices.out, optimize=True)


if __name__ == "__main__":
    main()
