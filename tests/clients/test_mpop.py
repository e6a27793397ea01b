"""mpop, which collects into a Maildir."""

import tempfile
from pathlib import Path

from serving import PASSWORD, USER, ClientTest, Collects


class Mpop(Collects, ClientTest):
    program = "mpop"
    line_end = b"\n"

    def collect(self, serving):
        with tempfile.TemporaryDirectory() as home:
            maildir = Path(home) / "Maildir"
            for part in ("cur", "new", "tmp"):
                (maildir / part).mkdir(parents=True)
            settings = Path(home) / "mpoprc"
            settings.write_text(
                "account default\nhost 127.0.0.1\n"
                f'port {serving.ports["pop3"]}\nuser {USER}\npassword "{PASSWORD}"\n'
                f"auth user\ntls off\nkeep off\nreceived_header off\nuidls_file {home}/uidls\n"
                f"delivery maildir {maildir}\n"
            )
            settings.chmod(0o600)
            self.run_program("--file", str(settings), "--quiet")
            return [file.read_bytes() for file in (maildir / "new").iterdir()]
