"""The home of each role: what stands below "Needs you today"."""
