#include <algorithm>

#include "engine/gitops/render/closure.h"
#include "engine/gitops/render/renderer.h"
#include "tests/unit/gitops/test_repository.h"

using namespace armillary::gitops;

namespace {

constexpr const char* kMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";

/// Renders nothing, and remembers what it was to run.
class ScriptedRunner final : public Runner {
public:
    Expected<Outcome> run(const Command& command, const std::stop_token&) override {
        commands.push_back(command);
        return outcome;
    }
    std::vector<Command> commands;
    Outcome outcome{.output = kMap};
};

TreeRef treeOf(std::map<std::string, std::string> files) {
    return Tree::ofFiles(std::move(files));
}

std::string refusalOf(std::map<std::string, std::string> files, const std::string& path) {
    const auto closure = kustomizationClosure(*treeOf(std::move(files)), path);
    return closure ? "" : closure.error().message;
}

struct Fixture {
    TestRepository cache;
    ScriptedRunner runner;
    Renderer renderer{{.kustomize = "/usr/bin/kustomize", .helm = "/usr/bin/helm"}, runner, cache.root / "rendered"};
    Expected<Rendered> render(TreeRef tree, const std::string& path, Settings settings = {}) {
        return renderer.render({.tree = std::move(tree),
                                .path = path,
                                .settings = std::move(settings),
                                .name = "shop",
                                .namespace_ = "front"},
                               {});
    }
};

}  // namespace

TEST_CASE("a kustomization's closure is what it stands on, and nothing else") {
    const auto closure = kustomizationClosure(*treeOf({{"base/kustomization.yaml", "resources: [web.yaml]"},
                                                       {"base/web.yaml", kMap},
                                                       {"prod/kustomization.yml", "resources: [../base]"},
                                                       {"other/x.yaml", kMap}}),
                                              "prod");
    REQUIRE(closure);
    CHECK(*closure == std::vector<std::string>{"base", "base/web.yaml", "prod"});
}

TEST_CASE("kustomizations that leave, loop, fetch or run something are refused by name (CVE-2022-24877)") {
    CHECK(
        refusalOf({{"a/kustomization.yaml", "resources: ['https://example.org/x.yaml']"}}, "a") ==
        "a/kustomization.yaml takes https://example.org/x.yaml from elsewhere, and nothing is fetched while rendering");
    for (const char* remote :
         {"github.com/org/repo//base?ref=v1", "git@example.org:a/b", "ssh://u:word@example.org/a"}) {
        const std::string refusal =
            refusalOf({{"a/kustomization.yaml", std::string("resources: ['") + remote + "']"}}, "a");
        CHECK(refusal.contains("from elsewhere"));
        CHECK_FALSE(refusal.contains("word"));
    }
    CHECK(refusalOf({{"a/kustomization.yaml", "resources: [../../etc]"}}, "a").contains("../../etc"));
    CHECK(refusalOf({{"a/kustomization.yaml", "resources: [/etc/passwd]"}}, "a").contains("not in the repository"));
    CHECK(refusalOf({{"a/kustomization.yaml", "patches: [{path: gone.yaml}]"}}, "a").contains("gone.yaml"));
    CHECK(refusalOf({{"a/kustomization.yaml", "configMapGenerator: [{name: c, files: ['k=/etc/passwd']}]"}}, "a")
              .contains("/etc/passwd"));
    CHECK(refusalOf({{"a/kustomization.yaml", "helmCharts: [{name: x}]"}}, "a").contains("helmCharts"));
    CHECK(refusalOf({{"a/kustomization.yaml", "resources: ["}}, "a").contains("a/kustomization.yaml"));
    // A cycle ends here; kustomize says what is wrong with it.
    CHECK(refusalOf({{"a/kustomization.yaml", "resources: [../b]"}, {"b/kustomization.yaml", "resources: [../a]"}}, "a")
              .empty());
}

