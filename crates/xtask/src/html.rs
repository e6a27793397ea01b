//! The two pages in `dist/`: the version is written into what Trunk made of `web/index.html`, and the
//! page for frames, `embed.html`, is made from it, so that both have one policy and the same files.

use std::path::Path;

use crate::{
    error::{Error, Result},
    files::{read, remove_folder, replaced_once, write},
    workspace::{VERSION, root},
};

/// What is written into the page's script tag, before its first attribute.
const SCRIPT: &str = "src=\"./start.js\"";

/// What differs in a frame: another script, and an element that is not the whole page. The frame
/// starts when it comes into view.
const IN_A_FRAME: &[(&str, &str)] =
    &[("src=\"./start.js\"", "src=\"./embed.js\""), (WHOLE_PAGE, " data-frame"), (FIRST_SIGHT, "")];

/// What shows a newcomer the page as a picture. A frame is told what to show, and starts later.
const FIRST_SIGHT: &str = "<script type=\"module\" src=\"./first.js\"></script>";

/// The order in which the style sheets apply.
const SHEETS: &str = "web/package/sheets.js";

/// How the element of the page is marked.
const WHOLE_PAGE: &str = " whole-page loading=\"eager\"";

/// Finishes `dist/index.html`, makes `dist/embed.html`, and joins the style sheets.
pub(crate) fn finish(dist: &Path) -> Result<()> {
    join_sheets(dist)?;
    let index = dist.join("index.html");
    let page = with_version(&read(&index)?)?;
    write(&dist.join("embed.html"), &in_a_frame(&page)?)?;
    write(&index, &page)
}

/// One file instead of many: each costs a slow line its time there and back.
fn join_sheets(dist: &Path) -> Result<()> {
    let folder = dist.join("styles");
    let mut joined = String::new();
    for name in sheets(&read(&root().join(SHEETS))?)? {
        joined += &read(&folder.join(format!("{name}.css")))?;
    }
    write(&dist.join("relayscope.css"), &joined)?;
    remove_folder(&folder)
}

/// The names in the list that the package reads too.
fn sheets(script: &str) -> Result<Vec<&str>> {
    let list = script.split_once("SHEETS = [").and_then(|(_, rest)| rest.split_once(']'));
    let (list, _) = list.ok_or_else(|| {
        Error::new("it holds no list of style sheets").at(SHEETS).mend("write `SHEETS = ['…'];`")
    })?;
    Ok(list.split('\'').skip(1).step_by(2).collect())
}

fn with_version(page: &str) -> Result<String> {
    replaced(page, SCRIPT, &format!("{SCRIPT} data-version=\"{VERSION}\""))
}

fn in_a_frame(page: &str) -> Result<String> {
    IN_A_FRAME.iter().try_fold(page.to_owned(), |page, (from, to)| replaced(&page, from, to))
}

fn replaced(page: &str, from: &str, to: &str) -> Result<String> {
    let mend = "let web/index.html, Trunk.toml and crates/xtask/src/html.rs agree";
    replaced_once(page, (from, to), "dist/index.html", mend)
}

#[cfg(test)]
mod tests {
    use super::{in_a_frame, sheets, with_version};

    const PAGE: &str = "<script type=\"module\" src=\"./first.js\"></script>\
        <script type=\"module\" src=\"./start.js\" data-module=\"./a.js\"></script>\
        <relay-scope id=\"relayscope\" whole-page loading=\"eager\"></relay-scope>";

    #[test]
    fn makes_both_pages() {
        let page = with_version(PAGE).expect("a page");
        assert!(page.contains("src=\"./start.js\" data-version=\""), "{page}");
        let frame = in_a_frame(&page).expect("a page");
        assert!(frame.contains("src=\"./embed.js\" data-version="), "{frame}");
        assert!(!frame.contains("first.js"), "{frame}");
        assert!(
            frame.contains("<relay-scope id=\"relayscope\" data-frame></relay-scope>"),
            "{frame}"
        );
    }

    #[test]
    fn sheets_are_named_in_their_order() {
        let script = "// 'x'\nexport const SHEETS = [\n  'tokens', 'page',\n];\n";
        assert_eq!(sheets(script).expect("a list"), ["tokens", "page"]);
        assert!(sheets("export const OTHERS = [];").is_err());
    }

    #[test]
    fn another_page_is_refused() {
        assert!(with_version("<p>").is_err());
        assert!(in_a_frame("src=\"./start.js\"").is_err());
    }
}
