//! Names in scripts other than Latin.

use super::names::{Form, Language, Origin};
use super::places::City::*;

pub(crate) const CYRILLIC_AND_GREEK: &[Origin] = &[
    Origin {
        weight: 24.0,
        language: Language::Greek,
        women: "Αγγελική:angeliki Αθηνά:athina Αικατερίνη:ekaterini Ασπασία:aspasia Βασιλική:vasiliki Δέσποινα:despina Ελένη:eleni Ιωάννα:ioanna Κωνσταντίνα:konstantina Μαρίνα:marina Σοφία:sofia Χριστίνα:christina",
        men: "Αλέξανδρος:alexandros Ανδρέας:andreas Βασίλης:vasilis Γιάννης:giannis Δημήτρης:dimitris Θάνος:thanos Κώστας:kostas Λευτέρης:lefteris Νίκος:nikos Παναγιώτης:panagiotis Σπύρος:spyros Χρήστος:christos",
        families: "Αλεξίου:alexiou Αντωνίου:antoniou Γεωργίου:georgiou Δημητρίου:dimitriou Καραγιάννης:karagiannis/Καραγιάννη:karagianni Κωνσταντίνου:konstantinou Μακρής:makris/Μακρή:makri Νικολάου:nikolaou Οικονόμου:oikonomou Παπαδάκης:papadakis/Παπαδάκη:papadaki Παππάς:pappas/Παππά:pappa Σταματίου:stamatiou Χατζής:chatzis/Χατζή:chatzi",
        form: Form::Western,
        homes: &[Athens, Athens, Athens, Munich, Melbourne],
        tones: (1, 3),
    },
    Origin {
        weight: 38.0,
        language: Language::Ukrainian,
        women: "Анастасія:anastasiia Богдана:bohdana Вікторія:viktoriia Галина:halyna Дарина:daryna Ірина:iryna Катерина:kateryna Леся:lesia Марія:mariia Наталія:nataliia Оксана:oksana Олена:olena Соломія:solomiia Юлія:yuliia",
        men: "Андрій:andrii Богдан:bohdan Василь:vasyl Віталій:vitalii Дмитро:dmytro Іван:ivan Кирило:kyrylo Максим:maksym Назар:nazar Олег:oleh Остап:ostap Роман:roman Сергій:serhii Тарас:taras Юрій:yurii",
        families: "Бондаренко:bondarenko Гончар:honchar Дяченко:diachenko Іваненко:ivanenko Ковальчук:kovalchuk Костенко:kostenko Кравець:kravets Лисенко:lysenko Мельник:melnyk Нечипоренко:nechyporenko Олійник:oliinyk Поліщук:polishchuk Романюк:romaniuk Савченко:savchenko Ткачук:tkachuk Федорчук:fedorchuk Шевчук:shevchuk Яремчук:yaremchuk",
        form: Form::Western,
        homes: &[Kyiv, Kyiv, Kyiv, Warsaw, Prague],
        tones: (0, 2),
    },
    Origin {
        weight: 20.0,
        language: Language::English,
        women: "Албена:albena Борислава:borislava Василена:vasilena Габриела:gabriela Десислава:desislava Елица:elitsa Ивелина:ivelina Милена:milena Радослава:radoslava Цветелина:tsvetelina Яна:yana",
        men: "Атанас:atanas Борис:boris Георги:georgi Димитър:dimitar Емил:emil Ивайло:ivaylo Калин:kalin Любомир:lyubomir Николай:nikolay Пламен:plamen Стоян:stoyan",
        families: "Ангелов:angelov/Ангелова:angelova Василев:vasilev/Василева:vasileva Георгиев:georgiev/Георгиева:georgieva Димитров:dimitrov/Димитрова:dimitrova Илиев:iliev/Илиева:ilieva Колев:kolev/Колева:koleva Маринов:marinov/Маринова:marinova Найденов:naydenov/Найденова:naydenova Петков:petkov/Петкова:petkova Стефанов:stefanov/Стефанова:stefanova Тодоров:todorov/Тодорова:todorova Христов:hristov/Христова:hristova",
        form: Form::Western,
        homes: &[Sofia, Sofia, Berlin],
        tones: (0, 2),
    },
];

