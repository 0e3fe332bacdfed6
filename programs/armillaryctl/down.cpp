#include <unistd.h>

#include <cstdlib>

#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"
#include "programs/common/folder.h"

namespace armillary::ctl {

namespace fs = std::filesystem;

int down(const DownOptions& options) {
    const DataDir& dir = options.dir;
    std::error_code failed;
    const auto whose = programs::ownerOf(dir.root);
    if (!whose) return fail(whose.error());
    if (*whose == programs::FolderOwner::Nobody) {
        say("nothing there: " + dir.root.string());
        return 0;
    }
    if (*whose == programs::FolderOwner::Somebody)
        return fail(dir.root.string() + " is not an Armillary data directory; nothing was stopped or removed");
    const bool hasNode = fs::exists(dir.node(), failed);
    if (geteuid() != 0 && hasNode && std::system("/usr/bin/sudo -v") != 0)
        return fail("the node agent runs as root; run this as root or through sudo");
    if (!stopProgram(dir.nodePid(), "armillary-node")) return fail("the node agent does not stop");
    if (options.purge && hasNode) {
        // While the control plane still answers, so that the node can say good-bye.
        const auto words = asRoot(binaryDir() / "armillary-node", {"reset", "--data-dir", dir.root.string()});
        if (auto done = programs::runToEnd(words.front(), {words.begin() + 1, words.end()}); !done)
            return fail("the node could not be undone:\n" + done.error());
        say("node is gone, with its containers and networks");
    }
    if (!stopProgram(dir.serverPid(), "armillaryd")) return fail("the control plane does not stop");
    if (options.purge) {
        const auto stays = programs::purgeFolder(dir.root);
        if (!stays) return fail(stays.error());
        say("removed " + (stays->empty() ? dir.root.string() : "what was made in " + dir.root.string()));
        for (const std::string& name : *stays) say("left " + (dir.root / name).string() + ", which is not Armillary's");
    } else {
        say("stopped; containers keep running until the next up, or until down --purge");
    }
    return 0;
}

}  // namespace armillary::ctl
