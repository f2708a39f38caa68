"""Who sees which messages."""
