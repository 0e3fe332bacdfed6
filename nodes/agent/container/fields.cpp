#include "nodes/agent/container/fields.h"

#include <format>

#include "nodes/agent/pod/plan.h"

namespace armillary::agent {

namespace {

/// As Go's %q, for the values that labels and annotations can have.
std::string goQuoted(std::string_view text) {
    std::string out = "\"";
    for (char byte : text) {
        switch (byte) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\r':
                out += "\\r";
                break;
            default:
                out += byte;
        }
    }
    return out + '"';
}

std::string lines(const schema::StringMap<std::string>& map) {
    std::string out;
    for (const auto& [key, value] : map) out += (out.empty() ? "" : "\n") + key + "=" + goQuoted(value);
    return out;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : ",") + part;
    return out;
}

/// metadata.labels['key'] → key; empty when `path` is not of that form.
std::string subscript(const std::string& path, std::string_view prefix) {
    if (!path.starts_with(prefix) || path.size() < prefix.size() + 4) return {};
    auto rest = path.substr(prefix.size());
    if (!rest.starts_with("['") || !rest.ends_with("']")) return {};
    return rest.substr(2, rest.size() - 4);
}

}  // namespace

std::expected<std::string, std::string> fieldValue(const corev1::Pod& pod, const std::string& path,
                                                   const NodeFacts& node, const std::vector<std::string>& podIps) {
    const auto& meta = pod.metadata;
    auto lookUp = [](const schema::StringMap<std::string>& map, const std::string& key) {
        auto it = map.find(key);
        return it == map.end() ? std::string() : it->second;
    };
    if (path == "metadata.name") return meta.name;
    if (path == "metadata.namespace") return meta.namespace_;
    if (path == "metadata.uid") return meta.uid;
    if (path == "metadata.labels") return lines(meta.labels);
    if (path == "metadata.annotations") return lines(meta.annotations);
    if (auto key = subscript(path, "metadata.labels"); !key.empty()) return lookUp(meta.labels, key);
    if (auto key = subscript(path, "metadata.annotations"); !key.empty()) return lookUp(meta.annotations, key);
    if (path == "spec.nodeName") return pod.spec.nodeName;
    if (path == "spec.serviceAccountName") return pod.spec.serviceAccountName;
    if (path == "status.hostIP" || path == "status.hostIPs") return node.nodeIp;
    if (path == "status.podIP") return podIps.empty() ? pod.status.podIP : podIps.front();
    if (path == "status.podIPs") {
        auto ips = podIps;
        if (ips.empty())
            for (const auto& ip : pod.status.podIPs) ips.push_back(ip.ip);
        return joined(ips);
    }
    return std::unexpected("unsupported fieldPath: " + path);
}

std::expected<std::string, std::string> resourceValue(const corev1::Pod& pod, const corev1::Container& own,
                                                      const corev1::ResourceFieldSelector& selector,
                                                      const NodeFacts& node) {
    const auto named = findContainer(pod, selector.containerName);
    const corev1::Container* container = selector.containerName.empty() ? &own : named.get();
    if (!container) return std::unexpected(std::format("container {} not found", selector.containerName));
    auto dot = selector.resource.find('.');
    auto kind = selector.resource.substr(0, dot),
         name = dot == std::string::npos ? "" : selector.resource.substr(dot + 1);
    if ((kind != "limits" && kind != "requests") || name.empty())
        return std::unexpected("unsupported container resource : " + selector.resource);
    const auto& map = kind == "limits" ? container->resources.limits : container->resources.requests;
    auto it = map.find(name);
    bool given = it != map.end() && !it->second.isZero();
    // Thousandths for CPU, units for the rest; the divisor likewise.
    std::int64_t value = 0, divisor = 1;
    if (name == "cpu") {
        value = given ? it->second.milliValue() : kind == "limits" ? node.allocatableMilliCpu : 0;
        divisor = selector.divisor.isZero() ? 1000 : selector.divisor.milliValue();
    } else {
        value = given ? it->second.value() : 0;
        if (!given && kind == "limits" && name == "memory") value = node.allocatableMemory;
        if (!given && kind == "limits" && name == "ephemeral-storage") value = node.allocatableEphemeral;
        divisor = selector.divisor.isZero() ? 1 : selector.divisor.value();
    }
    return std::to_string(divisor > 0 ? (value + divisor - 1) / divisor : value);
}

}  // namespace armillary::agent
