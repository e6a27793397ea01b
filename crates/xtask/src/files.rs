//! Files that are read, written and changed; whatever fails says which file it was.

use std::{fs, io, path::Path};

use crate::error::{Error, Result};

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| cannot("read", path, &error))
}

/// Reads a file that is no text.
pub(crate) fn read_octets(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| cannot("read", path, &error))
}

/// Writes a file; its folder is made when it is not there.
pub(crate) fn write(path: &Path, octets: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
    }
    fs::write(path, octets).map_err(|error| cannot("write", path, &error))
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(|error| cannot("remove", path, &error))
}

/// Removes a folder with all that is in it, where it is there.
pub(crate) fn remove_folder(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(cannot("remove", path, &error))
        }
        _ => Ok(()),
    }
}

/// Replaces what must be in a text exactly once; `place` and `mend` are for the person who reads that
/// it is not.
pub(crate) fn replaced_once(
    text: &str,
    (from, to): (&str, &str),
    place: &str,
    mend: &str,
) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        found => {
            let what = format!("it holds `{}` {found} times, and not once", from.trim());
            Err(Error::new(what).at(place).mend(mend))
        }
    }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot {what} it: {error}")).at(path.display())
}
