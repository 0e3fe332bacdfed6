#include <unistd.h>

#include <cstdlib>

#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"

namespace armillary::ctl {

namespace {

namespace fs = std::filesystem;
constexpr auto kPatience = std::chrono::seconds(20);

bool stop(const fs::path& pidFile, const std::string& program) {
    const auto pid = programs::runningProcess(pidFile, program);
    if (!pid) return true;
    if (geteuid() != 0 && program == "armillary-node") {
        const auto words = asRoot("/bin/kill", {std::to_string(*pid)});
        (void)programs::runToEnd(words.front(), {words.begin() + 1, words.end()});
    }
    return programs::stopProcess(*pid, kPatience);
}

}  // namespace

int down(const DownOptions& options) {
    const DataDir& dir = options.dir;
    std::error_code failed;
    if (!fs::exists(dir.root, failed)) {
        say("nothing there: " + dir.root.string());
        return 0;
    }
    const bool hasNode = fs::exists(dir.node(), failed);
    if (geteuid() != 0 && hasNode && std::system("/usr/bin/sudo -v") != 0)
        return fail("the node agent runs as root; run this as root or through sudo");
    if (!stop(dir.nodePid(), "armillary-node")) return fail("the node agent does not stop");
    if (options.purge && hasNode) {
        // While the control plane still answers, so that the node can say good-bye.
        const auto words = asRoot(binaryDir() / "armillary-node", {"reset", "--data-dir", dir.root.string()});
        if (auto done = programs::runToEnd(words.front(), {words.begin() + 1, words.end()}); !done)
            return fail("the node could not be undone:\n" + done.error());
        say("node is gone, with its containers and networks");
    }
    if (!stop(dir.serverPid(), "armillaryd")) return fail("the control plane does not stop");
    if (options.purge) {
        fs::remove_all(dir.root, failed);
        if (failed) return fail("cannot remove " + dir.root.string() + ": " + failed.message());
        say("removed " + dir.root.string());
    } else {
        say("stopped; containers keep running until the next up, or until down --purge");
    }
    return 0;
}

}  // namespace armillary::ctl
