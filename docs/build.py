"""Builds the documentation as a static site in ``site/`` (``make site``): one HTML page for each page of ``docs/``, no script, no network."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).resolve().parent
SITE = HERE.parent / "site"
STYLE = """
:root{color-scheme:light dark;--ink:#1a1f26;--soft:#48525f;--line:#d5d9de;--ground:#fff;--accent:#0b5563}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecef;--soft:#b6bfc9;--line:#3a424c;--ground:#161b20;--accent:#7fd3df}}
body{font:1.05rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--ground);max-width:46rem;margin:0 auto;padding:1.5rem}
a{color:var(--accent)}nav{color:var(--soft);margin-bottom:2rem}img{max-width:100%;height:auto}
pre{overflow-x:auto;border:1px solid var(--line);padding:.75rem}code{font-size:.95em}
table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}
"""


def build(site: Path = SITE) -> list[Path]:
    """Every page, and the pictures; returns the pages."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(HERE / "images", site / "images", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return [build_page(path, site) for path in sorted(HERE.rglob("*.md"))]


def build_page(path: Path, site: Path) -> Path:
    text = path.read_text("utf-8")
    target = site / path.relative_to(HERE).with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    body = MarkdownIt("commonmark").enable("table").render(text)
    target.write_text(page(path, title_of(text), re.sub(r'(href="[^":]+)\.md(#[^"]*)?"', r'\1.html\2"', body)), "utf-8")
    return target


def title_of(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1].replace("`", "") if found else "forensics"


def page(path: Path, title: str, body: str) -> str:
    inside = path.relative_to(HERE)
    language = inside.parts[0] if inside.parts[0] in ("fr", "en") else "en"
    up = "../" * (len(inside.parts) - 1)
    nav = f'<nav><a href="{up}fr/index.html" lang="fr">Français</a> · <a href="{up}en/index.html" lang="en">English</a></nav>'
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<title>{escape(title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n{nav}\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


if __name__ == "__main__":
    print(len(build()), "pages in", SITE.name)
