//! Behaviours of the service that nobody has documented: one choice each, the likeliest first.

use serde::Deserialize;

macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $(#[$first_meta:meta])* $first:ident, $($(#[$variant_meta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $(#[$first_meta])*
            #[default]
            $first,
            $($(#[$variant_meta])* $variant),+
        }
    };
}

choice! {
    /// Shape of error bodies.
    ErrorBody {
        /// `{"message": "…"}`
        Message,
        /// `{"Message": "…"}`, as older code paths answer.
        #[serde(rename = "Message")]
        CapitalMessage,
        /// The text alone.
        Plain,
        /// An HTML page with the text.
        Html,
        /// Nothing.
        Empty,
    }
}

choice! {
    /// What is done with a field of more than 120 UTF-16 units.
    LongFields {
        /// 400.
        Refuse,
        /// Cut in silence.
        Truncate,
        /// Taken as it is.
        Off,
    }
}

choice! {
    /// What is done with a tag that the department does not have.
    UnknownTags {
        /// Left out in silence.
        Drop,
        /// 400.
        Refuse,
        /// Taken as it is.
        Accept,
    }
}

choice! {
    /// What is done with messages in a create.
    Transactions {
        /// Kept and returned.
        Honour,
        /// Left out in silence.
        Ignore,
    }
}

choice! {
    /// Whether two tickets may have one uniqueArgument.
    Duplicates {
        /// Yes.
        Allow,
        /// The second is refused with 409.
        Refuse,
    }
}

choice! {
    /// Whether a contact may have one open ticket only, by department, channel and identifier.
    ConflictRule {
        /// Any number.
        Off,
        /// One on WhatsApp, SMS, WebViaSMS and PhoneCall.
        Phone,
        /// One on every channel.
        All,
    }
}

choice! {
    /// How the last page of a list says so.
    PagingEnd {
        /// `"paging": null`
        Null,
        /// `"paging": {}`
        Object,
        /// No `paging`.
        Missing,
        /// `"paging": {"next": ""}`
        EmptyNext,
        /// `"paging": {"next": null}`
        NullNext,
    }
}
