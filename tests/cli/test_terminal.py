"""Every terminal is served: 60 to 200 columns wide, without colours, without accents. Nothing is cut, nothing fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from rich.cells import cell_len

from forensics.cli import run
from forensics.cli._letters import _letter
from forensics.lang import LANGUAGES, load
from forensics.model import Sign
from forensics.render.prose import wrapped

DEMO = Path(__file__).resolve().parents[2] / "corpora" / "demo" / "images"
PICTURES = ("IMG-009.png", "IMG-012.jpg", "IMG-014.png")
WIDTHS = (60, 80, 120, 200)
PATH = re.compile(r"\S*[/\\]\S*|\S{50,}")  # one word that is not broken: it is there to be copied
COMMANDS = (
    "--help",
    "check --help",
    "corpus audit demo",
    "corpus list demo",
    "corpus show demo IMG-012",
    "doctor",
    "explain",
    "explain ela",
    "explain generated.flat_noise",
    "check in/IMG-012.jpg --corpus demo",
    "check in/IMG-009.png -v",
    "check missing.jpg",
    "chek",
    "match in/IMG-014.png --corpus demo -v",
    "trap in/IMG-012.jpg -o trap --depth quick --force",
    "clean in/IMG-012.jpg -o clean --force",
    "worksheet in/IMG-012.jpg -o sheets --format html --key",
    "exercise new set.toml --corpus demo --force",
    "exercise audit set.toml",
    "audit-detector in --truth truth.csv -v",
    "batch in -o report --jobs 1",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in").mkdir()
    for name in PICTURES:
        with Image.open(DEMO / name) as picture:
            picture.resize((300, 200)).save(tmp_path / "in" / name, exif=picture.getexif())
    (tmp_path / "truth.csv").write_text("fichier;origine\nIMG-009.png;ia\nIMG-012.jpg;photo\n", "utf-8")
    (tmp_path / "set.toml").write_text(
        '[exercice]\ntitre = "Essai"\ncorpus = "demo"\n[[image]]\nid = "IMG-009"\n[[image]]\nid = "IMG-012"\n', "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_line_fits(
    command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for width in WIDTHS if "in" not in command.split() and "in/" not in command else (60, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        run([*command.split(), "--lang", "fr"])
        shown = "".join(capsys.readouterr())
        assert shown.strip() and "Traceback" not in shown
        for line in shown.splitlines():
            assert cell_len(PATH.sub("", line)) <= width, f"{width}: {line}"
            assert not line.rstrip().endswith("…") or command.startswith(("--help", "check --help")), f"cut: {line}"


def test_a_narrow_terminal_shows_every_copy_of_a_trap(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for width in (60, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        assert run(["trap", "in/IMG-012.jpg", "-o", "trap", "--depth", "quick", "--force", "--lang", "fr"]) == 0
        (head,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Indice ")]
        assert re.findall(r"\d", head) == list("0123456")


def test_without_a_width_a_sentence_stays_on_its_line(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.delenv("COLUMNS", raising=False)
    run(["check", "a-name-long-enough-to-need-a-second-line-in-eighty-columns.jpg", "--lang", "fr"])
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
@pytest.mark.parametrize(
    "command", ["check in/IMG-012.jpg", "trap in/IMG-012.jpg -o t --depth quick", "doctor", "batch in -o r"]
)
def test_no_color_means_no_escape_code_at_all(command: str, place: Path) -> None:
    assert "\x1b" not in on_a_terminal(command, NO_COLOR="1")
    assert command.startswith(("doctor", "batch")) or "\x1b[1m" in on_a_terminal(
        command + " --force" * (command[0] == "t")
    )


def on_a_terminal(command: str, **more: str) -> str:
    """What a terminal of 80 columns receives."""
    import pty

    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "FORENSICS_LANG": "fr"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "forensics", *command.split()],
        stdout=theirs, stderr=theirs, stdin=theirs, env={**environment, **path_of_the_program(), **more},
    ) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
        assert process.wait() == 0, said
    os.close(ours)
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end was closed
        return b""


def path_of_the_program() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.parametrize("more", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"},
                                  {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}], ids=str)  # fmt: skip
@pytest.mark.parametrize(
    "command",
    [
        "check in/IMG-012.jpg",
        "explain ela",
        "doctor",
        "trap in/IMG-012.jpg -o trap --depth quick",
        "check missing.jpg",
        "--help",
    ],
)
def test_a_terminal_without_accents_is_no_reason_to_fail(command: str, more: dict[str, str], place: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "FORENSICS_LANG": "fr", **path_of_the_program(), **more}
    done = subprocess.run([sys.executable, "-m", "forensics", *command.split()], capture_output=True, env=environment)
    said = (done.stdout + done.stderr).decode("latin-1")
    assert done.returncode == (3 if "missing" in command else 0), said
    assert "Traceback" not in said and said.count("?") <= said.count("? ") + said.count("?\n")
    if "ascii" in more.values() and command.startswith("check in"):
        assert "Modification    L'outil ne peut pas dire" in said and "+  Appareil nomme dans" in said


def test_each_sign_keeps_a_shape_of_its_own_in_ascii() -> None:
    for language in LANGUAGES:
        shapes = [load(language).text("signs", sign.value, "shape") for sign in Sign]
        plain = [_letter(shape) for shape in shapes]
        assert len(set(plain)) == len(shapes) and all(one.isascii() and len(one) == 1 for one in plain)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("un deux trois", ["un deux", "trois"]),
        ("  un deux trois", ["  un deux", "    trois"]),
        ("  · un deux", ["  · un", "    deux"]),
        ("  ○  un deux", ["  ○  un", "     deux"]),
        ("mot : oui", ["mot : oui"]),
        ("insécable\u00a0: oui", ["insécable\u00a0:", "oui"]),
        ("", [""]),
    ],
)
def test_a_sentence_is_broken_at_ordinary_spaces_and_hangs_under_its_words(text: str, lines: list[str]) -> None:
    assert list(wrapped(text, 9)) == lines
