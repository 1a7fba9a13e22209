"""What wakes workers and tells which of them have died."""
