#pragma once

#include <optional>
#include <string>

#include "engine/store/store.h"

namespace armillary::store::sqlite {

/// What stands beside a state file, in STATE.mark: whose state it is and how far it has come. A file that is not what
/// it was (emptied, put back to an older copy, robbed of its write-ahead log) is whole by its own lights; only this
/// tells.
///
/// The number is written after each commit and synced now and then, so that it is never ahead of what is durable. After
/// a crash of the machine it may be behind; it then notices less, and never cries for nothing.
class Mark {
public:
    struct Content {
        std::string identity;
        Revision revision = 0;
    };
    /// Nothing when there is no mark; Corrupt when it cannot be understood.
    static Result<std::optional<Content>> read(const std::string& statePath);
    /// Opens the mark for writing, made durably when absent, and sets it.
    static Result<Mark> open(const std::string& statePath, const Content& content);
    static std::string pathOf(const std::string& statePath) { return statePath + ".mark"; }

    Mark(Mark&& other) noexcept;
    Mark& operator=(Mark&&) = delete;
    ~Mark();  ///< syncs

    /// Failure is ignored: a mark that stays behind does no harm.
    void advance(Revision revision);
    void sync();

private:
    Mark(int descriptor, std::string identity) : m_descriptor(descriptor), m_identity(std::move(identity)) {}
    int m_descriptor;
    std::string m_identity;
};

}  // namespace armillary::store::sqlite
