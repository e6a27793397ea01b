//! A trace in other people's formats.

pub mod jsonl;
pub mod mbox;
pub mod pcapng;
