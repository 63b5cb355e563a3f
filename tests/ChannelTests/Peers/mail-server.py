"""A mail server for one scenario: takes mail by SMTP and lays it down as files.

mail-server.py PORT FOLDER [CERTIFICATE KEY USER PASSWORD]: with a certificate it asks for STARTTLS, then for the password.
A recipient that begins with "gone" has no mailbox; one that begins with "busy" is served at the second try.
"""
import os, ssl, sys, threading
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, folder, secured = int(sys.argv[1]), sys.argv[2], sys.argv[3:]


class Keeper:
    tries = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = ",".join(envelope.rcpt_tos)
        self.tries[to] = self.tries.get(to, 0) + 1
        name = os.path.join(folder, f"{len(os.listdir(folder)):03d}.eml")
        with open(name, "wb") as file:
            file.write(f"X-Envelope-To: {to}\r\n".encode() + envelope.original_content)
        return "451 4.3.0 busy" if to.startswith("busy") and self.tries[to] == 1 else "250 OK"


def known(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (secured[2].encode(), secured[3].encode()), handled=False)


more = {}
if secured:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(secured[0], secured[1])
    more = dict(tls_context=context, require_starttls=True, auth_required=True, authenticator=known)
Controller(Keeper(), hostname="127.0.0.1", port=port, **more).start()
threading.Event().wait()
