// A state file that is not what it was: the next start says so in one sentence and changes nothing, or finds all that
// was acknowledged. It never begins anew, and never answers as if what is lost had not been there.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <format>
#include <fstream>
#include <map>
#include <random>

#include "engine/store/sqlite/sqlite_store.h"

namespace armillary::store {

namespace {

namespace fs = std::filesystem;

constexpr int kObjects = 400;

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "armillary-damage-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    fs::path path() const { return m_path; }
    std::string state() const { return (m_path / "state.db").string(); }

private:
    fs::path m_path;
};

std::string keyOf(int i) {
    return std::format("/registry/configmaps/default/{:03}", i);
}
std::string valueOf(int i) {
    return std::format("{}:{}", i,
                       std::string(static_cast<std::size_t>(i * 53 % 5000), static_cast<char>('a' + i % 26)));
}

/// Writes the objects and is killed, or ends well. What is not in the log yet is in the write-ahead log.
void fill(const std::string& path, bool killed) {
    const pid_t process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        {
            auto store = openSqliteStore({.path = path, .checkpointPages = 100});
            if (!store) _exit(2);
            for (int i = 0; i < kObjects; ++i)
                if (!(*store)->create(keyOf(i), valueOf(i))) _exit(3);
            if (killed) kill(getpid(), SIGKILL);
        }
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    REQUIRE(WIFSIGNALED(status) == killed);
}

/// Copies, for damage that is tried many times.
void copy(const Folder& from, const Folder& to) {
    for (const auto& entry : fs::directory_iterator(to.path())) fs::remove(entry.path());
    for (const auto& entry : fs::directory_iterator(from.path()))
        if (!entry.path().string().ends_with("-shm")) fs::copy(entry.path(), to.path() / entry.path().filename());
}

std::map<std::string, std::string> contentOf(const fs::path& folder) {
    std::map<std::string, std::string> content;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".lock") continue;  // names its last holder
        std::ifstream file(entry.path(), std::ios::binary);
        content[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(file), {});
    }
    return content;
}

/// Refused with the file and the way out.
void refused(const Folder& folder, std::string_view because) {
    const auto store = openSqliteStore({.path = folder.state(), .lockPatience = {}, .checkpointPages = 50});
    REQUIRE(!store);
    CHECK(store.error().code == ErrorCode::Corrupt);
    CHECK_MESSAGE(store.error().message.contains(folder.state()), store.error().message);
    CHECK_MESSAGE(store.error().message.contains("armillaryctl restore"), store.error().message);
    CHECK_MESSAGE(store.error().message.contains(because), store.error().message);
}

/// True when the store opens and holds everything, false when it is refused; nothing else may happen.
bool wholeOrRefused(const Folder& folder) {
    const auto store = openSqliteStore({.path = folder.state(), .lockPatience = {}, .checkpointPages = 50});
    if (!store) {
        REQUIRE_MESSAGE(store.error().code == ErrorCode::Corrupt, store.error().message);
        return false;
    }
    const auto all = (*store)->range("/");
    REQUIRE_MESSAGE(all, all.error().message);
    REQUIRE((*store)->current() == kObjects);
    REQUIRE(all->entries.size() == kObjects);
    for (int i = 0; i < kObjects; ++i) {
        REQUIRE(all->entries[static_cast<std::size_t>(i)].key == keyOf(i));
        REQUIRE(*all->entries[static_cast<std::size_t>(i)].value == valueOf(i));
        REQUIRE((*store)->get(keyOf(i)));
    }
    return true;
}

void flip(const std::string& path, std::uintmax_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char changed = static_cast<char>(file.get() ^ 0x10);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(changed);
}

}  // namespace

