#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/client.h"
#include "engine/schema/api/appsv1.h"

/// Versions of a pod template, kept as ControllerRevisions: what stateful and daemon sets roll out and back.
/// Source: k8s.io/kubernetes/pkg/controller/history.
namespace armillary::controllers {

/// A short name for `text`, stable, and another one after each collision.
std::string stableHash(std::string_view text, std::optional<std::int32_t> collisionCount);

/// A template as the patch that puts it back, and the template of such a patch; empty when `revision` has none.
std::string revisionData(const corev1::PodTemplateSpec& podTemplate);
std::optional<corev1::PodTemplateSpec> templateOf(const appsv1::ControllerRevision& revision);

/// By number, then age, then name: the latest is the last.
void sortRevisions(std::vector<ObjectRef>& revisions);

/// Whose template is recorded, and how.
struct RevisionOwner {
    const Object& object;
    const corev1::PodTemplateSpec& podTemplate;
    std::string_view hashLabel;  ///< the revision's label that repeats its hash
    std::int32_t collisionCount = 0;
};
struct RecordedRevision {
    ObjectRef latest;
    std::int32_t collisionCount = 0;  ///< one more for each name that another template had taken
};
/// Sees to it that the present template is the latest of `revisions` (sorted): finds it, makes an older one the latest
/// again (an undo), or creates it. `revisions` follows.
Result<RecordedRevision> recordRevision(client::Client& client, const RevisionOwner& owner,
                                        std::vector<ObjectRef>& revisions);

/// Deletes the oldest of the revisions that are not in `live` (names), down to `limit`.
Result<void> truncateHistory(client::Client& client, const std::vector<ObjectRef>& revisions,
                             const std::set<std::string>& live, std::int32_t limit);

}  // namespace armillary::controllers
