#pragma once

#include "engine/manifest/checks/rule.h"
#include "engine/manifest/field_type.h"

/// What mends a mistake by the schema. `type` is the object's. For the sources of this folder.
namespace armillary::manifest::checks {

/// The field that was meant, where one of the same struct is called nearly so; or the field goes, where it is a number
/// or a word that another kind has in this place, and that does nothing here (the replicas of a DaemonSet).
void offerKnownField(const Scene& scene, const Subject& subject, const FieldType& type, const TypeMistake& mistake,
                     Finding& finding);
/// Quotes put around a number, or taken from one; the value of an enum that was meant; one word as a list of it.
void offerRightType(const Subject& subject, const FieldType& type, const TypeMistake& mistake, Finding& finding);
/// One of the two goes: the second where both say the same. Only in lines of their own.
void offerOneKey(const Subject& subject, const TypeMistake& mistake, Finding& finding);

}  // namespace armillary::manifest::checks
