"""Visit slips in the office: made, printed, counted, revoked; another unit's are not there."""

import datetime
import io

import pdfplumber
import pytest

from puas.models import FormLink, Role, VisitCode
from puas.operations.services import create_service
from puas.queries.visit_codes import derive_slips
from tests.factories import make_user
from tests.factories.form_links import make_form_link, make_slips
from tests.web.scenes import make_office, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office()


def address(office, place: int = 0) -> str:
    return f"/kantor/unit/{office.units[place].pk}/slip/"


def make(office, user=None, **given):
    fields = {"nama": "Loket 3", "banyak": "12"} | given
    return signed_in(user or office.coordinator).post(address(office), fields)


def words(pdf: bytes) -> tuple[int, str, list[str]]:
    """Return the number of pages, all words, and the addresses that the slips lead to."""
    with pdfplumber.open(io.BytesIO(pdf)) as book:
        text = " ".join(" ".join(page.extract_text().split()) for page in book.pages)
        return len(book.pages), text, [one["uri"] for page in book.pages for one in page.hyperlinks]


def test_a_batch_is_made_and_leads_to_what_can_be_printed(office):
    service = create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    response = make(office, survei=str(office.survey.pk), layanan=str(service.pk), tanggal="2023-05-02")
    link = FormLink.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/kantor/slip/{link.pk}/")
    assert (link.name, link.survey, link.service, link.visited_on, link.created_by) == (
        "Loket 3",
        office.survey,
        service,
        datetime.date(2023, 5, 2),
        office.coordinator,
    )
    assert VisitCode.objects.filter(link=link).count() == 12
    page = signed_in(office.coordinator).get(response["Location"]).content.decode()
    said = ("Untuk kunjungan 2 Mei 2023", f'href="/kantor/slip/{link.pk}/slip-1.pdf?slip=id"')
    assert [one for one in said if one not in page] == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"nama": " "}, "nama"),
        ({"banyak": "0"}, "banyak"),
        ({"banyak": "5001"}, "banyak"),
        ({"banyak": "sepuluh"}, "banyak"),
        ({"tanggal": "2 Mei"}, "tanggal"),
        ({"survei": "999"}, "survei"),
        ({"layanan": "x"}, "layanan"),
    ],
)
def test_a_mistake_is_said_at_its_field(office, given, field):
    create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    response = make(office, **given)
    page = response.content.decode()
    assert (response.status_code, FormLink.objects.count()) == (422, 0)
    assert (f'href="#{field}"' in page, f'id="{field}-galat"' in page) == (True, True)


def test_the_slips_are_opened_and_lead_to_their_codes(office):
    service = create_service(unit=office.units[0], name="Akta kelahiran", by=None)
    link, codes = make_slips(
        office.units[0], 13, "Loket 3", service=service, visited_on=datetime.date(2023, 5, 2)
    )
    response = signed_in(office.officer).get(f"/kantor/slip/{link.pk}/slip-1.pdf")
    assert response["Content-Disposition"] == f'attachment; filename="slip-dinas-1-{link.code}-1-id.pdf"'
    pages, text, addresses = words(response.content)
    assert pages == 2
    assert sorted(set(addresses)) == sorted(f"http://testserver/kunjungan/{code}/" for code in codes)
    said = (
        "Dinas 1",
        "Kota Contoh",
        "Akta kelahiran",
        "Kunjungan 2 Mei 2023",
        "Loket 3",
        "testserver/kunjungan/",
    )
    assert {one: text.count(one) for one in said} == dict.fromkeys(said, 13)
    assert [n for n in range(1, 14) if f"No. {n:04d}" not in text] == []
    assert "-".join(codes[12][place : place + 4] for place in range(0, 28, 4)) in text


def test_a_batch_without_day_or_service_says_neither(office):
    link, _ = make_slips(office.units[0], 1, survey=office.survey)
    _, text, _ = words(signed_in(office.officer).get(f"/kantor/slip/{link.pk}/slip-1.pdf?slip=en").content)
    assert ("How was our service?" in text, "Visit on" in text) == (True, False)


