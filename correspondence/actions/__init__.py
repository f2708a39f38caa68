"""Deeds of mail and letters."""
