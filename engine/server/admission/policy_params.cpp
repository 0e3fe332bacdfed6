#include "engine/server/admission/policy_params.h"

#include "engine/cel/object_values.h"
#include "engine/resources/resource.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/selector.h"

namespace armillary::server::admission {
namespace {

namespace registration = admissionregistrationv1;

struct ParamResource {
    watch::ResourceKey key;
    bool namespaced = true;
};

/// The resource of a kind, built in or defined.
std::optional<ParamResource> resourceOf(const registration::ParamKind& kind, const watch::Cache& cache) {
    const auto slash = kind.apiVersion.find('/');
    const std::string group = slash == std::string::npos ? std::string() : kind.apiVersion.substr(0, slash);
    const std::string version = slash == std::string::npos ? kind.apiVersion : kind.apiVersion.substr(slash + 1);
    if (const auto* row = resources::Table::builtIn().findKind(group, version, kind.kind))
        return ParamResource{row->cacheKey(), row->namespaced};
    for (const ObjectRef& object : cache.list("apiextensions.k8s.io/customresourcedefinitions").objects) {
        const auto& spec = object->as<apiextensionsv1::CustomResourceDefinition>().spec;
        if (spec.group != group || spec.names.kind != kind.kind) continue;
        for (const auto& one : spec.versions)
            if (one.name == version && one.served)
                return ParamResource{group + "/" + spec.names.plural, spec.scope == apiextensionsv1::kNamespaceScoped};
    }
    return std::nullopt;
}

std::expected<std::vector<ObjectRef>, std::string> find(const ParamResource& resource,
                                                        const registration::ParamRef& reference,
                                                        const std::string& namespace_, const watch::Cache& cache) {
    std::string inNamespace;
    if (resource.namespaced) {
        inNamespace = reference.namespace_.empty() ? namespace_ : reference.namespace_;
        if (inNamespace.empty())
            return std::unexpected(
                "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
    } else if (!reference.namespace_.empty()) {
        return std::unexpected("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
    }
    std::vector<ObjectRef> found;
    if (!reference.name.empty()) {
        if (ObjectRef object = cache.get(resource.key, inNamespace, reference.name)) found.push_back(std::move(object));
        return found;
    }
    if (!reference.selector) return std::unexpected("one of name or selector must be provided");
    const auto selector = LabelSelector::from(*reference.selector);
    if (!selector) return std::unexpected(selector.error());
    for (ObjectRef& object : cache.list(resource.key, inNamespace).objects)
        if (selector->matches(object->meta().labels)) found.push_back(std::move(object));
    return found;
}

}  // namespace

std::expected<std::vector<cel::Value>, std::string> collectParams(const schema::Ptr<registration::ParamKind>& kind,
                                                                  const schema::Ptr<registration::ParamRef>& reference,
                                                                  const std::string& namespace_,
                                                                  const watch::Cache& cache) {
    if (!kind || !reference) return std::vector<cel::Value>(1);
    const auto resource = resourceOf(*kind, cache);
    if (!resource)
        return std::unexpected("paramKind kind `&ParamKind{APIVersion:" + kind->apiVersion + ",Kind:" + kind->kind +
                               ",}` not known");
    const auto found = find(*resource, *reference, namespace_, cache);
    if (!found) return std::unexpected(found.error());
    if (found->empty() && reference->parameterNotFoundAction == registration::kDenyAction)
        return std::unexpected("no params found for policy binding with `Deny` parameterNotFoundAction");
    std::vector<cel::Value> values;
    for (const ObjectRef& object : *found) values.push_back(cel::valueOfJson(object->json()));
    return values;
}

}  // namespace armillary::server::admission
