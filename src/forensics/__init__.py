"""Media-literacy image forensics: what a picture declares, what is measured, what only a person can find out."""

__version__ = "0.1.0"
