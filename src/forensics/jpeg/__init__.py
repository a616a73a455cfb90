"""The JPEG format as a witness of its own history: tables, blocks, coefficients. Knows numbers, no finding."""
