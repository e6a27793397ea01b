//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod scenario;
mod timeline;
