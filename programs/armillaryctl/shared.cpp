#include <cstdio>

#include "programs/armillaryctl/commands.h"

namespace armillary::ctl {

int fail(const std::string& message) {
    std::fflush(stdout);
    std::fprintf(stderr, "armillaryctl: %s\n", message.c_str());
    return 1;
}

int fail(const programs::Failure& failure) {
    const int status = fail(failure.text);
    for (const programs::NextStep& next : failure.next)
        if (!next.command.empty()) std::fprintf(stderr, "  try: %s\n", next.command.c_str());
    return status;
}

void say(const std::string& text) {
    std::printf("  %s\n", text.c_str());
    std::fflush(stdout);
}

}  // namespace armillary::ctl
