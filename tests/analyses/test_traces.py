"""Traces of generators: each form is found with its generator; each near-miss is not; nobody's prompt is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from forensics.analyses import Context, traces
from forensics.metadata import comfy, settings, webui
from forensics.metadata.hints import generator_of_name
from forensics.metadata.residue import in_text
from forensics.model import Finding, Generated, Sign
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from made import saved
from markers import ENLARGER, GRAPH, NEAR_MISSES, TRACES, WEBUI, text

READING = ("provenance", "declared", "traces", "metadata")


def picture(tmp_path: Path, data: bytes, name: str = "picture") -> Picture:
    path = tmp_path / name
    path.write_bytes(data)
    return Picture.read(path)


def found(tmp_path: Path, data: bytes, **context: bool) -> list[Finding]:
    return list(traces.run(picture(tmp_path, data), Context(**context)).findings)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TRACES)
def test_each_marker_in_a_clean_picture_is_found(name: str, tmp_path: Path) -> None:
    data, code, generator = TRACES[name]
    clues = [one for one in found(tmp_path, data) if one.sign is Sign.CLUE]
    assert [(one.code, one.values["generator"]) for one in clues] == [(code, generator)]
    reading = examine_picture(picture(tmp_path, data), Context(), READING).reading.generated
    assert reading.statement in (Generated.TRACES, Generated.DECLARED)


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_each_near_miss_stays_undecided(name: str, tmp_path: Path) -> None:
    report = examine_picture(picture(tmp_path, NEAR_MISSES[name]), Context(), READING)
    statement = report.reading.generated.statement
    assert statement in (Generated.UNDECIDED, Generated.CAPTURE_DECLARED)
    assert not [one for one in report.findings() if one.code.startswith("traces.") and one.sign is Sign.CLUE]


@pytest.mark.parametrize("name", TRACES)
def test_a_prompt_is_shown_to_an_adult_who_asks_and_to_nobody_else(name: str, tmp_path: Path) -> None:
    data = TRACES[name][0]
    hidden = json.dumps([dict(one.values) for one in found(tmp_path, data)])
    assert "lighthouse" not in hidden and "Jeanne" not in hidden
    if name in ("web UI, PNG", "ComfyUI, what ran", "stealth, alpha"):
        shown = json.dumps([dict(one.values) for one in found(tmp_path, data, show_personal=True)])
        assert "lighthouse" in shown


@given(st.text(max_size=200), st.sampled_from(["prompt", "parameters", "Steps", "workflow", "seed", "c2pa", "Job ID:"]))
def test_chance_text_around_a_bare_word_is_no_trace(around: str, word: str) -> None:
    assert in_text(f"{around} {word} {around}", "PNG:Comment", "png_text") is None


@given(st.text(max_size=300), st.integers(1, 150), st.integers(0, 2**32))
def test_settings_are_found_after_any_prompt(prompt: str, steps: int, seed: int) -> None:
    read = webui.parsed(f"{prompt}\nSteps: {steps}, Sampler: Euler a, CFG scale: 7, Seed: {seed}, Size: 512x512")
    assert read is not None and read.extent == "whole"


@pytest.mark.parametrize(
    ("more", "extent"),
    [
        (", Denoising strength: 0.4", "unknown"),
        (", Denoising strength: 0.4, Mask blur: 4", "part"),
        (", Denoising strength: 0.4, Hires upscale: 2", "whole"),
    ],
)
def test_what_the_settings_started_from(more: str, extent: str) -> None:
    read = webui.parsed(WEBUI + more)
    assert read is not None and read.extent == extent


def test_folders_of_a_model_are_not_shown() -> None:
    assert settings.model_name(r"C:\Users\jeanne\models\seaside.safetensors") == "seaside"
    assert settings.model_name("/home/jeanne/seaside.ckpt") == "seaside"
    assert settings.model_name("black-forest-labs/FLUX.1-dev") == "FLUX.1-dev"


def test_a_plan_that_only_enlarges_makes_no_picture() -> None:
    graph = comfy.parsed(ENLARGER)
    assert graph is not None and not graph.makes_pictures


def test_a_screenshot_of_a_plan_is_told_by_its_size(tmp_path: Path) -> None:
    graph = comfy.parsed(GRAPH)
    assert graph is not None
    assert graph.excludes(1301, 740) and not graph.excludes(1024, 768)
    stretched = {**GRAPH, "6": {"class_type": "ImageScale", "inputs": {}}}
    resized = comfy.parsed(stretched)
    assert resized is not None and not resized.excludes(1301, 740)


def test_a_plan_in_a_screenshot_is_shown_and_kept_out_of_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "screen.png"
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("prompt", json.dumps(GRAPH))
    Image.new("RGB", (1301, 740), "white").save(path, pnginfo=info)
    report = examine_picture(Picture.read(path), Context(), READING)
    plans = [one for one in report.findings() if one.code == "traces.workflow"]
    assert [(one.sign, one.values["variant"]) for one in plans] == [(Sign.WEAK_CLUE, "aside")]
    assert report.reading.generated.statement is Generated.UNDECIDED


@pytest.mark.parametrize(
    ("name", "generator"),
    [
        ("ChatGPT Image 3 mai 2026.png", "ChatGPT (OpenAI)"),
        ("Gemini_Generated_Image_abc.png", "Google AI"),
        ("ComfyUI_00001_.png", "ComfyUI"),
        ("00012-1234567890.png", "Stable Diffusion (AUTOMATIC1111)"),
        ("chat.png", ""),
        ("IMG_20240101_120000.jpg", ""),
        ("DSC_0001.JPG", ""),
        ("gemini.jpg", ""),
    ],
)
def test_names_of_files_are_hints(name: str, generator: str) -> None:
    assert generator_of_name(name) == generator


def test_hints_never_decide(tmp_path: Path) -> None:
    data = saved("PNG", size=(1024, 1024))
    report = examine_picture(picture(tmp_path, data, "ChatGPT Image 3 mai 2026.png"), Context(), READING)
    assert {one.code for one in report.findings()} >= {"traces.file_name", "traces.size"}
    assert report.reading.generated.statement is Generated.UNDECIDED


def test_hostile_text_is_survived(tmp_path: Path) -> None:
    deep = "[" * 50_000 + "]" * 50_000
    for value in ('{"a":' + deep + "}", "{" * 10_000, '{"1": {"class_type": 3}}', "Steps: 1, " * 50_000):
        assert all(one.sign is not Sign.CLUE for one in found(tmp_path, text("prompt", value)))
