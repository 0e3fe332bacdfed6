#include "programs/armillaryctl/commands.h"
#include "programs/common/lifecycle/local_programs.h"

namespace armillary::ctl {

int up(const UpOptions& options) {
    programs::LocalPrograms local(options.dir, programs::AskedFrom::Terminal);
    if (auto done = programs::bringUp(local, options, {.said = say}); !done) return fail(done.error());
    say("use it: kubectl --kubeconfig " + options.dir.kubeconfig().string() + " get nodes");
    return 0;
}

}  // namespace armillary::ctl
