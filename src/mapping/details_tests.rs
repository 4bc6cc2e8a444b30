//! Where the keys of `[ticket.details]` go.
#![allow(clippy::unwrap_used)]
use super::*;

#[test]
fn every_key_goes_to_its_own_name_in_the_api() {
    let section: DetailsSection = toml::from_str(
        r#"
            user_agent = "x"
            ip_address = "x"
            location = "x"
            source = { title = "x", uri = "x" }
            external_link = "x"
            is_mobile = true
            identity_token_claims = { customer_level = "x" }
            cards_path = "x"
            [referral]
            utm_parameters = { utm_source = "x", utm_term = "x" }
            ad_id = "x"
            fb_post_id = "x"
            tik_tok_video_id = "x"
            instagram_story_media_url = "x"
            "#,
    )
    .unwrap();
    let filled = section.filled();
    let paths: Vec<String> = filled.iter().map(|detail| detail.path.join(".")).collect();
    assert_eq!(
        paths,
        [
            "isMobile",
            "userAgent",
            "iPAddress",
            "location",
            "externalLink",
            "cardsPath",
            "source.title",
            "source.uri",
            "referral.adId",
            "referral.fbPostId",
            "referral.instagramStoryMediaUrl",
            "referral.tikTokVideoId",
            "identityTokenClaims.customer_level",
            "referral.utmParameters.utm_source",
            "referral.utmParameters.utm_term",
        ]
    );
    let keys: Vec<&str> = filled.iter().map(|detail| detail.key.as_str()).collect();
    assert!(keys.contains(&"referral.utm_parameters.utm_source") && keys.contains(&"ip_address"));
}

#[test]
fn a_flag_is_a_word_of_toml_or_a_template() {
    for (toml, template) in [
        ("is_mobile = true", "true"),
        ("is_mobile = false", "false"),
        ("is_mobile = '{{ mobile? }}'", "{{ mobile? }}"),
    ] {
        let section: DetailsSection = toml::from_str(toml).unwrap();
        let texts: Vec<&str> = section.filled().iter().map(|d| d.template).collect();
        assert_eq!(texts, [template]);
    }
}
