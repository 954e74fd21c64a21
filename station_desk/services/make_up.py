"""How the roster is made up: the charts that F18S prints, for the screen, from the same lines and the same source."""

from station_desk.domain.charts import Chart
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.paper_data import gather
from station_desk.services.paper_orders import order_for

FORM = "F18S"
"""The paper on which the same charts stand."""


def roster_charts(desk: Desk) -> list[Chart]:
    """Age, education, political status and places of everyone who serves or waits; none where there is nobody."""
    order = order_for(desk, FORM, everyone=True)
    try:
        material = gather(desk, "roster", FORM, order)
    except Trouble as trouble:
        if trouble.code == "nobody_to_print":
            return []
        raise
    return [value for value in material.documents[0].values() if isinstance(value, Chart)]
