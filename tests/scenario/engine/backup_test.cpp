// Backups of clusters, running and stopped, and what comes back from them.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "engine/runtime/backup.h"
#include "engine/runtime/credentials.h"
#include "engine/schema/api/corev1.h"
#include "tests/support/engine/running_engine.h"

namespace fs = std::filesystem;
namespace client = armillary::client;
namespace corev1 = armillary::corev1;
namespace runtime = armillary::runtime;
using armillary::test::started;
using armillary::test::TemporaryDir;

namespace {

runtime::EngineConfig quiet(const fs::path& dir) {
    return {.dataDir = dir, .controllers = false, .scheduler = false};
}

void put(client::Client& cluster, const std::string& name) {
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = name;
    const auto created = client::create(cluster, map);
    REQUIRE_MESSAGE(created.has_value(), (created ? std::string() : created.error().message));
}

bool has(client::Client& cluster, const std::string& name) {
    return client::get<corev1::ConfigMap>(cluster, "default", name).has_value();
}

std::string uidOf(client::Client& cluster) {
    return (*client::get<corev1::Namespace>(cluster, {}, "kube-system"))->uid();
}

std::int64_t revisionOf(client::Client& cluster, const std::string& name) {
    return std::stoll((*client::get<corev1::ConfigMap>(cluster, "default", name))->meta().resourceVersion);
}

void execute(const fs::path& database, const std::string& sql) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(database.c_str(), &handle) == SQLITE_OK);
    char* error = nullptr;
    CHECK_MESSAGE(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, &error) == SQLITE_OK,
                  std::string(error ? error : ""));
    sqlite3_free(error);
    sqlite3_close(handle);
}

/// A state file as the first format had it.
void makeEarlier(const fs::path& dir) {
    execute(dir / "state.db",
            "ALTER TABLE log DROP COLUMN checksum; DELETE FROM meta WHERE name != 'compacted'; PRAGMA user_version=1");
    fs::remove(dir / "state.db.mark");
}

std::vector<fs::path> backupsIn(const fs::path& dir) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(dir / "backups", failed)) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

}  // namespace

TEST_CASE("a backup of a running cluster brings it back: objects, identity, keys, port; revisions never come twice") {
    TemporaryDir dir, files;
    const fs::path file = files.path / "a.backup";
    std::string url, uid, key;
    std::int64_t seen = 0;
    {
        const auto engine = started(quiet(dir.path));
        url = engine->url();
        uid = uidOf(engine->adminClient());
        key = *runtime::readFile(dir.path / "pki" / "ca.key");
        put(engine->adminClient(), "before");
        int percent = 0;
        const auto made = runtime::backupCluster(dir.path, file, [&](int now) { percent = now; });
        REQUIRE_MESSAGE(made.has_value(), (made ? std::string() : made.error()));
        CHECK(percent == 100);
        CHECK(made->files > 5);
        CHECK((fs::status(file).permissions() & fs::perms(077)) == fs::perms::none);
        CHECK(!fs::exists(file.string() + ".new"));
        put(engine->adminClient(), "after");
        seen = revisionOf(engine->adminClient(), "after");

        const auto again = runtime::backupCluster(dir.path, file);
        REQUIRE(!again.has_value());
        CHECK(again.error().contains("exists already"));
        const auto running = runtime::restoreCluster(file, dir.path);
        REQUIRE(!running.has_value());
        CHECK(running.error().contains("in use by process"));
        CHECK(running.error().contains("armillaryctl down"));
    }
    const auto comesBack = [&](const fs::path& where) {
        const auto restored = runtime::restoreCluster(file, where);
        REQUIRE_MESSAGE(restored.has_value(), (restored ? std::string() : restored.error()));
        CHECK(!fs::exists(where / "replaced"));
        CHECK(!fs::exists(where / "restore.new"));
        CHECK(*runtime::readFile(where / "pki" / "ca.key") == key);
        const auto engine = started(quiet(where));
        CHECK(engine->url() == url);
        CHECK(uidOf(engine->adminClient()) == uid);
        CHECK(has(engine->adminClient(), "before"));
        CHECK(!has(engine->adminClient(), "after"));
        put(engine->adminClient(), "later");
        CHECK(revisionOf(engine->adminClient(), "later") > seen);
    };
    SUBCASE("in its own folder") {
        comesBack(dir.path);
    }
    SUBCASE("in its own folder, which has lost everything") {
        fs::resize_file(dir.path / "state.db", 0);
        fs::remove_all(dir.path / "pki");
        comesBack(dir.path);
    }
    SUBCASE("in another folder") {
        comesBack(files.path / "new");
    }
}

