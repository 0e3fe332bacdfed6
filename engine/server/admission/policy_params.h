#pragma once

#include <expected>
#include <string>
#include <vector>

#include "engine/cel/value.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/watch/cache.h"

namespace armillary::server::admission {

/// The parameters with which a binding has its policy evaluated, once for each. Without a reference it is one null;
/// none when there are none and that is allowed. The error says what is wrong with the binding.
std::expected<std::vector<cel::Value>, std::string> collectParams(
    const schema::Ptr<admissionregistrationv1::ParamKind>& kind,
    const schema::Ptr<admissionregistrationv1::ParamRef>& reference, const std::string& namespace_,
    const watch::Cache& cache);

}  // namespace armillary::server::admission
