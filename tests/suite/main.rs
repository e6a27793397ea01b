//! The suite.

mod dialog_smtp;