TEST_CASE("a state file that was emptied, removed or put back is refused, again and again") {
    for (const bool killed : {false, true}) {
        CAPTURE(killed);
        Folder emptied, removed, others, other;
        fill(emptied.state(), killed);
        fs::resize_file(emptied.state(), 0);
        const auto before = contentOf(emptied.path());
        refused(emptied, "it is empty");
        refused(emptied, "400");
        CHECK(contentOf(emptied.path()) == before);

        fill(removed.state(), killed);
        fs::remove(removed.state());
        refused(removed, "it is missing");
        CHECK(!fs::exists(removed.state()));

        fill(others.state(), killed);
        fill(other.state(), false);
        fs::remove(others.state() + "-wal");
        fs::copy_file(other.state(), others.state(), fs::copy_options::overwrite_existing);
        refused(others, "another cluster's");
        refused(others, "another cluster's");
    }
}

TEST_CASE("a lost write-ahead log is noticed") {
    Folder folder;
    fill(folder.state(), true);
    REQUIRE(fs::file_size(folder.state() + "-wal") > 0);
    SUBCASE("removed") {
        fs::remove(folder.state() + "-wal");
    }
    SUBCASE("emptied") {
        fs::resize_file(folder.state() + "-wal", 0);
    }
    SUBCASE("cut off") {
        fs::resize_file(folder.state() + "-wal", 20'000);
    }
    SUBCASE("with its index") {
        fs::remove(folder.state() + "-wal");
        fs::remove(folder.state() + "-shm");
    }
    refused(folder, "-wal");
    refused(folder, "-wal");
}

TEST_CASE("a file without a cluster is one to begin with, unless its caller knows better") {
    Folder folder;
    std::ofstream(folder.state()).close();
    const auto refusedOne = openSqliteStore({.path = folder.state(), .mustExist = true});
    REQUIRE(!refusedOne);
    CHECK(refusedOne.error().code == ErrorCode::Corrupt);
    const auto begun = openSqliteStore({.path = folder.state()});
    REQUIRE(begun);
    CHECK((*begun)->current() == 0);
}

TEST_CASE("flipped bits are found when the file is opened, or harm nothing") {
    std::mt19937 random(20261130);
    int found = 0;
    for (const bool killed : {false, true}) {
        Folder original, trial;
        fill(original.state(), killed);
        for (int i = 0; i < 80; ++i) {
            copy(original, trial);
            const std::string file = trial.state() + (killed && i % 2 == 0 ? "-wal" : "");
            const std::uintmax_t at = random() % fs::file_size(file);
            CAPTURE(file);
            CAPTURE(at);
            flip(file, at);
            found += wholeOrRefused(trial) ? 0 : 1;
        }
    }
    MESSAGE(found, " of 160 were found");
    CHECK(found > 40);
}

TEST_CASE("a file that was cut off is refused") {
    std::mt19937 random(20261201);
    for (const bool killed : {false, true}) {
        Folder original, trial;
        fill(original.state(), killed);
        for (int i = 0; i < 30; ++i) {
            copy(original, trial);
            const std::uintmax_t size = random() % fs::file_size(trial.state());
            CAPTURE(size);
            fs::resize_file(trial.state(), size);
            if (!killed) CHECK(!wholeOrRefused(trial));
            // A write-ahead log may hold all that was cut off.
            if (killed) wholeOrRefused(trial);
        }
    }
}

TEST_CASE("a value that changes under a running store is an error, not an absence") {
    Folder folder;
    fill(folder.state(), false);
    // Beyond the bound, so that opening does not read it all.
    const auto store = openSqliteStore({.path = folder.state(), .checkedOnOpening = 0});
    REQUIRE(store);
    const std::string content = contentOf(folder.path())["state.db"];
    const std::size_t at = content.find(valueOf(99));
    REQUIRE(at != content.npos);
    flip(folder.state(), at + 100);
    const auto read = (*store)->get(keyOf(99));
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::Corrupt);
    CHECK(read.error().message.contains(keyOf(99)));
    const auto listed = (*store)->range("/");
    REQUIRE(!listed);
    CHECK(listed.error().code == ErrorCode::Corrupt);
    CHECK((*store)->get(keyOf(1)));
    CHECK((*store)->update(keyOf(99), "x", 100).error().code == ErrorCode::Corrupt);
}

}  // namespace armillary::store
