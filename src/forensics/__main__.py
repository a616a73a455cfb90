"""``python -m forensics``: the command line, for a folder without an installed script."""

from forensics.cli import main

main()
