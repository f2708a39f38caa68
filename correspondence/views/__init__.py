"""Pages and hooks of mail and letters."""
