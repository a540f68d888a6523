"""Whether this process can serve: for a load balancer or a watchdog. Never limited, tells nothing secret."""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the newest step of the database's schema, 503 when the database does not answer."""
    try:
        applied = MigrationRecorder(connection).migration_qs.filter(app="puas").order_by("name")
        schema = applied.values_list("name", flat=True).last()
    except (DatabaseError, InterfaceError):
        return _answer({"database": "unreachable", "schema": None}, 503)
    return _answer({"database": "ok", "schema": schema}, 200)


def _answer(told: dict[str, str | None], status: int) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
