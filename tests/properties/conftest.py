"""Laws are tried on any machine, however slow: no deadline for one example."""

from hypothesis import settings

settings.register_profile("puas", deadline=None)
settings.load_profile("puas")
