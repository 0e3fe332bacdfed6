#include "engine/controllers/namespace/namespace.h"

#include <algorithm>
#include <format>

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/server/aggregation/aggregator.h"

namespace armillary::controllers {

namespace {

std::string labelOf(const resources::Resource& row) {
    return row.plural + "." + row.group;
}

bool holds(const corev1::Namespace& object) {
    return std::ranges::find(object.spec.finalizers, corev1::kFinalizerKubernetes) != object.spec.finalizers.end();
}

}  // namespace

NamespaceController::NamespaceController(const Context& context)
    : QueuedController(context),
      m_namespaces(client::informer<corev1::Namespace>(context.informers)),
      m_apiServices(client::informer<apiregistrationv1::APIService>(context.informers)),
      m_definitions(client::informer<apiextensionsv1::CustomResourceDefinition>(context.informers)) {
    m_namespaces.addHandler([this](const ObjectRef&, const ObjectRef& current) {
        if (current && current->meta().deletionTimestamp) m_queue.add(current->key());
    });
}

std::vector<std::shared_ptr<const resources::Resource>> NamespaceController::contents() const {
    std::vector<std::shared_ptr<const resources::Resource>> rows;
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.namespaced && !row.virtual_ && !row.storedAs && row.has(resources::kDeleteCollection) &&
            row.has(resources::kList))
            rows.emplace_back(std::shared_ptr<const resources::Resource>(), &row);
    for (const ObjectRef& definition : m_definitions.list())
        if (auto row = resources::custom::clientRow(definition->as<apiextensionsv1::CustomResourceDefinition>());
            row && row->namespaced)
            rows.push_back(std::move(row));
    return rows;
}

namespaces::Remains NamespaceController::removeContent(const std::string& namespace_) {
    namespaces::Remains remains;
    client::DeleteOptions options;
    options.propagationPolicy = metav1::kDeletePropagationBackground;
    for (const auto& row : contents()) {
        const client::Target all{row.get(), namespace_, {}, {}};
        auto listed = m_context.client.list(all);
        if (listed && !listed->items.empty()) {
            if (const auto removed = m_context.client.removeCollection(all, {}, options); !removed)
                remains.failures.push_back(std::format("{}: {}", row->qualified(), removed.error().message));
            listed = m_context.client.list(all);
        }
        // A definition may have gone in between, and its objects before it.
        if (!listed && status::isNotFound(listed.error())) continue;
        if (!listed) {
            remains.failures.push_back(std::format("{}: {}", row->qualified(), listed.error().message));
            continue;
        }
        if (listed->items.empty()) continue;
        remains.objects[labelOf(*row)] = listed->items.size();
        for (const ObjectRef& object : listed->items)
            for (const auto& finalizer : object->meta().finalizers) ++remains.finalizers[finalizer];
    }
    for (const ObjectRef& object : m_apiServices.list()) {
        const auto& service = object->as<apiregistrationv1::APIService>();
        if (service.spec.service && !server::aggregation::isAvailable(service))
            remains.undiscovered.push_back(service.spec.group + "/" + service.spec.version);
    }
    return remains;
}

Result<ObjectRef> NamespaceController::writeStatus(const ObjectRef& object,
                                                   const std::vector<corev1::NamespaceCondition>* conditions) {
    corev1::Namespace changed = object->as<corev1::Namespace>();
    changed.status.phase = corev1::kNamespaceTerminating;
    if (conditions) changed.status.conditions = *conditions;
    if (schema::operator==(changed.status, object->as<corev1::Namespace>().status)) return object;
    return client::updateStatus(m_context.client, std::move(changed));
}

Result<void> NamespaceController::finalize(const Object& object) {
    corev1::Namespace changed = object.as<corev1::Namespace>();
    std::erase(changed.spec.finalizers, corev1::kFinalizerKubernetes);
    const auto done = client::update(m_context.client, std::move(changed), "finalize");
    if (!done && !status::isNotFound(done.error())) return std::unexpected(done.error());
    return {};
}

Result<Outcome> NamespaceController::reconcile(const std::string& key) {
    const auto fresh = client::get<corev1::Namespace>(m_context.client, {}, key);
    if (!fresh) return status::isNotFound(fresh.error()) ? Result<Outcome>(Outcome()) : std::unexpected(fresh.error());
    ObjectRef object = *fresh;
    if (!object->meta().deletionTimestamp || !holds(object->as<corev1::Namespace>())) return Outcome();
    auto marked = writeStatus(object, nullptr);
    if (!marked) return std::unexpected(marked.error());
    object = std::move(*marked);

    const auto remains = removeContent(key);
    const auto conditions = namespaces::conditionsOf(object->as<corev1::Namespace>(), remains, m_context.clock.now());
    auto written = writeStatus(object, &conditions);
    if (!written) return std::unexpected(written.error());
    if (!remains.failures.empty()) return std::unexpected(status::internalError(remains.failures.front()));
    // Pods end in their own time, and finalizers in their owners'.
    if (!remains.clean()) return Outcome{std::chrono::seconds(1)};
    if (auto done = finalize(**written); !done) return std::unexpected(done.error());
    return Outcome();
}

}  // namespace armillary::controllers
