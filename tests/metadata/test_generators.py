"""Names of generators, as programs write them; and names that only sound like one."""

from __future__ import annotations

import pytest

from forensics.metadata.generators import family, family_of_signer, may_be_a_person

KNOWN = {
    "ChatGPT": "ChatGPT (OpenAI)",
    "GPT-4o": "ChatGPT (OpenAI)",
    "gpt-image": "ChatGPT (OpenAI)",
    "Truepic Lens CLI in Sora": "ChatGPT (OpenAI)",
    "DALL·E 3": "ChatGPT (OpenAI)",
    "Google Media Processing Services": "Google AI",
    "Made with Google AI": "Google AI",
    "Adobe_Firefly": "Adobe Firefly",
    "Adobe Firefly": "Adobe Firefly",
    "Black Forest Labs API": "FLUX (Black Forest Labs)",
    "FLUX.1-dev": "FLUX (Black Forest Labs)",
    "Flux.2": "FLUX (Black Forest Labs)",
    "stabilityai/stable-diffusion-3.5-large": "Stable Diffusion",
    "Amazon Bedrock": "Amazon Bedrock",
    "Photo assist": "Samsung Galaxy AI",
    "Apple Photos Clean Up": "Apple Photos",
    "Dreamina": "Jimeng, Dreamina (ByteDance)",
    "doubao": "Doubao (ByteDance)",
    "Qwen-Image-Edit": "Qwen (Alibaba)",
    "Kling AI": "Kling (Kuaishou)",
    "ERNIE-Image-Turbo": "ERNIE (Baidu)",
    "xAI Grok Imagine": "Grok (xAI)",
    "Ideogram AI": "Ideogram",
    "kandinsky-2-2-decoder": "Kandinsky",
    "briaai/Fibo-Edit": "Bria",
}
UNKNOWN = [
    "Adobe Photoshop 26.9",
    "Adobe Photoshop Lightroom Classic",
    "Apple Photos",
    "Canvas X",
    "Capture One",
    "Bernie",
    "Editor de imagen",
    "Firefly 8S",
    "GIMP 2.10",
    "Google",
    "iPhone 15",
    "Jasper Johns",
    "Klingenberg",
    "Microsoft Windows Photo Viewer",
    "Picasa",
    "Samsung Galaxy S25",
    "Vassily Kandinsky",
    "Ver.1.00",
    "",
]


@pytest.mark.parametrize("name", KNOWN)
def test_a_known_name_gives_its_family(name: str) -> None:
    assert family(name) == KNOWN[name]


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_sounds_alike_gives_none(name: str) -> None:
    assert family(name) == ""


def test_a_company_speaks_of_its_generator_only_where_it_signs_a_generation() -> None:
    for company, known in (("Microsoft Corporation", "Microsoft Designer"), ("Google LLC", "Google AI")):
        assert family(company) == ""
        assert family_of_signer(company) == known


def test_the_first_name_that_is_known_speaks() -> None:
    assert family("", "Adobe Photoshop", "Adobe Firefly", "Midjourney") == "Adobe Firefly"


def test_names_of_people_are_no_credit() -> None:
    assert may_be_a_person("Leonardo") and not may_be_a_person("Midjourney")
