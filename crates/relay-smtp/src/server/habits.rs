//! What sessions of one host say to each other again and again, read and made once.

use std::sync::Arc;

use super::config::ServerConfig;
use super::state::Hello;
use crate::command::{Command, CommandError};
use crate::recent::Recent;
use crate::reply;

/// The last envelope's commands, and the replies that depend on little more than the settings. A
/// host often gets several messages of one sender, or for one recipient, and says hello to the same
/// clients.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    mail: Recent<Command<'static>>,
    recipient: Recent<Command<'static>>,
    said: Option<Said>,
}

/// Replies under certain settings; those that were never said are empty.
#[derive(Clone, Debug)]
struct Said {
    config: Arc<ServerConfig>,
    greeting: Vec<u8>,
    /// The reply to EHLO or HELO, and to which.
    welcome: Option<(Hello, Vec<u8>)>,
    /// The reply to QUIT, without and with an enhanced code.
    farewells: [Vec<u8>; 2],
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

    fn said(&mut self, config: &Arc<ServerConfig>) -> &mut Said {
        if !self.said.as_ref().is_some_and(|said| Arc::ptr_eq(&said.config, config)) {
            self.said = None;
        }
        self.said.get_or_insert_with(|| Said::nothing(config))
    }

    /// Appends the usual greeting.
    pub(super) fn greeting(&mut self, config: &Arc<ServerConfig>, out: &mut Vec<u8>) {
        let greeting = &mut self.said(config).greeting;
        if greeting.is_empty() {
            reply::write_ready(config.name.as_str(), &config.banner, greeting);
        }
        out.extend_from_slice(greeting);
    }

    /// Appends the usual reply to EHLO or HELO.
    pub(super) fn welcome(&mut self, config: &Arc<ServerConfig>, hello: &Hello, out: &mut Vec<u8>) {
        let said = self.said(config);
        if let Some((to, octets)) = &said.welcome
            && to == hello
        {
            out.extend_from_slice(octets);
            return;
        }
        let start = out.len();
        let offered = hello.esmtp.then_some((&config.extensions, config.size_max));
        reply::write_hello(config.name.as_str(), Some(&hello.name), offered, out);
        said.welcome = Some((hello.clone(), out[start..].to_vec()));
    }

    /// Appends the reply to QUIT.
    pub(super) fn farewell(
        &mut self,
        config: &Arc<ServerConfig>,
        enhanced: bool,
        out: &mut Vec<u8>,
    ) {
        let farewell = &mut self.said(config).farewells[usize::from(enhanced)];
        if farewell.is_empty() {
            reply::write_closing(config.name.as_str(), enhanced, farewell);
        }
        out.extend_from_slice(farewell);
    }
}

impl Said {
    #[cold]
    fn nothing(config: &Arc<ServerConfig>) -> Self {
        let (greeting, farewells) = (Vec::new(), [Vec::new(), Vec::new()]);
        Self { config: Arc::clone(config), greeting, welcome: None, farewells }
    }
}
