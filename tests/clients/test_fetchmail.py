"""fetchmail, which hands what it collects to a program."""

import os
import tempfile
from pathlib import Path

from serving import PASSWORD, USER, ClientTest, Collects


class Fetchmail(Collects, ClientTest):
    program = "fetchmail"
    line_end = b"\n"

    def collect(self, serving):
        with tempfile.TemporaryDirectory() as home:
            # Each message into a file of its own.
            keep = Path(home) / "keep"
            keep.write_text(f"#!/bin/sh\ncat > $(mktemp {home}/letter.XXXXXXXX)\n")
            keep.chmod(0o700)
            settings = Path(home) / "fetchmailrc"
            settings.write_text(
                f'poll 127.0.0.1 service {serving.ports["pop3"]} protocol POP3\n'
                f'  user "{USER}" password "{PASSWORD}"\n'
                f'  sslproto "" fetchall no rewrite pass8bits mda "{keep}"\n'
            )
            settings.chmod(0o600)
            self.run_program(
                "--fetchmailrc", str(settings), "--nodetach", "--invisible", "--nosyslog",
                "--pidfile", f"{home}/pid", "--idfile", f"{home}/ids",
                env={**os.environ, "FETCHMAILHOME": home, "HOME": home},
            )
            return [file.read_bytes() for file in Path(home).glob("letter.*")]
