//! The `[ticket.details]` table: snake_case in the mapping file, the API's own names in the ticket.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `[ticket.details]`: each text is a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DetailsSection {
    /// `userAgent`
    pub user_agent: Option<String>,
    /// `iPAddress`, as the API spells it.
    pub ip_address: Option<String>,
    /// `location`: city, state, country.
    pub location: Option<String>,
    /// `source`: where the ticket comes from.
    pub source: SourceSection,
    /// `externalLink`: an address that is shown to the agent.
    pub external_link: Option<String>,
    /// `isMobile`: `true` or `false`, or a template that gives one of them.
    pub is_mobile: Option<Flag>,
    /// `identityTokenClaims`, by names of the user's own.
    pub identity_token_claims: BTreeMap<String, String>,
    /// `referral`: the advertisement or link that brought the customer.
    pub referral: ReferralSection,
    /// `cardsPath`
    pub cards_path: Option<String>,
}

/// `[ticket.details.source]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceSection {
    /// `title`
    pub title: Option<String>,
    /// `uri`
    pub uri: Option<String>,
}

/// `[ticket.details.referral]`. The API's documents do not say whether it can be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReferralSection {
    /// `utmParameters`, by their own names: `utm_source`, `utm_medium`, `utm_campaign` ….
    pub utm_parameters: BTreeMap<String, String>,
    /// `adId`
    pub ad_id: Option<String>,
    /// `adTitle`
    pub ad_title: Option<String>,
    /// `refData`
    pub ref_data: Option<String>,
    /// `productId`
    pub product_id: Option<String>,
    /// `fbPostId`
    pub fb_post_id: Option<String>,
    /// `instagramStoryId`
    pub instagram_story_id: Option<String>,
    /// `instagramStoryMediaUrl`
    pub instagram_story_media_url: Option<String>,
    /// `appleIntentId`
    pub apple_intent_id: Option<String>,
    /// `appleGroupId`
    pub apple_group_id: Option<String>,
    /// `twitterRootTweetId`
    pub twitter_root_tweet_id: Option<String>,
    /// `tikTokVideoId`
    pub tik_tok_video_id: Option<String>,
    /// `tikTokCommentId`
    pub tik_tok_comment_id: Option<String>,
    /// `whatsappHeadline`
    pub whatsapp_headline: Option<String>,
    /// `whatsappBody`
    pub whatsapp_body: Option<String>,
    /// `whatsappSourceType`
    pub whatsapp_source_type: Option<String>,
    /// `whatsappSourceId`
    pub whatsapp_source_id: Option<String>,
    /// `whatsappSourceUrl`
    pub whatsapp_source_url: Option<String>,
}

/// A template, or `true` or `false` as TOML writes them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Flag {
    /// The same in every row.
    Fixed(bool),
    /// By the row.
    Template(String),
}

impl Flag {
    fn as_str(&self) -> &str {
        match self {
            Self::Fixed(true) => "true",
            Self::Fixed(false) => "false",
            Self::Template(text) => text,
        }
    }
}

/// A member of `details` that the table fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail<'a> {
    /// The key below `ticket.details`, with dots.
    pub(crate) key: String,
    /// The API's names below `details`.
    pub(crate) path: Vec<String>,
    pub(crate) template: &'a str,
}

impl<'a> Detail<'a> {
    fn new(table: &str, key: &str, template: Option<&'a str>) -> Option<Self> {
        let path = [table, key].into_iter().filter(|name| !name.is_empty());
        Some(Self {
            key: path.clone().collect::<Vec<_>>().join("."),
            path: path.map(wire_name).collect(),
            template: template?,
        })
    }

    /// A member whose name is the user's own.
    fn named(table: &str, name: &str, template: &'a str) -> Self {
        let path = table.split('.').map(wire_name);
        Self {
            key: format!("{table}.{name}"),
            path: path.chain([name.to_owned()]).collect(),
            template,
        }
    }
}

/// The API's spelling of a key: camelCase but for one name.
fn wire_name(key: &str) -> String {
    if key == "ip_address" {
        return "iPAddress".into();
    }
    let mut words = key.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

impl DetailsSection {
    /// The keys of the table.
    pub const KEYS: &[&str] = &[
        "user_agent",
        "ip_address",
        "location",
        "source",
        "external_link",
        "is_mobile",
        "identity_token_claims",
        "referral",
        "cards_path",
    ];

    /// All members that are filled in, in a fixed order.
    pub(crate) fn filled(&self) -> Vec<Detail<'_>> {
        let top = [
            ("user_agent", &self.user_agent),
            ("ip_address", &self.ip_address),
            ("location", &self.location),
            ("external_link", &self.external_link),
            ("cards_path", &self.cards_path),
        ];
        let source = [("title", &self.source.title), ("uri", &self.source.uri)];
        let flag = self.is_mobile.as_ref().map(Flag::as_str);
        let mut filled: Vec<Detail<'_>> = Vec::new();
        filled.extend(Detail::new("", "is_mobile", flag));
        let referral = self.referral.texts();
        let tables = [("", &top[..]), ("source", &source), ("referral", &referral)];
        for (table, texts) in tables {
            for (key, text) in texts {
                filled.extend(Detail::new(table, key, text.as_deref()));
            }
        }
        let claims = self.identity_token_claims.iter();
        filled
            .extend(claims.map(|(name, text)| Detail::named("identity_token_claims", name, text)));
        let utm = self.referral.utm_parameters.iter();
        filled.extend(utm.map(|(name, text)| Detail::named("referral.utm_parameters", name, text)));
        filled
    }
}

impl SourceSection {
    /// The keys of the table.
    pub const KEYS: &[&str] = &["title", "uri"];
}

impl ReferralSection {
    /// The keys of the table.
    pub const KEYS: &[&str] = &[
        "utm_parameters",
        "ad_id",
        "ad_title",
        "ref_data",
        "product_id",
        "fb_post_id",
        "instagram_story_id",
        "instagram_story_media_url",
        "apple_intent_id",
        "apple_group_id",
        "twitter_root_tweet_id",
        "tik_tok_video_id",
        "tik_tok_comment_id",
        "whatsapp_headline",
        "whatsapp_body",
        "whatsapp_source_type",
        "whatsapp_source_id",
        "whatsapp_source_url",
    ];

    fn texts(&self) -> [(&'static str, &Option<String>); 17] {
        [
            ("ad_id", &self.ad_id),
            ("ad_title", &self.ad_title),
            ("ref_data", &self.ref_data),
            ("product_id", &self.product_id),
            ("fb_post_id", &self.fb_post_id),
            ("instagram_story_id", &self.instagram_story_id),
            ("instagram_story_media_url", &self.instagram_story_media_url),
            ("apple_intent_id", &self.apple_intent_id),
            ("apple_group_id", &self.apple_group_id),
            ("twitter_root_tweet_id", &self.twitter_root_tweet_id),
            ("tik_tok_video_id", &self.tik_tok_video_id),
            ("tik_tok_comment_id", &self.tik_tok_comment_id),
            ("whatsapp_headline", &self.whatsapp_headline),
            ("whatsapp_body", &self.whatsapp_body),
            ("whatsapp_source_type", &self.whatsapp_source_type),
            ("whatsapp_source_id", &self.whatsapp_source_id),
            ("whatsapp_source_url", &self.whatsapp_source_url),
        ]
    }
}

#[cfg(test)]
#[path = "details_tests.rs"]
mod tests;
