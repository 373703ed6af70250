"""The plain field list of a person row: every field may be empty, and every value has its source.

The fields are those of GC III art. 122 (National Information Bureau), art. 17 and the capture card of Annex IV B,
art. 120 (death), AP I art. 78(3) (children) and the particulars of GC III art. 109 to 115 that decide a category.
Wording and provenance: the project's field list, made from the treaties.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a field's text is read."""

    NAME = "name"
    DATE = "date"
    AGE = "age"
    SEX = "sex"
    RANK = "rank"
    UNIT = "unit"
    PLACE = "place"
    NUMBER = "number"  # an identifier: letters and digits, compared without spaces and dashes
    CODE = "code"  # one of a closed set, in any of the languages
    YES_NO = "yes_no"
    TEXT = "text"


class Field(StrEnum):
    """A field of a person row. Its word is used in mapping files, JSON and pages."""

    # who
    ROW_ID = "row_id"
    FULL_NAME = "full_name"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"
    PATRONYMIC = "patronymic"
    FATHER_NAME = "father_name"
    MOTHER_NAME = "mother_name"
    MOTHER_MAIDEN_NAME = "mother_maiden_name"
    OTHER_NAMES = "other_names"
    CALL_SIGN = "call_sign"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    BIRTH_PLACE = "birth_place"
    NATIONALITY = "nationality"
    LANGUAGES = "languages"
    RELIGION = "religion"
    DOCUMENT_NUMBER = "document_number"
    BLOOD_GROUP = "blood_group"
    DISTINGUISHING_MARKS = "distinguishing_marks"
    PHOTOGRAPH = "photograph"
    # service
    POWER = "power"
    SERVICE_NUMBER = "service_number"
    RANK = "rank"
    UNIT = "unit"
    SERVICE_ROLE = "service_role"
    # kin and correspondence
    NEXT_OF_KIN = "next_of_kin"
    NEXT_OF_KIN_ADDRESS = "next_of_kin_address"
    CORRESPONDENCE_ADDRESS = "correspondence_address"
    TELEPHONE = "telephone"
    # capture and custody
    LAST_SEEN_DATE = "last_seen_date"
    LAST_SEEN_PLACE = "last_seen_place"
    CAPTURE_DATE = "capture_date"
    CAPTURE_PLACE = "capture_place"
    COMING_FROM = "coming_from"
    CAMP = "camp"
    PRISONER_NUMBER = "prisoner_number"
    CUSTODY = "custody"
    CUSTODY_DATE = "custody_date"
    CUSTODY_PLACE = "custody_place"
    LIBERTY_CONSENT = "liberty_consent"
    # state of health, and what decides a category
    HEALTH = "health"
    MEDICAL_GROUND = "medical_ground"
    ART110_ENTITLED = "art110_entitled"
    AGREED_SEVERE = "agreed_severe"
    FIT_TO_TRAVEL = "fit_to_travel"
    PERSON_STATUS = "person_status"
    STATUS_DISPUTED = "status_disputed"
    PREGNANT_OR_INFANT = "pregnant_or_infant"
    PROSECUTION_RISK = "prosecution_risk"
    # death (GC III art. 120)
    DEATH_DATE = "death_date"
    DEATH_PLACE = "death_place"
    DEATH_CAUSE = "death_cause"
    BURIAL_DATE = "burial_date"
    BURIAL_PLACE = "burial_place"
    GRAVE = "grave"
    # children (AP I art. 78(3))
    FOUND_DATE = "found_date"
    FOUND_PLACE = "found_place"
    LEFT_DATE = "left_date"
    LEFT_PLACE = "left_place"
    PRESENT_ADDRESS = "present_address"
    # the row itself
    VALUE_BASIS = "value_basis"
    REMARKS = "remarks"


class Custody(StrEnum):
    """A person's present custody according to a list."""

    HELD = "held"
    IN_HOSPITAL = "in_hospital"
    JUDICIAL_DETENTION = "judicial_detention"
    TRANSFERRED = "transferred"
    RELEASED = "released"
    ESCAPED = "escaped"
    DIED = "died"
    AT_LIBERTY = "at_liberty"


class PersonStatus(StrEnum):
    """A person's status according to a list; the other side may dispute it."""

    COMBATANT = "combatant"
    CIVILIAN = "civilian"
    RETAINED_MEDICAL = "retained_medical"  # GC I art. 28, 30
    RETAINED_RELIGIOUS = "retained_religious"
    CHILD = "child"
    ACCOMPANYING = "accompanying"  # GC III art. 4(A)(4)


