"""The bridge to Splink and Spark: the same columns, conditions and levels, for lists beyond one machine.

A room of its own that nobody else here imports. Rows become columns (`splink_columns`, `splink_table`, `spark_schema`),
our levels Splink's settings (`splink_settings`), our frequencies its tables (`register_frequencies`). Splink, pandas,
pyarrow and Spark come with the extras `splink` and `spark`.
"""

from allforall.reconcile.splink.columns import spark_schema, splink_columns, splink_table
from allforall.reconcile.splink.levels import register_frequencies, splink_settings

__all__ = ["register_frequencies", "spark_schema", "splink_columns", "splink_settings", "splink_table"]
