"""Says to the trail through which door a request came."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from puas.operations.audit_doors import door

PREFIXES = {"/kantor/": "office", "/odk/": "openrosa"}


class AuditDoor:
    """Names the door by the address for as long as the request lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = next((name for prefix, name in PREFIXES.items() if request.path.startswith(prefix)), "public")
        token = door.set(name)
        try:
            return self.get_response(request)
        finally:
            door.reset(token)
