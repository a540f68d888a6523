"""What happened to a unit, as a sentence in the page's language: the same at the office and for everyone."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from puas.queries.unit_changes import Happening
from puas.web.templatetags.printing import day

_SUBJECT = {
    "rename": lambda: gettext("Sampai {until} bernama {before}; sejak {on} bernama {after}."),
    "move": lambda: gettext("Sampai {until} di bawah {before}; sejak {on} di bawah {after}."),
    "recode": lambda: gettext("Kode wilayah sampai {until} {before}; sejak {on} {after}."),
    "merge": lambda: gettext("Ada sampai {until}; sejak {on} digabung ke {others}, yang meneruskan trennya."),
    "close": lambda: gettext("Ada sampai {until}; sesudah itu ditutup."),
}


def tell_change(what: Happening) -> str:
    """Return the sentence of one happening."""
    facts: dict[str, Any] = {
        "on": day(what.on),
        "until": day(what.on - timedelta(days=1)),
        "before": what.before,
        "after": what.after,
        "others": ", ".join(what.others),
    }
    return _find_sentence(what).format(**facts)


def _find_sentence(what: Happening) -> str:
    if what.kind == "split" and what.is_subject:
        if what.ends_unit:
            return gettext("Ada sampai {until}; sejak {on} dipecah menjadi {others}.")
        return gettext("Sejak {on} sebagian layanannya ada di unit baru: {others}.")
    if what.is_subject:
        return _SUBJECT[what.kind.value]()
    if what.kind == "merge":
        return gettext("Sejak {on} meneruskan {others}, yang digabung ke unit ini.")
    return gettext("Dibentuk {on} dari {others}.")
