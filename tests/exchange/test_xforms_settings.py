"""The settings code."""

import base64
import json
import zlib

from puas.exchange.xforms_settings import render_collect_settings


def test_the_code_is_compressed_json():
    code = render_collect_settings("https://skm.contoh.go.id/odk/rahasia", "Kota Contoh")
    assert json.loads(zlib.decompress(base64.b64decode(code, validate=True))) == {
        "general": {
            "server_url": "https://skm.contoh.go.id/odk/rahasia",
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": "Kota Contoh"},
    }
