#include "engine/client/kubeconfig_documents.h"

#include <boost/json/parse.hpp>
#include <format>

#include "engine/async/file.h"
#include "engine/schema/yaml.h"

namespace armillary::client {

namespace json = boost::json;

namespace {

constexpr std::size_t kLargestFile = 4u << 20;

}  // namespace

const json::value* Fields::find(std::string_view key) const {
    const auto* found = m_object ? m_object->if_contains(key) : nullptr;
    return found && !found->is_null() ? found : nullptr;
}

std::string Fields::pathOf(std::string_view key) const {
    return m_path.empty() ? std::string(key) : std::format("{}.{}", m_path, key);
}

void Fields::wrong(std::string_view key, std::string_view why) const {
    if (m_problem->empty()) *m_problem = std::format("{}: {}", pathOf(key), why);
}

std::string Fields::text(std::string_view key) const {
    const auto* found = find(key);
    if (!found) return {};
    if (const auto* text = found->if_string()) return std::string(*text);
    wrong(key, "must be a string");
    return {};
}

bool Fields::flag(std::string_view key) const {
    const auto* found = find(key);
    if (!found) return false;
    if (const auto* flag = found->if_bool()) return *flag;
    wrong(key, "must be true or false");
    return false;
}

Fields Fields::child(std::string_view key) const {
    const auto* found = find(key);
    const auto* object = found ? found->if_object() : nullptr;
    if (found && !object) wrong(key, "must be a mapping");
    return Fields(object, pathOf(key), *m_problem);
}

std::vector<Fields> Fields::list(std::string_view key) const {
    std::vector<Fields> made;
    const auto* found = find(key);
    if (!found) return made;
    const auto* array = found->if_array();
    if (!array) wrong(key, "must be a list");
    for (std::size_t i = 0; array && i < array->size(); ++i) {
        const auto place = std::format("{}[{}]", key, i);
        const auto* object = (*array)[i].if_object();
        if (!object) wrong(place, "must be a mapping");
        if (object) made.emplace_back(object, pathOf(place), *m_problem);
    }
    return made;
}

std::vector<std::string> Fields::texts(std::string_view key) const {
    std::vector<std::string> made;
    const auto* found = find(key);
    if (!found) return made;
    const auto* array = found->if_array();
    if (!array) wrong(key, "must be a list");
    for (std::size_t i = 0; array && i < array->size(); ++i) {
        const auto* text = (*array)[i].if_string();
        if (!text) wrong(std::format("{}[{}]", key, i), "must be a string");
        if (text) made.emplace_back(*text);
    }
    return made;
}

std::expected<KubeconfigDocument, std::string> parseDocument(const std::string& text, std::filesystem::path folder) {
    const auto asJson = schema::yamlToJson(text);
    if (!asJson) return std::unexpected(asJson.error().text());
    boost::system::error_code failed;
    json::parse_options deep;
    deep.max_depth = schema::kMaxDepth;
    KubeconfigDocument document{{}, std::move(folder), json::parse(*asJson, failed, {}, deep)};
    if (!failed && document.root.is_null()) document.root = json::object();
    if (failed || !document.root.is_object()) return std::unexpected("this is no kubeconfig");
    return document;
}

std::expected<KubeconfigDocument, std::string> readDocument(const std::string& file) {
    const auto text = async::readFile(file);
    if (!text) return std::unexpected("cannot be read");
    if (text->size() > kLargestFile) return std::unexpected("is larger than 4 MiB");
    auto document = parseDocument(*text, std::filesystem::path(file).parent_path());
    if (document) document->file = file;
    return document;
}

Entry findEntry(const std::vector<KubeconfigDocument>& documents, const std::string& kind, const std::string& name,
                std::string& problem) {
    for (const KubeconfigDocument& document : documents) {
        // What is wrong with an entry is a problem once that entry is used.
        std::string elsewhere;
        for (const Fields& entry : Fields(&document.root.get_object(), {}, elsewhere).list(kind + "s")) {
            if (entry.text("name") != name) continue;
            const auto* inner = entry.object()->if_contains(kind);
            static const json::object kEmpty;
            const bool isThere = inner && !inner->is_null();
            Fields fields(isThere ? inner->if_object() : &kEmpty, entry.pathOf(kind), problem);
            if (!fields && problem.empty()) problem = entry.pathOf(kind) + ": must be a mapping";
            return {std::move(fields), &document};
        }
        if (!elsewhere.empty() && problem.empty()) problem = elsewhere;
    }
    return {Fields(nullptr, {}, problem), nullptr};
}

std::string currentContext(const std::vector<KubeconfigDocument>& documents, std::string& problem) {
    for (const KubeconfigDocument& document : documents)
        if (auto name = Fields(&document.root.get_object(), {}, problem).text("current-context"); !name.empty())
            return name;
    return {};
}

}  // namespace armillary::client
