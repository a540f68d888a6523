"""Every write leaves an event: followed through the code, from operations and from the office's doors.

What leaves none stands in a list with its reason. That an event says the right thing is for the test of each
operation; this one finds the operation that says nothing.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

import puas

SOURCE = Path(puas.__file__).parent
OPERATIONS = sorted(path.stem for path in (SOURCE / "operations").glob("*.py") if path.stem != "__init__")

NO_EVENT = {
    "answer_imports.receive_import": "a draft: a file that is swept; starting it is told",
    "answer_imports.choose_sheet": "a draft, as above",
    "answer_imports.sweep_imports": "drafts and files that were never started",
    "held_documents.hold_document": "a citizen's answer that could not be read",
    "held_responses.hold_response": "a citizen's answer that is not counted now; deciding about it is told",
    "responses.record_response": "a citizen's answer",
    "responses.settle_response": "a citizen's answer, sent again",
    "unit_imports.receive_units": "a draft: no unit changes before it is applied, which is told",
    "evidence.keep_evidence": "part of attaching, which is told",
    "form_links.build_form_link": "part of making or replacing a link or slips, which is told",
    "users.make_account": "part of inviting or creating, which is told",
    "users.hold_role": "part of granting or handing over, which is told",
    "reminders.read_notices": "a person's own mark of what was read",
    "responses.use_up": "part of a citizen's answer",
    "job_leases.take_job": "a worker's note on a job that was started with an event and ends with one",
    "job_leases.note_progress": "a worker's note, as above",
    "job_leases.renew_lease": "a worker's note, as above",
    "job_leases.give_back": "a worker's note, as above",
    "job_runs.forget_old_tasks": "the queue's own notes of what is done",
    "monitors.advance_monitor": "a cache of what is counted",
    "result_groups.keep_groups": "part of computing a result, which is told",
    "result_groups.keep_people": "part of publishing, which is told",
    "reports.keep_file": "part of freezing or signing a report, which is told",
    "api_keys.note_use": "the day of a key's last use; what it did is told",
    "webhook_deliveries.forget_deliveries": "a log whose rows are kept for a time",
    "tallies.advance_tally": "a cache of what is counted",
    "response_flags.flag_responses": "a cache of what the answers say",
    "periods.ensure_period": "a name for a stretch of time; what is planned in it is told",
}

TELLS = {("operations.audits", "append_event"), ("operations.audits", "append_events")}

NO_EVENT_DOORS = {
    "office:notices": "a person's own mark of what was read",
    "office:unit_imports": "a draft, as in the operation",
    "office:imports": "reads a file in a process of its own; nothing is stored before it is taken in",
    "office:sign_in": "no write of ours; the sign-in log has it",
    "office:sign_out": "no write of ours",
}


@cache
def definitions(module: str) -> dict[str, ast.stmt]:
    """Return what a module defines at its top: functions, classes, tables."""
    path = SOURCE / f"{module.replace('.', '/')}.py"
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(path.read_text()).body if path.exists() else ():
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id: node for target in targets if isinstance(target, ast.Name)}
    return found


def functions(module: str) -> dict[str, ast.FunctionDef]:
    return {name: node for name, node in definitions(module).items() if isinstance(node, ast.FunctionDef)}


@cache
def imports(module: str) -> dict[str, tuple[str, str]]:
    """Return {name here: (module, name there)} of what a module takes from ours."""
    path = SOURCE / f"{module.replace('.', '/')}.py"
    return {
        alias.asname or alias.name: ((node.module or "").removeprefix("puas."), alias.name)
        for node in (ast.walk(ast.parse(path.read_text())) if path.exists() else ())
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("puas.")
        for alias in node.names
    }


def mentions(module: str, name: str) -> set[tuple[str, str]]:
    """Return what a definition mentions of its own module and of ours; a name passed on leads further."""
    if name not in definitions(module):
        return {imports(module)[name]} if name in imports(module) else set()
    named = {node.id for node in ast.walk(definitions(module)[name]) if isinstance(node, ast.Name)}
    here = {(module, one) for one in named & set(definitions(module)) if one != name}
    here |= {
        (".".join(imports(module)[node.value.id]), node.attr)
        for node in ast.walk(definitions(module)[name])
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in imports(module)
    }
    return here | {imports(module)[one] for one in named & set(imports(module))}


@cache
def leaves_event(module: str, name: str) -> bool:
    """Say whether a function can come to `append_event`, or to the same for many."""
    seen: set[tuple[str, str]] = set()
    ahead = [(module, name)]
    while ahead:
        at = ahead.pop()
        if at in TELLS:
            return True
        if at not in seen:
            seen.add(at)
            ahead += mentions(*at)
    return False


def takes_actor(node: ast.FunctionDef) -> bool:
    return "by" in {argument.arg for argument in node.args.kwonlyargs}


def is_door(function: ast.FunctionDef) -> bool:
    return not function.name.startswith("_")


def operations() -> list[tuple[str, str]]:
    return [
        (module, name)
        for module in OPERATIONS
        for name, node in functions(f"operations.{module}").items()
        if is_door(node) and takes_actor(node)
    ]


@pytest.mark.parametrize(("module", "name"), operations())
def test_every_operation_of_a_person_leaves_an_event(module, name):
    assert leaves_event(f"operations.{module}", name) or f"{module}.{name}" in NO_EVENT


def test_what_is_excused_is_there():
    for entry in NO_EVENT:
        module, name = entry.split(".")
        assert name in functions(f"operations.{module}")


def writes(node: ast.FunctionDef) -> bool:
    """Say whether a function itself sends something to be stored."""
    named = {"save", "bulk_create", "create", "update", "delete", "get_or_create", "update_or_create"}
    attributes = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    return bool(attributes & named) and "objects" in attributes


def test_every_operation_that_writes_without_a_person_is_told_or_excused():
    silent = [
        f"{module}.{name}"
        for module in OPERATIONS
        for name, node in functions(f"operations.{module}").items()
        if is_door(node)
        and not takes_actor(node)
        and writes(node)
        and not leaves_event(f"operations.{module}", name)
        and f"{module}.{name}" not in NO_EVENT
    ]
    assert silent == []


def office_doors() -> list[tuple[str, str, str]]:
    """Return (route, module, view) of the office's doors that take a POST, as its addresses name them."""
    tree = ast.parse((SOURCE / "web/office/urls.py").read_text())
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == "path":
            view, name = call.args[1], call.keywords[0].value
            assert isinstance(view, ast.Attribute)
            assert isinstance(view.value, ast.Name)
            assert isinstance(name, ast.Constant)
            module = f"web.office.{view.value.id}"
            if takes_post(module, view.attr):
                found.append((f"office:{name.value}", module, view.attr))
    return found


def takes_post(module: str, view: str) -> bool:
    marks = [ast.unparse(one) for one in functions(module)[view].decorator_list]
    return any("require_POST" in mark or "'POST'" in mark for mark in marks)


@pytest.mark.parametrize(("route", "module", "view"), office_doors())
def test_every_door_that_takes_a_post_leaves_an_event(route, module, view):
    assert leaves_event(module, view) != (route in NO_EVENT_DOORS)
