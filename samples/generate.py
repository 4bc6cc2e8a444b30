"""Writes the sample sheets beside this file: leads.csv and mistakes.csv.

    python3 samples/generate.py           write both
    python3 samples/generate.py --check   write nothing; exit 1 if a file differs from what would be written

The output depends on SEED alone: only `random()` is called, whose sequence Python promises to keep between versions.

No lead is a person. Mail goes to the domains of RFC 2606, phones (but for ten Israeli placeholders) to ranges that
regulators keep for fiction, those that libphonenumber holds to be valid: it takes the British 07700 900xxx, the French
06 39 98 xx xx and the Irish 020 91x xxxx for unassigned, so they are left out.
"""
import argparse
import collections
import csv
import datetime
import io
import pathlib
import random
import sys
import unicodedata

SEED, LEADS, FIRST_DAY, DAYS = 104_233, 1_000, datetime.date(2026, 1, 5), 86
HERE = pathlib.Path(__file__).resolve().parent
HEADER = ["lead_id", "first_name", "last_name", "mobile", "email", "culture", "tags", "destination", "street", "city",
          "segment", "notes", "created_at"]
LATIN_TAGS = "VIP|New|Returning|Family|Business|Honeymoon|Newsletter|Follow up".split("|")
HEBREW_TAGS = "משפחות|עסקים|VIP|New|Returning|Follow up".split("|")
EMOJI = "😀|🌴|✈️|❤️|👨‍👩‍👧|🏖️|🙏".split("|")
MAIL_DOMAINS = "example.com|example.org|example.net|mail.example|travel.example|family.example".split("|")
LATIN_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ı": "i"})

