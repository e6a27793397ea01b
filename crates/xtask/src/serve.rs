//! `cargo xtask serve`: from a fresh machine to the page in a browser.

use std::path::PathBuf;

use clap::Args;

use crate::{
    error::{Error, Result},
    page,
    process::{Run, on_path},
    progress::Progress,
    server::{Mount, start},
    workspace::dist_dir,
};

/// Options of `cargo xtask serve`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The port on 127.0.0.1; the next free one is taken when this one is in use
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Serve dist/ as it is, without building anything
    #[arg(long)]
    built: bool,
    /// Serve one more folder: --mount /fixtures/=tests/browser/fixtures
    #[arg(long, value_name = "PATH=FOLDER", value_parser = mount)]
    mount: Vec<Mount>,
}

/// `/path/=folder`.
fn mount(text: &str) -> std::result::Result<Mount, String> {
    let (under, folder) = text.split_once('=').ok_or("write it as /path/=folder")?;
    if !under.starts_with('/') || !under.ends_with('/') {
        return Err("the path begins and ends with a slash".to_owned());
    }
    Ok(Mount { under: under.to_owned(), folder: PathBuf::from(folder) })
}

/// Builds the page unless told not to, and serves it until somebody ends the process.
pub(crate) fn command(options: Options) -> Result<()> {
    if !options.built {
        page::build(&mut Progress::new(page::STEPS))?;
    }
    let dist = dist_dir();
    if !dist.join("index.html").is_file() {
        return Err(Error::new("there is no built page")
            .at(dist.display())
            .mend("leave out --built"));
    }
    let mut mounts = options.mount;
    mounts.push(Mount { under: "/".to_owned(), folder: dist });
    let serving = start(options.port, mounts)?;
    println!("The page is at {} (Ctrl-C ends)", serving.address);
    if !options.no_open {
        open(&serving.address);
    }
    serving.wait();
    Ok(())
}

/// Opens the address in the person's browser, where there is a screen; the printed line is enough.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        Some("open")
    } else if cfg!(windows) {
        Some("explorer")
    } else {
        let screen = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|it| std::env::var_os(it).is_some());
        screen.then_some("xdg-open")
    };
    if let Some(program) = opener.and_then(|opener| on_path(&[opener])) {
        // A desktop without a browser is no reason to stop serving.
        let _ = Run::new(program).arg(address).finish();
    }
}

#[cfg(test)]
mod tests {
    use super::mount;

    #[test]
    fn reads_a_mount() {
        let read = mount("/deep/er/=dist").expect("well written");
        assert_eq!((read.under.as_str(), read.folder.to_str()), ("/deep/er/", Some("dist")));
        assert!(mount("dist").is_err());
        assert!(mount("/deep=dist").is_err());
    }
}
