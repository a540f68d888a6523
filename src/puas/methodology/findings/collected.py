"""Rules over our own data: one survey's tally and the flags of its responses, and what was printed from
them.

A recap shows only figures; where the answers themselves are at hand, more can be asked. The rules have the
same identity, severity, clause and sentences as those over recaps, and stand on the same reference page.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from puas.methodology.findings.recaps import RecapRow
from puas.methodology.findings.rules import Finding, Parameter, Rule, Severity, show
from puas.methodology.indices import Weighting, compute_index
from puas.methodology.instruments import Instrument
from puas.methodology.numbers import places_of, round_half_up
from puas.methodology.quality import Flag
from puas.methodology.sampling import required_sample
from puas.methodology.tallies import Tally

CONDUCT = "PermenPANRB 14/2017: responden dipilih acak, mengisi sendiri dan tanpa arahan petugas"
SAMPLE = "PermenPANRB 14/2017, lampiran: jumlah responden menurut tabel sampel Krejcie dan Morgan"
PUBLISHED = "PermenPANRB 14/2017 pasal 4: yang diumumkan adalah hasil pengolahan jawaban"


@dataclass(frozen=True)
class Collected:
    """One survey of our own: the row that is (to be) printed, its tally, and how many responses carry a
    flag."""

    row: RecapRow
    tally: Tally
    instrument: Instrument
    flags: Mapping[Flag, int] = field(default_factory=dict)
    weighting: Weighting | None = None


CheckCollected = Callable[[Collected, Rule], Iterator[Finding]]
COLLECTED_RULES: dict[str, tuple[Rule, CheckCollected]] = {}


def _register(
    identity: str, severity: Severity, clause: str, question: str, message: str, *parameters: Parameter
) -> Callable[[CheckCollected], CheckCollected]:
    def register(check: CheckCollected) -> CheckCollected:
        known = Rule(identity, severity, clause, question, message, lambda facts, this: iter(()), parameters)
        COLLECTED_RULES[identity] = (known, check)
        return check

    return register


def check_collected(collected: Collected) -> tuple[Finding, ...]:
    """Return everything that the rules over our own data find in one survey."""
    return tuple(found for rule, check in COLLECTED_RULES.values() for found in check(collected, rule))


def _share(collected: Collected, flag: Flag, this: Rule) -> Iterator[Finding]:
    """Find a survey in which more than the allowed share of responses carries `flag`."""
    count, people = collected.flags.get(flag, 0), collected.tally.respondents
    if people and Fraction(100 * count, people) > Fraction(this.parameter("percent")):
        percent = show(round_half_up(Fraction(100 * count, people), 1))
        yield this.find(collected.row, show(count), f"≤ {show(this.parameter('percent'))} %", percent=percent)


@_register(
    "responses-straight",
    Severity.WARNING,
    CONDUCT,
    "Apakah terlalu banyak responden memberi nilai yang sama pada semua butir?",
    "{printed} jawaban {unit} {period} ({percent} %) memberi nilai yang sama pada semua butir; yang "
    "wajar {expected}. Periksa "
    "cara pengumpulan dan apakah responden diarahkan.",
    Parameter(
        "percent", Decimal(40), "Layanan yang baik memang sering dinilai sama; di atas ini perlu dilihat."
    ),
)
def check_straight(collected: Collected, this: Rule) -> Iterator[Finding]:
    """Everybody satisfied alike, or nobody reading."""
    yield from _share(collected, Flag.STRAIGHT_LINE, this)


@_register(
    "responses-fast",
    Severity.WARNING,
    CONDUCT,
    "Apakah terlalu banyak kuesioner diisi lebih cepat daripada dapat dibaca?",
    "{printed} jawaban {unit} {period} ({percent} %) diisi lebih cepat daripada waktu membacanya; "
    "yang wajar {expected}. Periksa "
    "siapa yang mengisi.",
    Parameter("percent", Decimal(10), "Sebagian kecil orang mengisi ulang dan hafal pertanyaannya."),
)
def check_fast(collected: Collected, this: Rule) -> Iterator[Finding]:
    """Filled by somebody who knew the answers already."""
    yield from _share(collected, Flag.TOO_FAST, this)


@_register(
    "responses-bursts",
    Severity.WARNING,
    CONDUCT,
    "Apakah banyak jawaban datang beruntun dari satu perangkat?",
    "{printed} jawaban {unit} {period} ({percent} %) datang beruntun dari satu perangkat; yang wajar "
    "{expected}. Periksa apakah "
    "petugas mengisi atas nama responden.",
    Parameter(
        "percent",
        Decimal(5),
        "Satu perangkat di loket dipakai bergantian, tetapi tidak sepuluh kali semenit.",
    ),
)
def check_bursts(collected: Collected, this: Rule) -> Iterator[Finding]:
    """One device, many answers, one minute."""
    yield from _share(collected, Flag.BURST, this)


@_register(
    "survey-sample",
    Severity.WARNING,
    SAMPLE,
    "Apakah jawaban yang terkumpul mencapai ukuran sampel?",
    "{unit} {period} mengumpulkan {printed} jawaban; untuk {population} penerima layanan diperlukan "
    "{expected}. Perpanjang "
    "pengumpulan.",
)
def check_sample(collected: Collected, this: Rule) -> Iterator[Finding]:
    """Only where the population is known."""
    population, people = collected.row.population, collected.tally.respondents
    if population and people < required_sample(population):
        needed = show(required_sample(population))
        yield this.find(collected.row, show(people), needed, population=show(population))


@_register(
    "survey-printed",
    Severity.ERROR,
    PUBLISHED,
    "Apakah IKM yang tercetak sama dengan IKM dari jawabannya?",
    "IKM {unit} {period} tercetak {printed}, padahal jawabannya menghasilkan {expected}. Terbitkan "
    "ulang dengan alasan, atau "
    "periksa jawaban yang dikeluarkan.",
)
def check_printed(collected: Collected, this: Rule) -> Iterator[Finding]:
    """The answers decide; the printed figure is compared to its own last place."""
    index = compute_index(collected.tally, collected.instrument, collected.weighting).value
    printed = collected.row.index
    if printed is None or index is None:
        return
    exact = round_half_up(index, places_of(printed))
    if exact != printed:
        yield this.find(collected.row, show(printed), show(exact))
