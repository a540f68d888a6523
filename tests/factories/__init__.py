"""Plain functions that make rows for tests.

What is not given is the plainest thing that works; nothing is random.
"""

from tests.factories.agencies import make_agency, make_unit
from tests.factories.instruments import classic, make_instrument
from tests.factories.responses import make_answer, make_responses
from tests.factories.surveys import hand_in, make_open_survey, make_survey
from tests.factories.users import make_user

__all__ = [
    "classic",
    "hand_in",
    "make_agency",
    "make_answer",
    "make_instrument",
    "make_open_survey",
    "make_responses",
    "make_survey",
    "make_unit",
    "make_user",
]
