"""Who sees which rows of screening."""
