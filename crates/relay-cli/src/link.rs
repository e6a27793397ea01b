//! `relayscope link`

use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;
use relayscope::scenario::{MessageSource, Scenario};
use relayscope::share::{Shared, Source};

use crate::Outcome;
use crate::input::Input;
use crate::output::{after_write_error, bad_input, complain, say};

/// Makes a link that carries a scenario, or opens one.
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// The scenario file; with --open, the link, or `-` to read it from standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Prints the scenario that a link carries, and on standard error what else it says.
    #[arg(long)]
    open: bool,
    /// The seed that the link carries. Default: that of the file.
    #[arg(long, conflicts_with = "open")]
    seed: Option<u64>,
    /// The address of the page that shall open the link, such as <https://example.org/relayscope/>.
    #[arg(long, conflicts_with = "open", value_name = "URL")]
    page: Option<String>,
}

impl Link {
    /// Makes or opens the link.
    pub(crate) fn execute(&self) -> Outcome {
        let done = if self.open { self.opened() } else { self.made() };
        done.unwrap_or_else(|outcome| outcome)
    }

    fn made(&self) -> Result<Outcome, Outcome> {
        if is_link(&self.file.to_string_lossy()) && !self.file.exists() {
            return Err(bad_input("this is a link already: `relayscope link --open` opens it"));
        }
        if let Some(page) = self.page.as_deref().filter(|page| !page.contains("://")) {
            let message =
                format!("--page: {page} is no address such as https://example.org/relayscope/");
            return Err(bad_input(&message));
        }
        let input = Input::read(&self.file)?;
        let file = input.scenario.sends.iter().find_map(|send| match &send.message {
            MessageSource::File(file) => Some(&file.name),
            _ => None,
        });
        if let Some(file) = file {
            let message = format!(
                "{}: a link cannot carry the message file `{file}` (write its text under `message`)",
                input.path
            );
            return Err(bad_input(&message));
        }
        let shared = Shared { seed: self.seed, ..Shared::text(input.source) };
        let link = shared.link().map_err(|error| bad_input(&format!("{}: {error}", input.path)))?;
        let page = self.page.as_deref().unwrap_or_default();
        let page = page.split('#').next().unwrap_or_default();
        Ok(printed(&format!("{page}#s={link}")))
    }

    fn opened(&self) -> Result<Outcome, Outcome> {
        let text = self.text()?;
        if let Some(named) = Named::read(&text) {
            named.tell();
            return Ok(Outcome::Fine);
        }
        if !is_link(&text) {
            let message = "this is no link: one holds `#s=t1.…`, or `?scenario=…`";
            return Err(bad_input(message));
        }
        let shared = Shared::open(&text).map_err(|error| bad_input(&error.to_string()))?;
        let source = match &shared.scenario {
            Source::Lesson(name) => {
                tell_name(name);
                String::new()
            }
            Source::Text(text) => text.clone(),
        };
        if let Some(seed) = shared.seed {
            complain(&format!("seed: {seed}"));
        }
        if shared.position > 0 {
            complain(&format!("position: record {}", shared.position));
        }
        if let Some(step) = shared.lesson_step {
            complain(&format!("step of the lesson: {step}"));
        }
        if let Some(tab) = &shared.tab {
            complain(&format!("tab: {tab}"));
        }
        if let (false, Ok(scenario)) = (shared.journal.is_empty(), Scenario::parse(&source)) {
            shared.timeline(scenario.clone()).map_err(|error| bad_input(&error.to_string()))?;
            for entry in &shared.journal {
                let what = entry.command.describe(&scenario);
                let events = if entry.after == 1 { "event" } else { "events" };
                complain(&format!("after {} {events}: {what}", entry.after));
            }
        }
        Ok(if source.is_empty() { Outcome::Fine } else { printed(source.trim_end_matches('\n')) })
    }

    /// The link itself.
    fn text(&self) -> Result<String, Outcome> {
        let given = self.file.display().to_string();
        if given != "-" {
            return Ok(given);
        }
        let bound = u64::try_from(2 * relayscope::share::LINK_MAX).expect("bounds fit") + 1;
        let mut text = String::new();
        let read = std::io::stdin().lock().take(bound).read_to_string(&mut text);
        read.map_err(|error| bad_input(&format!("standard input cannot be read: {error}")))?;
        Ok(text)
    }
}

/// Whether a text is a link that carries a run, of whatever version: `t1.…`, alone or behind `#s=`.
fn is_link(text: &str) -> bool {
    let version = text.trim().strip_prefix('t').and_then(|rest| rest.split_once('.'));
    let is_version = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    text.contains("#s=") || version.is_some_and(|(version, _)| is_version(version))
}

/// A link that only names what the page has anyway, in parameters behind `?`.
struct Named<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Named<'a> {
    /// `None` where the text carries a run, or names nothing.
    fn read(text: &'a str) -> Option<Self> {
        let (_, asked) = text.trim().split_once('?')?;
        if asked.contains("#s=") {
            return None;
        }
        let asked = asked.split('#').next().unwrap_or_default();
        let all = Self(asked.split('&').filter_map(|pair| pair.split_once('=')).collect());
        all.get("scenario").is_some().then_some(all)
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(it, _)| *it == name).map(|(_, value)| *value)
    }

    fn tell(&self) {
        tell_name(self.get("scenario").unwrap_or_default());
        for (name, words) in [
            ("seed", "seed"),
            ("step", "step"),
            ("at", "time"),
            ("lesson-step", "step of the lesson"),
            ("tab", "tab"),
        ] {
            if let Some(value) = self.get(name) {
                complain(&format!("{words}: {value}"));
            }
        }
    }
}

fn tell_name(name: &str) {
    complain(&format!("the scenario `{name}`, which the page brings along"));
}

fn printed(text: &str) -> Outcome {
    say(text).map_or_else(|error| after_write_error(&error), |()| Outcome::Fine)
}
