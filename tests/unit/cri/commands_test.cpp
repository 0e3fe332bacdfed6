#include "nodes/cri/containerd/commands.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <format>
#include <fstream>

namespace armillary::cri {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A /proc of the test's own, in which containers are "web" and "other".
struct Machine {
    Machine() {
        put(1, 0, 1, "", "init");
        put(10, 1, 10, "", "containerd-shim");
        put(20, 10, 20, "web", "server");
        put(21, 20, 20, "web", "sleep 9");
    }
    ~Machine() { fs::remove_all(root); }
    /// `command` in words.
    void put(int pid, int parent, int session, const std::string& container, std::string command) {
        const auto folder = fs::path(root) / std::to_string(pid);
        fs::create_directories(folder);
        std::ofstream(folder / "stat") << std::format(
            "{} (a) b) S {} {} {} 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 {} 9 9\n", pid, parent, session, session,
            1000 + pid);
        std::ofstream(folder / "cgroup") << "0::/kubepods/pod1/" << container << "\n";
        std::ranges::replace(command, ' ', '\0');
        std::ofstream(folder / "cmdline") << command << '\0';
    }
    void remove(int pid) { fs::remove_all(fs::path(root) / std::to_string(pid)); }

    static std::string newFolder() {
        std::string out = "/tmp/armillary-proc.XXXXXX";
        REQUIRE(::mkdtemp(out.data()));
        return out;
    }

    const std::string root = newFolder();
    async::ManualClock clock;
    std::vector<pid_t> killed;
    Commands commands{clock, Proc(root), [this](pid_t pid) { killed.push_back(pid); }};
};

TEST_CASE("a command ends with its client, and so does what it began") {
    Machine machine;
    auto ticket = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 10, 30, "web", "runc init");
    CHECK(machine.commands.step());
    machine.put(30, 10, 30, "web", "sleep 9");
    CHECK_FALSE(machine.commands.step());  // found: nothing is to be looked for while the client waits
    machine.put(31, 30, 30, "web", "child");
    machine.put(32, 20, 32, "web", "daemon");
    ticket.reset();
    machine.commands.step();
    CHECK(machine.killed == std::vector<pid_t>{31, 30});
    CHECK_FALSE(machine.commands.step());
}

TEST_CASE("a client that goes before its command is there has it ended all the same") {
    Machine machine;
    machine.commands.follow("web", {"sleep", "9"}).reset();
    CHECK(machine.commands.step());
    machine.clock.advance(40s);  // a machine with too much to do
    CHECK(machine.commands.step());
    machine.put(30, 10, 30, "web", "sleep 9");
    CHECK_FALSE(machine.commands.step());
    CHECK(machine.killed == std::vector<pid_t>{30});
}

TEST_CASE("a command whose parent goes stays the same one") {
    Machine machine;
    machine.put(12, 10, 12, "", "runc exec");
    auto mine = machine.commands.follow("web", {"sleep", "9"});
    auto other = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 12, 12, "web", "sleep 9");
    CHECK(machine.commands.step());
    // It has begun a session, and runc is gone: the shim is its parent now.
    machine.remove(12);
    machine.put(30, 10, 30, "web", "sleep 9");
    machine.put(31, 10, 31, "web", "sleep 9");
    machine.commands.step();
    mine.reset();
    other.reset();
    machine.commands.step();
    CHECK(std::ranges::contains(machine.killed, 30));
    CHECK(std::ranges::contains(machine.killed, 31));
}

TEST_CASE("of two alike each has its own, whichever is seen first") {
    for (const bool firstGoes : {true, false}) {
        Machine machine;
        auto first = machine.commands.follow("web", {"sleep", "9"});
        machine.put(30, 10, 30, "web", "runc init");  // the first one's, not itself yet
        auto second = machine.commands.follow("web", {"sleep", "9"});
        machine.put(31, 10, 31, "web", "sleep 9");
        if (firstGoes)
            first.reset();
        else
            second.reset();
        machine.commands.step();
        machine.put(30, 10, 30, "web", "sleep 9");
        machine.commands.step();
        first.reset();
        second.reset();
        machine.commands.step();
        std::ranges::sort(machine.killed);
        CHECK(machine.killed == std::vector<pid_t>{30, 31});
    }
}

