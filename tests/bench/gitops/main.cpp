// What a preview costs, as people wait for it: a repository of kustomized Argo CD applications, one of which the
// working tree changes; with nothing kept from before, and with what the last preview rendered. Needs git and
// kustomize.
#include <stdlib.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <format>
#include <fstream>
#include <string>

#include "engine/gitops/preview/preview.h"
#include "engine/gitops/source/fetch.h"

using namespace armillary;
namespace fs = std::filesystem;

namespace {

constexpr int kApplications = 92;  ///< as argocd-diff-preview's published figures have it
constexpr int kMany = 500;

void print(const std::string& name, double value, const char* unit, double budget) {
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"budget\":%.3f,\"met\":%s}\n", name.c_str(), value,
                unit, budget, value <= budget ? "true" : "false");
}

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

/// A repository of `count` applications, which goes with this.
class Repository {
public:
    explicit Repository(int count) {
        std::string name = (fs::temp_directory_path() / "armillary-bench.XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) std::abort();
        root = fs::canonical(name);
        for (int i = 0; i < count; ++i) add(i);
        git({"init", "--quiet", "--initial-branch=main", "."});
        git({"add", "--all"});
        git({"commit", "--quiet", "--message=x"});
    }
    ~Repository() { fs::remove_all(root); }
    Repository(const Repository&) = delete;

    void change(int application, int replicas) const {
        const std::string name = std::format("app-{}", application);
        write(root / name / "prod/kustomization.yaml", overlay(name, replicas));
    }

    fs::path root;

private:
    static std::string overlay(const std::string& name, int replicas) {
        return std::format("namespace: {0}\nresources: [../base]\nreplicas: [{{name: {0}, count: {1}}}]\n", name,
                           replicas);
    }
    void add(int application) const {
        const std::string name = std::format("app-{}", application);
        write(root / "apps" / (name + ".yaml"),
              std::format("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {0}}}\nspec:\n"
                          "  source: {{repoURL: 'https://example.org/x.git', path: {0}/prod, targetRevision: main}}\n"
                          "  destination: {{namespace: {0}}}\n",
                          name));
        write(root / name / "base/kustomization.yaml",
              "resources: [web.yaml]\nconfigMapGenerator: [{name: settings, literals: [COLOUR=blue]}]\n");
        write(root / name / "base/web.yaml",
              std::format(
                  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {0}}}\nspec:\n"
                  "  selector: {{matchLabels: {{app: {0}}}}}\n  template:\n    metadata: {{labels: {{app: {0}}}}}\n"
                  "    spec: {{containers: [{{name: web, image: 'example.org/web:1', envFrom: [{{configMapRef: "
                  "{{name: settings}}}}]}}]}}\n---\napiVersion: v1\nkind: Service\nmetadata: {{name: {0}}}\n"
                  "spec: {{selector: {{app: {0}}}, ports: [{{port: 80}}]}}\n",
                  name));
        change(application, 2);
    }
    void git(std::vector<std::string> arguments) const {
        std::vector<std::string> words = {"-c", "user.name=bench", "-c", "user.email=bench@example.org"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        gitops::ChildRunner runner;
        const auto outcome =
            runner.run({.program = gitops::findProgram("git"),
                        .arguments = words,
                        .environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1"},
                        .folder = root},
                       {});
        if (!outcome || outcome->exitCode != 0) std::abort();
    }
};

/// Seconds of one preview as the command line makes it, and that `changed` applications change.
double preview(const Repository& files, const fs::path& cache, long changed, bool all = false) {
    const auto begin = std::chrono::steady_clock::now();
    gitops::ChildRunner runner;
    const gitops::Renderer renderer(gitops::Tools::find(), runner, cache);
    const auto repository = gitops::Repository::open(files.root);
    if (!repository) std::abort();
    const auto seen = gitops::preview(*repository,
                                      {.addresses = {"https://example.org/x.git"},
                                       .base = "main",
                                       .head = std::string(gitops::kWorktree),
                                       .path = {},
                                       .all = all},
                                      renderer, {});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const bool right = seen && seen->problems.empty() &&
                       std::ranges::count(seen->applications, gitops::ApplicationChange::Kind::Changed,
                                          &gitops::ApplicationChange::kind) == changed;
    if (!right) {
        std::fprintf(stderr, "a preview that is not what it should be\n");
        std::exit(1);
    }
    return seconds;
}

double peakMebibytes(int who) {
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

}  // namespace

int main() {
    if (gitops::Tools::find().kustomize.empty() && gitops::Tools::find().kubectl.empty()) {
        std::fprintf(stderr, "# previews: need kustomize or kubectl\n");
        return 0;
    }
    {
        const Repository files(kApplications);
        files.change(7, 3);
        const fs::path cache = files.root / ".git/bench-cache";
        print("preview_1_of_92_cold", preview(files, cache, 1), "s", 3);
        print("preview_1_of_92_warm", preview(files, cache, 1), "s", 0.5);
        print("preview_92_rendered_cold", preview(files, files.root / ".git/bench-all", 1, true), "s", 20);
        print("preview_92_rendered_warm", preview(files, files.root / ".git/bench-all", 1, true), "s", 1);
    }
    const Repository many(kMany);
    print("preview_500_unchanged", preview(many, many.root / ".git/bench-cache", 0), "s", 1);
    print("preview_memory_peak", peakMebibytes(RUSAGE_SELF), "MiB", 128);
    print("preview_renderer_memory_peak", peakMebibytes(RUSAGE_CHILDREN), "MiB", 128);
}
