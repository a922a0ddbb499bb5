//! The plot of the scale bench: microseconds a function over the number of functions, both on logarithmic axes.

use super::scale::Cost;
use std::fmt::Write;

/// The area of the plot inside a drawing of 640 by 300.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 540.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 250.0;

/// The ends of the axes: functions, and microseconds a function.
const FUNCTIONS: (f64, f64) = (70.0, 14_000.0);
const MICROS: (f64, f64) = (0.5, 2_000.0);

/// The phases with their colours, readable on white and on black.
const PHASES: [(&str, &str); 5] =
    [("load", "#2f81f7"), ("check", "#8957e5"), ("lower", "#bf8700"), ("emit", "#d1495b"), ("write", "#2d9d78")];

/// Colours follow the reader's theme.
const HEAD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-family="system-ui, sans-serif" font-size="12">
<style>
  text { fill: #57606a } .title { fill: #24292f; font-size: 14px } .grid { stroke: #d0d7de; stroke-width: 1 }
  .line { fill: none; stroke-width: 2 } .all { stroke: #24292f } .all-dot { fill: #24292f }
  @media (prefers-color-scheme: dark) {
    text { fill: #9da7b3 } .title { fill: #e6edf3 } .grid { stroke: #30363d } .all { stroke: #e6edf3 } .all-dot { fill: #e6edf3 }
  }
</style>
<title>Time a function by the size of the spec</title>
"##;

/// The plot as SVG.
pub fn draw(costs: &[Cost]) -> String {
    let mut out = HEAD.to_owned();
    text(&mut out, LEFT, 22.0, "start", "title", "Microseconds a function, by the number of functions in the spec");
    for micros in [1.0, 10.0, 100.0, 1_000.0] {
        let at = y(micros);
        add(
            &mut out,
            format_args!("<line class=\"grid\" x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{RIGHT}\" y2=\"{at:.1}\"/>\n"),
        );
        text(&mut out, LEFT - 8.0, at + 4.0, "end", "tick", &format!("{micros} µs"));
    }
    for cost in costs {
        let at = x(cost);
        add(
            &mut out,
            format_args!("<line class=\"grid\" x1=\"{at:.1}\" y1=\"{TOP}\" x2=\"{at:.1}\" y2=\"{BOTTOM}\"/>\n"),
        );
        text(&mut out, at, BOTTOM + 18.0, "middle", "tick", &cost.functions.to_string());
    }
    text(&mut out, f64::midpoint(LEFT, RIGHT), BOTTOM + 38.0, "middle", "tick", "functions");
    let mut labels = vec![(line(&mut out, costs, Cost::total, "all", None), "all", None)];
    for (phase, (name, colour)) in PHASES.into_iter().enumerate() {
        let end = line(&mut out, costs, |cost| cost.phases[phase], name, Some(colour));
        labels.push((end, name, Some(colour)));
    }
    // Names beside the ends of the lines, none over another.
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lowest = 0.0_f64;
    for (end, name, colour) in labels {
        lowest = (lowest + 15.0).max(end + 4.0);
        let style = colour
            .map_or_else(|| "class=\"title\" font-weight=\"bold\"".to_owned(), |c| format!("style=\"fill: {c}\""));
        add(&mut out, format_args!("<text x=\"{:.0}\" y=\"{lowest:.1}\" {style}>{name}</text>\n", RIGHT + 12.0));
    }
    out.push_str("</svg>\n");
    out
}

/// Draws a line with a dot for each size, and gives the height of its end.
fn line(out: &mut String, costs: &[Cost], micros: impl Fn(&Cost) -> f64, name: &str, colour: Option<&str>) -> f64 {
    let points: Vec<(f64, f64)> = costs.iter().map(|cost| (x(cost), y(micros(cost)))).collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let stroke = colour.map(|colour| format!(" stroke=\"{colour}\"")).unwrap_or_default();
    let fill = colour.map(|colour| format!(" fill=\"{colour}\"")).unwrap_or_default();
    add(out, format_args!("<polyline class=\"line {name}\"{stroke} points=\"{}\"/>\n", path.join(" ")));
    for (x, y) in &points {
        add(out, format_args!("<circle class=\"{name}-dot\"{fill} cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\n"));
    }
    points.last().map_or(BOTTOM, |(_, y)| *y)
}

fn text(out: &mut String, x: f64, y: f64, anchor: &str, class: &str, words: &str) {
    add(
        out,
        format_args!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>\n"),
    );
}

/// Writing to a String cannot fail.
fn add(out: &mut String, more: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(more);
}

fn x(cost: &Cost) -> f64 {
    let functions = f64::from(u32::try_from(cost.functions).unwrap_or(u32::MAX));
    LEFT + part(functions, FUNCTIONS) * (RIGHT - LEFT)
}

fn y(micros: f64) -> f64 {
    BOTTOM - part(micros, MICROS) * (BOTTOM - TOP)
}

/// Where a value lies between two ends, on a logarithmic axis.
fn part(value: f64, (low, high): (f64, f64)) -> f64 {
    ((value / low).ln() / (high / low).ln()).clamp(0.0, 1.0)
}
