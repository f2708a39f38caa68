"""How people are written."""

import phonenumbers
from django import template

register = template.Library()

HOME_COUNTRY_CODE = 1


@register.filter
def phone(number: str) -> str:
    """A stored number as people read it: "+13125550141" is (312) 555-0141; other countries keep their code."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    at_home = parsed.country_code == HOME_COUNTRY_CODE
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)
