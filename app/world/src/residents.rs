//! Who lives in the demo town.

use ground::actor::Role;

/// The password of everyone in the demo town. It opens nothing elsewhere: the seed refuses any
/// database with other people.
pub const DEMO_PASSWORD: &str = "nakhla-3ala-raml";

/// The secret that everyone's authenticator of the demo town shares (base32).
pub const DEMO_TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A member of staff: name, phone, role, branch by its place in [`BRANCHES`] or the whole Authority.
pub struct StaffMember {
    /// Name.
    pub name: &'static str,
    /// Stored phone.
    pub phone: &'static str,
    /// Role.
    pub role: Role,
    /// Place in [`BRANCHES`]; nothing for the whole Authority.
    pub branch: Option<usize>,
}

/// A branch with the districts that it looks after.
pub struct DemoBranch {
    /// Names: Arabic, English.
    pub names: [&'static str; 2],
    /// Districts that it looks after.
    pub districts: &'static [&'static str],
    /// Municipality of its office.
    pub municipality: &'static str,
    /// Where it is: Arabic, English.
    pub address: [&'static str; 2],
    /// Phone.
    pub phone: &'static str,
}

/// When offices of the demo town are open.
pub const HOURS: [&str; 2] = ["الأحد إلى الخميس، 8:00 ص – 3:00 م", "Sunday to Thursday, 8:00 am – 3:00 pm"];

/// Branches.
pub const BRANCHES: [DemoBranch; 2] = [
    DemoBranch {
        names: ["فرع سبها", "Sabha branch"],
        districts: &["LY-SB", "LY-MQ", "LY-GT", "LY-WD", "LY-WS", "LY-JU"],
        municipality: "LYM083",
        address: ["حي المهدية، بجانب مكتب البريد", "Mahdia quarter, beside the post office"],
        phone: "071-2630000",
    },
    DemoBranch {
        names: ["فرع الجبل الغربي", "Western Mountain branch"],
        districts: &["LY-JG", "LY-NL"],
        municipality: "LYM101",
        address: ["وسط غريان، مقابل المصرف", "Gharyan centre, opposite the bank"],
        phone: "041-2630000",
    },
];

const fn member(name: &'static str, phone: &'static str, role: Role, branch: Option<usize>) -> StaffMember {
    StaffMember { name, phone, role, branch }
}

/// Officers of the centre and of two branches, a committee, an auditor, two administrators, two trainers.
pub const STAFF: [StaffMember; 15] = [
    member("نجاة المبروك", "0910000001", Role::Officer, None),
    member("خالد الورفلي", "0910000002", Role::BranchHead, None),
    member("فاطمة الحضيري", "0910000003", Role::Officer, Some(0)),
    member("موسى التباوي", "0910000004", Role::BranchHead, Some(0)),
    member("زهرة النالوتي", "0910000005", Role::Officer, Some(1)),
    member("عمر الغرياني", "0910000006", Role::BranchHead, Some(1)),
    member("أمينة الشريف", "0910000007", Role::CommitteeMember, None),
    member("يوسف القماطي", "0910000008", Role::CommitteeMember, None),
    member("هدى السنوسي", "0910000009", Role::CommitteeMember, None),
    member("سالم المراجع", "0910000010", Role::Auditor, None),
    member("رقية المسؤولة", "0910000011", Role::Administrator, None),
    member("إيمان المقريف", "0910000012", Role::Trainer, None),
    member("عبد السلام الفيتوري", "0910000013", Role::Trainer, Some(0)),
    member("سعاد الزوي", "0910000014", Role::Organiser, None),
    member("منصور الككلي", "0910000015", Role::Administrator, None),
];

/// Families: trade name, English, municipality, craft, story. Their phones are `0920000001` and on. The licence of the
/// last but one is suspended, that of the last is over.
pub const FAMILIES: [(&str, &str, &str, &str, &str); 18] = [
    ("بيت السعف", "Palm House", "LYM108", "palm", "تعلّمنا السفّ من جدتنا في مرزق، ونصبغ الخوص بألوان نحضّرها في البيت."),
    ("تمور زويلة", "Zawila Dates", "LYM136", "dates", "نجني التمر من نخيلنا في زويلة، ونصنع الرُّبّ على نار هادئة كما كان يُصنع دائمًا."),
    ("نساء سبها", "Women of Sabha", "LYM083", "weaving", "خمس أخوات ننسج الكليم والبطاطين على نول واحد في بيت العائلة."),
    ("جلود غات", "Ghat Leather", "LYM099", "leather", "نصنع المحافظ والوسائد من جلد الماعز، وننقشها بخيوط ملونة على طريقة التوارق."),
    ("مخبز أوباري", "Ubari Bakery", "LYM002", "bread", "خبزة التنور عندنا كل صباح، من دقيق القمح والشعير المحلي."),
    ("فضة الجفرة", "Jufra Silver", "LYM014", "metal", "نطرق الفضة ونعيد الحلي القديمة إلى الحياة في ورشة صغيرة خلف البيت."),
    ("براك الخضراء", "Green Brak", "LYM057", "pantry", "مؤونة البيت من البسيسة والزميتة والمخللات، بوصفات أمي."),
    ("فخار غريان", "Gharyan Clay", "LYM101", "pottery", "الطين من جبل غريان، والدولاب ورثناه عن جدي. كل جرة تُرسم باليد."),
    ("أنامل نالوت", "Nalut Hands", "LYM113", "weaving", "ننسج البرنوس والحولي من صوف الجبل، ونغزل الخيط بأيدينا."),
    ("بيت غدامس", "House of Ghadames", "LYM100", "leather", "نطرّز البلغة الغدامسية بالحرير كما تلبسها العرائس في المدينة القديمة."),
    ("حلويات مصراتة", "Misrata Sweets", "LYM112", "sweets", "كعك ومقروض وغريبة للأعياد والمناسبات، بزبدة بلدية وتمر منزوع النوى."),
    ("مشغل طرابلس", "Tripoli Atelier", "LYM094", "embroidery", "تطريز بالفضة على المخمل لأزياء العروس، قطعة في كل مرة."),
    ("عسل الجبل", "Mountain Honey", "LYM120", "oilhoney", "نحلنا يرعى السدر والزعتر، وزيتنا من أول عصرة."),
    ("بخور بنغازي", "Benghazi Incense", "LYM059", "fragrance", "بخور وخمريات نخلطها في البيت من وصفة لا نغيّرها."),
    ("أزياء درنة", "Derna Dress", "LYM075", "dress", "نخيط الرداء والفراشية، ونحفظ أسماء الغرز القديمة."),
    ("خشب طبرق", "Tobruk Wood", "LYM093", "wood", "ننقش الصناديق واللوحات على خشب الزيتون."),
    ("نول البادية", "Desert Loom", "LYM083", "weaving", "ننسج المخالي والكليم في بيتنا بسبها منذ عشر سنين."),
    ("أجبان الساحل", "Coast Pantry", "LYM112", "pantry", "مخللات ومؤونة نحضّرها في الموسم."),
];

/// Who answers for a family of the demo town; taken in turn.
pub const HEADS: [&str; 6] = ["خديجة المرزوقي", "سالمة الزنتاني", "فاطمة العبيدي", "نجاة الفرجاني", "حليمة الورفلي", "زهرة التاجوري"];

/// Families whose application is on its way: name, phone, trade name, municipality, identity number (administrative),
/// where it stands.
pub const APPLICANTS: [(&str, &str, &str, &str, &str, Standing); 4] = [
    ("مبروكة التارقي", "0930000001", "خوص تراغن", "LYM108", "770001", Standing::Sent),
    ("عائشة الفزاني", "0930000002", "فخار الوادي", "LYM002", "770002", Standing::Returned),
    ("سعاد المرابط", "0930000003", "كعك غريان", "LYM101", "770003", Standing::Recommended),
    ("نورة البوسيفي", "0930000004", "إبرة وخيط", "LYM094", "770004", Standing::Begun),
];

/// Where an application of the demo town stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Being filled in.
    Begun,
    /// With the Authority.
    Sent,
    /// Back with the family.
    Returned,
    /// One officer has recommended it.
    Recommended,
}
