"""Rows that are written once. The database refuses a change too (triggers in the first migration)."""

from typing import Any, NoReturn

from django.db import models

from puas.errors import NotNow


def refuse_change(model: type[models.Model]) -> NoReturn:
    """Raise NotNow: rows of `model` are never changed or deleted."""
    raise NotNow(
        "frozen_row",
        "{model} tidak dapat diubah atau dihapus; buat baris baru yang menggantikannya.",
        model=model.__name__,
    )


class FrozenQuerySet(models.QuerySet[Any]):
    """Reads and inserts as usual; every way to change or delete rows raises NotNow."""

    def update(self, **kwargs: Any) -> NoReturn:
        refuse_change(self.model)

    def delete(self) -> NoReturn:
        refuse_change(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse_change(self.model)


class FrozenModel(models.Model):
    """A row that can be inserted, and never changed or deleted."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse_change(type(self))
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse_change(type(self))
