"""The ground floor: districts kept apart by the database, the people in them, who may do what, and what was done."""
