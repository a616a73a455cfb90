"""Reading what a file declares: containers, EXIF, XMP, IPTC, C2PA. Knows bytes and text, no finding."""
