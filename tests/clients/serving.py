"""A simulated host on real sockets, and letters to send to it.

`Serving` runs `relayscope serve` on free ports. The scenario has two servers: mail.example.com, which
the clients talk to, and mx.example.net behind it, in the simulated network only.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
WINDOWS = os.name == "nt"
# How long anything may take before it has failed.
PATIENCE = 60.0
USER, PASSWORD, ADDRESS = "alice", "open sesame", "alice@example.com"
# Recipients of one message: half of them here, half of them behind the simulated network.
LOCAL = [f"local{n}@example.com" for n in range(100)]
REMOTE = [f"remote{n}@example.net" for n in range(99)]
# An address behind the simulated network that leads back to Alice, so that what came through can be read.
BACK = "back@example.net"


def scenario() -> str:
    def mailboxes(addresses):
        return ", ".join(f'"{address}"' for address in addresses)

    return f"""
format = 1

[[host]]
name = "mail.example.com"
domains = ["example.com"]
mailboxes = [{{ name = "{USER}", password = "{PASSWORD}" }}, {mailboxes(LOCAL)}]
services = ["smtp", "submission", "pop3"]

[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = ["bob", {mailboxes(REMOTE)}]
aliases = {{ back = "{ADDRESS}" }}
"""


class Serving:
    """`relayscope serve` while a `with` block lasts; it must end well at the end."""

    def __init__(self, *options: str):
        self.options = options

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="relayscope-clients-")
        file = Path(self.folder.name) / "scenario.toml"
        file.write_text(scenario())
        program = os.environ.get("RELAYSCOPE", str(TOP / "target" / "debug" / "relayscope"))
        services = ["smtp", "submission", "pop3"]
        addresses = [part for name in services for part in (f"--{name}", "127.0.0.1:0")]
        self.process = subprocess.Popen(
            [program, "serve", str(file), "--host", "mail.example.com", *addresses, *self.options],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            **({"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if WINDOWS else {}),
        )
        self.ports = {}
        while len(self.ports) < len(services):
            name, address = self.process.stdout.readline().split()
            self.ports[name] = int(address.rsplit(":", 1)[1])
        self.lines = []
        self.grown = threading.Condition()
        self.reading = threading.Thread(target=self._read, daemon=True)
        self.reading.start()
        return self

    def _read(self):
        for line in self.process.stdout:
            with self.grown:
                self.lines.append(line.rstrip("\n"))
                self.grown.notify_all()

    def wait_for(self, text: str, count: int = 1):
        """Waits until the printed trace has `text` on `count` lines."""

        def seen():
            return sum(text in line for line in self.lines)

        with self.grown:
            if not self.grown.wait_for(lambda: seen() >= count, PATIENCE):
                raise AssertionError(f"{seen()} of {count} lines with {text!r}")

    def __exit__(self, failed, *_):
        self.process.send_signal(signal.CTRL_BREAK_EVENT if WINDOWS else signal.SIGINT)
        try:
            status = self.process.wait(PATIENCE)
            self.reading.join(PATIENCE)
        finally:
            self.process.kill()
            self.process.stdout.close()
            self.folder.cleanup()
        if failed is None:
            assert status == 0, f"serve ended with {status}"
            assert self.lines[-1].startswith("ended after "), self.lines[-1]


def letter(body: bytes, subject: str = "A letter") -> bytes:
    """A message as it goes over the wire: every line ends with CRLF."""
    header = (
        f"From: Alice <{ADDRESS}>\n"
        f"To: {ADDRESS}\n"
        f"Subject: {subject}\n"
        "Date: Mon, 02 Mar 2026 09:00:00 +0000\n"
        f"Message-ID: <{subject.replace(' ', '.')}@example.com>\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        "\n"
    )
    return (header.encode() + body).replace(b"\n", b"\r\n")


DOTS = letter(b".\n..\n.a\n...\n\n.\n\n..\nFrom here on\n>From\n", "Dots at line starts")
EIGHT_BIT = letter("Grüße aus Köln, 日本語, 🙂\n".encode() * 3, "Eight bits")
BIG = letter(
    b"".join(b"%07d The quick brown fox jumps over the lazy dog. %s\n" % (n, b"." * 20)
             for n in range(5 * 1024 * 1024 // 74)),
    "Five megabytes",
)
LETTERS = {"dots": DOTS, "eight bits": EIGHT_BIT, "big": BIG}
assert len(BIG) > 5_000_000

TRACE_FIELDS = (b"Return-Path:", b"Delivered-To:", b"Received:")


def assert_came_back(received: bytes, sent: bytes, line_end: bytes = b"\r\n"):
    """What came back is what was sent, with trace fields on top and nothing else.

    Some clients store lines as their system has them; `line_end` says how.
    """
    sent = sent.replace(b"\r\n", line_end)
    assert received.endswith(sent), f"{len(received)} octets: {received[:900]!r} …"
    on_top = received[: len(received) - len(sent)].split(line_end)
    assert on_top.pop() == b"", "the trace fields are whole lines"
    fields = [line for line in on_top if not line.startswith((b" ", b"\t"))]
    assert fields, "there are trace fields"
    for field in fields:
        assert field.startswith(TRACE_FIELDS), field


class ClientTest(unittest.TestCase):
    """Tests with one program, which are skipped when it is not installed."""

    program = ""

    @classmethod
    def setUpClass(cls):
        if cls.program and shutil.which(cls.program) is None:
            raise unittest.SkipTest(f"{cls.program} is not installed")

    def run_program(self, *arguments: str, octets: bytes = b"", fails: bool = False, **more) -> bytes:
        """Runs the program; its standard output."""
        done = subprocess.run(
            [self.program, *arguments], input=octets, capture_output=True, timeout=PATIENCE, **more
        )
        told = f"{done.args}\n{done.stdout[-2000:]!r}\n{done.stderr[-2000:]!r}"
        self.assertEqual(done.returncode != 0, fails, told)
        return done.stdout


class Sends:
    """What every program that sends must be able to do. A class gives `send`."""

    def send(self, serving: Serving, message: bytes, recipients: list, **more):
        """Sends over the port 25; with `password`, over 587. Raises when it is refused."""
        raise NotImplementedError

    def test_sends_every_octet(self):
        with Serving() as serving:
            for sent in LETTERS.values():
                begun = time.monotonic()
                self.send(serving, sent, [ADDRESS])
                self.assertLess(time.monotonic() - begun, 20)
            for received, sent in zip(collected(serving), LETTERS.values(), strict=True):
                assert_came_back(received, sent)

    def test_sends_to_two_hundred(self):
        with Serving() as serving:
            self.send(serving, DOTS, [*LOCAL, *REMOTE, BACK])
            for address in LOCAL:
                (received,) = collected(serving, address, "secret")
                assert_came_back(received, DOTS)
            serving.wait_for("put into the maildrop of remote", len(REMOTE))
            # The copy that the other host took and sent on has every octet too.
            serving.wait_for("put into the maildrop of alice")
            (received,) = collected(serving)
            assert_came_back(received, DOTS)
            self.assertIn(b"by mx.example.net ", received)

    def test_submits_with_a_password(self):
        # A stranger is trusted for its password alone.
        with Serving("--strangers") as serving:
            self.send(serving, EIGHT_BIT, [ADDRESS, "bob@example.net"], password=PASSWORD)
            (received,) = collected(serving)
            assert_came_back(received, EIGHT_BIT)
            self.assertIn(b" with ESMTPA id ", received)
            serving.wait_for("put into the maildrop of bob")

    def test_is_refused_with_a_wrong_password(self):
        with Serving() as serving:
            with self.assertRaises(Exception):
                self.send(serving, DOTS, [ADDRESS], password="close sesame")
            serving.wait_for("S: 535 5.7.8 ")
            self.assertEqual(collected(serving), [])


class Collects:
    """What every program that collects must be able to do. A class gives `collect`."""

    line_end = b"\r\n"

    def collect(self, serving: Serving) -> list:
        """All messages of the maildrop, which are deleted there."""
        raise NotImplementedError

    def test_collects_every_octet_once(self):
        with Serving() as serving:
            for sent in LETTERS.values():
                submit(serving, sent)
            begun = time.monotonic()
            messages = self.collect(serving)
            self.assertLess(time.monotonic() - begun, 20)
            # Not every client keeps the order, and no two letters have the same length.
            letters = sorted(LETTERS.values(), key=len)
            for received, sent in zip(sorted(messages, key=len), letters, strict=True):
                assert_came_back(self.without_own_fields(received), sent, self.line_end)
            serving.wait_for("deleted by its owner", len(LETTERS))
            self.assertEqual(collected(serving), [])

    def without_own_fields(self, message: bytes) -> bytes:
        """The message without what the program itself adds."""
        return message


def submit(serving: Serving, message: bytes):
    """Puts a message into the maildrop."""
    import smtplib

    with smtplib.SMTP("127.0.0.1", serving.ports["smtp"], timeout=PATIENCE) as client:
        client.sendmail(ADDRESS, [ADDRESS], message, ["BODY=8BITMIME"])


def collected(serving: Serving, user: str = USER, password: str = PASSWORD) -> list:
    """The messages of a maildrop, as they are."""
    import poplib

    client = poplib.POP3("127.0.0.1", serving.ports["pop3"], timeout=PATIENCE)
    client.user(user)
    client.pass_(password)
    count, _ = client.stat()
    messages = [client.retr(n + 1)[1] for n in range(count)]
    client.quit()
    return [b"".join(line + b"\r\n" for line in lines) for lines in messages]
