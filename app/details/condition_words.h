#pragma once

#include <QString>

namespace armillary::app {

struct ConditionWords {
    QString text;  ///< "Rollout under way"
    QString tone;  ///< "good", "warning", "bad", "quiet" or ""
};

/// What a condition says, in words. One that nobody here knows is named as it is: "Synced: no".
ConditionWords wordsOf(const QString& type, const QString& status, const QString& reason);

}  // namespace armillary::app
