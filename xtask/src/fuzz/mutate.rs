//! Random mutations of a spec: of bytes, lines, tokens and YAML values.

use super::dictionary::{HOSTILE, TOKENS};
use fastrand::Rng;
use std::ops::Range;

/// Larger specs are slow and find nothing that smaller ones do not.
const MAX_SPEC_BYTES: usize = 24 * 1024;

/// Mutates specs, with the tokens of a corpus.
pub struct Mutator {
    tokens: Vec<Vec<u8>>,
}

impl Mutator {
    pub fn new(corpus: &[Vec<u8>]) -> Self {
        let mut known: Vec<Vec<u8>> =
            corpus.iter().flat_map(|text| tokens(text).into_iter().map(|at| text[at].to_vec())).collect();
        known.sort();
        known.dedup();
        known.extend(TOKENS.map(|token| token.as_bytes().to_vec()));
        Self { tokens: known }
    }

    /// A spec of the pool with one to four mutations; some insert lines of `others`.
    pub fn mutate(&self, pool: &[Vec<u8>], others: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
        let mut text = random.choice(pool).cloned().unwrap_or_default();
        let changes = [1, 1, 1, 2, 2, 4];
        for _ in 0..random.choice(&changes).copied().unwrap_or(1) {
            match below(random, 14) {
                0 => byte(&mut text, random),
                1 => remove_range(&mut text, random),
                2 => line(&mut text, random),
                3 => indent(&mut text, random),
                4 => splice(&mut text, if below(random, 2) == 0 { pool } else { others }, random),
                5 => swap_tokens(&mut text, random),
                6 | 7 => self.replace_token(&mut text, random),
                8 | 9 => hostile(&mut text, values, random),
                10 | 11 => hostile(&mut text, prose, random),
                12 => swap_values(&mut text, random),
                _ => grow(&mut text, random),
            }
        }
        text.truncate(MAX_SPEC_BYTES);
        text
    }

    /// Replaces a token with one of the corpus.
    fn replace_token(&self, text: &mut Vec<u8>, random: &mut Rng) {
        let at = random.choice(&tokens(text)).cloned();
        if let (Some(at), Some(token)) = (at, random.choice(&self.tokens)) {
            text.splice(at, token.iter().copied());
        }
    }
}

/// A random number below `end`; 0 if `end` is 0.
fn below(random: &mut Rng, end: usize) -> usize {
    random.usize(..end.max(1))
}

/// Tokens: runs of letters, digits and a few signs.
fn tokens(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, byte) in text.iter().chain(b" ").enumerate() {
        let inside = byte.is_ascii_alphanumeric() || b"_-./<>".contains(byte) || *byte >= 0x80;
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The lines, line breaks included.
fn lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            start += line.len();
            start - line.len()..start
        })
        .collect()
}

/// Values after a colon, up to the next YAML sign.
fn values(text: &[u8]) -> Vec<Range<usize>> {
    let colons = text.windows(2).enumerate().filter(|(_, pair)| *pair == b": ").map(|(at, _)| at + 2);
    colons
        .map(|start| {
            let quote = text.get(start).copied().filter(|byte| *byte == b'"' || *byte == b'\'');
            let rest = &text[start..];
            let length = match quote {
                Some(quote) => rest[1..].iter().position(|byte| *byte == quote).map(|at| at + 2),
                None => rest.iter().position(|byte| b",}]\n".contains(byte)),
            };
            start..start + length.unwrap_or(rest.len())
        })
        .collect()
}

fn byte(text: &mut Vec<u8>, random: &mut Rng) {
    const SIGNS: &[u8] = b"{}[]:,-#&*!|>'\"%@`?\\/ \n\t\r\0\xff\xc3<";
    let at = below(random, text.len() + 1);
    let sign = random.choice(SIGNS).copied().unwrap_or(b' ');
    match (below(random, 3), at < text.len()) {
        (0, true) => text[at] = sign,
        (1, true) => text[at] ^= 1 << below(random, 8),
        _ => text.insert(at, sign),
    }
}

fn remove_range(text: &mut Vec<u8>, random: &mut Rng) {
    let start = below(random, text.len());
    let end = (start + 1 + below(random, 40)).min(text.len());
    text.drain(start.min(end)..end);
}

