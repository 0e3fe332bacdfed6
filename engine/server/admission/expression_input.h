#pragma once

#include "engine/resources/validating/input.h"
#include "engine/resources/validating/match_conditions.h"
#include "engine/server/admission/admission.h"

namespace armillary::server::admission {

using resources::validating::MatchConditions;

/// A value, borrowed; null where there is none.
struct ObjectView : resources::validating::ObjectView {
    using resources::validating::ObjectView::ObjectView;
    explicit ObjectView(const Value& value) {
        if (value) *this = ObjectView(value.type(), value.get());
    }
};

/// A call as expressions see it; see resources::validating::CallInput.
class ExpressionInput : public resources::validating::CallInput {
public:
    /// `row`: the row as which the call is shown, its own or another version of it.
    ExpressionInput(const AdmissionCall& call, const resources::Resource& row, ObjectView object, ObjectView old,
                    const watch::Cache& cache, Authorizer& authorizer);
};

}  // namespace armillary::server::admission
