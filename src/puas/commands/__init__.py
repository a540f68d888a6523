"""The `puas` command line. Each command is one module, imported only when it is called."""

import importlib
import sys

import click

from puas.errors import PuasError
from puas.language import say
from puas.operations.audit_doors import door

COMMANDS = {
    "index": "Hitung indeks dari satu berkas jawaban (CSV, XLSX, Parquet)",
    "demo": "Siapkan dua kota contoh, hitung, terbitkan, tulis laporan, dan layani",
    "serve": "Layani aplikasi (migrasi dahulu, lalu melayani)",
    "worker": "Kerjakan pekerjaan yang menunggu dan yang terjadwal",
    "tick": "Jalankan sekali yang terjadwal dan sudah waktunya (untuk cron)",
    "invite": "Undang seseorang ke sebuah peran, misalnya administrator pertama",
    "import": "Impor jawaban dari berkas CSV atau XLSX, juga ekspor SKM Online",
    "recap": "Baca dan periksa rekap yang sudah terbit (teks, CSV, XLSX, DOCX, PDF)",
    "remind": "Kirim pengingat tenggat dan sampel yang sudah waktunya",
    "report": "Tulis laporan resmi (PDF, DOCX, XLSX)",
    "federate": "Jumlahkan cacah terbit beberapa instalasi menjadi satu rekap",
    "doctor": "Periksa apakah pemasangan ini sehat",
    "backup": "Simpan cadangan data ke satu berkas",
    "restore": "Pulihkan data dari berkas cadangan",
    "audit": "Buktikan bahwa jejak tindakan utuh",
    "privacy": "Sebutkan data pribadi yang disimpan dan masa simpannya",
    "bench": "Ukur kecepatan dan cetak angkanya",
    "check": "Periksa kode dan dokumen (untuk pengembang)",
    "test": "Jalankan semua uji, atau yang disebut (untuk pengembang)",
    "docs": "Tulis ulang halaman acuan yang dibuat dari kode (untuk pengembang)",
    "django": "Perintah pengelolaan Django (untuk pengembang)",
}


MODULES = {"import": "import_answers"}
"""Commands whose name Python keeps for itself."""


class LazyCommands(click.Group):
    """Lists the commands by COMMANDS and imports a module only when its command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"puas.commands.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Perintah")):
            formatter.write_dl([(name, say(text)) for name, text in COMMANDS.items()])


@click.command(cls=LazyCommands, help="puas: survei kepuasan masyarakat, dari jawaban sampai terbit.")
@click.version_option(
    package_name=None, version=importlib.import_module("puas").__version__, prog_name="puas"
)
def main() -> None:
    """Group every command."""


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; a PuasError is printed as one sentence."""
    door.set("command")
    try:
        code = main.main(args=arguments, prog_name="puas", standalone_mode=False)
    except PuasError as error:
        print(f"puas: {say(error.message).format(**error.data)}", file=sys.stderr)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    return code if isinstance(code, int) else 0
