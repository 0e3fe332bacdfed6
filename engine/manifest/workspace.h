#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/manifest/edit.h"

namespace armillary::manifest {

/// An edit of one of a workspace's documents.
struct FileEdit {
    std::size_t file = 0, document = 0;
    Edit edit;
    bool operator==(const FileEdit&) const = default;
};

/// Bytes of a file that others take the place of, as somebody types them: what comes out need not be YAML.
struct TextEdit {
    std::size_t file = 0, offset = 0, length = 0;
    std::string text;
    bool operator==(const TextEdit&) const = default;
};

/// Documents behind those of a file, apart from them by `---`; `text` is YAML. A JSON file has no room for them.
struct AddDocuments {
    std::size_t file = 0;
    std::string text;
    bool operator==(const AddDocuments&) const = default;
};

/// A document out of its file, with the comments around it and the `---` that set it apart.
struct RemoveDocument {
    std::size_t file = 0, document = 0;
    bool operator==(const RemoveDocument&) const = default;
};

using Operation = std::variant<FileEdit, TextEdit, AddDocuments, RemoveDocument>;

/// A set of open files, and everything that was done to them since, to be undone and done again without limit. What one
/// gesture did is one transaction. Nothing here reads or writes a disk.
class Workspace {
public:
    struct Opened {
        std::filesystem::path path;
        File file;                       ///< as it was when it last was YAML
        std::string text;                ///< its bytes as they are now; file.bytes() unless there is a mistake
        std::optional<Mistake> mistake;  ///< why `text` is not YAML
        std::string saved;               ///< the bytes on disk as they were last read or written; "" of a new file
        bool onDisk = true;              ///< false: there is no such file yet
        std::uint64_t revision = 0;      ///< another one after each change of `text`
        bool isChanged() const { return !onDisk ? !text.empty() : text != saved; }
    };

    /// The new file's index. Bytes that are not YAML are a file with a mistake, in which only TextEdits can be made.
    std::size_t open(std::filesystem::path path, std::string bytes, bool onDisk = true);
    std::span<const Opened> files() const { return m_files; }
    void setPath(std::size_t file, std::filesystem::path path) { m_files[file].path = std::move(path); }
    /// That text of it has been written.
    void markSaved(std::size_t file, std::string text);
    /// The disk has these bytes now. Where nothing in the file was changed they are its text from now on, as a
    /// transaction of that title; otherwise the text stays, and isChanged() compares with them.
    void reread(std::size_t file, std::string bytes, std::string title);

    /// Makes all of the operations, each on what those before have left, or none of them. Returns their notes. What was
    /// undone before can no longer be done again. Where `merge` is not empty and the transaction before had the same,
    /// both are one from then on: a text that is typed, a slider that is drawn.
    std::expected<std::vector<std::string>, Refusal> perform(std::string title, std::span<const Operation> operations,
                                                             std::string_view merge = {});

    /// What undo() and redo() would do: the transaction's title; "" when there is nothing.
    std::string undoTitle() const { return m_done == 0 ? std::string() : m_history[m_done - 1].title; }
    std::string redoTitle() const { return m_done == m_history.size() ? std::string() : m_history[m_done].title; }
    /// How many transactions undo() could take back.
    std::size_t undoDepth() const { return m_done; }
    /// False when there is nothing to do.
    bool undo();
    bool redo();
    /// What was undone can no longer be done again.
    void forgetUndone() { m_history.resize(m_done); }

private:
    struct FileSplice {
        std::size_t file;
        Splice splice;
    };
    struct Transaction {
        std::string title, merge;
        std::vector<FileSplice> splices;
    };
    struct Draft;
    void keep(Transaction transaction);
    void apply(std::size_t file, const Splice& splice);
    void setText(Opened& opened, std::string text);

    std::vector<Opened> m_files;
    std::vector<Transaction> m_history;
    std::size_t m_done = 0;  ///< transactions of the history that are in effect
    std::uint64_t m_revision = 0;
};

}  // namespace armillary::manifest
