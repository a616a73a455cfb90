"""OpenCV with one thread: a pool of its threads does not live on in a forked worker, which would wait for them for ever.

Several workers on one machine only get in each other's way with more. Imported inside functions: ``from forensics.opencv import cv2``.
"""

from __future__ import annotations

from typing import Any

import cv2 as _cv2

cv2: Any = _cv2  # its type stubs leave out half of it
cv2.setNumThreads(1)
