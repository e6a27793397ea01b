//! The views of whole runs: they agree with the world, and they hold at every position.

use relay_mail::Language;
use relay_view::sentence::sentence;
use relay_view::{Cast, Pace};
use relayscope::Timeline;
use relayscope::scenario::Scenario;

mod in_sight;
mod pace;
mod passages;
mod pop3;
mod rows;
mod scene;
mod sentences;

/// Two clients, a relay and a final host; a report that goes all the way back.
const ISP: &str = r#"
format = 1
title = "A relay, and a wrong name beside a good one"
[[host]]
name = "laptop.example.com"
[[host]]
name = "smtp.example.com"
mailboxes = ["alice"]
domains = ["example.com"]
[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = ["bob"]
[[host]]
name = "desk.example.net"
[[account]]
address = "alice@example.com"
on = "laptop.example.com"
[[account]]
address = "bob@example.net"
on = "desk.example.net"
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "nobody@example.net"]
[[collect]]
account = "bob@example.net"
at = "10min"
[[collect]]
account = "alice@example.com"
at = "20min"
"#;

/// Two hosts with one message, and faults.
fn faulty(faults: &str) -> String {
    format!(
        r#"
format = 1
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "mx.example.net"
mailboxes = ["bob@example.net"]
[[send]]
from = "alice@example.com"
to = "bob@example.net"
{faults}
"#
    )
}

/// A next hop that is down at first, or for ever.
fn down(until: &str) -> String {
    faulty(&format!("[[fault]]\n{until}\nhost_down = \"mx.example.net\""))
}

struct Run {
    cast: Cast,
    timeline: Timeline,
    pace: Pace,
}

fn run(source: &str) -> Run {
    let scenario = match Scenario::parse(source) {
        Ok(scenario) => scenario,
        Err(found) => panic!("{found:#?}"),
    };
    let cast = Cast::new(&scenario);
    let mut timeline = Timeline::new(scenario);
    timeline.run_to_end();
    let pace = Pace::new(timeline.trace());
    Run { cast, timeline, pace }
}

/// Every kind of report, and every way in which one ends.
const REPORTS: &str = r#"
format = 1
until = "3d"
[[host]]
name = "mail.example.com"
mailboxes = ["alice@example.com"]
[[host]]
name = "news.example.org"
profile = "exim"
relay_for = []
[[host]]
name = "loud.example.org"
relay_for = []
bounces = { break_null_path_rule = true, return_max = 0 }
[[host]]
name = "mx.example.net"
domains = ["example.net"]
mailboxes = ["bob", "carol"]
aliases = { team = ["bob@example.net", "carol@example.net"] }
[[send]]
from = "alice@example.com"
to = ["bob@example.net", "team@example.net"]
notify = "success"
[[send]]
from = "alice@example.com"
to = "nobody@example.net"
notify = "never"
[[send]]
on = "news.example.org"
from = "alice@example.com"
envelope_from = "alise@example.com"
to = "nobody@example.net"
[[send]]
on = "loud.example.org"
from = "alice@example.com"
envelope_from = "alise@example.com"
to = "nobody@example.net"
"#;

fn all() -> Vec<Run> {
    let scenarios = [
        ISP.to_owned(),
        down("at = \"0s\"\nlasts = \"3h\""),
        down("at = \"0s\""),
        REPORTS.to_owned(),
    ];
    scenarios.iter().map(|scenario| run(scenario)).collect()
}

/// All that is told of a run, in both languages.
fn told_in_both(source: &str) -> [Vec<String>; 2] {
    let mut run = run(source);
    Language::ALL.map(|language| {
        run.cast.language = language;
        let trace = run.timeline.trace();
        let ids = (0..trace.records().len()).map(relay_kernel::RecordId::from_index);
        let told = ids.map(|id| sentence(&run.cast, trace, id));
        told.flat_map(|it| [Some(it.text), it.because]).flatten().collect()
    })
}

/// One of the texts has this part.
fn assert_told(told: &[String], part: &str) {
    assert!(told.iter().any(|text| text.contains(part)), "{part}: {told:#?}");
}
