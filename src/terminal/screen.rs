//! A part of the terminal that is written over in place.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A text that changes without scrolling. It is taken away with this value.
#[derive(Debug)]
pub struct Screen {
    bar: ProgressBar,
}

impl Screen {
    /// Below what standard output shows.
    #[must_use]
    pub fn new() -> Self {
        // A bar without a bar: it knows how many lines a text takes at this width, and draws them at once.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stdout());
        if let Ok(style) = ProgressStyle::with_template("{msg}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Shows a text in place of the one before.
    pub fn show(&self, text: &str) {
        self.bar.set_message(text.to_owned());
        self.bar.tick();
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
