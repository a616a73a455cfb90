"""The text of settings that AUTOMATIC1111's web UI started and many programs write (Forge, SD.Next, Civitai…).

a prompt, on any number of lines
Negative prompt: …
Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: …, Model: …, Version: v1.9
"""

from __future__ import annotations

import re

from forensics.metadata.settings import Extent, Settings, model_name

LONGEST = 200_000
_LINE = re.compile(r"(?:^|[\n.,;) ])Steps: ?\d{1,5}, ?[A-Z]")
_KEYS = ("Sampler", "Seed", "CFG scale", "Size", "Model", "Model hash", "Version")
_PROGRAMS = (
    (re.compile(r"\bApp: SD\.Next\b|\bPipeline: \w+Pipeline\b"), "SD.Next"),
    (re.compile(r"\bVersion: ComfyUI\b"), "ComfyUI"),
    (re.compile(r"\bVersion: Fooocus\b"), "Fooocus"),
    (re.compile(r"\bVersion: f\d|\bVersion: (?:forge|neo|classic)", re.IGNORECASE), "Stable Diffusion (Forge)"),
    (re.compile(r"\bVersion: easy", re.IGNORECASE), "Easy Diffusion"),
    (re.compile(r"\bVersion: v?\d|\bModel hash: |\bFace restoration: "), "Stable Diffusion (AUTOMATIC1111)"),
)
_MASKED = re.compile(r"\b(?:Mask blur|Inpaint area|Masked content|Mask mode):|\bOperations: [^,]*inpaint")
_FROM_PICTURE = re.compile(r"\bOperations: [^,]*img2img|\bInit image (?:size|hash): ")


def parsed(text: str) -> Settings | None:
    """The settings in a text: «Steps» and two other keys of the form, else None."""
    text = text[:LONGEST]
    starts = list(_LINE.finditer(text))
    if not starts:
        return None
    start = starts[-1].start()
    settings = text[start:]
    if sum(f"{key}: " in settings for key in _KEYS) < 2:
        return None
    model = re.search(r"\bModel: ([^,\n]+)", settings)
    return Settings(_program(settings), model_name(model[1] if model else ""), _extent(settings), text[:start])


def _program(settings: str) -> str:
    return next((name for pattern, name in _PROGRAMS if pattern.search(settings)), "Stable Diffusion")


def _extent(settings: str) -> Extent:
    """A denoising strength without a second pass at a higher size means that another picture went in."""
    if _MASKED.search(settings):
        return "part"
    second_pass = "Hires upscale" in settings or "Hires resize" in settings
    from_picture = _FROM_PICTURE.search(settings) or ("Denoising strength: " in settings and not second_pass)
    return "unknown" if from_picture else "whole"
