"""Compute a landscape from random numbers and a formula: no photograph and no learning.

    pip install numpy pillow
    python landscape.py landscape.png --seed 4

The ground is a random surface whose spectrum falls as a power of the frequency (Peitgen and Saupe 1988, «The Science of
Fractal Images»); it is seen column by column, front to back, with haze that grows with the distance.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.float64]

WIDTH, HEIGHT = 1080, 620
SIDE = 2048
SEA = 0.40
HORIZON = 250
SUN = np.array([-0.62, -0.40, 0.68])


def fractal(random: np.random.Generator, slope: float) -> Plane:
    """A periodic random surface, ``(SIDE, SIDE)`` in 0..1; a larger ``slope`` is smoother."""
    y, x = np.meshgrid(np.fft.fftfreq(SIDE), np.fft.rfftfreq(SIDE), indexing="ij")
    frequency = np.hypot(y, x)
    frequency[0, 0] = np.inf
    noise = random.standard_normal(frequency.shape) + 1j * random.standard_normal(frequency.shape)
    surface = np.fft.irfft2(noise * frequency**-slope, s=(SIDE, SIDE))
    low, high = np.percentile(surface, (0.1, 99.9))
    return np.clip((surface - low) / (high - low), 0, 1)


def blend(below: NDArray[np.float64], above: tuple[int, int, int], share: Plane) -> NDArray[np.float64]:
    return below + (np.array(above, float) - below) * np.clip(share, 0, 1)[..., None]


def ground(random: np.random.Generator) -> tuple[Plane, NDArray[np.float64]]:
    """Heights in 0..1 (the sea is flat) and their lit colours, ``(SIDE, SIDE, 3)`` in 0..255."""
    height = np.maximum(fractal(random, 2.05) ** 1.35, SEA * 0.72)
    sea = height <= SEA * 0.72
    rise = np.stack(np.gradient(height * 620), axis=-1)
    steep = np.hypot(rise[..., 0], rise[..., 1])
    light = (SUN[2] - rise[..., 0] * SUN[0] - rise[..., 1] * SUN[1]) / np.sqrt(1 + steep**2)
    grain = fractal(random, 0.7)
    colour = np.full((SIDE, SIDE, 3), (74.0, 92.0, 52.0)) * (0.75 + 0.5 * grain[..., None])
    colour = blend(colour, (196, 178, 132), (SEA * 0.72 + 0.012 - height) * 90)
    colour = blend(colour, (112, 101, 92), (steep - 0.75) * 2.2)
    colour = blend(
        colour, (236, 240, 246), (height - 0.62 + 0.12 * (grain - 0.5)) * 14 - np.maximum(steep - 1.1, 0) * 2
    )
    colour *= np.clip(0.28 + 0.95 * light, 0.18, 1.25)[..., None]
    water = np.array((46.0, 78.0, 104.0)) * (0.9 + 0.22 * fractal(random, 1.1)[..., None])
    return height, np.where(sea[..., None], water, colour)


def sky(random: np.random.Generator) -> NDArray[np.float64]:
    """A gradient and flat clouds, ``(HEIGHT, WIDTH, 3)``."""
    down = np.linspace(0, 1, HEIGHT)[:, None] * HEIGHT / (HORIZON + 40)
    colour = blend(np.tile((92.0, 138.0, 192.0), (HEIGHT, WIDTH, 1)), (226, 222, 208), np.tile(down**1.5, (1, WIDTH)))
    far = 1 / np.clip(1.08 - down, 0.06, None)
    rows = (far * 150).astype(int) % SIDE
    columns = (np.arange(WIDTH)[None] - WIDTH / 2) * far * 0.55
    cloud = fractal(random, 1.75)[rows, columns.astype(int) % SIDE]
    return blend(colour, (250, 246, 238), (cloud - 0.56) * 3.2 * np.clip(1.25 - down, 0, 1))


def view(height: Plane, colour: NDArray[np.float64], picture: NDArray[np.float64], eye: tuple[int, int]) -> None:
    """Draw the ground over ``picture``, front to back, as seen from ``eye``, looking towards lower rows."""
    lowest = np.full(WIDTH, HEIGHT)
    haze = np.array((206.0, 210.0, 208.0))
    rows = np.arange(HEIGHT)[:, None]
    far = 30.0
    while far < 1400:
        columns = (eye[1] + (np.arange(WIDTH) / WIDTH - 0.5) * far * 1.1).astype(int) % SIDE
        row = int(eye[0] - far) % SIDE
        top = (HORIZON + (0.80 - height[row, columns]) * 480 * 420 / far / 1.6).astype(int)
        drawn = (rows >= np.maximum(top, 0)) & (rows < lowest)
        tint = colour[row, columns] + (haze - colour[row, columns]) * (1 - np.exp(-far / 620))
        picture[drawn] = np.broadcast_to(tint, picture.shape)[drawn]
        lowest = np.minimum(lowest, np.maximum(top, 0))
        far += max(0.35, far * 0.0022)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=4)
    choices = parser.parse_args()
    random = np.random.default_rng(choices.seed)
    height, colour = ground(random)
    picture = sky(random)
    view(height, colour, picture, (1345, 900))
    picture += random.normal(0, 1.2, picture.shape)
    Image.fromarray(picture.round().clip(0, 255).astype(np.uint8)).save(choices.out)


if __name__ == "__main__":
    main()
