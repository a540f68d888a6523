"""The page of the API: every address, its parameters and answers, and every column."""

from typing import Any

from puas.commands.docs_tables import render_page, render_table


def build_page() -> str:
    """Return docs/reference/api.md."""
    from puas.api.v1.doors import api
    from puas.queries.published_tables import TABLES

    schema = api.get_openapi_schema()
    blocks = [block for table in TABLES.values() for block in _table(table)]
    return render_page(
        "API",
        f"OpenAPI {schema['openapi']}, served at `/api/v1/openapi.json`. How to use it, with a client that "
        "a test runs, is in [the guide](../api.md).",
        schema["info"]["description"],
        "## Addresses",
        render_table(("Method", "Address", "Parameters", "Answers", "What"), _operations(schema)),
        "## Columns",
        *blocks,
    )


def _operations(schema: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (
            method.upper(),
            f"`{path}`",
            ", ".join(f"`{one['name']}`" for one in operation["parameters"]) or "-",
            ", ".join(sorted(str(status) for status in operation["responses"])),
            operation["summary"],
        )
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def _table(table: Any) -> list[str]:
    from puas.exchange.open_tables import columns_of

    rows = [
        (f"`{one.name}`", one.type_name, "yes" if one.is_optional else "no", one.meaning)
        for one in columns_of(table.record)
    ]
    return [
        f"### {table.key}",
        f"{table.title}. Pages count {table.counted.replace('_', ' ')}.",
        render_table(("Column", "Type", "May be empty", "Meaning"), rows),
    ]
