#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/manifest/workspace.h"

namespace armillary::manifest {

/// Work that is not saved yet, kept in a folder of its own so that it can be offered again after a crash.
///
/// Each file with unsaved changes has a journal there, with what it held when it was read or saved last and each change
/// since; it goes when the file is saved or given up. Journals are for their owner alone (0600, in a folder of 0700),
/// since manifests may hold secrets. What is noted outlasts this program at once. The machine it outlasts from the
/// first note on as far as that, then as far as the last sync(); a record that was cut off is left out.
///
/// A journal is locked as long as its Journal lives, so that several programs can use one folder. It is at most a few
/// times as large as the file: a new one takes its place before that, at the price of writing the file once.
class Journal {
public:
    /// Makes the folder where it is not there. The error is a sentence.
    static std::expected<Journal, std::string> open(std::filesystem::path folder);
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    /// What is noted stays.
    ~Journal();

    /// Takes down what the file says now, or gives it up where nothing in it is unsaved. `file` is who it is from one
    /// note to the next, such as its index. The error is a sentence, such as of a full disk; the notes before stay.
    std::expected<void, std::string> note(std::size_t file, const Workspace::Opened& opened);
    /// Of a file that was closed, whatever it held.
    void forget(std::size_t file);
    /// Waits until the disk has everything that was noted.
    void sync();

    struct Recovered {
        std::filesystem::path journal;
        std::filesystem::path path;        ///< of the manifest; "" where it had none yet
        std::optional<std::string> saved;  ///< what it held when it was read or saved last; nothing of a new file
        std::string text;                  ///< as it was last
        enum class Disk { AsSaved, Changed, Absent } disk = Disk::Absent;  ///< Absent: or not to be read
        std::string onDisk;                                                ///< what it holds now
    };
    struct Recovery {
        std::vector<Recovered> files;
        std::vector<std::string> problems;  ///< sentences: journals that cannot be read
    };
    /// What others have left in the folder: journals that nobody holds. Those of files that meanwhile say the same are
    /// removed. At most kMostJournals are looked at. A folder that is not there has nothing.
    static constexpr std::size_t kMostJournals = 1000;
    static Recovery recover(const std::filesystem::path& folder);
    /// Once its text has been taken over, or is not wanted. False when it cannot be removed.
    static bool discard(const Recovered& recovered);

private:
    struct Kept;
    explicit Journal(std::filesystem::path folder);
    std::expected<void, std::string> begin(std::size_t file, const Workspace::Opened& opened);

    std::filesystem::path m_folder;
    std::map<std::size_t, Kept> m_kept;
};

}  // namespace armillary::manifest
