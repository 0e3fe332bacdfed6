#include "programs/armillaryctl/commands.h"
#include "programs/common/lifecycle/local_programs.h"

namespace armillary::ctl {

int down(const DownOptions& options) {
    programs::LocalPrograms local(options.dir, programs::AskedFrom::Terminal);
    if (auto done = programs::takeDown(local, options, {.said = say}); !done) return fail(done.error());
    return 0;
}

}  // namespace armillary::ctl
