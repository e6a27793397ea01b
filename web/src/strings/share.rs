//! The texts of the dialog that shares a view.

pub(crate) const SHARE: &str = "Share";
pub(crate) const SHARE_TITLE: &str = "Share this view";
pub(crate) const SHARE_TEXT: &str = "Whoever opens it sees what you see: the scenario, what was done by hand, and this \
     moment. All of it is in the text itself; nothing is stored anywhere.";
pub(crate) const AT_THIS_MOMENT: &str = "Begin at this moment";
pub(crate) const LINK: &str = "Link";
pub(crate) const TAG: &str = "Tag for a web page";
pub(crate) const FRAME: &str = "Frame, where a page takes no script";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPY_LINK: &str = "Copy the link";
pub(crate) const COPY_TAG: &str = "Copy the tag";
pub(crate) const COPY_FRAME: &str = "Copy the frame";
pub(crate) const COPIED: &str = "Copied.";
pub(crate) const MARKED: &str =
    "The browser does not let this page copy. The text is marked: copy it with Ctrl+C or ⌘C.";

/// What a link cannot carry.
pub(crate) fn left_out(file: &str) -> String {
    format!("{file} is not in it: whoever opens it sees the scenario's own message.")
}
