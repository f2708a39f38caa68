"""Deeds of agreements."""
