#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "engine/client/client.h"

namespace armillary::test {

/// A client that answers lists and creates from a script and lets the test speak through its watches.
class FakeClient : public client::Client {
public:
    Result<client::Listed> nextList = client::Listed{{}, "1", {}};
    std::vector<std::string> created, patched;
    Status refuseCreate;  ///< when its code is not 0

    /// Waits until `count` watches have been opened in all; the last one's callback then speaks.
    void awaitWatches(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_opened >= count; });
    }
    std::size_t lists() const {
        const std::lock_guard lock(m_mutex);
        return m_lists;
    }
    std::string lastWatchedFrom() const {
        const std::lock_guard lock(m_mutex);
        return m_from;
    }
    void say(const client::WatchEvent& event) {
        client::WatchCallback callback;
        {
            const std::lock_guard lock(m_mutex);
            callback = m_callback;
        }
        callback(event);
    }
    void setList(Result<client::Listed> listed) {
        const std::lock_guard lock(m_mutex);
        nextList = std::move(listed);
    }

    Result<ObjectRef> get(const client::Target& target) override {
        return std::unexpected(status::notFound("pods", target.name));
    }
    Result<client::Listed> list(const client::Target&, const client::ListOptions&) override {
        const std::lock_guard lock(m_mutex);
        ++m_lists;
        m_changed.notify_all();
        return nextList;
    }
    Result<ObjectRef> create(const client::Target&, std::string json) override {
        const std::lock_guard lock(m_mutex);
        if (refuseCreate.code != 0) return std::unexpected(refuseCreate);
        created.push_back(json);
        return Object::parse(std::move(json)).value();
    }
    Result<ObjectRef> update(const client::Target&, std::string json) override {
        return Object::parse(std::move(json)).value();
    }
    Result<ObjectRef> patch(const client::Target& target, client::PatchType, std::string patch) override {
        const std::lock_guard lock(m_mutex);
        patched.push_back(target.name + " " + patch);
        return Object::parse(created.back()).value();
    }
    Result<ObjectRef> apply(const client::Target&, std::string, const client::ApplyOptions&) override {
        return std::unexpected(status::methodNotSupported("objects", "apply"));
    }
    Result<void> remove(const client::Target&, const client::DeleteOptions&) override { return {}; }
    Result<void> removeCollection(const client::Target&, const client::ListOptions&,
                                  const client::DeleteOptions&) override {
        return {};
    }
    Result<std::unique_ptr<client::Watch>> watch(const client::Target&, const client::WatchOptions& options,
                                                 client::WatchCallback callback) override {
        const std::lock_guard lock(m_mutex);
        m_callback = std::move(callback);
        m_from = options.resourceVersion;
        ++m_opened;
        m_changed.notify_all();
        return std::make_unique<client::Watch>();
    }
    Result<std::string> getRaw(const std::string&) override { return std::string(); }

    void awaitLists(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_lists >= count; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    client::WatchCallback m_callback;
    std::string m_from;
    std::size_t m_opened = 0, m_lists = 0;
};

}  // namespace armillary::test
