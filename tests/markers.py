"""Every marker of a generator as its program writes it, in a clean picture; and texts that only look like one."""

from __future__ import annotations

import gzip
import io
import json

import numpy as np
from PIL import Image

from made import chunk, exif, iptc, jpeg, png, saved, segment, xmp

UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
WEBUI = (
    "a lighthouse, dusk\nNegative prompt: blurry\n"
    "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: abc, Model: seaside, Version: v1.9.4"
)
GRAPH = {
    "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "models/seaside.safetensors"}},
    "2": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 512}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse, for Jeanne Martin"}},
    "4": {"class_type": "KSampler", "inputs": {"steps": 20}},
    "5": {"class_type": "SaveImage", "inputs": {}},
}
SCREEN = {"last_node_id": 2, "links": [], "nodes": [{"type": "KSampler"}, {"type": "SaveImage"}]}
ENLARGER = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "photo.jpg"}},
    "2": {"class_type": "ImageUpscaleWithModel", "inputs": {}},
    "3": {"class_type": "SaveImage", "inputs": {}},
}
NAI = {"steps": 28, "sampler": "k_euler", "seed": 3, "uc": "blurry", "prompt": "a lighthouse"}
TC260 = {"Label": "1", "ContentProducer": "001191110102MACQD9K64010000", "ProduceID": "x"}


def text(key: str, value: object) -> bytes:
    """A PNG picture with one text block."""
    said = value if isinstance(value, str) else json.dumps(value)
    return png(chunk(b"tEXt", key.encode() + b"\0" + said.encode("latin-1", "replace")))


def texts(**fields: str) -> bytes:
    return png(*(chunk(b"tEXt", key.encode() + b"\0" + said.encode()) for key, said in fields.items()))


def xmp_png(inner: str, attributes: str = "") -> bytes:
    return png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(inner, attributes)))


def xmp_jpeg(inner: str) -> bytes:
    return jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(inner)))


def comment(value: str, format_: str = "JPEG") -> bytes:
    """The EXIF UserComment, in UTF-16 as the web UI writes it."""
    return saved(format_, exif=exif({}, {0x9286: b"UNICODE\0" + value.encode("utf-16-be")}))


def tags(fields: dict[int, str], format_: str = "JPEG") -> bytes:
    return saved(format_, exif=exif(fields))


def hidden(message: str, rgb: bool = False) -> bytes:
    """A PNG picture with a compressed text in its lowest bits, down the columns."""
    packed = gzip.compress(message.encode(), mtime=0)
    magic = b"stealth_rgbcomp" if rgb else b"stealth_pngcomp"
    bits = np.unpackbits(np.frombuffer(magic + (len(packed) * 8).to_bytes(4, "big") + packed, dtype=np.uint8))
    pixels = np.full((64, 64, 3 if rgb else 4), 200, dtype=np.uint8)
    channel = pixels if rgb else pixels[:, :, 3:]
    lanes = channel.swapaxes(0, 1).reshape(-1).copy()
    lanes[: len(bits)] = lanes[: len(bits)] & 0xFE | bits
    channel[:] = lanes.reshape(64, 64, -1).swapaxes(0, 1)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def samsung(kind: int) -> bytes:
    return saved() + b"\0\0SEFH" + b'PhotoEditor_Re_Edit_Data{"originalPath":"x","genAIType":%d}' % kind + b"SEFT"


def source_type(code: str) -> str:
    return f"<Iptc4xmpExt:DigitalSourceType>{code}</Iptc4xmpExt:DigitalSourceType>"


IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_AIGC = json.dumps(TC260).replace('"', "&quot;")
_TC = 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"'

