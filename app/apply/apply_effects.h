#pragma once

#include <QStringList>
#include <QVariantList>
#include <vector>

#include "apply_step.h"

namespace armillary::app {

/// What a plan's steps do to what runs, in their order.
struct ApplyEffects {
    std::vector<std::vector<plan::Impact>> steps;
    QStringList unseen;  ///< resources that could not be read, so that what they would say is missing
};

/// Of steps that have been read. Backstage: it reads what is around them.
ApplyEffects effectsOf(const Reader& reader, const std::vector<client::ApiResource>& served,
                       const std::vector<ApplyStep>& steps, const QString& namespace_);

/// One impact for the screen: {id, label, tone, message}.
QVariantMap shownImpact(const plan::Impact& impact);
/// All steps together, in sentences: "Rolls 3 pods of 1 workload.".
QStringList effectSentences(const std::vector<ApplyStep>& steps);

}  // namespace armillary::app
