//! Rows as companies have them, by language, and the encodings that their programs write.

use super::Encoding;

/// A language: its header, rows, and the encodings that sheets in it come in.
pub(super) struct Language {
    /// What it is called in the list of misses.
    pub(super) name: &'static str,
    /// Labels that [`super::Encoding::named`] knows.
    pub(super) encodings: &'static [&'static str],
    /// The first row.
    pub(super) header: &'static str,
    /// The other rows, the likeliest first.
    pub(super) rows: &'static [&'static str],
}

/// All languages that the detection is measured with.
pub(super) const LANGUAGES: &[Language] = &[
    Language {
        name: "Hebrew",
        encodings: &["windows-1255", "cp862", "iso-8859-8-i"],
        header: "מזהה,שם,טלפון,עיר,הערות",
        rows: &[
            "1001,דנה כהן,050-1234567,תל אביב,לקוחה חדשה",
            "1002,יוסי לוי,052-7654321,חיפה,",
            "1003,מרים אברהם,03-6123456,ירושלים,להתקשר אחרי 17:00",
            "1004,אחים כץ בע\"מ,09-7412589,רעננה,חשבונית חודשית",
            "1005,נועם ביטון,054-9988776,באר שבע,ביטל פגישה",
            "1006,שירה פרץ,058-3344556,אשדוד,מעוניינת בהצעת מחיר",
            "1007,עו\"ד רונן גולן,02-5678901,מודיעין,לא לשלוח הודעות בשבת",
        ],
    },
    Language {
        name: "Arabic",
        encodings: &["windows-1256", "iso-8859-6"],
        header: "الرقم,الاسم,الهاتف,المدينة,ملاحظات",
        rows: &[
            "1,محمد علي,0501234567,الرياض,عميل جديد",
            "2,فاطمة الزهراء,0527654321,القاهرة,",
            "3,أحمد عبد الله,0549988776,دبي,الاتصال بعد الظهر",
            "4,خالد حسن,0533445566,الناصرة,فاتورة شهرية",
            "5,سارة إبراهيم,0587766554,عمان,ألغت الموعد",
            "6,يوسف محمود,0521112223,بيروت,مهتم بالعرض",
        ],
    },
    Language {
        name: "German",
        encodings: &["windows-1252", "iso-8859-15", "cp850", "cp437", "macintosh"],
        header: "Nr;Name;Straße;Ort;Bemerkung",
        rows: &[
            "1;Jürgen Müller;Hauptstraße 5;Köln;Rückruf gewünscht",
            "2;Käthe Schröder;Am Bühl 12;München;",
            "3;Günther Weiß;Königsallee 3;Düsseldorf;möchte Angebot",
            "4;Jörg Böhm;Lindenweg 8;Nürnberg;Stammkunde seit 2011",
            "5;Björn Lüdke;Schloßplatz 1;Würzburg;ungültige Adresse",
            "6;Österreichische Bäckerei GmbH;Ring 4;Wien;Prüfen",
        ],
    },
    Language {
        name: "French",
        encodings: &["windows-1252", "iso-8859-15", "cp850", "macintosh"],
        header: "N°;Prénom;Nom;Société;Téléphone",
        rows: &[
            "1;Hélène;Lefèvre;Boulangerie de la Gare;01 23 45 67 89",
            "2;François;Bérenger;Crédit Foncier;06 12 34 56 78",
            "3;Noël;Gâteau;Hôtel du Forêt;01 98 76 54 32",
            "4;Chloé;Dupré;Électricité Générale;06 87 65 43 21",
            "5;Zoé;L’Hôpital;Ça et là;04 56 12 78 90",
            "6;Jérôme;Müller;Pâtisserie Cœur;05 11 22 33 44",
        ],
    },
    Language {
        name: "Spanish",
        encodings: &["windows-1252", "iso-8859-1", "cp850", "macintosh"],
        header: "Código;Nombre;Dirección;Teléfono",
        rows: &[
            "1;José Muñoz;Calle Mayor 3, 2º;911234567",
            "2;María Núñez;Avenida de la Constitución;922345678",
            "3;Ángel Ibáñez;Plaza España;933456789",
            "4;Íñigo Peña;Travesía del Río;944567890",
            "5;Sofía Gutiérrez;Camino Jardín;955678901",
        ],
    },
    Language {
        name: "Portuguese",
        encodings: &["windows-1252", "cp850", "macintosh"],
        header: "Código;Nome;Endereço;Observação",
        rows: &[
            "1;João Gonçalves;Rua São Bento;não ligar",
            "2;Conceição Araújo;Praça da Sé;reunião amanhã",
            "3;Antônio Magalhães;Avenida Paulista;cartão inválido",
            "4;Luísa Brandão;Travessa do Açougue;",
            "5;Inês Simões;Rua das Mães;promoção",
        ],
    },
    Language {
        name: "Swedish",
        encodings: &["windows-1252", "macintosh"],
        header: "Nr;Namn;Gata;Ort",
        rows: &[
            "1;Åsa Öberg;Storgatan 1;Göteborg",
            "2;Jörgen Nyström;Ängsvägen 5;Malmö",
            "3;Björn Åkesson;Kungsgatan 9;Västerås",
            "4;Märta Sjöberg;Ågatan 3;Örebro",
        ],
    },
    Language {
        name: "Polish",
        encodings: &["windows-1250", "iso-8859-2"],
        header: "Nr;Imię;Nazwisko;Miejscowość",
        rows: &[
            "1;Łukasz;Wiśniewski;Łódź",
            "2;Małgorzata;Wójcik;Kraków",
            "3;Zbigniew;Kamiński;Gdańsk",
            "4;Agnieszka;Dąbrowska;Częstochowa",
            "5;Paweł;Żółtowski;Wrocław",
            "6;Stanisław;Gołąb;Białystok",
        ],
    },
    Language {
        name: "Czech",
        encodings: &["windows-1250", "iso-8859-2"],
        header: "Č.;Jméno;Příjmení;Město",
        rows: &[
            "1;Jiří;Novák;Plzeň",
            "2;Tomáš;Dvořák;České Budějovice",
            "3;Božena;Šťastná;Děčín",
            "4;Zdeněk;Růžička;Ústí nad Labem",
            "5;Kateřina;Černá;Přerov",
        ],
    },
    Language {
        name: "Hungarian",
        encodings: &["windows-1250", "iso-8859-2"],
        header: "Sorszám;Név;Város;Megjegyzés",
        rows: &[
            "1;Nagy László;Győr;új ügyfél",
            "2;Szűcs Erzsébet;Székesfehérvár;később hívni",
            "3;Kovács György;Törökszentmiklós;",
            "4;Tóth Ildikó;Kőszeg;számla küldése",
        ],
    },
    Language {
        name: "Russian",
        encodings: &[
            "windows-1251",
            "koi8-r",
            "ibm866",
            "iso-8859-5",
            "x-mac-cyrillic",
        ],
        header: "Номер;Имя;Телефон;Город",
        rows: &[
            "1;Иван Петров;+7 495 123-45-67;Москва",
            "2;Елена Смирнова;+7 812 765-43-21;Санкт-Петербург",
            "3;Дмитрий Кузнецов;+7 383 222-33-44;Новосибирск",
            "4;ООО «Ромашка»;+7 343 555-66-77;Екатеринбург",
            "5;Ольга Щербакова;+7 843 111-22-33;Казань",
        ],
    },
    Language {
        name: "Greek",
        encodings: &["windows-1253", "iso-8859-7"],
        header: "Α/Α;Όνομα;Πόλη;Σχόλια",
        rows: &[
            "1;Γιώργος Παπαδόπουλος;Αθήνα;νέος πελάτης",
            "2;Μαρία Οικονόμου;Θεσσαλονίκη;",
            "3;Δημήτρης Ιωάννου;Πάτρα;κλήση μετά τις 5",
            "4;Ελένη Χατζή;Ηράκλειο;τιμολόγιο",
        ],
    },
    Language {
        name: "Turkish",
        encodings: &["windows-1254", "iso-8859-9"],
        header: "No;Adı Soyadı;Şehir;Açıklama",
        rows: &[
            "1;Ayşe Yılmaz;İstanbul;yeni müşteri",
            "2;Mehmet Öztürk;İzmir;aranacak",
            "3;Çağlar Güneş;Eskişehir;fatura gönderildi",
            "4;Işıl Şahin;Muğla;",
            "5;Gülşah Doğan;Diyarbakır;görüşme iptal",
        ],
    },
    Language {
        name: "Lithuanian",
        encodings: &["windows-1257"],
        header: "Nr;Vardas;Pavardė;Miestas",
        rows: &[
            "1;Jonas;Žukauskas;Šiauliai",
            "2;Rūta;Petrauskaitė;Panevėžys",
            "3;Žilvinas;Jonušas;Klaipėda",
            "4;Eglė;Kazlauskienė;Marijampolė",
        ],
    },
    Language {
        name: "Vietnamese",
        encodings: &["windows-1258"],
        header: "STT;Tên;Ghi chu",
        rows: &[
            "1;Đăng;khách mơi",
            "2;Hương;gọi lại",
            "3;Thư;đơn đặt hàng",
            "4;Đức;địa chỉ",
        ],
    },
    Language {
        name: "Thai",
        encodings: &["windows-874"],
        header: "ลำดับ,ชื่อ,โทรศัพท์,จังหวัด",
        rows: &[
            "1,สมชาย ใจดี,0812345678,กรุงเทพมหานคร",
            "2,สุดา แสงทอง,0898765432,เชียงใหม่",
            "3,วิชัย ศรีสุข,0823334444,ภูเก็ต",
            "4,นภา บุญมี,0835556666,ขอนแก่น",
        ],
    },
    Language {
        name: "Japanese",
        encodings: &["shift_jis", "euc-jp"],
        header: "番号,氏名,フリガナ,電話,住所",
        rows: &[
            "1,山田太郎,ヤマダタロウ,03-1234-5678,東京都新宿区",
            "2,佐藤花子,サトウハナコ,06-8765-4321,大阪府大阪市",
            "3,鈴木一郎,スズキイチロウ,052-111-2222,愛知県名古屋市",
            "4,株式会社さくら,カブシキガイシャサクラ,011-333-4444,北海道札幌市",
            "5,高橋美咲,タカハシミサキ,092-555-6666,福岡県福岡市",
        ],
    },
    Language {
        name: "Chinese (simplified)",
        encodings: &["gbk", "gb18030"],
        header: "编号,姓名,电话,城市,备注",
        rows: &[
            "1,王小明,13812345678,北京市,新客户",
            "2,李丽,13987654321,上海市,下午联系",
            "3,张伟,13711112222,广州市,",
            "4,刘洋,13633334444,深圳市,发票已寄",
            "5,陈静,13555556666,杭州市,取消预约",
        ],
    },
    Language {
        name: "Chinese (traditional)",
        encodings: &["big5"],
        header: "編號,姓名,電話,城市,備註",
        rows: &[
            "1,陳大文,0912345678,台北市,新客戶",
            "2,林美玲,0923456789,高雄市,下午聯絡",
            "3,張志明,0934567890,台中市,",
            "4,黃淑芬,0945678901,新竹市,發票已寄",
            "5,李國強,0956789012,台南市,取消預約",
        ],
    },
    Language {
        name: "Korean",
        encodings: &["euc-kr"],
        header: "번호,이름,전화,도시,비고",
        rows: &[
            "1,김민수,010-1234-5678,서울특별시,신규 고객",
            "2,이영희,010-8765-4321,부산광역시,",
            "3,박지훈,010-1111-2222,대구광역시,오후에 연락",
            "4,최수진,010-3333-4444,인천광역시,예약 취소",
            "5,정현우,010-5555-6666,광주광역시,청구서 발송",
        ],
    },
];

/// A text in an encoding, `None` if it has not all of its characters.
pub(super) fn encoded(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Utf8 => Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::Other(page) => {
            let (bytes, _, missing) = page.encode(text);
            (!missing).then(|| bytes.into_owned())
        }
        Encoding::Dos(page) => text
            .chars()
            .map(|c| (0..=u8::MAX).find(|byte| page.character(*byte) == c))
            .collect(),
    }
}
