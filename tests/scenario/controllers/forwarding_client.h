#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/client/client.h"

namespace armillary::test {

/// Hands every call on; a base for clients that do something more.
class ForwardingClient : public client::Client {
public:
    explicit ForwardingClient(std::unique_ptr<client::Client> api) : m_api(std::move(api)) {}

    Result<ObjectRef> get(const client::Target& target) override { return m_api->get(target); }
    Result<client::Listed> list(const client::Target& target, const client::ListOptions& options) override {
        return m_api->list(target, options);
    }
    Result<ObjectRef> create(const client::Target& target, std::string json) override {
        return m_api->create(target, std::move(json));
    }
    Result<ObjectRef> update(const client::Target& target, std::string json) override {
        return m_api->update(target, std::move(json));
    }
    Result<ObjectRef> patch(const client::Target& target, client::PatchType type, std::string patch) override {
        return m_api->patch(target, type, std::move(patch));
    }
    Result<ObjectRef> apply(const client::Target& target, std::string json,
                            const client::ApplyOptions& options) override {
        return m_api->apply(target, std::move(json), options);
    }
    Result<void> remove(const client::Target& target, const client::DeleteOptions& options) override {
        return m_api->remove(target, options);
    }
    Result<void> removeCollection(const client::Target& target, const client::ListOptions& list,
                                  const client::DeleteOptions& options) override {
        return m_api->removeCollection(target, list, options);
    }
    Result<std::unique_ptr<client::Watch>> watch(const client::Target& target, const client::WatchOptions& options,
                                                 client::WatchCallback callback) override {
        return m_api->watch(target, options, std::move(callback));
    }
    Result<std::string> getRaw(const std::string& path) override { return m_api->getRaw(path); }

private:
    const std::unique_ptr<client::Client> m_api;
};

/// What somebody was refused for want of rights, one message each. Thread-safe.
class Refusals {
public:
    template <class T>
    Result<T> note(Result<T> result) {
        if (!result && isForRights(result.error())) {
            const std::lock_guard lock(m_mutex);
            m_messages.push_back(result.error().message);
        }
        return result;
    }
    std::vector<std::string> messages() const {
        const std::lock_guard lock(m_mutex);
        return m_messages;
    }

private:
    /// A quota, a policy or a namespace that ends forbids too; only missing rights are worded so.
    static bool isForRights(const Status& status) {
        return status::isForbidden(status) &&
               (status.message.contains("User \"") || status.message.contains("user not permitted") ||
                status.message.contains("is attempting to grant"));
    }

    mutable std::mutex m_mutex;
    std::vector<std::string> m_messages;
};

/// Notes what its caller may not do.
class GuardedClient final : public ForwardingClient {
public:
    GuardedClient(std::unique_ptr<client::Client> api, Refusals& refusals)
        : ForwardingClient(std::move(api)), m_refusals(refusals) {}

    Result<ObjectRef> get(const client::Target& target) override {
        return m_refusals.note(ForwardingClient::get(target));
    }
    Result<client::Listed> list(const client::Target& target, const client::ListOptions& options) override {
        return m_refusals.note(ForwardingClient::list(target, options));
    }
    Result<ObjectRef> create(const client::Target& target, std::string json) override {
        return m_refusals.note(ForwardingClient::create(target, std::move(json)));
    }
    Result<ObjectRef> update(const client::Target& target, std::string json) override {
        return m_refusals.note(ForwardingClient::update(target, std::move(json)));
    }
    Result<ObjectRef> patch(const client::Target& target, client::PatchType type, std::string patch) override {
        return m_refusals.note(ForwardingClient::patch(target, type, std::move(patch)));
    }
    Result<ObjectRef> apply(const client::Target& target, std::string json,
                            const client::ApplyOptions& options) override {
        return m_refusals.note(ForwardingClient::apply(target, std::move(json), options));
    }
    Result<void> remove(const client::Target& target, const client::DeleteOptions& options) override {
        return m_refusals.note(ForwardingClient::remove(target, options));
    }
    Result<void> removeCollection(const client::Target& target, const client::ListOptions& list,
                                  const client::DeleteOptions& options) override {
        return m_refusals.note(ForwardingClient::removeCollection(target, list, options));
    }
    Result<std::unique_ptr<client::Watch>> watch(const client::Target& target, const client::WatchOptions& options,
                                                 client::WatchCallback callback) override {
        return m_refusals.note(ForwardingClient::watch(target, options, std::move(callback)));
    }
    Result<std::string> getRaw(const std::string& path) override {
        return m_refusals.note(ForwardingClient::getRaw(path));
    }

private:
    Refusals& m_refusals;
};

}  // namespace armillary::test
