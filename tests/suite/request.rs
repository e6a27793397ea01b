//! Who is told of what: the rules of RFC 3461 §5.2, worked out beside the hosts and compared with
//! what comes back to the sender.

use std::collections::BTreeSet;

use proptest::prelude::*;
use relay_host::dsn::action_of;
use relay_host::{Action, Fact};
use relay_tests::scenario::run;
use relayscope::scenario::Scenario;
use relayscope::trace::Kind;

/// What the recipient's host makes of the recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Good,
    Unknown,
    /// The mailbox is full for ever: 452 until the message expires.
    Full,
    /// An alias for one address of the same host.
    OneAlias,
    /// An alias for two addresses of the same host.
    ManyAlias,
}

const FATES: [(Fate, &str); 5] = [
    (Fate::Good, "bob"),
    (Fate::Unknown, "nobody"),
    (Fate::Full, "full"),
    (Fate::OneAlias, "sales"),
    (Fate::ManyAlias, "team"),
];

/// One message to one recipient.
#[derive(Clone, Debug)]
struct Case {
    fate: (Fate, &'static str),
    /// The occasions that NOTIFY names; `None` for no NOTIFY, an empty list for NEVER.
    notify: Option<Vec<&'static str>>,
    /// The profile of the sender's host.
    profile: &'static str,
    /// Whether that host warns of delays.
    warns: bool,
    /// Whether the recipient's host offers DSN.
    has_dsn: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let occasions = prop::sample::subsequence(vec!["success", "failure", "delay"], 0..=3);
    (
        prop::sample::select(FATES.to_vec()),
        prop::option::of(occasions),
        prop::sample::select(vec!["postfix", "exim", "qmail", "rfc"]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(fate, notify, profile, warns, has_dsn)| Case {
            fate,
            notify,
            profile,
            warns,
            has_dsn,
        })
}

impl Case {
    fn scenario(&self) -> String {
        let retry = if self.profile == "exim" { "" } else { "retry = { lifetime = \"6h\" }" };
        let warning = if self.warns { "1h" } else { "0s" };
        let extensions = if self.has_dsn { "" } else { "extensions = [\"pipelining\", \"size\"]" };
        let notify = self.notify.as_ref().map(|occasions| match &occasions[..] {
            [] => "notify = \"never\"".to_owned(),
            some => format!("notify = {some:?}"),
        });
        format!(
            r#"
            format = 1
            [[host]]
            name = "mail.example.com"
            mailboxes = ["alice@example.com"]
            profile = "{}"
            {retry}
            bounces = {{ delay_warning = "{warning}" }}
            [[host]]
            name = "mx.example.net"
            domains = ["example.net"]
            mailboxes = ["bob", "carol", {{ name = "full", quota = "1 B" }}]
            aliases = {{ sales = "bob@example.net", team = ["bob@example.net", "carol@example.net"] }}
            {extensions}
            [[send]]
            from = "alice@example.com"
            to = "{}@example.net"
            {}
            "#,
            self.profile,
            self.fate.1,
            notify.unwrap_or_default()
        )
    }

    fn names(&self, occasion: &str) -> bool {
        self.notify.as_ref().is_some_and(|occasions| occasions.contains(&occasion))
    }

    /// What the sender must be told, by the rules.
    fn expected(&self) -> BTreeSet<Action> {
        let mut told = BTreeSet::new();
        let unless_left_out = |occasion| self.notify.is_none() || self.names(occasion);
        match self.fate.0 {
            // §5.2.2 b: passed on to a host without DSN.
            Fate::Good | Fate::OneAlias | Fate::ManyAlias if !self.has_dsn => {
                told.extend(self.names("success").then_some(Action::Relayed));
            }
            // §5.2.3 a, §5.2.7.2
            Fate::Good | Fate::OneAlias => {
                told.extend(self.names("success").then_some(Action::Delivered));
            }
            // §5.2.7.3 c
            Fate::ManyAlias => told.extend(self.names("success").then_some(Action::Expanded)),
            // §5.2.6
            Fate::Unknown => told.extend(unless_left_out("failure").then_some(Action::Failed)),
            // §5.2.5, then §5.2.6
            Fate::Full => {
                told.extend((self.warns && unless_left_out("delay")).then_some(Action::Delayed));
                told.extend(unless_left_out("failure").then_some(Action::Failed));
            }
        }
        told
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn senders_are_told_what_they_asked_for_and_no_more(case in case()) {
        let source = case.scenario();
        let scenario = Scenario::parse(&source).unwrap_or_else(|e| panic!("{e:#?}\n{source}"));
        let run = run("generated", scenario);
        let mut told = Vec::new();
        for record in run.trace.records() {
            let Kind::Host(Fact::Delivered { content, mailbox, .. }) = record.kind else { continue };
            if run.trace.name(mailbox) == "alice" {
                told.push(action_of(run.trace.content(content)).expect("alice gets reports only"));
            }
        }
        let kinds: BTreeSet<Action> = told.iter().copied().collect();
        prop_assert_eq!(&kinds, &case.expected(), "{}", run.text);
        // Exim warns again and again; all else is said once.
        let once = told.iter().filter(|action| **action != Action::Delayed).count();
        prop_assert_eq!(once, kinds.iter().filter(|kind| **kind != Action::Delayed).count());
    }
}
