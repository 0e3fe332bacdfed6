#include "engine/controllers/framework/history.h"

#include <algorithm>
#include <format>
#include <ranges>
#include <tuple>

#include "engine/controllers/framework/ownership.h"
#include "engine/schema/json_codec.h"

namespace armillary::controllers {

using appsv1::ControllerRevision;

namespace {

/// What of a revision's data is read: the patch's instruction beside the template is left out.
bool hasTemplate(const ControllerRevision& revision, const corev1::PodTemplateSpec& podTemplate) {
    const auto recorded = templateOf(revision);
    return recorded && schema::operator==(*recorded, podTemplate);
}

std::int64_t numberOf(const ObjectRef& revision) {
    return revision->as<ControllerRevision>().revision;
}

ControllerRevision newRevision(const RevisionOwner& owner, std::int32_t collisionCount, std::int64_t number) {
    constexpr std::size_t kLongestPrefix = 223;
    ControllerRevision revision;
    revision.data.text = revisionData(owner.podTemplate);
    const std::string hash = stableHash(revision.data.text, collisionCount);
    revision.metadata.name = owner.object.name().substr(0, kLongestPrefix) + "-" + hash;
    revision.metadata.namespace_ = owner.object.namespace_();
    revision.metadata.labels = owner.podTemplate.metadata.labels;
    revision.metadata.labels[std::string(owner.hashLabel)] = hash;
    revision.metadata.annotations = owner.object.meta().annotations;
    revision.metadata.ownerReferences.push_back(controllerReference(owner.object));
    revision.revision = number;
    return revision;
}

/// Creates the revision under the first name that is free, or finds it there: the informer may not have shown it yet.
Result<RecordedRevision> createRevision(client::Client& client, const RevisionOwner& owner, std::int64_t number) {
    constexpr std::int32_t kMostCollisions = 20;
    for (std::int32_t collisions = owner.collisionCount; collisions <= owner.collisionCount + kMostCollisions;
         ++collisions) {
        ControllerRevision revision = newRevision(owner, collisions, number);
        const std::string name = revision.metadata.name;
        auto created = client::create(client, std::move(revision));
        if (created) return RecordedRevision{std::move(*created), collisions};
        if (!status::isAlreadyExists(created.error())) return std::unexpected(created.error());
        auto existing = client::get<ControllerRevision>(client, owner.object.namespace_(), name);
        if (!existing) return std::unexpected(existing.error());
        const auto* controller = controllerOf((*existing)->meta());
        if (controller && controller->uid == owner.object.uid() &&
            hasTemplate((*existing)->as<ControllerRevision>(), owner.podTemplate))
            return RecordedRevision{std::move(*existing), collisions};
    }
    return std::unexpected(status::conflict("controllerrevisions.apps", owner.object.name(),
                                            "the names of its next revision are taken by others"));
}

}  // namespace

std::string stableHash(std::string_view text, std::optional<std::int32_t> collisionCount) {
    std::uint32_t hash = 2166136261u;  // FNV-1a, 32 bits
    const auto mix = [&hash](std::string_view bytes) {
        for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    };
    mix(text);
    if (collisionCount) mix(std::format("#{}", *collisionCount));
    // Letters without vowels and digits that no word is made of, as in generated names.
    constexpr std::string_view kAlphabet = "bcdfghjklmnpqrstvwxz2456789";
    std::string name = std::to_string(hash);
    for (char& c : name) c = kAlphabet[static_cast<unsigned char>(c) % kAlphabet.size()];
    return name;
}

std::string revisionData(const corev1::PodTemplateSpec& podTemplate) {
    std::string text = schema::toJson(podTemplate);
    text.insert(1, text == "{}" ? R"("$patch":"replace")" : R"("$patch":"replace",)");
    return R"({"spec":{"template":)" + text + "}}";
}

std::optional<corev1::PodTemplateSpec> templateOf(const ControllerRevision& revision) {
    // Any workload has the template at the same place; the patch's instruction is an unknown field to it.
    auto patched = schema::fromJson<appsv1::StatefulSet>(revision.data.text);
    if (!patched) return std::nullopt;
    return std::move(patched->spec.template_);
}

void sortRevisions(std::vector<ObjectRef>& revisions) {
    std::ranges::sort(revisions, {}, [](const ObjectRef& revision) {
        return std::tuple(numberOf(revision), revision->meta().creationTimestamp, revision->name());
    });
}

Result<RecordedRevision> recordRevision(client::Client& client, const RevisionOwner& owner,
                                        std::vector<ObjectRef>& revisions) {
    const auto reversed = revisions | std::views::reverse;
    const auto known = std::ranges::find_if(reversed, [&](const ObjectRef& revision) {
        return hasTemplate(revision->as<ControllerRevision>(), owner.podTemplate);
    });
    if (known == reversed.begin() && known != reversed.end()) return RecordedRevision{*known, owner.collisionCount};
    const std::int64_t next = revisions.empty() ? 1 : numberOf(revisions.back()) + 1;
    if (known == reversed.end()) {
        auto created = createRevision(client, owner, next);
        if (created) revisions.push_back(created->latest);
        return created;
    }
    ControllerRevision changed = (*known)->as<ControllerRevision>();
    changed.revision = next;
    auto written = client::update(client, std::move(changed));
    if (!written) return std::unexpected(written.error());
    *known = *written;
    sortRevisions(revisions);
    return RecordedRevision{std::move(*written), owner.collisionCount};
}

Result<void> truncateHistory(client::Client& client, const std::vector<ObjectRef>& revisions,
                             const std::set<std::string>& live, std::int32_t limit) {
    std::vector<ObjectRef> history;
    for (const ObjectRef& revision : revisions)
        if (!live.contains(revision->name())) history.push_back(revision);
    const auto excess = static_cast<std::ptrdiff_t>(history.size()) - std::max(limit, 0);
    for (std::ptrdiff_t i = 0; i < excess; ++i) {
        const Object& revision = *history[static_cast<std::size_t>(i)];
        const auto removed = client::remove<ControllerRevision>(client, revision.namespace_(), revision.name());
        if (!removed && !status::isNotFound(removed.error())) return removed;
    }
    return {};
}

}  // namespace armillary::controllers
