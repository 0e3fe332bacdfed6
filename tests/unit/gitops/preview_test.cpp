#include "engine/gitops/preview/preview.h"
#include "tests/unit/gitops/test_repository.h"

using namespace armillary::gitops;

namespace {

std::string mapOf(const std::string& name, const std::string& value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {a: '" + value + "'}\n";
}

/// A repository at https://example.org/team/shop, whose applications are folders of manifests.
struct Fixture {
    TestRepository files;
    ChildRunner runner;
    Renderer renderer{{}, runner, {}};

    void application(const std::string& name, const std::string& more = "targetRevision: main",
                     const std::string& address = "git@example.org:team/shop.git") {
        files.write("apps/" + name + ".yaml",
                    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: " + name +
                        "}\nspec:\n  source: {repoURL: '" + address + "', path: " + name + ", " + more +
                        "}\n  destination: {namespace: front}\n");
    }
    Expected<Preview> look(const std::string& path = "") {
        const auto repository = Repository::open(files.root);
        REQUIRE(repository);
        return preview(*repository, {{"https://example.org/team/shop"}, "main", std::string(kWorktree), path}, renderer,
                       {});
    }
};

ApplicationChange::Kind kindOf(const Preview& preview, const std::string& name) {
    const auto at = std::ranges::find(preview.applications, name, &ApplicationChange::name);
    REQUIRE(at != preview.applications.end());
    return at->kind;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "applications appear, vanish, change and stay") {
    for (const char* name : {"stays", "changes", "vanishes"}) {
        application(name);
        files.write(std::string(name) + "/m.yaml", mapOf(name, "1"));
    }
    files.commit();
    CHECK(look()->isEmpty());
    std::filesystem::remove(files.root / "apps/vanishes.yaml");
    application("appears");
    files.write("appears/m.yaml", mapOf("appears", "1"));
    files.write("changes/m.yaml", mapOf("changes", "2"));
    const auto seen = look();
    REQUIRE(seen);
    CHECK(kindOf(*seen, "stays") == ApplicationChange::Kind::Unchanged);
    CHECK(kindOf(*seen, "changes") == ApplicationChange::Kind::Changed);
    CHECK(kindOf(*seen, "vanishes") == ApplicationChange::Kind::Removed);
    CHECK(kindOf(*seen, "appears") == ApplicationChange::Kind::Added);
    REQUIRE(seen->objects.size() == 3);
    CHECK(seen->objects[0].kind == ObjectChange::Kind::Create);
    CHECK(seen->objects[0].object().namespace_() == "front");
    CHECK(seen->objects[1].kind == ObjectChange::Kind::Update);
    CHECK(seen->objects[2].kind == ObjectChange::Kind::Delete);
    for (const ObjectChange& each : seen->objects) CHECK_FALSE(each.impact.empty());
    // Of one path alone.
    CHECK(look("changes")->objects.size() == 1);
    // A comment is no change.
    files.write("changes/m.yaml", "# why\n" + mapOf("changes", "1"));
    CHECK(kindOf(*look(), "changes") == ApplicationChange::Kind::Unchanged);
}

TEST_CASE_FIXTURE(Fixture,
                  "what is pinned stays what it is; what is elsewhere is left out by name, unless it changes") {
    application("pinned", "targetRevision: v1");
    files.write("pinned/m.yaml", mapOf("pinned", "1"));
    application("elsewhere", "targetRevision: main", "https://example.org/team/other");
    files.commit();
    files.git({"tag", "v1"});
    files.write("pinned/m.yaml", mapOf("pinned", "2"));
    const auto seen = look();
    REQUIRE(seen);
    CHECK(seen->isEmpty());
    CHECK(seen->problems.empty());
    CHECK(std::ranges::any_of(seen->notes, [](const Remark& each) {
        return each.application == "elsewhere" &&
               each.text.contains("another repository, https://example.org/team/other");
    }));
    application("elsewhere", "targetRevision: v2", "https://example.org/team/other");
    application("charted", "chart: redis");
    const auto changed = look();
    REQUIRE(changed);
    REQUIRE(changed->problems.size() == 2);
    CHECK(changed->problems[0].application == "charted");
    CHECK(changed->problems[1].application == "elsewhere");
}

TEST_CASE_FIXTURE(Fixture, "what cannot be rendered is a problem, and hides no other application") {
    for (const char* name : {"bad", "good"}) {
        application(name);
        files.write(std::string(name) + "/m.yaml", mapOf(name, "1"));
    }
    files.commit();
    files.write("bad/m.yaml", "a: [\n");
    files.write("good/m.yaml", mapOf("good", "2"));
    const auto seen = look();
    REQUIRE(seen);
    REQUIRE(seen->problems.size() == 1);
    CHECK(seen->problems[0].text.contains("bad/m.yaml:"));
    CHECK(kindOf(*seen, "good") == ApplicationChange::Kind::Changed);
}

TEST_CASE_FIXTURE(Fixture, "a path is an application where nobody says of one; nothing at all is a question") {
    files.write("plain/m.yaml", mapOf("m", "1"));
    files.commit();
    files.write("plain/deep/n.yaml", mapOf("n", "1"));
    const auto nothing = look();
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().next.contains("--path"));
    const auto seen = look("plain");
    REQUIRE(seen);
    CHECK(seen->objects.size() == 1);
    CHECK_FALSE(look("gone"));
    CHECK_FALSE(look("../x"));
}
