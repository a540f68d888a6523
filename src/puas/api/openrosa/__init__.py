"""The door for phones in the field: OpenRosa 1.0, as ODK Collect and KoboCollect speak it.

The secret in the path is the whole authentication: phones keep it with their settings, and Basic passwords
would need HTTPS first. What the clients insist on is in docs/openrosa.md.
"""
