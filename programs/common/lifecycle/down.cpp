#include "programs/common/folder.h"
#include "programs/common/lifecycle/admin.h"
#include "programs/common/lifecycle/up.h"

namespace armillary::programs {

using namespace std::chrono_literals;

std::vector<Step> stepsDown(bool hasNode) {
    std::vector<Step> steps;
    if (hasNode) steps.push_back({StepId::StopAgent, 2s});
    steps.push_back({StepId::StopControlPlane, 1s});
    return steps;
}

Outcome takeDown(Programs& programs, const DownOptions& options, const Progress& progress) {
    const DataDir& dir = options.dir;
    const auto fail = [&](std::string text, const char* log = nullptr) {
        return std::unexpected(
            Failure{std::move(text), {{Remedy::Retry, ""}}, log ? dir.log() / log : std::filesystem::path()});
    };
    const auto whose = ownerOf(dir.root);
    if (!whose) return std::unexpected(Failure{whose.error(), {}});
    if (*whose == FolderOwner::Nobody) {
        progress.said("nothing there: " + dir.root.string());
        return {};
    }
    if (*whose == FolderOwner::Somebody)
        return std::unexpected(
            Failure{dir.root.string() + " is not an Armillary data directory; nothing was stopped or removed", {}});
    const bool hasNode = programs.hasNode();
    if (hasNode) {
        progress.began(StepId::StopAgent);
        const bool needsRoot = options.purge || programs.agentRuns();
        if (needsRoot && !programs.obtainRoot()) {
            auto command = shellLine(
                asRoot(RootMeans::ByHand, binaryDir() / "armillaryctl", {"down", "--data-dir", dir.root.string()}));
            return std::unexpected(Failure{"the node agent runs as root; run this as root or through sudo",
                                           {{Remedy::RunByHand, std::move(command)}}});
        }
        if (!programs.stopAgent()) return fail("the node agent does not stop", "armillary-node.log");
        progress.ended(StepId::StopAgent);
    }
    if (options.purge && hasNode) {
        // While the control plane still answers, so that the node can say good-bye.
        progress.began(StepId::ResetNode);
        if (auto done = programs.resetNode(); !done) return fail("the node could not be undone:\n" + done.error());
        progress.said("node is gone, with its containers and networks");
        progress.ended(StepId::ResetNode);
    }
    progress.began(StepId::StopControlPlane);
    if (!programs.stopServer()) return fail("the control plane does not stop", "armillaryd.log");
    progress.ended(StepId::StopControlPlane);
    if (!options.purge) {
        progress.said("stopped; containers keep running until the next up, or until down --purge");
        return {};
    }
    progress.began(StepId::Purge);
    const auto stays = purgeFolder(dir.root);
    if (!stays) return fail(stays.error());
    progress.said("removed " + (stays->empty() ? dir.root.string() : "what was made in " + dir.root.string()));
    for (const std::string& name : *stays)
        progress.said("left " + (dir.root / name).string() + ", which is not Armillary's");
    progress.ended(StepId::Purge);
    return {};
}

}  // namespace armillary::programs
