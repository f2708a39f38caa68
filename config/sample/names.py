"""Names for made-up people, mixed as in an American town. Nobody real is meant."""

# ruff: noqa: SIM905  names are read as text

GIVEN = (
    "Amara Mateo Nour Chloe Tariq Emily Isaiah Farida Sebastian Lucía Hana Omar Grace Daniel Sofia James Priya Ruth "
    "Ngozi Kenji Aaliyah Diego Mei Jonah Imani Andre Leila Pablo Tessa Viktor Zainab Marcus Elena Caleb Yara Luis "
    "Naomi Theo Anjali Bruno Celia Darius Esther Felix Gloria Hugo Ines Jamal Keiko Lena"
).split()
FAMILY = (
    "Adeyemi Becker Castillo Dvorak Ellison Fofana Greene Hashimi Ibarra Jansen Kaplan Lindqvist Mbeki Novak Ortega "
    "Petrov Quintero Rahman Santos Tran Underwood Vargas Whitfield Ximenes Yamada Zielinski Abbott Brennan Cho Delgado "
    "Espinoza Fletcher Gupta Holloway Ishikawa Jeffries Kowalczyk Lambert Moreno Nakamura Olsen Park Reyes Sorensen"
).split()
#: given name → what the person goes by instead.
GOES_BY = {"Sebastian": "Seb", "Isaiah": "Zay", "Aaliyah": "Liyah", "Gloria": "Glo", "Daniel": "Dan"}
