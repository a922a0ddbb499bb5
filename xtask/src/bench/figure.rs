//! What the benches measure: a value, those of peers beside it, and what it should be.

use serde_json::{Value, json};

/// A figure, measured in one run with those beside it.
#[derive(Clone, Debug)]
pub struct Figure {
    pub bench: &'static str,
    pub name: String,
    pub unit: Unit,
    /// The best run.
    pub here: f64,
    /// By how much the worst run differs from the best one, as a part of the best one; `None` for a single run.
    pub spread: Option<f64>,
    pub beside: Vec<Beside>,
    pub reach: Option<Reach>,
}

/// The value of a peer, or why there is none.
#[derive(Clone, Debug)]
pub struct Beside {
    pub name: String,
    pub value: Result<f64, String>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// At most this.
    Most(f64),
    /// At most this part of a peer's value.
    PartOf(f64, &'static str),
    /// At least this part of a peer's value.
    LeastPartOf(f64, &'static str),
    /// At most this above a peer's value.
    Above(f64, &'static str),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    Instructions,
    Count,
    Bytes,
    Micros,
    Millis,
    Seconds,
    PerSecond,
}

impl Unit {
    /// A value for people.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Instructions | Self::Count => thousands(value),
            Self::PerSecond => format!("{}/s", thousands(value)),
            Self::Bytes if value >= 1e6 => format!("{:.2} MB", value / 1e6),
            Self::Bytes if value >= 1e3 => format!("{:.1} KB", value / 1e3),
            Self::Bytes => format!("{value:.0} B"),
            Self::Micros => format!("{value:.1} µs"),
            Self::Millis => format!("{value:.2} ms"),
            Self::Seconds => format!("{value:.2} s"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Count => "count",
            Self::Bytes => "bytes",
            Self::Micros => "µs",
            Self::Millis => "ms",
            Self::Seconds => "s",
            Self::PerSecond => "1/s",
        }
    }
}

impl Figure {
    /// The figure of several runs: the best one counts, for other processes make a run slower and never faster.
    pub fn of_runs(bench: &'static str, name: impl Into<String>, unit: Unit, runs: &[f64]) -> Self {
        let (best, worst) =
            runs.iter().fold((f64::INFINITY, 0.0_f64), |(best, worst), run| (best.min(*run), worst.max(*run)));
        let spread = (runs.len() > 1 && best > 0.0).then(|| worst / best - 1.0);
        Self { bench, name: name.into(), unit, here: best, spread, beside: Vec::new(), reach: None }
    }

    pub fn beside(mut self, name: impl Into<String>, value: Result<f64, String>) -> Self {
        self.beside.push(Beside { name: name.into(), value });
        self
    }

    pub fn reach(mut self, reach: Reach) -> Self {
        self.reach = Some(reach);
        self
    }

    /// The values of peers that could be measured, and the ratio of this one to them.
    pub fn ratios(&self) -> impl Iterator<Item = (&str, f64, f64)> {
        let measured = self.beside.iter().filter_map(|peer| Some((peer.name.as_str(), *peer.value.as_ref().ok()?)));
        measured.filter(|(_, value)| *value > 0.0).map(|(name, value)| (name, value, self.here / value))
    }

    fn peer(&self, name: &str) -> Option<f64> {
        self.ratios().find(|(peer, ..)| *peer == name).map(|(_, value, _)| value)
    }

    /// Whether it is what it should be; `None` if that is not said, or the peer is not measured.
    pub fn is_reached(&self) -> Option<bool> {
        Some(match self.reach? {
            Reach::Most(limit) => self.here <= limit,
            Reach::PartOf(part, peer) => self.here <= part * self.peer(peer)?,
            Reach::LeastPartOf(part, peer) => self.here >= part * self.peer(peer)?,
            Reach::Above(more, peer) => self.here <= self.peer(peer)? + more,
        })
    }

    /// What it should be, for people.
    pub fn reach_text(&self) -> String {
        match self.reach {
            None => String::new(),
            Some(Reach::Most(limit)) => format!("≤ {}", self.unit.show(limit)),
            Some(Reach::PartOf(part, peer)) => format!("≤ {part:.2} × {peer}"),
            Some(Reach::LeastPartOf(part, peer)) => format!("≥ {part:.2} × {peer}"),
            Some(Reach::Above(more, peer)) => format!("≤ {peer} + {}", self.unit.show(more)),
        }
    }

    pub fn to_json(&self) -> Value {
        let beside = self.beside.iter().map(|peer| match &peer.value {
            Ok(value) => json!({ "name": peer.name, "value": value, "ratio": self.here / value }),
            Err(error) => json!({ "name": peer.name, "error": error }),
        });
        json!({
            "bench": self.bench,
            "name": self.name,
            "unit": self.unit.name(),
            "here": self.here,
            "spread": self.spread,
            "beside": beside.collect::<Vec<_>>(),
            "reach": self.reach_text(),
            "reached": self.is_reached(),
        })
    }
}

/// A whole number with a separator between thousands.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Figure, Reach, Unit};

    fn figure(reach: Reach) -> Figure {
        Figure::of_runs("call", "get", Unit::Instructions, &[210.0, 200.0])
            .beside("by hand", Ok(100.0))
            .beside("other", Err("it does not compile".to_owned()))
            .reach(reach)
    }

    #[test]
    fn best_run_counts_and_spread_is_to_the_worst() {
        let figure = figure(Reach::Most(1.0));
        assert!((figure.here - 200.0).abs() < 1e-9);
        assert!((figure.spread.unwrap() - 0.05).abs() < 1e-9);
        assert_eq!(Figure::of_runs("call", "get", Unit::Count, &[1.0]).spread, None);
    }

    #[test]
    fn reach_is_absolute_or_relative_to_a_peer() {
        assert_eq!(figure(Reach::Most(200.0)).is_reached(), Some(true));
        assert_eq!(figure(Reach::Most(199.0)).is_reached(), Some(false));
        assert_eq!(figure(Reach::PartOf(2.0, "by hand")).is_reached(), Some(true));
        assert_eq!(figure(Reach::PartOf(1.9, "by hand")).is_reached(), Some(false));
        assert_eq!(figure(Reach::LeastPartOf(2.1, "by hand")).is_reached(), Some(false));
        assert_eq!(figure(Reach::Above(100.0, "by hand")).is_reached(), Some(true));
        assert_eq!(figure(Reach::Above(99.0, "by hand")).is_reached(), Some(false));
    }

    #[test]
    fn reach_without_its_peer_is_neither_reached_nor_missed() {
        assert_eq!(figure(Reach::PartOf(1.0, "other")).is_reached(), None);
        assert_eq!(figure(Reach::PartOf(1.0, "nobody")).is_reached(), None);
    }

    #[test]
    fn peers_that_fail_have_no_ratio() {
        let figure = figure(Reach::Most(1.0));
        let ratios: Vec<_> = figure.ratios().map(|(name, _, ratio)| (name, ratio)).collect();
        assert_eq!(ratios, [("by hand", 2.0)]);
        assert_eq!(figure.to_json()["beside"][1]["error"], "it does not compile");
    }

    #[test]
    fn values_are_shown_in_their_unit() {
        assert_eq!(Unit::Instructions.show(1_234_567.0), "1,234,567");
        assert_eq!(Unit::Count.show(87.0), "87");
        assert_eq!(Unit::Bytes.show(28_700.0), "28.7 KB");
        assert_eq!(Unit::Bytes.show(6_640_000.0), "6.64 MB");
        assert_eq!(Unit::Millis.show(0.66), "0.66 ms");
        assert_eq!(Unit::PerSecond.show(77_000.0), "77,000/s");
    }
}
