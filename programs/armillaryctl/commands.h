#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "programs/common/data_dir.h"
#include "programs/common/lifecycle/admin.h"
#include "programs/common/lifecycle/up.h"

/// armillaryctl's commands, one file each. Each prints its own progress and returns the exit status.
namespace armillary::ctl {

using programs::DataDir;

using programs::DownOptions;
using programs::UpOptions;

int up(const UpOptions& options);
int down(const DownOptions& options);

int status(const DataDir& dir);
int createToken(const DataDir& dir, std::chrono::seconds lifetime);
int loadImages(const DataDir& dir, const std::vector<std::string>& files);
int backup(const DataDir& dir, const std::filesystem::path& file);
int restore(const DataDir& dir, const std::filesystem::path& file);

struct WhyOptions {
    std::string object;  ///< KIND/NAME
    std::string namespace_ = "default";
    std::string kubeconfig, context;  ///< "": the data directory's
    DataDir dir;
    bool json = false;
};
/// Prints why an object is in the state it is in; 1 when it is not there or cannot be read.
int why(const WhyOptions& options);

int mergeKubeconfig(const DataDir& dir, const std::filesystem::path& into);

// -- what the commands share

/// Prints "armillaryctl: message" to standard error; returns 1.
int fail(const std::string& message);
/// A line of progress: "  ok  text".
void say(const std::string& text);

/// Prints what failed, and the command lines that may help; returns 1.
int fail(const programs::Failure& failure);

using programs::adminClient;
using programs::binaryDir;
using programs::clusterUrl;

}  // namespace armillary::ctl
