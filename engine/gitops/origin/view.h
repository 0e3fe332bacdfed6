#pragma once

#include <memory>
#include <stop_token>

#include "engine/gitops/origin/choices.h"
#include "engine/gitops/origin/origin.h"
#include "engine/gitops/render/renderer.h"

namespace armillary::gitops {

using ViewRef = std::shared_ptr<const View>;

/// What somebody wants to look at.
struct ViewRequest {
    TreeRef tree;
    ViewChoice choice;
    std::string namespace_;  ///< where a chart's release goes
};

/// Renders it. A kustomization's origins are all there; of a chart's, those of values come with trace().
Expected<ViewRef> look(const Renderer& renderer, const ViewRequest& request, const std::stop_token& stop);

/// Leaves of a chart's values that are tried by themselves; of more nobody knows what they make.
inline constexpr std::size_t kMostTried = 300;

/// Of a chart: the same with the origins of values. It is rendered with others in their place, all texts at once, all
/// numbers at once, then one by one those that were not to be seen; what was tried before is remembered by the
/// renderer. Others come back as they are, and so does a chart that `stop` ends.
ViewRef trace(const Renderer& renderer, const ViewRequest& request, ViewRef view, const std::stop_token& stop);

/// "overlays/prod/kustomization.yaml, images[0].newTag, line 9": for people.
std::string shown(const Origin& origin);

}  // namespace armillary::gitops
