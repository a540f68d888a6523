"""Priorities and follow-up plans of whole rows: what page breaks moved between rows goes back where it
belongs."""

from puas.exchange.recaps.cells import is_blank, is_unrecorded
from puas.exchange.recaps.drafts import Draft
from puas.exchange.recaps.element_names import element_of_fragment, find_names, split_items
from puas.exchange.recaps.lines import flatten
from puas.exchange.recaps.plan_cells import Chunk, read_priorities, split_plan, tidy
from puas.methodology.findings.recaps import UNREADABLE, Plan, Priority, RowKind

FROM_HEADINGS = "Daftar unsur prioritas tidak lengkap terbaca; diambil dari judul rencana tindak lanjutnya."
MOVED = "Lanjutan rencana ini tercetak di awal sel baris berikutnya (pindah halaman)."
HEAD_LOST = "Judul dan awal rencana ini tidak terbaca; teks yang tersisa disimpan."
PLAN_LOST = "Teks rencana tindak lanjut unsur ini tidak terbaca."


def read_plans(drafts: list[Draft]) -> None:
    """Fill priorities and plans of `drafts` (in reading order), giving back what page breaks moved between
    rows."""
    previous: Draft | None = None
    for draft in drafts:
        text = draft.block.text("plans")
        if draft.kind is not RowKind.SURVEY:
            if not is_blank(text) and previous is not None:
                _append_tail(previous, split_plan(text, []))
            continue
        draft.priorities = read_priorities(draft.block.text("priorities"))
        chunks = _name_first(split_plan(text, draft.priorities), draft)
        _complete_priorities(draft, chunks)
        if previous is not None:
            chunks = _give_back(previous, draft, chunks)
        draft.plans = [Plan(chunk.element, chunk.text, chunk.heading) for chunk in chunks]
        previous = draft
    for draft in drafts:
        _settle(draft)


def _name_first(chunks: list[Chunk], draft: Draft) -> list[Chunk]:
    """Give the first chunk its element when its heading lost the colon or a part, as the list above it
    did."""
    items = split_items(flatten(draft.block.text("priorities")))
    if not chunks or chunks[0].element is not None or not items or items[0][0] < 2:
        return chunks
    text = chunks[0].text
    names = find_names(text)
    if names and names[0].start == 0:
        return [Chunk(names[0].element, names[0].printed, tidy(text[names[0].end :])), *chunks[1:]]
    head, colon, rest = text.partition(":")
    element = element_of_fragment(head)
    return [Chunk(element, head, tidy(rest)), *chunks[1:]] if colon and element else chunks


def _complete_priorities(draft: Draft, chunks: list[Chunk]) -> None:
    """Take the priorities from the headings of the plans when the list is visibly damaged."""
    printed = draft.block.text("priorities")
    headings = [Priority(chunk.element, chunk.heading) for chunk in chunks if chunk.element and chunk.heading]
    numbers = [number for number, _ in split_items(flatten(printed))]
    known = [priority.element for priority in draft.priorities]
    damaged = (
        (not known and bool(headings))
        or None in known
        or (bool(numbers) and numbers[0] > 1)
        or (not numbers and any(known.count(element) > 2 for element in known))
    )
    names = list(dict.fromkeys(heading.element for heading in headings))
    missing = [heading for heading in headings if heading.element not in known]
    if damaged and len(names) >= 1 and (missing or len(names) < len(known)):
        draft.priorities = [next(h for h in headings if h.element == name) for name in names]
        draft.mend("priorities", printed, ", ".join(str(name) for name in names), FROM_HEADINGS)
    elif missing and len(known) < len(names) and names[: len(known)] == known and _unclosed(draft, headings):
        draft.priorities += missing
        draft.mend("priorities", printed, ", ".join(str(name) for name in names), FROM_HEADINGS)


def _unclosed(draft: Draft, headings: list[Priority]) -> bool:
    """Whether the list of priorities stops early: its plans go on with headings of their own."""
    return len(draft.priorities) < len(headings)


def _expected(row: Draft) -> list[str]:
    """Return the elements whose plan the row still waits for: named, but without a plan after the last one
    read."""
    have = [plan.element for plan in row.plans if plan.text]
    named = [priority.element for priority in row.priorities if priority.element]
    return [element for element in named if element not in have]


def _give_back(previous: Draft, draft: Draft, chunks: list[Chunk]) -> list[Chunk]:
    """Return the row's own chunks; those at the front that belong to the row before are added to it."""
    own = [priority.element for priority in draft.priorities]
    while chunks and own:
        first = chunks[0]
        waiting = _expected(previous)
        later = {chunk.element for chunk in chunks[1:]}
        if first.element is None:
            follows = next((chunk.element for chunk in chunks[1:]), None)
            if not (follows == own[0] or (waiting and follows is not None and follows == waiting[-1])):
                break
        elif (first.element == own[0] and first.element not in later) or first.element not in waiting:
            break
        _append_tail(previous, [first])
        chunks = chunks[1:]
    return chunks


def _append_tail(row: Draft, chunks: list[Chunk]) -> None:
    for chunk in chunks:
        empty = next((at for at, plan in enumerate(row.plans) if not plan.text), None)
        last = len(row.plans) - 1
        at = empty if empty is not None else last
        if chunk.element is None and row.plans:
            old = row.plans[at]
            row.plans[at] = Plan(old.element, f"{old.text} {chunk.text}".strip(), old.heading)
        else:
            row.plans.append(Plan(chunk.element, chunk.text, chunk.heading))
        row.mend("plans", chunk.heading + " " + chunk.text, chunk.text, MOVED)


def _settle(draft: Draft) -> None:
    """Mark the plans that are lost, and give headless text to the first element without a plan."""
    if draft.kind is not RowKind.SURVEY or not draft.priorities or not draft.plans:
        if draft.priorities and not draft.plans and draft.block.columns.at("plans") is not None:
            _mark_missing(draft)
        return
    waiting = [
        p.element for p in draft.priorities if p.element and p.element not in {x.element for x in draft.plans}
    ]
    first = draft.plans[0]
    beheaded = first.element is None and bool(waiting) and len(draft.plans) > 1
    if beheaded:
        draft.plans[0] = Plan(waiting.pop(0), first.text, "")
        draft.mend("plans", first.text, first.text, HEAD_LOST)
    for element in waiting if draft.plans[0].element is not None else ():
        draft.plans.append(Plan(element, UNREADABLE if beheaded else "", ""))
        if beheaded:
            draft.unreadable.add("plans")
            draft.mend("plans", "", UNREADABLE, PLAN_LOST, element=element)


def _mark_missing(draft: Draft) -> None:
    if draft.block.text("plans").strip() and not is_unrecorded(draft.block.text("plans")):
        draft.plans = [Plan(p.element, UNREADABLE, "") for p in draft.priorities]
        draft.unreadable.add("plans")
        draft.mend("plans", draft.block.text("plans"), UNREADABLE, PLAN_LOST)
    else:
        draft.blank.add("plans")
