//! Sans-IO SMTP (RFC 5321): the server and the client.
