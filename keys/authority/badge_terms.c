#include "keys/authority/cell.h"

/* Open Badges 3.0, B.7.1 AchievementType and B.7.5 ResultStatusType. */

static const char *const ACHIEVEMENT_TYPES[] = {
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "BachelorDegree",
    "Badge",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CoCurricular",
    "CommunityService",
    "Competency",
    "Course",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "MasterCertificate",
    "MasterDegree",
    "Membership",
    "MicroCredential",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
};

static const char *const RESULT_STATUSES[] = {
    "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew",
};

static bool
is_one_of(ts_span text, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ts_span_is(text, names[i]))
            return true;
    }
    return false;
}

static bool
is_extension(ts_span type)
{
    if (!ts_span_starts_with(type, TS_SPAN_LIT("ext:")) || type.len == 4)
        return false;
    for (size_t i = 4; i < type.len; i++) {
        uint8_t c = type.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';
        if (!letter && !digit && c != '.' && c != '-' && c != '_')
            return false;
    }
    return true;
}

bool
ts_achievement_type_known(ts_span type)
{
    return is_extension(type)
           || is_one_of(type, ACHIEVEMENT_TYPES, TS_COUNT(ACHIEVEMENT_TYPES));
}

bool
ts_result_status_known(ts_span status)
{
    return is_one_of(status, RESULT_STATUSES, TS_COUNT(RESULT_STATUSES));
}
