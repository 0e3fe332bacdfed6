#include <algorithm>
#include <mutex>

#include "engine/async/pool.h"
#include "engine/resources/flow_control.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/api/schedulingv1.h"
#include "engine/schema/api/storagev1.h"
#include "engine/schema/json_codec.h"
#include "engine/server/authz.h"
#include "engine/server/bootstrap_reconcile.h"
#include "engine/server/health.h"
#include "engine/server/server.h"
#include "engine/volumes/matching.h"

namespace armillary::server {
namespace {

const User& systemUser() {
    static const User user{.name = "system:apiserver", .groups = {"system:masters", "system:authenticated"}};
    return user;
}

/// The Status of an answer that is not a success.
Status statusOf(const Response& response) {
    auto status = schema::fromJson<Status>(response.body);
    return status ? *status : status::internalError(response.body);
}

/// What upstream's server does of this after its start, by its names. The objects of the latter are written together.
constexpr std::string_view kNamespacesHook = "start-system-namespaces-controller";
constexpr std::string_view kObjectsHooks[] = {"rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
                                              "priority-and-fairness-config-producer", "bootstrap-controller"};

/// What becomes of an object that exists already.
enum class Existing {
    Keep,       ///< whatever it is
    Replace,    ///< its content must be as given
    Reconcile,  ///< it gets what it lacks, see bootstrap_reconcile.h
};

/// An object that is to exist.
struct Wanted {
    std::string path, name, kind, json;
    Existing existing = Existing::Keep;
};
using AllWanted = std::vector<Wanted>;

/// Writes that wait for the disk wait together.
constexpr std::size_t kAtOnce = 16;
/// Somebody else may write the same object meanwhile.
constexpr int kAttempts = 5;

class Bootstrap {
public:
    explicit Bootstrap(Api& api) : m_api(api) {}

    /// In no particular order. The first failure is the answer.
    Result<void> ensure(const AllWanted& all) {
        std::mutex mutex;
        Result<void> result;
        m_writers.forEach(all.size(), [&](std::size_t i) {
            Result<void> done = ensure(all[i]);
            for (int attempt = 1; attempt < kAttempts && !done && status::isConflict(done.error()); ++attempt)
                done = ensure(all[i]);
            const std::scoped_lock lock(mutex);
            if (!done && result) result = std::move(done);
        });
        return result;
    }

private:
    Result<void> ensure(const Wanted& wanted) {
        const std::string path = wanted.path + "/" + wanted.name;
        const auto found = send("GET", path, "");
        if (found) return settle(wanted, path, *found);
        if (!status::isNotFound(found.error())) return std::unexpected(found.error());
        auto made = discard(send("POST", wanted.path, wanted.json));
        if (!made && status::isAlreadyExists(made.error())) return {};
        return made;
    }

    Result<void> settle(const Wanted& wanted, const std::string& path, const std::string& found) {
        if (wanted.existing == Existing::Keep) return {};
        if (wanted.existing == Existing::Replace) return discard(send("PUT", path, wanted.json));
        const Repair repair = repairOf(wanted.kind, found, wanted.json);
        if (repair.kind == Repair::Kind::Nothing) return {};
        if (repair.kind == Repair::Kind::Update) return discard(send("PUT", path, repair.json));
        if (auto gone = send("DELETE", path, ""); !gone) return std::unexpected(gone.error());
        return discard(send("POST", wanted.path, repair.json));
    }

    Result<std::string> send(std::string method, std::string path, std::string body) {
        Request request{.method = std::move(method), .path = std::move(path), .body = std::move(body)};
        request.headers.emplace_back("user-agent", "kube-apiserver");
        Reply reply = m_api.handleAs(systemUser(), std::move(request));
        auto* response = std::get_if<Response>(&reply);
        if (!response) return std::unexpected(status::internalError("unexpected kind of reply"));
        if (response->code >= 300) return std::unexpected(statusOf(*response));
        return response->shared ? *response->shared : std::move(response->body);
    }

    static Result<void> discard(Result<std::string> answer) {
        if (!answer) return std::unexpected(std::move(answer.error()));
        return {};
    }

