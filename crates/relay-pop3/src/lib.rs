//! Sans-IO POP3 (RFC 1939): the server and the client.
