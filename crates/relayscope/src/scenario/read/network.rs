//! `[network]` and `[[link]]`

use std::collections::BTreeMap;

use relay_kernel::SimDuration;

use super::Reader;
use crate::scenario::file::{LinkTable, NetworkTable};
use crate::scenario::model::{LinkQuality, LinkSetup, Network};
use crate::scenario::text::{Duration, Item, Text};
use crate::scenario::{Diagnostic, limit};

impl Reader<'_> {
    pub(super) fn network(&mut self, table: Option<&Item<NetworkTable>>) -> Network {
        let none = NetworkTable::default();
        let table = table.map_or(&none, |table| &table.value);
        let link = LinkQuality {
            latency: self.latency(table.latency.as_ref(), SimDuration::from_millis(20)),
            jitter: self.latency(table.jitter.as_ref(), SimDuration::ZERO),
            rate_bytes_per_second: self.maybe(table.rate.as_ref()).unwrap_or(0),
            loss_per_million: self.maybe(table.loss.as_ref()).unwrap_or(0),
        };
        let dns_latency = self.latency(table.dns_latency.as_ref(), SimDuration::from_millis(10));
        Network { link, dns_latency }
    }

    fn latency(&mut self, text: Option<&Text<Duration>>, default: SimDuration) -> SimDuration {
        let (Some(text), Some(value)) = (text, self.maybe(text)) else { return default };
        if value > limit::LATENCY {
            let message = format!("a packet that takes {value} is too slow");
            let hint = format!("at most {} is allowed", limit::LATENCY);
            self.report(Diagnostic::error(text.span.clone(), message).hint(hint));
        }
        value
    }

    pub(super) fn links(
        &mut self,
        tables: &[Item<LinkTable>],
        usual: &LinkQuality,
    ) -> Vec<LinkSetup> {
        let mut spans = BTreeMap::new();
        let mut links = Vec::new();
        for table in tables {
            let quality = LinkQuality {
                latency: self.latency(table.latency.as_ref(), usual.latency),
                jitter: self.latency(table.jitter.as_ref(), usual.jitter),
                rate_bytes_per_second: self
                    .maybe(table.rate.as_ref())
                    .unwrap_or(usual.rate_bytes_per_second),
                loss_per_million: self.maybe(table.loss.as_ref()).unwrap_or(usual.loss_per_million),
            };
            let Some(mut between) = self.two_hosts(&table.between) else { continue };
            between.sort_unstable();
            if let Some(first) = spans.insert(between, &table.between.span) {
                let first = self.line_of(first);
                let message = "there are two links between these hosts";
                let diagnostic = Diagnostic::error(table.between.span.clone(), message);
                self.report(diagnostic.hint(format!("the first is in line {first}")));
            }
            links.push(LinkSetup { between, quality });
        }
        links
    }
}