# What leads of one language look like. Lists are parted by |; `native~latin` gives the Latin form for e-mail.
Locale = collections.namedtuple("Locale", "weight culture phones first last streets cities destinations notes")
LOCALES = [
    Locale(36, "en-US", "US US US US UK AU",
           'Emma|Luke|Grace|Noah|Priya|Mei|William "Bill"|Dvora "Dudu"|Chloë|Zoë|Jack|Aisha|Siobhán|Kofi|Renée',
           "Long|O'Brien|Levi|Smith-Lee|Patel|Nguyen|King, Jr.|D’Angelo|Carter|Okafor|Brontë|McKay|Wu|Cohen",
           "{n} Colorado Way|Flat 3, {n} Mill Lane|{n} Queen's Road|Suite #{n}, 5th Avenue|{n} Harbour St.",
           "Boston|Leeds|Sydney|Austin, TX|Montréal|St. John's", "Caribbean|Bali|Kyoto, Japan|Alaska cruise|Tel Aviv",
           "Called {n} times, no answer – try after 18:00|15% off?|Quote for {n} adults, 1 child|Vegetarian; no nuts|"
           'Wants the "sea view" suite, not the "garden" one|Budget: €{n}00 per person|Prefers WhatsApp|'
           'Invoice to ACME בע"מ, attn. accounts|Anniversary trip, "surprise" for his wife 🎉|- passport missing'),
    Locale(19, "he-IL", "US US UK IL",
           'נועה~Noa|דוד~David|מאיה~Maya|יוסי~Yossi|תמר~Tamar|איתי~Itay|דבורה "דודו"~Dvora|ג\'ורג\'~George|שירה~Shira',
           "כהן~Cohen|לוי~Levi|מזרחי~Mizrahi|בן-דוד~BenDavid|אברהם~Avraham|פרידמן~Friedman|ביטון~Biton|שפירא~Shapira",
           "הרצל {n}|דרך השלום {n}, דירה 4|רח' ויצמן {n}|שד' רוטשילד {n}|אבן גבירול {n}א",
           "תל אביב-יפו|ירושלים|חיפה|באר שבע|פתח תקווה", "תאילנד|יוון, כרתים|אילת|רומא|לפלנד|איים קריביים",
           'לא ענה, לנסות שוב אחרי 18:00|משפחה עם {n} ילדים|חשבונית על שם ACME בע"מ|מבקשים "חדר עם נוף לים"|'
           'ארוחות כשרות בלבד|יום נישואין 💍|עו"ד – לחזור בשעות העבודה, לא ביום ו\'|תקציב: {n},000 ₪'),
    Locale(6, "en-US", "US UK", "محمد~Mohammed|فاطمة~Fatima|ليلى~Layla|يوسف~Youssef|أحمد~Ahmad|نور~Nour|مريم~Maryam",
           "حداد~Haddad|خوري~Khoury|منصور~Mansour|الأحمد~AlAhmad|درويش~Darwish|عبد الله~Abdullah",
           "شارع الملك فيصل {n}|شارع الحمرا، بناية {n}", "الناصرة|عمّان|بيروت|القاهرة", "إسطنبول|المغرب|المالديف",
           'يفضل الاتصال مساءً|عائلة من {n} أشخاص، غرفتان متجاورتان|طعام حلال فقط|طلب عرض سعر، "الأرخص"'),
    Locale(9, "es-ES", "US", "José|María|Iñigo|Lucía|Ángel|Sofía|Begoña|Raúl",
           "García|Núñez|Muñoz|Peña|Ibáñez|López Díaz", "Calle de Alcalá, {n}|C/ Mayor {n}, 2.º B|Plaza España {n}",
           "Madrid|Córdoba|A Coruña|Cádiz|Bogotá", "Cancún|Perú, Machu Picchu|Islas Canarias|Japón",
           '¿Hay descuento para {n} niños?|Llamar después de las 20:00|Luna de miel 💍|Factura a "Viajes Peña, S.L."'),
    Locale(6, "pt-PT", "US", "João|Inês|Conceição|Luís|Fátima|Gonçalo|Antónia",
           "Simões|Araújo|Magalhães|Sá|Guimarães|Leitão", "Rua da Conceição, {n}, 3.º Esq.|Travessa São João {n}",
           "Lisboa|Évora|São Paulo|Braga|Olhão", "Açores, São Miguel|Cabo Verde|Maldivas|Croácia",
           'Prefere manhã, até às 11h|{n} crianças – berço necessário|Pediu orçamento "tudo incluído"'),
    Locale(9, "en-US", "DE DE DE US", "Jürgen|Käthe|Sören|Björn|Günther|Lena|Jörg|Anneliese",
           "Müller|Groß|Weiß|Schäfer|König|Strauß-Köhler", "Königsallee {n}|Große Straße {n}, 2. OG|Münzgasse {n} a",
           "Köln|München|Zürich|Würzburg|Wien", "Südtirol|Österreich, Tirol|Mallorca|Norwegen|Ägypten",
           "Rückruf nach 17 Uhr|Zimmer mit „Seeblick“, {n} Nächte|Rechnung an Müller & Söhne GmbH|Reist mit Hund 🐕"),
    Locale(6, "en-US", "US", "Zoé|François|Éloïse|Jérôme|Anaïs|Hélène|Benoît",
           "Lefèvre|Gaël-Dubois|L'Hôte|Châtelain|Béranger", "{n}, rue de l'Église|{n} bis, place de la Comédie, bât. C",
           "Orléans|Liège|Nîmes|Québec|Besançon", "Grèce, Crète|Île Maurice|Sénégal|Corse",
           "Préfère être rappelée le soir|Voyage de noces – chambre « vue mer »|{n} enfants, dont un bébé"),
    Locale(3, "en-US", "US", "Çağla|Şükrü|İbrahim|Gül|Ayşe|Ömer", "Yılmaz|Öztürk|Şahin|Çelik|Güneş",
           "Atatürk Cad. No: {n}|İstiklal Sok. {n}, D. 5", "İstanbul|İzmir|Muğla", "Kapadokya|Bosna|Tayland",
           "Akşam arayın, {n} kişi|Balayı – deniz manzaralı oda"),
    Locale(3, "en-US", "US", "Łukasz|Żaneta|Małgorzata|Wojciech|Agnieszka", "Wójcik|Dąbrowski|Żółć|Kowalska|Źrebiec",
           "ul. Świętokrzyska {n}|os. Złotego Wieku {n}/12", "Kraków|Łódź|Gdańsk", "Chorwacja|Egipt|Włochy, Sycylia",
           "Dzwonić po 16:00|{n} osoby, dieta bezglutenowa"),
    Locale(3, "en-US", "SE", "Åsa|Göran|Märta|Björn|Linnéa", "Åkesson|Sjögren|Lindström|Öberg|Ek",
           "Storgatan {n}|Östra Ågatan {n}, lgh 2", "Malmö|Göteborg|Umeå", "Fjällen, Åre|Kanarieöarna",
           'Ring efter kl. 17|{n} personer, ett "tyst" rum'),
]
# Row → place in LOCALES, and a name over the 25 characters that Glassix documents for a contact.
LONG_NAMES = {180: (5, "Maximiliane|von Hohenstein-Lichtenberg"), 430: (3, "María de los Ángeles|Fernández de la Vega"),
              680: (0, "Bartholomew Alexander|Featherstonehaugh"), 930: (4, "João Guilherme|Albuquerque Vasconcelos")}

# Area codes of the United States and Canada. 808 is kept for mistakes.csv, so that the two sheets share no contact.
AREA_CODES = ("201 202 203 206 208 212 213 215 216 217 302 303 304 305 307 312 313 315 316 317 401 402 403 404 405 406 "
              "412 415 416 418 501 503 505 512 514 515 601 602 603 604 612 613 617 701 702 704 801 802 902 907").split()
