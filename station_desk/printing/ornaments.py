"""Frames around a page: single, double, or a meander border (回纹) between two lines."""

from station_desk.printing.model import Frame

_PITCH = 11.0
"""Side in points of one turn of the meander before it is fitted to the edge."""


_SPIRAL = (
    (0.0, 0.06),
    (0.88, 0.06),
    (0.88, 0.94),
    (0.12, 0.94),
    (0.12, 0.34),
    (0.62, 0.34),
    (0.62, 0.66),
    (0.38, 0.66),
)
"""One turn of the meander in a unit cell."""


def frame_operators(frame: Frame, width: float, height: float) -> str:
    """PDF operators for a frame on paper of this size (points)."""
    top, right, bottom, left = frame.edges
    x, y, w, h = left, bottom, width - left - right, height - top - bottom
    stroke = frame.colour.replace("rg", "RG").replace(" g", " G") or "0 G"
    ops = ["q", stroke, "0 J 0 j", f"{frame.thickness:g} w", _box(x, y, w, h, 0.0)]
    if frame.look == "双":
        gap = frame.thickness * 1.5 + 1.5
        ops += [f"{frame.thickness / 3:.2f} w", _box(x, y, w, h, gap)]
    if frame.look == "回纹":
        ops += _meander(x, y, w, h, frame.thickness)
    ops.append("Q")
    return "\n".join(ops)


def _box(x: float, y: float, w: float, h: float, inset: float) -> str:
    return f"{x + inset:.2f} {y + inset:.2f} {w - 2 * inset:.2f} {h - 2 * inset:.2f} re S"


def _meander(x: float, y: float, w: float, h: float, thickness: float) -> list[str]:
    """Square spirals side by side all around, closed by a thin line inside; a 回 in each corner."""
    gap = thickness / 2 + 2.2
    across = max(1, round((w - 2 * gap) / _PITCH))
    along = max(1, round((h - 2 * gap) / _PITCH))
    dx, dy = (w - 2 * gap) / across, (h - 2 * gap) / along
    ops = ["0.75 w"]
    x0, y0 = x + gap, y + gap
    right, top = x0 + (across - 1) * dx, y0 + (along - 1) * dy
    for i in range(1, across - 1):
        far = i >= across / 2
        ops += [_spiral(x0 + i * dx, y0, dx, dy, far, False), _spiral(x0 + i * dx, top, dx, dy, far, True)]
    for i in range(1, along - 1):
        far = i >= along / 2
        ops += [_spiral(x0, y0 + i * dy, dx, dy, False, far), _spiral(right, y0 + i * dy, dx, dy, True, far)]
    ops += [_corner(cx, cy, dx, dy) for cx in (x0, right) for cy in (y0, top)]
    inner = gap + max(dx, dy) + 2.2
    ops += ["0.6 w", _box(x, y, w, h, inner)]
    return ops


def _corner(x: float, y: float, dx: float, dy: float) -> str:
    """A closed 回 in the cell of a corner."""
    inset_x, inset_y = dx / 3.2, dy / 3.2
    outer = f"{x + dx * 0.06:.2f} {y + dy * 0.06:.2f} {dx * 0.88:.2f} {dy * 0.88:.2f} re S"
    return f"{outer} {x + inset_x:.2f} {y + inset_y:.2f} {dx - 2 * inset_x:.2f} {dy - 2 * inset_y:.2f} re S"


def _spiral(x: float, y: float, dx: float, dy: float, mirrored: bool, upside: bool) -> str:
    """One square spiral in a cell: in from a corner, round and to the middle."""
    points = [(x + (1 - u if mirrored else u) * dx, y + (1 - v if upside else v) * dy) for u, v in _SPIRAL]
    (px, py), *rest = points
    return f"{px:.2f} {py:.2f} m " + " ".join(f"{qx:.2f} {qy:.2f} l" for qx, qy in rest) + " S"
