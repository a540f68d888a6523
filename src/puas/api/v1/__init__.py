"""The API of the open data and of integrations: JSON, CSV and Parquet under /api/v1/."""
