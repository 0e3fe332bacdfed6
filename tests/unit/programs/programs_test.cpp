#include <doctest/doctest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/async/clock.h"
#include "engine/runtime/credentials.h"
#include "programs/common/child.h"
#include "programs/common/data_dir.h"

namespace fs = std::filesystem;
using namespace armillary;

namespace {

struct TemporaryDir {
    fs::path path;
    TemporaryDir() {
        std::string pattern = (fs::temp_directory_path() / "armillary-programs.XXXXXX").string();
        path = mkdtemp(pattern.data());
    }
    ~TemporaryDir() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("listen addresses") {
    const auto plain = programs::parseListenAddress("127.0.0.1:6443");
    REQUIRE(plain.has_value());
    CHECK(plain->address == "127.0.0.1");
    CHECK(plain->port == 6443);
    CHECK(programs::parseListenAddress("[::1]:1")->address == "::1");
    for (const char* wrong :
         {"", "6443", ":6443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:6443x", "127.0.0.1:-1"})
        CHECK(!programs::parseListenAddress(wrong));
}

TEST_CASE("a pid file names a process only while that program lives") {
    TemporaryDir dir;
    const fs::path file = dir.path / "run" / "own.pid";
    std::string own;
    std::getline(std::ifstream("/proc/self/comm"), own);
    {
        const auto written = programs::PidFile::create(file);
        REQUIRE(written.has_value());
        CHECK(programs::runningProcess(file, own) == getpid());
        CHECK(!programs::runningProcess(file, "something-else"));
        const auto second = programs::PidFile::create(file, {});
        REQUIRE(!second.has_value());
        CHECK(second.error().contains(std::to_string(getpid())));
    }
    CHECK(!fs::exists(file));
    CHECK(!programs::runningProcess(file, own));
    std::ofstream(file) << "rubbish";
    CHECK(!programs::runningProcess(file, own));
    // A number that has been given to another process of the same program since.
    std::ofstream(file) << getpid() << '\n';
    CHECK(!programs::runningProcess(file, own));
}

TEST_CASE("a pid file is had as soon as its holder lets go, also when he was killed") {
    TemporaryDir dir;
    const fs::path file = dir.path / "run" / "own.pid";
    for (int i = 0; i < 20; ++i) {
        int ready[2];
        REQUIRE(pipe(ready) == 0);
        const pid_t child = fork();
        if (child == 0) {
            const auto held = programs::PidFile::create(file);
            (void)!write(ready[1], held ? "y" : "n", 1);
            while (true) pause();
        }
        char answer = 0;
        REQUIRE(read(ready[0], &answer, 1) == 1);
        CHECK(answer == 'y');
        kill(child, SIGKILL);
        // At once: the killed one may hold it still.
        const auto written = programs::PidFile::create(file, std::chrono::seconds(60));
        CHECK_MESSAGE(written.has_value(), (written ? "" : written.error()));
        waitpid(child, nullptr, 0);
        close(ready[0]);
        close(ready[1]);
    }
}

TEST_CASE("children: first line, output of a failure, stopping") {
    TemporaryDir dir;
    const fs::path log = dir.path / "log";
    const auto line = programs::startAndAwaitLine(
        {.program = "/bin/sh", .arguments = {"-c", "echo ready $0; exec sleep 60", "now"}, .logFile = log},
        std::chrono::seconds(10));
    CHECK(line == "ready now");
    const auto failed = programs::startAndAwaitLine(
        {.program = "/bin/sh", .arguments = {"-c", "echo broken >&2; exit 1"}, .logFile = log},
        std::chrono::seconds(10));
    REQUIRE(!failed.has_value());
    CHECK(failed.error() == "broken");
    CHECK(programs::runToEnd("/bin/true", {}).has_value());
    const auto output = programs::runToEnd("/bin/sh", {"-c", "echo why; exit 3"});
    REQUIRE(!output.has_value());
    CHECK(output.error() == "why");
    CHECK(!programs::runToEnd(dir.path / "absent", {}).has_value());

    const auto pid = programs::startDetached({.program = "/bin/sleep", .arguments = {"60"}, .logFile = log});
    REQUIRE(pid.has_value());
    CHECK(programs::stopProcess(*pid, std::chrono::seconds(5)));
}

TEST_CASE("credentials are made once, kept, and renewed when names change") {
    TemporaryDir dir;
    async::ManualClock clock;
    const fs::path pki = dir.path / "pki";
    const auto first = runtime::loadOrCreateCredentials(pki, {"localhost"}, {"127.0.0.1"}, clock);
    REQUIRE(first.has_value());
    const auto admin = [&] { return runtime::loadOrCreateAdmin(pki, first->authority, clock).value(); };
    const auto firstAdmin = admin();
    CHECK(firstAdmin.keyPem.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    CHECK((fs::status(pki / "ca.key").permissions() & fs::perms(077)) == fs::perms::none);
    const auto again = runtime::loadOrCreateCredentials(pki, {"localhost"}, {"127.0.0.1"}, clock);
    REQUIRE(again.has_value());
    CHECK(again->authority.pin() == first->authority.pin());
    CHECK(again->serving.certificatePem == first->serving.certificatePem);
    const auto moved = runtime::loadOrCreateCredentials(pki, {"localhost"}, {"127.0.0.1", "192.0.2.7"}, clock);
    REQUIRE(moved.has_value());
    CHECK(moved->serving.certificatePem != first->serving.certificatePem);
    CHECK(admin().certificatePem == firstAdmin.certificatePem);
    // Near its end a certificate is made anew by the same authority.
    clock.advance(std::chrono::hours(24 * 340));
    const auto later = runtime::loadOrCreateCredentials(pki, {"localhost"}, {"127.0.0.1"}, clock);
    REQUIRE(later.has_value());
    CHECK(later->proxyClient.certificatePem != first->proxyClient.certificatePem);
    CHECK(admin().certificatePem != firstAdmin.certificatePem);
    CHECK(later->authority.pin() == first->authority.pin());
}

TEST_CASE("a damaged authority is not silently replaced") {
    TemporaryDir dir;
    async::ManualClock clock;
    REQUIRE(runtime::loadOrCreateCredentials(dir.path, {}, {}, clock).has_value());
    std::ofstream(dir.path / "ca.crt") << "rubbish";
    const auto damaged = runtime::loadOrCreateCredentials(dir.path, {}, {}, clock);
    REQUIRE(!damaged.has_value());
    CHECK(damaged.error().contains("ca.crt is damaged"));
}

TEST_CASE("a file is replaced whole or not at all") {
    TemporaryDir dir;
    const fs::path file = dir.path / "file";
    REQUIRE(runtime::writeFileAtomically(file, "one").has_value());
    REQUIRE(runtime::writeFileAtomically(file, "two").has_value());
    CHECK(runtime::readFile(file) == "two");
    CHECK(!runtime::writeFileAtomically(dir.path / "absent" / "file", "x").has_value());
    CHECK(!fs::exists(dir.path / "file.new"));
}
