#include "engine/controllers/endpointslice/endpointslice.h"

#include <algorithm>
#include <format>

#include "engine/controllers/endpointslice/hints.h"
#include "engine/controllers/framework/pods.h"
#include "engine/schema/selector.h"

namespace armillary::controllers {

using namespace endpointslice;

namespace {

constexpr std::string_view kServiceIndex = "service";
constexpr std::string_view kNodeIndex = "node";

bool isOurs(const Object& slice) {
    const auto found = slice.meta().labels.find(discoveryv1::kLabelManagedBy);
    return found != slice.meta().labels.end() && found->second == kManagedBy;
}

std::string serviceKey(const Object& slice) {
    const auto found = slice.meta().labels.find(discoveryv1::kLabelServiceName);
    return found == slice.meta().labels.end() ? std::string() : slice.namespace_() + "/" + found->second;
}

/// Whether a change of a pod can change an endpoint.
bool matters(const Object& before, const Object& after) {
    const auto &a = before.as<corev1::Pod>(), &b = after.as<corev1::Pod>();
    return a.metadata.labels != b.metadata.labels || a.metadata.uid != b.metadata.uid || isReady(a) != isReady(b) ||
           a.status.podIP != b.status.podIP || a.status.podIPs.size() != b.status.podIPs.size() ||
           a.spec.nodeName != b.spec.nodeName || hasEnded(a) != hasEnded(b) ||
           a.metadata.deletionTimestamp.has_value() != b.metadata.deletionTimestamp.has_value();
}

}  // namespace

void followPodsOfServices(client::Informer& services, client::Informer& pods, client::WorkQueue& queue) {
    pods.addHandler([&services, &queue](const ObjectRef& previous, const ObjectRef& current) {
        if (previous && current && !matters(*previous, *current)) return;
        for (const ObjectRef& service : services.list((current ? current : previous)->namespace_())) {
            const auto& spec = service->as<corev1::Service>().spec;
            if (spec.selector.empty()) continue;
            const auto selector = LabelSelector::fromMap(spec.selector);
            if ((current && selector.matches(current->meta().labels)) ||
                (previous && selector.matches(previous->meta().labels)))
                queue.add(service->key());
        }
    });
}

std::vector<ObjectRef> podsOf(const client::Informer& pods, const corev1::Service& service) {
    const auto selector = LabelSelector::fromMap(service.spec.selector);
    auto selected = pods.list(service.metadata.namespace_);
    std::erase_if(selected, [&](const ObjectRef& pod) { return !selector.matches(pod->meta().labels); });
    return selected;
}

EndpointSliceController::EndpointSliceController(const Context& context)
    : QueuedController(context),
      m_services(client::informer<corev1::Service>(context.informers)),
      m_pods(client::informer<corev1::Pod>(context.informers)),
      m_slices(client::informer<discoveryv1::EndpointSlice>(context.informers)),
      m_nodes(client::informer<corev1::Node>(context.informers)),
      m_events(context.events.withComponent("endpoint-slice-controller")) {
    m_services.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        m_queue.add((current ? current : previous)->key());
    });
    followPodsOfServices(m_services, m_pods, m_queue);
    m_pods.addIndex(std::string(kNodeIndex), [](const Object& pod) -> std::vector<std::string> {
        return {pod.as<corev1::Pod>().spec.nodeName};
    });
    m_slices.addIndex(std::string(kServiceIndex), [](const Object& slice) -> std::vector<std::string> {
        if (!isOurs(slice)) return {};
        return {serviceKey(slice)};
    });
    m_slices.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        for (const ObjectRef& slice : {previous, current})
            if (slice && isOurs(*slice)) m_queue.add(serviceKey(*slice));
    });
    followNodes();
}

void EndpointSliceController::followNodes() {
    m_nodes.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!previous || !current) wakeServicesOn((current ? current : previous)->name());
        const auto before = previous ? capacityOf(previous->as<corev1::Node>()) : NodeCapacity();
        const auto after = current ? capacityOf(current->as<corev1::Node>()) : NodeCapacity();
        if (before == after) return;
        for (const ObjectRef& object : m_services.list()) {
            const auto& service = object->as<corev1::Service>();
            if (!isManaged(service)) continue;
            if (before.zone != after.zone || hintMode(service) == HintMode::ByCapacity) m_queue.add(object->key());
        }
    });
}

void EndpointSliceController::wakeServicesOn(const std::string& node) {
    for (const ObjectRef& pod : m_pods.byIndex(std::string(kNodeIndex), node))
        for (const ObjectRef& service : m_services.list(pod->namespace_())) {
            const auto& spec = service->as<corev1::Service>().spec;
            if (!spec.selector.empty() && LabelSelector::fromMap(spec.selector).matches(pod->meta().labels))
                m_queue.add(service->key());
        }
}

Result<void> EndpointSliceController::removeOthers(const std::string& key, const std::vector<std::string>& families) {
    for (const ObjectRef& slice : m_slices.byIndex(std::string(kServiceIndex), key)) {
        if (std::ranges::contains(families, slice->as<discoveryv1::EndpointSlice>().addressType)) continue;
        const auto removed =
            client::remove<discoveryv1::EndpointSlice>(m_context.client, slice->namespace_(), slice->name());
        if (!removed && !status::isNotFound(removed.error())) return removed;
    }
    return {};
}

