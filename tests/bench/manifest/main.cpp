// What editing manifests costs: a folder that is opened, a key that is pressed, a field that is set; each with all that
// the window needs of it: the text parsed, the proof that nothing else has changed, and the object that it says.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <functional>
#include <string>
#include <vector>

#include "engine/manifest/objects.h"
#include "engine/manifest/workspace.h"
#include "tests/bench/manifest/cluster.h"

using namespace armillary;
using manifest::Workspace;

namespace {

constexpr std::size_t kObjects = 1000, kLines = 2000, kDocuments = 100, kKeystrokes = 300, kEdits = 200;
constexpr double kFrame = 16;  ///< milliseconds

void print(const std::string& name, double value, double budget) {
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"ms\",\"budget\":%.3f,\"met\":%s}\n", name.c_str(), value,
                budget, value <= budget ? "true" : "false");
}

double milliseconds(const std::function<void()>& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

std::size_t linesOf(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

/// A Deployment of at least that many lines, as people write them.
std::string deployment(const std::string& name, std::size_t lines) {
    std::string text = std::format(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {0}\n  labels: {{app: {0}}}\nspec:\n"
        "  replicas: 2   # enough\n  selector:\n    matchLabels:\n      app: {0}\n  template:\n    metadata:\n"
        "      labels:\n        app: {0}\n    spec:\n      containers:\n",
        name);
    for (std::size_t i = 0; linesOf(text) < lines; ++i)
        text += std::format(
            "      # does one thing\n      - name: worker-{0}\n        image: registry.example/worker:1.{0}\n"
            "        args: [\"--queue\", \"jobs-{0}\"]\n        env:\n        - name: LEVEL\n          value: \"{0}\"\n"
            "        - name: TOKEN\n          valueFrom:\n            secretKeyRef:\n              name: tokens\n"
            "              key: token-{0}\n        resources:\n          requests:\n            cpu: 100m\n"
            "            memory: 64Mi   # measured\n        ports:\n        - containerPort: {1}\n",
            i, 8000 + i);
    return text;
}

/// What one change costs, in half of the cases and in all but one of a hundred.
struct Costs {
    std::vector<double> all;

    void printAs(const std::string& name) {
        std::ranges::sort(all);
        print(name + "_p50", all[all.size() / 2], kFrame / 2);
        print(name + "_p99", all[all.size() * 99 / 100], kFrame);
    }
};

void perform(Workspace& workspace, std::size_t document, const manifest::Operation& operation) {
    if (!workspace.perform("change", std::vector{operation})) std::abort();
    for (const auto& object : manifest::objectsIn(workspace.files()[0].file, document))
        if (!manifest::readObject(object, "default")) std::abort();
}

/// Characters in a name, one after the other.
void typeInto(const std::string& name, const std::string& text, std::size_t document) {
    Workspace workspace;
    workspace.open("bench.yaml", text);
    std::size_t at = text.find("worker-", workspace.files()[0].file.documents()[document].span.begin) + 7;
    Costs costs;
    for (std::size_t i = 0; i < kKeystrokes; ++i)
        costs.all.push_back(milliseconds([&] { perform(workspace, document, manifest::TextEdit{0, at++, 0, "x"}); }));
    costs.printAs("manifest_keystroke_" + name);
}

void setIn(const std::string& name, const std::string& text, std::size_t document) {
    Workspace workspace;
    workspace.open("bench.yaml", text);
    const auto path = *manifest::parsePath("spec.template.spec.containers[name=worker-0].image");
    Costs costs;
    for (std::size_t i = 0; i < kKeystrokes; ++i) {
        const manifest::FileEdit edit{0, document, {manifest::Edit::Kind::Set, path, std::format("image:{}", i)}};
        costs.all.push_back(milliseconds([&] { perform(workspace, document, edit); }));
    }
    costs.printAs("manifest_set_" + name);
}

/// One gesture that sets a field of many objects, such as a new name that all of them refer to, and its undo.
void gesture() {
    std::string text;
    for (std::size_t i = 0; i < kObjects; ++i) text += "---\n" + deployment(std::format("web-{}", i), 20);
    Workspace workspace;
    workspace.open("bench.yaml", text);
    std::vector<manifest::Operation> edits;
    for (std::size_t i = 0; i < kEdits; ++i)
        edits.emplace_back(manifest::FileEdit{
            0, 5 * i, {manifest::Edit::Kind::Set, *manifest::parsePath("metadata.namespace"), "front"}});
    print("manifest_gesture_of_200_edits", milliseconds([&] {
              if (!workspace.perform("move", edits)) std::abort();
          }),
          500);
    print("manifest_undo_of_200_edits", milliseconds([&] { workspace.undo(); }), 500);
}

void openFolder() {
    std::vector<std::string> files;
    for (std::size_t i = 0; i < kObjects; ++i) files.push_back(deployment(std::format("web-{}", i), 40));
    const double cost = milliseconds([&] {
        Workspace workspace;
        for (const std::string& text : files) {
            const std::size_t file = workspace.open("file.yaml", text);
            for (const auto& object : manifest::objectsIn(workspace.files()[file].file))
                if (!manifest::readObject(object, "default")) std::abort();
        }
    });
    print("manifest_open_1000_objects", cost, 1000);
}

}  // namespace

int main() {
    openFolder();
    gesture();
    const std::string one = deployment("web", kLines);
    std::string many;
    while (linesOf(many) < kLines) many += (many.empty() ? "" : "---\n") + deployment("web", kLines / kDocuments);
    typeInto("one_document_of_2000_lines", one, 0);
    typeInto("2000_lines_in_many_documents", many, 3);
    setIn("one_document_of_2000_lines", one, 0);
    setIn("2000_lines_in_many_documents", many, 3);
    const auto costs = clusterChecks();
    print("manifest_check_1000_objects_against_a_cluster", costs[0], 900);
    print("manifest_check_1000_objects_against_a_cluster_again", costs[1], 750);
}
