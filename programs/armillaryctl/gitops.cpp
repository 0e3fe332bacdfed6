#include "programs/armillaryctl/gitops.h"

#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <memory>
#include <thread>

#include "engine/gitops/source/fetch.h"
#include "engine/gitops/source/path.h"
#include "engine/manifest/render.h"
#include "programs/armillaryctl/commands.h"
#include "programs/armillaryctl/gitops_cluster.h"
#include "programs/armillaryctl/gitops_print.h"

namespace armillary::ctl {

namespace {

constexpr int kDiffers = 10;

struct GitopsOptions {
    std::string repository = ".", revision = "HEAD", base, head, path, output = "text";
    std::vector<std::string> addresses;
    std::string against, kubeconfig;
    bool run = false, clean = false;
    RunOptions running;
};

/// Stops what runs when the user does, so that temporary folders go and children end.
class Interrupts {
public:
    Interrupts() {
        sigemptyset(&m_signals);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaddset(&m_signals, signal);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_waiting = std::jthread([this] {
            int signal = 0;
            sigwait(&m_signals, &signal);
            if (signal != SIGUSR1) m_stop.request_stop();
        });
    }
    ~Interrupts() {
        pthread_kill(m_waiting.native_handle(), SIGUSR1);
        m_waiting.join();
    }
    Interrupts(const Interrupts&) = delete;
    std::stop_token token() const { return m_stop.get_token(); }

private:
    sigset_t m_signals;
    std::stop_source m_stop;
    std::jthread m_waiting;
};

std::filesystem::path cacheFolder() {
    const char* const cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && cache[0] == '/') return std::filesystem::path(cache) / "armillary" / "gitops";
    const char* const home = std::getenv("HOME");
    return home != nullptr && home[0] == '/' ? std::filesystem::path(home) / ".cache/armillary/gitops"
                                             : std::filesystem::path();
}

int failWith(const gitops::Problem& problem) {
    fail(plain(problem.message));
    if (!problem.next.empty()) std::fprintf(stderr, "  %s\n", plain(problem.next).c_str());
    return 1;
}

/// A repository, and what it may be called.
struct Opened {
    gitops::Repository repository;
    std::vector<std::string> addresses;
};

gitops::Expected<Opened> open(const GitopsOptions& options, gitops::Runner& runner, const std::stop_token& stop) {
    const auto location = gitops::parseLocation(options.repository);
    if (!location) return std::unexpected(location.error());
    gitops::Fetching fetching{gitops::findProgram("git"), cacheFolder() / "clones", gitops::fetchEnvironment()};
    if (!location->isLocal() && cacheFolder().empty())
        return gitops::problem("there is no folder for what is fetched", "Set HOME, or XDG_CACHE_HOME.");
    auto repository = gitops::openRepository(*location, fetching, runner, stop);
    if (!repository) return std::unexpected(std::move(repository.error()));
    Opened opened{std::move(*repository), options.addresses};
    if (location->isLocal()) {
        std::error_code failed;
        const auto folder = std::filesystem::canonical(location->folder, failed);
        opened.addresses.push_back("file://" + (failed ? location->folder : folder).string());
        for (std::string& url : opened.repository.remotes()) opened.addresses.push_back(std::move(url));
    } else {
        opened.addresses.push_back(location->url);
    }
    return opened;
}

int print(const std::string& text) {
    return std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0 ? 1 : 0;
}

int render(const GitopsOptions& options) {
    const Interrupts interrupts;
    gitops::ChildRunner runner;
    const auto opened = open(options, runner, interrupts.token());
    if (!opened) return failWith(opened.error());
    const gitops::Renderer renderer(gitops::Tools::find(), runner,
                                    cacheFolder().empty() ? "" : cacheFolder() / "rendered");
    std::vector<gitops::ApplicationParts> parts;
    if (!options.path.empty()) {
        auto tree = opened->repository.tree(options.revision);
        if (!tree) return failWith(tree.error());
        gitops::Application application = gitops::applicationOfPath(options.path);
        gitops::RenderRequest request{.tree = std::move(*tree),
                                      .path = options.path,
                                      .settings = application.sources.front().settings,
                                      .name = std::string(gitops::nameOf(options.path)),
                                      .namespace_ = "default"};
        parts.push_back({.application = std::move(application), .requests = {std::move(request)}});
    } else {
        auto side = gitops::Side::read(opened->repository, opened->addresses, options.revision, {});
        if (!side) return failWith(side.error());
        if (side->parts().empty())
            return failWith(
                {"the repository says of no application what is deployed", "Give the path of what is: --path FOLDER"});
        for (const std::string& note : side->notes()) std::fprintf(stderr, "armillaryctl: %s\n", note.c_str());
        parts = side->parts();
    }
    for (const gitops::ApplicationParts& each : parts) {
        for (const std::string& note : each.application.unsupported)
            std::fprintf(stderr, "armillaryctl: %s: %s\n", each.application.name.c_str(), note.c_str());
        const auto rendered = gitops::renderAll(each, renderer, interrupts.token());
        if (!rendered) return failWith(rendered.error());
        for (const std::string& note : rendered->notes) std::fprintf(stderr, "armillaryctl: %s\n", note.c_str());
        for (const gitops::RenderedObject& object : rendered->objects) {
            const auto text = manifest::jsonToYaml(object.item.json);
            if (!text) return fail(std::format("{} {}: {}", object.item.kind, object.item.name, text.error()));
            if (print("---\n" + *text) != 0) return 1;
        }
    }
    return 0;
}

/// Removes what previews left that did not come to their end.
int clean(const GitopsOptions& options) {
    const auto removed = cleanUp(options.running.dataDir);
    if (!removed) return failWith(removed.error());
    return print(*removed == 0 ? "There is nothing of an earlier preview.\n"
                               : std::format("Removed what was left of {} previews.\n", *removed));
}

int previewChange(const GitopsOptions& options) {
    if (options.clean) return clean(options);
    const Interrupts interrupts;
    gitops::ChildRunner runner;
    std::unique_ptr<gitops::Live> live;
    if (!options.against.empty()) {
        auto looking = lookAt(options.against, options.kubeconfig);
        if (!looking) return failWith(looking.error());
        live = std::move(*looking);
    }
    const auto opened = open(options, runner, interrupts.token());
    if (!opened) return failWith(opened.error());
    const gitops::Renderer renderer(gitops::Tools::find(), runner,
                                    cacheFolder().empty() ? "" : cacheFolder() / "rendered");
    const auto result = gitops::preview(opened->repository,
                                        {.addresses = opened->addresses,
                                         .base = options.base,
                                         .head = options.head,
                                         .path = options.path,
                                         .live = live.get(),
                                         .all = options.run && options.running.all},
                                        renderer, interrupts.token());
    if (!result) return failWith(result.error());
    auto trial = options.run ? runHere(*result, options.running, interrupts.token()) : gitops::TrialResult();
    const Told told{*result, options.base, options.head, options.against, options.run && trial ? &*trial : nullptr};
    const std::string text = options.output == "json"       ? printJson(told)
                             : options.output == "markdown" ? printMarkdown(told)
                                                            : printText(told);
    if (print(text) != 0) return 1;
    for (const gitops::Remark& each : result->problems)
        failWith({each.application + (each.application.empty() ? "" : ": ") + each.text, each.next});
    if (!trial) failWith(trial.error());
    if (!result->problems.empty() || !trial) return 1;
    return result->isEmpty() ? 0 : kDiffers;
}

/// What has to do with clusters.
void addClusterOptions(CLI::App* previewing, const std::shared_ptr<GitopsOptions>& options) {
    auto* against = previewing->add_option(
        "--against", options->against,
        "a context of a kubeconfig: what really runs there is compared as well, and the change is judged by it; it is "
        "read and never written to");
    previewing
        ->add_option("--kubeconfig", options->kubeconfig, "the file of that context; your own files when left out")
        ->needs(against);
    auto* run = previewing->add_flag(
        "--run", options->run,
        "run what changes on the cluster of --data-dir, in namespaces of its own that are removed again, and say "
        "whether it is healthy");
    options->running.dataDir = programs::defaultDataDir().string();
    previewing->add_option("--data-dir", options->running.dataDir, "the cluster to run it on")->capture_default_str();
    previewing->add_flag("--all", options->running.all, "run what stays as it is, too")->needs(run);
    previewing
        ->add_flag("--substitute-images", options->running.substituteImages,
                   "run the sample image in the place of every other")
        ->needs(run);
    previewing->add_option("--timeout", options->running.timeoutSeconds, "how many seconds it may take to be healthy")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str()
        ->needs(run);
    previewing->add_flag("--clean", options->clean,
                         "only remove what previews have left on the cluster of --data-dir that were killed");
}

}  // namespace

