"""The simulator with a painter in a hurry, for tests that look at no brush stroke.

Pictures have the size, the format and the transparency that was asked for, and each
draw is another one; they are drawn at an eighth of their size and enlarged, which
takes a fifth of the time to draw, to pack and to unpack. ``tests/simulator`` and all
processes have the real one.
"""
