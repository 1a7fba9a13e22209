"""Who answers: the configured client, its answers, and its errors in words."""
