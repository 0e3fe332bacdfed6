#include "place.h"

#include <algorithm>

#include "engine/manifest/lines.h"
#include "engine/manifest/value.h"

namespace armillary::app {

manifest::Path pathAt(const manifest::Node& root, std::size_t offset) {
    manifest::Path path;
    for (const manifest::Node* node = &root; node->isCollection() && path.size() < manifest::kMostSteps;) {
        const auto after = std::ranges::upper_bound(node->entries, offset, {}, &manifest::Entry::begin);
        if (after == node->entries.begin()) break;
        const manifest::Entry& entry = *std::prev(after);
        if (entry.key && entry.key->form != manifest::Form::Scalar) break;
        path.push_back(entry.key ? manifest::Step::member(entry.key->text)
                                 : manifest::Step::item(static_cast<std::size_t>(after - node->entries.begin()) - 1));
        if (offset < entry.after) break;
        node = entry.value.get();
    }
    return path;
}

std::size_t skipIndentation(std::string_view bytes, std::size_t offset) {
    const std::size_t text = bytes.find_first_not_of(' ', manifest::lineBegin(bytes, offset));
    return text != std::string_view::npos && text > offset && text < manifest::lineEnd(bytes, offset) ? text : offset;
}

const manifest::Node* memberOf(const manifest::Node* mapping, std::string_view key) {
    if (!mapping) return nullptr;
    const manifest::Node& node = manifest::resolved(*mapping);
    if (node.form != manifest::Form::Mapping) return nullptr;
    const auto entries = manifest::effectiveEntries(node);
    if (!entries) return nullptr;
    for (const auto& [entry, merge] : *entries)
        if (entry->key->text == key) return &manifest::resolved(*entry->value);
    return nullptr;
}

QString toneOf(manifest::Severity severity) {
    switch (severity) {
        case manifest::Severity::Error:
            return QStringLiteral("bad");
        case manifest::Severity::Warning:
            return QStringLiteral("warning");
        default:
            return QStringLiteral("quiet");
    }
}

}  // namespace armillary::app
