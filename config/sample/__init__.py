"""The sample setting: two made-up districts, a page to become anyone in them, and everybody's mail."""
