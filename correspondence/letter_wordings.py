"""Waymark's own words for letters, which stand until a district writes its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from correspondence.models import LetterKind


@dataclass(frozen=True)
class Wording:
    """Heading and text of a letter, with merge fields in curly braces."""

    subject: str
    body: str


#: By kind and language.
BUILT_IN: Mapping[tuple[str, str], Wording] = {
    (LetterKind.THANK_MENTOR, "en"): Wording(
        "Thank you for being a mentor",
        """Dear {to},

Thank you for being a mentor to {student} in the program {program} of {district}. \
The time that you gave has shown a young person what work can be, and who to ask about it.

From {from_on} to {until_on} you found the time for each other, next to everything else that you do.

In all you gave {meetings} and {hours} of your time.

{student} asked us to pass this on to you:
{students_words}

A school can teach much, but not what a working day is like. You did, and we are grateful.""",
    ),
    (LetterKind.THANK_MENTOR, "es"): Wording(
        "Gracias por ser mentor o mentora",
        """Estimado(a) {to}:

Gracias por acompañar a {student} en el programa {program} de {district}. \
El tiempo que usted dedicó le mostró a una persona joven cómo puede ser el trabajo y a quién preguntar.

Desde el {from_on} hasta el {until_on} encontraron tiempo para reunirse, además de todo lo que usted ya hace.

En total fueron {meetings} y {hours} de su tiempo.

{student} nos pidió que le hiciéramos llegar estas palabras:
{students_words}

Una escuela puede enseñar mucho, pero no cómo es un día de trabajo. Usted sí lo hizo, y se lo agradecemos.""",
    ),
    (LetterKind.THANK_EMPLOYER, "en"): Wording(
        "Thank you for opening your doors",
        """Dear {to},

Thank you to everybody at {employer} for taking part in the program {program} of {district}.

{mentors} gave students the time and attention that only people at work can give.

Through you, {students} learned what a working day is like, in {meetings} and {hours}.

One of our students wrote:
{students_words}

We hope that you found it worth your while, and that we may count on you again.""",
    ),
    (LetterKind.THANK_EMPLOYER, "es"): Wording(
        "Gracias por abrir sus puertas",
        """Para {to}:

Gracias a todas las personas de {employer} por participar en el programa {program} de {district}.

De parte de nuestros estudiantes, gracias en especial a {mentors} por su tiempo y su atención.

El programa permitió a {students} conocer con ustedes cómo es un día de trabajo, en {meetings} y {hours}.

Uno de nuestros estudiantes escribió:
{students_words}

Esperamos que haya valido la pena, y poder contar con ustedes otra vez.""",
    ),
    (LetterKind.CERTIFICATE, "en"): Wording(
        "Certificate of recognition",
        """{district} recognizes

{to}

for {reason}

in the program {program}

{school_year}

{meetings} and {hours} given to our students""",
    ),
    (LetterKind.CERTIFICATE, "es"): Wording(
        "Certificado de reconocimiento",
        """{district} reconoce a

{to}

por {reason}

en el programa {program}

{school_year}

{meetings} y {hours} para nuestros estudiantes""",
    ),
}
