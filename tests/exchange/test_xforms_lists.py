"""The lists beside a form."""

from puas.exchange.xforms_lists import render_services, render_surveys


def test_surveys():
    content = render_surveys([(7, 'Dinas "Satu", Triwulan II 2023'), (8, "Dua\nbaris")])
    assert content.decode() == 'name,label\n7,"Dinas ""Satu"", Triwulan II 2023"\n8,Dua baris\n'


def test_every_survey_has_another_service_after_its_own():
    content = render_services([7, 8], [(3, 7, "KTP")])
    assert content.decode() == "name,label,survey\n3,KTP,7\n0,Layanan lain,7\n0,Layanan lain,8\n"
