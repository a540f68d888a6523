"""An event of the trail in words: what was done, what it was before and after, and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from puas.models import AuditEvent

OPERATIONS: Mapping[str, str] = {
    "accept_invitation": gettext_noop("Menerima undangan"),
    "add_holiday": gettext_noop("Menambah hari libur"),
    "add_item": gettext_noop("Menambah kegiatan rencana"),
    "adopt_import": gettext_noop("Memakai rekap impor"),
    "apply_units": gettext_noop("Menerapkan impor unit"),
    "ask_extension": gettext_noop("Meminta perpanjangan"),
    "attach_evidence": gettext_noop("Melampirkan bukti"),
    "cancel_import": gettext_noop("Membatalkan impor jawaban"),
    "cancel_job": gettext_noop("Meminta pekerjaan berhenti"),
    "change_dates": gettext_noop("Mengubah tanggal survei"),
    "change_details": gettext_noop("Mengubah data akun"),
    "change_item": gettext_noop("Mengubah kegiatan rencana"),
    "change_kiosk_pin": gettext_noop("Mengganti PIN kios"),
    "change_password": gettext_noop("Mengganti kata sandi"),
    "change_phases": gettext_noop("Mengubah rencana kerja"),
    "change_population": gettext_noop("Mengubah jumlah penerima layanan"),
    "change_team": gettext_noop("Mengubah tim pelaksana"),
    "choose_units": gettext_noop("Memilih unit untuk rekap impor"),
    "clear_rule": gettext_noop("Menghapus aturan kalender"),
    "clear_window": gettext_noop("Menghapus jendela periode"),
    "close_survey": gettext_noop("Menutup survei"),
    "compute_result": gettext_noop("Menghitung hasil"),
    "confirm_progress": gettext_noop("Memeriksa laporan realisasi"),
    "correct_forum": gettext_noop("Memperbaiki notula FKP"),
    "correct_comment": gettext_noop("Mengoreksi kelompok komentar"),
    "create_agency": gettext_noop("Membuat instansi"),
    "create_batch": gettext_noop("Mencetak lembar kertas"),
    "create_api_key": gettext_noop("Membuat kunci API"),
    "create_collect_link": gettext_noop("Membuat tautan pencacah"),
    "create_form_link": gettext_noop("Membuat tautan formulir"),
    "create_service": gettext_noop("Menambah jenis layanan"),
    "create_unit": gettext_noop("Menambah unit"),
    "create_user": gettext_noop("Membuat akun"),
    "create_visit_codes": gettext_noop("Mencetak slip kunjungan"),
    "create_webhook": gettext_noop("Membuat webhook"),
    "delete_webhook": gettext_noop("Menghapus webhook"),
    "pause_webhook": gettext_noop("Menjeda webhook"),
    "replace_webhook_secret": gettext_noop("Mengganti rahasia webhook"),
    "resend_delivery": gettext_noop("Mengirim ulang kiriman webhook"),
    "resume_webhook": gettext_noop("Melanjutkan webhook"),
    "stop_webhook": gettext_noop("Menghentikan webhook yang gagal terus"),
    "ping_webhook": gettext_noop("Mengirim uji coba webhook"),
    "decide_extension": gettext_noop("Memutuskan perpanjangan"),
    "decide_held": gettext_noop("Memutuskan isi baki"),
    "decide_rows": gettext_noop("Memutuskan baris rekap impor"),
    "delete_unit": gettext_noop("Menghapus unit"),
    "destroy_old_salts": gettext_noop("Memusnahkan kunci asal jawaban"),
    "edit_lexicon": gettext_noop("Mengubah daftar kata komentar"),
    "edit_service": gettext_noop("Mengubah jenis layanan"),
    "edit_unit": gettext_noop("Mengubah unit"),
    "end_job": gettext_noop("Pekerjaan berakhir"),
    "exclude_responses": gettext_noop("Mengecualikan jawaban"),
    "extend_window": gettext_noop("Memperpanjang waktu survei"),
    "finish_batch": gettext_noop("Menyelesaikan lembar kertas"),
    "forget_answers": gettext_noop("Menghapus data pribadi yang habis masa simpannya"),
    "freeze_report": gettext_noop("Membekukan laporan"),
    "grant_role": gettext_noop("Memberi peran"),
    "hand_over": gettext_noop("Menyerahterimakan peran"),
    "import_answers": gettext_noop("Mengimpor jawaban"),
    "import_rows": gettext_noop("Mengimpor baris rekap"),
    "invite_person": gettext_noop("Mengundang orang"),
    "kiosk_locked": gettext_noop("PIN kios terkunci"),
    "lift_exclusions": gettext_noop("Menghitung kembali jawaban"),
    "make_password_link": gettext_noop("Membuat tautan kata sandi"),
    "move_item": gettext_noop("Memindahkan kegiatan rencana"),
    "open_period": gettext_noop("Membuka periode"),
    "open_survey": gettext_noop("Membuka survei"),
    "plan_survey": gettext_noop("Merencanakan survei"),
    "publish_period": gettext_noop("Menerbitkan semua hasil periode"),
    "publish_result": gettext_noop("Menerbitkan hasil"),
    "record_forum": gettext_noop("Mencatat FKP"),
    "record_responses": gettext_noop("Mencatat jawaban"),
    "remove_holiday": gettext_noop("Menghapus hari libur"),
    "remove_item": gettext_noop("Menghapus kegiatan rencana"),
    "renew_invitation": gettext_noop("Memperbarui undangan"),
    "repeat_job": gettext_noop("Mengulangi pekerjaan"),
    "replace_form_link": gettext_noop("Mengganti tautan formulir"),
    "report_progress": gettext_noop("Melaporkan realisasi"),
    "return_survey": gettext_noop("Mengembalikan survei"),
    "revoke_api_key": gettext_noop("Mencabut kunci API"),
    "revoke_collect_link": gettext_noop("Mencabut tautan pencacah"),
    "revoke_form_link": gettext_noop("Mencabut tautan formulir"),
    "revoke_role": gettext_noop("Mencabut peran"),
    "send_reminders": gettext_noop("Mengirim pengingat"),
    "set_rule": gettext_noop("Menetapkan aturan kalender"),
    "set_weekend": gettext_noop("Menetapkan akhir pekan"),
    "set_window": gettext_noop("Menetapkan jendela periode"),
    "settle_sheet": gettext_noop("Menyamakan dua pembacaan lembar"),
    "start_import": gettext_noop("Memulai impor"),
    "set_report_identity": gettext_noop("Mengubah kop dan penanda tangan laporan"),
    "set_report_logo": gettext_noop("Mengganti logo laporan"),
    "set_report_template": gettext_noop("Mengganti templat laporan"),
    "set_report_sentence": gettext_noop("Mengubah kalimat laporan"),
    "set_unit_signatory": gettext_noop("Mengubah penanda tangan laporan unit"),
    "sign_report": gettext_noop("Menandatangani laporan"),
    "start_job": gettext_noop("Memulai pekerjaan"),
    "store_import": gettext_noop("Menyimpan rekap impor"),
    "store_instrument": gettext_noop("Menyimpan kuesioner"),
    "submit_survey": gettext_noop("Mengajukan survei"),
    "supersede_response": gettext_noop("Mengoreksi jawaban"),
    "type_sheet": gettext_noop("Mengetik lembar kertas"),
    "undo_change": gettext_noop("Membatalkan perubahan unit"),
    "undo_lexicon": gettext_noop("Membatalkan perubahan daftar kata"),
    "undo_import": gettext_noop("Membatalkan rekap impor"),
    "verify_survey": gettext_noop("Memverifikasi survei"),
    "withdraw_evidence": gettext_noop("Menarik bukti"),
    "withdraw_invitation": gettext_noop("Menarik undangan"),
    "write_narrative": gettext_noop("Menulis bagian laporan"),
    "write_priorities": gettext_noop("Menetapkan unsur prioritas"),
}
"""What an operation is called; one without a name is shown as it is called in the code."""

KINDS: Mapping[str, str] = {
    "Agency": gettext_noop("Instansi"),
    "ApiKey": gettext_noop("Kunci API"),
    "CollectLink": gettext_noop("Tautan pencacah"),
    "CommentCorrection": gettext_noop("Koreksi komentar"),
    "Confirmation": gettext_noop("Pemeriksaan realisasi"),
    "Evidence": gettext_noop("Bukti"),
    "FormLink": gettext_noop("Tautan formulir"),
    "Forum": gettext_noop("FKP"),
    "Invitation": gettext_noop("Undangan"),
    "InstrumentVersion": gettext_noop("Kuesioner"),
    "Job": gettext_noop("Pekerjaan"),
    "LexiconEdit": gettext_noop("Perubahan daftar kata"),
    "Membership": gettext_noop("Peran"),
    "OriginSalt": gettext_noop("Kunci asal jawaban"),
    "PaperBatch": gettext_noop("Lembar kertas"),
    "PaperEntry": gettext_noop("Bacaan lembar"),
    "Period": gettext_noop("Periode"),
    "Plan": gettext_noop("Rencana"),
    "PlanItem": gettext_noop("Kegiatan rencana"),
    "Progress": gettext_noop("Laporan realisasi"),
    "Publication": gettext_noop("Terbitan"),
    "RecapImport": gettext_noop("Rekap impor"),
    "Response": gettext_noop("Jawaban"),
    "Result": gettext_noop("Hasil"),
    "Service": gettext_noop("Jenis layanan"),
    "Survey": gettext_noop("Survei"),
    "Unit": gettext_noop("Unit"),
    "UnitChange": gettext_noop("Perubahan unit"),
    "User": gettext_noop("Akun"),
}

DOORS: Mapping[str, str] = {
    "office": gettext_noop("halaman kantor"),
    "public": gettext_noop("halaman warga"),
    "openrosa": gettext_noop("ODK Collect"),
    "command": gettext_noop("perintah puas"),
    "worker": gettext_noop("pekerja latar"),
    "schedule": gettext_noop("jadwal"),
}

_PAGES = {"Survey": "office:survey", "Unit": "office:unit", "Result": "office:result", "Job": "office:job"}
_REASONS = ("reason", "note")
_LONGEST = 400


@dataclass(frozen=True)
class EventView:
    """One event as it is read. `changes`: (what, before, after); `facts`: (what, value)."""

    row: AuditEvent
    what: str
    kind: str
    address: str
    door: str
    unit_name: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]


def describe_event(event: AuditEvent, unit_names: Mapping[int, str] | None = None) -> EventView:
    """Return an event in the language of the page."""
    page = _PAGES.get(event.object_type)
    data = dict(event.data)
    reason = next((str(data.pop(name)) for name in _REASONS if data.get(name)), "")
    changes = tuple(_find_changes(data))
    return EventView(
        row=event,
        what=name_operation(event.operation),
        kind=name_kind(event.object_type),
        address=reverse(page, args=[event.object_id]) if page and event.object_id else "",
        door=gettext(DOORS[event.door]) if event.door and event.door in DOORS else "",
        unit_name=(unit_names or {}).get(event.unit_id or 0, ""),
        reason=reason,
        changes=changes,
        facts=tuple((key, print_value(value)) for key, value in data.items()),
    )


def name_operation(operation: str) -> str:
    return gettext(OPERATIONS[operation]) if operation in OPERATIONS else operation.replace("_", " ")


def name_kind(object_type: str) -> str:
    return gettext(KINDS[object_type]) if object_type in KINDS else object_type


def _find_changes(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what changed, and take it out of `data`: "from"/"to", or "before" beside "after" or the rest."""
    if "from" in data and "to" in data:
        return [(gettext("keadaan"), print_value(data.pop("from")), print_value(data.pop("to")))]
    before = data.get("before")
    if not isinstance(before, dict):
        return []
    after = data.pop("after", None)
    after = after if isinstance(after, dict) else {name: data.pop(name) for name in before if name in data}
    data.pop("before")
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [(name, print_value(before.get(name)), print_value(after.get(name))) for name in names]


def print_value(value: Any) -> str:
    """Print what an event keeps: text as it is, lists with commas, anything else as JSON; long ones cut."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        text = ", ".join(map(str, value))
    else:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
