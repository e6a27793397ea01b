//! `[network]` and `[[link]]`

use std::collections::BTreeMap;

use relay_kernel::SimDuration;

use super::Reader;
use crate::file::{LinkTable, NetworkTable};
use crate::mistake::Link;
use crate::model::{LinkQuality, LinkSetup, Network};
use crate::text::{Duration, Item, Loss, Rate, Text};
use crate::{Diagnostic, limit};

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
            let too_slow = Link::TooSlow { latency: value };
            self.report(Diagnostic::error(text.span.clone(), too_slow));
        }
        value
    }

    /// What a table says of a link, and for the rest what is usual.
    pub(super) fn quality(
        &mut self,
        (latency, jitter): (Option<&Text<Duration>>, Option<&Text<Duration>>),
        rate: Option<&Text<Rate>>,
        loss: Option<&Text<Loss>>,
        usual: &LinkQuality,
    ) -> LinkQuality {
        LinkQuality {
            latency: self.latency(latency, usual.latency),
            jitter: self.latency(jitter, usual.jitter),
            rate_bytes_per_second: self.maybe(rate).unwrap_or(usual.rate_bytes_per_second),
            loss_per_million: self.maybe(loss).unwrap_or(usual.loss_per_million),
        }
    }

    pub(super) fn links(
        &mut self,
        tables: &[Item<LinkTable>],
        usual: &LinkQuality,
    ) -> Vec<LinkSetup> {
        let mut spans = BTreeMap::new();
        let mut links = Vec::new();
        for table in tables {
            let keys = (table.latency.as_ref(), table.jitter.as_ref());
            let quality = self.quality(keys, table.rate.as_ref(), table.loss.as_ref(), usual);
            let Some(mut between) = self.two_hosts(&table.between) else { continue };
            between.sort_unstable();
            if let Some(first) = spans.insert(between, &table.between.span) {
                let twice = Link::Twice { line: self.line_of(first) };
                self.report(Diagnostic::error(table.between.span.clone(), twice));
            }
            links.push(LinkSetup { between, quality });
        }
        links
    }
}
