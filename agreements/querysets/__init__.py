"""Who sees which documents."""