TEST_CASE("values and dependencies of a chart come from the repository alone (CVE-2022-24348, CVE-2023-40026)") {
    const auto tree = treeOf({{"chart/Chart.yaml", "name: x"}, {"values/prod.yaml", "a: 1"}, {"etc/passwd", "ours"}});
    const auto values = [&](const char* file) { return valueFilesOf(*tree, "chart", {.valueFiles = {file}}); };
    CHECK(*values("../values/prod.yaml") == std::vector<std::string>{"values/prod.yaml"});
    // The repository's root, never the machine's.
    CHECK(*values("/etc/passwd") == std::vector<std::string>{"etc/passwd"});
    for (const char* refused :
         {"/etc/shadow", "../../etc/passwd", "https://example.org/v.yaml", "file:///etc/passwd", "gone.yaml"})
        CHECK_FALSE(values(refused));
    CHECK(valueFilesOf(*tree, "chart", {.valueFiles = {"gone.yaml"}, .ignoreMissingValueFiles = true})->empty());

    const auto needs = [](const char* repository) {
        return chartClosure(
            *treeOf({{"c/Chart.yaml", std::string("dependencies: [{name: d, repository: '") + repository + "'}]"},
                     {"d/Chart.yaml", "name: d"}}),
            "c", {});
    };
    CHECK(needs("file://../d")->needsBuild);
    CHECK_FALSE(needs("file://../../d"));
    CHECK_FALSE(needs("file:///d"));
    const auto remote = needs("https://me:word@charts.example.org");
    REQUIRE_FALSE(remote);
    CHECK(remote.error().message.contains("needs the chart d of https://***@charts.example.org"));
    CHECK(remote.error().next.contains("helm dependency update c"));
    const auto vendored =
        treeOf({{"c/Chart.yaml", "dependencies: [{name: d, repository: 'https://x'}]"}, {"c/charts/d-1.tgz", ""}});
    CHECK(chartClosure(*vendored, "c", {}));
}

TEST_CASE("a folder of manifests: which files, and where a mistake is") {
    const auto tree = treeOf({{"p/a.yaml", kMap},
                              {"p/b.json", R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"}})"},
                              {"p/deep/c.yml", kMap},
                              {"p/notes.md", "#"},
                              {"p/d.jsonnet", "{}"},
                              {"p/skipped.yaml", "# +argocd:skip-file-rendering\nx"},
                              {"bad/x.yaml", "a: 1\nb: [\n"},
                              {"odd/y.yaml", "kind: Service\n"}});
    const auto count = [&](DirectorySettings settings) {
        return renderDirectory(*tree, "p", settings)->objects.size();
    };
    CHECK(count({}) == 2);
    CHECK(count({.recurse = true}) == 3);
    CHECK(count({.recurse = true, .exclude = "deep/*"}) == 2);
    CHECK(count({.include = "*.json"}) == 1);
    CHECK(renderDirectory(*tree, "p", {})->objects[0].origin == "p/a.yaml");
    CHECK(renderDirectory(*tree, "p", {})->notes ==
          std::vector<std::string>{"p/d.jsonnet is left out: Jsonnet is not supported."});
    CHECK(renderDirectory(*tree, "bad", {}).error().message.starts_with("bad/x.yaml:"));
    CHECK(renderDirectory(*tree, "odd", {}).error().message.contains("odd/y.yaml, object 1: it has no apiVersion"));
    CHECK_FALSE(renderDirectory(*tree, "gone", {}));
}

TEST_CASE("helm's output is read with its templates") {
    const auto objects = readHelmOutput(
        "---\n# Source: shop/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n   "
        " ---\n    # Source: no\n---\n# Source: shop/templates/b.yaml\n"
        "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n");
    REQUIRE(objects);
    REQUIRE(objects->size() == 2);
    CHECK((*objects)[0].origin == "shop/templates/a.yaml");
    CHECK((*objects)[1].origin == "shop/templates/b.yaml");
}

