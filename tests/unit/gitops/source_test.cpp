#include "engine/gitops/source/location.h"
#include "engine/gitops/source/path.h"
#include "engine/gitops/source/repository.h"
#include "tests/unit/gitops/test_repository.h"

using namespace armillary::gitops;

namespace {

std::vector<std::string> pathsOf(const Tree& tree) {
    std::vector<std::string> paths;
    for (const TreeEntry& entry : tree.entries()) paths.push_back(entry.path);
    return paths;
}

/// Says what it was asked to run, and runs nothing.
class ScriptedRunner final : public Runner {
public:
    Expected<Outcome> run(const Command& command, const std::stop_token&) override {
        commands.push_back(command);
        return outcome;
    }
    std::vector<Command> commands;
    Outcome outcome;
};

}  // namespace

TEST_CASE("paths stay in the repository") {
    CHECK(joined("prod", "../base/web.yaml") == "base/web.yaml");
    CHECK(joined("", "./a//b/.") == "a/b");
    CHECK_FALSE(joined("prod", "../../etc/passwd"));
    CHECK_FALSE(joined("prod", "/etc/passwd"));
    CHECK(isWithin("prod/web.yaml", "prod"));
    CHECK_FALSE(isWithin("production/web.yaml", "prod"));
    CHECK_FALSE(isPlainName(".GIT"));
    CHECK_FALSE(isPlainName(".."));
    CHECK(isPlainName(".github"));
}

TEST_CASE("patterns match as a directory's include and exclude do, in bounded time") {
    CHECK(matchesPattern("*.yaml", "a/b.yaml"));
    CHECK(matchesPattern("{a,b}.yaml", "b.yaml"));
    CHECK_FALSE(matchesPattern("{a,b}.yaml", "c.yaml"));
    CHECK_FALSE(matchesPattern(std::string(500, '*') + "x", std::string(3000, 'a')));
    CHECK_FALSE(matchesPattern(std::string(2000, '*'), "a"));
}

TEST_CASE("addresses: which are taken, which are the same, and what is shown of them") {
    CHECK(parseLocation("file:///srv/repo")->folder == "/srv/repo");
    CHECK(parseLocation("git@example.org:shop.git")->url == "git@example.org:shop.git");
    CHECK(parseLocation("https://example.org/shop")->url == "https://example.org/shop");
    for (const char* refused :
         {"", "--upload-pack=touch x", "-x", "ext::sh -c touch% x", "git://example.org/a", "ssh://-oProxyCommand=x/a",
          "ssh://u@-oProxyCommand=x/a", "a@-oProxyCommand=x:y", "file://host/a", "https://example.org/a\nb"}) {
        CAPTURE(refused);
        CHECK_FALSE(parseLocation(refused));
    }
    CHECK(isSameRepository("git@Example.org:team/shop.git", "https://example.org/team/shop/"));
    CHECK(isSameRepository("file:///srv/shop", "file:///srv/shop.git"));
    CHECK_FALSE(isSameRepository("https://example.org/team/shop", "https://example.org/team/blog"));
    CHECK(withoutSecrets("fatal: https://me:word@example.org/a and https://token@b") ==
          "fatal: https://***@example.org/a and https://***@b");
    CHECK(Location{.url = "https://me:word@example.org/a"}.shown() == "https://***@example.org/a");
}

TEST_CASE("revisions are resolved; what could be an option or a search is not") {
    const TestRepository files;
    files.write("a.yaml", "a: 1\n");
    files.commit();
    files.git({"tag", "v1"});
    const auto repository = Repository::open(files.root);
    REQUIRE(repository);
    CHECK(repository->resolve("main")->kind == Revision::Kind::Branch);
    CHECK(repository->resolve("v1")->kind == Revision::Kind::Tag);
    const std::string commit = repository->resolve("HEAD")->commit;
    CHECK(commit.size() == 40);
    CHECK(repository->resolve(commit)->kind == Revision::Kind::Commit);
    for (const char* refused : {"", "--all", "-h", ":/x", "main:a.yaml", "main^{/x}", "@{-1}", "a b"})
        CHECK_FALSE(repository->resolve(refused));
    const auto unknown = repository->resolve("no-such-branch");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().message.contains("no-such-branch"));
    CHECK_FALSE(Repository::open("/nonexistent"));
}

