#include "engine/server/reviews.h"

#include <algorithm>

#include "engine/schema/api/authorizationv1.h"
#include "engine/server/user_info.h"

namespace armillary::server {
namespace {

using namespace authorizationv1;

/// The audiences of `wanted` that the token is for. What is no JWT is for the API server alone.
std::vector<std::string> audiencesOf(const ReviewContext& context, const std::string& token,
                                     const std::vector<std::string>& wanted) {
    auto claims = context.signer.verify(token, context.clock);
    std::vector<std::string> own = claims ? claims->audiences : std::vector{context.signer.issuer()};
    std::erase_if(own, [&](const std::string& one) { return !std::ranges::contains(wanted, one); });
    return own;
}

Result<void> reviewToken(const ReviewContext& context, authenticationv1::TokenReview& review) {
    if (review.spec.token.empty())
        return std::unexpected(status::badRequest("token is required for TokenReview in authentication"));
    std::vector<std::string> wanted = review.spec.audiences;
    if (wanted.empty()) wanted = {context.signer.issuer()};
    review.status = {};
    auto user = context.authenticator.authenticateToken(review.spec.token, wanted);
    std::vector<std::string> audiences =
        user ? audiencesOf(context, review.spec.token, wanted) : std::vector<std::string>();
    if (audiences.empty()) {
        review.status.error = "invalid bearer token";
        return {};
    }
    review.status.authenticated = true;
    review.status.user = infoOf(*user);
    review.status.audiences = std::move(audiences);
    return {};
}

void fill(Attributes& attributes, const ResourceAttributes& wanted) {
    attributes.verb = wanted.verb;
    attributes.group = wanted.group;
    attributes.version = wanted.version;
    attributes.resource = wanted.resource;
    attributes.subresource = wanted.subresource;
    attributes.namespace_ = wanted.namespace_;
    attributes.name = wanted.name;
    if (!wanted.fieldSelector) return;
    attributes.fieldSelector = wanted.fieldSelector->rawSelector;
    for (const auto& requirement : wanted.fieldSelector->requirements)
        if (requirement.operator_ == metav1::kFieldSelectorOpIn && requirement.values.size() == 1)
            attributes.fieldSelector +=
                (attributes.fieldSelector.empty() ? "" : ",") + requirement.key + "=" + requirement.values.front();
}

/// Every kind of access review has a spec with these two members and a status of this type.
template <class Review>
Result<void> reviewAccess(const ReviewContext& context, User user, Review& review, std::string_view kind) {
    bool resource = review.spec.resourceAttributes.has_value(), path = review.spec.nonResourceAttributes.has_value();
    if (resource == path) {
        FieldErrors errors;
        if (resource)
            errors.push_back(field::invalid("spec.nonResourceAttributes", "",
                                            "cannot be specified in combination with resourceAttributes"));
        else
            errors.push_back(
                field::invalid("spec.resourceAttributes", "",
                               "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        return std::unexpected(status::invalid(std::string(kind) + ".authorization.k8s.io", "", errors));
    }
    Attributes attributes;
    attributes.user = std::move(user);
    if (resource) {
        fill(attributes, *review.spec.resourceAttributes);
        // The authorizer takes an empty resource for a request of a path.
        if (attributes.resource.empty()) attributes.resource = "*";
    } else {
        attributes.verb = review.spec.nonResourceAttributes->verb;
        attributes.path = review.spec.nonResourceAttributes->path;
    }
    Decision decision = context.authorizer.authorize(attributes);
    review.status = {};
    review.status.allowed = decision.allowed;
    review.status.reason = std::move(decision.reason);
    return {};
}

Result<User> subjectOf(const SubjectAccessReviewSpec& spec, std::string_view kind) {
    if (spec.user.empty() && spec.groups.empty())
        return std::unexpected(
            status::invalid(std::string(kind) + ".authorization.k8s.io", "",
                            {field::invalid("spec.user", "", "at least one of user or group must be specified")}));
    User user{.name = spec.user, .uid = spec.uid, .groups = spec.groups, .extra = {}};
    for (const auto& [key, values] : spec.extra) user.extra.emplace_back(key, values.items);
    return user;
}

Result<void> reviewSubject(const ReviewContext& context, SubjectAccessReview& review) {
    auto user = subjectOf(review.spec, "SubjectAccessReview");
    if (!user) return std::unexpected(user.error());
    return reviewAccess(context, std::move(*user), review, "SubjectAccessReview");
}

Result<void> reviewLocal(const ReviewContext& context, const std::string& namespace_,
                         LocalSubjectAccessReview& review) {
    auto user = subjectOf(review.spec, "LocalSubjectAccessReview");
    if (!user) return std::unexpected(user.error());
    if (!review.spec.resourceAttributes || review.spec.resourceAttributes->namespace_ != namespace_)
        return std::unexpected(
            status::badRequest("spec.resourceAttributes.namespace must match namespace: " + namespace_));
    return reviewAccess(context, std::move(*user), review, "LocalSubjectAccessReview");
}

Result<void> reviewRules(const ReviewContext& context, const User& user, SelfSubjectRulesReview& review) {
    if (review.spec.namespace_.empty()) return std::unexpected(status::badRequest("no namespace on request"));
    review.status = {};
    for (auto& rule : context.authorizer.rulesFor(user, review.spec.namespace_)) {
        if (!rule.nonResourceURLs.empty()) review.status.nonResourceRules.push_back({rule.verbs, rule.nonResourceURLs});
        if (!rule.resources.empty())
            review.status.resourceRules.push_back({rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames});
    }
    return {};
}

}  // namespace

Result<void> review(const ReviewContext& context, const User& user, const resources::Resource& resource,
                    const std::string& namespace_, void* object) {
    if (resource.kind == "TokenReview")
        return reviewToken(context, *static_cast<authenticationv1::TokenReview*>(object));
    if (resource.kind == "SelfSubjectReview") {
        static_cast<authenticationv1::SelfSubjectReview*>(object)->status.userInfo = infoOf(user);
        return {};
    }
    if (resource.kind == "SubjectAccessReview")
        return reviewSubject(context, *static_cast<SubjectAccessReview*>(object));
    if (resource.kind == "LocalSubjectAccessReview")
        return reviewLocal(context, namespace_, *static_cast<LocalSubjectAccessReview*>(object));
    if (resource.kind == "SelfSubjectAccessReview")
        return reviewAccess(context, user, *static_cast<SelfSubjectAccessReview*>(object), "SelfSubjectAccessReview");
    if (resource.kind == "SelfSubjectRulesReview")
        return reviewRules(context, user, *static_cast<SelfSubjectRulesReview*>(object));
    return std::unexpected(status::methodNotSupported(resource.qualified(), "create"));
}

}  // namespace armillary::server
