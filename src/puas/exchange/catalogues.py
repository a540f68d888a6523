"""The open data for other catalogues: DCAT 3 as JSON-LD, and schema.org for searching machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
SPDX = "https://spdx.org/licenses/"
FORMATS = {
    "csv": ("text/csv", "CSV"),
    "parquet": ("application/vnd.apache.parquet", "PARQUET"),
    "json": ("application/json", "JSON"),
}
KEYWORDS = ["Survei Kepuasan Masyarakat", "SKM", "IKM", "pelayanan publik"]


@dataclass(frozen=True)
class DatasetFacts:
    """One table as a catalogue tells it; `addresses`: of its files, by format (see FORMATS)."""

    key: str
    title: str
    addresses: dict[str, str]
    variables: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CatalogueFacts:
    """The whole catalogue. `starts` and `ends`: the first and last day of any published period."""

    address: str
    publishers: tuple[str, ...]
    areas: tuple[str, ...]
    licence: str
    starts: date | None
    ends: date | None
    datasets: tuple[DatasetFacts, ...]


def build_dcat(facts: CatalogueFacts) -> dict[str, Any]:
    """Return the catalogue as a DCAT 3 document (JSON-LD)."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": facts.address,
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "id", "@value": "Data terbuka Survei Kepuasan Masyarakat"},
        "dct:license": {"@id": f"{SPDX}{facts.licence}"},
        "dct:publisher": _publishers(facts.publishers),
        "dcat:dataset": [_dataset(facts, one) for one in facts.datasets],
    }


def _dataset(facts: CatalogueFacts, one: DatasetFacts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": f"{facts.address}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": {"@language": "id", "@value": one.title},
        "dct:license": {"@id": f"{SPDX}{facts.licence}"},
        "dct:publisher": _publishers(facts.publishers),
        "dcat:keyword": [{"@language": "id", "@value": word} for word in KEYWORDS],
        "dcat:distribution": [_distribution(facts, *pair) for pair in one.addresses.items()],
    }
    if facts.areas:
        told["dct:spatial"] = [{"@type": "dct:Location", "dct:identifier": code} for code in facts.areas]
    if facts.starts and facts.ends:
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": facts.starts.isoformat()},
            "dcat:endDate": {"@type": "xsd:date", "@value": facts.ends.isoformat()},
        }
    return told


def _distribution(facts: CatalogueFacts, kind: str, address: str) -> dict[str, Any]:
    media, file_type = FORMATS[kind]
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dct:format": {"@id": f"{FILE_TYPES}{file_type}"},
        "dct:license": {"@id": f"{SPDX}{facts.licence}"},
    }


def _publishers(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": "foaf:Agent", "foaf:name": name} for name in names]


def build_schema_org(facts: CatalogueFacts) -> dict[str, Any]:
    """Return the same as a DataCatalog of schema.org, for the page of the open data."""
    return {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": "Data terbuka Survei Kepuasan Masyarakat",
        "url": facts.address,
        "inLanguage": "id",
        "license": f"{SPDX}{facts.licence}",
        "dataset": [_schema_org_dataset(facts, one) for one in facts.datasets],
    }


def _schema_org_dataset(facts: CatalogueFacts, one: DatasetFacts) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "Dataset",
        "name": one.title,
        "description": f"{one.title}. Kolom: {', '.join(name for name, _ in one.variables)}.",
        "url": f"{facts.address}#{one.key}",
        "license": f"{SPDX}{facts.licence}",
        "isAccessibleForFree": True,
        "keywords": KEYWORDS,
        "creator": [{"@type": "GovernmentOrganization", "name": name} for name in facts.publishers],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": name, "description": meaning}
            for name, meaning in one.variables
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": FORMATS[kind][0], "contentUrl": address}
            for kind, address in one.addresses.items()
        ],
    }
    if facts.starts and facts.ends:
        told["temporalCoverage"] = f"{facts.starts.isoformat()}/{facts.ends.isoformat()}"
    return told
