//! What people write in their own languages.

use crate::world::names::Language;

/// Lines in one language. Placeholders in braces are facts: `{first}` the recipient, `{me}` the sender,
/// `{employer}`, `{school}`, `{group}`, `{place}`.
#[derive(Debug)]
pub(crate) struct Local {
    language: Language,
    pub(crate) headlines: &'static [&'static str],
    pub(crate) summaries: &'static [&'static str],
    pub(crate) colleague: &'static [&'static str],
    pub(crate) classmate: &'static [&'static str],
    pub(crate) group: &'static [&'static str],
    pub(crate) met: &'static [&'static str],
    /// A first message after a yes, and an answer to it.
    pub(crate) thanks: &'static [(&'static str, &'static str)],
}

impl Local {
    pub(crate) fn of(language: Language) -> Option<&'static Self> {
        LOCALS.iter().find(|local| local.language == language)
    }
}

const LOCALS: &[Local] = &[
    Local {
        language: Language::German,
        headlines: &[
            "Zwischen Excel und Espresso",
            "Macht Kompliziertes einfacher. Meistens.",
            "Halbtags Zahlen, ganztags neugierig",
            "Lieber ein Anruf als zwölf Mails",
            "Feierabend mit Cello",
            "Fragt gern nach",
            "Ordnung ist das halbe Leben, die andere Hälfte ist auch schön",
        ],
        summaries: &[
            "Seit {began} im Beruf, davon die meiste Zeit gern. Wer mit mir gearbeitet hat, darf sich melden; wer es möchte, auch.",
            "Ich mag kurze Wege, klare Sätze und langes Frühstück. In {city} zu Hause.",
            "Nach Jahren bei {before} nun bei {employer}. Ich schreibe hier auf Deutsch und antworte auch auf Englisch.",
        ],
        colleague: &[
            "Hallo {first}, wir haben uns bei {employer} fast täglich in der Teeküche gesehen. Es wäre schön, in Verbindung zu bleiben. Viele Grüße, {me}",
            "Liebe Grüße aus alten {employer}-Zeiten, {first}! Ich erinnere mich gern an die Zusammenarbeit. – {me}",
        ],
        classmate: &[
            "Hallo {first}, {school}, gleicher Jahrgang, dritte Reihe links: das war ich. Würde mich freuen! {me}",
            "Moin {first}, lange her seit {school}. Was machst du heute? Gruß, {me}",
        ],
        group: &[
            "Hallo {first}, wir lesen uns in „{group}“. Deine Beiträge bringen mich jedes Mal weiter. Grüße, {me}",
        ],
        met: &[
            "Hallo {first}, danke für das Gespräch ({place}). Das mit der Warteschlange habe ich inzwischen ausprobiert. Viele Grüße, {me}",
        ],
        thanks: &[
            (
                "Danke fürs Annehmen! Schön, dass man sich hier wiederfindet.",
                "Gern! Meld dich, wenn du mal in der Stadt bist.",
            ),
            (
                "Hallo {first}, das freut mich. Wie geht es dir inzwischen?",
                "Gut, viel zu tun. Und selbst? Telefonieren wir die Tage?",
            ),
        ],
    },
    Local {
        language: Language::Swedish,
        headlines: &[
            "Fika först, möten sen",
            "Lagom nörd",
            "Bygger saker som håller",
            "Hellre enkelt än smart",
            "Skog, siffror, semlor",
        ],
        summaries: &[
            "Jobbar i {city} sedan {began}. Gillar korta möten och långa promenader.",
            "Nyfiken på människor och hur saker hänger ihop. Hör gärna av dig, helst med en rad om hur vi känner varandra.",
        ],
        colleague: &[
            "Hej {first}! Kul att hitta dig här efter åren på {employer}. Hoppas att allt är bra. /{me}",
        ],
        classmate: &["Hej {first}, vi läste på {school} samtidigt. Roligt att se vad du gör nu! /{me}"],
        group: &["Hej {first}, vi är båda med i {group}. Vill gärna hålla kontakten! /{me}"],
        met: &["Hej {first}, tack för pratstunden ({place})! Jag lovade en länk, den kommer. /{me}"],
        thanks: &[
            ("Tack för att du svarade ja! Ska vi ta en fika någon gång?", "Gärna! Nästa vecka är lugn här."),
            ("Roligt, {first}! Hälsa de andra.", "Det gör jag. Ha det fint!"),
        ],
    },
    Local {
        language: Language::Polish,
        headlines: &[
            "Najpierw herbata, potem mejle",
            "Robię rzeczy, które działają",
            "Między Excelem a Tatrami",
            "Pytam dwa razy, robię raz",
            "Zawodowo cierpliwa osoba",
        ],
        summaries: &[
            "Pracuję od {began} roku, najchętniej z ludźmi, którzy kończą to, co zaczęli. Po pracy góry.",
            "Mieszkam w mieście {city}. Lubię konkret, dobrą kawę i krótkie spotkania.",
        ],
        colleague: &[
            "Cześć {first}, pamiętasz {employer}? Dobrze wspominam nasze wspólne projekty. Pozdrawiam, {me}",
        ],
        classmate: &["Cześć {first}, {school} się kłania! Miło byłoby być w kontakcie. {me}"],
        group: &["Dzień dobry {first}, jesteśmy razem w grupie {group}. Chętnie zostanę w kontakcie. {me}"],
        met: &["Cześć {first}, dzięki za rozmowę ({place}). Odezwij się, jak będziesz w okolicy! {me}"],
        thanks: &[
            (
                "Dzięki za przyjęcie zaproszenia! Co u Ciebie słychać?",
                "Wszystko dobrze, dużo pracy. Zgadajmy się na kawę.",
            ),
            ("Super, {first}! Do zobaczenia.", "Do zobaczenia!"),
        ],
    },
    Local {
        language: Language::French,
        headlines: &[
            "Fait simple, autant que possible",
            "Des chiffres le matin, du jazz le soir",
            "Je lis les notices",
            "Le train, les gens, le reste suit",
            "Curieux de tout, expert en café",
        ],
        summaries: &[
            "Dans le métier depuis {began}, toujours avec plaisir. J'aime les équipes qui se parlent et les projets qui finissent.",
            "Je vis à {city}. Dites-moi comment nous nous connaissons et je répondrai avec joie.",
        ],
        colleague: &[
            "Bonjour {first}, quel plaisir de vous retrouver ici après nos années chez {employer}. Au plaisir d'échanger ! {me}",
        ],
        classmate: &["Salut {first}, on était ensemble à {school} ! Que deviens-tu ? {me}"],
        group: &[
            "Bonjour {first}, nous nous croisons dans « {group} ». Je lis vos messages avec intérêt. {me}",
        ],
        met: &["Bonjour {first}, merci encore pour notre conversation ({place}). Restons en contact. {me}"],
        thanks: &[
            (
                "Merci d'avoir accepté ! J'espère que tout va bien de votre côté.",
                "Très bien, merci ! À bientôt autour d'un café ?",
            ),
            ("Quel plaisir de vous retrouver ici, {first}.", "Moi aussi ! Donnez de vos nouvelles."),
        ],
    },
    Local {
        language: Language::Spanish,
        headlines: &[
            "Hago que las cosas lleguen",
            "Pan los domingos, el resto de la semana trabajo",
            "Preguntar antes de hacer",
            "Menos reuniones, más paseos",
            "Aprendiz de casi todo",
        ],
        summaries: &[
            "Trabajo en esto desde {began} y sigo aprendiendo. Me gustan los equipos pequeños y las sobremesas largas.",
            "Vivo en {city}. Si hemos trabajado juntos, escríbeme; si no, también, pero cuéntame de qué nos conocemos.",
        ],
        colleague: &[
            "¡Hola, {first}! Qué alegría encontrarte por aquí. Guardo muy buen recuerdo de nuestros años en {employer}. Un abrazo, {me}",
        ],
        classmate: &[
            "Hola {first}, soy {me}, de {school}. ¿Te acuerdas de las prácticas de los viernes? ¡Seguimos en contacto!",
        ],
        group: &[
            "Hola, {first}: coincidimos en el grupo «{group}». Me encantaría seguir en contacto. Un saludo, {me}",
        ],
        met: &["Hola {first}, fue un gusto hablar contigo ({place}). Te debo un café. {me}"],
        thanks: &[
            ("¡Gracias por aceptar! ¿Cómo va todo?", "¡Todo bien! A ver si nos vemos pronto."),
            ("Qué bueno, {first}. Un abrazo.", "¡Igualmente!"),
        ],
    },
    Local {
        language: Language::Portuguese,
        headlines: &[
            "Um café e a gente resolve",
            "Gosto de coisas bem feitas",
            "Entre números e pastéis de nata",
            "Devagar e bem",
            "Aprendo fazendo",
        ],
        summaries: &[
            "Desde {began} nesta profissão, com vontade de mais. Em {city}, quase sempre com um livro na mala.",
            "Gosto de gente que termina o que começa. Digam-me de onde nos conhecemos!",
        ],
        colleague: &["Oi {first}! Que saudade dos tempos de {employer}. Vamos manter contato? Abraço, {me}"],
        classmate: &["Olá {first}, lembras-te de mim, de {school}? Gostava de saber por onde andas. {me}"],
        group: &["Olá {first}, estamos juntos no grupo {group}. Prazer em encontrar você aqui! {me}"],
        met: &["Olá {first}, foi ótimo conversar contigo ({place}). Fica aqui o contacto. {me}"],
        thanks: &[
            ("Que bom que aceitou! Tudo bem por aí?", "Tudo ótimo! Vamos marcar um café."),
            ("Que bom, {first}!", "Igualmente, abraço!"),
        ],
    },
    Local {
        language: Language::Italian,
        headlines: &[
            "Prima il caffè, poi i numeri",
            "Faccio domande, poi le cose",
            "Meno slide, più passeggiate",
            "Mani in pasta, anche in ufficio",
            "Sempre in bicicletta",
        ],
        summaries: &[
            "Lavoro dal {began}, con la stessa curiosità. Mi piacciono le cose fatte bene e le riunioni corte.",
            "Vivo a {city}. Se ci conosciamo, scrivetemi due righe: rispondo sempre, a volte tardi.",
        ],
        colleague: &[
            "Ciao {first}, che bello ritrovarti! Ricordo volentieri gli anni a {employer}. Restiamo in contatto. {me}",
        ],
        classmate: &["Ciao {first}, eravamo insieme a {school}! Come stai? {me}"],
        group: &[
            "Buongiorno {first}, ci leggiamo nel gruppo {group}. Mi farebbe piacere restare in contatto. {me}",
        ],
        met: &["Ciao {first}, grazie per la chiacchierata ({place}). A presto! {me}"],
        thanks: &[
            ("Grazie per aver accettato! Come va?", "Tutto bene, grazie. Ci vediamo per un caffè?"),
            ("Che piacere, {first}!", "Anche mio, a presto!"),
        ],
    },
    Local {
        language: Language::Dutch,
        headlines: &[
            "Gewoon doen, dan zien we wel",
            "Liever fietsen dan vergaderen",
            "Maakt dingen kloppend",
            "Vraagt door",
            "Cijfers, koffie, dijken",
        ],
        summaries: &[
            "Sinds {began} aan het werk, meestal met plezier. Ik hou van korte lijnen en lange fietstochten.",
            "Woon in {city}. Laat even weten waar we elkaar van kennen, dan zeg ik ja.",
        ],
        colleague: &["Ha {first}, leuk je hier tegen te komen! Goede tijd gehad bij {employer}. Groet, {me}"],
        classmate: &["Hoi {first}, {school}, weet je nog? Leuk om te zien wat je nu doet. {me}"],
        group: &["Hoi {first}, we zitten allebei in {group}. Houden we contact? {me}"],
        met: &["Hoi {first}, dank voor het gesprek ({place})! Ik stuur je dat artikel nog. {me}"],
        thanks: &[("Dank je wel! Alles goed daar?", "Zeker, druk maar goed. Snel een keer koffie?")],
    },
    Local {
        language: Language::Turkish,
        headlines: &[
            "Önce çay, sonra iş",
            "Basit çözümler, uzun yürüyüşler",
            "Soru sormayı sever",
            "Vapurda çalışan insan",
            "Az toplantı, çok iş",
        ],
        summaries: &[
            "{began} yılından beri bu işin içindeyim ve hâlâ öğreniyorum. Çay her zaman hazır.",
            "Nereden tanıştığımızı yazarsanız sevinirim. Her mesajı okurum.",
        ],
        colleague: &["Merhaba {first}, {employer} günlerinden selamlar! Burada bağlantıda kalalım. {me}"],
        classmate: &["Selam {first}, {school} yıllarını özledim. Neler yapıyorsun? {me}"],
        group: &["Merhaba {first}, ikimiz de {group} grubundayız. Bağlantıda kalmak isterim. {me}"],
        met: &["Merhaba {first}, sohbet için teşekkürler ({place}). Görüşmek üzere! {me}"],
        thanks: &[("Kabul ettiğin için teşekkürler! Nasılsın?", "İyiyim, sen nasılsın? Bir gün çay içelim.")],
    },
    Local {
        language: Language::Greek,
        headlines: &[
            "Πρώτα καφές, μετά δουλειά",
            "Λίγα λόγια, καλή δουλειά",
            "Ανάμεσα σε αριθμούς και θάλασσα",
        ],
        summaries: &["Δουλεύω από το {began} και ακόμη μαθαίνω. Γράψτε μου από πού γνωριζόμαστε."],
        colleague: &["Γεια σου {first}, τι ωραία που σε βρίσκω εδώ μετά τα χρόνια στην {employer}! {me}"],
        classmate: &["Γεια σου {first}, ήμασταν μαζί στο {school}. Να μη χαθούμε! {me}"],
        group: &["Καλησπέρα {first}, είμαστε και οι δύο στην ομάδα {group}. Χαρά μου να συνδεθούμε. {me}"],
        met: &["Γεια σου {first}, χάρηκα που τα είπαμε ({place})! {me}"],
        thanks: &[("Ευχαριστώ που δέχτηκες! Τι νέα;", "Όλα καλά, να τα πούμε από κοντά!")],
    },
    Local {
        language: Language::Ukrainian,
        headlines: &["Спершу кава, потім решта", "Роблю так, щоб працювало", "Питаю двічі, роблю раз"],
        summaries: &["Працюю з {began} року. Люблю людей, які доводять справи до кінця."],
        colleague: &["Вітаю, {first}! Радію, що знайшлися після років у {employer}. {me}"],
        classmate: &["Привіт, {first}! Пам'ятаєш {school}? Будьмо на зв'язку. {me}"],
        group: &["Добрий день, {first}! Ми обоє в групі {group}. Буду радий контакту. {me}"],
        met: &["Привіт, {first}! Дякую за розмову ({place}). До зустрічі! {me}"],
        thanks: &[("Дякую, що прийняли запрошення! Як ви?", "Дякую, все добре. Тримаймося!")],
    },
    Local {
        language: Language::Arabic,
        headlines: &["القهوة أولاً ثم العمل", "أحب الأشياء المتقنة", "أتعلّم كل يوم"],
        summaries: &["أعمل منذ عام {began} وما زلت أتعلّم. يسعدني أن تكتبوا لي كيف تعارفنا."],
        colleague: &["مرحباً {first}، سعدت بالعثور عليك هنا بعد أيامنا في {employer}. {me}"],
        classmate: &["أهلاً {first}، هل تذكر أيام {school}؟ لنبقَ على تواصل. {me}"],
        group: &["مرحباً {first}، نحن معاً في مجموعة {group}. يسعدني التواصل. {me}"],
        met: &["أهلاً {first}، شكراً على الحديث الممتع ({place}). إلى لقاء قريب. {me}"],
        thanks: &[("شكراً على القبول! كيف حالك؟", "بخير والحمد لله، وأنت؟")],
    },
    Local {
        language: Language::Hebrew,
        headlines: &["קודם קפה, אחר כך עבודה", "פחות ישיבות, יותר עשייה"],
        summaries: &["בתחום מאז {began}, וכל יום משהו חדש. ספרו לי מאיפה אנחנו מכירים."],
        colleague: &["היי {first}, איזה כיף למצוא אותך כאן אחרי {employer}! {me}"],
        classmate: &["היי {first}, למדנו יחד ב־{school}. נשמור על קשר? {me}"],
        group: &["שלום {first}, שנינו בקבוצה {group}. אשמח להתחבר. {me}"],
        met: &["היי {first}, תודה על השיחה ({place})! {me}"],
        thanks: &[("תודה שאישרת! מה שלומך?", "מצוין, תודה! בוא נדבר בקרוב.")],
    },
    Local {
        language: Language::Vietnamese,
        headlines: &["Cà phê trước, công việc sau", "Làm ít mà chắc", "Thích hỏi tại sao"],
        summaries: &["Đi làm từ năm {began}, vẫn học mỗi ngày. Rất vui được kết nối với đồng nghiệp cũ."],
        colleague: &["Chào {first}, rất vui gặp lại bạn sau thời gian ở {employer}. Giữ liên lạc nhé! {me}"],
        classmate: &["Chào {first}, mình học cùng trường {school} đây. Dạo này bạn thế nào? {me}"],
        group: &["Chào {first}, chúng ta cùng ở nhóm {group}. Rất mong được kết nối. {me}"],
        met: &["Chào {first}, cảm ơn bạn về buổi trò chuyện ({place}). {me}"],
        thanks: &[("Cảm ơn bạn đã đồng ý! Dạo này bạn khỏe không?", "Mình khỏe, hôm nào cà phê nhé!")],
    },
    Local {
        language: Language::Chinese,
        headlines: &["先喝茶，再开会", "把复杂的事做简单", "慢慢来，比较快"],
        summaries: &[
            "{began} 年入行，至今仍在学习。老同事、老同学欢迎联系。",
            "喜欢安静地把事情做完。现居 {city}。",
        ],
        colleague: &["{first}，你好！在{employer}共事的日子很怀念，保持联系吧。{me}"],
        classmate: &["{first}，好久不见！还记得{school}的日子吗？{me}"],
        group: &["您好，{first}，我们都在「{group}」小组，希望能保持联系。{me}"],
        met: &["{first}，你好，很高兴上次见面（{place}）。常联系！{me}"],
        thanks: &[("谢谢通过！最近怎么样？", "挺好的，有空一起喝茶。")],
    },
    Local {
        language: Language::Japanese,
        headlines: &["静かな場所で、よいものを", "まずはお茶を一杯", "なぜ、と二回聞きます"],
        summaries: &[
            "{began}年からこの仕事をしています。以前ご一緒した方、どうぞお気軽に。",
            "{city}在住。ゆっくり、丁寧に。",
        ],
        colleague: &[
            "{first}さん、ご無沙汰しております。{employer}ではお世話になりました。これからもよろしくお願いします。{me}",
        ],
        classmate: &["{first}さん、{school}で一緒だった{me}です。覚えていますか？"],
        group: &["{first}さん、はじめまして。「{group}」でいつも拝見しています。よろしくお願いします。{me}"],
        met: &["{first}さん、先日はありがとうございました（{place}）。またお話しできれば嬉しいです。{me}"],
        thanks: &[(
            "ご承認ありがとうございます。お元気ですか。",
            "こちらこそ。また近いうちにお会いしましょう。",
        )],
    },
    Local {
        language: Language::Korean,
        headlines: &["커피 먼저, 일은 그다음", "천천히, 그러나 끝까지", "질문을 좋아합니다"],
        summaries: &["{began}년부터 이 일을 하고 있습니다. 함께 일했던 분들, 반갑습니다."],
        colleague: &["{first} 님, 안녕하세요. {employer}에서 함께 일했던 {me}입니다. 계속 연락하고 지내요."],
        classmate: &["{first} 님, {school} 동기 {me}입니다. 잘 지내시죠?"],
        group: &["안녕하세요 {first} 님, ‘{group}’ 모임에서 뵈었어요. 인사드립니다. {me}"],
        met: &["{first} 님, 지난번 대화 즐거웠습니다({place}). {me} 드림"],
        thanks: &[("수락해 주셔서 감사합니다! 잘 지내세요?", "네, 덕분에요. 조만간 뵙죠!")],
    },
    Local {
        language: Language::Hindi,
        headlines: &["पहले चाय, फिर काम", "काम कम, पर पक्का", "रोज़ कुछ नया"],
        summaries: &["{began} से यही काम, और सीखना जारी है। पुराने साथियों का स्वागत है।"],
        colleague: &["नमस्ते {first}, {employer} के दिनों की याद आती है। संपर्क में रहें! {me}"],
        classmate: &["{first}, {school} वाले दिन याद हैं? मिलते हैं कभी। {me}"],
        group: &["नमस्ते {first}, हम दोनों {group} समूह में हैं। जुड़कर अच्छा लगेगा। {me}"],
        met: &["नमस्ते {first}, बातचीत के लिए धन्यवाद ({place})। {me}"],
        thanks: &[("स्वीकार करने के लिए धन्यवाद! कैसे हैं आप?", "बहुत बढ़िया, आप सुनाइए!")],
    },
];
