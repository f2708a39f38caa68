"""Who should interview whom: ``score`` is pure, ``candidates`` reads."""
