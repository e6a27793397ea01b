"""tshark, with the captures of `relayscope run --pcap`."""

import os
import subprocess
import tempfile
from pathlib import Path

from serving import PATIENCE, TOP, ClientTest

# What a capture of ours must never have, in tshark's words.
WRONG = " || ".join(
    [
        "_ws.malformed",
        "ip.checksum.status == 0",
        "tcp.checksum.status == 0",
        "tcp.analysis.lost_segment",
        "tcp.analysis.ack_lost_segment",
        "tcp.analysis.retransmission",
        "tcp.analysis.out_of_order",
    ]
)


# tshark wants to read a length in every answer to TOP, which RFC 1939 §7 does not ask for.
EXCEPT = 'pop.response.description == "top of message follows"'


class Tshark(ClientTest):
    program = "tshark"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="relayscope-captures-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def capture(self, lesson: str) -> str:
        """The capture of a lesson."""
        program = os.environ.get("RELAYSCOPE", str(TOP / "target" / "debug" / "relayscope"))
        file = str(self.folder / f"{lesson}.pcapng")
        scenario = str(TOP / "web" / "lessons" / f"{lesson}.toml")
        subprocess.run(
            [program, "run", scenario, "--pcap", file],
            stdout=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
        return file

    def dissected(self, file: str, wanted: str, *fields: str) -> list:
        """The fields of the packets that are wanted, one text a packet."""
        checks = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]
        shown = [part for field in fields for part in ("-e", field)]
        how = ["-T", "fields", *shown] if fields else []
        out = self.run_program("-n", "-r", file, *checks, "-Y", wanted, *how)
        return out.decode().splitlines()

    def test_finds_nothing_wrong(self):
        for scenario in sorted((TOP / "web" / "lessons").glob("*.toml")):
            with self.subTest(scenario.stem):
                file = self.capture(scenario.stem)
                self.assertEqual(self.dissected(file, f"({WRONG}) && !({EXCEPT})"), [])

    def test_reads_smtp_and_pop(self):
        file = self.capture("relay")
        self.assertNotEqual(self.dissected(file, "tcp.checksum.status == 1"), [])
        commands = self.dissected(file, "smtp.req.command", "smtp.req.command")
        self.assertEqual(
            commands,
            ["EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"],
        )
        subjects = self.dissected(file, "imf", "imf.subject")
        self.assertEqual([subject for subject in subjects if subject], ["Photos"] * 3)
        asked = self.dissected(file, "pop.request.command", "pop.request.command")
        self.assertEqual((asked[:3], asked[-1]), (["CAPA", "USER", "PASS"], "QUIT"))
        # The names of hosts come along.
        named = self.run_program("-N", "n", "-r", file, "-Y", "smtp", "-T", "fields", "-e", "ip.src_host")
        self.assertIn("mx.example.net", named.decode().split())