TEST_CASE("the working tree: changed, new and deleted files, without those that git ignores, and nothing is touched") {
    const TestRepository files;
    files.write(".gitignore", "secret.yaml\n");
    files.write("kept.yaml", "a: 1\n");
    files.write("gone.yaml", "a: 1\n");
    files.write("changed.yaml", "a: 1\n");
    files.commit();
    files.write("changed.yaml", "a: 2\n");
    files.write("folder/new.yaml", "a: 3\n");
    files.write("secret.yaml", "password: x\n");
    std::filesystem::remove(files.root / "gone.yaml");
    const std::string index = files.bytesOf(".git/index");
    const auto repository = Repository::open(files.root);
    REQUIRE(repository);
    const auto tree = repository->tree(kWorktree);
    REQUIRE(tree);
    CHECK(pathsOf(**tree) == std::vector<std::string>{".gitignore", "changed.yaml", "folder/new.yaml", "kept.yaml"});
    CHECK((*tree)->read("changed.yaml") == "a: 2\n");
    CHECK((*tree)->read("kept.yaml") == "a: 1\n");
    CHECK(files.bytesOf(".git/index") == index);
    // A snapshot: what is written later is none of it.
    files.write("changed.yaml", "a: 4\n");
    CHECK((*tree)->read("changed.yaml") == "a: 2\n");

    const auto committed = repository->tree("main");
    CHECK(pathsOf(**committed) == std::vector<std::string>{".gitignore", "changed.yaml", "gone.yaml", "kept.yaml"});
    const std::vector<std::string> same = {"kept.yaml"}, other = {"changed.yaml"};
    CHECK((*tree)->key(same) == (*committed)->key(same));
    CHECK((*tree)->key(other) != (*committed)->key(other));
}

TEST_CASE("links are followed within the repository, and refused where they leave it") {
    const TestRepository files;
    files.write("base/web.yaml", "a: 1\n");
    std::filesystem::create_symlink("base", files.root / "link");
    std::filesystem::create_symlink("/etc/passwd", files.root / "absolute.yaml");
    std::filesystem::create_directory_symlink("../..", files.root / "up");
    std::filesystem::create_symlink("loop", files.root / "loop");
    files.commit();
    // On disk, too: no file of the tree is read through a folder that became a link meanwhile.
    for (const std::string_view revision : {std::string_view("main"), kWorktree}) {
        const auto tree = Repository::open(files.root)->tree(revision);
        REQUIRE(tree);
        CHECK((*tree)->read("link/web.yaml") == "a: 1\n");
        const auto absolute = (*tree)->read("absolute.yaml");
        REQUIRE_FALSE(absolute);
        CHECK(absolute.error().message == "absolute.yaml is a link to /etc/passwd, which is outside of the repository");
        CHECK_FALSE((*tree)->read("up/x"));
        CHECK_FALSE((*tree)->read("loop"));
        CHECK_FALSE((*tree)->read("../x"));
    }
}

TEST_CASE("a bare repository has commits, and no working tree") {
    const TestRepository files, bare;
    files.write("a.yaml", "a: 1\n");
    files.commit();
    files.git({"clone", "--quiet", "--bare", ".", (bare.root / "bare.git").string()});
    const auto repository = Repository::open(bare.root / "bare.git");
    REQUIRE(repository);
    CHECK((*repository->tree("main"))->read("a.yaml") == "a: 1\n");
    CHECK_FALSE(repository->tree(kWorktree));
}

TEST_CASE("git fetches by a vector of arguments, asks nobody, and its words lose their credentials") {
    const TestRepository cache;
    ScriptedRunner runner;
    runner.outcome = {.exitCode = 128,
                      .errors = "fatal: unable to access 'https://me:word@example.org/a/': no\nhint: x\n"};
    const auto opened =
        openRepository(*parseLocation("https://me:word@example.org/a"),
                       {.git = "/usr/bin/git", .cache = cache.root / "clones", .environment = {"HOME=/h"}}, runner, {});
    REQUIRE_FALSE(opened);
    CHECK_FALSE(opened.error().message.contains("word"));
    CHECK(opened.error().message.contains("https://***@example.org/a"));
    REQUIRE(runner.commands.size() == 1);
    const Command& init = runner.commands.front();
    CHECK(std::ranges::contains(init.arguments, "--"));
    CHECK(std::ranges::contains(init.arguments, "protocol.allow=never"));
    CHECK(std::ranges::contains(init.environment, "GIT_TERMINAL_PROMPT=0"));
    runner.commands.clear();
    runner.outcome = {};
    const Fetching fetching{.git = "/usr/bin/git", .cache = cache.root / "clones", .environment = {"HOME=/h"}};
    (void)openRepository(*parseLocation("https://me:wo%2Frd@example.org/a"), fetching, runner, {});
    REQUIRE(runner.commands.size() == 2);
    const Command& fetch = runner.commands.back();
    // Everybody may read a program's arguments.
    CHECK(std::ranges::contains(fetch.arguments, "https://example.org/a"));
    CHECK(std::ranges::contains(fetch.environment, "ARMILLARY_GIT_PASSWORD=wo/rd"));
    runner.commands.clear();
    (void)openRepository(*parseLocation("https://me@example.org/a"), fetching, runner, {});
    CHECK(std::ranges::contains(runner.commands.back().arguments, "https://me@example.org/a"));
    CHECK_FALSE(openRepository(*parseLocation("https://example.org/a"), {.cache = cache.root / "clones"}, runner, {}));
}
