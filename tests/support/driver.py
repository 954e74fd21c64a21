"""Drives the window from outside through AT-SPI; runs under Debian's Python, reads orders from stdin, one JSON a line.

Orders: start ARGV.., stop, wait NAME, gone NAME, text NAME, type NAME TEXT, press NAME, keys KEYS.., words, rows NAME,
shot FILE. Each answers {"ok", "value", "why"}.
"""

import json
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

program = None


def desktop_apps():
    desktop = Atspi.get_desktop(0)
    return [desktop.get_child_at_index(i) for i in range(desktop.get_child_count())]


def walk(node, depth=0):
    """Every accessible below `node`; of a table only the first cells."""
    yield node
    try:
        count = node.get_child_count()
        role = node.get_role_name()
    except GLib.Error:
        return
    if role in {"table", "tree", "list"} and count > 200:
        count = 200
    if depth < 40:
        for i in range(count):
            try:
                child = node.get_child_at_index(i)
            except GLib.Error:
                continue
            if child is not None:
                yield from walk(child, depth + 1)


def showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def find(name):
    for app in desktop_apps():
        if app is None:
            continue
        for node in walk(app):
            try:
                if node.get_name() == name and showing(node):
                    return node
            except GLib.Error:
                continue
    return None


def until(seconds, look):
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found or time.monotonic() > end:
            return found
        time.sleep(0.1)


def need(name, seconds):
    node = until(seconds, lambda: find(name))
    if node is None:
        ended = program is not None and program.poll()
        state = "the program runs" if ended is None else f"the program ended with {ended}"
        raise LookupError(f"nothing on the screen is called {name!r}; {state}; there are {sorted(set(names()))[:80]}")
    return node


def names():
    found = []
    for app in desktop_apps():
        if app is None:
            continue
        for node in walk(app):
            try:
                if node.get_name() and showing(node):
                    found.append(node.get_name())
            except GLib.Error:
                continue
    return found


def text_of(node):
    """The text of a control, or all words below it."""
    words = []
    for inner in walk(node):
        try:
            text = inner.get_text_iface() and Atspi.Text.get_text(inner, 0, -1)
        except GLib.Error:
            text = ""
        words.append(text or inner.get_name() or "")
    return "\n".join(word for word in words if word)


def press(node):
    for i in range(Atspi.Action.get_n_actions(node)):
        if Atspi.Action.get_action_name(node, i) in {"Press", "Toggle", "Click"}:
            Atspi.Action.do_action(node, i)
            return
    node.grab_focus()
    raise LookupError("cannot be pressed")


def do(order, seconds, words):
    global program
    if order == "start":
        program = subprocess.Popen(words)
        return program.pid
    if order == "stop":
        program.terminate()
        return program.wait(20)
    if order == "ended":
        return program.wait(seconds)
    if order == "wait":
        need(words[0], seconds)
        return True
    if order == "gone":
        if not until(seconds, lambda: find(words[0]) is None):
            raise LookupError(f"{words[0]!r} is still there")
        return True
    if order == "contains":

        def look():
            node = find(words[0])
            return node is not None and words[1] in text_of(node)

        if not until(seconds, look):
            raise LookupError(f"{words[0]!r} says {text_of(need(words[0], 1))!r}")
        return True
    if order == "text":
        return text_of(need(words[0], seconds))
    if order == "type":
        node = need(words[0], seconds)
        node.grab_focus()
        time.sleep(0.2)
        Atspi.EditableText.set_text_contents(node, words[1])
        return True
    if order == "press":
        press(need(words[0], seconds))
        return True
    if order == "activate":
        found = until(
            seconds,
            lambda: subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--name", words[0]], capture_output=True, text=True
            ).stdout.split(),
        )
        if not found:
            raise LookupError(f"no window is called {words[0]!r}")
        subprocess.run(["xdotool", "windowactivate", found[-1]], check=False)
        subprocess.run(["xdotool", "windowfocus", found[-1]], check=False)
        return found
    if order == "focus":
        return need(words[0], seconds).grab_focus()
    if order == "keys":
        subprocess.run(["xdotool", "key", "--clearmodifiers", *words], check=True)
        time.sleep(0.3)
        return True
    if order == "write":
        subprocess.run(["xdotool", "type", "--delay", "30", words[0]], check=True)
        time.sleep(0.3)
        return True
    if order == "words":
        return names()
    if order == "shot":
        subprocess.run(["import", "-window", "root", words[0]], check=True)
        return True
    raise LookupError(f"no order {order}")


for line in sys.stdin:
    order, seconds, *words = json.loads(line)
    try:
        answer = {"ok": True, "value": do(order, seconds, words), "why": ""}
    except Exception as error:  # the test must hear of every failure
        answer = {"ok": False, "value": None, "why": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, ensure_ascii=False), flush=True)
