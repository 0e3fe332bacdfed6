#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <format>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "engine/client/informer.h"
#include "engine/client/local/local_client.h"
#include "engine/controllers/daemonset/plan.h"
#include "engine/controllers/manager.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/scenario/controllers/forwarding_client.h"
#include "tests/support/api/api_harness.h"

namespace armillary::test {

/// What an agent does to pods, in name only: those with a node run and become ready, those being deleted go. Pods
/// without a node get one. Images named `broken` never become ready, `succeeds` and `fails` end at once.
class TinyKubelet {
public:
    explicit TinyKubelet(server::Api& api)
        : m_client(client::makeLocalClient(api, ApiHarness::admin())),
          m_informers(client::Informers::create(*m_client)) {
        client::informer<corev1::Pod>(*m_informers).addHandler([this](const ObjectRef&, const ObjectRef& current) {
            if (!current) return;
            const std::lock_guard lock(m_mutex);
            m_keys.insert(current->key());
        });
        m_informers->start();
        m_thread = std::thread([this] { run(); });
    }
    ~TinyKubelet() {
        m_stopping = true;
        m_thread.join();
        m_informers->stop();
    }
    /// A frozen kubelet does nothing: its node has lost power.
    std::atomic<bool> frozen = false;

private:
    void run() {
        while (!m_stopping) {
            std::set<std::string> keys;
            if (!frozen) {
                const std::lock_guard lock(m_mutex);
                keys.swap(m_keys);
            }
            for (const auto& key : keys) tend(key);
            if (keys.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    void tend(const std::string& key) {
        const ObjectRef object = client::informer<corev1::Pod>(*m_informers).getByKey(key);
        if (!object) return;
        const auto& pod = object->as<corev1::Pod>();
        if (pod.metadata.deletionTimestamp) {
            client::DeleteOptions options;
            options.gracePeriodSeconds = 0;
            options.uid = object->uid();
            (void)client::remove<corev1::Pod>(*m_client, object->namespace_(), object->name(), options);
            return;
        }
        if (pod.spec.nodeName.empty()) {
            corev1::Binding binding;
            binding.metadata.name = object->name();
            binding.target.kind = "Node";
            const std::string wanted = controllers::daemonset::nodeOf(pod);
            binding.target.name = wanted.empty() ? "n1" : wanted;
            (void)m_client->create(client::target<corev1::Pod>(object->namespace_(), object->name(), "binding"),
                                   client::encode(binding));
            return;
        }
        if (pod.status.phase != "Pending") return;
        const std::string& image = pod.spec.containers.at(0).image;
        if (image.contains("succeeds") || image.contains("fails")) {
            (void)m_client->patch(
                client::target<corev1::Pod>(object->namespace_(), object->name(), "status"),
                client::PatchType::StrategicMerge,
                std::format(R"({{"status":{{"phase":"{}"}}}})", image.contains("fails") ? "Failed" : "Succeeded"));
            return;
        }
        const bool broken = image.contains("broken");
        const int address = ++m_addresses;
        (void)m_client->patch(
            client::target<corev1::Pod>(object->namespace_(), object->name(), "status"),
            client::PatchType::StrategicMerge,
            std::format(
                R"({{"status":{{"phase":"Running","podIP":"10.244.{}.{}","podIPs":[{{"ip":"10.244.{}.{}"}}],)"
                R"("conditions":[{{"type":"Ready","status":"{}","lastTransitionTime":"2026-01-01T00:00:00Z"}}]}}}})",
                address / 250, address % 250 + 1, address / 250, address % 250 + 1, broken ? "False" : "True"));
    }

    std::unique_ptr<client::Client> m_client;
    std::unique_ptr<client::Informers> m_informers;
    std::mutex m_mutex;
    std::set<std::string> m_keys;
    int m_addresses = 0;
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
};

/// The real API, all controllers under their own accounts, and the tiny kubelet, on a manual clock that runs while a
/// test waits. A controller that may not do what it tries to do fails the test.
class Cluster {
public:
    using Wrap = std::function<std::unique_ptr<client::Client>(std::unique_ptr<client::Client>)>;

    /// `wrap` may put a client of its own between the controllers and the API.
    explicit Cluster(const Wrap& wrap = {}, const ApiHarnessOptions& options = {})
        : harness(options), m_frontProxy(options.frontProxy) {
        start(wrap);
    }
    ~Cluster() {
        manager.reset();
        for (const std::string& message : refusals.messages()) FAIL_CHECK(message);
    }

    /// Starts the controllers; anew once `manager` has been reset.
    void start(const Wrap& wrap = {}) {
        const auto makeClient = [&](const controllers::Identity& who) -> std::unique_ptr<client::Client> {
            auto made = client::makeLocalClient(harness.api(), {.name = who.name, .uid = who.uid, .groups = who.groups},
                                                who.userAgent);
            if (wrap) made = wrap(std::move(made));
            return std::make_unique<GuardedClient>(std::move(made), refusals);
        };
        controllers::ManagerConfig config{makeClient, harness.clock(),  identifiers,
                                          authority,  harness.signer(), m_frontProxy};
        manager = controllers::Manager::create(config).value();
    }

    /// Lets time pass, 100 ms at a step, until `done` or for `limit` real seconds.
    bool eventually(const std::function<bool()>& done, int limit = 120) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(limit);
        while (!done()) {
            if (std::chrono::steady_clock::now() > end) return false;
            harness.clock().advance(std::chrono::milliseconds(100));
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    template <schema::ApiStruct T>
    std::vector<T> all(const std::string& namespace_, const std::string& selector = {}) {
        std::vector<T> values;
        const auto listed = client->list(client::target<T>(namespace_), {.labelSelector = selector}).value();
        for (const ObjectRef& object : listed.items) values.push_back(object->template as<T>());
        return values;
    }
    template <schema::ApiStruct T>
    std::optional<T> find(const std::string& namespace_, const std::string& name) {
        const auto found = client::get<T>(*client, namespace_, name);
        if (!found) return std::nullopt;
        return (*found)->template as<T>();
    }
    Result<ObjectRef> patch(const client::Target& target, std::string patch) {
        return client->patch(target, client::PatchType::StrategicMerge, std::move(patch));
    }

    ApiHarness harness;
    async::Identifiers identifiers{5};
    pki::CertificateAuthority authority = pki::CertificateAuthority::create("test", async::realClock()).value();
    std::unique_ptr<client::Client> client = client::makeLocalClient(harness.api(), ApiHarness::admin());
    Refusals refusals;  ///< of controllers
    std::unique_ptr<controllers::Manager> manager;
    TinyKubelet kubelet{harness.api()};

private:
    const pki::Credential m_frontProxy;
};

inline appsv1::Deployment deployment(const std::string& name, std::int32_t replicas,
                                     const std::string& image = "example.test/web:1") {
    appsv1::Deployment made;
    made.metadata.name = name;
    made.metadata.namespace_ = "default";
    made.spec.replicas = replicas;
    made.spec.selector.ensure().matchLabels["app"] = name;
    made.spec.template_.metadata.labels["app"] = name;
    auto& container = made.spec.template_.spec.containers.emplace_back();
    container.name = "web";
    container.image = image;
    return made;
}

inline corev1::Node node(const std::string& name) {
    corev1::Node made;
    made.metadata.name = name;
    return made;
}

/// A sign of life, as a kubelet's status update.
inline void beat(Cluster& cluster, const std::string& name) {
    (void)cluster.patch(
        client::target<corev1::Node>({}, name, "status"),
        std::format(
            R"({{"status":{{"conditions":[{{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"{}"}}]}}}})",
            schema::Time(cluster.harness.clock().now()).text()));
}

}  // namespace armillary::test
