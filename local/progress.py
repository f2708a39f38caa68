"""Lines of progress on the terminal."""


def say(text: str) -> None:
    """One line, shown at once."""
    print(f"  {text}", flush=True)
