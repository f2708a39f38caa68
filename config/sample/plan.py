"""What the two sample districts are made of. Data only; ``config.sample.districts`` builds it."""

from dataclasses import dataclass, field

from tenancy.permissions import Role


@dataclass(frozen=True)
class Lead:
    """Somebody whom a visitor can be: one for each role, found again by ``key``."""

    key: str
    given_name: str
    family_name: str
    role: Role
    title: str = ""
    language: str = "en"
    at_school: int | None = None  # index of the school to which the role is scoped; None means the whole district


@dataclass(frozen=True)
class DistrictPlan:
    """One sample district."""

    slug: str
    name: str
    time_zone: str
    schools: tuple[str, ...]
    leads: tuple[Lead, ...]
    #: Whom a visitor can be, too, who came after everybody else.
    newcomers: tuple[Lead, ...] = ()
    features: tuple[str, ...] = ()
    #: How many more people of each role.
    others: dict[Role, int] = field(default_factory=dict)
    seed: int = 0

    @property
    def visitors(self) -> tuple[Lead, ...]:
        """Everybody whom a visitor can be; their keys are the last part of /sample/enter/<district>-<key>/."""
        return (*self.leads, *self.newcomers)


OAK = DistrictPlan(
    slug="oak",
    name="Oak Valley School District",
    time_zone="America/Chicago",
    schools=("Roosevelt High School", "Lincoln High School", "Bell Academy"),
    features=("text_messages",),
    leads=(
        Lead("coordinator", "Dana", "Wright", Role.COORDINATOR, "Work-based learning coordinator"),
        Lead("administrator", "Marisol", "Vega", Role.ADMINISTRATOR, "Director of career education"),
        Lead("principal", "Harold", "Nguyen", Role.PRINCIPAL, "Principal", at_school=0),
        Lead("teacher", "Tom", "Whelan", Role.TEACHER, "Health sciences teacher", at_school=0),
        Lead("counselor", "Ruth", "Adler", Role.COUNSELOR, "School counselor", at_school=0),
        Lead("frontoffice", "Fay", "Larsson", Role.FRONT_OFFICE, "Front office", at_school=0),
        Lead("mentor", "Lena", "Fischer", Role.MENTOR, "Pharmacist"),
        Lead("guardian", "Rosa", "García", Role.GUARDIAN, language="es"),
        Lead("student", "Mateo", "García", Role.STUDENT, language="es", at_school=0),
    ),
    newcomers=(Lead("newmentor", "Joy", "Abernathy", Role.MENTOR, "Dental hygienist"),),
    others={
        Role.COORDINATOR: 1,
        Role.PRINCIPAL: 2,
        Role.TEACHER: 9,
        Role.COUNSELOR: 3,
        Role.FRONT_OFFICE: 3,
        Role.AUDITOR: 1,
        Role.MENTOR: 34,
        Role.GUARDIAN: 41,
        Role.STUDENT: 46,
    },
    seed=35,
)
ELM = DistrictPlan(
    slug="elm",
    name="Elm County Public Schools",
    time_zone="America/New_York",
    schools=("Franklin High School", "Harriet Tubman High School"),
    leads=(
        Lead("coordinator", "Owen", "Bright", Role.COORDINATOR, "Career pathways coordinator"),
        Lead("administrator", "Sunita", "Rao", Role.ADMINISTRATOR, "Assistant superintendent"),
        Lead("principal", "Gwen", "Porter", Role.PRINCIPAL, "Principal", at_school=0),
        Lead("teacher", "Elias", "Stone", Role.TEACHER, "Engineering teacher", at_school=0),
        Lead("counselor", "Maya", "Cohen", Role.COUNSELOR, "School counselor", at_school=1),
        Lead("frontoffice", "Bill", "Ramsey", Role.FRONT_OFFICE, "Front office", at_school=1),
        Lead("mentor", "Curtis", "Blake", Role.MENTOR, "Civil engineer"),
        Lead("guardian", "Thanh", "Pham", Role.GUARDIAN),
        Lead("student", "Linh", "Pham", Role.STUDENT, at_school=0),
    ),
    others={
        Role.COORDINATOR: 1,
        Role.PRINCIPAL: 1,
        Role.TEACHER: 5,
        Role.COUNSELOR: 1,
        Role.FRONT_OFFICE: 1,
        Role.MENTOR: 12,
        Role.GUARDIAN: 15,
        Role.STUDENT: 18,
    },
    seed=7,
)
PLANS = (OAK, ELM)

#: Who runs the sample installation.
PLATFORM_EMAIL = "operator@waymark.example"
