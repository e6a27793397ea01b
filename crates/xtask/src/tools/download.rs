//! Ready-made archives: fetched by curl, unpacked by tar, both of which every platform has.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    process::Run,
};

/// This machine as Rust projects name it in their releases.
pub(super) fn rust_triple() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("x86_64-unknown-linux-gnu"),
        ("linux", "aarch64") => Some("aarch64-unknown-linux-gnu"),
        ("macos", "x86_64") => Some("x86_64-apple-darwin"),
        ("macos", "aarch64") => Some("aarch64-apple-darwin"),
        ("windows", "x86_64") => Some("x86_64-pc-windows-msvc"),
        _ => None,
    }
}

/// This machine as Binaryen names it in its releases.
pub(super) fn binaryen_platform() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("x86_64-linux"),
        ("linux", "aarch64") => Some("aarch64-linux"),
        ("macos", "x86_64") => Some("x86_64-macos"),
        ("macos", "aarch64") => Some("arm64-macos"),
        ("windows", "x86_64") => Some("x86_64-windows"),
        _ => None,
    }
}

/// Fetches an archive and unpacks it into a folder. Fails within seconds where there is no network.
pub(super) fn unpack(url: &str, into: &Path) -> Result<()> {
    let archive = into.join("archive");
    let fetched = Run::new("curl")
        .args(["--fail", "--location", "--silent", "--show-error", "--proto", "=https"])
        // Give up soon on a network that does not answer, and on one that has gone to sleep.
        .args(["--connect-timeout", "10", "--speed-limit", "2000", "--speed-time", "20"])
        .args(["--max-time", "300", "--output"])
        .arg(&archive)
        .arg(url)
        .finish()?;
    if !fetched.ok {
        return Err(Error::new(fetched.text.trim().to_owned()).at(url));
    }
    // tar tells gzip from zip by itself where zip is used, which is Windows with its bsdtar.
    let unpacked = Run::new("tar").arg("-xf").arg(&archive).arg("-C").arg(into).finish()?;
    fs::remove_file(&archive).map_err(|error| Error::new(error.to_string()).at(url))?;
    if !unpacked.ok {
        return Err(Error::new(unpacked.text.trim().to_owned()).at(url));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::unpack;

    #[test]
    fn refuses_anything_but_https() {
        let nowhere = std::env::temp_dir();
        assert!(unpack("file:///etc/hostname", &nowhere).is_err());
    }
}
