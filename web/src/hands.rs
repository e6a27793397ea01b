//! What a page around lets happen in the world: messages that are sent, hosts and links that change.

use leptos::prelude::*;
use relay_mail::language::{Words, words};
use relay_view::Show;
use relay_view::letter::{Letter, wish};
use relayscope::command::Command;
use relayscope::scenario::{HostNo, LinkQuality, limit};
use relayscope::trace::HostId;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::instance::Instance;
use crate::strings::author;

#[wasm_bindgen]
impl Instance {
    /// Sends a message now; `via` is the server whose queue it enters, or empty for the sender's own
    /// way. `envelope_from` is the reverse-path, or empty for the one it is from, and `notify` what is
    /// asked to be reported, in words.
    #[expect(clippy::too_many_arguments, reason = "a message has so many parts, all of them texts")]
    pub fn send(
        &self,
        from: String,
        to: String,
        cc: String,
        bcc: String,
        envelope_from: String,
        subject: String,
        body: String,
        notify: &str,
        via: &str,
    ) -> Result<(), JsError> {
        let language = self.stage.language.get_untracked();
        let sent = wish(language, notify).and_then(|notify| {
            let letter = Letter { from, to, cc, bcc, envelope_from, notify, subject, body };
            self.stage.send(&letter, via)
        });
        sent.map_err(|what| JsError::new(&what))
    }

    /// Switches a host on or off now.
    pub fn set_host_up(&self, name: &str, up: bool) -> Result<(), JsError> {
        let no = self.number(name)?;
        self.stage.act(if up { Command::HostUp(no) } else { Command::HostDown(no) });
        Ok(())
    }

    /// Takes a host off the network now, or puts it back.
    pub fn set_host_online(&self, name: &str, online: bool) -> Result<(), JsError> {
        let no = self.number(name)?;
        self.stage.act(if online { Command::GoOnline(no) } else { Command::GoOffline(no) });
        Ok(())
    }

    /// Cuts or mends the link between two hosts now.
    pub fn set_link_up(&self, a: &str, b: &str, up: bool) -> Result<(), JsError> {
        let ends = self.ends(a, b)?;
        self.stage.act(if up { Command::MendLink(ends) } else { Command::CutLink(ends) });
        Ok(())
    }

    /// Changes how the link between two hosts treats what passes it, from now on: microseconds of
    /// latency and jitter, bytes per second (0 for no limit), and a loss from 0 to 1. What is not
    /// given stays as it is.
    pub fn change_link(
        &self,
        a: &str,
        b: &str,
        latency: Option<f64>,
        jitter: Option<f64>,
        rate: Option<f64>,
        loss: Option<f64>,
    ) -> Result<(), JsError> {
        let ends = self.ends(a, b)?;
        let position = self.position();
        let mut quality = self.stage.look_untracked(|show| present(show, position, ends));
        let span_max = limit::LATENCY.as_micros();
        if let Some(latency) = latency {
            let micros = self.within("latency", latency, span_max, author::AN_HOUR)?;
            quality.latency = relay_kernel::SimDuration::from_micros(micros);
        }
        if let Some(jitter) = jitter {
            let micros = self.within("jitter", jitter, span_max, author::AN_HOUR)?;
            quality.jitter = relay_kernel::SimDuration::from_micros(micros);
        }
        if let Some(rate) = rate {
            let most = limit::RATE_BYTES_PER_SECOND;
            quality.rate_bytes_per_second =
                self.within("rate", rate, most, words("125000000000", "125000000000"))?;
        }
        if let Some(loss) = loss {
            let most = u64::from(limit::LOSS_PER_MILLION);
            let loss = self.within("loss", loss * 1e6, most, words("0.9", "0.9"))?;
            quality.loss_per_million = u32::try_from(loss).unwrap_or(limit::LOSS_PER_MILLION);
        }
        self.stage.act(Command::ChangeLink(ends, quality));
        Ok(())
    }

    /// Lets the link between two hosts be as the scenario says again.
    pub fn restore_link(&self, a: &str, b: &str) -> Result<(), JsError> {
        let ends = self.ends(a, b)?;
        self.stage.act(Command::RestoreLink(ends));
        Ok(())
    }
}

impl Instance {
    fn number(&self, name: &str) -> Result<HostNo, JsError> {
        self.host(name).map(|id| HostNo(id.0))
    }

    fn ends(&self, a: &str, b: &str) -> Result<[HostNo; 2], JsError> {
        let ends = [self.number(a)?, self.number(b)?];
        if ends[0] == ends[1] {
            return Err(JsError::new(author::NO_LINK_TO_ITSELF.in_(self.language())));
        }
        Ok(ends)
    }

    /// The host of a name.
    pub(crate) fn host(&self, name: &str) -> Result<HostId, JsError> {
        let found = self.stage.with_untracked(|show| {
            let mut hosts = show.cast().hosts();
            hosts.find(|(_, member)| member.name.eq_ignore_ascii_case(name)).map(|(id, _)| id)
        });
        found.ok_or_else(|| {
            self.stage.with_untracked(|show| {
                let names: Vec<&str> = show.cast().hosts().map(|(_, it)| &*it.name).collect();
                self.unknown("host", name, author::COMMA, &names)
            })
        })
    }

    /// A number from 0 to `most`, as a whole one.
    fn within(&self, what: &str, value: f64, most: u64, told: Words) -> Result<u64, JsError> {
        #[expect(clippy::cast_precision_loss, reason = "the bounds are far below 2^53")]
        if value.is_finite() && (0.0..=most as f64).contains(&value) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "just checked"
            )]
            return Ok(value.round() as u64);
        }
        Err(JsError::new(&author::out_of_bounds(self.language(), what, told)))
    }
}

/// How a link is at a position.
fn present(show: &mut Show, position: usize, ends: [HostNo; 2]) -> LinkQuality {
    let [a, b] = ends.map(|no| HostId(no.0));
    let changed = show.holdings(position).changed_link(a, b).copied();
    changed.unwrap_or_else(|| show.scenario().link_between(ends[0], ends[1]))
}
