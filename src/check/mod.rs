//! What a run would make of a sheet, found out on the same path, up to the socket.
//!
//! A [`Surveyor`] takes the rows as they are judged and keeps, in bounded memory, what a person has to know
//! before anything is sent. It ends in a [`Report`], which has three forms: [text](Report::to_text) for a
//! terminal, [JSON](Report::to_json) for programs, and a [page](Report::to_page) for a browser.
//! [`Records`] is another matter: the rows as they are read, for programs, before anything is made of them.

mod changes;
mod judging;
mod lines;
mod page;
mod page_tables;
mod problems;
mod prospect;
mod reading;
mod records;
mod repeats;
mod report;
mod spots;
mod survey;
mod tags;
mod text;
mod text_findings;
mod ticket;
mod value;

pub use judging::judge_rows;
pub use prospect::Prospect;
pub use records::{End, Records};
pub use report::{
    Again, AsideReport, Cell, Change, ChangeExample, Counts, Example, FileReport, Message, Problem,
    Repeated, Report, Tag, Ticket,
};
pub use survey::Surveyor;
