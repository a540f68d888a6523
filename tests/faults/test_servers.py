"""Faults met by the real server, over HTTP: repeats, kill -9, a full disk, a database that is away."""

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection

from puas.models import HeldResponse, Response
from puas.queries.tallies import count_answers
from tests.api.openrosa.clients import BOUNDARY, multipart
from tests.api.openrosa.scenes import make_field
from tests.factories import make_agency, make_open_survey, make_unit
from tests.servers import database_url, open_server, post_form

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE, ROUNDS = 20, 100
OPENROSA = {"X-OpenRosa-Version": "1.0", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def answer_fields(number):
    return {"uuid": str(number), **{f"Q{n}": "3" for n in range(1, 10)}}


@pytest.fixture
def survey():
    return make_open_survey(make_unit(make_agency()))


def send_at_once(server, send):
    """Let AT_ONCE clients, each on its own connection, send ROUNDS times together; count the statuses."""
    gate = threading.Barrier(AT_ONCE)
    numbers = [uuid4() for _ in range(ROUNDS)]

    def client(_):
        with closing(server.connect()) as wire:
            statuses = Counter()
            for number in numbers:
                gate.wait(60)
                statuses[send(wire, number)] += 1
            return statuses

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(client, range(AT_ONCE)), Counter()), numbers


def test_twenty_identical_forms_at_once_a_hundred_times_are_a_hundred_rows(survey, tmp_path):
    with open_server(tmp_path) as server:
        statuses, numbers = send_at_once(
            server, lambda wire, number: post_form(wire, survey.token, answer_fields(number)).status
        )
    assert statuses == {303: AT_ONCE * ROUNDS}
    assert set(Response.objects.values_list("uuid", flat=True)) == set(numbers)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (ROUNDS, 0)


def test_twenty_identical_documents_at_once_a_hundred_times_are_a_hundred_rows(tmp_path):
    field = make_field()
    with open_server(tmp_path) as server:
        phone = field.phone(server.address)
        form = phone.list_forms()[0]

        @lru_cache
        def body_of(number):
            return multipart(field.filled(form, instance=f"uuid:{number}"), {})

        def send(wire, number):
            wire.request("POST", f"/odk/{field.token}/submission", body_of(number), OPENROSA)
            answer = wire.getresponse()
            answer.read()
            return answer.status

        statuses, numbers = send_at_once(server, send)
    assert statuses == {201: AT_ONCE * ROUNDS}
    assert set(Response.objects.values_list("uuid", flat=True)) == set(numbers)
    assert (Response.objects.count(), HeldResponse.objects.count()) == (ROUNDS, 0)


def load(server, survey, acknowledged, over):
    """Send new answers until `over`; note every acknowledged one. A broken connection ends it."""
    try:
        with closing(server.connect()) as wire:
            while not over.is_set():
                number = uuid4()
                if post_form(wire, survey.token, answer_fields(number)).status == 303:
                    acknowledged.append(number)
    except (OSError, http.client.HTTPException):
        pass  # the server is gone


def test_acknowledged_answers_survive_kill_9_of_the_server(survey, tmp_path):
    acknowledged, over = [], threading.Event()
    with open_server(tmp_path) as server:
        clients = [threading.Thread(target=load, args=(server, survey, acknowledged, over)) for _ in range(4)]
        for client in clients:
            client.start()
        while len(acknowledged) < 50:
            time.sleep(0.02)
        server.kill()
        over.set()
        for client in clients:
            client.join(30)
    stored = Counter(Response.objects.filter(uuid__in=acknowledged).values_list("uuid", flat=True))
    assert stored == Counter(acknowledged)
    with open_server(tmp_path) as server, closing(server.connect()) as wire:
        for number in acknowledged[-5:]:
            assert post_form(wire, survey.token, answer_fields(number)).status == 303
    assert Response.objects.filter(uuid__in=acknowledged).count() == len(acknowledged)


@contextmanager
def small_disk(megabytes):
    """Yield a folder on a file system of its own size; skipped where nothing may be mounted."""
    folder = Path(os.path.realpath("/tmp")) / f"puas-small-disk-{uuid4().hex[:8]}"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    try:
        if mounted.returncode:
            pytest.skip("no file system can be mounted here (not root): the full disk is not tested")
        yield folder
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", folder], check=True)
        folder.rmdir()


def send_until_full(server, survey, most=20_000):
    """Send new answers until one is refused; return those that were acknowledged, and the refusal."""
    acknowledged = []
    with closing(server.connect()) as wire:
        for _ in range(most):
            fields = answer_fields(uuid4()) | {"saran": "penuh " * 300}
            answer = post_form(wire, survey.token, fields)
            if answer.status != 303:
                return acknowledged, answer
            acknowledged.append(UUID(fields["uuid"]))
    raise AssertionError("the disk never filled up")


