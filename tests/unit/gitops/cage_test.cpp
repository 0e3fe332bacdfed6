#include "tests/unit/gitops/test_repository.h"

using namespace armillary::gitops;

namespace {

/// A shell is the worst that could be in a cage. It may read the folder, and write into its folder out.
struct Caged {
    TestRepository files;
    Command command{
        .program = std::filesystem::canonical("/bin/sh"), .environment = {"PATH=/usr/bin:/bin"}, .cage = Cage{}};
    Caged() {
        files.write("inside", "seen\n");
        std::filesystem::create_directories(files.root / "out");
        command.folder = files.root;
        command.cage->readable = {files.root};
        command.cage->writable = {files.root / "out"};
    }
    Expected<Outcome> run(const std::string& script, const std::stop_token& stop = {}) {
        command.arguments = {"-c", script};
        ChildRunner runner;
        return runner.run(command, stop);
    }
};

}  // namespace

TEST_CASE("in the cage: its own files, no others, and no other program") {
    Caged caged;
    const auto reads = caged.run("read -r line < inside && echo \"$line\"; echo x > out/made && echo made");
    REQUIRE(reads);
    CHECK(reads->output == "seen\nmade\n");
    const auto outside = caged.run("read -r line < /etc/passwd && echo \"$line\"; echo x > made; /bin/ls; exit 7");
    REQUIRE(outside);
    CHECK(outside->exitCode == 7);
    CHECK(outside->output.empty());
    CHECK_FALSE(std::filesystem::exists(caged.files.root / "made"));
}

TEST_CASE("in the cage there is no network") {
    Caged caged;
    // The namespace's own devices: loopback alone, where the namespace could be made.
    caged.command.cage->readable.emplace_back("/proc");
    const auto outcome = caged.run("while read -r line; do echo \"$line\"; done < /proc/self/net/dev");
    REQUIRE(outcome);
    CHECK(std::ranges::count(outcome->output, ':') <= 1);
}

TEST_CASE("what takes too long, too much room, or is stopped is killed with what it started") {
    Caged caged;
    caged.command.patience = std::chrono::milliseconds(200);
    const auto endless = caged.run("while :; do :; done");
    REQUIRE_FALSE(endless);
    CHECK(endless.error().message.contains("did not finish within"));
    caged.command.patience = std::chrono::seconds(60);
    caged.command.maxOutput = 1 << 20;
    const auto loud = caged.run("while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
    REQUIRE_FALSE(loud);
    CHECK(loud.error().message.contains("printed more than 1 MiB"));
    std::stop_source stop;
    stop.request_stop();
    CHECK_FALSE(caged.run("while :; do :; done", stop.get_token()));
    caged.command.cage->memory = 64 << 20;
    const auto greedy = caged.run("x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done");
    REQUIRE(greedy);
    CHECK(greedy->exitCode != 0);
    caged.command.cage->processor = std::chrono::seconds(1);
    const auto busy = caged.run("while :; do :; done");
    REQUIRE(busy);
    CHECK(busy->exitCode > 128);
}

TEST_CASE("what cannot be started is said") {
    ChildRunner runner;
    const auto outcome = runner.run({.program = "/nonexistent/kustomize", .cage = Cage{}}, {});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().message.contains("/nonexistent/kustomize cannot be started"));
}
