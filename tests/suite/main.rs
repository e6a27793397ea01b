//! The suite.

mod dialog_pop3;
mod dialog_smtp;
mod disconnect;
mod expire;
mod fault;
mod fuzz;
mod header;
mod lesson;
mod message_file;
mod outside;
mod replies;
mod reply_set;
mod report;
mod request;
mod scenario;
mod schedule;
mod soak;
mod stranger;
mod timeline;
