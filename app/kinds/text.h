#pragma once

#include <QString>
#include <string>

#include "engine/schema/object.h"

namespace armillary::app {

/// "3d4h" since `from`, as kubectl prints ages; "" when it is not set.
QString age(const schema::Time& from);
/// The same of a time as JSON writes it: "2026-01-31T12:00:00Z".
QString age(const QString& timestamp);
/// "a=b" a line.
QString pairsText(const schema::StringMap<std::string>& pairs);

}  // namespace armillary::app
