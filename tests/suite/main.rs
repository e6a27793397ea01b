//! The suite.

mod dialog_smtp;
mod scenario;
mod timeline;
