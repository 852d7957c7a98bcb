//! What the demo town makes.

use ground::ids::{FamilyId, MediaId};
use ground::money::Money;
use market::catalogue::{Availability, ImportedProduct};

/// Craft, item, Arabic, English, material, price in dinars, made to order.
type Thing = (&'static str, &'static str, &'static str, &'static str, &'static str, i64, bool);

const THINGS: [Thing; 45] = [
    ("palm", "pl-basket", "سلة سعف", "Palm basket", "سعف نخيل", 35, false),
    ("palm", "pl-plate", "طبق سعف", "Woven plate", "سعف وخيط ملون", 25, false),
    ("palm", "pl-mat", "حصيرة", "Palm mat", "سعف", 60, true),
    ("palm", "pl-fan", "مروحة سعف", "Palm fan", "سعف", 12, false),
    ("dates", "dt-rub", "رُبّ التمر", "Date syrup", "تمر", 18, false),
    ("dates", "dt-dates", "تمر دقلة", "Degla dates", "تمر", 15, false),
    ("dates", "dt-stuffed", "تمر محشي باللوز", "Dates with almond", "تمر ولوز", 28, false),
    ("weaving", "wv-kilim", "كليم", "Kilim", "صوف", 420, true),
    ("weaving", "wv-blanket", "بطانية صوف", "Wool blanket", "صوف", 260, true),
    ("weaving", "wv-burnous", "برنوس", "Burnous", "وبر", 650, true),
    ("weaving", "wv-bag", "مخلاة", "Wool bag", "صوف", 70, false),
    ("weaving", "kn-crochet", "مفرش كروشيه", "Crochet cover", "قطن", 55, false),
    ("leather", "lt-ghadames", "بلغة غدامسية", "Ghadames slippers", "جلد وحرير", 140, true),
    ("leather", "lt-bag", "حقيبة جلد", "Leather bag", "جلد ماعز", 120, false),
    ("leather", "lt-tuareg", "محفظة تارقية", "Tuareg wallet", "جلد ماعز", 45, false),
    ("leather", "lt-cushion", "وسادة جلد", "Leather cushion", "جلد", 95, false),
    ("bread", "br-tannour", "خبزة تنور", "Tannour bread", "دقيق قمح", 3, false),
    ("bread", "br-fatayer", "خبز شعير", "Barley bread", "دقيق شعير", 4, false),
    ("bread", "br-sfinz", "سفنز", "Sfinz", "دقيق وزيت", 2, true),
    ("metal", "mt-filigree", "خلخال فضة", "Silver anklet", "فضة", 380, false),
    ("metal", "mt-amazigh", "خلال أمازيغي", "Amazigh brooch", "فضة", 290, true),
    ("metal", "mt-copper", "صينية نحاس", "Copper tray", "نحاس", 160, false),
    ("pantry", "pn-bsisa", "بسيسة", "Bsisa", "حبوب محمصة", 20, false),
    ("pantry", "pn-zummita", "زميتة", "Zummita", "شعير محمص", 16, false),
    ("pantry", "pn-pickle", "مخلل ليمون", "Pickled lemon", "ليمون وملح", 10, false),
    ("pottery", "pt-gharyan", "جرة فخار", "Clay jar", "طين", 45, false),
    ("pottery", "pt-kanoun", "مبخرة فخار", "Clay censer", "طين", 22, false),
    ("pottery", "pt-cook", "طاجين", "Tagine", "طين", 38, false),
    ("pottery", "pt-ceramic", "صحن خزف", "Glazed bowl", "طين مزجج", 30, false),
    ("sweets", "sw-maqroud", "مقروض", "Maqroud", "سميد وتمر", 24, true),
    ("sweets", "sw-ghraiba", "غريبة", "Ghraiba", "دقيق وسمن", 26, true),
    ("sweets", "sw-kaak", "كعك مالح", "Salted kaak", "دقيق وسمسم", 14, false),
    ("sweets", "sw-baklawa", "بقلاوة", "Baklawa", "لوز وعسل", 48, true),
    ("embroidery", "emb-silver", "صدرية مطرزة بالفضة", "Silver-embroidered vest", "مخمل وخيط فضة", 540, true),
    ("embroidery", "emb-hand", "مفرش مطرز", "Embroidered cover", "كتان وحرير", 110, false),
    ("embroidery", "sew-home", "وسادة مطرزة", "Embroidered cushion", "قطن", 48, false),
    ("oilhoney", "oh-sidr", "عسل سدر", "Sidr honey", "عسل", 90, false),
    ("oilhoney", "oh-oil", "زيت زيتون بكر", "Virgin olive oil", "زيتون", 32, false),
    ("fragrance", "fr-bkhur", "بخور العروس", "Bridal incense", "عود ومستكة", 40, false),
    ("fragrance", "fr-khumra", "خمرية", "Khumriya", "زيوت عطرية", 35, false),
    ("dress", "dr-rida", "رداء حرير", "Silk rida", "حرير", 780, true),
    ("dress", "dr-farashia", "فراشية", "Farashiya", "قطن", 190, false),
    ("dress", "dr-shashia", "شنة", "Shashia", "صوف", 65, false),
    ("wood", "wd-carve", "صندوق خشب منقوش", "Carved box", "خشب زيتون", 130, false),
    ("wood", "wd-paint", "لوحة خط عربي", "Calligraphy panel", "خشب وألوان", 85, true),
];

const KINDS: [(&str, &str); 8] = [
    ("بمقاس كبير", "large"),
    ("بمقاس صغير", "small"),
    ("بألوان الصحراء", "desert colours"),
    ("من عمل الجدة", "grandmother's"),
    ("للهدايا", "for gifts"),
    ("للضيافة", "for guests"),
    ("على الطريقة القديمة", "the old way"),
    ("بلمسة جديدة", "with a new touch"),
];

fn things_of(craft: &str) -> Vec<&'static Thing> {
    THINGS.iter().filter(|thing| thing.0 == craft).collect()
}

