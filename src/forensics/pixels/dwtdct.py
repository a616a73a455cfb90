"""The open watermark of Stable Diffusion, SDXL and FLUX («dwtDct» of the package invisible-watermark), read with NumPy.

The message is repeated over 4 by 4 blocks of the Haar average of the U channel; in each block the largest coefficient
after the first holds one bit, its value modulo 36 above or below 18. Bits are voted block by block. Positive-only:
resizing, 4:2:0 and ordinary JPEG erase it, and the public program can put it on a photograph.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCALE = 36.0
BLOCK = 4
SMALLEST = 256 * 256  # pixels, the encoder's own limit
ENOUGH = 786_432  # pixels from the top that are read: some 250 votes a bit
LARGEST = 4096 * 4096  # no model with this watermark makes more


@dataclass(frozen=True, slots=True)
class Message:
    """A known message: ``bits`` in order, ``needed`` how many must agree, set from labelled pictures."""

    generator: str
    bits: NDArray[np.bool_]
    needed: int


def _of_text(text: bytes) -> NDArray[np.bool_]:
    return np.unpackbits(np.frombuffer(text, dtype=np.uint8)).astype(bool)


def _of_number(number: int, length: int) -> NDArray[np.bool_]:
    return np.array([(number >> place) & 1 for place in range(length - 1, -1, -1)], dtype=bool)


MESSAGES = (
    Message("SDXL (Stability AI)", _of_number(0b101100111110110010010000011110111011000110011110, 48), 40),
    Message("FLUX (Black Forest Labs)", _of_number(0b001010101111111010000111100111001111010100101110, 48), 40),
    Message("Stable Diffusion", _of_text(b"StableDiffusionV1"), 100),
    Message("Stable Diffusion", _of_text(b"SDV2"), 31),
)


def read_watermark(rgb: NDArray[np.uint8]) -> Message | None:
    """The known message in a picture ``(height, width, 3)``, uint8; None where there is none, or it is too small or large."""
    height, width = rgb.shape[:2]
    if not SMALLEST <= height * width <= LARGEST:
        return None
    rows = min(height, max(BLOCK * 2, ENOUGH // width)) // 8 * 8
    if rows == 0 or width < 8:
        return None
    top = rgb[:rows]
    for order in (2, 0):  # blue-green-red as documented, and swapped, as some programs hand it over
        bits = _bits(_average(_u_channel(top, order), height, width))
        for message in MESSAGES:
            if _agreeing(bits, message) >= message.needed:
                return message
    return None


def agreement(rgb: NDArray[np.uint8], message: Message) -> int:
    """How many bits of a message a picture agrees with, at best over the two channel orders: for measuring."""
    rows = min(rgb.shape[0], max(BLOCK * 2, ENOUGH // rgb.shape[1])) // 8 * 8
    votes = (_bits(_average(_u_channel(rgb[:rows], order), *rgb.shape[:2])) for order in (2, 0))
    return max(_agreeing(bits, message) for bits in votes)


def _u_channel(rgb: NDArray[np.uint8], blue: int) -> NDArray[np.float32]:
    """U of YUV (BT.601 as OpenCV rounds it), 0 to 255; ``blue`` is the channel taken for blue."""
    first, second, third = (rgb[:, :, channel].astype(np.float32) for channel in (2 - blue, 1, blue))
    luma = np.rint(0.299 * first + 0.587 * second + 0.114 * third)
    values: NDArray[np.float32] = np.clip(np.rint((third - luma) * np.float32(0.492) + 128), 0, 255)
    return values


def _average(channel: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """The Haar average of the part that the encoder used: both sides cut to a multiple of 4."""
    wide = channel[: min(len(channel), height // 4 * 4), : width // 4 * 4]
    total: NDArray[np.float32] = wide[0::2, 0::2] + wide[0::2, 1::2] + wide[1::2, 0::2] + wide[1::2, 1::2]
    return total * np.float32(0.5)


def _bits(average: NDArray[np.float32]) -> NDArray[np.bool_]:
    """One bit a block, in reading order."""
    rows, columns = average.shape[0] // BLOCK, average.shape[1] // BLOCK
    cut = average[: rows * BLOCK, : columns * BLOCK]
    blocks = cut.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2).reshape(-1, BLOCK * BLOCK)
    largest = np.abs(blocks[:, 1:]).max(axis=1)
    bits: NDArray[np.bool_] = (largest % SCALE) > SCALE / 2
    return bits


def _agreeing(bits: NDArray[np.bool_], message: Message) -> int:
    length = len(message.bits)
    rounds = len(bits) // length
    if rounds < 8:
        return 0
    votes = bits[: rounds * length].reshape(rounds, length).mean(axis=0)
    return int(((votes > 0.5) == message.bits).sum())
