#include "engine/gitops/source/branch.h"

#include <algorithm>

#include "engine/gitops/source/propose.h"
#include "engine/gitops/source/repository.h"
#include "tests/unit/gitops/test_repository.h"

using namespace armillary::gitops;
namespace fs = std::filesystem;

namespace {

/// A repository whose owner git knows.
class Workshop : public TestRepository {
public:
    Workshop() {
        git({"config", "user.name", "Ada"});
        git({"config", "user.email", "ada@example.org"});
        write("web.yaml", "kind: Service\n");
        write("apps/run.yaml", "a: 1\n");
        fs::permissions(root / "apps/run.yaml", fs::perms::owner_exec, fs::perm_options::add);
        write("other.yaml", "b: 1\n");
        commit();
    }
    BranchWriter writer() const {
        auto opened = BranchWriter::open(root);
        REQUIRE(opened);
        return std::move(*opened);
    }
    /// What git itself says, without the last line break.
    std::string told(std::vector<std::string> arguments) const {
        ChildRunner runner;
        const auto outcome =
            runner.run({.program = findProgram("git"),
                        .arguments = arguments,
                        .environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1"},
                        .folder = root},
                       {});
        REQUIRE(outcome);
        INFO(outcome->errors);
        CHECK(outcome->exitCode == 0);
        std::string text = outcome->output;
        if (text.ends_with('\n')) text.pop_back();
        return text;
    }
    /// Everything that may not change: HEAD, the index' bytes, files and their states.
    std::string untouched() const {
        return bytesOf(".git/HEAD") + bytesOf(".git/index") + told({"rev-parse", "HEAD"}) + bytesOf("web.yaml") +
               bytesOf("other.yaml");
    }
};

BranchOrder orderOf(std::vector<EditedFile> files, std::string branch = "change/web") {
    return {.branch = std::move(branch),
            .message = "Serve more",
            .when = std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)),
            .files = std::move(files)};
}

}  // namespace

TEST_CASE("edited files are committed on a new branch, and nothing that is checked out changes") {
    const Workshop shop;
    shop.write("other.yaml", "b: 2\n");  // on disk, and none of this
    const std::string before = shop.untouched();
    const auto committed =
        shop.writer().commit(orderOf({{"web.yaml", "kind: Service\nmore: true\n"}, {"new/deep/job.yaml", "c: 1\n"}}));
    REQUIRE(committed);
    CHECK(committed->created);
    CHECK_FALSE(committed->unsignedHere);
    CHECK(committed->changed == std::vector<std::string>{"web.yaml", "new/deep/job.yaml"});
    CHECK(shop.untouched() == before);
    CHECK(shop.told({"rev-parse", "change/web"}) == committed->commit);
    CHECK(shop.told({"diff", "--name-only", "main", "change/web"}) == "new/deep/job.yaml\nweb.yaml");
    CHECK(shop.told({"show", "change/web:web.yaml"}) == "kind: Service\nmore: true");
    CHECK(shop.told({"log", "-1", "--format=%an %ae %at %s", "change/web"}) ==
          "Ada ada@example.org 1700000000 Serve more");
    CHECK(shop.told({"rev-parse", "change/web^"}) == shop.told({"rev-parse", "main"}));
    CHECK(shop.told({"fsck", "--strict"}).empty());
}

