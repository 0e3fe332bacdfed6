// A cluster whose disk is full says that it is not ready until there is room; one that was killed then starts again,
// answers reads, and writes once there is room.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <format>

#include "engine/schema/api/corev1.h"
#include "tests/support/engine/running_engine.h"

namespace fs = std::filesystem;
namespace client = armillary::client;
namespace corev1 = armillary::corev1;
using armillary::runtime::Engine;
using armillary::test::eventually;
using armillary::test::TemporaryDir;

namespace {

/// A file system of its own, small.
class SmallDisk {
public:
    SmallDisk() { m_mounted = mount("armillary-test", m_dir.path.c_str(), "tmpfs", 0, "size=48m,mode=0700") == 0; }
    ~SmallDisk() {
        if (m_mounted) umount2(m_dir.path.c_str(), MNT_DETACH);
    }
    bool mounted() const { return m_mounted; }
    fs::path data() const { return m_dir.path / "data"; }
    fs::path filler() const { return m_dir.path / "filler"; }

    /// To the last byte.
    void fill() const {
        const int file = open(filler().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        const std::string piece(1 << 20, 'x');
        for (std::size_t size = piece.size(); size > 0;)
            if (write(file, piece.data(), size) < 0) size /= 2;
        close(file);
    }

private:
    TemporaryDir m_dir;
    bool m_mounted = false;
};

armillary::Result<armillary::ObjectRef> put(client::Client& cluster, const std::string& name, std::size_t bytes) {
    corev1::ConfigMap map;
    map.metadata.namespace_ = "default";
    map.metadata.name = name;
    map.data["text"] = std::string(bytes, 'x');
    return client::create(cluster, map);
}

/// A process that runs the cluster, fills the disk and is killed in the midst of it.
void runAndKill(const SmallDisk& disk) {
    const pid_t process = fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        const auto engine = Engine::start({.dataDir = disk.data()});
        if (!engine || !put((*engine)->adminClient(), "kept", 10)) _exit(2);
        disk.fill();
        // The write-ahead log has a reserve, which goes first.
        for (int i = 0; i < 200; ++i)
            if (!put((*engine)->adminClient(), "filler-" + std::to_string(i), 500'000)) kill(getpid(), SIGKILL);
        _exit(3);
    }
    int status = 0;
    REQUIRE(waitpid(process, &status, 0) == process);
    REQUIRE_MESSAGE(WIFSIGNALED(status), "it ended by itself with ", WEXITSTATUS(status));
}

}  // namespace

TEST_CASE("killed while the disk is full: it starts, serves reads, and writes once there is room") {
    const SmallDisk disk;
    if (!disk.mounted()) {
        MESSAGE("skipped: a file system of its own needs root (", std::strerror(errno), ")");
        return;
    }
    runAndKill(disk);
    disk.fill();
    for (int start = 0; start < 2; ++start) {
        const auto engine = Engine::start({.dataDir = disk.data()});
        REQUIRE_MESSAGE(engine.has_value(), (engine ? std::string() : engine.error()));
        CHECK(client::get<corev1::ConfigMap>((*engine)->adminClient(), "default", "kept").has_value());
        CHECK((*engine)->adminClient().list(client::target<corev1::Namespace>())->items.size() == 4);
        if (start == 0) continue;
        fs::remove(disk.filler());
        CHECK(eventually([&] { return put((*engine)->adminClient(), "later", 500'000).has_value(); }));
    }
}

TEST_CASE("a full disk makes the server unready, not dead, until there is room again") {
    const SmallDisk disk;
    if (!disk.mounted()) {
        MESSAGE("skipped: a file system of its own needs root (", std::strerror(errno), ")");
        return;
    }
    // Nobody else writes, who could find out before us how the disk is.
    const auto engine = armillary::test::started({.dataDir = disk.data(), .controllers = false, .scheduler = false});
    client::Client& cluster = engine->adminClient();
    CHECK(cluster.getRaw("/readyz") == "ok");
    disk.fill();
    // Down to what the write-ahead log has left of its reserve.
    for (const std::size_t bytes : {500'000, 50'000, 5'000, 50})
        for (int i = 0; put(cluster, std::format("filler-{}-{}", bytes, i), bytes).has_value();) REQUIRE(++i < 1000);
    const auto unready = cluster.getRaw("/readyz");
    REQUIRE_FALSE(unready.has_value());
    CHECK(unready.error().code == 500);
    CHECK_FALSE(cluster.getRaw("/readyz/etcd-readiness").has_value());
    CHECK(cluster.getRaw("/readyz?exclude=etcd-readiness") == "ok");
    CHECK(cluster.getRaw("/livez") == "ok");
    CHECK(cluster.list(client::target<corev1::Namespace>())->items.size() == 4);

    fs::remove(disk.filler());
    CHECK(eventually([&] { return cluster.getRaw("/readyz") == "ok"; }));
    CHECK(put(cluster, "later", 50'000).has_value());
}
