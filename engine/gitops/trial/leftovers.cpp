#include "engine/gitops/trial/leftovers.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <format>
#include <map>
#include <mutex>

#include "engine/gitops/trial/marks.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/rbacv1.h"

namespace armillary::gitops {

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{300};

/// The kinds of what a trial makes for the whole cluster, what holds the rest first.
const std::array<const client::Resource*, 3>& kindsOfTrials() {
    static const std::array<const client::Resource*, 3> kKinds = {
        &resources::resourceOf<corev1::Namespace>(), &resources::resourceOf<rbacv1::ClusterRole>(),
        &resources::resourceOf<apiextensionsv1::CustomResourceDefinition>()};
    return kKinds;
}

std::unexpected<Problem> failed(const Status& status) {
    return problem("the cluster cannot be asked: " + status.message);
}

Expected<std::vector<ObjectRef>> markedObjects(client::Client& client, const std::string& id) {
    std::vector<ObjectRef> all;
    const std::string selector = std::string(mark::kTrial) + (id.empty() ? "" : "=" + id);
    for (const client::Resource* const kind : kindsOfTrials()) {
        const auto listed = client.list({kind, {}, {}, {}}, {.labelSelector = selector});
        if (!listed) return failed(listed.error());
        all.insert(all.end(), listed->items.begin(), listed->items.end());
    }
    return all;
}

std::string annotationOf(const Object& object, std::string_view name) {
    const auto found = object.meta().annotations.find(name);
    return found == object.meta().annotations.end() ? std::string() : found->second;
}

const client::Resource* resourceOf(const Object& object) {
    const auto found = std::ranges::find(kindsOfTrials(), object.kind(), &client::Resource::kind);
    return found == kindsOfTrials().end() ? nullptr : *found;
}

/// Pods of a preview need no long farewell.
void hurryPods(client::Client& client, const std::string& namespace_) {
    client::DeleteOptions soon;
    soon.gracePeriodSeconds = 1;
    (void)client.removeCollection(client::target<corev1::Pod>(namespace_), {}, soon);
}

}  // namespace

void pause(async::Clock& clock, std::chrono::milliseconds time, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable changed;
    const std::stop_callback wake(stop, [&] {
        const std::lock_guard lock(mutex);
        changed.notify_all();
    });
    std::unique_lock lock(mutex);
    const auto until = clock.steady() + time;
    while (!stop.stop_requested() && clock.steady() < until) clock.waitUntil(changed, lock, until);
}

Expected<std::vector<Leftover>> leftovers(client::Client& client) {
    const auto objects = markedObjects(client, {});
    if (!objects) return std::unexpected(objects.error());
    std::map<std::string, Leftover> all;
    for (const ObjectRef& each : *objects) {
        const std::string& id = each->meta().labels.find(mark::kTrial)->second;
        Leftover& leftover = all[id];
        leftover.id = id;
        leftover.owner = annotationOf(*each, mark::kOwner);
        leftover.deadline = schema::Time::parse(annotationOf(*each, mark::kDeadline)).value_or(schema::Time());
    }
    std::vector<Leftover> list;
    for (auto& [id, each] : all) list.push_back(std::move(each));
    return list;
}

Expected<> removeTrial(client::Client& client, const std::string& id, async::Clock& clock,
                       std::chrono::seconds patience) {
    if (id.empty()) return problem("a preview without an id is nobody's");
    const auto end = clock.steady() + patience;
    for (;;) {
        const auto objects = markedObjects(client, id);
        if (!objects) return std::unexpected(objects.error());
        if (objects->empty()) return {};
        for (const ObjectRef& each : *objects) {
            client::DeleteOptions options;
            options.uid = each->uid();
            if (!each->meta().deletionTimestamp)
                (void)client.remove({resourceOf(*each), {}, each->name(), {}}, options);
            if (each->kind() == "Namespace") hurryPods(client, each->name());
        }
        if (clock.steady() >= end) {
            std::string names;
            for (const ObjectRef& each : *objects)
                names += std::format("{}{} {}", names.empty() ? "" : ", ", each->kind(), each->name());
            return problem(std::format("of the preview there is still {}", names),
                           "Something holds it: armillaryctl why namespace/NAME says what. armillaryctl gitops preview "
                           "--clean takes it away as soon as it can go.");
        }
        pause(clock, kBetweenLooks, {});
    }
}

Expected<std::size_t> removeLeftovers(client::Client& client,
                                      const std::function<bool(const std::string& owner)>& lives, async::Clock& clock,
                                      std::chrono::seconds patience) {
    const auto all = leftovers(client);
    if (!all) return std::unexpected(all.error());
    std::size_t removed = 0;
    for (const Leftover& each : *all) {
        if (each.deadline > schema::Time(clock.now()) && lives(each.owner)) continue;
        if (auto done = removeTrial(client, each.id, clock, patience); !done)
            return std::unexpected(std::move(done.error()));
        ++removed;
    }
    return removed;
}

}  // namespace armillary::gitops
