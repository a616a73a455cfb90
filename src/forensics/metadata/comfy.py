"""The graphs of ComfyUI: ``prompt`` (what ran) and ``workflow`` (what the screen showed).

A graph tells that a file passed through the program. Whether a picture was *made* is read from its nodes: without a
sampler nothing is generated (an enlargement, a background removed), and a graph of the program's own nodes gives sides
that are multiples of 8, so that a screenshot of the work plan, which carries the same text, can be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forensics.metadata.settings import Extent, model_name

MOST_NODES = 5_000
STEP = 8  # pixels a latent cell stands for: no picture of another size leaves the decoder
SMALLEST = 256  # below this a file is a cut sample, not a screenshot
_SAMPLER = re.compile(
    r"Sampler|ImageGenerat|Text ?To ?Image|Detailer|UltimateSDUpscale|Inference|Generate", re.IGNORECASE
)
_NOT_SAMPLING = re.compile(r"Select|Scheduler|Sigmas|ModelSampling", re.IGNORECASE)
_INPAINT = re.compile(r"inpaint|SetLatentNoiseMask|outpaint", re.IGNORECASE)
_FROM_PICTURE = re.compile(r"VAEEncode|ReferenceLatent|ImageEdit|LoadImage|Kontext|EditPlus", re.IGNORECASE)
_FROM_NOTHING = re.compile(r"Empty\w*Latent|EmptyLatent|LatentNoise", re.IGNORECASE)
# Nodes of the program itself that leave the size of the decoded picture alone.
_SIZE_KEPT = re.compile(
    r"^(?:\w*Loader\w*|CLIP\w*|T5\w*|TextEncode\w*|VAE\w*|Empty\w*|\w*KSampler\w*|Sampler\w*|\w*Scheduler|\w*Sigmas|"
    r"Latent\w*|SetLatentNoiseMask|Conditioning\w*|ControlNet\w*|InpaintModelConditioning|Model\w*|\w*Guider|\w*Guidance|"
    r"RandomNoise|DisableNoise|LoadImage\w*|SaveImage|PreviewImage|Note|Reroute|PrimitiveNode|FreeU\w*|SD_4XUpscale\w*|"
    r"unCLIP\w*|StyleModelApply|MarkdownNote|InstructPixToPixConditioning|ReferenceLatent|SelfAttentionGuidance)$"
)
_MODEL_LOADER = re.compile(r"Checkpoint|UNET|Unet|Diffusion|ModelLoader|LoadModel|GGUF")
_OTHER_LOADER = re.compile(r"VAE|CLIP|Lora|Upscale|ControlNet|IPAdapter|Style")
_MODEL_FILE = re.compile(r"\.(?:safetensors|ckpt|gguf|sft)$", re.IGNORECASE)
_MODEL_KEYS = ("ckpt_name", "unet_name", "model_name", "model", "gguf_name", "diffusion_name")


@dataclass(frozen=True, slots=True)
class Graph:
    """What the nodes tell; ``model`` is fit to print, ``prompt`` is a person's text."""

    makes_pictures: bool
    keeps_size: bool
    model: str
    extent: Extent
    prompt: str

    def excludes(self, width: int, height: int) -> bool:
        """Whether a picture of this size cannot have left this graph."""
        odd = width % STEP != 0 or height % STEP != 0
        return self.keeps_size and odd and min(width, height) >= SMALLEST


def parsed(content: Mapping[str, Any]) -> Graph | None:
    """The graph that a JSON object is, in either form; None for any other object."""
    nodes = list(_ran(content)) or list(_shown(content))
    if not nodes:
        return None
    types = [kind for kind, _ in nodes]
    return Graph(
        any(_SAMPLER.search(kind) and not _NOT_SAMPLING.search(kind) for kind in types),
        all(_SIZE_KEPT.match(kind) for kind in types),
        next((name for kind, inputs in nodes if (name := _model(kind, inputs))), ""),
        _extent(types),
        "\n".join(_texts(nodes)),
    )


def _ran(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """``{"3": {"class_type": "KSampler", "inputs": {…}}, …}``; every node must have that form."""
    values = list(content.values())[:MOST_NODES]
    if values and all(isinstance(node, Mapping) and isinstance(node.get("class_type"), str) for node in values):
        for node in values:
            inputs = node.get("inputs")
            yield node["class_type"], inputs if isinstance(inputs, Mapping) else {}


def _shown(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """``{"nodes": [{"type": "KSampler", "widgets_values": […]}, …], "links": […]}``."""
    nodes = content.get("nodes")
    if not isinstance(nodes, list) or not {"links", "last_node_id"} & content.keys():
        return
    for node in nodes[:MOST_NODES]:
        if isinstance(node, Mapping) and isinstance(node.get("type"), str):
            values = node.get("widgets_values")
            listed = values if isinstance(values, list) else []
            yield node["type"], {str(place): value for place, value in enumerate(listed)}


def _model(kind: str, inputs: Mapping[str, Any]) -> str:
    """The file that a loader of a whole model names; decoders and text encoders have loaders of their own."""
    if not _MODEL_LOADER.search(kind) or _OTHER_LOADER.search(kind):
        return ""
    named = next((inputs[key] for key in _MODEL_KEYS if isinstance(inputs.get(key), str)), None)
    files = (value for value in inputs.values() if isinstance(value, str) and _MODEL_FILE.search(value))
    return model_name(named or next(files, ""))


def _extent(types: list[str]) -> Extent:
    names = " ".join(types)
    if _INPAINT.search(names):
        return "part"
    return "whole" if _FROM_NOTHING.search(names) and not _FROM_PICTURE.search(names) else "unknown"


def _texts(nodes: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    for kind, inputs in nodes:
        if "TextEncode" in kind or "Prompt" in kind:
            yield from (value for value in inputs.values() if isinstance(value, str))
