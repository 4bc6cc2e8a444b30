//! Decisions taken from the first bytes of an input, so that a fuzzer makes them and a seed can be written by hand.

/// What stands between the parts of an input, in a line of its own.
const BETWEEN: &[u8] = b"\n%%\n";

/// Bytes from which decisions are taken one by one; what is left is the content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choices<'a>(pub(crate) &'a [u8]);

impl<'a> Choices<'a> {
    /// The next byte; 0 behind the end. A letter of a seed counts by its code.
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `count`, by the next byte: `0` to `9`, then letters from `A` on, or any other code.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let byte = usize::from(self.byte());
        let number = match byte {
            48..=57 => byte - 48,
            65..=90 => byte - 55,
            other => other,
        };
        number % count.max(1)
    }

    /// One of these, by the next byte.
    pub(crate) fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// The parts of what is left, which stand between lines of `%%`.
    pub(crate) fn parts<const N: usize>(&self) -> [&'a [u8]; N] {
        let mut rest = self.0;
        std::array::from_fn(|at| {
            let end = memchr::memmem::find(rest, BETWEEN).filter(|_| at + 1 < N);
            let part = &rest[..end.unwrap_or(rest.len())];
            rest = end.map_or(&[], |end| &rest[end + BETWEEN.len()..]);
            part
        })
    }

    /// The same parts as texts, what is no text in them replaced.
    pub(crate) fn texts<const N: usize>(&self) -> [String; N] {
        self.parts()
            .map(|part: &[u8]| String::from_utf8_lossy(part).into_owned())
    }
}
