#include "engine/gitops/render/render_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <system_error>

#include "engine/gitops/render/snapshot.h"
#include "engine/gitops/render/yaml.h"
#include "engine/pki/secrets.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string sumOf(std::string_view text) {
    return pki::encodeBase64Url(pki::sha256(text));
}

std::string printed(const Rendered& rendered) {
    json::array objects, notes;
    for (const RenderedObject& each : rendered.objects) {
        auto value = schema::parseDocument(each.item.json);
        if (value) objects.push_back(json::object{{"origin", each.origin}, {"object", std::move(*value)}});
    }
    for (const std::string& note : rendered.notes) notes.emplace_back(note);
    std::string text;
    schema::writeDocument(text, json::object{{"objects", std::move(objects)}, {"notes", std::move(notes)}});
    return text;
}

std::optional<Rendered> read(std::string_view text) {
    const auto document = schema::parseDocument(text);
    const json::object* const object = document ? document->if_object() : nullptr;
    const json::array* const objects = object == nullptr ? nullptr : arrayAt(*object, "objects");
    if (objects == nullptr) return std::nullopt;
    Rendered rendered{.notes = textsAt(*object, "notes")};
    for (const json::value& each : *objects) {
        const json::object* const entry = each.if_object();
        const json::object* const content = entry == nullptr ? nullptr : objectAt(*entry, "object");
        if (content == nullptr) return std::nullopt;
        RenderedObject one{.origin = textAt(*entry, "origin")};
        one.item.apiVersion = textAt(*content, "apiVersion");
        one.item.kind = textAt(*content, "kind");
        if (const json::object* const metadata = objectAt(*content, "metadata")) {
            one.item.namespace_ = textAt(*metadata, "namespace");
            one.item.name = textAt(*metadata, "name");
        }
        schema::writeDocument(one.item.json, *content);
        rendered.objects.push_back(std::move(one));
    }
    return rendered;
}

}  // namespace

RenderCache::RenderCache(fs::path folder) : m_folder(std::move(folder)) {
    std::error_code failed;
    if (m_folder.empty()) return;
    fs::create_directories(m_folder, failed);
    if (failed || ::chmod(m_folder.c_str(), 0700) != 0) m_folder.clear();
}

std::optional<Rendered> RenderCache::find(const std::string& key) const {
    if (m_folder.empty()) return std::nullopt;
    std::ifstream file(m_folder / key, std::ios::binary);
    std::string sum;
    if (!std::getline(file, sum)) return std::nullopt;
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    return sumOf(text) == sum ? read(text) : std::nullopt;
}

void RenderCache::keep(const std::string& key, const Rendered& rendered) const {
    if (m_folder.empty()) return;
    const std::string text = printed(rendered);
    const fs::path temporary = m_folder / (".new-" + pki::randomUuid());
    std::error_code failed;
    // Who finds the disk full has no cache; the rendering itself is good.
    if (writeNewFile(temporary, sumOf(text) + "\n" + text)) fs::rename(temporary, m_folder / key, failed);
    if (failed) fs::remove(temporary, failed);
    tidy();
}

void RenderCache::tidy() const {
    std::error_code failed;
    std::vector<std::pair<fs::file_time_type, fs::path>> kept;
    for (const auto& entry : fs::directory_iterator(m_folder, failed)) {
        std::error_code gone;
        const auto when = entry.last_write_time(gone);
        if (!gone) kept.emplace_back(when, entry.path());
    }
    if (kept.size() <= kMostKept) return;
    std::ranges::sort(kept);
    kept.resize(kept.size() - kMostKept * 3 / 4);
    for (const auto& [when, path] : kept) fs::remove(path, failed);
}

}  // namespace armillary::gitops
