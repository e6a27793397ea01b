//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod disconnect;
mod fuzz;
mod header;
mod message_file;
mod outside;
mod recipient_552;
mod report;
mod request;
mod scenario;
mod timeline;