AUSTRALIA = ("570006 570156 570157 570158 570159 570110 570313 570737 571266 571491 571804 572549 572665 572983 573770 "
             "573087 574118 574632 575254 575789 576398 576801 577426 577644 578957 578148 578888 579212").split()


def number_pools() -> dict[str, list[tuple[str, ...]]]:
    """The fictitious numbers by country, each as its country code and the groups it is written in."""
    return {
        "US": [("1", area, "555", f"01{n:02}") for area in AREA_CODES for n in range(100)],
        "UK": [("44", "20", "7946", f"0{n:03}") for n in range(1000)],
        "AU": [("61", "491", tail[:3], tail[3:]) for tail in AUSTRALIA],
        "DE": [("49", *head, f"{n:02}") for head in (("171", "39200"), ("176", "040690")) for n in range(100)],
        "SE": [("46", "70", "174", f"0{n}") for n in range(605, 700)],
        # No Israeli mobile range is known to be kept for fiction: placeholders, few, never to be written to.
        "IL": [("972", "55", "555", f"01{n:02}") for n in range(10)],
    }


class Dice:
    """Seeded choices, all of them made from `random()`."""
    def __init__(self) -> None:
        self.chance = random.Random(SEED).random

    def pick(self, choices):
        return choices[int(self.chance() * len(choices))]

    def draw(self, pool: list):
        """Takes one out, so that it cannot come twice."""
        at = self.pick(range(len(pool)))
        pool[at], pool[-1] = pool[-1], pool[at]
        return pool.pop()


def written_number(dice: Dice, groups: tuple[str, ...]) -> str:
    """One number in one of the ways people type it; all of them hold the full international digits."""
    code, area, *rest = groups
    plain = f"+{code} {area}-{'-'.join(rest)}"
    forms = [plain, plain, "".join(groups), "+" + "".join(groups), "+" + " ".join(groups), f"+{'-'.join(groups)}"]
    return dice.pick(forms + [f"+1 ({area}) {'-'.join(rest)}", f"+1.{area}.{'.'.join(rest)}"] if code == "1" else forms)


def address(dice: Dice, first: str, last: str, number: int) -> str:
    """An e-mail address from the names' Latin letters; the number makes it unique."""
    def latin(name: str) -> str:
        letters = unicodedata.normalize("NFKD", name.translate(LATIN_LETTERS))
        return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
    first, last = latin(first), latin(last)
    local = dice.pick([f"{first}.{last}{number}", f"{first[:1]}{last}_{number}", f"{first}{number}+trips"])
    return (local if dice.chance() < 0.1 else local.lower()) + "@" + dice.pick(MAIL_DOMAINS)


def notes(dice: Dice, locale: Locale) -> str:
    """Nothing, one remark, or (in a tenth of all rows) several on lines of their own."""
    roll, remarks = dice.chance(), locale.notes.split("|")
    count = 0 if roll < 0.25 else 1 if roll < 0.9 else dice.pick([2, 3])
    chosen = [dice.draw(remarks).replace("{n}", str(dice.pick(range(2, 9)))) for _ in range(min(count, len(remarks)))]
    text = dice.pick(["\n", "\n", "\n\n"]).join(chosen)
    return f"{text} {dice.pick(EMOJI)}" if text and dice.chance() < 0.06 else text


