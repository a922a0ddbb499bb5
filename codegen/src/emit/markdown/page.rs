//! The package's own pages: Markdown as it is written, but for HTML and for links that run something.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// Escapes what is neither Markdown nor a link to a place: HTML, and links with a scheme other than the web's.
pub fn inert(text: &str) -> String {
    let mut text = text.to_owned();
    // What follows an escaped tag may read differently than before. Each round escapes at least the first thing that is
    // live, and no later one meets that again, so the rounds end.
    loop {
        let mut places: Vec<usize> = READINGS.iter().flat_map(|reading| live(&text, *reading)).collect();
        if places.is_empty() {
            return text;
        }
        places.sort_unstable();
        places.dedup();
        for place in places.into_iter().rev() {
            text.insert(place, '\\');
        }
    }
}

/// Tables, lines through text and lists of tasks are what every reader of these pages knows. Some know more signs, such
/// as `$` around formulas, and so may see the end of a code span where others see none: nothing may be live for either.
const READINGS: [Options; 2] = {
    let common = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);
    [common, common.union(Options::ENABLE_MATH).union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_GFM)]
};

/// Where something starts that must not be what it is.
fn live(text: &str, reading: Options) -> Vec<usize> {
    let first = |range: Range<usize>, characters: &[char]| {
        let at = range.start + text.get(range)?.find(characters)?;
        let backslashes = text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        (backslashes % 2 == 0).then_some(at)
    };
    Parser::new_ext(text, reading)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Html(_) | Event::InlineHtml(_) => first(range, &['<']),
            Event::Start(Tag::Link { dest_url, .. }) if !is_place(&dest_url) => first(range, &['[', '<']),
            Event::Start(Tag::Image { dest_url, .. }) if !is_place(&dest_url) => first(range, &['[']),
            _ => None,
        })
        .collect()
}

/// Whether a link leads somewhere: within the docs, on the web, or to an address.
fn is_place(url: &str) -> bool {
    match url.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        }
        _ => true,
    }
}
