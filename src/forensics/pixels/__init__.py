"""Measurements on pixels: detail, noise, keypoints. Knows arrays, no finding."""
