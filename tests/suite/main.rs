//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod message_file;
mod outside;
mod scenario;
mod timeline;
