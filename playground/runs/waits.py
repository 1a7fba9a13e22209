"""How long a run may be told to wait, by whatever clock."""

from datetime import timedelta

# The longest that a run is ever told to wait.
LONGEST_WAIT_S = 120.0
# One that seems to wait for longer was told so by a clock that was wrong.
BEYOND_BELIEF = timedelta(seconds=2 * LONGEST_WAIT_S)
# Between the tries to write what only this process knows. Somebody may make room, or the
# database may be back.
WRITING_WAITS_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0)