def test_many_slips_come_in_several_files(office):
    link, _ = make_slips(office.units[0], 1)
    VisitCode.objects.filter(link=link).delete()
    link, codes = make_slips(office.units[0], 203)
    client = signed_in(office.officer)
    page = client.get(f"/kantor/slip/{link.pk}/").content.decode()
    assert ("Slip 1 sampai 200" in page, "Slip 201 sampai 203" in page) == (True, True)
    pages, _, addresses = words(client.get(f"/kantor/slip/{link.pk}/slip-201.pdf").content)
    assert (pages, set(addresses)) == (1, {f"http://testserver/kunjungan/{code}/" for code in codes[200:]})
    assert [client.get(f"/kantor/slip/{link.pk}/slip-{n}.pdf").status_code for n in (0, 204)] == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(office, count, django_assert_num_queries):
    for number in range(count):
        make_slips(office.units[0], 2, f"Loket {number}")
    client = signed_in(office.coordinator)
    with django_assert_num_queries(8):
        client.get(address(office))


def test_the_list_says_how_many_are_used_and_not_which(office):
    link, _ = make_slips(office.units[0], 3)
    VisitCode.objects.filter(link=link, number=2).update(used_on=datetime.date(2023, 5, 2))
    page = signed_in(office.officer).get(address(office)).content.decode()
    row = page.split(f"/kantor/slip/{link.pk}/")[1].split("</tr>")[0]
    cells = [row.split(f'data-label="{name}">')[1].split("<")[0] for name in ("Slip", "Dipakai", "Belum")]
    assert cells == ["3", "1", "2"]


def test_slips_are_no_links_and_links_are_no_slips(office):
    link, _ = make_slips(office.units[0])
    other = make_form_link(office.units[0], "Loket 9")
    client = signed_in(office.coordinator)
    links = client.get(f"/kantor/unit/{office.units[0].pk}/tautan/").content.decode()
    assert (f"/kantor/tautan/{other.pk}/" in links, f"/kantor/tautan/{link.pk}/" in links) == (True, False)
    assert client.get(f"/kantor/tautan/{link.pk}/").status_code == 404
    assert client.get(f"/kantor/slip/{other.pk}/").status_code == 404


def test_a_revoked_batch_is_neither_printed_nor_revoked_again(office):
    link, _ = make_slips(office.units[0])
    client = signed_in(office.coordinator)
    assert client.post(f"/kantor/slip/{link.pk}/cabut/")["Location"] == address(office)
    link.refresh_from_db()
    assert link.revoked_by == office.coordinator
    assert client.post(f"/kantor/slip/{link.pk}/cabut/").status_code == 409
    assert client.get(f"/kantor/slip/{link.pk}/slip-1.pdf").status_code == 409
    page = client.get(f"/kantor/slip/{link.pk}/").content.decode()
    assert ("Slip ini sudah dicabut" in page, "slip-1.pdf" in page) == (True, False)


def test_under_another_secret_printing_says_why_not(office, settings):
    link, _ = make_slips(office.units[0])
    client = signed_in(office.officer)
    settings.SECRET_KEY = "another secret of another installation entirely"
    client.force_login(office.officer)
    assert client.get(f"/kantor/slip/{link.pk}/slip-1.pdf").status_code == 409


def test_an_officer_prints_but_makes_and_revokes_nothing(office):
    link, _ = make_slips(office.units[0])
    assert make(office, office.officer).status_code == 404
    client = signed_in(office.officer)
    assert client.post(f"/kantor/slip/{link.pk}/cabut/").status_code == 404
    page = client.get(address(office)).content.decode()
    assert ("Loket 1" in page, 'name="nama"' in page) == (True, False)
    link.refresh_from_db()
    assert (FormLink.objects.count(), link.is_revoked) == (1, False)


def test_who_only_looks_prints_no_slip(office):
    link, _ = make_slips(office.units[0])
    client = signed_in(make_user("pimpinan", Role.LEADER, office.units[0]))
    page = client.get(f"/kantor/slip/{link.pk}/")
    assert (page.status_code, "slip-1.pdf" in page.content.decode()) == (200, False)
    assert client.get(f"/kantor/slip/{link.pk}/slip-1.pdf").status_code == 404


def test_a_sibling_unit_s_slips_are_not_there(office):
    link, _ = make_slips(office.units[1])
    client = signed_in(office.officer)
    paths = [address(office, 1), f"/kantor/slip/{link.pk}/", f"/kantor/slip/{link.pk}/slip-1.pdf"]
    assert [client.get(path).status_code for path in paths] == [404] * 3
    assert client.post(f"/kantor/slip/{link.pk}/cabut/").status_code == 404
    assert len(derive_slips(link, 1, 3)) == 3


def test_the_unit_and_its_links_lead_to_the_slips(office):
    client = signed_in(office.officer)
    for path in (f"/kantor/unit/{office.units[0].pk}/", f"/kantor/unit/{office.units[0].pk}/tautan/"):
        assert address(office) in client.get(path).content.decode()