# name -> (file, code of the finding, generator named)
TRACES: dict[str, tuple[bytes, str, str]] = {
    "web UI, PNG": (text("parameters", WEBUI), "traces.parameters", "Stable Diffusion (AUTOMATIC1111)"),
    "web UI, JPEG": (comment(WEBUI), "traces.parameters", "Stable Diffusion (AUTOMATIC1111)"),
    "web UI, WebP": (comment(WEBUI, "WEBP"), "traces.parameters", "Stable Diffusion (AUTOMATIC1111)"),
    "web UI, AVIF": (comment(WEBUI, "AVIF"), "traces.parameters", "Stable Diffusion (AUTOMATIC1111)"),
    "Forge": (
        text("parameters", WEBUI.replace("v1.9.4", "f2.0.1v1.10")),
        "traces.parameters",
        "Stable Diffusion (Forge)",
    ),
    "SD.Next": (comment(WEBUI.replace("Version: v1.9.4", "App: SD.Next")), "traces.parameters", "SD.Next"),
    "ComfyUI, what ran": (text("prompt", GRAPH), "traces.workflow", "ComfyUI"),
    "ComfyUI, what was shown": (text("workflow", SCREEN), "traces.workflow", "ComfyUI"),
    "ComfyUI, WebP": (tags({0x0110: "prompt:" + json.dumps(GRAPH)}, "WEBP"), "traces.workflow", "ComfyUI"),
    "SwarmUI": (
        text("parameters", {"sui_image_params": {"prompt": "x", "model": "m"}}),
        "traces.parameters",
        "SwarmUI",
    ),
    "InvokeAI 3": (
        text("invokeai_metadata", {"generation_mode": "txt2img", "positive_prompt": "x", "model": {"name": "m"}}),
        "traces.parameters",
        "InvokeAI",
    ),
    "InvokeAI 2": (
        text("sd-metadata", {"app_id": "invoke-ai/InvokeAI", "image": {"prompt": "x"}, "model": "stable diffusion"}),
        "traces.parameters",
        "InvokeAI",
    ),
    "InvokeAI 1": (
        text("Dream", '"a lighthouse" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms'),
        "traces.parameters",
        "InvokeAI",
    ),
    "Easy Diffusion": (
        texts(prompt="x", seed="1", use_stable_diffusion_model="seaside"),
        "traces.parameters",
        "Easy Diffusion",
    ),
    "Easy Diffusion, JPEG": (
        comment(json.dumps({"prompt": "x", "seed": 1, "use_stable_diffusion_model": "seaside"})),
        "traces.parameters",
        "Easy Diffusion",
    ),
    "Fooocus": (
        text("parameters", {"base_model": "m", "full_prompt": ["x"], "prompt": "x"}),
        "traces.parameters",
        "Fooocus",
    ),
    "Fooocus, comment": (
        jpeg(segment(0xFE, json.dumps({"Prompt": "x", "Base Model": "m", "Styles": "[]"}).encode())),
        "traces.parameters",
        "Fooocus",
    ),
    "Stability Matrix": (
        text("parameters-json", {"PositivePrompt": "x", "Seed": 1, "Steps": 20, "CfgScale": 7, "ModelName": "seaside"}),
        "traces.parameters",
        "Stable Diffusion",
    ),
    "Ruined Fooocus": (
        text(
            "parameters", {"Prompt": "x", "steps": 30, "seed": 1, "base_model_name": "m", "software": "RuinedFooocus"}
        ),
        "traces.parameters",
        "Fooocus",
    ),
    "one field a setting": (
        texts(prompt="x", seed="1", num_inference_steps="30", model="black-forest-labs/FLUX.1-dev"),
        "traces.parameters",
        "FLUX (Black Forest Labs)",
    ),
    "stable-diffusion.cpp": (
        text("parameters", "x\nSteps: 20, CFG scale: 7.0, Seed: 42, Size: 512x512, Version: stable-diffusion.cpp"),
        "traces.parameters",
        "Stable Diffusion",
    ),
    "Midjourney, flags alone": (
        text("Description", "a lighthouse at dusk --ar 4:3 --v 6.1"),
        "traces.parameters",
        "Midjourney",
    ),
    "Draw Things": (
        xmp_png(
            "<exif:UserComment><rdf:Alt><rdf:li>"
            + json.dumps({"c": "x", "uc": "", "steps": 8, "sampler": "DPM", "scale": 7, "seed": 3, "model": "m"})
            + "</rdf:li></rdf:Alt></exif:UserComment>"
        ),
        "traces.parameters",
        "Draw Things",
    ),
    "mflux": (
        comment(json.dumps({"mflux_version": "0.15", "model": "black-forest-labs/FLUX.1-dev", "seed": 1})),
        "traces.parameters",
        "mflux",
    ),
    "NovelAI": (
        texts(Software="NovelAI", Source="NovelAI Diffusion V4", Description="x", Comment=json.dumps(NAI)),
        "traces.parameters",
        "NovelAI",
    ),
    "stealth, alpha": (hidden(WEBUI), "traces.stealth", "Stable Diffusion (AUTOMATIC1111)"),
    "stealth, colours": (hidden(WEBUI, rgb=True), "traces.stealth", "Stable Diffusion (AUTOMATIC1111)"),
    "stealth, NovelAI": (
        hidden(json.dumps({"Software": "NovelAI", "Source": "V4", "Comment": json.dumps(NAI)})),
        "traces.stealth",
        "NovelAI",
    ),
    "Midjourney": (text("Description", f"a lighthouse --ar 4:3 --v 6 Job ID: {UUID}"), "traces.job", "Midjourney"),
    "Grok": (
        tags({0x013B: UUID, 0x010E: "Signature: " + "A" * 88}),
        "traces.signature",
        "Grok (xAI)",
    ),
    "Grok, XMP": (
        xmp_jpeg(
            f"<dc:creator><rdf:Seq><rdf:li>{UUID}</rdf:li></rdf:Seq></dc:creator><dc:description><rdf:Alt>"
            f"<rdf:li>Signature: {'A' * 88}</rdf:li></rdf:Alt></dc:description>"
        ),
        "traces.signature",
        "Grok (xAI)",
    ),
    "Grok, IIM": (
        jpeg(iptc((80, UUID.encode()), (120, b"Signature: " + b"A" * 88))),
        "traces.signature",
        "Grok (xAI)",
    ),
    "Luma": (
        texts(Source="Luma AI", Comment="Generated by Luma AI's Uni-1 model"),
        "traces.signature",
        "Luma",
    ),
    "Ideogram": (tags({0x010F: "Ideogram AI"}), "traces.signature", "Ideogram"),
    "Galaxy AI": (samsung(8), "traces.ai_edit", "Samsung Galaxy AI"),
}
LABELS: dict[str, tuple[bytes, str, str | None]] = {
    "IPTC, PNG": (xmp_png(source_type(IPTC + "trainedAlgorithmicMedia")), "declared.generated", None),
    "IPTC, JPEG": (xmp_jpeg(source_type(IPTC + "trainedAlgorithmicMedia")), "declared.generated", None),
    "IPTC, https": (
        xmp_jpeg(source_type(IPTC.replace("http:", "https:") + "trainedAlgorithmicMedia")),
        "declared.generated",
        None,
    ),
    "IPTC, bare code": (xmp_jpeg(source_type("trainedAlgorithmicMedia")), "declared.generated", None),
    "IPTC, QCode": (xmp_jpeg(source_type("digsrctype:trainedAlgorithmicMedia")), "declared.generated", None),
    "IPTC and a credit": (
        xmp_jpeg(
            source_type(IPTC + "trainedAlgorithmicMedia") + "<photoshop:Credit>Made with Google AI</photoshop:Credit>"
        ),
        "declared.generated",
        "Google AI",
    ),
    "IPTC 2025.1": (
        xmp_jpeg("<Iptc4xmpExt:AISystemUsed>Midjourney</Iptc4xmpExt:AISystemUsed>"),
        "declared.ai_fields",
        "Midjourney",
    ),
    "IPTC 2025.1, prompt alone": (
        xmp_jpeg("<Iptc4xmpExt:AIPromptInformation>a lighthouse</Iptc4xmpExt:AIPromptInformation>"),
        "declared.ai_fields",
        None,
    ),
    "credit, XMP": (
        xmp_jpeg("<photoshop:Credit>Made with Google AI</photoshop:Credit>"),
        "declared.credit_generated",
        "Google AI",
    ),
    "credit, IIM": (jpeg(iptc((110, b"Made with Google AI"))), "declared.credit_generated", "Google AI"),
    "credit, edit": (jpeg(iptc((110, b"Edited with Google AI"))), "declared.credit_edited", "Google AI"),
    "credit, Meta": (jpeg(iptc((110, b"Imagined with AI"))), "declared.credit_generated", "Meta AI"),
    "credit, agency": (jpeg(iptc((110, b"Getty Images/iStock AI-Generated"))), "declared.credit_generated", None),
    "credit, by name": (jpeg(iptc((110, b"Generated with Midjourney"))), "declared.credit_generated", "Midjourney"),
    "comment of a PNG": (text("Comment", "Generated with Midjourney"), "declared.credit_generated", "Midjourney"),
    "comment of a JPEG": (jpeg(segment(0xFE, b"AI-generated")), "declared.credit_generated", None),
    "credit, French": (jpeg(iptc((110, "Image générée par IA".encode()))), "declared.credit_generated", None),
    "Apple": (tags({0x0131: "Apple Photos Clean Up"}), "declared.credit_edited", "Apple Photos"),
    "TC260, XMP": (xmp_png(f"<TC260:AIGC>{_AIGC}</TC260:AIGC>", _TC), "declared.tc260", "Doubao (ByteDance)"),
    "TC260, attribute": (xmp_png("", f'{_TC} TC260:AIGC="{_AIGC}"'), "declared.tc260", "Doubao (ByteDance)"),
    "TC260, PNG text": (text("AIGC", TC260), "declared.tc260", "Doubao (ByteDance)"),
    "TC260, EXIF": (comment(json.dumps({"AIGC": TC260})), "declared.tc260", "Doubao (ByteDance)"),
    "TC260, description": (tags({0x010E: json.dumps({"AIGC": TC260})}), "declared.tc260", "Doubao (ByteDance)"),
    "TC260, Tencent": (
        comment(json.dumps({"AIGC": {"Label": "1", "ServiceProvider": "Tencent Yuanbao"}})),
        "declared.tc260",
        "Hunyuan (Tencent)",
    ),
    "TC260, unreadable": (xmp_png("<TC260:AIGC>Label=1</TC260:AIGC>", _TC), "declared.tc260", None),
    "ByteDance app, escaped": (
        comment(json.dumps({"data": json.dumps({"product": "dreamina", "exportType": "generation"})})),
        "declared.tc260",
        "Jimeng, Dreamina (ByteDance)",
    ),
    "ByteDance app": (
        comment(json.dumps({"data": {"product": "doubao", "exportType": "generation"}})),
        "declared.tc260",
        "Doubao (ByteDance)",
    ),
}
# Nothing of this may be read as a trace or a label of generation.
NEAR_MISSES: dict[str, bytes] = {
    "bare prompt": text("prompt", "prompt"),
    "bare parameters": text("parameters", "parameters"),
    "bare workflow": text("workflow", "workflow: see the wiki"),
    "prompt as JSON": text("prompt", {"prompt": "Describe the picture", "answer": "a boat"}),
    "steps of a recipe": text("Description", "Steps: 3, then rest. Seed: sunflower"),
    "nodes of a diagram": text("workflow", {"nodes": [{"type": "rect"}, {"type": "circle"}], "edges": []}),
    "words of C2PA": jpeg(segment(0xFE, b"c2pa jumb jumd c2pa.claim urn:uuid")),
    "JUMBF-like segment": jpeg(segment(0xEB, b"JP\0\1\0\0\0\1" + b"\0\0\0\x20jumb\0\0\0\x18jumdc2pa")),
    "flags of a program": text("Description", "convert --verbose --ar 4:3 in.png"),
    "a question and its answer": text("prompt", {"prompt": "Describe", "seed": 4}),
    "specimen of the standard": xmp_jpeg(
        "<Iptc4xmpExt:AISystemUsed>AI System Used (ref2025.1)</Iptc4xmpExt:AISystemUsed>"
    ),
    "job of a printer": text("Description", "Job ID: 4471"),
    "an identifier as artist": tags({0x013B: UUID}),
    "a signature": tags({0x010E: "Signature: J. Martin"}),
    "not generated": jpeg(iptc((110, b"Not AI-generated"))),
    "no training": xmp_jpeg(
        "<dc:rights><rdf:Alt><rdf:li>No AI training. All rights reserved.</rdf:li></rdf:Alt></dc:rights>"
    ),
    "a painter": jpeg(iptc((110, b"Created by Leonardo"))),
    "another painter": jpeg(iptc((110, b"Generated by Jasper Johns"))),
    "rights on AI": xmp_jpeg(
        "<dc:rights><rdf:Alt><rdf:li>May not be used to create AI generated content</rdf:li></rdf:Alt></dc:rights>"
    ),
    "rights in French": jpeg(iptc((116, "Toute utilisation pour entraîner une IA est interdite".encode()))),
    "long instructions": jpeg(
        iptc((40, b"Please keep this picture apart from anything that is AI-generated when you " * 2))
    ),
    "caption on AI": xmp_jpeg(
        "<dc:description><rdf:Alt><rdf:li>Protest against AI-generated art</rdf:li></rdf:Alt></dc:description>"
    ),
    "made by a person": jpeg(iptc((110, b"Made by hand in Marseille"))),
    "IPTC capture": xmp_jpeg(source_type(IPTC + "digitalCapture")),
    "IPTC algorithm": xmp_jpeg(source_type(IPTC + "algorithmicMedia")),
    "IPTC several shots": xmp_jpeg(source_type(IPTC + "computationalCapture")),
    "IPTC enhanced": xmp_jpeg(source_type(IPTC + "algorithmicallyEnhanced")),
    "IPTC unknown": xmp_jpeg(source_type(IPTC + "trainedAlgorithm")),
    "no AI system": xmp_jpeg("<Iptc4xmpExt:AISystemUsed>None</Iptc4xmpExt:AISystemUsed>"),
    "a label of goods": text("AIGC", {"Label": "1", "Colour": "red"}),
    "Samsung, no AI": samsung(0),
    "an app, not AI": comment(json.dumps({"data": {"product": "doubao", "exportType": "share"}})),
    "software name": tags({0x0131: "NightCafe Creator"}),
    "enlarged by the web UI": text("postprocessing", "Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+"),
    "enlarged by ComfyUI": text("prompt", ENLARGER),
    "stealth words": text("Comment", "stealth_pngcomp stealth_rgbinfo"),
    "camera phone": saved(exif=exif({0x010F: "Nikon", 0x0110: "Nikon D70"})),
}
