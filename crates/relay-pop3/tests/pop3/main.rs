//! The POP3 machines as a whole: every command in every state, client against server, hostile
//! bytes.

mod client;
mod desk;
mod pair;
mod property;
mod server;
mod table;
