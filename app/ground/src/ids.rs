//! Keys of rows. One type per table, so that a product's key is never taken for a family's.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::DeriveValueType)]
        #[sea_orm(try_from_u64)]
        pub struct $name(
            /// The generated key.
            pub i64,
        );

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person with an account.
    PersonId,
    /// A signed-in device.
    SessionId,
    /// A dated grant of a role.
    GrantId,
    /// A role that one administrator proposed for somebody.
    RoleProposalId,
    /// A branch of the Authority (فرع).
    BranchId,
    /// A case (ملف).
    CaseId,
    /// A photo or document.
    MediaId,
    /// A notice in an inbox.
    NoticeId,
    /// A family (أسرة).
    FamilyId,
    /// A member of a family (فرد).
    MemberId,
    /// A correction of what a family said (تصحيح).
    CorrectionId,
    /// A course (برنامج تدريبي).
    CourseId,
    /// A cohort of a course (دورة).
    CohortId,
    /// Someone who signed up for a cohort (تسجيل).
    EnrolmentId,
    /// A module of a course.
    ModuleId,
    /// What gives points in a cohort that is ordered by them.
    CriterionId,
    /// A question to who signs up for a cohort.
    QuestionId,
    /// A course proposed to a family.
    ProposalId,
    /// A piece of homework.
    HomeworkId,
    /// A lesson of a cohort (حصة).
    LessonId,
    /// A certificate (شهادة).
    CertificateId,
    /// A sitting of a committee (جلسة).
    SittingId,
    /// What is before a sitting about one person.
    SittingFileId,
    /// A fair (معرض).
    FairId,
    /// A booth of a fair (جناح).
    BoothId,
    /// An application for a fair (طلب مشاركة).
    FairApplicationId,
    /// A bus or a room of a fair.
    RideId,
    /// An aisle, an entrance or a zone of a hall.
    HallPartId,
    /// A product (منتج).
    ProductId,
    /// A version of a product (نسخة).
    VersionId,
    /// A variant of a product, with its own price and stock.
    VariantId,
    /// A task that has to leave the database.
    TaskId,
}
