//! The names that columns have in the sheets of the world, by part of a ticket.
//!
//! A line holds the names of one language, in the order English (the API's own name first), Hebrew, Arabic, German,
//! French, Spanish, Portuguese; a name that two languages share stands in the first of them. Of two columns, the one
//! whose name stands earlier is taken. Names are compared [bare](super::fold::bare), so that `Prénom`, `PRENOM` and
//! `Prenom:` are one.
//!
//! A word that means something else in another of these languages, or in another trade, is left out, since a column
//! that is not used is shown as such, and a wrong one is sent: `Nr.` counts rows, houses and customers alike;
//! `Titel` and `título` are degrees; `localidad` and `localité` are towns and not locales; `clave` is a password as
//! well; national identity numbers (`DNI`, `رقم الهوية`, `תעודת זהות`) are not for other systems; `البريد` and
//! `correio` are the post as well; `Kontakt` and `contacto` are a person or a number; landlines (`Festnetz`, `fixe`)
//! have no WhatsApp.

/// The names of one part: a text for each language, names separated by `", "`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Synonyms(&'static [&'static str]);

impl Synonyms {
    /// The names, those that win first.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().flat_map(|names| names.split(", "))
    }
}

pub(crate) const KEY: Synonyms = Synonyms(&[
    "uniqueArgument, id, lead id, customer id, contact id, case id, record id, external id, crm id, reference, ref",
    "reference number, unique id, uid, uuid, guid, lead number, case number, customer number",
    "מזהה, מזהה ליד, מזהה לקוח, מספר ליד, מספר לקוח, מס' לקוח, קוד לקוח, מספר פנייה, מספר פניה, אסמכתא",
    "المعرف, معرف, معرف العميل, رقم العميل, رقم الزبون, كود العميل, الرقم المرجعي, رقم المرجع",
    "Kundennummer, Kunden-Nr, Kunden-ID, Kontakt-ID, Vorgangsnummer, Fallnummer, Aktenzeichen, Referenz",
    "Referenznummer, identifiant, identifiant client, id client, id contact, n° client, numéro client, n° de client",
    "numéro de client, code client, référence client, n° de dossier, numéro de dossier",
    "identificador, id cliente, id de cliente, id contacto, nº cliente, nº de cliente, número de cliente",
    "código cliente, código de cliente, referencia, número de referencia, número de expediente",
    "id do cliente, id contato, nº do cliente, número do cliente, código do cliente, número do processo",
]);

pub(crate) const SUBJECT: Synonyms = Synonyms(&[
    "subject, title, topic",
    "נושא, כותרת",
    "الموضوع, موضوع",
    "Betreff, Thema",
    "objet, sujet",
    "asunto, tema",
    "assunto",
]);

pub(crate) const CULTURE: Synonyms = Synonyms(&["culture, locale", "תרבות", "Gebietsschema"]);

pub(crate) const TAGS: Synonyms = Synonyms(&[
    "tags, tag, labels, label",
    "תגיות, תגית, תוויות",
    "الوسوم, وسوم",
    "Schlagwörter, Schlagwoerter, Schlagworte, Schlagwort, Stichwörter, Stichworte, Etiketten",
    "étiquettes, étiquette, mots-clés",
    "etiquetas, etiqueta",
    "rótulos",
]);

pub(crate) const MESSAGE: Synonyms = Synonyms(&[
    "message",
    "הודעה",
    "الرسالة, رسالة",
    "Nachricht",
    "mensaje",
    "mensagem",
]);

pub(crate) const STATE: Synonyms = Synonyms(&["state"]);
pub(crate) const OPEN: Synonyms = Synonyms(&["open"]);
pub(crate) const CLOSE: Synonyms = Synonyms(&["close"]);

/// Names of columns that surely hold a whole name.
pub(crate) const FULL_NAME: Synonyms = Synonyms(&[
    "name, full name",
    "שם מלא",
    "الاسم الكامل, الاسم بالكامل, الاسم الثلاثي",
    "vollständiger Name, Vor- und Nachname, Vorname Nachname",
    "nom complet, nom et prénom, prénom et nom, nom prénom, prénom nom",
    "nombre completo, nombre y apellido, nombre y apellidos, apellidos y nombre",
    "nome completo, nome e apelido, nome e sobrenome",
]);

/// `שם` is a first name where there is a last name beside it, and a whole name otherwise: it stands alone then.
pub(crate) const FIRST_NAME: Synonyms = Synonyms(&[
    "first name, given name, forename",
    "שם פרטי, שם",
    "الاسم الأول, الاسم الشخصي",
    "Vorname",
    "prénom",
    "nombre de pila, primer nombre, nombres",
    "primeiro nome, nome próprio",
]);

/// `apelido` is a nickname in Brazil, where `sobrenome` stands before it.
pub(crate) const LAST_NAME: Synonyms = Synonyms(&[
    "last name, surname, family name",
    "שם משפחה",
    "اسم العائلة, الاسم العائلي, الاسم الأخير",
    "Nachname, Familienname, Zuname",
    "nom de famille",
    "apellidos, apellido, primer apellido",
    "sobrenome, último nome, nome de família, apelido",
]);