def leads() -> list[list[str]]:
    """The rows of leads.csv, which all are fit to be sent."""
    dice, pools, rows, lead = Dice(), number_pools(), [], 104_233
    locales = [locale for locale in LOCALES for _ in range(locale.weight)]
    for at in range(LEADS):
        locale = dice.pick(locales)
        (first, _, latin_first), (last, _, latin_last) = (
            dice.pick(names.split("|")).partition("~") for names in (locale.first, locale.last))
        if at in LONG_NAMES:
            place, name = LONG_NAMES[at]
            (first, last), latin_first, latin_last, locale = name.split("|"), "", "", LOCALES[place]
        roll, mobile, email = dice.chance(), "", ""  # 53 % phone alone, 22 % both, 25 % mail alone
        if roll < 0.75:
            mobile = written_number(dice, dice.draw(pools[dice.pick(locale.phones.split())] or pools["US"]))
        if roll >= 0.53:
            email = address(dice, latin_first or first, latin_last or last, lead - 100_000)
        tags = list(HEBREW_TAGS if locale.culture == "he-IL" else LATIN_TAGS)
        segment = dice.pick(tags)
        own = [dice.draw(tags) for _ in range(dice.pick([0, 1, 1, 1, 2, 2, 3]))]
        street = dice.pick(locale.streets.split("|")).replace("{n}", str(dice.pick(range(1, 191))))
        row = [f"L-{lead}", first, "" if dice.chance() < 0.02 else last, mobile, email,
               "" if dice.chance() < 0.03 else locale.culture, ";".join(own), dice.pick(locale.destinations.split("|")),
               street, dice.pick(locale.cities.split("|")), segment, notes(dice, locale),
               (FIRST_DAY + datetime.timedelta(at * DAYS // LEADS)).isoformat()]
        if dice.chance() < 0.02:  # blanks that nobody sees in Excel
            column = HEADER.index(dice.pick(["first_name", "last_name", "mobile", "city", "notes"]))
            row[column] = dice.pick([" {}", "{} ", "  {} "]).format(row[column]) if row[column] else ""
        rows.append(row)
        lead += dice.pick(range(1, 40))
    return rows


# The records of mistakes.csv, counted from 1 after the header: number | what is wrong (the notes cell) | cells that
# differ from a sound lead. Records 17, 18 and 19 are finished in mistakes().
MISTAKES = """
 1 | good: nothing is wrong here | mobile=+1 808-555-0101
 2 | no contact: neither mobile nor email | email=
 3 | mobile is too short: the area code is missing | mobile=555-0103 | email=
 4 | mobile has letters: O typed for zero | mobile=+1 8O8-555-O104 | email=
 5 | mobile begins with 0 and names no country | mobile=055-555-0105 | email=
 6 | good, but this row stands twice: record 19 repeats record 6 | mobile=18085550106 | tags=VIP;Family
 7 | mobile became a rounded number in Excel: its digits are lost | mobile=9.72501E+11 | email=
 8 | email has no @ | email=lead208.example.com
 9 | email has two @ | email=lead209@mail@example.com
10 | email has a blank inside | email=lead 210@example.com
11 | email has a domain without a dot | email=lead211@example
12 | good, but record 20 has this key too, with other content | mobile=+1 (808) 555-0112
13 | lead_id is empty: the row has no key | lead_id=
14 | lead_id has 55 characters: 50 are allowed | lead_id=L-200014-imported-from-the-old-system-in-2019-and-again
15 | lead_id has a tab inside | lead_id=L-2000\t15
16 | culture fr-FR is none of the four that Glassix knows | culture=fr-FR
17 | 12 cells instead of 13: street and city ran together | street=17 Rose Lane Leeds
18 | 14 cells instead of 13: the comma in the street is not quoted | street=Flat 2, 18 Mill Lane
19 | exact repeat of record 6
20 | the key of record 12 again, with another destination | lead_id=L-200012 | mobile=18085550112 | destination=Malta
21 | destination is too long: "… vacation" exceeds 120 | destination=Grand tour of Lisbon, Madrid, Barcelona, \
Marseille, Genoa, Florence, Rome, Naples, Athens, Istanbul, Haifa, Cairo
22 | last_name has U+FFFD: a letter was lost in an earlier export | last_name=M\ufffdller
23 | two mistakes: mobile is too short, and culture is fr-FR | mobile=555-0123 | email= | culture=fr-FR
24 | good: a "quoted" word, a comma and⏎a line break are allowed | last_name=Levi "Lulu"
25 | good: שלום 🌴, and both contacts | mobile=+1 808 555 0125 | culture=he-IL | tags=משפחות
"""


def mistakes() -> list[list[str]]:
    """The rows of mistakes.csv: a sound lead each, spoilt as MISTAKES says."""
    rows = []
    for line in MISTAKES.strip("\n").splitlines():
        number, note, *spoilt = line.replace("⏎", "\n").strip(" ").split(" | ")
        sound = [f"L-2000{number:0>2}", "Alex", "Sample", "", f"lead2{number:0>2}@example.com", "en-US", "New", "Crete",
                 f"{number} Hill Road", "Leeds", "Newsletter", note, "2026-03-14"]
        cells = dict(zip(HEADER, sound))
        cells.update(cell.split("=", 1) for cell in spoilt)
        rows.append(list(cells.values()))
    del rows[16][9]  # the city
    rows[17][8:9] = rows[17][8].split(",")  # the street
    rows[18] = rows[5]
    return rows


def sheet(rows: list[list[str]]) -> bytes:
    """UTF-8 without a mark, commas, LF, quotes only where they are needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue().encode()


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the sample sheets beside this file.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    check = parser.parse_args().check
    files = {HERE / "leads.csv": sheet(leads()), HERE / "mistakes.csv": sheet(mistakes())}
    differing = [path for path, wanted in files.items() if not path.is_file() or path.read_bytes() != wanted]
    for path in differing:
        if check:
            print(f"{path.name} is not what generate.py writes; run python3 samples/generate.py", file=sys.stderr)
        else:
            path.write_bytes(files[path])
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