TEST_CASE_FIXTURE(Fixture, "kustomize runs caged on a copy, and once for the same content") {
    const std::map<std::string, std::string> files = {{"p/kustomization.yaml", "resources: [m.yaml]"},
                                                      {"p/m.yaml", kMap}};
    REQUIRE(render(treeOf(files), "p"));
    REQUIRE(runner.commands.size() == 1);
    const Command& command = runner.commands.front();
    CHECK(command.arguments ==
          std::vector<std::string>{"build", "source/p", "--load-restrictor", "LoadRestrictionsRootOnly"});
    REQUIRE(command.cage);
    CHECK(command.cage->readable == std::vector<std::filesystem::path>{command.folder});
    CHECK(std::ranges::none_of(command.environment, [](const std::string& each) {
        return each.contains(std::getenv("HOME") ? std::getenv("HOME") : "/no");
    }));
    CHECK_FALSE(std::filesystem::exists(command.folder));
    auto more = files;
    more["elsewhere/x.yaml"] = "a: 1";
    REQUIRE(render(treeOf(more), "p"));
    CHECK(runner.commands.size() == 1);
    more["p/m.yaml"] += "data: {a: b}\n";
    REQUIRE(render(treeOf(more), "p"));
    CHECK(runner.commands.size() == 2);
    REQUIRE(render(treeOf(files), "p", {.kustomize = {.overlay = R"({"namePrefix":"x-"})"}}));
    CHECK(runner.commands.back().arguments[1] == "overlay");
    // What is damaged on disk is rendered again.
    for (const auto& kept : std::filesystem::directory_iterator(cache.root / "rendered"))
        std::ofstream(kept.path(), std::ios::app) << "x";
    REQUIRE(render(treeOf(files), "p"));
    CHECK(runner.commands.size() == 4);
}

TEST_CASE_FIXTURE(Fixture, "a folder with kustomizations in it is given to kustomize as Flux does") {
    REQUIRE(render(treeOf({{"p/a/kustomization.yaml", "resources: []"}, {"p/a/deep/x.yaml", kMap}, {"p/b.yaml", kMap}}),
                   "p", {.directory = {.recurse = true}}));
    CHECK(runner.commands.size() == 1);
    CHECK(resourcesIn(*treeOf({{"p/a/kustomization.yaml", ""}, {"p/a/deep/x.yaml", ""}, {"p/b.yaml", ""}}), "p") ==
          std::vector<std::string>{"a", "b.yaml"});
}

TEST_CASE_FIXTURE(Fixture, "helm runs as Argo CD runs it: precedence, escapes, no shell") {
    HelmSettings helm{.valueFiles = {"prod.yaml"},
                      .values = {"a: 1"},
                      .parameters = {{"x", "1,2"}, {"y", "$(id)", true}},
                      .skipTests = true};
    REQUIRE(render(treeOf({{"c/Chart.yaml", "name: c"}, {"c/prod.yaml", ""}}), "c", {.helm = helm}));
    REQUIRE(runner.commands.size() == 1);
    CHECK(runner.commands[0].arguments ==
          std::vector<std::string>{"template", ".", "--name-template", "shop", "--namespace", "front", "--kube-version",
                                   "1.32.3", "--set", "x=1\\,2", "--set-string", "y=$(id)", "--values",
                                   "../../source/c/prod.yaml", "--values", "../../values-0.yaml", "--include-crds",
                                   "--skip-tests"});
}

TEST_CASE_FIXTURE(Fixture, "a renderer's complaint has no folder of this machine, and a missing one a way to get it") {
    runner.outcome = {.exitCode = 1};
    const auto tree = treeOf({{"p/kustomization.yaml", "resources: [m.yaml]"}, {"p/m.yaml", kMap}});
    CHECK(render(tree, "p").error().message == "p cannot be rendered: it ended with 1");
    const Renderer none({}, runner, {});
    const auto missing = none.render({.tree = tree, .path = "p"}, {});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().next == "Install it: apt install kustomize");
    CHECK_FALSE(none.render({.tree = treeOf({{"c/Chart.yaml", "name: c"}}), .path = "c"}, {}));
}

TEST_CASE("bytes that are no text are refused, and not thought about") {
    const auto tree = treeOf({{"p/a.yaml", "%\xe9--\ne: x\n: c/templates/a.yaTml\napiVersion: v1\nkind"}});
    CHECK(renderDirectory(*tree, "p", {}).error().message.contains("p/a.yaml: invalid leading UTF-8 octet"));
}
