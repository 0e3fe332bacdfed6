#include "engine/controllers/rootca/rootca.h"

namespace armillary::controllers {

namespace {

constexpr std::string_view kMapName = "kube-root-ca.crt";
constexpr std::string_view kDescriptionKey = "kubernetes.io/description";
constexpr std::string_view kDescription =
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the "
    "internal service IP or "
    "kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

}  // namespace

RootCaController::RootCaController(const Context& context, std::string caPem)
    : QueuedController(context),
      m_caPem(std::move(caPem)),
      m_namespaces(client::informer<corev1::Namespace>(context.informers)),
      m_maps(client::informer<corev1::ConfigMap>(context.informers)) {
    m_namespaces.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if (!previous && current) m_queue.add(current->name());
    });
    m_maps.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        const ObjectRef& map = current ? current : previous;
        if (map->name() == kMapName) m_queue.add(map->namespace_());
    });
}

Result<Outcome> RootCaController::reconcile(const std::string& key) {
    const ObjectRef object = m_namespaces.getByKey(key);
    if (!object || object->meta().deletionTimestamp) return Outcome();
    const ObjectRef existing = m_maps.get(key, kMapName);
    corev1::ConfigMap map;
    if (existing) map = existing->as<corev1::ConfigMap>();
    map.metadata.name = kMapName;
    map.metadata.namespace_ = key;
    map.metadata.annotations[std::string(kDescriptionKey)] = kDescription;
    map.data = {{"ca.crt", m_caPem}};
    if (existing && schema::operator==(map, existing->as<corev1::ConfigMap>())) return Outcome();
    const auto written =
        existing ? client::update(m_context.client, std::move(map)) : client::create(m_context.client, std::move(map));
    if (!written && !status::isAlreadyExists(written.error()) && !status::isForbidden(written.error()) &&
        !status::isNotFound(written.error()))
        return std::unexpected(written.error());
    return Outcome();
}

}  // namespace armillary::controllers
