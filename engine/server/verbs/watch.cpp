#include "engine/schema/protobuf_codec.h"
#include "engine/server/custom/serving.h"
#include "engine/server/event_feed.h"
#include "engine/server/list_options.h"
#include "engine/server/outbound/outbound.h"
#include "engine/server/render.h"
#include "engine/server/table_output.h"
#include "engine/server/verbs/verbs.h"

namespace armillary::server {
namespace {

constexpr std::chrono::seconds kBookmarkPeriod{60};
/// Upstream ends a watch that names no timeout after a random time between this and twice as much.
constexpr std::int64_t kMinTimeoutSeconds = 1800;

std::string_view nameOf(watch::EventType type) {
    switch (type) {
        case watch::EventType::Added:
            return "ADDED";
        case watch::EventType::Modified:
            return "MODIFIED";
        case watch::EventType::Deleted:
            return "DELETED";
    }
    return "ERROR";
}

/// A call that owns what it refers to: the request is gone by the time that events come.
class KeptCall {
public:
    explicit KeptCall(const Call& call)
        : m_user(call.user),
          m_request{.query = call.request.query},
          m_call{call.core, m_user, m_request, call.route, call.media, {}} {}
    KeptCall(const KeptCall&) = delete;
    KeptCall& operator=(const KeptCall&) = delete;
    const Call& get() const { return m_call; }

private:
    const User m_user;
    const Request m_request;
    const Call m_call;
};

/// One watch over HTTP.
class HttpWatch final : public Producer, EventSink {
public:
    HttpWatch(std::shared_ptr<const KeptCall> kept, ListOptions options, Selection selection,
              std::shared_ptr<FrameSink> out)
        : m_kept(std::move(kept)),
          m_call(m_kept->get()),
          m_options(std::move(options)),
          m_selection(selection),
          m_out(std::move(out)),
          m_lastBookmark(m_call.core.clock.steady()),
          m_feed(std::move(selection), *this) {}

    void start() {
        const outbound::Outbound::Request asking(*m_call.core.outbound);
        auto after = parseRevision(m_options.page.resourceVersion);
        Revision from = after.value_or(0);
        const bool initial = m_options.sendInitialEvents.value_or(from == 0);
        if (initial) {
            auto sent = sendCurrent();
            if (!sent) return fail(sent.error());
            from = *sent;
        } else if (from == 0) {
            from = m_call.core.cache.revision();
        }
        if (auto started = m_feed.start(m_call.core.cache, m_call.core.outbound->threads(), m_call.resource(), from);
            !started)
            fail(started.error());
    }

private:
    bool event(watch::EventType as, const watch::EventRef& event) override {
        if (m_call.media.plain() && !m_call.resource().storedAs) return m_out->write(event->jsonFrame(as));
        const bool first = !m_columnsSent;
        m_columnsSent = true;
        return m_out->write(frame(m_call.media, nameOf(as), renderForWatch(m_call, event->object(), first)));
    }

    void retired() override { m_out->end(); }

    void progress(Revision revision) override {
        if (!m_options.allowWatchBookmarks) return;
        const async::SteadyTime now = m_call.core.clock.steady();
        if (now - m_lastBookmark < kBookmarkPeriod) return;
        m_lastBookmark = now;
        m_out->write(frame(m_call.media, "BOOKMARK", renderBookmark(m_call, revision, false)));
    }

    /// The current objects as one frame, since a queue that is bounded for news has no room for a whole list.
    Result<Revision> sendCurrent() {
        watch::Snapshot snapshot = m_call.core.cache.list(m_call.resource().cacheKey(), m_selection.namespace_());
        if (auto shown = custom::showAll(m_call.resource(), snapshot.objects); !shown) return refuse(shown.error());
        std::string all;
        for (const ObjectRef& object : snapshot.objects) {
            if (!m_selection.matches(*object)) continue;
            all += *frame(m_call.media, "ADDED", renderForWatch(m_call, object, !m_columnsSent));
            m_columnsSent = true;
        }
        if (m_options.sendInitialEvents && m_options.allowWatchBookmarks)
            all += *frame(m_call.media, "BOOKMARK", renderBookmark(m_call, snapshot.revision, true));
        if (!all.empty()) m_out->write(std::make_shared<const std::string>(std::move(all)));
        return snapshot.revision;
    }

    void fail(const Status& status) {
        std::string object;
        if (m_call.media.encoding == Encoding::Protobuf) {
            schema::encodeProtobuf(schema::typeInfo<Status>(), &status, object);
            object = schema::sealEnvelope("v1", "Status", object);
        } else {
            object = schema::toJson(status);
        }
        m_out->write(frame(m_call.media, "ERROR", object));
        m_out->end();
    }

    const std::shared_ptr<const KeptCall> m_kept;
    const Call& m_call;
    const ListOptions m_options;
    const Selection m_selection;
    const std::shared_ptr<FrameSink> m_out;
    bool m_columnsSent = false;
    async::SteadyTime m_lastBookmark;
    EventFeed m_feed;
};

std::chrono::seconds timeoutOf(Call& call, const ListOptions& options) {
    if (options.timeoutSeconds > 0) return std::chrono::seconds(options.timeoutSeconds);
    return std::chrono::seconds(kMinTimeoutSeconds +
                                static_cast<std::int64_t>(call.core.identifiers.below(kMinTimeoutSeconds)));
}

}  // namespace

Handled watchObjects(Call& call) {
    // YAML does not come in frames.
    if (call.media.encoding == Encoding::Yaml)
        return refuse(
            status::notAcceptable("application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"));
    auto options = listOptionsOf(call, true);
    if (!options) return refuse(options.error());
    auto revision = parseRevision(options->page.resourceVersion);
    if (!revision) return refuse(revision.error());
    const Revision current = call.core.store.current();
    if (*revision > current) return refuse(status::futureResourceVersion(*revision, current));
    if (auto known = rowObjectOf(call.request.parameter("includeObject")); !known) return refuse(known.error());
    auto selection =
        Selection::parse(call.resource(), call.route.namespace_, options->labelSelector, options->fieldSelector);
    if (!selection) return refuse(selection.error());
    // The legacy path /watch/…/NAME is a watch of that one object, whatever the selector says besides.
    if (!call.route.name.empty()) selection->alsoNamed(call.route.name);

    StreamReply reply{.contentType = call.media.watchContentType(), .timeout = timeoutOf(call, *options)};
    reply.start = [kept = std::make_shared<const KeptCall>(call), options = *options,
                   selection = *selection](std::shared_ptr<FrameSink> out) {
        auto watch = std::make_unique<HttpWatch>(kept, options, selection, std::move(out));
        watch->start();
        return std::unique_ptr<Producer>(std::move(watch));
    };
    return reply;
}

}  // namespace armillary::server
