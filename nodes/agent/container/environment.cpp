#include "nodes/agent/container/environment.h"

#include <algorithm>
#include <format>
#include <map>

#include "nodes/agent/container/expand.h"

namespace armillary::agent {

namespace {

/// WEB_APP of web-app.
std::string variableName(std::string_view name) {
    std::string out(name);
    for (char& byte : out) byte = byte == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(byte)));
    return out;
}

std::string joinHostPort(const std::string& host, std::int32_t port) {
    return host.contains(':') ? std::format("[{}]:{}", host, port) : std::format("{}:{}", host, port);
}

bool isVariableName(std::string_view name) {
    if (name.empty()) return false;
    return std::ranges::all_of(name, [](char byte) { return byte >= ' ' && byte < 127 && byte != '='; });
}

class Builder {
public:
    explicit Builder(const EnvironmentInput& input) : m_in(input) {}

    std::expected<Environment, std::string> build() {
        addServices();
        for (const auto& source : m_in.container.envFrom)
            if (auto added = addFrom(source); !added) return std::unexpected(added.error());
        for (const auto& variable : m_in.container.env)
            if (auto added = add(variable); !added) return std::unexpected(added.error());
        for (const auto& [name, value] : m_services)
            if (!m_values.contains(name)) m_order.emplace_back(name, value);
        for (auto& [name, value] : m_order)
            if (auto it = m_values.find(name); it != m_values.end()) value = it->second;
        return std::move(m_order);
    }

private:
    /// The API server's own service is told of in any case: clients in pods find it so.
    void addServices() {
        auto services = m_in.services;
        if (!m_in.pod.spec.enableServiceLinks.value_or(true))
            std::erase_if(services, [](const ObjectRef& service) {
                return service->namespace_() != "default" || service->name() != "kubernetes";
            });
        for (auto& [name, value] : serviceEnvironment(services)) m_known[name] = value, m_services[name] = value;
    }
    void put(const std::string& name, std::string value) {
        if (!m_values.contains(name)) m_order.emplace_back(name, "");
        m_known[name] = value;
        m_values[name] = std::move(value);
    }

    std::expected<void, std::string> addFrom(const corev1::EnvFromSource& source) {
        if (source.configMapRef) {
            auto object = m_in.objects.configMap(m_in.pod.metadata.namespace_, source.configMapRef->name);
            if (!object) return tolerate(object.error(), source.configMapRef->optional);
            for (const auto& [key, value] : (*object)->as<corev1::ConfigMap>().data)
                if (isVariableName(source.prefix + key)) put(source.prefix + key, value);
        } else if (source.secretRef) {
            auto object = m_in.objects.secret(m_in.pod.metadata.namespace_, source.secretRef->name);
            if (!object) return tolerate(object.error(), source.secretRef->optional);
            for (const auto& [key, value] : (*object)->as<corev1::Secret>().data)
                if (isVariableName(source.prefix + key)) put(source.prefix + key, value.data);
        }
        return {};
    }

    std::expected<void, std::string> add(const corev1::EnvVar& variable) {
        if (!variable.valueFrom) {
            put(variable.name, expand(variable.value, m_known));
            return {};
        }
        const auto& from = *variable.valueFrom;
        std::expected<std::string, std::string> value;
        if (from.fieldRef) {
            value = fieldValue(m_in.pod, from.fieldRef->fieldPath, m_in.node, m_in.podIps);
        } else if (from.resourceFieldRef) {
            value = resourceValue(m_in.pod, m_in.container, *from.resourceFieldRef, m_in.node);
        } else if (from.configMapKeyRef) {
            const auto& ref = *from.configMapKeyRef;
            auto object = m_in.objects.configMap(m_in.pod.metadata.namespace_, ref.name);
            if (!object) return tolerate(object.error(), ref.optional);
            const auto& map = (*object)->as<corev1::ConfigMap>();
            auto it = map.data.find(ref.key);
            if (it == map.data.end()) return missingKey(ref.key, "ConfigMap", ref.name, ref.optional);
            value = it->second;
        } else if (from.secretKeyRef) {
            const auto& ref = *from.secretKeyRef;
            auto object = m_in.objects.secret(m_in.pod.metadata.namespace_, ref.name);
            if (!object) return tolerate(object.error(), ref.optional);
            const auto& secret = (*object)->as<corev1::Secret>();
            auto it = secret.data.find(ref.key);
            if (it == secret.data.end()) return missingKey(ref.key, "Secret", ref.name, ref.optional);
            value = it->second.data;
        }
        if (!value) return std::unexpected(value.error());
        put(variable.name, *value);
        return {};
    }

    std::expected<void, std::string> missingKey(const std::string& key, std::string_view kind, const std::string& name,
                                                const std::optional<bool>& optional) {
        if (optional.value_or(false)) return {};
        return std::unexpected(
            std::format("couldn't find key {} in {} {}/{}", key, kind, m_in.pod.metadata.namespace_, name));
    }
    static std::expected<void, std::string> tolerate(const Status& status, const std::optional<bool>& optional) {
        if (optional.value_or(false) && status::isNotFound(status)) return {};
        return std::unexpected(status.message);
    }

    const EnvironmentInput& m_in;
    Environment m_order;
    std::map<std::string, std::string> m_values, m_known, m_services;
};

}  // namespace

Environment serviceEnvironment(const std::vector<ObjectRef>& services) {
    Environment out;
    for (const auto& object : services) {
        const auto& service = object->as<corev1::Service>();
        const auto& ip = service.spec.clusterIP;
        if (ip.empty() || ip == "None" || service.spec.ports.empty()) continue;
        auto prefix = variableName(service.metadata.name);
        const auto& ports = service.spec.ports;
        out.emplace_back(prefix + "_SERVICE_HOST", ip);
        out.emplace_back(prefix + "_SERVICE_PORT", std::to_string(ports.front().port));
        for (const auto& port : ports)
            if (!port.name.empty())
                out.emplace_back(prefix + "_SERVICE_PORT_" + variableName(port.name), std::to_string(port.port));
        for (std::size_t i = 0; i < ports.size(); ++i) {
            auto protocol = ports[i].protocol.empty() ? std::string("TCP") : ports[i].protocol;
            std::string lower = protocol;
            for (char& byte : lower) byte = static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
            auto url = lower + "://" + joinHostPort(ip, ports[i].port);
            if (i == 0) out.emplace_back(prefix + "_PORT", url);
            auto portPrefix = std::format("{}_PORT_{}_{}", prefix, ports[i].port, variableName(protocol));
            out.emplace_back(portPrefix, url);
            out.emplace_back(portPrefix + "_PROTO", lower);
            out.emplace_back(portPrefix + "_PORT", std::to_string(ports[i].port));
            out.emplace_back(portPrefix + "_ADDR", ip);
        }
    }
    return out;
}

std::expected<Environment, std::string> environmentOf(const EnvironmentInput& input) {
    return Builder(input).build();
}

}  // namespace armillary::agent
