//! Packages of Debian and its children, for whoever may install them.

use crate::process::{Run, on_path};

/// Root on Debian or one of its children, where installing a package is what everybody expects.
pub(super) fn may_install() -> bool {
    let root = Run::new("id").arg("-u").finish().is_ok_and(|said| said.text.trim() == "0");
    root && on_path(&["apt-get"]).is_some()
}

/// Installs packages; whether that worked.
pub(super) fn install(packages: &[&str]) -> bool {
    let apt = |args: &[&str]| {
        let run = Run::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive");
        run.finish_slowly().is_ok_and(|done| done.ok)
    };
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    // An outdated list of packages is the usual reason for a failure, so it is renewed first.
    apt(&["update"]) && apt(&install)
}
