#include "nodes/agent/upkeep/log_rotation.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <zlib.h>

#include <fstream>
#include <set>

#include "nodes/agent/pod/view.h"
#include "nodes/cri/fake/fake_runtime.h"

namespace armillary::agent {
namespace {

namespace fs = std::filesystem;

std::string unpacked(const fs::path& path) {
    std::string out(1 << 16, '\0');
    auto* file = ::gzopen(path.c_str(), "rb");
    REQUIRE(file);
    const int size = ::gzread(file, out.data(), static_cast<unsigned>(out.size()));
    ::gzclose(file);
    REQUIRE(size >= 0);
    out.resize(static_cast<std::size_t>(size));
    return out;
}

struct LoggingContainer {
    LoggingContainer() {
        std::string pattern = (fs::temp_directory_path() / "armillary-logs.XXXXXX").string();
        dir = ::mkdtemp(pattern.data());
        log = dir / "0.log";
        runtime.addImage("web:1");
        const cri::SandboxConfig sandbox{.name = "web", .uid = "u", .logDirectory = dir.string()};
        const auto in = runtime.runSandbox(sandbox);
        cri::ContainerConfig config;
        config.name = "c";
        config.image = "web:1";
        config.labels = {{keys::kPodUid, "u"}};
        config.logPath = "0.log";
        const auto id = runtime.createContainer(*in, config, sandbox);
        REQUIRE(runtime.startContainer(*id));
    }
    ~LoggingContainer() { fs::remove_all(dir); }

    void write(const std::string& text) { std::ofstream(log, std::ios::app) << text; }
    /// The fake opens no new log: the next write() does.
    void rotate() {
        clock.advance(std::chrono::seconds(10));
        rotateLogs(runtime, clock, {.bytes = 10, .files = 4});
    }
    std::set<std::string> files() const {
        std::set<std::string> out;
        for (const auto& entry : fs::directory_iterator(dir)) out.insert(entry.path().filename());
        return out;
    }

    async::ManualClock clock;
    cri::FakeRuntime runtime{clock};
    fs::path dir, log;
};

TEST_CASE("logs past the limit are turned over, older ones compressed, the oldest go") {
    LoggingContainer container;
    container.write("short");
    container.rotate();
    CHECK(container.files() == std::set<std::string>{"0.log"});
    for (const char* text : {" and the first\n", "this is the second\n", "this is the third\n"}) {
        container.write(text);
        container.rotate();
    }
    CHECK(container.files() ==
          std::set<std::string>{"0.log.20260101-000020.gz", "0.log.20260101-000030.gz", "0.log.20260101-000040"});
    CHECK(unpacked(container.dir / "0.log.20260101-000020.gz") == "short and the first\n");
    CHECK(unpacked(container.dir / "0.log.20260101-000030.gz") == "this is the second\n");
    std::ofstream(container.dir / "0.log.20260101-000030.tmp") << "cut off";
    container.write("this is the fourth\n");
    container.rotate();
    CHECK(container.files() ==
          std::set<std::string>{"0.log.20260101-000030.gz", "0.log.20260101-000040.gz", "0.log.20260101-000050"});
}

TEST_CASE("a container's logs go together") {
    LoggingContainer container;
    for (int i = 0; i < 3; ++i) {
        container.write("a line that is long enough\n");
        container.rotate();
    }
    container.write("the present one\n");
    std::ofstream(container.dir / "10.log") << "another's";
    removeLogs(container.log);
    CHECK(container.files() == std::set<std::string>{"10.log"});
}

}  // namespace
}  // namespace armillary::agent
