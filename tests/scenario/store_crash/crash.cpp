// A process that writes under load is killed at random moments, again and again, on one file that grows old with it.
// What it had acknowledged must be there each time, and no revision may come twice.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <format>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "engine/store/sqlite/sqlite_store.h"

namespace armillary::store {

namespace {

constexpr int kKills = 220;
constexpr int kThreads = 6;
/// Writes outnumber keys, so that creations, updates, deletions and compactions all meet the kill.
constexpr int kKeysPerThread = 8;

/// One acknowledged write, as the child reports it. Small enough for a pipe to take it whole.
struct Report {
    int thread, key;
    Revision revision;
    bool deleted;
};
static_assert(sizeof(Report) <= 512);

std::string keyOf(int thread, int key) {
    return std::format("/registry/{}/{}", thread, key);
}

/// Long enough to spill into overflow pages now and then.
std::string valueOf(Revision expected, int thread) {
    return std::format("{}:{}:", thread, expected) + std::string(static_cast<std::size_t>(expected * 37 % 6000), 'v');
}

void writeForever(Store& store, int thread, unsigned seed, int pipe) {
    std::mt19937 random(seed);
    while (true) {
        const int key = static_cast<int>(random() % kKeysPerThread);
        const std::string name = keyOf(thread, key);
        const auto entry = store.get(name);
        const bool deletes = entry && random() % 4 == 0;
        const Revision expected = entry ? entry->modified : 0;
        const auto written = !entry    ? store.create(name, valueOf(expected, thread))
                             : deletes ? store.remove(name, expected)
                                       : store.update(name, valueOf(expected, thread), expected);
        if (!written) _exit(3);
        const Report report{thread, key, *written, deletes};
        if (::write(pipe, &report, sizeof report) != sizeof report) _exit(4);
        if (thread == 0 && random() % 16 == 0 && !store.compact(store.current() - 20)) _exit(5);
    }
}

/// Never returns.
void child(const std::string& path, unsigned seed, int pipe) {
    auto store = openSqliteStore({.path = path, .checkpointPages = 50});
    if (!store) {
        const std::string text = store.error().message + "\n";
        [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
        _exit(2);
    }
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back(
            [&, thread] { writeForever(**store, thread, seed + static_cast<unsigned>(thread), pipe); });
    }
    for (std::thread& thread : threads) thread.join();
    _exit(0);
}

/// Runs a child until it has reported `reports` writes, and `delay` longer; then kills it. All that it reported.
std::vector<Report> runAndKill(const std::string& path, unsigned seed, std::size_t reports,
                               std::chrono::microseconds delay) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        ::close(ends[0]);
        child(path, seed, ends[1]);
    }
    ::close(ends[1]);
    std::vector<Report> all;
    Report report;
    while (all.size() < reports && ::read(ends[0], &report, sizeof report) == sizeof report) all.push_back(report);
    std::this_thread::sleep_for(delay);
    ::kill(process, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(process, &status, 0) == process);
    CHECK_MESSAGE(WIFSIGNALED(status), "the child ended by itself with ", WEXITSTATUS(status));
    while (::read(ends[0], &report, sizeof report) == sizeof report) all.push_back(report);
    ::close(ends[0]);
    return all;
}

/// The newest acknowledged state of each key. A killed child may have written more than it could report.
class Ledger {
public:
    void note(const std::vector<Report>& reports) {
        for (const Report& report : reports) {
            // Across all children, no revision is acknowledged twice.
            const auto [place, isNew] = m_seen.emplace(report.revision, true);
            REQUIRE_MESSAGE(isNew, "revision ", report.revision, " was given out twice");
            State& state = m_keys[keyOf(report.thread, report.key)];
            if (report.revision > state.revision) state = {report.revision, report.deleted};
        }
    }

    /// `before` was current when the child began. A thread may have been killed between its write and its report: such
    /// a write shows as a revision that nobody reported, and there is one at most of each thread.
    void check(Store& store, Revision before) {
        const Revision newest = m_seen.empty() ? 0 : m_seen.rbegin()->first;
        REQUIRE(store.current() >= std::max(before, newest));
        std::set<Revision> unreported;
        for (Revision revision = before + 1; revision <= store.current(); ++revision) {
            if (!m_seen.contains(revision)) unreported.insert(revision);
        }
        REQUIRE(unreported.size() <= kThreads);
        std::vector<std::string> gone;
        for (auto& [key, state] : m_keys) {
            const auto entry = store.get(key);
            if (!entry) {
                REQUIRE(entry.error().code == ErrorCode::NotFound);
                if (!state.deleted) gone.push_back(key);
                continue;
            }
            REQUIRE(entry->value->size() > 3);
            if (entry->modified == state.revision && !state.deleted) continue;
            REQUIRE_MESSAGE(unreported.erase(entry->modified) == 1, key, " is at a revision that it cannot have");
            REQUIRE_MESSAGE(entry->modified > state.revision, key, " went back in time");
            state = {entry->modified, false};
        }
        // What is gone although its last acknowledged write made it was deleted by one of the unreported writes.
        for (const std::string& key : gone) {
            const auto deletion = unreported.upper_bound(m_keys[key].revision);
            REQUIRE_MESSAGE(deletion != unreported.end(), key, " is lost");
            m_keys[key] = {*deletion, true};
            unreported.erase(deletion);
        }
    }

    std::size_t writes() const { return m_seen.size(); }

private:
    struct State {
        Revision revision = 0;
        bool deleted = false;
    };
    std::map<Revision, bool> m_seen;
    std::map<std::string, State> m_keys;
};

}  // namespace

TEST_CASE("killed at any moment: nothing acknowledged is lost, no revision comes twice, the file opens") {
    std::string folder = (std::filesystem::temp_directory_path() / "armillary-crash-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    const std::string path = folder + "/state.db";
    std::mt19937 random(20261124);
    Ledger ledger;
    Revision current = 0;
    for (int kill = 0; kill < kKills; ++kill) {
        // Some die while they open, most under load.
        const std::size_t reports = kill % 10 == 0 ? 0 : random() % 60;
        const std::chrono::microseconds delay(random() % 4000);
        ledger.note(runAndKill(path, static_cast<unsigned>(kill * 100), reports, delay));
        auto store = openSqliteStore({.path = path});
        REQUIRE_MESSAGE(store, store.error().message);
        ledger.check(**store, current);
        current = (*store)->current();
        // The survivor works, and its first write takes the next revision.
        const auto written = (*store)->create(keyOf(kThreads, kill), "xxxx");
        REQUIRE(written);
        REQUIRE(*written == current + 1);
        current = *written;
        ledger.note({{kThreads, kill, *written, false}});
    }
    MESSAGE(kKills, " kills, ", ledger.writes(), " acknowledged writes");
    CHECK(ledger.writes() > 1000);
    CHECK(std::filesystem::file_size(path) < 16u << 20);
    std::filesystem::remove_all(folder);
}

}  // namespace armillary::store
