#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "nodes/agent/container/environment.h"

namespace armillary::agent {

/// The config maps and secrets that the node's pods name, and no others: read when first asked for, then watched one by
/// one (a node may see only those). When the server cannot be reached the last known version serves.
class ObjectCache final : public ObjectSource {
public:
    /// Runs on a thread of the client's; must return soon.
    using Changed = std::function<void(const std::string& namespace_, const std::string& name)>;
    ObjectCache(client::Client& client, async::Clock& clock, Changed changed)
        : m_client(client), m_clock(clock), m_changed(std::move(changed)) {}
    ~ObjectCache() override;

    Result<ObjectRef> configMap(const std::string& namespace_, const std::string& name) override;
    Result<ObjectRef> secret(const std::string& namespace_, const std::string& name) override;
    /// Ends the watches of objects that nobody has asked for during `idle`.
    void forgetUnused(std::chrono::seconds idle);

private:
    struct Entry {
        client::Target target;
        ObjectRef object;
        std::unique_ptr<client::Watch> watch;
        bool answered = false;  ///< the server has said something, and be it an error
        bool current = false;   ///< the watch stands
        async::SteadyTime used, tried;
        Status error;
    };
    Result<ObjectRef> find(client::Target target);
    void follow(const std::shared_ptr<Entry>& entry, const std::string& resourceVersion);
    void onEvent(const std::weak_ptr<Entry>& entry, const client::WatchEvent& event);

    client::Client& m_client;
    async::Clock& m_clock;
    Changed m_changed;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Entry>> m_entries;
};

}  // namespace armillary::agent
