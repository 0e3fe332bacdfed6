#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/manifest/edit.h"

/// What stands in a journal: a head that says which file it is about and what that said when it was read or saved
/// last, then a record for each change since. For journal.cpp.
namespace armillary::manifest {

/// Changes that one journal may have; who writes begins a new one before.
inline constexpr std::size_t kMostJournalSplices = 1000;

struct JournalText {
    std::filesystem::path path;        ///< "" of a file that has no name yet
    std::optional<std::string> saved;  ///< nothing where there was no file
    std::string text;                  ///< as it was last
    bool torn = false;                 ///< the last record is not whole; the text is that of the one before
};

std::string journalHead(const std::filesystem::path& path, const std::optional<std::string>& saved);
std::string journalRecord(const Splice& splice);

/// The error is a sentence: no journal, a head that is not whole, or what no journal that was written so says. Bounded
/// by schema::kMaxDocumentBytes for each of the texts, and by kMostJournalSplices.
std::expected<JournalText, std::string> readJournal(std::string_view bytes);

}  // namespace armillary::manifest
