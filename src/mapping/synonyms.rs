//! The names that columns have in the sheets of the world, by part of a ticket. The API's own come first;
//! of two columns, the one whose name stands earlier is taken.

pub(crate) const KEY: &[&str] = &[
    "uniqueArgument",
    "id",
    "lead id",
    "customer id",
    "contact id",
    "case id",
    "record id",
    "external id",
    "crm id",
    "reference",
    "ref",
    "reference number",
    "unique id",
    "uid",
    "uuid",
    "guid",
    "lead number",
    "case number",
    "customer number",
    "מזהה",
    "מזהה ליד",
    "מזהה לקוח",
    "מספר ליד",
    "מספר לקוח",
    "מס' לקוח",
    "קוד לקוח",
    "מספר פנייה",
    "מספר פניה",
    "אסמכתא",
];
pub(crate) const SUBJECT: &[&str] = &["subject", "title", "topic", "נושא", "כותרת"];
pub(crate) const CULTURE: &[&str] = &["culture", "locale", "תרבות"];
pub(crate) const TAGS: &[&str] = &["tags", "tag", "labels", "label", "תגיות", "תגית", "תוויות"];
pub(crate) const MESSAGE: &[&str] = &["message", "הודעה"];
pub(crate) const STATE: &[&str] = &["state"];
pub(crate) const OPEN: &[&str] = &["open"];
pub(crate) const CLOSE: &[&str] = &["close"];

/// Names of columns that surely hold a whole name.
pub(crate) const FULL_NAME: &[&str] = &["name", "full name", "שם מלא"];
/// `שם` is a first name where there is a last name beside it, and a whole name otherwise: it stands alone then.
pub(crate) const FIRST_NAME: &[&str] = &["first name", "given name", "forename", "שם פרטי", "שם"];
pub(crate) const LAST_NAME: &[&str] = &["last name", "surname", "family name", "שם משפחה"];
/// Names of columns that hold a whole name when no better is there.
pub(crate) const SOME_NAME: &[&str] = &[
    "contact name",
    "customer name",
    "client name",
    "lead name",
    "customer",
    "contact",
    "client",
    "שם לקוח",
    "שם הלקוח",
    "שם איש קשר",
    "לקוח",
];

pub(crate) const IDENTIFIER: &[&str] = &["identifier"];
pub(crate) const PROTOCOL: &[&str] = &["protocolType"];
pub(crate) const WHATSAPP: &[&str] = &[
    "whatsapp",
    "whatsapp number",
    "whatsapp phone",
    "וואטסאפ",
    "ווטסאפ",
    "וואצאפ",
    "ווצאפ",
];
pub(crate) const MOBILE: &[&str] = &[
    "mobile",
    "mobile phone",
    "mobile number",
    "cell",
    "cell phone",
    "cell number",
    "cellular",
    "נייד",
    "טלפון נייד",
    "מספר נייד",
    "סלולרי",
    "טלפון סלולרי",
    "סלולארי",
    "פלאפון",
];
pub(crate) const PHONE: &[&str] = &[
    "phone",
    "phone number",
    "telephone",
    "telephone number",
    "tel",
    "tel.",
    "phone no",
    "phone no.",
    "טלפון",
    "מספר טלפון",
    "מס' טלפון",
    "טל'",
    "phone 1",
    "טלפון 1",
    "phone 2",
    "טלפון 2",
];
pub(crate) const EMAIL: &[&str] = &[
    "email",
    "mail",
    "email address",
    "mail address",
    "אימייל",
    "דוא\"ל",
    "דוא״ל",
    "דוא''ל",
    "דואל",
    "מייל",
    "כתובת מייל",
    "כתובת אימייל",
    "כתובת דוא\"ל",
    "דואר אלקטרוני",
];
