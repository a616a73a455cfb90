"""OpenCV never leaves a forked worker waiting."""

from __future__ import annotations

import multiprocessing
import sys

import numpy as np
import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forks on Linux alone")
def test_a_fork_of_a_process_that_used_opencv_can_use_it_too() -> None:
    blur()
    child = multiprocessing.get_context("fork").Process(target=blur_alone)
    child.start()
    child.join(30)
    stuck = child.is_alive()
    child.kill()
    assert not stuck and child.exitcode == 0


def blur() -> None:
    from forensics.opencv import cv2

    cv2.GaussianBlur(np.random.default_rng(1).random((1024, 1024)).astype(np.float32), (0, 0), 5)


def blur_alone() -> None:
    from forensics.opencv import cv2

    cv2.setNumThreads(1)  # waits for the threads of the parent, where it had some
    blur()
