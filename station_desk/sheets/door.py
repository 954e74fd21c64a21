"""The door to files of our own: openpyxl comes in here, with the first workbook that is written."""

from collections.abc import Sequence

from station_desk.domain.paper_grid import Grid
from station_desk.sheets.table import Table


def write_table(table: Table) -> bytes:
    """The xlsx file of `table`: frozen header, filter, print titles, A4 fit to width. Deterministic."""
    return write_tables([table])


def write_tables(tables: Sequence[Table]) -> bytes:
    """The xlsx file of several tables, one a sheet, in their order; as `write_table`.

    Raises ValueError for a text that is longer than a cell may be.
    """
    from station_desk.sheets import writer

    return writer.write_tables(tables)


def write_grid(grid: Grid) -> bytes:
    """The xlsx file of a grid: title, heads, merged cells, lines. Texts stay texts; the same grid gives the same bytes."""
    from station_desk.sheets import grids

    return grids.write_grid(grid)
