"""What the form's script says, in three languages."""

import json
import re
from html import unescape

import pytest

from puas.web.public.form_sentences import JAVANESE, SENTENCES, say_in
from tests.factories import make_agency, make_open_survey, make_survey, make_unit

PLACES = re.compile(r"{\w+}")


def test_every_sentence_is_said_in_javanese_with_the_same_places():
    assert list(JAVANESE) == list(SENTENCES)
    for name, sentence in SENTENCES.items():
        assert (name, PLACES.findall(JAVANESE[name])) == (name, PLACES.findall(sentence))


def test_a_language_without_its_own_is_said_in_the_language_of_the_page():
    assert say_in("su") == dict(SENTENCES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "lang", "sentence"),
    [("id", "id", "Kirim sekarang"), ("en", "en", "Send now"), ("jv", "jv", "Kintun sapunika")],
)
def test_the_page_carries_them_in_its_language(client, language, lang, sentence):
    survey = make_open_survey(make_unit(make_agency()))
    page = client.get(f"/s/{survey.token}/?bahasa={language}").content.decode()
    found = re.search(r'id="antrean"[^>]* lang="(\w+)" data-sentences="([^"]+)"', page)
    assert (found[1], json.loads(unescape(found[2]))["sendNow"]) == (lang, sentence)


@pytest.mark.django_db
def test_a_preview_has_no_script(client):
    survey = make_survey(make_unit(make_agency()))
    page = client.get(f"/s/{survey.token}/pratinjau/").content.decode()
    assert (page.count("<script"), page.count("antrean"), page.count("dari-berkas")) == (0, 0, 0)
