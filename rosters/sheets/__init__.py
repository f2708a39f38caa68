"""Spreadsheets that people keep by hand: students, mentors and matches that are running already."""
