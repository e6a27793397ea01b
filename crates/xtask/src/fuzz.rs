//! `cargo xtask fuzz`: the fuzz targets of `relay-tests`, driven by libFuzzer.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;

use crate::{
    error::{Error, Result},
    files::read,
    process::Run,
    progress::{Progress, note, spoken},
    tools,
    workspace::{root, target_dir},
};

/// Inputs beyond this many octets find nothing that shorter ones do not.
const INPUT_MAX: usize = 4096;
/// An input that takes longer, in seconds, is a hang.
const HANG_SECS: u32 = 10;
/// Memory in MiB beyond which an input costs too much.
const MEMORY_MAX_MIB: u32 = 1024;

/// Options of `cargo xtask fuzz`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// One target of tests/fuzz/Cargo.toml [default: all, one after the other]
    target: Option<String>,
    /// How long each target runs
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    minutes: u64,
}

/// Builds the targets with coverage feedback and runs them. What they learn stays in
/// `target/fuzz/corpus`, what they find in `target/fuzz/found`.
pub(crate) fn command(options: &Options) -> Result<()> {
    let all = targets()?;
    let chosen: Vec<&String> =
        all.iter().filter(|name| options.target.as_ref().is_none_or(|it| it == *name)).collect();
    if chosen.is_empty() {
        let name = options.target.as_deref().unwrap_or_default();
        return Err(Error::new(format!("there is no fuzz target {name}"))
            .mend(format!("take one of {}", all.join(", "))));
    }
    let mut progress = Progress::new(2 + chosen.len());
    let cargo_fuzz = tools::cargo_fuzz(&mut progress)?;
    progress.step("building the targets with coverage feedback…");
    build(&cargo_fuzz, options.target.as_deref())?;
    let programs = programs()?;
    let mut found = Vec::new();
    for name in chosen {
        progress.step(&format!("{name}: {} min…", options.minutes));
        match run(&programs.join(name), name, options.minutes) {
            Ok(figures) => note(&figures),
            Err(error) => {
                note("found something, see the end");
                found.push(error);
            }
        }
    }
    let errors: Vec<String> = found.iter().map(ToString::to_string).collect();
    if errors.is_empty() { Ok(()) } else { Err(Error::new(errors.join("\n\n"))) }
}

fn fuzz_dir() -> PathBuf {
    root().join("tests").join("fuzz")
}

/// The names of the targets, from the manifest that builds them.
fn targets() -> Result<Vec<String>> {
    let path = fuzz_dir().join("Cargo.toml");
    let manifest: toml::Table =
        read(&path)?.parse().map_err(|error| Error::new(format!("{error}")).at(path.display()))?;
    let programs = manifest.get("bin").and_then(toml::Value::as_array);
    let names = programs.into_iter().flatten().filter_map(|it| it.get("name")?.as_str());
    Ok(names.map(str::to_owned).collect())
}

/// Runs cargo-fuzz on the stable toolchain. Without a sanitizer: the workspace denies unsafe code,
/// and the flags would need a nightly standard library.
fn build(cargo_fuzz: &Path, target: Option<&str>) -> Result<()> {
    Run::new(cargo_fuzz)
        .args(["fuzz", "build", "--sanitizer", "none", "--fuzz-dir"])
        .arg(fuzz_dir())
        .arg("--target-dir")
        .arg(target_dir().join("fuzz"))
        .args(target)
        .env("RUSTC_BOOTSTRAP", "1")
        .dir(root())
        .succeed_slowly("building the fuzz targets")?;
    Ok(())
}

/// Where cargo-fuzz puts the programs: below the name of this machine's target.
fn programs() -> Result<PathBuf> {
    let said = Run::new("rustc").arg("-vV").dir(root()).stdout()?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Error::new("it does not name its host").at("rustc -vV"))?;
    Ok(target_dir().join("fuzz").join(host).join("release"))
}

/// Runs one target; gives its figures.
fn run(program: &Path, name: &str, minutes: u64) -> Result<String> {
    let (corpus, found) = (place("corpus", name)?, place("found", name)?);
    let begun = Instant::now();
    let finished = Run::new(program)
        .arg(&corpus)
        .arg(fuzz_dir().join("seeds").join(name))
        .arg(format!("-max_total_time={}", minutes * 60))
        .arg(format!("-max_len={INPUT_MAX}"))
        .arg(format!("-timeout={HANG_SECS}"))
        .arg(format!("-rss_limit_mb={MEMORY_MAX_MIB}"))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg("-print_final_stats=1")
        .args(words(name).map(|file| format!("-dict={}", file.display())))
        // What does not hold is said in one line; a backtrace would push it out of sight.
        .env("RUST_BACKTRACE", "0")
        .finish_slowly()?;
    if finished.ok {
        let (inputs, edges) = figures(&finished.text);
        let time = spoken(begun.elapsed());
        return Ok(format!("{inputs} inputs in {time}, {edges} edges covered, nothing found"));
    }
    let lines: Vec<&str> = finished.text.lines().collect();
    let end = lines[lines.len().saturating_sub(40)..].join("\n");
    Err(Error::new(format!("{name} found something; the end of its output:\n{end}"))
        .at(found.display())
        .mend(format!(
            "mend it, copy the input to tests/fuzz/seeds/{name}/<what it shows>.seed, and run \
             `cargo test -p relay-tests fuzz`"
        )))
}

/// The words of the protocol that a target's name begins with, if there is such a file.
fn words(name: &str) -> Option<PathBuf> {
    let protocol = name.split('_').next().unwrap_or(name);
    Some(fuzz_dir().join(format!("{protocol}.dict"))).filter(|file| file.is_file())
}

fn place(what: &str, name: &str) -> Result<PathBuf> {
    let dir = target_dir().join("fuzz").join(what).join(name);
    fs::create_dir_all(&dir).map_err(|error| Error::new(error.to_string()).at(dir.display()))?;
    Ok(dir)
}

/// The inputs that libFuzzer ran, and the edges of the control flow that it saw, as it prints them.
fn figures(text: &str) -> (&str, &str) {
    let word_behind = |mark: &str| {
        let (_, rest) = text.rsplit_once(mark)?;
        rest.split_whitespace().next()
    };
    let inputs = word_behind("stat::number_of_executed_units:");
    (inputs.unwrap_or("?"), word_behind(" cov:").unwrap_or("?"))
}

#[cfg(test)]
mod tests {
    use super::{figures, fuzz_dir, targets, words};

    #[test]
    fn every_target_has_seeds() {
        let targets = targets().expect("a manifest");
        assert!(targets.len() >= 7, "{targets:?}");
        for name in targets {
            assert!(fuzz_dir().join("seeds").join(&name).is_dir(), "{name}");
            assert_eq!(words(&name).is_some(), name.contains('_'), "{name}");
        }
    }

    #[test]
    fn reads_what_libfuzzer_prints() {
        let text = "#2\tINITED cov: 12 ft: 3\n#9\tDONE   cov: 345 ft: 678 corp: 9/9b\n\
            stat::number_of_executed_units: 4321\nstat::peak_rss_mb: 30\n";
        assert_eq!(figures(text), ("4321", "345"));
        assert_eq!(figures("nothing"), ("?", "?"));
    }
}
