"""What people fill in to sign."""
