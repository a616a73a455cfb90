"""Pictures made for the tests: many details, none alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Soft clouds, and a hundred shapes with sharp corners on them; the same seed, the same picture."""
    random = np.random.default_rng(seed)
    clouds = Image.fromarray(random.integers(0, 255, (7, 9, 3), dtype=np.uint8))
    image = clouds.resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(100):
        x, y = random.integers(0, size[0]), random.integers(0, size[1])
        width, height = random.integers(6, 60, 2)
        colour = tuple(int(value) for value in random.integers(0, 255, 3))
        shape = draw.rectangle if random.random() < 0.6 else draw.ellipse
        shape((int(x), int(y), int(x + width), int(y + height)), fill=colour)
    return image


def saved(path: Path, image: Image.Image, quality: int = 92) -> Path:
    """The picture on disk, in the format of its name."""
    image.save(path, **({"quality": quality} if path.suffix in (".jpg", ".webp") else {}))
    return path
