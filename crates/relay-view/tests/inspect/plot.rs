//! The plot of attempts: past ones, coming ones, and the end.

use relay_view::Show;
use relay_view::plot::{Course, End, Plot};
use relayscope::trace::HostId;

use super::show;

/// The plot of `host` at a position.
fn plot(show: &mut Show, host: &str, position: usize) -> Plot {
    let id = show.cast().hosts().find(|(_, it)| it.name == host).expect("the host").0;
    show.plot(position, id).expect("a server")
}

/// The course that it shows.
fn course(show: &mut Show, host: &str, position: usize) -> Option<Course> {
    plot(show, host, position).course
}

#[test]
fn the_plot_shows_what_a_message_went_through() {
    let mut show = show("next-hop-down");
    let (host, end) = ("mail.example.com", show.pace().len());
    assert_eq!(course(&mut show, host, 0), None);
    let waiting = |show: &mut Show| {
        let all = (1..end).filter_map(|at| course(show, host, at).map(|course| (at, course)));
        all.collect::<Vec<_>>()
    };
    let all = waiting(&mut show);
    let (at, first) = all.iter().find(|(_, it)| it.next.is_some()).expect("it waits");
    assert_eq!((first.attempts.len(), first.end), (1, None));
    assert_eq!(first.text, "tried once; next after 10 minutes");
    let now = plot(&mut show, host, *at).now.expect("it waits");
    assert!(first.next.expect("it waits") > now);
    let last = course(&mut show, host, end).expect("it is remembered");
    assert!(matches!(last.end, Some((_, End::Done))), "{last:?}");
    assert!(last.attempts.is_sorted() && last.attempts.len() > 3, "{last:?}");
    assert!(
        last.text.contains("again after") && last.text.contains("; passed on after"),
        "{last:?}"
    );
}

#[test]
fn the_plot_shows_that_a_message_was_given_up() {
    let mut show = show("never-back");
    let end = show.pace().len();
    let last = course(&mut show, "mail.example.com", end).expect("it is remembered");
    assert!(matches!(last.end, Some((_, End::GivenUp))), "{last:?}");
    assert!(last.text.contains("again after … "), "of many attempts the last: {}", last.text);
}

/// Two next hops are two attempts for the host, and one for whoever waits.
#[test]
fn attempts_at_several_hosts_count_as_one() {
    let source = "format = 1\nuntil = \"1h\"\n\
         [[host]]\nname = \"mail.example.com\"\nmailboxes = [\"alice@example.com\"]\n\
         [[host]]\nname = \"mx.example.net\"\nmailboxes = [\"bob@example.net\"]\n\
         [[host]]\nname = \"mx.example.org\"\nmailboxes = [\"carol@example.org\"]\n\
         [[send]]\nfrom = \"alice@example.com\"\nto = [\"bob@example.net\", \"carol@example.org\"]\n\
         [[fault]]\nhost_down = \"mx.example.net\"\n[[fault]]\nhost_down = \"mx.example.org\"\n";
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let end = show.pace().len();
    let last = course(&mut show, "mail.example.com", end).expect("it waits");
    assert!(!last.text.contains("less than"), "{}", last.text);
    let again = last.text.split("again after ").nth(1).expect("it was tried again");
    let spans: Vec<&str> = again.split(';').next().expect("one part").split(", ").collect();
    let mut single = spans.clone();
    single.dedup();
    assert_eq!(spans, single);
}

/// A report that failed and stays for a while was not given up.
#[test]
fn what_is_frozen_still_waits() {
    let source = include_str!("../../../../tests/scenario/double-bounce-frozen/scenario.toml");
    let mut show = Show::load(source, None).expect("a good scenario");
    while show.compute_more() {}
    let ids: Vec<HostId> = show.cast().hosts().map(|(id, _)| id).collect();
    let mut waited = false;
    for position in 0..=show.pace().len() {
        for id in &ids {
            let Some(course) = show.plot(position, *id).and_then(|plot| plot.course) else {
                continue;
            };
            assert!(course.next.is_none() || course.end.is_none(), "{course:?} at {position}");
            waited |= course.next.is_some();
        }
    }
    assert!(waited);
}