void addGitops(CLI::App& app, std::function<int()>& chosen) {
    auto options = std::make_shared<GitopsOptions>();
    auto* gitops = app.add_subcommand("gitops",
                                      "what a git repository deploys, and what a change in it would do; nothing is "
                                      "written to the repository, nor to production")
                       ->require_subcommand(1);
    const auto about = [options](CLI::App* command) {
        command
            ->add_option("--repo", options->repository,
                         "a folder, or an address (https, ssh), which is fetched by your own git")
            ->capture_default_str();
        command->add_option(
            "--path", options->path,
            "a folder in it, or a manifest; without it, what Argo CD's Applications and Flux' Kustomizations "
            "in it deploy");
        command->add_option("--address", options->addresses,
                            "another address by which applications in it know it; its remotes are known");
        return command;
    };
    auto* rendering =
        about(gitops->add_subcommand("render", "print the objects that a path or all applications come to, as YAML"));
    rendering
        ->add_option("--revision", options->revision, "a branch, a tag, a commit, or worktree for the files on disk")
        ->capture_default_str();
    rendering->callback([&chosen, options] { chosen = [options] { return render(*options); }; });
    auto* previewing = about(gitops->add_subcommand(
        "preview",
        "compare what two revisions deploy, object by object, and say what the change does. Exit status: 0 when "
        "nothing would change, 10 when something would, 1 when it cannot be told"));
    previewing->add_option("--base", options->base, "the revision that production follows");
    previewing->add_option("--head", options->head, "the revision to look at; worktree for the files on disk");
    addClusterOptions(previewing, options);
    previewing->add_option("-o,--output", options->output, "text, json, or markdown for a pull request")
        ->check(CLI::IsMember({"text", "json", "markdown"}))
        ->capture_default_str();
    previewing->callback([&chosen, options] {
        for (const auto& [name, value] : {std::pair("--base", &options->base), std::pair("--head", &options->head)})
            if (!options->clean && value->empty()) throw CLI::RequiredError(name);
        chosen = [options] { return previewChange(*options); };
    });
}

}  // namespace armillary::ctl