Result<void> EndpointSliceController::removeAll(const std::string& key) {
    for (const ObjectRef& slice : m_slices.byIndex(std::string(kServiceIndex), key)) {
        const auto removed =
            client::remove<discoveryv1::EndpointSlice>(m_context.client, slice->namespace_(), slice->name());
        if (!removed && !status::isNotFound(removed.error())) return removed;
    }
    return {};
}

Result<Outcome> EndpointSliceController::reconcile(const std::string& key) {
    const ObjectRef object = m_services.getByKey(key);
    if (!object || object->meta().deletionTimestamp || !isManaged(object->as<corev1::Service>())) {
        // A service whose selector was taken away keeps its slices: they are its user's from then on.
        if (object && !object->meta().deletionTimestamp) return Outcome();
        {
            const std::lock_guard lock(m_hintedMutex);
            m_hinted.erase(key);
        }
        m_triggers.forget(key);
        if (auto removed = removeAll(key); !removed) return std::unexpected(removed.error());
        return Outcome();
    }
    const auto& service = object->as<corev1::Service>();
    auto families = service.spec.ipFamilies;
    if (families.empty()) families.push_back("IPv4");
    if (auto removed = removeOthers(key, families); !removed) return std::unexpected(removed.error());
    const auto pods = podsOf(m_pods, service);
    const auto trigger = m_triggers.take(service, pods);
    for (const std::string& family : families) {
        if (auto done = reconcileFamily(*object, family, pods, trigger); !done) {
            if (!status::isConflict(done.error()) && !status::isNotFound(done.error()))
                m_events->record(*object, "Warning", "FailedToUpdateEndpointSlices",
                                 std::format("Error updating Endpoint Slices for Service {}: {}", object->key(),
                                             done.error().message));
            return std::unexpected(done.error());
        }
    }
    return Outcome();
}

void EndpointSliceController::addHints(const Object& object, std::string_view family, Groups& groups,
                                       const std::vector<discoveryv1::EndpointSlice>& existing) {
    const HintMode mode = hintMode(object.as<corev1::Service>());
    std::expected<void, std::string> hinted = std::unexpected("Topology Aware Hints has been disabled");
    if (mode == HintMode::OwnZone) hintOwnZones(groups);
    if (mode == HintMode::ByCapacity) {
        std::vector<NodeCapacity> nodes;
        for (const ObjectRef& node : m_nodes.list()) nodes.push_back(capacityOf(node->as<corev1::Node>()));
        hinted = hintByShares(groups, zoneShares(nodes), existing);
    }
    const std::lock_guard lock(m_hintedMutex);
    if (hinted) {
        if (m_hinted.insert(object.key()).second)
            m_events->record(object, "Normal", "TopologyAwareHintsEnabled",
                             std::format("Topology Aware Hints has been enabled, addressType: {}", family));
    } else if (m_hinted.erase(object.key()) > 0 || mode == HintMode::ByCapacity) {
        m_events->record(object, "Warning", "TopologyAwareHintsDisabled",
                         std::format("{}, addressType: {}", hinted.error(), family));
    }
}

Result<void> EndpointSliceController::reconcileFamily(const Object& object, std::string_view family,
                                                      const std::vector<ObjectRef>& pods,
                                                      const std::optional<schema::Time>& trigger) {
    const auto& service = object.as<corev1::Service>();
    const auto zoneOf = [this](const std::string& node) -> std::optional<std::string> {
        const ObjectRef found = m_nodes.get({}, node);
        if (!found) return std::nullopt;
        const auto label = found->meta().labels.find(corev1::kLabelTopologyZone);
        return label == found->meta().labels.end() ? std::string() : label->second;
    };
    std::vector<discoveryv1::EndpointSlice> existing;
    for (const ObjectRef& slice : m_slices.byIndex(std::string(kServiceIndex), object.key()))
        if (const auto& value = slice->as<discoveryv1::EndpointSlice>();
            value.addressType == family && !value.metadata.deletionTimestamp)
            existing.push_back(value);
    auto groups = endpointGroups(service, pods, family, zoneOf);
    addHints(object, family, groups, existing);
    auto plan = planSlices(service, family, std::move(groups), existing);
    for (auto* slices : {&plan.create, &plan.update})
        for (auto& slice : *slices) annotate(slice.metadata, trigger);
    for (auto& slice : plan.create)
        if (const auto done = client::create(m_context.client, std::move(slice)); !done)
            return std::unexpected(done.error());
    for (auto& slice : plan.update)
        if (const auto done = client::update(m_context.client, std::move(slice)); !done)
            return std::unexpected(done.error());
    for (const auto& name : plan.remove) {
        const auto done = client::remove<discoveryv1::EndpointSlice>(m_context.client, object.namespace_(), name);
        if (!done && !status::isNotFound(done.error())) return done;
    }
    return {};
}

}  // namespace armillary::controllers
