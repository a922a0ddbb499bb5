//! The plot of all ratios: a point for each peer in each figure.

use crate::bench::figure::Figure;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The width, and the height of a row, in pixels.
const WIDTH: u32 = 760;
const ROW: u32 = 22;

/// Readable on white and on black.
const TEXT_COLOUR: RGBColor = RGBColor(0x80, 0x80, 0x80);
const COLOURS: [RGBColor; 6] = [
    RGBColor(0x2f, 0x81, 0xf7),
    RGBColor(0xd1, 0x49, 0x5b),
    RGBColor(0x2d, 0x9d, 0x78),
    RGBColor(0xbf, 0x87, 0x00),
    RGBColor(0x89, 0x57, 0xe5),
    RGBColor(0x80, 0x80, 0x80),
];

/// Draws the plot as SVG. Figures without a ratio have no row.
pub fn draw(figures: &[Figure]) -> Result<String, String> {
    let rows: Vec<&Figure> = figures.iter().filter(|figure| figure.ratios().next().is_some()).collect();
    let mut svg = String::new();
    draw_into(&mut svg, &rows).map_err(|error| format!("cannot draw the plot: {error}"))?;
    Ok(svg)
}

/// The peers, in the order in which they appear.
fn peers<'a>(rows: &[&'a Figure]) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (name, ..) in rows.iter().flat_map(|figure| figure.ratios()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn draw_into(svg: &mut String, rows: &[&Figure]) -> Result<(), Box<dyn std::error::Error>> {
    let count = u32::try_from(rows.len())?;
    let area = SVGBackend::with_string(svg, (WIDTH, 110 + ROW * count)).into_drawing_area();
    let grey = |size: u32| ("sans-serif", size).into_font().color(&TEXT_COLOUR);
    let ratios = || rows.iter().flat_map(|figure| figure.ratios()).map(|(_, _, ratio)| ratio);
    // Equal is always in sight.
    let range = ratios().fold(0.5, f64::min) * 0.9..ratios().fold(2.0, f64::max) * 1.1;
    let mut chart = ChartBuilder::on(&area)
        .margin(10)
        .caption("Our value, divided by that of the peer", grey(14))
        .x_label_area_size(30)
        .y_label_area_size(330)
        .build_cartesian_2d(range.log_scale(), 0.0..f64::from(count.max(1)))?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .light_line_style(TRANSPARENT)
        .bold_line_style(TEXT_COLOUR.mix(0.3))
        .axis_style(TEXT_COLOUR)
        .x_label_formatter(&|ratio| format!("{ratio}"))
        .label_style(grey(12))
        .draw()?;
    chart.draw_series(LineSeries::new([(1.0, 0.0), (1.0, f64::from(count))], TEXT_COLOUR.stroke_width(2)))?;
    let left = chart.plotting_area().get_x_axis_pixel_range().start;
    let names = grey(12).pos(Pos::new(HPos::Right, VPos::Center));
    // The first figure is on top; rows count from the bottom.
    for (row, figure) in rows.iter().rev().enumerate() {
        let (_, y) = chart.backend_coord(&(1.0, row_middle(row)));
        area.draw_text(&figure.name, &names, (left - 10, y))?;
    }
    for (peer, colour) in peers(rows).into_iter().zip(COLOURS.into_iter().cycle()) {
        let points = rows.iter().rev().enumerate().flat_map(|(row, figure)| {
            let of_peer = figure.ratios().filter(|(name, ..)| *name == peer);
            of_peer.map(move |(_, _, ratio)| Circle::new((ratio, row_middle(row)), 5, colour.filled()))
        });
        chart.draw_series(points)?.label(peer).legend(move |(x, y)| Circle::new((x + 6, y), 5, colour.filled()));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::LowerRight).label_font(grey(12)).draw()?;
    area.present()?;
    Ok(())
}

/// Where a row is, counted from the bottom.
fn row_middle(row: usize) -> f64 {
    f64::from(u32::try_from(row).unwrap_or(u32::MAX)) + 0.5
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::bench::figure::{Figure, Unit};

    fn figure(name: &str) -> Figure {
        Figure::of_runs("call", name, Unit::Count, &[150.0]).beside("by hand", Ok(100.0))
    }

    #[test]
    fn plot_names_figures_and_peers() {
        let alone = Figure::of_runs("call", "no peer", Unit::Count, &[1.0]).beside("absent", Err("no".to_owned()));
        let svg = draw(&[figure("GET one user"), figure("POST").beside("other", Ok(300.0)), alone]).unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
        for name in ["GET one user", "POST", "by hand", "other"] {
            assert!(svg.contains(&format!("\n{name}\n")), "{name}: {svg}");
        }
        assert!(!svg.contains("no peer") && !svg.contains("absent"), "{svg}");
        // Three points, and one for each of two peers in the legend.
        assert_eq!(svg.matches("<circle").count(), 5, "{svg}");
    }

    #[test]
    fn plot_without_figures_is_empty_and_no_error() {
        assert!(draw(&[]).unwrap().starts_with("<svg "));
    }
}
