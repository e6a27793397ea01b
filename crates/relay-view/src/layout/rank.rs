//! Which server comes after which: longest paths in the flow of mail.

use relayscope::trace::HostId;

use crate::cast::{Cast, Part, Tie};

/// The servers, by how many servers mail has passed before it comes to them. Within a rank they
/// stand so that links cross little.
pub(super) fn ranks(cast: &Cast, ties: &[Tie]) -> Vec<Vec<HostId>> {
    let servers: Vec<HostId> =
        cast.hosts().filter(|(_, host)| host.part != Part::Client).map(|(id, _)| id).collect();
    let is_server = |id: HostId| servers.contains(&id);
    let mut flow: Vec<Tie> = Vec::new();
    for tie in ties.iter().filter(|tie| is_server(tie.from) && is_server(tie.to)) {
        // What would close a circle goes back, and says nothing about the order.
        if !reaches(&flow, tie.to, tie.from) {
            flow.push(*tie);
        }
    }
    let mut rank = vec![0_usize; cast.len()];
    // No path is longer than there are servers.
    for _ in &servers {
        for tie in &flow {
            rank[tie.to.index()] = rank[tie.to.index()].max(rank[tie.from.index()] + 1);
        }
    }
    // Where mail begins stands next to where it goes, not at the far left of a longer path.
    for server in &servers {
        let starts = !flow.iter().any(|tie| tie.to == *server);
        let nearest = flow.iter().filter(|tie| tie.from == *server);
        if let (true, Some(next)) = (starts, nearest.map(|tie| rank[tie.to.index()]).min()) {
            rank[server.index()] = next.saturating_sub(1);
        }
    }
    let count = servers.iter().map(|id| rank[id.index()] + 1).max().unwrap_or(0);
    let mut ranks: Vec<Vec<HostId>> = vec![Vec::new(); count];
    for server in servers {
        ranks[rank[server.index()]].push(server);
    }
    ranks.retain(|rank| !rank.is_empty());
    order(&mut ranks, &flow);
    ranks
}

/// Whether `to` is found behind `from`.
fn reaches(flow: &[Tie], from: HostId, to: HostId) -> bool {
    let mut to_do = vec![from];
    let mut seen = Vec::new();
    while let Some(at) = to_do.pop() {
        if at == to {
            return true;
        }
        if !seen.contains(&at) {
            seen.push(at);
            to_do.extend(flow.iter().filter(|tie| tie.from == at).map(|tie| tie.to));
        }
    }
    false
}

/// Moves every server to the mean place of those before it, rank after rank.
fn order(ranks: &mut [Vec<HostId>], flow: &[Tie]) {
    for at in 1..ranks.len() {
        let (before, here) = ranks.split_at_mut(at);
        let Some(before) = before.last() else { continue };
        here[0].sort_by_key(|server| {
            let neighbours = flow.iter().filter(|tie| tie.to == *server);
            let places: Vec<usize> = neighbours
                .filter_map(|tie| before.iter().position(|other| *other == tie.from))
                .collect();
            let sum: usize = places.iter().map(|place| place * 1000).sum();
            (sum / places.len().max(1), server.0)
        });
    }
}
