//! What was made of which files, so that it is not made again of the same ones.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use xxhash_rust::xxh3::Xxh3;

use crate::{
    error::{Error, Result},
    workspace::target_dir,
};

/// A note in `target` that says of what something was made.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    made_of: u128,
    /// Of the times at which the files were last written.
    written: u128,
}

impl Stamp {
    /// The stamp called `name`, for what is made of these files; `with` is whatever else matters,
    /// such as the version of a tool.
    pub(crate) fn new(name: &str, mut files: Vec<PathBuf>, with: &str) -> Result<Self> {
        let (mut made_of, mut written) = (Xxh3::new(), Xxh3::new());
        add(&mut made_of, with.as_bytes());
        files.sort();
        files.dedup();
        for file in files {
            let read = || {
                let time = fs::metadata(&file)?.modified()?;
                let time = time.duration_since(UNIX_EPOCH).unwrap_or_default();
                Ok((time, fs::read(&file)?))
            };
            let (time, octets) = read().map_err(|error| cannot(&file, &error))?;
            add(&mut made_of, file.as_os_str().as_encoded_bytes());
            add(&mut made_of, &octets);
            written.update(&time.as_nanos().to_le_bytes());
        }
        let file = target_dir().join(format!("{name}-stamp"));
        Ok(Self { file, made_of: made_of.digest128(), written: written.digest128() })
    }

    /// Whether it was made of exactly this.
    pub(crate) fn is_current(&self) -> bool {
        self.noted().is_some()
    }

    /// What was noted when it was made of exactly this.
    pub(crate) fn noted(&self) -> Option<String> {
        let text = fs::read_to_string(&self.file).ok()?;
        let (made_of, noted) = text.split_once('\n')?;
        (made_of == self.first_line()).then(|| noted.to_owned())
    }

    /// Whether no file was written between the two, not even to be the same again in the end: whatever
    /// read them in between has read exactly these.
    pub(crate) fn is_untouched_since(&self, before: &Self) -> bool {
        (self.made_of, self.written) == (before.made_of, before.written)
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
        self.keep_with("")
    }

    /// The same, and what came of it.
    pub(crate) fn keep_with(&self, noted: &str) -> Result<()> {
        let text = format!("{}\n{noted}", self.first_line());
        fs::write(&self.file, text).map_err(|error| cannot(&self.file, &error))
    }

    fn first_line(&self) -> String {
        format!("{:032x}", self.made_of)
    }
}

/// Each goes in with its length: otherwise the end of one could be the beginning of the next.
fn add(sum: &mut Xxh3, octets: &[u8]) {
    sum.update(&octets.len().to_le_bytes());
    sum.update(octets);
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
    use std::{
        fs,
        time::{Duration, SystemTime},
    };

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

    #[test]
    fn what_came_of_it_is_noted_with_it() {
        let now = |with: &str| Stamp::new("test-noted", Vec::new(), with).expect("a stamp");
        now("one").keep_with("12 passed\nskipped: b\n").expect("kept");
        assert_eq!(now("one").noted().as_deref(), Some("12 passed\nskipped: b\n"));
        assert_eq!(now("two").noted(), None);
        now("one").forget().expect("it was kept");
        assert_eq!(now("one").noted(), None);
    }

    #[test]
    fn a_file_that_was_another_one_meanwhile_is_told() {
        let file = target_dir().join("tmp").join("stamp-times");
        fs::create_dir_all(target_dir().join("tmp")).expect("a folder");
        fs::write(&file, "one").expect("a file");
        let now = || Stamp::new("test-times", vec![file.clone()], "").expect("a stamp");
        let before = now();
        assert!(now().is_untouched_since(&before));
        // Whoever writes it twice writes it later, as far as the clock of the disk can tell.
        let later = SystemTime::now() + Duration::from_secs(2);
        let open = fs::File::options().write(true).open(&file).expect("the file");
        open.set_modified(later).expect("its time can be set");
        assert_eq!(now().made_of, before.made_of);
        assert!(!now().is_untouched_since(&before));
    }

    #[test]
    fn the_end_of_one_file_is_not_the_beginning_of_the_next() {
        let folder = target_dir().join("tmp").join("stamp-ends");
        fs::create_dir_all(&folder).expect("a folder");
        let now = |one: &str, two: &str| {
            let files = [("a", one), ("b", two)].map(|(name, text)| {
                fs::write(folder.join(name), text).expect("a file");
                folder.join(name)
            });
            Stamp::new("test-ends", files.to_vec(), "").expect("a stamp").made_of
        };
        let path = folder.join("b");
        let path = path.to_str().expect("the folder's name is text");
        assert_ne!(now(&format!("x{path}y"), "z"), now("x", &format!("y{path}z")));
    }
}
