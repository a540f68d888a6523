from puas.exchange.instrument_files import load_instrument
from puas.methodology.profile_groups import group_profiles

CLASSIC, NATIONAL = load_instrument("classic-2017"), load_instrument("national-2024-online")


def groups(instrument, **counts):
    return {group.key: group for group in group_profiles(instrument, counts)}


def labels(parts, language="id"):
    return [part.label[language] for part in parts]


def test_choices_stand_in_the_instrument_s_order_with_what_is_open():
    found = groups(CLASSIC, sex={"P": 3, "": 2})["sex"]
    assert [(part.key, part.count) for part in found.parts] == [("L", 0), ("P", 3)]
    assert (found.unanswered, found.allows_several) == (2, False)


def test_years_become_the_bands_of_the_national_form():
    found = groups(CLASSIC, age={"10": 1, "16": 1, "17": 1, "54": 1, "65": 1, "66": 1, "110": 1, "": 1})[
        "age"
    ]
    assert [part.count for part in found.parts] == [2, 1, 0, 0, 1, 1, 2]
    assert labels(found.parts)[::6] == ["Di bawah 17 tahun", "Di atas 65 tahun"]
    assert sum(part.count for part in found.parts) + found.unanswered == 8


def test_a_missing_group_is_named_once_enough_have_said_theirs():
    few, enough = ({"L": n, "": 100} for n in (29, 30))
    assert groups(CLASSIC, sex=few)["sex"].missing == ()
    assert labels(groups(CLASSIC, sex=enough)["sex"].missing) == ["Perempuan"]
    assert labels(groups(CLASSIC, age={"20": 30})["age"].missing)[-2:] == ["55–65 tahun", "Di atas 65 tahun"]


def test_nothing_chosen_of_several_is_an_answer():
    found = groups(NATIONAL, disability={"": 30})["disability"]
    assert (found.allows_several, len(found.missing)) == (True, 4)
    assert len(groups(NATIONAL, disability={"": 29, "FISIK": 1})["disability"].missing) == 3


def test_dates_and_texts_are_no_groups():
    assert "service_date" not in groups(NATIONAL)
    assert list(groups(CLASSIC)) == ["hour", "sex", "age", "education", "occupation"]
