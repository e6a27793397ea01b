"""curl, with smtp:// and pop3://."""

import subprocess
import tempfile

from serving import ADDRESS, PASSWORD, PATIENCE, USER, ClientTest, Collects, Sends, Serving


class CurlSmtp(Sends, ClientTest):
    program = "curl"

    def send(self, serving, message, recipients, password=None):
        port = serving.ports["smtp" if password is None else "submission"]
        login = [] if password is None else ["--user", f"{USER}:{password}"]
        with tempfile.NamedTemporaryFile() as file:
            file.write(message)
            file.flush()
            to = [part for address in recipients for part in ("--mail-rcpt", address)]
            arguments = ["--silent", "--show-error", *login, "--mail-from", ADDRESS, *to]
            url = f"smtp://127.0.0.1:{port}/client.example"
            self.run_program(*arguments, "--upload-file", file.name, url)


class CurlPop3(Collects, ClientTest):
    program = "curl"

    def collect(self, serving):
        url = f"pop3://127.0.0.1:{serving.ports['pop3']}/"
        curl = ["--silent", "--show-error", "--user", f"{USER}:{PASSWORD}"]
        numbers = [line.split()[0].decode() for line in self.run_program(*curl, url).splitlines()]
        messages = [self.run_program(*curl, url + number) for number in numbers]
        for number in numbers:
            # Deleting ends the session, so the next message is the first again.
            self.run_program(*curl, "--head", "--request", "DELE 1", url)
        return messages

    def test_a_wrong_password(self):
        with Serving() as serving:
            url = f"pop3://127.0.0.1:{serving.ports['pop3']}/"
            done = subprocess.run(
                ["curl", "--silent", "--user", f"{USER}:close sesame", url], timeout=PATIENCE
            )
            self.assertEqual(done.returncode, 67, "CURLE_LOGIN_DENIED")
