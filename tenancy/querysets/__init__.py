"""Who sees which rows of this floor."""
