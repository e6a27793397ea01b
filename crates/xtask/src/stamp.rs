//! What was made of which files, so that it is not made again of the same ones.

use std::{
    fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
};

use crate::{
    error::{Error, Result},
    workspace::target_dir,
};

/// A note in `target` that says of what something was made.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    made_of: String,
}

impl Stamp {
    /// The stamp called `name`, for what is made of these files; `with` is whatever else matters,
    /// such as the version of a tool.
    pub(crate) fn new(name: &str, mut files: Vec<PathBuf>, with: &str) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        files.sort();
        for file in files {
            hasher.write(file.as_os_str().as_encoded_bytes());
            hasher.write(&fs::read(&file).map_err(|error| cannot(&file, &error))?);
        }
        let file = target_dir().join(format!("{name}-stamp"));
        Ok(Self { file, made_of: format!("{:016x} {with}", hasher.finish()) })
    }

    /// Whether it was made of exactly this.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|made_of| made_of == self.made_of)
    }

    /// Forgets what was made before: who begins to make it anew may fail half way.
    pub(crate) fn forget(&self) -> Result<()> {
        if !self.file.is_file() {
            return Ok(());
        }
        fs::remove_file(&self.file).map_err(|error| cannot(&self.file, &error))
    }

    /// Notes that it has been made.
    pub(crate) fn keep(&self) -> Result<()> {
        fs::write(&self.file, &self.made_of).map_err(|error| cannot(&self.file, &error))
    }
}

/// All files in a folder and below it, but for npm's.
pub(crate) fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(|error| cannot(dir, &error))? {
        let path = entry.map_err(|error| cannot(dir, &error))?.path();
        if !path.is_dir() {
            files.push(path);
        } else if path.file_name().is_none_or(|name| name != "node_modules") {
            files.extend(files_below(&path)?);
        }
    }
    Ok(files)
}

fn cannot(path: &Path, error: &std::io::Error) -> Error {
    Error::new(error.to_string()).at(path.display())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Stamp, files_below};
    use crate::workspace::target_dir;

    #[test]
    fn a_stamp_holds_for_what_it_was_made_of() {
        let folder = target_dir().join("tmp").join("stamp");
        fs::create_dir_all(folder.join("node_modules")).expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        write("a", "one");
        write("node_modules/b", "not looked at");
        let now = |with: &str| {
            let files = files_below(&folder).expect("files");
            assert_eq!(files, [folder.join("a")]);
            Stamp::new("test", files, with).expect("a stamp")
        };
        now("tool 1").keep().expect("kept");
        write("node_modules/b", "whatever it is");
        assert!(now("tool 1").is_current());
        assert!(!now("tool 2").is_current());
        write("a", "two");
        assert!(!now("tool 1").is_current());
        now("").forget().expect("it was kept");
        assert!(!now("").is_current());
    }
}
