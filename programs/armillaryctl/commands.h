#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "programs/common/data_dir.h"

/// armillaryctl's commands, one file each. Each prints its own progress and returns the exit status.
namespace armillary::ctl {

using programs::DataDir;

struct UpOptions {
    DataDir dir;
    std::optional<programs::ListenAddress> listen;  ///< none: where it was before, else 127.0.0.1:6443
    bool node = true;                               ///< --nodes this|none
};
int up(const UpOptions& options);

struct DownOptions {
    DataDir dir;
    bool purge = false;
};
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

/// The folder of the running program: its siblings are armillaryd and armillary-node.
std::filesystem::path binaryDir();
/// A client as the cluster's administrator.
std::expected<std::unique_ptr<client::Client>, std::string> adminClient(const DataDir& dir);
/// Where the cluster answers, from its kubeconfig; "" when there is none.
std::string clusterUrl(const DataDir& dir);
/// The command line that runs a program as root: itself when we are root, through sudo otherwise.
std::vector<std::string> asRoot(const std::filesystem::path& program, std::vector<std::string> arguments);
/// Ends the process of a pid file; true when there is none any more.
bool stopProgram(const std::filesystem::path& pidFile, const std::string& program);

}  // namespace armillary::ctl
