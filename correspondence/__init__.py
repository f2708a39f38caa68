"""Mail, text messages and letters: written in the deed's transaction, delivered by the worker."""
