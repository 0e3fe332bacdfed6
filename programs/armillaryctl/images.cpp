#include <unistd.h>

#include <cstdlib>

#include "programs/armillaryctl/commands.h"
#include "programs/common/child.h"
#include "programs/common/lifecycle/root.h"

namespace armillary::ctl {

int loadImages(const DataDir& dir, const std::vector<std::string>& files) {
    if (geteuid() != 0 && std::system("/usr/bin/sudo -v") != 0)
        return fail("the node's containers belong to root; run this as root or through sudo");
    for (const std::string& file : files) {
        if (access(file.c_str(), R_OK) != 0) return fail("cannot read " + file);
        const auto words =
            programs::asRoot(programs::chooseRoot(programs::AskedFrom::Terminal), binaryDir() / "armillary-node",
                             {"load-image", "--data-dir", dir.root.string(), std::filesystem::absolute(file).string()});
        if (auto done = programs::runToEnd(words.front(), {words.begin() + 1, words.end()}); !done)
            return fail(file + " could not be loaded:\n" + done.error());
        say("loaded " + file);
    }
    return 0;
}

}  // namespace armillary::ctl
