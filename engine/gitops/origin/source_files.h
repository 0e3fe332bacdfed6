#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/gitops/source/tree.h"
#include "engine/manifest/file.h"
#include "engine/manifest/path.h"

/// Files of a tree as YAML, read once. For the sources of this folder.
namespace armillary::gitops {

class SourceFiles {
public:
    explicit SourceFiles(TreeRef tree) : m_tree(std::move(tree)) {}
    /// Null where there is none, or it is no YAML.
    const manifest::File* find(const std::string& path);
    const manifest::File* known(const std::string& path) const;
    /// Whatever it is; "" where there is none. Only what find() or text() has read before is there in a const one.
    const std::string& text(const std::string& path);
    const std::string& knownText(const std::string& path) const;
    const Tree& tree() const { return *m_tree; }

private:
    struct Read {
        std::string text;
        std::optional<manifest::File> file;
    };
    const Read& read(const std::string& path);

    TreeRef m_tree;
    std::map<std::string, Read> m_read;
};

/// The root of a file's first document; null without one.
const manifest::Node* rootOf(const manifest::File* file);
/// From 1, of a node or of the key that leads to it.
std::size_t lineOf(const manifest::File& file, std::size_t offset);
/// The value at a path, aliases followed; null where there is none.
const manifest::Node* at(const manifest::Node* root, const manifest::Path& path);
/// A scalar's text; "" for anything else.
std::string textOf(const manifest::Node* node);
/// Of a mapping.
std::string textAt(const manifest::Node* node, std::string_view key);
const manifest::Node* memberAt(const manifest::Node* node, std::string_view key);
/// Of a list; none for anything else.
std::vector<const manifest::Node*> itemsOf(const manifest::Node* node);
/// Path and a member of it, or an item.
manifest::Path operator/(manifest::Path path, std::string key);
manifest::Path operator/(manifest::Path path, std::size_t index);

/// A string as the YAML of a scalar that means just that.
std::string yamlText(std::string_view text);

}  // namespace armillary::gitops
