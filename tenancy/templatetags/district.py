"""Addresses across the border of a district, for templates."""

from typing import Any

from django import template

from tenancy import http
from tenancy.models import District

register = template.Library()


@register.simple_tag
def outside(name: str, *args: Any) -> str:
    """``{% outside 'account_login' %}``: a page outside every district."""
    return http.outside(name, *args)


@register.simple_tag
def district_url(of: District, name: str, *args: Any) -> str:
    """``{% district_url district 'home' %}``: a page of a district, from wherever."""
    return http.district_url(of, name, *args)
