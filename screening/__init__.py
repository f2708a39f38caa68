"""What a person must have before meeting students, and what they have."""
