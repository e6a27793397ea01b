//! Trace and state turned into plain view models; no DOM.
//!
//! Everything here is a function of the trace, of the scenario that it came from, and of a place in
//! it. So every view can be tested natively, and going back is the same as going forward.
//!
//! | module | what it holds |
//! |---|---|
//! | [`cast`] | who takes part: names, roles, addresses, and who talks to whom |
//! | [`pace`] | the trace cut into beats that a person can follow, and the notable moments |
//! | [`player`] | playing, pausing and stepping through the beats |
//! | [`holdings`] | what every host holds after a number of records |
//! | [`layout`], [`map`] | where hosts stand, and what is seen of them |
//! | [`transcript`] | the session under way, line by line |
//! | [`sheet`] | one host in full: queue, maildrops, inboxes |
//! | [`show`] | a loaded scenario: its run, what people did to it, and the runs that were left |
//! | [`lesson`] | the step of a lesson that is read, its question and its task |
//! | [`ladder`] | everything so far as a sequence diagram, folded |
//! | [`journey`] | messages with all their copies, and how two runs differ |
//! | [`explain`], [`why`] | replies digit by digit, and chains of causes |
//! | [`letter`] | a message that a person writes, as a command |
//! | [`plot`] | a host's retry schedule beside those of the products |
//! | [`sentence`] | every record in one plain sentence, and why it happened |
//! | [`clock`], [`plain`] | times and foreign octets as text that is safe to show |

pub mod cast;
pub mod clock;
pub mod explain;
pub mod holdings;
pub mod journey;
pub mod ladder;
pub mod layout;
pub mod lesson;
pub mod letter;
pub mod map;
pub mod pace;
pub mod plain;
pub mod player;
pub mod plot;
pub mod sentence;
pub mod sheet;
pub mod show;
pub mod transcript;
pub mod why;

pub use cast::Cast;
pub use holdings::Holdings;
pub use pace::{Beat, Moment, Pace};
pub use player::Player;
pub use show::{MessageFile, Show};
