#include "engine/server/local_access.h"

#include "engine/resources/custom/definition.h"
#include "engine/schema/custom_object.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/custom/serving.h"
#include "engine/server/event_feed.h"
#include "engine/server/outbound/outbound.h"
#include "engine/server/page.h"

namespace armillary::server {
namespace {

/// The row of a query. A client knows a custom resource by its names; what serves them is looked up each time.
Result<std::shared_ptr<const Resource>> rowOf(const Core& core, const Resource& asked) {
    if (asked.type != &schema::typeInfo<schema::CustomObject>())
        return std::shared_ptr<const Resource>(std::shared_ptr<const Resource>(), &asked);
    auto row = core.custom->find(asked.group, asked.version, asked.plural);
    if (!row) return refuse(status::unknownPath());
    return row;
}

Result<Selection> allowedSelection(Core& core, const User& user, const Resource& resource, const ObjectsQuery& query,
                                   std::string_view verb) {
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
    LocalWatch(std::shared_ptr<const Resource> row, Selection selection, std::shared_ptr<ObjectWatcher> out)
        : m_row(std::move(row)),
          m_resource(*m_row),
          m_selection(selection),
          m_out(std::move(out)),
          m_feed(std::move(selection), *this) {}

    Result<void> start(Core& core, Revision after) {
        if (after == 0) {
            watch::Snapshot snapshot = core.cache.list(m_resource.cacheKey(), m_selection.namespace_());
            if (auto shown = custom::showAll(m_resource, snapshot.objects); !shown) return refuse(shown.error());
            for (const ObjectRef& object : snapshot.objects)
                if (m_selection.matches(*object) &&
                    !m_out->deliver(watch::EventType::Added, inVersionOf(m_resource, object)))
                    return refuse(status::expired("the watcher cannot keep up"));
            after = snapshot.revision;
        }
        return m_feed.start(core.cache, core.outbound->threads(), m_resource, after);
    }

private:
    bool event(watch::EventType as, const watch::EventRef& event) override {
        return m_out->deliver(as, inVersionOf(m_resource, event->object()));
    }
    void progress(Revision revision) override { m_out->progress(revision); }
    void retired() override { m_out->ended(); }

    const std::shared_ptr<const Resource> m_row;
    const Resource& m_resource;
    const Selection m_selection;
    const std::shared_ptr<ObjectWatcher> m_out;
    EventFeed m_feed;
};

}  // namespace

Result<ObjectList> listLocally(Core& core, const User& user, const ObjectsQuery& query) {
    auto row = rowOf(core, *query.resource);
    if (!row) return refuse(row.error());
    auto selection = allowedSelection(core, user, **row, query, "list");
    if (!selection) return refuse(selection.error());
    auto page = readPage(core, **row, *selection,
                         {.limit = query.limit,
                          .continueToken = query.continueToken,
                          .resourceVersion = query.resourceVersion,
                          .resourceVersionMatch = query.resourceVersion.empty() ? "" : "NotOlderThan"});
    if (!page) return refuse(page.error());
    ObjectList list{std::move(page->objects), std::to_string(page->revision), page->continueToken};
    if ((*row)->storedAs)
        for (ObjectRef& object : list.items) object = inVersionOf(**row, object);
    return list;
}

Result<std::unique_ptr<Producer>> watchLocally(Core& core, const User& user, const ObjectsQuery& query,
                                               std::shared_ptr<ObjectWatcher> watcher) {
    auto row = rowOf(core, *query.resource);
    if (!row) return refuse(row.error());
    auto selection = allowedSelection(core, user, **row, query, "watch");
    if (!selection) return refuse(selection.error());
    auto after = parseRevision(query.resourceVersion);
    if (!after) return refuse(after.error());
    auto watch = std::make_unique<LocalWatch>(std::move(*row), std::move(*selection), std::move(watcher));
    if (auto started = watch->start(core, *after); !started) return refuse(started.error());
    return std::unique_ptr<Producer>(std::move(watch));
}

}  // namespace armillary::server
