#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/manifest/edit.h"

namespace armillary::manifest {

/// An edit of one of a workspace's documents.
struct FileEdit {
    std::size_t file = 0, document = 0;
    Edit edit;
};

/// A set of open files, and everything that was done to them since, to be undone and done again without limit. What one
/// gesture did is one transaction. Nothing here reads or writes a disk.
class Workspace {
public:
    struct Opened {
        std::filesystem::path path;
        File file;
        std::string saved;  ///< the bytes on disk as they were last read or written
        bool isChanged() const { return file.bytes() != saved; }
    };

    /// The new file's index.
    std::size_t open(std::filesystem::path path, File file);
    std::span<const Opened> files() const { return m_files; }
    void markSaved(std::size_t file) { m_files[file].saved = m_files[file].file.bytes(); }

    /// Makes all of the edits, each on what those before have left, or none of them. Returns their notes. What was
    /// undone before can no longer be done again.
    std::expected<std::vector<std::string>, Refusal> perform(std::string title, std::span<const FileEdit> edits);

    /// What undo() and redo() would do: the transaction's title; "" when there is nothing.
    std::string undoTitle() const { return m_done == 0 ? std::string() : m_history[m_done - 1].title; }
    std::string redoTitle() const { return m_done == m_history.size() ? std::string() : m_history[m_done].title; }
    /// False when there is nothing to do.
    bool undo();
    bool redo();

private:
    struct FileSplice {
        std::size_t file;
        Splice splice;
    };
    struct Transaction {
        std::string title;
        std::vector<FileSplice> splices;
    };
    void apply(std::size_t file, const Splice& splice);

    std::vector<Opened> m_files;
    std::vector<Transaction> m_history;
    std::size_t m_done = 0;  ///< transactions of the history that are in effect
};

}  // namespace armillary::manifest
