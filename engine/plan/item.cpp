#include "engine/plan/item.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <format>

#include "engine/schema/json_document.h"
#include "engine/schema/yaml.h"

namespace armillary::plan {

namespace {

namespace json = boost::json;

/// "error converting YAML to JSON: yaml: line 3: did not find …" is the reader's.
Fault faultOf(std::string_view message) {
    constexpr std::string_view kConverting = "error converting YAML to JSON: ", kYaml = "yaml: ", kLine = "line ";
    if (message.starts_with(kConverting)) message.remove_prefix(kConverting.size());
    if (message.starts_with(kYaml)) message.remove_prefix(kYaml.size());
    Fault fault;
    if (message.starts_with(kLine)) {
        const auto [end, failed] =
            std::from_chars(message.data() + kLine.size(), message.data() + message.size(), fault.line);
        const std::string_view rest(end, message.data() + message.size());
        if (failed == std::errc() && rest.starts_with(": ")) message = rest.substr(2);
    }
    fault.text = message;
    return fault;
}

std::string textOf(const json::object& object, std::string_view key) {
    const auto* text = object.if_contains(key);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

bool isList(const json::object& object) {
    return textOf(object, "kind").ends_with("List") && object.contains("items") && object.at("items").is_array();
}

class Reading {
public:
    std::expected<void, Fault> add(const json::value& document) {
        if (!document.is_object()) return fault("it is no object: fields with values");
        const json::object& object = document.get_object();
        if (!isList(object)) return addObject(object);
        for (const json::value& each : object.at("items").get_array()) {
            if (!each.is_object()) return fault("an element of the list is no object");
            // What is listed of one kind need not say its kind once more.
            json::object one = each.get_object();
            const std::string kind = textOf(object, "kind");
            if (!one.contains("kind") && kind != "List") one["kind"] = kind.substr(0, kind.size() - 4);
            if (!one.contains("apiVersion") && kind != "List") one["apiVersion"] = textOf(object, "apiVersion");
            if (auto added = addObject(one); !added) return added;
        }
        return {};
    }
    std::vector<Item> take() { return std::move(m_items); }

private:
    std::expected<void, Fault> fault(std::string text) const {
        return std::unexpected(Fault{.text = std::move(text), .object = m_items.size() + 1});
    }
    std::expected<void, Fault> addObject(const json::object& object) {
        if (m_items.size() == kMostItems) return fault(std::format("there are more than {} objects", kMostItems));
        Item item{.apiVersion = textOf(object, "apiVersion"), .kind = textOf(object, "kind")};
        if (item.apiVersion.empty()) return fault("it has no apiVersion, such as \"apps/v1\"");
        if (item.kind.empty()) return fault("it has no kind, such as \"Deployment\"");
        const auto* metadata = object.if_contains("metadata");
        if (metadata != nullptr && metadata->is_object()) {
            item.namespace_ = textOf(metadata->get_object(), "namespace");
            item.name = textOf(metadata->get_object(), "name");
            if (item.name.empty() && metadata->get_object().contains("generateName"))
                return fault(item.kind + ": with generateName it would be another object each time; give it a name");
        }
        if (item.name.empty()) return fault(item.kind + " has no metadata.name");
        schema::writeDocument(item.json, object);
        m_items.push_back(std::move(item));
        return {};
    }

    std::vector<Item> m_items;
};

constexpr std::string_view kOrder[] = {
    "Namespace",
    "NetworkPolicy",
    "ResourceQuota",
    "LimitRange",
    "PodDisruptionBudget",
    "ServiceAccount",
    "Secret",
    "ConfigMap",
    "StorageClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "CustomResourceDefinition",
    "ClusterRole",
    "ClusterRoleBinding",
    "Role",
    "RoleBinding",
    "Service",
    "DaemonSet",
    "Pod",
    "ReplicationController",
    "ReplicaSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "StatefulSet",
    "Job",
    "CronJob",
    "IngressClass",
    "Ingress",
    "APIService",
};
constexpr int kUnlisted = static_cast<int>(std::size(kOrder));

/// A group that Kubernetes itself serves: a custom "Service" is no Service.
bool isOurs(std::string_view group) {
    return !group.contains('.') || group.ends_with(".k8s.io");
}

}  // namespace

std::string_view Item::group() const {
    const std::string_view all = apiVersion;
    const auto slash = all.find('/');
    return slash == std::string_view::npos ? std::string_view() : all.substr(0, slash);
}

std::string_view Item::version() const {
    const std::string_view all = apiVersion;
    return all.substr(all.find('/') + 1);  // npos + 1 is 0
}

std::expected<std::vector<Item>, Fault> readItems(std::string_view yaml) {
    const auto documents = schema::yamlStreamToJson(yaml);
    if (!documents) return std::unexpected(faultOf(documents.error().message));
    Reading reading;
    for (const std::string& text : *documents) {
        const auto document = schema::parseDocument(text);
        if (!document) return std::unexpected(Fault{.text = document.error()});
        if (auto added = reading.add(*document); !added) return std::unexpected(std::move(added.error()));
    }
    return reading.take();
}

int orderOf(std::string_view group, std::string_view kind) {
    const auto* const at = std::ranges::find(kOrder, kind);
    return isOurs(group) ? static_cast<int>(at - std::begin(kOrder)) : kUnlisted;
}

void sortForApplying(std::vector<Item>& items) {
    std::ranges::stable_sort(items, {}, [](const Item& item) { return orderOf(item.group(), item.kind); });
}

}  // namespace armillary::plan
