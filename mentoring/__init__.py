"""Programs, students, guardians, mentors, employers, matches and meetings."""
