"""A name for certificates is a form of the name that the roster knows."""

import pytest

from portal.kernel.own_name import shares_a_name

pytestmark = [pytest.mark.feature("CE-05", "PE-09")]


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Robin Yılmaz", "Bryn Yılmaz"),
        ("bryn YILMAZ", "Bryn Yılmaz"),
        ("Dr Siân O'Brien", "Sian O’Brien"),
        ("Ana Łęcka-Smith", "Anna Lecka"),
        ("Nadia van den Berg", "Nadia Farouk"),
        ("عائشة خليل", "عائشة بنت محمد"),
        ("李 Wei", "李"),
        ("Al Green", "Al"),
        ("Ọlájùmọ̀kẹ́", "Olajumoke Adeyemi"),
    ],
)
def test_name_is_theirs_when_it_has_one_of_their_names(typed, known):
    assert shares_a_name(typed, known)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Nadia Farouk", "Olamide Bello"),
        ("Nadia de Farouk", "Olamide de Souza"),
        ("Dr Nadia Farouk", "Dr Olamide Bello"),
        ("O. Farouk", "O. Bello"),
        ("Smithson", "Ann Smith"),
        ("x" * 100, "Olamide Bello"),
        ("", "Olamide Bello"),
        ("…", "Olamide Bello"),
    ],
)
def test_name_is_not_theirs_when_it_has_none_of_their_names(typed, known):
    assert not shares_a_name(typed, known)
