"""Every field of every model has a privacy class."""

import pytest
from django.apps import apps

from puas.models.privacy import Privacy, classify

MODELS = sorted(apps.get_app_config("puas").get_models(), key=lambda model: model.__name__)
FORBIDDEN = ("nik", "phone", "telepon", "ip", "ip_address", "device", "user_agent", "address", "alamat")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_classified(model):
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    assert sorted(model.PRIVACY) == sorted(
        field.attname if field.name + "_id" != field.attname else field.name for field in fields
    )


@pytest.mark.parametrize("name", ["Response", "HeldResponse"])
def test_an_answer_names_nobody_and_nothing_of_it_is_public(name):
    model = apps.get_model("puas", name)
    assert Privacy.PUBLIC not in model.PRIVACY.values()
    assert [field for field in model.PRIVACY if field in FORBIDDEN or "name" in field] == []


def test_a_field_cannot_be_two_things():
    assert classify(public="a", secret="b") == {"a": Privacy.PUBLIC, "b": Privacy.SECRET}
    with pytest.raises(ValueError, match="twice"):
        classify(public="a", personal="a")
