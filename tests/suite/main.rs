//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod message_file;
mod scenario;
mod timeline;
