#include "nodes/agent/volume/sources.h"

#include <format>
#include <string_view>

namespace armillary::agent {

namespace {

/// `value` finds a key's bytes, null when absent; `each` visits all keys.
template <class Value, class Each>
std::expected<bool, std::string> project(const SourceInput& in, const std::vector<corev1::KeyToPath>& items,
                                         bool optional, std::string_view complaint, Value value, Each each,
                                         Files& out) {
    if (items.empty()) {
        each([&](const std::string& key, const std::string& data) { out[key] = {data, in.defaultMode}; });
        return true;
    }
    for (const auto& item : items) {
        const std::string* data = value(item.key);
        if (!data && optional) continue;
        if (!data) return std::unexpected(std::format("{}: {}", complaint, item.key));
        out[item.path] = {*data, item.mode ? static_cast<unsigned>(*item.mode) : in.defaultMode};
    }
    return true;
}

}  // namespace

std::expected<bool, std::string> addConfigMap(const SourceInput& in, const std::string& name,
                                              const std::vector<corev1::KeyToPath>& items, bool optional, Files& out) {
    auto object = in.objects.configMap(in.pod.metadata.namespace_, name);
    if (!object) {
        if (optional && status::isNotFound(object.error())) return false;
        return std::unexpected(object.error().message);
    }
    const auto& map = (*object)->as<corev1::ConfigMap>();
    auto value = [&](const std::string& key) -> const std::string* {
        if (auto it = map.data.find(key); it != map.data.end()) return &it->second;
        if (auto it = map.binaryData.find(key); it != map.binaryData.end()) return &it->second.data;
        return nullptr;
    };
    auto each = [&](auto visit) {
        for (const auto& [key, data] : map.data) visit(key, data);
        for (const auto& [key, data] : map.binaryData) visit(key, data.data);
    };
    return project(in, items, optional, "configmap references non-existent config key", value, each, out);
}

std::expected<bool, std::string> addSecret(const SourceInput& in, const std::string& name,
                                           const std::vector<corev1::KeyToPath>& items, bool optional, Files& out) {
    auto object = in.objects.secret(in.pod.metadata.namespace_, name);
    if (!object) {
        if (optional && status::isNotFound(object.error())) return false;
        return std::unexpected(object.error().message);
    }
    const auto& secret = (*object)->as<corev1::Secret>();
    auto value = [&](const std::string& key) -> const std::string* {
        auto it = secret.data.find(key);
        return it == secret.data.end() ? nullptr : &it->second.data;
    };
    auto each = [&](auto visit) {
        for (const auto& [key, data] : secret.data) visit(key, data.data);
    };
    return project(in, items, optional, "references non-existent secret key", value, each, out);
}

std::expected<void, std::string> addDownward(const SourceInput& in,
                                             const std::vector<corev1::DownwardAPIVolumeFile>& items, Files& out) {
    for (const auto& item : items) {
        std::expected<std::string, std::string> value = "";
        if (item.fieldRef) {
            value = fieldValue(in.pod, item.fieldRef->fieldPath, in.node, in.podIps);
        } else if (item.resourceFieldRef) {
            value = resourceValue(in.pod, corev1::Container(), *item.resourceFieldRef, in.node);
        }
        if (!value) return std::unexpected(value.error());
        out[item.path] = {*value, item.mode ? static_cast<unsigned>(*item.mode) : in.defaultMode};
    }
    return {};
}

}  // namespace armillary::agent