    Api& m_api;
    async::Pool m_writers{{.name = "bootstrap", .threads = kAtOnce - 1}};
};

template <class T>
T typed(std::string_view apiVersion, std::string_view kind, std::string_view name, std::string_view namespace_ = {}) {
    T object;
    object.apiVersion = apiVersion;
    object.kind = kind;
    object.metadata.name = name;
    object.metadata.namespace_ = namespace_;
    return object;
}

template <class T>
void want(AllWanted& all, std::string path, const T& object, Existing existing = Existing::Keep) {
    all.push_back({std::move(path), object.metadata.name, object.kind, schema::toJson(object), existing});
}

AllWanted namespaces() {
    AllWanted all;
    for (const char* name : {"default", "kube-system", "kube-public", "kube-node-lease"})
        want(all, "/api/v1/namespaces", typed<corev1::Namespace>("v1", "Namespace", name));
    return all;
}

/// Where a bootstrap policy document belongs, from its kind.
std::string policyPath(const schema::ObjectHead& head) {
    const std::string base = "/apis/rbac.authorization.k8s.io/v1/";
    if (head.kind == "ClusterRole") return base + "clusterroles";
    if (head.kind == "ClusterRoleBinding") return base + "clusterrolebindings";
    return base + "namespaces/" + head.namespace_ + (head.kind == "Role" ? "/roles" : "/rolebindings");
}

void addPolicy(AllWanted& all) {
    for (std::string& json : bootstrapPolicy()) {
        const auto head = schema::readHead(json);
        if (!head) throw std::logic_error("bootstrap policy: " + head.error().text());
        all.push_back({policyPath(*head), head->name, head->kind, std::move(json), Existing::Reconcile});
    }
}

void addFlowControl(AllWanted& all) {
    const std::string base = "/apis/flowcontrol.apiserver.k8s.io/v1/";
    for (const auto& level : resources::flowcontrol::defaultPriorityLevels())
        want(all, base + "prioritylevelconfigurations", level);
    for (const auto& schema : resources::flowcontrol::defaultFlowSchemas()) want(all, base + "flowschemas", schema);
}

void addPriorityClasses(AllWanted& all) {
    const std::pair<const char*, std::int32_t> classes[] = {{"system-node-critical", 2000001000},
                                                            {"system-cluster-critical", 2000000000}};
    for (const auto& [name, value] : classes) {
        auto object = typed<schedulingv1::PriorityClass>("scheduling.k8s.io/v1", "PriorityClass", name);
        object.value = value;
        object.description = value > 2000000000
                                 ? "Used for system critical pods that must not be moved from their current node."
                                 : "Used for system critical pods that must run in the cluster, but can be moved to "
                                   "another node if necessary.";
        want(all, "/apis/scheduling.k8s.io/v1/priorityclasses", object);
    }
}

/// The class of claims that name none: folders on the node of the first pod.
void addStorageClasses(AllWanted& all) {
    auto object = typed<storagev1::StorageClass>("storage.k8s.io/v1", "StorageClass", "standard");
    object.metadata.annotations = {{"storageclass.kubernetes.io/is-default-class", "true"}};
    object.provisioner = volumes::kHostPathProvisioner;
    object.volumeBindingMode = storagev1::kVolumeBindingWaitForFirstConsumer;
    object.reclaimPolicy = corev1::kPersistentVolumeReclaimDelete;
    want(all, "/apis/storage.k8s.io/v1/storageclasses", object);
}

void addApiService(AllWanted& all, const ServiceRanges& ranges, std::uint16_t port) {
    auto service = typed<corev1::Service>("v1", "Service", "kubernetes", "default");
    service.metadata.labels = {{"component", "apiserver"}, {"provider", "kubernetes"}};
    service.spec.clusterIP = serviceAddress(ranges, 1);
    service.spec.sessionAffinity = "None";
    service.spec.type = "ClusterIP";
    corev1::ServicePort& https = service.spec.ports.emplace_back();
    https.name = "https";
    https.protocol = "TCP";
    https.port = 443;
    https.targetPort = schema::IntOrString(port);
    want(all, "/api/v1/namespaces/default/services", service);
}

void addApiEndpoints(AllWanted& all, const std::string& address, std::uint16_t port) {
    auto endpoints = typed<corev1::Endpoints>("v1", "Endpoints", "kubernetes", "default");
    endpoints.metadata.labels = {{"endpointslice.kubernetes.io/skip-mirror", "true"}};
    corev1::EndpointSubset& subset = endpoints.subsets.emplace_back();
    subset.addresses.emplace_back().ip = address;
    corev1::EndpointPort& endpointPort = subset.ports.emplace_back();
    endpointPort.name = "https";
    endpointPort.port = port;
    endpointPort.protocol = "TCP";
    want(all, "/api/v1/namespaces/default/endpoints", endpoints, Existing::Replace);

    auto slice = typed<discoveryv1::EndpointSlice>("discovery.k8s.io/v1", "EndpointSlice", "kubernetes", "default");
    slice.metadata.labels = {{"kubernetes.io/service-name", "kubernetes"}};
    slice.addressType = address.find(':') == std::string::npos ? "IPv4" : "IPv6";
    discoveryv1::Endpoint& endpoint = slice.endpoints.emplace_back();
    endpoint.addresses = {address};
    endpoint.conditions.ready = true;
    discoveryv1::EndpointPort& slicePort = slice.ports.emplace_back();
    slicePort.name = "https";
    slicePort.protocol = "TCP";
    slicePort.port = port;
    want(all, "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", slice, Existing::Replace);
}

}  // namespace

void expectBootstrap(Health& health) {
    health.expect(kNamespacesHook);
    for (const std::string_view hook : kObjectsHooks) health.expect(hook);
}

Result<void> bootstrap(Api& api, Health& health, const ServiceRanges& services, const std::string& advertiseAddress,
                       std::uint16_t port) {
    Bootstrap bootstrap(api);
    if (auto done = bootstrap.ensure(namespaces()); !done) return done;
    health.hasDone(kNamespacesHook);
    AllWanted all;
    addPolicy(all);
    addFlowControl(all);
    addPriorityClasses(all);
    addStorageClasses(all);
    addApiService(all, services, port);
    // No pod reaches a loopback address, and endpoints may not name one.
    if (!advertiseAddress.starts_with("127.") && advertiseAddress != "::1")
        addApiEndpoints(all, advertiseAddress, port);
    auto done = bootstrap.ensure(all);
    if (!done) return done;
    for (const std::string_view hook : kObjectsHooks) health.hasDone(hook);
    return done;
}

}  // namespace armillary::server
