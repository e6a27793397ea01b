//! Signs: each kind of thing has a shape of its own, so that colour is never needed to tell them
//! apart.

use leptos::prelude::*;
use relay_view::Moment;
use relay_view::holdings::Guise;

/// An envelope around the origin, about 32 by 22. What waits has a mark, whatever it is.
#[component]
pub(crate) fn Envelope(guise: Guise, #[prop(optional)] deferred: bool) -> impl IntoView {
    let class = match guise {
        Guise::Mail => "envelope is-mail",
        Guise::Copy => "envelope is-copy",
        Guise::Dsn => "envelope is-dsn",
        Guise::Collected => "envelope is-collected",
    };
    let inside = match guise {
        Guise::Mail => view! {
            <rect class="paper" x="-16" y="-11" width="32" height="22" rx="3" />
            <path class="fold" d="M-15-9 0 3 15-9" />
        }
        .into_any(),
        // Of the other one behind it, a corner is seen.
        Guise::Copy => view! {
            <path class="behind" d="M-10-7v-3a3 3 0 0 1 3-3H13a3 3 0 0 1 3 3V4a3 3 0 0 1-3 3h-2" />
            <rect class="paper" x="-16" y="-7" width="27" height="18" rx="3" />
            <path class="fold" d="M-15-5-2.500 4 10-5" />
        }
        .into_any(),
        Guise::Dsn => view! {
            <rect class="paper" x="-16" y="-11" width="32" height="22" rx="3" />
            <path class="sign" d="M-4-6-10 0-4 6M4-6 10 0 4 6" />
        }
        .into_any(),
        Guise::Collected => view! {
            <path class="paper" d="M-16-3 0-13 16-3V11H-16Z" />
            <path class="fold" d="M-6 2-1 7 8-3" />
        }
        .into_any(),
    };
    let mark = deferred.then(|| {
        view! {
            <circle class="badge" cx="12" cy="8" r="7" />
            <path class="hands" d="M12 4v4h3" />
        }
    });
    view! { <g class=class class:is-deferred=deferred>{inside} {mark}</g> }
}

/// A sign by reference, for buttons.
#[component]
pub(crate) fn Icon(href: &'static str, #[prop(default = "")] class: &'static str) -> impl IntoView {
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true"><use_ href=href /></svg> }
}

/// The sign of a notable moment.
#[component]
pub(crate) fn Mark(moment: Moment) -> impl IntoView {
    let (class, href) = match moment {
        Moment::Sent => ("mark is-sent", "#rs-mark-sent"),
        Moment::Deferred => ("mark is-deferred", "#rs-mark-deferred"),
        Moment::Bounced => ("mark is-bounced", "#rs-mark-bounced"),
        Moment::Delivered => ("mark is-delivered", "#rs-mark-delivered"),
        Moment::Collected => ("mark is-collected", "#rs-mark-collected"),
        Moment::Fault => ("mark is-fault", "#rs-mark-fault"),
    };
    view! { <svg class=class viewBox="0 0 16 16" aria-hidden="true"><use_ href=href /></svg> }
}

/// All signs that are used by reference.
#[component]
pub(crate) fn Defs() -> impl IntoView {
    view! {
        <svg class="defs" aria-hidden="true" width="0" height="0">
            <defs>
                <symbol id="rs-brand" viewBox="0 0 28 28">
                    <path class="line" d="M3 9.5h22v14H3zM3 10l11 8 11-8" />
                    <path class="line" d="M9 5.5h10M11.5 2.5h5" />
                </symbol>
                <symbol id="rs-open" viewBox="0 0 24 24">
                    <path class="line" d="M4 19V5h6l2 3h8v11zM12 16v-5M9.5 13 12 10.5 14.5 13" />
                </symbol>
                <symbol id="rs-write" viewBox="0 0 24 24">
                    <path class="line" d="M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4" />
                </symbol>
                <symbol id="rs-ladder" viewBox="0 0 24 24">
                    <path class="line" d="M5 3v18M19 3v18M5 8h12M14.5 5.5 17 8l-2.5 2.5M19 15H7M9.5 12.5 7 15l2.5 2.5" />
                </symbol>
                <symbol id="rs-map" viewBox="0 0 24 24">
                    <path class="line" d="M3 4h7v6H3zM14 14h7v6h-7zM10 7h7.5v7" />
                </symbol>
                <MapSigns />
                <symbol id="rs-share" viewBox="0 0 24 24">
                    <path class="line" d="M12 15V3M8 7l4-4 4 4M7 10H5v11h14V10h-2" />
                </symbol>
                <symbol id="rs-undo" viewBox="0 0 24 24">
                    <path class="line" d="M9 5 4 10l5 5M4 10h10a5 5 0 0 1 0 10h-4" />
                </symbol>
                <symbol id="rs-close" viewBox="0 0 24 24">
                    <path class="line" d="M6 6l12 12M18 6 6 18" />
                </symbol>
                <symbol id="rs-sun" viewBox="0 0 24 24">
                    <circle class="line" cx="12" cy="12" r="4" />
                    <path
                        class="line"
                        d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2"
                    />
                </symbol>
                <symbol id="rs-moon" viewBox="0 0 24 24">
                    <path class="line" d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />
                </symbol>
                <symbol id="rs-large" viewBox="0 0 24 24">
                    <path class="line" d="M2.500 19 8.500 5l6 14M4.700 14h7.600M15.500 19l3-8 3 8M16.600 16.500h3.800" />
                </symbol>
                <symbol id="rs-help" viewBox="0 0 24 24">
                    <circle class="line" cx="12" cy="12" r="9.5" />
                    <path class="line" d="M9.2 9.3a2.9 2.9 0 1 1 4.3 2.5c-1 .6-1.5 1.1-1.5 2.2M12 17v.6" />
                </symbol>
                <Playing />
                <Hosts />
                <Marks />
            </defs>
        </svg>
    }
}

