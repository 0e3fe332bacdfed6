#include "engine/server/admission/expression_input.h"

#include "engine/cel/authorizer.h"
#include "engine/resources/checks/names.h"
#include "engine/schema/selector.h"
#include "engine/server/admission/webhook_review.h"

namespace armillary::server::admission {
namespace {

/// The rights of one user.
class UserAccess final : public cel::Access {
public:
    UserAccess(User user, Authorizer& authorizer) : m_user(std::move(user)), m_authorizer(authorizer) {}

    cel::AccessAnswer ask(const cel::AccessQuestion& question) const override {
        cel::AccessAnswer answer;
        if (const auto selector = FieldSelector::parse(question.fieldSelector); !selector)
            answer.error = selector.error();
        else if (const auto labels = LabelSelector::parse(question.labelSelector); !labels)
            answer.error = labels.error();
        // A selector that cannot be read narrows nothing: the question is about everything.
        const Decision decision =
            m_authorizer.authorize({.user = m_user,
                                    .verb = question.verb,
                                    .group = question.group,
                                    .version = "*",
                                    .resource = question.resource,
                                    .subresource = question.subresource,
                                    .namespace_ = question.namespace_,
                                    .name = question.name,
                                    .path = question.path,
                                    .fieldSelector = answer.error.empty() ? question.fieldSelector : std::string()});
        answer.allowed = decision.allowed;
        answer.reason = decision.reason;
        return answer;
    }

    std::expected<std::shared_ptr<const cel::Access>, std::string> serviceAccount(
        std::string_view namespace_, std::string_view name) const override {
        if (!resources::checkSubdomain(name).empty()) return std::unexpected("Invalid service account name");
        if (!resources::checkLabel(namespace_).empty()) return std::unexpected("Invalid service account namespace");
        const std::string inNamespace(namespace_);
        User user{.name = "system:serviceaccount:" + inNamespace + ":" + std::string(name),
                  .groups = {"system:serviceaccounts", "system:serviceaccounts:" + inNamespace}};
        return std::make_shared<UserAccess>(std::move(user), m_authorizer);
    }

private:
    User m_user;
    Authorizer& m_authorizer;
};

ObjectRef namespaceOf(const AdmissionCall& call, const watch::Cache& cache) {
    const bool isNamespace = call.resource.group.empty() && call.resource.plural == "namespaces";
    return isNamespace || call.namespace_.empty() ? nullptr : cache.get("/namespaces", "", call.namespace_);
}

}  // namespace

ExpressionInput::ExpressionInput(const AdmissionCall& call, const resources::Resource& row, ObjectView object,
                                 ObjectView old, const watch::Cache& cache, Authorizer& authorizer)
    : CallInput(requestOf(call, row), object, old, namespaceOf(call, cache),
                std::make_shared<const UserAccess>(call.user, authorizer)) {}

}  // namespace armillary::server::admission
