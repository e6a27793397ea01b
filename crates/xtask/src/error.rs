//! What went wrong, where, and how to mend it: the only error of this crate.

use std::fmt;

/// The result of every step of a command.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// One message for the person at the keyboard.
#[derive(Debug)]
pub(crate) struct Error {
    /// What went wrong, in one sentence without a full stop.
    what: String,
    /// The file, command or address it is about, where there is one.
    place: Option<String>,
    /// What to do about it, where that is known.
    mend: Option<String>,
}

impl Error {
    /// An error that says what went wrong; add a place and a way to mend it.
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), place: None, mend: None }
    }

    /// Names the file, command or address.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Says what to do about it.
    pub(crate) fn mend(mut self, mend: impl Into<String>) -> Self {
        self.mend = Some(mend.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(place) = &self.place {
            write!(f, "\n  where: {place}")?;
        }
        if let Some(mend) = &self.mend {
            write!(f, "\n  mend:  {mend}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn shows_what_where_and_how_to_mend() {
        let error = Error::new("no wasm-opt").at("PATH").mend("install Node");
        assert_eq!(error.to_string(), "no wasm-opt\n  where: PATH\n  mend:  install Node");
    }

    #[test]
    fn leaves_out_what_is_not_known() {
        assert_eq!(Error::new("no wasm-opt").to_string(), "no wasm-opt");
    }
}
