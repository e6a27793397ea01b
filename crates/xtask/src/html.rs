//! The two pages in `dist/`: the version is written into what Trunk made of `web/index.html`, and the
//! page for frames, `embed.html`, is made from it, so that both have one policy and the same files.

use std::{fs, path::Path};

use crate::{
    error::{Error, Result},
    workspace::{VERSION, read},
};

/// What is written into the page's script tag, before its first attribute.
const SCRIPT: &str = "src=\"./start.js\"";

/// What differs in a frame: another script, and an element that is not the whole page. The frame
/// starts when it comes into view.
const IN_A_FRAME: &[(&str, &str)] =
    &[("src=\"./start.js\"", "src=\"./embed.js\""), (WHOLE_PAGE, " data-frame")];

/// How the element of the page is marked.
const WHOLE_PAGE: &str = " whole-page loading=\"eager\"";

/// Finishes `dist/index.html` and makes `dist/embed.html`.
pub(crate) fn finish(dist: &Path) -> Result<()> {
    let index = dist.join("index.html");
    let page = with_version(&read(&index)?)?;
    write(&dist.join("embed.html"), &in_a_frame(&page)?)?;
    write(&index, &page)
}

fn with_version(page: &str) -> Result<String> {
    replaced(page, SCRIPT, &format!("{SCRIPT} data-version=\"{VERSION}\""))
}

fn in_a_frame(page: &str) -> Result<String> {
    IN_A_FRAME.iter().try_fold(page.to_owned(), |page, (from, to)| replaced(&page, from, to))
}

/// Replaces what must be there exactly once.
fn replaced(page: &str, from: &str, to: &str) -> Result<String> {
    match page.matches(from).count() {
        1 => Ok(page.replacen(from, to, 1)),
        found => Err(Error::new(format!("it holds `{from}` {found} times, and not once"))
            .at("dist/index.html")
            .mend("let web/index.html, Trunk.toml and crates/xtask/src/html.rs agree")),
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).map_err(|error| Error::new(error.to_string()).at(file.display()))
}

#[cfg(test)]
mod tests {
    use super::{in_a_frame, with_version};

    const PAGE: &str = "<script type=\"module\" src=\"./start.js\" data-module=\"./a.js\"></script>\
        <relay-scope id=\"relayscope\" whole-page loading=\"eager\"></relay-scope>";

    #[test]
    fn makes_both_pages() {
        let page = with_version(PAGE).expect("a page");
        assert!(page.contains("src=\"./start.js\" data-version=\""), "{page}");
        let frame = in_a_frame(&page).expect("a page");
        assert!(frame.contains("src=\"./embed.js\" data-version="), "{frame}");
        assert!(
            frame.contains("<relay-scope id=\"relayscope\" data-frame></relay-scope>"),
            "{frame}"
        );
    }

    #[test]
    fn another_page_is_refused() {
        assert!(with_version("<p>").is_err());
        assert!(in_a_frame("src=\"./start.js\"").is_err());
    }
}
