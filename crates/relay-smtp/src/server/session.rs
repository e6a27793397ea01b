//! Commands between messages: what may come at any time (§4.1.4), and who else is asked.

use relay_mail::limit;
use relay_mail::line::{CRLF, Line};
use relay_mail::path::PathError;
use smol_str::SmolStr;

use super::port::{Event, ResetCause};
use super::state::{About, Asked, Inquiry, Session, State};
use super::voice::Voice;
use crate::command::{
    ArgumentError, Command, CommandError, Verb, space_after_colon, words_after_name,
};
use crate::params::{Keyword, ParamError};
use crate::reply::{self, Reply, wire};
use crate::violation::Violation;

impl Session {
    /// One line of the client.
    pub(super) fn line(self, voice: &mut Voice, line: Line<'_>) -> State {
        let Line::Whole(octets) = line else {
            return self.too_long(voice);
        };
        let parsed = voice.memory.get().habits.parse(octets);
        let verb = match &parsed {
            Ok(command) => Some(command.verb()),
            Err(CommandError::Unknown) => None,
            Err(CommandError::NotImplemented(verb) | CommandError::Arguments(verb, _)) => {
                Some(*verb)
            }
        };
        voice.verb = verb;
        if octets.len() + CRLF.len() > line_max(voice, verb) {
            return self.too_long(voice);
        }
        if let Some(verb @ (Verb::Mail | Verb::Rcpt)) = verb
            && space_after_colon(octets)
        {
            if voice.config.strict_colon {
                let wrong = CommandError::Arguments(verb, ArgumentError::Keyword);
                return self.bad(voice, wrong);
            }
            voice.violation(Violation::SpaceAfterColon);
        }
        match parsed {
            Ok(command) => {
                if matches!(command, Command::Hello { .. }) && words_after_name(octets) {
                    voice.violation(Violation::WordsAfterName);
                }
                self.command(voice, command)
            }
            Err(error) => self.bad(voice, error),
        }
    }

    fn too_long(self, voice: &mut Voice) -> State {
        voice.mistake(self, Some(Violation::CommandTooLong), &reply::line_too_long())
    }

    /// A line that is no command, or none that is implemented: the state stays (§4.1.4).
    fn bad(self, voice: &mut Voice, error: CommandError) -> State {
        let (violation, reply) = match error {
            // A client cannot know what a server does before it has tried: 502 tells it (§4.2.4).
            CommandError::NotImplemented(_) => (None, reply::not_implemented()),
            CommandError::Arguments(verb, _) if !is_implemented(voice, verb) => {
                (None, reply::not_implemented())
            }
            CommandError::Arguments(verb, why) => (Some(error), argument_reply(verb, why)),
            CommandError::Unknown => (Some(error), reply::unknown_command()),
        };
        voice.mistake(self, violation.map(Violation::Command), &reply)
    }

    fn command(self, voice: &mut Voice, command: Command<'_>) -> State {
        let verb = command.verb();
        // A client may well try EHLO: what it has to do then is to fall back to HELO (§3.2).
        if verb == Verb::Ehlo && !voice.config.esmtp {
            return voice.refuse(self, &reply::not_implemented());
        }
        if !is_implemented(voice, verb) {
            return self.bad(voice, CommandError::NotImplemented(verb));
        }
        match command {
            Command::Hello { esmtp, name } => self.hello(esmtp, name),
            Command::Mail { path, params } => self.mail(voice, path, params),
            Command::Recipient { path, params } => self.recipient(voice, path, params),
            Command::Data => self.data(voice),
            Command::Chunk { size, last } => self.chunk(voice, size, last),
            Command::Auth { mechanism, initial } => self.auth(voice, mechanism, initial),
            Command::Reset => self.reset(voice),
            Command::Noop => {
                voice.answer(None, wire::noop_ok());
                State::Command(self)
            }
            Command::Help { topic } => {
                voice.reply(&super::help::about(topic, &voice.config));
                State::Command(self)
            }
            Command::Quit => voice.farewell(self.opened().is_some()),
            Command::Verify { argument } => self.inquire(voice, About::Verify, argument),
            Command::Expand { argument } => self.inquire(voice, About::Expand, argument),
            Command::Turn { argument } => self.turn(voice, argument),
        }
    }

