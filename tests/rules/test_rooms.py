"""The room effect beside a pool of several rooms."""

from fractions import Fraction

from scoring.rules.rooms import room_effect


def test_a_milder_room_lies_above_the_mean_of_the_pool() -> None:
    rows = room_effect({"B": [Fraction(80), Fraction(81)], "A": [Fraction(90), Fraction(89)]})
    assert [(row.session, row.entries, row.mean, row.difference) for row in rows] == [
        ("A", 2, Fraction(179, 2), Fraction(9, 2)),
        ("B", 2, Fraction(161, 2), Fraction(-9, 2)),
    ]


def test_rooms_of_different_size_weigh_by_their_entries() -> None:
    rows = room_effect({"A": [Fraction(90)], "B": [Fraction(60), Fraction(60)]})
    assert [row.difference for row in rows] == [Fraction(20), Fraction(-10)]


def test_one_room_has_no_effect_to_show() -> None:
    assert room_effect({"A": [Fraction(90)], "B": []}) == []
