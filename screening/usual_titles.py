"""What the usual steps are called in Spanish, also where nobody has written a Spanish title of their own."""

SPANISH = {
    "30-minute training": "Capacitación de 30 minutos",
    "A reference from work": "Una referencia de su trabajo",
    "Background check": "Verificación de antecedentes",
    "Child abuse registry check": "Consulta del registro de maltrato infantil",
    "Child safety policy": "Política de protección de menores",
    "Fingerprint background check": "Verificación de antecedentes con huellas digitales",
    "Guidelines for mentors": "Normas para mentores",
    "Orientation": "Orientación",
    "Outings and online contact": "Salidas y contacto en línea",
    "Sex offender registry check": "Consulta del registro de delincuentes sexuales",
    "Training for one-to-one mentors": "Capacitación para mentores de un solo estudiante",
}