TEST_CASE("a branch that is there gets one more commit, where that writes over nobody's work") {
    const Workshop shop;
    REQUIRE(shop.writer().commit(orderOf({{"web.yaml", "v: 1\n"}})));
    const auto next = shop.writer().commit(orderOf({{"apps/run.yaml", "a: 2\n"}}));
    REQUIRE(next);
    CHECK_FALSE(next->created);
    CHECK(shop.told({"show", "change/web:web.yaml"}) == "v: 1");
    // The branch has another text of it than what this one was made of.
    const auto refused = shop.writer().commit(orderOf({{"web.yaml", "v: 2\n"}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("web.yaml was changed on that branch"));
    CHECK(shop.told({"rev-parse", "change/web"}) == next->commit);
    auto behind = orderOf({{"web.yaml", "v: 2\n"}});
    behind.base = "change/web";
    CHECK(shop.writer().commit(behind));
    CHECK_FALSE(shop.writer().commit(orderOf({{"web.yaml", "kind: Service\n"}}, "nothing")));
    CHECK(shop.writer().branches() == std::vector<std::string>{"change/web", "main"});
}

TEST_CASE("what is checked out, here or in another working tree, is nobody's to move") {
    const Workshop shop;
    CHECK(shop.writer().checkedOut() == "main");
    const auto here = shop.writer().commit(orderOf({{"web.yaml", "v: 1\n"}}, "main"));
    REQUIRE_FALSE(here);
    CHECK(here.error().message.contains("main is checked out"));
    const TestRepository elsewhere;
    shop.git({"worktree", "add", "--quiet", "-b", "aside", (elsewhere.root / "tree").string()});
    CHECK_FALSE(shop.writer().commit(orderOf({{"web.yaml", "v: 1\n"}}, "aside")));
    // And that one commits in the same repository.
    auto there = BranchWriter::open(elsewhere.root / "tree");
    REQUIRE(there);
    CHECK(there->checkedOut() == "aside");
    CHECK(there->commit(orderOf({{"web.yaml", "v: 1\n"}}, "from-there")));
    const TestRepository empty;
    empty.git({"config", "user.name", "Ada"});
    empty.git({"config", "user.email", "ada@example.org"});
    CHECK_FALSE(BranchWriter::open(empty.root)->commit(orderOf({{"web.yaml", "v: 1\n"}}, "main")));
}

TEST_CASE("modes stay, line endings are what git would keep, programs of attributes do not run") {
    const Workshop shop;
    REQUIRE(shop.writer().commit(
        orderOf({{"apps/run.yaml", "a: 2\n"}, {.path = "tool.yaml", .text = "x: 1\n", .executable = true}})));
    CHECK(shop.told({"ls-tree", "change/web", "apps/run.yaml", "tool.yaml", "web.yaml"}).starts_with("100755 "));
    CHECK(shop.told({"ls-tree", "change/web", "tool.yaml"}).starts_with("100755 "));
    CHECK(shop.told({"ls-tree", "change/web", "web.yaml"}).starts_with("100644 "));

    shop.write(".gitattributes", "dos.yaml text\nraw.yaml -text\nbig.yaml filter=large\n");
    shop.git({"config", "filter.large.clean", "touch /tmp/never"});
    REQUIRE(shop.writer().commit(orderOf({{"dos.yaml", "a: 1\r\nb: 2\r\n"}, {"raw.yaml", "a: 1\r\n"}}, "endings")));
    CHECK(shop.told({"cat-file", "-s", "endings:dos.yaml"}) == "10");
    CHECK(shop.told({"cat-file", "-s", "endings:raw.yaml"}) == "6");
    const auto filtered = shop.writer().commit(orderOf({{"big.yaml", "a: 1\n"}}, "filtered"));
    REQUIRE_FALSE(filtered);
    CHECK(filtered.error().message.contains("filter=large"));
    shop.git({"config", "core.autocrlf", "input"});
    REQUIRE(shop.writer().commit(orderOf({{"web.yaml", "kind: X\r\n"}}, "auto")));
    CHECK(shop.told({"cat-file", "-s", "auto:web.yaml"}) == "8");
}

TEST_CASE("links, submodules, and names that lead elsewhere are refused") {
    const Workshop shop;
    fs::create_symlink("web.yaml", shop.root / "link.yaml");
    fs::create_symlink("/etc", shop.root / "away");
    fs::create_symlink("apps", shop.root / "inner");
    shop.commit();
    for (const char* path : {"", "/etc/passwd", "../x.yaml", "a/../../x", ".git/config", "a/.GIT/hooks/x", "a//b", "a/",
                             "link.yaml", "away/passwd", "web.yaml/x", "apps", "a\nb"}) {
        CAPTURE(path);
        CHECK_FALSE(shop.writer().commit(orderOf({{path, "a: 1\n"}}, "hostile")));
    }
    for (const char* name :
         {"", "-f", "a b", "a..b", "HEAD", "refs/heads/x", "a~1", "a:b", "x.lock", "a//b", "@{-1}", "+x", "a\nb"}) {
        CAPTURE(name);
        CHECK(branchNameProblem(name));
        CHECK_FALSE(shop.writer().commit(orderOf({{"web.yaml", "a: 1\n"}}, name)));
    }
    CHECK(shop.told({"branch", "--list"}) == "* main");
    const BranchWriter writer = shop.writer();
    CHECK(writer.pathOf(shop.root / "apps/run.yaml") == "apps/run.yaml");
    CHECK(writer.pathOf(shop.root / "apps/../apps/later.yaml") == "apps/later.yaml");
    // Through links, as who writes the file would.
    CHECK(writer.pathOf(shop.root / "link.yaml") == "web.yaml");
    CHECK(writer.pathOf(shop.root / "inner/run.yaml") == "apps/run.yaml");
    CHECK_FALSE(writer.pathOf(shop.root / "away/passwd"));
    CHECK_FALSE(writer.pathOf(shop.root / ".git/config"));
    CHECK_FALSE(writer.pathOf("/etc/passwd"));
    auto twice = orderOf({{"web.yaml", "a: 1\n"}, {"web.yaml", "a: 2\n"}});
    CHECK_FALSE(writer.commit(twice));
    auto wordless = orderOf({{"web.yaml", "a: 1\n"}});
    wordless.message = " \n";
    CHECK_FALSE(writer.commit(wordless));
}

TEST_CASE("what a commit would contain is told before, without what git ignores") {
    const Workshop shop;
    shop.write(".gitignore", "*.local.yaml\n");
    const std::vector<EditedFile> files{
        {"web.yaml", "v: 2\n"}, {"other.yaml", "b: 1\n"}, {"fresh.yaml", "x: 1\n"}, {"my.local.yaml", "y: 1\n"}};
    const auto states = shop.writer().compare("HEAD", files);
    REQUIRE(states);
    using Kind = EditedState::Kind;
    std::vector<Kind> kinds;
    for (const EditedState& state : *states) kinds.push_back(state.kind);
    CHECK(kinds == std::vector{Kind::Changed, Kind::Same, Kind::New, Kind::Ignored});
    CHECK_FALSE(shop.writer().compare("nowhere", files));
}

TEST_CASE("an author has a name, or there is a clear word") {
    const TestRepository nameless;
    nameless.write("a.yaml", "a: 1\n");
    nameless.commit();
    setenv("HOME", nameless.root.c_str(), 1);
    setenv("XDG_CONFIG_HOME", nameless.root.c_str(), 1);
    const auto writer = BranchWriter::open(nameless.root);
    REQUIRE(writer);
    const auto refused = writer->commit(orderOf({{"a.yaml", "a: 2\n"}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.contains("does not know who you are"));
    CHECK(refused.error().next.contains("user.name"));
    nameless.git({"config", "user.name", "Ada"});
    nameless.git({"config", "user.email", "ada@example.org"});
    nameless.git({"config", "commit.gpgSign", "true"});
    CHECK(BranchWriter::open(nameless.root)->author() == "Ada <ada@example.org>");
    const auto committed = BranchWriter::open(nameless.root)->commit(orderOf({{"a.yaml", "a: 2\n"}}));
    REQUIRE(committed);
    CHECK(committed->unsignedHere);
}

TEST_CASE("a branch is pushed to the remote that git would push to, under its own name and never by force") {
    const Workshop shop;
    const TestRepository bare;
    bare.git({"init", "--quiet", "--bare", "store.git"});
    shop.git({"remote", "add", "upstream", "https://me:word@example.org/a/b"});
    shop.git({"remote", "add", "origin", (bare.root / "store.git").string()});
    REQUIRE(shop.writer().remotes().size() == 2);
    CHECK(shop.writer().remotes().front().name == "origin");
    const auto committed = shop.writer().commit(orderOf({{"web.yaml", "v: 1\n"}}));
    REQUIRE(committed);
    ChildRunner runner;
    const Fetching git{.git = findProgram("git"), .environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent"}};
    shop.write(".git/hooks/pre-push", "#!/bin/sh\nexit 1\n");
    fs::permissions(shop.root / ".git/hooks/pre-push", fs::perms::owner_all);
    const auto pushed = pushBranch(shop.root, committed->branch, shop.writer().remotes().front(), git, runner, {});
    INFO((pushed ? std::string() : pushed.error().message));
    CHECK(pushed);
    CHECK(Repository::open(bare.root / "store.git")->resolve("change/web")->commit == committed->commit);
    // The other end has something else by then.
    shop.git({"push", "--quiet", "--force", "origin", "main:change/web"});
    shop.git({"commit", "--quiet", "--allow-empty", "--message=y"});
    shop.git({"push", "--quiet", "--force", "origin", "main:change/web"});
    CHECK_FALSE(pushBranch(shop.root, committed->branch, shop.writer().remotes().front(), git, runner, {}));
    CHECK_FALSE(pushBranch(shop.root, "--mirror", shop.writer().remotes().front(), git, runner, {}));
    CHECK_FALSE(pushBranch(shop.root, "change/web", {"--exec=x", ""}, git, runner, {}));
}

TEST_CASE("what git says of a push that failed loses its credentials") {
    class Refusing final : public Runner {
    public:
        Expected<Outcome> run(const Command& command, const std::stop_token&) override {
            last = command;
            return Outcome{.exitCode = 128,
                           .errors = "ssh: no\r\n\r\nfatal: unable to access 'https://me:word@example.org/a/': no\n"};
        }
        Command last;
    };
    Refusing runner;
    const Remote remote{"origin", "https://me:word@example.org/a"};
    const auto pushed = pushBranch("/srv", "x", remote, {.git = "/usr/bin/git"}, runner, {});
    REQUIRE_FALSE(pushed);
    CHECK(pushed.error().message ==
          "x could not be pushed to https://***@example.org/a: ssh: no; fatal: unable to access "
          "'https://***@example.org/a/': no");
    CHECK_FALSE(
        std::ranges::any_of(runner.last.arguments, [](const std::string& each) { return each.contains("word"); }));
    CHECK(std::ranges::contains(runner.last.arguments, "--"));
    CHECK_FALSE(std::ranges::contains(runner.last.arguments, "--force"));
    CHECK(std::ranges::contains(runner.last.environment, "GIT_TERMINAL_PROMPT=0"));
}

TEST_CASE("where a pull request is opened") {
    const auto page = [](const char* remote) { return pullRequestPage(remote, "change/a b"); };
    CHECK(page("git@github.example.org:team/shop.git") ==
          "https://github.example.org/team/shop/compare/change/a%20b?expand=1");
    CHECK(page("https://me:word@github.example.org/team/shop") ==
          "https://github.example.org/team/shop/compare/change/a%20b?expand=1");
    CHECK(page("ssh://git@ssh.github.example.org:443/team/shop.git") ==
          "https://github.example.org/team/shop/compare/change/a%20b?expand=1");
    CHECK(page("https://gitlab.example.org:8443/group/sub/shop.git") ==
          "https://gitlab.example.org:8443/group/sub/shop/-/merge_requests/new?merge_request%5Bsource_branch%5D="
          "change%2Fa%20b");
    CHECK(page("git@bitbucket.example.org:team/shop.git") ==
          "https://bitbucket.example.org/team/shop/pull-requests/new?source=change%2Fa%20b");
    CHECK(page("http://gitea.lan/team/shop") == "http://gitea.lan/team/shop/compare/change/a%20b");
    for (const char* unknown :
         {"", "/srv/shop.git", "file:///srv/github", "git@example.org:team/shop.git", "https://github.example.org/shop",
          "https://github.example.org/../x", "https://bitbucket.example.org/scm/team/shop.git",
          "https://github.example.org\"onclick/a/b", "ext::sh -c github"}) {
        CAPTURE(unknown);
        CHECK(page(unknown).empty());
    }
}

TEST_CASE("a name is proposed out of what changes") {
    CHECK(branchNameOf("Update Deployment shop/web") == "update-deployment-shop-web");
    CHECK(branchNameOf("  --?!") == "change");
    CHECK_FALSE(branchNameProblem(branchNameOf(std::string(400, 'x') + "/..")));
}