    /// VRFY or EXPN. With SMTPUTF8 behind its argument the reply may be in UTF-8 (RFC 6531
    /// §3.7.4.2).
    fn inquire(self, voice: &Voice, about: About, argument: &str) -> State {
        let esmtp = self.is_esmtp();
        let asked = argument.rsplit_once(' ').filter(|(_, last)| {
            let keyword = Keyword::SmtpUtf8.as_str();
            esmtp && voice.config.extensions.smtp_utf8 && last.eq_ignore_ascii_case(keyword)
        });
        self.ask(about, asked.map_or(argument, |(argument, _)| argument), asked.is_some())
    }

    fn ask(self, about: About, argument: &str, utf8: bool) -> State {
        let argument = SmolStr::new(argument);
        State::Asking(Asked::Argument(Box::new(Inquiry { back: self, about, argument, utf8 })))
    }

    /// RSET: the transaction is dropped, and that is all (§4.1.1.5).
    fn reset(self, voice: &mut Voice) -> State {
        let (session, had_transaction) = self.without_transaction();
        voice.answer(None, wire::reset_ok());
        if had_transaction {
            voice.forget_content();
            voice.event(Event::Reset(ResetCause::Reset));
        }
        State::Command(session)
    }

    /// ETRN is a service extension, so it needs EHLO, and no transaction (RFC 1985 §5).
    fn turn(self, voice: &mut Voice, argument: &str) -> State {
        match self {
            Self::Greeted(greeted) if !greeted.hello.esmtp => {
                Self::Greeted(greeted).out_of_order(voice, Verb::Etrn, &reply::ehlo_first())
            }
            Self::Greeted(_) => self.ask(About::Turn, argument, false),
            Self::Fresh => self.out_of_order(voice, Verb::Etrn, &reply::hello_first()),
            Self::Opened(_) => self.out_of_order(voice, Verb::Etrn, &reply::bad_sequence()),
        }
    }

    /// RCPT or DATA before MAIL (§4.1.4).
    pub(super) fn without_mail(self, voice: &mut Voice, verb: Verb) -> State {
        let pipelining = voice.config.extensions.pipelining;
        match &self {
            Self::Greeted(greeted) if pipelining && greeted.mail_refused => {
                voice.refuse(self, &reply::mail_first())
            }
            _ => self.out_of_order(voice, verb, &reply::mail_first()),
        }
    }

    pub(super) fn out_of_order(self, voice: &mut Voice, verb: Verb, reply: &Reply) -> State {
        voice.mistake(self, Some(Violation::Sequence(verb)), reply)
    }
}

/// A command that is not in the required set is there only when it is offered (§4.1.1.1, §4.2.4).
fn is_implemented(voice: &Voice, verb: Verb) -> bool {
    let config = &voice.config;
    match verb {
        Verb::Ehlo => config.esmtp,
        Verb::Bdat => config.esmtp && config.extensions.chunking,
        Verb::Etrn => config.esmtp && config.extensions.etrn,
        Verb::Auth => config.esmtp && config.extensions.auth.any(),
        Verb::Expn => config.extensions.expn,
        Verb::Help => config.extensions.help,
        _ => true,
    }
}

fn line_max(voice: &Voice, verb: Option<Verb>) -> usize {
    let config = &voice.config;
    match verb {
        Some(Verb::Mail) if config.esmtp => config.extensions.mail_line_max(),
        Some(Verb::Rcpt) if config.esmtp => config.extensions.rcpt_line_max(),
        Some(Verb::Auth) if config.extensions.auth.any() => limit::AUTH_LINE,
        _ => limit::COMMAND_LINE,
    }
}

fn argument_reply(verb: Verb, why: ArgumentError) -> Reply {
    match why {
        ArgumentError::Missing => reply::argument_missing(),
        ArgumentError::Unwanted => reply::no_arguments(),
        ArgumentError::Characters => reply::bad_characters(),
        ArgumentError::Name => reply::bad_name(),
        ArgumentError::Path(PathError::TooLong | PathError::LocalPartTooLong) => match verb {
            Verb::Mail => reply::sender_path_too_long(),
            _ => reply::path_too_long(),
        },
        ArgumentError::Path(_) if verb == Verb::Mail => reply::bad_sender(),
        ArgumentError::Path(_) => reply::bad_recipient(),
        ArgumentError::Param(ParamError::Unknown | ParamError::Unsupported(_)) => {
            reply::params_unknown()
        }
        ArgumentError::Keyword | ArgumentError::Param(_) | ArgumentError::Chunk => {
            reply::bad_arguments()
        }
    }
}
