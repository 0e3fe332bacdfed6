#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include "engine/gitops/preview/preview.h"
#include "engine/gitops/source/references.h"

/// What a page about a repository has done backstage.
namespace armillary::app {

struct LookRequest {
    std::string address;           ///< a folder, or an address of git
    std::filesystem::path folder;  ///< where it is on this machine, if that is known; it is not fetched then
    std::string base, head;        ///< "": what is most likely meant
    std::string path;              ///< "": all applications
    std::function<void(std::size_t done, std::size_t all)> progress;
};

struct Looked {
    std::filesystem::path folder;
    bool isRemote = false;
    bool isOpen = false;  ///< there is a repository; else the problem says why not
    gitops::References references;
    std::string base, head;                   ///< those that were compared
    std::set<std::filesystem::path> watched;  ///< folders in which a change may make another result
    std::optional<gitops::Problem> problem;   ///< then there is no preview
    gitops::Preview preview;
    std::string markdown;  ///< of the preview
};

/// Opens, lists and compares. Backstage: it reads files, and runs git and renderers.
Looked look(const LookRequest& request, const std::stop_token& stop);

}  // namespace armillary::app
