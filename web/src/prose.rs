//! The text of a lesson as elements: only those that a typed tree can name.

use leptos::prelude::*;
use relayscope::scenario::prose::{Block, Inline, Prose};

/// A text.
pub(crate) fn prose(text: &Prose) -> AnyView {
    blocks(text.blocks())
}

fn blocks(blocks: &[Block]) -> AnyView {
    blocks.iter().map(block).collect_view().into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph(parts) => view! { <p>{inlines(parts)}</p> }.into_any(),
        Block::Quote(inner) => view! { <blockquote>{blocks(inner)}</blockquote> }.into_any(),
        Block::Code(code) => view! { <pre tabindex="0">{code.clone()}</pre> }.into_any(),
        Block::List { first: None, items } => view! { <ul>{list(items)}</ul> }.into_any(),
        Block::List { first: Some(first), items } => {
            view! { <ol start=first.to_string()>{list(items)}</ol> }.into_any()
        }
        Block::Table { head, rows } => {
            let head = head.iter().map(|cell| view! { <th scope="col">{inlines(cell)}</th> });
            let rows = rows.iter().map(|row| {
                let cells = row.iter().map(|cell| view! { <td>{inlines(cell)}</td> });
                view! { <tr>{cells.collect_view()}</tr> }
            });
            view! {
                <div class="story-table" tabindex="0">
                    <table>
                        <thead><tr>{head.collect_view()}</tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    }
}

fn list(items: &[Vec<Block>]) -> AnyView {
    let item = |item: &Vec<Block>| match &item[..] {
        [Block::Paragraph(parts)] => view! { <li>{inlines(parts)}</li> }.into_any(),
        inner => view! { <li>{blocks(inner)}</li> }.into_any(),
    };
    items.iter().map(item).collect_view().into_any()
}

fn inlines(parts: &[Inline]) -> AnyView {
    parts.iter().map(inline).collect_view().into_any()
}

fn inline(part: &Inline) -> AnyView {
    match part {
        Inline::Text(text) => text.clone().into_any(),
        Inline::Code(code) => view! { <code>{code.clone()}</code> }.into_any(),
        Inline::Emphasis(inner) => view! { <em>{inlines(inner)}</em> }.into_any(),
        Inline::Strong(inner) => view! { <strong>{inlines(inner)}</strong> }.into_any(),
        Inline::Link { to, words } => link(to, inlines(words)),
        Inline::Break => view! { <br /> }.into_any(),
    }
}

/// A link that leaves the page alone, and tells nobody where it was.
pub(crate) fn link(to: &str, words: impl IntoView + 'static) -> AnyView {
    view! { <a href=to.to_owned() target="_blank" rel="noopener noreferrer">{words}</a> }.into_any()
}
