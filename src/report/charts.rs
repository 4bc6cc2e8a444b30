//! Charts as SVG without a script, a font or a picture. Colours are names here: the style of the page gives
//! each its shade, by day and by night.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::units::{clock, millis, plain};
use crate::measure::{Class, Interval};

/// Size of a chart on a desk, in pixels.
pub(super) const WIDE: (u32, u32) = (960, 300);

/// Size of a chart on a phone, so that its letters stay as large as the text around it.
pub(super) const NARROW: (u32, u32) = (360, 240);

/// Height of letters, in pixels. (The backend takes a quarter off.)
const LETTERS: i32 = 16;

/// Names of colours, each a shade that the style replaces; without a style they do by day.
const INK: RGBColor = RGBColor(0x55, 0x61, 0x72);
const GRID: RGBColor = RGBColor(0xdd, 0xe2, 0xe9);
const FIRST: RGBColor = RGBColor(0x1d, 0x63, 0xd8);
const SECOND: RGBColor = RGBColor(0x17, 0x69, 0x3b);
const LIMIT: RGBColor = RGBColor(0xa4, 0x20, 0x1e);

/// How often a limit may be above everything that was sent and still be drawn: beyond it, the chart would
/// show nothing else.
const LIMIT_IN_SIGHT: f64 = 4.0;

/// What is drawn is of few sizes, so that nothing but a fault of the program keeps a chart from being made.
type Drawn = Result<String, Box<dyn std::error::Error>>;

/// Tickets and requests a second over time, against the limit.
pub(super) fn pace(intervals: &[Interval], size: (u32, u32)) -> Drawn {
    let end = intervals.last().map_or(1.0, |last| last.to);
    let busiest = intervals
        .iter()
        .map(|of| of.rate(of.requests).max(of.rate(of.created)));
    let busiest = busiest.fold(0.1, f64::max);
    let limit = intervals
        .iter()
        .filter_map(|of| of.limit)
        .fold(0.0, f64::max);
    let top = if in_sight(limit, busiest) {
        busiest.max(limit)
    } else {
        busiest
    };
    draw(size, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(6)
            .margin_right(24)
            .x_label_area_size(30)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..end, 0.0..top * 1.08)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .x_labels(if size.0 < WIDE.0 { 5 } else { 9 })
            .y_labels(5)
            .x_label_formatter(&|at| clock(*at, end))
            .y_label_formatter(&|rate| plain(*rate))
            .label_style(letters())
            .draw()?;
        let bar = |of: &Interval| {
            Rectangle::new(
                [(of.from, 0.0), (of.to, of.rate(of.created))],
                FIRST.filled(),
            )
        };
        chart.draw_series(intervals.iter().map(bar))?;
        let requests = steps(intervals, |of| of.rate(of.requests));
        chart.draw_series([PathElement::new(requests, SECOND.stroke_width(2))])?;
        if in_sight(limit, busiest) {
            let limits = steps(intervals, |of| of.limit.unwrap_or(0.0));
            chart.draw_series([PathElement::new(limits, LIMIT.stroke_width(2))])?;
        }
        Ok(())
    })
}

/// Whether a limit is near enough to what was sent to stand in one chart with it.
pub(super) fn in_sight(limit: f64, busiest: f64) -> bool {
    limit > 0.0 && limit <= busiest * LIMIT_IN_SIGHT
}

