#include "engine/client/exec_plugin.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <format>
#include <fstream>

#include "engine/async/file.h"
#include "engine/client/kubeconfig.h"
#include "tests/unit/client/scripted_server.h"

using namespace armillary;
using client::ExecCredentials;
using client::ExecPlugin;
namespace fs = std::filesystem;

namespace {

constexpr const char* kV1 = "client.authentication.k8s.io/v1";

/// A folder with programs, which is gone afterwards.
struct Programs {
    Programs() {
        std::string pattern = (fs::temp_directory_path() / "armillary-plugins-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~Programs() { fs::remove_all(folder); }
    std::string add(const std::string& name, const std::string& script) const {
        std::ofstream(folder / name) << "#!/bin/sh\n" << script;
        ::chmod((folder / name).c_str(), 0700);
        return (folder / name).string();
    }
    std::string text(const std::string& name) const { return async::readFile(folder / name).value_or(""); }
    fs::path folder;
};

std::string credential(const std::string& status) {
    return std::format(R"({{"kind":"ExecCredential","apiVersion":"{}","status":{{{}}}}})", kV1, status);
}
std::string saying(const std::string& status) {
    return std::format("echo run >> \"$(dirname \"$0\")/runs\"\ncat <<'END'\n{}\nEND\n", credential(status));
}

struct Source {
    explicit Source(ExecPlugin plugin, std::chrono::milliseconds patience = std::chrono::seconds(60))
        : credentials((plugin.apiVersion = kV1, std::move(plugin)), clock, {"PATH=/usr/bin:/bin"}, patience) {}
    async::ManualClock clock;
    ExecCredentials credentials;
};

}  // namespace

TEST_CASE("a plugin is run once, until what it said expires or is refused") {
    const Programs programs;
    Source source(
        {.command = programs.add("p", saying(R"("token":"t","expirationTimestamp":"2026-01-01T01:00:00Z")"))});
    CHECK(source.credentials.get().value().token == "t");
    CHECK(source.credentials.get().value().token == "t");
    CHECK(programs.text("runs") == "run\n");
    source.clock.advance(std::chrono::hours(1));
    CHECK(source.credentials.get());
    CHECK(programs.text("runs") == "run\nrun\n");

    const Programs others;
    Source lasting({.command = others.add("p", saying(R"("token":"t")"))});
    CHECK(lasting.credentials.get());
    lasting.credentials.refused("another's");
    CHECK(lasting.credentials.get());
    CHECK(others.text("runs") == "run\n");
    lasting.credentials.refused("t");
    CHECK(lasting.credentials.get());
    CHECK(others.text("runs") == "run\nrun\n");
}

TEST_CASE("a plugin is told what the kubeconfig and Kubernetes say, and has no input") {
    const Programs programs;
    Source source({.command = programs.add("p",
                                           "cd \"$(dirname \"$0\")\"\n"
                                           "echo \"$1|$REGION|$KUBERNETES_EXEC_INFO\" > said\ncat >> said\n" +
                                               saying(R"("clientCertificateData":"c","clientKeyData":"k")")),
                   .arguments = {"a b"},
                   .environment = {{"REGION", "north"}},
                   .clusterJson = R"({"server":"https://h"})"});
    const auto held = source.credentials.get();
    REQUIRE_MESSAGE(held, held.error());
    CHECK(held->certificate.certificatePem == "c");
    CHECK(held->certificate.keyPem == "k");
    CHECK(programs.text("said") ==
          "a b|north|{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
          "\"spec\":{\"cluster\":{\"server\":\"https://h\"},\"interactive\":false}}\n");
}

TEST_CASE("a plugin that fails says why, and how to get it") {
    const Programs programs;
    const auto errorOf = [](ExecPlugin plugin, std::chrono::milliseconds patience = std::chrono::seconds(60)) {
        plugin.installHint = "Install it so.";
        return Source(std::move(plugin), patience).credentials.get().error_or("none");
    };
    CHECK(errorOf({.command = programs.add("fails", "echo topsecret\necho log in first >&2\nexit 3\n")}) ==
          "getting credentials: exec: executable " + (programs.folder / "fails").string() +
              " failed with exit code 3: log in first\n\nInstall it so.");
    CHECK(errorOf({.command = "armillary-no-such-plugin"}) ==
          "getting credentials: exec: executable armillary-no-such-plugin not found\n\nInstall it so.");
    CHECK(errorOf({.command = programs.add("hangs", "sleep 1000 & wait\n")}, std::chrono::milliseconds(50))
              .contains("did not finish within"));
    CHECK(errorOf({.command = programs.add("talks", "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n")})
              .contains("printed more than"));
    CHECK(errorOf({.command = programs.add("asks", ""), .needsTerminal = true}).contains("terminal"));
    CHECK(errorOf({.command = programs.add("killed", "kill -9 $$\n")}).contains("exit code 137"));
}

TEST_CASE("what a plugin leaves running does not hold it up") {
    const Programs programs;
    const auto pid = programs.folder / "pid";
    Source source(
        {.command = programs.add("p", "sleep 1000 & echo $! > " + pid.string() + "\n" + saying(R"("token":"t")"))});
    CHECK(source.credentials.get().value().token == "t");
    ::kill(std::stoi(programs.text("pid")), SIGKILL);
}

TEST_CASE("a plugin that only the login shell finds is found") {
    const Programs programs;
    fs::create_directory(programs.folder / "bin");
    const auto shell = programs.add("shell", "echo welcome\necho " + (programs.folder / "bin").string() + ":/bin\n");
    programs.add("bin/armillary-hidden",
                 "case $PATH in *armillary-plugins*) ;; *) exit 1;; esac\n" + saying(R"("token":"t")"));
    async::ManualClock clock;
    ExecCredentials credentials({.apiVersion = kV1, .command = "armillary-hidden"}, clock,
                                {"PATH=/usr/bin:/bin", "SHELL=" + shell});
    const auto held = credentials.get();
    REQUIRE_MESSAGE(held, held.error());
    CHECK(held->token == "t");
}

TEST_CASE("what a plugin prints is read with care") {
    const auto errorOf = [](const std::string& text) { return client::readExecCredential(text, kV1).error_or("none"); };
    CHECK(errorOf(credential(R"("token":"t")")) == "none");
    CHECK(errorOf("topsecret") == "decoding stdout: it is not a JSON object");
    CHECK(errorOf("[]") == "decoding stdout: it is not a JSON object");
    CHECK(errorOf("{}") == "decoding stdout: its kind is not ExecCredential");
    CHECK(errorOf(R"({"kind":"ExecCredential","apiVersion":"v1"})").contains("is configured to use API version"));
    CHECK(errorOf(std::format(R"({{"kind":"ExecCredential","apiVersion":"{}"}})", kV1)) ==
          "exec plugin didn't return a status field");
    CHECK(errorOf(credential("")) == "exec plugin didn't return a token or cert/key pair");
    CHECK(errorOf(credential(R"("clientKeyData":"k")")) == "exec plugin returned only certificate or key, not both");
    CHECK(errorOf(credential(R"("token":"t","expirationTimestamp":"soon")")).contains("expirationTimestamp"));
}

TEST_CASE("a kubeconfig's plugin is asked when first needed, and again after a 401") {
    const Programs programs;
    programs.add("p", "cd \"$(dirname \"$0\")\"\necho run >> runs\nn=$(wc -l < runs)\ncat <<END\n" +
                          credential(R"("token":"token-$n")") + "\nEND\n");
    const test::ScriptedServer server([](test::TlsPeer& peer) {
        const bool isOld = test::readHead(peer).contains("Bearer token-1\r\n");
        test::say(peer, isOld ? test::answer(401, "{}") : test::answer(200, "{}"));
    });
    std::ofstream(programs.folder / "ca.pem") << server.config().caPem;
    const auto config = client::parseKubeconfig(
        std::format("contexts: [{{name: c, context: {{cluster: k, user: u}}}}]\n"
                    "clusters: [{{name: k, cluster: {{server: 'https://{}', certificate-authority: ca.pem}}}}]\n"
                    "users: [{{name: u, user: {{exec: {{apiVersion: {}, command: ./p, interactiveMode: Never}}}}}}]\n",
                    server.authority(), kV1),
        "c", programs.folder.string());
    REQUIRE_MESSAGE(config, config.error());
    const auto calls = client::makeHttpCalls(*config).value();
    CHECK(programs.text("runs").empty());
    CHECK(calls->call({.target = "/x"}));
    CHECK(calls->call({.target = "/x"}));
    CHECK(programs.text("runs") == "run\nrun\n");
}
