//! The plot of the page about scale: microseconds per function by the number of functions, both axes logarithmic.

use super::cost::{Cost, PHASES};
use plotters::prelude::*;

/// Size in pixels.
const SIZE: (u32, u32) = (640, 320);

/// The range of microseconds per function; the legend is below the lines.
const MICROS: std::ops::Range<f64> = 0.05..2_000.0;

/// The total's colour and the phases' colours, readable on white and on black.
const TOTAL_COLOUR: RGBColor = RGBColor(0x80, 0x80, 0x80);
const PHASE_COLOURS: [RGBColor; PHASES.len()] = [
    RGBColor(0x2f, 0x81, 0xf7),
    RGBColor(0x89, 0x57, 0xe5),
    RGBColor(0xbf, 0x87, 0x00),
    RGBColor(0xd1, 0x49, 0x5b),
    RGBColor(0x2d, 0x9d, 0x78),
];

/// Draws the plot as SVG.
pub fn draw(costs: &[Cost]) -> Result<String, String> {
    let mut svg = String::new();
    draw_into(&mut svg, costs).map_err(|error| format!("cannot draw the plot: {error}"))?;
    Ok(svg)
}

fn draw_into(svg: &mut String, costs: &[Cost]) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    let grey = |size: u32| ("sans-serif", size).into_font().color(&TOTAL_COLOUR);
    let functions = |at: fn(f64, f64) -> f64, start: f64| costs.iter().map(Cost::functions_f64).fold(start, at);
    let range = functions(f64::min, f64::INFINITY)..functions(f64::max, 0.0);
    let mut chart = ChartBuilder::on(&area)
        .margin(10)
        .caption("Microseconds per function, by the number of functions in the spec", grey(14))
        .x_label_area_size(30)
        .y_label_area_size(50)
        .build_cartesian_2d(range.log_scale(), MICROS.log_scale())?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(TOTAL_COLOUR.mix(0.3))
        .axis_style(TOTAL_COLOUR)
        .x_desc("functions")
        .x_label_formatter(&|functions| format!("{functions:.0}"))
        .y_label_formatter(&|micros| format!("{micros} µs"))
        .label_style(grey(12))
        .draw()?;
    let phases = PHASES.iter().zip(PHASE_COLOURS).enumerate();
    let phases = phases.map(|(phase, (name, colour))| {
        let points: Vec<_> = costs.iter().map(|cost| (cost.functions_f64(), cost.phases[phase])).collect();
        (*name, colour, points)
    });
    let total = costs.iter().map(|cost| (cost.functions_f64(), cost.total())).collect();
    for (name, colour, points) in phases.chain([("total", TOTAL_COLOUR, total)]) {
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)).point_size(3))?
            .label(name)
            .legend(move |(x, y)| Rectangle::new([(x, y - 4), (x + 12, y + 4)], colour.filled()));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::LowerRight).label_font(grey(12)).draw()?;
    area.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::bench::regen::cost::Cost;

    #[test]
    fn plot_has_a_line_for_each_phase_and_the_total() {
        let cost = |functions| Cost {
            functions,
            phases: [10.0, 2.0, 20.0, 500.0, 50.0],
            peak_kib: 1.0,
            spec_bytes: 1.0,
            output_bytes: 1.0,
        };
        let svg = draw(&[cost(100), cost(1_000), cost(10_000)]).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
        assert!(svg.matches("<polyline").count() >= 6, "{svg}");
        for name in ["load", "check", "lower", "emit", "write", "total", "functions"] {
            assert!(svg.contains(&format!("\n{name}\n")), "{name}: {svg}");
        }
    }
}
