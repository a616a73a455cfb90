"""Many pictures at a time: workers, journal, engines, summary."""
