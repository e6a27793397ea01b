//! What sessions of one host say to each other again and again, read and made once.

use std::sync::Arc;

use smol_str::SmolStr;

use super::config::ServerConfig;
use super::state::Hello;
use crate::command::{Command, CommandError};
use crate::recent::Recent;
use crate::reply;

/// The last envelope's commands, and the last reply to EHLO. A host often sends several messages of
/// one sender, or to one recipient, and is greeted alike each time.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    mail: Recent<Command<'static>>,
    recipient: Recent<Command<'static>>,
    welcome: Option<Welcome>,
}

/// A positive reply to EHLO or HELO with all that it depends on.
#[derive(Clone, Debug)]
struct Welcome {
    config: Arc<ServerConfig>,
    name: SmolStr,
    esmtp: bool,
    octets: Vec<u8>,
}

impl Habits {
    /// What [`Command::parse`] says.
    pub(super) fn parse<'a>(&mut self, line: &'a [u8]) -> Result<Command<'a>, CommandError> {
        if let Some(known) = self.mail.get(line).or_else(|| self.recipient.get(line)) {
            return Ok(known.clone());
        }
        let parsed = Command::parse(line)?;
        match &parsed {
            Command::Mail { path, params } => {
                let (path, params) = (path.clone(), params.clone());
                self.mail.set(line, Command::Mail { path, params });
            }
            Command::Recipient { path, params } => {
                let (path, params) = (path.clone(), params.clone());
                self.recipient.set(line, Command::Recipient { path, params });
            }
            _ => {}
        }
        Ok(parsed)
    }

    /// Appends the usual reply to EHLO or HELO.
    pub(super) fn welcome(&mut self, config: &Arc<ServerConfig>, hello: &Hello, out: &mut Vec<u8>) {
        if let Some(known) = &self.welcome
            && known.esmtp == hello.esmtp
            && known.name == hello.name
            && Arc::ptr_eq(&known.config, config)
        {
            out.extend_from_slice(&known.octets);
            return;
        }
        let start = out.len();
        let offered = hello.esmtp.then_some((&config.extensions, config.size_max));
        reply::write_hello(config.name.as_str(), Some(&hello.name), offered, out);
        let (config, name, octets) = (Arc::clone(config), hello.name.clone(), out[start..].into());
        self.welcome = Some(Welcome { config, name, esmtp: hello.esmtp, octets });
    }
}