/// The title of the n-th product of a craft.
pub fn title_of(craft: &str, n: usize) -> (String, String) {
    let things = things_of(craft);
    let thing = things[n % things.len().max(1)];
    let (kind_ar, kind_en) = KINDS[(n / things.len().max(1)) % KINDS.len()];
    (format!("{} {kind_ar}", thing.2), format!("{} ({kind_en})", thing.3))
}

/// The n-th product of a family of the demo town, as an import would bring it.
pub fn product_row(import_id: String, family: FamilyId, craft: &str, n: usize, photo: Option<MediaId>) -> ImportedProduct {
    let things = things_of(craft);
    let thing = things[n % things.len().max(1)];
    let (title_ar, title_en) = title_of(craft, n);
    let made_to_order = thing.6;
    ImportedProduct {
        import_id,
        family,
        description_ar: format!(
            "{title_ar} من عمل أيدينا في البيت. الخامة: {}. قد تختلف القطعة قليلًا عن الصورة لأن كل قطعة تُصنع وحدها. نغلّفها بعناية ونسلّمها في أقرب مكتب للهيئة.",
            thing.4
        ),
        title_ar,
        title_en,
        craft: thing.0.to_owned(),
        item: Some(thing.1.to_owned()),
        material: thing.4.to_owned(),
        making: if n % 7 == 3 { "half" } else { "hand" },
        price: Money(thing.5 * 1_000 + (n as i64 % 4) * 500),
        availability: if made_to_order { Availability::MadeToOrder } else { Availability::InStock },
        stock: if made_to_order { 0 } else { 1 + (n as i64 * 7) % 23 },
        lead_days: if made_to_order { 3 + (n as i64 % 5) * 3 } else { 0 },
        created_at: None,
        photo,
        former_slug: None,
    }
}
