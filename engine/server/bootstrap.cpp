#include "engine/schema/api/corev1.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/api/schedulingv1.h"
#include "engine/schema/api/storagev1.h"
#include "engine/schema/json_codec.h"
#include "engine/server/authz.h"
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

class Bootstrap {
public:
    explicit Bootstrap(Api& api) : m_api(api) {}

    Result<void> ensure(const std::string& path, const std::string& name, const std::string& json) {
        if (auto found = send("GET", path + "/" + name, ""); found || !status::isNotFound(found.error())) return found;
        auto made = send("POST", path, json);
        if (!made && status::isAlreadyExists(made.error())) return {};
        return made;
    }

    /// The same for an object whose content must be as given.
    Result<void> put(const std::string& path, const std::string& name, const std::string& json) {
        if (auto found = send("GET", path + "/" + name, ""); found) return send("PUT", path + "/" + name, json);
        return send("POST", path, json);
    }

private:
    Result<void> send(std::string method, std::string path, std::string body) {
        Request request{.method = std::move(method), .path = std::move(path), .body = std::move(body)};
        request.headers.emplace_back("user-agent", "kube-apiserver");
        Reply reply = m_api.handleAs(systemUser(), std::move(request));
        const auto* response = std::get_if<Response>(&reply);
        if (!response) return std::unexpected(status::internalError("unexpected kind of reply"));
        if (response->code >= 300) return std::unexpected(statusOf(*response));
        return {};
    }

    Api& m_api;
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

Result<void> namespaces(Bootstrap& bootstrap) {
    for (const char* name : {"default", "kube-system", "kube-public", "kube-node-lease"}) {
        const auto object = typed<corev1::Namespace>("v1", "Namespace", name);
        if (auto done = bootstrap.ensure("/api/v1/namespaces", name, schema::toJson(object)); !done) return done;
    }
    return {};
}

/// Where a bootstrap policy document belongs, from its kind.
std::string policyPath(const schema::ObjectHead& head) {
    const std::string base = "/apis/rbac.authorization.k8s.io/v1/";
    if (head.kind == "ClusterRole") return base + "clusterroles";
    if (head.kind == "ClusterRoleBinding") return base + "clusterrolebindings";
    return base + "namespaces/" + head.namespace_ + (head.kind == "Role" ? "/roles" : "/rolebindings");
}

Result<void> policy(Bootstrap& bootstrap) {
    for (const std::string& json : bootstrapPolicy()) {
        const auto head = schema::readHead(json);
        if (!head) return std::unexpected(status::internalError("bootstrap policy: " + head.error().text()));
        if (auto done = bootstrap.ensure(policyPath(*head), head->name, json); !done) return done;
    }
    return {};
}

Result<void> priorityClasses(Bootstrap& bootstrap) {
    const std::pair<const char*, std::int32_t> classes[] = {{"system-node-critical", 2000001000},
                                                            {"system-cluster-critical", 2000000000}};
    for (const auto& [name, value] : classes) {
        auto object = typed<schedulingv1::PriorityClass>("scheduling.k8s.io/v1", "PriorityClass", name);
        object.value = value;
        object.description = value > 2000000000
                                 ? "Used for system critical pods that must not be moved from their current node."
                                 : "Used for system critical pods that must run in the cluster, but can be moved to "
                                   "another node if necessary.";
        if (auto done = bootstrap.ensure("/apis/scheduling.k8s.io/v1/priorityclasses", name, schema::toJson(object));
            !done)
            return done;
    }
    return {};
}

/// The class of claims that name none: folders on the node of the first pod.
Result<void> storageClasses(Bootstrap& bootstrap) {
    auto object = typed<storagev1::StorageClass>("storage.k8s.io/v1", "StorageClass", "standard");
    object.metadata.annotations = {{"storageclass.kubernetes.io/is-default-class", "true"}};
    object.provisioner = volumes::kHostPathProvisioner;
    object.volumeBindingMode = storagev1::kVolumeBindingWaitForFirstConsumer;
    object.reclaimPolicy = corev1::kPersistentVolumeReclaimDelete;
    return bootstrap.ensure("/apis/storage.k8s.io/v1/storageclasses", object.metadata.name, schema::toJson(object));
}

Result<void> apiService(Bootstrap& bootstrap, const ServiceRanges& ranges, std::uint16_t port) {
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
    return bootstrap.ensure("/api/v1/namespaces/default/services", "kubernetes", schema::toJson(service));
}

Result<void> apiEndpoints(Bootstrap& bootstrap, const std::string& address, std::uint16_t port) {
    auto endpoints = typed<corev1::Endpoints>("v1", "Endpoints", "kubernetes", "default");
    endpoints.metadata.labels = {{"endpointslice.kubernetes.io/skip-mirror", "true"}};
    corev1::EndpointSubset& subset = endpoints.subsets.emplace_back();
    subset.addresses.emplace_back().ip = address;
    corev1::EndpointPort& endpointPort = subset.ports.emplace_back();
    endpointPort.name = "https";
    endpointPort.port = port;
    endpointPort.protocol = "TCP";
    if (auto done = bootstrap.put("/api/v1/namespaces/default/endpoints", "kubernetes", schema::toJson(endpoints));
        !done)
        return done;

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
    return bootstrap.put("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", "kubernetes",
                         schema::toJson(slice));
}

}  // namespace

Result<void> bootstrap(Api& api, const ServiceRanges& services, const std::string& advertiseAddress,
                       std::uint16_t port) {
    Bootstrap bootstrap(api);
    if (auto done = namespaces(bootstrap); !done) return done;
    if (auto done = policy(bootstrap); !done) return done;
    if (auto done = priorityClasses(bootstrap); !done) return done;
    if (auto done = storageClasses(bootstrap); !done) return done;
    if (auto done = apiService(bootstrap, services, port); !done) return done;
    // No pod reaches a loopback address, and endpoints may not name one.
    if (advertiseAddress.starts_with("127.") || advertiseAddress == "::1") return {};
    return apiEndpoints(bootstrap, advertiseAddress, port);
}

}  // namespace armillary::server
