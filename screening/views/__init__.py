"""Screens of screening."""
