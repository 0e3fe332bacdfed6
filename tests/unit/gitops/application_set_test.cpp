#include <doctest/doctest.h>

#include <algorithm>

#include "engine/gitops/application/application.h"

using namespace armillary::gitops;

namespace {

const std::string kTemplate =
    "{metadata: {name: '{{name}}'}, spec: {source: {repoURL: 'https://example.org/x', path: '{{path}}'}, "
    "destination: {namespace: n}}}";

Applications read(const std::string& spec, std::map<std::string, std::string> files = {}) {
    files["set.yaml"] = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: s}\nspec:\n" + spec;
    auto applications = readApplications(*Tree::ofFiles(std::move(files)),
                                         [](std::string_view address) { return address == "https://example.org/x"; });
    REQUIRE(applications);
    return std::move(*applications);
}

/// "name path" of each.
std::vector<std::string> linesOf(const Applications& applications) {
    std::vector<std::string> lines;
    for (const Application& each : applications.all) lines.push_back(each.name + " " + each.sources.at(0).path);
    return lines;
}

using Lines = std::vector<std::string>;

/// The one note.
std::string noteOf(const Applications& applications) {
    CHECK(applications.all.empty());
    REQUIRE(applications.notes.size() == 1);
    return applications.notes[0];
}

}  // namespace

TEST_CASE("a list's elements") {
    const auto made = read(
        "  generators: [{list: {elements: [{name: a, path: deploy/a}, {name: b, path: deploy/b, n: 1}]}}]\n"
        "  template: " +
        kTemplate + "\n");
    CHECK(linesOf(made) == Lines{"a deploy/a", "b deploy/b"});
    CHECK(made.notes.empty());
    CHECK(made.all[0].origin == "set.yaml");
    CHECK(made.all[0].namespace_ == "n");
}

TEST_CASE("a repository's folders, without those that are excluded or hidden") {
    const std::map<std::string, std::string> files = {{"apps/a/m.yaml", "x"},    {"apps/b/m.yaml", "x"},
                                                      {"apps/old/m.yaml", "x"},  {"apps/a/deep/m.yaml", "x"},
                                                      {"apps/.git-like/m", "x"}, {"other/c/m.yaml", "x"}};
    const std::string git =
        "  generators: [{git: {repoURL: 'https://example.org/x', directories: [{path: apps/*}, {path: "
        "apps/old, exclude: true}]}}]\n";
    const auto form = [](const std::string& name, const std::string& path) {
        return "  template: {metadata: {name: '" + name +
               "'}, spec: {source: {repoURL: 'https://example.org/x', path: '" + path + "'}}}\n";
    };
    CHECK(linesOf(read(git + form("{{path.basename}}", "{{path}}"), files)) == Lines{"a apps/a", "b apps/b"});
    CHECK(linesOf(read(git + form("x-{{ path[1] }}", "{{path}}"), files)) == Lines{"x-a apps/a", "x-b apps/b"});
    CHECK(linesOf(read(git + "  goTemplate: true\n" + form("{{.path.basename}}", "{{ .path.path }}"), files)) ==
          Lines{"a apps/a", "b apps/b"});
    CHECK(linesOf(read(git + "  goTemplate: true\n" + form("{{index .path.segments 1}}", "{{.path.path}}"), files)) ==
          Lines{"a apps/a", "b apps/b"});
}