TEST_CASE("a process that was killed and is still there is nobody else's") {
    Machine machine;
    auto first = machine.commands.follow("web", {"sleep", "9"});
    auto second = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 10, 30, "web", "sleep 9");
    machine.commands.step();
    second.reset();
    first.reset();
    machine.commands.step();
    machine.put(31, 10, 31, "web", "sleep 9");
    machine.commands.step();
    CHECK(machine.killed == std::vector<pid_t>{30, 31});
}

TEST_CASE("what outlives the end of its command was another client's") {
    for (const bool waits : {true, false}) {
        Machine machine;
        auto first = machine.commands.follow("web", {"sleep", "9"});
        auto second = machine.commands.follow("web", {"sleep", "9"});
        machine.put(30, 10, 30, "web", "sleep 9");
        machine.put(31, 10, 31, "web", "sleep 9");
        machine.commands.step();
        // Whoever has 31 goes, and with it the other's command, who hears of it.
        (waits ? second : first).reset();
        machine.commands.step();
        REQUIRE(machine.killed.size() == 1);
        const pid_t killed = machine.killed.front(), left = killed == 30 ? 31 : 30;
        machine.remove(killed);
        (waits ? first : second)->ended();
        CHECK(machine.killed == std::vector<pid_t>{killed, left});
    }
}

TEST_CASE("nobody else's process is touched") {
    Machine machine;
    auto ticket = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 10, 30, "other", "sleep 9");  // another container's
    machine.put(31, 20, 20, "web", "sleep 9");    // the container's own
    machine.put(32, 10, 32, "web", "sleep 99");   // other commands
    machine.put(33, 10, 33, "web", "nosleep 9");
    ticket.reset();
    machine.commands.step();
    machine.clock.advance(1min);
    CHECK_FALSE(machine.commands.step());
    CHECK(machine.killed.empty());
}

TEST_CASE("a script is its interpreter's") {
    Machine machine;
    auto ticket = machine.commands.follow("web", {"run.sh", "a"});
    machine.put(30, 10, 30, "web", "/bin/sh /usr/bin/run.sh a");
    ticket.reset();
    machine.commands.step();
    CHECK(machine.killed == std::vector<pid_t>{30});
}

TEST_CASE("of two alike each has its own") {
    Machine machine;
    auto first = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 10, 30, "web", "sleep 9");
    machine.commands.step();
    auto second = machine.commands.follow("web", {"sleep", "9"});
    machine.put(40, 10, 40, "web", "sleep 9");
    first.reset();
    machine.commands.step();
    CHECK(machine.killed == std::vector<pid_t>{30});
    second.reset();
    machine.commands.step();
    CHECK(machine.killed == std::vector<pid_t>{30, 40});
}

TEST_CASE("a command that ended, and a number that is another's now, are left alone") {
    Machine machine;
    auto ended = machine.commands.follow("web", {"true"});
    ended->ended();
    ended.reset();
    CHECK_FALSE(machine.commands.step());
    auto ticket = machine.commands.follow("web", {"sleep", "9"});
    machine.put(30, 10, 30, "web", "sleep 9");
    machine.commands.step();
    machine.remove(30);
    ticket.reset();
    machine.commands.step();
    CHECK(machine.killed.empty());
}

TEST_CASE("a command that is too short to be seen is not looked for for ever") {
    Machine machine;
    auto ticket = machine.commands.follow("web", {"true"});
    CHECK(machine.commands.step());
    machine.clock.advance(1min);
    CHECK_FALSE(machine.commands.step());
}

}  // namespace
}  // namespace armillary::cri
