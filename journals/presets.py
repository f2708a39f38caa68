"""What a journal begins with, where nobody has written questions or a rubric of their own."""

from typing import NamedTuple


class PromptText(NamedTuple):
    """A question in both languages."""

    en: str
    es: str


class CriterionText(NamedTuple):
    """What a rubric looks at. Only those who grade read ``about``."""

    name: str
    about: str


PROMPTS = (
    PromptText(
        "What did you and your mentor talk about, and what do you remember most?",
        "¿De qué hablaron usted y su mentor, y qué es lo que más recuerda?",
    ),
    PromptText(
        "What did you learn about the work or about getting there that you did not know before?",
        "¿Qué aprendió sobre el trabajo, o sobre cómo llegar a él, que antes no sabía?",
    ),
    PromptText(
        "What surprised you, and why?",
        "¿Qué le sorprendió y por qué?",
    ),
    PromptText(
        "How does what you saw or heard fit with what you do in class?",
        "¿Cómo se relaciona lo que vio u oyó con lo que hace en clase?",
    ),
    PromptText(
        "Which of your goals came closer, and what will you do next?",
        "¿A cuál de sus metas se acercó y qué hará después?",
    ),
    PromptText(
        "What would you like to ask your mentor next time?",
        "¿Qué le gustaría preguntar a su mentor la próxima vez?",
    ),
)

RUBRIC_NAME = "Journal"
CRITERIA = (
    CriterionText("Reflection", "Says what the student learned and why it matters"),
    CriterionText("Detail", "Names people, tasks, times"),
    CriterionText("Writing", "Clear sentences, few errors"),
)
#: Points → word, the highest first.
LEVELS = {4: "Exceeds", 3: "Meets", 2: "Approaching", 1: "Beginning"}
#: The usual words of rubrics in Spanish, also for rubrics that have no Spanish of their own.
SPANISH = {
    "Reflection": "Reflexión",
    "Detail": "Detalle",
    "Writing": "Redacción",
    "Exceeds": "Supera lo esperado",
    "Meets": "Cumple",
    "Approaching": "Se acerca",
    "Beginning": "Comienza",
}