pub(crate) const SEMITIC_AND_PERSIAN: &[Origin] = &[
    Origin {
        weight: 48.0,
        language: Language::Arabic,
        women: "أمل:amal آية:aya داليا:dalia دينا:dina رانيا:rania ريم:reem سارة:sara سلمى:salma فاطمة:fatima لينا:lina ليلى:layla مريم:maryam منى:mona نادين:nadine نور:nour هبة:heba ياسمين:yasmin",
        men: "أحمد:ahmed أنس:anas باسم:bassem حسام:hossam خالد:khaled رامي:rami زياد:ziad سامر:samer طارق:tarek عمر:omar فارس:fares كريم:karim محمود:mahmoud مروان:marwan هاني:hany وليد:walid يوسف:youssef",
        families: "الحداد:haddad الخطيب:khatib الشامي:shami الشريف:sherif الصباغ:sabbagh العلي:alali المصري:elmasry النجار:najjar بركات:barakat حسن:hassan حمدان:hamdan خليل:khalil درويش:darwish زيدان:zidan سالم:salem شاهين:shaheen عبدالله:abdallah فهمي:fahmy منصور:mansour ناصر:nasser",
        form: Form::Western,
        homes: &[Cairo, Amman, Cairo, Amman, Paris, Berlin],
        tones: (2, 5),
    },
    Origin {
        weight: 20.0,
        language: Language::Hebrew,
        women: "אביגיל:avigail אורלי:orly גלית:galit דנה:dana הדס:hadas טליה:talia יעל:yael מאיה:maya מיכל:michal נועה:noa עדי:adi רותם:rotem שירה:shira תמר:tamar",
        men: "איתן:eitan אלון:alon אסף:asaf ברק:barak גיא:guy דניאל:daniel יונתן:yonatan עומר:omer נדב:nadav עידו:ido רועי:roi שחר:shahar תומר:tomer",
        families: "אברהמי:avrahami אלמוג:almog בן_דוד:bendavid ברגר:berger גולן:golan דיין:dayan הלוי:halevi כהן:cohen לוי:levi מזרחי:mizrahi נחום:nahum פרידמן:friedman צור:tzur קפלן:kaplan רוזן:rosen שגיא:sagi שפירא:shapira",
        form: Form::Western,
        homes: &[TelAviv, TelAviv, London],
        tones: (1, 4),
    },
    Origin {
        weight: 18.0,
        language: Language::English,
        women: "آرزو:arezoo الهام:elham بهاره:bahareh پریسا:parisa رویا:roya سپیده:sepideh شیرین:shirin مهسا:mahsa نرگس:narges نیلوفر:niloufar",
        men: "آرش:arash امید:omid بابک:babak بهرام:bahram داریوش:dariush سینا:sina فرهاد:farhad کاوه:kaveh کیان:kian مهدی:mehdi",
        families: "احمدی:ahmadi امینی:amini تهرانی:tehrani رستمی:rostami رضایی:rezaei شیرازی:shirazi صادقی:sadeghi فرهادی:farhadi کاظمی:kazemi کریمی:karimi مرادی:moradi نوری:nouri",
        form: Form::Western,
        homes: &[Toronto, Berlin, Stockholm, London],
        tones: (1, 4),
    },
];

