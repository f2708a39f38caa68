"""Who posts, takes attendance and comments: always a person of the district."""

from tenancy.actor import Actor


def author_of(by: Actor) -> int:
    """The id of the person who acts. Raises ValueError for what acts by itself, or from outside the district."""
    if by.person_id is None:
        raise ValueError("Only a person of the district does this.")
    return by.person_id
