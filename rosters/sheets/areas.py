"""Career areas as people write them: by today's names, by the older sixteen clusters, and in a word."""

from django.utils.translation import gettext as _

from mentoring.career_areas import CareerArea
from rosters.sheets.reading import Value
from rosters.sheets.values import BadValue, several, text
from tenancy.names import fold

AREA_NAMES = [str(area.label) for area in CareerArea]
#: Other names; the sixteen clusters that the framework had until 2024 among them.
_OTHERS = {
    CareerArea.MANUFACTURING: "manufacturing; production; machining; welding",
    CareerArea.AGRICULTURE: "agriculture, food and natural resources; farming; veterinary",
    CareerArea.ARTS: "arts, a/v technology and communications; arts; arts and media; design; media; music",
    CareerArea.CONSTRUCTION: "architecture and construction; construction; building trades; architecture",
    CareerArea.DIGITAL: "information technology; it; technology; computer science; stem; cybersecurity; software",
    CareerArea.EDUCATION: "education and training; teaching",
    CareerArea.ENERGY: "energy; natural resources; environment; environmental science",
    CareerArea.FINANCE: "finance; banking; accounting; insurance",
    CareerArea.HEALTH: "health science; health sciences; health; healthcare; health care; nursing; medicine; medical"
    "; human services; salud",
    CareerArea.HOSPITALITY: "hospitality and tourism; hospitality; tourism; culinary; culinary arts; events",
    CareerArea.MANAGEMENT: "business management and administration; business; management; entrepreneurship",
    CareerArea.MARKETING: "marketing; sales; retail; advertising",
    CareerArea.PUBLIC_SERVICE: "law, public safety, corrections and security; law; police; fire; public service"
    "; military; government and public administration; government; public safety; criminal justice",
    CareerArea.TRANSPORT: "transportation, distribution and logistics; transportation; logistics; automotive"
    "; supply chain",
}
_KNOWN = {
    **{fold(name).replace(" and ", " "): area for area, names in _OTHERS.items() for name in names.split(";")},
    **{fold(str(area.label)).replace(" and ", " "): area for area in CareerArea},
    **{fold(area.value): area for area in CareerArea},
}


def career_area(value: Value) -> str:
    """One career area, as its code."""
    return _area(text(value)) if text(value) else ""


def career_areas(value: Value) -> list[str]:
    """Several career areas, as their codes. A name of the list may have commas in it."""
    whole = text(value, most=500)
    if not whole:
        return []
    if known := _KNOWN.get(_folded(whole)):
        return [known.value]
    return list(dict.fromkeys(_area(word) for word in several(value)))


def _area(typed: str) -> str:
    known = _KNOWN.get(_folded(typed))
    if known is None:
        raise BadValue(_("“%(typed)s” is not in the list of career areas.") % {"typed": typed[:40]})
    return known.value


def _folded(typed: str) -> str:
    return fold(typed).replace(" and ", " ").replace(" y ", " ")
