"""The settings of a generation, as programs write them in JSON or in separate fields.

Each known form is a set of keys that only its program writes together; any other object needs a prompt, a seed and a
setting of the sampler. A single key such as «prompt» occurs anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forensics.metadata.generators import family
from forensics.text import clean

Extent = Literal["whole", "part", "unknown"]

_PREFIX = re.compile(r"^\s*(?:workflow|prompt|parameters)\s*:\s*(?=\{)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """``model`` is fit to print; ``prompt`` is a person's text; ``extent`` says what the picture started from."""

    program: str
    model: str
    extent: Extent
    prompt: str


# Program, keys that must all be there, paths to the model, paths to the prompt. The first form that fits speaks.
_FORMS: tuple[tuple[str, frozenset[str], tuple[str, ...], tuple[str, ...]], ...] = (
    ("SwarmUI", frozenset({"sui_image_params"}), ("sui_image_params/model",), ("sui_image_params/prompt",)),
    (
        "InvokeAI",
        frozenset({"generation_mode", "positive_prompt"}),
        ("model/name", "model/model_name"),
        ("positive_prompt",),
    ),
    ("InvokeAI", frozenset({"app_id", "image", "model"}), ("model_weights",), ("image/prompt",)),
    ("Fooocus", frozenset({"base_model", "full_prompt"}), ("base_model",), ("prompt",)),
    ("Fooocus", frozenset({"Prompt", "Base Model", "Styles"}), ("Base Model",), ("Prompt",)),
    ("mflux", frozenset({"mflux_version", "model", "seed"}), ("model",), ("prompt",)),
    ("Draw Things", frozenset({"c", "uc", "steps", "sampler", "seed"}), ("model",), ("c",)),
    ("NovelAI", frozenset({"sampler", "seed", "uc", "steps"}), (), ("prompt",)),
    (
        "Easy Diffusion",
        frozenset({"prompt", "seed", "use_stable_diffusion_model"}),
        ("use_stable_diffusion_model",),
        ("prompt",),
    ),
)
_PROMPTS = {"prompt", "positiveprompt", "positive"}
_SAMPLING = {
    "steps",
    "numinferencesteps",
    "sampler",
    "samplername",
    "scheduler",
    "cfg",
    "cfgscale",
    "guidance",
    "guidancescale",
}
_MODELS = ("model", "modelname", "basemodel", "basemodelname", "checkpoint")
_PROGRAMS = ("software", "app", "generator", "program")
_INPUT_PICTURES = ("image_path", "image_paths", "init_image", "control_image", "strength", "source_image")
_MASKS = ("masked_image_path", "mask", "mask_image", "inpaint")


def of_json(content: Mapping[str, Any]) -> Settings | None:
    """The settings that an object holds, by the form of its program, else by its three kinds of keys."""
    for program, needed, models, prompts in _FORMS:
        if needed <= content.keys():
            model = next((name for path in models if (name := model_name(_at(content, path)))), "")
            prompt = next((str(text) for path in prompts if (text := _at(content, path))), "")
            return Settings(program, model, _extent(content), prompt)
    return _hidden(content) or _of_any(content)


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text is, with the word that some programs put before it; None for anything else."""
    bare = _PREFIX.sub("", text, count=1).strip().strip("\0")
    if not bare.startswith("{") or not bare.endswith("}"):
        return None
    try:
        content = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def model_name(value: Any) -> str:
    """The name of a model without its folders (they may name a person) and without the ending of its file."""
    if not isinstance(value, str):
        return ""
    bare = re.split(r"[\\/]", value.strip())[-1]
    return clean(re.sub(r"\.(?:safetensors|ckpt|gguf|pth?|bin|sft)$", "", bare, flags=re.IGNORECASE), 60)


def _hidden(content: Mapping[str, Any]) -> Settings | None:
    """NovelAI hides its PNG fields as one object, the settings inside as a text of their own."""
    inner = json_object(content["Comment"]) if isinstance(content.get("Comment"), str) else None
    if content.get("Software") == "NovelAI" and inner is not None:
        prompt = str(content.get("Description", ""))
        return Settings("NovelAI", clean(str(content.get("Source", "")), 60), _extent(inner), prompt)
    return None


def _of_any(content: Mapping[str, Any]) -> Settings | None:
    """A program that is not known by its keys: a prompt, a seed and a setting of the sampler together."""
    plain = {re.sub(r"[^a-z]", "", str(key).lower()): value for key, value in list(content.items())[:500]}
    prompt = next((str(plain[key]) for key in sorted(_PROMPTS) if plain.get(key)), "")
    if not prompt or "seed" not in plain or not _SAMPLING & plain.keys():
        return None
    model = next((name for key in _MODELS if (name := model_name(plain.get(key)))), "")
    named = family(*(str(plain[key]) for key in _PROGRAMS if isinstance(plain.get(key), str)), model)
    return Settings(named or "Stable Diffusion", model, _extent(content), prompt)


def _extent(content: Mapping[str, Any]) -> Extent:
    if any(content.get(key) for key in _MASKS):
        return "part"
    mode = str(content.get("generation_mode", ""))
    return "unknown" if any(content.get(key) for key in _INPUT_PICTURES) or "img2img" in mode else "whole"


def _at(content: Any, path: str) -> Any:
    for key in path.split("/"):
        content = content.get(key) if isinstance(content, Mapping) else None
    return content
