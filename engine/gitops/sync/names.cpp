#include "engine/gitops/sync/names.h"

#include <format>

#include "engine/gitops/health/fields.h"

namespace armillary::gitops {

std::string instanceName(std::string_view namespace_, std::string_view name) {
    return namespace_ == kArgoNamespace ? std::string(name) : std::format("{}_{}", namespace_, name);
}

std::string trackingId(std::string_view instance, const relations::ObjectId& id, std::string_view destination) {
    return std::format("{}:{}/{}:{}/{}", instance, id.kind.group, id.kind.name,
                       id.namespace_.empty() ? destination : std::string_view(id.namespace_), id.name);
}

std::string trackedBy(const Object& object) {
    const auto found = object.meta().annotations.find(std::string(annotation::kTracking));
    if (found == object.meta().annotations.end()) return {};
    const std::string& id = found->second;
    const auto end = id.find(':');
    if (end == std::string::npos || end == 0) return {};
    std::string instance = id.substr(0, end);
    const auto self = relations::idOf(object);
    // What has no namespace may have been given any.
    const auto last = id.rfind(':');
    const auto slash = id.find('/', last);
    if (last == end || slash == std::string::npos) return {};
    const std::string namespace_ = id.substr(last + 1, slash - last - 1);
    return trackingId(instance, self, namespace_) == id ? instance : std::string();
}

std::string annotationOf(const boost::json::object& object, std::string_view name) {
    return wordAt(object, "metadata", "annotations", name);
}

std::vector<std::string> wordsOf(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        std::string_view word = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (word.starts_with(' ')) word.remove_prefix(1);
        while (word.ends_with(' ')) word.remove_suffix(1);
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

std::string versionOf(const Object& object) {
    const std::string& text = object.apiVersion();
    const auto slash = text.find('/');
    return slash == std::string::npos ? text : text.substr(slash + 1);
}

}  // namespace armillary::gitops
