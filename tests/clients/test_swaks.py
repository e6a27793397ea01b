"""swaks, the Swiss Army Knife for SMTP."""

import tempfile

from serving import ADDRESS, USER, ClientTest, Sends


class Swaks(Sends, ClientTest):
    program = "swaks"

    def send(self, serving, message, recipients, password=None):
        port = serving.ports["smtp" if password is None else "submission"]
        login = ["--auth", "LOGIN", "--auth-user", USER, "--auth-password", password or ""]
        with tempfile.NamedTemporaryFile() as file:
            # It puts an end of line and the final dot behind the file.
            file.write(message.removesuffix(b"\r\n"))
            file.flush()
            self.run_program(
                *([] if password is None else login),
                "--server", f"127.0.0.1:{port}", "--helo", "client.example", "--suppress-data",
                "--from", ADDRESS, "--to", ",".join(recipients), "--data", f"@{file.name}",
            )
