"""What a cell says beside the answers: dates, ages, choices, as people and other systems write them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from puas.exchange.answer_sheets_headings import fold
from puas.methodology.instruments import Instrument
from puas.methodology.items import ProfileField

Value = str | int | list[str] | None
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan", "january"),
            ("februari", "feb", "pebruari", "february"),
            ("maret", "mar", "march"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("agustus", "agu", "ags", "agt", "aug", "august"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "oct", "october"),
            ("november", "nov", "nopember"),
            ("desember", "des", "dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}")
"""As programs write it: read many times faster than by the words of people."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]+(.*))?")
_LOCAL = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+)[-/., ]+(\d{4})(?:[t, ]+(.*))?")
_TIME = re.compile(
    r"(?:pukul |jam )?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?(z|[+-]\d\d:?\d\d))?"
)
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad),? +")
_ZONE_NAMES = re.compile(r" ?(wib|wita|wit)$")

# Words by which other forms call a choice of ours; matched when the text holds the word.
ALIASES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sex": {"L": ("laki", "pria", "male"), "P": ("perempuan", "wanita", "female")},
    "education": {
        "TIDAK_SEKOLAH": ("tidak sekolah", "belum sekolah", "tidak tamat", "tidak/belum"),
        "SD": ("sd", "sekolah dasar", "mi"),
        "SMP": ("smp", "sltp", "mts"),
        "SMA": ("sma", "smk", "slta", "smu", "stm"),
        "D1-D3": ("d1", "d2", "d3", "di", "dii", "diii", "d-1", "d-2", "d-3", "diploma"),
        "S1": ("s1", "s-1", "d4", "d-4", "div", "sarjana", "strata 1"),
        "S2": ("s2", "s-2", "magister", "master"),
        "S3": ("s3", "s-3", "doktor"),
    },
    "occupation": {
        "ASN": ("asn", "pns", "pppk", "p3k", "aparatur"),
        "PNS": ("pns", "asn", "pppk", "p3k", "aparatur"),
        "TNI": ("tni",),
        "POLRI": ("polri", "polisi", "kepolisian"),
        "SWASTA": ("swasta",),
        "WIRAUSAHA": ("wirausaha", "wiraswasta", "pengusaha", "usahawan", "pedagang"),
        "RUMAH_TANGGA": ("rumah tangga", "irt"),
        "PELAJAR": ("pelajar", "mahasiswa"),
        "TANI_NELAYAN": ("petani", "nelayan"),
        "LEPAS": ("lepas", "freelance", "harian"),
        "PENSIUNAN": ("pensiun", "pensiunan", "purnawirawan"),
        "TIDAK_BEKERJA": ("tidak bekerja", "belum bekerja"),
        "LAINNYA": ("lain", "lainnya", "other"),
    },
    "disability": {
        "FISIK": ("fisik", "daksa"),
        "INTELEKTUAL": ("intelektual", "grahita"),
        "MENTAL": ("mental",),
        "SENSORIK": ("sensorik", "netra", "rungu", "wicara", "tuli"),
    },
}
_NONE = frozenset({"tidak", "tidak ada", "bukan", "bukan penyandang disabilitas", "non disabilitas", "none"})
_GROUP = re.compile(r"(<|>|≥|≤)?\s*(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


def read_moment(text: str, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """Return the moment a cell names and whether it has a time of day; (None, False) when it cannot be told.

    Day before month, as Indonesia writes; a date alone is taken at noon of `zone`, so that no shift of zone
    moves it to another day.
    """
    if _EXACT.fullmatch(text):
        return _read_exact(text, zone)
    plain = _ZONE_NAMES.sub("", _WEEKDAY.sub("", fold(text[:80])))
    if match := _ISO.fullmatch(plain):
        year, month, day, rest = match.groups()
    elif match := _LOCAL.fullmatch(plain):
        day, month, year, rest = match.groups()
    else:
        return None, False
    try:
        found = date(int(year), _MONTHS[month] if month.isalpha() else int(month), int(day))
        moment, is_timed = _read_time((rest or "").strip())
    except (ValueError, KeyError):
        return None, False
    if not 1990 <= found.year <= 2200:
        return None, False
    joined = datetime.combine(found, moment)
    return (joined if joined.tzinfo else joined.replace(tzinfo=zone)), is_timed


def _read_exact(text: str, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """Return what the words give for "2026-10-01 08:00:00"; midnight is a bare date of a spreadsheet."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None, False
    if not 1990 <= moment.year <= 2200:
        return None, False
    is_timed = moment.time() != time(0)
    return (moment if is_timed else moment.replace(hour=12)).replace(tzinfo=zone), is_timed


def _read_time(text: str) -> tuple[time, bool]:
    if not text:
        return time(12), False
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError(text)
    hour, minute, second, offset = match.groups()
    clock = time(int(hour), int(minute), int(second or 0))
    if offset:
        written = "+00:00" if offset == "z" else offset
        clock = time.fromisoformat(f"{clock.isoformat()}{written}")
    # a spreadsheet writes a bare date as midnight
    return (clock, True) if clock.replace(tzinfo=None) != time(0) else (time(12), False)


class FactReader:
    """Reads the cells of one profile field into what `parse_profile` accepts."""

    def __init__(self, field: ProfileField, zone: ZoneInfo) -> None:
        self.field, self.zone = field, zone
        self._seen: dict[str, tuple[bool, Value]] = {"": (True, None)}
        self._read: Callable[[str], Value] = {
            "choice": self._choice,
            "multiple": self._multiple,
            "integer": self._integer,
            "date": self._date,
            "text": lambda text: text[: self.field.high] or None,
        }[field.kind]

    def read(self, text: str) -> tuple[bool, Value]:
        """Return (understood, value); an empty cell is understood as None."""
        found = self._seen.get(text)
        if found is None:
            found = self._try(text.strip())
            if len(self._seen) < 5000:
                self._seen[text] = found
        return found

    def _try(self, text: str) -> tuple[bool, Value]:
        if not text or set(text) <= set("-–—."):
            return True, None
        try:
            value = self._read(text)
        except ValueError:
            return False, None
        return True, value

    def _choice(self, text: str) -> str:
        found = self._find(text)
        if len(found) != 1:
            raise ValueError(text)
        return found[0]

    def _multiple(self, text: str) -> Value:
        if fold(text) in _NONE:
            return None
        found = [key for part in re.split(r"[;,/|]", text) if part.strip() for key in self._find(part)]
        if not found:
            raise ValueError(text)
        return list(dict.fromkeys(found))

    def _find(self, text: str) -> list[str]:
        """Return the options that a text names: by key, by label, by age, else by a word in it."""
        plain = fold(text)
        keys = [option.key for option in self.field.options]
        for option in self.field.options:
            if plain == fold(option.key) or plain in {fold(label) for label in option.label.values()}:
                return [option.key]
        if self.field.key == "age_group":
            return self._group(plain)
        return self._named(plain, keys)

    def _named(self, plain: str, keys: list[str]) -> list[str]:
        """Return the options whose words stand in the text; of overlapping words the longest counts."""
        hits = [
            (len(word), key)
            for key, words in ALIASES.get(self.field.key, {}).items()
            if key in keys
            for word in words
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)
        ]
        if self.field.kind == "multiple":
            return [key for _, key in hits]
        longest = max((length for length, _ in hits), default=0)
        return sorted({key for length, key in hits if length == longest})

    def _group(self, plain: str) -> list[str]:
        """Return the age group that holds the age, or both ends of the span, that a text names."""
        numbers = [int(number) for number in re.findall(r"\d{1,3}", plain)]
        if not numbers or len(numbers) > 2:
            return []
        if len(numbers) == 1:
            below = re.search(r"<|di ?bawah|kurang dari", plain)
            above = re.search(r">|di ?atas|lebih dari", plain)
            numbers = [numbers[0] - 1] if below else [numbers[0] + 1] if above else numbers
        groups = {self._group_of(number) for number in numbers}
        return [key for key in groups if key] if len(groups) == 1 else []

    def _group_of(self, age: int) -> str:
        for option in self.field.options:
            match = _GROUP.fullmatch(option.key)
            if match and _holds(match, age):
                return option.key
        return ""

    def _integer(self, text: str) -> int:
        match = re.fullmatch(r"(\d{1,7})(?:[.,]0+)?(?:\s*(?:tahun|thn|th))?", fold(text))
        if not match or not self.field.low <= int(match.group(1)) <= self.field.high:
            raise ValueError(text)
        return int(match.group(1))

    def _date(self, text: str) -> str:
        moment, _ = read_moment(text, self.zone)
        if moment is None:
            raise ValueError(text)
        return moment.date().isoformat()


def _holds(match: re.Match[str], age: int) -> bool:
    sign, low, high = match.groups()
    if sign == "<":
        return age < int(low)
    if sign == ">":
        return age > int(low)
    return bool(high) and int(low) <= age <= int(high)


def build_fact_readers(instrument: Instrument, zone: ZoneInfo) -> dict[str, FactReader]:
    """Return a reader for every profile field and rating of the instrument, by its key."""
    return {key: FactReader(field, zone) for key, field in instrument.facts.items()}