/// Words that are a part of the name beside their partner, and the whole name alone: (first name, last name).
/// `nombre` is a number in French, and `name` in German what `surname` is in English.
pub(crate) const PAIRS: &[(&str, &str)] = &[
    ("Vorname", "name"),
    ("prénom", "nom"),
    ("nombre", "apellidos"),
    ("nombre", "apellido"),
    ("nombre", "primer apellido"),
    ("nome", "sobrenome"),
    ("nome", "último nome"),
    ("nome", "apelido"),
    ("الاسم", "اسم العائلة"),
    ("الاسم", "الاسم العائلي"),
    ("الاسم", "الاسم الأخير"),
];

/// Names of columns that hold a whole name when no better is there.
pub(crate) const SOME_NAME: Synonyms = Synonyms(&[
    "contact name, customer name, client name, lead name, customer, contact, client",
    "שם לקוח, שם הלקוח, שם איש קשר, לקוח",
    "الاسم, اسم, اسم العميل, اسم الزبون, العميل, الزبون",
    "Kundenname, Kontaktname, Ansprechpartner, Kontaktperson, Kunde",
    "nom, nom client, nom du client, nom du contact",
    "nome, nome do cliente, nome do contato, nome do contacto",
    "nombre, nombre del cliente, nombre cliente, nombre del contacto, nombre de contacto, cliente",
]);

pub(crate) const IDENTIFIER: Synonyms = Synonyms(&["identifier"]);
pub(crate) const PROTOCOL: Synonyms = Synonyms(&["protocolType"]);

pub(crate) const WHATSAPP: Synonyms = Synonyms(&[
    "whatsapp, whatsapp number, whatsapp phone, whatsapp no",
    "וואטסאפ, ווטסאפ, וואצאפ, ווצאפ",
    "واتساب, الواتساب, رقم واتساب, رقم الواتساب",
    "WhatsApp-Nummer, WhatsApp-Nr",
    "n° whatsapp, numéro whatsapp",
    "número de whatsapp",
]);

pub(crate) const MOBILE: Synonyms = Synonyms(&[
    "mobile, mobile phone, mobile number, mobile no, cell, cell phone, cell number, cellular",
    "נייד, טלפון נייד, מספר נייד, סלולרי, טלפון סלולרי, סלולארי, פלאפון",
    "جوال, الجوال, رقم الجوال, موبايل, الموبايل, رقم الموبايل, الهاتف المحمول, رقم المحمول",
    "الهاتف الجوال, الهاتف النقال, رقم النقال, الهاتف الخلوي, خلوي",
    "Handy, Handynummer, Handy-Nr, Mobil, Mobiltelefon, Mobilnummer, Mobil-Nr, Mobilfunk, Mobilfunknummer, Natel",
    "portable, téléphone portable, tél. portable, numéro de portable, n° de portable, téléphone mobile, tél. mobile",
    "numéro de mobile, gsm",
    "móvil, teléfono móvil, número de móvil, nº móvil, celular, teléfono celular, número de celular",
    "telemóvel, número de telemóvel, nº de telemóvel, telefone móvel, telefone celular",
]);

pub(crate) const PHONE: Synonyms = Synonyms(&[
    "phone, phone number, telephone, telephone number, tel, phone no, phone #",
    "טלפון, מספר טלפון, מס' טלפון, טל'",
    "هاتف, الهاتف, رقم الهاتف, رقم هاتف, تليفون, التليفون, رقم التليفون, تلفون, رقم التلفون",
    "Telefon, Telefonnummer, Telefon-Nr, Tel-Nr, Rufnummer",
    "numéro de téléphone, n° de téléphone, n° téléphone, n° tél",
    "teléfono, número de teléfono, nº de teléfono, nº teléfono, tlf, tfno, fono, teléfono de contacto",
    "telefone, número de telefone, nº de telefone, fone, telefone de contato, telefone de contacto",
    "phone 1, טלפון 1, الهاتف 1, Telefon 1, téléphone 1, teléfono 1, telefone 1",
    "phone 2, טלפון 2, الهاتف 2, Telefon 2, téléphone 2, teléfono 2, telefone 2",
]);

pub(crate) const EMAIL: Synonyms = Synonyms(&[
    "email, mail, email address, mail address",
    "אימייל, דוא\"ל, דוא״ל, דוא''ל, דואל, מייל, כתובת מייל, כתובת אימייל, כתובת דוא\"ל, דואר אלקטרוני",
    "البريد الإلكتروني, بريد إلكتروني, عنوان البريد الإلكتروني, إيميل, الإيميل",
    "E-Mail-Adresse, Mailadresse",
    "courriel, adresse e-mail, adresse mail, adresse courriel, adresse électronique, courrier électronique",
    "correo, correo electrónico, dirección de correo, dirección de correo electrónico, dirección de e-mail",
    "endereço de e-mail, correio eletrónico, endereço eletrónico, endereço de correio eletrónico",
]);
