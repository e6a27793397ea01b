//! A run as a link: scenario, seed, what people did, and where the clock stands.
//!
//! A link carries everything, so it shows the same on every machine, and no server ever sees it:
//!
//! ```text
//! t1.<base64url(deflate(payload))>
//! payload = scenario [NUL state]
//! ```
//!
//! The scenario is the text of its file; a link made by hand may hold nothing else. The state is one
//! line for each thing, words parted by a space, and a last line with a checksum of all before it;
//! `command` holds the words for commands.
//! Where `lesson` names a scenario that the page has anyway, the text stays empty and the link
//! short. RFC 1951 is deflate, RFC 4648 §5 is base64url, here without padding.

mod command;
mod read;
mod write;

use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use relay_mail::{Language, say};

use crate::scenario::Scenario;
use crate::timeline::{JournalEntry, Timeline};

pub use read::Misfit;

/// What a link of this version begins with.
pub const PREFIX: &str = "t1.";
/// Octets of a payload, at most.
pub const PAYLOAD_MAX: usize = 256 * 1024;
/// Characters of a link, at most: deflate makes hardly anything longer.
pub const LINK_MAX: usize = PAYLOAD_MAX / 3 * 4 + 4 * 1024;
/// Commands of a journal, at most.
pub const COMMANDS_MAX: usize = 10_000;
/// Characters of the name of a lesson or of a tab, at most.
pub const NAME_MAX: usize = 100;

/// How hard deflate works: 0 to 10.
const EFFORT: u8 = 9;
/// What parts the scenario from the state; no TOML holds it.
const NUL: char = '\0';

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The scenario.
    pub scenario: Source,
    /// The seed, where it is not the scenario's.
    pub seed: Option<u64>,
    /// What people did, in order.
    pub journal: Vec<JournalEntry>,
    /// How many records have happened at the cursor; 0 is the start.
    pub position: usize,
    /// The step of the scenario's lesson that is read, from 1; `None` where none was begun.
    pub lesson_step: Option<usize>,
    /// Which tab of its panel the page has open, by a name as lessons have them. Which names mean
    /// something is the page's affair: one of a newer version does no harm.
    pub tab: Option<String>,
}

/// Which scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One that the page has, by its name: lower-case letters, digits and hyphens.
    Lesson(String),
    /// The text of a scenario file.
    Text(String),
}

/// Why a link cannot be made or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// A part is missing or was changed.
    Damaged,
    /// It is larger than links may be.
    TooBig,
    /// It was made by a newer version.
    Newer,
    /// Its journal does not fit its scenario.
    Misfit(Misfit),
}

impl core::error::Error for LinkError {}

impl LinkError {
    /// One sentence or two, for people: what is wrong, and how to mend it.
    pub fn told(&self, language: Language) -> String {
        match self {
            Self::Damaged => say!(
                language,
                "This link is damaged: a part of it is missing or was changed. Copy the whole link \
                 again.",
                "Dieser Link ist beschädigt: Ein Teil fehlt oder wurde verändert. Den ganzen Link noch \
                 einmal kopieren."
            ),
            Self::TooBig => say!(
                language,
                "This is too big for a link, which carries at most {PAYLOAD_MAX} octets. Share the \
                 scenario as a file.",
                "Das ist zu groß für einen Link, der höchstens {PAYLOAD_MAX} Oktette trägt. Das Szenario \
                 als Datei teilen."
            ),
            Self::Newer => say!(
                language,
                "This link was made by a newer version. Load the page again, or update relayscope.",
                "Dieser Link stammt von einer neueren Version. Die Seite neu laden oder relayscope \
                 aktualisieren."
            ),
            Self::Misfit(misfit) => say!(
                language,
                "This link does not fit its scenario: {}. It was made with another version of the \
                 scenario, or it was changed.",
                "Dieser Link passt nicht zu seinem Szenario: {}. Er wurde mit einer anderen Version des \
                 Szenarios gemacht oder verändert.",
                misfit.words().in_(language)
            ),
        }
    }
}

/// In English.
impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Language::English))
    }
}

impl Shared {
    /// A scenario file at its start.
    pub fn text(source: impl Into<String>) -> Self {
        let scenario = Source::Text(source.into());
        Self {
            scenario,
            seed: None,
            journal: Vec::new(),
            position: 0,
            lesson_step: None,
            tab: None,
        }
    }

    /// The link, without what stands before it in an address: `t1.…`.
    pub fn link(&self) -> Result<String, LinkError> {
        let payload = write::payload(self);
        if payload.len() > PAYLOAD_MAX || self.journal.len() > COMMANDS_MAX {
            return Err(LinkError::TooBig);
        }
        let packed = compress_to_vec(payload.as_bytes(), EFFORT);
        Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(packed)))
    }

    /// What a link carries. The link may stand behind `#s=` in an address, and spaces and line
    /// breaks in it, as mail programs make them, are left out.
    pub fn open(link: &str) -> Result<Self, LinkError> {
        if link.len() > 2 * LINK_MAX {
            return Err(LinkError::TooBig);
        }
        let link = link.rsplit_once("#s=").map_or(link, |(_, link)| link);
        let link: String = link.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let (version, packed) = link.split_once('.').ok_or(LinkError::Damaged)?;
        let number = version.strip_prefix('t').and_then(|number| number.parse::<u32>().ok());
        match number {
            Some(1) => {}
            Some(2..) => return Err(LinkError::Newer),
            _ => return Err(LinkError::Damaged),
        }
        if packed.len() > LINK_MAX {
            return Err(LinkError::TooBig);
        }
        let packed = URL_SAFE_NO_PAD.decode(packed).map_err(|_| LinkError::Damaged)?;
        let payload = decompress_to_vec_with_limit(&packed, PAYLOAD_MAX).map_err(|error| {
            let too_big = error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput;
            if too_big { LinkError::TooBig } else { LinkError::Damaged }
        })?;
        let payload = String::from_utf8(payload).map_err(|_| LinkError::Damaged)?;
        read::payload(&payload)
    }

    /// The run that a link shows, with nothing of it computed yet. `scenario` is what its
    /// [`scenario`](Self::scenario) says; the seed of the link replaces its own.
    pub fn timeline(&self, mut scenario: Scenario) -> Result<Timeline, LinkError> {
        for entry in &self.journal {
            read::fits(&entry.command, &scenario).map_err(LinkError::Misfit)?;
        }
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        Ok(Timeline::with_journal(scenario, self.journal.clone()))
    }
}
