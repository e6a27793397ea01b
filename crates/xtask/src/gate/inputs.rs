//! What the result of a stage depends on: files, and what programs and the machine say of themselves.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use xxhash_rust::xxh3::xxh3_128;

use super::variables::variables;
use crate::{
    error::{Error, Result},
    process::{Run, on_path},
    stamp::Stamp,
    workspace::root,
};

/// What a distribution of Debian's kind has installed, with all versions: libraries, fonts, programs.
const PACKAGES: &str = "/var/lib/dpkg/status";

/// The sum of this program, which runs the tests, counts them, and serves the page: as it was at first,
/// since somebody may build another one meanwhile.
static OWN_PROGRAM: LazyLock<Option<u128>> =
    LazyLock::new(|| Some(xxh3_128(&fs::read(env::current_exe().ok()?).ok()?)));

/// All that the result of a stage depends on. What is in doubt is in it: at worst a stage is run once
/// more than it had to be. Nothing is read and nobody is asked before a stamp is made of it.
#[derive(Debug)]
pub(crate) struct Inputs {
    folders: Vec<Folder>,
    files: Vec<PathBuf>,
    programs: Vec<(PathBuf, &'static [&'static str])>,
}

/// A folder with all that is in it, but for some places, and for what npm installs.
#[derive(Debug)]
struct Folder {
    top: PathBuf,
    without: Vec<PathBuf>,
}

impl Inputs {
    /// What every stage depends on: this program, variables of the environment, and what the
    /// distribution has installed.
    pub(super) fn of_every_stage() -> Self {
        let files = vec![PathBuf::from(PACKAGES)];
        Self { folders: Vec::new(), files, programs: Vec::new() }
    }

    /// A folder, which must be there, and all that is in it.
    pub(super) fn folder(self, top: impl Into<PathBuf>) -> Self {
        self.folder_without(top, &[])
    }

    /// The same without some places, which are named from the folder.
    pub(super) fn folder_without(mut self, top: impl Into<PathBuf>, without: &[&str]) -> Self {
        let top = top.into();
        let without = without.iter().map(|place| top.join(place)).collect();
        self.folders.push(Folder { top, without });
        self
    }

    /// A file, or that it is not there.
    pub(super) fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.files.push(file.into());
        self
    }

    /// A program, by its path or by its name on PATH: the file, and what it answers to this, which is
    /// where its libraries are told; or that it is not here.
    pub(super) fn program(
        mut self,
        program: impl Into<PathBuf>,
        ask: &'static [&'static str],
    ) -> Self {
        self.programs.push((program.into(), ask));
        self
    }

    /// The compiler and cargo, and what their users have set for all workspaces.
    pub(super) fn rust(self) -> Self {
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
        let above = root();
        let folders = above.ancestors().map(|folder| folder.join(".cargo")).chain(home);
        let files = folders.flat_map(|it| ["config.toml", "config"].map(|name| it.join(name)));
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        files.fold(self, Self::file).program("rustc", &["-vV"]).program(cargo, &["-vV"])
    }

    /// A browser. On Windows it opens a window when it is asked for its version, which is in the program;
    /// elsewhere that is often a script. A Firefox as Mozilla ships it says beside it which build it is.
    pub(super) fn browser(self, browser: &Path) -> Self {
        let program = fs::canonicalize(browser).unwrap_or_else(|_| browser.to_path_buf());
        let ask: &[&str] = if cfg!(windows) { &[] } else { &["--version"] };
        self.file(program.with_file_name("application.ini")).program(browser, ask)
    }

    /// Node, and npm, which comes with it.
    pub(super) fn node(self) -> Self {
        self.program("node", &["--version"]).program("npm", &["--version"])
    }

    /// What npm has installed for a folder.
    pub(super) fn installed_in(self, folder: &Path) -> Self {
        self.file(folder.join("package-lock.json"))
            // It writes there what it did, whoever called it.
            .file(folder.join("node_modules").join(".package-lock.json"))
    }

    /// The stamp of a stage that is given all this.
    pub(super) fn stamp(&self, stage: &str) -> Result<Stamp> {
        let own = OWN_PROGRAM
            .ok_or_else(|| Error::new("the program that runs the gate cannot be read"))?;
        let mut told = vec![format!("xtask {own:032x}"), variables(env::vars_os())];
        let mut files = self.files.clone();
        for (program, ask) in &self.programs {
            let found = found(program);
            told.push(format!("{}: {}", program.display(), answer(found.as_deref(), ask)));
            files.extend(found);
        }
        files.retain(|file| file.is_file());
        let mut others = Vec::new();
        for folder in &self.folders {
            folder.walk(&folder.top, &mut files, &mut others)?;
        }
        others.sort();
        told.extend(others.iter().map(|it| it.display().to_string()));
        Stamp::new(stage, files, &told.join("\n"))
    }

    /// Whether a file or a folder is among them, where it is there: a folder with all that is in it.
    pub(crate) fn covers(&self, place: &Path) -> bool {
        let inside = |folder: &Folder| place.starts_with(&folder.top) && !folder.leaves_out(place);
        let whole = |folder: &Folder| {
            inside(folder) && !folder.without.iter().any(|left_out| left_out.starts_with(place))
        };
        self.files.iter().any(|it| it == place) || self.folders.iter().any(whole)
    }
}