TEST_CASE("what is no backup, or no whole one, is refused and leaves the cluster as it is") {
    TemporaryDir dir, files;
    const fs::path file = files.path / "a.backup";
    {
        const auto engine = started(quiet(dir.path));
    }
    REQUIRE(runtime::backupCluster(dir.path, file).has_value());
    const auto refused = [&](const fs::path& what) {
        const std::string before = *runtime::readFile(dir.path / "state.db");
        const auto done = runtime::restoreCluster(what, dir.path);
        REQUIRE(!done.has_value());
        CHECK(done.error().contains(what.string()));
        CHECK(*runtime::readFile(dir.path / "state.db") == before);
    };
    refused(files.path / "missing");
    refused(dir.path / "state.db");
    std::ofstream(files.path / "rubbish") << std::string(10'000, 'x');
    refused(files.path / "rubbish");
    std::string content = *runtime::readFile(file);
    std::ofstream(files.path / "half", std::ios::binary) << content.substr(0, content.size() / 2);
    refused(files.path / "half");
    const std::size_t at = content.find("PRIVATE KEY-----");
    REQUIRE(at != content.npos);
    content[at + 40] ^= 1;
    std::ofstream(files.path / "flipped", std::ios::binary) << content;
    refused(files.path / "flipped");
    // Names lead nowhere else.
    fs::copy_file(file, files.path / "hostile");
    execute(files.path / "hostile", "UPDATE files SET name = 'pki/../../escaped.key' WHERE name = 'pki/ca.key'");
    refused(files.path / "hostile");
    CHECK(!fs::exists(dir.path.parent_path() / "escaped.key"));

    fs::resize_file(dir.path / "state.db", 0);
    const auto nothing = runtime::backupCluster(dir.path, files.path / "b.backup");
    REQUIRE(!nothing.has_value());
    CHECK(nothing.error().contains("state.db"));
    CHECK(!fs::exists(files.path / "b.backup"));
}

TEST_CASE("a cluster whose state is gone does not begin anew") {
    TemporaryDir dir;
    {
        const auto engine = started(quiet(dir.path));
    }
    fs::remove(dir.path / "state.db.mark");
    SUBCASE("emptied") {
        fs::resize_file(dir.path / "state.db", 0);
    }
    SUBCASE("removed") {
        fs::remove(dir.path / "state.db");
    }
    const auto engine = runtime::Engine::start(quiet(dir.path));
    REQUIRE(!engine.has_value());
    CHECK(engine.error().contains("state.db"));
    CHECK(engine.error().contains("armillaryctl restore"));
}

TEST_CASE("an upgrade begins with a backup; a start of the same version makes none; three are kept") {
    TemporaryDir dir;
    {
        const auto engine = started(quiet(dir.path));
        put(engine->adminClient(), "kept");
    }
    {
        const auto engine = started(quiet(dir.path));
    }
    CHECK(backupsIn(dir.path).empty());

    makeEarlier(dir.path);
    {
        const auto engine = started(quiet(dir.path));
        CHECK(has(engine->adminClient(), "kept"));
    }
    REQUIRE(backupsIn(dir.path).size() == 1);
    CHECK(backupsIn(dir.path).front().string().ends_with("-earlier.backup"));
    for (int i = 0; i < 4; ++i) {
        execute(dir.path / "state.db",
                "UPDATE meta SET value = 'armillary 0.0." + std::to_string(i) + "' WHERE name = 'program'");
        const auto engine = started(quiet(dir.path));
    }
    REQUIRE(backupsIn(dir.path).size() == 3);
    CHECK(backupsIn(dir.path).back().string().ends_with("-0.0.3.backup"));
}

TEST_CASE("the backup of an earlier format can be restored") {
    TemporaryDir dir;
    {
        const auto engine = started(quiet(dir.path));
        put(engine->adminClient(), "kept");
    }
    makeEarlier(dir.path);
    {
        const auto engine = started(quiet(dir.path));
    }
    const auto restored = runtime::restoreCluster(backupsIn(dir.path).front(), dir.path);
    REQUIRE_MESSAGE(restored.has_value(), (restored ? std::string() : restored.error()));
    const auto engine = started(quiet(dir.path));
    CHECK(has(engine->adminClient(), "kept"));
}

TEST_CASE("files that have their content are not written again, and leftovers of a write are no obstacle") {
    TemporaryDir dir;
    {
        const auto engine = started(quiet(dir.path));
    }
    const auto inode = [&] {
        struct stat status{};
        REQUIRE(stat((dir.path / "admin.kubeconfig").c_str(), &status) == 0);
        return status.st_ino;
    };
    const auto before = inode();
    fs::create_hard_link(dir.path / "admin.kubeconfig", dir.path / "first");
    {
        const auto engine = started(quiet(dir.path));
    }
    CHECK(inode() == before);
    fs::remove(dir.path / "admin.kubeconfig");
    std::ofstream(dir.path / "admin.kubeconfig.new") << "half";
    fs::permissions(dir.path / "admin.kubeconfig.new", fs::perms::none);
    {
        const auto engine = started(quiet(dir.path));
    }
    CHECK(*runtime::readFile(dir.path / "admin.kubeconfig") == *runtime::readFile(dir.path / "first"));
    CHECK(!fs::exists(dir.path / "admin.kubeconfig.new"));
}