def check_refusal(answer):
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    page = answer.body.decode()
    assert "Layanan ini sedang tidak tersedia" in page
    assert "isian Anda masih ada di sana" in page
    assert "Traceback" not in page


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the embedded database on a full disk")
def test_a_full_disk_is_a_503_and_leaves_nothing_half_written(survey, tmp_path):
    with small_disk(8) as disk:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(disk / "puas.sqlite3")])
        url = f"sqlite:///{disk / 'puas.sqlite3'}"
        spare = disk / "spare"
        spare.write_bytes(bytes(2**20))
        with open_server(tmp_path, url) as server:
            acknowledged, refusal = send_until_full(server, survey)
            check_refusal(refusal)
            spare.unlink()
            with closing(server.connect()) as wire:
                late = uuid4()
                assert post_form(wire, survey.token, answer_fields(late)).status == 303
        stored = read_numbers(disk / "puas.sqlite3")
    assert (len(acknowledged) > 100, stored) == (True, {*acknowledged, late})


def read_numbers(path):
    import sqlite3

    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {UUID(row[0]) for row in database.execute("SELECT uuid FROM puas_response")}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a tablespace on a full disk")
def test_a_full_tablespace_is_a_503_and_leaves_nothing_half_written(survey, tmp_path):
    with small_disk(3) as disk:
        space = disk / "space"
        space.mkdir()
        shutil.chown(space, *_owner_of_postgresql())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL puas_response")  # rows of earlier tests would not fit there
            cursor.execute(f"CREATE TABLESPACE puas_small LOCATION '{space}'")
            cursor.execute("ALTER TABLE puas_response SET TABLESPACE puas_small")
        try:
            with open_server(tmp_path) as server:
                acknowledged, refusal = send_until_full(server, survey)
                check_refusal(refusal)
                with connection.cursor() as cursor:
                    cursor.execute("ALTER TABLE puas_response SET TABLESPACE pg_default")
                with closing(server.connect()) as wire:
                    late = uuid4()
                    assert post_form(wire, survey.token, answer_fields(late)).status == 303
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE puas_response SET TABLESPACE pg_default")
                cursor.execute("DROP TABLESPACE puas_small")
    stored = set(Response.objects.values_list("uuid", flat=True))
    assert (len(acknowledged) > 100, stored) == (True, {*acknowledged, late})


def _owner_of_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        status = os.stat(cursor.fetchone()[0])
    return status.st_uid, status.st_gid


def break_wires(*ends):
    """End connections at once: a plain close would wait for whoever is reading from them."""
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


class Gate:
    """A wire to PostgreSQL that can be cut: connections break and new ones are refused until it is mended."""

    def __init__(self, host, port):
        self.target = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut, self.pairs, self.ends, self.pumps = False, [], [], []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(self.target)
            self.pairs.append((near, far))
            self.ends += [near, far]
            for source, target in ((near, far), (far, near)):
                pump = threading.Thread(target=self._pump, args=(source, target), daemon=True)
                self.pumps.append(pump)
                pump.start()

    @staticmethod
    def _pump(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        finally:
            break_wires(source, target)

    def cut(self):
        self.is_cut = True
        for pair in self.pairs:
            break_wires(*pair)
        self.pairs.clear()

    def mend(self):
        self.is_cut = False

    def close(self):
        self.listener.close()
        self.cut()
        for pump in self.pumps:
            pump.join(10)
        for end in self.ends:
            end.close()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a database behind a wire")
def test_a_database_that_is_away_is_a_503_until_it_is_back(survey, tmp_path):
    parts = urlsplit(database_url())
    gate = Gate(parts.hostname, parts.port or 5432)
    url = parts._replace(netloc=f"{parts.username}:{parts.password or ''}@127.0.0.1:{gate.port}").geturl()
    fields = answer_fields(uuid4())
    with open_server(tmp_path, url) as server, closing(server.connect()) as wire:
        assert post_form(wire, survey.token, answer_fields(uuid4())).status == 303
        gate.cut()
        for _ in range(6):
            check_refusal(post_form(wire, survey.token, fields))
        gate.mend()
        assert [post_form(wire, survey.token, fields).status for _ in range(6)] == [303] * 6
    gate.close()
    assert count_answers([survey.pk]) == 2


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a database that somebody holds")
def test_a_database_that_stays_locked_is_a_503_until_it_is_free(survey, tmp_path):
    import sqlite3

    fields = answer_fields(uuid4())
    with open_server(tmp_path) as server, closing(server.connect()) as wire:
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            check_refusal(post_form(wire, survey.token, fields))
            other.execute("ROLLBACK")
        assert post_form(wire, survey.token, fields).status == 303
    assert count_answers([survey.pk]) == 1
