#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/apply/managers.h"
#include "engine/schema/status.h"

namespace armillary::apply {

/// A document in another version, and that version's schema.
struct Versioned {
    std::string json;
    const SchemaNode* schema = nullptr;
};
/// Nothing when there is no such version.
using Convert = std::function<std::optional<Versioned>(std::string_view json, std::string_view fromApiVersion,
                                                       std::string_view toApiVersion)>;

struct Application {
    const SchemaNode& schema;  ///< of owner.apiVersion
    std::string_view live;     ///< the object as it is; JSON
    std::string_view empty;    ///< what an object of the kind looks like with nothing set; JSON
    std::string_view config;   ///< what is applied; JSON
    Owner owner;
    std::string kind;  ///< "Deployment", which `config` must be of
    bool force = false;
    bool creates = false;  ///< there is no object yet: `live` is `empty`
    FieldSet ignored;      ///< what this endpoint resets: nobody comes to own it here
    schema::Time now;
    Convert convert;
};

/// Merges a configuration into an object and records it in `managed`: what the applier no longer mentions and nobody
/// else owns goes. Returns the merged document (its metadata.managedFields are not put in). 409 with the fields that
/// others own unless forced; 400 for a configuration that is no object of the kind or names managedFields; 500, as
/// upstream, for one that does not fit the schema.
/// Source: https://kubernetes.io/docs/reference/using-api/server-side-apply/.
Result<std::string> applyConfiguration(ManagedFields& managed, const Application& application);

}  // namespace armillary::apply
