"""Signing in: users, for whom they stand, invitations, and the extra step."""
