#include "engine/server/page.h"

#include <algorithm>
#include <charconv>

#include "engine/pki/secrets.h"
#include "engine/server/custom/serving.h"
#include "engine/server/json_text.h"

namespace armillary::server {
namespace {

constexpr std::size_t kMaxTokenBytes = 4096;
constexpr std::size_t kStoreBatch = 1000;
constexpr std::string_view kExpiredToken =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
    "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
    "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
    "deleted between the time the first chunk was returned and now may show up in the list.";

std::string orderKey(const Object& object) {
    return object.namespace_().empty() ? object.name() : object.namespace_() + "/" + object.name();
}

/// What a page begins after and which revision it shows.
struct Start {
    Revision at = 0;  ///< 0: now
    std::string after;
};

Result<Start> startOf(const Core& core, const PageQuery& query) {
    const Revision current = core.store.current();
    if (!query.continueToken.empty()) {
        const auto token = decodeContinue(query.continueToken);
        if (!token)
            return refuse(status::badRequest("continue key is not valid: the token was not made by this server"));
        if (!query.resourceVersion.empty() && query.resourceVersion != "0")
            return refuse(status::badRequest("specifying resource version is not allowed when using continue"));
        return Start{std::max<Revision>(token->revision, 0), token->startAfter};
    }
    auto revision = parseRevision(query.resourceVersion);
    if (!revision) return refuse(revision.error());
    if (*revision > current) return refuse(status::futureResourceVersion(*revision, current));
    const bool exact = query.resourceVersionMatch == "Exact" || (query.resourceVersionMatch.empty() && query.limit > 0);
    return Start{*revision > 0 && exact ? *revision : 0, {}};
}

/// Cuts the page off after `limit` objects.
void cut(Page& page, const Selection& selection, std::size_t limit, std::size_t more) {
    if (limit == 0 || page.objects.size() <= limit) {
        if (limit == 0 || more == 0 || page.objects.size() < limit) return;
    } else {
        more += page.objects.size() - limit;
        page.objects.resize(limit);
    }
    page.continueToken = encodeContinue({page.revision, orderKey(*page.objects.back())});
    if (selection.everything()) page.remaining = static_cast<std::int64_t>(more);
}

Result<Page> pageFromCache(const Core& core, const Resource& resource, const Selection& selection,
                           const PageQuery& query) {
    Page page;
    if (!selection.name().empty() && (!resource.namespaced || !selection.namespace_().empty())) {
        page.revision = core.cache.revision();
        auto object = findObject(core.cache, resource, selection.namespace_(), selection.name());
        if (!object) return refuse(object.error());
        if (*object && selection.matches(**object)) page.objects.push_back(std::move(*object));
        return page;
    }
    watch::Snapshot snapshot = core.cache.list(resource.cacheKey(), selection.namespace_());
    page.revision = snapshot.revision;
    page.objects = std::move(snapshot.objects);
    if (auto shown = custom::showAll(resource, page.objects); !shown) return refuse(shown.error());
    if (!selection.everything())
        std::erase_if(page.objects, [&](const ObjectRef& object) { return !selection.matches(*object); });
    // Who takes any state is given all of it, as upstream's cache knows of no pages.
    const std::int64_t limit = query.resourceVersion == "0" ? 0 : query.limit;
    cut(page, selection, static_cast<std::size_t>(limit), 0);
    return page;
}

Status expiredToken(const PageQuery& query) {
    Status expired = status::expired(std::string(kExpiredToken));
    const auto token = decodeContinue(query.continueToken);
    if (token) expired.metadata.continue_ = encodeContinue({-1, token->startAfter});
    return expired;
}

Result<ObjectRef> objectOf(const store::Entry& entry) {
    auto object = Object::parse(watch::withResourceVersion(*entry.value, entry.modified));
    if (!object)
        return refuse(
            status::internalError("stored object " + entry.key + " does not parse: " + object.error().text()));
    return *object;
}

Result<Page> pageFromStore(const Core& core, const Resource& resource, const Selection& selection,
                           const PageQuery& query, const Start& start) {
    const std::string prefix = keyPrefix(resource, selection.namespace_());
    const auto limit = static_cast<std::size_t>(query.limit);
    store::RangeOptions options{.at = start.at, .limit = limit ? std::min(limit + 1, kStoreBatch) : 0};
    if (!start.after.empty()) options.startAfter = keyPrefix(resource, "") + start.after;
    Page page;
    for (std::size_t more = 0;;) {
        auto range = core.store.range(prefix, options);
        if (!range && range.error().code == store::ErrorCode::Compacted && !query.continueToken.empty())
            return refuse(expiredToken(query));
        if (!range) return refuse(readError(range.error()));
        page.revision = options.at = range->revision;
        std::vector<ObjectRef> objects;
        for (const store::Entry& entry : range->entries) {
            auto object = objectOf(entry);
            if (!object) return refuse(object.error());
            objects.push_back(std::move(*object));
        }
        if (auto shown = custom::showAll(resource, objects); !shown) return refuse(shown.error());
        for (ObjectRef& object : objects)
            if (selection.matches(*object)) page.objects.push_back(std::move(object));
        more = range->remaining;
        if (range->more && (!limit || page.objects.size() <= limit)) {
            options.startAfter = range->entries.back().key;
            continue;
        }
        cut(page, selection, limit, range->more ? more : 0);
        return page;
    }
}

}  // namespace

Result<Revision> parseRevision(std::string_view text) {
    Revision revision = 0;
    if (text.empty()) return revision;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
    if (error != std::errc() || end != text.data() + text.size() || revision < 0)
        return refuse(status::badRequest("resourceVersion: Invalid value: \"" + std::string(text) +
                                         "\": strconv.ParseUint: parsing \"" + std::string(text) +
                                         "\": invalid syntax"));
    return revision;
}

std::string encodeContinue(const ContinueToken& token) {
    std::string json = R"({"v":"meta.k8s.io/v1","rv":)" + std::to_string(token.revision) + R"(,"start":)";
    schema::appendJsonString(json, token.startAfter);
    return pki::encodeBase64Url(json + "}");
}

std::optional<ContinueToken> decodeContinue(std::string_view text) {
    std::string json;
    if (text.size() > kMaxTokenBytes || !pki::decodeBase64Url(text, json)) return std::nullopt;
    const std::string_view version = memberOf(json, "v"), revision = memberOf(json, "rv"),
                           start = memberOf(json, "start");
    ContinueToken token;
    const auto [end, error] = std::from_chars(revision.data(), revision.data() + revision.size(), token.revision);
    if (version != R"("meta.k8s.io/v1")" || error != std::errc() || end != revision.data() + revision.size())
        return std::nullopt;
    // Names are printable and need no escapes; a token with anything else is not ours.
    const auto isOdd = [](char c) { return c <= ' ' || c > '~' || c == '\\'; };
    if (token.revision < -1 || start.size() < 2 || std::ranges::any_of(start, isOdd)) return std::nullopt;
    token.startAfter = start.substr(1, start.size() - 2);
    return token;
}

Result<Page> readPage(const Core& core, const Resource& resource, const Selection& selection, const PageQuery& query) {
    auto start = startOf(core, query);
    if (!start) return refuse(start.error());
    if (start->at == 0 && start->after.empty()) return pageFromCache(core, resource, selection, query);
    return pageFromStore(core, resource, selection, query, *start);
}

}  // namespace armillary::server