/// Answers by how long they took.
#[expect(
    clippy::cast_precision_loss,
    reason = "a height in a chart needs no more digits than a double has"
)]
pub(super) fn answers(classes: &[Class], size: (u32, u32)) -> Drawn {
    let most = classes
        .iter()
        .map(|class| class.count)
        .max()
        .unwrap_or(1)
        .max(1);
    let count = classes.len().max(1) as f64;
    draw(size, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(6)
            .margin_right(24)
            .x_label_area_size(30)
            .y_label_area_size(60)
            .build_cartesian_2d(0.0..count, 0.0..most as f64 * 1.08)?;
        // The end of a class is written where the next begins.
        let end = |at: &f64| match classes
            .iter()
            .zip(1_u32..)
            .find(|(_, place)| (f64::from(*place) - at).abs() < 0.01)
        {
            Some((class, _)) => millis(class.to),
            None => String::new(),
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .x_labels(if size.0 < WIDE.0 { 5 } else { 10 })
            .y_labels(4)
            .x_label_formatter(&end)
            .y_label_formatter(&|rows| plain(*rows))
            .label_style(letters())
            .draw()?;
        let bar = |(class, place): (&Class, u32)| {
            let from = f64::from(place);
            Rectangle::new(
                [(from + 0.06, 0.0), (from + 0.94, class.count as f64)],
                FIRST.filled(),
            )
        };
        chart.draw_series(classes.iter().zip(0_u32..).map(bar))?;
        Ok(())
    })
}

/// The share of each interval in which nobody was to send, with the refusals.
pub(super) fn waits(intervals: &[Interval], size: (u32, u32)) -> Drawn {
    let end = intervals.last().map_or(1.0, |last| last.to);
    draw((size.0, size.1 / 2 + 30), |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(6)
            .margin_right(24)
            .x_label_area_size(30)
            .y_label_area_size(52)
            .build_cartesian_2d(0.0..end, 0.0..100.0)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(GRID)
            .x_labels(if size.0 < WIDE.0 { 5 } else { 9 })
            .y_labels(3)
            .x_label_formatter(&|at| clock(*at, end))
            .y_label_formatter(&|share| format!("{share:.0}%"))
            .label_style(letters())
            .draw()?;
        let held = |of: &Interval| {
            let share = (of.held / of.looked.max(0.001) * 100.0).min(100.0);
            Rectangle::new([(of.from, 0.0), (of.to, share)], LIMIT.filled())
        };
        chart.draw_series(intervals.iter().map(held))?;
        Ok(())
    })
}

fn draw(
    size: (u32, u32),
    fill: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Box<dyn std::error::Error>>,
) -> Drawn {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        fill(&area)?;
        area.present().map_err(|error| error.to_string())?;
    }
    // Inside a page the name space is known, and the style gives the size.
    let (width, height) = size;
    let own = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" xmlns=\"http://www.w3.org/2000/svg\">"
    );
    let ours =
        format!("<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\" focusable=\"false\">");
    Ok(svg.replacen(&own, &ours, 1))
}

fn letters() -> TextStyle<'static> {
    ("sans-serif", LETTERS).into_font().color(&INK)
}

/// A line that keeps its height for each interval.
fn steps(intervals: &[Interval], height: impl Fn(&Interval) -> f64) -> Vec<(f64, f64)> {
    let corners = |of: &Interval| [(of.from, height(of)), (of.to, height(of))];
    intervals.iter().flat_map(corners).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn interval(from: f64) -> Interval {
        Interval {
            from,
            to: from + 1.0,
            looked: 1.0,
            created: 3,
            requests: 4,
            throttled: 1,
            held: 0.5,
            limit: Some(5.0),
        }
    }

    #[test]
    fn a_chart_has_no_style_no_script_and_no_address() {
        let intervals: Vec<Interval> = (0..60).map(|at| interval(f64::from(at))).collect();
        let classes = [Class {
            from: 10.0,
            to: 12.0,
            count: 7,
        }];
        for size in [WIDE, NARROW] {
            for svg in [
                pace(&intervals, size),
                waits(&intervals, size),
                answers(&classes, size),
            ] {
                let svg = svg.unwrap();
                assert!(svg.starts_with("<svg viewBox="), "{svg}");
                for outside in ["style=", "http", "<image", "href", "<script"] {
                    assert!(!svg.contains(outside), "{outside}");
                }
            }
        }
    }

    #[test]
    fn nothing_at_all_can_be_drawn_too() {
        assert!(pace(&[], WIDE).is_ok());
        assert!(answers(&[], NARROW).is_ok());
    }

    #[test]
    fn a_limit_that_is_far_away_is_left_out() {
        assert!(in_sight(5.0, 4.0) && !in_sight(100.0, 4.0) && !in_sight(0.0, 4.0));
    }
}
