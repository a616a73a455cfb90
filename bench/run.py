"""Every bench of this folder, one after the other: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    worst = 0
    for path in sorted(HERE.glob("*.py")):
        if path.name != Path(__file__).name:
            print(f"── {path.stem}", flush=True)
            worst |= subprocess.run([sys.executable, path]).returncode
    return worst


if __name__ == "__main__":
    sys.exit(main())
