"""Reflections on meetings, and how teachers judge them."""
