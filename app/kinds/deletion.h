#pragma once

#include "kind.h"

/// How objects go.
namespace armillary::app::kinds {

/// With what else goes, once it has looked; what would take much with it has to be typed.
Action deleteAction(const Subject& subject);
/// Of a pod: without waiting until its containers have ended.
Action forceDeleteAction(const Subject& subject);
/// Of what is being deleted and waits: without whom it waits for.
Action finalizersAction(const Subject& subject);

/// Who usually stands behind a finalizer, and what he waits for: a sentence.
QString finalizerText(const QString& name);

}  // namespace armillary::app::kinds