pub(crate) const ASIAN: &[Origin] = &[
    Origin {
        weight: 40.0,
        language: Language::Chinese,
        women: "婷婷:tingting 思雨:siyu 佳怡:jiayi 雅琪:yaqi 欣然:xinran 静:jing 丽华:lihua 梦瑶:mengyao 晓燕:xiaoyan 淑芬:shufen 子涵:zihan 若曦:ruoxi 美玲:meiling 慧:hui",
        men: "伟:wei 志强:zhiqiang 思远:siyuan 浩然:haoran 俊杰:junjie 建国:jianguo 明哲:mingzhe 宇轩:yuxuan 博文:bowen 家豪:jiahao 文博:wenbo 立群:liqun 天佑:tianyou 磊:lei",
        families: "王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 黄:huang 赵:zhao 吴:wu 周:zhou 徐:xu 孙:sun 林:lin 何:he 郭:guo 罗:luo 郑:zheng 谢:xie 宋:song 沈:shen",
        form: Form::FamilyFirst,
        homes: &[Shanghai, Taipei, Singapore, Shanghai, Taipei, Toronto, Melbourne],
        tones: (0, 2),
    },
    Origin {
        weight: 42.0,
        language: Language::Japanese,
        women: "愛子:aiko 彩:aya 千尋:chihiro 恵美:emi 陽菜:hina 香織:kaori 結衣:yui 美咲:misaki 奈々:nana 凛:rin 桜:sakura 早紀:saki 智子:tomoko 由美:yumi",
        men: "大輔:daisuke 大地:daichi 蓮:ren 健太:kenta 浩二:koji 誠:makoto 直樹:naoki 亮:ryo 翔太:shota 拓也:takuya 徹:toru 勇気:yuki 洋介:yosuke 陽翔:haruto",
        families: "佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 渡辺:watanabe 伊藤:ito 山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山口:yamaguchi 松本:matsumoto 井上:inoue 木村:kimura 清水:shimizu 森:mori 池田:ikeda 橋本:hashimoto 石川:ishikawa",
        form: Form::FamilyFirstSpaced,
        homes: &[Tokyo, Osaka, Tokyo, Osaka, Singapore],
        tones: (0, 2),
    },
    Origin {
        weight: 32.0,
        language: Language::Korean,
        women: "서연:seoyeon 지우:jiwoo 민서:minseo 하은:haeun 수빈:subin 예진:yejin 지민:jimin 은지:eunji 유나:yuna 혜진:hyejin 소영:soyoung 나연:nayeon",
        men: "민준:minjun 서준:seojun 도윤:doyun 예준:yejun 지호:jiho 준영:junyoung 현우:hyunwoo 성민:sungmin 동현:donghyun 태형:taehyung 재원:jaewon 우진:woojin",
        families: "김:kim 이:lee 박:park 최:choi 정:jung 강:kang 조:cho 윤:yoon 장:jang 임:lim 한:han 오:oh 서:seo 신:shin 권:kwon",
        form: Form::FamilyFirst,
        homes: &[Seoul, Seoul, Seoul, Toronto],
        tones: (0, 2),
    },
    Origin {
        weight: 45.0,
        language: Language::Hindi,
        women: "अंजलि:anjali अनन्या:ananya आरती:aarti ईशा:isha कविता:kavita काव्या:kavya दीपिका:deepika नेहा:neha पूजा:pooja प्रिया:priya मीरा:meera रितिका:ritika शालिनी:shalini श्रुति:shruti सुनीता:sunita",
        men: "अजय:ajay अमित:amit अर्जुन:arjun आदित्य:aditya कबीर:kabir करण:karan गौरव:gaurav नितिन:nitin प्रणव:pranav मनीष:manish रवि:ravi राहुल:rahul रोहन:rohan विक्रम:vikram सिद्धार्थ:siddharth",
        families: "अग्रवाल:agarwal कपूर:kapoor कुलकर्णी:kulkarni गुप्ता:gupta चौधरी:chaudhary जोशी:joshi त्रिपाठी:tripathi देशपांडे:deshpande पटेल:patel मिश्रा:mishra मेहता:mehta राव:rao वर्मा:verma शर्मा:sharma शेट्टी:shetty सक्सेना:saxena सिन्हा:sinha",
        form: Form::Western,
        homes: &[Bengaluru, Pune, Bengaluru, Pune, London, Singapore],
        tones: (3, 6),
    },
    Origin {
        weight: 45.0,
        language: Language::English,
        women: "Aishwarya Ayesha Bhavana Divya Fathima Gayathri Harini Jasleen Keerthana Lakshmi Nandini Nimrat Radhika Rukhsana Sneha Tanvi Vidya",
        men: "Anand Ashwin Balaji Dev Farhan Gopal Harsha Imran Jaspreet Karthik Naveen Nikhil Rajesh Sanjay Suresh Tariq Vivek",
        families: "Ahluwalia Banerjee Bhatt Chatterjee Das Fernandes Ghosh Hegde Iyer Krishnan Malhotra Menon Mukherjee Nair Pillai Qureshi Raman Reddy Sandhu Sen Siddiqui Subramanian Thomas Varghese",
        form: Form::Western,
        homes: &[Bengaluru, Pune, Singapore, Chicago, Bengaluru, Pune],
        tones: (3, 6),
    },
];
