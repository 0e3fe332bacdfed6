#include <algorithm>
#include <charconv>

#include "engine/schema/api/corev1.h"
#include "engine/server/node_address.h"
#include "engine/server/storage.h"
#include "engine/server/target.h"
#include "engine/server/verbs/connect.h"
#include "engine/server/verbs/verbs.h"

/// log, exec, attach and portforward: the pod's node is asked, and the session carries the bytes.
namespace armillary::server {
namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

struct PodRef {
    ObjectRef object;
    const corev1::Pod& pod() const { return object->as<corev1::Pod>(); }
};

Result<PodRef> findPod(const Call& call) {
    auto object = existingObject(call.core.cache, call.resource(), call.route.namespace_, call.route.name);
    if (!object) return refuse(object.error());
    return PodRef{std::move(*object)};
}

template <class Containers>
std::string namesOf(const Containers& containers) {
    std::string names;
    for (const auto& container : containers) names += (names.empty() ? "" : " ") + container.name;
    return names;
}

template <class Containers>
bool contains(const Containers& containers, const std::string& name) {
    return std::ranges::any_of(containers, [&](const auto& container) { return container.name == name; });
}

/// The container that is meant; upstream's sentence when that is unclear.
Result<std::string> containerOf(const corev1::Pod& pod, std::string_view asked) {
    const corev1::PodSpec& spec = pod.spec;
    const std::string name(asked);
    if (!name.empty()) {
        if (contains(spec.containers, name) || contains(spec.initContainers, name) ||
            contains(spec.ephemeralContainers, name))
            return name;
        return refuse(status::badRequest("container " + name + " is not valid for pod " + pod.metadata.name));
    }
    if (spec.containers.size() == 1) return spec.containers[0].name;
    if (spec.containers.empty())
        return refuse(status::badRequest("a container name must be specified for pod " + pod.metadata.name));
    std::string message = "a container name must be specified for pod " + pod.metadata.name + ", choose one of: [" +
                          namesOf(spec.containers) + "]";
    if (!spec.initContainers.empty())
        message += " or one of the init containers: [" + namesOf(spec.initContainers) + "]";
    if (!spec.ephemeralContainers.empty())
        message += " or one of the ephemeral containers: [" + namesOf(spec.ephemeralContainers) + "]";
    return refuse(status::badRequest(std::move(message)));
}

/// "/exec/NAMESPACE/POD/CONTAINER"
std::string agentPath(std::string_view verb, const corev1::Pod& pod, const std::string& container = {}) {
    std::string path = "/" + std::string(verb) + "/" + pod.metadata.namespace_ + "/" + pod.metadata.name;
    return container.empty() ? path : path + "/" + container;
}

Handled toAgent(const Call& call, const corev1::Pod& pod, const std::string& path, const Query& query) {
    if (pod.spec.nodeName.empty())
        return refuse(status::badRequest("pod " + pod.metadata.name + " does not have a host assigned"));
    auto reply = agentOf(call.core, pod.spec.nodeName);
    if (!reply) return refuse(reply.error());
    reply->target = encodePath(path) + queryString(query);
    return *reply;
}

Result<void> checkNumber(const Request& request, std::string_view name, std::int64_t minimum, std::string_view detail,
                         FieldErrors& errors) {
    const std::string_view text = request.parameter(name);
    if (text.empty()) return {};
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return refuse(status::badRequest("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax"));
    if (value < minimum) errors.push_back(field::invalidRaw(std::string(name), std::string(text), std::string(detail)));
    return {};
}

Result<Query> logQuery(const Call& call) {
    const Request& request = call.request;
    FieldErrors errors;
    auto tail = checkNumber(request, "tailLines", 0, "must be greater than or equal to 0", errors);
    auto limit = checkNumber(request, "limitBytes", 1, "must be greater than 0", errors);
    auto since = checkNumber(request, "sinceSeconds", 1, "must be greater than 0", errors);
    for (const auto* checked : {&tail, &limit, &since})
        if (!*checked) return refuse(checked->error());
    if (request.hasParameter("sinceSeconds") && request.hasParameter("sinceTime"))
        errors.push_back(field::forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
    if (!errors.empty()) return refuse(status::invalid("PodLogOptions", call.route.name, errors));
    Query query;
    for (const char* flag : {"follow", "previous", "timestamps"})
        if (isTrue(request.parameter(flag))) query.emplace_back(flag, "true");
    for (const char* name : {"sinceSeconds", "sinceTime", "tailLines", "limitBytes"})
        if (!request.parameter(name).empty()) query.emplace_back(name, request.parameter(name));
    return query;
}

/// The agent's names of the streams. Source: k8s.io/kubelet/pkg/cri/streaming, remotecommand.
Query streamQuery(const Request& request, bool defaults) {
    Query query;
    const auto add = [&](const char* asked, const char* passed, bool fallback) {
        if (request.hasParameter(asked) ? isTrue(request.parameter(asked)) : fallback) query.emplace_back(passed, "1");
    };
    add("stdin", "input", false);
    add("stdout", "output", defaults);
    add("stderr", "error", defaults && !isTrue(request.parameter("tty")));
    add("tty", "tty", false);
    for (const std::string_view word : request.parameters("command")) query.emplace_back("command", word);
    return query;
}

Handled stream(Call& call, std::string_view verb) {
    auto found = findPod(call);
    if (!found) return refuse(found.error());
    const corev1::Pod& pod = found->pod();
    const auto admitted = admitConnection(call, &pod);
    if (!admitted) return refuse(admitted.error());
    auto container = containerOf(pod, admitted->parameter("container"));
    if (!container) return refuse(container.error());
    return toAgent(call, pod, agentPath(verb, pod, *container), streamQuery(*admitted, verb == "attach"));
}

}  // namespace

Handled podLog(Call& call) {
    auto query = logQuery(call);
    if (!query) return refuse(query.error());
    auto found = findPod(call);
    if (!found) return refuse(found.error());
    const corev1::Pod& pod = found->pod();
    auto container = containerOf(pod, call.request.parameter("container"));
    if (!container) return refuse(container.error());
    // Upstream answers an empty log while no node has the pod.
    if (pod.spec.nodeName.empty()) return Response{.contentType = "text/plain"};
    return toAgent(call, pod, agentPath("containerLogs", pod, *container), *query);
}

Handled podExec(Call& call) {
    if (call.request.parameters("command").empty())
        return refuse(status::badRequest("you must specify at least 1 command for the container"));
    return stream(call, "exec");
}

Handled podAttach(Call& call) {
    return stream(call, "attach");
}

Handled podPortForward(Call& call) {
    auto found = findPod(call);
    if (!found) return refuse(found.error());
    const corev1::Pod& pod = found->pod();
    const auto admitted = admitConnection(call, &pod);
    if (!admitted) return refuse(admitted.error());
    Query query;
    for (const char* name : {"port", "ports"})
        for (const std::string_view value : admitted->parameters(name)) query.emplace_back("port", value);
    return toAgent(call, pod, agentPath("portForward", pod), query);
}

}  // namespace armillary::server
