#pragma once

#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "engine/client/http/http_client.h"
#include "engine/client/local/local_client.h"
#include "engine/pki/ca.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/listener.h"
#include "tests/support/api/api_harness.h"
#include "tests/support/reserved_port.h"

namespace armillary::test {

/// One real API, and a client of each kind to it.
struct LocalCluster {
    explicit LocalCluster(const ApiHarnessOptions& options = {}) : harness(options) {}
    ApiHarness harness;
    std::unique_ptr<client::Client> client = client::makeLocalClient(harness.api(), ApiHarness::admin());
};

struct HttpCluster {
    explicit HttpCluster(const ApiHarnessOptions& options = {}) : harness(options) {
        listen();
        client = client::makeHttpClient(config()).value();
    }
    /// Again, after `listener` was reset, on the same port.
    void listen() {
        server::ListenerConfig settings;
        settings.port = port.number();
        settings.serving = issue("kube-apiserver", {}, true);
        settings.proxyClient = issue("proxy", {}, false);
        settings.clientCaPem = authority.certificatePem();
        auto started = server::Listener::start(settings, harness.api());
        if (!started) throw std::runtime_error(started.error());
        listener = std::move(*started);
    }
    client::HttpConfig config() {
        client::HttpConfig made;
        made.url = "https://127.0.0.1:" + std::to_string(listener->port());
        made.caPem = authority.certificatePem();
        made.credential = [this] { return issue("admin", {"system:masters"}, false); };
        return made;
    }
    pki::Credential issue(std::string name, std::vector<std::string> groups, bool serving) {
        pki::CertificateRequest request;
        request.commonName = std::move(name);
        request.organizations = std::move(groups);
        request.server = serving;
        request.client = !serving;
        if (serving) request.ipAddresses = {"127.0.0.1"};
        return authority.issue(request, async::realClock()).value();
    }

    ApiHarness harness;
    ReservedPort port;
    pki::CertificateAuthority authority = pki::CertificateAuthority::create("test", async::realClock()).value();
    std::unique_ptr<server::Listener> listener;
    std::unique_ptr<client::Client> client;
};

/// Keeps what a watch says, as "ADDED a", and lets a test wait for it.
class WatchLog {
public:
    client::WatchCallback callback() {
        return [this](const client::WatchEvent& event) {
            const std::lock_guard lock(m_mutex);
            constexpr std::string_view kNames[] = {"ADDED", "MODIFIED", "DELETED", "BOOKMARK", "CLOSED"};
            if (event.type == client::WatchEventType::Bookmark) return;
            m_lines.push_back(std::string(kNames[static_cast<int>(event.type)]) +
                              (event.object ? " " + event.object->name() : " " + std::to_string(event.status.code)));
            m_last = event;
            m_changed.notify_all();
        };
    }
    /// The lines so far, once there are at least `count`; fewer after a minute.
    std::vector<std::string> await(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(60), [&] { return m_lines.size() >= count; });
        return m_lines;
    }
    client::WatchEvent last() {
        const std::lock_guard lock(m_mutex);
        return m_last;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_lines;
    client::WatchEvent m_last;
};

inline corev1::ConfigMap map(const std::string& name, const std::string& value = "1", const std::string& label = {}) {
    corev1::ConfigMap made;
    made.metadata.name = name;
    made.metadata.namespace_ = "default";
    made.data["k"] = value;
    if (!label.empty()) made.metadata.labels["app"] = label;
    return made;
}

}  // namespace armillary::test
