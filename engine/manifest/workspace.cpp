#include "engine/manifest/workspace.h"

#include <format>
#include <map>
#include <ranges>
#include <stdexcept>

namespace armillary::manifest {

std::size_t Workspace::open(std::filesystem::path path, File file) {
    std::string bytes = file.bytes();
    m_files.push_back({std::move(path), std::move(file), std::move(bytes)});
    return m_files.size() - 1;
}

std::expected<std::vector<std::string>, Refusal> Workspace::perform(std::string title,
                                                                    std::span<const FileEdit> edits) {
    Transaction transaction{std::move(title), {}};
    std::vector<std::string> notes;
    std::map<std::size_t, File> changed;
    for (const auto& [index, document, edit] : edits) {
        if (index >= m_files.size()) return std::unexpected(Refusal{refusal::kAbsent, "there is no such file"});
        const auto before = changed.find(index);
        auto change = plan(before == changed.end() ? m_files[index].file : before->second, document, edit);
        if (!change) return std::unexpected(std::move(change.error()));
        transaction.splices.push_back({index, std::move(change->splice)});
        notes.insert(notes.end(), change->notes.begin(), change->notes.end());
        changed.insert_or_assign(index, std::move(change->file));
    }
    for (auto& [index, file] : changed) m_files[index].file = std::move(file);
    m_history.resize(m_done);
    m_history.push_back(std::move(transaction));
    m_done = m_history.size();
    return notes;
}

bool Workspace::undo() {
    if (m_done == 0) return false;
    const Transaction& transaction = m_history[--m_done];
    for (const auto& [file, splice] : std::views::reverse(transaction.splices)) apply(file, splice.inverse());
    return true;
}

bool Workspace::redo() {
    if (m_done == m_history.size()) return false;
    const Transaction& transaction = m_history[m_done++];
    for (const auto& [file, splice] : transaction.splices) apply(file, splice);
    return true;
}

void Workspace::apply(std::size_t index, const Splice& splice) {
    auto file = File::parse(splice.applied(m_files[index].file.bytes()));
    // These very bytes have been a file before.
    if (!file) throw std::logic_error(std::format("undo made no YAML: {}", file.error().message));
    m_files[index].file = std::move(*file);
}

}  // namespace armillary::manifest
