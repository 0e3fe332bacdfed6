#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "engine/gitops/preview/against.h"
#include "engine/gitops/preview/compare.h"
#include "engine/gitops/preview/sides.h"

namespace armillary::gitops {

/// What production would become.
struct PreviewRequest {
    std::vector<std::string> addresses;  ///< of the repository, as applications may know it
    std::string base, head;              ///< revisions; the head may be kWorktree
    std::string path;                    ///< "": all applications
    Live* live = nullptr;                ///< production itself; null: it is not asked
    bool all = false;                    ///< applications that cannot differ are rendered as well
    /// Told how many of the applications that may differ are rendered; from any thread, several at a time.
    std::function<void(std::size_t done, std::size_t all)> progress = {};
};

struct ApplicationChange {
    enum class Kind { Added, Removed, Changed, Unchanged };
    std::string name;
    Kind kind = Kind::Unchanged;
};

/// A sentence about an application; about the repository for "".
struct Remark {
    std::string application, text, next;
};

/// One application's objects on both sides.
struct RenderedApplication {
    std::string name;
    std::vector<PlacedObject> was, becomes;
    std::string namespace_ = "default";  ///< where objects go that name none, of kinds that only a cluster knows
};

struct Preview {
    std::vector<ApplicationChange> applications;  ///< by name
    std::vector<ObjectChange> objects;            ///< by application, in the order in which they would be applied
    std::vector<Drift> drift;                     ///< where what runs is not as the base says, of what was rendered
    std::vector<RenderedApplication> rendered;    ///< of the applications that can differ, or all; by name
    std::vector<Remark> notes;                    ///< what is not supported or was left out
    std::vector<Remark> problems;                 ///< why something cannot be told; then the preview is not whole
    bool isEmpty() const {
        return objects.empty() && std::ranges::all_of(applications, [](const ApplicationChange& each) {
                   return each.kind == ApplicationChange::Kind::Unchanged;
               });
    }
};

/// Compares what two revisions deploy. Applications that cannot differ are not rendered; what they hold is no part of
/// the world that impacts are told from, which has the objects of those that change. With `live`, that world is what
/// runs, and differences between it and the base are told as well; reading it is all that is done to it. The problem: a
/// revision cannot be read, or there is nothing to preview.
Expected<Preview> preview(const Repository& repository, const PreviewRequest& request, const Renderer& renderer,
                          const std::stop_token& stop);

}  // namespace armillary::gitops
