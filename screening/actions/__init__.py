"""Deeds of screening."""
