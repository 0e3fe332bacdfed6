#pragma once

#include "reference_search.h"

#include <QString>

namespace armillary::app {

/// "reads", "runs on"; with `backward` as said of whoever refers to it: "reads it".
QString relationWords(std::string_view relation, bool backward);
/// How a reference fares: "good", "warning", "bad", "quiet" or "".
QString referenceTone(const Reference& reference);
/// The same in words: "is not there", "CrashLoopBackOff", "2/3 ready"; "" when there is nothing to say.
QString referenceNote(const Reference& reference);
/// "Cannot tell what config maps have to do with it: no permission to list them in namespace shop."
QString gapText(const ReaderWorld::Gap& gap);
/// "apps/Deployment" and "namespace/name", as the window names objects.
QString resourceText(const relations::Kind& kind);
QString keyText(const relations::ObjectId& id);

}  // namespace armillary::app