#[cfg(test)]
impl Inputs {
    /// Whether a program is among them.
    pub(super) fn asks(&self, program: &str) -> bool {
        self.programs.iter().any(|(it, _)| it == Path::new(program))
    }
}

impl Folder {
    /// Files, and what else has a name: a folder counts though nothing is in it.
    fn walk(&self, dir: &Path, files: &mut Vec<PathBuf>, others: &mut Vec<PathBuf>) -> Result<()> {
        let cannot = |error: std::io::Error| Error::new(error.to_string()).at(dir.display());
        for entry in fs::read_dir(dir).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            if self.leaves_out(&path) {
                continue;
            }
            if path.is_file() {
                files.push(path);
                continue;
            }
            if path.is_dir() {
                self.walk(&path, files, others)?;
            }
            others.push(path);
        }
        Ok(())
    }

    fn leaves_out(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.top).unwrap_or(path);
        below.iter().any(|part| part == "node_modules")
            || self.without.iter().any(|place| path.starts_with(place))
    }
}

/// Where a program is: one that has no path is looked for on PATH.
fn found(program: &Path) -> Option<PathBuf> {
    match program.to_str() {
        Some(name) if !name.contains(['/', '\\']) => on_path(&[name]),
        _ => Some(program.to_path_buf()),
    }
}

/// What it says, or why it says nothing: whether that matters is the stage's to find out.
fn answer(program: Option<&Path>, ask: &[&str]) -> String {
    match program {
        Some(program) if ask.is_empty() => program.display().to_string(),
        Some(program) => {
            let answer = Run::new(program).args(ask).dir(root()).answer();
            answer.unwrap_or_else(|error| error.to_string())
        }
        None => "not here".to_owned(),
    }
}

/// Reads this program before anything is built that could take its place.
pub(super) fn read_own_program() {
    LazyLock::force(&OWN_PROGRAM);
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    use super::{Inputs, Stamp, answer, found};
    use crate::{files::remove_folder, workspace::target_dir};

    fn empty(name: &str) -> PathBuf {
        let folder = target_dir().join("tmp").join(name);
        remove_folder(&folder).expect("it is ours");
        fs::create_dir_all(folder.join("deep/node_modules")).expect("a folder");
        folder
    }

    fn same(before: &Stamp, inputs: &Inputs) -> bool {
        inputs.stamp("test-inputs").expect("a stamp").is_untouched_since(before)
    }

    #[test]
    fn a_file_that_comes_changes_or_goes_makes_another_stamp() {
        let folder = empty("inputs");
        let inputs = Inputs::of_every_stage();
        let inputs =
            inputs.folder_without(&folder, &["out", "deep/out"]).file(folder.join("out/a"));
        let now = || inputs.stamp("test-inputs").expect("a stamp");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        let remove = |name: &str| fs::remove_file(folder.join(name)).expect("a file");
        write("deep/one", "1");
        let before = now();
        assert!(same(&before, &inputs));
        // What is left out, and what npm installs.
        write("deep/out", "1");
        write("deep/node_modules/a", "1");
        fs::create_dir(folder.join("out")).expect("a folder");
        write("out/b", "1");
        assert!(same(&before, &inputs));
        // A file below a place that is left out can be named for itself.
        write("out/a", "1");
        assert!(!same(&before, &inputs));
        remove("out/a");
        assert!(same(&before, &inputs));
        write("deep/two", "2");
        let both = now();
        assert!(!same(&before, &inputs));
        remove("deep/two");
        assert!(same(&before, &inputs) && !same(&both, &inputs));
        remove("deep/one");
        assert!(!same(&before, &inputs));
    }

    #[test]
    fn a_folder_counts_though_it_is_empty() {
        let folder = empty("inputs-empty");
        let inputs = Inputs::of_every_stage().folder(&folder);
        let before = inputs.stamp("test-inputs").expect("a stamp");
        fs::create_dir(folder.join("deep/scenario")).expect("a folder");
        assert!(!same(&before, &inputs));
    }

    #[test]
    fn a_program_is_told_whether_it_is_here_or_not() {
        let with = |name: &str| Inputs::of_every_stage().program(name, &["--version"]);
        let without = Inputs::of_every_stage().stamp("test-inputs").expect("a stamp");
        assert!(!same(&without, &with("cargo")));
        assert!(!same(&without, &with("no-such-program-at-all")));
        let cargo = found(Path::new("cargo")).expect("cargo runs this test");
        let told = answer(Some(&cargo), &["--version"]);
        assert!(told.starts_with("cargo "), "{told}");
    }

    #[test]
    fn what_is_covered_is_what_is_read() {
        let folder = empty("inputs-covers");
        let inputs = Inputs::of_every_stage();
        let inputs = inputs.folder_without(&folder, &["out"]).file(folder.join("out/a"));
        let covers = |name: &str| inputs.covers(&folder.join(name));
        assert!(covers("a") && covers("deep/a") && covers("out/a") && covers("outside"));
        assert!(!covers("out/b") && !covers("deep/node_modules/a"));
        assert!(!inputs.covers(folder.parent().expect("it is below")));
    }
}
