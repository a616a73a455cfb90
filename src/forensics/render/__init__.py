"""From a report or a worksheet to bytes: terminal, HTML, PDF, JSON. Knows no analysis."""
