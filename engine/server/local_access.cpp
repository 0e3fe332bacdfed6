#include "engine/server/local_access.h"

#include "engine/server/event_feed.h"
#include "engine/server/page.h"

namespace armillary::server {
namespace {

Result<Selection> allowedSelection(Core& core, const User& user, const ObjectsQuery& query, std::string_view verb) {
    const Resource& resource = *query.resource;
    auto selection = Selection::parse(resource, query.namespace_, query.labelSelector, query.fieldSelector);
    if (!selection) return selection;
    Attributes attributes{.user = user,
                          .verb = std::string(verb),
                          .group = resource.group,
                          .version = resource.version,
                          .resource = resource.plural,
                          .namespace_ = query.namespace_,
                          .name = selection->name(),
                          .fieldSelector = query.fieldSelector};
    if (auto allowed = authorize(core, attributes); !allowed) return refuse(allowed.error());
    return selection;
}

class LocalWatch final : public Producer, EventSink {
public:
    LocalWatch(const Resource& resource, Selection selection, std::shared_ptr<ObjectWatcher> out)
        : m_resource(resource), m_selection(selection), m_out(std::move(out)), m_feed(std::move(selection), *this) {}

    Result<void> start(Core& core, Revision after) {
        if (after == 0) {
            watch::Snapshot snapshot = core.cache.list(m_resource.cacheKey(), m_selection.namespace_());
            for (const ObjectRef& object : snapshot.objects)
                if (m_selection.matches(*object) &&
                    !m_out->deliver(watch::EventType::Added, inVersionOf(m_resource, object)))
                    return refuse(status::expired("the watcher cannot keep up"));
            after = snapshot.revision;
        }
        return m_feed.start(core.cache, m_resource, after);
    }

private:
    bool event(watch::EventType as, const watch::EventRef& event) override {
        return m_out->deliver(as, inVersionOf(m_resource, event->object()));
    }
    void progress(Revision revision) override { m_out->progress(revision); }

    const Resource& m_resource;
    const Selection m_selection;
    const std::shared_ptr<ObjectWatcher> m_out;
    EventFeed m_feed;
};

}  // namespace

Result<ObjectList> listLocally(Core& core, const User& user, const ObjectsQuery& query) {
    auto selection = allowedSelection(core, user, query, "list");
    if (!selection) return refuse(selection.error());
    auto page = readPage(core, *query.resource, *selection,
                         {.limit = query.limit,
                          .continueToken = query.continueToken,
                          .resourceVersion = query.resourceVersion,
                          .resourceVersionMatch = query.resourceVersion.empty() ? "" : "NotOlderThan"});
    if (!page) return refuse(page.error());
    ObjectList list{std::move(page->objects), std::to_string(page->revision), page->continueToken};
    if (query.resource->storedAs)
        for (ObjectRef& object : list.items) object = inVersionOf(*query.resource, object);
    return list;
}

Result<std::unique_ptr<Producer>> watchLocally(Core& core, const User& user, const ObjectsQuery& query,
                                               std::shared_ptr<ObjectWatcher> watcher) {
    auto selection = allowedSelection(core, user, query, "watch");
    if (!selection) return refuse(selection.error());
    auto after = parseRevision(query.resourceVersion);
    if (!after) return refuse(after.error());
    auto watch = std::make_unique<LocalWatch>(*query.resource, std::move(*selection), std::move(watcher));
    if (auto started = watch->start(core, *after); !started) return refuse(started.error());
    return std::unique_ptr<Producer>(std::move(watch));
}

}  // namespace armillary::server
