"""Rosters: OneRoster as CSV, and Microsoft School Data Sync."""
