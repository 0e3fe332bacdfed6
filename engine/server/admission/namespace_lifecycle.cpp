#include <algorithm>

#include "engine/server/admission/plugins.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kImmortal[] = {"default", "kube-system", "kube-public"};

/// Nothing is made in a namespace that is absent or going, and the namespaces that a cluster needs stay.
class NamespaceLifecycle final : public AdmissionPlugin {
public:
    explicit NamespaceLifecycle(const watch::Cache& cache) : m_cache(cache) {}
    std::string_view name() const override { return "NamespaceLifecycle"; }

    Result<void> mutate(AdmissionCall& call) override {
        bool ofNamespaces = call.resource.group.empty() && call.resource.plural == "namespaces";
        if (ofNamespaces && call.operation == Operation::Delete && std::ranges::contains(kImmortal, call.name))
            return std::unexpected(refusal(call, "this namespace may not be deleted"));
        if (ofNamespaces || call.namespace_.empty()) return {};
        if (call.operation != Operation::Create && call.operation != Operation::Update) return {};
        if (call.resource.group == "authorization.k8s.io" && call.resource.plural == "localsubjectaccessreviews")
            return {};
        return checkNamespace(call);
    }

private:
    Result<void> checkNamespace(const AdmissionCall& call) {
        ObjectRef object = m_cache.get("/namespaces", "", call.namespace_);
        if (!object) return std::unexpected(status::notFound("namespaces", call.namespace_));
        if (call.operation != Operation::Create) return {};
        const auto& found = object->as<corev1::Namespace>();
        if (!found.metadata.deletionTimestamp && found.status.phase != corev1::kNamespaceTerminating) return {};

        Status status = refusal(
            call, "unable to create new content in namespace " + call.namespace_ + " because it is being terminated");
        metav1::StatusCause cause;
        cause.reason = "NamespaceTerminating";
        cause.message = "namespace " + call.namespace_ + " is being terminated";
        cause.field = "metadata.namespace";
        status.details.ensure().causes.push_back(std::move(cause));
        return std::unexpected(std::move(status));
    }

    const watch::Cache& m_cache;
};

}  // namespace

Plugin namespaceLifecycle(const AdmissionConfig& config) {
    return std::make_unique<NamespaceLifecycle>(config.cache);
}

}  // namespace armillary::server::admission
