"""The settings code that ODK Collect and KoboCollect scan: JSON, compressed, in base64."""

import base64
import json
import zlib


def render_collect_settings(server_url: str, project: str) -> str:
    """Return the text of the QR code that makes a phone a collecting phone of `server_url`.

    Forms follow the server's list by themselves, finished answers are sent as soon as there is a network,
    and what was sent is deleted from the phone: it tells about respondents.
    """
    settings = {
        "general": {
            "server_url": server_url,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": project},
    }
    text = json.dumps(settings, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
