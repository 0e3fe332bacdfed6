#include "engine/server/admission/expression_input.h"

#include "engine/cel/authorizer.h"
#include "engine/cel/object_values.h"
#include "engine/resources/checks/names.h"
#include "engine/schema/api/corev1.h"
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

}  // namespace

ExpressionInput::ExpressionInput(const AdmissionCall& call, const resources::Resource& row, ObjectView object,
                                 ObjectView old, const watch::Cache& cache, Authorizer& authorizer)
    : m_request(requestOf(call, row)) {
    const bool isNamespace = call.resource.group.empty() && call.resource.plural == "namespaces";
    if (!isNamespace && !call.namespace_.empty()) m_namespace = cache.get("/namespaces", "", call.namespace_);
    if (object.object) m_object = cel::valueOf(*object.type, object.object);
    if (old.object) m_old = cel::valueOf(*old.type, old.object);
    m_requestValue = cel::valueOf(m_request);
    if (m_namespace) m_namespaceValue = cel::valueOf(m_namespace->as<corev1::Namespace>());
    auto access = std::make_shared<const UserAccess>(call.user, authorizer);
    m_authorizer = cel::authorizerValue(access);
    m_requestResource = cel::resourceCheckValue(access, {.group = row.group,
                                                         .resource = row.plural,
                                                         .subresource = call.subresource,
                                                         .namespace_ = call.namespace_,
                                                         .name = call.name});
}

void ExpressionInput::fill(cel::Activation& activation) const {
    activation.set("object", m_object);
    activation.set("oldObject", m_old);
    activation.set("request", m_requestValue);
    activation.set("namespaceObject", m_namespaceValue);
    activation.set("authorizer", m_authorizer);
    activation.set("authorizer.requestResource", m_requestResource);
}

}  // namespace armillary::server::admission
