//! What was done to a file can be taken back, what is asked of applicants has ready phrases,
//! imports are released by a second person, and look-alikes have a verdict.

use sea_orm_migration::prelude::*;

use crate::constraints::{self, Constraint};
use crate::ddl;

const ACTS: &[&str] = &[
    "open",
    "help",
    "hand",
    "take",
    "assign",
    "note",
    "flag",
    "document",
    "return",
    "resubmit",
    "recommend",
    "send_back",
    "decide",
    "object",
    "close",
    "withdraw",
    "uncompared",
    "recall",
    "call_back",
    "ask_back",
    "keep",
    "take_back",
];

/// An import is released by another than who began it, and says of which files it is.
const RELEASED: &str = "
ALTER TABLE import_job ADD COLUMN released_by BIGINT REFERENCES person (id)
;;
ALTER TABLE import_job ADD COLUMN files TEXT NOT NULL DEFAULT ''
;;
CREATE INDEX import_job_by_released_by ON import_job (released_by)
";

/// Two families of which somebody said that they are not one, the lower key first.
const APART: &str = "
CREATE TABLE family_apart (
    one_id BIGINT NOT NULL REFERENCES family (id), other_id BIGINT NOT NULL REFERENCES family (id),
    by_id BIGINT REFERENCES person (id), at {at} NOT NULL, PRIMARY KEY (one_id, other_id)
)
;;
CREATE INDEX family_apart_other ON family_apart (other_id)
;;
CREATE INDEX family_apart_by ON family_apart (by_id)
;;
CREATE INDEX family_by_contact_phone ON family (contact_phone)
;;
CREATE INDEX family_by_registration_number ON family (registration_number)
";

/// What the Authority asks for most often, by the part that lacks it.
const PHRASES: &str = "
CREATE TABLE return_phrase (
    id {id}, part TEXT NOT NULL, words_ar TEXT NOT NULL, words_en TEXT NOT NULL, active BOOLEAN NOT NULL, position BIGINT NOT NULL
)
;;
INSERT INTO return_phrase (part, words_ar, words_en, active, position) VALUES
    ('family.household', 'عدد أفراد الأسرة لا يوافق من سجلتموهم. صحّحوه.', 'The number of people does not match those you listed. Correct it.', TRUE, 1),
    ('family.household', 'اكتبوا رقم القيد كما في كتيب العائلة.', 'Write the registration number as in the family booklet.', TRUE, 2),
    ('family.members', 'أضيفوا رقم هوية لكل من يعمل في الإنتاج.', 'Add an identity number for everybody who works in the production.', TRUE, 1),
    ('family.members', 'اكتبوا الاسم الرباعي كما في الهوية.', 'Write the full name as in the identity paper.', TRUE, 2),
    ('family.members', 'سنة الميلاد لا توافق الهوية. راجعوها.', 'The year of birth does not match the identity. Check it.', TRUE, 3),
    ('family.crafts', 'اختاروا الحرفة التي تعملونها فعلًا، لا كل ما تعرفونه.', 'Choose the craft that you really work in, not all that you know.', TRUE, 1),
    ('family.crafts', 'اكتبوا منذ متى تعملون في هذه الحرفة.', 'Write since when you have worked in this craft.', TRUE, 2),
    ('family.place', 'اكتبوا الحي وأقرب معلم يعرفه الناس.', 'Write the quarter and the nearest landmark that people know.', TRUE, 1),
    ('family.place', 'البلدية لا توافق العنوان المكتوب. راجعوها.', 'The municipality does not match the address. Check it.', TRUE, 2),
    ('family.contact', 'رقم الهاتف لا يرد. اكتبوا رقمًا آخر نصل إليكم به.', 'The phone number does not answer. Write another one.', TRUE, 1),
    ('family.contact', 'اكتبوا متى يناسبكم الاتصال.', 'Write when it suits you to be called.', TRUE, 2),
    ('family.public', 'اكتبوا حكاية قصيرة عن عملكم: ماذا تصنعون وكيف.', 'Write a short story of your work: what you make and how.', TRUE, 1),
    ('family.public', 'احذفوا أرقام الهواتف والعناوين من النص المعروض للزوار.', 'Remove phone numbers and addresses from the text that visitors see.', TRUE, 2),
    ('family.documents', 'أرفقوا صورة واضحة من كتيب العائلة.', 'Attach a clear picture of the family booklet.', TRUE, 1),
    ('family.documents', 'أرفقوا صورة واضحة من بطاقة الهوية من الوجهين.', 'Attach a clear picture of both sides of the identity card.', TRUE, 2),
    ('family.documents', 'الصورة غير مقروءة. صوّروها في ضوء جيد دون ظل.', 'The picture cannot be read. Take it in good light without shadow.', TRUE, 3),
    ('family.documents', 'أرفقوا الشهادة الصحية لأن منتجكم طعام.', 'Attach the health certificate, as your product is food.', TRUE, 4),
    ('product.photos', 'الصورة غير واضحة. صوّروا المنتج في ضوء النهار على خلفية بسيطة.', 'The photo is not clear. Take it by daylight on a plain ground.', TRUE, 1),
    ('product.photos', 'أضيفوا صورة أقرب تظهر التفاصيل.', 'Add a closer photo that shows the details.', TRUE, 2),
    ('product.photos', 'الصورة ليست لهذا المنتج. ضعوا صورة ما تصنعونه أنتم.', 'The photo is not of this product. Show what you make yourselves.', TRUE, 3),
    ('product.photos', 'احذفوا الصورة التي يظهر فيها وجه أو رقم هاتف.', 'Remove the photo that shows a face or a phone number.', TRUE, 4),
    ('product.title', 'اكتبوا اسمًا يدل على المنتج ومادته، مثل «سلة سعف بغطاء».', 'Write a name that tells what it is and of what, such as “Palm basket with lid”.', TRUE, 1),
    ('product.description', 'اكتبوا المقاس والمادة ومدة الصنع.', 'Write size, material and how long it takes to make.', TRUE, 1),
    ('product.description', 'احذفوا أرقام الهواتف والروابط من الوصف.', 'Remove phone numbers and links from the description.', TRUE, 2),
    ('product.craft', 'المنتج من حرفة أخرى. اختاروا حرفته.', 'The product is of another craft. Choose its own.', TRUE, 1),
    ('product.food', 'اكتبوا المكونات كلها ومدة الصلاحية.', 'Write all ingredients and how long it keeps.', TRUE, 1),
    ('product.food', 'الشهادة الصحية منتهية. اكتبوا رقم الجديدة وآخر يوم لها.', 'The health certificate has ended. Write the new number and its last day.', TRUE, 2),
    ('product.food', 'اذكروا ما قد يسبب حساسية، كالمكسرات والحليب.', 'Name what may cause an allergy, such as nuts and milk.', TRUE, 3),
    ('product.price', 'راجعوا السعر: قد يكون فيه صفر زائد أو ناقص.', 'Check the price: it may have a zero too many or too few.', TRUE, 1)
";

ddl::migration! {
    /// The acts of taking back, and the phrases.
    |manager| {
        constraints::add(manager, &[Constraint::codes("case_event", "act", ACTS)]).await?;
        ddl::run(manager, RELEASED).await?;
        ddl::run(manager, APART).await?;
        ddl::run(manager, PHRASES).await
    }
}
