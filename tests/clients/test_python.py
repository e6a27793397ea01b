"""Python's own smtplib and poplib."""

import poplib
import smtplib
import threading

from serving import (
    ADDRESS, DOTS, LETTERS, PASSWORD, PATIENCE, USER, ClientTest, Collects, Sends, Serving,
    assert_came_back, collected, submit,
)


class Smtplib(Sends, ClientTest):
    def send(self, serving, message, recipients, password=None):
        port = serving.ports["smtp" if password is None else "submission"]
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
            if password is not None:
                client.login(USER, password)
            refused = client.sendmail(ADDRESS, recipients, message, ["BODY=8BITMIME"])
            self.assertEqual(refused, {})

    def test_submission_wants_a_password_first(self):
        with Serving() as serving:
            with smtplib.SMTP("127.0.0.1", serving.ports["submission"], timeout=PATIENCE) as client:
                client.ehlo()
                code, text = client.mail(ADDRESS)
                self.assertEqual((code, text[:5]), (530, b"5.7.0"))

    def test_both_mechanisms_and_both_names(self):
        with Serving() as serving:
            for user in (USER, ADDRESS):
                for mechanism in ("auth_plain", "auth_login"):
                    port = serving.ports["submission"]
                    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
                        client.ehlo()
                        client.user, client.password = user, PASSWORD
                        name = mechanism.removeprefix("auth_").upper()
                        code, _ = client.auth(name, getattr(client, mechanism))
                        self.assertEqual(code, 235)

    def test_strangers_are_refused_for_other_domains(self):
        with Serving("--strangers") as serving:
            with smtplib.SMTP("127.0.0.1", serving.ports["smtp"], timeout=PATIENCE) as client:
                refused = client.sendmail(ADDRESS, [ADDRESS, "bob@example.net"], DOTS)
                self.assertEqual(refused["bob@example.net"][0], 550)
            (received,) = collected(serving)
            assert_came_back(received, DOTS)

    def test_many_clients_at_once(self):
        """All are connected and introduced before the first goes on."""
        count = 100
        with Serving() as serving:
            clients = [
                smtplib.SMTP("127.0.0.1", serving.ports["smtp"], timeout=PATIENCE)
                for _ in range(count)
            ]
            for client in clients:
                client.ehlo()
            failures = []

            def talk(client):
                try:
                    client.sendmail(ADDRESS, [ADDRESS], LETTERS["eight bits"], ["BODY=8BITMIME"])
                    client.quit()
                except Exception as failure:
                    failures.append(failure)

            threads = [threading.Thread(target=talk, args=(client,)) for client in clients]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            self.assertEqual(failures, [])
            self.assertEqual(len(collected(serving)), count)


class Poplib(Collects, ClientTest):
    def collect(self, serving):
        client = poplib.POP3("127.0.0.1", serving.ports["pop3"], timeout=PATIENCE)
        client.user(USER)
        client.pass_(PASSWORD)
        count, _ = client.stat()
        messages = []
        for number in range(1, count + 1):
            _, lines, _ = client.retr(number)
            messages.append(b"".join(line + b"\r\n" for line in lines))
            client.dele(number)
        client.quit()
        return messages

    def test_every_command(self):
        with Serving() as serving:
            submit(serving, DOTS)
            client = poplib.POP3("127.0.0.1", serving.ports["pop3"], timeout=PATIENCE)
            self.assertIn("UIDL", client.capa())
            client.user(USER)
            client.pass_(PASSWORD)
            count, size = client.stat()
            whole = b"\r\n".join(client.retr(1)[1]) + b"\r\n"
            self.assertEqual((count, size), (1, len(whole)))
            self.assertEqual(client.list()[1], [b"1 %d" % size])
            self.assertEqual(client.uidl(1).split()[:2], [b"+OK", b"1"])
            top = b"\r\n".join(client.top(1, 2)[1]) + b"\r\n"
            self.assertTrue(top.endswith(b"\r\n\r\n.\r\n..\r\n"), top)
            client.dele(1)
            client.rset()
            client.noop()
            client.quit()
            self.assertEqual(len(collected(serving)), 1)

    def test_a_client_that_vanishes_deletes_nothing(self):
        with Serving() as serving:
            submit(serving, DOTS)
            client = poplib.POP3("127.0.0.1", serving.ports["pop3"], timeout=PATIENCE)
            client.user(USER)
            client.pass_(PASSWORD)
            client.dele(1)
            client.close()
            serving.wait_for("the client closes the connection")
            self.assertEqual(len(collected(serving)), 1)
