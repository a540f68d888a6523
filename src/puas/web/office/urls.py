"""Addresses of the office."""

from django.urls import path

from puas.web.office import agencies, collect_links, homes, imports, results, sign_in, surveys, units

app_name = "office"
urlpatterns = [
    path("", homes.home, name="home"),
    path("masuk/", sign_in.sign_in, name="sign_in"),
    path("keluar/", sign_in.sign_out, name="sign_out"),
    path("unit/<int:unit_id>/", units.unit, name="unit"),
    path("unit/<int:unit_id>/pencacah/", collect_links.collect_links, name="collect_links"),
    path("pencacah/<int:link_id>/cabut/", collect_links.revoke, name="collect_revoke"),
    path("survei/<int:survey_id>/", surveys.survey, name="survey"),
    path("survei/<int:survey_id>/langkah/", surveys.move, name="move"),
    path("survei/<int:survey_id>/hitung/", surveys.compute, name="compute"),
    path("hasil/<int:result_id>/", results.result, name="result"),
    path("hasil/<int:result_id>/terbitkan/", results.publish, name="publish"),
    path("impor/", imports.imports, name="imports"),
    path("impor/baca/<str:token>/", imports.read, name="import_read"),
    path("impor/<int:import_id>/", imports.show, name="import"),
    path("impor/<int:import_id>/unit/", imports.choose, name="import_choose"),
    path("impor/<int:import_id>/simpan/", imports.store, name="import_store"),
    path("impor/<int:import_id>/keputusan/", imports.decide, name="import_decide"),
    path("impor/<int:import_id>/pakai/", imports.adopt, name="import_adopt"),
    path("impor/<int:import_id>/batal/", imports.undo, name="import_undo"),
    path("instansi/<slug:agency>/<slug:period>/hitung/", agencies.compute, name="agency_compute"),
    path("instansi/<slug:agency>/<slug:period>/terbitkan/", agencies.publish, name="agency_publish"),
]
