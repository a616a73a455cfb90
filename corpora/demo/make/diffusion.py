"""Train a small diffusion model on one picture, then draw a new picture from noise.

    pip install torch==2.13.0 numpy pillow scikit-image
    python diffusion.py hubble_deep_field.jpg sky.png --width 1000 --height 750 --seed 7

A denoiser without attention sees only crops of 64 × 64 pixels, so it learns local texture (stones, stars) and never the
whole picture. It is fully convolutional: the same weights then denoise a canvas of any size. Training minimises the
error on the velocity v (Salimans and Ho 2022) with a cosine schedule of Nichol and Dhariwal (2021); sampling is the
ancestral sampler of DDPM (Ho et al. 2020) on a shortened list of times. CPU, one thread; not needed at run time.
"""

from __future__ import annotations

import argparse
import math
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

WIDTHS = (24, 48, 96, 128)
CROP = 64


class Norm(nn.Module):
    """Each pixel's channels normalised on their own, so that crops and large canvases are treated alike."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Block(nn.Module):
    """Two convolutions round a residual, shifted and scaled by the noise level."""

    def __init__(self, before: int, after: int, time_channels: int) -> None:
        super().__init__()
        self.enter = nn.Sequential(Norm(before), nn.SiLU(), nn.Conv2d(before, after, 3, padding=1))
        self.level = nn.Linear(time_channels, 2 * after)
        self.norm = Norm(after)
        self.leave = nn.Sequential(nn.SiLU(), nn.Conv2d(after, after, 3, padding=1))
        nn.init.zeros_(self.leave[1].weight)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()

    def forward(self, x: Tensor, level: Tensor) -> Tensor:
        scale, shift = self.level(level)[:, :, None, None].chunk(2, dim=1)
        return self.skip(x) + self.leave(self.norm(self.enter(x)) * (1 + scale) + shift)


class Denoiser(nn.Module):
    """A U-Net of four sizes. ``(batch, channels, height, width)`` in and out; sides are multiples of 8."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.level = nn.Sequential(nn.Linear(32, 96), nn.SiLU(), nn.Linear(96, 96), nn.SiLU())
        self.first = nn.Conv2d(channels, WIDTHS[0], 3, padding=1)
        pairs = list(zip((WIDTHS[0], *WIDTHS), WIDTHS, strict=False))
        self.down = nn.ModuleList(Block(before, after, 96) for before, after in pairs)
        self.middle = Block(WIDTHS[-1], WIDTHS[-1], 96)
        self.up = nn.ModuleList(Block(2 * after, before, 96) for before, after in reversed(pairs))
        self.last = nn.Conv2d(WIDTHS[0], channels, 3, padding=1)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        angles = t[:, None] * torch.exp(torch.linspace(0, math.log(1000), 16))
        level = self.level(torch.cat([angles.sin(), angles.cos()], dim=1))
        x = self.first(x)
        kept = []
        for depth, block in enumerate(self.down):
            x = block(nn.functional.avg_pool2d(x, 2) if depth else x, level)
            kept.append(x)
        x = self.middle(x, level)
        for depth, block in enumerate(self.up):
            x = block(torch.cat([x, kept.pop()], dim=1), level)
            if depth < len(self.up) - 1:
                x = nn.functional.interpolate(x, scale_factor=2, mode="nearest")
        return self.last(x)


def signal_and_noise(t: Tensor) -> tuple[Tensor, Tensor]:
    """The cosine schedule: how much picture and how much noise at time t, 0 (picture) to 1 (noise)."""
    angle = (t * 0.99 + 0.005) * math.pi / 2
    return torch.cos(angle)[:, None, None, None], torch.sin(angle)[:, None, None, None]


def crops(picture: Tensor, count: int) -> Tensor:
    """Random crops, turned and mirrored at random."""
    _, height, width = picture.shape
    found = []
    for _ in range(count):
        y, x = (int(torch.randint(0, side - CROP + 1, ())) for side in (height, width))
        crop = picture[:, y : y + CROP, x : x + CROP]
        crop = torch.rot90(crop, int(torch.randint(0, 4, ())), (1, 2))
        found.append(crop.flip(2) if torch.rand(()) < 0.5 else crop)
    return torch.stack(found).contiguous(memory_format=torch.channels_last)


