#pragma once

#include <boost/json/value.hpp>

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

/// kubeconfig files as trees, and what several of them say together. For the sources of kubeconfig.h only.
namespace armillary::client {

/// One mapping of a kubeconfig. What is not of the kind that was asked for is empty, and a problem: the first of them
/// is kept, and names its field.
class Fields {
public:
    /// `object` may be null: nothing is there.
    Fields(const boost::json::object* object, std::string path, std::string& problem)
        : m_object(object), m_path(std::move(path)), m_problem(&problem) {}

    explicit operator bool() const { return m_object != nullptr; }
    const boost::json::object* object() const { return m_object; }
    bool has(std::string_view key) const { return find(key) != nullptr; }
    std::string text(std::string_view key) const;
    bool flag(std::string_view key) const;
    Fields child(std::string_view key) const;
    std::vector<Fields> list(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    std::string pathOf(std::string_view key) const;
    /// "PATH.KEY: WHY", unless something was wrong before.
    void wrong(std::string_view key, std::string_view why) const;

private:
    const boost::json::value* find(std::string_view key) const;

    const boost::json::object* m_object;
    std::string m_path;
    std::string* m_problem;
};

struct KubeconfigDocument {
    std::string file;              ///< "" for text
    std::filesystem::path folder;  ///< that its file names are relative to
    boost::json::value root;       ///< an object
};
/// An empty file is an empty kubeconfig. The error names a line, not the file.
std::expected<KubeconfigDocument, std::string> parseDocument(const std::string& text, std::filesystem::path folder);
std::expected<KubeconfigDocument, std::string> readDocument(const std::string& file);

/// What stands under a name in one of the lists: that of the first document that has it.
struct Entry {
    Fields fields;  ///< of "cluster", "user" or "context"
    const KubeconfigDocument* document = nullptr;
};
/// `kind` is "cluster", "user" or "context".
Entry findEntry(const std::vector<KubeconfigDocument>& documents, const std::string& kind, const std::string& name,
                std::string& problem);
/// That of the first that has one.
std::string currentContext(const std::vector<KubeconfigDocument>& documents, std::string& problem);

}  // namespace armillary::client
