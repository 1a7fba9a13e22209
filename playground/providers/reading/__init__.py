"""Reading an answer: by what came, not by what was asked for.

    bytes → ``frames`` → JSON values → ``gathering`` → pictures, usage, words, errors
          → ``reader`` → an ``Outcome``, or the error that says why there is none

A body may be JSON, a stream of events, a bare picture or a text, whatever its label
says, and of either route's shape. The same reader reads an answer while it arrives and
the copy of it on disk, after a crash or with a later version.
"""
