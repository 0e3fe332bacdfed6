#include "engine/controllers/namespace/namespace.h"

#include <algorithm>
#include <format>

#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/apiregistrationv1.h"

namespace armillary::controllers {

namespace {

std::string labelOf(const resources::Resource& row) {
    return row.plural + "." + row.group;
}

bool holds(const corev1::Namespace& object) {
    return std::ranges::find(object.spec.finalizers, corev1::kFinalizerKubernetes) != object.spec.finalizers.end();
}

bool differOnlyInStatus(const Object& left, const Object& right) {
    const auto rest = [](const Object& object) {
        corev1::Namespace namespace_ = object.as<corev1::Namespace>();
        namespace_.metadata.resourceVersion.clear();
        namespace_.metadata.managedFields.clear();
        namespace_.status = {};
        return namespace_;
    };
    return left.revision() != right.revision() && schema::operator==(rest(left), rest(right));
}

}  // namespace

NamespaceController::NamespaceController(const Context& context)
    : QueuedController(context),
      m_namespaces(client::informer<corev1::Namespace>(context.informers)),
      m_apiServices(client::informer<apiregistrationv1::APIService>(context.informers)),
      m_definitions(client::informer<apiextensionsv1::CustomResourceDefinition>(context.informers)) {
    m_namespaces.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!current || !current->meta().deletionTimestamp) return;
        // What this controller says of its own progress is no reason to look again: it would not wait between tries.
        if (previous && differOnlyInStatus(*previous, *current)) return;
        m_queue.add(current->key());
    });
}

std::vector<NamespaceController::Content> NamespaceController::ownContents() const {
    std::vector<Content> contents;
    for (const auto& row : resources::Table::builtIn().rows())
        if (row.namespaced && !row.virtual_ && !row.storedAs && row.has(resources::kDeleteCollection) &&
            row.has(resources::kList))
            contents.push_back({aggregated::Row(std::shared_ptr<void>(), &row)});
    for (const ObjectRef& definition : m_definitions.list())
        if (auto row = resources::custom::clientRow(definition->as<apiextensionsv1::CustomResourceDefinition>());
            row && row->namespaced)
            contents.push_back({std::move(row)});
    return contents;
}

Result<std::vector<ObjectRef>> NamespaceController::list(const Content& content, const std::string& namespace_) {
    if (content.elsewhere) return aggregated::list(m_context.client, *content.row, namespace_);
    auto listed = m_context.client.list({content.row.get(), namespace_, {}, {}});
    if (!listed) return std::unexpected(listed.error());
    return std::move(listed->items);
}

Result<void> NamespaceController::removeEach(const Content& content, const std::vector<ObjectRef>& objects) {
    client::DeleteOptions options;
    options.propagationPolicy = metav1::kDeletePropagationBackground;
    for (const ObjectRef& object : objects)
        if (const auto removed =
                m_context.client.remove({content.row.get(), object->namespace_(), object->name(), {}}, options);
            !removed && !status::isNotFound(removed.error()))
            return removed;
    return {};
}

void NamespaceController::removeObjects(const Content& content, const std::string& namespace_,
                                        namespaces::Remains& remains) {
    const auto& row = *content.row;
    const auto fail = [&](const Status& why) {
        remains.failures.push_back(std::format("{}: {}", row.qualified(), why.message));
    };
    auto objects = list(content, namespace_);
    if (objects && !objects->empty()) {
        client::DeleteOptions options;
        options.propagationPolicy = metav1::kDeletePropagationBackground;
        const auto removed = row.has(resources::kDeleteCollection)
                                 ? m_context.client.removeCollection({&row, namespace_, {}, {}}, {}, options)
                                 : removeEach(content, *objects);
        if (!removed) fail(removed.error());
        objects = list(content, namespace_);
    }
    // A definition may have gone in between, and its objects before it.
    if (!objects && status::isNotFound(objects.error())) return;
    if (!objects) return fail(objects.error());
    if (objects->empty()) return;
    remains.objects[labelOf(row)] = objects->size();
    for (const ObjectRef& object : *objects)
        for (const auto& finalizer : object->meta().finalizers) ++remains.finalizers[finalizer];
}

namespaces::Remains NamespaceController::removeContent(const std::string& namespace_) {
    namespaces::Remains remains;
    for (const Content& content : ownContents()) removeObjects(content, namespace_, remains);
    auto discovered = aggregated::discover(m_context.client, m_apiServices.list());
    for (auto& row : discovered.rows)
        if (row->namespaced && row->has(resources::kDelete) && row->has(resources::kList))
            removeObjects({std::move(row), true}, namespace_, remains);
    remains.undiscovered = std::move(discovered.failed);
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
