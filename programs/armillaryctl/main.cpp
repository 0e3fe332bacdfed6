// armillaryctl: what kubectl has no word for.
#include <CLI/CLI.hpp>
#include <functional>

#include "programs/armillaryctl/commands.h"
#include "programs/armillaryctl/gitops.h"
#include "programs/armillaryctl/manifest.h"
#include "programs/common/folder.h"

namespace ctl = armillary::ctl;
using armillary::programs::DataDir;

int main(int count, char** arguments) {
    CLI::App app("Brings an Armillary cluster up and down on this machine.");
    app.require_subcommand(1);
    app.set_version_flag("--version", "armillaryctl " ARMILLARY_VERSION);
    std::string dataDir = armillary::programs::defaultDataDir().string();
    const auto withDataDir = [&](CLI::App* command) {
        command->add_option("--data-dir", dataDir, "where the cluster's state lives")->capture_default_str();
        return command;
    };
    DataDir dir;
    std::function<int()> chosen;

    std::string listen, nodes = "this";
    auto* up = withDataDir(app.add_subcommand(
        "up", "start, or finish starting, the control plane and this machine's node; returns when the node is Ready"));
    up->add_option("--listen", listen,
                   "IP:PORT of the API server, port 0 for a free one; where it was before, else 127.0.0.1:6443, when "
                   "left out");
    up->add_option("--nodes", nodes, "this: this machine is a node; none: control plane only")
        ->check(CLI::IsMember({"this", "none"}))
        ->capture_default_str();
    up->callback([&] {
        chosen = [&] {
            if (listen.empty()) return ctl::up({dir, std::nullopt, nodes == "this"});
            const auto address = armillary::programs::parseListenAddress(listen);
            return address ? ctl::up({dir, *address, nodes == "this"}) : ctl::fail("--listen: " + address.error());
        };
    });

    bool purge = false;
    auto* down = withDataDir(app.add_subcommand("down", "stop the control plane and this machine's node"));
    down->add_flag("--purge", purge, "also remove containers, networks, cgroups and all data");
    down->callback([&] { chosen = [&] { return ctl::down({dir, purge}); }; });

    auto* status = withDataDir(app.add_subcommand("status", "what runs, and how the nodes are"));
    status->callback([&] { chosen = [&] { return ctl::status(dir); }; });

    int hours = 24;
    auto* token = app.add_subcommand("token", "join tokens")->require_subcommand(1);
    auto* create = withDataDir(
        token->add_subcommand("create", "make a token and print the command that joins another machine with it"));
    create->add_option("--hours", hours, "how long it is good for")
        ->check(CLI::Range(1, 24 * 365))
        ->capture_default_str();
    create->callback([&] { chosen = [&] { return ctl::createToken(dir, std::chrono::hours(hours)); }; });

    std::vector<std::string> files;
    auto* image = app.add_subcommand("image", "images on this machine's node")->require_subcommand(1);
    auto* load =
        withDataDir(image->add_subcommand("load", "load image archives (OCI or docker) into this machine's node"));
    load->add_option("FILE", files, "archives")->required();
    load->callback([&] { chosen = [&] { return ctl::loadImages(dir, files); }; });

    ctl::WhyOptions asked;
    std::string output = "text";
    auto* why =
        withDataDir(app.add_subcommand("why", "say why an object is in the state that it is in, and what to do"));
    why->add_option("KIND/NAME", asked.object, "pod/web, deploy/web, pvc/data; custom kinds as well")->required();
    why->add_option("-n,--namespace", asked.namespace_, "where it is")->capture_default_str();
    auto* file = why->add_option("--kubeconfig", asked.kubeconfig, "of any other cluster");
    why->add_option("--context", asked.context, "in that file; its current one when left out")->needs(file);
    file->excludes("--data-dir");
    why->add_option("-o,--output", output, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    why->callback([&] {
        chosen = [&] {
            asked.dir = dir;
            asked.json = output == "json";
            return ctl::why(asked);
        };
    });

    std::string backupFile;
    auto* backup = withDataDir(app.add_subcommand(
        "backup", "copy the cluster (state, keys, certificates) to a file, also while it runs, and check the copy"));
    backup->add_option("FILE", backupFile, "the file to make; it is as secret as the data directory")->required();
    backup->callback([&] { chosen = [&] { return ctl::backup(dir, backupFile); }; });
    auto* restore = withDataDir(app.add_subcommand("restore", "put the cluster of a backup into a data directory"));
    restore->add_option("FILE", backupFile, "a backup; automatic ones are in the data directory's backups/")
        ->required();
    restore->callback([&] { chosen = [&] { return ctl::restore(dir, backupFile); }; });

    auto* version = app.add_subcommand("version", "print the version");
    version->callback([&] {
        chosen = [] { return std::printf("armillaryctl %s, Kubernetes v1.32.3\n", ARMILLARY_VERSION) > 0 ? 0 : 1; };
    });

    std::string into;
    auto* kubeconfig = app.add_subcommand("kubeconfig", "your own kubeconfig")->require_subcommand(1);
    auto* merge = withDataDir(kubeconfig->add_subcommand(
        "merge", "add this cluster as context 'armillary' to your kubeconfig; your current context stays"));
    merge->add_option("--into", into, "the file; $KUBECONFIG or ~/.kube/config unless given");
    merge->callback([&] { chosen = [&] { return ctl::mergeKubeconfig(dir, into); }; });

    ctl::addManifest(app, chosen);
    ctl::addGitops(app, chosen);

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;  // what cannot be understood is 2, as other programs have it
    }
    const auto folder = armillary::programs::canonicalFolder(dataDir);
    if (!folder) return ctl::fail("--data-dir: " + folder.error());
    dir.root = *folder;
    return chosen();
}
