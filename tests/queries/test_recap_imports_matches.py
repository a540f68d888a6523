"""Which unit a printed name means."""

import pytest

from puas.queries.recap_imports_matches import find_alike, find_same, likeness, normalise
from tests.factories import make_agency, make_unit


@pytest.mark.parametrize(
    ("a", "b", "percent"),
    [
        ("Kec. Pontianak Timur", "Kecamatan Pontianak Timur", 100),
        ("Kelurahan Pasarkliwon", "Kelurahan Pasar Kliwon", 100),
        ("SMPN 1", "SMP Negeri 1", 100),
        ("Kelurahan Joyotakan", "Kelurahan Joyotakhan", 94),
        ("Inspektorat", "Inspektorat Daerah", 90),
        ("Dinas Perdagangan", "Dinas Perdagangan dan Perindustrian", 62),
        ("Kecamatan Pontianak Barat", "Kecamatan Pontianak Timur", 0),
        ("Sekretariat Daerah", "Sekretariat DPRD", 0),
        ("Puskesmas Gilingan", "Kelurahan Gilingan", 0),
        ("SMP Negeri 1", "SMP Negeri 7", 0),
        ("Puskesmas Sibela I", "Puskesmas Sibela II", 0),
    ],
)
def test_likeness(a, b, percent):
    assert likeness(normalise(a), normalise(b)) == percent


@pytest.mark.django_db
def test_only_the_very_same_name_is_the_same():
    agency = make_agency()
    units = [make_unit(agency, "Kecamatan Laweyan"), make_unit(agency, "Kelurahan Laweyan")]
    assert find_same("Kecamatan Laweyan", "", units) == units[0]
    assert find_same("Kec. Laweyan", "", units) is None
    assert [one.unit for one in find_alike("Kec. Laweyan", units)] == [units[0]]
    assert find_alike("Dinas Kesehatan", units) == ()


@pytest.mark.django_db
def test_of_two_units_with_one_name_the_printed_parent_decides():
    agency = make_agency()
    heads = [make_unit(agency, "Dinas Satu"), make_unit(agency, "Dinas Dua")]
    units = [make_unit(agency, "UPT Data", parent=head, slug=f"upt-{head.slug}") for head in heads]
    assert find_same("UPT Data", "Dinas Dua", units) == units[1]
    assert find_same("UPT Data", "", units) is None
