"""msmtp, a sendmail that submits."""

import shlex

from serving import ADDRESS, USER, ClientTest, Sends


class Msmtp(Sends, ClientTest):
    program = "msmtp"

    def send(self, serving, message, recipients, password=None):
        port = serving.ports["smtp" if password is None else "submission"]
        login = [
            "--auth=plain", f"--user={USER}",
            f"--passwordeval=echo {shlex.quote(password or '')}",
        ]
        self.run_program(
            "--host=127.0.0.1", f"--port={port}", "--tls=off", f"--from={ADDRESS}",
            *(["--auth=off"] if password is None else login),
            "--", *recipients,
            # As programs on its system write messages.
            octets=message.replace(b"\r\n", b"\n"),
        )
