"""How many applications may come: nobody floods a district through its public pages."""

from accounts.tries import DAY, HOUR, Limit

#: From one internet address (a whole school or company may have one), for one program, and from one email address.
FROM = Limit("mentor-application-from", 20, HOUR)
FOR_PROGRAM = Limit("mentor-application-program", 300, DAY)
OF_ADDRESS = Limit("mentor-application-email", 5, DAY)


def is_within(*, ip: str, program: str, email: str) -> bool:
    """Count one application; False when there had been enough. Every limit counts, whichever says no."""
    spent = [FROM.spend(ip), FOR_PROGRAM.spend(program), OF_ADDRESS.spend(email)]
    return all(spent)
