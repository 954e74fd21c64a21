"""Scans of paper that comes back: codes at any rotation, marks in boxes, read in a capped child process.

The door is `reading`; numpy, pillow, zxing-cpp and pypdfium2 are imported by what the child runs, and nowhere else.
"""
