"""The page of fields: everything that is kept, and how far it may travel."""

from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/fields.md."""
    from django.apps import apps

    from puas.models import privacy

    legend = (privacy.__doc__ or "").split("\n\n")[1]
    blocks = [block for model in apps.get_app_config("puas").get_models() for block in _describe(model)]
    return render_page(
        "Fields",
        "Every field of every model has a privacy class (`PRIVACY` beside the fields); a test fails "
        "on one without.",
        f"```\n{legend.strip()}\n```",
        *blocks,
    )


def _describe(model: type) -> list[str]:
    meta, classes = model._meta, getattr(model, "PRIVACY", {})  # type: ignore[attr-defined]
    rows = [
        (f"`{field.name}`", field.get_internal_type(), str(classes.get(field.name, "-")))
        for field in meta.get_fields()
        if field.concrete
    ]
    sentence = (model.__doc__ or "").strip().splitlines()[0]
    return [
        f"## {model.__name__}",
        f"`{meta.db_table}`. {sentence}",
        render_table(("Field", "Type", "Privacy"), rows),
    ]
