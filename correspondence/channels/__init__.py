"""How messages travel. Knows addresses and texts; knows no message, no person, no district."""
