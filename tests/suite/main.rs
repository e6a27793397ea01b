//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod header;
mod fuzz;
mod message_file;
mod outside;
mod report;
mod request;
mod scenario;
mod timeline;
