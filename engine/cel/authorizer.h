#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "engine/cel/value.h"

namespace armillary::cel {

/// What an expression asks of authorization: one request that some user may or may not make.
struct AccessQuestion {
    std::string verb;
    std::string group, resource, subresource, namespace_, name;
    std::string path;  ///< of a request that is about no resource; then `resource` is ""
    std::string fieldSelector, labelSelector;
};
struct AccessAnswer {
    bool allowed = false;
    std::string reason;
    std::string error;  ///< "" when the question could be decided
};

/// Answers for one user. Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library.
class Access {
public:
    virtual ~Access() = default;
    virtual AccessAnswer ask(const AccessQuestion& question) const = 0;
    /// The same for a service account; the error is "Invalid service account name" or "… namespace".
    virtual std::expected<std::shared_ptr<const Access>, std::string> serviceAccount(std::string_view namespace_,
                                                                                     std::string_view name) const = 0;
};

/// The variable `authorizer`.
Value authorizerValue(std::shared_ptr<const Access> access);
/// The variable `authorizer.requestResource`: a check of the resource in `question`.
Value resourceCheckValue(std::shared_ptr<const Access> access, AccessQuestion question);

/// Their types.
Type authorizerType();
Type resourceCheckType();

}  // namespace armillary::cel
