#include <algorithm>
#include <array>
#include <stdexcept>

#include "engine/resources/resource.h"
#include "engine/resources/row_builder.h"
#include "engine/resources/rules/catalog.h"

namespace armillary::resources {

namespace {

/// Upstream's order of groups in discovery: kubectl resolves an ambiguous name to the first.
constexpr std::string_view kGroupOrder[] = {"",
                                            "apiregistration.k8s.io",
                                            "apps",
                                            "events.k8s.io",
                                            "authentication.k8s.io",
                                            "authorization.k8s.io",
                                            "autoscaling",
                                            "batch",
                                            "certificates.k8s.io",
                                            "networking.k8s.io",
                                            "policy",
                                            "rbac.authorization.k8s.io",
                                            "storage.k8s.io",
                                            "admissionregistration.k8s.io",
                                            "apiextensions.k8s.io",
                                            "scheduling.k8s.io",
                                            "coordination.k8s.io",
                                            "node.k8s.io",
                                            "discovery.k8s.io",
                                            "flowcontrol.apiserver.k8s.io"};

std::size_t groupPosition(const Resource& row) {
    return static_cast<std::size_t>(std::ranges::find(kGroupOrder, std::string_view(row.group)) -
                                    std::begin(kGroupOrder));
}

Resource& rowAt(std::vector<Resource>& rows, std::string_view group, std::string_view version,
                std::string_view plural) {
    return *std::ranges::find_if(rows, [&](const Resource& row) {
        return row.group == group && row.version == version && row.plural == plural;
    });
}

}  // namespace

Table::Table() {
    addCoreRows(m_rows);
    addWorkloadRows(m_rows);
    addAccessRows(m_rows);
    addClusterRows(m_rows);
    std::ranges::stable_sort(m_rows, {}, groupPosition);

    Resource& hpaV1 = rowAt(m_rows, "autoscaling", "v1", "horizontalpodautoscalers");
    hpaV1.storedAs = &rowAt(m_rows, "autoscaling", "v2", "horizontalpodautoscalers");
    hpaV1.toStored = rules::hpaV1ToV2;
    hpaV1.fromStored = rules::hpaV2ToV1;
    Resource& event = rowAt(m_rows, "events.k8s.io", "v1", "events");
    event.storedAs = &rowAt(m_rows, "", "v1", "events");
    event.toStored = rules::eventToCore;
    event.fromStored = rules::eventFromCore;
}

const Table& Table::builtIn() {
    static const Table table;
    return table;
}

const Resource* Table::find(std::string_view group, std::string_view version, std::string_view plural) const {
    const auto found = std::ranges::find_if(m_rows, [&](const Resource& row) {
        return row.plural == plural && row.group == group && row.version == version;
    });
    return found == m_rows.end() ? nullptr : &*found;
}

const Resource* Table::findKind(std::string_view group, std::string_view version, std::string_view kind) const {
    const auto found = std::ranges::find_if(
        m_rows, [&](const Resource& row) { return row.kind == kind && row.group == group && row.version == version; });
    return found == m_rows.end() ? nullptr : &*found;
}

const Resource& Table::of(const schema::TypeInfo& type) const {
    const auto found = std::ranges::find(m_rows, &type, &Resource::type);
    if (found == m_rows.end()) throw std::logic_error(std::string(type.openApiName) + " is not a resource");
    return *found;
}

const Subresource* Resource::subresource(std::string_view name) const {
    const auto found = std::ranges::find(subresources, name, &Subresource::name);
    return found == subresources.end() ? nullptr : &*found;
}

const metav1::ObjectMeta& metaOf(const Resource& resource, const void* object) {
    // Every resource declares metadata first.
    const schema::FieldInfo& field = resource.type->fields.front();
    if (field.type != &schema::typeInfo<metav1::ObjectMeta>())
        throw std::logic_error(std::string(resource.type->openApiName) + " does not begin with metadata");
    return *reinterpret_cast<const metav1::ObjectMeta*>(static_cast<const char*>(object) + field.offset);
}

metav1::ObjectMeta& metaOf(const Resource& resource, void* object) {
    return const_cast<metav1::ObjectMeta&>(metaOf(resource, static_cast<const void*>(object)));
}

}  // namespace armillary::resources