def train(picture: Tensor, minutes: float, most: int) -> Denoiser:
    """Train until ``most`` steps or ``minutes`` are over; the answer carries the running mean of the weights."""
    model = Denoiser(picture.shape[0]).to(memory_format=torch.channels_last)
    mean = {name: value.clone() for name, value in model.state_dict().items()}
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.0)
    began, losses = time.monotonic(), []
    for step in range(most):
        spent = max(step / most, (time.monotonic() - began) / (60 * minutes))
        if spent >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = 1e-3 * min(1, (step + 1) / 100) * (0.02 + 0.98 * math.cos(spent * math.pi / 2) ** 2)
        clean, t = crops(picture, 8), torch.rand(8)
        noise = torch.randn_like(clean)
        signal_part, noise_part = signal_and_noise(t)
        with torch.autocast("cpu", torch.bfloat16):
            guess = model(signal_part * clean + noise_part * noise, t).float()
        loss = (guess - (signal_part * noise - noise_part * clean)).square().mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        keep = min(0.998, (step + 1) / (step + 10))
        for name, value in model.state_dict().items():
            mean[name].lerp_(value, 1 - keep)
        losses.append(loss.item())
        if step % 200 == 199:
            print(f"step {step + 1}  {time.monotonic() - began:.0f} s  loss {np.mean(losses[-200:]):.4f}", flush=True)
    model.load_state_dict(mean)
    return model.eval()


@torch.no_grad()
def sample(model: Denoiser, channels: int, height: int, width: int, steps: int) -> Tensor:
    """Draw from noise: ``(channels, height, width)`` in -1..1."""
    x = torch.randn(1, channels, -(-height // 8) * 8, -(-width // 8) * 8)
    model = model.to(memory_format=torch.channels_last)
    times = torch.linspace(1, 0, steps + 1)
    for now, then in pairwise(times):
        (signal, noise), (next_signal, next_noise) = signal_and_noise(now[None]), signal_and_noise(then[None])
        with torch.autocast("cpu", torch.bfloat16):
            v = model(x.contiguous(memory_format=torch.channels_last), now[None]).float()
        clean = (signal * x - noise * v).clamp(-1, 1)
        guessed = (x - signal * clean) / noise
        fresh = next_noise / noise * (1 - (signal / next_signal).square()).clamp(min=0).sqrt()
        x = next_signal * clean + (next_noise.square() - fresh.square()).clamp(min=0).sqrt() * guessed
        x = x + fresh * torch.randn_like(x) if then > 0 else clean
    return x[0, :, :height, :width]


def read(name: str) -> Tensor:
    """A picture of the scikit-image wheel, -1..1; grey pictures keep their one channel."""
    folder = find_spec("skimage").submodule_search_locations[0]
    with Image.open(Path(folder) / "data" / name) as opened:
        pixels = np.asarray(opened.convert("L" if opened.mode == "L" else "RGB"), np.float32) / 127.5 - 1
    return torch.from_numpy(np.ascontiguousarray(np.atleast_3d(pixels).transpose(2, 0, 1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("picture")
    parser.add_argument("out", type=Path)
    parser.add_argument("--width", type=int, default=1000)
    parser.add_argument("--height", type=int, default=750)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--training-steps", type=int, default=1_000_000)
    parser.add_argument("--sampling-steps", type=int, default=100)
    parser.add_argument("--weights", type=Path, help="kept here after training, taken from here if already there")
    choices = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(choices.seed)
    picture = read(choices.picture)
    if choices.weights and choices.weights.exists():
        model = Denoiser(picture.shape[0])
        model.load_state_dict(torch.load(choices.weights, weights_only=True))
        model.eval()
    else:
        model = train(picture, choices.minutes, choices.training_steps)
        if choices.weights:
            torch.save(model.state_dict(), choices.weights)
    drawn = sample(model, picture.shape[0], choices.height, choices.width, choices.sampling_steps)
    pixels = ((drawn.permute(1, 2, 0).numpy() + 1) * 127.5).round().clip(0, 255).astype(np.uint8)
    Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels).save(choices.out)


if __name__ == "__main__":
    main()
