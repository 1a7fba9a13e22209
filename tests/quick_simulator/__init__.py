"""The simulator with a painter in a hurry, for tests that look at no brush stroke.

Pictures have the size, the format and the transparency that was asked for, and each
draw is another one, but they are a few coloured squares: quickly drawn, packed and
unpacked. Edits and drawings in lines are the real ones. All processes have the real
painter, and so have the tests of it and of the simulator over HTTP.
"""