#[component]
fn MapSigns() -> impl IntoView {
    view! {
        <symbol id="rs-zoom-in" viewBox="0 0 24 24">
            <path class="line" d="M12 5v14M5 12h14" />
        </symbol>
        <symbol id="rs-zoom-out" viewBox="0 0 24 24"><path class="line" d="M5 12h14" /></symbol>
        <symbol id="rs-fit" viewBox="0 0 24 24">
            <path class="line" d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
        </symbol>
        <symbol id="rs-move" viewBox="0 0 24 24">
            <path
                class="line"
                d="M12 3v18M3 12h18M9.500 5.500 12 3l2.500 2.500M9.500 18.500 12 21l2.500-2.500M5.500 9.500 3 12l2.500 2.500M18.500 9.500 21 12l-2.500 2.500"
            />
        </symbol>
        <symbol id="rs-table" viewBox="0 0 24 24">
            <path class="line" d="M4 5h16v14H4zM4 10h16M10 10v9" />
        </symbol>
    }
}

#[component]
fn Playing() -> impl IntoView {
    view! {
        <symbol id="rs-play" viewBox="0 0 24 24"><path class="solid" d="M7 4.5v15l13-7.5z" /></symbol>
        <symbol id="rs-pause" viewBox="0 0 24 24">
            <path class="solid" d="M6 4.5h4.5v15H6zM13.5 4.5H18v15h-4.5z" />
        </symbol>
        <symbol id="rs-forward" viewBox="0 0 24 24">
            <path class="solid" d="M5 5v14l10-7zM16.5 5H19v14h-2.5z" />
        </symbol>
        <symbol id="rs-back" viewBox="0 0 24 24">
            <path class="solid" d="M19 5v14L9 12zM5 5h2.5v14H5z" />
        </symbol>
        <symbol id="rs-first" viewBox="0 0 24 24">
            <path class="solid" d="M20.5 5v14l-8-7zM12 5v14l-8-7zM2.5 5h2v14h-2z" />
        </symbol>
        <symbol id="rs-last" viewBox="0 0 24 24">
            <path class="solid" d="M3.5 5v14l8-7zM12 5v14l8-7zM19.500 5h2v14h-2z" />
        </symbol>
        <symbol id="rs-next-moment" viewBox="0 0 24 24">
            <path class="line" d="M4 6l6 6-6 6" />
            <path class="solid" d="M16.500 6.500 22 12l-5.500 5.500L11 12z" />
        </symbol>
        <symbol id="rs-previous-moment" viewBox="0 0 24 24">
            <path class="line" d="M20 6l-6 6 6 6" />
            <path class="solid" d="M7.500 6.500 13 12l-5.500 5.500L2 12z" />
        </symbol>
    }
}

#[component]
fn Hosts() -> impl IntoView {
    view! {
        <symbol id="rs-client" viewBox="0 0 24 24">
            <path class="line" d="M4.500 5h15v10.500h-15zM2 19h20M9 15.500 8 19M15 15.500l1 3.500" />
        </symbol>
        <symbol id="rs-server" viewBox="0 0 24 24">
            <path class="line" d="M4 4h16v7H4zM4 13h16v7H4zM7 7.500h2M7 16.500h2M13 7.500h4M13 16.500h4" />
        </symbol>
        <symbol id="rs-relay" viewBox="0 0 24 24">
            <path class="line" d="M4 4h16v16H4zM7 9.500h9M13.500 7 16 9.500 13.500 12M17 15H8M10.500 12.500 8 15l2.500 2.500" />
        </symbol>
        <symbol id="rs-queue" viewBox="0 0 24 24">
            <path class="line" d="M3 8h12v9H3zM3 8.500l6 4.500 6-4.500M7 5h12v9M11 2h12v9" />
        </symbol>
        <symbol id="rs-tray" viewBox="0 0 24 24">
            <path class="line" d="M3 13l3-8h12l3 8v6H3zM3 13h5l1.500 3h5L16 13h5" />
        </symbol>
        <symbol id="rs-lock" viewBox="0 0 24 24">
            <path class="line" d="M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3" />
        </symbol>
    }
}

#[component]
fn Marks() -> impl IntoView {
    view! {
        <symbol id="rs-mark-sent" viewBox="-8 -8 16 16">
            <path class="solid" d="M-5-6 6 0-5 6z" />
        </symbol>
        <symbol id="rs-mark-deferred" viewBox="-8 -8 16 16">
            <path class="solid" d="M-5-6.500H5L1 0 5 6.500H-5L-1 0z" />
        </symbol>
        <symbol id="rs-mark-bounced" viewBox="-8 -8 16 16">
            <path class="solid" d="M7-5v10L0 0zM0-5v10L-7 0z" />
        </symbol>
        <symbol id="rs-mark-delivered" viewBox="-8 -8 16 16">
            <path class="solid" d="M-5.500-5.500h11v11h-11z" />
        </symbol>
        <symbol id="rs-mark-collected" viewBox="-8 -8 16 16">
            <circle class="solid" r="5.500" />
        </symbol>
        <symbol id="rs-mark-fault" viewBox="-8 -8 16 16">
            <path class="solid" d="M0-7 3-3 7-2 4 2 5 7 0 4-5 7-4 2-7-2-3-3z" />
        </symbol>
    }
}
