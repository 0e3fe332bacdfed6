#include "engine/gitops/origin/source_files.h"

#include <boost/json/string.hpp>
#include <boost/json/value.hpp>

#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/render.h"
#include "engine/schema/json_document.h"

namespace armillary::gitops {

const SourceFiles::Read& SourceFiles::read(const std::string& path) {
    if (const auto found = m_read.find(path); found != m_read.end()) return found->second;
    Read read;
    if (auto bytes = m_tree->read(path)) {
        read.text = std::move(*bytes);
        if (auto file = manifest::File::parse(read.text)) read.file = std::move(*file);
    }
    return m_read.emplace(path, std::move(read)).first->second;
}

const manifest::File* SourceFiles::find(const std::string& path) {
    const Read& found = read(path);
    return found.file ? &*found.file : nullptr;
}

const manifest::File* SourceFiles::known(const std::string& path) const {
    const auto found = m_read.find(path);
    return found != m_read.end() && found->second.file ? &*found->second.file : nullptr;
}

const std::string& SourceFiles::text(const std::string& path) {
    return read(path).text;
}

const std::string& SourceFiles::knownText(const std::string& path) const {
    static const std::string kNone;
    const auto found = m_read.find(path);
    return found == m_read.end() ? kNone : found->second.text;
}

const manifest::Node* rootOf(const manifest::File* file) {
    return file == nullptr || file->documents().empty() ? nullptr : file->documents().front().root.get();
}

std::size_t lineOf(const manifest::File& file, std::size_t offset) {
    return manifest::positionOf(file.bytes(), offset).line;
}

const manifest::Node* at(const manifest::Node* root, const manifest::Path& path) {
    const manifest::Node* const found = root == nullptr ? nullptr : manifest::find(*root, path);
    return found == nullptr ? nullptr : &manifest::resolved(*found);
}

std::string textOf(const manifest::Node* node) {
    return node != nullptr && node->form == manifest::Form::Scalar ? node->text : std::string();
}

const manifest::Node* memberAt(const manifest::Node* node, std::string_view key) {
    if (node == nullptr || node->form != manifest::Form::Mapping) return nullptr;
    return at(node, {manifest::Step::member(std::string(key))});
}

std::string textAt(const manifest::Node* node, std::string_view key) {
    return textOf(memberAt(node, key));
}

std::vector<const manifest::Node*> itemsOf(const manifest::Node* node) {
    std::vector<const manifest::Node*> items;
    if (node != nullptr && node->form == manifest::Form::Sequence)
        for (const manifest::Entry& entry : node->entries) items.push_back(&manifest::resolved(*entry.value));
    return items;
}

manifest::Path operator/(manifest::Path path, std::string key) {
    path.push_back(manifest::Step::member(std::move(key)));
    return path;
}

manifest::Path operator/(manifest::Path path, std::size_t index) {
    path.push_back(manifest::Step::item(index));
    return path;
}

std::string yamlText(std::string_view text) {
    std::string json;
    schema::writeDocument(json, boost::json::value(boost::json::string(text)));
    auto yaml = manifest::jsonToYaml(json);
    return yaml ? std::move(*yaml) : json;
}

}  // namespace armillary::gitops
