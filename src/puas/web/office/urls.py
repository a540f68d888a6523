"""Addresses of the office."""

from django.urls import path

from puas.web.office import (
    agencies,
    answer_imports,
    collect_links,
    homes,
    imports,
    papers,
    papers_readings,
    papers_typing,
    posters,
    results,
    sign_in,
    surveys,
    units,
)

app_name = "office"
urlpatterns = [
    path("", homes.home, name="home"),
    path("masuk/", sign_in.sign_in, name="sign_in"),
    path("keluar/", sign_in.sign_out, name="sign_out"),
    path("unit/<int:unit_id>/", units.unit, name="unit"),
    path("unit/<int:unit_id>/pencacah/", collect_links.collect_links, name="collect_links"),
    path("pencacah/<int:link_id>/cabut/", collect_links.revoke, name="collect_revoke"),
    path("survei/<int:survey_id>/", surveys.survey, name="survey"),
    path("survei/<int:survey_id>/impor/", answer_imports.answer_imports, name="answer_imports"),
    path("survei/<int:survey_id>/impor/templat/", answer_imports.template, name="answer_template"),
    path("impor-jawaban/<int:import_id>/", answer_imports.answer_import, name="answer_import"),
    path("impor-jawaban/<int:import_id>/batal/", answer_imports.cancel, name="answer_import_cancel"),
    path("impor-jawaban/<int:import_id>/ulangi/", answer_imports.repeat, name="answer_import_repeat"),
    path(
        "impor-jawaban/<int:import_id>/ditolak.xlsx", answer_imports.rejected, name="answer_import_rejected"
    ),
    path("survei/<int:survey_id>/langkah/", surveys.move, name="move"),
    path("survei/<int:survey_id>/hitung/", surveys.compute, name="compute"),
    path("survei/<int:survey_id>/poster/", posters.posters, name="posters"),
    path("survei/<int:survey_id>/poster/<str:size>.pdf", posters.poster, name="poster"),
    path("survei/<int:survey_id>/kertas/", papers.papers, name="papers"),
    path("kertas/<int:batch_id>/", papers.paper, name="paper"),
    path("kertas/<int:batch_id>/lembar.pdf", papers.sheets, name="paper_sheets"),
    path("kertas/<int:batch_id>/ketik/<int:keying>/", papers_typing.typing, name="paper_typing"),
    path("kertas/<int:batch_id>/banding/", papers_readings.readings, name="paper_readings"),
    path("kertas/<int:batch_id>/selesai/", papers.finish, name="paper_finish"),
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