class Health(StrEnum):
    """The seven lines of the capture card, GC III Annex IV B no. 11."""

    GOOD = "good"
    NOT_WOUNDED = "not_wounded"
    RECOVERED = "recovered"
    CONVALESCENT = "convalescent"
    SICK = "sick"
    SLIGHTLY_WOUNDED = "slightly_wounded"
    SERIOUSLY_WOUNDED = "seriously_wounded"


class Basis(StrEnum):
    """Where a value comes from (GC III art. 17: a prisoner may be asked for five facts only)."""

    OWN_SIDE = "own_side"
    VOLUNTEERED = "volunteered"
    OBSERVED = "observed"
    NOT_STATED = "not_stated"


class Default(StrEnum):
    """What happens to a field without a decision about its disclosure."""

    DISCLOSED = "disclosed"
    IF_APPROVED = "if_approved"  # one officer decides, for a list or for a person
    NEVER = "never"  # two officers, one person at a time, with a reason


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field, how its text is read, where the law names it, and its default disclosure."""

    field: Field
    kind: Kind
    sources: tuple[str, ...]
    disclosure: Default = Default.IF_APPROVED


_GC17, _GC122, _CARD = "GC III art. 17", "GC III art. 122", "GC III annex IV B"
_GC120, _AP78 = "GC III art. 120", "AP I art. 78(3)"
_F, _K, _D = Field, Kind, Default

FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(_F.ROW_ID, _K.NUMBER, ("the list's own reference",), _D.DISCLOSED),
    FieldSpec(_F.FULL_NAME, _K.NAME, (_GC17, _GC122, _CARD, _AP78), _D.DISCLOSED),
    FieldSpec(_F.SURNAME, _K.NAME, (_GC17, _GC122, _CARD, _AP78), _D.DISCLOSED),
    FieldSpec(_F.GIVEN_NAME, _K.NAME, (_GC17, _GC122, _CARD, _AP78), _D.DISCLOSED),
    FieldSpec(_F.PATRONYMIC, _K.NAME, (_GC122, _CARD), _D.DISCLOSED),
    FieldSpec(_F.FATHER_NAME, _K.NAME, (_GC122, _CARD, _AP78), _D.DISCLOSED),
    FieldSpec(_F.MOTHER_NAME, _K.NAME, (_AP78,)),
    FieldSpec(_F.MOTHER_MAIDEN_NAME, _K.NAME, (_GC122, _AP78), _D.NEVER),
    FieldSpec(_F.OTHER_NAMES, _K.NAME, ("core of an enquiry",)),
    FieldSpec(_F.CALL_SIGN, _K.NAME, ("core of an enquiry",)),
    FieldSpec(_F.SEX, _K.SEX, (_AP78,)),
    FieldSpec(_F.BIRTH_DATE, _K.DATE, (_GC17, _GC122, _CARD, _AP78), _D.DISCLOSED),
    FieldSpec(_F.AGE, _K.AGE, (_AP78,), _D.DISCLOSED),
    FieldSpec(_F.BIRTH_PLACE, _K.PLACE, (_GC122, _CARD, _AP78)),
    FieldSpec(_F.NATIONALITY, _K.TEXT, (_AP78,)),
    FieldSpec(_F.LANGUAGES, _K.TEXT, (_AP78,)),
    FieldSpec(_F.RELIGION, _K.TEXT, (_AP78,)),
    FieldSpec(_F.DOCUMENT_NUMBER, _K.NUMBER, (_AP78,)),
    FieldSpec(_F.BLOOD_GROUP, _K.TEXT, (_AP78,)),
    FieldSpec(_F.DISTINGUISHING_MARKS, _K.TEXT, (_AP78,)),
    FieldSpec(_F.PHOTOGRAPH, _K.TEXT, (_AP78,)),
    FieldSpec(_F.POWER, _K.TEXT, (_GC122, _CARD)),
    FieldSpec(_F.SERVICE_NUMBER, _K.NUMBER, (_GC17, _GC122, _CARD)),
    FieldSpec(_F.RANK, _K.RANK, (_GC17, _GC122, _CARD)),
    FieldSpec(_F.UNIT, _K.UNIT, ("core of an enquiry",), _D.NEVER),
    FieldSpec(_F.SERVICE_ROLE, _K.TEXT, ("GC I art. 28, 30",)),
    FieldSpec(_F.NEXT_OF_KIN, _K.TEXT, (_GC122, _AP78), _D.NEVER),
    FieldSpec(_F.NEXT_OF_KIN_ADDRESS, _K.TEXT, (_GC122, _CARD), _D.NEVER),
    FieldSpec(_F.CORRESPONDENCE_ADDRESS, _K.TEXT, (_GC122,), _D.NEVER),
    FieldSpec(_F.TELEPHONE, _K.NUMBER, ("core of an enquiry",), _D.NEVER),
    FieldSpec(_F.LAST_SEEN_DATE, _K.DATE, ("core of an enquiry",)),
    FieldSpec(_F.LAST_SEEN_PLACE, _K.PLACE, ("core of an enquiry",)),
    FieldSpec(_F.CAPTURE_DATE, _K.DATE, (_CARD,)),
    FieldSpec(_F.CAPTURE_PLACE, _K.PLACE, (_CARD,)),
    FieldSpec(_F.COMING_FROM, _K.TEXT, (_CARD,)),
    FieldSpec(_F.CAMP, _K.TEXT, (_CARD,)),
    FieldSpec(_F.PRISONER_NUMBER, _K.NUMBER, (_CARD,)),
    FieldSpec(_F.CUSTODY, _K.CODE, ("GC III art. 122 para. 5",)),
    FieldSpec(_F.CUSTODY_DATE, _K.DATE, ("GC III art. 122 para. 5",)),
    FieldSpec(_F.CUSTODY_PLACE, _K.PLACE, ("GC III art. 122 para. 5",)),
    FieldSpec(_F.LIBERTY_CONSENT, _K.YES_NO, ("GC IV art. 137",), _D.NEVER),
    FieldSpec(_F.HEALTH, _K.CODE, (_CARD, "GC III art. 122 para. 6")),
    FieldSpec(_F.MEDICAL_GROUND, _K.TEXT, ("GC III annex I",)),
    FieldSpec(_F.ART110_ENTITLED, _K.YES_NO, ("GC III art. 110",)),
    FieldSpec(_F.AGREED_SEVERE, _K.YES_NO, ("the arrangement",)),
    FieldSpec(_F.FIT_TO_TRAVEL, _K.YES_NO, ("GC III art. 109",)),
    FieldSpec(_F.PERSON_STATUS, _K.CODE, ("GC III art. 4; GC I art. 28",)),
    FieldSpec(_F.STATUS_DISPUTED, _K.YES_NO, ("GC III art. 5",)),
    FieldSpec(_F.PREGNANT_OR_INFANT, _K.YES_NO, ("GC III annex I.B(7)",)),
    FieldSpec(_F.PROSECUTION_RISK, _K.YES_NO, ("non-refoulement",), _D.NEVER),
    FieldSpec(_F.DEATH_DATE, _K.DATE, (_GC120, _AP78)),
    FieldSpec(_F.DEATH_PLACE, _K.PLACE, (_GC120, _AP78)),
    FieldSpec(_F.DEATH_CAUSE, _K.TEXT, (_GC120, _AP78)),
    FieldSpec(_F.BURIAL_DATE, _K.DATE, (_GC120,)),
    FieldSpec(_F.BURIAL_PLACE, _K.PLACE, (_GC120, _AP78)),
    FieldSpec(_F.GRAVE, _K.TEXT, (_GC120,)),
    FieldSpec(_F.FOUND_DATE, _K.DATE, (_AP78,)),
    FieldSpec(_F.FOUND_PLACE, _K.PLACE, (_AP78,)),
    FieldSpec(_F.LEFT_DATE, _K.DATE, (_AP78,)),
    FieldSpec(_F.LEFT_PLACE, _K.PLACE, (_AP78,)),
    FieldSpec(_F.PRESENT_ADDRESS, _K.TEXT, (_AP78,), _D.NEVER),
    FieldSpec(_F.VALUE_BASIS, _K.CODE, (_GC17,)),
    FieldSpec(_F.REMARKS, _K.TEXT, ("",), _D.NEVER),
)

SPEC: dict[Field, FieldSpec] = {spec.field: spec for spec in FIELDS}

#: The closed sets of the fields of kind `code`.
CODES: dict[Field, tuple[str, ...]] = {
    Field.CUSTODY: tuple(Custody),
    Field.PERSON_STATUS: tuple(PersonStatus),
    Field.HEALTH: tuple(Health),
    Field.VALUE_BASIS: tuple(Basis),
}
