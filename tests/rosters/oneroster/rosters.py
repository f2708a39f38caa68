"""Small rosters for the tests: files written line by line, zipped, brought in as the product does it."""

import io
import zipfile

from django.utils import timezone

from rosters.actions import imports, rosters
from rosters.models import COUNTED, ImportRun
from tenancy.actions import jobs
from tenancy.actor import Actor

ORGS = """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d1,,,Oak Schools,district,,
s1,,,Birch High,school,,d1
s2,,,Cedar High,school,,d1
"""
SESSIONS = """sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear
y1,,,2026-27,schoolYear,2026-08-17,2027-06-04,,2027
t1,,,Fall,semester,2026-08-17,2026-12-18,y1,2027
"""
USERS = """sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
u1,,,true,s1,student,amara,,Amara,Okafor,,,amara@example.org,,,g1,9,hunter2
u2,,,true,s1,student,mateo,,Mateo,García,,,mateo@example.org,,,"g1,t1",10,hunter3
u3,,,true,s2,student,nour,,Nour,Haddad,,,nour@example.org,,,g2,"09,10",hunter4
u4,,,true,s2,student,ruth,,Ruth,Ellison,,,ruth@example.org,,,,12,hunter5
u5,,,true,s2,student,zoe,,Zoe,Nakamura,,,zoe@example.org,,,,11,hunter6
u6,,,true,s1,student,ian,,Ian,Brooks,,,ian@example.org,,,,11,hunter7
g1,,,true,s1,parent,gina,,Gina,Okafor,,,family@example.org,(312) 555-0141,,,,hunter8
g2,,,true,s2,guardian,gus,,Gus,Haddad,,,family@example.org,,,,,hunter9
t1,,,true,"s1,s2",teacher,tess,,Tess,García,,,tess@example.org,,312-555-0142,,,hunter10
p1,,,true,s1,principal,paul,,Paul,Raman,,,paul@example.org,,,,,hunter11
"""  # noqa: E501  as student systems write it
CLASSES = """sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects
c1,,,Health science 1,09,k1,HS1,scheduled,12,s1,t1,
c2,,,Robotics,,,,scheduled,14,s2,"t1,t2",
"""  # noqa: E501  as student systems write it
COURSES = """sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects
k1,,,y1,Health science,14001,09,d1,
"""
ENROLLMENTS = """sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,c1,s1,u1,student,,2026-08-17,
e2,,,c1,s1,u2,student,,,
e3,,,c1,s1,t1,teacher,true,,
e4,,,c2,s2,u3,student,,,2099-06-01
"""  # noqa: E501  as student systems write it
ROSTER = {
    "orgs.csv": ORGS,
    "academicSessions.csv": SESSIONS,
    "users.csv": USERS,
    "classes.csv": CLASSES,
    "courses.csv": COURSES,
    "enrollments.csv": ENROLLMENTS,
}


def zipped(files):
    """A ZIP of files: name → text or bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return packed.getvalue()


def without(text, *keys):
    """The file without the rows that begin with these keys."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if line.split(",")[0] not in keys)


def checked(cast, files, *, source="roster"):
    """A run that has been looked through. ``files`` may be the bytes of a ZIP."""
    content = files if isinstance(files, bytes) else zipped(files)
    with cast.open() as district:
        run = rosters.start(
            file=io.BytesIO(content),
            file_name="roster.zip",
            district=district,
            source=source,
            by=Actor.person(cast.ana),
        )
    return worked_off(cast, run)


def brought_in(cast, files, *, source="roster", may_end=False):
    """A roster brought in for good."""
    run = checked(cast, files, source=source)
    if run.state != ImportRun.State.CHECKED:
        return run
    with cast.open():
        imports.bring_in(run=run, may_end=may_end, by=Actor.person(cast.ana))
    return worked_off(cast, run)


def worked_off(cast, run):
    """Do the run's job to its end, chunk by chunk, as a worker does."""
    with cast.open():
        run.refresh_from_db()
        job = jobs.claim(pk=run.job_id, at=timezone.now())
    going_on = True
    while going_on:
        with cast.open():
            going_on = jobs.advance(job=job, at=timezone.now())
    with cast.open():
        run.refresh_from_db()
    return run


def counts(run):
    """What was counted, without noughts: {"students": {"created": 6}}."""
    found = {}
    for entity, numbers in run.counts.items():
        shown = {name: numbers[name] for name in COUNTED if numbers[name]}
        if shown:
            found[entity] = shown
    return found


def failures(cast, run):
    """(file, line, column, why) of every failed row."""
    with cast.open():
        return list(run.failures.order_by("file", "line").values_list("file", "line", "column", "why"))
