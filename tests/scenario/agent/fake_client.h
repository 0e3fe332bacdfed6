#pragma once

#include <atomic>
#include <boost/json.hpp>
#include <map>
#include <mutex>
#include <string>

#include "engine/client/client.h"
#include "engine/schema/json_codec.h"

namespace armillary::agent {

/// A server in a map: what the agent's own parts need of one, without rules. Watches say nothing until told.
class FakeClient : public client::Client {
public:
    Result<ObjectRef> get(const client::Target& target) override {
        std::lock_guard lock(m_mutex);
        return find(target);
    }
    Result<client::Listed> list(const client::Target&, const client::ListOptions&) override { return client::Listed{}; }
    Result<ObjectRef> create(const client::Target& target, std::string json) override {
        std::lock_guard lock(m_mutex);
        if (down) return unavailable();
        if (target.subresource == "token") {
            ++tokensIssued;
            return parse(
                R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","metadata":{},"spec":{"audiences":[]},"status":{"token":"token-)" +
                std::to_string(tokensIssued) + R"(","expirationTimestamp":")" + tokenExpires + R"("}})");
        }
        auto document = boost::json::parse(json);
        auto& meta = document.at("metadata").as_object();
        auto name = std::string(meta.at("name").as_string());
        meta["resourceVersion"] = std::to_string(++m_revision);
        if (!meta.contains("uid")) meta["uid"] = "uid-" + name;
        auto where = target;
        where.name = name;
        if (exact && m_objects.contains(keyOf(where)))
            return std::unexpected(status::alreadyExists(target.resource->plural, name));
        return store(where, document);
    }
    Result<ObjectRef> update(const client::Target& target, std::string json) override {
        std::lock_guard lock(m_mutex);
        if (down) return unavailable();
        auto document = boost::json::parse(json);
        document.at("metadata").as_object()["resourceVersion"] = std::to_string(++m_revision);
        return store(target, document);
    }
    Result<ObjectRef> patch(const client::Target& target, client::PatchType, std::string patch) override {
        std::lock_guard lock(m_mutex);
        auto old = find(target);
        if (!old) return old;
        auto wanted = boost::json::parse(patch);
        if (auto* meta = wanted.as_object().if_contains("metadata"))
            if (auto* version = meta->as_object().if_contains("resourceVersion");
                version && version->as_string() != (*old)->meta().resourceVersion)
                return std::unexpected(status::modified(target.resource->plural, target.name));
        auto document = boost::json::parse((*old)->json());
        merge(document, wanted);
        document.at("metadata").as_object()["resourceVersion"] = std::to_string(++m_revision);
        ++patches;
        return store(target, document);
    }
    Result<ObjectRef> apply(const client::Target&, std::string, const client::ApplyOptions&) override {
        return std::unexpected(status::methodNotSupported("objects", "apply"));
    }
    Result<void> remove(const client::Target& target, const client::DeleteOptions&) override {
        std::lock_guard lock(m_mutex);
        if (down) return std::unexpected(status::serviceUnavailable("down"));
        if (m_objects.erase(keyOf(target)) == 0)
            return std::unexpected(status::notFound(target.resource->plural, target.name));
        return {};
    }
    Result<void> removeCollection(const client::Target&, const client::ListOptions&,
                                  const client::DeleteOptions&) override {
        return {};
    }
    Result<std::unique_ptr<client::Watch>> watch(const client::Target&, const client::WatchOptions&,
                                                 client::WatchCallback callback) override {
        std::lock_guard lock(m_mutex);
        m_watches.push_back(std::move(callback));
        return std::make_unique<client::Watch>();
    }
    Result<std::string> getRaw(const std::string&) override { return std::string(); }

    /// Tells every watch of the object's newest version; a test watches one object at a time.
    void announce(const client::Target& target) {
        client::WatchEvent event{client::WatchEventType::Modified, *get(target), "", {}};
        for (auto& watch : m_watches) watch(event);
    }

    std::atomic<bool> down{false};
    bool exact = false;  ///< nothing is created over what is there
    std::string tokenExpires = "2026-01-01T01:00:00Z";
    int tokensIssued = 0, patches = 0;

private:
    static std::string keyOf(const client::Target& target) {
        return target.resource->plural + "/" + target.namespace_ + "/" + target.name;
    }
    static Result<ObjectRef> unavailable() { return std::unexpected(status::serviceUnavailable("down")); }
    static Result<ObjectRef> parse(std::string json) { return Object::parse(std::move(json)).value(); }
    Result<ObjectRef> find(const client::Target& target) {
        if (down) return unavailable();
        auto it = m_objects.find(keyOf(target));
        if (it == m_objects.end()) return std::unexpected(status::notFound(target.resource->plural, target.name));
        return it->second;
    }
    Result<ObjectRef> store(const client::Target& target, const boost::json::value& document) {
        auto object = parse(boost::json::serialize(document));
        m_objects[keyOf(target)] = *object;
        return object;
    }
    static void merge(boost::json::value& target, const boost::json::value& patch) {
        if (!patch.is_object()) {
            target = patch;
            return;
        }
        if (!target.is_object()) target = boost::json::object();
        for (const auto& [key, value] : patch.as_object()) {
            if (value.is_null())
                target.as_object().erase(key);
            else
                merge(target.as_object()[key], value);
        }
    }

    std::mutex m_mutex;
    std::map<std::string, ObjectRef> m_objects;
    std::vector<client::WatchCallback> m_watches;
    std::int64_t m_revision = 0;
};

}  // namespace armillary::agent
