"""Reports: how a program is going, a school's monthly page."""
