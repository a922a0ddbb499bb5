//! Ways to change a spec: by bytes, by lines, by words, and by what YAML makes of them.

use super::dictionary::{HOSTILE, WORDS};
use super::random::Random;
use std::ops::Range;

/// A spec may grow to this many bytes: large ones are slow and find nothing that small ones do not.
const LARGEST: usize = 24 * 1024;

/// Knows the words of the corpus.
pub struct Mutator {
    words: Vec<Vec<u8>>,
}

impl Mutator {
    pub fn new(corpus: &[Vec<u8>]) -> Self {
        let mut words: Vec<Vec<u8>> =
            corpus.iter().flat_map(|text| tokens(text).into_iter().map(|at| text[at].to_vec())).collect();
        words.sort();
        words.dedup();
        words.extend(WORDS.map(|word| word.as_bytes().to_vec()));
        Self { words }
    }

    /// One of the pool with a few changes, mostly with one; `others` lend their lines.
    pub fn mutate(&self, pool: &[Vec<u8>], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
        let mut text = random.pick(pool).cloned().unwrap_or_default();
        let changes = [1, 1, 1, 2, 2, 4];
        for _ in 0..random.pick(&changes).copied().unwrap_or(1) {
            match random.below(14) {
                0 => byte(&mut text, random),
                1 => remove_range(&mut text, random),
                2 => line(&mut text, random),
                3 => indent(&mut text, random),
                4 => splice(&mut text, if random.below(2) == 0 { pool } else { others }, random),
                5 => swap_words(&mut text, random),
                6 | 7 => self.word(&mut text, random),
                8 | 9 => hostile(&mut text, values, random),
                10 | 11 => hostile(&mut text, prose, random),
                12 => swap_values(&mut text, random),
                _ => grow(&mut text, random),
            }
        }
        text.truncate(LARGEST);
        text
    }

    /// A word of the corpus in the place of another.
    fn word(&self, text: &mut Vec<u8>, random: &mut Random) {
        let at = random.pick(&tokens(text)).cloned();
        if let (Some(at), Some(word)) = (at, random.pick(&self.words)) {
            text.splice(at, word.iter().copied());
        }
    }
}

/// Runs of letters, digits and the like.
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

/// The lines with their ends.
fn lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive(|byte| *byte == b'\n')
        .map(|line| {
            start += line.len();
            start - line.len()..start
        })
        .collect()
}

/// Values behind a colon, up to the next sign of YAML.
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

fn byte(text: &mut Vec<u8>, random: &mut Random) {
    const SIGNS: &[u8] = b"{}[]:,-#&*!|>'\"%@`?\\/ \n\t\r\0\xff\xc3<";
    let at = random.below(text.len() + 1);
    let sign = random.pick(SIGNS).copied().unwrap_or(b' ');
    match (random.below(3), at < text.len()) {
        (0, true) => text[at] = sign,
        (1, true) => text[at] ^= 1 << random.below(8),
        _ => text.insert(at, sign),
    }
}

fn remove_range(text: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(text.len());
    let end = (start + 1 + random.below(40)).min(text.len());
    text.drain(start.min(end)..end);
}

/// A line goes, comes twice, or moves.
fn line(text: &mut Vec<u8>, random: &mut Random) {
    let all = lines(text);
    let (Some(from), Some(to)) = (random.pick(&all).cloned(), random.pick(&all).cloned()) else { return };
    let moved = text[from.clone()].to_vec();
    match random.below(3) {
        0 => drop(text.drain(from)),
        1 => drop(text.splice(to.start..to.start, moved)),
        _ => drop(text.splice(to, moved)),
    }
}

fn indent(text: &mut Vec<u8>, random: &mut Random) {
    let Some(line) = random.pick(&lines(text)).cloned() else { return };
    if random.below(2) == 0 {
        text.splice(line.start..line.start, b"  ".iter().copied());
    } else if text[line.clone()].starts_with(b"  ") {
        text.drain(line.start..line.start + 2);
    }
}

/// Some lines of another spec.
fn splice(text: &mut Vec<u8>, pool: &[Vec<u8>], random: &mut Random) {
    let Some(other) = random.pick(pool) else { return };
    let (theirs, mine) = (lines(other), lines(text));
    let first = random.below(theirs.len());
    let last = (first + random.below(6)).min(theirs.len().saturating_sub(1));
    let (Some(first), Some(last)) = (theirs.get(first), theirs.get(last)) else { return };
    let at = random.pick(&mine).map_or(0, |line| line.start);
    text.splice(at..at, other[first.start..last.end].iter().copied());
}

fn swap_words(text: &mut Vec<u8>, random: &mut Random) {
    let all = tokens(text);
    swap(text, random.pick(&all).cloned(), random.pick(&all).cloned());
}

fn swap_values(text: &mut Vec<u8>, random: &mut Random) {
    let all = values(text);
    swap(text, random.pick(&all).cloned(), random.pick(&all).cloned());
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

/// Values that may be any text.
fn prose(text: &[u8]) -> Vec<Range<usize>> {
    const KEYS: [&[u8]; 8] =
        [b"doc: ", b"note: ", b"warning: ", b"addition: ", b"value: ", b"title: ", b"wrap: ", b"query: "];
    values(text).into_iter().filter(|at| KEYS.iter().any(|key| text[..at.start].ends_with(key))).collect()
}

/// A hostile text in the place of a value.
fn hostile(text: &mut Vec<u8>, places: fn(&[u8]) -> Vec<Range<usize>>, random: &mut Random) {
    let at = random.pick(&places(text)).cloned();
    if let (Some(at), Some(value)) = (at, random.pick(&HOSTILE)) {
        text.splice(at, value.bytes());
    }
}

/// Much of something: a long word, deep nesting, many lines.
fn grow(text: &mut Vec<u8>, random: &mut Random) {
    let many = 1 << random.below(11);
    match random.below(4) {
        0 => {
            let Some(at) = random.pick(&tokens(text)).cloned() else { return };
            let word = text[at.clone()].to_vec();
            text.splice(at, word.repeat(many));
        }
        1 => {
            let Some(at) = random.pick(&values(text)).cloned() else { return };
            let (open, close) =
                *random.pick(&[("[", "]"), ("{ a: ", " }"), ("list<", ">"), ("/a", "")]).unwrap_or(&("[", "]"));
            let value = text[at.clone()].to_vec();
            text.splice(at, [open.repeat(many).into_bytes(), value, close.repeat(many).into_bytes()].concat());
        }
        _ => {
            let Some(line) = random.pick(&lines(text)).cloned() else { return };
            let repeated = text[line.clone()].repeat(many.min(64));
            text.splice(line, repeated);
        }
    }
}
