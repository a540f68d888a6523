"""Sheets on paper: which batches there are, what stands for each sheet, where two readings differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Max

from puas.errors import NotFound
from puas.models import Keying, PaperBatch, PaperEntry, Survey, User
from puas.permissions import Action
from puas.queries.units import visible_units

SERVICE, COMMENT, DATE, SPOILED = "_service", "_comment", "_date", "_spoiled"
"""The fields of a sheet that no questionnaire names; a key of an instrument never starts like this."""

NOT_COMPARED = (COMMENT,)
"""Two people never write down a sentence alike, and no figure hangs on it: the second one skips it."""

Standing = Mapping[tuple[int, int], PaperEntry]
"""The newest entry by sheet and keying."""


@dataclass(frozen=True)
class BatchProgress:
    """A batch and how many of its sheets are typed in, once and twice."""

    batch: PaperBatch
    first: int
    second: int

    @property
    def is_waiting(self) -> bool:
        """Say whether sheets are typed in that do not count yet."""
        return not self.batch.is_finished and self.first + self.second > 0


@dataclass(frozen=True)
class Difference:
    """One field that two people read differently; None is left open."""

    field: str
    first: object
    second: object


@dataclass(frozen=True)
class ReadTwice:
    """A sheet that two people typed in, its `differences`, and whether they are settled."""

    sheet: int
    fields: int
    differences: tuple[Difference, ...]
    is_settled: bool

    @property
    def is_open(self) -> bool:
        return bool(self.differences) and not self.is_settled


@dataclass(frozen=True)
class Comparison:
    """All sheets of a batch that were read twice, in order."""

    sheets: tuple[ReadTwice, ...]

    @property
    def open(self) -> tuple[ReadTwice, ...]:
        """The sheets whose differences wait for somebody to look at the paper."""
        return tuple(sheet for sheet in self.sheets if sheet.is_open)

    @property
    def differing(self) -> int:
        """How many sheets were read differently, settled ones included."""
        return sum(bool(sheet.differences) for sheet in self.sheets)

    @property
    def fields(self) -> int:
        """How many fields were read twice."""
        return sum(sheet.fields for sheet in self.sheets)

    @property
    def differing_fields(self) -> int:
        return sum(len(sheet.differences) for sheet in self.sheets)

    @property
    def rate(self) -> Fraction | None:
        """Percentage of the fields read twice that differ; None when nothing was read twice."""
        return Fraction(100 * self.differing_fields, self.fields) if self.fields else None


@dataclass(frozen=True)
class Correction:
    """A sheet that was typed in again: the entry, and its changes (`first` before, `second` after)."""

    entry: PaperEntry
    changes: tuple[Difference, ...]


def list_batches(survey: Survey) -> tuple[BatchProgress, ...]:
    """Return the batches of a survey, the newest first. Two queries."""
    typed: dict[tuple[int, int], int] = {}
    sheets = PaperEntry.objects.filter(batch__survey=survey).order_by()
    for batch, keying, _ in sheets.values_list("batch", "keying", "sheet").distinct():
        typed[batch, keying] = typed.get((batch, keying), 0) + 1
    batches = PaperBatch.objects.filter(survey=survey).order_by("-number").select_related("created_by")
    return tuple(
        BatchProgress(b, typed.get((b.pk, Keying.FIRST), 0), typed.get((b.pk, Keying.SECOND), 0))
        for b in batches
    )


def count_waiting_sheets(survey: Survey) -> int:
    """Return how many sheets are typed in but do not count, because their batch is not finished."""
    entries = PaperEntry.objects.filter(batch__survey=survey, batch__finished_at=None).order_by()
    return entries.values("batch", "sheet").distinct().count()


def find_batch(user: User, batch_id: int, action: Action = Action.ENTER_RESPONSES) -> PaperBatch:
    """Return a batch of a unit where `user` may do `action`; NotFound `paper_batch_unknown` for any other."""
    joined = PaperBatch.objects.select_related("survey__unit__agency", "survey__period", "survey__instrument")
    batch = joined.filter(pk=batch_id, survey__unit__in=visible_units(user, action)).first()
    if batch is None:
        raise NotFound("paper_batch_unknown", "Bundel kertas itu tidak ada, atau bukan di unit Anda.")
    return batch


def standing_entries(batch: PaperBatch, first: int = 0, last: int = 2**31 - 1) -> Standing:
    """Return the newest entry of every sheet from `first` to `last` by (sheet, keying). One query."""
    entries = PaperEntry.objects.filter(batch=batch, sheet__range=(first, last)).order_by("id")
    return {(entry.sheet, entry.keying): entry for entry in entries.select_related("typed_by")}


def reading_of(standing: Standing, sheet: int) -> PaperEntry | None:
    """Return the entry that counts for a sheet; None when it is not typed in or its readings differ."""
    first, second = (standing.get((sheet, keying)) for keying in (Keying.FIRST, Keying.SECOND))
    if first is None or second is None:
        return first or second
    settled = _settled(standing, sheet)
    if settled is not None:
        return settled
    return first if not list_differences(first, second) else None


def _settled(standing: Standing, sheet: int) -> PaperEntry | None:
    """Return what was settled, unless a reading was corrected after it."""
    settled = standing.get((sheet, Keying.SETTLED))
    read = [standing[key].pk for key in ((sheet, Keying.FIRST), (sheet, Keying.SECOND)) if key in standing]
    return settled if settled is not None and settled.pk > max(read, default=0) else None


def list_differences(
    first: PaperEntry, second: PaperEntry, skipped: tuple[str, ...] = NOT_COMPARED
) -> tuple[Difference, ...]:
    """Return the fields that two entries have differently; one difference when only one is spoiled."""
    if first.is_spoiled != second.is_spoiled:
        return (Difference(SPOILED, first.is_spoiled, second.is_spoiled),)
    names = [*first.content, *(name for name in second.content if name not in first.content)]
    pairs = ((name, first.content.get(name), second.content.get(name)) for name in names)
    return tuple(Difference(*pair) for pair in pairs if pair[0] not in skipped and pair[1] != pair[2])


def compare_readings(batch: PaperBatch) -> Comparison:
    """Return every sheet of a batch that two people typed in. One query."""
    standing = standing_entries(batch)
    twice = sorted(sheet for sheet, keying in standing if keying == Keying.SECOND)
    fields = count_fields(batch)
    return Comparison(
        tuple(_compare(standing, sheet, fields) for sheet in twice if (sheet, Keying.FIRST) in standing)
    )


def _compare(standing: Standing, sheet: int, fields: int) -> ReadTwice:
    first, second = standing[sheet, Keying.FIRST], standing[sheet, Keying.SECOND]
    is_spoiled = first.is_spoiled or second.is_spoiled
    differences = list_differences(first, second)
    return ReadTwice(sheet, 1 if is_spoiled else fields, differences, _settled(standing, sheet) is not None)


def count_fields(batch: PaperBatch) -> int:
    """Return how many fields of a sheet two readings are compared in: all but the comment."""
    instrument = batch.survey.instrument.parsed
    own = len(instrument.items) + len(instrument.ratings) + len(instrument.profile)
    return own + 1 + batch.survey.unit.services.exists()


def list_corrections(batch: PaperBatch) -> tuple[Correction, ...]:
    """Return every time a sheet was typed in again by the same keying, the newest first. One query."""
    before: dict[tuple[int, int], PaperEntry] = {}
    found = []
    entries = PaperEntry.objects.filter(batch=batch).exclude(keying=Keying.SETTLED).order_by("id")
    for entry in entries.select_related("typed_by"):
        key = (entry.sheet, entry.keying)
        if key in before:
            found.append(Correction(entry, list_differences(before[key], entry, skipped=())))
        before[key] = entry
    return tuple(reversed(found))


def newest_sheet(survey: Survey) -> tuple[int, int]:
    """Return the highest batch number and the highest sheet number of a survey; zeros without any."""
    number = PaperBatch.objects.filter(survey=survey).aggregate(n=Max("number"))["n"] or 0
    last = PaperBatch.objects.filter(survey=survey).order_by("-first_sheet").first()
    return number, last.last_sheet if last else 0