/// Removes, duplicates or moves a line.
fn line(text: &mut Vec<u8>, random: &mut Rng) {
    let all = lines(text);
    let (Some(from), Some(to)) = (random.choice(&all).cloned(), random.choice(&all).cloned()) else { return };
    let moved = text[from.clone()].to_vec();
    match below(random, 3) {
        0 => drop(text.drain(from)),
        1 => drop(text.splice(to.start..to.start, moved)),
        _ => drop(text.splice(to, moved)),
    }
}

fn indent(text: &mut Vec<u8>, random: &mut Rng) {
    let Some(line) = random.choice(&lines(text)).cloned() else { return };
    if below(random, 2) == 0 {
        text.splice(line.start..line.start, b"  ".iter().copied());
    } else if text[line.clone()].starts_with(b"  ") {
        text.drain(line.start..line.start + 2);
    }
}

/// Inserts a few lines of another spec.
fn splice(text: &mut Vec<u8>, pool: &[Vec<u8>], random: &mut Rng) {
    let Some(other) = random.choice(pool) else { return };
    let (theirs, mine) = (lines(other), lines(text));
    let first = below(random, theirs.len());
    let last = (first + below(random, 6)).min(theirs.len().saturating_sub(1));
    let (Some(first), Some(last)) = (theirs.get(first), theirs.get(last)) else { return };
    let at = random.choice(&mine).map_or(0, |line| line.start);
    text.splice(at..at, other[first.start..last.end].iter().copied());
}

fn swap_tokens(text: &mut Vec<u8>, random: &mut Rng) {
    let all = tokens(text);
    swap(text, random.choice(&all).cloned(), random.choice(&all).cloned());
}

fn swap_values(text: &mut Vec<u8>, random: &mut Rng) {
    let all = values(text);
    swap(text, random.choice(&all).cloned(), random.choice(&all).cloned());
}

fn swap(text: &mut Vec<u8>, a: Option<Range<usize>>, b: Option<Range<usize>>) {
    let (Some(a), Some(b)) = (a, b) else { return };
    let (first, second) = if a.start < b.start { (a, b) } else { (b, a) };
    if first.end <= second.start {
        let (one, other) = (text[first.clone()].to_vec(), text[second.clone()].to_vec());
        text.splice(second, one);
        text.splice(first, other);
    }
}

/// Values of keys that take any text.
fn prose(text: &[u8]) -> Vec<Range<usize>> {
    const KEYS: [&[u8]; 8] =
        [b"doc: ", b"note: ", b"warning: ", b"addition: ", b"value: ", b"title: ", b"wrap: ", b"query: "];
    values(text).into_iter().filter(|at| KEYS.iter().any(|key| text[..at.start].ends_with(key))).collect()
}

/// Replaces a value with a hostile one.
fn hostile(text: &mut Vec<u8>, places: fn(&[u8]) -> Vec<Range<usize>>, random: &mut Rng) {
    let at = random.choice(&places(text)).cloned();
    if let (Some(at), Some(value)) = (at, random.choice(&HOSTILE)) {
        text.splice(at, value.bytes());
    }
}

/// Repeats something many times: a token, nesting, a line.
fn grow(text: &mut Vec<u8>, random: &mut Rng) {
    let many = 1 << below(random, 11);
    match below(random, 4) {
        0 => {
            let Some(at) = random.choice(&tokens(text)).cloned() else { return };
            let token = text[at.clone()].to_vec();
            text.splice(at, token.repeat(many));
        }
        1 => {
            let Some(at) = random.choice(&values(text)).cloned() else { return };
            let (open, close) =
                *random.choice(&[("[", "]"), ("{ a: ", " }"), ("list<", ">"), ("/a", "")]).unwrap_or(&("[", "]"));
            let value = text[at.clone()].to_vec();
            text.splice(at, [open.repeat(many).into_bytes(), value, close.repeat(many).into_bytes()].concat());
        }
        _ => {
            let Some(line) = random.choice(&lines(text)).cloned() else { return };
            let repeated = text[line.clone()].repeat(many.min(64));
            text.splice(line, repeated);
        }
    }
}
