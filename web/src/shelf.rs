//! How far a reader has come in each lesson: kept in the browser where that is wanted and possible.
//! It is never needed.

use relay_view::Show;
use relay_view::kept::Kept;
use relay_view::lesson::{Progress, Reading};
use web_sys::Storage;

/// The storage of the site; none where the browser or its user does not want it.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The name for a lesson: another text is another lesson.
fn name(show: &Show) -> String {
    // FNV-1a: it keeps texts apart, and nobody gains by making two the same.
    let hash = show.source().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, octet| {
        (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("relayscope lesson {hash:016x}")
}

/// Keeps how far a reader is.
pub(crate) fn put(show: &Show, reading: &Reading, progress: &Progress) {
    let Some(storage) = storage() else { return };
    let mut kept = Kept::default();
    for (name, value) in reading.written(progress) {
        kept.set(&name, value);
    }
    // A full storage keeps nothing, and nothing is lost but a place in a lesson.
    let _ = storage.set_item(&name(show), &kept.write());
}

/// How far the reader was; `None` where that is not known.
pub(crate) fn take(show: &Show, reading: &Reading) -> Option<Progress> {
    let text = storage()?.get_item(&name(show)).ok().flatten()?;
    let kept = Kept::read(&text)?;
    let values = kept.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Some(reading.read(show, values))
}
