"""Points lost for presenting too long."""

from scoring.rules.rulecard import RuleCard


def overtime_points(card: RuleCard, seconds: int) -> int:
    """Deduction in hundredths for whole seconds over the limit; 0 where overtime is off."""
    rule = card.overtime
    if rule is None or seconds <= rule.grace:
        return 0
    begun = -(-(seconds - rule.grace) // rule.step)
    points = begun * rule.points
    return points if rule.cap is None else min(points, rule.cap)
