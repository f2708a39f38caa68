"""Who is in the district that the main job leads through, and the files with which they come."""

import io
import zipfile
from datetime import date, timedelta

from openpyxl import Workbook
from playwright.sync_api import FilePayload

from tests.journeys.journey import Somebody

#: Two students of a school, a teacher, a class; a mother with an address, a father without.
ROSTER = {
    "orgs": """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Maple Schools,district,,
s1,,,Sugar High,school,,d1
""",
    "users": """sourcedId,status,orgSourcedIds,role,username,givenName,familyName,email,phone,agentSourcedIds,grades
u1,,s1,student,amara,Amara,Okafor,amara.okafor@{slug}.example,,g1,10
u2,,s1,student,mateo,Mateo,García,,,g2,11
g1,,s1,guardian,gina,Gina,Okafor,gina.okafor@{slug}.example,(312) 555-0141,,
g2,,s1,parent,leo,Leo,García,,,,
t1,,s1,teacher,tess,Tess,Roe,tess.roe@{slug}.example,,,
""",
    "courses": """sourcedId,status,schoolYearSourcedId,title,courseCode,orgSourcedId
k1,,y1,Health science,14001,d1
""",
    "classes": """sourcedId,status,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds
c1,,Health science 1,k1,HS1,scheduled,s1,y1
""",
    "enrollments": """sourcedId,status,classSourcedId,schoolSourcedId,userSourcedId,role,primary
e1,,c1,s1,u1,student,
e2,,c1,s1,u2,student,
e3,,c1,s1,t1,teacher,true
""",
    "academicSessions": """sourcedId,status,title,type,startDate,endDate,parentSourcedId,schoolYear
y1,,This year,schoolYear,{begins},{ends},,{year}
""",
}  # fmt: skip


class Maple:
    """The people of a new district. Everybody has an address of their own."""

    program, class_group = "Health mentoring", "Health science 1"

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.administrator = self._somebody("Maya", "Lind")
        self.coordinator = self._somebody("Cora", "Bell")
        self.principal = self._somebody("Paul", "Ames")
        self.teacher = self._somebody("Tess", "Roe")
        self.student = self._somebody("Amara", "Okafor")
        self.mother = self._somebody("Gina", "Okafor")
        self.mentor = self._somebody("Omar", "Teague")
        self.mentor_who_runs_out = self._somebody("Rosa", "Lindqvist")
        self.applicant = self._somebody("Ivy", "Castellan")

    def _somebody(self, given: str, family: str) -> Somebody:
        return Somebody(given, family, f"{given}.{family}@{self.slug}.example".lower())

    def roster(self, today: date) -> FilePayload:
        """A ZIP as a student system exports it, with a school year around today."""
        begins, ends = today - timedelta(days=90), today + timedelta(days=200)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as made:
            for name, text in ROSTER.items():
                filled = text.format(slug=self.slug, begins=begins, ends=ends, year=ends.year)
                made.writestr(f"{name}.csv", filled)
        return {"name": "roster.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}

    def sheet_of_mentors(self, today: date) -> FilePayload:
        """A coordinator's own list of mentors, with headers of her own. One of their checks runs out next week."""
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(
            ["First name", "Last name", "E-mail", "Company", "Police check", "Good until", "Trained", "Mentor since"]
        )
        for mentor, last in ((self.mentor_who_runs_out, 6), (self.mentor, 400)):
            checked = today - timedelta(days=300), today + timedelta(days=last)
            came = today - timedelta(days=20), today - timedelta(days=10)
            sheet.append([mentor.given, mentor.family, mentor.email, "Maple Clinic", *checked, *came])
        file = io.BytesIO()
        book.save(file)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {"name": "our mentors.xlsx", "mimeType": kind, "buffer": file.getvalue()}
