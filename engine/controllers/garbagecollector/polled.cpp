#include "engine/controllers/garbagecollector/polled.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/async/guard.h"

namespace armillary::controllers::gc {

namespace {

bool isCollectable(const resources::Resource& row) {
    return row.has(resources::kDelete) && row.has(resources::kList) && row.has(resources::kWatch);
}

}  // namespace

bool PolledObjects::take(const aggregated::Discovered& discovered) {
    const std::lock_guard lock(m_mutex);
    const auto isKept = [&](const Row& row) {
        return std::ranges::contains(discovered.failed, row->apiVersion()) ||
               std::ranges::any_of(discovered.rows, [&](const Row& other) {
                   return other->apiVersion() == row->apiVersion() && other->plural == row->plural;
               });
    };
    for (auto& [name, followed] : m_followed) followed.served &= isKept(followed.row);
    bool newKinds = false;
    for (const Row& row : discovered.rows) {
        if (!isCollectable(*row)) continue;
        Followed& followed =
            m_followed[row->apiVersion() + "/" + row->plural + "/" + row->kind + (row->namespaced ? "/n" : "/c")];
        if (!followed.row) followed.row = row;
        newKinds |= !std::exchange(followed.served, true);
    }
    return newKinds;
}

PolledObjects::Seen PolledObjects::poll(client::Client& client, const std::vector<ObjectRef>& apiServices,
                                        const Handler& handler) {
    Seen seen{.newKinds = take(aggregated::discover(client, apiServices))};
    // Only take(), which runs on this thread, changes the map.
    for (auto& [name, followed] : m_followed) {
        if (!followed.served) continue;
        seen.any = true;
        // What is wrong with one kind holds up no other.
        async::guarded("garbage collector: " + name, [&] { refresh(client, followed, handler); });
    }
    return seen;
}

void PolledObjects::refresh(client::Client& client, Followed& followed, const Handler& handler) {
    const auto listed = aggregated::list(client, *followed.row, {});
    if (!listed) return;
    std::set<std::string> present;
    for (const ObjectRef& object : *listed) {
        present.insert(object->uid());
        const auto known = followed.objects.find(object->uid());
        const ObjectRef previous = known == followed.objects.end() ? nullptr : known->second;
        if (previous && previous->meta().resourceVersion == object->meta().resourceVersion) continue;
        handler(*followed.row, previous, object);
        followed.objects.insert_or_assign(object->uid(), object);
    }
    std::erase_if(followed.objects, [&](const auto& known) {
        if (present.contains(known.first)) return false;
        handler(*followed.row, known.second, nullptr);
        return true;
    });
}

PolledObjects::Row PolledObjects::rowOf(std::string_view group, std::string_view kind) const {
    const std::lock_guard lock(m_mutex);
    for (const auto& [name, followed] : m_followed)
        if (followed.served && followed.row->group == group && followed.row->kind == kind) return followed.row;
    return nullptr;
}

}  // namespace armillary::controllers::gc
