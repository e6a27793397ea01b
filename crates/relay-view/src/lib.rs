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
//! | [`layout`], [`port`], [`map`] | where hosts stand, which part is seen, and what is seen of them |
//! | [`transcript`] | the session under way, line by line |
//! | [`measure`] | how many octets of a message were sent |
//! | [`passage`] | whether what was said gets through |
//! | [`sheet`] | one host in full: queue, maildrops, inboxes |
//! | [`maildrop`] | every maildrop with its lock and marks, and what each collecting client has |
//! | [`dns`] | the zones with the failures that are on, and what every host's resolver remembers |
//! | [`show`] | a loaded scenario: its run, what people did to it, and the runs that were left |
//! | [`lesson`] | the step of a lesson that is read, its question and its task |
//! | [`ladder`] | everything so far as a sequence diagram, folded |
//! | [`journey`] | messages with all their copies, and how two runs differ |
//! | [`explain`], [`why`] | replies digit by digit, and chains of causes |
//! | [`stamps`] | the Received fields of a message as its way, with the delays that they tell |
//! | [`parts`], [`source`] | the MIME parts of a message, and its lines as they go over the wire |
//! | [`status`] | a delivery status notification field by field, each with the event behind it |
//! | [`letter`] | a message that a person writes, as a command |
//! | [`deeds`] | what can be done to a host, its links, its sessions, and by which command |
//! | [`plot`] | a host's retry schedule beside those of the products |
//! | [`outside`] | what a page around the application hears, as JSON |
//! | [`live`] | what a screen reader is told while a run goes on |
//! | [`sentence`] | every record in one plain sentence, and why it happened |
//! | [`settings`] | what a host is set to, and where that comes from |
//! | [`phrase`] | texts of traces and commands in the language of those who look on |
//! | [`kept`] | what a page keeps over a reload |
//! | [`typed`] | what was typed at a console, out of the journal |
//! | [`clock`], [`plain`] | times and foreign octets as text that is safe to show |

pub mod cast;
pub mod clock;
pub mod deeds;
pub mod dns;
pub mod explain;
pub mod holdings;
pub mod journey;
pub mod kept;
pub mod ladder;
pub mod layout;
pub mod lesson;
pub mod letter;
pub mod live;
pub mod maildrop;
pub mod map;
pub mod measure;
pub mod number;
pub mod outside;
pub mod pace;
pub mod parts;
pub mod passage;
pub mod phrase;
pub mod plain;
pub mod player;
pub mod plot;
pub mod port;
pub mod sentence;
pub mod settings;
pub mod sheet;
pub mod show;
pub mod source;
pub mod stamps;
pub mod status;
pub mod transcript;
pub mod typed;
pub mod why;

pub use cast::Cast;
pub use holdings::Holdings;
pub use pace::{Beat, Moment, Pace, Step};
pub use player::Player;
pub use show::{MessageFile, Show};
