"""What the tests of prices ask for."""

from datetime import date

TODAY = date(2026, 11, 21)
FLARE, TWO, ONE_FIVE = "gpt-image-2.5-flare", "gpt-image-2", "gpt-image-1.5"
MINI, ONE = "gpt-image-1-mini", "gpt-image-1"
