#pragma once

#include <doctest/doctest.h>

#include "engine/store/memory/memory_store.h"
#include "engine/watch/cache.h"

namespace armillary::watch {

/// A store and the cache that follows it.
struct Fixture {
    explicit Fixture(const CacheOptions& options = {}) : options(options) { restart(); }

    void restart() {
        cache.reset();
        auto made = Cache::create(*store, options);
        REQUIRE(made);
        cache = std::move(*made);
    }
    static std::string json(std::string_view namespace_, std::string_view name, std::string_view label) {
        std::string text = R"({"kind":"Pod","apiVersion":"v1","metadata":{"name":")" + std::string(name) + '"';
        if (!namespace_.empty()) text += R"(,"namespace":")" + std::string(namespace_) + '"';
        return text + R"(,"labels":{"v":")" + std::string(label) + R"("}}})";
    }
    Revision create(std::string_view namespace_, std::string_view name, std::string_view label = "1") {
        return store->create(storeKey("/pods", namespace_, name), json(namespace_, name, label)).value();
    }
    Revision update(std::string_view namespace_, std::string_view name, std::string_view label) {
        const std::string key = storeKey("/pods", namespace_, name);
        return store->update(key, json(namespace_, name, label), store->get(key)->modified).value();
    }
    Revision remove(std::string_view namespace_, std::string_view name) {
        const std::string key = storeKey("/pods", namespace_, name);
        return store->remove(key, store->get(key)->modified).value();
    }
    /// "ns/name=label@revision …"
    std::string text(std::string_view namespace_ = {}) const {
        std::string out;
        for (const ObjectRef& object : cache->list("/pods", namespace_).objects) {
            out += (out.empty() ? "" : " ") + object->key() + "=" + object->meta().labels.find("v")->second + "@" +
                   std::to_string(object->revision());
        }
        return out;
    }

    CacheOptions options;
    std::unique_ptr<store::Store> store = store::makeMemoryStore();
    std::unique_ptr<Cache> cache;
};

/// Notes what it is given; takes at most `capacity` events.
class Recorder final : public Watcher {
public:
    explicit Recorder(std::size_t capacity = SIZE_MAX) : m_capacity(capacity) {}

    bool deliver(const EventRef& event) override {
        if (events.size() == m_capacity) return false;
        events.push_back(event);
        return true;
    }
    void progress(Revision revision) override { progressed = revision; }

    std::string text() const {
        std::string out;
        for (const EventRef& event : events) {
            out += (out.empty() ? "" : " ") + std::string(1, "AMD"[static_cast<int>(event->type())]) + ":" +
                   event->object()->key() + "@" + std::to_string(event->revision());
        }
        return out;
    }

    std::vector<EventRef> events;
    Revision progressed = 0;

private:
    std::size_t m_capacity;
};

}  // namespace armillary::watch
