"""The names of picture generators: how a program, a model or a service writes itself, and the family it belongs to.

Source: ``reference/markers.md`` of the project's research (files seen, vendors' documentation), November 2026.
"""

from __future__ import annotations

import re

# The first pattern that fits gives the family. Models before the programs that run them.
_FAMILIES: tuple[tuple[str, str], ...] = (
    (r"chatgpt|gpt-?4o|gpt-?image|openai|dall[·\-\s]?e|\bsora\b", "ChatGPT (OpenAI)"),
    (r"google (?:ai|flow|generative|imagen|media processing)|\bgemini\b|\bimagen[ -]?\d|nano.?banana", "Google AI"),
    (r"pixel studio", "Google AI"),
    (r"adobe[ _]firefly|\bfirefly[ _](?:image|c2pa|v\d)|^firefly$", "Adobe Firefly"),
    (r"midjourney", "Midjourney"),
    (r"\bgrok\b|\bxai\b|aurora.?image", "Grok (xAI)"),
    (r"black forest labs|flux[\s._-]?(?:1|2|dev|pro|schnell|kontext|krea|klein)|\bflux\b", "FLUX (Black Forest Labs)"),
    (r"stability ai|stable image|dreamstudio", "Stability AI"),
    (r"stable[\s-]?diffusion|\bsdxl\b", "Stable Diffusion"),
    (r"bing image creator|microsoft designer|copilot", "Microsoft Designer"),
    (r"amazon (?:bedrock|titan|nova)", "Amazon Bedrock"),
    (r"imagined with ai|\bmeta ai\b", "Meta AI"),
    (r"photo assist|galaxy ai", "Samsung Galaxy AI"),
    (r"apple photos (?:clean|generative)|image playground|with clean ?up\b", "Apple Photos"),
    (r"dreamina|jimeng|即梦|seedream", "Jimeng, Dreamina (ByteDance)"),
    (r"doubao|豆包|xinghui", "Doubao (ByteDance)"),
    (r"volcano engine|volcengine|byteplus|capcut|火山引擎", "ByteDance"),
    (r"qwen|千问|tongyi|wanx", "Qwen (Alibaba)"),
    (r"\bkling ?(?:ai|image|\d)|可灵", "Kling (Kuaishou)"),
    (r"hunyuan|元宝|yuanbao", "Hunyuan (Tencent)"),
    (r"\bernie[ _-]?(?:image|vilg|bot|\d)|\bbaidu\b|wenxin|百度|文心", "ERNIE (Baidu)"),
    (r"liblib", "LibLibAI"),
    (r"novelai", "NovelAI"),
    (r"invoke ?ai", "InvokeAI"),
    (r"comfyui", "ComfyUI"),
    (r"fooocus", "Fooocus"),
    (r"swarmui", "SwarmUI"),
    (r"draw things", "Draw Things"),
    (r"easy diffusion", "Easy Diffusion"),
    (r"sd\.?next", "SD.Next"),
    (r"mflux", "mflux"),
    (r"ideogram", "Ideogram"),
    (r"leonardo\.?ai|^leonardo$", "Leonardo"),
    (r"recraft", "Recraft"),
    (r"freepik", "Freepik"),
    (r"nightcafe", "NightCafe"),
    (r"\breve(?:\.com| image|\b)", "Reve"),
    (r"\bbria(?:ai)?\b|^fibo\b", "Bria"),
    (r"\bkrea\b", "Krea"),
    (r"\bfal\b|features & labels", "fal"),
    (r"\brunway(?: ai|ml)?\b", "Runway"),
    (r"higgsfield", "Higgsfield"),
    (r"luma ai|uni-1", "Luma"),
    (r"topaz", "Topaz Labs"),
    (r"\bjasper(?:\.ai| ai| art)\b", "Jasper"),
    (r"reface", "RefaceAI"),
    (r"\bcanva\b", "Canva"),
    (r"aphrodite ai", "Aphrodite AI"),
    (r"kolors", "Kolors"),
    (r"\bkandinsky[ _-]?\d", "Kandinsky"),
    (r"pixart", "PixArt"),
)
# Companies whose name alone says nothing, until their certificate signs a step that says «generated».
_SIGNERS: tuple[tuple[str, str], ...] = (
    (r"microsoft", "Microsoft Designer"),
    (r"amazon web services", "Amazon Bedrock"),
    (r"google", "Google AI"),
    (r"adobe", "Adobe Firefly"),
    (r"samsung", "Samsung Galaxy AI"),
    (r"bytedance|tiktok|spring \(sg\)", "ByteDance"),
    (r"eleven ?labs", "ElevenLabs"),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), family) for pattern, family in _FAMILIES)
_SIGNING = tuple((re.compile(pattern, re.IGNORECASE), family) for pattern, family in _SIGNERS)


def family(*names: str) -> str:
    """The family that the first recognised of these names belongs to; an empty string when none is known."""
    return _first(_COMPILED, names)


def family_of_signer(*names: str) -> str:
    """The same for the name on a certificate that signed a step of generation."""
    return _first(_COMPILED, names) or _first(_SIGNING, names)


def _first(table: tuple[tuple[re.Pattern[str], str], ...], names: tuple[str, ...]) -> str:
    for name in names:
        for pattern, found in table:
            if name and pattern.search(name):
                return found
    return ""


# The watermark that an algorithm name of the C2PA registry stands for; an ISCC is a code of the content, not a watermark.
_WATERMARKS: tuple[tuple[str, str], ...] = (
    ("com.adobe.trustmark", "TrustMark (Adobe)"),
    ("com.digimarc", "Digimarc"),
    ("com.imatag", "Imatag"),
    ("ai.steg", "Steg.AI"),
    ("com.microsoft.invismark", "InvisMark (Microsoft)"),
    ("com.aiwatermark", "PixelSeal"),
    ("ai.trufo", "Trufo"),
)
_SYNTHID = {"Google AI", "ChatGPT (OpenAI)"}


def watermark(algorithm: str) -> str:
    """The name by which a watermark is known; the algorithm itself where it has none, nothing for a mere code."""
    if algorithm.startswith("io.iscc"):
        return ""
    return next((name for start, name in _WATERMARKS if algorithm.startswith(start)), algorithm)


def watermark_of(*names: str) -> str:
    """The watermark that a company puts in when it says that it put one in, else the first of its names."""
    return "SynthID" if family_of_signer(*names) in _SYNTHID else next((name for name in names if name), "")


# Families whose programs also retouch or host pictures that nobody generated.
_EDITORS = {"Apple Photos", "Canva", "Freepik", "Topaz Labs", "Samsung Galaxy AI"}


def edits_too(name: str) -> bool:
    """Whether the name of a family says nothing on generation: people also draw, retouch or enlarge with it."""
    return name in _EDITORS


_PEOPLE_AND_PLACES = {
    "Leonardo",
    "Jasper",
    "Kandinsky",
    "Luma",
    "Reve",
    "Runway",
    "Krea",
    "Bria",
    "fal",
    "Kolors",
    "Recraft",
}


def may_be_a_person(name: str) -> bool:
    """Whether a family's name is also that of people, places or companies that make pictures without AI."""
    return name in _PEOPLE_AND_PLACES
