"""The worksheet as data: composing by level, exercises, answers."""
