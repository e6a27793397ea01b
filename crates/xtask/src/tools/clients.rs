//! The mail clients that talk to a served host: from PATH, else the distribution's packages.

use std::env;

use super::debian;
use crate::{
    error::{Error, Result},
    process::on_path,
    progress::note,
};

/// Programs that we did not write, each in the Debian package of its name; tshark reads captures.
/// Python 3 brings two clients of its own and runs the tests.
pub(crate) const CLIENTS: &[&str] = &["curl", "swaks", "msmtp", "fetchmail", "mpop", "tshark"];

/// Sees to it that the clients are there. Where nobody may install them, the tests skip and name
/// those that are missing; on a CI machine, where nothing may be skipped, that is an error.
pub(crate) fn mail_clients() -> Result<()> {
    let missing = missing(CLIENTS);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if debian::may_install() {
        note(&format!("installing the distribution's packages {list}…"));
        if debian::install(&missing) {
            return Ok(());
        }
    }
    if env::var_os("CI").is_some_and(|value| value == "true") {
        return Err(Error::new(format!("mail clients are missing: {list}"))
            .at("PATH")
            .mend(format!("install them (Debian, Ubuntu: apt-get install {list})")));
    }
    Ok(())
}

/// The Python that runs the tests.
pub(crate) fn python() -> Result<&'static str> {
    let on_path = || ["python3", "python"].into_iter().find(|name| on_path(&[name]).is_some());
    if let Some(found) = on_path() {
        return Ok(found);
    }
    if debian::may_install() {
        note("installing the distribution's package python3…");
        debian::install(&["python3"]);
    }
    on_path().ok_or_else(|| {
        Error::new("no Python 3 could be found, which runs the tests with mail clients")
            .at("PATH")
            .mend("install it (Debian, Ubuntu: apt-get install python3; others: python.org)")
    })
}

fn missing(clients: &[&'static str]) -> Vec<&'static str> {
    clients.iter().copied().filter(|client| on_path(&[client]).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn names_what_is_missing() {
        assert_eq!(missing(&["cargo", "no-such-client-at-all"]), ["no-such-client-at-all"]);
    }
}