TEST_CASE("a repository's files, with what they say") {
    const std::map<std::string, std::string> files = {
        {"clusters/eu/config.json", R"({"cluster": {"name": "europe"}, "size": 3})"},
        {"clusters/us/west/config.json", R"({"cluster": {"name": "west"}, "size": 1})"},
        {"clusters/us/readme.txt", "x"}};
    const std::string spec =
        "  template: {metadata: {name: '{{cluster.name}}-{{size}}-{{values.kind}}'}, spec: {source: "
        "{repoURL: 'https://example.org/x', path: '{{path}}'}}}\n  generators: [{git: {repoURL: "
        "'https://example.org/x', values: {kind: 'of-{{path.basename}}'}, files: [{path: ";
    CHECK(linesOf(read(spec + "'clusters/**/config.json'}]}}]\n", files)) ==
          Lines{"europe-3-of-eu clusters/eu", "west-1-of-west clusters/us/west"});
    CHECK(linesOf(read(spec + "'clusters/*/config.json'}]}}]\n", files)) == Lines{"europe-3-of-eu clusters/eu"});
    CHECK_FALSE(readApplications(*Tree::ofFiles({{"set.yaml", "a: ["}}))->all.size() > 0);
    const auto broken = read(spec + "'clusters/us/readme.txt'}]}}]\n", files);
    CHECK(noteOf(broken).contains("clusters/us/readme.txt"));
}

TEST_CASE("each with each, and one over the other") {
    const auto matrix = read(
        "  generators: [{matrix: {generators: [{git: {repoURL: 'https://example.org/x', directories: [{path: "
        "apps/*}]}}, "
        "{list: {elements: [{zone: east}, {zone: '{{path.basename}}-west'}]}}]}}]\n  template: {metadata: {name: "
        "'{{path.basename}}-{{zone}}'}, spec: {source: {repoURL: r, path: '{{path}}'}}}\n",
        {{"apps/a/m.yaml", "x"}, {"apps/b/m.yaml", "x"}});
    CHECK(linesOf(matrix) == Lines{"a-a-west apps/a", "a-east apps/a", "b-b-west apps/b", "b-east apps/b"});
    const auto merge = read(
        "  generators: [{merge: {mergeKeys: [name], generators: [{list: {elements: [{name: a, path: p}, {name: b, "
        "path: "
        "p}]}}, {list: {elements: [{name: b, path: q}, {name: c, path: q}]}}]}}]\n  template: " +
        kTemplate + "\n");
    CHECK(linesOf(merge) == Lines{"a p", "b q"});
}

TEST_CASE("of what asks somebody, computes or is too much nobody knows what it makes: it is named") {
    const auto with = [](const std::string& generator, const std::string& more = "") {
        return noteOf(read("  generators: [" + generator + "]\n  template: " + kTemplate + "\n" + more));
    };
    CHECK(with("{clusters: {}}").contains("its generator clusters would have to ask somebody"));
    CHECK(with("{pullRequest: {github: {owner: x}}}").contains("pullRequest"));
    CHECK(with("{list: {elements: [{name: a, path: b}]}, selector: {matchLabels: {a: b}}}").contains("selector"));
    CHECK(with("{list: {elements: [{name: a, path: b}]}}", "  templatePatch: 'x'\n").contains("templatePatch"));
    CHECK(with("{git: {repoURL: 'https://example.org/other', directories: [{path: '*'}]}}")
              .contains("another repository"));
    CHECK(with("{list: {elements: [{name: a}]}}").contains("no generator gives what {{path}} asks for"));
    CHECK(with("{list: {elements: [{name: a, path: b}]}}", "  goTemplate: true\n").contains("more than a field"));
    CHECK(with("{matrix: {generators: [{list: {elements: []}}]}}").contains("two generators"));
    CHECK(with("7").contains("is none"));
    std::string list = "{list: {elements: [";
    for (int i = 0; i < 60; ++i) list += "{name: x, path: p},";
    list += "]}}";
    CHECK(with("{matrix: {generators: [" + list + ", " + list + "]}}").contains("more than 2000"));
    std::string deep = "{list: {elements: [{name: a, path: b}]}}";
    for (int i = 0; i < 6; ++i) deep = "{matrix: {generators: [" + deep + ", {list: {elements: [{x: y}]}}]}}";
    CHECK(with(deep).contains("too deep"));
}

TEST_CASE("a name that comes twice is made once") {
    const auto made = read(
        "  generators: [{list: {elements: [{name: a, path: p}, {name: a, path: q}, {name: '', path: p}]}}]\n"
        "  template: " +
        kTemplate + "\n");
    CHECK(linesOf(made) == Lines{"a p"});
    CHECK(made.notes.size() == 2);
}
